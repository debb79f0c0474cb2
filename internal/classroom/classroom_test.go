package classroom_test

import (
	"strings"
	"testing"

	"dossier/internal/classroom"
)

func TestStatus(t *testing.T) {
	quiz := func(first, outOf, best float64) *classroom.Quiz {
		return &classroom.Quiz{FirstMarks: first, FirstOutOf: outOf, Best: best}
	}
	for _, row := range []struct {
		name   string
		facts  classroom.Progress
		want   classroom.Status
		symbol string
		words  string
	}{
		{"nothing", classroom.Progress{Sections: 5}, classroom.NotStarted, "○", "Not started"},
		{"a lesson without sections", classroom.Progress{}, classroom.NotStarted, "○", "Not started"},
		{"a section", classroom.Progress{Sections: 5, SectionsRead: 1}, classroom.Reading, "◐", "Reading · 1 of 5 sections"},
		{"a check question", classroom.Progress{Sections: 5, Checks: 2}, classroom.Reading, "◐", "Reading · 0 of 5 sections"},
		{"all sections", classroom.Progress{Sections: 5, SectionsRead: 5}, classroom.Read, "◕", "Read"},
		{"in the quiz, unread", classroom.Progress{Sections: 5, Answered: 3, Questions: 10}, classroom.InQuiz, "▷",
			"In the quiz · 3 of 10"},
		{"in the quiz, read", classroom.Progress{Sections: 5, SectionsRead: 5, Answered: 3, Questions: 10},
			classroom.InQuiz, "▷", "In the quiz · 3 of 10"},
		{"failed", classroom.Progress{Sections: 5, SectionsRead: 5, Quiz: quiz(6, 10, 0.6)}, classroom.Tried, "△",
			"Quiz tried · 60% at first"},
		{"just failed", classroom.Progress{Sections: 5, SectionsRead: 5, Quiz: quiz(699, 1000, 0.699)}, classroom.Tried,
			"△", "Quiz tried · 70% at first"},
		{"in a second quiz after a failed one", classroom.Progress{Sections: 5, Answered: 3, Questions: 10, Quiz: quiz(6,
			10, 0.6)}, classroom.Tried, "△", "Quiz tried · 60% at first"},
		{"just passed, unread", classroom.Progress{Sections: 5, SectionsRead: 4, Quiz: quiz(7, 10, 0.7)}, classroom.Checked,
			"●", "Checked · 70% at first"},
		{"passed by a hair of binary fractions", classroom.Progress{Sections: 5, Quiz: quiz(7, 10, 0.1*7)},
			classroom.Checked, "●", "Checked · 70% at first"},
		{"passed, read", classroom.Progress{Sections: 5, SectionsRead: 5, Quiz: quiz(10, 10, 1)}, classroom.Complete, "✓",
			"Complete · 100% at first"},
		{"passed at a later try", classroom.Progress{Sections: 5, SectionsRead: 5, Quiz: quiz(2, 10, 0.9)},
			classroom.Complete, "✓", "Complete · 20% at first"},
		{"a lesson that has lost sections", classroom.Progress{Sections: 4, SectionsRead: 5}, classroom.Read, "◕", "Read"},
		{"half a per cent", classroom.Progress{Quiz: quiz(1, 200, 0.005)}, classroom.Tried, "△", "Quiz tried · 1% at first"},
		{"a quiz worth nothing", classroom.Progress{Quiz: quiz(0, 0, 0)}, classroom.Tried, "△", "Quiz tried · 0% at first"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := row.facts.Status()
			if got != row.want {
				t.Errorf("status is %d, want %d", got, row.want)
			}
			if got.Symbol() != row.symbol {
				t.Errorf("symbol is %s, want %s", got.Symbol(), row.symbol)
			}
			if words := row.facts.Words(); words != row.words {
				t.Errorf("words are %q, want %q", words, row.words)
			}
		})
	}
}

