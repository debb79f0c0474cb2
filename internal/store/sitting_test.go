package store_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

// sits makes a student begin a quiz that was handed out.
func (s *school) sits(who classroom.Student, a classroom.Assignment) classroom.AttemptID {
	s.t.Helper()
	id, err := s.BeginWork(s.t.Context(), who, a.ID, s.form(), []byte("key"))
	s.must(err)
	return id
}

func TestAnAnswerOfATestMayChangeUntilItIsHandedIn(t *testing.T) {
	s := newSchool(t)
	ana := s.student(s.join("ana", 1, 0))
	a := s.handOut(s.thursday())
	s.pass(time.Minute)
	attempt := s.sits(ana, a)
	given := s.given("q1", 0)
	for range 2 { // a double click
		s.must(s.RecordWork(t.Context(), ana, attempt, given))
	}
	better := s.given("q1", 2)
	s.must(s.RecordWork(t.Context(), ana, attempt, better))
	s.must(s.RecordWork(t.Context(), ana, attempt, s.given("q2", 2)))
	got, err := s.Attempt(t.Context(), ana.ID, attempt)
	s.must(err)
	if len(got.Responses) != 2 || got.Responses["q1"].Score != 1 || !got.Submitted.IsZero() {
		t.Errorf("before handing in: %+v", got)
	}
	if n := s.count(`SELECT count(*) FROM response`); n != 3 {
		t.Errorf("%d answers are stored, want 3: what was given first stays", n)
	}
	s.pass(time.Minute)
	for range 2 {
		s.must(s.HandInWork(t.Context(), ana, attempt))
		s.pass(time.Minute)
	}
	if err := s.RecordWork(t.Context(), ana, attempt, s.given("q1", 0)); !errors.Is(err, store.ErrLocked) {
		t.Errorf("after handing in: %v", err)
	}
	s.must(s.RecordWork(t.Context(), ana, attempt, better)) // sent once more by a slow network
	got, err = s.Attempt(t.Context(), ana.ID, attempt)
	s.must(err)
	if want := s.now().Add(-2 * time.Minute); !got.Submitted.Equal(want.UTC().Truncate(time.Millisecond)) {
		t.Errorf("handed in at %v, want %v", got.Submitted, want)
	}
	if marks, outOf := a.Total(got); marks != 4 || outOf != 4 {
		t.Errorf("%v of %v marks, want 4 of 4", marks, outOf)
	}
}

// Fifty windows of a student begin, answer and hand in at the same moment: one attempt, each form once, handed in once,
// and nothing counts that arrived after that.
func TestB12FiftyWindowsAtOnce(t *testing.T) {
	const windows = 50
	s := newSchool(t)
	ana := s.student(s.join("ana", 1, 0))
	a := s.handOut(s.thursday())
	s.pass(time.Minute)
	form, attempts := s.form(), make([]classroom.AttemptID, windows)
	atOnce := func(do func(i int) error) (errs []error) {
		errs = make([]error, windows)
		var all sync.WaitGroup
		for i := range windows {
			all.Go(func() { errs[i] = do(i) })
		}
		all.Wait()
		return errs
	}
	for _, err := range atOnce(func(i int) (err error) {
		attempts[i], err = s.BeginWork(t.Context(), ana, a.ID, form, []byte("key"))
		return err
	}) {
		s.must(err)
	}
	if n := s.count(`SELECT count(*) FROM attempt`); n != 1 {
		t.Fatalf("%d attempts, want 1", n)
	}
	given := s.given("q1", 2)
	for _, err := range atOnce(func(i int) error { return s.RecordWork(t.Context(), ana, attempts[i], given) }) {
		s.must(err)
	}
	if n := s.count(`SELECT count(*) FROM response`); n != 1 {
		t.Errorf("a form that was sent %d times is stored %d times", windows, n)
	}
	others := make([]classroom.NewResponse, windows)
	for i := range others {
		others[i] = s.given("q2", float64(i%3))
	}
	taken := 0
	for i, err := range atOnce(func(i int) error {
		if i%10 == 0 {
			return s.HandInWork(t.Context(), ana, attempts[i])
		}
		return s.RecordWork(t.Context(), ana, attempts[i], others[i])
	}) {
		switch {
		case err == nil && i%10 != 0:
			taken++
		case err != nil && !errors.Is(err, store.ErrLocked):
			t.Errorf("window %d: %v", i, err)
		}
	}
	if n := s.count(`SELECT count(*) FROM response`); n != 1+taken {
		t.Errorf("%d answers are stored, want the first and the %d that were acknowledged", n, taken)
	}
	if n := s.count(`SELECT count(*) FROM attempt WHERE submitted_at IS NOT NULL`); n != 1 {
		t.Errorf("%d attempts are handed in, want 1", n)
	}
}

