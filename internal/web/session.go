package web

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

// How long sessions last.
const (
	guestSession   = 90 * 24 * time.Hour // since it was last used
	idleGuest      = 14 * 24 * time.Hour // the same for a guest who has answered nothing
	studentIdle    = 2 * time.Hour
	teacherIdle    = time.Hour
	longestSession = 12 * time.Hour // of students and teachers, however busy
	seenEvery      = time.Minute    // how often the use of a session is noted

	// endedSession is how long the session of a student or teacher is known after it was last used. A
	// form that comes in this time is kept until its sender has signed in; later it would be taken for a
	// visitor's.
	endedSession = 30 * 24 * time.Hour
)

// ended says what a route does for somebody whose session has ended, or whose form was made for another session.
// A request that a script makes never renews or replaces a session, whatever stands here.
type ended int

const (
	goesOn    ended = iota // it answers as it does for a visitor, under a new session
	enters                 // it signs in, which replaces the session anyway
	asksAgain              // it redirects to the sign-in: nothing is lost
	keeps                  // the form is kept while its sender signs in, and sent then
	stays                  // the page asks by itself: it is told so, and the session is left alone
)

// guard makes a handler of a route: it reads the form, finds out who asks, checks the form's origin and token, and
// lets only the right people in.
func (s *Server) guard(rt route) fiber.Handler {
	return func(c *fiber.Ctx) error {
		r, err := s.receive(c)
		if err != nil {
			return err
		}
		r.quiet = r.quiet || rt.ended == stays || r.byNobody()
		posted := c.Method() == fiber.MethodPost
		if posted { // before the session is looked for, so that an error finds what was typed
			if err := s.readForm(r, rt); err != nil {
				return err
			}
		}
		if err := s.open(r, posted || !r.quiet); err != nil {
			return err
		}
		if posted {
			if err := s.checkForm(r); err != nil && !errors.Is(err, errStaleForm) {
				return err
			} else if err != nil || r.expired || s.deserted(r) {
				return s.answerEnded(r, rt, err)
			}
		} else if r.expired {
			return s.answerEnded(r, rt, nil)
		}
		return s.admit(r, rt)
	}
}

// admit lets in who may call a route. Everybody else is told that the page does not exist.
func (s *Server) admit(r *request, rt route) error {
	if r.allowed(rt.who) {
		return s.boundGuests(r, rt)
	}
	if rt.who.teaches() && r.role() == views.Visitor && r.c.Method() != fiber.MethodPost {
		if r.wantsJSON() {
			return r.sayAway()
		}
		return redirect(signInFor(rt))
	}
	return store.ErrNotFound
}

// answerEnded is the one place that decides what becomes of a request whose session has ended. stale is errStaleForm
// when its form was made for a session that this browser no longer has, otherwise nil.
func (s *Server) answerEnded(r *request, rt route, stale error) error {
	switch {
	case r.wantsJSON() && rt.ended == stays && s.onWall(r, classroom.ClassID(r.number("class"))):
		return rt.handle(r)
	case r.wantsJSON() && (rt.ended != goesOn || stale != nil):
		return r.sayAway()
	case rt.ended == keeps:
		return s.keepForm(r, rt)
	case stale != nil && rt.ended == enters:
		return s.askEntryAgain(r)
	case stale != nil && r.bare:
		return errNoCookies
	case stale != nil:
		return stale
	case rt.ended == enters:
		r.away = false // somebody who is about to sign in need not be told to
		return s.admit(r, rt)
	case rt.who.teaches(): // the page of a class may have loaded itself again: the sign-in replaces the session
		return redirect(signInFor(rt))
	}
	s.renew(r)
	if rt.ended == asksAgain {
		return redirect("/join")
	}
	return s.admit(r, rt)
}

// receive begins a request: what can be known about it without its session. Errors find it under requestKey.
func (s *Server) receive(c *fiber.Ctx) (*request, error) {
	r := &request{c: c, ctx: c.UserContext(), id: requestID(c), from: addressKey(s.clientAddress(c)),
		secure: s.scheme(c) == "https", jar: s.jar}
	r.quiet = r.wantsJSON()
	s.keepPace(r.ctx)
	var err error
	if r.edition, err = s.current(r.ctx); err != nil {
		return nil, err
	}
	r.device = r.cookie(deviceCookie)
	if !s.tokens.Valid(r.device) {
		r.device = ""
	}
	r.token = r.cookie(sessionCookie)
	r.bare = r.token == "" && r.device == ""
	if !s.tokens.Valid(r.token) {
		r.token, r.fresh = s.tokens.New(), true
	}
	r.hash = s.tokens.Hash(r.token)
	c.Locals(requestKey{}, r)
	return r, nil
}

