package browsertest

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// startWithKinds runs Dossier with more questions of each kind about sources in one quiz, and opens its page.
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

// throughKinds takes the quiz of startWithKinds, and again as long as it has not drawn all the questions that were
// added: what was not asked comes first then. answer answers one of those and stays on its verdict.
func (v *visitor) throughKinds(answer func()) {
	v.t.Helper()
	asked := map[string]bool{}
	for _, begin := range []string{"Start the quiz", "Take the quiz again", "Take the quiz again"} {
		v.follow(begin)
		for n := 1; n <= quizLength; n++ {
			id := read[string](v, `(document.querySelector('[id^="q-"]') || {id: ""}).id`)
			if strings.HasPrefix(id, "q-kinds-") && !asked[id] {
				answer()
				asked[id] = true
			} else {
				v.fill(".check form")
				v.followIn(".check", "Check answer")
			}
			if len(asked) == laidOver {
				return
			}
			if n < quizLength {
				v.followIn(".check", "Next question")
			}
		}
		v.followIn(".check", "See your result")
	}
	v.t.Fatalf("three quizzes ask %d of %d questions that were added", len(asked), laidOver)
}

func TestQuestionsAboutSources(t *testing.T) {
	t.Parallel()
	v := startWithKinds(t, desk)
	var met []string
	v.throughKinds(func() {
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
			t.Fatalf("%s: got status %d: %s", kind, status, v.text("main"))
		}
		wantFeedback(v, kind, nil)
		if kind == "provenance" || kind == "comparison" {
			v.wantText(".check", "What you wrote", "something else something else")
		}
		v.everywhere("quiz feedback", name)
		met = append(met, kind)
	})
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
	var met []string
	v.throughKinds(func() { met = append(met, v.answersByKeys(".check form")) })
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
	v.throughKinds(func() {
		kind := v.fill(".check form")
		if status := v.followIn(".check", "Check answer"); status != 200 {
			t.Fatalf("%s: got status %d: %s", kind, status, v.text("main"))
		}
		wantFeedback(v, kind, nil)
	})
	v.wantNoComplaints()
}
