package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/views"
)

// aBench is the bench that the tests work at.
func (s *site) aBench() *course.Bench {
	s.t.Helper()
	b, err := s.course.Bench("two-verdicts")
	if err != nil {
		s.t.Fatal(err)
	}
	return b
}

const at = "/bench/two-verdicts"

// sayBefore says how far somebody trusts two texts whose writers they do not know.
func (b *browser) sayBefore() *page {
	b.t.Helper()
	f := b.open(at).form(at + "/trust")
	return b.open(b.send(f, "before.1", "4", "before.2", "2").want(http.StatusSeeOther).to())
}

// atDesk goes through the reveal and returns the desk.
func (b *browser) atDesk() form {
	b.t.Helper()
	f := b.sayBefore().form(at + "/trust")
	b.send(f, "after.1", "2", "after.2", "3", "moved.1", "It saw the open court only", "moved.2", "He knew these men").
		want(http.StatusSeeOther)
	return b.open(at + "/write").form(at + "/desk")
}

// givesAway lists what would tell who wrote the texts of a bench.
func givesAway(b *course.Bench) (words []string) {
	for _, t := range b.Texts {
		words = append(words, t.Source.ID, t.Name, t.Source.Creator, t.Source.Title, t.Source.Date.Words(),
			string(t.Source.Date))
	}
	words = append(words, b.Question, b.ModelAnswer[:40])
	shown := strings.Join([]string{b.ID, b.Title, b.Lede, b.Trust, b.Pair()[0].Blind, b.Pair()[1].Blind}, " ")
	// the compiler lets no name through, but dates
	return slices.DeleteFunc(words, func(word string) bool { return strings.Contains(shown, word) })
}

// listed tells whether the list of benches may hold a word: a day that a lede gives, or what an exam question is about.
func listed(c *course.Course, word string) bool {
	return slices.ContainsFunc(c.Benches, func(b *course.Bench) bool {
		return b.Kind == course.ExamBench && strings.Contains(b.Title+" "+b.Question, word) ||
			b.Guided() && word == b.Texts[0].Source.Date.Words()
	})
}

func TestBlindPageNamesNobody(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	for _, b := range s.course.Benches {
		if !b.Guided() {
			continue
		}
		for who, reader := range map[string]*browser{"a visitor": s.visitor(), "a student": s.student("Ana of " + b.ID)} {
			here := "/bench/" + b.ID
			f := reader.open(here).says("Text A").says(b.Pair()[1].Blind).form(here + "/trust")
			pages := map[string]*page{
				"the page":       reader.open(here),
				"a form to mend": reader.send(f, "before.1", "9").want(http.StatusUnprocessableEntity),
				"the second stage": reader.post(here+"/trust", url.Values{"csrf": f.fields["csrf"], "stage": {"after"},
					"after.1": {"3"}}).
					want(http.StatusSeeOther),
				"the clock": reader.get(here + "?on=1937-01-22"),
				"the desk": reader.post(here+"/desk", url.Values{"csrf": f.fields["csrf"], "do": {"save"}}).
					want(http.StatusSeeOther),
				"the sorting task":   reader.post(here+"/clock", url.Values{"csrf": f.fields["csrf"]}).want(http.StatusSeeOther),
				"the examples":       reader.get(here + "/calibrate"),
				"the own judgement":  reader.get(here + "/judge"),
				"the comments":       reader.get(here + "/feedback"),
				"the texts":          reader.get(here + "/texts"),
				"the list":           reader.open("/bench"),
				"a question":         reader.get(here + "?again=clock"),
				"a reason to change": reader.get(here + "?reason=timing"),
			}
			for _, step := range views.Steps {
				pages["step "+string(step)] = reader.get(here + "/" + string(step))
			}
			for name, p := range pages {
				all := p.body + fmt.Sprint(p.header)
				for _, word := range givesAway(b) {
					if name == "the list" && listed(s.course, word) {
						continue
					}
					if strings.Contains(all, word) {
						t.Errorf("%s of %s tells %s: %q", name, b.ID, who, word)
					}
				}
			}
		}
	}
}