func TestTheServersClockEndsATest(t *testing.T) {
	s := newSchool(t)
	ana, ben := s.student(s.join("ana", 1, 0)), s.student(s.join("ben", 2, 0))
	execute(t, s.Store, `UPDATE student SET extra_time = 25 WHERE name = 'ben'`)
	a := s.handOut(s.thursday())
	s.pass(time.Minute)
	hers, his := s.sits(ana, a), s.sits(ben, a)
	s.pass(40*time.Minute + classroom.Grace)
	s.must(s.RecordWork(t.Context(), ana, hers, s.given("q1", 1)))
	s.pass(time.Millisecond)
	if err := s.RecordWork(t.Context(), ana, hers, s.given("q2", 1)); !errors.Is(err, store.ErrLocked) {
		t.Errorf("a millisecond after the grace: %v", err)
	}
	s.pass(10*time.Minute - time.Millisecond) // a quarter of the forty minutes
	s.must(s.RecordWork(t.Context(), ben, his, s.given("q1", 1)))
	s.pass(time.Millisecond)
	if err := s.RecordWork(t.Context(), ben, his, s.given("q1", 0)); !errors.Is(err, store.ErrLocked) {
		t.Errorf("after the extra time: %v", err)
	}
	s.must(s.HandInWork(t.Context(), ben, his)) // nothing is left to hand in, and that is no error
	if n := s.count(`SELECT count(*) FROM attempt WHERE submitted_at IS NOT NULL`); n != 0 {
		t.Errorf("%d attempts were handed in after the end", n)
	}
}

func TestPracticeThatShowsAtOnceTakesOneAnswer(t *testing.T) {
	s := newSchool(t)
	ana, ben := s.student(s.join("ana", 1, 0)), s.student(s.join("ben", 2, 0))
	work := s.thursday()
	work.Results, work.Test, work.Attempts = classroom.ResultsAtOnce, false, 0
	a := s.handOut(work)
	s.pass(time.Minute)
	attempt := s.sits(ana, a)
	s.must(s.RecordWork(t.Context(), ana, attempt, s.given("q1", 0)))
	if err := s.RecordWork(t.Context(), ana, attempt, s.given("q1", 1)); !errors.Is(err, store.ErrConflict) {
		t.Errorf("another answer once the verdict was seen: %v", err)
	}
	if err := s.RecordWork(t.Context(), ben, attempt, s.given("q2", 1)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("somebody else's attempt: %v", err)
	}
	s.must(s.RecordWork(t.Context(), ana, attempt, s.given("q2", 2)))
	got, err := s.Attempt(t.Context(), ana.ID, attempt)
	s.must(err)
	if got.Submitted.IsZero() {
		t.Error("the last answer did not hand it in")
	}
	if next := s.sits(ana, a); next == attempt {
		t.Error("practice may be tried once only")
	}
	if record := s.record(ana.ID); record.Quiz != nil || record.Answered != 0 || record.Checks != 0 {
		t.Errorf("it counts in a lesson: %+v", record)
	}
}
