package store_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/internal/store"
)

// sameLatest compares the latest answers that are kept of a student with what follows from all answers.
func (s *school) sameLatest(student classroom.StudentID) {
	s.t.Helper()
	kept := s.latest(student)
	s.must(s.WorkOutLatest(s.t.Context(), student))
	if reckoned := s.latest(student); kept != reckoned {
		s.t.Fatalf("student %d: kept\n%sit follows\n%s", student, kept, reckoned)
	}
}

// The upgrade finds the same latest answers as are kept since.
func (s *school) sameAfterUpgrade(students []classroom.StudentID) {
	s.t.Helper()
	schema, err := store.Schema()
	s.must(err)
	migration, err := fs.ReadFile(schema, "00014_latest_answer.sql")
	s.must(err)
	up, _, _ := strings.Cut(string(migration), "-- +goose Down")
	_, fill, found := strings.Cut(up, "INSERT INTO latest_answer")
	if !found {
		s.t.Fatal("the upgrade fills nothing")
	}
	before := ""
	for _, student := range students {
		before += s.latest(student)
	}
	s.must(s.Write(s.t.Context(), func(t store.Tx) error {
		_, err := t.ExecContext(s.t.Context(), `DELETE FROM latest_answer; INSERT INTO latest_answer`+fill)
		return err
	}))
	after := ""
	for _, student := range students {
		after += s.latest(student)
	}
	if before != after {
		s.t.Errorf("kept\n%sthe upgrade finds\n%s", before, after)
	}
}

func (s *school) latest(student classroom.StudentID) string {
	s.t.Helper()
	rows, err := s.Reader().QueryContext(s.t.Context(), `SELECT question_id, version, response_id, score, confidence,
		ideas, answered_at FROM latest_answer WHERE student_id = ?1 ORDER BY question_id`, student)
	s.must(err)
	defer rows.Close()
	var all strings.Builder
	for rows.Next() {
		var question, confidence, ideas string
		var version, response, at int64
		var score float64
		s.must(rows.Scan(&question, &version, &response, &score, &confidence, &ideas, &at))
		fmt.Fprintln(&all, question, version, response, score, confidence, ideas, at)
	}
	s.must(rows.Err())
	return all.String()
}

func TestClassWorkTellsWhatIsGoingOn(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	ben, ana := s.join("ben", 2, 0), s.join("ana", 1, 0)
	old := s.given("q1", 0)
	s.must(s.RecordCheck(ctx, store.Answerer{Student: ana}, "lesson", []byte("key"), old))
	s.pass(time.Hour)
	since := s.now()
	wrong := s.given("q2", 1)
	wrong.Grade = &quiz.Grade{Lines: []quiz.Line{{Mark: quiz.Wrong, Misconception: "letters"},
		{Mark: quiz.Missed, Misconception: "trials"}}}
	s.must(s.RecordCheck(ctx, store.Answerer{Student: ana}, "lesson", []byte("key"), wrong))
	s.pass(time.Minute)
	attempt := s.quiz(ben)
	s.pass(time.Minute)
	s.answer(ben, attempt, "q1", 2)

	all, err := s.ClassWork(ctx, s.class, since)
	s.must(err)
	got := ""
	for _, w := range all {
		got += w.Name + ":"
		for _, a := range w.Answers {
			got += fmt.Sprint(" ", a.Question, " ", a.Score, " ", a.Confidence, " ", a.Ideas)
		}
		if w.Open != nil {
			got += fmt.Sprint(" open ", w.Open.Lesson, " ", w.Open.Question, " ", w.Open.Number, " ",
				s.now().Sub(w.Open.Since))
		}
		got += "; "
	}
	if want := "ana: q2 0.5 guess [letters]; ben: q1 1 guess [] open lesson q2 2 0s; "; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}

	for want, questions := range map[int][]string{0: {"q9"}, 1: {"q2", "q9"}, 2: {"q1", "q2"}} {
		if n, err := s.Answered(ctx, s.class, questions); err != nil || n != want {
			t.Errorf("%v: %d students have answered, %v; want %d", questions, n, err, want)
		}
	}
	if n, err := s.Answered(ctx, s.class+1, []string{"q1", "q2"}); err != nil || n != 0 {
		t.Errorf("in another class %d students have answered, %v", n, err)
	}
}

// Whoever has left the quiz for something else does not sit before its question.
func TestAQuizThatWasLeftIsNotOpen(t *testing.T) {
	s := newSchool(t)
	ana := s.join("ana", 1, 0)
	s.quiz(ana)
	s.pass(time.Minute)
	s.must(s.RecordCheck(t.Context(), store.Answerer{Student: ana}, "lesson", []byte("key"), s.given("q1", 2)))
	all, err := s.ClassWork(t.Context(), s.class, s.now().Add(-time.Hour))
	s.must(err)
	if len(all) != 1 || all[0].Open != nil {
		t.Errorf("got %+v", all)
	}
}
