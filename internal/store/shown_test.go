package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/internal/store"
)

// What a class sees of its answers is the latest of each of its students, and of nobody else.
func TestShownAnswersAreTheLatestOfTheClass(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	ana, ben := s.join("ana", 1, 0), s.join("ben", 2, 0)
	guest := s.guest(3)
	say := func(who classroom.StudentID, lesson, question string, marks float64) {
		t.Helper()
		s.must(s.RecordCheck(ctx, store.Answerer{Student: who}, lesson, []byte("key"), s.given(question, marks)))
	}
	say(ana, "lesson", "q1", 2)
	say(ana, "lesson", "q1", 0)
	say(ana, "lesson", "q2", 2)
	say(ana, "another lesson", "q1", 2)
	say(guest, "lesson", "q1", 2)
	say(ben, "lesson", "q1", 1)
	shown := func(class classroom.ClassID, lesson, question string) (marks []float64) {
		t.Helper()
		all, err := s.ShownAnswers(ctx, class, lesson, question)
		s.must(err)
		for _, r := range all {
			marks = append(marks, r.Marks)
		}
		slices.Sort(marks)
		return marks
	}
	for name, c := range map[string]struct {
		class            classroom.ClassID
		lesson, question string
		want             []float64
	}{
		"the question":                   {s.class, "lesson", "q1", []float64{0, 1}},
		"another question":               {s.class, "lesson", "q2", []float64{2}},
		"the same in another lesson":     {s.class, "another lesson", "q1", []float64{2}},
		"a lesson that nobody came to":   {s.class, "no lesson", "q1", nil},
		"a class that has no such pupil": {s.class + 1, "lesson", "q1", nil},
	} {
		if got := shown(c.class, c.lesson, c.question); !slices.Equal(got, c.want) {
			t.Errorf("%s: marks %v, want %v", name, got, c.want)
		}
	}
	s.must(s.Accept(ctx, s.teacher, askedQ1, oddText, fullWhere))
	if got := shown(s.class, "lesson", "q1"); !slices.Equal(got, []float64{2, 2}) {
		t.Errorf("after they were graded again: marks %v", got)
	}
}

func TestTaughtLately(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	stranger := s.colleague(false)
	found := func(name string) classroom.ClassID {
		t.Helper()
		id, err := s.CreateClass(ctx, s.teacher, name, strings.ToUpper(name + "234567")[:6], "form of class "+name)
		s.must(err)
		return id
	}
	quiet, lively, demo, over := found("quiet"), found("lively"), found("demo"), found("over")
	s.pass(time.Hour)
	active := func(class classroom.ClassID, name string, at int64) {
		t.Helper()
		execute(t, s.Store, `INSERT INTO student (class_id, name, name_key, pin_hash, created_at, last_active_at)
			SELECT id, '`+name+`', '`+name+`', 'pin', 0, `+fmt.Sprint(at)+` FROM class WHERE id = `+fmt.Sprint(class))
	}
	active(quiet, "q", 10)
	active(lively, "l", 20)
	active(demo, "d", 40)
	active(over, "o", 30)
	execute(t, s.Store, `UPDATE class SET demo = 1 WHERE name = 'demo'`,
		`UPDATE class SET archived_at = 5 WHERE name = 'over'`)
	classes, err := s.TaughtLately(ctx, s.teacher)
	s.must(err)
	var got []classroom.ClassID
	for _, c := range classes {
		got = append(got, c.ID)
	}
	if want := []classroom.ClassID{lively, quiet, s.class, demo, over}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if theirs, err := s.TaughtLately(ctx, stranger); err != nil || len(theirs) != 0 {
		t.Errorf("a teacher without a class has %v (%v)", theirs, err)
	}
}

