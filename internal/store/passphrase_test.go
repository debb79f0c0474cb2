package store_test

import (
	"slices"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

// newTeacher is another teacher of a school, invited to its class.
func (s *school) newTeacher(name string, n int) classroom.TeacherID {
	s.t.Helper()
	s.must(s.Invite(s.t.Context(), s.teacher, s.class, hash(n)))
	id, _, err := s.AcceptAsNewTeacher(s.t.Context(), hash(n), name, name, "hash of "+name)
	s.must(err)
	return id
}

func TestPassphrases(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	wantErr(t, "a wrong hash", s.EnterTeacher(ctx, s.teacher, "another hash", hash(1), ""), store.ErrNotFound)
	for n := range 3 {
		s.must(s.EnterTeacher(ctx, s.teacher, "hash", hash(n), "Firefox on Linux"))
		s.pass(time.Minute)
	}
	s.must(s.ChangePassphrase(ctx, s.teacher, "hash", "second", hash(1)))
	wantErr(t, "changed elsewhere meanwhile", s.ChangePassphrase(ctx, s.teacher, "hash", "third", hash(2)),
		store.ErrConflict)
	wantErr(t, "signing in as it is changed", s.EnterTeacher(ctx, s.teacher, "hash", hash(9), ""), store.ErrNotFound)
	sessions, err := s.TeacherSessions(ctx, s.teacher)
	s.must(err)
	for i, session := range sessions {
		if want := hash(2 - i); session.Hash != want || session.Device != "Firefox on Linux" {
			t.Errorf("session %d is %v on %q", i, session.Hash[0], session.Device)
		}
		if ended := session.Created.UnixMilli() == 0; ended != (session.Hash != hash(1)) {
			t.Errorf("session %d: ended %v", session.Hash[0], ended)
		}
	}
	wantErr(t, "somebody else's session", s.EndTeacherSession(ctx, s.teacher+1, hash(1)), store.ErrNotFound)
}

func TestPassphraseLinks(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	ben := s.newTeacher("Ben", 40)
	wantErr(t, "a link for the owner", s.MakePassphraseLink(ctx, ben, s.teacher, hash(1)), store.ErrNotFound)
	s.must(s.MakePassphraseLink(ctx, s.teacher, ben, hash(1)))
	s.must(s.MakePassphraseLink(ctx, s.teacher, ben, hash(2)))
	for n, want := range map[int]error{1: store.ErrNotFound, 2: nil} {
		_, err := s.PassphraseLink(ctx, hash(n))
		wantErr(t, "a link", err, want)
	}
	s.pass(store.PassphraseLinkLife)
	_, err := s.UsePassphraseLink(ctx, hash(2), "new")
	wantErr(t, "a link of a week ago", err, store.ErrNotFound)
	s.must(s.MakePassphraseLink(ctx, s.teacher, ben, hash(3)))
	got, err := s.UsePassphraseLink(ctx, hash(3), "new")
	s.must(err)
	_, again := s.UsePassphraseLink(ctx, hash(3), "newer")
	wantErr(t, "a second time", again, store.ErrNotFound)
	if pass, err := s.PassHash(ctx, ben); got != ben || pass != "new" {
		t.Errorf("teacher %d has the passphrase %q, %v", got, pass, err)
	}
	// A link that nobody used ends when its teacher changes the passphrase.
	s.must(s.MakePassphraseLink(ctx, s.teacher, ben, hash(4)))
	s.must(s.ChangePassphrase(ctx, ben, "new", "own", hash(9)))
	_, err = s.PassphraseLink(ctx, hash(4))
	wantErr(t, "a link that is not needed any more", err, store.ErrNotFound)
}

// Who has given a mark stays as a name; who has given nothing goes altogether. Classes never lose their last teacher.
func TestRemovingTeachers(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	marker, idle := s.newTeacher("Marker", 40), s.newTeacher("Idle", 41)
	own, err := s.CreateClass(ctx, idle, "9C", "CCCCCC", s.form())
	s.must(err)
	s.must(s.EnterTeacher(ctx, marker, "hash of Marker", hash(1), ""))
	e := s.write(s.join("Ana", 2, 0), "a text")
	execute(t, s.Store, `INSERT INTO mark (essay_id, rev, round, teacher_id, purpose, strength, target, form_token,
		marked_at) SELECT id, rev, round, (SELECT id FROM teacher WHERE name = 'Marker'), 'first', '', '', 'f', 0
		FROM essay`)
	before, _, err := s.Staff(ctx, "", 0, 10)
	s.must(err)
	if names := namesOf(before); !slices.Equal(names, []string{"Idle", "Marker", "Owner"}) {
		t.Errorf("the staff is %q", names)
	}
	if alone := before[0].Alone(); len(alone) != 1 || alone[0].ID != own {
		t.Errorf("alone in %v, want 9C", alone)
	}
	if got := before[1].LastSeen; !got.Equal(s.now()) || !before[0].LastSeen.IsZero() {
		t.Errorf("last seen %v and %v", got, before[0].LastSeen)
	}
	wantErr(t, "removing the owner", s.RemoveTeacher(ctx, s.teacher, s.teacher), store.ErrNotFound)
	for _, id := range []classroom.TeacherID{marker, idle} {
		s.must(s.RemoveTeacher(ctx, s.teacher, id))
		wantErr(t, "a second time", s.RemoveTeacher(ctx, s.teacher, id), store.ErrNotFound)
		_, err := s.StaffMember(ctx, id)
		wantErr(t, "still on the staff", err, store.ErrNotFound)
		_, err = s.PassHash(ctx, id)
		wantErr(t, "still has a passphrase", err, store.ErrNotFound)
	}
	name, err := s.TeacherName(ctx, marker)
	if s.must(err); name != "Marker" {
		t.Errorf("the mark of essay %d is by %q", e.ID, name)
	}
	_, err = s.TeacherName(ctx, idle)
	wantErr(t, "somebody who gave nothing", err, store.ErrNotFound)
	if _, err := s.Class(ctx, s.teacher, own); err != nil {
		t.Errorf("the owner has not become the teacher of 9C: %v", err)
	}
	session, err := s.Session(ctx, hash(1))
	if s.must(err); session.Created.UnixMilli() != 0 {
		t.Error("somebody who was removed is still signed in")
	}
	s.newTeacher("Marker", 42) // of the same name
	found, err := s.TeacherByName(ctx, "Marker", "Marker")
	if s.must(err); found.ID == marker {
		t.Error("the name leads to the one who has left")
	}
}

func namesOf(staff []classroom.StaffMember) (names []string) {
	for _, m := range staff {
		names = append(names, m.Name)
	}
	return names
}

// Every table whose rows keep their teacher is asked before one is deleted.
func TestWhatTeachersGaveIsKnown(t *testing.T) {
	s := newSchool(t)
	rows, err := s.Reader().QueryContext(t.Context(), `
		SELECT t.name, f."from" FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f
		WHERE t.type = 'table' AND f."table" = 'teacher' AND f.on_delete NOT IN ('CASCADE', 'SET NULL')`)
	s.must(err)
	defer rows.Close()
	var keep []string
	for rows.Next() {
		var table, column string
		s.must(rows.Scan(&table, &column))
		keep = append(keep, table)
		if column != "teacher_id" {
			t.Errorf("%s refers to its teacher as %s", table, column)
		}
	}
	s.must(rows.Err())
	slices.Sort(keep)
	if known := slices.Sorted(slices.Values(store.Given)); !slices.Equal(keep, known) {
		t.Errorf("the tables %q keep their teacher, and %q are known", keep, known)
	}
}
