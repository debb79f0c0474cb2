package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

// secondTeacher is a second teacher of the school.
func (s *school) secondTeacher() classroom.TeacherID {
	s.t.Helper()
	execute(s.t, s.Store, `INSERT INTO teacher (name, name_key, pass_hash, owner, created_at)
		VALUES ('Two', 'two', 'x', 0, 0)`)
	return classroom.TeacherID(count(s.t, s.Store, `SELECT id FROM teacher WHERE name = 'Two'`))
}

func news(titles ...string) (all []store.NewOwn) {
	for _, title := range titles {
		all = append(all, store.NewOwn{Title: title, Body: "body of " + title})
	}
	return all
}

// own is all questions of a teacher in a line.
func (s *school) own(teacher classroom.TeacherID) string {
	s.t.Helper()
	all, err := s.OwnQuestions(s.t.Context(), teacher)
	s.must(err)
	var out []string
	for _, q := range all {
		out = append(out, fmt.Sprintf("%s/%s %d %s", q.SetName, q.ID, q.Version, q.Title))
	}
	return strings.Join(out, "; ")
}

func TestASetBelongsToItsTeacher(t *testing.T) {
	s := newSchool(t)
	ctx, two := t.Context(), s.secondTeacher()
	token := s.form()
	set, err := s.KeepSet(ctx, s.teacher, "Trials", token, news("a", "b"))
	s.must(err)
	again, err := s.KeepSet(ctx, s.teacher, "Trials", token, news("a", "b"))
	s.must(err)
	if again != set || s.own(s.teacher) != "Trials/own-1 1 a; Trials/own-2 1 b" {
		t.Fatalf("the form sent twice made set %d and %d: %s", set, again, s.own(s.teacher))
	}
	if _, err := s.KeepSet(ctx, s.teacher, "TRIALS", s.form(), nil); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a second set of that name: %v", err)
	}
	other, err := s.KeepSet(ctx, two, "Trials", s.form(), news("c"))
	s.must(err)
	if s.own(two) != "Trials/own-3 1 c" {
		t.Errorf("the other teacher has %s", s.own(two))
	}
	for what, err := range map[string]error{
		"look":   func() error { _, err := s.QuestionSet(ctx, two, set); return err }(),
		"one":    func() error { _, err := s.OwnQuestion(ctx, two, "own-1"); return err }(),
		"none":   func() error { _, err := s.OwnQuestion(ctx, s.teacher, "own-01"); return err }(),
		"add":    s.AddToSet(ctx, two, set, s.form(), news("x")),
		"change": s.ChangeOwnQuestion(ctx, two, "own-1", 1, s.form(), news("x")[0]),
		"rename": s.RenameSet(ctx, two, set, "Mine"),
		"remove": s.RemoveSet(ctx, two, set),
		"take":   s.RemoveOwnQuestion(ctx, two, "own-1"),
	} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s what is somebody else's: %v", what, err)
		}
	}
	if all, err := s.QuestionsOfSet(ctx, two, set); err != nil || len(all) != 0 {
		t.Errorf("the other teacher sees %v (%v)", all, err)
	}
	s.must(s.RemoveSet(ctx, two, other))
	if s.own(s.teacher) != "Trials/own-1 1 a; Trials/own-2 1 b" || s.own(two) != "" {
		t.Errorf("what is left: %s; %s", s.own(s.teacher), s.own(two))
	}
}

