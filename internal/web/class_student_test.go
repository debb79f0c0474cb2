package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/views"
)

// studentAt is the address of a student of the first class.
func (s *site) studentAt(name string) string {
	s.t.Helper()
	return fmt.Sprintf("/classes/%d/students/%d", s.class, s.pupil(name))
}

// Teacher and student read the same about the same work, the student with links of their own.
func TestAStudentAndTheirTeacherSeeTheSame(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana Lee")
	ana.open("/me").says("You have not answered a question yet.").hides("Sure of it")
	s.owner.open(s.studentAt("Ana Lee")).says("What Ana can do").says("0 of 12 lessons passed").
		says("No question has been answered yet.").says("not marked").hides("level 0")
	l := s.course.Lessons[0]
	ana.takeQuiz(l.ID, func(int) bool { return false })
	ana.takeQuiz(l.ID, always)
	ana.send(ana.sectionForm(l, l.Sections[0])).want(http.StatusSeeOther)
	teachers, own := s.owner.open(s.studentAt("Ana Lee")), ana.open("/me")
	for _, p := range []*page{teachers, own} {
		p.says("0% → 100%").says("Passed").says("How sure, and how often right").says("Fairly sure").says("All 20 answers")
		if groups := len(p.doc.class("can")); groups == 0 {
			t.Errorf("no objective has a word: %s", p.excerpt())
		}
	}
	teachers.says("1 of 12 lessons passed").says("Working now in lesson 1").says("Judging the trials")
	own.says("What you can do").says("11 lessons to come").hides("/classes/").hides("Judging the trials")
	for path, b := range map[string]*browser{s.studentAt("Ana Lee"): s.owner, "/me": ana} {
		if path == "/me" {
			path = "/me/answers"
		} else {
			path += "/answers"
		}
		answers := 0
		for _, row := range b.open(path).doc.class("answers")[0].kids {
			if row.tag == "li" {
				answers++
			}
		}
		if answers != 20 {
			t.Errorf("%s lists %d answers, want 20", path, answers)
		}
		b.open(path + "?of=" + s.course.Lessons[1].ID).says(l.Title) // nothing there: the lesson that has some
		b.open(strings.TrimSuffix(path, "answers") + "days").says("Tue 1 September 2026").says("1 section read, 20 answers")
	}
}

// What was understood wrong stays on the page until the question is answered rightly: with its number for
// a teacher, and for the student, whose quizzes count their own questions, as an answer of theirs.
func TestIdeasToFix(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	for _, l := range s.course.Lessons {
		for i, q := range l.Checks {
			ana.check(q.ID, false)
			held := ana.open("/me")
			if !held.hasWords("Ideas to fix") {
				continue // not every wrong answer stands for an idea
			}
			number := fmt.Sprintf("Question %d.%d", l.Number, i+1)
			held.hides(number)
			if to := held.link("Your answer"); !strings.HasPrefix(to, "/lessons/"+l.ID+"/") {
				t.Errorf("the question leads the student to %s", to)
			}
			teachers := s.owner.open(s.studentAt("Ana")).says(number)
			if to := teachers.link(number); to != fmt.Sprintf("/classes/%d/questions/%s", s.class, q.ID) {
				t.Errorf("the question leads the teacher to %s", to)
			}
			ana.check(q.ID, true)
			ana.open("/me").hides("Ideas to fix")
			s.owner.open(s.studentAt("Ana")).hides(number)
			return
		}
	}
	t.Fatal("no wrong answer to a question in a text stands for an idea")
}

