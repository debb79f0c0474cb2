package web

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

// How long sessions last.
const (
	guestSession   = 90 * 24 * time.Hour // since it was last used
	studentIdle    = 2 * time.Hour
	teacherIdle    = time.Hour
	longestSession = 12 * time.Hour // of students and teachers, however busy
	seenEvery      = time.Minute    // how often the use of a session is noted

	// endedSession is how long the session of a student or teacher is known after it was last used. A form that comes in this time is kept until
	// its sender has signed in; later it would be taken for a visitor's.
	endedSession = 30 * 24 * time.Hour
)

// request is what is known about one request besides its path: who asks, under which token, with which form.
type request struct {
	ctx     context.Context
	id      string
	edition *edition
	token   string // the cookie, or a new one
	hash    [32]byte
	device  string
	student *classroom.Student // a guest or a student
	teacher *classroom.Teacher
	expired bool                // the cookie's session had run out; token still is the old one
	was     classroom.TeacherID // whose session it was that has run out; 0 for everybody else's
	away    bool                // it did so before this request, and was a student's
	seen    time.Time           // when the session was last used before
	form    quiz.Form
	judged  []classroom.Judged // the student's answers so far, once they have been read
}

func (r *request) role() views.Role {
	switch {
	case r.teacher != nil:
		return views.Teacher
	case r.student == nil:
		return views.Visitor
	case r.student.Guest():
		return views.Guest
	}
	return views.Student
}

// answerer is under whose name an answer is stored.
func (r *request) answerer() store.Answerer {
	if r.student != nil {
		return store.Answerer{Student: r.student.ID}
	}
	return store.Answerer{Visitor: r.hash}
}

// key tells one answering person from another before there is a student: guests keep the key they had as visitors.
func (r *request) key() string {
	if r.student != nil && !r.student.Guest() {
		return fmt.Sprintf("student %d", r.student.ID)
	}
	return string(r.hash[:])
}

func (r *request) allowed(who access) bool {
	switch who {
	case answerers:
		return r.teacher == nil
	case members:
		return r.student != nil
	case teachers:
		return r.teacher != nil
	}
	return true
}

// guard makes a handler of a route: it finds out who asks, checks a form's origin and token, and lets only the right people in.
func (s *Server) guard(rt route) fiber.Handler {
	return func(c *fiber.Ctx) error {
		r, err := s.open(c, !rt.quiet)
		if err != nil {
			return err
		}
		c.Locals(requestKey{}, r)
		if c.Method() == fiber.MethodPost {
			if err := s.checkForm(c, r); err != nil {
				return err
			}
			if r.expired && (rt.who == answerers || rt.who == members) {
				if wantsJSON(c) { // the form itself is still to come, and is kept under the session that it was made for
					return away(c)
				}
				return s.showAway(c, r)
			}
		}
		if r.expired {
			s.renew(c, r)
			switch {
			case rt.who == teachers && strings.HasPrefix(rt.path, "/marking") && worked(r):
				return s.signedOut(c, r)
			case rt.who == teachers && !wantsJSON(c):
				return seeOther(c, "/sign-in")
			case rt.who == members:
				return seeOther(c, "/join")
			}
		}
		if !r.allowed(rt.who) {
			if rt.who == teachers && r.role() == views.Visitor && c.Method() == fiber.MethodGet && !wantsJSON(c) {
				return seeOther(c, "/sign-in")
			}
			return store.ErrNotFound
		}
		return rt.handle(c, r)
	}
}

// wantsJSON tells that a script asks and not a person: a redirect to a page would tell it nothing.
func wantsJSON(c *fiber.Ctx) bool { return c.Get(fiber.HeaderAccept) == fiber.MIMEApplicationJSON }

// away tells a script that its page's session has ended.
func away(c *fiber.Ctx) error {
	return c.Status(fiber.StatusUnauthorized).JSON(fiber.Map{"away": true})
}

type requestKey struct{}

// open reads the cookies and finds the session; note tells to remember that it is in use.
func (s *Server) open(c *fiber.Ctx, note bool) (*request, error) {
	r := &request{ctx: c.UserContext(), id: requestID(c)}
	var err error
	if r.edition, err = s.current(r.ctx); err != nil {
		return nil, err
	}
	r.device = c.Cookies(deviceCookie)
	if !s.tokens.Valid(r.device) {
		r.device = ""
	}
	r.token = c.Cookies(sessionCookie)
	if !s.tokens.Valid(r.token) {
		s.renew(c, r)
		return r, nil
	}
	r.hash = s.tokens.Hash(r.token)
	session, err := s.Store.Session(r.ctx, r.hash)
	if errors.Is(err, store.ErrNotFound) {
		return r, nil // a visitor who has answered nothing yet
	}
	if err != nil {
		return nil, err
	}
	now := s.Now()
	if ranOut(session, now) {
		r.away = session.Student != nil && !session.Student.Guest()
		if session.Teacher != nil {
			r.was = session.Teacher.ID
		}
		r.expired = true // it stays known, so that a second click on the same form is kept like the first
		return r, nil
	}
	r.student, r.teacher, r.seen = session.Student, session.Teacher, session.LastSeen
	if !note || now.Sub(session.LastSeen) < seenEvery {
		return r, nil
	}
	if r.role() == views.Guest {
		setCookie(c, sessionCookie, r.token, guestSession) // counted from now on
	}
	if err := s.Store.SeeSession(r.ctx, r.hash); err != nil { // reading goes on when the disk is full
		s.Log.Warn("note that a session is in use", "request", r.id, "error", err)
	}
	return r, nil
}

