package store_test

import (
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

// wrote has a student answer the question q1 and returns the number of the response.
func (s *school) wrote(student classroom.StudentID) (response int64) {
	s.t.Helper()
	s.must(s.RecordCheck(s.t.Context(), store.Answerer{Student: student}, "lesson", []byte("key"), s.given("q1", 0)))
	s.must(s.Reader().QueryRowContext(s.t.Context(), `SELECT max(id) FROM response`).Scan(&response))
	return response
}

// open is how many answers wait for a teacher, by the count and by the list.
func (s *school) open(teacher classroom.TeacherID) int {
	s.t.Helper()
	n, err := s.OpenWritten(s.t.Context(), teacher, []string{"q1", "q2"})
	s.must(err)
	list, err := s.OpenAnswers(s.t.Context(), teacher, []string{"q1", "q2"})
	s.must(err)
	if len(list) != n {
		s.t.Errorf("%d answers are counted and %d listed", n, len(list))
	}
	return n
}

// An answer waits until every part that its author was asked for has a level of a teacher, whatever the question asks
// for today.
func TestAnswersWaitForThePartsThatWereAsked(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	stranger := s.colleague(false)
	one, two := classroom.Asked{Question: "q1", Version: 1}, classroom.Asked{Question: "q1", Version: 2}
	before := s.wrote(s.join("Ana", 1, 0)) // before the program knew of parts
	want := func(what string, n int) {
		t.Helper()
		if got := s.open(s.teacher); got != n {
			t.Errorf("%s: %d answers wait, want %d", what, got, n)
		}
		if got := s.open(stranger); got != 0 {
			t.Errorf("%s: a stranger finds %d", what, got)
		}
	}
	give := func(response int64, part string) {
		t.Helper()
		s.must(s.GiveLevels(ctx, s.teacher, []classroom.PartLevel{{Response: response, Part: part, Level: 1}}))
	}
	want("nobody knows the parts", 0)
	s.must(s.KeepParts(ctx, one, []string{"why", "how"}))
	want("the parts are known", 1)
	give(before, "why")
	want("one of two parts", 1)
	s.must(s.KeepParts(ctx, one, []string{"how", "why"}))
	want("the program starts again", 1)
	give(before, "how")
	want("both parts", 0)

	// The question gains a part. What was answered before is done.
	s.must(s.KeepQuestions(ctx, []store.QuestionVersion{{ID: "q1", Version: 2, SHA: "3", Body: "three"}}, false))
	s.must(s.KeepParts(ctx, two, []string{"why", "how", "when"}))
	want("a new version", 0)
	left, err := s.VersionsToRead(ctx, []string{"q1", "q2"})
	s.must(err)
	if len(left) != 1 || left[0].ID != "q2" {
		t.Errorf("versions to be read: %v, want q2", left)
	}
	ben := s.wrote(s.join("Ben", 2, 0)) // asked in version 1, which was open in a tab
	want("an answer to the old version", 1)
	give(ben, "why")
	give(ben, "how")
	give(ben, "how") // changed afterwards
	want("both of its parts", 0)
	// While a question is written, its parts change under one version.
	s.must(s.KeepParts(ctx, one, []string{"why", "who"}))
	want("a part that is new in the same version", 2)
}

// A guest's answers wait for the teacher of the class that the guest joins.
func TestAGuestsWrittenAnswersComeAlong(t *testing.T) {
	s := newSchool(t)
	s.must(s.KeepParts(t.Context(), classroom.Asked{Question: "q1", Version: 1}, []string{"why"}))
	guest := s.guest(5)
	s.must(s.RecordCheck(t.Context(), store.Answerer{Student: guest}, "lesson",
		[]byte("key"), s.given("q1", 0)))
	if got := s.open(s.teacher); got != 0 {
		t.Errorf("%d answers of a guest wait, want none", got)
	}
	s.join("Ana", 6, guest)
	if got := s.open(s.teacher); got != 1 {
		t.Errorf("after joining %d answers wait, want 1", got)
	}
	student := s.join("Ben", 7, 0)
	s.wrote(student)
	s.must(s.RemoveStudent(t.Context(), s.teacher, s.class, student))
	if got := s.open(s.teacher); got != 1 {
		t.Errorf("after a student has gone %d answers wait, want 1", got)
	}
}

// A teacher levels answers of their own classes alone, and of a list with somebody else's none.
func TestLevelsForOwnClassesAlone(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	stranger, colleague := s.colleague(false), s.colleague(true)
	own := s.wrote(s.join("Ana", 1, 0))
	level := classroom.PartLevel{Response: own, Part: "why", Level: 3}
	wantErr(t, "a stranger", s.GiveLevels(ctx, stranger, []classroom.PartLevel{level}), store.ErrNotFound)
	wantErr(t, "one that is not there", s.GiveLevels(ctx, s.teacher, []classroom.PartLevel{level,
		{Response: own + 1, Part: "why", Level: 3}}), store.ErrNotFound)
	if n := count(t, s.Store, `SELECT count(*) FROM written_level`); n != 0 {
		t.Errorf("%d levels are stored, want none", n)
	}
	for _, teacher := range []classroom.TeacherID{s.teacher, colleague} {
		s.must(s.GiveLevels(ctx, teacher, []classroom.PartLevel{level}))
		answers, err := s.AnswersByNumber(ctx, teacher, []int64{own})
		s.must(err)
		if len(answers) != 1 || answers[0].Levels["why"].Teacher == nil || *answers[0].Levels["why"].Teacher != 3 {
			t.Errorf("a teacher of the class finds %+v", answers)
		}
	}
	for name, list := range map[string]func() ([]classroom.WrittenAnswer, error){
		"by number":   func() ([]classroom.WrittenAnswer, error) { return s.AnswersByNumber(ctx, stranger, []int64{own}) },
		"by question": func() ([]classroom.WrittenAnswer, error) { return s.WrittenAnswers(ctx, stranger, []string{"q1"}) },
	} {
		if found, err := list(); err != nil || len(found) != 0 {
			t.Errorf("a stranger finds %v %s (%v)", found, name, err)
		}
	}
}

// What an author said first about a written part stays, and teachers' levels do not touch it.
func TestOwnLevelsStay(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	ana, ben := s.join("Ana", 1, 0), s.join("Ben", 2, 0)
	response := s.wrote(ana)
	var attempt classroom.AttemptID
	s.must(s.Reader().QueryRowContext(ctx, `SELECT attempt_id FROM response`).Scan(&attempt))
	wantErr(t, "a classmate", s.JudgeWritten(ctx, ben, attempt, "q1", "why", 2), store.ErrNotFound)
	for _, level := range []int{2, 0} {
		s.must(s.JudgeWritten(ctx, ana, attempt, "q1", "why", level))
	}
	s.must(s.GiveLevels(ctx, s.teacher, []classroom.PartLevel{{Response: response, Part: "why", Level: 1}}))
	levels, err := s.WrittenLevels(ctx, attempt)
	s.must(err)
	if w := levels["q1"]["why"]; w.Self == nil || *w.Self != 2 || w.Teacher == nil || *w.Teacher != 1 {
		t.Errorf("got %+v, want 2 by the author and 1 by the teacher", w)
	}
}