func TestTrustIsSaidTwice(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	first := b.open(at).form(at + "/trust")
	b.send(first, "before.1", "4").want(http.StatusUnprocessableEntity).says("Say how far you trust text B.")
	reveal := b.sayBefore().says("The Observer").says("mostly").hides("What could they know?")

	// The first answer stays, whatever is sent later.
	b.send(first, "before.1", "1", "before.2", "1").want(http.StatusSeeOther)
	f := reveal.form(at + "/trust")
	p := b.send(f, "after.1", "2", "after.2", "3", "moved.1", "no", "moved.2", "He knew these men").
		want(http.StatusUnprocessableEntity)
	p.says("at least three words")
	if !keeps(p, "He knew these men") {
		t.Error("the sentence that was right is lost")
	}
	b.send(f, "after.1", "2", "after.2", "3", "moved.1", strings.Repeat("x ", 400), "moved.2", "He knew these men").
		want(http.StatusUnprocessableEntity)
	b.send(f, "after.1", "2", "after.2", "3", "moved.1", "It saw the open court only", "moved.2", "He knew these men").
		want(http.StatusSeeOther)
	b.send(f, "after.1", "2", "after.2", "3", "moved.1", "It saw the open court only", "moved.2", "He knew these men").
		want(http.StatusSeeOther) // the same once more
	p = b.send(f, "after.1", "5", "after.2", "5", "moved.1", "Something else again here", "moved.2", "He knew these men").
		want(http.StatusConflict).
		plainly()
	if !keeps(p, "Something else again here") {
		t.Error("a sentence that comes too late is lost without a word")
	}
	b.open(at + "/look").says("mostly before you knew the writer, a little after")
	who := classroom.StudentID(one[int64](s, `SELECT id FROM student WHERE name = 'Ana'`))
	said, err := s.store.Trusts(t.Context(), who, "two-verdicts")
	if err != nil {
		t.Fatal(err)
	}
	want := classroom.Trust{Source: "observer-1936", Before: 4, After: 2, Moved: "It saw the open court only"}
	if got := said["observer-1936"]; got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// Whose session has been ended elsewhere keeps the two sentences, and the page that asks for the PIN
// tells as little as the first one.
func TestTrustOutlivesASession(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	f := b.sayBefore().form(at + "/trust")
	b.endSession()
	away := b.send(f, "after.1", "2", "after.2", "3", "moved.1", "It saw the open court only", "moved.2",
		"He knew these men").
		want(http.StatusConflict).
		says("You have been away")
	for _, word := range givesAway(s.aBench()) {
		if strings.Contains(away.body, word) {
			t.Errorf("the page tells %q", word)
		}
	}
	pins := b.send(away.form("/join"), "code", s.code, "name", "Ana").want(http.StatusOK)
	fields := pins.form("/join/"+plain(s.code)+"/enter").with("pin", pin)
	b.send(b.post("/join/"+plain(s.code)+"/enter", fields).want(http.StatusOK).form(at + "/trust")).
		want(http.StatusSeeOther)
	if got := one[string](s, `SELECT moved FROM trust WHERE after = 3`); got != "He knew these men" {
		t.Errorf("got %q", got)
	}
}

// A visitor becomes a guest with the first answer, and a teacher says nothing but sees the bench.
func TestBenchOfGuestsAndTeachers(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.visitor()
	b.atDesk()
	b.openBench(false).save("text", judging)
	b.practise().judge(judging, 2)
	b.open(at + "/hand-in").says("An answer is marked in a class.").hides("Hand it in anyway")
	if n := one[int](s, `SELECT count(*) FROM trust`); n != 2 {
		t.Errorf("%d answers of the guest, want 2", n)
	}
	bench := s.aBench()
	p := s.owner.open(at)
	for _, words := range []string{bench.ModelAnswer, bench.Exemplars[0].Why["sourcing"], bench.Indicative[0].Text,
		bench.Rubric.Skills[0].Levels[4].Descriptor, bench.Pair()[0].Blind} {
		p.says(strings.Join(strings.Fields(words), " "))
	}
	if n := len(p.doc.id("main").tags("textarea")); n != 0 {
		t.Errorf("a teacher's page has %d boxes to write in", n)
	}
	s.owner.open(at + "?on=1937-01-22").says("22 January 1937")
}

// A trial that was still going on is not called past on the card of a text that judged it.
func TestACardSaysWhatWasUnderWay(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	p := s.owner.open("/bench/two-verdicts")
	p.says("Under way: The first Moscow trial").
		says("After it: The sixteen are shot").
		says("Before it: Trotsky lands in Mexico")
}
