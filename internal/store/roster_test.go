package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/store"
)

// removeForGood removes a student and lets the time pass in which a teacher could bring them back.
func (s *school) removeForGood(student classroom.StudentID) {
	s.t.Helper()
	s.must(s.RemoveStudents(s.t.Context(), s.teacher, s.class, []classroom.StudentID{student}, s.form()))
	s.sweepFor(4 * time.Hour)
}

// roster is the list of a class in a line.
func (s *school) roster(class classroom.ClassID) string {
	s.t.Helper()
	all, err := s.Roster(s.t.Context(), class)
	s.must(err)
	var names []string
	for _, st := range all {
		names = append(names, st.Name)
	}
	return strings.Join(names, ", ")
}

// undo takes back the newest step that is offered.
func (s *school) undo() error {
	s.t.Helper()
	steps, err := s.RosterSteps(s.t.Context(), s.class)
	s.must(err)
	if len(steps) == 0 {
		s.t.Fatal("nothing can be undone")
	}
	return s.UndoRoster(s.t.Context(), s.teacher, s.class, steps[0].ID, allFullWhere)
}

func (s *school) otherClass() classroom.ClassID {
	s.t.Helper()
	class, err := s.CreateClass(s.t.Context(), s.teacher, "10C", fmt.Sprintf("C%05d", s.forms), s.form())
	s.must(err)
	return class
}