// open finds the session. note tells to remember that it is in use.
func (s *Server) open(r *request, note bool) error {
	if r.fresh {
		s.sendToken(r)
		return nil
	}
	session, err := s.session(r)
	if errors.Is(err, store.ErrNotFound) {
		s.rename(r, guestSession)
		return nil // a visitor who has answered nothing yet
	}
	if err != nil {
		return err
	}
	if classroom.Age(s.Now(), session.Created) <= longestSession { // a new passphrase lets sessions begin long ago
		r.wall = session.Wall
	}
	if ranOut(session, s.Now()) {
		r.away = session.Student != nil && !session.Student.Guest()
		r.author = s.mark(r.hash, session.Student, session.Teacher)
		if session.Teacher != nil {
			r.was = session.Teacher.ID
		}
		r.expired = true // it stays known, so that a second click on the same form is kept like the first
		return nil
	}
	r.student, r.teacher, r.seen = session.Student, session.Teacher, session.LastSeen
	r.hidden = session.Hidden
	return s.use(r, session, note)
}

// use keeps the session of whoever asks alive; note says whether to write down that it is in use.
func (s *Server) use(r *request, session store.Session, note bool) error {
	life := time.Duration(0)
	if r.role() == views.Guest {
		life = guestSession
	}
	s.rename(r, life)
	now := s.Now()
	// The clock was set back since. Of guests that stays as it is: it may be right again before they come back.
	ahead := session.Ahead(now) && r.role() != views.Guest
	if !ahead && (!note || now.Sub(session.LastSeen) < seenEvery) {
		return nil
	}
	if r.role() == views.Guest && !r.quiet {
		r.setCookie(sessionCookie, r.token, guestSession) // counted from now on
	}
	if err := s.see(r); err != nil { // reading goes on when the disk is full
		s.Log.Warn("note that a session is in use", "request", r.id, "error", err)
	}
	return nil
}

func ranOut(session store.Session, now time.Time) bool {
	idle, age := classroom.Age(now, session.LastSeen), classroom.Age(now, session.Created)
	switch {
	case session.Teacher != nil:
		return idle > teacherIdle || age > longestSession
	case session.Student.Guest():
		return idle > guestSession
	}
	return idle > idleOf(*session.Student) || age > longestSession
}

// idleOf is how long the session of a student lasts without use. Whoever gets extra time gets it here too.
func idleOf(student classroom.Student) time.Duration {
	return classroom.WithExtra(studentIdle, student.Settings.ExtraTime)
}

// renew gives the browser a new token, so that nobody inherits an old session. A script gets none: its page keeps the
// forms of the old one.
func (s *Server) renew(r *request) {
	r.expired = false
	if r.quiet {
		return
	}
	r.token = s.tokens.New()
	r.hash = s.tokens.Hash(r.token)
	s.sendToken(r)
}

func (s *Server) sendToken(r *request) {
	if !r.quiet {
		r.setCookie(sessionCookie, r.token, guestSession)
	}
}

// Whose form it is.

// mark stands for a person in their forms, so that a form which comes after their session has ended is sent again
// under their own name and no other. It tells nothing to anybody else. The mark of a visitor or guest, who has no name,
// is the hash of their token: the parts of a question were dealt by it.
func (s *Server) mark(hash [32]byte, student *classroom.Student, teacher *classroom.Teacher) string {
	switch {
	case teacher != nil:
		return fmt.Sprintf("%x", s.derive("author of a form", fmt.Sprintf("teacher %d", teacher.ID))[:8])
	case student != nil && !student.Guest():
		return fmt.Sprintf("%x", s.derive("author of a form", fmt.Sprintf("student %d", student.ID))[:8])
	}
	return visitorMark + base64.RawURLEncoding.EncodeToString(hash[:])
}

const visitorMark = "v"

// present is the mark of whoever asks.
func (s *Server) present(r *request) string { return s.mark(r.hash, r.student, r.teacher) }

// nobodys reports whether a form was made for a visitor or guest, or does not say for whom.
func nobodys(author string) bool { return author == "" || strings.HasPrefix(author, visitorMark) }

