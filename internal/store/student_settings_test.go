package store_test

import (
	"strings"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/marking"
	"dossier/internal/store"
)

func TestATeacherSettlesThings(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	student := s.join("Ana", 1, 0)
	settings := func() classroom.Settings {
		t.Helper()
		found, _, err := s.StudentOf(ctx, s.teacher, s.class, student)
		s.must(err)
		session, err := s.Session(ctx, hash(1))
		s.must(err)
		byName, err := s.StudentByName(ctx, s.class, "Ana", "Ana")
		s.must(err)
		if session.Student.Settings != found.Settings || byName.Settings != found.Settings {
			t.Errorf("the session says %+v, the sign-in %+v, the class %+v", session.Student.Settings, byName.Settings,
				found.Settings)
		}
		return found.Settings
	}
	none, half := classroom.Settings{}, classroom.Settings{ExtraTime: 50, PlainWords: true}
	if got := settings(); got != none {
		t.Errorf("at first: got %+v", got)
	}
	generation := s.Generation()
	s.must(s.SettleStudent(ctx, s.teacher, s.class, student, none.Stamp(), half))
	if got := settings(); got != half {
		t.Errorf("settled: got %+v, want %+v", got, half)
	}
	if s.Generation() == generation { // kept sessions know the settings
		t.Error("what is kept in memory does not hear of it")
	}
	s.must(s.SettleStudent(ctx, s.teacher, s.class, student, none.Stamp(), half)) // sent twice
	wantErr(t, "from an old page", s.SettleStudent(ctx, s.teacher, s.class, student, none.Stamp(),
		classroom.Settings{ExtraTime: 100}), store.ErrStale)
	other := s.colleague(false)
	wantErr(t, "by somebody else", s.SettleStudent(ctx, other, s.class, student, half.Stamp(), none), store.ErrNotFound)
	wantErr(t, "in another class", s.SettleStudent(ctx, s.teacher, s.class+1, student, half.Stamp(), none),
		store.ErrNotFound)
	if got := settings(); got != half {
		t.Errorf("after three refusals: got %+v, want %+v", got, half)
	}
}

func TestAPrivateNote(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	student := s.join("Ana", 1, 0)
	note := func() classroom.Private {
		t.Helper()
		p, err := s.PrivateOf(ctx, s.teacher, s.class, student)
		s.must(err)
		return p
	}
	keep := func(teacher classroom.TeacherID, was, to string) error {
		shown := classroom.Private{Note: was}.Stamp()
		return s.KeepPrivate(ctx, teacher, s.class, student, shown, classroom.Private{Note: to})
	}
	s.must(keep(s.teacher, "", "one"))
	s.must(keep(s.teacher, "", "one")) // sent twice
	wantErr(t, "from an old page", keep(s.teacher, "", "two"), store.ErrStale)
	s.must(keep(s.colleague(true), "one", strings.Repeat("ж", classroom.LongestNote)))
	if got := note().Note; got != strings.Repeat("ж", classroom.LongestNote) {
		t.Errorf("got %d bytes", len(got))
	}
	stands := note().Note
	if err := keep(s.teacher, stands, stands+"ж"); err == nil {
		t.Error("a note of one letter more was taken")
	}
	other := s.colleague(false)
	wantErr(t, "by somebody else", keep(other, stands, "mine"), store.ErrNotFound)
	_, err := s.PrivateOf(ctx, other, s.class, student)
	wantErr(t, "read by somebody else", err, store.ErrNotFound)
	s.must(keep(s.teacher, stands, ""))
	if got := note(); got != (classroom.Private{}) {
		t.Errorf("emptied: got %+v", got)
	}
}