// A teacher sees the levels that they gave; a student once they are back and the next step is written; the sheet for
// parents says what the student sees.
func TestLevelsAreSeenWhenTheyAreBack(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	s.handsIn("Ana", answerText)
	here := s.studentAt("Ana")
	s.owner.open(here).says("Mark “Two verdicts”").says("Essays and comments (1)")
	owner, id := s.mark("Ana")
	levels := func(of string, b *browser, path string, want bool) {
		t.Helper()
		if got := b.open(path).hasWords("level 3 of 4"); got != want {
			t.Errorf("%s: %s shows a level: %v, want %v", of, path, got, want)
		}
	}
	canary := "canary strength of the text"
	levels("marked", s.owner, here, true)
	levels("marked", ana, "/me", false)
	levels("marked", s.owner, here+"/sheet", false)
	s.owner.open(here).says("Return “Two verdicts”")
	s.owner.open(here + "/essays").says(canary).says("canary comment on sourcing").says("Marked, not returned")
	s.owner.open(here + "/sheet").hides(canary).says("Nothing has been marked yet.")
	if err := s.store.ReturnEssays(t.Context(), owner, []classroom.EssayID{id}); err != nil {
		t.Fatal(err)
	}
	levels("returned", ana, "/me", false)
	levels("returned", s.owner, here+"/sheet", false)
	s.owner.open(here + "/sheet").says(canary)
	s.owner.open(here).hides("Return “Two verdicts”").hides("Mark “Two verdicts”")
	next := ana.open("/bench/two-verdicts/feedback").form("/bench/two-verdicts/next-step")
	ana.send(next, "next", "I will put one claim from each text side by side.").want(http.StatusSeeOther)
	levels("answered", ana, "/me", true)
	levels("answered", s.owner, here+"/sheet", true)
	if got := s.stateOf(id); got != essay.Returned {
		t.Errorf("the essay is %s", got)
	}
}

// While an answer waits for a blind second mark, a colleague does not learn the first levels from the student's page.
func TestAStudentsPageKeepsASecondMarkBlind(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	s.handsIn("Ana", answerText)
	s.mark("Ana")
	second := s.colleague()
	here := s.studentAt("Ana")
	second.open(here).hides("level 3 of 4").hides("level 4 of 4")
	second.open(here + "/essays").says("You cannot see the first mark until the second one is given.").
		hides("canary strength").hides("level 3 of 4")
	s.owner.open(here).says("level 3 of 4")
}

func TestANewPINIsAskedForFirst(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	here := s.studentAt("Ana")
	for _, f := range s.owner.open(here).doc.forms() {
		if strings.Contains(f.action, "/students/") {
			t.Errorf("the page of a student acts at once: %s", f.action)
		}
	}
	p := s.owner.open(here + "/pin").says("Give Ana a new PIN?").says("The old PIN stops working at once")
	ana.open("/me").says("Ana") // nothing has happened yet
	s.owner.send(p.form(here + "/pin")).want(http.StatusOK).says("It is shown once")
	ana.get("/me").want(http.StatusSeeOther)
}

// A note is for the teachers of the class. No page that a student gets, and no sheet for parents, has it.
func TestAPrivateNoteStaysPrivate(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	ana.check(s.course.Lessons[0].Checks[0].ID, true)
	here := s.studentAt("Ana")
	form := func() form { return s.owner.open(here + "/settings").form(here + "/note") }
	canary := "Canary: likes to be asked first."
	s.owner.send(form(), "note", " "+canary+"\r\nAnd <b>again</b>. ").want(http.StatusSeeOther)
	s.owner.open(here).says(canary).says("And <b>again</b>.").says("Only teachers of this class see this")
	s.colleague().open(here).says(canary)
	l := s.course.Lessons[0]
	for _, path := range []string{"/", "/me", "/me/answers", "/me/days", "/joined", "/bench", "/search?q=canary",
		"/lessons/" + l.ID, views.SectionPath(l.ID, l.Sections[0].ID), views.WholePath(l.ID)} {
		ana.open(path).hides("Canary")
	}
	for _, path := range []string{"/sheet", "/answers?of=all", "/essays", "/days"} {
		s.owner.open(here + path).hides("Canary")
	}
	s.owner.open(fmt.Sprintf("/classes/%d", s.class)).hides("Canary")

	long := strings.Repeat("ж", classroom.LongestNote+1)
	s.owner.send(form(), "note", long).want(http.StatusUnprocessableEntity).plainly().
		says("The note has 501 characters. Shorten it to 500.").says(long)
	s.owner.open(here).says(canary)

	old := form()
	s.owner.send(form(), "note", "From the other window.").want(http.StatusSeeOther)
	both := s.owner.send(old, "note", "Mine, typed here.").want(http.StatusConflict).
		says("From the other window.").says("Mine, typed here.")
	s.owner.open(here).says("From the other window.").hides("Mine, typed here.")
	s.owner.send(both.form(here + "/note")).want(http.StatusSeeOther)
	s.owner.open(here).says("Mine, typed here.")
	s.owner.send(form(), "note", " ").want(http.StatusSeeOther)
	s.owner.open(here).says("Write a note").hides("Mine")
}

