package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

// checks stores an answer to a question in the text.
func (s *school) checks(student classroom.StudentID, question string, marks float64) {
	s.t.Helper()
	s.must(s.RecordCheck(s.t.Context(), store.Answerer{Student: student}, "lesson", []byte("key"),
		s.given(question, marks)))
}

func TestFirstAnswersOfAClass(t *testing.T) {
	s := newSchool(t)
	ana, ben := s.join("ana", 1, 0), s.join("ben", 2, 0)
	s.finish(ana, 0, 1)
	s.finish(ana, 2, 2) // a later quiz
	s.checks(ana, "q1", 1)
	s.checks(ana, "q1", 2)
	s.answer(ben, s.quiz(ben), "q1", 2) // an open quiz
	s.checks(ben, "q2", 0.5)
	s.checks(s.guest(3), "q1", 2)
	s.must(s.Accept(t.Context(), s.teacher, classroom.Asked{Question: "q2", Version: 1}, oddText, fullWhere))

	// Another class of the same teacher, with an answer of its own.
	other, err := s.CreateClass(t.Context(), s.teacher, "10C", "BBBBBB", s.form())
	s.must(err)
	mine := s.class
	s.class = other
	s.finish(s.join("cem", 4, 0), 1, 1)
	s.class = mine

	for _, lesson := range []string{"lesson", ""} {
		answers, err := s.FirstAnswers(t.Context(), s.class, lesson)
		s.must(err)
		var got []string
		for _, a := range answers {
			kind := "check"
			if a.Quiz != 0 {
				kind = "quiz"
			}
			if a.Answer.Value("a") != "x" || a.Confidence != "guess" || a.OutOf != 2 || a.Version != 1 || a.Lesson != "lesson" {
				t.Errorf("got %+v", a)
			}
			got = append(got, fmt.Sprintf("%s %d %s %v %v", kind, a.Student, a.Question, a.Marks, a.Score))
		}
		slices.Sort(got)
		want := []string{
			fmt.Sprintf("check %d q1 1 0.5", ana), fmt.Sprintf("check %d q2 2 1", ben), // what is accepted counts
			fmt.Sprintf("quiz %d q1 0 0", ana), fmt.Sprintf("quiz %d q2 2 1", ana),
		}
		if !slices.Equal(got, want) {
			t.Errorf("lesson %q: got %q, want %q", lesson, got, want)
		}
	}
	if none, err := s.FirstAnswers(t.Context(), s.class, "other"); err != nil || len(none) != 0 {
		t.Errorf("another lesson: got %v (%v)", none, err)
	}
	all, err := s.AnswersIn(t.Context(), s.class, "q1")
	s.must(err)
	if len(all) != 5 || !slices.IsSortedFunc(all, func(a, b classroom.StoredAnswer) int {
		return int(a.Response - b.Response)
	}) || slices.ContainsFunc(all, func(a classroom.StoredAnswer) bool { return a.Student.Class != mine }) {
		t.Errorf("got %+v", all)
	}
}

// A guest who joins brings a quiz along that may have been finished before one that was begun earlier.
func TestTheFirstQuizIsTheOneFinishedFirst(t *testing.T) {
	s := newSchool(t)
	guest := s.guest(1)
	early := s.quiz(guest)
	ana := s.join("ana", 2, 0)
	s.finish(ana, 2, 2)
	s.answer(guest, early, "q1", 0)
	s.answer(guest, early, "q2", 0)
	s.must(s.EnterClass(t.Context(), ana, store.Entry{Session: hash(3), Device: []byte("computer"), Guest: guest}))
	answers, err := s.FirstAnswers(t.Context(), s.class, "")
	s.must(err)
	for _, a := range answers {
		if a.Quiz == early || a.Marks != 2 {
			t.Errorf("got %+v", a)
		}
	}
	if len(answers) != 2 {
		t.Errorf("got %d answers, want 2", len(answers))
	}
}

// What a page of a class costs does not grow with the school: each table is reached from the students of the class.
func TestFirstAnswersAreReachedFromTheClass(t *testing.T) {
	s := newSchool(t)
	s.finish(s.join("ana", 1, 0), 1, 1)
	var queries []string
	var arguments [][]any
	db := s.Reader()
	s.Watch(func(query string, args []any) {
		queries, arguments = append(queries, query), append(arguments, args)
	})
	if _, err := s.FirstAnswers(t.Context(), s.class, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := s.AnswersIn(t.Context(), s.class, "q1"); err != nil {
		t.Fatal(err)
	}
	if len(queries) != 2 {
		t.Errorf("%d queries, want one for each", len(queries))
	}
	for i, query := range queries {
		for _, step := range plan(t, db, query, arguments[i]) {
			for _, table := range []string{"r", "a", "st", "t", "c", "g", "regrade"} {
				if step == "SCAN "+table || strings.HasPrefix(step, "SCAN "+table+" ") {
					t.Errorf("%s in %s", step, query)
				}
			}
			if strings.Contains(step, "response_question") {
				t.Errorf("%s in %s", step, query)
			}
		}
	}
}