// everything is all rows about students but for what a removal may change: sessions, and the notes about steps.
func (s *school) everything() string {
	s.t.Helper()
	rows, _ := contentsOf(s.t, s.Reader(), nil)
	var all []string
	for table, of := range rows {
		if !slices.Contains([]string{"session", "audit", "meta", "roster_step", "goose_db_version", "sqlite_sequence",
			"sqlite_stat1", "school_count"}, table) {
			all = append(all, fmt.Sprintf("%s: %s", table, strings.Join(of, "\n  ")))
		}
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

func TestRemovedAndBroughtBack(t *testing.T) {
	s := newSchool(t)
	ana, ben := s.join("ana", 1, 0), s.join("ben", 2, 0)
	s.busy(ana)
	s.busy(ben)
	before := s.everything()
	token := s.form()
	both := []classroom.StudentID{ana, ben}
	for range 2 { // a form that is sent twice removes once
		s.must(s.RemoveStudents(t.Context(), s.teacher, s.class, both, token))
	}
	if got := s.roster(s.class); got != "" {
		t.Errorf("after the removal the class has %s", got)
	}
	if s.held(1) || s.held(2) {
		t.Error("a session goes on after the removal")
	}
	if _, err := s.StudentByName(t.Context(), s.class, "ana", "ana"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("by name: %v", err)
	}
	s.pass(59 * time.Minute)
	s.sweep()
	s.must(s.undo())
	if after := s.everything(); after != before {
		t.Errorf("brought back:\n%s\nbefore:\n%s", after, before)
	}
	if n := s.count(`SELECT count(*) FROM audit WHERE subject LIKE '%ana%' OR action LIKE '%ana%'`); n != 0 {
		t.Error("a name stands in the audit")
	}
}

// busy has a student do something of every kind.
func (s *school) busy(student classroom.StudentID) {
	s.t.Helper()
	ctx := s.t.Context()
	s.must(s.MarkRead(ctx, store.Answerer{Student: student}, "lesson", fmt.Sprint("section of ", student)))
	s.finish(student, 1, 2)
	s.must(s.TrustBefore(ctx, store.Answerer{Student: student}, bench, []classroom.Trust{{Source: "a", Before: 2}}))
	s.must(s.TrustAfter(ctx, student, bench, []classroom.Trust{{Source: "a", After: 3, Moved: fmt.Sprint(student)}}))
	s.must(s.GuessCards(ctx, student, bench, []classroom.CardGuess{{Source: "a", Words: fmt.Sprint(student)}}))
	s.must(s.SaveReason(ctx, student, bench, essay.Reason{Kind: essay.Timing, So: fmt.Sprint(student)}, ""))
	s.must(s.CloseNudge(ctx, student, bench, fmt.Sprint(student)))
	s.must(s.Practise(ctx, student, classroom.NewPractice{Rubric: "r1", Bench: bench, Exemplar: fmt.Sprint(student),
		Try: 1, Levels: map[string]int{"sourcing": 1}}))
	s.pick(student, fmt.Sprint("p", student))
	s.write(student, fmt.Sprint("text of ", student))
}

func TestAStepIsOverAfterAnHour(t *testing.T) {
	s := newSchool(t)
	ana := s.join("ana", 1, 0)
	s.busy(ana)
	s.sweep()
	s.must(s.RemoveStudents(t.Context(), s.teacher, s.class, []classroom.StudentID{ana}, s.form()))
	steps, err := s.RosterSteps(t.Context(), s.class)
	s.must(err)
	s.pass(classroom.UndoFor)
	var refused classroom.UndoRefused
	if err := s.UndoRoster(t.Context(), s.teacher, s.class, steps[0].ID, allFullWhere); !errors.As(err, &refused) {
		t.Errorf("after an hour: %v, want a refusal", err)
	}
	if again, err := s.RosterSteps(t.Context(), s.class); err != nil || len(again) != 0 {
		t.Errorf("after an hour %d steps are offered (%v)", len(again), err)
	}
	s.sweepFor(3 * time.Hour)
	for _, table := range []string{"student", "essay", "attempt", "roster_step", "roster_held"} {
		if n := s.count(`SELECT count(*) FROM ` + table); n != 0 {
			t.Errorf("%s: %d rows are left", table, n)
		}
	}
}

// With a class goes whoever was removed from it and could still be brought back.
func TestADeletedClassTakesTheRemovedAlong(t *testing.T) {
	s := newSchool(t)
	ana := s.join("ana", 1, 0)
	s.busy(ana)
	s.must(s.RemoveStudents(t.Context(), s.teacher, s.class, []classroom.StudentID{ana}, s.form()))
	s.must(s.DeleteClass(t.Context(), s.teacher, s.class, nil))
	for _, table := range []string{"student", "essay", "attempt", "roster_step", "roster_held"} {
		if n := s.count(`SELECT count(*) FROM ` + table); n != 0 {
			t.Errorf("%s: %d rows are left", table, n)
		}
	}
}

// The work of many is deleted in several writes, and all of it.
func TestManyRemovedAreSwept(t *testing.T) {
	s := newSchool(t)
	var all []classroom.StudentID
	for i := range 5 {
		all = append(all, s.join(fmt.Sprint("student ", i), i, 0))
		s.busy(all[i])
	}
	s.must(s.RemoveStudents(t.Context(), s.teacher, s.class, all, s.form()))
	s.sweepFor(4 * time.Hour)
	for _, table := range []string{"student", "essay", "attempt", "roster_step", "roster_held"} {
		if n := s.count(`SELECT count(*) FROM ` + table); n != 0 {
			t.Errorf("%s: %d rows are left", table, n)
		}
	}
}

// A clock that leaps, and is set right again, deletes nobody who could still be brought back.
func TestF8AWrongClockDeletesNobody(t *testing.T) {
	for _, leap := range []time.Duration{25 * time.Hour, 400 * day, -400 * day} {
		s := newSchool(t)
		ana := s.join("ana", 1, 0)
		s.busy(ana)
		s.sweep()
		s.must(s.RemoveStudents(t.Context(), s.teacher, s.class, []classroom.StudentID{ana}, s.form()))
		s.pass(leap)
		s.sweep()
		s.pass(10 * time.Minute)
		s.sweep()
		s.pass(-leap)
		s.sweep()
		if err := s.undo(); err != nil || s.roster(s.class) != "ana" {
			t.Errorf("after a leap of %v: %v", leap, err)
		}
	}
}

func TestRenamed(t *testing.T) {
	s := newSchool(t)
	ana, ben := s.join("ana", 1, 0), s.join("ben", 2, 0)
	ctx := t.Context()
	rename := func(student classroom.StudentID, name string) error {
		return s.RenameStudent(ctx, s.teacher, s.class, student, name, name, s.form())
	}
	if err := rename(ana, "ben"); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a name that is taken: %v", err)
	}
	s.must(rename(ana, "anna"))
	if !s.held(1) {
		t.Error("whoever is renamed is signed out")
	}
	s.must(rename(ben, "ana"))
	steps, err := s.RosterSteps(ctx, s.class)
	s.must(err)
	var refused classroom.UndoRefused
	if err := s.UndoRoster(ctx, s.teacher, s.class, steps[1].ID, allFullWhere); !errors.As(err, &refused) {
		t.Errorf("the name is taken: %v, want a refusal", err)
	}
	s.must(s.undo())
	s.must(s.undo())
	if got := s.roster(s.class); got != "ana, ben" {
		t.Errorf("after both were undone: %s", got)
	}
	stranger := s.colleague(false)
	for name, err := range map[string]error{
		"a stranger renames":    s.RenameStudent(ctx, stranger, s.class, ana, "x", "x", s.form()),
		"a stranger undoes":     s.UndoRoster(ctx, stranger, s.class, steps[0].ID, allFullWhere),
		"in another class":      s.RenameStudent(ctx, s.teacher, s.otherClass(), ana, "x", "x", s.form()),
		"moved by a stranger":   s.MoveStudents(ctx, stranger, s.class, s.otherClass(), nil, s.form(), nil),
		"merged by a stranger":  s.MergeStudents(ctx, stranger, s.class, ana, ben, false, s.form()),
		"merged with oneself":   s.MergeStudents(ctx, s.teacher, s.class, ana, ana, false, s.form()),
		"removed by a stranger": s.RemoveStudents(ctx, stranger, s.class, nil, s.form()),
		"a list of a stranger":  s.ApplyRoster(ctx, stranger, s.class, s.form(), nil),
	} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: got %v, want ErrNotFound", name, err)
		}
	}
}

