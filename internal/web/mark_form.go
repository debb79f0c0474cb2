package web

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

// The longest that a marker may write, and the fewest words of a strength or a target.
const (
	longestComment = 1000
	leastComment   = 3
)

// firstForm is the form of the first marking as it stands: what was put down and not finished, else
// the marking that is to be changed, else the levels of the round before.
func (s *Server) firstForm(r *request, sc marking.Submission, rubric *course.Rubric,
	marks map[marking.Purpose]marking.Mark, before *views.BeforeRound) (*views.MarkForm, error) {
	f := &views.MarkForm{
		Token:    account.FormToken(),
		Rev:      sc.Rev,
		Levels:   map[string]string{},
		Comments: map[string]string{},
	}
	notes, err := s.Store.Notes(r.ctx, r.teacher.ID, marking.First, sc.ID)
	if err != nil {
		return nil, err
	}
	m, marked := marks[marking.First]
	if agreed, ok := marks[marking.Agreed]; ok && sc.Marked == marking.Agreed {
		m = agreed
	}
	for _, skill := range rubric.Skills {
		if marked {
			f.Levels[skill.ID], f.Comments[skill.ID] = strconv.Itoa(m.Levels[skill.ID]), m.Comments[skill.ID]
		} else if before != nil {
			f.Levels[skill.ID] = strconv.Itoa(before.Levels[skill.ID])
		}
	}
	f.Strength, f.Target = m.Strength, m.Target
	if noted := notes[sc.ID]; len(noted) > 0 {
		f.Saved = "What you put down before is here."
		for _, skill := range rubric.Skills {
			if level, ok := noted["level."+skill.ID]; ok {
				f.Levels[skill.ID] = level
			}
			if comment, ok := noted["comment."+skill.ID]; ok {
				f.Comments[skill.ID] = comment
			}
		}
		if v, ok := noted["strength"]; ok {
			f.Strength = v
		}
		if v, ok := noted["target"]; ok {
			f.Target = v
		}
	}
	return f, nil
}

// readMark reads a form of levels and, with comment, of comments. Ready comments that are ticked are
// added to the one of their skill.
func readMark(form quiz.Form, rubric *course.Rubric, comment bool) *views.MarkForm {
	f := &views.MarkForm{
		Token:    formToken(form),
		Levels:   map[string]string{},
		Comments: map[string]string{},
		Comment:  comment,
		Problems: views.Problems{},
	}
	f.Rev, _ = strconv.Atoi(form.Value("rev"))
	for _, skill := range rubric.Skills {
		if level := form.Value("level." + skill.ID); level != "" {
			if n, err := strconv.Atoi(level); err == nil && n >= 0 && n < len(skill.Levels) && strconv.Itoa(n) == level {
				f.Levels[skill.ID] = level
			}
		}
		text := strings.TrimSpace(form.Value("comment." + skill.ID))
		for _, id := range form["bank."+skill.ID] {
			for _, ready := range skill.Comments {
				if ready.ID == id && !strings.Contains(text, ready.Text) {
					text = strings.TrimSpace(text + "\n" + ready.Text)
				}
			}
		}
		f.Comments[skill.ID] = text
	}
	f.Strength, f.Target = strings.TrimSpace(form.Value("strength")), strings.TrimSpace(form.Value("target"))
	return f
}

// tooLong finds what cannot be stored, incomplete finds what a finished marking lacks.
func tooLong(f *views.MarkForm) {
	limit := func(field, text string) {
		if utf8.RuneCountInString(text) > longestComment {
			f.Problems[field] = fmt.Sprintf("Shorten this to %d characters.", longestComment)
		}
	}
	for skill, text := range f.Comments {
		limit("comment."+skill, text)
	}
	limit("strength", f.Strength)
	limit("target", f.Target)
}

