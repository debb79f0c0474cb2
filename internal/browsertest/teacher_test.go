package browsertest

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
)

// It looks at the clock, so nothing else runs beside it.
func TestTeacherWatches(t *testing.T) {
	for _, width := range widths {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			watches(t, startProgram(t), screen{Width: width})
		})
	}
}

func watches(t *testing.T, p *program, s screen) {
	teacher := newVisitor(t, s)
	code := teacher.setsUp(p)
	teacher.follow("Back to the class")
	teacher.wantText("main", "Nobody has joined yet")
	class := teacher.location()

	// Somebody joins: they appear by themselves.
	student := newVisitor(t, s)
	student.joins(p, code, "Ana", pin)
	teacher.until(`document.querySelector("table.grid tbody").innerText.includes("Ana")`)

	// Somebody answers: the page that is open shows it within three seconds, and stays the same page.
	student.opensCheck(p, "causes")
	read[bool](teacher, `(document.documentElement.dataset.same = "yes", true)`)
	const causes = "table.grid tbody td:nth-of-type(2)"
	const cell = `document.querySelector("` + causes + `").innerText`
	before := read[string](teacher, cell)
	if !strings.Contains(before, "Nothing yet") {
		t.Errorf("before the answer the class page says %q, want Nothing yet", before)
	}
	student.answersFirstCheck()
	answered := time.Now()
	teacher.until(cell + ` !== ` + quote(before))
	if took := time.Since(answered); took > 3*time.Second {
		t.Errorf("the class page showed the answer after %v, want 3s at most", took)
	}
	if !read[bool](teacher, `document.documentElement.dataset.same === "yes"`) {
		t.Error("the class page was loaded again for an answer")
	}
	teacher.wantText(causes, "Reading")
	teacher.wantText("[data-live-sub]", "1 joined · 1 working now")

	teacher.followIn("table.grid", "Ana")
	teacher.wantText("h1", "Ana")
	ana := teacher.location()
	teacher.follow("The one answer")
	if got := teacher.count(".answers > li"); got != 1 {
		t.Errorf("the student's page lists %d answers, want 1", got)
	}
	teacher.wantText(".answers", "in the text", "Answer:")

	teacher.open(ana)
	teacher.follow("New PIN")
	teacher.wantText("h1", "Give Ana a new PIN?")
	teacher.follow("Give a new PIN")
	fresh := strings.TrimSpace(teacher.text(".once"))
	if !regexp.MustCompile(`^\d{6}$`).MatchString(fresh) || fresh == pin {
		t.Fatalf("got the new PIN %q, want six other digits", fresh)
	}
	other := newVisitor(t, s)
	other.open(p.URL + "/join/" + strings.ReplaceAll(code, "-", ""))
	other.write("#name", "Ana")
	other.follow("Next")
	other.write("#pin", pin)
	other.follow("Go in")
	other.wantText("#pin-problem", "That is not the PIN of this name.")
	other.write("#pin", fresh)
	other.follow("Go in")
	other.wantInMenu("Ana")

	teacher.open(ana)
	teacher.follow("Rename, move or remove")
	teacher.wantText("h1", "Ana")
	teacher.follow("Remove from the class")
	if got := teacher.location(); got != class+"/roster" {
		t.Errorf("after the removal: got %s, want the list of %s", got, class)
	}
	teacher.wantText("main", "Nobody is on the list yet", "Ana was removed")
	other.open(p.URL + "/lessons/causes")
	if got := other.inMenu(); strings.Contains(got, "Ana") {
		t.Errorf("the removed student is still signed in: %q", got)
	}
	teacher.wantNoComplaints()
	student.wantNoComplaints()
}

// The page of a class works for somebody who loads it again, and the whole lesson hour works, without JavaScript.
func TestNoScript(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	s := screen{Width: 360, NoScript: true}
	teacher := newVisitor(t, s)
	teacher.open(p.Setup)
	teacher.check("set-up", "empty")
	code := teacher.setsUp(p)
	teacher.check("join screen", "filled")

	v := newVisitor(t, s)
	v.joins(p, code, "Ana", pin)
	v.check("home", "student")
	readsSection(v, p)
	v.opensCheck(p, "causes")
	v.answersFirstCheck()
	v.check("section", "answered")
	v.startsQuiz(p, "causes")
	v.check("quiz question", "empty")
	v.takeQuiz(func(kind string, options []string) { wantFeedback(v, kind, options) })
	wantResult(v)
	v.check("result", "filled")
	v.followInMenu("My progress")
	v.check("my progress", "filled")

	teacher.follow("Back to the class")
	teacher.wantText("table.grid tbody", "Ana")
	teacher.checkBy(reloadingRules, "class", "filled")
	teacher.followIn("table.grid", "Ana")
	ana := teacher.location()
	teacher.check("student", "filled")
	teacher.follow(fmt.Sprintf("All %d answers", quizLength+1))
	if got, want := teacher.count(".answers > li"), quizLength+1; got != want {
		t.Errorf("the page of answers lists %d, want %d", got, want)
	}
	teacher.open(ana)
	teacher.follow("New PIN")
	teacher.follow("Give a new PIN")
	teacher.wantText("main", "The new PIN")
	teacher.open(ana)
	teacher.follow("Rename, move or remove")
	teacher.check("one of the list", "filled")
	teacher.follow("Remove from the class")
	teacher.wantText("main", "Nobody is on the list yet")
	teacher.followInMenu("Sign out")
	teacher.wantInMenu("Join a class")
	v.followInMenu("Sign out") // of a student who is gone
}
