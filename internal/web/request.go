package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
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

// request is what is known about one request besides its path: who asks, under which token, with which form.
type request struct {
	c       *fiber.Ctx
	ctx     context.Context
	id      string
	from    string // the address it comes from, see addressKey
	secure  bool   // the browser reached us over HTTPS
	edition *edition
	jar     jar
	token   string // the cookie, or a new one
	hash    [32]byte
	device  string
	bare    bool               // the browser sent no cookie of ours
	fresh   bool               // the token is new
	quiet   bool               // a script asks: no cookie is set
	student *classroom.Student // a guest or a student
	teacher *classroom.Teacher
	expired bool                // the cookie's session had run out; token still is the old one
	author  string              // the mark of whom the form was made for, "" when it does not say
	was     classroom.TeacherID // whose session it was that has run out; 0 for everybody else's
	wall    store.Wall          // the page that the session, ended or not, has left open; a teacher's
	away    bool                // the session ran out before this request, and was a student's
	hidden  []string            // ids of the lessons that the student's class may not read yet
	seen    time.Time           // when the session was last used before
	form    quiz.Form
	files   []upload // that came with the form
	// generation is that of the store before the session was read.
	generation uint64
	demo       *classroom.Class   // the class that the page is about, when it is an invented one
	refusal    error              // why the form was not taken, on a page that shows it again; nil when there is none
	judged     []classroom.Judged // the student's answers so far, once they have been read
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

// teaches reports whether a route is for people who sign in as teachers.
func (who access) teaches() bool { return who == teachers || who == owners }

func (r *request) allowed(who access) bool {
	switch who {
	case answerers:
		return r.teacher == nil
	case members:
		return r.student != nil
	case teachers:
		return r.teacher != nil
	case owners:
		return r.teacher != nil && r.teacher.Owner
	}
	return true
}

// requestKey is where a request is kept beside Fiber's own context, for whatever answers an error.
type requestKey struct{}

// What a handler asks about its request, without naming Fiber.

// param copies a part of the path.
func (r *request) param(name string) string {
	v, err := url.PathUnescape(strings.Clone(r.c.Params(name)))
	if err != nil {
		return ""
	}
	return clean([]byte(v))
}

// number is a part of the path that is a number; 0 when it is none.
func (r *request) number(name string) int64 {
	n, err := strconv.ParseInt(r.param(name), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// query copies a value behind the question mark; "" when it is not there.
func (r *request) query(name string) string { return clean([]byte(r.c.Query(name))) }

// queryAll lists the values of one name behind the question mark.
func (r *request) queryAll(name string) (all []string) {
	for _, v := range r.c.Context().QueryArgs().PeekMulti(name) {
		all = append(all, clean(v))
	}
	return all
}

// download sends a file to be kept.
func (r *request) download(name, kind string, body []byte) error {
	r.c.Set(fiber.HeaderContentType, kind)
	r.c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return r.c.Send(body)
}

// path copies the path as it was asked for.
func (r *request) path() string { return strings.Clone(r.c.Path()) }

// address is where the request comes from, as limits count it.
func (r *request) address() string { return r.from }

// wantsJSON says that a script asks and not a person: a redirect to a page would be no use to it.
func (r *request) wantsJSON() bool {
	accept := strings.ToLower(r.c.Get(fiber.HeaderAccept))
	return strings.Contains(accept, fiber.MIMEApplicationJSON) && !strings.Contains(accept, fiber.MIMETextHTML)
}

// json answers a script.
func (r *request) json(status int, body any) error { return r.c.Status(status).JSON(body) }

// sayAway tells a script that its page's session has ended.
func (r *request) sayAway() error {
	why := "You have been signed out."
	if r.bare {
		why = noCookies + "."
	}
	return r.json(http.StatusUnauthorized, fiber.Map{
		"away":    true,
		"problem": why + " Press a button of this form: what you typed and chose is kept while you sign in.",
	})
}

// queryNumber is a number behind the question mark; 0 when there is none.
func (r *request) queryNumber(name string) int {
	n, err := strconv.Atoi(r.query(name))
	if err != nil {
		return 0
	}
	return n
}

// sendTagged sends a body that the browser may have already: then only its tag is compared.
func (r *request) sendTagged(kind, tag string, body []byte) error {
	r.c.Set(fiber.HeaderETag, tag)
	if r.c.Get(fiber.HeaderIfNoneMatch) == tag {
		return r.c.SendStatus(http.StatusNotModified)
	}
	r.c.Set(fiber.HeaderContentType, kind)
	return r.c.Send(body)
}

// redirect is where a person is sent instead of an answer. It travels as an error, so that a function
// that finds something for a handler can say that there is nothing more to do.
type redirect string

func (to redirect) Error() string { return "see " + string(to) }

// errAnswered travels as an error for the same reason: a page has been drawn already.
var errAnswered = errors.New("answered already")

// answered turns the outcome of drawing a page into an error that ends the handler.
func answered(err error) error {
	if err != nil {
		return err
	}
	return errAnswered
}
