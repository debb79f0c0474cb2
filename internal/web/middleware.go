package web

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net"
	"net/netip"
	"runtime/debug"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// contentPolicy lets a page load what this server serves, and nothing else; no inline script or style.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src " +
	"'self'; form-action 'self'; " +
	"base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// headers go with every answer; handlers of what may be kept overwrite Cache-Control.
var headers = [...][2]string{
	{"Content-Security-Policy", contentPolicy},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "same-origin"}, // no-referrer would make browsers send "Origin: null" with forms
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
	{"Cache-Control", "no-store"},
}

func (s *Server) secureHeaders(c *fiber.Ctx) error {
	setHeaders(c)
	return c.Next()
}

func setHeaders(c *fiber.Ctx) {
	for _, h := range headers {
		c.Set(h[0], h[1])
	}
}

// rightHost accepts addresses, names of a local network, and the public names that were allowed. Any
// other name may be somebody else's that was made to lead here (DNS rebinding).
func (s *Server) rightHost(host string) bool {
	name := strings.ToLower(host)
	if h, _, err := net.SplitHostPort(name); err == nil {
		name = h
	}
	name = strings.TrimSuffix(name, ".")
	if _, err := netip.ParseAddr(strings.Trim(name, "[]")); err == nil || s.hosts[name] {
		return true
	}
	if name == "" || strings.ContainsAny(name, "/\\@ ") {
		return false
	}
	for _, local := range []string{".local", ".lan", ".home", ".internal", ".home.arpa", ".localhost", ".test"} {
		if strings.HasSuffix(name, local) {
			return true
		}
	}
	return !strings.Contains(name, ".")
}

// refuseOddities turns away strange host names, compressed bodies, which would be unpacked past every
// limit, and bodies that are too large for any form.
func (s *Server) refuseOddities(c *fiber.Ctx) error {
	if !s.rightHost(string(c.Request().Host())) {
		return errWrongHost
	}
	if c.Get(fiber.HeaderContentEncoding) != "" {
		return errNotAForm
	}
	if c.Method() == fiber.MethodPost && c.Request().Header.ContentLength() > formLimit {
		return fiber.ErrRequestEntityTooLarge
	}
	return c.Next()
}

// recoverPanics keeps one broken request from ending the program.
func (s *Server) recoverPanics(c *fiber.Ctx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			s.Log.Error("panic", "request", requestID(c), "route", routeOf(c), "panic", fmt.Sprint(p), "stack",
				string(debug.Stack()))
			err = errPanic
		}
	}()
	return c.Next()
}

// requestID names a request in the log and on the page that reports its failure.
func requestID(c *fiber.Ctx) string {
	if id, ok := c.Locals(idKey{}).(string); ok {
		return id
	}
	var b [6]byte
	_, _ = rand.Read(b[:])
	id := hex.EncodeToString(b[:])
	c.Locals(idKey{}, id)
	return id
}

type idKey struct{}

// routeOf is the pattern of the route, for the log: paths may hold join codes.
func routeOf(c *fiber.Ctx) string {
	if r := c.Route(); r != nil {
		return c.Method() + " " + strings.Clone(r.Path)
	}
	return c.Method()
}
