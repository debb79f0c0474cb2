package store_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/marking"
	"dossier/internal/store"
)

// elsewhere makes a student of another class, with a finished quiz.
func (s *school) elsewhere() classroom.StudentID {
	s.t.Helper()
	class, err := s.CreateClass(s.t.Context(), s.teacher, "9C", "BBBBBB", s.form())
	s.must(err)
	id, err := s.JoinClass(s.t.Context(), class, "Zoe", "zoe", "pin", store.Entry{Session: hash(77),
		Device: []byte("computer of Zoe")})
	s.must(err)
	s.finish(id, 2, 2)
	return id
}

func TestQuizScoresOfAClass(t *testing.T) {
	s := newSchool(t)
	ana, ben := s.join("Ana", 1, 0), s.join("Ben", 2, 0)
	s.elsewhere()
	a := s.thursday()
	a.Opens = time.Time{}
	a = s.handOut(a)
	s.finish(ana, 2, 1)
	open := s.quiz(ben)
	s.answer(ben, open, "q1", 0)
	s.must(s.RecordCheck(t.Context(), store.Answerer{Student: ben}, "lesson", []byte("key"), s.given("q1", 2)))
	work, err := s.BeginWork(t.Context(), s.student(ana), a.ID, s.form(), []byte("key"))
	s.must(err)
	for _, marks := range []float64{0, 2} { // the second answer replaces the first
		s.must(s.RecordWork(t.Context(), s.student(ana), work, s.given("q1", marks)))
	}
	all, err := s.QuizScores(t.Context(), s.class)
	s.must(err)
	var got []string
	for _, one := range all {
		got = append(got, fmt.Sprintf("%d %q %d: %d of %d, %d right, %v of %v, %d open, %v", one.Student, one.Lesson,
			one.Assignment, one.Answered, one.Questions, one.Correct, one.Marks, one.OutOf, one.Pending,
			!one.Submitted.IsZero()))
	}
	want := []string{
		fmt.Sprintf(`%d "lesson" 0: 2 of 2, 1 right, 3 of 4, 0 open, true`, ana),
		fmt.Sprintf(`%d "lesson" 0: 1 of 2, 0 right, 0 of 2, 0 open, false`, ben),
		fmt.Sprintf(`%d "" %d: 1 of 2, 1 right, 2 of 4, 0 open, false`, ana, a.ID),
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A part that waits for a level is counted, and what a teacher said is found again with their name.
func TestWhoDecided(t *testing.T) {
	s := newSchool(t)
	ana := s.join("Ana", 1, 0)
	_, err := s.KeepQuestions(t.Context(), []store.QuestionVersion{{ID: "w1", Version: 1, SHA: "3", Body: "three"}})
	s.must(err)
	asked := classroom.Asked{Question: "w1", Version: 1}
	s.must(s.KeepParts(t.Context(), classroom.VersionParts{Asked: asked, Parts: []string{"why"}}))
	id, err := s.StartQuiz(t.Context(), store.Answerer{Student: ana}, "lesson", s.form(), []byte("key"),
		[]classroom.Asked{asked})
	s.must(err)
	r := s.given("w1", 1)
	s.must(s.RecordResponse(t.Context(), ana, id, r))
	pending := func(want int) {
		t.Helper()
		all, err := s.QuizScores(t.Context(), s.class)
		s.must(err)
		if len(all) != 1 || all[0].Pending != want {
			t.Errorf("got %+v, want %d that wait", all, want)
		}
	}
	pending(1)
	s.must(s.JudgeWritten(t.Context(), ana, id, "w1", "why", 2))
	pending(1)
	s.pass(time.Minute)
	_, err = s.GiveLevels(t.Context(), s.teacher, []classroom.PartLevel{{Response: 1, Part: "why", Level: 0}})
	s.must(err)
	pending(0)
	all, err := s.DecidedFor(t.Context(), ana)
	s.must(err)
	got := all[classroom.AnswerKey{Attempt: id, Question: "w1"}]
	level := got.Levels["why"]
	if len(all) != 1 || got.Teacher != "Owner" || !got.At.Equal(s.now().Truncate(time.Millisecond)) || got.Regraded ||
		level.Self == nil || *level.Self != 2 || level.Teacher == nil || *level.Teacher != 0 {
		t.Errorf("got %+v", all)
	}
}

// A text comes along once it is handed in, round by round; a draft and what was taken back do not.
func TestHandedTexts(t *testing.T) {
	s := newSchool(t)
	ana := s.join("Ana", 1, 0)
	texts := func(want ...string) {
		t.Helper()
		all, err := s.HandedTexts(t.Context(), ana)
		s.must(err)
		got := []string{}
		for _, h := range all {
			got = append(got, fmt.Sprintf("%d %s %d", h.Round, h.Text, len(h.Own)))
		}
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	texts()
	s.write(ana, "draft")
	texts()
	s.handIn(ana, "one")
	texts("1 one 5")
	s.must(s.WithdrawEssay(t.Context(), ana, bench))
	texts()
	e := s.handIn(ana, "two")
	texts("1 two 5")
	s.must(s.Claim(t.Context(), s.teacher, e.ID))
	s.must(s.RecordMark(t.Context(), s.teacher, s.mark(e, marking.First, 3)))
	s.must(s.ReturnEssays(t.Context(), s.teacher, []classroom.EssayID{e.ID}))
	s.must(s.NextStep(t.Context(), ana, bench, 1, "I will name a date."))
	s.must(s.ReviseEssay(t.Context(), ana, bench))
	s.write(ana, "three, a draft")
	texts("1 two 5")
	s.handIn(ana, "four")
	texts("1 two 5", "2 four 5")
}

func TestAttemptsAreThoseOfTheClass(t *testing.T) {
	s := newSchool(t)
	ana, zoe := s.join("Ana", 1, 0), s.elsewhere()
	s.finish(ana, 2, 2)
	for student, want := range map[classroom.StudentID]int{ana: 1, zoe: 0} {
		got, err := s.AttemptsIn(t.Context(), s.class, student)
		s.must(err)
		if len(got) != want {
			t.Errorf("student %d has %d attempts in this class, want %d", student, len(got), want)
		}
	}
	seconds, err := s.QuizSeconds(t.Context(), s.class)
	s.must(err)
	if len(seconds) != 2 {
		t.Errorf("there are %d times, want those of two answers", len(seconds))
	}
}

// Whatever is taken away of a class is found from its students, and nothing is read of the rest of the school.
func TestTakingAwayReadsOneClass(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	ana := s.join("Ana", 1, 0)
	s.finish(ana, 2, 2)
	s.handIn(ana, "one")
	s.handOut(s.thursday())
	type read struct {
		query string
		args  []any
	}
	var reads []read
	db := s.Reader()
	s.Watch(func(query string, args []any) { reads = append(reads, read{query, args}) })
	check := func(_ any, err error) { t.Helper(); s.must(err) }
	check(s.AttemptsIn(ctx, s.class, ana))
	check(s.QuizScores(ctx, s.class))
	check(s.QuizSeconds(ctx, s.class))
	check(s.FirstAnswers(ctx, s.class, ""))
	check(s.DecidedFor(ctx, ana))
	check(s.HandedTexts(ctx, ana))
	check(s.StudentMarks(ctx, ana))
	check(s.ReturnedTo(ctx, ana))
	check(s.EntriesIn(ctx, s.teacher, s.class))
	check(s.Assignments(ctx, s.class))
	if len(reads) < 10 {
		t.Fatalf("only %d queries were seen", len(reads))
	}
	tables := map[string]bool{}
	for _, table := range strings.Fields("st a aq r g w o m e v x j l n t attempt attempt_question response regrade " +
		"essay essay_event essay_text judgement mark mark_level written_level written_open student") {
		tables[table] = true
	}
	for _, r := range reads {
		for _, step := range plan(t, db, r.query, r.args) {
			if table, scans := strings.CutPrefix(step, "SCAN "); scans && tables[strings.Fields(table)[0]] {
				t.Errorf("%s in %s", step, r.query)
			}
		}
	}
}
