package main

import (
	"context"
	"errors"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// troubled is a listener that fails as the system would, a number of times, and then accepts.
type troubled struct {
	net.Listener
	errs  []error
	conn  net.Conn
	calls int
}

func (l *troubled) Accept() (net.Conn, error) {
	l.calls++
	if len(l.errs) == 0 {
		return l.conn, nil
	}
	err := l.errs[0]
	l.errs = l.errs[1:]
	return nil, &net.OpError{Op: "accept", Err: os.NewSyscallError("accept4", err)}
}

func (l *troubled) Close() error { return nil }

func TestPatientListenerWaitsLongerEachTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var errs []error
		for range 5 {
			errs = append(errs, syscall.EMFILE, syscall.ENFILE, syscall.ECONNABORTED)
		}
		want, _ := net.Pipe()
		inner := &troubled{errs: errs, conn: want}
		start := time.Now()
		got, err := newPatientListener(inner).Accept()
		if err != nil || got != want {
			t.Fatalf("got %v, %v; want the connection", got, err)
		}
		// 5, 10, 20, 40, 80, 160, 320, 640 ms and seven times the longest wait of a second.
		if got, want := time.Since(start), 1275*time.Millisecond+7*time.Second; got != want {
			t.Errorf("waited %v, want %v", got, want)
		}
	})
}

func TestPatientListenerGivesUpOnARealError(t *testing.T) {
	inner := &troubled{errs: []error{syscall.EINVAL, syscall.EINVAL}}
	if _, err := newPatientListener(inner).Accept(); !errors.Is(err, syscall.EINVAL) {
		t.Errorf("got %v, want EINVAL", err)
	}
	if inner.calls != 1 {
		t.Errorf("got %d accepts, want 1", inner.calls)
	}
}

func TestPatientListenerStopsWaitingWhenClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var errs []error
		for range 1000 {
			errs = append(errs, syscall.EMFILE)
		}
		listener := newPatientListener(&troubled{errs: errs})
		time.AfterFunc(20*time.Second, func() { listener.Close() })
		start := time.Now()
		if _, err := listener.Accept(); !errors.Is(err, net.ErrClosed) {
			t.Errorf("got %v, want net.ErrClosed", err)
		}
		if got, want := time.Since(start), 20*time.Second; got != want {
			t.Errorf("Accept returned after %v, want %v", got, want)
		}
	})
}

func TestListenOnTheAddressThatWasAskedFor(t *testing.T) {
	first, err := listen(context.Background(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	taken := first.Addr().String()

	tests := []struct {
		asked string
		want  int
		says  string
	}{
		{taken, exitPort, "taken"},
		{"8080", exitUsage, "--addr :8080"},
		{"127.0.0.1", exitUsage, "host:port"},
		{"http://127.0.0.1:8080", exitUsage, "host:port"},
		{"fd00::1:8080", exitUsage, "host:port"},
		{"127.0.0.1:no-such-port", exitUsage, "1 to 65535"},
		{"127.0.0.1:80abc", exitUsage, "1 to 65535"},
		{":http", exitUsage, "1 to 65535"},
		{":", exitUsage, "1 to 65535"},
		{":65536", exitUsage, "1 to 65535"},
		{":-1", exitUsage, "1 to 65535"},
		{"192.0.2.77:8080", exitPort, "127.0.0.1:8080"},
		{"[2001:db8::77]:8080", exitPort, "127.0.0.1:8080"},
		{"nobody..invalid:8080", exitPort, "127.0.0.1:8080"},
	}
	for _, test := range tests {
		listener, err := listen(context.Background(), test.asked)
		if err == nil {
			listener.Close()
			t.Errorf("listen(%q): got %s, want exit code %d", test.asked, listener.Addr(), test.want)
			continue
		}
		f := asFailure(err)
		if f.code != test.want || !strings.Contains(f.sentence, test.says) {
			t.Errorf("listen(%q): got exit code %d (%v), want %d and %q", test.asked, f.code, err, test.want, test.says)
		}
		for _, words := range []string{"listen tcp", "lookup", "bind:", "syscall", "strconv", "dial"} {
			if strings.Contains(f.sentence, words) {
				t.Errorf("listen(%q): %q has words that only programmers know", test.asked, f.sentence)
			}
		}
	}
}

// A signal that comes while a name is looked up is no failure.
func TestListenAfterASignal(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, asked := range []string{"", "127.0.0.1:0", "localhost:0"} {
		listener, err := listen(ctx, asked)
		if err == nil {
			listener.Close()
		} else if !errors.Is(err, context.Canceled) {
			t.Errorf("listen(%q): got %v, want context.Canceled", asked, err)
		}
	}
}

// Whatever else runs on this machine, two listeners without a wish get two different ports of the range.
func TestListenTakesTheNextFreePort(t *testing.T) {
	ports := map[int]bool{}
	for range 2 {
		listener, err := listen(context.Background(), "")
		if err != nil {
			t.Fatal(err)
		}
		defer listener.Close()
		_, text, err := net.SplitHostPort(listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		port, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		if port < firstPort || port > lastPort {
			t.Errorf("got port %d, want one from %d to %d", port, firstPort, lastPort)
		}
		ports[port] = true
	}
	if len(ports) != 2 {
		t.Errorf("got ports %v, want two different ones", ports)
	}
}
