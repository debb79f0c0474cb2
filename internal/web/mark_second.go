package web

import (
	"errors"
	"net/http"
	"slices"

	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
	"dossier/views"
)

// openSecond finds an answer that this teacher may mark a second time, with what was handed in.
func (s *Server) openSecond(r *request) (*markPage, error) {
	p, err := s.openMark(r)
	if err != nil {
		return nil, err
	}
	if !marking.MaySecond(p.Entry, r.teacher.ID) {
		return nil, store.ErrNotFound
	}
	return p, s.load(r, p)
}

// showSecond shows an answer of the sample to be marked a second time, and nothing of the first marking.
func (s *Server) showSecond(r *request) error {
	p, err := s.openSecond(r)
	if err != nil {
		return err
	}
	drawn := slices.ContainsFunc(p.queue.Sample(p.bench.Rubric.ID), func(e marking.Entry) bool { return e.ID == p.ID })
	if p.Place.State == essay.Claimed || !drawn {
		return store.ErrNotFound
	}
	if p.Second != 0 {
		return redirect(views.MarkingHref(p.Bench, "moderation"))
	}
	return s.secondPage(r, http.StatusOK, p, newForm(p.rubric, "", p.Rev, false, marking.MarkDraft{}))
}

func (s *Server) secondPage(r *request, status int, p *markPage, f *views.MarkForm) error {
	props, err := s.submissionProps(r, p)
	if err != nil {
		return err
	}
	f.Action = p.href("second")
	props.Kicker, props.Before, props.Own, props.Form = "Second mark · "+p.bench.Title, nil, nil, f
	return s.render(r, status, views.SubmissionPage(s.page(r, "Second mark: "+props.Label, "/marking"), props))
}

// markSecond stores a second mark, even if others have pushed the answer out of the sample since its page was opened:
// the work is done.
func (s *Server) markSecond(r *request) error {
	p, err := s.openSecond(r)
	if err != nil {
		return err
	}
	sent := readMark(r.form, p.rubric, false)
	if sent.incomplete(p.rubric) {
		return s.secondPage(r, http.StatusUnprocessableEntity, p, sent.MarkForm)
	}
	err = s.Store.RecordMark(r.ctx, r.teacher.ID, sent.mark(p.ID, marking.Second))
	if conflict := (*marking.Conflict)(nil); errors.As(err, &conflict) {
		return s.bothTexts(r, p.rubric, conflict, views.Link{Text: "To moderation", Href: p.moderation()})
	}
	if err != nil {
		return s.lost(r, p.ID, sent.MarkForm, p.rubric, err)
	}
	return redirect(p.moderation())
}

func (p *markPage) moderation() string { return views.MarkingHref(p.Bench, "moderation") }

// openAgreement finds an answer with two markings.
func (s *Server) openAgreement(r *request) (*markPage, error) {
	p, err := s.openMark(r)
	if err != nil {
		return nil, err
	}
	if p.Marked == "" || p.Second == 0 || p.Place.State == essay.Claimed {
		return nil, store.ErrNotFound
	}
	return p, s.load(r, p)
}

// agreementDraft is what two markers start from: what they agreed on before, or the first marking with the levels that
// both chose.
func (p *markPage) agreementDraft() marking.MarkDraft {
	if agreed, ok := p.marks.Newest(marking.Agreed); ok {
		return marking.DraftOf(agreed)
	}
	first, _ := p.marks.Newest(marking.First)
	second, _ := p.marks.Newest(marking.Second)
	d := marking.DraftOf(first)
	for skill, level := range first.Levels {
		if second.Levels[skill] != level {
			delete(d, marking.Field{Part: marking.LevelPart, Skill: skill})
		}
	}
	return d
}

// agreementPage draws the form of two markers with the levels that each gave.
func (s *Server) agreementPage(r *request, status int, p *markPage, f *views.MarkForm) error {
	props, err := s.submissionProps(r, p)
	if err != nil {
		return err
	}
	first, _ := p.marks.Newest(marking.First)
	second, _ := p.marks.Newest(marking.Second)
	f.Action, f.First, f.Second, f.Own, f.Pairs = p.href("agree"), "First", "Second", props.Own, map[string][2]int{}
	for _, skill := range p.rubric.Skills {
		f.Pairs[skill.ID] = [2]int{first.Levels[skill.ID], second.Levels[skill.ID]}
	}
	if p.Marked == marking.Agreed {
		f.Saved = "The two have agreed before. What you save now counts instead."
	}
	if p.standing() == marking.Returned {
		props.Notice = "This answer is back with its student, who sees the first marking. To hand over the agreed one, " +
			"take the answer back and return it again."
	}
	props.Kicker, props.Before, props.Form = "Two marks · "+p.bench.Title, nil, f
	return s.render(r, status, views.SubmissionPage(s.page(r, "Agree: "+props.Label, "/marking"), props))
}

func (s *Server) showAgreement(r *request) error {
	p, err := s.openAgreement(r)
	if err != nil {
		return err
	}
	return s.agreementPage(r, http.StatusOK, p, newForm(p.rubric, "", p.Rev, true, p.agreementDraft()))
}

func (s *Server) agree(r *request) error {
	p, err := s.openAgreement(r)
	if err != nil {
		return err
	}
	sent := readMark(r.form, p.rubric, true)
	tooLong := sent.tooLong()
	if sent.incomplete(p.rubric) || tooLong {
		return s.agreementPage(r, http.StatusUnprocessableEntity, p, sent.MarkForm)
	}
	err = s.Store.RecordMark(r.ctx, r.teacher.ID, sent.mark(p.ID, marking.Agreed))
	if conflict := (*marking.Conflict)(nil); errors.As(err, &conflict) {
		sent.knows(p.rubric, conflict)
		return s.agreementPage(r, http.StatusConflict, p, sent.MarkForm)
	}
	if err != nil {
		return s.lost(r, p.ID, sent.MarkForm, p.rubric, err)
	}
	return redirect(p.moderation())
}