// Whatever else somebody does, nothing that was reached is taken back.
func TestStatusOnlyRises(t *testing.T) {
	var all []classroom.Progress
	for read := range 3 {
		for checks := range 2 {
			for answered := range 2 {
				for _, quiz := range []*classroom.Quiz{nil, {FirstOutOf: 10, Best: 0.5}, {FirstOutOf: 10, Best: 0.7}} {
					all = append(
						all,
						classroom.Progress{
							Sections:     2,
							SectionsRead: read,
							Checks:       checks,
							Answered:     answered,
							Questions:    10,
							Quiz:         quiz,
						},
					)
				}
			}
		}
	}
	best := func(q *classroom.Quiz) float64 {
		if q == nil {
			return -1
		}
		return q.Best
	}
	for _, a := range all {
		for _, b := range all {
			if b.SectionsRead >= a.SectionsRead && b.Checks >= a.Checks && b.Answered >= a.Answered &&
				best(b.Quiz) >= best(a.Quiz) &&
				b.Status() < a.Status() {
				t.Errorf("with more done the status falls from %d to %d: %+v, %+v", a.Status(), b.Status(), a, b)
			}
		}
	}
}

func TestSymbolsDiffer(t *testing.T) {
	seen := map[string]bool{}
	for s := classroom.NotStarted; s <= classroom.Complete; s++ {
		if seen[s.Symbol()] || strings.TrimSpace(s.Symbol()) == "" {
			t.Errorf("status %d has the symbol %q", s, s.Symbol())
		}
		seen[s.Symbol()] = true
	}
}

func TestCalibration(t *testing.T) {
	answers := func(confidence string, right, wrong int) (all []classroom.Judged) {
		for i := range right + wrong {
			all = append(all, classroom.Judged{Confidence: confidence, Right: i < right})
		}
		return all
	}
	for _, row := range []struct {
		name       string
		answers    []classroom.Judged
		confidence string
		want       string
	}{
		{"none", nil, "certain", ""},
		{"two prove nothing", answers("certain", 2, 0), "certain", ""},
		{"three", answers("certain", 1, 2), "certain", "When you said “certain” you were right 1 of 3 times."},
		{"nine", answers("certain", 7, 2), "certain", "When you said “certain” you were right 7 of 9 times."},
		{"a guess", answers("guess", 0, 4), "guess", "When you said “a guess” you were right 0 of 4 times."},
		{"fairly sure", answers("fairly", 3, 0), "fairly", "When you said “fairly sure” you were right 3 of 3 times."},
		{"another level", answers("guess", 5, 5), "certain", ""},
		{"mixed", append(answers("guess", 5, 5), answers("certain", 2, 1)...), "certain",
			"When you said “certain” you were right 2 of 3 times."},
		{"not asked", answers("", 9, 0), "", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := classroom.Calibration(row.answers, row.confidence); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestShort(t *testing.T) {
	for _, row := range []struct {
		facts classroom.Progress
		want  string
	}{
		{classroom.Progress{Sections: 5}, "Not started"},
		{classroom.Progress{Sections: 5, SectionsRead: 2}, "Reading 2/5"},
		{classroom.Progress{Sections: 5, SectionsRead: 5}, "Read"},
		{classroom.Progress{Sections: 5, Answered: 3, Questions: 10}, "Quiz 3/10"},
		{classroom.Progress{Sections: 5, Quiz: &classroom.Quiz{FirstMarks: 6, FirstOutOf: 10, Best: 0.6}}, "Tried 60%"},
		{classroom.Progress{Sections: 5, Quiz: &classroom.Quiz{FirstMarks: 7, FirstOutOf: 10, Best: 0.7}}, "Checked 70%"},
		{classroom.Progress{Sections: 5, SectionsRead: 5, Quiz: &classroom.Quiz{FirstMarks: 2, FirstOutOf: 10, Best: 0.9}},
			"Complete 20%"},
	} {
		if got := row.facts.Short(); got != row.want {
			t.Errorf("%+v: got %q, want %q", row.facts, got, row.want)
		}
	}
}