func TestVersionsGrow(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	set, err := s.KeepSet(ctx, s.teacher, "Trials", s.form(), news("a"))
	s.must(err)
	token := s.form()
	change := func(was int, token, title string) error {
		return s.ChangeOwnQuestion(ctx, s.teacher, "own-1", was, token, news(title)[0])
	}
	s.must(change(1, token, "b"))
	s.must(change(1, token, "b")) // sent twice
	s.must(change(2, s.form(), "b"))
	if got := s.own(s.teacher); got != "Trials/own-1 2 b" {
		t.Fatalf("got %s", got)
	}
	if err := change(1, s.form(), "c"); !errors.Is(err, store.ErrStale) {
		t.Errorf("another window: %v", err)
	}
	err = s.Write(ctx, func(tx store.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE own_question_version SET body = 'x'`)
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "never rewritten") {
		t.Errorf("a wording was rewritten: %v", err)
	}
	token = s.form()
	s.must(s.AddToSet(ctx, s.teacher, set, token, news("d")))
	s.must(s.AddToSet(ctx, s.teacher, set, token, news("d")))
	s.must(s.RemoveOwnQuestion(ctx, s.teacher, "own-2"))
	s.must(s.AddToSet(ctx, s.teacher, set, s.form(), news("e")))
	if got := s.own(s.teacher); got != "Trials/own-1 2 b; Trials/own-3 1 e" { // a number is never given twice
		t.Errorf("got %s", got)
	}
	s.must(s.RenameSet(ctx, s.teacher, set, "Trials of 1936"))
	s.must(s.RenameSet(ctx, s.teacher, set, "trials of 1936"))
	_, err = s.KeepSet(ctx, s.teacher, "Other", s.form(), nil)
	s.must(err)
	if err := s.RenameSet(ctx, s.teacher, set, "OTHER"); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a name that is taken: %v", err)
	}
}

// What was handed out stays when its set goes, and a teacher who leaves takes the sets along.
func TestWhatWasHandedOutStays(t *testing.T) {
	s := newSchool(t)
	ctx, two := t.Context(), s.secondTeacher()
	set, err := s.KeepSet(ctx, two, "Trials", s.form(), news("a"))
	s.must(err)
	kept, err := s.KeepQuestions(ctx, []store.QuestionVersion{{ID: "own-1", Version: 1, Own: true, SHA: "s", Body: "a"}})
	s.must(err)
	s.must(s.RemoveSet(ctx, two, set))
	if body, err := s.QuestionBody(ctx, "own-1", kept["own-1"]); err != nil || body != "a" {
		t.Errorf("the wording is %q (%v)", body, err)
	}
	_, err = s.KeepSet(ctx, two, "Trials", s.form(), news("b"))
	s.must(err)
	s.must(s.RemoveTeacher(ctx, s.teacher, two))
	for _, table := range []string{"question_set", "own_question", "own_question_version", "question_set_form"} {
		if n := count(t, s.Store, `SELECT count(*) FROM `+table); n != 0 {
			t.Errorf("%d rows of %s are left", n, table)
		}
	}
}

// Sets are found by their teacher and questions by their set, without a look at everybody's.
func TestSetsAreFoundByIndex(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	for i := range 40 {
		_, err := s.KeepSet(ctx, s.teacher, fmt.Sprintf("Set %d", i), s.form(), news("a", "b", "c"))
		s.must(err)
		s.at = s.at.Add(time.Minute)
	}
	sets, err := s.QuestionSets(ctx, s.teacher)
	s.must(err)
	if len(sets) != 40 || sets[0].Name != "Set 39" || sets[0].Questions != 3 {
		t.Errorf("got %d sets, the first %+v", len(sets), sets[0])
	}
	for _, query := range []string{
		`SELECT q.id FROM question_set s JOIN own_question q ON q.set_id = s.id JOIN own_question_version v
			ON v.question_id = q.id AND v.version = (SELECT max(version) FROM own_question_version n
				WHERE n.question_id = q.id) WHERE s.teacher_id = 1`,
		`SELECT s.id, (SELECT count(*) FROM own_question q WHERE q.set_id = s.id) FROM question_set s WHERE s.teacher_id = 1`,
		`SELECT f.set_id FROM question_set_form f JOIN question_set s ON s.id = f.set_id WHERE f.token = 'x'`,
	} {
		rows, err := s.Reader().QueryContext(ctx, `EXPLAIN QUERY PLAN `+query)
		s.must(err)
		for rows.Next() {
			var id, parent, unused int
			var detail string
			s.must(rows.Scan(&id, &parent, &unused, &detail))
			if strings.HasPrefix(detail, "SCAN") {
				t.Errorf("%s: %s", query, detail)
			}
		}
		s.must(rows.Err())
	}
}
