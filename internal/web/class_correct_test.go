package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"dossier/internal/quiz"
)

// choiceQuestion finds a question with one right option, and its lesson.
func choiceQuestion(t *testing.T, s *site) (q *quiz.Question, right, wrong quiz.Option, lesson string) {
	t.Helper()
	for _, q := range s.course.Questions() {
		body, ok := q.Body.(*quiz.SingleChoice)
		_, l, err := s.course.Question(q.ID)
		if !ok || err != nil || l == nil {
			continue
		}
		for _, o := range body.Options {
			if o.Correct {
				right = o
			} else {
				wrong = o
			}
		}
		return q, right, wrong, l.ID
	}
	t.Fatal("no question has one right option")
	return nil, right, wrong, ""
}

// chooses answers a question by one of its options.
func (b *browser) chooses(q *quiz.Question, lesson string, o quiz.Option) {
	b.t.Helper()
	a := b.site.asked(b.open("/lessons/"+lesson+"?again="+q.ID), q.ID)
	fields := a.answer(true)
	value := a.values("a")[o.Text]
	if value == "" {
		b.t.Fatalf("the page does not offer %q", o.Text)
	}
	fields.Set("a", value)
	b.post(a.action, fields).want(http.StatusSeeOther)
}

// A key is put right for all classes of a teacher, and taken back. Before, the page says what changes.
func TestAKeyIsPutRight(t *testing.T) {
	t.Parallel()
	s := startSite(t, allAsChecks(builtIn(t)), t.TempDir(), &clock{at: morning}).setUp()
	q, right, wrong, lesson := choiceQuestion(t, s)
	second := s.owner.newClass("Second class")
	other, _, otherCode := s.secondTeacher()
	ana, ben := s.student("Ana"), s.student("Ben")
	cleo := s.visitor().join(s.owner.codeOf(second), "Cleo", pin)
	dora := s.visitor().join(otherCode, "Dora", pin)
	for _, b := range []*browser{ana, cleo, dora} {
		b.chooses(q, lesson, wrong)
	}
	ben.chooses(q, lesson, right)
	none, all := marksIn(0, q.Marks), marksIn(q.Marks, q.Marks)
	marks := func(when string, want map[*browser]string) {
		t.Helper()
		for b, m := range want {
			if got := b.latestMarks(); !strings.Contains(got, m) {
				t.Errorf("%s: %s, want %s", when, got, m)
			}
		}
	}
	marks("before", map[*browser]string{ana: none, ben: all, cleo: none, dora: none})

	page := s.owner.open(fmt.Sprintf("/classes/%d/questions/%s", s.class, q.ID))
	here := page.link("Put the key right")
	form := s.owner.open(here).says("Your classes have given 3 answers").form(here)
	fields := form.with("do", "look", "kind", "key", "reason", "A slip in the book.", "key.a", wrong.ID)
	ask := s.owner.post(here, fields).want(http.StatusOK).says("Regrade 3 answers of 3 students?").
		says(wrong.Text).says("A slip in the book.").says("2 answers get more marks.").says("1 answer gets fewer marks.").
		says("Ana").says("Ben").says("Cleo").hides("Dora")
	marks("before it is confirmed", map[*browser]string{ana: none, ben: all, cleo: none})
	back := s.owner.post(here, ask.form(here).with("do", "back")).want(http.StatusOK).form(here)
	if back.fields.Get("reason") != "A slip in the book." || back.fields.Get("key.a") != wrong.ID {
		t.Errorf("the form has lost what was typed: %v", back.fields)
	}
	confirm := ask.form(here).with("do", "correct")
	other.post(here, ask.form(here).with("do", "correct", "csrf", s.csrf(other))).want(http.StatusNotFound)
	done := s.owner.post(here, confirm).want(http.StatusSeeOther)
	again := s.owner.post(here, confirm).want(http.StatusSeeOther)
	if done.to() != again.to() || one[int](s, `SELECT count(*) FROM correction`) != 1 {
		t.Errorf("sent twice: %s and %s", done.to(), again.to())
	}
	list := s.owner.follow(done).says("The key is put right. 3 answers were graded again.").says("A slip in the book.")
	marks("corrected", map[*browser]string{ana: all, ben: none, cleo: all, dora: none})
	log := list.link("3 answers were graded again.")
	rows := s.owner.open(log).says("A slip in the book.").hides("Dora").doc.tags("tr")
	for i, want := range [][]string{{"Ana", none, all}, {"Ben", all, none}, {"Cleo", none, all}} {
		if row := rows[i+1].words(); !strings.HasPrefix(row, want[0]) || !strings.Contains(row, "Before "+want[1]) ||
			!strings.Contains(row, "After "+want[2]) {
			t.Errorf("the log says %q, want %v", row, want)
		}
	}
	other.get(log).want(http.StatusNotFound)
	ana.open("/me/answers").says("the key was put right")
	s.owner.open(fmt.Sprintf("/classes/%d/questions/%s", s.class, q.ID)).says("has been put right")

	// What is answered now counts under the new key at once.
	eva := s.student("Eva")
	eva.chooses(q, lesson, wrong)
	marks("a new answer", map[*browser]string{eva: all})

	undo := list.doc.forms()
	var action string
	for _, f := range undo {
		if strings.HasSuffix(f.action, "/undo") {
			action = f.action
		}
	}
	other.post(action, url.Values{"csrf": {s.csrf(other)}}).want(http.StatusNotFound)
	for range 2 {
		s.owner.follow(s.owner.post(action, url.Values{"csrf": {s.csrf(s.owner)}}).want(http.StatusSeeOther)).
			says("Taken back.")
	}
	marks("taken back", map[*browser]string{ana: none, ben: all, cleo: none, eva: none})
	ana.open("/me/answers").hides("the key was put right")
	if n := one[int](s, `SELECT count(*) FROM audit
		WHERE action IN ('correct question', 'take correction back')`); n != 2 {
		t.Errorf("%d entries in the audit, want 2", n)
	}
}

