package classroom_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
)

var nine = time.Date(2026, 9, 3, 9, 0, 0, 0, time.UTC)

func takers() []classroom.RosterStudent {
	return []classroom.RosterStudent{{ID: 1, Name: "Ana"}, {ID: 2, Name: "Ben", ExtraTime: 50}}
}

// thursday is a test of ten minutes, from nine to ten, that was due at half past nine.
func thursday(students ...classroom.RosterStudent) classroom.GivenQuiz {
	a := classroom.Assignment{ID: 17, Title: "Thursday", Handed: classroom.HandedQuiz, Minutes: 10, Test: true, Made: nine,
		Due: nine.Add(30 * time.Minute), Closes: nine.Add(time.Hour), Results: classroom.ResultsReleased}
	q := classroom.GivenQuiz{ID: "work:17", Title: a.Title, Questions: 3, Test: true, Work: true, Hidden: true,
		Takings: map[classroom.StudentID]classroom.Taking{}}
	for _, st := range students {
		q.Takings[st.ID] = classroom.Taking{Assignment: a, Student: st.ID,
			Settings: classroom.Settings{ExtraTime: st.ExtraTime}}
	}
	return q
}

// line is a row in few words.
func line(r classroom.ScoreRow) string {
	percent := "-"
	if p, ok := r.Percent(); ok {
		percent = fmt.Sprintf("%.1f", p)
	}
	took := "-"
	if d, ok := r.Took(); ok {
		took = fmt.Sprint(d)
	}
	late := "-"
	if r.Due {
		late = fmt.Sprint(r.Late)
	}
	return fmt.Sprintf("%s %s %d %s %s %s %s", r.Student.Name, r.Quiz, r.Attempt, r.Status, percent, took, late)
}

func TestScoreRows(t *testing.T) {
	kirov := classroom.GivenQuiz{ID: "lesson:kirov", Title: "Quiz 1", Questions: 10}
	done := func(id classroom.AttemptID, st classroom.StudentID, marks float64) classroom.AttemptScore {
		return classroom.AttemptScore{ID: id, Student: st, Lesson: "kirov", Started: nine,
			Submitted: nine.Add(4 * time.Minute), Questions: 10, Answered: 10, Marks: marks, OutOf: 12}
	}
	work := func(id classroom.AttemptID, st classroom.StudentID, began, in time.Duration) classroom.AttemptScore {
		a := classroom.AttemptScore{ID: id, Student: st, Assignment: 17, Started: nine.Add(began), Questions: 3, Answered: 1,
			Correct: 1, Marks: 2, OutOf: 6}
		if in > 0 {
			a.Submitted = nine.Add(in)
		}
		return a
	}
	waits := done(5, 1, 6)
	waits.Pending = 2
	open := done(4, 2, 3)
	open.Submitted = time.Time{}
	one := takers()[:1]
	withdrawn := thursday(one...)
	back := withdrawn.Takings[1]
	back.Withdrawn = nine.Add(5 * time.Minute)
	withdrawn.Takings[1] = back
	for _, row := range []struct {
		name     string
		students []classroom.RosterStudent
		quizzes  []classroom.GivenQuiz
		attempts []classroom.AttemptScore
		after    time.Duration
		want     string
	}{
		{"nothing yet", takers(), []classroom.GivenQuiz{kirov}, nil, 0,
			"Ana lesson:kirov 0 not_started - - -|Ben lesson:kirov 0 not_started - - -"},
		{"nobody", nil, []classroom.GivenQuiz{kirov}, []classroom.AttemptScore{done(1, 1, 6)}, 0, ""},
		{"two attempts, in their order", one, []classroom.GivenQuiz{kirov},
			[]classroom.AttemptScore{done(9, 1, 12), done(3, 1, 6)}, 0,
			"Ana lesson:kirov 1 marked 50.0 4m0s -|Ana lesson:kirov 2 marked 100.0 4m0s -"},
		{"no marks is 0, and counts", one, []classroom.GivenQuiz{kirov}, []classroom.AttemptScore{done(1, 1, 0)}, 0,
			"Ana lesson:kirov 1 marked 0.0 4m0s -"},
		{"one that waits for a level", one, []classroom.GivenQuiz{kirov}, []classroom.AttemptScore{waits}, 0,
			"Ana lesson:kirov 1 submitted 50.0 4m0s -"},
		{"open: no score", takers()[1:], []classroom.GivenQuiz{kirov}, []classroom.AttemptScore{open}, 0,
			"Ben lesson:kirov 1 in_progress - - -"},
		{"a lesson that is gone", one, nil, []classroom.AttemptScore{done(1, 1, 6)}, 0,
			"Ana lesson:kirov 1 marked 50.0 4m0s -"},
		{"within the time", one, []classroom.GivenQuiz{thursday(one...)}, []classroom.AttemptScore{work(1, 1, 0, 0)},
			10 * time.Minute, "Ana work:17 1 in_progress - - -"},
		{"the time is up", one, []classroom.GivenQuiz{thursday(one...)}, []classroom.AttemptScore{work(1, 1, 0, 0)},
			11 * time.Minute, "Ana work:17 1 marked 33.3 10m0s false"},
		{"extra time is not up", takers()[1:], []classroom.GivenQuiz{thursday(takers()...)},
			[]classroom.AttemptScore{work(1, 2, 0, 0)}, 11 * time.Minute, "Ben work:17 1 in_progress - - -"},
		{"late", one, []classroom.GivenQuiz{thursday(one...)},
			[]classroom.AttemptScore{work(1, 1, 35*time.Minute, 40*time.Minute)}, time.Hour,
			"Ana work:17 1 marked 33.3 5m0s true"},
		{"not for this student", takers(), []classroom.GivenQuiz{thursday(one...)}, nil, 0,
			"Ana work:17 0 not_started - - -"},
		{"taken back, not begun", one, []classroom.GivenQuiz{withdrawn}, nil, time.Hour, ""},
		{"taken back, begun", one, []classroom.GivenQuiz{withdrawn}, []classroom.AttemptScore{work(1, 1, 0, 0)},
			6 * time.Minute, "Ana work:17 1 marked 33.3 - -"},
		{"work of another class", one, nil, []classroom.AttemptScore{work(1, 1, 0, 5*time.Minute)}, 0,
			"Ana work:17 1 marked 33.3 5m0s -"},
	} {
		var got []string
		for _, r := range classroom.ScoreRows(nine.Add(row.after), row.students, row.quizzes, row.attempts, nil) {
			got = append(got, line(r))
		}
		if list := strings.Join(got, "|"); list != row.want {
			t.Errorf("%s:\n got %s\nwant %s", row.name, list, row.want)
		}
	}
}

