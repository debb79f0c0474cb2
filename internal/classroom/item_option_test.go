package classroom_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
)

// Every kind of question is tallied from the lines of its decisions. A choice is written as its words, what it is, and
// the answers that made it.
func TestPartsOfEveryKind(t *testing.T) {
	options := []quiz.Option{{ID: "a", Text: "A", Correct: true}, {ID: "b", Text: "B", Misconception: "m"}}
	reasons := []quiz.Option{{ID: "w1", Text: "W1", Correct: true}, {ID: "w2", Text: "W2"}}
	spans := []quiz.Span{
		{ID: "s1", Quote: "one two", Role: "key"}, {ID: "s2", Quote: "three", Role: "near"},
		{ID: "s3", Quote: "four", Role: "trap"},
	}
	near := 35.0
	exact := 0.0
	for _, c := range []struct {
		kind    string
		body    quiz.Body
		answers []quiz.Answer
		want    []string
	}{
		{"single_choice", &quiz.SingleChoice{Options: options}, []quiz.Answer{{"a": {"b"}}, {"a": {"a"}}, {"a": {"b"}}},
			[]string{"(3): A key [1], B m [0 2]"}},
		{"single_choice without answers", &quiz.SingleChoice{Options: options}, nil, []string{"(0): A key [], B m []"}},
		{"multiple_response", &quiz.MultipleResponse{Options: append(options, quiz.Option{ID: "c", Text: "C"})},
			[]quiz.Answer{{"a": {"a", "c"}}, {"a": {"b", "c"}}}, []string{"(2): A key [0], B m [1], C [0 1]"}},
		{"true_false_correction", &quiz.TrueFalse{Statement: "S", WrongSpan: "x", Correction: quiz.Correction{Match: "text",
			Accept: []quiz.Accept{{Text: "Yezhov"}}}},
			[]quiz.Answer{{"verdict": {"true"}}, {"verdict": {"false"}, "fix": {"yezhov"}},
				{"verdict": {"false"}, "fix": {"Somebody"}}, {"verdict": {"false"}, "fix": {"SOMEBODY"}}},
			[]string{"S (4): False key [1 2 3], True [0]",
				"What should stand instead of “x” (3): Yezhov key [1], Somebody unmatched [2 3]"}},
		{"chronology", &quiz.Chronology{Scoring: "pairs", Items: []quiz.Item{{ID: "a", Text: "A", Date: "1934"},
			{ID: "b", Text: "B", Date: "1936"}, {ID: "c", Text: "C", Date: "1936"}}},
			[]quiz.Answer{{"order": {"a", "b", "c"}}, {"order": {"c", "a", "b"}}},
			[]string{"A (2): 1 key [0], 2 [1], 3 []", "B (2): 1 [], 2 key [0], 3 key [1]", "C (2): 1 [1], 2 key [], 3 key [0]"}},
		{"matching", &quiz.Matching{Prompts: []quiz.Prompt{{ID: "p1", Text: "P1", Answer: "c1"},
			{ID: "p2", Text: "P2", Answer: "c2"}}, Choices: []quiz.Choice{{ID: "c1", Text: "C1"}, {ID: "c2", Text: "C2"}}},
			[]quiz.Answer{{"p1": {"c2"}, "p2": {"c1"}}, {"p1": {"c1"}, "p2": {"c2"}}},
			[]string{"P1 (2): C1 key [1], C2 [0]", "P2 (2): C2 key [1], C1 [0]"}},
		{"cloze", &quiz.Cloze{Text: "In {{1}}", Gaps: []quiz.Gap{{ID: "1", Match: "text",
			Accept: []quiz.Accept{{Text: "Moscow", Score: 1}}}}},
			[]quiz.Answer{{"1": {"Kiev"}}, {"1": {"moscow"}}, {"1": {"kiev"}}, {"1": {"Kíev."}}},
			[]string{"Gap 1 (4): Moscow key [1], Kiev unmatched [0 2 3]"}},
		{"numeric_estimate", &quiz.NumericEstimate{Answer: 100, Number: "count", Unit: "letters",
			Bands: []quiz.Band{{WithinPct: &exact, Score: 1}, {WithinPct: &near, Score: 0.5}}},
			[]quiz.Answer{{"n": {"9"}}, {"n": {"100"}}, {"n": {"120"}}, {"n": {"9"}}, {"n": {"1.20"}}},
			[]string{"Your estimate (5): 100 letters key [1], 9 letters [0 3], 120 letters near [2], 1.2 letters [4]"}},
		{"numeric_estimate with a point", &quiz.NumericEstimate{Answer: 100, Number: "count", Unit: "letters"},
			[]quiz.Answer{{"n": {"1.5"}}, {"n": {"15"}}},
			[]string{"Your estimate (2): 100 letters key [], 1.5 letters [0], 15 letters [1]"}},
		{"evidence_highlight", &quiz.EvidenceHighlight{Segments: spans, MinPick: 1, MaxPick: 2,
			Because: &quiz.Because{Ask: "Why?", Options: reasons}},
			[]quiz.Answer{{"a": {"s1", "s3"}, "because": {"w2"}}, {"a": {"s2"}, "because": {"w1"}}},
			[]string{"(2): one two key [0], three near [1], four [0]", "Why? (2): W1 key [1], W2 [0]"}},
		{"evidence_highlight copied", &quiz.EvidenceHighlight{Mode: "quote", Segments: spans},
			[]quiz.Answer{{"quote": {"one two"}}, {"quote": {"four"}}},
			[]string{"(2): one two key [0], three [], four [1]", "What they copied (2): one two key [0], four [1]"}},
		{"provenance", &quiz.Provenance{Auto: []quiz.Aspect{{ID: "p", Ask: "Who?", Options: options},
			{ID: "q", Ask: "When?", Options: options}}}, []quiz.Answer{{"p": {"a"}, "q": {"b"}}},
			[]string{"Who? (1): A key [0], B m []", "When? (1): A key [], B m [0]"}},
		{"comparison", &quiz.Comparison{Points: []quiz.Point{{ID: "x", Text: "X", Answer: "both"}}},
			[]quiz.Answer{{"x": {"neither"}}, {"x": {"neither"}}}, []string{"X (2): both key [], neither [0 1]"}},
		{"next_source", &quiz.NextSource{Options: []quiz.Card{{ID: "a", Card: "A", Value: 1, Reasons: []string{"r"}},
			{ID: "b", Card: "B", Value: 0.5}, {ID: "c", Card: "C"}}, Reasons: []quiz.Reason{{ID: "r", Text: "R"},
			{ID: "s", Text: "S"}}},
			[]quiz.Answer{{"a": {"b"}, "why": {"s"}}, {"a": {"a"}, "why": {"r"}}},
			[]string{"(2): A key [1], B near [0], C []", "Reasons for “A” (1): R key [1], S []",
				"Reasons for “B” (1): R [], S [0]"}},
	} {
		t.Run(c.kind, func(t *testing.T) {
			var grades []quiz.Grade
			for _, a := range c.answers {
				grades = append(grades, c.body.Grade(a))
			}
			var got []string
			for _, p := range classroom.PartsOf(c.body.Grade(nil), grades) {
				got = append(got, written(p))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func written(p classroom.ItemPart) string {
	var choices []string
	for _, c := range p.Choices {
		s := c.Text
		for word, is := range map[string]bool{"key": c.Key, "unmatched": c.Unmatched, "near": c.Near,
			c.Misconception: c.Misconception != ""} {
			if is {
				s += " " + word
			}
		}
		choices = append(choices, fmt.Sprint(s, " ", c.By))
	}
	return strings.TrimSpace(fmt.Sprintf("%s (%d): %s", p.Ask, p.Answered, strings.Join(choices, ", ")))
}
