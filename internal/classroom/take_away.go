package classroom

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"
)

// What a teacher takes away of a class: rows of numbers, worked out from attempts. A value that is not there is nil or
// a zero time, and never 0: what nobody has marked is not a bad mark.

// QuizID names in files what an attempt belongs to: the quiz of a lesson, the questions in its text, work that was
// handed out, or the sorting task of a bench.
func (a Attempt) QuizID() string { return quizID(a.Kind, a.Lesson, a.Assignment) }

// LessonQuizID names the quiz of a lesson.
func LessonQuizID(lesson string) string { return quizID(QuizAttempt, lesson, 0) }

// WorkID names work that was handed out.
func WorkID(id AssignmentID) string { return quizID(WorkAttempt, "", id) }

func quizID(kind, lesson string, work AssignmentID) string {
	_, sorting := SortingBench(lesson)
	switch {
	case sorting:
		return lesson
	case kind == WorkAttempt:
		return fmt.Sprintf("work:%d", work)
	case kind == CheckAttempt:
		return "text:" + lesson
	}
	return "lesson:" + lesson
}

// GivenQuiz is a quiz that a class can take.
type GivenQuiz struct {
	ID        string // as of QuizID
	Title     string
	Questions int  // in one attempt
	Test      bool // the last attempt counts; otherwise the best
	Hidden    bool // students do not see its results yet
	Work      bool // it was handed out; otherwise it is that of a lesson
	Takings   map[StudentID]Taking
}

// For reports whether a student is to take the quiz.
func (q GivenQuiz) For(student StudentID) bool {
	t, handed := q.Takings[student]
	return !q.Work || handed && t.Withdrawn.IsZero()
}

// AttemptScore is an attempt at a quiz without its answers.
type AttemptScore struct {
	ID                 AttemptID
	Student            StudentID
	Lesson             string // "" for work that was handed out
	Assignment         AssignmentID
	Started, Submitted time.Time // Submitted is zero while questions are open
	Questions          int
	Answered, Correct  int // Correct got all their marks
	Marks, OutOf       float64
	Pending            int   // written parts that wait for a teacher's level
	Last               int64 // the number of its latest answer; 0 for none
}

func (a AttemptScore) quizID() string {
	if a.Lesson == "" {
		return WorkID(a.Assignment)
	}
	return LessonQuizID(a.Lesson)
}

// CountsAs is what an attempt is worth.
type CountsAs string

// What attempts count as. Of the quiz of a lesson the numbers about a class count the first try that was finished, and
// whatever comes after it is practice with the answers seen.
const (
	AsFirstTry CountsAs = "first try"
	AsPractice CountsAs = "practice"
	AsTest     CountsAs = "test"
)

// countsAs says what an attempt at a quiz counts as; first is the first try. "" for work that is gone: nobody knows
// whether it was a test.
func (q GivenQuiz) countsAs(a AttemptScore, first AttemptID) CountsAs {
	switch {
	case q.Test:
		return AsTest
	case a.Lesson == "" && !q.Work:
		return ""
	case a.Lesson != "" && a.ID == first:
		return AsFirstTry
	}
	return AsPractice
}

// firstTry is the attempt at the quiz of a lesson that was finished first, by the order of the last answers; while none
// is, the one that began first. What was withdrawn as a whole counts for nothing.
func firstTry(attempts []AttemptScore) (first AttemptID) {
	last := int64(math.MaxInt64)
	for _, a := range attempts {
		switch {
		case !a.Submitted.IsZero() && a.OutOf > 0 && a.Last < last:
			first, last = a.ID, a.Last
		case first == 0 && a.Submitted.IsZero():
			first = a.ID
		}
	}
	return first
}

// ScoreStatus is how far an attempt is.
type ScoreStatus string

// The statuses.
const (
	ScoreNotStarted ScoreStatus = "not_started"
	ScoreInProgress ScoreStatus = "in_progress"
	ScoreSubmitted  ScoreStatus = "submitted" // something waits for a teacher's level
	ScoreMarked     ScoreStatus = "marked"
)

