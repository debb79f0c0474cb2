package web

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
	"dossier/views"
)

// showModeration lays the marking of a bench beside the agreed levels of its examples, and first marks
// beside blind second ones.
func (s *Server) showModeration(r *request) error {
	b, err := s.markedBench(r)
	if err != nil {
		return err
	}
	scripts, err := s.Store.Scripts(r.ctx, r.teacher.ID, b.ID)
	if err != nil {
		return err
	}
	given, err := s.Store.SeedLevels(r.ctx, r.teacher.ID, b.ID)
	if err != nil {
		return err
	}
	props := views.ModerationProps{Bench: b, Skills: b.Rubric.Skills, Names: r.namesOn()}
	props.Seeds = seedRows(b, given)
	done := s.firstMarked(b, scripts)
	props.Marked = len(done)
	pairs := map[string][]essay.Pair{}
	for _, sc := range s.sample(done) {
		row, err := s.sampleRow(r, b, sc, pairs)
		if err != nil {
			return err
		}
		row.Label = s.label(r, sc)
		if len(row.Skills) > 0 {
			props.Apart = append(props.Apart, row)
		}
		props.Sample = append(props.Sample, row)
	}
	for _, skill := range b.Rubric.Skills {
		props.Second = append(props.Second, views.AgreementRow{Title: skill.Title, Agreement: essay.Agree(pairs[skill.ID])})
	}
	return s.render(r, http.StatusOK, views.ModerationPage(s.page(r, "Moderation: "+b.Title, "/marking"), props))
}

// seedRows are the examples of a bench, with the agreed levels and those that a teacher has given.
func seedRows(b *course.Bench, given map[string]map[string]int) (rows []views.SeedRow) {
	for i, e := range b.Exemplars {
		row := views.SeedRow{Exemplar: e.ID, Number: i + 1}
		for _, skill := range b.Rubric.Skills {
			row.Agreed = append(row.Agreed, e.Levels[skill.ID])
			if level, ok := given[e.ID][skill.ID]; ok {
				row.Given = append(row.Given, level)
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// sampleRow is where an answer of the sample stands. The levels of one that has two marks are added to pairs, by skill.
func (s *Server) sampleRow(r *request, b *course.Bench, sc marking.Submission,
	pairs map[string][]essay.Pair) (views.SampleRow, error) {
	row := views.SampleRow{Essay: int64(sc.ID)}
	if sc.Second == 0 {
		row.Open = marksSecond(r.teacher.ID, sc) && sc.Place.State != essay.Claimed
		switch {
		case sc.Place.State == essay.Claimed:
			row.State = "its first mark is being changed"
		case row.Open:
			row.State = "waits for a second mark"
		default:
			row.State = "waits for a second mark by a colleague"
		}
		return row, nil
	}
	row.State = "marked twice"
	marks, err := s.Store.MarksOf(r.ctx, sc)
	if err != nil {
		return row, err
	}
	first, second := marks[marking.First], marks[marking.Second]
	blind, err := s.Store.FirstBefore(r.ctx, second)
	if err != nil {
		return row, err
	}
	if sc.Marked == marking.Agreed {
		row.Agreed, row.State = true, "marked twice and agreed"
	}
	apart := essay.Apart(first.Levels, second.Levels)
	for _, skill := range b.Rubric.Skills {
		a, ok := blind.Levels[skill.ID]
		z, has := second.Levels[skill.ID]
		if ok && has { // neither had seen the other's
			pairs[skill.ID] = append(pairs[skill.ID], essay.Pair{First: a, Second: z})
		}
		if slices.Contains(apart, skill.ID) {
			row.Skills = append(row.Skills, skill.Title)
		}
	}
	return row, nil
}

// firstMarked are the scripts of a bench whose text has a first marking, be it that somebody is changing it.
func (s *Server) firstMarked(b *course.Bench, scripts []marking.Submission) []marking.Submission {
	return slices.DeleteFunc(slices.Clone(scripts), func(sc marking.Submission) bool {
		return sc.Marked == "" || sc.Rubric != b.Rubric.ID
	})
}

// sample draws the answers that are marked a second time: those that have been, and others by a key
// that no marker knows. Classes with the same teachers are drawn from together, so that every teacher
// of an answer finds it drawn, or not.
func (s *Server) sample(done []marking.Submission) (drawn []marking.Submission) {
	teams, keys := map[string][]marking.Submission{}, map[classroom.EssayID]string{}
	for _, sc := range done {
		keys[sc.ID] = string(s.derive("sample for moderation", fmt.Sprint(sc.ID), fmt.Sprint(sc.Rev)))
		teams[sc.Team] = append(teams[sc.Team], sc)
	}
	for _, team := range slices.Sorted(maps.Keys(teams)) {
		all := teams[team]
		slices.SortStableFunc(all, func(a, b marking.Submission) int {
			return cmp.Or(cmp.Compare(b2i(b.Second != 0), b2i(a.Second != 0)), cmp.Compare(keys[a.ID], keys[b.ID]))
		})
		n := essay.SampleSize(len(all))
		for n < len(all) && all[n].Second != 0 {
			n++
		}
		drawn = append(drawn, all[:n]...)
	}
	return drawn
}

// drawn tells whether an answer is in the sample.
func (s *Server) drawn(b *course.Bench, scripts []marking.Submission, id classroom.EssayID) bool {
	return slices.ContainsFunc(s.sample(s.firstMarked(b, scripts)),
		func(sc marking.Submission) bool { return sc.ID == id })
}

// blind are the answers of a bench whose levels this teacher may not see yet: drawn for a second mark
// that is still to come, and first marked by somebody else.
func (s *Server) blind(teacher classroom.TeacherID, b *course.Bench,
	scripts []marking.Submission) map[classroom.EssayID]bool {
	blind := map[classroom.EssayID]bool{}
	for _, sc := range s.sample(s.firstMarked(b, scripts)) {
		blind[sc.ID] = sc.Second == 0 && sc.MarkedBy != teacher
	}
	return blind
}

// marksSecond tells whether this teacher may mark an answer the second time: another than the first
// marker where there is one.
func marksSecond(teacher classroom.TeacherID, sc marking.Submission) bool {
	return sc.MarkedBy != teacher || !strings.Contains(sc.Team, ",")
}

// second finds an answer that this teacher may mark a second time.
func (s *Server) second(r *request) (marking.Submission, views.ScriptProps, error) {
	sc, b, rubric, err := s.script(r)
	if err != nil {
		return sc, views.ScriptProps{}, err
	}
	if !marksSecond(r.teacher.ID, sc) {
		return sc, views.ScriptProps{}, store.ErrNotFound
	}
	props, err := s.scriptProps(r, sc, b, rubric)
	props.Kicker, props.Before, props.Own = "Second mark · "+b.Title, nil, nil
	return sc, props, err
}

// showSecond shows an answer of the sample to be marked a second time, without a word of the first marking.
func (s *Server) showSecond(r *request) error {
	sc, props, err := s.second(r)
	if err != nil {
		return err
	}
	scripts, err := s.Store.Scripts(r.ctx, r.teacher.ID, sc.Bench)
	if err != nil {
		return err
	}
	if sc.Place.State == essay.Claimed || !s.drawn(props.Bench, scripts, sc.ID) {
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
	sc, b, rubric, err := s.script(r)
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
	props, err := s.scriptProps(r, sc, b, rubric)
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
