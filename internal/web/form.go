package web

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"dossier/internal/originals"
	"dossier/internal/quiz"
)

// readForm accepts a form only from our own pages, and reads its fields. It asks for no session, so that whatever fails
// later finds what was typed.
//
// Browsers on plain HTTP send no Sec-Fetch-Site to a LAN address but do send Origin, so Origin is
// compared exactly; the token guards against what Origin cannot see.
func (s *Server) readForm(r *request, rt route) error {
	if site := r.c.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		return errForeignForm
	}
	origin := r.c.Get("Origin")
	if origin == "" {
		if from, err := url.Parse(r.c.Get("Referer")); err == nil && from.Host != "" {
			origin = from.Scheme + "://" + from.Host
		}
	}
	if !s.ownOrigin(r.c, origin) {
		// Both sides of the comparison are logged: behind a proxy that was not configured, this shows why nobody gets in.
		s.Log.Warn("a form was refused as coming from elsewhere", "request", r.id, "route", routeOf(r.c),
			"origin", origin, "own", s.origin(r.c))
		return errForeignForm
	}
	kind, _, _ := strings.Cut(r.c.Get(fiber.HeaderContentType), ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	r.form = quiz.Form{}
	switch {
	case slices.Contains(uploads, rt.path) && kind == fiber.MIMEMultipartForm:
		return r.readUpload()
	case kind != fiber.MIMEApplicationForm:
		return errNotAForm
	}
	fields := 0
	var sent fasthttp.Args
	sent.ParseBytes(r.c.Request().Body())
	for k, v := range sent.All() {
		if fields++; fields <= formFields {
			name := clean(k)
			r.form[name] = append(r.form[name], clean(v))
		}
	}
	if fields > formFields {
		return fiber.ErrRequestEntityTooLarge
	}
	return nil
}

// checkForm accepts a form only with the token of this session. After errStaleForm, and when there is no error,
// r.author says for whom the form was made.
func (s *Server) checkForm(r *request) error {
	token, author, _ := strings.Cut(r.form.Value("csrf"), ".")
	if r.author == "" {
		r.author = author
	}
	if !s.tokens.CheckCSRF(r.token, token) {
		r.author = author
		return errStaleForm
	}
	return s.boundForms(r)
}

// clean copies what a browser sent into text that can be stored and shown: valid, without NUL.
func clean(b []byte) string {
	return strings.ReplaceAll(strings.ToValidUTF8(string(b), "�"), "\x00", "")
}

// upload is a file that came with a form.
type upload struct {
	name string
	data []byte
}

// readUpload reads a form that may bring files, from memory.
func (r *request) readUpload() error {
	_, params, err := mime.ParseMediaType(r.c.Get(fiber.HeaderContentType))
	if err != nil {
		return errNotAForm
	}
	sent := multipart.NewReader(bytes.NewReader(r.c.Request().Body()), params["boundary"])
	for range formFields {
		part, err := sent.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return errNotAForm
		}
		value, err := io.ReadAll(part)
		if err != nil {
			return errNotAForm
		}
		switch name := clean([]byte(part.FormName())); {
		case name == "file" && part.FileName() != "":
			r.files = append(r.files, upload{clean([]byte(part.FileName())), value})
		case name != "file":
			r.form[name] = append(r.form[name], clean(value))
		}
	}
	return fiber.ErrRequestEntityTooLarge
}

// mostKept is how much of the files can travel through the sign-in, in bytes.
const mostKept = 48 << 10

// keepFiles puts the text of the files of an upload into the form as if it had been pasted, where it is short enough,
// so that it is kept like everything else. It reports whether something was too long, and is lost.
func (r *request) keepFiles() (lost bool) {
	pasted := r.form.Value("text")
	if len(pasted) > mostKept {
		pasted, lost = "", true
		delete(r.form, "text")
	}
	for _, file := range r.files {
		text, err := originals.Read(file.data)
		if err != nil || len(pasted)+len(text) > mostKept {
			lost = true
			continue
		}
		pasted = strings.TrimSpace(pasted + "\n\n" + text)
		r.form["text"] = []string{pasted}
	}
	return lost
}
