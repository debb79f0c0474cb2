package classroom_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
)

// at is a minute of the Thursday on which the quiz of these tests is written.
func at(clock string) time.Time {
	if clock == "" {
		return time.Time{}
	}
	t, err := time.Parse("2006-01-02 15:04:05", "2026-09-17 "+clock)
	if err != nil {
		t, err = time.Parse("2006-01-02 15:04", "2026-09-17 "+clock)
	}
	if err != nil {
		panic(err)
	}
	return t
}

func taking(minutes int, opens, due, closes string, extra int) classroom.Taking {
	return classroom.Taking{
		Assignment: classroom.Assignment{Handed: classroom.HandedQuiz, Minutes: minutes, Made: at("08:00"),
			Opens: at(opens), Due: at(due), Closes: at(closes)},
		Settings: classroom.Settings{ExtraTime: extra},
	}
}

func TestExtraTimeMovesTheEnd(t *testing.T) {
	late := taking(0, "09:00", "", "09:40", 0)
	late.Grant.Closes = at("11:00")
	early := taking(0, "09:00", "", "09:40", 100)
	early.Grant.Closes = at("10:00")
	week := taking(0, "", "", "", 50)
	week.Closes = at("08:00").AddDate(0, 0, 7)
	for _, c := range []struct {
		name               string
		t                  classroom.Taking
		began              string
		closes, due, ended time.Time
	}{
		{"nothing is set", taking(0, "", "", "", 100), "09:00", at(""), at(""), at("")},
		{"a close", taking(0, "09:00", "09:30", "09:40", 0), "09:10", at("09:40"), at("09:30"), at("09:40")},
		{"a quarter more of the window", taking(0, "09:00", "09:30", "09:40", 25), "09:10", at("09:50"), at("09:40"),
			at("09:50")},
		{"no opening: from the handing out", taking(0, "", "", "10:00", 50), "09:10", at("11:00"), at(""), at("11:00")},
		{"a limit", taking(30, "09:00", "", "", 0), "09:10", at(""), at(""), at("09:40")},
		{"a limit and half of it", taking(30, "09:00", "", "", 50), "09:10", at(""), at(""), at("09:55")},
		{"a limit, cut off by the close", taking(30, "09:00", "", "09:30", 0), "09:10", at("09:30"), at(""), at("09:30")},
		{"extra time is not cut off", taking(30, "09:00", "", "09:30", 100), "09:00", at("10:00"), at(""), at("10:00")},
		{"a week: at most a day", week, "09:00", at("08:00").AddDate(0, 0, 8), at(""), at("08:00").AddDate(0, 0, 8)},
		{"no limit: a day after the close", taking(30, "09:00", "09:20", "09:30", classroom.NoLimit), "09:00",
			at("09:30").AddDate(0, 0, 1), at("09:20").AddDate(0, 0, 1), at("09:30").AddDate(0, 0, 1)},
		{"no limit and no close: no end", taking(30, "09:00", "", "", classroom.NoLimit), "09:00", at(""), at(""), at("")},
		{"a later close of their own", late, "09:10", at("11:00"), at(""), at("11:00")},
		{"an earlier one takes no extra time away", early, "09:10", at("10:20"), at(""), at("10:20")},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.t.ClosesAt(); !got.Equal(c.closes) {
				t.Errorf("closes at %v, want %v", got, c.closes)
			}
			if got := c.t.DueAt(); !got.Equal(c.due) {
				t.Errorf("due at %v, want %v", got, c.due)
			}
			if got := c.t.EndsAt(at(c.began)); !got.Equal(c.ended) {
				t.Errorf("ends at %v, want %v", got, c.ended)
			}
		})
	}
}

