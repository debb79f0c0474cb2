package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"dossier/internal/account"
	"dossier/internal/course"
	"dossier/internal/store"
	"dossier/views"
)

// What only the web side can find wrong.
var (
	errForeignForm = errors.New("form from another site")
	errStaleForm   = errors.New("form of another session")
	errNoCookies   = errors.New("form without any cookie")
	errStaleEntry  = fmt.Errorf("%w, at the sign-in", errStaleForm)
	errBareEntry   = fmt.Errorf("%w, at the sign-in", errNoCookies)
	errNotAForm    = errors.New("body is not a form")
	errLargeFile   = errors.New("file is too large")
	errPanic       = errors.New("panic")
	errWrongHost   = errors.New("called under a name that is not ours")
	errTooMany     = errors.New("too many forms")
	errContent     = errors.New("the course does not compile")
	errPreview     = errors.New("not on record while lessons are written")
	errHidden      = errors.New("the class may not read this lesson yet")
)

// answer is what a person is told about an error.
type answer struct {
	status             int
	headline, sentence string
}

// noCookies is what a browser is told first that sends a form without any cookie.
const noCookies = "Your browser keeps no cookies"

// answers turns errors into statuses and sentences. The first that matches counts.
var answers = []struct {
	err error
	answer
}{
	{
		store.ErrNotFound,
		answer{404, "There is no such page", "The address may be mistyped, or the page belongs to somebody else."},
	},
	{
		course.ErrUnknown,
		answer{
			404,
			"There is no such page",
			"The address may be mistyped, or this part of the course has another name now.",
		},
	},
	{fiber.ErrNotFound, answer{404, "There is no such page", "The address may be mistyped."}},
	{fiber.ErrMethodNotAllowed, answer{404, "There is no such page", "The address may be mistyped."}},
	{
		store.ErrConflict,
		answer{
			409,
			"This was done before",
			"Perhaps it was open in another window. Nothing was overwritten. Go back and load the page again.",
		},
	},
	{
		store.ErrStale,
		answer{
			409,
			"This has changed since",
			"Somebody wrote in another window. Nothing was overwritten. Go back and load the page again.",
		},
	},
	{
		store.ErrLocked,
		answer{
			409,
			"That is not open now",
			"It was handed in, taken up or sent on from elsewhere in the meantime. Nothing was changed. Go back and load the " +
				"page again.",
		},
	},
	{
		errHidden,
		answer{403, "Your class has not come to this lesson yet", "Your teacher opens it when it is time."},
	},
	{
		errPreview,
		answer{
			409,
			"This is a preview",
			"Answers are not stored while lessons are being written, so the record of the class stays as it is. " +
				"Start Dossier without --dev to answer.",
		},
	},
	// The form of a sign-in stands below these two, with what was typed in it.
	{
		errBareEntry,
		answer{
			409,
			noCookies,
			"Dossier needs a cookie to know who you are, and your browser sent none. Open the settings of the browser, " +
				"look for “cookies” and allow them for this address. In a private window they may be switched off. Then " +
				"press the button below; if this page comes back, press it once more. What you typed is still here, except " +
				"a PIN or passphrase.",
		},
	},
	{
		errStaleEntry,
		answer{
			409,
			"This page was out of date",
			"Somebody signed in or out on this device after it was opened, so nothing was stored. What you typed is " +
				"still here, except a PIN or passphrase: look it over and press the button once more.",
		},
	},
	{
		errStaleForm,
		answer{
			409,
			"This page is out of date",
			"Somebody signed in or out on this device after the page was opened, so nothing was stored. Go back, load " +
				"the page again and send it once more.",
		},
	},
	{
		errNoCookies,
		answer{
			409,
			noCookies,
			"Dossier needs a cookie to know who you are, and your browser sent none. Open the settings of the browser, " +
				"look for “cookies” and allow them for this address. Then go back, load the page again and send it once more.",
		},
	},
	{
		errForeignForm,
		answer{403, "That did not come from here", "The form was sent from another site, so nothing was stored."},
	},
	{errNotAForm, answer{415, "That is not a form", "The server takes plain forms from its own pages only."}},
	{
		errLargeFile,
		answer{
			413,
			"That file is too large",
			"All files together may have 8 MB. Nothing was stored. Take out the pages that you need, or save them as text, " +
				"and add those. If they are smaller, sign in again and choose them once more.",
		},
	},
	{
		fiber.ErrRequestEntityTooLarge,
		answer{
			413,
			"That is too long",
			"A form may hold about 20,000 characters, and more in Latin letters. Go back, shorten what you wrote and send " +
				"it again.",
		},
	},
	{
		fiber.ErrRequestHeaderFieldsTooLarge,
		answer{
			431,
			"Your browser sent too many cookies",
			"They come from other programs at the same address. Delete the cookies for this address in the settings of " +
				"your browser, then load the page again and sign in.",
		},
	},
	{
		errWrongHost,
		answer{
			421,
			"This address is not allowed",
			"Use one of the addresses that the program printed when it started. A name of your own can be allowed with --host.",
		},
	},
	{
		errTooMany,
		answer{
			429,
			"That was very fast",
			"Very many forms came from here within a minute, so this one was not taken. Wait a minute, then send it again.",
		},
	},
	{
		errMaking,
		answer{
			429,
			"Many files are being made",
			"This one has to wait, and nothing is lost. Go back and ask for it again in ten seconds.",
		},
	},
	{account.ErrBusy, answer{503, "Many people are signing in", "Wait a few seconds and try again."}},
	{
		store.ErrNoSpace,
		answer{
			507,
			"The disk of the server is full",
			"What you sent was not saved. Tell your teacher, and keep this page open.",
		},
	},
	{
		store.ErrReadOnly,
		answer{
			507,
			"The server may not write to its disk",
			"What you sent was not saved. Tell your teacher, and keep this page open.",
		},
	},
	{
		store.ErrMoved,
		answer{
			507,
			"The server has lost its database",
			"What you sent was not saved. Tell your teacher, and keep this page open.",
		},
	},
	{
		store.ErrHeld,
		answer{
			503,
			"Another program holds the database",
			"What you sent was not saved. Wait a moment and send it again, and tell your teacher when that does not help.",
		},
	},
	{
		store.ErrIO,
		answer{
			507,
			"The disk of the server is failing",
			"What you sent was not saved. Tell your teacher, and keep this page open.",
		},
	},
}

