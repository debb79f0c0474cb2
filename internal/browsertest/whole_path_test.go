package browsertest

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"dossier/internal/course"
)

// The whole way of a written judgement, by mouse: two students write, judge themselves and hand in; a teacher marks,
// a colleague marks a second time, they agree, the answers go back; a student reads, revises and hands in again. Once
// with JavaScript and once without.
func TestTheWholePath(t *testing.T) {
	for _, s := range []screen{{Width: 1360}, {Width: 1360, NoScript: true}} {
		name := "with JavaScript"
		if s.NoScript {
			name = "without JavaScript"
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wholePath(t, s)
		})
	}
}

const (
	anasText = "The Observer printed this on 23 August 1936, one day before the verdict, and had only the open court to " +
		"go by. It found it “futile to think the trial was staged” [1]. " +
		"Trotsky was the chief accused and had his name to defend, so he asks “Who can believe such accusations?” " +
		"[2] Both had reasons, but what each took as proof was different."
	bensText = "Trotsky disagrees with the paper because he was the one who stood accused in the second trial, and the " +
		"paper saw the first."
	more = " A record from outside both texts could settle it, such as the file of an interrogation."
)

func wholePath(t *testing.T, s screen) {
	c := builtInCourse(t)
	b, err := c.Bench("two-verdicts")
	must(t, err)
	p := startProgram(t)
	teacher := newVisitor(t, s)
	code := teacher.setsUp(p)

	ana, ben := newVisitor(t, s), newVisitor(t, s)
	ana.joins(p, code, "Ana", pin)
	ana.writesAtBench(p, b, anasText)
	ben.joins(p, code, "Ben", pin)
	ben.writesAtBench(p, b, bensText)

	// The teacher: two examples, then the two answers, without names.
	teacher.open(p.URL + "/marking")
	teacher.wantText(".queue", "2", "answers to mark")
	teacher.follow("Start marking")
	for i := range b.Practice() {
		teacher.choosesLevels(b, b.Practice()[i].Levels)
		teacher.follow("Save the levels")
		teacher.follow("Next")
	}
	for range 2 {
		if got := teacher.text("main"); strings.Contains(got, "Ana") || strings.Contains(got, "Ben") {
			t.Errorf("the marking page names the student: %.300q", got)
		}
		teacher.marks(b, 1, "You date both of the texts.", "Test one claim outside both texts.")
	}
	teacher.wantText("main", "Nothing waits for you there any more.")
	for _, v := range []*visitor{ana, ben} {
		v.open(p.URL + bench + "/feedback")
		v.wantText("h1", "There is no such page")
		v.open(p.URL + bench)
		v.wantText("main", "With your teacher")
		if strings.Contains(v.text("main"), "Take it back") {
			t.Error("an answer that is being marked can still be taken back")
		}
	}

	// A colleague marks one of them a second time, blind, and the two agree.
	teacher.open(p.URL + "/classes")
	teacher.follow(className)
	teacher.follow("Settings")
	teacher.follow("Invite a colleague")
	link, err := url.Parse(strings.TrimSpace(teacher.text(".once-link")))
	must(t, err)
	colleague := newVisitor(t, s)
	colleague.open(p.URL + link.Path)
	colleague.write("#name", "Mr Reader")
	colleague.write("#pass", passphrase)
	colleague.follow("Join the class")
	colleague.open(p.URL + "/marking/two-verdicts/moderation")
	colleague.follow("Mark it blind")
	marked := colleague.count(".rubric input:checked")
	if got := colleague.text("main"); strings.Contains(got, "You date both") || marked > 0 {
		t.Errorf("the second marker sees the first marking: %.300q", got)
	}
	colleague.choosesLevels(b, levels(b, 3))
	colleague.follow("Save the levels")
	teacher.open(p.URL + "/marking/two-verdicts/moderation")
	teacher.wantText("main", "marked twice", "0%", "too few")
	teacher.load(teacher.pointAt(`[...document.querySelectorAll("main a")].find(a => a.href.endsWith("/agree"))`))
	teacher.choosesLevels(b, levels(b, 2))
	teacher.follow("Save what you agreed")
	teacher.wantText("main", "agreed")

	teacher.open(p.URL + "/marking")
	teacher.follow("Return all marked")
	teacher.wantText("main", "2 answers are back with their students.")

	// Ana: comments and target first, then the next step, then the levels and the model answer.
	model := strings.Fields(b.ModelAnswer)
	start := strings.Join(model[:8], " ")
	ana.open(p.URL + "/")
	ana.wantText("main", "Your teacher has commented on "+b.Title)
	ana.followIn(".back", b.Title)
	ana.wantText("main", "You date both of the texts.", "Test one claim outside both texts.")
	if got := ana.html(); strings.Contains(got, start) || strings.Contains(got, "Levels of version 1") {
		t.Error("the levels or the model answer are there before the next step")
	}
	ana.write("#next", "I will name a record that could settle it.")
	ana.follow("Keep it and show the levels")
	ana.wantText("main", "Levels of version 1", start, "You had said level 2")
	ana.follow("Revise my answer")
	ana.write("#text", anasText+more)
	ana.load(ana.pointAt(css(`.stepbar button[value="go:hand-in"]`)))
	ana.followIn("main", "Hand it in")
	ana.wantText("main", "Waiting to be marked again")
	ana.follow("Your texts")
	ana.wantText(".diff ins", "A record from outside both texts could settle it")

	// The teacher sees what changed, and returns it by itself.
	teacher.open(p.URL + "/marking")
	teacher.follow("Start marking")
	teacher.wantText("#answer", "The target was", "I will name a record")
	teacher.wantText("#answer ins", "A record from outside both texts")
	teacher.marks(b, 3, "You name what could settle it.", "Now weigh your two reasons.")
	teacher.follow("Return all marked")
	ana.open(p.URL + bench + "/feedback")
	ana.wantText("main", "Now weigh your two reasons.", "Version 2")
	ben.open(p.URL + bench + "/feedback")
	if got := ben.html(); strings.Contains(got, "open court to go by") || strings.Contains(got, "weigh your two reasons") {
		t.Error("a student sees another's words")
	}
	if !s.NoScript {
		for _, v := range []*visitor{teacher, ana, colleague} {
			v.wantNoComplaints()
		}
	}
}

