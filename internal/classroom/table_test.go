package classroom_test

import (
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
)

func TestCells(t *testing.T) {
	t.Parallel()
	quiz := func(first, best, latest float64) *classroom.QuizRecord {
		return &classroom.QuizRecord{FirstMarks: first * 16, FirstOutOf: 16, BestShare: best, LatestShare: latest}
	}
	for _, row := range []struct {
		name   string
		record classroom.LessonRecord
		state  classroom.CellState
		trend  classroom.Trend
		words  string
	}{
		{"nothing", classroom.LessonRecord{}, classroom.Untouched, 0, "Nothing yet"},
		{"a check", classroom.LessonRecord{Checks: 1}, classroom.BeingRead, 0, "Reading"},
		{"a section", classroom.LessonRecord{SectionsRead: []string{"a"}}, classroom.BeingRead, 0,
			"Reading, 1 section read"},
		{"two sections", classroom.LessonRecord{SectionsRead: []string{"a", "b"}, Checks: 3}, classroom.BeingRead, 0,
			"Reading, 2 sections read"},
		{"first quiz", classroom.LessonRecord{SectionsRead: []string{"a"}, Answered: 4}, classroom.BeingAsked, 0,
			"In the quiz, 4 answered"},
		{"failed", classroom.LessonRecord{Quiz: quiz(.4, .4, .4)}, classroom.NotPassed, 0, "Not passed yet"},
		{"failed, better", classroom.LessonRecord{Quiz: quiz(.4, .6, .6)}, classroom.NotPassed, classroom.Better,
			"Not passed yet, better than the first time"},
		{"failed, worse", classroom.LessonRecord{Quiz: quiz(.6, .6, .5)}, classroom.NotPassed, classroom.Worse,
			"Not passed yet, worse than the first time"},
		{"once more", classroom.LessonRecord{Answered: 1, Quiz: quiz(.4, .6, .6)}, classroom.BeingAsked,
			classroom.Better, "In the quiz, 1 answered, better than the first time"},
		{"passed at once", classroom.LessonRecord{Quiz: quiz(.8, .8, .8)}, classroom.HasPassed, 0, "Passed"},
		{"passed later", classroom.LessonRecord{Quiz: quiz(.4, .8, .8)}, classroom.HasPassed, classroom.Better,
			"Passed, better than the first time"},
		{"passed, then failed", classroom.LessonRecord{Quiz: quiz(.8, .8, .3)}, classroom.HasPassed, classroom.Worse,
			"Passed, worse than the first time"},
		{"passed, asked again", classroom.LessonRecord{Answered: 2, Quiz: quiz(.8, .8, .8)}, classroom.HasPassed, 0,
			"Passed"},
		{"less than a hundredth apart", classroom.LessonRecord{Quiz: quiz(.8, .802, .802)}, classroom.HasPassed, 0,
			"Passed"},
		{"the pass mark", classroom.LessonRecord{Quiz: quiz(.7, .7, .7)}, classroom.HasPassed, 0, "Passed"},
		{"no marks to be had", classroom.LessonRecord{Quiz: &classroom.QuizRecord{}}, classroom.NotPassed, 0,
			"Not passed yet"},
	} {
		got := row.record.Cell()
		if got.State != row.state || got.Trend != row.trend || got.Words() != row.words {
			t.Errorf("%s: got %v, %v, %q", row.name, got.State, got.Trend, got.Words())
		}
	}
}

func TestWordsOfTheMarks(t *testing.T) {
	t.Parallel()
	for state, want := range map[classroom.CellState]string{classroom.Untouched: "Nothing yet",
		classroom.BeingRead: "Reading", classroom.BeingAsked: "In the quiz", classroom.NotPassed: "Not passed yet",
		classroom.HasPassed: "Passed"} {
		if got := (classroom.Cell{State: state}).Words(); got != want {
			t.Errorf("%d: got %q, want %q", state, got, want)
		}
	}
}

