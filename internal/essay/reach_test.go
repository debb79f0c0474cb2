package essay_test

import (
	"testing"

	"dossier/internal/essay"
)

// full is a complete reason of a kind.
func full(kind essay.Kind) essay.Reason {
	return essay.Reason{Kind: kind, First: "o1", Second: "t1", Fact: "f1", So: "so each one trusted other people"}
}

func TestReachForAllSixteen(t *testing.T) {
	const (
		origin  = "who the writers were or what they could know"
		purpose = "what they wanted or whom they wrote for"
		timing  = "when they wrote"
		proof   = "what each took as proof"
	)
	for _, test := range []struct {
		origin, purpose, context, proof bool
		level                           int
		line, next                      string
	}{
		{false, false, false, false, 0, "Origin missing, purpose missing, context missing, proof missing: level 0",
			"Start with one reason: pick words from both sources and a fact, and say why it made them judge differently."},
		{false, false, false, true, 2, "Origin missing, purpose missing, context missing, proof yes: level 2",
			"For level 3, add a reason about " + origin + ", or " + purpose + "; and one about " + timing + "."},
		{false, false, true, false, 2, "Origin missing, purpose missing, context yes, proof missing: level 2",
			"For level 3, add a reason about " + origin + ", or " + purpose + "."},
		{false, false, true, true, 2, "Origin missing, purpose missing, context yes, proof yes: level 2",
			"For level 3, add a reason about " + origin + ", or " + purpose + "."},
		{false, true, false, false, 2, "Origin missing, purpose yes, context missing, proof missing: level 2",
			"For level 3, add a reason about " + timing + "."},
		{false, true, false, true, 2, "Origin missing, purpose yes, context missing, proof yes: level 2",
			"For level 3, add a reason about " + timing + "."},
		{false, true, true, false, 3, "Origin missing, purpose yes, context yes, proof missing: level 3",
			"For level 4, add a reason about " + origin + "; and one about " + proof + "."},
		{false, true, true, true, 3, "Origin missing, purpose yes, context yes, proof yes: level 3",
			"For level 4, add a reason about " + origin + "."},
		{true, false, false, false, 2, "Origin yes, purpose missing, context missing, proof missing: level 2",
			"For level 3, add a reason about " + timing + "."},
		{true, false, false, true, 2, "Origin yes, purpose missing, context missing, proof yes: level 2",
			"For level 3, add a reason about " + timing + "."},
		{true, false, true, false, 3, "Origin yes, purpose missing, context yes, proof missing: level 3",
			"For level 4, add a reason about " + purpose + "; and one about " + proof + "."},
		{true, false, true, true, 3, "Origin yes, purpose missing, context yes, proof yes: level 3",
			"For level 4, add a reason about " + purpose + "."},
		{true, true, false, false, 2, "Origin yes, purpose yes, context missing, proof missing: level 2",
			"For level 3, add a reason about " + timing + "."},
		{true, true, false, true, 2, "Origin yes, purpose yes, context missing, proof yes: level 2",
			"For level 3, add a reason about " + timing + "."},
		{true, true, true, false, 3, "Origin yes, purpose yes, context yes, proof missing: level 3",
			"For level 4, add a reason about " + proof + "."},
		{true, true, true, true, 4, "Origin yes, purpose yes, context yes, proof yes: level 4",
			"All four are there. Now say which reason explains most, and why."},
	} {
		want := essay.Reached{Level: test.level, Origin: test.origin, Purpose: test.purpose, Context: test.context,
			Proof: test.proof, Line: test.line, Next: test.next}
		// Two kinds stand for origin and two for purpose: each has to do.
		for _, from := range []essay.Kind{essay.Position, essay.Information} {
			for _, aim := range []essay.Kind{essay.Purpose, essay.Audience} {
				var reasons []essay.Reason
				for kind, there := range map[essay.Kind]bool{from: test.origin, aim: test.purpose, essay.Timing: test.context,
					essay.Proof: test.proof} {
					if there {
						reasons = append(reasons, full(kind))
					}
				}
				if got := essay.Reach(reasons); got != want {
					t.Errorf("with %s and %s:\n got %+v\nwant %+v", from, aim, got, want)
				}
			}
		}
	}
}

func TestReachWithoutAWholeReason(t *testing.T) {
	without := func(change func(*essay.Reason)) essay.Reason {
		r := full(essay.Position)
		change(&r)
		return r
	}
	for _, test := range []struct {
		name     string
		reason   essay.Reason
		complete bool
		level    int
	}{
		{"whole", full(essay.Position), true, 2},
		{"no first source", without(func(r *essay.Reason) { r.First = "" }), false, 1},
		{"no second source", without(func(r *essay.Reason) { r.Second = "" }), false, 1},
		{"no fact", without(func(r *essay.Reason) { r.Fact = "" }), false, 1},
		{"no sentence", without(func(r *essay.Reason) { r.So = "" }), false, 1},
		{"four words", without(func(r *essay.Reason) { r.So = "he was the accused" }), false, 1},
		{"four words and dashes", without(func(r *essay.Reason) { r.So = "he – was – the accused …" }), false, 1},
		{"five words", without(func(r *essay.Reason) { r.So = "he was one they accused" }), true, 2},
		{"only a fact", essay.Reason{Kind: essay.Proof, Fact: "f1"}, false, 1},
		{"only a kind", essay.Reason{Kind: essay.Proof}, false, 0},
		{"only spaces", essay.Reason{Kind: essay.Proof, So: " \n"}, false, 0},
		{"no kind that there is", full("luck"), true, 1},
	} {
		if got, want := test.reason.Complete(), test.complete; got != want {
			t.Errorf("%s: complete %v, want %v", test.name, got, want)
		}
		if got, want := essay.Reach([]essay.Reason{test.reason}).Level, test.level; got != want {
			t.Errorf("%s: level %d, want %d", test.name, got, want)
		}
	}
	broken := []essay.Reason{full(essay.Position), {Kind: essay.Timing, First: "o1"}}
	if got, want := essay.Reach(broken).Level, 2; got != want {
		t.Errorf("a reason that is not whole lifted the level to %d, want %d", got, want)
	}
	if got, want := essay.Reach(broken[1:]).Next, "Finish one reason: it needs words from both sources, a fact, and a "+
		"sentence of at least five words that says why it made them judge differently."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestKinds(t *testing.T) {
	seen := map[essay.Kind]bool{}
	for _, kind := range essay.Kinds {
		if kind.ID == "" || kind.Title == "" || kind.Ask == "" || seen[kind.ID] {
			t.Errorf("%+v", kind)
		}
		seen[kind.ID] = true
	}
	if got, want := len(seen), 6; got != want {
		t.Errorf("%d kinds, want %d", got, want)
	}
}
