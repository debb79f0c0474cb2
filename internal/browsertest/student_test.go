package browsertest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestStudent(t *testing.T) {
	atBothWidths(t, func(t *testing.T, p *program, s screen) {
		code := newVisitor(t, s).setsUp(p)
		v := newVisitor(t, s)
		v.open(p.URL + "/")
		v.followIn(".hero", "Join my class")
		v.write("#code", "abc")
		if got := v.follow("Next"); got != 422 {
			t.Errorf("a code that is too short: got status %d, want 422", got)
		}
		v.wantText("#code-problem", "A class code has 6 characters")
		v.write("#code", strings.ToLower(strings.ReplaceAll(code, "-", " ")))
		v.follow("Next")
		v.write("#name", "Ana K.")
		v.follow("Next")
		v.wantText("h1", "Hello, Ana K.")
		v.write("#pin", "123456")
		if got := v.follow("Go in"); got != 422 {
			t.Errorf("a PIN that is easy to guess: got status %d, want 422", got)
		}
		v.wantText("#pin-problem", "in a row")
		v.write("#pin", pin)
		v.follow("Go in")
		v.wantInMenu("Ana K.", className)

		readsSection(v, p)
		v.opensCheck(p, "causes")
		v.wantText("#"+v.answersFirstCheck(), "Your answer", "Try again")

		v.startsQuiz(p, "causes")
		met := v.takeQuiz(func(kind string, options []string) { wantFeedback(v, kind, options) })
		slices.Sort(met)
		if n := len(slices.Compact(met)); n < 5 { // which ones is drawn
			t.Errorf("the quiz asks %d kinds of question: %q", n, met)
		}
		wantResult(v)
		result := v.location()

		other := newVisitor(t, s)
		other.open(p.URL + "/join/" + strings.ReplaceAll(code, "-", ""))
		other.write("#name", "ana k.")
		other.follow("Next")
		other.wantText("h1", "Welcome back, Ana K.")
		other.write("#pin", "935172")
		if got := other.follow("Go in"); got != 422 {
			t.Errorf("a wrong PIN: got status %d, want 422", got)
		}
		other.wantText("#pin-problem", "That is not the PIN of this name.")
		other.write("#pin", pin)
		other.follow("Go in")
		other.followInMenu("My progress")
		other.wantText("main", "What you can do", "How sure, and how often right")
		other.follow(fmt.Sprintf("All %d answers", quizLength+1))
		if got, want := other.count(".answers > li"), quizLength+1; got != want {
			t.Errorf("my progress on another computer: got %d answers, want %d", got, want)
		}
		other.open(result)
		wantResult(other)
		v.wantNoComplaints()
		other.wantNoComplaints()
	})
}

// readsSection opens the second lesson from the first page and marks its first section as read, on the way to the
// second.
func readsSection(v *visitor, p *program) {
	v.t.Helper()
	all := v.sectionsOf(p, "causes")
	v.open(p.URL + "/")
	v.load(v.pointAt(css(`.lessons a[href="/lessons/causes"]`)))
	v.follow("Begin")
	v.wantPath(p, all[0])
	v.follow("Next: ")
	v.wantPath(p, all[1])
	if got := v.count(".place .done"); got != 1 {
		v.t.Errorf("%d sections are read, want one", got)
	}
}

// wantFeedback looks at the answer to one question. Every option is there again with a sentence on it, and so is
// every part of the other kinds, but for an event in its place; what was answered and how sure it was can be told.
func wantFeedback(v *visitor, kind string, options []string) {
	v.t.Helper()
	v.wantText(".check", "Your answer")
	// Those two rest on what is written, and nobody is asked how sure they are.
	if kind != "provenance" && kind != "comparison" {
		v.wantText(".check", "fairly sure")
	}
	v.unfold()
	// Each option has its sentence in the list of all; reasons and words that were right need none.
	if kind == "single_choice" || kind == "multiple_response" {
		lines := read[[]string](v, `[...document.querySelectorAll(".check .as-asked > li:has(p)")]
			.map(o => o.innerText.replace(/\s+/g, " "))`)
		for _, option := range options {
			option = strings.Join(strings.Fields(option), " ")
			if !slices.ContainsFunc(lines, func(l string) bool { return strings.Contains(l, option) }) {
				v.t.Errorf("%s: no feedback on %q: %q", v.location(), option, lines)
			}
		}
	}
	for _, row := range read[[]string](v, `[...document.querySelectorAll(".pairs-back > li:not(.right)")]
		.map(o => o.innerText)`) {
		if !strings.Contains(row, "Right answer") {
			v.t.Errorf("%s: %s has a part that was wrong and no right answer to it: %q", v.location(), kind, row)
		}
	}
	if v.count(`.why a[href*="/lessons/"], .why a[href*="/sources/"]`) == 0 {
		v.t.Errorf("%s: the feedback leads nowhere to read again", v.location())
	}
}

// wantResult looks at a finished quiz: marks, what to read again, every answer.
func wantResult(v *visitor) {
	v.t.Helper()
	v.wantText("h1", "marks")
	v.wantText("main", "You need", "Read again", "How sure you were", "Your answers", "Take the quiz again")
	if v.count(`main .card a[href^="/lessons/causes/"]`) == 0 {
		v.t.Errorf("%s names no place to read again", v.location())
	}
	if got := v.count(".answers > li"); got != quizLength {
		v.t.Errorf("%s lists %d answers, want %d", v.location(), got, quizLength)
	}
}

func TestGuest(t *testing.T) {
	atBothWidths(t, func(t *testing.T, p *program, s screen) {
		code := newVisitor(t, s).setsUp(p)
		v := newVisitor(t, s)
		readsSection(v, p)
		v.opensCheck(p, "causes")
		question := v.answersFirstCheck()
		section := strings.TrimPrefix(strings.Split(v.location(), "?")[0], p.URL)
		v.wantText("#"+question, "Your answer")
		given := v.text("#" + question + " .verdict")
		v.startsQuiz(p, "causes")
		v.fill(".check form")
		v.followIn(".check", "Check answer")
		v.followInMenu("My progress")
		v.wantText("main", "You are reading as a guest.")

		v.followIn("main", "Join a class")
		v.write("#code", code)
		v.follow("Next")
		v.write("#name", "Bo")
		v.follow("Next")
		v.wantText("main", "Take along what was read", "2 answers")
		v.write("#pin", pin)
		v.follow("Go in")
		v.wantInMenu("Bo", className)

		other := newVisitor(t, s)
		other.joins(p, code, "Bo", pin)
		other.open(p.URL + "/lessons/causes")
		other.wantText(".parts li:first-child", "Read")
		other.open(p.URL + section)
		other.unfoldCheck(strings.TrimPrefix(question, "#"))
		if got := other.text("#" + question + " .verdict"); got != given {
			t.Errorf("the guest's answer on another computer: got %q, want %q", got, given)
		}
		other.open(p.URL + "/lessons/causes/quiz")
		other.wantText("main", fmt.Sprintf("You have answered 1 of %d questions.", quizLength), "Go on with the quiz")
		other.wantNoComplaints()
	})
}
