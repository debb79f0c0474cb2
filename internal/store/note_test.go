package store_test

import (
	"errors"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/marking"
	"dossier/internal/store"
)

// note is a first marking in which nothing but a target is put down, from a page that showed nothing.
func note(e classroom.Essay, target string) marking.Note {
	return marking.Note{
		Essay: e.ID, Rev: e.Rev, Purpose: marking.First, Shown: marking.Shown{},
		Draft: marking.MarkDraft{{Part: marking.TargetPart}: target},
	}
}

// Rows that an older version of the program has written are read as they were meant.
func TestNotesKeepTheirStoredNames(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	e := s.handIn(s.join("Ana", 1, 0), "one")
	names := map[string]string{"level.sourcing": "3", "comment.sourcing": "c", "strength": "s", "target": "t",
		"unheard of": "x"}
	s.must(s.Write(ctx, func(tx store.Tx) error {
		for name, value := range names {
			if _, err := tx.ExecContext(ctx, `INSERT INTO mark_note (essay_id, teacher_id, rev, purpose, field, value,
				noted_at) VALUES (?1, ?2, ?3, 'first', ?4, ?5, 0)`, e.ID, s.teacher, e.Rev, name, value); err != nil {
				return err
			}
		}
		return nil
	}))
	entry := marking.Entry{ID: e.ID, Rev: e.Rev}
	notes, err := s.Notes(ctx, s.teacher, marking.First, entry)
	s.must(err)
	d := notes[e.ID]
	if len(d) != 4 || d.Level("sourcing") != "3" || d.Comment("sourcing") != "c" || d.Strength() != "s" ||
		d.Target() != "t" {
		t.Errorf("got %v", d)
	}
	// and written under the same names
	n := marking.Note{Essay: e.ID, Rev: e.Rev, Purpose: marking.First, Draft: marking.MarkDraft{}, Shown: d.Shown()}
	n.Draft.SetLevel("sourcing", 1)
	n.Draft.SetComment("sourcing", "d")
	s.must(s.NoteMark(ctx, s.teacher, n))
	if got := count(t, s.Store, `SELECT count(*) FROM mark_note WHERE (field = 'level.sourcing' AND value = '1')
		OR (field = 'comment.sourcing' AND value = 'd')`); got != 2 {
		t.Errorf("%d rows have the new values, want 2", got)
	}
}

// Two windows of one marker: what both change is a conflict with what stands, and nothing is overwritten. What only one
// of them changes is stored, and equal values are no conflict.
func TestNotesOfTwoWindows(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	e := s.handIn(s.join("Ana", 1, 0), "one")
	s.must(s.NoteMark(ctx, s.teacher, note(e, "from the left window")))
	var conflict *marking.Conflict
	if err := s.NoteMark(ctx, s.teacher, note(e, "from the right window")); !errors.As(err, &conflict) {
		t.Fatalf("the right window gets %v, want a conflict", err)
	}
	if got := conflict.Stored.Target(); got != "from the left window" {
		t.Errorf("the conflict shows %q", got)
	}
	s.must(s.NoteMark(ctx, s.teacher, note(e, "from the left window")))
	comment := note(e, "")
	comment.Draft.SetComment("sourcing", "another field")
	s.must(s.NoteMark(ctx, s.teacher, comment)) // an empty target that was empty changes nothing
	notes, err := s.Notes(ctx, s.teacher, marking.First, marking.Entry{ID: e.ID, Rev: e.Rev})
	s.must(err)
	if got := notes[e.ID]; got.Target() != "from the left window" || got.Comment("sourcing") != "another field" {
		t.Errorf("after all that the notes are %v", got)
	}

	// A page goes on from what it has saved itself, although it still says what it showed first.
	page := note(e, "")
	page.Tab = "a page"
	for _, words := range []string{"first words", "second words", ""} {
		page.Draft[marking.Field{Part: marking.StrengthPart}] = words
		s.must(s.NoteMark(ctx, s.teacher, page))
		now, err := s.Notes(ctx, s.teacher, marking.First, marking.Entry{ID: e.ID, Rev: e.Rev})
		s.must(err)
		if got := now[e.ID].Strength(); got != words {
			t.Errorf("after the page has saved %q the strength is %q", words, got)
		}
	}
	page.Tab, page.Draft[marking.Field{Part: marking.StrengthPart}] = "another page", "other words"
	s.must(s.NoteMark(ctx, s.teacher, page)) // it showed an empty strength, which stands

	// A marking is finished only if its page showed what stands.
	late := s.mark(e, marking.First, 2)
	late.Shown = marking.Shown{}
	if err := s.RecordMark(ctx, s.teacher, late); !errors.As(err, &conflict) {
		t.Fatalf("a marking from an old page: %v, want a conflict", err)
	}
	notes, err = s.Notes(ctx, s.teacher, marking.First, marking.Entry{ID: e.ID, Rev: e.Rev})
	s.must(err)
	late.Shown = notes[e.ID].Shown()
	s.must(s.RecordMark(ctx, s.teacher, late))
	// The other window finishes too: the same marking is fine, another is a conflict with the first.
	again := late
	again.FormToken = s.form()
	s.must(s.RecordMark(ctx, s.teacher, again))
	other := s.mark(e, marking.First, 4)
	other.Shown = late.Shown
	if err := s.RecordMark(ctx, s.teacher, other); !errors.As(err, &conflict) {
		t.Fatalf("another marking from an old page: %v, want a conflict", err)
	}
	if got := conflict.Stored.Level("sourcing"); got != "2" {
		t.Errorf("the conflict shows level %q, want 2", got)
	}
	if n := count(t, s.Store, `SELECT count(*) FROM mark`); n != 1 {
		t.Errorf("%d marks, want 1", n)
	}
}

// Second and agreed markings from two windows.
func TestLaterMarkingsOfTwoWindows(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	other := s.colleague(true)
	e := s.handIn(s.join("Ana", 1, 0), "one")
	s.must(s.RecordMark(ctx, s.teacher, s.mark(e, marking.First, 4)))
	for _, purpose := range []marking.Purpose{marking.Second, marking.Agreed} {
		page := func(level int) marking.NewMark {
			m := s.mark(e, purpose, level)
			m.Shown = marking.Shown{}
			return m
		}
		s.must(s.RecordMark(ctx, other, page(3)))
		s.must(s.RecordMark(ctx, other, page(3))) // equal values
		var conflict *marking.Conflict
		if err := s.RecordMark(ctx, other, page(1)); !errors.As(err, &conflict) {
			t.Errorf("%s: the second window gets %v, want a conflict", purpose, err)
		} else if got := conflict.Stored.Level("sourcing"); got != "3" {
			t.Errorf("%s: the conflict shows %q, want 3", purpose, got)
		}
		if n := count(t, s.Store, `SELECT count(*) FROM mark WHERE purpose = '`+string(purpose)+`'`); n != 1 {
			t.Errorf("%s: %d markings, want 1", purpose, n)
		}
	}
}
