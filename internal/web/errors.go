package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"sort"
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
	errNotAForm    = errors.New("body is not a form")
	errPanic       = errors.New("panic")
	errWrongHost   = errors.New("called under a name that is not ours")
	errTooMany     = errors.New("too many forms")
	errContent     = errors.New("the course does not compile")
)

// answer is what a person is told about an error.
type answer struct {
	status             int
	headline, sentence string
}

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
		errStaleForm,
		answer{
			409,
			"This page is out of date",
			"It was opened before you signed in or out, or by somebody else on this computer. Nothing was stored. Load the " +
				"page again and send your answer once more. If this keeps happening, allow cookies for this address.",
		},
	},
	{
		errForeignForm,
		answer{403, "That did not come from here", "The form was sent from another site, so nothing was stored."},
	},
	{errNotAForm, answer{415, "That is not a form", "The server takes plain forms from its own pages only."}},
	{
		fiber.ErrRequestEntityTooLarge,
		answer{
			413,
			"That is too long",
			"A form may hold about 60,000 characters. Go back, shorten what you wrote and send it again.",
		},
	},
	{
		errWrongHost,
		answer{
			421,
			"Not under this name",
			"Use one of the addresses that the program printed when it started. A name of your own can be allowed with --host.",
		},
	},
	{
		errTooMany,
		answer{
			429,
			"That was very fast",
			"You sent very many forms within a minute. Wait a little, go back and send the last one again.",
		},
	},
	{account.ErrBusy, answer{503, "Many people are signing in", "Wait a few seconds and try again."}},
	{
		store.ErrNoSpace,
		answer{
			507,
			"The disk of the server is full",
			"Your answer was not saved. Tell your teacher, and keep this page open.",
		},
	},
}

// handleError is the one way out for everything that went wrong. It logs what is the server's fault;
// people never see the error itself.
func (s *Server) handleError(c *fiber.Ctx, err error) error {
	var to redirect
	switch {
	case errors.As(err, &to):
		return c.Redirect(string(to), http.StatusSeeOther)
	case errors.Is(err, errAnswered):
		return nil
	}
	setHeaders(c) // some refusals come before anything else
	said := answer{
		500,
		"Something went wrong here",
		"It is not your fault. Go back and try again; what you sent may not have been saved.",
	}
	var status *fiber.Error
	if errors.As(err, &status) && status.Code < 500 {
		said = answer{status.Code, "That did not work", "The server could not take this request."}
	}
	for _, a := range answers {
		if errors.Is(err, a.err) {
			said = a.answer
			break
		}
	}
	r, _ := c.Locals(requestKey{}).(*request)
	if r == nil {
		r = &request{c: c, ctx: c.UserContext(), id: requestID(c), edition: s.edition.Load()}
	}
	props := views.ErrorProps{
		Status:   said.status,
		Headline: said.headline,
		Sentence: said.sentence,
		Back:     views.Link{Text: "To the lessons", Href: "/"},
	}
	if said.status >= 500 {
		s.Log.Error("request failed", "request", r.id, "route", routeOf(c), "error", err)
		props.Request = r.id
	}
	if s.Dev && errors.Is(err, errContent) {
		props.Headline, props.Sentence = "The course does not compile", err.Error()
	}
	if from, err := url.Parse(c.Get("Referer")); err == nil && from.Host == string(c.Request().Host()) &&
		said.status != 404 {
		props.Back = views.Link{Text: "Back", Href: from.RequestURI()}
	}
	props.Typed = typed(r)
	return s.render(r, said.status, views.ErrorPage(s.page(r, said.headline, ""), props))
}

// typedFields are the fields in which people write words, and typedGroups the beginnings of those that come in groups.
var (
	typedFields = []string{
		"fix",
		"n",
		"lo",
		"hi",
		"name",
		"class",
		"code",
		"quote",
		"text",
		"so",
		"next",
		"strength",
		"target",
	}
	typedGroups = []string{"g.", "w.", "moved.", "sentence.", "comment."}
)

func isTyped(field string) bool {
	return slices.Contains(typedFields, field) ||
		slices.ContainsFunc(typedGroups, func(group string) bool { return strings.HasPrefix(field, group) })
}

// typed is what a person wrote into the form that failed: words, not handles and never secrets.
func typed(r *request) []views.Kept {
	var names []string
	for name := range r.form {
		if isTyped(name) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	var out []views.Kept
	for _, name := range names {
		if v := r.form.Value(name); v != "" {
			out = append(out, views.Kept{Name: name, Value: v})
		}
	}
	return out
}
