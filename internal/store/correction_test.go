package store_test

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/internal/store"
)

// correction is a correction of a wording by a form.
func correction(asked classroom.Asked, kind classroom.CorrectionKind, form string) classroom.NewCorrection {
	c := classroom.NewCorrection{Asked: asked, Kind: kind, Reason: "a slip in the key", FormToken: form}
	if kind == classroom.KeyCorrected {
		c.Key = map[string][]string{"a": {"b"}}
	}
	return c
}

// correct corrects a question and expects that to go well.
func (s *school) correct(teacher classroom.TeacherID, asked classroom.Asked, kind classroom.CorrectionKind) (id int64) {
	s.t.Helper()
	id, err := s.Correct(s.t.Context(), teacher, correction(asked, kind, s.form()), fullWhere)
	s.must(err)
	return id
}

// counts are the marks of the answers of a student to q1, and of how many.
func (s *school) counts(student classroom.StudentID) (out []string) {
	s.t.Helper()
	attempts, err := s.Attempts(s.t.Context(), student, "")
	s.must(err)
	for _, a := range attempts {
		if r, ok := a.Responses["q1"]; ok {
			out = append(out, fmt.Sprintf("%v of %v %s", r.Marks, r.OutOf, r.Ruled))
		}
	}
	return out
}

func (s *school) wantCounts(when string, student classroom.StudentID, want ...string) {
	s.t.Helper()
	if got := s.counts(student); !slices.Equal(got, want) {
		s.t.Errorf("%s: %q, want %q", when, got, want)
	}
}

// A question that is withdrawn leaves every total: a quiz of four marks becomes one of two.
func TestAWithdrawnQuestionCountsNowhere(t *testing.T) {
	s := newSchool(t)
	ana := s.join("ana", 1, 0)
	s.finish(ana, 0, 1)
	first := classroom.QuizRecord{FirstMarks: 1, FirstOutOf: 4, BestShare: 0.25, LatestShare: 0.25}
	answers := func() (n int) {
		all, err := s.ClassWork(t.Context(), s.class, time.Time{})
		s.must(err)
		for _, w := range all {
			n += len(w.Answers)
		}
		return n
	}
	firsts := func() int {
		all, err := s.FirstAnswers(t.Context(), s.class, "")
		s.must(err)
		return len(all)
	}
	check := func(when string, want classroom.QuizRecord, n int) {
		t.Helper()
		if got := s.record(ana).Quiz; got == nil || *got != want {
			t.Errorf("%s: %+v, want %+v", when, got, want)
		}
		if got := firsts(); got != n {
			t.Errorf("%s: %d answers in the statistics, want %d", when, got, n)
		}
		if got := answers(); got != n {
			t.Errorf("%s: %d answers say who needs help, want %d", when, got, n)
		}
	}
	check("before", first, 2)
	id := s.correct(s.teacher, askedQ1, classroom.Withdrawn)
	check("withdrawn", classroom.QuizRecord{FirstMarks: 1, FirstOutOf: 2, BestShare: 0.5, LatestShare: 0.5}, 1)
	s.wantCounts("withdrawn", ana, "0 of 0 withdrawn")
	other := s.correct(s.teacher, classroom.Asked{Question: "q2", Version: 1}, classroom.Withdrawn)
	if got := s.record(ana).Quiz; got != nil {
		t.Errorf("with nothing left: %+v", got)
	}
	for range 2 {
		s.must(s.UndoCorrection(t.Context(), s.teacher, other, fullWhere))
		s.must(s.UndoCorrection(t.Context(), s.teacher, id, fullWhere))
	}
	check("taken back", first, 2)
	s.wantCounts("taken back", ana, "0 of 2 ")
	if n := s.count(`SELECT count(*) FROM response WHERE out_of = 2 AND marks < 2`); n != 2 {
		t.Errorf("%d answers as they were given, want 2", n)
	}
}

