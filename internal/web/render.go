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
	buf := bytebufferpool.Get()
	defer bytebufferpool.Put(buf)
	if err := page.Render(r.ctx, buf); err != nil {
		return err
	}
	r.c.Set(fiber.HeaderContentType, "text/html; charset=utf-8")
	r.c.Status(status).Response().SetBody(buf.Bytes())
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
		Came:   r.role() == views.Student && r.query(cameIn) != "",
	}
	if r.refusal != nil {
		said := saidOf(r.refusal)
		p.Refusal = &views.Refusal{Headline: said.headline, Sentence: said.sentence}
	}
	if r.token != "" {
		p.CSRF = s.tokens.CSRF(r.token) + "." + s.present(r)
	}
	if r.teacher != nil {
		p.Viewer.Name = r.teacher.Name
		p.Viewer.ToMark = s.toMark(r)
	} else if r.student != nil {
		p.Viewer.Name, p.Viewer.Class = r.student.Name, r.student.ClassName
	}
	return p
}
