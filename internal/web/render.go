package web

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/valyala/bytebufferpool"

	"dossier/views"
)

// render draws a page into a buffer and sends it only when it is whole.
func (s *Server) render(r *request, status int, page templ.Component) error {
	if r.refusal != nil {
		status = saidOf(r.refusal).status
	}
	drawn, done, err := s.draw(r, page)
	if err != nil {
		return err
	}
	defer done()
	return s.send(r, status, drawn)
}

// draw draws a page. Its memory may be used until done is called.
func (s *Server) draw(r *request, page templ.Component) (_ *sheet, done func(), err error) {
	buf := bytebufferpool.Get()
	done = func() { bytebufferpool.Put(buf) }
	if err := page.Render(r.ctx, buf); err != nil {
		done()
		return nil, nil, err
	}
	return s.marker.cut(buf.Bytes(), s.formMark(r)), done, nil
}

// formMark is the value by which a form is known as one of ours, made for whoever asks.
func (s *Server) formMark(r *request) string {
	if r.token == "" {
		return ""
	}
	return s.tokens.CSRF(r.token) + "." + s.present(r)
}

// send sends a copy of a drawn page, compressed where the browser takes it.
func (s *Server) send(r *request, status int, page *sheet) error {
	to := r.c.Status(status).Response()
	to.Header.Set(fiber.HeaderContentType, "text/html; charset=utf-8")
	to.Header.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	if takesGzip(r.c.Request().Header.Peek(fiber.HeaderAcceptEncoding)) {
		to.Header.Set(fiber.HeaderContentEncoding, "gzip")
		page.gzip(to)
	} else {
		page.plain(to)
	}
	return nil
}

// page is what every page needs, for this request. here is the entry of the navigation.
func (s *Server) page(r *request, title, here string) views.Page {
	p := views.Page{
		Title:  title,
		Here:   here,
		Assets: s.assets.links,
		Viewer: views.Viewer{Role: r.role()},
		Away:   r.away && r.student == nil,
		CSRF:   s.marker.mark(csrfGap),
		Came:   r.role() == views.Student && r.query(cameIn) != "",
		Plain:  r.plain(),
	}
	if r.refusal != nil {
		said := saidOf(r.refusal)
		p.Refusal = &views.Refusal{Headline: said.headline, Sentence: said.sentence}
	}
	if r.demo != nil {
		p.Demo = s.demoBanner(*r.demo)
	}
	if r.teacher != nil {
		p.Viewer.Name = r.teacher.Name
		p.Viewer.ToMark = s.toMark(r)
		p.Notice = s.spaceNotice(r)
		p.Version = s.Release
	} else if r.student != nil {
		p.Viewer.Name, p.Viewer.Class = r.student.Name, r.student.ClassName
	}
	return p
}
