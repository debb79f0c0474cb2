package quiz_test

import (
	"testing"

	"dossier/internal/quiz"
)

// ruled is a change to a sample and the rule that it breaks at a path; want is "E", "W" or "".
type ruled[B quiz.Body] struct {
	name, rule, path, want string
	change                 func(B)
}

func wantRules[B quiz.Body](t *testing.T, kind string, sample func(testing.TB) B, cases []ruled[B]) {
	t.Helper()
	for _, tc := range cases {
		t.Run(kind+": "+tc.name, func(t *testing.T) {
			b := sample(t)
			tc.change(b)
			q := question(kind, b)
			if got := found(q.Check(), tc.rule, tc.path); got != tc.want {
				t.Errorf("%s at %s: %q, want %q; findings %+v", tc.rule, tc.path, got, tc.want, q.Check())
			}
		})
	}
}

func TestRulesForEvidence(t *testing.T) {
	type B = *quiz.EvidenceHighlight
	wantRules(t, "evidence_highlight", evidence, []ruled[B]{
		{"no source", "V23", "$.source", "E", func(q B) { q.Source = "" }},
		{"mode", "V23", "$.mode", "E", func(q B) { q.Mode = "words" }},
		{"mode said", "V23", "$.mode", "", func(q B) { q.Mode = "segments" }},
		{"two segments", "V23", "$.segments", "E", func(q B) { q.Segments = q.Segments[:2] }},
		{"nine segments", "V23", "$.segments", "E", func(q B) { q.Segments = append(q.Segments, q.Segments[:4]...) }},
		{"no key", "V23", "$.segments", "E", func(q B) { q.Segments[0].Role, q.Segments[1].Role = "near", "near" }},
		{"one that is no key", "V23", "$.segments", "E", func(q B) { q.Segments[2].Role, q.Segments[3].Role = "key", "key" }},
		{"role", "V23", "$.segments[3].role", "E", func(q B) { q.Segments[3].Role = "wrong" }},
		{"id twice", "V23", "$.segments[3].id", "E", func(q B) { q.Segments[3].ID = "s1" }},
		{"no quote", "V23", "$.segments[3].quote", "E", func(q B) { q.Segments[3].Quote = "" }},
		{"no picks", "V23", "$.max_pick", "E", func(q B) { q.MinPick, q.MaxPick = 0, 0 }},
		{"picks the wrong way round", "V23", "$.max_pick", "E", func(q B) { q.MinPick, q.MaxPick = 2, 1 }},
		{"all may be picked", "V23", "$.max_pick", "E", func(q B) { q.MaxPick = 5 }},
		{"more picks than keys", "V23", "$.min_pick", "E", func(q B) { q.MinPick, q.MaxPick = 3, 3 }},
		{"no feedback", "V14", "$.segments[4].feedback", "E", func(q B) { q.Segments[4].Feedback = "" }},
		{"no reason right", "V03", "$.because.options", "E", func(q B) { q.Because.Options[0].Correct = false }},
		{"two reasons right", "V03", "$.because.options", "E", func(q B) { q.Because.Options[1].Correct = true }},
		{"one reason", "V02", "$.because.options", "E", func(q B) { q.Because.Options = q.Because.Options[:1] }},
		{"reason not asked for", "V12", "$.because.ask", "E", func(q B) { q.Because.Ask = "" }},
		{"reason without a question mark", "V12", "$.because.ask", "W", func(q B) { q.Because.Ask = "Say why" }},
		{"negative", "V06", "$.because.ask", "E", func(q B) { q.Because.Ask = "Why do they not show it?" }},
		{"reason without feedback", "V14", "$.because.options[1].feedback", "E", func(q B) {
			q.Because.Options[1].Feedback = ""
		}},
		{"reason without a misconception", "V15", "$.because.options", "", func(B) {}},
		{"id of a segment", "V23", "$.because.options[1].id", "E", func(q B) { q.Because.Options[1].ID = "s2" }},
		{"all of these", "V04", "$.because.options[2].text", "E", func(q B) {
			q.Because.Options[2].Text = "all of these reasons"
		}},
		{"without a reason", "V23", "$.because", "", func(q B) { q.Because = nil }},
	})
	wantRules(t, "evidence_highlight", quotation, []ruled[B]{
		{"picks of a quotation", "V23", "$.max_pick", "E", func(q B) { q.MaxPick = 1 }},
		{"no key", "V23", "$.segments", "E", func(q B) { q.Segments[0].Role = "near" }},
	})
}