func incomplete(f *views.MarkForm, rubric *course.Rubric) {
	for _, skill := range rubric.Skills {
		if f.Levels[skill.ID] == "" {
			f.Problems["level."+skill.ID] = "Choose a level for " + strings.ToLower(skill.Title) + "."
		}
	}
	if !f.Comment {
		return
	}
	if f.Problems["strength"] == "" && essay.Words(f.Strength) < leastComment {
		f.Problems["strength"] = "Name one strength in three words or more."
	}
	if f.Problems["target"] == "" && essay.Words(f.Target) < leastComment {
		f.Problems["target"] = "Set one target in three words or more."
	}
}

// notes are the fields of a form as they are put down before the marking is finished.
func notesOf(f *views.MarkForm) map[string]string {
	notes := map[string]string{"strength": f.Strength, "target": f.Target}
	for skill, level := range f.Levels {
		notes["level."+skill] = level
	}
	for skill, comment := range f.Comments {
		notes["comment."+skill] = comment
	}
	return notes
}

func newMark(f *views.MarkForm, id classroom.EssayID, purpose marking.Purpose) marking.NewMark {
	m := marking.NewMark{
		Essay:     id,
		Rev:       f.Rev,
		Purpose:   purpose,
		FormToken: f.Token,
		Levels:    map[string]int{},
		Comments:  maps.Clone(f.Comments),
		Strength:  f.Strength,
		Target:    f.Target,
	}
	for skill, level := range f.Levels {
		m.Levels[skill], _ = strconv.Atoi(level)
	}
	return m
}

// takeMark stores what a marker has typed: whole and for good, or as far as it is.
func (s *Server) takeMark(r *request, sc marking.Submission, b *course.Bench, rubric *course.Rubric) error {
	f := readMark(r.form, rubric, true)
	tooLong(f)
	finish := r.form.Value("do") == "next"
	if finish {
		incomplete(f, rubric)
	}
	if len(f.Problems) > 0 {
		return s.mendMark(r, sc, b, rubric, f)
	}
	var err error
	if finish {
		err = s.Store.RecordMark(r.ctx, r.teacher.ID, newMark(f, sc.ID, marking.First))
	} else {
		err = s.Store.NoteMark(r.ctx, r.teacher.ID, sc.ID, f.Rev, marking.First, notesOf(f))
	}
	switch {
	case err != nil:
		return s.lost(r, sc.ID, f, rubric, err)
	case finish:
		return s.goOn(r, sc.Bench, sc.ID)
	case r.wantsJSON():
		return r.json(http.StatusOK, map[string]string{"saved": s.Now().Local().Format("15:04")})
	}
	return redirect(views.MarkingHref("essays", sc.ID))
}

// mendMark shows a form again that cannot be taken. The answer is claimed anew, so that the form is there.
func (s *Server) mendMark(r *request, sc marking.Submission, b *course.Bench, rubric *course.Rubric,
	f *views.MarkForm) error {
	if r.wantsJSON() {
		return r.json(http.StatusUnprocessableEntity, map[string]string{"problem": "Something here is too long to be saved."})
	}
	if d := pileOf(sc, r.teacher.ID, s.Now()); d == held || d == returned {
		return s.lost(r, sc.ID, f, rubric, store.ErrLocked)
	}
	if err := s.Store.Claim(r.ctx, r.teacher.ID, sc.ID); err != nil {
		return s.lost(r, sc.ID, f, rubric, err)
	}
	sc, err := s.Store.Submission(r.ctx, r.teacher.ID, sc.ID)
	if err != nil {
		return err
	}
	return s.submissionPage(r, http.StatusUnprocessableEntity, sc, b, rubric, f)
}

// keep notes what a marker has typed for an answer that they put aside, as far as it can be stored.
func (s *Server) keep(r *request, sc marking.Submission, rubric *course.Rubric) error {
	f := readMark(r.form, rubric, true)
	if tooLong(f); len(f.Problems) > 0 || f.Rev != sc.Rev || pileOf(sc, r.teacher.ID, s.Now()) != mine {
		return nil
	}
	err := s.Store.NoteMark(r.ctx, r.teacher.ID, sc.ID, f.Rev, marking.First, notesOf(f))
	if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrStale) || errors.Is(err, store.ErrLocked) ||
		errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}