// An author of an answer is told in plain words what was decided since, and what was said at first.
func TestAStudentIsToldOfACorrection(t *testing.T) {
	t.Parallel()
	s := startSite(t, builtIn(t), t.TempDir(), &clock{at: morning}).setUp()
	ana := s.student("Ana")
	l := s.course.Lessons[0]
	ana.takeQuiz(l.ID, func(int) bool { return false })
	var q *quiz.Question
	number := 0
	for n := 1; q == nil; n++ {
		id := one[string](s, `SELECT question_id FROM attempt_question WHERE position = ?1`, n)
		found, _, err := s.course.Question(id)
		if err != nil {
			t.Fatal(err)
		}
		if found.Kind == "single_choice" {
			q, number = found, n
		}
	}
	feedback := fmt.Sprintf("/attempts/1/questions/%d", number)
	here := fmt.Sprintf("/classes/%d/questions/%s/correct", s.class, q.ID)
	correct := func(kind string) {
		t.Helper()
		form := s.owner.open(here).form(here)
		s.owner.post(here, form.with("do", "correct", "kind", kind, "reason", "We did not do this.")).
			want(http.StatusSeeOther)
	}
	ana.open(feedback).hides("Your teacher has")
	outOf := one[float64](s, `SELECT sum(out_of) FROM response`)
	correct("withdrawn")
	ana.open(feedback).says("Your teacher has withdrawn this question. It counts for nobody.").
		says("At first this answer counted " + marksIn(0, q.Marks))
	ana.open("/attempts/1/result").says("Your teacher has withdrawn one question of this quiz.").
		says(fmt.Sprintf("of %v marks", outOf-q.Marks))
	s.owner.open(fmt.Sprintf("/classes/%d/questions?lesson=%s", s.class, l.ID)).says("withdrawn: it counts for nobody")
	correct("full")
	ana.open(feedback).says("gives full marks for this question to everybody").
		says("This answer now counts " + marksIn(q.Marks, q.Marks))
	ana.open("/attempts/1/result").hides("withdrawn")

	form := s.owner.open(here).form(here)
	fields := form.with("do", "correct", "kind", "key", "reason", "A slip.")
	fields.Del("key.a")
	for _, o := range q.Body.(*quiz.SingleChoice).Options {
		if !o.Correct {
			fields.Add("key.a", o.ID)
		}
	}
	s.owner.post(here, fields).want(http.StatusSeeOther)
	ana.open(feedback).says("Your teacher has put the key of this question right.").says("What you were told at first")
	s.owner.open(fmt.Sprintf("/classes/%d/regrades", s.class)).says("A later correction of this question counts.")
}

