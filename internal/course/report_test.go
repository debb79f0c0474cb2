package course_test

import (
	"strings"
	"testing"

	"dossier/internal/course"
)

func TestReport(t *testing.T) {
	f := minimal(t)
	f.replace(t, bank, "    version: 1\n    kind: single_choice\n    title: Sample 2\n",
		"    version: 1\n    kind: single_choice\n    waive: [{rule: V15, reason: two ideas are enough}]\n    title: "+
			"Sample 2\n")
	f.replace(t, facts, "- id: first-fact",
		"- {id: side-fact, ledger: [A-9], claim: Aside., status: agreed, scholarship: historians, known_from: "+
			"\"1936\"}\n- id: first-fact")
	f.replace(t, people, "role: leader, fate: shot, facts: [first-fact]",
		"role: leader, fate: shot, facts: [first-fact, side-fact]")
	compiled, _ := course.Compile(f.content())
	var b strings.Builder
	if err := compiled.WriteReport(&b); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	for _, want := range []string{
		"Lesson 1, A lesson:", "1 sources, 2 facts", "by objective", "demo-o1", "by skill", "knowledge",
		"single_choice 10", "place 1: 10", "demo-source", "1 only by sources, people, events, terms and figures\n  " +
			"side-fact\n",
		"two ideas are enough", "NOT MET", "tests history", "at least 50 %", "by difficulty", "by what it tests",
		"not said 11", "negation, share of all", "not coded", "at most 14 %", "ok",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the report lacks %q:\n%s", want, got)
		}
	}
}