// handleError is the one way out for everything that went wrong. It logs what is the server's fault;
// people never see the error itself.
func (s *Server) handleError(c *fiber.Ctx, err error) error {
	var to redirect
	switch {
	case errors.As(err, &to):
		return goOn(c, string(to))
	case errors.Is(err, errAnswered):
		return nil
	}
	setHeaders(c) // some refusals come before anything else
	said := saidOf(err)
	if said.status == http.StatusRequestEntityTooLarge && s.takesFiles(c.Path()) {
		said = saidOf(errLargeFile)
	}
	r, _ := c.Locals(requestKey{}).(*request)
	if r == nil && said.status == http.StatusRequestEntityTooLarge && c.Method() == fiber.MethodPost {
		s.letCome(c)
	}
	if r == nil {
		r = &request{c: c, ctx: c.UserContext(), id: requestID(c), edition: s.edition.Load()}
	}
	switch {
	case said.status >= 500:
		s.Log.Error("request failed", "request", r.id, "route", routeOf(c), "error", err)
	case c.Method() == fiber.MethodPost && said.status != http.StatusNotFound && !errors.Is(err, errForeignForm):
		s.logRefused(r, said.status, err)
	}
	if wait := retryAfter(err); wait != "" {
		c.Set(fiber.HeaderRetryAfter, wait)
	}
	if s.Dev && errors.Is(err, errContent) {
		said.headline, said.sentence = "The course does not compile", err.Error()
	}
	return s.render(r, said.status, views.ErrorPage(s.page(r, said.headline, ""), s.errorProps(r, said)))
}

