package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"dossier/internal/lan"
)

// The ports that are tried, in this order, when no address was asked for.
const (
	firstPort = 8080
	lastPort  = 8089
)

// checkAddr reports whether --addr can be an address at all. "" stands for no wish.
func checkAddr(asked string) error {
	if asked == "" {
		return nil
	}
	if isNumber(asked) {
		return &failure{exitUsage, fmt.Sprintf("--addr %s is a port alone: did you mean --addr :%s?", asked, asked)}
	}
	_, port, err := net.SplitHostPort(asked)
	if err != nil {
		return &failure{exitUsage, fmt.Sprintf("--addr %s is not an address: "+
			"write host:port, for example :8080 or 127.0.0.1:8080", asked)}
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return &failure{exitUsage, fmt.Sprintf("--addr %s is not an address: "+
			"after the colon comes a number from 1 to 65535, for example :8080", asked)}
	}
	return nil
}

// listen opens the address that was asked for, or with "" every interface on the first free port from firstPort to
// lastPort. An address that was asked for and is taken is a failure, never another address.
func listen(ctx context.Context, asked string) (net.Listener, error) {
	if err := checkAddr(asked); err != nil {
		return nil, err
	}
	var config net.ListenConfig
	if asked != "" {
		listener, err := config.Listen(ctx, "tcp", asked)
		if err != nil {
			return nil, listenFailure(ctx, asked, err)
		}
		return listener, nil
	}
	for port := firstPort; port <= lastPort; port++ {
		every := net.JoinHostPort("", strconv.Itoa(port))
		listener, err := config.Listen(ctx, "tcp", every)
		if err == nil {
			return listener, nil
		}
		if !isTaken(err) {
			return nil, listenFailure(ctx, every, err)
		}
	}
	return nil, &failure{exitPort, fmt.Sprintf("the ports %d to %d are all taken: "+
		"choose another one with --addr, for example --addr :9000", firstPort, lastPort)}
}

// listenFailure says why nobody can listen on an address, and what to do. It is ctx's own error when that has ended.
func listenFailure(ctx context.Context, asked string, err error) error {
	var unknown *net.DNSError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case isTaken(err):
		return &failure{exitPort, fmt.Sprintf("%s is taken by another program: "+
			"stop that program, or choose another port with --addr", asked)}
	case isBarred(err):
		return &failure{exitPort, fmt.Sprintf("this user may not listen on %s: "+
			"choose a port from 1024 on, for example --addr :8080", asked)}
	case errors.As(err, &unknown), isNoAddress(err):
		return &failure{exitPort, fmt.Sprintf("%s is not an address of this computer: use one of its own, %s, "+
			"or leave --addr out to listen on all of them", asked, ownAddresses(asked))}
	}
	return &failure{exitPort, fmt.Sprintf("nobody can listen on %s: choose another address with --addr", asked)}
}

// ownAddresses lists up to three addresses of this machine with the port that was asked for.
func ownAddresses(asked string) string {
	_, port, _ := net.SplitHostPort(asked)
	local := lan.Local()
	if len(local) > 3 {
		local = append(local[:2:2], local[len(local)-1])
	}
	var own []string
	for _, addr := range local {
		own = append(own, net.JoinHostPort(addr.String(), port))
	}
	return strings.Join(own, " or ")
}

// placeOf is where a listener listens.
func placeOf(listener net.Listener) netip.AddrPort {
	if at, ok := listener.Addr().(*net.TCPAddr); ok {
		return at.AddrPort()
	}
	return netip.AddrPort{}
}

// How long a patientListener waits after an accept that failed: the wait doubles from the first to the longest.
const (
	firstWait   = 5 * time.Millisecond
	longestWait = time.Second
)

// patientListener goes on accepting when the process runs out of file descriptors or a client gives up early. The web
// server takes such an error for the end of the listener and would never serve again.
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