// Whatever is taken back in whatever order, what counts is the newest correction that stands, then what is accepted,
// and then what was decided first.
func TestTheNewestCorrectionThatStandsCounts(t *testing.T) {
	const (
		key  = "2 of 2 key"
		gone = "0 of 0 withdrawn"
		own  = "0 of 2 "
	)
	for name, steps := range map[string][]struct {
		do   string // make a key, withdraw; or take back the first or the second
		want string
	}{
		"the last first":  {{"key", key}, {"withdraw", gone}, {"undo 2", key}, {"undo 1", own}},
		"the first first": {{"key", key}, {"withdraw", gone}, {"undo 1", gone}, {"undo 2", own}},
		"twice":           {{"key", key}, {"undo 1", own}, {"undo 1", own}},
		"and made again": {{"key", key}, {"undo 1", own}, {"withdraw", gone}, {"undo 1", gone},
			{"undo 2", own}},
		"with something accepted":       {{"accept", "2 of 2 "}, {"withdraw", gone}, {"undo 1", "2 of 2 "}},
		"accepted afterwards":           {{"withdraw", gone}, {"accept", gone}, {"undo 1", "2 of 2 "}},
		"accepted, taken back under it": {{"accept", "2 of 2 "}, {"key", key}, {"unaccept", key}, {"undo 1", own}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSchool(t)
			ana := s.join("ana", 1, 0)
			s.finish(ana, 0, 1)
			var made []int64
			for i, step := range steps {
				switch step.do {
				case "key":
					made = append(made, s.correct(s.teacher, askedQ1, classroom.KeyCorrected))
				case "withdraw":
					made = append(made, s.correct(s.teacher, askedQ1, classroom.Withdrawn))
				case "accept":
					s.must(s.Accept(t.Context(), s.teacher, askedQ1, oddText, fullWhere))
				case "unaccept":
					s.must(s.Unaccept(t.Context(), s.teacher, 1, fullWhere))
				case "undo 1":
					s.must(s.UndoCorrection(t.Context(), s.teacher, made[0], fullWhere))
				case "undo 2":
					s.must(s.UndoCorrection(t.Context(), s.teacher, made[1], fullWhere))
				}
				s.wantCounts(fmt.Sprint(i+1, ". ", step.do), ana, step.want)
				// What is given now counts as what was given before.
				ben := s.join(fmt.Sprint("ben", i), 100+i, 0)
				given := s.given("q1", 0)
				first := classroom.Decision{Grade: given.Grade}
				given.Ruled = func(r classroom.Ruling) (classroom.Decision, bool) {
					d := ruledOn(r, first)
					return d, d.Score > 0 || d.Ruled != ""
				}
				s.must(s.RecordCheck(t.Context(), store.Answerer{Student: ben}, "lesson", []byte("key"), given))
				s.wantCounts(fmt.Sprint("new after ", step.do), ben, step.want)
			}
		})
	}
}

// A class that two teachers share counts what either has corrected; their other classes do not.
func TestTwoTeachersCorrect(t *testing.T) {
	s := newSchool(t)
	ana := s.join("ana", 1, 0)
	s.finish(ana, 0, 1)
	colleague, stranger := s.colleague(true), s.colleague(false)
	own := s.correct(s.teacher, askedQ1, classroom.KeyCorrected)
	s.correct(stranger, askedQ1, classroom.Withdrawn)
	s.wantCounts("a stranger withdraws it", ana, "2 of 2 key")
	theirs := s.correct(colleague, askedQ1, classroom.Withdrawn)
	s.wantCounts("the colleague withdraws it", ana, "0 of 0 withdrawn")
	wantErr(t, "the owner takes that back", s.UndoCorrection(t.Context(), s.teacher, theirs, fullWhere), store.ErrNotFound)
	s.must(s.UndoCorrection(t.Context(), s.teacher, own, fullWhere))
	s.wantCounts("the owner takes their own back", ana, "0 of 0 withdrawn")
	s.must(s.UndoCorrection(t.Context(), colleague, theirs, fullWhere))
	s.wantCounts("the colleague takes theirs back", ana, "0 of 2 ")

	all, err := s.Corrections(t.Context(), s.class)
	s.must(err)
	if len(all) != 2 || all[0].ID != theirs || all[1].ID != own || all[1].By != "Owner" || all[1].Stands() ||
		all[1].Regraded != 1 || all[1].Here != 1 || all[1].Reason != "a slip in the key" {
		t.Errorf("the log says %+v", all)
	}
	if n := s.count(`SELECT count(*) FROM audit WHERE action IN ('correct question', 'take correction back')`); n != 5 {
		t.Errorf("%d entries in the audit, want 5", n)
	}
	standing, err := s.CorrectionsIn(t.Context(), s.class)
	s.must(err)
	if len(standing) != 0 {
		t.Errorf("after all was taken back %+v counts", standing)
	}
	// Whoever has corrected stays as a name.
	s.must(s.RemoveTeacher(t.Context(), s.teacher, colleague))
	if all, err = s.Corrections(t.Context(), s.class); err != nil || len(all) != 1 {
		t.Errorf("%d corrections of those who teach here, want 1 (%v)", len(all), err)
	}
	if n := s.count(`SELECT count(*) FROM teacher WHERE left_at IS NOT NULL`); n != 1 {
		t.Error("a teacher who has corrected something is gone")
	}
}

