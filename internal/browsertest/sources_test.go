package browsertest

import (
	"path/filepath"
	"slices"
	"testing"
)

// startWithKinds runs Dossier with a question of each kind about sources at the beginning of one quiz, and opens that
// quiz.
func startWithKinds(t *testing.T, s screen) *visitor {
	t.Helper()
	folder, err := filepath.Abs("../course/testdata/kinds")
	if err != nil {
		t.Fatal(err)
	}
	p := startProgram(t, "--content", folder)
	v := newVisitor(t, s)
	v.open(p.URL + "/lessons/judging/quiz")
	return v
}

// laidOver is how many questions startWithKinds adds: evidence is asked for in two ways.
const laidOver = 5

func TestQuestionsAboutSources(t *testing.T) {
	t.Parallel()
	v := startWithKinds(t, desk)
	v.follow("Start the quiz")
	var met []string
	for n := range laidOver {
		kind := kindOf(v.controls(".check form"))
		name := kind
		if slices.Contains(met, kind) {
			name += ", again"
		}
		v.everywhere("quiz question", name)
		v.unguarded()
		if status := v.followIn(".check", "Check answer"); status != 422 {
			t.Errorf("%s sent empty: got status %d, want 422", kind, status)
		}
		v.everywhere("quiz question", name+", error")
		v.fill(".check form")
		if status := v.followIn(".check", "Check answer"); status != 200 {
			t.Fatalf("question %d, %s: got status %d: %s", n+1, kind, status, v.text("main"))
		}
		wantFeedback(v, kind, nil)
		if kind == "provenance" || kind == "comparison" {
			v.wantText(".check", "What you wrote", "something else something else")
		}
		v.everywhere("quiz feedback", name)
		met = append(met, kind)
		v.followIn(".check", "Next question")
	}
	for _, kind := range sourceKinds {
		if !slices.Contains(met, kind) {
			t.Errorf("no %s was asked: %q", kind, met)
		}
	}
	v.wantNoComplaints()
}

func TestQuestionsAboutSourcesByKeyboard(t *testing.T) {
	t.Parallel()
	v := startWithKinds(t, desk)
	v.goes(`main form .go`)
	var met []string
	for range laidOver {
		met = append(met, v.answersByKeys(".check form"))
		v.goes(".check .btn.primary")
	}
	for _, kind := range sourceKinds {
		if !slices.Contains(met, kind) {
			t.Errorf("no %s was answered by keyboard: %q", kind, met)
		}
	}
	v.wantNoComplaints()
}

// Without JavaScript a passage is ticked where it stands, and what is written is sent.
func TestQuestionsAboutSourcesWithoutScript(t *testing.T) {
	t.Parallel()
	s := screen{Width: 360, NoScript: true}
	v := startWithKinds(t, s)
	v.follow("Start the quiz")
	for range laidOver {
		kind := v.fill(".check form")
		if status := v.followIn(".check", "Check answer"); status != 200 {
			t.Fatalf("%s: got status %d: %s", kind, status, v.text("main"))
		}
		wantFeedback(v, kind, nil)
		v.followIn(".check", "Next question")
	}
	v.wantNoComplaints()
}
