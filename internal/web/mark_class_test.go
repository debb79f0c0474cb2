package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/essay"
)

// From the page of an essay that was handed out a teacher marks the answers of that class alone, and the page says how
// far the marking of each is.
func TestMarkingOfAnAssignment(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	second := s.owner.newClass("Second class")
	s.student("Ana")
	s.student("Ben")
	s.student("Dora")
	s.visitor().join(s.owner.codeOf(second), "Cleo", pin)
	ids := map[string]classroom.EssayID{}
	for _, name := range []string{"Cleo", "Ana", "Ben"} {
		ids[name] = s.handsIn(name, answerText)
	}
	here := s.handsOutSubject(classroom.HandedBench, "two-verdicts")
	row := func(name string) string {
		t.Helper()
		for _, tr := range s.owner.open(here).doc.tags("tr") {
			if strings.HasPrefix(tr.words(), name) {
				return tr.words()
			}
		}
		t.Fatalf("%s is not on the page", name)
		return ""
	}
	says := func(name, words string) {
		t.Helper()
		if got := row(name); !strings.Contains(got, words) {
			t.Errorf("the row of %s says %q, want %q", name, got, words)
		}
	}
	says("Ana", "waits")
	says("Dora", "–")
	s.owner.seeds()

	queue := s.owner.open(here).link("Mark the essays")
	p := s.owner.open(queue).says("Answers of 10B History alone.").says("2 answers to mark").hides("Short answers")
	open := p.form(fmt.Sprintf("/marking/two-verdicts/next?class=%d", s.class))
	at := s.owner.send(open).want(http.StatusSeeOther).to()
	for range 2 {
		path, class, _ := strings.Cut(at, "?")
		if class != fmt.Sprintf("class=%d", s.class) || path == fmt.Sprintf("/marking/essays/%d", ids["Cleo"]) {
			t.Fatalf("marking leads to %s", at)
		}
		form := s.owner.open(at).form(at)
		at = s.owner.send(form, whole(s.twoVerdicts().Rubric, "2")...).want(http.StatusSeeOther).to()
	}
	done := s.owner.open(at).says("Nothing waits for you there any more.").says("Answers of 10B History alone.")
	if got := s.stateOf(ids["Cleo"]); got != essay.Submitted {
		t.Errorf("the answer from the other class is %s", got)
	}
	says("Ana", "marked, not returned")
	back := done.form(fmt.Sprintf("/marking/two-verdicts/return?class=%d", s.class))
	s.mark("Cleo")
	s.owner.follow(s.owner.send(back)).says("2 answers are back with their students.")
	if got := s.stateOf(ids["Cleo"]); got != essay.Marked {
		t.Errorf("the answer from the other class is %s", got)
	}
	says("Ben", "returned")
	other, theirs, _ := s.secondTeacher()
	other.get(queue).want(http.StatusNotFound)
	other.get(fmt.Sprintf("/marking?bench=none&class=%d", theirs)).want(http.StatusNotFound)
}

// Whoever marks one class and has not marked the examples of the bench yet comes back to that class after them.
func TestTheExamplesLeadBackToTheClass(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	second := s.owner.newClass("Second class")
	s.student("Ana")
	s.visitor().join(s.owner.codeOf(second), "Cleo", pin)
	s.handsIn("Cleo", answerText)
	ana := s.handsIn("Ana", answerText)
	class, bench := fmt.Sprintf("?class=%d", s.class), s.twoVerdicts()
	next := "/marking/two-verdicts/next" + class
	form := s.owner.open(fmt.Sprintf("/marking?bench=two-verdicts&class=%d", s.class)).form(next)
	for range bench.Practice() {
		at := s.owner.send(form).want(http.StatusSeeOther).to()
		if !strings.Contains(at, "/seeds/") || !strings.HasSuffix(at, class) {
			t.Fatalf("marking leads to %s before the examples are marked", at)
		}
		marks := s.owner.open(at).form(at)
		half := s.owner.send(marks, levels(bench.Rubric, "2")[:2]...).want(http.StatusUnprocessableEntity)
		to := s.owner.send(half.form(at), levels(bench.Rubric, "2")...).want(http.StatusSeeOther).to()
		done := s.owner.open(to)
		if back := done.link("To mark"); back != fmt.Sprintf("/marking?bench=two-verdicts&class=%d", s.class) {
			t.Errorf("the way back from an example is %s", back)
		}
		form = done.form(next)
	}
	want := fmt.Sprintf("/marking/essays/%d", ana) + class
	if at := s.owner.send(form).want(http.StatusSeeOther).to(); at != want {
		t.Errorf("after the examples comes %s, want %s", at, want)
	}
}