func TestATeacherSettlesExtraTimeAndPlainWords(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	here := s.studentAt("Ana")
	form := func() form { return s.owner.open(here + "/settings").form(here + "/settings") }
	settle := func(extra, plain string) {
		t.Helper()
		s.owner.send(form(), "extra", extra, "plain", plain).want(http.StatusSeeOther)
	}
	s.owner.open(here).says("Extra time: none. Plain words: off.")
	ana.open("/me").hides("Your teacher has set")
	settle("25", "yes")
	s.owner.open(here).says("Extra time: 25%. Plain words: on.")
	ana.open("/me").says("Your teacher has set: 25% more time wherever there is a limit; texts open in plain words.")
	for _, odd := range []string{"", "30", "-25", "x"} {
		s.owner.send(form(), "extra", odd, "plain", "yes").want(http.StatusUnprocessableEntity).plainly().
			says("Choose how much extra time the student gets.")
	}
	old := form()
	settle("50", "")
	both := s.owner.send(old, "extra", "100", "plain", "yes").want(http.StatusConflict).
		says("Extra time: 50%. Plain words: off.").says("This was changed in another window")
	s.owner.open(here).says("Extra time: 50%. Plain words: off.")
	again := both.form(here + "/settings")
	if again.fields.Get("extra") != "100" || again.fields.Get("plain") != "yes" {
		t.Errorf("what was chosen is lost: %v", again.fields)
	}
	s.owner.send(again).want(http.StatusSeeOther)
	s.owner.open(here).says("Extra time: 100%. Plain words: on.")
}

// Plain words are where a text opens; what a reader chooses on a page wins, until they sign in again.
func TestPlainWordsFromTheStart(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	l := s.course.Lessons[0]
	section, source := views.SectionPath(l.ID, l.Sections[0].ID), "/sources/"+s.course.Sources[0].ID
	reads := func(who string, b *browser, want bool) {
		t.Helper()
		pressed := ""
		for _, button := range b.open(section).doc.tags("button") {
			if button.attr["name"] == "words" && button.attr["aria-pressed"] == "true" {
				pressed = button.attr["value"]
			}
		}
		if (pressed == "plain") != want {
			t.Errorf("%s reads %q", who, pressed)
		}
		body := b.open(source).body
		if first := strings.Index(body, `id="plain"`) < strings.Index(body, `id="faithful"`); first != want {
			t.Errorf("%s: a source opens in plain words: %v, want %v", who, first, want)
		}
	}
	choose := func(b *browser, words string) {
		t.Helper()
		b.send(b.open(section).form("/words"), "words", words).want(http.StatusSeeOther)
	}
	ana, ben := s.student("Ana"), s.student("Ben")
	reads("Ana, before", ana, false)
	here := s.studentAt("Ana")
	s.owner.send(s.owner.open(here+"/settings").form(here+"/settings"), "extra", "0", "plain", "yes").
		want(http.StatusSeeOther)
	reads("Ana, settled", ana, true)
	reads("Ben", ben, false)
	choose(ana, "full")
	reads("Ana, who chose the full text", ana, false)
	ana.send(ana.open("/").form("/sign-out")).want(http.StatusSeeOther)
	reads("whoever comes next", ana, false)
	choose(ana, "full")
	p := ana.pinPage(s.code, "Ana")
	ana.send(p.form("/join/"+plain(s.code)+"/enter"), "pin", pin).want(http.StatusSeeOther)
	reads("Ana, back at a computer where somebody chose", ana, true)
	choose(ben, "plain")
	reads("Ben, who chose plain words", ben, true)
}

// A sheet for parents names nobody else and compares with nobody.
func TestASheetForParents(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana Lee")
	s.student("Benedikt Unmentioned")
	ana.takeQuiz(s.course.Lessons[0].ID, always)
	p := s.owner.open(s.studentAt("Ana Lee") + "/sheet")
	article := p.doc.class("a4")[0].words()
	for _, want := range []string{"Ana Lee", className, "1 September 2026", "The Great Purge.", "Passed", "100%", "Notes",
		"11 lessons are still to come."} {
		if !strings.Contains(article, want) {
			t.Errorf("the sheet does not say %q: %s", want, article)
		}
	}
	for _, never := range []string{"Benedikt", ownerName, "average", "class of", "PIN"} {
		if strings.Contains(article, never) {
			t.Errorf("the sheet says %q: %s", never, article)
		}
	}
}
