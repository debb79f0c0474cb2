package classroom_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"dossier/internal/classroom"
)

// scored makes one answer each to questions that guessing solves one time in four; the last of them is the newest.
func scored(scores ...float64) (all []classroom.Scored) {
	for i, score := range scores {
		all = append(all, classroom.Scored{Question: fmt.Sprint("q", i), Objectives: []string{"o"}, Score: score,
			Guess: 0.25, At: noon.Add(time.Duration(i) * time.Minute)})
	}
	return all
}

func TestAims(t *testing.T) {
	again := func(all []classroom.Scored, question string, score float64) []classroom.Scored {
		return append(all, classroom.Scored{Question: question, Objectives: []string{"o"}, Score: score, Guess: 0.25,
			At: noon.Add(time.Hour)})
	}
	backwards := scored(0, 1, 1, 1)
	slices.Reverse(backwards)
	for _, c := range []struct {
		name      string
		answers   []classroom.Scored
		grasp     classroom.Grasp
		right, of int
		missed    string
	}{
		{"three right answers are too few", scored(1, 1, 1), classroom.TooFew, 3, 3, ""},
		{"three wrong answers are too few", scored(0, 0, 0), classroom.TooFew, 0, 3, "q2"},
		{"four right", scored(1, 1, 1, 1), classroom.SureOfIt, 4, 4, ""},
		{"the oldest of four wrong", scored(0, 1, 1, 1), classroom.SureOfIt, 3, 4, "q0"},
		{"the newest of four wrong", scored(1, 1, 1, 0), classroom.Sometimes, 3, 4, "q3"},
		{"two of four wrong, the older ones", scored(0, 0, 1, 1), classroom.Sometimes, 2, 4, "q1"},
		{"two of four wrong, the newer ones", scored(1, 1, 0, 0), classroom.NotYet, 2, 4, "q3"},
		{"all as good as guessing", scored(0.25, 0.25, 0.25, 0.25), classroom.NotYet, 0, 4, "q3"},
		{"partly right", scored(0.75, 0.75, 0.75, 0.75), classroom.Sometimes, 0, 4, "q3"},
		{"only the newest eight count", scored(0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1), classroom.SureOfIt, 8, 8, ""},
		{"the newest answer to a question counts", again(scored(0, 1, 1, 1, 0), "q4", 1), classroom.SureOfIt, 4, 5, "q0"},
		{"one question again and again", again(again(scored(1), "q0", 1), "q0", 1), classroom.TooFew, 1, 1, ""},
		{"times count, not the order", backwards, classroom.SureOfIt, 3, 4, "q0"},
	} {
		got := classroom.Aims(c.answers)["o"]
		want := classroom.Aim{Objective: "o", Grasp: c.grasp, Right: c.right, Of: c.of, Missed: c.missed}
		if got != want {
			t.Errorf("%s: got %+v (%s), want %+v", c.name, got, got.Grasp.Words(), want)
		}
	}
	if got := classroom.Aims(nil); len(got) != 0 {
		t.Errorf("without answers: got %v", got)
	}
	both := scored(1, 1, 1, 1)
	for i := range both {
		both[i].Objectives = []string{"o", "p"}
	}
	if got := classroom.Aims(both); got["o"].Grasp != classroom.SureOfIt || got["p"].Grasp != classroom.SureOfIt {
		t.Errorf("an answer for two objectives: got %v", got)
	}
	sheer := scored(1, 1, 1, 1)
	for i := range sheer {
		sheer[i].Guess = 1 // blindly right: it shows nothing
	}
	if got := classroom.Aims(sheer)["o"].Grasp; got != classroom.NotYet {
		t.Errorf("answers that anybody guesses: got %s", got.Words())
	}
}