// A form that is sent twice corrects once; one that belongs to another question corrects nothing.
func TestACorrectionIsMadeOnce(t *testing.T) {
	s := newSchool(t)
	s.finish(s.join("ana", 1, 0), 0, 1)
	c := correction(askedQ1, classroom.KeyCorrected, s.form())
	first, err := s.Correct(t.Context(), s.teacher, c, fullWhere)
	s.must(err)
	again, err := s.Correct(t.Context(), s.teacher, c, fullWhere)
	s.must(err)
	if first != again || s.count(`SELECT count(*) FROM correction`) != 1 || s.count(`SELECT count(*) FROM regrade`) != 1 {
		t.Errorf("corrections %d and %d", first, again)
	}
	s.must(s.UndoCorrection(t.Context(), s.teacher, first, fullWhere))
	_, err = s.Correct(t.Context(), s.teacher, c, fullWhere) // from the window that is still open
	s.must(err)
	if n := s.count(`SELECT count(*) FROM correction WHERE undone_at IS NULL`); n != 0 {
		t.Error("a form from before makes it again")
	}
	c.Question = "q2"
	_, err = s.Correct(t.Context(), s.teacher, c, fullWhere)
	wantErr(t, "another question under the same form", err, store.ErrNotFound)
}

// manyAnswers gives the one student of a school as many answers to q1, all of them wrong.
func (s *school) manyAnswers(n int) {
	s.t.Helper()
	execute(s.t, s.Store, fmt.Sprintf(`
		WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < %d)
		INSERT INTO attempt (id, student_id, lesson, kind, deal_key, form_token, started_at)
		SELECT i, 1, 'lesson', 'check', x'00', 'attempt ' || i, 0 FROM n`, n),
		`INSERT INTO attempt_question (attempt_id, position, question_id, version) SELECT id, 1, 'q1', 1 FROM attempt`,
		`INSERT INTO response (attempt_id, question_id, version, try, form_token, answer, score, marks, out_of, confidence,
			answered_at) SELECT id, 'q1', 1, 1, 'response ' || id, '{}', 0, 0, 2, '', 0 FROM attempt`)
}

// A regrade that is cut off between two batches says so, and is finished by doing it again, by finishing it, or by
// taking it back.
func TestACorrectionIsCutOffBetweenBatches(t *testing.T) {
	for _, how := range []string{"again", "finish", "undo"} {
		t.Run(how, func(t *testing.T) {
			s := newSchool(t)
			s.join("ana", 1, 0)
			s.manyAnswers(2300)
			c := correction(askedQ1, classroom.KeyCorrected, s.form())
			batches := 0
			_, err := s.Correct(t.Context(), s.teacher, c, func(all []classroom.StoredAnswer) []classroom.Regraded {
				changed := fullWhere(all)
				if batches++; batches == 2 {
					changed[999].After.Score = 2 // which no decision can be
				}
				return changed
			})
			if err == nil {
				t.Fatal("the second batch goes through")
			}
			if n := s.count(`SELECT count(*) FROM regrade`); n != 1000 {
				t.Fatalf("%d answers were regraded before it was cut off, want 1000", n)
			}
			all, err := s.Corrections(t.Context(), s.class)
			s.must(err)
			if len(all) != 1 || all[0].Settled || all[0].Regraded != 1000 {
				t.Fatalf("the log says %+v", all)
			}
			want := 2300
			switch how {
			case "again":
				_, err = s.Correct(t.Context(), s.teacher, c, fullWhere)
			case "finish":
				err = s.FinishCorrection(t.Context(), s.teacher, all[0].ID, fullWhere)
			case "undo":
				want, err = 0, s.UndoCorrection(t.Context(), s.teacher, all[0].ID, fullWhere)
			}
			s.must(err)
			for range 2 { // what is finished is finished
				s.must(s.FinishCorrection(t.Context(), s.teacher, all[0].ID, fullWhere))
			}
			if n := s.count(`SELECT count(*) FROM regrade g WHERE g.ruled = 'key'
				AND g.id = (SELECT max(id) FROM regrade WHERE response_id = g.response_id)`); n != want {
				t.Errorf("%d answers count under the new key, want %d", n, want)
			}
			if n := s.count(`SELECT count(*) FROM correction WHERE settled_at IS NOT NULL`); n != 1 {
				t.Error("it does not say that it is finished")
			}
		})
	}
}

