package web

import (
	"net/http"
	"slices"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/marking"
	"dossier/views"
)

// showModeration shows the marking of a bench beside the agreed levels of its exemplars, and first marks beside blind
// second ones.
func (s *Server) showModeration(r *request) error {
	b, queue, err := s.benchQueue(r)
	if err != nil {
		return err
	}
	given, err := s.Store.ExemplarLevels(r.ctx, r.teacher.ID, b.ID)
	if err != nil {
		return err
	}
	m := moderation{bench: b, queue: queue, pairs: map[string][]marking.Pair{}}
	sample := queue.Sample(b.Rubric.ID)
	if m.marks, err = s.Store.Marks(r.ctx, twice(sample)...); err != nil {
		return err
	}
	props := views.ModerationProps{Bench: b, Skills: b.Rubric.Skills, Names: r.namesOn(),
		Exemplars: exemplarRows(b, given), Marked: len(queue.FirstMarked(b.Rubric.ID).Entries)}
	for _, e := range sample {
		row := m.row(e, s.label(r, e))
		if len(row.Skills) > 0 {
			props.Apart = append(props.Apart, row)
		}
		props.Sample = append(props.Sample, row)
	}
	for _, skill := range b.Rubric.Skills {
		props.Second = append(props.Second, views.AgreementRow{Title: skill.Title,
			Agreement: marking.Agree(m.pairs[skill.ID])})
	}
	return s.render(r, http.StatusOK, views.ModerationPage(s.page(r, "Moderation: "+b.Title, "/marking"), props))
}

// twice are the answers with a second mark.
func twice(sample []marking.Entry) []marking.Entry {
	return slices.DeleteFunc(slices.Clone(sample), func(e marking.Entry) bool { return e.Second == 0 })
}

// exemplarRows are the exemplars of a bench, with the agreed levels and those that a teacher has given.
func exemplarRows(b *course.Bench, given map[string]map[string]int) (rows []views.ExemplarRow) {
	for i, e := range b.Practice() {
		row := views.ExemplarRow{Exemplar: e.ID, Number: i + 1}
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

// moderation is what the page of a sample is made from.
type moderation struct {
	bench *course.Bench
	queue marking.Queue
	marks map[classroom.EssayID]marking.Marks // of what is marked twice
	pairs map[string][]marking.Pair           // by skill: the levels of both markers
}

// row is where an answer of the sample stands. The levels of one that has two marks are added to the pairs.
func (m moderation) row(e marking.Entry, label string) views.SampleRow {
	row := views.SampleRow{Essay: int64(e.ID), Label: label}
	if e.Second == 0 {
		step := m.queue.SecondStep(e)
		row.Open, row.State = step == marking.SecondOpen, secondWords[step]
		return row
	}
	row.State = "marked twice"
	if e.Marked == marking.Agreed {
		row.Agreed, row.State = true, "marked twice and agreed"
	}
	first, _ := m.marks[e.ID].Newest(marking.First)
	second, _ := m.marks[e.ID].Newest(marking.Second)
	blind, _ := m.marks[e.ID].FirstBefore(second)
	apart := marking.Apart(first.Levels, second.Levels)
	for _, skill := range m.bench.Rubric.Skills {
		a, ok := blind.Levels[skill.ID]
		z, has := second.Levels[skill.ID]
		if ok && has { // neither had seen the other's
			m.pairs[skill.ID] = append(m.pairs[skill.ID], marking.Pair{First: a, Second: z})
		}
		if slices.Contains(apart, skill.ID) {
			row.Skills = append(row.Skills, skill.Title)
		}
	}
	return row
}

// secondWords say who can give an answer its second mark.
var secondWords = map[marking.SecondStep]string{
	marking.SecondOpen:     "waits for a second mark",
	marking.SecondElse:     "waits for a second mark by a colleague",
	marking.SecondChanging: "its first mark is being changed",
}
