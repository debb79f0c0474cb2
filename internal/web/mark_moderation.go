package web

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/views"
)

// showModeration lays the marking of a bench beside the agreed levels of its examples, and first marks
// beside blind second ones.
func (s *Server) showModeration(r *request) error {
	b, err := s.markedBench(r)
	if err != nil {
		return err
	}
	submissions, err := s.Store.Submissions(r.ctx, r.teacher.ID, b.ID)
	if err != nil {
		return err
	}
	given, err := s.Store.SeedLevels(r.ctx, r.teacher.ID, b.ID)
	if err != nil {
		return err
	}
	props := views.ModerationProps{Bench: b, Skills: b.Rubric.Skills, Names: r.namesOn()}
	props.Seeds = seedRows(b, given)
	done := s.firstMarked(b, submissions)
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

// firstMarked are the submissions of a bench whose text has a first marking, be it that somebody is changing it.
func (s *Server) firstMarked(b *course.Bench, submissions []marking.Submission) []marking.Submission {
	return slices.DeleteFunc(slices.Clone(submissions), func(sc marking.Submission) bool {
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
func (s *Server) drawn(b *course.Bench, submissions []marking.Submission, id classroom.EssayID) bool {
	return slices.ContainsFunc(s.sample(s.firstMarked(b, submissions)),
		func(sc marking.Submission) bool { return sc.ID == id })
}

// blind are the answers of a bench whose levels this teacher may not see yet: drawn for a second mark
// that is still to come, and first marked by somebody else.
func (s *Server) blind(teacher classroom.TeacherID, b *course.Bench,
	submissions []marking.Submission) map[classroom.EssayID]bool {
	blind := map[classroom.EssayID]bool{}
	for _, sc := range s.sample(s.firstMarked(b, submissions)) {
		blind[sc.ID] = sc.Second == 0 && sc.MarkedBy != teacher
	}
	return blind
}

// marksSecond tells whether this teacher may mark an answer the second time: another than the first
// marker where there is one.
func marksSecond(teacher classroom.TeacherID, sc marking.Submission) bool {
	return sc.MarkedBy != teacher || !strings.Contains(sc.Team, ",")
}