func TestQuizColumns(t *testing.T) {
	rows := func(percents ...float64) (all []classroom.ScoreRow) {
		for i, p := range percents {
			r := classroom.ScoreRow{Student: takers()[0], Quiz: "q", Attempt: i + 1, Status: classroom.ScoreMarked, Marks: p,
				OutOf: 100}
			if p < 0 {
				r.Status = classroom.ScoreInProgress
			}
			all = append(all, r)
		}
		return all
	}
	for _, row := range []struct {
		name string
		test bool
		rows []classroom.ScoreRow
		want string // "" for an empty cell
	}{
		{"nothing", false, nil, ""}, {"open", false, rows(-1), ""}, {"0 is a score", false, rows(0), "0"},
		{"the best counts", false, rows(40, 90, 60), "90"}, {"of a test the last", true, rows(40, 90, 60), "60"},
		{"an open one does not replace it", true, rows(40, -1), "40"}, {"rounded", false, rows(66.6666), "66.7"},
		{"another quiz", false, []classroom.ScoreRow{{Student: takers()[0], Quiz: "other", Status: classroom.ScoreMarked,
			OutOf: 1}}, ""},
	} {
		got := ""
		columns := classroom.QuizColumns([]classroom.GivenQuiz{{ID: "q", Test: row.test}}, row.rows)
		if score, ok := columns[0].Scores[1]; ok {
			got = fmt.Sprint(score)
		}
		if got != row.want || columns[0].OutOf != 100 {
			t.Errorf("%s: got %q, want %q", row.name, got, row.want)
		}
	}
}

func TestEssayColumns(t *testing.T) {
	level := func(round int, level int, returned bool) classroom.LevelRow {
		r := classroom.LevelRow{Student: takers()[0], Bench: "b", Title: "Two", Round: round}
		if level >= 0 {
			r.Teacher = &level
		}
		if returned {
			r.Returned = nine
		}
		return r
	}
	for _, row := range []struct {
		name string
		rows []classroom.LevelRow
		want string
	}{
		{"returned", []classroom.LevelRow{level(1, 3, true), level(1, 0, true)}, "3 of 8"},
		{"marked only", []classroom.LevelRow{level(1, 3, false), level(1, 0, false)}, "- of 8"},
		{"one skill is not marked", []classroom.LevelRow{level(1, 3, true), level(1, -1, true)}, "- of 8"},
		{"the second text is not back", []classroom.LevelRow{level(1, 3, true), level(2, 4, false)}, "3 of 4"},
		{"the second text is back", []classroom.LevelRow{level(1, 3, true), level(2, 2, true)}, "2 of 4"},
	} {
		c := classroom.EssayColumns(row.rows)
		got := "-"
		if score, ok := c[0].Scores[1]; ok {
			got = fmt.Sprint(score)
		}
		if got = fmt.Sprintf("%s of %v", got, c[0].OutOf); len(c) != 1 || c[0].ID != "bench:b" || got != row.want {
			t.Errorf("%s: got %s, want %s", row.name, got, row.want)
		}
	}
	if got := classroom.EssayColumns(nil); len(got) != 0 {
		t.Errorf("without a text there are %d columns", len(got))
	}
}

