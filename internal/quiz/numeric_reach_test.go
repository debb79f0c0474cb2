package quiz_test

import (
	"slices"
	"testing"

	"dossier/internal/quiz"
)

func TestReaches(t *testing.T) {
	t.Parallel()
	p := func(f float64) *float64 { return &f }
	for name, c := range map[string]struct {
		q    quiz.NumericEstimate
		want []quiz.Reach
	}{
		"per cent": {quiz.NumericEstimate{Answer: 200, Bands: []quiz.Band{{WithinPct: p(10), Score: 1}}},
			[]quiz.Reach{{180, 220, 1}}},
		"units and a factor": {quiz.NumericEstimate{Answer: 8, Bands: []quiz.Band{{Within: p(0), Score: 1},
			{Factor: p(2), Score: 0.5}}}, []quiz.Reach{{8, 8, 1}, {4, 16, 0.5}}},
		"a range":              {quiz.NumericEstimate{Answer: 8, AskRange: true, Bands: []quiz.Band{{Within: p(1)}}}, nil},
		"a band that is wrong": {quiz.NumericEstimate{Answer: 8, Bands: []quiz.Band{{Score: 1}}}, nil},
	} {
		if got := c.q.Reaches(); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
		// What a band holds gets its score.
		for _, r := range c.q.Reaches() {
			if g := c.q.Grade(quiz.Answer{"n": {c.q.InFigures(r.Hi)}}); g.Score < r.Score {
				t.Errorf("%s: %g scores %g, want %g", name, r.Hi, g.Score, r.Score)
			}
		}
	}
}