func (s *Server) logRefused(r *request, status int, reason error) {
	s.Log.Warn("form refused", "request", r.id, "route", routeOf(r.c), "status", status, "reason", reason)
}

// sentByPage is the header of a form that the page sent by itself, see page/away.js.
const sentByPage = "X-Sent-By-Page"

// goOn sends a person on. A page that sent the form by itself is told where to: a request that it makes would otherwise
// draw the next page once for nothing, and lose the fragment of its address.
func goOn(c *fiber.Ctx, to string) error {
	if c.Get(sentByPage) == "" {
		return c.Redirect(to, http.StatusSeeOther)
	}
	c.Set(fiber.HeaderLocation, to)
	return c.SendStatus(http.StatusNoContent)
}

// saidOf is what a person is told about an error.
func saidOf(err error) answer {
	for _, a := range answers {
		if errors.Is(err, a.err) {
			return a.answer
		}
	}
	var status *fiber.Error
	if errors.As(err, &status) && status.Code < 500 {
		return answer{status.Code, "That did not work", "The server could not take this request."}
	}
	return answer{
		500,
		"Something went wrong here",
		"It is not your fault. Go back and try again; what you sent may not have been saved.",
	}
}

// errorProps is the page of an error: what was typed stands on it, and the form itself where the fault was the
// server's, or where it only has to wait.
func (s *Server) errorProps(r *request, said answer) views.ErrorProps {
	props := views.ErrorProps{
		Status:   said.status,
		Headline: said.headline,
		Sentence: said.sentence,
		Back:     views.Link{Text: "To the lessons", Href: "/"},
	}
	if from := cameFrom(r.c); from != "" && said.status != http.StatusNotFound {
		props.Back = views.Link{Text: "Back", Href: from}
	}
	if r.teacher != nil {
		props.Sentence = strings.Replace(props.Sentence, "Tell your teacher", remedyOf(r), 1)
	}
	if r.edition != nil {
		props.Typed = s.typed(r)
	}
	if said.status < 500 && said.status != http.StatusTooManyRequests {
		return props
	}
	if said.status >= 500 {
		props.Request = r.id
	}
	if rt := find(s.site, r.c.Method(), r.path()); rt != nil && rt.ended == keeps && r.token != "" {
		props.Again = &views.ResendProps{Action: r.path(), Keep: again(r.form)}
	}
	return props
}

// cameFrom is the page of ours that a request comes from; "" when there is none, or when its path would lead to
// another host.
func cameFrom(c *fiber.Ctx) string {
	from, err := url.Parse(c.Get(fiber.HeaderReferer))
	if err != nil || from.Host != string(c.Request().Host()) {
		return ""
	}
	path := from.RequestURI()
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.HasPrefix(path, "/\\") {
		return ""
	}
	return path
}

// readAway is how much of a form that is too large is read and thrown away.
const readAway = 4 << 20

// readAwayFile is the same for a file.
const readAwayFile = 128 << 20

// lastChunk ends a body that was sent without its length.
const lastChunk = "0\r\n\r\n"

// letCome reads a body that was refused for its size, and throws it away: a browser that is still sending would report
// a broken connection instead of showing the page that says why.
func (s *Server) letCome(c *fiber.Ctx) {
	conn := c.Context().Conn()
	length := int64(c.Request().Header.ContentLength())
	most := int64(readAway)
	if s.takesFiles(c.Path()) {
		most = readAwayFile
	}
	if conn == nil || length > most {
		return
	}
	if length < 0 {
		length = most
	}
	// The buffer is small, because many connections may do this at once. The read deadline of each connection ends it.
	buf, last := make([]byte, 4<<10), make([]byte, 0, 2*len(lastChunk))
	for length > 0 && string(last) != lastChunk {
		n, err := conn.Read(buf)
		if err != nil {
			return
		}
		length -= int64(n)
		last = append(last, buf[max(0, n-len(lastChunk)):n]...)
		last = append(last[:0], last[max(0, len(last)-len(lastChunk)):]...)
	}
}