// What one teacher does not accept is gone from all their classes, for colleagues in them too, and comes back.
func TestRefusals(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	colleague, stranger := s.colleague(true), s.colleague(false)
	s.finish(s.join("ana", 1, 0), 0, 1) // so that the questions are kept
	rows := []classroom.Unmatched{{Asked: askedQ1, Accepted: oddText},
		{Asked: askedQ1, Accepted: quiz.Accepted{Field: "a", Text: "even"}}}
	ids, err := s.Refuse(ctx, s.teacher, rows)
	s.must(err)
	again, err := s.Refuse(ctx, s.teacher, rows)
	s.must(err)
	if len(ids) != 2 || !slices.Equal(ids, again) {
		t.Errorf("refused as %v, and once more as %v", ids, again)
	}
	standing := func(class classroom.ClassID) (texts []string) {
		t.Helper()
		all, err := s.Refusals(ctx, class)
		s.must(err)
		for _, r := range all {
			texts = append(texts, r.Text+" by "+r.By)
		}
		return texts
	}
	if got := standing(s.class); !slices.Equal(got, []string{"even by Owner", "odd by Owner"}) {
		t.Errorf("the class has %q", got)
	}
	if got := standing(s.class + 1); got != nil {
		t.Errorf("another class has %q", got)
	}
	for name, teacher := range map[string]classroom.TeacherID{"a colleague": colleague, "a stranger": stranger} {
		wantErr(t, name+" takes it back", s.Unrefuse(ctx, teacher, ids[:1]), store.ErrNotFound)
	}
	wantErr(t, "one of two is nobody's", s.Unrefuse(ctx, s.teacher, []int64{ids[0], 999}), store.ErrNotFound)
	if got := standing(s.class); len(got) != 2 {
		t.Errorf("after what failed the class has %q", got)
	}
	for range 2 {
		s.must(s.Unrefuse(ctx, s.teacher, ids[:1]))
	}
	if got := standing(s.class); !slices.Equal(got, []string{"even by Owner"}) {
		t.Errorf("taken back: %q", got)
	}
	if n := s.count(`SELECT count(*) FROM audit WHERE action IN ('refuse answer', 'take refusal back')`); n != 3 {
		t.Errorf("%d entries in the audit, want 3", n)
	}
	newer, err := s.Refuse(ctx, s.teacher, rows[:1])
	s.must(err)
	if slices.Contains(ids, newer[0]) {
		t.Error("refused again under the number that was taken back")
	}
	err = s.Write(ctx, func(tx store.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE refusal SET text = 'other'`)
		return err
	})
	if err == nil {
		t.Error("the text of a refusal was changed")
	}
}

// The pages about a class's answers are looked up from the class on: what other classes answered costs nothing.
func TestAnswersAreLookedUpFromTheClass(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	response := s.wrote(s.join("Ana", 1, 0))
	type read struct {
		query string
		args  []any
	}
	var reads []read
	db := s.Reader()
	s.Watch(func(query string, args []any) { reads = append(reads, read{query, args}) })
	check := func(_ any, err error) { t.Helper(); s.must(err) }
	check(s.ShownAnswers(ctx, s.class, "lesson", "q1"))
	check(s.TaughtLately(ctx, s.teacher))
	check(s.Refusals(ctx, s.class))
	check(s.Acceptances(ctx, s.class))
	check(s.UnmatchedAnswers(ctx, s.class))
	check(s.AnswerOf(ctx, s.class, response))
	check(s.AnswersTo(ctx, s.teacher, askedQ1))
	check(s.RegradedBy(ctx, s.teacher, []int64{1}))
	check(s.OpenWritten(ctx, s.teacher, []string{"q1", "q2"}))
	check(s.OpenAnswers(ctx, s.teacher, []string{"q1", "q2"}))
	check(s.newestTo(s.teacher, "q1", "q2"))
	if len(reads) < 11 {
		t.Fatalf("only %d queries were seen", len(reads))
	}
	for _, r := range reads {
		for _, step := range plan(t, db, r.query, r.args) {
			if strings.HasPrefix(step, "SCAN ") && !strings.HasPrefix(step, "SCAN (") || // what another query has found
				strings.Contains(step, "response_question") && !strings.Contains(step, "rowid=?") {
				t.Errorf("%s in %s", step, r.query)
			}
		}
	}
}