func TestAnAnswerAtTheEnd(t *testing.T) {
	withdrawn := taking(0, "09:00", "", "09:40", 0)
	withdrawn.Withdrawn = at("09:20")
	for _, c := range []struct {
		name  string
		t     classroom.Taking
		now   string
		takes bool
	}{
		{"before the close", taking(0, "09:00", "", "09:40", 0), "09:39:59", true},
		{"on its way", taking(0, "09:00", "", "09:40", 0), "09:40:30", true},
		{"after it", taking(0, "09:00", "", "09:40", 0), "09:40:31", false},
		{"extra time", taking(0, "09:00", "", "09:40", 25), "09:50:30", true},
		{"after the extra time", taking(0, "09:00", "", "09:40", 25), "09:50:31", false},
		{"no end", taking(0, "", "", "", 0), "23:59", true},
		{"taken back", withdrawn, "09:30", false},
	} {
		if got := c.t.Takes(at("09:00"), at(c.now)); got != c.takes {
			t.Errorf("%s: takes an answer: %t, want %t", c.name, got, c.takes)
		}
	}
}

func TestWhoMayBegin(t *testing.T) {
	once := taking(0, "09:00", "", "09:40", 0)
	once.Attempts = 1
	granted := once
	granted.Grant.Attempts = 1
	for _, c := range []struct {
		name string
		t    classroom.Taking
		made int
		now  string
		may  bool
	}{
		{"too early", once, 0, "08:59:59", false},
		{"at the opening", once, 0, "09:00", true},
		{"once is once", once, 1, "09:10", false},
		{"once more", granted, 1, "09:10", true},
		{"and no more", granted, 2, "09:10", false},
		{"at the close", once, 0, "09:40", false},
		{"as often as they like", taking(0, "", "", "", 0), 99, "09:00", true},
	} {
		if got := c.t.MayBegin(c.made, at(c.now)); got != c.may {
			t.Errorf("%s: may begin: %t, want %t", c.name, got, c.may)
		}
	}
}

