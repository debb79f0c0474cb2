package measure

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/valyala/fasthttp"
)

// program is a server that runs as a process of its own, so that its memory and processor time are its own too.
type program struct {
	command *exec.Cmd
	input   io.Closer // the bare server ends when it is closed
	log     *bytes.Buffer
	address string // host and port
	stopped bool
}

// startProgram starts a server and waits until it says on a line "Address: http://…" where it listens.
func startProgram(ctx context.Context, command *exec.Cmd) (*program, error) {
	output, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	input, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	log := &bytes.Buffer{}
	command.Stderr = log
	if err := command.Start(); err != nil {
		return nil, err
	}
	context.AfterFunc(ctx, func() { command.Process.Kill() })
	p := &program{command: command, input: input, log: log}
	lines := bufio.NewScanner(output)
	for p.address == "" && lines.Scan() {
		if address, ok := strings.CutPrefix(lines.Text(), "Address: http://"); ok {
			p.address, _, _ = strings.Cut(address, " ")
		}
	}
	if p.address == "" {
		return nil, errors.Join(errors.New("the server did not start"), p.stop())
	}
	go io.Copy(io.Discard, output)
	return p, nil
}

// stop ends the program as a person would, and waits until it has.
func (p *program) stop() error {
	if p.stopped {
		return nil
	}
	p.stopped = true
	p.input.Close()
	if p.command.Process.Signal(os.Interrupt) != nil {
		p.command.Process.Kill() // Windows knows no other way; the class was made up
		p.command.Wait()
		return nil
	}
	err := p.command.Wait()
	if err != nil || bytes.Contains(p.log.Bytes(), []byte(`"level":"ERROR"`)) {
		return errors.Join(fmt.Errorf("the server had a failure:\n%s", p.log), err)
	}
	return nil
}

// memory is a line of /proc/PID/status in bytes; -1 where there is no such file.
func (p *program) memory(field string) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		return -1
	}
	for line := range strings.Lines(string(status)) {
		if name, value, _ := strings.Cut(line, ":"); name == field {
			n, err := strconv.ParseInt(strings.Fields(value)[0], 10, 64)
			if err == nil {
				return n << 10
			}
		}
	}
	return -1
}

// tick is the unit of time in /proc on every Linux.
const tick = 10 * time.Millisecond

// processorTime is what a process has used so far; 0 where /proc does not say.
func processorTime(pid int) time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(stat), ") ") // the name before may hold anything
	return ticks(strings.Fields(rest), 11, 12)
}

// busyTime is what all processes together have used so far; 0 where /proc does not say.
func busyTime() time.Duration {
	stat, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0
	}
	line, _, _ := strings.Cut(string(stat), "\n")
	return ticks(strings.Fields(line), 1, 2, 3, 6, 7)
}

func ticks(fields []string, at ...int) (sum time.Duration) {
	for _, i := range at {
		if i < len(fields) {
			n, _ := strconv.ParseInt(fields[i], 10, 64)
			sum += time.Duration(n) * tick
		}
	}
	return sum
}

// Bare serves GET /N with N bytes by fasthttp alone, until in is at its end: the fastest that a page of this size can
// be. It tells its address on out as the program does.
func Bare(in io.Reader, out io.Writer) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	letters := strings.Repeat("Dossier.", 1<<17)
	server := &fasthttp.Server{Handler: func(c *fasthttp.RequestCtx) {
		n, err := strconv.Atoi(string(c.Path()[1:]))
		if err != nil || n > len(letters) {
			c.SetStatusCode(fasthttp.StatusNotFound)
			return
		}
		c.SetContentType("text/html; charset=utf-8")
		c.SetBodyString(letters[:n])
	}}
	go func() {
		io.Copy(io.Discard, in)
		server.Shutdown()
	}()
	fmt.Fprintf(out, "Address: http://%s\n", listener.Addr())
	return server.Serve(listener)
}
