package store_test

import (
	"slices"
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
	ana := s.join("Ana", 1, 0)
	before := s.wrote(ana)                       // before the program knew of parts
	judge := func(student classroom.StudentID) { // an own level closes nothing
		t.Helper()
		var attempt classroom.AttemptID
		s.must(s.Reader().QueryRowContext(ctx, `SELECT max(attempt_id) FROM response`).Scan(&attempt))
		for _, part := range []string{"why", "how"} {
			s.must(s.JudgeWritten(ctx, student, attempt, "q1", part, 2))
		}
	}
	judge(ana)
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
		_, err := s.GiveLevels(ctx, s.teacher, []classroom.PartLevel{{Response: response, Part: part, Level: 1}})
		s.must(err)
	}
	want("nobody knows the parts", 0)
	s.must(s.KeepParts(ctx, classroom.VersionParts{Asked: one, Parts: []string{"why", "how"}}))
	want("the parts are known", 1)
	give(before, "why")
	want("one of two parts", 1)
	s.must(s.KeepParts(ctx, classroom.VersionParts{Asked: one, Parts: []string{"how", "why"}}))
	want("the program starts again", 1)
	give(before, "how")
	want("both parts", 0)

	// The question gains a part. What was answered before is done.
	_, err := s.KeepQuestions(ctx, []store.QuestionVersion{{ID: "q1", Version: 2, SHA: "3", Body: "three"}})
	s.must(err)
	s.must(s.KeepParts(ctx, classroom.VersionParts{Asked: two, Parts: []string{"why", "how", "when"}}))
	want("a new version", 0)
	left, err := s.VersionsToRead(ctx, []string{"q1", "q2"})
	s.must(err)
	if len(left) != 1 || left[0].ID != "q2" {
		t.Errorf("versions to be read: %v, want q2", left)
	}
	student := s.join("Ben", 2, 0)
	ben := s.wrote(student) // asked in version 1, which was open in a tab
	judge(student)
	want("an answer to the old version", 1)
	give(ben, "why")
	give(ben, "how")
	give(ben, "how") // changed afterwards
	want("both of its parts", 0)
}

// A guest's answers wait for the teacher of the class that the guest joins.
func TestAGuestsWrittenAnswersComeAlong(t *testing.T) {
	s := newSchool(t)
	s.must(s.KeepParts(t.Context(), classroom.VersionParts{Asked: classroom.Asked{Question: "q1", Version: 1},
		Parts: []string{"why"}}))
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
	s.must(s.RemoveStudents(t.Context(), s.teacher, s.class, []classroom.StudentID{student}, s.form()))
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
	_, err := s.GiveLevels(ctx, stranger, []classroom.PartLevel{level})
	wantErr(t, "a stranger", err, store.ErrNotFound)
	_, err = s.GiveLevels(ctx, s.teacher, []classroom.PartLevel{level, {Response: own + 1, Part: "why", Level: 3}})
	wantErr(t, "one that is not there", err, store.ErrNotFound)
	if n := count(t, s.Store, `SELECT count(*) FROM written_level`); n != 0 {
		t.Errorf("%d levels are stored, want none", n)
	}
	for _, teacher := range []classroom.TeacherID{s.teacher, colleague} {
		_, err := s.GiveLevels(ctx, teacher, []classroom.PartLevel{level})
		s.must(err)
		answers, err := s.AnswersByNumber(ctx, teacher, []int64{own})
		s.must(err)
		if len(answers) != 1 || answers[0].Levels["why"].Teacher == nil || *answers[0].Levels["why"].Teacher != 3 {
			t.Errorf("a teacher of the class finds %+v", answers)
		}
	}
	for name, list := range map[string]func() ([]classroom.WrittenAnswer, error){
		"by number":   func() ([]classroom.WrittenAnswer, error) { return s.AnswersByNumber(ctx, stranger, []int64{own}) },
		"by question": func() ([]classroom.WrittenAnswer, error) { return s.newestTo(stranger, "q1") },
	} {
		if found, err := list(); err != nil || len(found) != 0 {
			t.Errorf("a stranger finds %v %s (%v)", found, name, err)
		}
	}
}

// newestTo lists the newest answers to questions.
func (s *school) newestTo(teacher classroom.TeacherID, questions ...string) ([]classroom.WrittenAnswer, error) {
	answers, _, err := s.WrittenAnswers(s.t.Context(), teacher, questions, 100)
	return answers, err
}

// Of each question a page gets the newest answers, and knows how many there are.
func TestTheNewestWrittenAnswers(t *testing.T) {
	s := newSchool(t)
	ana := s.join("Ana", 1, 0)
	for range 3 {
		s.finish(ana, 1, 1)
	}
	other := s.colleague(false)
	answers, there, err := s.WrittenAnswers(t.Context(), s.teacher, []string{"q1", "q2"}, 2)
	s.must(err)
	var got []int64
	for _, a := range answers {
		got = append(got, a.Response)
	}
	if want := []int64{3, 4, 5, 6}; !slices.Equal(got, want) || there["q1"] != 3 || there["q2"] != 3 {
		t.Errorf("got answers %v of %v, want %v of 3 each", got, there, want)
	}
	if answers, there, err := s.WrittenAnswers(t.Context(), other, []string{"q1"}, 2); err != nil || len(answers) > 0 ||
		len(there) > 0 {
		t.Errorf("a stranger finds %v of %v (%v)", answers, there, err)
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
	_, err := s.GiveLevels(ctx, s.teacher, []classroom.PartLevel{{Response: response, Part: "why", Level: 1}})
	s.must(err)
	levels, err := s.WrittenLevels(ctx, attempt)
	s.must(err)
	if w := levels["q1"]["why"]; w.Self == nil || *w.Self != 2 || w.Teacher == nil || *w.Teacher != 1 {
		t.Errorf("got %+v, want 2 by the author and 1 by the teacher", w)
	}
}

// A level is not given over another that its page did not show.
func TestLevelsOfTwoWindows(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	colleague := s.colleague(true)
	response := s.wrote(s.join("Ana", 1, 0))
	three, one := 3, 1
	for _, step := range []struct {
		name    string
		teacher classroom.TeacherID
		level   int
		was     *int
		stands  int // -1: it is stored, or there is nothing to store
	}{
		{"the first", s.teacher, 3, nil, -1},
		{"the same from another page", colleague, 3, nil, -1},
		{"another from a page that showed none", colleague, 1, nil, 3},
		{"another from a page that showed another", s.teacher, 2, &one, 3},
		{"changed by who saw it", colleague, 1, &three, -1},
		{"by an older page", s.teacher, 2, &three, 1},
	} {
		stand, err := s.GiveLevels(ctx, step.teacher, []classroom.PartLevel{{Response: response, Part: "why",
			Level: step.level, Was: step.was}})
		s.must(err)
		if step.stands < 0 && len(stand) != 0 || step.stands >= 0 && (len(stand) != 1 || stand[0].Level != step.stands) {
			t.Errorf("%s: what stands is %+v, want %d", step.name, stand, step.stands)
		}
	}
	if n := count(t, s.Store, `SELECT count(*) FROM written_level`); n != 2 {
		t.Errorf("%d levels are stored, want 2", n)
	}
}
