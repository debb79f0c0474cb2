package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// The ports that are tried, in this order, when no address was asked for.
const (
	firstPort = 8080
	lastPort  = 8089
)

// listen opens the address that was asked for, or with "" every interface on the first free port from firstPort to lastPort.
// An address that was asked for and is taken is a failure, never another address.
func listen(ctx context.Context, asked string) (net.Listener, error) {
	var config net.ListenConfig
	if asked != "" {
		if _, _, err := net.SplitHostPort(asked); err != nil {
			return nil, &failure{exitUsage, fmt.Sprintf("--addr %s is not an address: write host:port, for example :8080 or 127.0.0.1:8080", asked)}
		}
		listener, err := config.Listen(ctx, "tcp", asked)
		if errors.Is(err, syscall.EADDRINUSE) {
			return nil, &failure{exitPortTaken, fmt.Sprintf("%s is taken by another program: stop that program, or choose another port with --addr", asked)}
		}
		if err != nil {
			return nil, fmt.Errorf("cannot listen on %s: %w", asked, err)
		}
		return listener, nil
	}
	for port := firstPort; port <= lastPort; port++ {
		listener, err := config.Listen(ctx, "tcp", net.JoinHostPort("", strconv.Itoa(port)))
		if err == nil {
			return listener, nil
		}
		if !errors.Is(err, syscall.EADDRINUSE) {
			return nil, fmt.Errorf("cannot listen on port %d: %w", port, err)
		}
	}
	return nil, &failure{exitPortTaken, fmt.Sprintf("the ports %d to %d are all taken: choose another one with --addr, for example --addr :9000", firstPort, lastPort)}
}

// How long a patientListener waits after an accept that failed: the wait doubles from the first to the longest.
const (
	firstWait   = 5 * time.Millisecond
	longestWait = time.Second
)

// patientListener goes on accepting when the process runs out of file descriptors or a client gives up early. The web server
// takes such an error for the end of the listener and would never serve again.
type patientListener struct {
	net.Listener
	closed func()
	done   <-chan struct{}
}

func newPatientListener(inner net.Listener) *patientListener {
	done := make(chan struct{})
	return &patientListener{Listener: inner, done: done, closed: sync.OnceFunc(func() { close(done) })}
}

// Accept waits for the next connection. It returns an error only when the listener is closed or broken for good.
func (l *patientListener) Accept() (net.Conn, error) {
	wait := firstWait
	for {
		conn, err := l.Listener.Accept()
		if err == nil || !passing(err) {
			return conn, err
		}
		select {
		case <-l.done:
			return nil, net.ErrClosed
		case <-time.After(wait):
		}
		wait = min(2*wait, longestWait)
	}
}

// Close ends a waiting Accept too.
func (l *patientListener) Close() error {
	l.closed()
	return l.Listener.Close()
}

// passing tells whether accepting can work again later: see accept(2).
func passing(err error) bool {
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) || errors.Is(err, syscall.ECONNABORTED)
}