func TestStillHeld(t *testing.T) {
	at := func(minute int, question string, ideas ...string) classroom.Thought {
		return classroom.Thought{Question: question, Ideas: ideas, At: noon.Add(time.Duration(minute) * time.Minute)}
	}
	for _, c := range []struct {
		name    string
		answers []classroom.Thought
		want    []classroom.Held
	}{
		{"nothing", nil, nil},
		{"put right since", []classroom.Thought{at(0, "q", "m"), at(1, "q")}, nil},
		{"wrong again", []classroom.Thought{at(0, "q"), at(1, "q", "m")}, []classroom.Held{{"m", "q"}}},
		{"at two questions, the newer one", []classroom.Thought{at(0, "q", "m"), at(1, "r", "m", "n")},
			[]classroom.Held{{"m", "r"}, {"n", "r"}}},
		{"at the same moment, the later one", []classroom.Thought{at(0, "q", "m"), at(0, "q")}, nil},
	} {
		if got := classroom.StillHeld(c.answers); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestSkills(t *testing.T) {
	level := func(day int, rubric, skill string, level int) classroom.SkillLevel {
		return classroom.SkillLevel{Rubric: rubric, Skill: skill, Level: level, At: noon.AddDate(0, 0, day)}
	}
	got := classroom.Skills([]classroom.SkillLevel{
		level(2, "a", "sourcing", 3), level(0, "a", "sourcing", 1), level(1, "a", "sourcing", 4),
		level(0, "a", "judgement", 0), level(0, "b", "judgement", 2), level(1, "b", "judgement", 1),
	})
	for of, want := range map[classroom.RubricSkill]struct {
		skill classroom.Skill
		trend int
	}{
		{"a", "sourcing"}:      {classroom.Skill{Marked: true, First: 1, Latest: 3}, 1},
		{"a", "judgement"}:     {classroom.Skill{Marked: true}, 0}, // level 0 is a level
		{"b", "judgement"}:     {classroom.Skill{Marked: true, First: 2, Latest: 1}, -1},
		{"a", "close_reading"}: {classroom.Skill{}, 0}, // and this is none
	} {
		if got[of] != want.skill || got[of].Trend() != want.trend {
			t.Errorf("%v: got %+v with trend %d, want %+v with %d", of, got[of], got[of].Trend(), want.skill, want.trend)
		}
	}
}

func TestSureness(t *testing.T) {
	for _, c := range []struct {
		certain, certainOf, fairly, fairlyOf, guess, guessOf int
		want                                                 string
	}{
		{0, 0, 0, 0, 0, 0, ""},
		{4, 4, 0, 0, 0, 0, "Too few answers to say how well sureness and answers agree."},
		{0, 0, 20, 20, 0, 0, "Too few answers to say how well sureness and answers agree."},
		{9, 14, 11, 14, 3, 7, "More often right when fairly sure than when certain."},
		{13, 14, 14, 14, 3, 7, "What seems certain is mostly right."}, // seven points apart
		{4, 10, 3, 10, 5, 10, "Guesses are right as often as what seems certain."},
		{9, 10, 9, 10, 4, 5, "Guesses are mostly right: there is more behind them than it seems."},
		{4, 10, 3, 10, 1, 10, "Wrong more often than right when certain."},
		{8, 10, 0, 0, 0, 0, "What seems certain is mostly right."},
		{7, 10, 6, 10, 2, 10, "What seems certain is right more often than not."},
	} {
		var answers []classroom.Judged
		add := func(confidence string, right, of int) {
			for i := range of {
				answers = append(answers, classroom.Judged{Confidence: confidence, Right: i < right})
			}
		}
		add("guess", c.guess, c.guessOf)
		add("fairly", c.fairly, c.fairlyOf)
		add("certain", c.certain, c.certainOf)
		add("", 3, 9)
		counts := classroom.SureCounts(answers)
		want := []classroom.SureCount{{"certain", c.certain, c.certainOf}, {"fairly", c.fairly, c.fairlyOf},
			{"guess", c.guess, c.guessOf}}
		if !slices.Equal(counts, want) {
			t.Errorf("got %v, want %v", counts, want)
		}
		if got := classroom.SureSentence(counts); got != c.want {
			t.Errorf("%v: got %q, want %q", counts, got, c.want)
		}
	}
}

func TestFirstAndLatest(t *testing.T) {
	for _, c := range []struct {
		marks, outOf, latest   float64
		wantFirst, wantLatests int
	}{
		{4, 10, 0.75, 40, 75},
		{0, 0, 1, 0, 100},
		{6.96, 10, 0.699, 69, 69}, // 70 would have passed
		{7, 10, 0.7, 70, 70},
		{2, 3, 0.005, 67, 1},
	} {
		q := classroom.QuizRecord{FirstMarks: c.marks, FirstOutOf: c.outOf, LatestShare: c.latest}
		if first, latest := q.FirstAndLatest(); first != c.wantFirst || latest != c.wantLatests {
			t.Errorf("%+v: got %d and %d, want %d and %d", q, first, latest, c.wantFirst, c.wantLatests)
		}
	}
}

func TestDays(t *testing.T) {
	zone := time.FixedZone("school", 2*60*60)
	noon := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	late := time.Date(2026, 9, 1, 22, 30, 0, 0, time.UTC) // after midnight at the school
	got := classroom.Days([]time.Time{noon, late}, []time.Time{noon, noon.Add(time.Hour), noon.AddDate(0, 0, -3)}, zone)
	want := []classroom.Day{
		{Date: time.Date(2026, 9, 2, 0, 0, 0, 0, zone), Sections: 1},
		{Date: time.Date(2026, 9, 1, 0, 0, 0, 0, zone), Sections: 1, Answers: 2},
		{Date: time.Date(2026, 8, 29, 0, 0, 0, 0, zone), Answers: 1},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestWithExtra(t *testing.T) {
	for percent, want := range map[int]time.Duration{0: 2 * time.Hour, 25: 150 * time.Minute, 50: 3 * time.Hour,
		100: 4 * time.Hour} {
		if got := classroom.WithExtra(2*time.Hour, percent); got != want {
			t.Errorf("%d%%: got %s, want %s", percent, got, want)
		}
		if !(classroom.Settings{ExtraTime: percent}).Allowed() {
			t.Errorf("%d%% is not allowed", percent)
		}
	}
	for _, percent := range []int{-25, 1, 30, 200} {
		if (classroom.Settings{ExtraTime: percent}).Allowed() {
			t.Errorf("%d%% is allowed", percent)
		}
	}
}

// What a page showed is told apart from everything else that may stand.
func TestStampsOfWhatATeacherSettles(t *testing.T) {
	seen := map[string]bool{}
	for _, percent := range classroom.ExtraTimes {
		for _, plain := range []bool{false, true} {
			seen[classroom.Settings{ExtraTime: percent, PlainWords: plain}.Stamp()] = true
		}
	}
	if len(seen) != 2*len(classroom.ExtraTimes) {
		t.Errorf("got %d stamps: %v", len(seen), seen)
	}
	if got := (classroom.Private{}).Stamp(); got != "" {
		t.Errorf("no note has the stamp %q", got)
	}
	if a, b := (classroom.Private{Note: "a"}).Stamp(), (classroom.Private{Note: "b"}).Stamp(); a == b || a == "" {
		t.Errorf("two notes have the stamps %q and %q", a, b)
	}
}