func ranOut(session store.Session, now time.Time) bool {
	idle, age := now.Sub(session.LastSeen), now.Sub(session.Created)
	switch {
	case session.Teacher != nil:
		return idle > teacherIdle || age > longestSession
	case session.Student.Guest():
		return idle > guestSession
	}
	return idle > studentIdle || age > longestSession
}

// renew gives the browser a new token, so that nobody inherits an old session.
func (s *Server) renew(c *fiber.Ctx, r *request) {
	r.token = s.tokens.New()
	r.hash = s.tokens.Hash(r.token)
	r.expired = false
	setCookie(c, sessionCookie, r.token, guestSession)
}

const (
	sessionCookie = "dossier"
	deviceCookie  = "dossier-device"
	deviceLife    = 180 * 24 * time.Hour
)

// setCookie sets a cookie that scripts cannot read and other sites do not send. Secure follows the scheme that is really used: on plain
// HTTP a browser would drop a Secure cookie and nobody could sign in. life 0 lasts until the browser closes.
func setCookie(c *fiber.Ctx, name, value string, life time.Duration) {
	cookie := &fiber.Cookie{Name: name, Value: value, Path: "/", HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode, Secure: c.Protocol() == "https"}
	if life == 0 {
		cookie.SessionOnly = true
	} else {
		cookie.MaxAge = int(life.Seconds())
	}
	c.Cookie(cookie)
}

// deviceHash identifies the computer for counting wrong PINs; it gets a cookie for that when it has none.
func (s *Server) deviceHash(c *fiber.Ctx, r *request) []byte {
	if r.device == "" {
		r.device = s.tokens.New()
	}
	setCookie(c, deviceCookie, r.device, deviceLife)
	hash := s.tokens.Hash(r.device)
	return hash[:]
}

// checkForm accepts a form only from our own pages and with the token of this session, and reads its fields.
//
// Browsers on plain HTTP send no Sec-Fetch-Site to a LAN address but do send Origin, so Origin is compared exactly; the token guards
// against what Origin cannot see.
func (s *Server) checkForm(c *fiber.Ctx, r *request) error {
	if site := c.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		return errForeignForm
	}
	origin := c.Get("Origin")
	if origin == "" {
		if from, err := url.Parse(c.Get("Referer")); err == nil && from.Host != "" {
			origin = from.Scheme + "://" + from.Host
		}
	}
	if origin != c.Protocol()+"://"+string(c.Request().Host()) {
		return errForeignForm
	}
	if !strings.HasPrefix(c.Get("Content-Type"), fiber.MIMEApplicationForm) {
		return errNotAForm
	}
	if len(c.Request().Body()) > formLimit {
		return fiber.ErrRequestEntityTooLarge
	}
	r.form = quiz.Form{}
	fields := 0
	c.Request().PostArgs().VisitAll(func(k, v []byte) {
		if fields++; fields <= formFields {
			name := clean(k)
			r.form[name] = append(r.form[name], clean(v))
		}
	})
	if fields > formFields {
		return fiber.ErrRequestEntityTooLarge
	}
	if !s.tokens.CheckCSRF(r.token, r.form.Value("csrf")) {
		return errStaleForm
	}
	if s.posts.Take(string(r.hash[:]), s.Now()) > 0 {
		return errTooMany
	}
	return nil
}

// clean copies what a browser sent into text that can be stored and shown: valid, without NUL.
func clean(b []byte) string {
	return strings.ReplaceAll(strings.ToValidUTF8(string(b), "�"), "\x00", "")
}

// param copies a part of the path.
func param(c *fiber.Ctx, name string) string {
	v, err := url.PathUnescape(strings.Clone(c.Params(name)))
	if err != nil {
		return ""
	}
	return clean([]byte(v))
}

func number(c *fiber.Ctx, name string) int64 {
	n, err := strconv.ParseInt(param(c, name), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func seeOther(c *fiber.Ctx, to string) error { return c.Redirect(to, fiber.StatusSeeOther) }
