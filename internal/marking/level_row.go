package marking

import (
	"maps"
	"slices"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/essay"
)

// Levels is what is known of the texts that one student has handed in, to make rows of.
type Levels struct {
	Student classroom.RosterStudent
	Texts   []classroom.HandedText
	Marks   Marks                // those that count, the oldest first
	Back    map[MarkID]time.Time // when marks were returned that still are
	Hidden  func(m Mark) bool    // whoever asks may not see the mark yet
	Skills  func(rubric string) []string
	Title   func(bench string) string
	Name    func(teacher classroom.TeacherID) string
}

// Rows makes a row for each skill of each text. A mark of another text than the one that was handed in is none of it.
func (l Levels) Rows() (rows []classroom.LevelRow) {
	for _, text := range l.Texts {
		row := classroom.LevelRow{Student: l.Student, Bench: text.Bench, Title: l.Title(text.Bench), Round: text.Round,
			Words: essay.Words(text.Text), HandedIn: text.At}
		mark, marked := l.markOf(text)
		if marked {
			row.Strength, row.Target, row.Marked = mark.Strength, mark.Target, mark.At
			row.Marker, row.Returned = l.Name(mark.Teacher), l.Back[mark.ID]
		}
		for _, skill := range l.skillsOf(text, mark) {
			row.Skill, row.Self, row.Teacher, row.Comment = skill, nil, nil, mark.Comments[skill]
			if own, said := text.Own[skill]; said {
				row.Self = &own.Level
			}
			if level, given := mark.Levels[skill]; given {
				row.Teacher = &level
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// skillsOf are the skills of the rubric, and behind them those with a level that the rubric has no more.
func (l Levels) skillsOf(text classroom.HandedText, mark Mark) []string {
	skills := slices.Clip(l.Skills(text.Rubric))
	var lost []string
	for _, skill := range slices.Concat(slices.Collect(maps.Keys(text.Own)), slices.Collect(maps.Keys(mark.Levels))) {
		if !slices.Contains(skills, skill) {
			lost = append(lost, skill)
		}
	}
	slices.Sort(lost)
	return append(skills, slices.Compact(lost)...)
}

// markOf is the mark of a text that stands; false when there is none, or it is hidden.
func (l Levels) markOf(text classroom.HandedText) (standing Mark, found bool) {
	for _, m := range l.Marks {
		if m.Essay == text.Essay && m.Rev == text.Rev && m.Purpose != Second {
			standing, found = m, true
		}
	}
	if found && l.Hidden(standing) {
		return Mark{}, false
	}
	return standing, found
}
