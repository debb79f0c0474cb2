package store_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/disktest"
	"dossier/internal/quiz"
	"dossier/internal/store"
)

// ledger is what was acknowledged: the token of each answer's form.
type ledger struct {
	mu     sync.Mutex
	tokens []string
	begun  chan struct{}
}

func (l *ledger) note(token string) {
	l.mu.Lock()
	l.tokens = append(l.tokens, token)
	l.mu.Unlock()
	select {
	case l.begun <- struct{}{}:
	default:
	}
}

func (l *ledger) soFar() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string(nil), l.tokens...)
}

// answers gives answers, quiz after quiz, until ctx is done.
func (l *ledger) answers(ctx context.Context, t *testing.T, s *store.Store, student classroom.StudentID) {
	for n := 0; ctx.Err() == nil; n++ {
		token := fmt.Sprintf("quiz-%d-%d", student, n)
		attempt, err := s.StartQuiz(context.Background(), store.Answerer{Student: student}, "lesson", token,
			[]byte("key"), both)
		if err != nil {
			t.Error(err)
			return
		}
		for _, asked := range both {
			form := token + asked.Question
			err := s.RecordResponse(context.Background(), student, attempt, classroom.NewResponse{
				Question: asked, FormToken: form, Answer: quiz.Answer{"a": {form}}, Score: 0.5, Marks: 1, OutOf: 2,
				Confidence: "guess",
			})
			if err != nil {
				t.Error(err)
				return
			}
			l.note(form)
		}
	}
}

