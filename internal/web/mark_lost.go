package web

import (
	"errors"
	"net/http"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/store"
	"dossier/views"
)

// takenBack answers a form for an essay that its student has taken back, with what was typed. For every other essay it
// returns the error as it was.
func (s *Server) takenBack(r *request, id classroom.EssayID, err error) error {
	writing, failed := s.Store.BeingWritten(r.ctx, r.teacher.ID, id)
	if failed != nil || !writing {
		return errors.Join(err, failed)
	}
	return s.lostPage(
		r,
		"The student has taken this answer back",
		"It is being written again, and comes to you anew when it is handed in. Nothing was stored of what you typed; it "+
			"stands below.",
		nil,
	)
}

// lost answers a form whose answer cannot be marked any more, with what was typed. Errors of another kind pass.
func (s *Server) lost(r *request, id classroom.EssayID, f *views.MarkForm, rubric *course.Rubric, err error) error {
	var headline, sentence string
	links := []views.Link{{Text: "To this answer", Href: views.MarkingHref("essays", id)}}
	switch {
	case errors.Is(err, store.ErrNotFound):
		return s.takenBack(r, id, err)
	case errors.Is(err, store.ErrConflict):
		headline, sentence = "Another teacher has this answer now",
			"Your hour had run out, or both of you opened it at the same time. Their marking stands."
	case errors.Is(err, store.ErrStale):
		headline, sentence = "The answer has changed", "The student took it back and handed in another text. Read that "+
			"before you mark it."
	case errors.Is(err, store.ErrLocked):
		headline, sentence = "This answer is not there to be marked", "It has been marked or returned in the meantime."
	default:
		return err
	}
	if f == nil {
		return s.lostPage(r, headline, sentence, links)
	}
	return s.lostPage(r, headline, sentence+" Nothing was stored of what you typed; it stands below.", links)
}

// lostPage shows what was typed in a form that can no longer be sent; above is shown above it.
func (s *Server) lostPage(r *request, headline, sentence string, links []views.Link, above ...views.Kept) error {
	if r.wantsJSON() {
		return r.json(http.StatusConflict, map[string]string{"problem": headline + "."})
	}
	props := views.LostProps{
		Headline: headline,
		Sentence: sentence,
		Links:    append(links, views.Link{Text: "To the queue", Href: "/marking"}),
		Typed:    append(above, s.typed(r)...),
	}
	return s.render(r, http.StatusConflict, views.LostPage(s.page(r, headline, "/marking"), props))
}