// visitorKey is the key by which a visitor's questions were dealt, from the visitor's mark; "" for every other mark.
func visitorKey(author string) string {
	encoded, ok := strings.CutPrefix(author, visitorMark)
	hash, err := base64.RawURLEncoding.DecodeString(encoded)
	if !ok || err != nil {
		return ""
	}
	return string(hash)
}

// deserted tells that a form under a right token was made for somebody who is not signed in any more: a new PIN,
// a removal or another window has ended the session.
func (s *Server) deserted(r *request) bool {
	role := r.role()
	return (role == views.Visitor || role == views.Guest) && !nobodys(r.author)
}

// Cookies.

// The cookies, as the program calls them. In the browser they carry the name of the installation.
const (
	sessionCookie = "session"
	deviceCookie  = "device"
	deviceLife    = 180 * 24 * time.Hour
)

// jar is how the cookies of this installation are named. Cookies know no port, so two copies of the program on one
// computer would otherwise overwrite each other's.
type jar struct {
	prefix string
	secure bool // people come over HTTPS alone
}

// newJar names the cookies after the installation's secret.
func newJar(mark []byte, secure bool) jar {
	prefix := fmt.Sprintf("dossier-%x", mark[:4])
	if secure {
		prefix = "__Host-" + prefix
	}
	return jar{prefix: prefix, secure: secure}
}

// name is the full name of a cookie.
func (j jar) name(cookie string) string {
	if cookie == sessionCookie {
		return j.prefix
	}
	return j.prefix + "-" + cookie
}

// formerName is what the cookie was called before it carried the installation.
func formerName(cookie string) string {
	if cookie == sessionCookie {
		return "dossier"
	}
	return "dossier-" + cookie
}

// cookie copies the value of a cookie, even if it still has its former name; "" when there is none.
func (r *request) cookie(name string) string {
	if v := r.c.Cookies(r.jar.name(name)); v != "" {
		return strings.Clone(v)
	}
	return strings.Clone(r.c.Cookies(formerName(name)))
}

// rename gives a session's cookie its present name if it still has the former one, so that an upgrade signs nobody out.
func (s *Server) rename(r *request, life time.Duration) {
	if r.quiet || r.c.Cookies(r.jar.name(sessionCookie)) != "" {
		return
	}
	r.setCookie(sessionCookie, r.token, life)
	if r.device != "" {
		r.setCookie(deviceCookie, r.device, deviceLife)
	}
	for name, life := range map[string]time.Duration{wordsCookie: deviceLife, namesCookie: 0} {
		if v := r.cookie(name); v != "" {
			r.setCookie(name, v, life)
		}
	}
	for _, name := range []string{sessionCookie, deviceCookie, wordsCookie, namesCookie} {
		if r.c.Cookies(formerName(name)) != "" {
			r.c.Cookie(&fiber.Cookie{Name: formerName(name), Path: "/", MaxAge: -1, Expires: time.Unix(1, 0)})
		}
	}
}

// setCookie sets a cookie that scripts cannot read and other sites do not send. It is Secure where people come over
// HTTPS: on plain HTTP a browser would drop a Secure cookie and nobody could sign in. life 0 lasts until the browser
// closes.
func (r *request) setCookie(name, value string, life time.Duration) {
	cookie := &fiber.Cookie{
		Name:     r.jar.name(name),
		Value:    value,
		Path:     "/",
		HTTPOnly: true,
		SameSite: fiber.CookieSameSiteLaxMode,
		Secure:   r.jar.secure || r.secure,
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

// endOld ends the session that a new one replaces. A guest's stays: it may be wanted again by whoever it belongs to.
func (s *Server) endOld(r *request) error {
	if role := r.role(); role != views.Student && role != views.Teacher {
		return nil
	}
	return s.Store.EndSession(r.ctx, r.hash)
}

// signOut ends whatever session there is. A guest has no way back to theirs: the next person at this computer must find
// nothing of it.
func (s *Server) signOut(r *request) error {
	if r.role() != views.Visitor {
		if err := s.Store.EndSession(r.ctx, r.hash); err != nil {
			return err
		}
	}
	s.renew(r)
	r.setCookie(wordsCookie, "", deviceLife) // the next reader at this computer chooses again
	r.setCookie(namesCookie, "hidden", 0)
	r.c.Set("Clear-Site-Data", `"cache", "storage"`)
	return redirect("/")
}
