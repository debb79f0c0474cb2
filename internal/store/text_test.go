package store_test

import (
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
)

func TestTwoWindowsNeverOverwriteEachOther(t *testing.T) {
	s := newSchool(t)
	student := s.join("Ana", 1, 0)
	save := func(base int, tab, text string) (classroom.Essay, error) {
		return s.SaveText(t.Context(), store.Answerer{Student: student}, classroom.NewText{Bench: bench, BenchVersion: 1,
			Rubric: "r1", Base: base, Tab: tab, Text: text})
	}
	one, err := save(0, "left", "one")
	s.must(err)
	if one.Rev != 1 || one.Place != (essay.Place{State: essay.Draft, Round: 1}) {
		t.Errorf("the first text: got revision %d at %v", one.Rev, one.Place)
	}
	again, err := save(0, "right", "one")
	s.must(err)
	if again.Rev != 1 {
		t.Errorf("the same text from elsewhere: got revision %d, want 1", again.Rev)
	}
	two, err := save(1, "right", "two")
	s.must(err)
	stood, err := save(1, "left", "three")
	wantErr(t, "a text based on what is gone", err, store.ErrStale)
	if stood.Text != "two" || stood.Rev != two.Rev {
		t.Errorf("beside the error: got %q in revision %d, want what stands", stood.Text, stood.Rev)
	}
	if got := s.essay(student).Text; got != "two" {
		t.Errorf("after a stale text: got %q, want %q", got, "two")
	}
	// The window that saved last goes on, although its page still shows an older revision.
	s.pass(time.Minute)
	four, err := save(1, "right", "four")
	s.must(err)
	three, err := save(four.Rev, "left", "three")
	s.must(err)
	texts, err := s.Texts(t.Context(), student, bench)
	s.must(err)
	var got []string
	for _, x := range texts {
		got = append(got, x.Text)
	}
	if want := "three four two one"; strings.Join(got, " ") != want || three.Rev != 4 {
		t.Errorf("the history: got %q up to revision %d, want %q", got, three.Rev, want)
	}
}

func TestATextIsNeverRewritten(t *testing.T) {
	s := newSchool(t)
	student := s.join("Ana", 1, 0)
	e := s.handIn(student, "mine")
	s.must(s.RecordMark(t.Context(), s.teacher, s.mark(e, marking.First, 2)))
	s.must(s.TrustBefore(t.Context(), store.Answerer{Student: student}, bench, []classroom.Trust{{Source: "a",
		Before: 4}}))
	for _, statement := range []string{
		`UPDATE essay_text SET text = 'another'`, `UPDATE essay_event SET actor = 'nobody'`, `UPDATE mark SET target = ''`,
		`UPDATE mark_level SET level = 4`, `UPDATE trust SET before = 1`,
	} {
		err := s.Write(t.Context(), func(tx store.Tx) error {
			_, err := tx.ExecContext(t.Context(), statement)
			return err
		})
		if err == nil {
			t.Errorf("%s: it was let through", statement)
		}
	}
}
