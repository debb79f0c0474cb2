package web_test

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// drawnIn are the questions of an attempt, which its address names, in their order.
func (s *site) drawnIn(attempt string) (drawn []*quiz.Question) {
	s.t.Helper()
	ids := one[string](s, `SELECT group_concat(question_id, ' ' ORDER BY position) FROM attempt_question
		WHERE attempt_id = ?1`, strings.TrimPrefix(attempt, "/attempts/"))
	for _, id := range strings.Fields(ids) {
		q, _, err := s.course.Question(id)
		if err != nil {
			s.t.Fatal(err)
		}
		drawn = append(drawn, q)
	}
	return drawn
}

func names(drawn []*quiz.Question) (ids string) {
	for _, q := range drawn {
		ids += " " + q.ID
	}
	return ids
}

// answerAll answers the open questions of a quiz and returns the page of the result.
func (b *browser) answerAll(attempt string, right func(q *quiz.Question) bool) *page {
	b.t.Helper()
	for range course.QuizLength {
		a := b.site.firstAsk(b.open(attempt))
		b.post(a.action, a.answer(right(a.q))).want(http.StatusSeeOther)
	}
	return b.open(attempt)
}

func rightly(*quiz.Question) bool { return true }

// S8: whoever has seen a neighbour's quiz, or one of a guest, has not seen their own. Asking again changes nothing.
func TestS8EveryStudentHasADrawOfTheirOwn(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	l := s.course.Lessons[0]
	different := map[string]bool{}
	everybody := []*browser{s.visitor(), s.visitor(), s.visitor()}
	for i := range 7 {
		everybody = append(everybody, s.student(fmt.Sprint("Student ", i)))
	}
	for _, b := range everybody {
		form := b.open("/lessons/" + l.ID + "/quiz").form("/lessons/" + l.ID + "/attempts")
		attempt := b.send(form).want(http.StatusSeeOther).to()
		drawn := s.drawnIn(attempt)
		if len(drawn) != course.QuizLength {
			t.Fatalf("%d questions are drawn", len(drawn))
		}
		different[names(drawn)] = true
		for _, token := range []string{form.fields.Get("form"), "a token of one's own", strings.Repeat("x", 40)} {
			again := b.send(form, "form", token).want(http.StatusSeeOther).to()
			if again != attempt || !slices.Equal(s.drawnIn(again), drawn) {
				t.Errorf("asking again under %q leads from %s to %s, with %v", token, attempt, again, names(drawn))
			}
		}
	}
	if len(different) < 8 { // of hundreds; all ten the same was the complaint
		t.Errorf("ten people were asked %d different quizzes", len(different))
	}
}

// copyOf is a copy of a data folder that is closed.
func copyOf(t *testing.T, dir string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

// The form's token is the sender's to choose. What is drawn does not depend on it.
func TestATokenDoesNotSteerADraw(t *testing.T) {
	t.Parallel()
	first := newSite(t).setUp()
	l := first.course.Lessons[0]
	first.student("Ana")
	first.student("Ben")
	first.stop()
	var drawn []string
	for i, token := range []string{"one token, long enough", "other token, long enough"} {
		s := startSite(t, builtIn(t), copyOf(t, first.dir), first.clock)
		ana := s.visitor().join(first.code, "Ana", pin)
		form := ana.open("/lessons/" + l.ID + "/quiz").form("/lessons/" + l.ID + "/attempts")
		drawn = append(drawn, names(s.drawnIn(ana.send(form, "form", token).want(http.StatusSeeOther).to())))
		if drawn[i] != drawn[0] {
			t.Errorf("Ana gets %s and %s under another token", drawn[0], drawn[i])
		}
		s.stop()
	}
}

// What a guest was asked on this computer is known once the guest is a student: it comes last, and the quiz that the
// guest finished was the first try.
func TestAGuestWhoJoinsIsAskedOtherQuestions(t *testing.T) {
	t.Parallel()
	for name, becomes := range map[string]func(s *site, guest *browser) *browser{
		"joins": func(s *site, guest *browser) *browser { return guest.join(s.code, "Ana", pin) },
		"comes back": func(s *site, guest *browser) *browser {
			s.student("Ana")
			return guest.join(s.code, "Ana", pin)
		},
		"had tried before": func(s *site, guest *browser) *browser {
			s.student("Ana").startQuiz(s.course.Lessons[1].ID)
			return guest.join(s.code, "Ana", pin)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t).setUp()
			l := s.course.Lessons[0]
			b := s.visitor()
			attempt := b.startQuiz(l.ID)
			seen := s.drawnIn(attempt)
			b.answerAll(attempt, rightly)
			b = becomes(s, b)
			second := s.drawnIn(b.startQuiz(l.ID))
			fresh := 0
			for _, q := range second {
				if !slices.Contains(seen, q) {
					fresh++
				}
			}
			if want := min(course.QuizLength, len(l.Pool)-len(seen)); fresh != want {
				t.Errorf("the student is asked %d new questions, want %d", fresh, want)
			}
			for _, row := range s.owner.table(s.takes("scores.csv")) {
				if want := map[string]string{"1": "first try", "2": "practice"}[row["attempt"]]; row["quiz_id"] == "lesson:"+l.ID &&
					row["counts_as"] != want {
					t.Errorf("try %s counts as %q, want %q", row["attempt"], row["counts_as"], want)
				}
			}
		})
	}
}

// Wherever a figure from a quiz stands, words say that it is practice, and which try it is.
func TestPagesSayWhatIsPractice(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	l := s.course.Lessons[0]
	ana := s.student("Ana")
	ana.takeQuiz(l.ID, func(n int) bool { return n > 1 })
	s.owner.open(fmt.Sprintf("/classes/%d", s.class)).says("Lessons and their quizzes are practice.").
		says("Anybody can try them as a guest first").says("Later tries are practice").says("To pass, the best try counts.")
	s.owner.open(s.studentAt("Ana")).says("practice quiz")
	ana.open("/me").says("practice quiz")
	ana.open("/").says("at first")
	s.owner.open(fmt.Sprintf("/classes/%d/take-away", s.class)).says("The quiz of a lesson is practice")
}
