package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/internal/store"
)

// Progress that is kept answer by answer is what follows from all attempts, whatever has happened: checks in any order
// and again, quizzes begun and finished, answers accepted and taken back, and guests who join.
func TestProgressIsWhatFollowsFromAllAttempts(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			s, random := newSchool(t), rand.New(rand.NewPCG(seed, 1))
			people := []classroom.StudentID{s.join("ana", 1, 0), s.join("ben", 2, 0), s.guest(3), s.guest(4)}
			for step := range 60 {
				i := random.IntN(len(people))
				what := s.something(random, people, i, step)
				t.Log(step, people[i], what)
				for _, student := range people { // what a teacher accepts is for all
					s.sameAsWorkedOut(student)
					s.sameLatest(student)
				}
			}
			s.sameAfterUpgrade(people)
		})
	}
}

// sameAsWorkedOut compares what is kept of a student's progress with what follows from the attempts.
func (s *school) sameAsWorkedOut(student classroom.StudentID) {
	s.t.Helper()
	kept, err := s.Progress(s.t.Context(), student)
	s.must(err)
	s.must(s.WorkOutProgress(s.t.Context(), student))
	reckoned, err := s.Progress(s.t.Context(), student)
	s.must(err)
	if !sameWork(kept, reckoned) {
		s.t.Fatalf("student %d: kept %+v, it follows %+v", student, kept, reckoned)
	}
}

// sameWork compares records. One of a lesson in which nothing counts any more is as good as none.
func sameWork(a, b map[string]classroom.LessonRecord) bool {
	for _, lesson := range []string{"lesson", "other"} {
		if !reflect.DeepEqual(a[lesson], b[lesson]) {
			return false
		}
	}
	return true
}

// something happens to one of the people, and is told.
func (s *school) something(random *rand.Rand, people []classroom.StudentID, i, step int) string {
	s.t.Helper()
	ctx, who := s.t.Context(), store.Answerer{Student: people[i]}
	lesson := []string{"lesson", "other"}[random.IntN(2)]
	question := both[random.IntN(2)].Question
	given := s.given(question, float64(random.IntN(3)))
	given.Grade = &quiz.Grade{Score: given.Score, Lines: []quiz.Line{
		{Mark: quiz.Wrong, Misconception: []string{"", "letters", "trials"}[random.IntN(3)]},
		{Mark: quiz.Wrong, Misconception: "letters"}, {Mark: quiz.Rest, Misconception: "alone"}}}
	given.Ruled = func(r classroom.Ruling) (classroom.Decision, bool) {
		first := classroom.Decision{Score: given.Score, Marks: given.Marks, Grade: given.Grade}
		d := ruledOn(r, first)
		return d, d.Score != first.Score || d.Ruled != ""
	}
	switch n := random.IntN(24); {
	case n < 6:
		s.must(s.RecordCheck(ctx, who, lesson, []byte("key"), given))
		if random.IntN(3) == 0 {
			s.must(s.RecordCheck(ctx, who, lesson, []byte("key"), given)) // a double click
		}
		return "a check"
	case n < 15:
		id, err := s.StartQuiz(ctx, who, lesson, s.form(), []byte("key"), both)
		s.must(err)
		err = s.RecordResponse(ctx, people[i], id, given)
		if err != nil && !errors.Is(err, store.ErrConflict) {
			s.t.Fatal(err)
		}
		return "an answer in a quiz"
	case n < 16:
		s.must(s.Accept(ctx, s.teacher, both[random.IntN(2)], oddText, fullWhere))
		return "something is accepted"
	case n < 17:
		accepted, err := s.Acceptances(ctx, s.class)
		s.must(err)
		if len(accepted) > 0 {
			s.must(s.Unaccept(ctx, s.teacher, accepted[0].ID, fullWhere))
		}
		return "something is not accepted any more"
	case n < 18:
		s.must(s.MarkRead(ctx, who, lesson, fmt.Sprint("section ", step)))
		return "a section is read"
	case n < 21:
		c := correction(both[random.IntN(2)], []classroom.CorrectionKind{classroom.KeyCorrected, classroom.Withdrawn,
			classroom.FullMarks}[random.IntN(3)], s.form())
		_, err := s.Correct(ctx, s.teacher, c, fullWhere)
		s.must(err)
		return "a question is corrected"
	case n < 23:
		all, err := s.Corrections(ctx, s.class)
		s.must(err)
		if len(all) > 0 {
			s.must(s.UndoCorrection(ctx, s.teacher, all[random.IntN(len(all))].ID, fullWhere))
		}
		return "a correction is taken back"
	case i >= 2:
		e := store.Entry{Session: hash(1000 + step), Device: []byte("computer"), Guest: people[i],
			Regrade: func(_ classroom.Asked, all []classroom.StoredAnswer) ([]classroom.Regraded, error) {
				return fullWhere(all), nil
			}}
		s.must(s.EnterClass(ctx, people[i-2], e))
		people[i] = s.guest(2000 + step)
		s.must(s.RecordCheck(ctx, store.Answerer{Student: people[i]}, lesson, []byte("key"), given))
		return "a guest joins"
	}
	return "nothing"
}