func TestMoved(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	ana, ben := s.join("ana", 1, 0), s.join("ben", 2, 0)
	s.busy(ana)
	to := s.otherClass()
	_, err := s.JoinClass(ctx, to, "ben", "ben", "pin", store.Entry{Session: hash(3), Device: []byte("d")})
	s.must(err)
	before := s.everything()
	var taken store.NamesTaken
	err = s.MoveStudents(ctx, s.teacher, s.class, to, []store.Moved{{ana, "ana", "ana"}, {ben, "ben", "ben"}}, s.form(),
		allFullWhere)
	if !errors.As(err, &taken) || len(taken) != 1 || taken[0] != ben || s.roster(s.class) != "ana, ben" {
		t.Errorf("a name that is taken: %v; the class has %s", err, s.roster(s.class))
	}
	s.must(s.MoveStudents(ctx, s.teacher, s.class, to, []store.Moved{{ana, "ana", "ana"}, {ben, "ben b", "ben b"}},
		s.form(), allFullWhere))
	if s.roster(s.class) != "" || s.roster(to) != "ana, ben, ben b" || !s.held(1) {
		t.Errorf("moved: %s / %s", s.roster(s.class), s.roster(to))
	}
	if got := s.record(ana).Quiz; got == nil || got.FirstMarks != 3 {
		t.Errorf("their record: %+v", got)
	}
	s.must(s.undo())
	if after := s.everything(); after != before {
		t.Errorf("moved back:\n%s\nbefore:\n%s", after, before)
	}
}

// allFullWhere is fullWhere for every question.
func allFullWhere(_ classroom.Asked, answers []classroom.StoredAnswer) ([]classroom.Regraded, error) {
	return fullWhere(answers), nil
}