// ScoreRow is one attempt of a student at a quiz, or says that there is none.
type ScoreRow struct {
	Student            RosterStudent
	Quiz, Title        string
	Attempt            int // from 1; 0 when there is none
	Counts             CountsAs
	Status             ScoreStatus
	Started, Submitted time.Time
	Answered, Correct  int
	Questions          int
	Marks, OutOf       float64 // only once it is over
	Pending            int
	NeedsHelp          bool
	Of                 Handed // a lesson has no marks, an essay no questions; "" for a quiz
	Due, Late          bool   // Late says something only where there is a time at which it was Due
}

// Over reports whether the attempt is over, so that it has a score.
func (r ScoreRow) Over() bool { return r.Status == ScoreSubmitted || r.Status == ScoreMarked }

// Percent is the share of the marks, of a lesson that of the questions answered, 0 to 100; false while there is none.
func (r ScoreRow) Percent() (float64, bool) {
	if r.Of == HandedLesson && r.Status != ScoreNotStarted && r.Questions > 0 {
		return 100 * float64(r.Answered) / float64(r.Questions), true
	}
	if !r.Over() || r.OutOf <= 0 {
		return 0, false
	}
	return 100 * r.Marks / r.OutOf, true
}

// Took is how long the attempt took; false where its end is not known.
func (r ScoreRow) Took() (time.Duration, bool) {
	if r.Started.IsZero() || r.Submitted.IsZero() {
		return 0, false
	}
	return max(0, r.Submitted.Sub(r.Started)), true
}

// ScoreRows makes a row for each attempt, and one for each student who has not begun a quiz that they are to take: by
// student in the order given, by quiz, by attempt. A quiz that the class has no more comes behind, without a title. An
// attempt whose time is up is over, handed in or not.
func ScoreRows(now time.Time, students []RosterStudent, quizzes []GivenQuiz, attempts []AttemptScore,
	needs map[StudentID]bool) (rows []ScoreRow) {
	made := map[StudentID]map[string][]AttemptScore{}
	for _, a := range attempts {
		if made[a.Student] == nil {
			made[a.Student] = map[string][]AttemptScore{}
		}
		made[a.Student][a.quizID()] = append(made[a.Student][a.quizID()], a)
	}
	for _, st := range students {
		mine := made[st.ID]
		for _, q := range withLost(quizzes, mine) {
			row := ScoreRow{Student: st, Quiz: q.ID, Title: q.Title, Status: ScoreNotStarted, Questions: q.Questions,
				NeedsHelp: needs[st.ID]}
			if len(mine[q.ID]) == 0 && q.For(st.ID) {
				rows = append(rows, row)
			}
			slices.SortFunc(mine[q.ID], func(a, b AttemptScore) int { return cmp.Compare(a.ID, b.ID) })
			first := firstTry(mine[q.ID])
			for i, a := range mine[q.ID] {
				row.Attempt, row.Counts = i+1, q.countsAs(a, first)
				rows = append(rows, row.of(now, a, q.Takings))
			}
		}
	}
	return rows
}

// withLost adds the quizzes of attempts that are not among those of the class, by id.
func withLost(quizzes []GivenQuiz, made map[string][]AttemptScore) []GivenQuiz {
	var lost []string
	for id := range made {
		if !slices.ContainsFunc(quizzes, func(q GivenQuiz) bool { return q.ID == id }) {
			lost = append(lost, id)
		}
	}
	slices.Sort(lost)
	all := slices.Clip(quizzes)
	for _, id := range lost {
		all = append(all, GivenQuiz{ID: id})
	}
	return all
}

// of fills a row in with an attempt.
func (r ScoreRow) of(now time.Time, a AttemptScore, takings map[StudentID]Taking) ScoreRow {
	r.Started, r.Submitted, r.Questions, r.Status = a.Started, a.Submitted, a.Questions, ScoreInProgress
	r.Answered, r.Correct = a.Answered, a.Correct
	taking, handed := takings[a.Student]
	over := !a.Submitted.IsZero()
	if handed && !over && !taking.Takes(a.Started, now) {
		over = true
		if end := taking.EndsAt(a.Started); !end.After(now) { // taken back before its end: then nobody knows when
			r.Submitted = end
		}
	}
	if handed && !r.Submitted.IsZero() && !taking.Due.IsZero() {
		r.Due, r.Late = true, taking.Late(r.Submitted)
	}
	if over {
		r.Marks, r.OutOf, r.Pending, r.Status = a.Marks, a.OutOf, a.Pending, ScoreMarked
		if a.Pending > 0 {
			r.Status = ScoreSubmitted
		}
	}
	return r
}

