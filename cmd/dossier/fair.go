package main

import (
	"io"
	"log/slog"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"
)

// perAddress is how many connections one address may have at once. A browser holds six at most, so a whole class behind
// one router fits in, while one device cannot take the places of all others: see connections in internal/web.
const perAddress = 256

// fairListener bounds the connections of each remote address, or of each /64 of IPv6, which is what one household or
// one device has. The newest one too many is closed at once. Addresses of trusted proxies have no bound, since a proxy
// sends everybody from one address.
//
// The web server has such a bound of its own, MaxConnsPerIP, but in fasthttp 1.51 it ends the program by a nil pointer.
type fairListener struct {
	net.Listener
	proxies []netip.Prefix
	refusal string // what a refused client is sent; "" when it would not understand
	log     *slog.Logger
	now     func() time.Time

	mu     sync.Mutex
	open   map[netip.Prefix]int
	told   time.Time // when the log was last told of refusals
	untold int       // refusals since then
}

func newFairListener(inner net.Listener, proxies []netip.Prefix, refusal string, log *slog.Logger) *fairListener {
	return &fairListener{
		Listener: inner, proxies: proxies, refusal: refusal, log: log, now: time.Now, open: map[netip.Prefix]int{},
	}
}

// Accept waits for the next connection of an address that does not have too many.
func (l *fairListener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		from, bounded := l.origin(conn)
		if !bounded {
			return conn, nil
		}
		if l.enter(from) {
			return &countedConn{Conn: conn, leave: sync.OnceFunc(func() { l.leave(from) })}, nil
		}
		l.refuse(conn)
	}
}

// origin is what the connections of a client are counted under; false for a trusted proxy.
func (l *fairListener) origin(conn net.Conn) (netip.Prefix, bool) {
	remote, ok := conn.RemoteAddr().(*net.TCPAddr)
	if !ok {
		return netip.Prefix{}, false
	}
	addr := remote.AddrPort().Addr().Unmap().WithZone("")
	if slices.ContainsFunc(l.proxies, func(p netip.Prefix) bool { return p.Contains(addr) }) {
		return netip.Prefix{}, false
	}
	bits := 32
	if addr.Is6() {
		bits = 64
	}
	from, err := addr.Prefix(bits)
	return from, err == nil
}

func (l *fairListener) enter(from netip.Prefix) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open[from] >= perAddress {
		return false
	}
	l.open[from]++
	return true
}

func (l *fairListener) leave(from netip.Prefix) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open[from]--; l.open[from] == 0 {
		delete(l.open, from)
	}
}

// refuse closes a connection and tells the log, once a minute at most and without the address.
func (l *fairListener) refuse(conn net.Conn) {
	if l.refusal != "" {
		conn.SetWriteDeadline(l.now().Add(100 * time.Millisecond)) // a new connection has room for it at once
		io.WriteString(conn, l.refusal)
	}
	conn.Close()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.untold++
	if now := l.now(); now.Sub(l.told) >= time.Minute || l.told.IsZero() {
		l.log.Warn("one address has too many connections, new ones are closed", "bound", perAddress, "closed", l.untold)
		l.told, l.untold = now, 0
	}
}

// countedConn gives its place back when it is closed, however often that is.
type countedConn struct {
	net.Conn
	leave func()
}

func (c *countedConn) Close() error {
	defer c.leave()
	return c.Conn.Close()
}
