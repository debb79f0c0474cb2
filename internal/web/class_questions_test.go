package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"dossier/internal/quiz"
)

// rowOf is what the list says of a question, by its number.
func (p *page) rowOf(number string) string {
	p.t.Helper()
	for _, row := range p.doc.class("items")[0].tags("tr") {
		if words := row.words(); strings.HasPrefix(words, number+" ") {
			return words
		}
	}
	p.t.Fatalf("no row %s on the page", number)
	return ""
}

// wants compares words that must be there, and words that must not.
func wants(t *testing.T, said string, words ...string) {
	t.Helper()
	for _, w := range words {
		if missing, not := strings.CutPrefix(w, "!"); not == strings.Contains(said, missing) {
			t.Errorf("%q: %q", w, said)
		}
	}
}

func TestQuestionsOfAClass(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	first, l := s.course.Lessons[0], s.course.Lessons[2]
	list := fmt.Sprintf("/classes/%d/questions", s.class)
	if h1 := s.owner.open(list).says("Nobody in this class has answered here yet.").doc.tags("h1")[0].words(); h1 !=
		"1. "+first.Title {
		t.Errorf("before anybody has answered the page is about %q", h1)
	}
	check, hard := l.Checks[0], l.Checks[1]
	page := func(q *quiz.Question) string { return list + "/" + q.ID }
	wants(t, s.owner.open(page(check)).doc.id("main").words(), "Nobody has answered this yet.", "No answers yet",
		l.QuestionNumber(check))

	names := []string{"Anabel", "Benno", "Cemal", "Dorothea", "Evelyn"}
	var all []*browser
	asked, right := map[*quiz.Question]int{}, map[*quiz.Question]int{} // in the first quizzes
	for i, name := range names {
		b := s.student(name)
		all = append(all, b)
		if i == 4 {
			wants(t, s.owner.open(page(check)).doc.id("main").words(), "Too few answers (4)", "!50%", "Anabel")
			wants(t, s.owner.open(page(check)+"?present=1").doc.id("main").words(), "Too few answers to show to everybody: 4.",
				"!Anabel", "!Right in their latest")
			wants(t, s.owner.open(list).rowOf(l.QuestionNumber(check)), "too few answers (4)")
		}
		b.check(check.ID, i > 1)
		b.check(hard.ID, false)
		b.answerAll(b.startQuiz(l.ID), func(q *quiz.Question) bool {
			asked[q]++
			if (i+slices.Index(l.Pool, q))%3 == 0 {
				return false
			}
			right[q]++
			return true
		})
	}
	all[0].check(check.ID, true) // later answers, which are no first ones
	all[0].takeQuiz(l.ID, func(int) bool { return true })
	second := s.owner.newClass("Second class")
	zoe := s.visitor().join(s.owner.codeOf(second), "Zoe", pin)
	zoe.check(check.ID, false)
	s.guest().check(check.ID, false)

	p := s.owner.open(list) // in the lesson where the class is
	if h1 := p.doc.tags("h1")[0].words(); h1 != "3. "+l.Title {
		t.Errorf("the page is about %q", h1)
	}
	p.says("5 students have answered in the text, 5 have finished the quiz").plainly()
	wants(t, p.rowOf(l.QuestionNumber(check)), "3 of 5 (60%, 23–88%)", check.Stem)
	drawn := l.Pool[0]
	for _, q := range l.Pool { // each counts those who were asked it
		said := fmt.Sprintf("%d of 5 (", right[q])
		switch n := asked[q]; {
		case n == 0:
			said = "not in a first quiz yet"
		case n < 5:
			said = fmt.Sprintf("asked of %d: too few to say", n)
			wants(t, s.owner.open(page(q)).plainly().doc.id("main").words(),
				fmt.Sprintf("Asked of %d of the 5 students who have finished the quiz, in their first try.", n))
		}
		wants(t, p.rowOf(l.QuestionNumber(q)), said)
		if asked[q] > asked[drawn] {
			drawn = q
		}
	}
	wants(t, s.owner.open(list + "?lesson=" + first.ID + "&sort=order").doc.tags("h1")[0].words(), first.Title)
	byNumber := s.owner.open(list + "?sort=order").doc.class("no")
	if len(byNumber) != len(l.Checks)+len(l.Pool) || byNumber[0].words() != "3.1" {
		t.Errorf("in the order of the lesson: %d rows", len(byNumber))
	}
	hardest := s.owner.open(list + "?sort=hardest").doc.class("no")[0].words()
	if hardest != l.QuestionNumber(hard) {
		t.Errorf("the hardest is %s, want %s", hardest, l.QuestionNumber(hard))
	}

	wants(t, s.owner.open(page(check)).plainly().doc.id("main").words(), "3 of 5 (60%, 23–88%)",
		"Right in their latest answer: 4 of 5.", "Of the 2 who were not right at first, 1 answered again, 1 of them right.",
		"In the text of the lesson", "not compared with the rest of a quiz", "Anabel, Benno", "!Zoe", "Who answered what",
		"How sure, and how often right", "Show to the class", "!Asked of")
	wants(t, s.owner.open(page(drawn)).plainly().doc.id("main").words(),
		fmt.Sprintf("which asks everybody 10 of its %d questions", len(l.Pool)),
		fmt.Sprintf("too few answers to tell: %d, and at least 20 are needed.", asked[drawn]))
	zoe.takeQuiz(l.ID, always)
	again := zoe.startQuiz(l.ID)
	late := s.drawnIn(again)
	zoe.answerAll(again, rightly)
	for _, q := range late { // new ones come first, so there is one that no first quiz had
		here := fmt.Sprintf("/classes/%d/questions/%s", second, q.ID)
		said := s.owner.open(here).doc.id("main").words()
		if got := one[int](s, `SELECT count(*) FROM student s JOIN attempt a ON a.student_id = s.id AND a.kind = 'quiz'
			JOIN response r ON r.attempt_id = a.id WHERE s.name = 'Zoe' AND r.question_id = ?1`, q.ID); got == 1 {
			wants(t, said, "These are the latest answers from later quizzes.", "!Benno")
		} else {
			wants(t, said, "These are the first answers.", "!Benno")
		}
	}
	for _, path := range []string{list, page(check), page(drawn)} {
		shown := s.owner.open(path + "?present=1")
		for _, name := range names {
			if strings.Contains(shown.body, name) {
				t.Errorf("%s shows %s on the wall", path, name)
			}
		}
		for _, link := range shown.doc.id("main").tags("a") {
			if href := link.attr["href"]; strings.HasPrefix(href, list) && !strings.Contains(href, "present=1") &&
				link.words() != "Show names" && link.words() != "Questions" {
				t.Errorf("%s leads to %s, with names", path, href)
			}
		}
	}
	s.owner.get(list + "/no-such-question").want(http.StatusNotFound)
	s.owner.get(page(check) + "?version=99").want(http.StatusNotFound)
}

