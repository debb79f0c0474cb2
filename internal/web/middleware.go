package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// contentPolicy lets a page load what this server serves, and nothing else; no inline script or style.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src " +
	"'self'; form-action 'self'; " +
	"base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// headers go with every answer; handlers of what browsers may keep overwrite Cache-Control.
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

// refuseOddities turns away strange host names, and compressed bodies, which would be unpacked past every limit.
func (s *Server) refuseOddities(c *fiber.Ctx) error {
	if !s.rightHost(string(c.Request().Host())) {
		return errWrongHost
	}
	if c.Get(fiber.HeaderContentEncoding) != "" {
		return errNotAForm
	}
	if endsTwice(&c.Request().Header) || readTwoWays(&c.Request().Header) {
		c.Context().SetConnectionClose()
		return fiber.ErrBadRequest
	}
	return c.Next()
}

// endsTwice reports whether a request says both its length and that it comes in pieces. A proxy in front may have
// believed the one while the other is believed here, and then a second request hides in the body (RFC 9112, 6.3). It
// looks at what was sent: of a body that turned out to be empty the parsed header tells nothing any more.
func endsTwice(h *fasthttp.RequestHeader) bool {
	sent := bytes.ToLower(append([]byte("\n"), h.RawHeaders()...))
	return bytes.Contains(sent, []byte("\ncontent-length")) && bytes.Contains(sent, []byte("\ntransfer-encoding"))
}

// readTwoWays reports whether another program could read the lines of a request otherwise than they are read here: a
// version that is none of HTTP/1 (RFC 9112, 2.3), or a line that goes on in the next (5.2).
func readTwoWays(h *fasthttp.RequestHeader) bool {
	version, sent := string(h.Protocol()), append([]byte("\n"), h.RawHeaders()...)
	return version != "HTTP/1.1" && version != "HTTP/1.0" ||
		bytes.Contains(sent, []byte("\n ")) || bytes.Contains(sent, []byte("\n\t"))
}

// oneSpelling redirects other spellings of a path to the one in the table: with a slash at the end, or with the capital
// letters that a phone puts in.
func (s *Server) oneSpelling(c *fiber.Ctx) error {
	if c.Method() != fiber.MethodGet && c.Method() != fiber.MethodHead {
		return c.Next()
	}
	path := strings.Clone(c.Path())
	to := canonical(s.site, path)
	if to == "" || to == path {
		return c.Next()
	}
	if query := string(c.Request().URI().QueryString()); query != "" {
		to += "?" + query
	}
	return c.Redirect(to, http.StatusPermanentRedirect)
}

// canonical is how the table spells a path that asks for a page; "" when no page fits. Names in a path are in small
// letters; codes and tokens stay as they are.
func canonical(table []route, path string) string {
	parts := strings.Split(strings.TrimRight(path, "/"), "/")
	for _, rt := range table {
		if rt.method != fiber.MethodGet || len(parts) < 2 || !rt.fits(parts, strings.EqualFold) {
			continue
		}
		spelt := strings.Split(rt.path, "/")
		for i, word := range spelt {
			switch {
			case word == ":code", word == ":token":
				spelt[i] = parts[i]
			case strings.HasPrefix(word, ":"):
				spelt[i] = strings.ToLower(parts[i])
			}
		}
		if found := strings.Join(spelt, "/"); plainPath.MatchString(found) {
			return found
		}
	}
	return ""
}

// plainPath is the only kind of path that anybody is redirected to.
var plainPath = regexp.MustCompile(`^(/[A-Za-z0-9_-]+)+$`)

// plainWord is the only kind of value that is taken over into an address.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// guardConnections sets what happens around Fiber: how much of a body is read, and headers on what Fiber refuses by
// itself before any middleware.
func (s *Server) guardConnections() {
	server := s.app.Server()
	server.CloseOnShutdown = true // so that no browser sends its next request over a connection that is about to close
	server.HeaderReceived = func(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
		path, _, _ := strings.Cut(string(h.RequestURI()), "?")
		rt := find(s.site, string(h.Method()), path)
		if rt != nil && rt.method == fiber.MethodPost && slices.Contains(uploads, rt.path) && s.fromTeacher(h) {
			upload := fasthttp.RequestConfig{MaxRequestBodySize: uploadLimit}
			if h.ContentLength() <= uploadLimit { // what is refused need not be waited for
				upload.ReadTimeout = uploadTime
			}
			return upload
		}
		if rt != nil && rt.method == fiber.MethodPost && (rt.ended == keeps || rt.ended == enters) {
			return fasthttp.RequestConfig{MaxRequestBodySize: longForm}
		}
		return fasthttp.RequestConfig{}
	}
	handle := server.Handler
	if s.Metrics {
		handle = s.metered(handle)
	}
	server.Handler = func(ctx *fasthttp.RequestCtx) {
		handle(ctx)
		for _, h := range headers {
			if len(ctx.Response.Header.Peek(h[0])) == 0 {
				ctx.Response.Header.Set(h[0], h[1])
			}
		}
	}
}

// fromTeacher reports whether a request comes under the session of a teacher, before its body is read: nobody else may
// fill the memory with files.
func (s *Server) fromTeacher(h *fasthttp.RequestHeader) bool {
	token := string(h.Cookie(s.jar.name(sessionCookie)))
	if !s.tokens.Valid(token) {
		return false
	}
	session, err := s.Store.Session(context.Background(), s.tokens.Hash(token))
	return err == nil && session.Teacher != nil
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
