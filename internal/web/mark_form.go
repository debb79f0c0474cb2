package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
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

// The longest that a marker may write, in characters, and the fewest words of a strength or a target.
const (
	longestComment = 1000
	leastComment   = 3
)

// wasField is the beginning of the hidden fields that say what a page showed when it was opened.
const wasField = "was."

// formField is the name of a field of a draft in the forms.
func formField(f marking.Field) string {
	switch f.Part {
	case marking.LevelPart:
		return "level." + f.Skill
	case marking.CommentPart:
		return "comment." + f.Skill
	case marking.StrengthPart:
		return "strength"
	}
	return "target"
}

// markFields are the fields of a marking by a rubric, in the order of the form.
func markFields(rubric *course.Rubric, comment bool) (fields []marking.Field) {
	for _, skill := range rubric.Skills {
		fields = append(fields, marking.Field{Part: marking.LevelPart, Skill: skill.ID})
		if comment {
			fields = append(fields, marking.Field{Part: marking.CommentPart, Skill: skill.ID})
		}
	}
	if comment {
		fields = append(fields, marking.Field{Part: marking.StrengthPart}, marking.Field{Part: marking.TargetPart})
	}
	return fields
}

// wasFields are the hidden fields of a form that shows this.
func wasFields(rubric *course.Rubric, comment bool, shown marking.Shown) (hidden []views.Kept) {
	for _, f := range markFields(rubric, comment) {
		hidden = append(hidden, views.Kept{Name: wasField + formField(f), Value: shown[f]})
	}
	return hidden
}

// newForm is the form of a marking that shows this draft.
func newForm(rubric *course.Rubric, action string, rev int, comment bool, d marking.MarkDraft) *views.MarkForm {
	f := &views.MarkForm{
		Action:   action,
		Token:    account.FormToken(),
		Rev:      rev,
		Levels:   map[string]string{},
		Comments: map[string]string{},
		Strength: d.Strength(),
		Target:   d.Target(),
		Comment:  comment,
		Was:      wasFields(rubric, comment, d.Shown()),
	}
	for _, skill := range rubric.Skills {
		f.Levels[skill.ID], f.Comments[skill.ID] = d.Level(skill.ID), d.Comment(skill.ID)
	}
	return f
}

// firstForm is the form of a first marking: as it was typed, or else as it stands. What was put down and not finished
// goes over the marking that is to be changed, or over the levels of the round before.
func (s *Server) firstForm(r *request, p *markPage, own map[string]views.OwnLevel, typed *views.MarkForm) (
	*views.MarkForm, error) {
	f := typed
	if f == nil {
		notes, err := s.Store.Notes(r.ctx, r.teacher.ID, marking.First, p.Entry)
		if err != nil {
			return nil, err
		}
		stands := p.marks.Standing(p.Entry, marking.First)
		if len(stands) == 0 && p.before != nil {
			for skill, level := range p.before.Levels {
				stands.SetLevel(skill, level)
			}
		}
		f = newForm(p.rubric, p.href(), p.Rev, true, stands.With(notes[p.ID]))
		if len(notes[p.ID]) > 0 {
			f.Saved = "What you put down before is here."
		}
	}
	f.Action, f.Comment, f.Own = p.href(), true, own
	if p.before != nil {
		f.Before = p.before.Levels
	}
	return f, nil
}

// sentMark is what a form of levels held.
type sentMark struct {
	*views.MarkForm
	draft marking.MarkDraft
	shown marking.Shown
}

// readMark reads a form of levels and, with comment, of comments. Ready comments that are ticked are added to the one
// of their skill.
func readMark(form quiz.Form, rubric *course.Rubric, comment bool) sentMark {
	d, shown := marking.MarkDraft{}, marking.Shown{}
	for _, f := range markFields(rubric, comment) {
		shown[f] = form.Value(wasField + formField(f))
		if f.Part != marking.LevelPart {
			d[f] = readWords(form, formField(f))
		}
	}
	for _, skill := range rubric.Skills {
		if n, ok := readLevel(form.Value("level."+skill.ID), len(skill.Levels)); ok {
			d.SetLevel(skill.ID, n)
		}
		if comment {
			d.SetComment(skill.ID, withReady(d.Comment(skill.ID), skill, form["bank."+skill.ID]))
		}
	}
	rev, _ := strconv.Atoi(form.Value("rev"))
	f := newForm(rubric, "", rev, comment, d)
	f.Token, f.Problems, f.Was = formToken(form), views.Problems{}, wasFields(rubric, comment, shown)
	return sentMark{MarkForm: f, draft: d, shown: shown}
}

// readLevel reads a level as the pages write it; false for everything else.
func readLevel(value string, levels int) (int, bool) {
	n, err := strconv.Atoi(value)
	return n, err == nil && n >= 0 && n < levels && strconv.Itoa(n) == value
}