// What counts as accepted is what the teachers of the class have accepted in which somebody is.
func TestMovedIsDecidedByTheNewClass(t *testing.T) {
	for name, row := range map[string]struct {
		here, there          bool    // a colleague has accepted the answer in this class
		before, after, again float64 // marks for the first quiz
	}{
		"in the class they leave":    {true, false, 3, 1, 3},
		"in the class they go to":    {false, true, 1, 3, 1},
		"in both, by different ones": {true, true, 3, 3, 3},
		"in neither":                 {false, false, 1, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSchool(t)
			ctx := t.Context()
			ana, to := s.join("ana", 1, 0), s.otherClass()
			s.finish(ana, 0, 1)
			for class, accepts := range map[classroom.ClassID]bool{s.class: row.here, to: row.there} {
				if accepts {
					colleague := s.colleague(false)
					execute(t, s.Store, fmt.Sprintf(`INSERT INTO class_teacher (class_id, teacher_id) VALUES (%d, %d)`, class,
						colleague))
					s.must(s.Accept(ctx, colleague, askedQ1, oddText, fullWhere))
				}
			}
			marks := func(when string, want float64) {
				t.Helper()
				if got := s.record(ana).Quiz.FirstMarks; got != want {
					t.Errorf("%s: %v marks, want %v", when, got, want)
				}
			}
			marks("before", row.before)
			s.must(s.MoveStudents(ctx, s.teacher, s.class, to, []store.Moved{{ana, "ana", "ana"}}, s.form(), allFullWhere))
			marks("moved", row.after)
			s.must(s.undo())
			marks("moved back", row.again)
		})
	}
}

// The work of both is with the one who stays; the earlier first try is the first.
func TestMergedAndParted(t *testing.T) {
	for name, row := range map[string]struct {
		first, other func(s *school, student classroom.StudentID)
		text         string // that the one who stays has afterwards
	}{
		"both have a draft": {(*school).busy, (*school).busy, "text of 1"},
		"the other handed in": {(*school).busy, func(s *school, id classroom.StudentID) {
			s.busy(id)
			s.handIn(id, "handed in")
		}, "handed in"},
		"the first handed in": {func(s *school, id classroom.StudentID) {
			s.busy(id)
			s.handIn(id, "marked")
			s.returned(id)
		}, (*school).busy, "marked"},
		"only the other wrote": {func(*school, classroom.StudentID) {}, (*school).busy, "text of 2"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSchool(t)
			ana, anna := s.join("ana", 1, 0), s.join("anna", 2, 0)
			s.finish(anna, 2, 2) // the first try of the two
			row.first(s, ana)
			row.other(s, anna)
			before, answers := s.everything(), s.count(`SELECT count(*) FROM response`)
			s.must(s.MergeStudents(t.Context(), s.teacher, s.class, ana, anna, false, s.form()))
			if got := s.roster(s.class); got != "ana" {
				t.Errorf("the class has %s", got)
			}
			if got := s.essay(ana).Text; got != row.text {
				t.Errorf("the text is %q, want %q", got, row.text)
			}
			if got := s.record(ana).Quiz; got == nil || got.FirstMarks != 4 {
				t.Errorf("the first try: %+v, want 4 marks", got)
			}
			if n := s.count(fmt.Sprintf(`SELECT count(*) FROM response r JOIN attempt a ON a.id = r.attempt_id
				WHERE a.student_id = %d`, ana)); n != answers {
				t.Errorf("%d answers, want all %d", n, answers)
			}
			s.sameAsWorkedOut(ana)
			if !s.held(1) || s.held(2) {
				t.Error("the wrong one is signed in")
			}
			s.must(s.undo())
			if after := s.everything(); after != before {
				t.Errorf("parted:\n%s\nbefore:\n%s", after, before)
			}
		})
	}
}

