package store_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/sqlite"
	"dossier/internal/store"
)

// goesBack makes a backup, does more, and goes back; it returns the school as it is then.
func (s *school) goesBack(since func()) (back *store.Store) {
	s.t.Helper()
	made, err := s.Backup(s.t.Context())
	s.must(err)
	since()
	all, err := s.Backups()
	s.must(err)
	if filepath.Base(all[len(all)-1].Path) != made.Name {
		s.t.Fatalf("the backup is not %s", made.Name)
	}
	_, err = s.GoBack(s.t.Context(), all[len(all)-1].Path, s.teacher)
	s.must(err)
	dir := filepath.Dir(filepath.Dir(all[0].Path))
	closeStore(s.t, s.Store)
	back, err = store.Open(s.t.Context(), dir, s.now)
	s.must(err)
	s.Store = back // which newSchool closes
	return back
}

// Whoever goes back is in the record of what they have gone back to, everybody but guests is signed out, and whoever
// was erased since stays erased. It is put down once.
func TestGoingBack(t *testing.T) {
	s := newSchool(t)
	ana, ben := s.join("ana", 1, 0), s.join("ben", 2, 0)
	teachers := [32]byte{9}
	s.must(s.StartTeacherSession(t.Context(), s.teacher, teachers))
	back := s.goesBack(func() {
		s.pass(time.Minute)
		s.answer(ana, s.quiz(ana), "q1", 1)
		s.must(s.EraseStudents(t.Context(), s.teacher, s.class, []classroom.StudentID{ben}))
	})
	word, found, err := back.LastGoneBack(t.Context())
	if err != nil || !found || word.By != s.teacher || !word.At.Equal(s.now()) {
		t.Errorf("the word is %+v, %v, %v", word, found, err)
	}
	holds, err := back.Now(t.Context())
	if err != nil || holds.Answers != 0 || holds.Students != 1 {
		t.Errorf("it holds %+v, %v, want one student without answers", holds, err)
	}
	session, err := back.Session(t.Context(), teachers)
	if err != nil || session.Created.UnixMilli() != 0 {
		t.Errorf("the session of the teacher began %v, %v, want long ago", session.Created, err)
	}
	if n := count(t, back, `SELECT count(*) FROM session WHERE created_at > 0`); n != 0 {
		t.Errorf("%d sessions of students and teachers go on", n)
	}
	record, err := back.OwnersRecord(t.Context(), 100)
	s.must(err)
	if record[0].Action != "go back" || record[0].Actor != "Owner" || record[0].Subject != word.Backup {
		t.Errorf("the record begins with %+v", record[0])
	}
	if n := count(t, back, `SELECT count(*) FROM meta WHERE key = '`+sqlite.WordKey+`'`); n != 0 {
		t.Error("the word would be put down again at the next opening")
	}
}

// A backup that another teacher of the same number has brought along names nobody.
func TestAWordOfSomebodyElse(t *testing.T) {
	s := newSchool(t)
	made, err := s.Backup(t.Context())
	s.must(err)
	all, err := s.Backups()
	s.must(err)
	dir := t.TempDir()
	other := &school{t: t, at: clock().Add(time.Hour)}
	other.Store, err = store.Open(t.Context(), dir, other.now)
	s.must(err)
	other.teacher, other.class, err = other.CreateOwner(t.Context(), "Another", "another", "hash", "9C", "BBBBBB", "form")
	s.must(err)
	if other.teacher != s.teacher {
		t.Fatal("they have other numbers")
	}
	data, err := os.ReadFile(all[0].Path)
	s.must(err)
	path := filepath.Join(dir, made.Name)
	writeFile(t, path, data)
	_, err = other.GoBack(t.Context(), path, other.teacher)
	s.must(err)
	closeStore(t, other.Store)
	back := openStore(t, dir)
	record, err := back.OwnersRecord(t.Context(), 10)
	if err != nil || record[0].Action != "restore" || record[0].Actor != "" {
		t.Errorf("the record begins with %+v, %v", record, err)
	}
}

// A check finds what is there while it is being used, and Peek what a backup holds.
func TestCheckAndPeek(t *testing.T) {
	s := newSchool(t)
	ana := s.join("ana", 1, 0)
	s.answer(ana, s.quiz(ana), "q1", 1)
	found, err := s.Check(t.Context())
	if err != nil || !found.Live || found.Damage != "" || found.Answers != 1 || found.Students != 1 {
		t.Errorf("checked: %+v, %v", found, err)
	}
	_, err = s.Backup(t.Context())
	s.must(err)
	s.answer(ana, s.quiz(ana), "q2", 1)
	all, err := s.Backups()
	s.must(err)
	peeked, err := s.Peek(t.Context(), all[0].Path)
	if err != nil || peeked.Answers != 1 || !peeked.Holding.Newest.Equal(s.now()) {
		t.Errorf("peeked: %+v, %v", peeked, err)
	}
}
