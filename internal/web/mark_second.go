package web

import (
	"net/http"
	"strconv"

	"dossier/internal/account"
	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
	"dossier/views"
)

// second finds an answer that this teacher may mark a second time.
func (s *Server) second(r *request) (marking.Submission, views.ScriptProps, error) {
	sc, b, rubric, err := s.submission(r)
	if err != nil {
		return sc, views.ScriptProps{}, err
	}
	if !marksSecond(r.teacher.ID, sc) {
		return sc, views.ScriptProps{}, store.ErrNotFound
	}
	props, err := s.submissionProps(r, sc, b, rubric)
	props.Kicker, props.Before, props.Own = "Second mark · "+b.Title, nil, nil
	return sc, props, err
}

// showSecond shows an answer of the sample to be marked a second time, without a word of the first marking.
func (s *Server) showSecond(r *request) error {
	sc, props, err := s.second(r)
	if err != nil {
		return err
	}
	submissions, err := s.Store.Submissions(r.ctx, r.teacher.ID, sc.Bench)
	if err != nil {
		return err
	}
	if sc.Place.State == essay.Claimed || !s.drawn(props.Bench, submissions, sc.ID) {
		return store.ErrNotFound
	}
	if sc.Second != 0 {
		return redirect(views.MarkingHref(sc.Bench, "moderation"))
	}
	props.Form = &views.MarkForm{
		Action: views.MarkingHref("essays", sc.ID, "second"),
		Token:  account.FormToken(),
		Rev:    sc.Rev,
		Levels: map[string]string{},
	}
	return s.render(r, http.StatusOK, views.ScriptPage(s.page(r, "Second mark: "+props.Label, "/marking"), props))
}

// markSecond takes a second mark. An answer that others have pushed out of the sample since its page
// was opened is taken all the same: the work is done.
func (s *Server) markSecond(r *request) error {
	sc, props, err := s.second(r)
	if err != nil {
		return err
	}
	f := readMark(r.form, props.Rubric, false)
	if incomplete(f, props.Rubric); len(f.Problems) > 0 {
		f.Action, props.Form = views.MarkingHref("essays", sc.ID, "second"), f
		return s.render(r, http.StatusUnprocessableEntity, views.ScriptPage(s.page(r, "Second mark: "+props.Label,
			"/marking"), props))
	}
	mark := newMark(f, sc.ID, marking.Second)
	mark.Comments, mark.Strength, mark.Target = nil, "", ""
	if err := s.Store.RecordMark(r.ctx, r.teacher.ID, mark); err != nil {
		return s.lost(r, sc.ID, f, props.Rubric, err)
	}
	return redirect(views.MarkingHref(sc.Bench, "moderation"))
}

// agreement finds an answer with two markings, and the form in which the two agree. What both chose is chosen already.
func (s *Server) agreement(r *request) (marking.Submission, views.ScriptProps, error) {
	sc, b, rubric, err := s.submission(r)
	if err != nil {
		return sc, views.ScriptProps{}, err
	}
	marks, err := s.Store.MarksOf(r.ctx, sc)
	if err != nil {
		return sc, views.ScriptProps{}, err
	}
	first, ok := marks[marking.First]
	second, has := marks[marking.Second]
	if !ok || !has || sc.Place.State == essay.Claimed {
		return sc, views.ScriptProps{}, store.ErrNotFound
	}
	props, err := s.submissionProps(r, sc, b, rubric)
	props.Kicker, props.Before = "Two marks · "+b.Title, nil
	f := &views.MarkForm{
		Action:   views.MarkingHref("essays", sc.ID, "agree"),
		Token:    account.FormToken(),
		Rev:      sc.Rev,
		Levels:   map[string]string{},
		Comments: first.Comments,
		Strength: first.Strength,
		Target:   first.Target,
		Comment:  true,
		First:    "First",
		Second:   "Second",
		Pairs:    map[string][2]int{},
		Own:      props.Own,
	}
	if sc.Marked == marking.Agreed {
		f.Saved = "The two have agreed before. What you save now counts instead."
	}
	if pileOf(sc, r.teacher.ID, s.Now()) == returned {
		props.Notice = "This answer is back with its student, who sees the first marking. To hand over the agreed one, take " +
			"" +
			"the answer back and return it again."
	}
	for _, skill := range rubric.Skills {
		a, z := first.Levels[skill.ID], second.Levels[skill.ID]
		f.Pairs[skill.ID] = [2]int{a, z}
		if a == z {
			f.Levels[skill.ID] = strconv.Itoa(a)
		}
	}
	props.Form = f
	return sc, props, err
}

func (s *Server) showAgreement(r *request) error {
	_, props, err := s.agreement(r)
	if err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.ScriptPage(s.page(r, "Agree: "+props.Label, "/marking"), props))
}

func (s *Server) agree(r *request) error {
	sc, props, err := s.agreement(r)
	if err != nil {
		return err
	}
	f := readMark(r.form, props.Rubric, true)
	tooLong(f)
	if incomplete(f, props.Rubric); len(f.Problems) > 0 {
		f.Action, f.First, f.Second, f.Pairs, f.Own = props.Form.Action, props.Form.First, props.Form.Second,
			props.Form.Pairs, props.Form.Own
		props.Form = f
		return s.render(r, http.StatusUnprocessableEntity, views.ScriptPage(s.page(r, "Agree: "+props.Label, "/marking"),
			props))
	}
	if err := s.Store.RecordMark(r.ctx, r.teacher.ID, newMark(f, sc.ID, marking.Agreed)); err != nil {
		return s.lost(r, sc.ID, f, props.Rubric, err)
	}
	return redirect(views.MarkingHref(sc.Bench, "moderation"))
}
