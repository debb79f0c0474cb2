package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dossier/internal/classroom"
)

// teachersPages are the pages on which a teacher meets a student's answer. The counts of a whole class are not among
// them: they tell about nobody.
func (s *site) teachersPages(id classroom.EssayID) []string {
	s.t.Helper()
	pages := []string{
		"/marking", at, at + "?on=1937-01-22",
		"/marking/two-verdicts/returned", "/marking/two-verdicts/moderation",
		fmt.Sprintf("/marking/essays/%d", id), fmt.Sprintf("/marking/essays/%d/second", id),
		fmt.Sprintf("/marking/essays/%d/agree", id),
		fmt.Sprintf("/classes/%d", s.class),
		s.studentAt("Ana"), s.studentAt("Ana") + "/essays", s.studentAt("Ana") + "/sheet",
	}
	for _, skill := range s.aBench().Rubric.Skills {
		pages = append(pages, "/marking/two-verdicts/skills/"+skill.ID)
	}
	return pages
}

// seen is what a teacher reads on those pages now.
func (s *site) seen(id classroom.EssayID) map[string]string {
	s.t.Helper()
	all := map[string]string{}
	for _, path := range s.teachersPages(id) {
		p := s.owner.get(path)
		all[path] = fmt.Sprint(p.status)
		if p.doc != nil {
			all[path] += " " + p.doc.id("main").words()
		}
		if strings.Contains(p.body, "canarydraft") { // in a field or an attribute as well
			s.t.Errorf("%s has words of a draft: %s", path, p.excerpt())
		}
	}
	return all
}

// A student whose answer came back writes on it. Until they hand it in again, every page of their teacher is as it
// was: no word of the new text, no new evidence, no reason, no level.
func TestNoTeacherSeesADraft(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	b.atDesk()
	b.practise()
	w := b.openBench(false)
	w.tick("o2", true)
	w.save("text", "canarydraft of the first round")
	_, id, _ := s.theEssay("Ana")
	s.seen(id)
	b.judge(judging+" A number that stands for nothing yet [2], and one more [3].", 2)
	w = b.openBench(false)
	w.addReason("reason", "timing", "The reason that was handed in.")
	s.seen(id)
	w.handsIn()
	s.handedIn(id, "The reason that was handed in.").says("The student says level 2")
	s.owner.open("/marking/two-verdicts/skills/sourcing").says("The student says level 2")
	csrf := w.csrf()
	b.post(at+"/withdraw", csrf).want(http.StatusSeeOther)
	s.owner.get(fmt.Sprintf("/marking/essays/%d", id)).want(http.StatusNotFound)
	b.openBench(false).handsIn()

	teacher, _ := s.mark("Ana")
	if err := s.store.ReturnEssays(t.Context(), teacher, []classroom.EssayID{id}); err != nil {
		t.Fatal(err)
	}
	b.send(b.open(at+"/feedback").form(at+"/next-step"), "next", "I will quote both.").want(http.StatusSeeOther)
	b.post(at+"/revise", csrf).want(http.StatusSeeOther)
	before := s.seen(id)
	if page := fmt.Sprintf("/marking/essays/%d", id); !strings.Contains(before[page], "The student says level 2") {
		t.Errorf("the levels of what was handed in are not shown: %s", before[page])
	}
	for _, act := range []struct {
		name string
		do   func()
	}{
		{"judges the same text anew", func() { b.judgeAs("saw only the open court", 1) }},
		{"writes", func() { b.openBench(false).save("text", "canarydraft of the second round [1] [2] [9]") }},
		{"writes with a script", func() { b.openBench(true).save("text", "canarydraft saved by itself [1] [2]") }},
		{"ticks words", func() { w := b.openBench(false); w.tick("t3", true); w.tick("o4", true); w.save() }},
		{"ticks more", func() { w := b.openBench(false); w.tick("t4", true); w.save() }},
		{"unticks what was cited", func() { w := b.openBench(false); w.tick("o2", false); w.save() }},
		{"changes a reason", func() { b.openBench(false).addReason("reason", "timing", "canarydraft of a reason") }},
		{"adds a reason", func() { b.openBench(false).addReason("reason", "purpose", "canarydraft of another") }},
		{"takes a reason out", func() { b.openBench(false).press("drop:timing") }},
		{"judges the text", func() {
			b.send(b.open(at+"/write").form(at+"/desk"), "do", "save", "text", "canarydraft "+judging).want(http.StatusSeeOther)
			b.judgeAs("canarydraft The Observer", 4)
		}},
		{"puts a question of the coach away", func() { b.openBench(false).press("nudge:biased") }},
	} {
		act.do()
		for path, words := range s.seen(id) {
			if words != before[path] {
				t.Errorf("the student %s, and %s changes:\n%s\n%s", act.name, path, before[path], words)
			}
		}
	}

	// Handed in again, the teacher reads the new text, and not the levels that were given to an earlier one.
	b.openBench(false).handsIn("text", judging+" The last word is written after judging.")
	s.handedIn(id, "canarydraft of another").hides("The student says level").hides("canarydraft The")
	s.owner.open("/marking/two-verdicts/skills/sourcing").says("The last word is written").hides("The student says level")
	b.post(at+"/withdraw", csrf).want(http.StatusSeeOther)
	s.seen(id)
}

// csrf is the token of a window's forms.
func (w *window) csrf() map[string][]string {
	return map[string][]string{"csrf": w.form.fields["csrf"]}
}

// judgeAs judges the text that stands, with these words of it as the proof of every level.
func (b *browser) judgeAs(proof string, level int) {
	b.t.Helper()
	f := b.open(at + "/judge").form(at + "/judge").with()
	for _, skill := range b.site.aBench().Rubric.Skills {
		f.Set("level."+skill.ID, fmt.Sprint(level))
		f.Set("sentence."+skill.ID, proof)
	}
	b.post(at+"/judge", f).want(http.StatusSeeOther)
}

// handedIn is the page of an answer with its marking open, which says these words of it.
func (s *site) handedIn(id classroom.EssayID, words string) *page {
	s.t.Helper()
	teacher := classroom.TeacherID(one[int64](s, `SELECT id FROM teacher LIMIT 1`))
	if err := s.store.Claim(s.t.Context(), teacher, id); err != nil {
		s.t.Fatal(err)
	}
	p := s.owner.open(fmt.Sprintf("/marking/essays/%d", id)).says(words)
	if err := s.store.Release(s.t.Context(), teacher, id); err != nil {
		s.t.Fatal(err)
	}
	return p
}
