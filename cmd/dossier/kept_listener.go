package main

import (
	"net"
	"sync"
	"sync/atomic"
)

// keptListener outlives the web servers that serve on it: while one has ended and the next has not begun, whoever calls
// waits instead of being turned away.
type keptListener struct {
	net.Listener
	calls chan net.Conn
	ended chan struct{} // closed when nobody can call any more
	err   error         // why; read once ended is closed

	closed  chan struct{}
	closing sync.Once
}

func keepListener(inner net.Listener) *keptListener {
	l := &keptListener{Listener: inner, calls: make(chan net.Conn), ended: make(chan struct{}),
		closed: make(chan struct{})}
	go l.take()
	return l
}

func (l *keptListener) take() {
	defer close(l.ended)
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			l.err = err
			return
		}
		select {
		case l.calls <- conn:
		case <-l.closed:
			conn.Close()
		}
	}
}

// Close turns everybody away from now on.
func (l *keptListener) Close() (err error) {
	l.closing.Do(func() {
		close(l.closed)
		err = l.Listener.Close()
	})
	return err
}

// turn is the listener for one web server.
func (l *keptListener) turn() *turn {
	over := make(chan struct{})
	return &turn{keptListener: l, over: over, end: sync.OnceFunc(func() { close(over) })}
}

// turn is a keptListener for as long as one server serves. Closing it leaves that open, unless it is the last.
type turn struct {
	*keptListener
	over chan struct{}
	end  func()
	last atomic.Bool
}

func (t *turn) Accept() (net.Conn, error) {
	select { // whoever calls after the end is for the next turn
	case <-t.over:
		return nil, net.ErrClosed
	default:
	}
	select {
	case conn := <-t.calls:
		return conn, nil
	case <-t.over:
		return nil, net.ErrClosed
	case <-t.ended:
		return nil, t.err
	}
}

func (t *turn) Close() error {
	t.end()
	if t.last.Load() {
		return t.keptListener.Close()
	}
	return nil
}