func builtInCourse(t *testing.T) *course.Course {
	t.Helper()
	content, err := course.Open("")
	must(t, err)
	c, findings := course.Compile(content)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return c
}

// levels is one level for every skill.
func levels(b *course.Bench, n int) map[string]int {
	all := map[string]int{}
	for _, skill := range b.Rubric.Skills {
		all[skill.ID] = n
	}
	return all
}

// choosesLevels clicks a level for every skill of the form.
func (v *visitor) choosesLevels(b *course.Bench, given map[string]int) {
	v.t.Helper()
	for _, skill := range b.Rubric.Skills {
		v.click(fmt.Sprintf(`[name="level.%s"][value="%d"]`, skill.ID, given[skill.ID]))
	}
}

// marks fills the marking page in and goes to the next answer.
func (v *visitor) marks(b *course.Bench, level int, strength, target string) {
	v.t.Helper()
	v.choosesLevels(b, levels(b, level))
	v.write("#strength", strength)
	v.write("#target", target)
	v.follow("Save and next")
}

// picks ticks a phrase, and keeps it with the button where there are no scripts.
func (v *visitor) picks(b *course.Bench, text, phrase, number int) {
	v.t.Helper()
	id := b.Texts[text].Phrases[phrase].ID
	v.click(fmt.Sprintf(`.phrase:has([value="%s"])`, id))
	if v.screen.NoScript {
		v.followIn(fmt.Sprintf(`section[aria-labelledby="src-%s"]`, b.Texts[text].Source.ID), "Keep these phrases")
	} else {
		v.until(fmt.Sprintf(`document.querySelectorAll("[data-chips] li").length === %d`, number))
	}
	v.wantText("[data-chips]", fmt.Sprintf("%d · “%s”", number, b.Texts[text].Phrases[phrase].Quote))
}

// chooses takes an option of a list by its keys, as on a real screen after it was opened.
func (v *visitor) chooses(selector string, n int) {
	v.t.Helper()
	read[bool](v, fmt.Sprintf(`(document.querySelector(%q).focus(), true)`, selector))
	for range n {
		v.press(keyDown)
	}
}

// writesAtBench goes the whole way from the blind texts to handing in.
func (v *visitor) writesAtBench(p *program, b *course.Bench, text string) {
	v.t.Helper()
	v.open(p.URL + "/bench")
	v.followIn("main", b.Title)
	if got := v.html(); strings.Contains(got, "Observer") || strings.Contains(got, "Trotsky") {
		v.t.Error("the blind page names a writer")
	}
	v.click(`[name="before.1"][value="4"]`)
	v.click(`[name="before.2"][value="2"]`)
	v.follow("Show who wrote them")
	v.wantText("main", b.Texts[0].Name, "you trusted it mostly")
	v.click(`[name="after.1"][value="2"]`)
	v.write(`[name="moved.1"]`, "It only saw the court")
	v.click(`[name="after.2"][value="3"]`)
	v.write(`[name="moved.2"]`, "He knew the accused men")
	v.follow("Next: what they could know")
	v.follow("Next: pick your evidence")
	v.picks(b, 0, 1, 1)
	v.picks(b, 1, 0, 2)
	v.follow("Next: plan your answer")
	v.chooses("#kind", 3) // when they wrote
	v.chooses("#first", 1)
	v.chooses("#second", 1)
	v.chooses("#fact", 1)
	v.write("#so", "One wrote before the verdict and one long after it.")
	v.follow("Add this reason")
	v.wantText("#reasons", "context yes", "level 2")
	v.follow("Next: write your answer")
	v.write("#text", text)
	v.follow("Next: judge your draft")
	for i, e := range b.Practice() {
		v.wantText("main", fmt.Sprintf("Example %d", i+1))
		v.choosesLevels(b, e.Levels)
		v.follow("Compare")
		v.wantText("main", e.Why["sourcing"])
	}
	v.follow("Judge my own draft")
	v.choosesLevels(b, levels(b, 2))
	for i := range v.count(".proof") {
		v.clickOn(fmt.Sprintf(`document.querySelectorAll(".proof > summary")[%d]`, i))
	}
	v.tapsSentences()
	v.follow("Keep my levels")
	v.followIn("main", "Hand it in")
	v.wantText("main", "Waiting to be marked", "Take it back")
}