// Answers that come in while a question is corrected are decided once, under the new key.
func TestAnswersComeInWhileAQuestionIsCorrected(t *testing.T) {
	s := newSchool(t)
	ana := s.join("ana", 1, 0)
	s.manyAnswers(1500)
	var wait sync.WaitGroup
	var errs [2]error
	wait.Add(2)
	go func() {
		defer wait.Done()
		_, errs[0] = s.Correct(t.Context(), s.teacher, correction(askedQ1, classroom.KeyCorrected, "a form of its own"),
			fullWhere)
	}()
	go func() {
		defer wait.Done()
		for i := range 40 {
			given := classroom.NewResponse{Question: askedQ1, FormToken: fmt.Sprintf("an answer of its own %d", i), OutOf: 2,
				Answer: quiz.Answer{"a": {"x"}}}
			given.Ruled = func(r classroom.Ruling) (classroom.Decision, bool) {
				return ruledOn(r, classroom.Decision{}), r.Correction != nil
			}
			if err := s.RecordCheck(t.Context(), store.Answerer{Student: ana}, "lesson", []byte("key"), given); err != nil {
				errs[1] = err
			}
		}
	}()
	wait.Wait()
	s.must(errors.Join(errs[:]...))
	if n := s.count(`SELECT count(*) FROM response r WHERE NOT EXISTS (SELECT 1 FROM regrade g
		WHERE g.response_id = r.id AND g.ruled = 'key')`); n != 0 {
		t.Errorf("%d answers still count under the old key", n)
	}
	if n := s.count(`SELECT count(*) FROM (SELECT response_id FROM regrade GROUP BY response_id
		HAVING count(*) > 1)`); n > 0 {
		t.Errorf("%d answers were decided about twice", n)
	}
}

// What was corrected stays as it was written down.
func TestCorrectionsStay(t *testing.T) {
	s := newSchool(t)
	s.finish(s.join("ana", 1, 0), 0, 1)
	id := s.correct(s.teacher, askedQ1, classroom.KeyCorrected)
	s.must(s.UndoCorrection(t.Context(), s.teacher, id, fullWhere))
	for _, statement := range []string{
		`UPDATE correction SET reason = 'another'`, `UPDATE correction SET right_parts = '{}'`,
		`UPDATE correction SET undone_at = NULL`, `UPDATE correction SET undone_at = 1`,
		`UPDATE correction SET version = 2`, `DELETE FROM correction`,
	} {
		err := s.Write(t.Context(), func(tx store.Tx) error {
			_, err := tx.ExecContext(t.Context(), statement)
			return err
		})
		if err == nil {
			t.Errorf("%s goes through", statement)
		}
	}
}

func TestQuizTotals(t *testing.T) {
	s := newSchool(t)
	ana := s.join("ana", 1, 0)
	s.finish(ana, 0, 1)
	s.finish(ana, 1, 1)
	total := func(teacher classroom.TeacherID) (marks, outOf float64, n int) {
		all, err := s.QuizTotals(t.Context(), teacher, askedQ1)
		s.must(err)
		for _, q := range all {
			marks, outOf, n = marks+q.Marks, outOf+q.OutOf, n+1
		}
		return marks, outOf, n
	}
	if marks, outOf, n := total(s.teacher); marks != 3 || outOf != 8 || n != 2 {
		t.Errorf("%v of %v in %d quizzes", marks, outOf, n)
	}
	if _, _, n := total(s.colleague(false)); n != 0 {
		t.Errorf("a stranger sees %d quizzes", n)
	}
	s.correct(s.teacher, askedQ1, classroom.Withdrawn)
	if marks, outOf, _ := total(s.teacher); marks != 2 || outOf != 4 {
		t.Errorf("withdrawn: %v of %v", marks, outOf)
	}
}
