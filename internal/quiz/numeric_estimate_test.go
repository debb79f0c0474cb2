package quiz_test

import (
	"strings"
	"testing"

	"dossier/internal/quiz"
)

func by(x float64) *float64 { return &x }

func year() *quiz.NumericEstimate {
	return &quiz.NumericEstimate{Answer: 1936, Number: "year", Bands: []quiz.Band{
		{Within: by(0), Score: 1}, {Within: by(1), Score: 0.5},
	}}
}

func percent() *quiz.NumericEstimate {
	return &quiz.NumericEstimate{Answer: 70.5, Unit: "of the committee", Number: "percent", Bands: []quiz.Band{
		{Within: by(2), Score: 1}, {Within: by(10), Score: 0.5},
	}}
}

func TestNumericGrade(t *testing.T) {
	count := numeric(t)
	hundred := &quiz.NumericEstimate{Answer: 100, Number: "count", Bands: []quiz.Band{
		{WithinPct: by(10), Score: 1}, {Factor: by(3), Score: 0.25},
	}}
	for _, tc := range []struct {
		q     *quiz.NumericEstimate
		typed string
		score float64
		mark  quiz.Mark
		given string
	}{
		{count, "681,692", 1, quiz.Right, "681,692 death sentences"},
		{count, "about 680k", 1, quiz.Right, "680,000 death sentences"},
		{count, "0.7 million", 1, quiz.Right, "700,000 death sentences"},
		{count, "700 000 death sentences", 1, quiz.Right, "700,000 death sentences"},
		{count, "600,000", 0.5, quiz.Near, "600,000 death sentences"},
		{count, "2 million", 0.25, quiz.Near, "2,000,000 death sentences"},
		{count, "230,000", 0.25, quiz.Near, "230,000 death sentences"},
		{count, "20 million", 0, quiz.Wrong, "20,000,000 death sentences"},
		{count, "681.692", 1, quiz.Right, "681,692 death sentences"},
		{count, "-681692", 0, quiz.Wrong, "−681,692 death sentences"},
		{hundred, "90", 1, quiz.Right, "90"},
		{hundred, "110", 1, quiz.Right, "110"},
		{hundred, "89.9", 0.25, quiz.Near, "89.9"},
		{hundred, "300", 0.25, quiz.Near, "300"},
		{hundred, "301", 0, quiz.Wrong, "301"},
		{
			&quiz.NumericEstimate{Answer: 0.8, Number: "percent", Bands: []quiz.Band{{Within: by(0.1), Score: 1}}}, "0.7", 1,
			quiz.Right, "0.7%",
		},
		{year(), "1936", 1, quiz.Right, "1936"},
		{year(), "about 1937", 0.5, quiz.Near, "1937"},
		{year(), "1938", 0, quiz.Wrong, "1938"},
		{percent(), "70 %", 1, quiz.Right, "70% of the committee"},
		{percent(), "70.500", 1, quiz.Right, "70.5% of the committee"},
		{percent(), "about 62 per cent", 0.5, quiz.Near, "62% of the committee"},
		{
			&quiz.NumericEstimate{
				Answer: 93, Unit: "per cent of the sentences", Number: "percent", Bands: []quiz.Band{{Within: by(2), Score: 1}},
			},
			"93", 1, quiz.Right, "93% of the sentences",
		},
		{percent(), "7", 0, quiz.Wrong, "7% of the committee"},
		{count, "", 0, quiz.Missed, ""},
		{count, "many", 0, quiz.Missed, ""},
	} {
		g := tc.q.Grade(quiz.Answer{"n": {tc.typed}})
		if g.Score != tc.score || g.Lines[0].Mark != tc.mark || g.Given != tc.given {
			t.Errorf(
				"%q of %v: %v %s %q, want %v %s %q", tc.typed, tc.q.Answer, g.Score, g.Lines[0].Mark, g.Given, tc.score, tc.mark,
				tc.given,
			)
		}
	}
	l := count.Grade(quiz.Answer{"n": {"5"}}).Lines[0]
	if l.Expected != "681,692 death sentences" || l.Feedback != count.Context || l.Given != "5 death sentences" {
		t.Errorf("line %+v", l)
	}
	if count.GuessScore() != 0 {
		t.Error("a number can be guessed")
	}
}

