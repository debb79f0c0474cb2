package store_test

import (
	"fmt"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/store"
)

// There is one writer today. These tests do what a second one would: they act on what was read before somebody else
// wrote, or let a trigger write in the middle of a statement.

// Whoever acts on an essay as it was changes nothing, and leaves nothing in its record.
func TestAStepOnWhatWasRead(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	student := s.join("Ana", 1, 0)
	draft := s.write(student, "one")
	s.judge(student)
	judged := s.essay(student)
	s.must(s.SubmitEssay(ctx, student, bench, judged.Rev))
	submitted := s.essay(student)
	wantErr(t, "handing in what is handed in, the text being the same", s.Step(ctx, judged, essay.Submit), store.ErrLocked)
	s.must(s.WithdrawEssay(ctx, student, bench))
	s.write(student, "two")
	s.judge(student)
	s.must(s.SubmitEssay(ctx, student, bench, 2))
	s.returned(student)
	returned := s.essay(student)
	s.must(s.ReviseEssay(ctx, student, bench))
	revising := s.essay(student)
	s.write(student, "three")

	before, steps := s.work(student), count(t, s.Store, `SELECT count(*) FROM essay_event`)
	for _, row := range []struct {
		name string
		err  error
		want error
	}{
		{"judging a draft", s.Step(ctx, draft, essay.Judge), store.ErrLocked},
		{"handing in", s.Step(ctx, judged, essay.Submit), store.ErrLocked},
		{"taking back", s.Step(ctx, submitted, essay.Withdraw), store.ErrLocked},
		{"revising", s.Step(ctx, returned, essay.Revise), store.ErrLocked},
		{"finishing", s.Step(ctx, returned, essay.Finish), store.ErrLocked},
		{"handing in an older text of the same round", s.Step(ctx, revising, essay.Submit), store.ErrLocked},
		{"writing in another state", s.Append(ctx, judged, "late"), store.ErrStale},
		{"writing in another round", s.Append(ctx, draft, "late"), store.ErrStale},
		{"writing on an older text", s.Append(ctx, revising, "late"), store.ErrStale},
	} {
		wantErr(t, row.name, row.err, row.want)
		if got := s.work(student); got != before {
			t.Errorf("%s changes something:\ngot  %s\nwant %s", row.name, got, before)
		}
	}
	if n := count(t, s.Store, `SELECT count(*) FROM essay_event`); n != steps {
		t.Errorf("%d steps are in the record, want %d", n, steps)
	}
	if n := count(t, s.Store, `SELECT count(*) FROM essay_text`); n != 4 { // the revision began with one
		t.Errorf("%d texts are there, want 4", n)
	}
}

// A claim that was renewed since it was read is not ended.
func TestARenewedClaimIsNotEnded(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	student := s.join("Ana", 1, 0)
	e := s.handIn(student, "one")
	s.must(s.Claim(ctx, s.teacher, e.ID))
	read := s.essay(student)
	s.pass(30 * time.Minute)
	s.must(s.Claim(ctx, s.teacher, e.ID))
	s.pass(45 * time.Minute)
	wantErr(t, "ending the claim that was read", s.Expire(ctx, read), store.ErrLocked)
	if got := s.essay(student).Place.State; got != essay.Claimed {
		t.Errorf("the essay is %s, want %s", got, essay.Claimed)
	}
}

// meanwhile has somebody else write whenever a row comes into a table.
func (s *school) meanwhile(table, when, statement string) {
	s.t.Helper()
	s.must(s.Write(s.t.Context(), func(tx store.Tx) error {
		_, err := tx.ExecContext(s.t.Context(), fmt.Sprintf(`CREATE TRIGGER meanwhile BEFORE INSERT ON %s WHEN %s
			BEGIN %s; END`, table, when, statement))
		return err
	}))
}

func TestANumberThatWasJustTaken(t *testing.T) {
	s := newSchool(t)
	student := s.join("Ana", 1, 0)
	s.pick(student, "first")
	s.meanwhile("pick", `NEW.phrase = 'mine'`, `INSERT OR IGNORE INTO pick
		(student_id, bench, phrase, number, source, quote, kept, picked_at)
		VALUES (NEW.student_id, NEW.bench, 'theirs', NEW.number, 's', 'q', 1, 0)`)
	s.pick(student, "mine")
	if got, want := s.evidence(student), "1firsttrue 2theirstrue 3minetrue"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAPhraseThatWasJustPicked(t *testing.T) {
	s := newSchool(t)
	student := s.join("Ana", 1, 0)
	s.meanwhile("pick", `NEW.source = 's'`, `INSERT OR IGNORE INTO pick
		(student_id, bench, phrase, number, source, quote, kept, picked_at)
		VALUES (NEW.student_id, NEW.bench, NEW.phrase, NEW.number, 'theirs', 'q', 1, 0)`)
	s.pick(student, "same")
	if got, want := s.evidence(student), "1sametrue"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAReasonThatWasJustAdded(t *testing.T) {
	s := newSchool(t)
	student := s.join("Ana", 1, 0)
	s.meanwhile("reason", `NEW.so = 'mine'`, `INSERT INTO reason
		(student_id, bench, kind, first, second, fact, so, saved_at)
		VALUES (NEW.student_id, NEW.bench, NEW.kind, '', '', '', 'theirs', 0)`)
	wantErr(t, "a reason beside another", s.SaveReason(t.Context(), student, bench, essay.Reason{
		Kind: essay.Timing, So: "mine"}, ""), store.ErrStale)
}

func TestATextThatWasJustAdded(t *testing.T) {
	s := newSchool(t)
	student := s.join("Ana", 1, 0)
	e := s.write(student, "one")
	s.meanwhile("essay_text", `NEW.text = 'mine'`, `INSERT INTO essay_text (essay_id, rev, round, tab, text, saved_at)
		VALUES (NEW.essay_id, NEW.rev, NEW.round, 'right', 'theirs', 0)`)
	_, err := s.SaveText(t.Context(), store.Answerer{Student: student}, classroom.NewText{Bench: bench, Base: e.Rev,
		Tab: "left", Text: "mine"})
	wantErr(t, "a text beside another", err, store.ErrStale)
	if got := s.essay(student).Text; got != "one" {
		t.Errorf("the text is %q", got)
	}
}

// Two windows begin at the same moment: one essay is begun, and the text of the later one is a conflict.
func TestAnEssayThatWasJustBegun(t *testing.T) {
	s := newSchool(t)
	student := s.join("Ana", 1, 0)
	s.meanwhile("essay", `NEW.bench_version = 2`, `INSERT INTO essay
			(student_id, bench, bench_version, rubric, state, round, rev)
			VALUES (NEW.student_id, NEW.bench, 1, 'r1', 'draft', 1, 1);
		INSERT INTO essay_text (essay_id, rev, round, tab, text, saved_at)
			SELECT id, 1, 1, 'right', 'theirs', 0 FROM essay`)
	e, err := s.SaveText(t.Context(), store.Answerer{Student: student}, classroom.NewText{Bench: bench, BenchVersion: 2,
		Rubric: "r1", Tab: "left", Text: "mine"})
	wantErr(t, "beginning what is begun", err, store.ErrStale)
	if e.Text != "theirs" {
		t.Errorf("beside the error: got %q, want what stands", e.Text)
	}
}