func TestAnswerRows(t *testing.T) {
	two := 2
	given := func(q string, after time.Duration, a quiz.Answer) classroom.Response {
		return classroom.Response{Question: q, Version: 900, Answer: a, Marks: 1, OutOf: 2, Confidence: "certain",
			At: nine.Add(after)}
	}
	attempts := []classroom.Attempt{
		{ID: 1, Lesson: "kirov", Kind: classroom.QuizAttempt, Started: nine,
			Questions: []classroom.Asked{{Question: "q1"}, {Question: "q2"}, {Question: "q3"}},
			Responses: map[string]classroom.Response{"q1": given("q1", 90*time.Second, quiz.Answer{"option": {"b", "a"}}),
				"q2": given("q2", 60*time.Second, quiz.Answer{"w.why": {"secret"}, "p1": {"x"}, "p2": {"y"}})}},
		{ID: 2, Lesson: "kirov", Kind: classroom.CheckAttempt, Started: nine, Questions: []classroom.Asked{{Question: "c"}},
			Responses: map[string]classroom.Response{"c": given("c", time.Minute, nil)}},
		{ID: 3, Lesson: "kirov", Kind: classroom.CheckAttempt, Started: nine, Questions: []classroom.Asked{{Question: "c"}},
			Responses: map[string]classroom.Response{"c": given("c", 2*time.Minute, nil)}},
		{ID: 4, Kind: classroom.WorkAttempt, Assignment: 17, Started: nine, Questions: []classroom.Asked{{Question: "q1"}}},
	}
	decided := map[classroom.AnswerKey]classroom.DecidedBy{{Attempt: 1, Question: "q2"}: {Teacher: "Ms Lee",
		At: nine.Add(time.Hour), Regraded: true, Levels: map[string]classroom.WrittenLevel{"why": {Teacher: &two}, "x": {}}}}
	rows, err := classroom.AnswerRows(takers()[0], attempts, decided,
		func(r classroom.Response) (classroom.AskedQuestion, error) {
			return classroom.AskedQuestion{Version: 3, Kind: "single_choice", Objectives: []string{"o"},
				Grade: quiz.Grade{Score: 0.5, Given: "in words", Lines: []quiz.Line{{Mark: quiz.Wrong, Feedback: "No."},
					{Mark: quiz.Rest, Feedback: "Not said."}, {Mark: quiz.Wrong, Feedback: "No.", Unmatched: true}}}}, nil
		})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows {
		seconds := "-"
		if r.Seconds != nil {
			seconds = fmt.Sprint(*r.Seconds)
		}
		got = append(got, fmt.Sprint(r.Quiz, r.Attempt, " ", r.Question, " ", r.Response, " ", r.Levels, " ", r.Marker, " ",
			r.MarkedAt.Sub(nine), " ", r.Tries, " ", seconds, " ", r.Flags))
		if r.Feedback != "No." || r.Version != 3 || r.Outcome != quiz.Near {
			t.Errorf("%s: feedback %q, version %d, %s", r.Question, r.Feedback, r.Version, r.Outcome)
		}
	}
	want := []string{
		"lesson:kirov1 q1 b|a   1m30s 1 30 [sure:certain not_recognised]",
		"lesson:kirov1 q2 p1=x|p2=y why=2 Ms Lee 1h0m0s 1 60 [sure:certain not_recognised regraded]",
		"text:kirov1 c    1m0s 1 - [sure:certain not_recognised]",
		"text:kirov2 c    2m0s 2 - [sure:certain not_recognised]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestItemRow(t *testing.T) {
	item := func(n int) (*classroom.Item, []quiz.Grade, map[int64]float64) {
		it, seconds := &classroom.Item{}, map[int64]float64{}
		var grades []quiz.Grade
		for i := range n {
			right := i%2 == 0
			a := classroom.ItemAnswer{FirstAnswer: classroom.FirstAnswer{Response: int64(i), OutOf: 1}, Rested: true}
			lines := []quiz.Line{{ID: "x", Label: "X", Mark: quiz.Missed}, {ID: "y", Label: "Y", Mark: quiz.Rest}}
			if right {
				a.Marks, a.Rest, lines[0].Mark = 1, 1, quiz.Right
			} else if i%3 == 0 { // others leave it blank
				lines[1].Mark = quiz.Wrong
			}
			it.Answers, grades = append(it.Answers, a), append(grades, quiz.Grade{Lines: lines})
			seconds[int64(i)] = float64(i)
		}
		return it, grades, seconds
	}
	blank := quiz.Grade{Lines: []quiz.Line{{ID: "x", Label: "X", Mark: quiz.Missed},
		{ID: "y", Label: "Y", Mark: quiz.Rest}}}
	letters := map[string]string{"x": "B", "y": "A"}
	for _, row := range []struct {
		n    int
		want string
	}{
		{0, "0 - - A0 B0 blank 0 -"}, {9, "9 0.56 - A1 B5 blank 3 4.0"}, {10, "10 0.50 1.00 A2 B5 blank 3 4.5"},
	} {
		it, grades, seconds := item(row.n)
		parts := classroom.PartsOf(blank, grades)
		r := classroom.ItemRowOf(it, classroom.AskedQuestion{}, parts, letters, seconds)
		show := func(v *float64, form string) string {
			if v == nil {
				return "-"
			}
			return fmt.Sprintf(form, *v)
		}
		got := fmt.Sprintf("%d %s %s A%d B%d blank %d %s", r.N, show(r.Facility, "%.2f"), show(r.Discrimination, "%.2f"),
			*r.Options[0], *r.Options[1], *r.Blank, show(r.Seconds, "%.1f"))
		if got != row.want || r.Options[2] != nil {
			t.Errorf("%d answers: got %s, want %s", row.n, got, row.want)
		}
		typed := classroom.ItemRowOf(it, classroom.AskedQuestion{}, parts, nil, nil)
		if typed.Blank != nil || typed.Options[0] != nil || typed.Seconds != nil {
			t.Errorf("without letters there are columns of options: %+v", typed)
		}
	}
}

func TestByPlace(t *testing.T) {
	got := classroom.ByPlace([]classroom.Asked{{"lost", 1}, {"b", 1}, {"a", 1}, {"a", 2}}, map[string]int{"a": 1, "b": 2})
	want := []classroom.Asked{{"a", 2}, {"a", 1}, {"b", 1}, {"lost", 1}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// The first try at the quiz of a lesson is the one that was finished first, as in all numbers about a class.
func TestWhatAttemptsCountAs(t *testing.T) {
	kirov := classroom.GivenQuiz{ID: "lesson:kirov", Title: "Quiz 1", Questions: 10}
	try := func(id classroom.AttemptID, last int64, finished bool, outOf float64) classroom.AttemptScore {
		a := classroom.AttemptScore{ID: id, Student: 1, Lesson: "kirov", Started: nine, Last: last, OutOf: outOf}
		if finished {
			a.Submitted = nine.Add(time.Minute)
		}
		return a
	}
	work := classroom.AttemptScore{ID: 1, Student: 1, Assignment: 17, Started: nine, Submitted: nine, OutOf: 6}
	practice, test := thursday(takers()[0]), thursday(takers()[0])
	practice.Test, test.Test = false, true
	for _, row := range []struct {
		name     string
		quiz     []classroom.GivenQuiz
		attempts []classroom.AttemptScore
		want     string
	}{
		{"not begun", []classroom.GivenQuiz{kirov}, nil, "0 "},
		{"the first is open", []classroom.GivenQuiz{kirov}, []classroom.AttemptScore{try(1, 4, false, 0)}, "1 first try"},
		{"three", []classroom.GivenQuiz{kirov}, []classroom.AttemptScore{try(1, 10, true, 12), try(2, 20, true, 12),
			try(3, 0, false, 0)}, "1 first try|2 practice|3 practice"},
		{"that of a guest, finished later", []classroom.GivenQuiz{kirov}, []classroom.AttemptScore{try(1, 30, true, 12),
			try(2, 20, true, 12)}, "1 practice|2 first try"},
		{"that of a guest, still open", []classroom.GivenQuiz{kirov}, []classroom.AttemptScore{try(1, 3, false, 4),
			try(2, 20, true, 12)}, "1 practice|2 first try"},
		{"withdrawn as a whole", []classroom.GivenQuiz{kirov}, []classroom.AttemptScore{try(1, 10, true, 0),
			try(2, 20, true, 12)}, "1 practice|2 first try"},
		{"in a lesson that is gone", nil, []classroom.AttemptScore{try(1, 10, true, 12)}, "1 first try"},
		{"a test", []classroom.GivenQuiz{test}, []classroom.AttemptScore{work}, "1 test"},
		{"practice that was handed out", []classroom.GivenQuiz{practice}, []classroom.AttemptScore{work}, "1 practice"},
		{"work that is gone", nil, []classroom.AttemptScore{work}, "1 "},
	} {
		var got []string
		for _, r := range classroom.ScoreRows(nine, takers()[:1], row.quiz, row.attempts, nil) {
			got = append(got, fmt.Sprint(r.Attempt, " ", r.Counts))
		}
		if strings.Join(got, "|") != row.want {
			t.Errorf("%s: got %s, want %s", row.name, strings.Join(got, "|"), row.want)
		}
	}
}