func TestMergedKeepsThePINThatWasChosen(t *testing.T) {
	s := newSchool(t)
	ana, anna := s.join("ana", 1, 0), s.join("anna", 2, 0)
	s.must(s.ResetPIN(t.Context(), s.teacher, s.class, anna, "hers"))
	s.must(s.MergeStudents(t.Context(), s.teacher, s.class, ana, anna, true, s.form()))
	if st, err := s.StudentByName(t.Context(), s.class, "ana", "ana"); err != nil || st.PINHash != "hers" {
		t.Errorf("the PIN is %q (%v)", st.PINHash, err)
	}
	s.must(s.RenameStudent(t.Context(), s.teacher, s.class, ana, "ann", "ann", s.form()))
	s.must(s.undo())
	s.must(s.undo())
	if st, err := s.StudentByName(t.Context(), s.class, "ana", "ana"); err != nil || st.PINHash != "pin" {
		t.Errorf("after the undo the PIN is %q (%v)", st.PINHash, err)
	}
}

// A merge cannot be undone while the one who stayed is removed, and can when they are back.
func TestUndoGoesBackwards(t *testing.T) {
	s := newSchool(t)
	ana, anna := s.join("ana", 1, 0), s.join("anna", 2, 0)
	s.must(s.MergeStudents(t.Context(), s.teacher, s.class, ana, anna, false, s.form()))
	s.must(s.RemoveStudents(t.Context(), s.teacher, s.class, []classroom.StudentID{ana}, s.form()))
	steps, err := s.RosterSteps(t.Context(), s.class)
	s.must(err)
	var refused classroom.UndoRefused
	if err := s.UndoRoster(t.Context(), s.teacher, s.class, steps[1].ID, allFullWhere); !errors.As(err, &refused) {
		t.Errorf("got %v, want a refusal", err)
	}
	s.must(s.undo())
	s.must(s.undo())
	if got := s.roster(s.class); got != "ana, anna" {
		t.Errorf("the class has %s", got)
	}
}

func TestAListIsApplied(t *testing.T) {
	s := newSchool(t)
	ana, ben := s.join("ana", 1, 0), s.join("ben", 2, 0)
	ctx, token := t.Context(), s.form()
	s.pass(time.Minute)
	s.must(s.MarkRead(ctx, store.Answerer{Student: ben}, "lesson", "section"))
	changes := []classroom.RosterChange{
		{Kind: classroom.RosterChanged, ID: ana, Name: "ben", Key: "ben", Was: "ana", ExtraTime: 25},
		{Kind: classroom.RosterChanged, ID: ben, Name: "ana", Key: "ana", Was: "ben", PINHash: "new"},
		{Kind: classroom.RosterNew, Name: "cleo", Key: "cleo", PlainWords: true},
		{Kind: classroom.RosterNew, Name: "dan", Key: "dan", PINHash: "made"},
	}
	for range 2 {
		s.must(s.ApplyRoster(ctx, s.teacher, s.class, token, changes))
	}
	all, err := s.Roster(ctx, s.class)
	s.must(err)
	var got []string
	for _, st := range all {
		got = append(got, fmt.Sprint(st.ID, st.Name, st.ExtraTime, st.PlainWords, st.HasPIN, st.Never))
	}
	want := []string{"2 ana 0 false true false", "1 ben 25 false true false", "3 cleo 0 true false true",
		"4 dan 0 false true true"}
	for i := range want {
		want[i] = strings.Join(strings.Fields(want[i]), " ")
	}
	for i := range got {
		got[i] = strings.Join(strings.Fields(strings.NewReplacer("ana", " ana ", "ben", " ben ", "cleo", " cleo ", "dan",
			" dan ").Replace(got[i])), " ")
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if names, sent, err := s.AddedBy(ctx, s.class, token); err != nil || !sent || !slices.Equal(names,
		[]string{"cleo", "dan"}) {
		t.Errorf("added %q, %v (%v)", names, sent, err)
	}
	clash := []classroom.RosterChange{{Kind: classroom.RosterNew, Name: "eve", Key: "eve"},
		{Kind: classroom.RosterNew, Name: "dan", Key: "dan"}}
	if err := s.ApplyRoster(ctx, s.teacher, s.class, s.form(), clash); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a name that was taken meanwhile: %v", err)
	}
	s.must(s.undo())
	if got := s.roster(s.class); got != "ana, ben, cleo, dan" {
		t.Errorf("the class has %s", got)
	}
}
