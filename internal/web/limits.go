package web

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"dossier/internal/account"
	"dossier/views"
)

// How often the same thing may be tried from one address. A whole school may share one, so whole classes have to fit.
const (
	joinsPerMinute = 150 // new students of one class
	namesPerMinute = 300 // names that are looked up in a class
	formsPerMinute = 240 // forms of one person
	// Forms of people without an account. Forty who write behind one router save thirty times a minute each.
	strangersPerMinute = 1500
	guestsPerMinute    = 60  // people who are new and answer for the first time; a class of forty fits in
	signInsPerWindow   = 100 // passphrases of all teachers, in signInWindow
	signInWindow       = 15 * time.Minute
)

// limits count what is tried. All but forms are by address, of which one stands for
// a whole network of IPv6; see addressKey.
type limits struct {
	codes   *account.Limiter // wrong join codes
	names   *account.Limiter // names that were looked up
	joins   *account.Limiter // new students, by class too
	pins    *account.Limiter // wrong PINs
	unknown *account.Limiter // PINs of names that a class does not have, by class and name too
	passes  *account.Limiter // wrong passphrases, by teacher too
	signIns *account.Limiter // wrong passphrases, against making the server hash all day
	forms   *account.Limiter // by person, or by session for whoever has no account

	strangers *account.Limiter // forms of whoever has no account
	guests    *account.Limiter // first answers of whoever has no account
}

func newLimits() limits {
	return limits{
		codes:   account.NewCodeLimiter(),
		names:   account.NewLimiter(namesPerMinute, time.Minute),
		joins:   account.NewLimiter(joinsPerMinute, time.Minute),
		pins:    account.NewLimiter(account.PINsPerMinute, time.Minute),
		unknown: account.NewLimiter(account.PINFree, time.Minute),
		passes:  account.NewPassphraseLimiter(),
		signIns: account.NewLimiter(signInsPerWindow, signInWindow),
		forms:   account.NewLimiter(formsPerMinute, time.Minute),

		strangers: account.NewLimiter(strangersPerMinute, time.Minute),
		guests:    account.NewLimiter(guestsPerMinute, time.Minute),
	}
}

// tooMany is errTooMany with the time after which the next form is taken.
type tooMany struct{ wait time.Duration }

func (t tooMany) Error() string { return errTooMany.Error() }
func (t tooMany) Unwrap() error { return errTooMany }

// seconds is the wait for the header Retry-After, at least one.
func (t tooMany) seconds() string { return strconv.Itoa(max(1, int(math.Ceil(t.wait.Seconds())))) }

// retryAfter is the header Retry-After for an error, in seconds; "" for none.
func retryAfter(err error) string {
	var many tooMany
	switch {
	case errors.As(err, &many):
		return many.seconds()
	case errors.Is(err, errMaking):
		return madeSoon
	}
	return ""
}

// boundForms counts a form of whoever asks. Somebody with an account is counted under it, however many sessions they
// begin; a session without one costs nothing to make, so that these are counted by address too.
func (s *Server) boundForms(r *request) error {
	key := string(r.hash[:])
	switch {
	case r.teacher != nil:
		key = fmt.Sprintf("teacher %d", r.teacher.ID)
	case r.role() == views.Student:
		key = r.key()
	}
	wait := s.limits.forms.Take(key, s.Now())
	if wait == 0 && r.stranger() && s.bounded(r) {
		wait = s.limits.strangers.Take(r.address(), s.Now())
	}
	if wait > 0 {
		return tooMany{wait}
	}
	return nil
}

// stranger reports whether whoever asks has no account.
func (r *request) stranger() bool { return r.role() == views.Visitor || r.role() == views.Guest }

// bounded reports whether the address of a request is that of one device or network. It is not on the server's own
// computer, nor where a trusted proxy does not say for whom it asks.
func (s *Server) bounded(r *request) bool {
	at, err := netip.ParseAddr(r.from)
	return err != nil || !at.IsLoopback() && !s.trusts(at)
}

// boundGuests lets a route handle a request, unless it would make one guest more than the address may. What makes none
// does not count.
func (s *Server) boundGuests(r *request, rt route) error {
	if rt.who != answerers || r.c.Method() != fiber.MethodPost || r.role() != views.Visitor || !s.bounded(r) {
		return rt.handle(r)
	}
	if wait := s.limits.guests.Take(r.address(), s.Now()); wait > 0 {
		return tooMany{wait}
	}
	err := rt.handle(r)
	var to redirect
	if !errors.As(err, &to) && (err != nil || r.c.Response().StatusCode() >= http.StatusBadRequest) {
		s.limits.guests.Return(r.address())
	}
	return err
}
