package classroom

import (
	"slices"
	"time"
)

// GivenWork is a lesson or an essay that was handed out.
type GivenWork struct {
	ID, Title string // ID as of WorkID
	Takings   map[StudentID]Taking
	Questions int // that the text of a lesson asks; 0 for an essay
	Done      map[StudentID][]WorkDone
}

// WorkDone is what a student has done of a lesson, or one round of an essay.
type WorkDone struct {
	Round        int // of an essay; 0 for a lesson
	Answered     int // of the questions in a lesson's text
	In           time.Time
	Levels, Most int // of an essay whose levels were all returned: their sum, and what it could be; else 0
	Pending      int // skills of an essay that was handed in without a level that was returned
}

// WorkRows makes a row for each lesson and each round of an essay that was handed out, and one for each student who has
// done nothing of it. What has no marks, or none yet, has none in its row.
func WorkRows(students []RosterStudent, all []GivenWork, needs map[StudentID]bool) (rows []ScoreRow) {
	for _, st := range students {
		for _, w := range all {
			taking, handed := w.Takings[st.ID]
			if !handed || !taking.Withdrawn.IsZero() && len(w.Done[st.ID]) == 0 {
				continue
			}
			row := ScoreRow{Student: st, Quiz: w.ID, Title: w.Title, Status: ScoreNotStarted, Questions: w.Questions,
				NeedsHelp: needs[st.ID], Of: taking.Handed}
			if len(w.Done[st.ID]) == 0 {
				rows = append(rows, row)
			}
			for _, done := range w.Done[st.ID] {
				rows = append(rows, row.done(done, taking))
			}
		}
	}
	return rows
}

// done fills a row in with what was done.
func (r ScoreRow) done(d WorkDone, t Taking) ScoreRow {
	r.Attempt, r.Answered, r.Submitted, r.Status = d.Round, d.Answered, d.In, ScoreInProgress
	r.Marks, r.OutOf, r.Pending = float64(d.Levels), float64(d.Most), d.Pending
	if !d.In.IsZero() {
		r.Status = ScoreMarked
		if d.Pending > 0 {
			r.Status = ScoreSubmitted
		}
		if !t.Due.IsZero() {
			r.Due, r.Late = true, t.Late(d.In)
		}
	}
	return r
}

// EssaysDone are the rounds of each student at a bench, from what was said of them skill by skill.
func EssaysDone(bench string, rows []LevelRow) map[StudentID][]WorkDone {
	done := map[StudentID][]WorkDone{}
	for _, r := range rows {
		if r.Bench != bench {
			continue
		}
		mine := done[r.Student.ID]
		i := slices.IndexFunc(mine, func(d WorkDone) bool { return d.Round == r.Round })
		if i < 0 {
			i, mine = len(mine), append(mine, WorkDone{Round: r.Round, In: r.HandedIn})
		}
		if mine[i].Most += MostLevel; r.Teacher == nil || r.Returned.IsZero() {
			mine[i].Pending++
		} else {
			mine[i].Levels += *r.Teacher
		}
		done[r.Student.ID] = mine
	}
	for _, mine := range done {
		for i := range mine {
			if mine[i].Pending > 0 {
				mine[i].Levels, mine[i].Most = 0, 0
			}
		}
	}
	return done
}

// ByStudent puts rows into the order of the students, each student's in the order that they had.
func ByStudent(students []RosterStudent, rows []ScoreRow) {
	place := map[StudentID]int{}
	for i, st := range students {
		place[st.ID] = i
	}
	slices.SortStableFunc(rows, func(a, b ScoreRow) int { return place[a.Student.ID] - place[b.Student.ID] })
}