func TestNumericRange(t *testing.T) {
	q := numeric(t)
	q.AskRange = true
	for _, tc := range []struct {
		lo, hi string
		score  float64
	}{
		{"500k", "1 million", 1}, {"300k", "900k", 1}, {"300k", "1 million", 0.5}, {"100k", "1 million", 0.5},
		{"100k", "1.1 million", 0},
		{"0", "1 million", 0}, {"700k", "800k", 0}, {"100", "200", 0}, {"681692", "681692", 1}, {"1 million", "500k", 0},
		{"", "1 million", 0},
	} {
		if got := q.Grade(quiz.Answer{"lo": {tc.lo}, "hi": {tc.hi}}).Score; got != tc.score {
			t.Errorf("%s to %s: %v, want %v", tc.lo, tc.hi, got, tc.score)
		}
	}
	if got := q.Grade(quiz.Answer{"lo": {"500k"}, "hi": {"1 million"}}).Given; got != "between 500,000 and 1,000,000 "+
		"death sentences" {
		t.Errorf("given %q", got)
	}
}

func TestNumericParse(t *testing.T) {
	count, ranged := numeric(t), numeric(t)
	ranged.AskRange = true
	ask := "Write a number in figures. You may use commas, or words such as thousand and million."
	for _, tc := range []struct {
		name string
		q    *quiz.NumericEstimate
		form quiz.Form
		want []quiz.Problem
	}{
		{"a number", count, quiz.Form{"n": {"about 700k"}}, nil},
		{"empty", count, quiz.Form{}, []quiz.Problem{{Field: "n", Message: ask}}},
		{"a word", count, quiz.Form{"n": {"lots"}}, []quiz.Problem{{Field: "n", Message: ask}}},
		{"too long", count, quiz.Form{"n": {strings.Repeat("1", 201)}}, []quiz.Problem{{Field: "n", Message: ask}}},
		{"a percentage of a count", count, quiz.Form{"n": {"70%"}}, []quiz.Problem{{Field: "n", Message: ask}}},
		{"a year", year(), quiz.Form{"n": {"1936"}}, nil},
		{"no year", year(), quiz.Form{"n": {"36"}}, []quiz.Problem{{Field: "n", Message: "Write a year in four figures."}}},
		{"half a year", year(), quiz.Form{"n": {"1936.5"}}, []quiz.Problem{{
			Field: "n", Message: "Write a year in four figures.",
		}}},
		{"a percentage", percent(), quiz.Form{"n": {"70 percent"}}, nil},
		{"no percentage", percent(), quiz.Form{"n": {"most"}}, []quiz.Problem{{
			Field: "n", Message: "Write a percentage in figures.",
		}}},
		{"a range", ranged, quiz.Form{"lo": {"500k"}, "hi": {"1 million"}}, nil},
		{"half a range", ranged, quiz.Form{"lo": {"500k"}}, []quiz.Problem{{Field: "hi", Message: ask}}},
		{"no range", ranged, quiz.Form{"n": {"500k"}}, []quiz.Problem{
			{Field: "lo", Message: ask}, {Field: "hi", Message: ask},
		}},
		{"turned round", ranged, quiz.Form{"lo": {"2"}, "hi": {"1"}}, []quiz.Problem{{
			Field: "hi", Message: "The second number must be at least as large as the first.",
		}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a, ps := tc.q.Parse(tc.form, deal(1))
			wantProblems(t, ps, tc.want...)
			if len(ps) == 0 && tc.q.Grade(a).Given == "" {
				t.Errorf("answer %q was taken and cannot be graded", a)
			}
		})
	}
}
