package web

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/store"
	"dossier/views"
)

// takenBack answers to a form for an essay that its student has taken back, with what was typed. For
// every other essay it is the error that it was.
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
		r.edition.course.Rubrics,
		nil,
	)
}

// lost answers to a form whose answer cannot be marked any more, with what was typed. Errors of another kind pass.
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
		return s.lostPage(r, headline, sentence, nil, links)
	}
	return s.lostPage(r, headline, sentence+" Nothing was stored of what you typed; it stands below.",
		[]*course.Rubric{rubric}, links)
}

// worked tells whether somebody typed or chose something in a form of the marking pages.
func worked(r *request) bool {
	for field := range r.form {
		if strings.HasPrefix(field, "level.") && r.form.Value(field) != "" {
			return true
		}
	}
	return len(typed(r)) > 0
}

// signedOut answers to the form of a teacher whose session has run out, with what they typed and
// chose. Of a page of many answers it tells the numbers that stood in place of names, which are the
// same after the sign-in.
func (s *Server) signedOut(r *request) error {
	var chosen []views.Kept
	for field := range r.form {
		id, err := strconv.ParseInt(strings.TrimPrefix(field, "level."), 10, 64)
		if level := r.form.Value(field); err == nil && level != "" {
			label := s.numberOf(r.was, r.param("bench"), classroom.EssayID(id))
			chosen = append(chosen, views.Kept{Name: label, Value: "Level " + level})
		}
	}
	slices.SortFunc(chosen, func(a, b views.Kept) int { return cmp.Compare(a.Name, b.Name) })
	return s.lostPage(
		r,
		"You have been signed out",
		"You were away for more than an hour. Nothing was stored of what you typed; it stands below. Copy it, sign in and "+
			"put it back.",
		r.edition.course.Rubrics,
		[]views.Link{{Text: "Sign in", Href: "/sign-in"}},
		chosen...)
}

func (s *Server) lostPage(r *request, headline, sentence string, rubrics []*course.Rubric, links []views.Link,
	chosen ...views.Kept) error {
	if r.wantsJSON() {
		return r.json(http.StatusConflict, map[string]string{"problem": headline + "."})
	}
	props := views.LostProps{
		Headline: headline,
		Sentence: sentence,
		Links:    append(links, views.Link{Text: "To the queue", Href: "/marking"}),
		Typed:    chosen,
	}
	for _, rubric := range rubrics {
		for _, skill := range rubric.Skills {
			if v := r.form.Value("level." + skill.ID); v != "" {
				props.Typed = append(props.Typed, views.Kept{Name: skill.Title, Value: "Level " + v})
			}
			if v := r.form.Value("comment." + skill.ID); v != "" {
				props.Typed = append(props.Typed, views.Kept{Name: "Comment on " + strings.ToLower(skill.Title), Value: v})
			}
		}
	}
	for _, field := range [][2]string{{"strength", "Strength"}, {"target", "Target"}} {
		if v := r.form.Value(field[0]); v != "" {
			props.Typed = append(props.Typed, views.Kept{Name: field[1], Value: v})
		}
	}
	return s.render(r, http.StatusConflict, views.LostPage(s.page(r, headline, "/marking"), props))
}