// An answer to every kind of question, right and wrong, is counted part by part, under the name of its author.
func TestAnswersToEveryKindOfQuestion(t *testing.T) {
	t.Parallel()
	now := &clock{at: morning}
	s := startSite(t, questionsOnly(builtIn(t)), t.TempDir(), now).setUp()
	ana, ben := s.student("Ana"), s.student("Ben")
	var seen []string
	for _, q := range s.course.Questions() {
		_, l, err := s.course.Question(q.ID)
		if err != nil || l == nil || slices.Contains(seen, q.Kind) {
			continue
		}
		seen = append(seen, q.Kind)
		now.pass(hour / 60)
		ana.check(q.ID, true)
		ben.check(q.ID, false)
		t.Run(q.Kind, func(t *testing.T) {
			path := fmt.Sprintf("/classes/%d/questions/%s", s.class, q.ID)
			said := s.owner.open(path).plainly().doc.id("main").words()
			wants(t, said, "These are the first answers.", "Ben", "Too few answers (2)", "Right in their latest answer: 1 of 2.")
			if q.Kind != "chronology" { // where only wrong places are listed with names
				wants(t, said, "Ana", "right")
			}
		})
	}
	if len(seen) != len(quiz.Kinds) {
		t.Errorf("only %v are asked", seen)
	}
}

// A typed text that a teacher accepts counts as right from then on; before, the page leads to it.
func TestTypedAnswersOfAClass(t *testing.T) {
	t.Parallel()
	s := startSite(t, allAsChecks(builtIn(t)), t.TempDir(), &clock{at: morning}).setUp()
	q, gap, lesson := gapsQuestion(t, s)
	path := fmt.Sprintf("/classes/%d/questions/%s", s.class, q.ID)
	for _, name := range []string{"Ana", "Ben", "Cem", "Dora", "Eve"} {
		s.student(name).fills(q, gap, lesson, map[bool]string{true: "Nobody Known", false: "nobody known"}[name == "Ana"])
	}
	s.student("Fay").fills(q, gap, lesson, "Only Fay")
	said := s.owner.open(path).doc.id("main").words()
	wants(t, said, "6 answers to look at", "Nobody Known ? not recognised", "5 of 6", "Only Fay")
	wants(t, s.owner.open(path+"?present=1").doc.id("main").words(), "!Only Fay", "1 other answer", "Nobody Known")
}