// What cannot be is said beside its field, and nothing that was typed is lost.
func TestACorrectionThatCannotBe(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	q, right, _, _ := choiceQuestion(t, s)
	here := fmt.Sprintf("/classes/%d/questions/%s/correct", s.class, q.ID)
	form := s.owner.open(here).says("Nobody in your classes has answered this question yet.").form(here)
	for name, tc := range map[string]struct {
		pairs []string
		says  string
	}{
		"nothing":   {[]string{"kind", ""}, "Choose what you want to do."},
		"no reason": {[]string{"kind", "withdrawn", "reason", " "}, "Say why, in a sentence."},
		"a long reason": {[]string{"kind", "withdrawn", "reason", strings.Repeat("x", 301)},
			"Use at most 300 characters."},
		"the same key":      {[]string{"kind", "key", "key.a", right.ID}, "This is what counts already."},
		"an unknown option": {[]string{"kind", "key", "key.a", "nothing"}, "Choose from what the question offers."},
		"no option":         {[]string{"kind", "key", "key.a", ""}, "Choose what is right."},
		"no newer wording":  {[]string{"kind", "newer"}, "no other key"},
		"an odd kind":       {[]string{"kind", "<b>"}, "Choose what you want to do."},
	} {
		for _, do := range []string{"look", "correct"} {
			fields := form.with(append([]string{"do", do, "reason", "What I typed."}, tc.pairs...)...)
			p := s.owner.post(here, fields).want(http.StatusUnprocessableEntity).says(tc.says)
			if !strings.Contains(name, "reason") && !strings.Contains(p.body, "What I typed.") {
				t.Errorf("%s: the reason is lost", name)
			}
		}
	}
	s.owner.get(here + "?version=99").want(http.StatusNotFound)
	if n := one[int](s, `SELECT count(*) FROM correction`); n != 0 {
		t.Errorf("%d corrections are left behind", n)
	}
	s.owner.open(fmt.Sprintf("/classes/%d/regrades", s.class)).says("No question has been corrected.")
	s.owner.post(fmt.Sprintf("/classes/%d/regrades/1/undo", s.class), url.Values{"csrf": {s.csrf(s.owner)}}).
		want(http.StatusNotFound)
}

// Every question of the course has a page on which its key can be put right, and its own key is no change.
func TestEveryQuestionCanBeCorrected(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	kinds := map[string]int{}
	for _, q := range s.course.Questions() {
		_, l, err := s.course.Question(q.ID)
		if err != nil || l == nil || !q.Served() || kinds[q.Kind] >= 3 {
			continue
		}
		kinds[q.Kind]++
		here := fmt.Sprintf("/classes/%d/questions/%s/correct", s.class, q.ID)
		form := s.owner.open(here).form(here)
		s.owner.post(here, form.with("do", "look", "reason", "x")).want(http.StatusUnprocessableEntity).
			says("This is what counts already.")
		s.owner.post(here, form.with("do", "look", "reason", "x", "kind", "withdrawn")).want(http.StatusOK).
			says("No marks change")
	}
	if len(kinds) != len(quiz.Kinds) {
		t.Errorf("questions of %d kinds, want %d", len(kinds), len(quiz.Kinds))
	}
}

// Answers to an older wording keep it, and can be graded with the key of the wording that the course has now.
func TestTheKeyOfANewWordingIsOffered(t *testing.T) {
	t.Parallel()
	before := newSite(t).setUp()
	q, _ := choices(t, before.course)
	ana := before.student("Ana")
	ana.check(q.ID, true)
	before.stop()
	changed := builtIn(t)
	reword(t, changed, q.ID, true)
	s := startSite(t, changed, before.dir, before.clock)
	ana, owner := ana.at(s), before.owner.at(s)
	page := owner.open(fmt.Sprintf("/classes/%d/questions/%s?version=%d", before.class, q.ID, q.Version))
	here := page.link("Put the key right")
	old := q.Body.(*quiz.SingleChoice).Options
	form := owner.open(here).says("This is an older wording of the question.").says("Use the key of the current wording").
		says(old[1].Text).form(here)
	if form.fields.Get("kind") != "newer" {
		t.Errorf("the form begins with %q", form.fields.Get("kind"))
	}
	ask := owner.post(here, form.with("do", "look", "reason", "The new wording says so.")).want(http.StatusOK).
		says("Regrade 1 answer of 1 student?").says(fmt.Sprintf("The key of version %d counts.", q.Version+1)).
		says(old[1].Text).hides("New option")
	done := owner.post(here, ask.form(here).with("do", "correct")).want(http.StatusSeeOther)
	owner.follow(done).says("1 answer was graded again.").says("an older wording")
	ana.open("/me/answers").says(q.Stem).says(marksIn(0, q.Marks)).says("the key was put right")
	owner.open(here).hides("Use the key of the current wording")
	if n := one[int](s, `SELECT count(*) FROM response WHERE version = 1 AND score = 1`); n != 1 {
		t.Error("the answer does not keep its wording or its first decision")
	}
}
