package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"dossier/cmd/dossier/measure"
	"dossier/internal/disktest"
)

// waitFor looks until something is so, for minutes if need be: how long it takes is not what is tested.
func waitFor(t *testing.T, what string, is func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	for tick := time.NewTicker(10 * time.Millisecond); !is(); {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("%s never came", what)
		}
	}
}

// open is how many files and connections a program has open.
func (p *running) open(t *testing.T) int { return len(p.descriptors(t)) }

// sockets is how many of those are connections, its own port counted. It may open more files while it works: those of
// the database are for whoever reads, and for checkpoints.
func (p *running) sockets(t *testing.T) (n int) {
	for _, to := range p.descriptors(t) {
		if strings.HasPrefix(to, "socket:") {
			n++
		}
	}
	return n
}

// descriptors lists what a program has open, by what each leads to.
func (p *running) descriptors(t *testing.T) (all []string) {
	t.Helper()
	folder := fmt.Sprintf("/proc/%d/fd", p.Process.Pid)
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		to, _ := os.Readlink(filepath.Join(folder, entry.Name())) // closed meanwhile, if it fails
		all = append(all, to)
	}
	return all
}

// connect opens connections to the program, from many addresses, as one computer may have only so many.
func (p *running) connect(t *testing.T, n int) (conns []net.Conn) {
	t.Helper()
	for i := range n {
		from := &net.TCPAddr{IP: net.IPv4(127, 0, 1, byte(1+i/100))}
		conn, err := (&net.Dialer{LocalAddr: from}).Dial("tcp", p.host())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		conns = append(conns, conn)
	}
	return conns
}

// meanwhile has a class answer until done returns, and insists that it was answered meanwhile and none was refused.
func meanwhile(t *testing.T, c *measure.Crowd, p *running, done func(answered func() int)) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	seen := make(chan int, 1) // how many were answered by now
	seen <- 0
	ended := make(chan error, 1)
	go func() {
		_, err := c.Answer(ctx, p.host(), func(n int) {
			seen <- max(<-seen, n)
		})
		ended <- err
	}()
	answered := func() int {
		n := <-seen
		seen <- n
		return n
	}
	waitFor(t, "the first answers", func() bool { return answered() > 32 })
	done(answered)
	before := answered()
	waitFor(t, "more answers", func() bool { return answered() > before+32 })
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// stopped ends the program in peace and checks what it leaves.
func stopped(t *testing.T, c *measure.Crowd, p *running, folder string) {
	t.Helper()
	p.Process.Signal(syscall.SIGTERM)
	if code := p.exitCode(t); code != exitOK {
		t.Errorf("exit code %d", code)
	}
	closedProperly(t, p.ProcessState, folder)
	if balance := kept(t, c, folder); balance.Acknowledged < 64 {
		t.Errorf("%d answers were acknowledged: the test tests little", balance.Acknowledged)
	}
}

// letGo waits until the program has closed connections that their clients keep open.
func letGo(t *testing.T, held []net.Conn) {
	t.Helper()
	for _, conn := range held {
		conn.SetReadDeadline(time.Now().Add(5 * time.Minute)) // only so that the test ends some day
		if _, err := io.Copy(io.Discard, conn); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatal("the program keeps a connection on which nothing comes")
		}
	}
}

// slow are the ways in which a client keeps a connection and gives nothing, or takes nothing.
var slow = map[string]func(conn net.Conn, host string){
	"half a header": func(conn net.Conn, host string) {
		fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: %s\r\nX-Slow: ", host)
	},
	"half a body": func(conn net.Conn, host string) {
		fmt.Fprintf(conn, "POST /join HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\n"+
			"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\ncode=", host, host)
	},
	"nothing": func(net.Conn, string) {},
}

// TestF9SlowClients has clients that say half of what they have to say. A class notices nothing of them, and they are
// let go.
func TestF9SlowClients(t *testing.T) {
	t.Parallel() // it waits for timeouts of the program
	c, folder := crowd(t, 16)
	p := start(t, nil, "--addr", "127.0.0.1:0", "--data", folder)
	idle := p.sockets(t)
	meanwhile(t, c, p, func(answered func() int) {
		var held []net.Conn
		for _, say := range slow {
			for _, conn := range p.connect(t, disktest.Rounds(20, 100)) {
				say(conn, p.host())
				held = append(held, conn)
			}
		}
		at := answered()
		waitFor(t, "answers beside the slow clients", func() bool { return answered() > at+200 })
		letGo(t, held)
	})
	waitFor(t, "rest", func() bool { return p.sockets(t) <= idle+1 })
	stopped(t, c, p, folder)
}

// TestF10HalfOpen has clients that vanish without a word, after a page that they did read, in the middle of the next
// request or, in the long form, between two. Each leaves a connection behind that nobody will ever close, and the
// program closes it.
func TestF10HalfOpen(t *testing.T) {
	t.Parallel() // it waits for timeouts of the program
	c, folder := crowd(t, 16)
	p := start(t, nil, "--addr", "127.0.0.1:0", "--data", folder)
	idle := p.sockets(t)
	meanwhile(t, c, p, func(func() int) {
		var held []net.Conn
		for i := range disktest.Rounds(40, 200) {
			conn := p.connect(t, 1)[0]
			held = append(held, conn)
			fmt.Fprintf(conn, "GET /livez HTTP/1.1\r\nHost: %s\r\n\r\n", p.host())
			response, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil || response.StatusCode != http.StatusOK {
				t.Fatalf("%v, %v", response, err)
			}
			response.Body.Close()
			if i%2 == 0 || disktest.Rounds(0, 1) == 0 {
				fmt.Fprintf(conn, "GET /livez HTTP/1.1\r\nHo")
			}
		}
		letGo(t, held)
	})
	waitFor(t, "rest", func() bool { return p.sockets(t) <= idle+1 })
	stopped(t, c, p, folder)
}

// TestF11Descriptors opens more connections than the program may have files. Who is connected is served all the time,
// the database keeps its own, and everybody is served again afterwards.
func TestF11Descriptors(t *testing.T) {
	c, folder := crowd(t, 8)
	for _, most := range []int{48, 64, 256}[:disktest.Rounds(2, 3)] {
		limited := command("--addr", "127.0.0.1:0", "--data", folder)
		shell := exec.Command("sh", append([]string{"-c", fmt.Sprintf(`ulimit -n %d && exec "$@"`, most), "sh"},
			limited.Args...)...)
		shell.Env = limited.Env
		p := startCommand(t, shell, nil)
		meanwhile(t, c, p, func(answered func() int) {
			conns := p.connect(t, 400)
			waitFor(t, "the last descriptor", func() bool { return p.open(t) >= most-1 })
			at := answered()
			waitFor(t, "answers without a descriptor left", func() bool { return answered() > at+100 })
			for _, conn := range conns {
				conn.Close()
			}
			waitFor(t, "the next page", func() bool {
				response, err := http.Get(p.address + "/")
				if err != nil {
					return false
				}
				defer response.Body.Close()
				return response.StatusCode == http.StatusOK
			})
		})
		stopped(t, c, p, folder)
	}
}
