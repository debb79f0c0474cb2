package web

import (
	"errors"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

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

	// endedSession is how long the session of a student or teacher is known after it was last used. A
	// form that comes in this time is kept until its sender has signed in; later it would be taken for a
	// visitor's.
	endedSession = 30 * 24 * time.Hour
)

// guard makes a handler of a route: it finds out who asks, checks a form's origin and token, and lets
// only the right people in.
func (s *Server) guard(rt route) fiber.Handler {
	return func(c *fiber.Ctx) error {
		r, err := s.open(c, !rt.quiet)
		if err != nil {
			return err
		}
		c.Locals(requestKey{}, r)
		if c.Method() == fiber.MethodPost {
			if err := s.checkForm(r); err != nil {
				return err
			}
			if r.expired && (rt.who == answerers || rt.who == members) {
				if r.wantsJSON() { // the form itself is still to come, and is kept under the session that it was made for
					return r.sayAway()
				}
				return s.showAway(r)
			}
		}
		if r.expired {
			s.renew(r)
			switch {
			case rt.who == teachers && strings.HasPrefix(rt.path, "/marking") && worked(r):
				return s.signedOut(r)
			case rt.who == teachers && !r.wantsJSON():
				return redirect("/sign-in")
			case rt.who == members:
				return redirect("/join")
			}
		}
		if !r.allowed(rt.who) {
			if rt.who == teachers && r.role() == views.Visitor && c.Method() == fiber.MethodGet && !r.wantsJSON() {
				return redirect("/sign-in")
			}
			return store.ErrNotFound
		}
		return rt.handle(r)
	}
}

// open reads the cookies and finds the session; note tells to remember that it is in use.
func (s *Server) open(c *fiber.Ctx, note bool) (*request, error) {
	r := &request{c: c, ctx: c.UserContext(), id: requestID(c), from: addressKey(s.clientAddress(c)),
		secure: s.scheme(c) == "https"}
	var err error
	if r.edition, err = s.current(r.ctx); err != nil {
		return nil, err
	}
	r.device = r.cookie(deviceCookie)
	if !s.tokens.Valid(r.device) {
		r.device = ""
	}
	r.token = r.cookie(sessionCookie)
	if !s.tokens.Valid(r.token) {
		s.renew(r)
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
		r.setCookie(sessionCookie, r.token, guestSession) // counted from now on
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
func (s *Server) renew(r *request) {
	r.token = s.tokens.New()
	r.hash = s.tokens.Hash(r.token)
	r.expired = false
	r.setCookie(sessionCookie, r.token, guestSession)
}

const (
	sessionCookie = "dossier"
	deviceCookie  = "dossier-device"
	deviceLife    = 180 * 24 * time.Hour
)

// setCookie sets a cookie that submissions cannot read and other sites do not send. Secure follows the
// scheme that is really used: on plain HTTP a browser would drop a Secure cookie and nobody could sign
// in. life 0 lasts until the browser closes.
func (r *request) setCookie(name, value string, life time.Duration) {
	cookie := &fiber.Cookie{
		Name:     name,
		Value:    value,
		Path:     "/",
		HTTPOnly: true,
		SameSite: fiber.CookieSameSiteLaxMode,
		Secure:   r.secure,
	}
	if life == 0 {
		cookie.SessionOnly = true
	} else {
		cookie.MaxAge = int(life.Seconds())
	}
	r.c.Cookie(cookie)
}

// deviceHash identifies the computer for counting wrong PINs; it gets a cookie for that when it has none.
func (s *Server) deviceHash(r *request) []byte {
	if r.device == "" {
		r.device = s.tokens.New()
	}
	r.setCookie(deviceCookie, r.device, deviceLife)
	hash := s.tokens.Hash(r.device)
	return hash[:]
}

// endOld ends the session that a new one takes the place of. A guest's stays: it may be wanted again
// by whoever it belongs to.
func (s *Server) endOld(r *request) error {
	if role := r.role(); role != views.Student && role != views.Teacher {
		return nil
	}
	return s.Store.EndSession(r.ctx, r.hash)
}

func (s *Server) signOut(r *request) error {
	if err := s.endOld(r); err != nil {
		return err
	}
	s.renew(r)
	r.setCookie(wordsCookie, "full", deviceLife) // the next reader at this computer chooses anew
	r.c.Set("Clear-Site-Data", `"cache", "storage"`)
	return redirect("/")
}