// GradeColumn is a column of a gradebook. Who has no score in it is not marked.
type GradeColumn struct {
	ID, Title string
	OutOf     float64
	Scores    map[StudentID]float64
	Hidden    bool // students do not see the results yet
}

// QuizOutOf is what every quiz counts in a gradebook. Students may have been asked other questions, worth other marks,
// and so a quiz has the share of them as its score.
const QuizOutOf = 100

// QuizColumns makes a column for each quiz, from the rows of ScoreRows: of a test the last attempt that is over, of
// anything else the best.
func QuizColumns(quizzes []GivenQuiz, rows []ScoreRow) (columns []GradeColumn) {
	at := map[string]int{}
	for i, q := range quizzes {
		at[q.ID] = i
		columns = append(columns, GradeColumn{ID: q.ID, Title: q.Title, OutOf: QuizOutOf, Hidden: q.Hidden,
			Scores: map[StudentID]float64{}})
	}
	for _, r := range rows {
		i, known := at[r.Quiz]
		percent, over := r.Percent()
		if !known || !over {
			continue
		}
		percent = math.Round(percent*10) / 10
		if best, there := columns[i].Scores[r.Student.ID]; !there || quizzes[i].Test || percent > best {
			columns[i].Scores[r.Student.ID] = percent
		}
	}
	return columns
}

// LevelRow is one skill of a text that was handed in: what its author and a teacher said of it, each nil for nothing.
type LevelRow struct {
	Student       RosterStudent
	Bench, Title  string
	Round         int
	Skill         string
	Self, Teacher *int
	Comment       string
	Strength      string
	Target        string
	Marker        string
	Words         int
	HandedIn      time.Time
	Marked        time.Time // zero while it is not, or the one who asks may not see it yet
	Returned      time.Time // zero while it is not
}

// HandedText is a text that was handed in and not taken back: the last one of its round.
type HandedText struct {
	Essay      EssayID
	Bench      string
	Rubric     string
	Round, Rev int
	Text       string
	At         time.Time
	Own        map[string]SelfAssessment // by skill
}

// EssayColumns makes a column for each bench at which somebody has handed in: the sum of the levels in the last round
// that was returned, out of 4 for each skill. What is not returned, or not marked in each skill, has no score. titles
// tells what a column is called, by bench.
func EssayColumns(rows []LevelRow) (columns []GradeColumn) {
	type sum struct{ levels, skills, missing int }
	type text struct {
		student StudentID
		round   int
	}
	sums := map[string]map[text]sum{}
	for _, r := range rows {
		if sums[r.Bench] == nil {
			sums[r.Bench] = map[text]sum{}
			columns = append(columns, GradeColumn{ID: "bench:" + r.Bench, Title: r.Title, Scores: map[StudentID]float64{}})
		}
		s := sums[r.Bench][text{r.Student.ID, r.Round}]
		s.skills++
		if r.Teacher == nil || r.Returned.IsZero() {
			s.missing++
		} else {
			s.levels += *r.Teacher
		}
		sums[r.Bench][text{r.Student.ID, r.Round}] = s
	}
	for i, c := range columns {
		last := map[StudentID]int{}
		for of, s := range sums[rows[firstOf(rows, c.ID)].Bench] {
			columns[i].OutOf = max(columns[i].OutOf, float64(MostLevel*s.skills))
			if s.missing == 0 && of.round > last[of.student] {
				last[of.student] = of.round
				columns[i].Scores[of.student] = float64(s.levels)
			}
		}
	}
	return columns
}

// MostLevel is the highest level of a skill.
const MostLevel = 4

func firstOf(rows []LevelRow, column string) int {
	return slices.IndexFunc(rows, func(r LevelRow) bool { return "bench:"+r.Bench == column })
}