func TestOrders(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	row := func(id classroom.StudentID, name string, ago time.Duration, r classroom.LessonRecord) classroom.ClassRow {
		return classroom.ClassRow{Student: classroom.Student{ID: id, Name: name}, LastActive: noon.Add(-ago),
			Lessons: map[string]classroom.LessonRecord{"kirov": r}}
	}
	passed := classroom.LessonRecord{Quiz: &classroom.QuizRecord{FirstMarks: 9, FirstOutOf: 10, BestShare: .9,
		LatestShare: .9}}
	failed := classroom.LessonRecord{Quiz: &classroom.QuizRecord{FirstMarks: 1, FirstOutOf: 10, BestShare: .1,
		LatestShare: .1}}
	read := classroom.LessonRecord{Checks: 1}
	rank := map[classroom.StudentID]int{3: 2, 4: 1}
	for _, c := range []struct{ asked, want, order string }{
		{"", "help", "Dora Cem Ada Ben"},
		{"help", "help", "Dora Cem Ada Ben"},
		{"nonsense", "help", "Dora Cem Ada Ben"},
		{"name", "name", "Ada Ben Cem Dora"},
		{"seen", "seen", "Cem Ben Dora Ada"},
		{"lesson-kirov", "lesson-kirov", "Dora Ben Cem Ada"},
		{"lesson-army", "lesson-army", "Ada Ben Cem Dora"}, // all alike
		{"lesson-gone", "help", "Dora Cem Ada Ben"},
		{"kirov", "help", "Dora Cem Ada Ben"},
	} {
		rows := []classroom.ClassRow{
			row(1, "Ada", 9*time.Hour, passed), row(2, "Ben", 2*time.Hour, read),
			row(3, "Cem", time.Minute, failed), row(4, "Dora", 8*time.Hour, classroom.LessonRecord{})}
		by := classroom.ParseOrder(c.asked, []string{"kirov", "army"})
		classroom.SortRows(rows, by, func(id classroom.StudentID) int { return rank[id] })
		var names []string
		for _, r := range rows {
			names = append(names, r.Student.Name)
		}
		if got := strings.Join(names, " "); string(by) != c.want || got != c.order {
			t.Errorf("%q: got %s, %s; want %s, %s", c.asked, by, got, c.want, c.order)
		}
	}
	if by := classroom.InLesson("army"); by != classroom.ParseOrder("lesson-army", []string{"army"}) {
		t.Errorf("the order of a lesson is %q", by)
	}
}

func TestPresence(t *testing.T) {
	t.Parallel()
	berlin := time.FixedZone("here", 2*60*60)
	now := time.Date(2026, 9, 2, 0, 30, 0, 0, berlin) // half past midnight
	row := func(ago time.Duration) classroom.ClassRow { return classroom.ClassRow{LastActive: now.Add(-ago)} }
	for _, c := range []struct {
		name                      string
		ago                       []time.Duration
		here, hour, today, missed int
	}{
		{"nobody", nil, 0, 0, 0, 0},
		{"now", []time.Duration{0}, 1, 1, 1, 0},
		{"the clock was ahead", []time.Duration{-time.Hour}, 1, 1, 1, 0},
		{"today", []time.Duration{29 * time.Minute}, 0, 1, 1, 0},
		{"midnight", []time.Duration{30 * time.Minute}, 0, 1, 1, 0},
		{"yesterday, within the hour", []time.Duration{31 * time.Minute}, 0, 1, 0, 1},
		{"all kinds", []time.Duration{time.Minute, 10 * time.Minute, 2 * time.Hour, 200 * time.Hour}, 1, 2, 2, 2},
	} {
		var rows []classroom.ClassRow
		for _, ago := range c.ago {
			rows = append(rows, row(ago))
		}
		p := classroom.PresenceAt(now, rows, 5*time.Minute)
		if p.Now != c.here || p.Hour != c.hour || p.Today != c.today || len(p.Missing) != c.missed {
			t.Errorf("%s: got %d, %d, %d, %d missing", c.name, p.Now, p.Hour, p.Today, len(p.Missing))
		}
		if len(rows) == 0 != p.Latest.IsZero() {
			t.Errorf("%s: the latest is %v", c.name, p.Latest)
		}
	}
}

func TestWhatTheClassMaySee(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n, of int
		want  classroom.Shown
	}{
		{0, 0, classroom.Nobody}, {0, 28, classroom.Nobody}, {1, 28, classroom.AFew}, {4, 28, classroom.AFew},
		{5, 28, classroom.Counted}, {23, 28, classroom.Counted}, {24, 28, classroom.NearlyAll},
		{27, 28, classroom.NearlyAll}, {28, 28, classroom.Everybody}, {1, 1, classroom.AFew}, {4, 4, classroom.AFew},
		{5, 5, classroom.Everybody}, {5, 9, classroom.NearlyAll}, {5, 10, classroom.Counted},
	} {
		if got := classroom.ShownTo(c.n, c.of); got != c.want {
			t.Errorf("%d of %d: got %v, want %v", c.n, c.of, got, c.want)
		}
	}
}
