package classroom_test

import (
	"fmt"
	"slices"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
)

// tallied is a tally of answers without decisions.
func tallied(answers ...quiz.Answer) classroom.Tally {
	var all []classroom.CountedAnswer
	for _, a := range answers {
		all = append(all, classroom.CountedAnswer{Answer: a})
	}
	return classroom.TallyOf(all)
}

func TestTallyCounts(t *testing.T) {
	tally := tallied(quiz.Answer{"a": {"x", "y"}, "order": {"1", "2"}, "w.why": {"Because."}},
		quiz.Answer{"a": {"y"}, "order": {"2", "1"}, "w.why": {""}}, quiz.Answer{"b": {"x"}, "order": {"2", "1"}})
	for what, got := range map[string][2]int{
		"answers":                 {tally.Answers(), 3},
		"x":                       {tally.Chose("a", "x"), 1},
		"y":                       {tally.Chose("a", "y"), 2},
		"nobody's":                {tally.Chose("a", "z"), 0},
		"1 in the first place":    {tally.Placed("order", "1", 0), 1},
		"1 in the second place":   {tally.Placed("order", "1", 1), 2},
		"1 where there is none":   {tally.Placed("order", "1", 7), 0},
		"who wrote":               {tally.Filled("w.why"), 1},
		"who answered the part b": {tally.Filled("b"), 1},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %d, want %d", what, got[0], got[1])
		}
	}
}

func TestTooFewAnswersAreNotShown(t *testing.T) {
	for n, want := range map[int]bool{0: true, 1: true, 4: true, 5: false, 28: false} {
		if got := tallied(make([]quiz.Answer, n)...).TooFew(); got != want {
			t.Errorf("%d answers are too few: %v, want %v", n, got, want)
		}
	}
}

// What one or two have typed is counted and not quoted.
func TestTyped(t *testing.T) {
	type c struct {
		texts  []string
		want   []string
		others int
	}
	for name, c := range map[string]c{
		"nothing":                            {nil, nil, 0},
		"left empty":                         {[]string{"", ""}, nil, 0},
		"two alike":                          {[]string{"gates", "Gates"}, nil, 2},
		"three alike":                        {[]string{"gates", "Gates.", "gates"}, []string{"gates 3"}, 0},
		"three and a rude word":              {[]string{"gates", "gates", "gates", "oaf"}, []string{"gates 3"}, 1},
		"most first":                         {[]string{"b", "b", "b", "a", "a", "a", "a", "c", "c", "c"}, []string{"a 4", "b 3", "c 3"}, 0},
		"signs alone are texts of their own": {[]string{"?", "?", "?", "!"}, []string{"? 3"}, 1},
	} {
		var answers []quiz.Answer
		for _, text := range c.texts {
			answers = append(answers, quiz.Answer{"g": {text}})
		}
		said, others := tallied(answers...).Typed("g")
		var got []string
		for _, one := range said {
			got = append(got, fmt.Sprint(one.Text, " ", one.N))
		}
		if !slices.Equal(got, c.want) || others != c.others {
			t.Errorf("%s: %q and %d others, want %q and %d", name, got, others, c.want, c.others)
		}
	}
}

// Every estimate lies in one stretch, the stretches do not overlap, and there are never more than six.
func TestEstimates(t *testing.T) {
	for name, c := range map[string]struct {
		numbers []float64
		want    string
	}{
		"none":          {nil, "[]"},
		"all the same":  {[]float64{7, 7, 7}, "[{7 7 3}]"},
		"few different": {[]float64{3, 1, 3}, "[{1 1 1} {3 3 2}]"},
		"even": {[]float64{0, 10, 20, 30, 40, 50, 60},
			"[{0 0 1} {10 10 1} {20 20 1} {30 30 1} {40 40 1} {50 60 2}]"},
		"far apart": {[]float64{1, 2, 4, 100, 200, 1000, 1000000},
			"[{1 4 3} {100 200 2} {1000 1000 1} {1e+06 1e+06 1}]"},
	} {
		var answers []quiz.Answer
		for i := range c.numbers {
			answers = append(answers, quiz.Answer{"n": {fmt.Sprint(i)}})
		}
		answers = append(answers, quiz.Answer{"n": {"no number"}})
		bins := tallied(answers...).Estimates(func(a quiz.Answer) (float64, bool) {
			var i int
			_, err := fmt.Sscan(a.Value("n"), &i)
			if err != nil {
				return 0, false
			}
			return c.numbers[i], true
		})
		if got := fmt.Sprint(bins); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestWrongIdeas(t *testing.T) {
	given := func(lines ...quiz.Line) classroom.CountedAnswer {
		return classroom.CountedAnswer{Grade: quiz.Grade{Lines: lines}}
	}
	line := func(idea string, mark quiz.Mark) quiz.Line { return quiz.Line{Misconception: idea, Mark: mark} }
	tally := classroom.TallyOf([]classroom.CountedAnswer{
		given(line("one", quiz.Wrong), line("two", quiz.Rest)), given(line("two", quiz.Wrong), line("two", quiz.Wrong)),
		given(line("two", quiz.Wrong)), given(line("", quiz.Wrong)), given(line("three", quiz.Right)),
	})
	if got := fmt.Sprint(tally.WrongIdeas()); got != "[{two 2} {one 1}]" {
		t.Errorf("got %s", got)
	}
}

func TestAlikeWritten(t *testing.T) {
	level := func(n int) *int { return &n }
	answer := func(id int64, text string, given *int) classroom.WrittenAnswer {
		return classroom.WrittenAnswer{Response: id, Given: classroom.Response{Answer: quiz.Answer{"w.use": {text}}},
			Levels: map[string]classroom.WrittenLevel{"use": {Teacher: given}}}
	}
	rows := classroom.AlikeWritten([]classroom.WrittenAnswer{
		answer(1, "I don't know.", nil), answer(2, "A use.", nil), answer(3, "i dont know", nil),
		answer(4, "I don’t know", level(0)), answer(5, "I don't know!", level(1)), answer(6, "i dont know", level(0)),
	}, "use", "w.use")
	var got []string
	for _, row := range rows {
		text := row.Text
		for _, a := range row.Answers {
			text += fmt.Sprint(" ", a.Response)
		}
		got = append(got, text)
	}
	want := []string{"I don't know. 1 3", "A use. 2", "I don’t know 4 6", "I don't know! 5"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