// Of each text the newest mark counts that is no blind second one; what came back is what was returned and stands.
func TestMarksOfOneStudent(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	student, other := s.join("Ana", 1, 0), s.join("Ben", 2, 0)
	colleague := s.colleague(true)
	levels := func() (all []int) {
		t.Helper()
		marks, err := s.StudentMarks(ctx, student)
		s.must(err)
		for _, m := range marks {
			all = append(all, m.Levels["judgement"])
			if m.Bench != bench || m.Rubric == "" {
				t.Errorf("a mark at %q by %q", m.Bench, m.Rubric)
			}
		}
		return all
	}
	back := func() (all []string) {
		t.Helper()
		returned, err := s.ReturnedTo(ctx, student)
		s.must(err)
		for _, r := range returned {
			all = append(all, r.NextStep)
			if r.At.IsZero() || r.Target == "" {
				t.Errorf("came back: %+v", r)
			}
		}
		return all
	}
	want := func(when string, marks, returned int) {
		t.Helper()
		if m, r := levels(), back(); len(m) != marks || len(r) != returned {
			t.Errorf("%s: %v are marked and %q came back, want %d and %d", when, m, r, marks, returned)
		}
	}
	want("nothing written", 0, 0)
	e := s.handIn(student, "one")
	others := s.handIn(other, "another")
	s.must(s.RecordMark(ctx, s.teacher, s.mark(others, marking.First, 4)))
	want("handed in", 0, 0)
	s.must(s.RecordMark(ctx, s.teacher, s.mark(e, marking.First, 1)))
	want("marked and held", 1, 0)
	s.must(s.RecordMark(ctx, colleague, s.mark(e, marking.Second, 4)))
	if got := levels(); len(got) != 1 || got[0] != 1 {
		t.Errorf("after a second mark: got %v, want the first", got)
	}
	s.must(s.ReturnEssays(ctx, s.teacher, []classroom.EssayID{e.ID, others.ID}))
	want("returned", 1, 1)
	s.must(s.NextStep(ctx, student, bench, 1, "mine"))
	if got := back(); len(got) != 1 || got[0] != "mine" {
		t.Errorf("answered: got %q", got)
	}
	s.must(s.ReviseEssay(ctx, student, bench))
	want("being revised", 1, 1)
	e = s.handIn(student, "two")
	s.must(s.RecordMark(ctx, s.teacher, s.mark(e, marking.First, 3)))
	want("marked again", 2, 1)
	s.must(s.ReturnEssays(ctx, s.teacher, []classroom.EssayID{e.ID}))
	want("returned again", 2, 2)
	s.must(s.ReopenEssay(ctx, s.teacher, e.ID))
	want("taken back", 2, 1)
	if got := levels(); got[0] != 1 || got[1] != 3 {
		t.Errorf("got %v, want the older first", got)
	}
}

func TestWhenSomebodyRead(t *testing.T) {
	s := newSchool(t)
	student := s.guest(7)
	s.guest(8)
	if got, err := s.ReadAt(t.Context(), student); err != nil || len(got) != 1 || !got[0].Equal(s.now()) {
		t.Errorf("got %v, %v", got, err)
	}
}

// None of what a student's page reads grows with the school.
func TestQueriesOfOneStudentUseIndexes(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	student := s.join("Ana", 1, 0)
	e := s.handIn(student, "one")
	s.must(s.RecordMark(ctx, s.teacher, s.mark(e, marking.First, 4)))
	s.must(s.ReturnEssays(ctx, s.teacher, []classroom.EssayID{e.ID}))
	type read struct {
		query string
		args  []any
	}
	var reads []read
	s.Watch(func(query string, args []any) { reads = append(reads, read{query, args}) })
	check := func(_ any, err error) { t.Helper(); s.must(err) }
	check(s.PrivateOf(ctx, s.teacher, s.class, student))
	check(s.StudentMarks(ctx, student))
	check(s.ReturnedTo(ctx, student))
	check(s.ReadAt(ctx, student))
	check(s.Progress(ctx, student))
	check(s.Attempts(ctx, student, ""))
	check(s.EntriesOf(ctx, s.teacher, student))
	if len(reads) < 7 {
		t.Fatalf("only %d queries were seen", len(reads))
	}
	db := s.Reader()
	for _, r := range reads {
		for _, step := range plan(t, db, r.query, r.args) {
			if strings.HasPrefix(step, "SCAN ") && !strings.HasPrefix(step, "SCAN record") {
				t.Errorf("%s in %s", step, r.query)
			}
		}
	}
}
