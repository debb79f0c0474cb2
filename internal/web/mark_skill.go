package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"dossier/internal/course"
	"dossier/internal/marking"
	"dossier/internal/store"
	"dossier/views"
)

// answersOnPage is how many answers one page of a skill holds, because a form may hold only so much.
const answersOnPage = 40

// skillPage is one skill across the answers that wait at a bench.
type skillPage struct {
	bench *course.Bench
	skill *course.RubricSkill
	queue marking.Queue
	open  []marking.Entry // what this teacher can mark, in their order
}

func (s *Server) openSkill(r *request) (*skillPage, error) {
	b, queue, err := s.benchQueue(r)
	if err != nil {
		return nil, err
	}
	p := &skillPage{bench: b, skill: b.Rubric.Skill(r.param("skill")), queue: queue}
	if p.skill == nil {
		return nil, store.ErrNotFound
	}
	for _, e := range queue.Ordered() {
		if queue.Open(e) && e.Rubric == b.Rubric.ID {
			p.open = append(p.open, e)
		}
	}
	return p, nil
}

func (p *skillPage) field() marking.Field {
	return marking.Field{Part: marking.LevelPart, Skill: p.skill.ID}
}

// showSkill shows all answers that wait side by side, for one skill.
func (s *Server) showSkill(r *request) error {
	p, err := s.openSkill(r)
	if err != nil {
		return err
	}
	props := views.SkillProps{}
	switch n, _ := strconv.Atoi(r.query("saved")); {
	case n == 1:
		props.Said = "One level is saved."
	case n > 1:
		props.Said = fmt.Sprintf("%d levels are saved.", n)
	}
	return s.skillPage(r, http.StatusOK, p, props)
}

// skillPage draws the page of a skill; props say what the step before did.
func (s *Server) skillPage(r *request, status int, p *skillPage, props views.SkillProps) error {
	props.Bench, props.Skill, props.Skills, props.Names = p.bench, p.skill, p.bench.Rubric.Skills, r.namesOn()
	shown := p.open[:min(len(p.open), answersOnPage)]
	props.Left = len(p.open) - len(shown)
	submissions, err := s.Store.Submissions(r.ctx, shown...)
	if err != nil {
		return err
	}
	notes, err := s.Store.Notes(r.ctx, r.teacher.ID, marking.First, shown...)
	if err != nil {
		return err
	}
	marks, err := s.Store.Marks(r.ctx, shown...)
	if err != nil {
		return err
	}
	for _, sub := range submissions {
		stands := marks[sub.ID].Standing(sub.Entry, marking.First).With(notes[sub.ID])
		out := views.SkillSubmission{Essay: int64(sub.ID), Rev: sub.Rev, Label: s.label(r, sub.Entry),
			Level: stands.Level(p.skill.ID), Was: stands.Shown()[p.field()]}
		out.Pieces, out.Cited = evidenceOf(p.bench, sub)
		if own, ok := sub.Own[p.skill.ID]; ok {
			out.Own = &views.OwnLevel{Level: own.Level, Sentence: own.Sentence}
		}
		props.Submissions = append(props.Submissions, out)
	}
	return s.render(r, status, views.SkillPage(s.page(r, p.skill.Title+": "+p.bench.Title, "/marking"), props))
}

// markSkill notes one skill of many answers in one go. It names those that cannot be noted, and notes the rest.
func (s *Server) markSkill(r *request) error {
	p, err := s.openSkill(r)
	if err != nil {
		return err
	}
	notes := p.notes(r)
	refused, err := s.Store.NoteMarks(r.ctx, r.teacher.ID, notes...)
	if err != nil {
		return err
	}
	var props views.SkillProps
	for _, n := range notes {
		e := p.entry(n)
		if refusal := refused[e.ID]; refusal != nil {
			props.Missed = append(props.Missed, s.label(r, e)+": "+p.missedWords(e, refusal))
		}
	}
	if len(props.Missed) > 0 {
		return s.skillPage(r, http.StatusConflict, p, props)
	}
	return redirect(fmt.Sprintf("%s?saved=%d", views.MarkingHref(p.bench.ID, "skills", p.skill.ID), len(notes)))
}

// notes are the levels that a form changes, in the order of the queue.
func (p *skillPage) notes(r *request) (notes []marking.Note) {
	for _, e := range p.queue.Ordered() {
		n, ok := readLevel(r.form.Value(fmt.Sprintf("level.%d", e.ID)), len(p.skill.Levels))
		if !ok {
			continue
		}
		rev, _ := strconv.Atoi(r.form.Value(fmt.Sprintf("rev.%d", e.ID)))
		note := marking.Note{Essay: e.ID, Rev: rev, Purpose: marking.First, Draft: marking.MarkDraft{},
			Shown: marking.Shown{p.field(): r.form.Value(fmt.Sprintf("was.%d", e.ID))}}
		note.Draft.SetLevel(p.skill.ID, n)
		if len(note.Changes(marking.Stands{})) > 0 {
			notes = append(notes, note)
		}
	}
	return notes
}

// entry is the entry of a note that notes has made.
func (p *skillPage) entry(n marking.Note) (e marking.Entry) {
	for _, e = range p.queue.Entries {
		if e.ID == n.Essay {
			break
		}
	}
	return e
}

// missedWords say why a level was not saved.
func (p *skillPage) missedWords(e marking.Entry, refusal error) string {
	conflict := (*marking.Conflict)(nil)
	switch {
	case errors.As(refusal, &conflict):
		return fmt.Sprintf("you chose level %s in another window, and nothing was overwritten.",
			conflict.Stored.Level(p.skill.ID))
	case errors.Is(refusal, store.ErrStale):
		return "the student has handed in another text. Read it again."
	case !p.queue.Open(e):
		return standingWords(p.queue, e) + "."
	}
	return "it was taken by somebody else at the same moment."
}