func TestRulesForProvenance(t *testing.T) {
	type B = *quiz.Provenance
	wantRules(t, "provenance", provenance, []ruled[B]{
		{"no source", "V30", "$.source", "E", func(q B) { q.Source = "" }},
		{"one part", "V30", "$.auto", "E", func(q B) { q.Auto = q.Auto[:1] }},
		{"five parts", "V30", "$.auto", "E", func(q B) { q.Auto = append(append(q.Auto, q.Auto...), q.Auto[0]) }},
		{"part twice", "V30", "$.auto[1].id", "E", func(q B) { q.Auto[1].ID = "author" }},
		{"part named like a text", "V30", "$.auto[1].id", "E", func(q B) { q.Auto[1].ID = "w.value" }},
		{"no key", "V03", "$.auto[1].options", "E", func(q B) { q.Auto[1].Options[1].Correct = false }},
		{"years fall", "V11", "$.auto[1].options[1].text", "E", func(q B) { q.Auto[1].Options[0].Text = "1960" }},
		{"nothing asked", "V12", "$.auto[0].ask", "E", func(q B) { q.Auto[0].Ask = "" }},
		{"the key is long", "V05", "$.auto[0].options[0].text", "E", func(q B) { q.Auto[0].Options[0].Text = words(25) }},
		{"option twice", "V10", "$.auto[0].options[1].id", "E", func(q B) { q.Auto[0].Options[1].ID = "a" }},
		{"no feedback", "V14", "$.auto[0].options[2].feedback", "E", func(q B) { q.Auto[0].Options[2].Feedback = "" }},
		{"nothing written", "V30", "$.written", "E", func(q B) { q.Writing = nil }},
		{"three written", "V30", "$.written", "E", func(q B) { q.Writing = append(q.Writing, q.Writing[0]) }},
		{"written twice", "V30", "$.written[1].id", "E", func(q B) { q.Writing[1].ID = "value" }},
		{"written id", "V30", "$.written[1].id", "E", func(q B) { q.Writing[1].ID = "A b" }},
		{"no ask", "V30", "$.written[1].ask", "E", func(q B) { q.Writing[1].Ask = "" }},
		{"no words", "V30", "$.written[0].words", "E", func(q B) { q.Writing[0].Words = quiz.WordRange{} }},
		{"too many words", "V30", "$.written[0].words", "E", func(q B) { q.Writing[0].Words.Max = 401 }},
		{"two levels", "V30", "$.written[0].levels", "E", func(q B) { q.Writing[0].Levels = q.Writing[0].Levels[:2] }},
		{"six levels", "V30", "$.written[0].levels", "E", func(q B) {
			q.Writing[0].Levels = []string{"a", "b", "c", "d", "e", "f"}
		}},
		{"level twice", "V30", "$.written[0].levels[2]", "E", func(q B) { q.Writing[0].Levels[2] = "Names a value" }},
	})
}

func TestRulesForComparison(t *testing.T) {
	type B = *quiz.Comparison
	wantRules(t, "comparison", comparison, []ruled[B]{
		{"one source", "V24", "$.sources", "E", func(q B) { q.Sources = q.Sources[:1] }},
		{"the same source", "V24", "$.sources", "E", func(q B) { q.Sources[1] = q.Sources[0] }},
		{"two points", "V24", "$.points", "E", func(q B) { q.Points = q.Points[:2] }},
		{"seven points", "V24", "$.points", "E", func(q B) { q.Points = append(q.Points, q.Points[:3]...) }},
		{"answer", "V24", "$.points[1].answer", "E", func(q B) { q.Points[1].Answer = "trotsky" }},
		{"one answer for all", "V24", "$.points", "E", func(q B) {
			for i := range q.Points {
				q.Points[i].Answer = "both"
			}
		}},
		{"point twice", "V24", "$.points[1].text", "E", func(q B) { q.Points[1].Text = q.Points[0].Text }},
		{"no feedback", "V14", "$.points[1].feedback", "E", func(q B) { q.Points[1].Feedback = "" }},
		{"short model", "V24", "$.model", "E", func(q B) { q.Model = words(39) }},
		{"model of 40", "V24", "$.model", "", func(q B) { q.Model = words(40) }},
		{"model of 120", "V24", "$.model", "", func(q B) { q.Model = words(120) }},
		{"long model", "V24", "$.model", "E", func(q B) { q.Model = words(121) }},
		{"two texts", "V30", "$.written", "E", func(q B) { q.Writing = append(q.Writing, q.Writing[0]) }},
	})
}

func TestRulesForNextSource(t *testing.T) {
	type B = *quiz.NextSource
	wantRules(t, "next_source", nextSource, []ruled[B]{
		{"no claim", "V31", "$.claim", "E", func(q B) { q.Claim = "" }},
		{"two cards", "V31", "$.options", "E", func(q B) { q.Options = q.Options[:2] }},
		{"six cards", "V31", "$.options", "E", func(q B) { q.Options = append(q.Options, q.Options[1:3]...) }},
		{"no best", "V31", "$.options", "E", func(q B) { q.Options[0].Value = 0.9 }},
		{"two best", "V31", "$.options", "E", func(q B) { q.Options[3].Value = 1 }},
		{"value over 1", "V31", "$.options[1].value", "E", func(q B) { q.Options[1].Value = 1.5 }},
		{"value under 0", "V31", "$.options[1].value", "E", func(q B) { q.Options[1].Value = -0.5 }},
		{"unknown reason", "V31", "$.options[1].reasons[0]", "E", func(q B) { q.Options[1].Reasons = []string{"none"} }},
		{"reason twice", "V31", "$.options[3].reasons[1]", "E", func(q B) {
			q.Options[3].Reasons = []string{"tests", "tests"}
		}},
		{"the best has no reason", "V31", "$.options[0].reasons", "E", func(q B) { q.Options[0].Reasons = nil }},
		{"the best has every reason", "V31", "$.options[0].reasons", "E", func(q B) {
			q.Options[0].Reasons = []string{"independent", "tests", "repeats"}
		}},
		{"the best reveals nothing", "V31", "$.options[0].reveal", "E", func(q B) { q.Options[0].Reveal = "" }},
		{"another reveals nothing", "V31", "$.options[1].reveal", "", func(B) {}},
		{"two reasons", "V31", "$.reasons", "E", func(q B) { q.Reasons = q.Reasons[:2] }},
		{"card and reason of one id", "V31", "$.reasons[2].id", "E", func(q B) { q.Reasons[2].ID = "a" }},
		{"no feedback", "V14", "$.options[2].feedback", "E", func(q B) { q.Options[2].Feedback = "" }},
	})
}
