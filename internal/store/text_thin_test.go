package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

// saver is a window that saves what is typed in it.
func (s *school) saver(student classroom.StudentID, tab string) func(text string) {
	return func(text string) {
		s.t.Helper()
		base := 0
		if e, err := s.Essay(s.t.Context(), student, bench); err == nil {
			base = e.Rev
		}
		_, err := s.SaveText(s.t.Context(), store.Answerer{Student: student}, classroom.NewText{Bench: bench,
			BenchVersion: 1, Rubric: "r1", Base: base, Tab: tab, Text: text})
		s.must(err)
	}
}

// history is what is kept of an essay, the oldest first.
func (s *school) history(student classroom.StudentID) string {
	s.t.Helper()
	texts, err := s.Texts(s.t.Context(), student, bench)
	s.must(err)
	all := make([]string, len(texts))
	for i, x := range texts {
		all[len(texts)-1-i] = x.Text
	}
	return strings.Join(all, " ")
}

// S6, R19: of what a page saves while somebody types, one text a minute stays, besides the first, what was handed in
// and the last.
func TestS6DraftsAreThinned(t *testing.T) {
	s := newSchool(t)
	student := s.join("Ana", 1, 0)
	save := s.saver(student, "left")
	for minute := range 3 {
		for second := range 20 {
			save(fmt.Sprintf("%d:%02d", minute, 3*second))
			s.pass(3 * time.Second)
		}
	}
	if got, want := s.history(student), "0:00 0:57 1:57 2:57"; got != want {
		t.Errorf("after three minutes: %s, want %s", got, want)
	}
	s.judge(student)
	save("judged?")
	save("better")
	s.judge(student)
	s.must(s.SubmitEssay(t.Context(), student, bench, s.essay(student).Rev))
	if got, want := s.history(student), "0:00 0:57 1:57 2:57 judged? better"; got != want {
		t.Errorf("after handing in: %s, want %s", got, want)
	}
	s.must(s.WithdrawEssay(t.Context(), student, bench))
	save("again")
	save("more")
	save("and more")
	// That writing began again is a step, and names its text.
	if got, want := s.history(student), "0:00 0:57 1:57 2:57 judged? better again and more"; got != want {
		t.Errorf("after writing on: %s, want %s", got, want)
	}
}

// A thousand saves in an hour, each as from another window, leave a few texts a minute, and no other text can go.
func TestS6OnlyDraftsMayGo(t *testing.T) {
	s := newSchool(t)
	student := s.join("Ana", 1, 0)
	for i := range 300 {
		s.saver(student, fmt.Sprint("window ", i))(fmt.Sprint("text ", i))
		s.pass(time.Second)
	}
	if n := s.count(`SELECT count(*) FROM essay_text`); n > 6*5+1 {
		t.Errorf("%d texts are left of five minutes", n)
	}
	gone := func(rev int) error {
		return s.Write(t.Context(), func(tx store.Tx) error {
			_, err := tx.ExecContext(t.Context(), `DELETE FROM essay_text WHERE rev = ?1`, rev)
			return err
		})
	}
	e := s.essay(student)
	for name, rev := range map[string]int{"the first": 1, "the one that counts": e.Rev,
		"the last of a minute": s.count(`SELECT max(rev) FROM essay_text
			WHERE saved_at / 60000 < (SELECT max(saved_at) FROM essay_text) / 60000`)} {
		if err := gone(rev); err == nil || !strings.Contains(err.Error(), "never deleted by itself") {
			t.Errorf("%s was deleted: %v", name, err)
		}
	}
	s.judge(student)
	s.saver(student, "left")("one more")
	s.saver(student, "left")("and one more")
	if err := gone(e.Rev); err == nil {
		t.Error("a text with levels was deleted")
	}
}
