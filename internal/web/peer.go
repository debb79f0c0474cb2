package web

import (
	"net/netip"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// Who sends a request, and under which address the server was called. Behind a proxy the connection
// says neither: the proxy does, in headers that anybody else could write as well. They count only when
// the connection comes from a trusted proxy.

// clientAddress is the address of whoever sent a request: of the connection, or what a trusted proxy says. A list of
// addresses is read from its end, since what stands before the first untrusted one can be made up by the client.
func (s *Server) clientAddress(c *fiber.Ctx) string {
	peer, _ := netip.AddrFromSlice(c.Context().RemoteIP())
	peer = peer.Unmap()
	if !s.trusts(peer) {
		return peer.String()
	}
	for _, hop := range slices.Backward(forwarded(c, fiber.HeaderXForwardedFor)) {
		at, ok := hopAddress(hop)
		if !ok {
			return peer.String()
		}
		if peer = at.Unmap(); !s.trusts(peer) {
			break
		}
	}
	return peer.String()
}

// forwarded lists what stands in a header that proxies write. Some proxies add a header of their own below one that the
// client sent, so that all of them count, in their order.
func forwarded(c *fiber.Ctx, header string) (all []string) {
	for _, line := range c.Request().Header.PeekAll(header) {
		for _, value := range strings.Split(string(line), ",") {
			all = append(all, strings.TrimSpace(value))
		}
	}
	return all
}

// hopAddress reads an address as proxies write it: some put the port behind it, and IPv6 in brackets.
func hopAddress(hop string) (netip.Addr, bool) {
	if at, err := netip.ParseAddrPort(hop); err == nil {
		return at.Addr(), true
	}
	at, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(hop, "["), "]"))
	return at, err == nil
}

func (s *Server) trusts(peer netip.Addr) bool {
	return slices.ContainsFunc(s.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(peer) })
}

// here reports whether a request comes from the computer that the server runs on, without a network between them.
func (r *request) here() bool {
	at, err := netip.ParseAddr(r.from)
	return err == nil && at.IsLoopback()
}

// addressKey is what counts as one address when guesses are limited: one of IPv4, but the whole
// network of IPv6 that a single computer may choose its addresses from.
func addressKey(address string) string {
	at, err := netip.ParseAddr(address)
	if err != nil || at.Is4() || at.IsLoopback() {
		return address
	}
	if prefix, err := at.WithZone("").Prefix(64); err == nil {
		return prefix.String()
	}
	return address
}

// scheme is how the browser reached the server: over HTTPS when the listener speaks it, or when a
// trusted proxy or the public URL says so.
func (s *Server) scheme(c *fiber.Ctx) string {
	if s.TLS {
		return "https"
	}
	peer, _ := netip.AddrFromSlice(c.Context().RemoteIP())
	// Of several values nobody knows which one is the browser's: then the public URL says it.
	if said := forwarded(c, fiber.HeaderXForwardedProto); len(said) == 1 && s.trusts(peer.Unmap()) {
		if only := strings.ToLower(said[0]); only == "https" || only == "http" {
			return only
		}
	}
	if s.PublicURL != nil && strings.EqualFold(string(c.Request().Host()), s.PublicURL.Host) {
		return s.PublicURL.Scheme
	}
	return "http"
}

// origin is the scheme and host under which the server was called.
func (s *Server) origin(c *fiber.Ctx) string { return s.scheme(c) + "://" + string(c.Request().Host()) }

// ownOrigin reports whether a form comes from a page of this server: from the address that it was called by, or from
// the public one. A proxy may have changed the name under which the server is called, but never what the browser says
// it shows.
func (s *Server) ownOrigin(c *fiber.Ctx, origin string) bool {
	if s.PublicURL != nil && strings.EqualFold(origin, s.PublicURL.Scheme+"://"+s.PublicURL.Host) {
		return true
	}
	return origin == s.origin(c)
}
