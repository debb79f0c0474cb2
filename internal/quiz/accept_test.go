package quiz_test

import (
	"reflect"
	"testing"

	"dossier/internal/quiz"
)

func TestAccepting(t *testing.T) {
	gap := func(match, accept string) *quiz.Cloze {
		q := &quiz.Cloze{Text: "It was {{a}}, {{b}}.", Gaps: []quiz.Gap{
			{ID: "a", Match: match, Near: map[string]float64{"name": 0.5}[match], Accept: []quiz.Accept{{Text: accept}}},
			{ID: "b", Match: "text", Accept: []quiz.Accept{{Text: "secret"}}},
		}}
		q.SetCast(quiz.NewCast(people))
		return q
	}
	correction := falseStatement(t)
	answer := func(text string) quiz.Answer {
		return quiz.Answer{"a": {text}, "b": {"secret"}, "verdict": {"false"}, "fix": {text}}
	}
	for _, tc := range []struct {
		name    string
		body    quiz.Body
		more    quiz.Accepted
		given   string
		was, is float64
	}{
		{"text", gap("text", "closed"), quiz.Accepted{Field: "a", Text: "behind doors"}, "behind doors", 0.5, 1},
		{"other case", gap("text", "closed"), quiz.Accepted{Field: "a", Text: "behind doors"}, "Behind-Doors!", 0.5, 1},
		{"another text", gap("text", "closed"), quiz.Accepted{Field: "a", Text: "behind doors"}, "doors", 0.5, 0.5},
		{"name", gap("name", "Yagoda"), quiz.Accepted{Field: "a", Text: "Heinrich Jagoda"}, "heinrich yagoda", 0.5, 1},
		{"near an accepted name", gap("name", "Yagoda"), quiz.Accepted{Field: "a", Text: "Enoch"}, "Enoh", 0.5, 0.5},
		{"somebody else after all", gap("name", "Yagoda"), quiz.Accepted{Field: "a", Text: "Beria"}, "Beria", 0.5, 1},
		{"that person in full", gap("name", "Yagoda"), quiz.Accepted{Field: "a", Text: "Beria"}, "Lavrenty Beria", 0.5, 0.5},
		{"the right one as before", gap("name", "Yagoda"), quiz.Accepted{Field: "a", Text: "Beria"}, "G. Yagoda", 1, 1},
		{"year in words", gap("year", "1936"), quiz.Accepted{Field: "a", Text: "thirty-six"}, "Thirty six", 0.5, 1},
		{"number", gap("number", "18"), quiz.Accepted{Field: "a", Text: "a dozen and a half"}, "A dozen and a half.", 0.5, 1},
		{"regex", gap("regex", "shot"), quiz.Accepted{Field: "a", Text: "killed (by guns)"}, "Killed by guns", 0.5, 1},
		{"signs alone", gap("text", "closed"), quiz.Accepted{Field: "a", Text: "?!"}, "?!", 0.5, 1},
		{"other signs", gap("text", "closed"), quiz.Accepted{Field: "a", Text: "?!"}, "!?", 0.5, 0.5},
		{"the other gap", gap("text", "closed"), quiz.Accepted{Field: "b", Text: "behind doors"}, "behind doors", 0.5, 0.5},
		{"no such gap", gap("text", "closed"), quiz.Accepted{Field: "fix", Text: "behind doors"}, "behind doors", 0.5, 0.5},
		{"correction", correction, quiz.Accepted{Field: "fix", Text: "the new man"}, "The new man.", 0.5, 1},
		{"a true statement", trueStatement(t), quiz.Accepted{Field: "fix", Text: "the new man"}, "the new man", 0, 0},
		{"a kind that is chosen", &quiz.SingleChoice{Options: []quiz.Option{{ID: "a", Correct: true}}},
			quiz.Accepted{Field: "a", Text: "b"}, "b", 0, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			q := &quiz.Question{Common: quiz.Common{ID: "a-question", Version: 3}, Body: tc.body}
			more := q.Accepting([]quiz.Accepted{tc.more})
			if got := q.Body.Grade(answer(tc.given)).Score; got != tc.was {
				t.Errorf("the question itself gives %q %v, want %v", tc.given, got, tc.was)
			}
			g := more.Body.Grade(answer(tc.given))
			if g.Score != tc.is || more.Version != 3 {
				t.Errorf("version %d gives %q %v, want %v of version 3", more.Version, tc.given, g.Score, tc.is)
			}
			if tc.is > tc.was && len(g.Unmatched) > 0 {
				t.Errorf("%q is accepted and unmatched", g.Unmatched)
			}
			if a, b := q.Body.Grade(nil), more.Body.Grade(nil); !reflect.DeepEqual(a, b) {
				t.Errorf("what is expected changes from %+v to %+v", a, b)
			}
		})
	}
}

func TestAcceptingSeveral(t *testing.T) {
	q := &quiz.Question{Body: cloze(t)}
	more := q.Accepting([]quiz.Accepted{
		{Field: "1", Text: "the dwarf"}, {Field: "1", Text: "the iron man"}, {Field: "2", Text: "the chemist"},
	})
	for _, one := range []string{"The dwarf", "the iron man", "Yezhov"} {
		if g := more.Body.Grade(quiz.Answer{"1": {one}, "2": {"the chemist"}}); !g.Full() {
			t.Errorf("%q: score %v, want 1", one, g.Score)
		}
	}
}

func TestUnmatchedLines(t *testing.T) {
	g := cloze(t).Grade(quiz.Answer{"1": {"the dwarf"}, "2": {"Yagoda"}})
	if !g.Lines[0].Unmatched || g.Lines[1].Unmatched {
		t.Errorf("lines %+v: want the first alone to be unmatched", g.Lines)
	}
	g = falseStatement(t).Grade(quiz.Answer{"verdict": {"false"}, "fix": {"the dwarf"}})
	if g.Lines[0].Unmatched || !g.Lines[1].Unmatched {
		t.Errorf("lines %+v: want the correction alone to be unmatched", g.Lines)
	}
}
