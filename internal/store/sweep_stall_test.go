package store_test

import (
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/disktest"
	"dossier/internal/sqlite"
	"dossier/internal/store"
)

// crowdOfGuests makes guests who have no session, each with attempts of 20 answers.
func (s *school) crowdOfGuests(guests, attempts int) {
	s.t.Helper()
	const upTo = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) `
	s.must(s.Write(s.t.Context(), func(tx store.Tx) error {
		for _, step := range []struct {
			statement string
			times     int
		}{
			{upTo + `INSERT INTO student (name, name_key, pin_hash, created_at, last_active_at) SELECT '', '', '', 0, 0 FROM n`,
				guests},
			{upTo + `INSERT INTO attempt (student_id, lesson, kind, deal_key, form_token, started_at)
				SELECT st.id, 'lesson', 'check', x'00', 'g ' || st.id || ' ' || i, 0 FROM student st, n
				WHERE class_id IS NULL AND NOT EXISTS (SELECT 1 FROM attempt WHERE student_id = st.id)`, attempts},
			{`INSERT INTO attempt_question (attempt_id, position, question_id, version)
				SELECT a.id, 1, 'q1', 1 FROM attempt a WHERE ?1 > 0
				AND NOT EXISTS (SELECT 1 FROM attempt_question WHERE attempt_id = a.id)`, 1},
			{upTo + `INSERT INTO response (attempt_id, question_id, version, try, form_token, answer, score, marks, out_of,
					confidence, answered_at)
				SELECT a.id, 'q1', 1, i, hex(randomblob(8)) || a.id || ' ' || i, '{"a":["an answer"]}', 0.5, 1, 2, '', 0
				FROM attempt a, n WHERE NOT EXISTS (SELECT 1 FROM response WHERE attempt_id = a.id)`, 20},
		} {
			if _, err := tx.ExecContext(s.t.Context(), step.statement, step.times); err != nil {
				return err
			}
		}
		return nil
	}))
}

// R10: however many guests run out together, and however much one of them has answered, no write of the sweep deletes
// more than answers can wait for.
func TestR10GuestsRunOutTogether(t *testing.T) {
	var watching atomic.Bool
	var most, writes int
	s := &school{t: t, at: clock()}
	var err error
	s.Store, err = store.Open(t.Context(), t.TempDir(), s.now, sqlite.Watched(func(rows int) {
		if watching.Load() {
			most, writes = max(most, rows), writes+1
		}
	}))
	s.must(err)
	defer closeStore(t, s.Store)
	s.teacher, s.class, err = s.CreateOwner(t.Context(), "Owner", "owner", "hash", "10B", "AAAAAA", s.form())
	s.must(err)
	_, err = s.KeepQuestions(t.Context(), []store.QuestionVersion{{ID: "q1", Version: 1, SHA: "1", Body: "one"}})
	s.must(err)
	guests := disktest.Rounds(300, 20_000)
	s.crowdOfGuests(guests, 1)
	s.crowdOfGuests(1, 150)
	ana := s.join("ana", 1, 0)
	s.sweep()
	s.pass(day)

	waits := s.answersMeanwhile(ana, func() {
		watching.Store(true)
		defer watching.Store(false)
		if got := s.sweep(); got.Guests != guests+1 || s.guests() != 0 {
			t.Errorf("%+v, and %d are left", got, s.guests())
		}
	})
	if most > 600 || writes < guests/50 { // an answer is a row in several tables
		t.Errorf("%d rows went in one write of %d", most, writes)
	}
	slices.Sort(waits)
	if n := len(waits); n > 0 {
		t.Logf("%d guests in %d writes, %d rows at most in one; %d answers meanwhile: p50 %v, p99 %v, %v at most", guests,
			writes, most, n, waits[n/2], waits[n*99/100], waits[n-1])
	}
}

// answersMeanwhile has a student answer, one after the other, while something is done, and returns how long each took.
func (s *school) answersMeanwhile(student classroom.StudentID, do func()) (took []time.Duration) {
	s.t.Helper()
	ended := make(chan bool)
	go func() {
		defer close(ended)
		do()
	}()
	for n := 0; ; n++ {
		select {
		case <-ended:
			return took
		default:
		}
		answer := s.given("q1", 1, "an answer")
		answer.FormToken = fmt.Sprint("meanwhile ", n)
		begun := time.Now()
		s.must(s.RecordCheck(s.t.Context(), store.Answerer{Student: student}, "lesson", []byte("key"), answer))
		took = append(took, time.Since(begun))
	}
}