// TestF14BackupUnderLoad makes backups while a class answers. Each, restored into an empty folder, has every answer
// that was acknowledged before it began, just as it was given.
func TestF14BackupUnderLoad(t *testing.T) {
	s := newSchool(t)
	students := []classroom.StudentID{}
	for i := range 8 {
		students = append(students, s.join(fmt.Sprint("student ", i), i+1, 0))
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	given := &ledger{begun: make(chan struct{}, 1)}
	var class sync.WaitGroup
	for _, student := range students {
		class.Go(func() { given.answers(ctx, t, s.Store, student) })
	}
	for range disktest.Rounds(5, 50) {
		<-given.begun
		s.pass(time.Minute)
		before := given.soFar()
		made, err := s.Backup(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		checkRestored(t, s, made.Name, before)
	}
	stop()
	class.Wait()
	all, err := s.Backups()
	if err != nil || len(all) != disktest.Rounds(5, 50) || all[0].Kind != store.BackupByHand || !all[0].At.Equal(s.now()) {
		t.Errorf("backups: %+v, %v", all, err)
	}
}

// checkRestored restores a backup of the school into an empty folder and looks there for answers.
func checkRestored(t *testing.T, s *school, name string, tokens []string) {
	t.Helper()
	all, err := s.Backups()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, c := range all {
		if filepath.Base(c.Path) == name {
			_, err = store.Restore(t.Context(), dir, c.Path, clock)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	closeStore(t, openStore(t, dir)) // as the program would
	rows, err := opened(t, filepath.Join(dir, "dossier.db")).QueryContext(t.Context(),
		`SELECT form_token, answer FROM response`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	answers := map[string]string{}
	for rows.Next() {
		var token, answer string
		if err := rows.Scan(&token, &answer); err != nil {
			t.Fatal(err)
		}
		answers[token] = answer
	}
	for _, token := range tokens {
		if want := `{"a":["` + token + `"]}`; answers[token] != want {
			t.Errorf("%s: the answer %s is %q, want %q", name, token, answers[token], want)
		}
	}
}

func TestLastBackup(t *testing.T) {
	s := newSchool(t)
	got, err := s.LastBackup(t.Context())
	if err != nil || got.Tried || got.Newest.Path != "" {
		t.Errorf("before the first: %+v, %v", got, err)
	}
	a, made, err := s.BackUpWhenDue(t.Context())
	if err != nil || !made {
		t.Fatalf("the first was not due: %v", err)
	}
	s.pass(5 * time.Hour)
	got, err = s.LastBackup(t.Context())
	if err != nil || !got.Tried || got.Last != a || got.Age != 5*time.Hour || got.Newest.Kind != store.DailyBackup {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, made, err := s.BackUpWhenDue(t.Context()); made || err != nil {
		t.Errorf("five hours later: made %v, %v", made, err)
	}
	s.pass(19 * time.Hour)
	if _, made, err := s.BackUpWhenDue(t.Context()); !made || err != nil {
		t.Errorf("a day later: made %v, %v", made, err)
	}
}

// A folder in which nobody has set Dossier up is not backed up: the copy would be the newest, and worth nothing.
func TestNothingIsNotBackedUp(t *testing.T) {
	s := openStore(t, t.TempDir())
	if _, made, err := s.BackUpWhenDue(t.Context()); made || err != nil {
		t.Errorf("made %v, %v", made, err)
	}
}

// KeepBackups makes the first at once, tells, and ends when it is told to.
func TestKeepBackups(t *testing.T) {
	s := newSchool(t)
	ctx, stop := context.WithCancel(t.Context())
	told := make(chan store.Attempt)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.KeepBackups(ctx, func(a store.Attempt, err error) {
			if err != nil {
				t.Error(err)
			}
			told <- a
		})
	}()
	if a := <-told; a.Name == "" || a.Kind != store.DailyBackup {
		t.Errorf("got %+v", a)
	}
	stop()
	<-ended
}

// RestoreLatest takes the newest backup that is whole and of somebody, and says which it passed over.
func TestRestoreLatest(t *testing.T) {
	s := newSchool(t)
	ana := s.join("ana", 1, 0)
	s.answer(ana, s.quiz(ana), "q1", 1)
	good, err := s.Backup(t.Context())
	s.must(err)
	dir := filepath.Join(t.TempDir(), "data")
	folder := filepath.Join(dir, "backups")
	s.must(os.MkdirAll(folder, 0o700))
	all, err := s.Backups()
	s.must(err)
	data, err := os.ReadFile(all[0].Path)
	s.must(err)
	writeFile(t, filepath.Join(folder, good.Name), data)
	empty := t.TempDir()
	closeStore(t, openStore(t, empty))
	nothing, err := os.ReadFile(filepath.Join(empty, "dossier.db"))
	s.must(err)
	writeFile(t, filepath.Join(folder, "dossier-2026-09-02T08-00-00Z-daily.db"), nothing)
	writeFile(t, filepath.Join(folder, "dossier-2026-09-03T08-00-00Z-daily.db"), data[:len(data)/2])
	for _, dry := range []bool{true, false} {
		done, passed, err := store.RestoreLatest(t.Context(), dir, s.now, dry)
		if err != nil || filepath.Base(done.Path) != good.Name {
			t.Fatalf("dry %v: got %+v, %v", dry, done, err)
		}
		if done.Classes != 1 || done.Students != 1 || done.Answers != 1 || !done.Holding.Newest.Equal(s.now()) {
			t.Errorf("dry %v: it holds %+v", dry, done.Holding)
		}
		if len(passed) != 2 || !errors.Is(passed[0].Why, store.ErrDamaged) || !errors.Is(passed[1].Why, store.ErrNothingIn) {
			t.Errorf("dry %v: passed over %+v", dry, passed)
		}
		_, err = os.Stat(filepath.Join(dir, "dossier.db"))
		if there := err == nil; there == dry {
			t.Errorf("dry %v: a database is there: %v", dry, there)
		}
	}
	for range 2 { // it is put down once
		back, err := store.Open(t.Context(), dir, s.now)
		s.must(err)
		record, err := back.OwnersRecord(t.Context(), 10)
		if err != nil || record[0].Action != "restore" || record[0].Subject != good.Name ||
			len(record) > 1 && record[1].Action == "restore" {
			t.Errorf("the record says %+v (%v)", record, err)
		}
		closeStore(t, back)
	}
	_, _, err = store.RestoreLatest(t.Context(), t.TempDir(), s.now, false)
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without backups: %v", err)
	}
}

// A backup of an older version is upgraded when the folder is opened, after a copy was made.
func TestAnOlderBackupIsUpgraded(t *testing.T) {
	old, dir := fixture(t), t.TempDir()
	done, err := store.Restore(t.Context(), dir, filepath.Join(old, "dossier.db"), clock)
	if err != nil || done.Version >= done.Examined.Examined.Newest || done.Answers == 0 {
		t.Fatalf("got %+v, %v", done, err)
	}
	s := openStore(t, dir)
	all, err := s.Backups()
	if err != nil || len(all) != 1 || all[0].Kind != store.UpgradeBackup {
		t.Errorf("backups: %+v, %v", all, err)
	}
}
