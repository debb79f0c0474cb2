package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// from dials the program from a loopback address of one's own, such as 127.0.0.2.
func (p *running) from(source string) (net.Conn, error) {
	_, host, _ := strings.Cut(p.address, "://")
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(source)}}
	return dialer.DialContext(context.Background(), "tcp", host)
}

// ask sends a request over a connection and returns the status, 0 when the connection was closed instead.
func ask(conn net.Conn, path string) int {
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", path)
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0
	}
	defer response.Body.Close()
	io.Copy(io.Discard, response.Body)
	return response.StatusCode
}

// hold opens connections that each ask once and then stay open. It returns those that were served.
func (p *running) hold(t *testing.T, source string, n int) (served []net.Conn) {
	t.Helper()
	for range n {
		conn, err := p.from(source)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		if ask(conn, "/livez") == http.StatusOK {
			served = append(served, conn)
		}
	}
	return served
}

// One device holds all the connections that it can get, and a class does not notice.
func TestOneDeviceShutsNobodyOut(t *testing.T) {
	p := start(t, nil, "--addr", "127.0.0.1:0", "--data", t.TempDir())
	held := p.hold(t, "127.0.0.2", 1024)
	if len(held) != perAddress {
		t.Errorf("one address has %d connections, want %d", len(held), perAddress)
	}
	for n := range 40 {
		conn, err := p.from("127.0.0.3")
		if err != nil {
			t.Fatal(err)
		}
		if got := ask(conn, "/"); got != http.StatusOK {
			t.Errorf("request %d of another address: got status %d, want 200", n, got)
		}
		conn.Close()
	}
	if got := ask(held[0], "/"); got != http.StatusOK {
		t.Errorf("a connection within the bound: got status %d, want 200", got)
	}
	for _, conn := range held {
		conn.Close()
	}
	for deadline := time.Now().Add(time.Minute); len(p.hold(t, "127.0.0.2", 1)) == 0; {
		if time.Now().After(deadline) {
			t.Fatal("the places of connections that were closed were not given back")
		}
	}
	p.Process.Kill()
	log, err := io.ReadAll(p.errors)
	if err != nil {
		t.Fatal(err)
	}
	told := strings.Count(string(log), "too many connections")
	if told == 0 || strings.Contains(string(log), "127.0.0.2") {
		t.Errorf("the log says so %d times, want once a minute and without the address:\n%s", told, log)
	}
}

func TestTrustedProxyHasNoBound(t *testing.T) {
	p := start(t, nil, "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--trusted-proxy", "127.0.0.2")
	if held := p.hold(t, "127.0.0.2", perAddress+44); len(held) != perAddress+44 {
		t.Errorf("%d connections of the proxy were served, want %d", len(held), perAddress+44)
	}
	if held := p.hold(t, "127.0.0.3", perAddress+44); len(held) != perAddress {
		t.Errorf("%d connections of somebody else were served, want %d", len(held), perAddress)
	}
}

// client is a connection from some address that notes what becomes of it.
type client struct {
	net.Conn
	addr   net.Addr
	sent   strings.Builder
	closed int
}

func (c *client) RemoteAddr() net.Addr               { return c.addr }
func (c *client) Write(b []byte) (int, error)        { return c.sent.Write(b) }
func (c *client) SetWriteDeadline(_ time.Time) error { return nil }
func (c *client) Close() error                       { c.closed++; return nil }

// queue is a listener that hands out connections one after the other, and then is closed.
type queue struct {
	net.Listener
	conns []net.Conn
}

func (q *queue) Accept() (net.Conn, error) {
	if len(q.conns) == 0 {
		return nil, net.ErrClosed
	}
	conn := q.conns[0]
	q.conns = q.conns[1:]
	return conn, nil
}

func newClient(ip string) *client {
	return &client{addr: &net.TCPAddr{IP: net.ParseIP(ip), Port: 50000}}
}

func TestConnectionsAreCountedByAddress(t *testing.T) {
	tests := []struct {
		name     string
		first    string // holds all that it may
		second   string
		accepted bool
	}{
		{"the same address", "192.168.1.5", "192.168.1.5", false},
		{"a neighbour", "192.168.1.5", "192.168.1.6", true},
		{"the same address as IPv6", "192.168.1.5", "::ffff:192.168.1.5", false},
		{"one /64", "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", false},
		{"another /64", "2001:db8:1:2::1", "2001:db8:1:3::1", true},
		{"loopback", "127.0.0.1", "127.0.0.1", false},
		{"a proxy", "10.0.0.7", "10.0.0.7", true},
		{"a proxy's network", "fd00::1", "fd00::2", true},
	}
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.7/32"), netip.MustParsePrefix("fd00::/16")}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var all queue
			for range perAddress {
				all.conns = append(all.conns, newClient(test.first))
			}
			last := newClient(test.second)
			all.conns = append(all.conns, last)
			l := newFairListener(&all, proxies, "busy", slog.New(slog.DiscardHandler))
			for range perAddress {
				if _, err := l.Accept(); err != nil {
					t.Fatal(err)
				}
			}
			_, err := l.Accept()
			if (err == nil) != test.accepted {
				t.Errorf("got %v, want accepted: %v", err, test.accepted)
			}
			if refused := last.closed == 1 && last.sent.String() == "busy"; refused == test.accepted {
				t.Errorf("refused: %v, closed %d times, sent %q", refused, last.closed, last.sent.String())
			}
		})
	}
}

// The web server closes a connection more than once; it has one place to give back.
func TestPlaceIsGivenBackOnce(t *testing.T) {
	var all queue
	for range perAddress + 2 {
		all.conns = append(all.conns, newClient("192.168.1.5"))
	}
	l := newFairListener(&all, nil, "", slog.New(slog.DiscardHandler))
	first, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	for range perAddress - 1 {
		if _, err := l.Accept(); err != nil {
			t.Fatal(err)
		}
	}
	first.Close()
	first.Close()
	if _, err := l.Accept(); err != nil {
		t.Errorf("got %v after one was closed, want a connection", err)
	}
	if _, err := l.Accept(); err == nil {
		t.Error("closing one connection twice made two places")
	}
	if len(l.open) != 1 {
		t.Errorf("%d addresses are remembered, want 1", len(l.open))
	}
}

func TestRefusalsAreLoggedOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log strings.Builder
		l := newFairListener(&queue{}, nil, "", slog.New(slog.NewTextHandler(&log, nil)))
		for range 600 { // ten minutes
			l.refuse(newClient("192.168.1.5"))
			l.refuse(newClient("192.168.1.5"))
			time.Sleep(time.Second)
		}
		if got := strings.Count(log.String(), "\n"); got != 10 {
			t.Errorf("got %d lines, want 10", got)
		}
		if strings.Contains(log.String(), "192.168") {
			t.Errorf("the log names the address: %s", &log)
		}
		if got := strings.Count(log.String(), "closed=120"); got != 9 {
			t.Errorf("got %d lines that tell of 120 refusals, want 9", got)
		}
	})
}