// readWords reads what was typed in a box, with line ends as the store has them.
func readWords(form quiz.Form, field string) string {
	return strings.TrimSpace(strings.ReplaceAll(form.Value(field), "\r\n", "\n"))
}

// withReady adds the ready comments that were ticked, unless they are there.
func withReady(text string, skill *course.RubricSkill, ticked []string) string {
	for _, id := range ticked {
		for _, ready := range skill.Comments {
			if ready.ID == id && !strings.Contains(text, ready.Text) {
				text = strings.TrimSpace(text + "\n" + ready.Text)
			}
		}
	}
	return text
}

// tooLong finds what cannot be stored.
func (m sentMark) tooLong() bool {
	for f, text := range m.draft {
		if utf8.RuneCountInString(text) > longestComment {
			m.Problems[formField(f)] = fmt.Sprintf("Shorten this to %d characters.", longestComment)
		}
	}
	return len(m.Problems) > 0
}

// incomplete finds what a finished marking lacks.
func (m sentMark) incomplete(rubric *course.Rubric) bool {
	for _, skill := range rubric.Skills {
		if m.Levels[skill.ID] == "" {
			m.Problems["level."+skill.ID] = "Choose a level for " + strings.ToLower(skill.Title) + "."
		}
	}
	if m.Comment && m.Problems["strength"] == "" && essay.Words(m.Strength) < leastComment {
		m.Problems["strength"] = "Name one strength in three words or more."
	}
	if m.Comment && m.Problems["target"] == "" && essay.Words(m.Target) < leastComment {
		m.Problems["target"] = "Set one target in three words or more."
	}
	return len(m.Problems) > 0
}

// note is what was typed, to be stored before the marking is finished.
func (m sentMark) note(id classroom.EssayID, p marking.Purpose) marking.Note {
	return marking.Note{Essay: id, Rev: m.Rev, Purpose: p, Tab: m.Token, Draft: m.draft, Shown: m.shown}
}

// mark is what was typed as a finished marking.
func (m sentMark) mark(id classroom.EssayID, p marking.Purpose) marking.NewMark {
	return marking.NewMark{
		Essay:     id,
		Rev:       m.Rev,
		Purpose:   p,
		FormToken: m.Token,
		Levels:    m.draft.Levels(),
		Comments:  m.draft.Comments(),
		Strength:  m.draft.Strength(),
		Target:    m.draft.Target(),
		Shown:     m.shown,
	}
}

// takeMark stores what a marker has typed: as a finished marking, or as far as it has got.
func (s *Server) takeMark(r *request, p *markPage) error {
	sent, finish := readMark(r.form, p.rubric, true), r.form.Value("do") == "next"
	wrong := sent.tooLong()
	if finish {
		wrong = sent.incomplete(p.rubric) || wrong
	}
	if wrong {
		return s.askAgain(r, p, sent)
	}
	var err error
	if finish {
		err = s.Store.RecordMark(r.ctx, r.teacher.ID, sent.mark(p.ID, marking.First))
	} else {
		err = s.Store.NoteMark(r.ctx, r.teacher.ID, sent.note(p.ID, marking.First))
	}
	conflict := (*marking.Conflict)(nil)
	switch {
	case errors.As(err, &conflict):
		return s.conflict(r, p, sent, conflict)
	case err != nil:
		return s.lost(r, p.ID, sent.MarkForm, p.rubric, err)
	case finish:
		next := slices.DeleteFunc(p.queue.In(p.class).Next(p.ID), func(id classroom.EssayID) bool { return id == p.ID })
		return s.goOn(r, p.Bench, next)
	case r.wantsJSON():
		return r.json(http.StatusOK, map[string]string{"saved": s.local(s.Now()).Format("15:04")})
	}
	return redirect(p.href())
}

// askAgain shows a form that cannot be accepted. It claims the answer again, because only a claimed answer has a form.
func (s *Server) askAgain(r *request, p *markPage, sent sentMark) error {
	if r.wantsJSON() {
		return r.json(http.StatusUnprocessableEntity, map[string]string{"problem": "Something here is too long to be saved."})
	}
	if st := p.standing(); st == marking.Marked || st == marking.Returned {
		return s.lost(r, p.ID, sent.MarkForm, p.rubric, store.ErrLocked)
	}
	if err := s.Store.Claim(r.ctx, r.teacher.ID, p.ID); err != nil {
		return s.lost(r, p.ID, sent.MarkForm, p.rubric, err)
	}
	p, err := s.openMark(r)
	if err != nil {
		return err
	}
	return s.submissionPage(r, http.StatusUnprocessableEntity, p, sent.MarkForm)
}