func TestHowFarSomebodyIs(t *testing.T) {
	window := taking(0, "09:00", "09:30", "10:00", 0)
	for _, c := range []struct {
		name    string
		t       classroom.Taking
		began   bool
		in, now string
		want    classroom.WorkState
	}{
		{"before", window, false, "", "08:30", classroom.WorkWaits},
		{"open", window, false, "", "09:10", classroom.WorkToDo},
		{"begun", window, true, "", "09:10", classroom.WorkBegun},
		{"in", window, true, "09:20", "09:50", classroom.WorkIn},
		{"a moment late is not late", window, true, "09:30:20", "09:50", classroom.WorkIn},
		{"late", window, true, "09:45", "09:50", classroom.WorkLate},
		{"not late with extra time", taking(0, "09:00", "09:30", "10:00", 50), true, "09:45", "09:50", classroom.WorkIn},
		{"overdue", window, false, "", "09:45", classroom.WorkOverdue},
		{"missed", window, true, "", "10:00", classroom.WorkMissed},
		{"missed, but not yet with extra time", taking(0, "09:00", "09:30", "10:00", 50), false, "", "10:05",
			classroom.WorkOverdue},
	} {
		if got := c.t.State(c.began, at(c.in), at(c.now)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestWhenResultsShow(t *testing.T) {
	closed := taking(0, "09:00", "", "09:40", 0)
	longer := taking(0, "09:00", "", "09:40", 50)
	endless := taking(0, "09:00", "", "", 0)
	for _, c := range []struct {
		name    string
		results classroom.Results
		release string
		takers  []classroom.Taking
		now     string
		shows   bool
	}{
		{"now", classroom.ResultsAtOnce, "", []classroom.Taking{closed}, "09:10", true},
		{"open", classroom.ResultsClosed, "", []classroom.Taking{closed}, "09:39", false},
		{"answers may be on their way", classroom.ResultsClosed, "", []classroom.Taking{closed}, "09:40:10", false},
		{"closed", classroom.ResultsClosed, "", []classroom.Taking{closed}, "09:41", true},
		{"somebody still writes", classroom.ResultsClosed, "", []classroom.Taking{closed, longer}, "09:41", false},
		{"nobody does any more", classroom.ResultsClosed, "", []classroom.Taking{closed, longer}, "10:01", true},
		{"no close", classroom.ResultsClosed, "", []classroom.Taking{endless}, "23:59", false},
		{"nobody has it", classroom.ResultsClosed, "", nil, "23:59", false},
		{"not released", classroom.ResultsReleased, "", []classroom.Taking{closed}, "23:59", false},
		{"released", classroom.ResultsReleased, "09:50", []classroom.Taking{closed}, "09:51", true},
		{"released early", classroom.ResultsClosed, "09:20", []classroom.Taking{closed}, "09:21", true},
	} {
		a := classroom.Assignment{Results: c.results, Released: at(c.release)}
		if got := a.Shows(classroom.LastClose(c.takers), at(c.now)); got != c.shows {
			t.Errorf("%s: shows: %t, want %t", c.name, got, c.shows)
		}
	}
}

func task(id string, outOf float64) classroom.Task {
	return classroom.Task{Asked: classroom.Asked{Question: id, Version: 1}, OutOf: outOf}
}

func TestWhatAnAttemptEarns(t *testing.T) {
	a := classroom.Assignment{Questions: []classroom.Task{task("a", 1), task("b", 2), task("c", 3)}}
	attempt := classroom.Attempt{Questions: []classroom.Asked{{Question: "a", Version: 1}, {Question: "c", Version: 1}},
		Responses: map[string]classroom.Response{"a": {Marks: 0.5}}}
	if marks, outOf := a.Total(attempt); marks != 0.5 || outOf != 4 {
		t.Errorf("total %v of %v, want 0.5 of 4", marks, outOf)
	}
}

func TestWhichAttemptCounts(t *testing.T) {
	tried := func(id int, marks float64, submitted string) classroom.Attempt {
		return classroom.Attempt{ID: classroom.AttemptID(id), Started: at("09:00"), Submitted: at(submitted),
			Questions: []classroom.Asked{{Question: "a", Version: 1}},
			Responses: map[string]classroom.Response{"a": {Marks: marks}}}
	}
	all := []classroom.Attempt{tried(1, 1, "09:10"), tried(2, 0.5, "09:20"), tried(3, 2, "")}
	for _, c := range []struct {
		name string
		test bool
		now  string
		want classroom.AttemptID
	}{
		{"practice: the best that is over", false, "09:30", 1},
		{"a test: the last that is over", true, "09:30", 2},
		{"its time is up", false, "10:00", 3},
	} {
		w := taking(0, "09:00", "", "09:40", 0)
		w.Test, w.Questions = c.test, []classroom.Task{task("a", 2)}
		got := w.Counting(all, at(c.now))
		if got == nil || got.ID != c.want {
			t.Errorf("%s: %v counts, want %d", c.name, got, c.want)
		}
	}
	w := taking(0, "09:00", "", "09:40", 0)
	if got := w.Counting(all[2:], at("09:30")); got != nil {
		t.Errorf("an attempt that is not over counts: %v", got)
	}
	if got := w.HandedIn(all[2:], at("10:00")); !got.Equal(at("09:40")) {
		t.Errorf("handed in by the clock at %v, want 09:40", got)
	}
	empty := classroom.Attempt{Started: at("09:00"), Questions: all[0].Questions}
	if got := w.HandedIn([]classroom.Attempt{empty}, at("10:00")); !got.IsZero() {
		t.Errorf("an empty attempt was handed in at %v", got)
	}
}

func TestDealingQuestions(t *testing.T) {
	a := classroom.Assignment{}
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		a.Questions = append(a.Questions, task(id, 1))
	}
	words := func(asked []classroom.Asked) string {
		var ids []string
		for _, q := range asked {
			ids = append(ids, q.Question)
		}
		return strings.Join(ids, "")
	}
	if got := words(a.Deal([]byte("one"))); got != "abcdefgh" {
		t.Errorf("fixed order: %s", got)
	}
	a.Drawn = 4
	one, two := words(a.Deal([]byte("one"))), words(a.Deal([]byte("two")))
	if len(one) != 4 || len(two) != 4 || one == two {
		t.Errorf("drawn: %s and %s", one, two)
	}
	if letters := []byte(one); !slices.IsSorted(letters) {
		t.Errorf("drawn, but not in the order of the teacher: %s", one)
	}
	if again := words(a.Deal([]byte("one"))); again != one {
		t.Errorf("dealt again: %s, then %s", one, again)
	}
	a.Drawn, a.Shuffled = 0, true
	one, two = words(a.Deal([]byte("one"))), words(a.Deal([]byte("two")))
	if len(one) != 8 || one == two {
		t.Errorf("shuffled: %s and %s", one, two)
	}
}

func TestCheckingAnAssignment(t *testing.T) {
	good := classroom.Assignment{Title: "Thursday", Handed: classroom.HandedQuiz, Results: classroom.ResultsAtOnce,
		Questions: []classroom.Task{task("a", 1)}}
	for _, c := range []struct {
		name   string
		change func(*classroom.Assignment)
		fields string
	}{
		{"good", func(*classroom.Assignment) {}, ""},
		{"no title", func(a *classroom.Assignment) { a.Title = " " }, "title"},
		{"a long title", func(a *classroom.Assignment) { a.Title = strings.Repeat("ж", 81) }, "title"},
		{"the longest title", func(a *classroom.Assignment) { a.Title = strings.Repeat("ж", 80) }, ""},
		{"no questions", func(a *classroom.Assignment) { a.Questions = nil }, "questions"},
		{"more drawn than there are", func(a *classroom.Assignment) { a.Drawn = 2 }, "drawn"},
		{"no lesson", func(a *classroom.Assignment) { a.Handed = classroom.HandedLesson }, "subject"},
		{"due before it opens", func(a *classroom.Assignment) { a.Opens, a.Due = at("10:00"), at("09:00") }, "due"},
		{"closes before it opens", func(a *classroom.Assignment) { a.Opens, a.Closes = at("10:00"), at("09:00") }, "closes"},
		{"closes before it is due", func(a *classroom.Assignment) { a.Due, a.Closes = at("10:00"), at("09:00") }, "closes"},
		{"closed already", func(a *classroom.Assignment) { a.Closes = at("07:00") }, "closes"},
		{"changed after the close", func(a *classroom.Assignment) { a.ID, a.Closes = 1, at("07:00") }, ""},
		{"a limit of days", func(a *classroom.Assignment) { a.Minutes = 601 }, "minutes"},
		{"too many attempts", func(a *classroom.Assignment) { a.Attempts = 21 }, "attempts"},
		{"a test again and again with its answers", func(a *classroom.Assignment) { a.Test = true }, "results"},
		{"a test twice with its answers", func(a *classroom.Assignment) { a.Test, a.Attempts = true, 2 }, "results"},
		{"a test once with its answers", func(a *classroom.Assignment) { a.Test, a.Attempts = true, 1 }, ""},
		{"a test again and again, results later", func(a *classroom.Assignment) {
			a.Test, a.Results = true, classroom.ResultsReleased
		}, ""},
		{"results at no close", func(a *classroom.Assignment) { a.Results = classroom.ResultsClosed }, "results"},
	} {
		a := good
		c.change(&a)
		var fields []string
		for _, w := range a.Check(at("08:00")) {
			fields = append(fields, w.Field)
		}
		if got := strings.Join(fields, " "); got != c.fields {
			t.Errorf("%s: wrong with %q, want %q", c.name, got, c.fields)
		}
	}
}

func TestLater(t *testing.T) {
	all := []classroom.Taking{taking(0, "09:00", "", "09:40", 0), taking(0, "09:00", "", "09:40", 100),
		taking(0, "09:00", "", "09:40", 25), taking(0, "09:00", "", "09:40", 0), taking(0, "09:00", "", "09:40", 25),
		taking(0, "09:00", "", "", 100)}
	all[0].Grant.Closes = at("09:30") // nobody gets less
	all[3].Grant.Closes = at("10:20")
	for i := range all {
		all[i].Student = classroom.StudentID(i)
	}
	got := classroom.Later(all)
	want := []classroom.LaterClose{{at("09:50"), []classroom.StudentID{2, 4}}, {at("10:20"), []classroom.StudentID{1, 3}}}
	if !slices.EqualFunc(got, want, func(a, b classroom.LaterClose) bool {
		return a.At.Equal(b.At) && slices.Equal(a.Students, b.Students)
	}) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := classroom.Later(nil); got != nil {
		t.Errorf("nobody gets %v", got)
	}
}
