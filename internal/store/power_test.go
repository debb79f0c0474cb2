package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/disktest"
	"dossier/internal/marking"
	"dossier/internal/quiz"
	"dossier/internal/store"
)

// The tasks of a child whose disk is watched. Its run is the path of the journal, in which it acknowledges.
const (
	watchedAnswers = "watched answers"
	watchedMarks   = "watched marks"
	watchedUpgrade = "watched upgrade"
	watchedBackup  = "watched backup"
	watchedErase   = "watched erase"
	watchedControl = "watched with synchronous=" // and the level
)

func workWatched(task, dir, path string) error {
	if strings.HasPrefix(task, "failing ") {
		return failWatched(task, dir, path)
	}
	if rate, ok := strings.CutPrefix(task, slowCard); ok {
		return answerOnSlowCard(dir, path, rate)
	}
	journal, err := disktest.OpenJournal(path)
	if err != nil {
		return err
	}
	defer journal.Close()
	acknowledge := func(what string) error { return disktest.Acknowledge(journal, what) }
	if level, ok := strings.CutPrefix(task, watchedControl); ok {
		return writeWithout(dir, level, acknowledge)
	}
	s, err := store.Open(context.Background(), dir, clock)
	if err != nil {
		return err
	}
	switch task {
	case watchedAnswers: // closed and opened again, so that the log is folded in and removed; the last is not closed
		for run := range 3 {
			err = errors.Join(err, answerWatched(s, fmt.Sprint("run ", run), 12, acknowledge), s.Close())
			s, _ = store.Open(context.Background(), dir, clock)
		}
		return errors.Join(err, answerWatched(s, "run 3", 12, acknowledge))
	case watchedMarks:
		return markWatched(s, acknowledge)
	case watchedUpgrade:
		return errors.Join(acknowledge("upgraded"), s.Close())
	case watchedErase:
		return eraseWatched(s, acknowledge)
	case watchedBackup:
		return backUpWatched(s, dir, acknowledge)
	}
	return fmt.Errorf("there is no task %q", task)
}

const writers = 4

// answered is an answer of a student to q1, told apart by its token.
func answered(token string) classroom.NewResponse {
	return classroom.NewResponse{Question: classroom.Asked{Question: "q1", Version: 1}, FormToken: token,
		Answer: quiz.Answer{"a": {token}}, Marks: 1, OutOf: 2}
}

// answerWatched has several students answer at once.
func answerWatched(s *store.Store, run string, each int, acknowledge func(string) error) error {
	errs := make([]error, writers)
	var all sync.WaitGroup
	for i := range writers {
		all.Go(func() {
			for n := 0; n < each && errs[i] == nil; n++ {
				token := fmt.Sprintf("%s, student %d, answer %d", run, i+1, n)
				who := store.Answerer{Student: classroom.StudentID(i + 1)}
				errs[i] = s.RecordCheck(context.Background(), who, "lesson", []byte("key"), answered(token))
				if errs[i] == nil {
					errs[i] = acknowledge(token)
				}
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

func markWatched(s *store.Store, acknowledge func(string) error) error {
	ctx := context.Background()
	waiting, err := s.Queue(ctx, 1, bench)
	if err != nil {
		return err
	}
	for _, sc := range waiting {
		m := marking.NewMark{
			Essay: sc.ID, Rev: sc.Rev, Purpose: marking.First, FormToken: fmt.Sprint("form ", sc.ID),
			Levels: map[string]int{}, Comments: map[string]string{}, Strength: "strength", Target: "target",
		}
		for _, skill := range skills {
			m.Levels[skill], m.Comments[skill] = int(sc.ID)%5, "comment"
		}
		if err := errors.Join(s.RecordMark(ctx, 1, m), acknowledge(m.FormToken)); err != nil {
			return err
		}
	}
	return s.Close()
}

// backUpWatched makes backups while students answer.
func backUpWatched(s *store.Store, dir string, acknowledge func(string) error) (err error) {
	var all sync.WaitGroup
	var answers error
	all.Go(func() { answers = answerWatched(s, "run 0", 24, acknowledge) })
	for range 4 {
		_, failed := s.Backup(context.Background())
		err = errors.Join(err, failed)
	}
	all.Wait()
	return errors.Join(err, answers, s.Close())
}

// eraseWatched erases the fifth student between answers of the others, and has the traces wiped.
func eraseWatched(s *store.Store, acknowledge func(string) error) error {
	ctx := context.Background()
	if err := errors.Join(answerWatched(s, "run 0", 6, acknowledge),
		s.EraseStudents(ctx, 0, 1, []classroom.StudentID{writers + 1})); err != nil {
		return err
	}
	wiped, err := s.Wipe(ctx)
	if err == nil && !wiped {
		err = errors.New("somebody was in the way")
	}
	return errors.Join(err, answerWatched(s, "run 1", 6, acknowledge), s.Close())
}

// writeWithout writes past the engine, with another setting of synchronous and nothing else that matters.
func writeWithout(dir, level string, acknowledge func(string) error) error {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, "dossier.db")+
		"?_journal_mode=WAL&_txlock=immediate&_synchronous="+level)
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`PRAGMA wal_autocheckpoint=20`); err != nil { // so that some is folded in on the way
		return err
	}
	for i := range 200 {
		key := fmt.Sprint("control ", i)
		_, err := db.Exec(`INSERT INTO meta (key, value) VALUES (?1, ?2)`, key, strings.Repeat(key, 200))
		if err := errors.Join(err, acknowledge(key)); err != nil {
			return err
		}
	}
	return nil
}

// cut pulls the plug n times while a child works, and hands each disk to look, with what had been acknowledged by then.
func cut(t *testing.T, task, dir string, n int, look func(dir string, acknowledged []string)) {
	t.Helper()
	disk, ops := disktest.Watched(t, dir, func(journal string) *exec.Cmd { return child(t.Context(), task, dir, journal) })
	disktest.PullPlug(t, disk, ops, n, look)
}

// classOfFour is a folder with students who may answer q1.
func classOfFour(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	s := &school{t: t, at: clock()}
	var err error
	s.Store, err = store.Open(t.Context(), dir, s.now)
	s.must(err)
	s.teacher, s.class, err = s.CreateOwner(t.Context(), "Owner", "owner", "hash", "10B", "AAAAAA", s.form())
	s.must(err)
	_, err = s.KeepQuestions(t.Context(), []store.QuestionVersion{{ID: "q1", Version: 1, SHA: "1", Body: "one"}})
	s.must(err)
	for i := range writers {
		if id := s.join(fmt.Sprint("student ", i), i+1, 0); id != classroom.StudentID(i+1) {
			t.Fatalf("student %d has number %d", i, id)
		}
	}
	closeStore(t, s.Store)
	return dir
}

// keepsAnswers checks that a folder opens as if nothing had happened, with all that was acknowledged.
func keepsAnswers(t *testing.T, dir string, acknowledged []string) {
	t.Helper()
	s, err := store.Open(t.Context(), dir, clock)
	if err != nil {
		t.Error(err)
		return
	}
	defer closeStore(t, s)
	rows := column(t, s.Reader(), `SELECT r.form_token FROM response r JOIN attempt a ON a.id = r.attempt_id
		WHERE json_extract(r.answer, '$.a[0]') = r.form_token
			AND instr(r.form_token, 'student ' || a.student_id || ',') > 0`)
	if lost := without(acknowledged, rows); len(lost) > 0 {
		t.Errorf("%d of %d acknowledged answers are lost, %q first", len(lost), len(acknowledged), lost[0])
	}
	if n := count(t, s, `SELECT count(*) FROM response`); n != len(rows) {
		t.Errorf("%d answers are not what somebody has sent", n-len(rows))
	}
	sound(t, s.Reader())
}

func sound(t *testing.T, db store.Tx) {
	t.Helper()
	var verdict string
	var strays int
	err := errors.Join(db.QueryRowContext(t.Context(), `PRAGMA integrity_check`).Scan(&verdict),
		db.QueryRowContext(t.Context(), `SELECT count(*) FROM pragma_foreign_key_check`).Scan(&strays))
	if err != nil || verdict != "ok" || strays != 0 {
		t.Errorf("integrity %q, %d rows refer to nothing (%v)", verdict, strays, err)
	}
}

func column(t *testing.T, db store.Tx, query string) (values []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			t.Fatal(err)
		}
		values = append(values, value)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return values
}

// without lists what is not in stored.
func without(acknowledged, stored []string) (lost []string) {
	there := map[string]bool{}
	for _, value := range stored {
		there[value] = true
	}
	for _, value := range acknowledged {
		if !there[value] {
			lost = append(lost, value)
		}
	}
	return lost
}

func TestF2PowerCut(t *testing.T) {
	t.Run("answers", func(t *testing.T) {
		cut(t, watchedAnswers, classOfFour(t), disktest.Rounds(25, 1000), func(dir string, acknowledged []string) {
			keepsAnswers(t, dir, acknowledged)
		})
	})
	t.Run("erase", func(t *testing.T) {
		dir := classOfFour(t)
		s := &school{t: t, at: clock(), Store: openStore(t, dir), class: 1, teacher: 1, forms: 1000}
		s.handIn(s.join(canary, 100, 0), strings.Repeat(canary+" wrote this. ", 200))
		s.must(s.Write(t.Context(), func(tx store.Tx) error { // much that stays
			_, err := tx.ExecContext(t.Context(), `INSERT INTO meta (key, value) VALUES ('large', ?1)`,
				strings.Repeat("x", 3<<20))
			return err
		}))
		closeStore(t, s.Store)
		cut(t, watchedErase, dir, disktest.Rounds(25, 500), func(dir string, acknowledged []string) {
			keepsAnswers(t, dir, acknowledged)
		})
	})
	t.Run("marks", func(t *testing.T) {
		dir := classOfFour(t)
		s := &school{t: t, at: clock(), Store: openStore(t, dir), class: 1, forms: 1000}
		for i := range 20 {
			s.handIn(s.join(fmt.Sprint("author ", i), 100+i, 0), fmt.Sprint("text ", i))
		}
		closeStore(t, s.Store)
		cut(t, watchedMarks, dir, disktest.Rounds(15, 500), func(dir string, acknowledged []string) {
			s, err := store.Open(t.Context(), dir, clock)
			if err != nil {
				t.Error(err)
				return
			}
			defer closeStore(t, s)
			whole := column(t, s.Reader(), `SELECT m.form_token FROM mark m JOIN essay e ON e.id = m.essay_id
				WHERE e.state = 'marked' AND 5 = (SELECT count(*) FROM mark_level l WHERE l.mark_id = m.id
					AND l.level = m.essay_id % 5 AND l.comment = 'comment')`)
			if lost := without(acknowledged, whole); len(lost) > 0 {
				t.Errorf("%d of %d acknowledged marks are lost, %q first", len(lost), len(acknowledged), lost[0])
			}
			if n := count(t, s, `SELECT count(*) FROM mark`); n != len(whole) {
				t.Errorf("%d marks are there by half", n-len(whole))
			}
			sound(t, s.Reader())
		})
	})
	t.Run("upgrade", func(t *testing.T) {
		dir := fixture(t)
		before, columns := contentsOf(t, opened(t, filepath.Join(dir, "dossier.db")), nil)
		cut(t, watchedUpgrade, dir, disktest.Rounds(10, 250), func(dir string, _ []string) {
			s, err := store.Open(t.Context(), dir, clock)
			if err != nil {
				t.Error(err)
				return
			}
			closeStore(t, s)
			checkUpgraded(t, filepath.Join(dir, "dossier.db"), before, columns)
		})
	})
	t.Run("backup", func(t *testing.T) {
		cut(t, watchedBackup, classOfFour(t), disktest.Rounds(10, 250), func(dir string, acknowledged []string) {
			keepsAnswers(t, dir, acknowledged)
			if cut, err := filepath.Glob(filepath.Join(dir, "backups", ".*")); err != nil || len(cut) != 0 {
				t.Errorf("%v are left of a backup that was cut short (%v)", cut, err)
			}
		})
	})
}

// TestF2PowerCutSeesLoss is what makes the test above worth anything: with less than synchronous=FULL the same layer
// finds answers lost, and the file damaged.
func TestF2PowerCutSeesLoss(t *testing.T) {
	for _, row := range []struct {
		level          string
		loses, corrupt bool
	}{{"FULL", false, false}, {"NORMAL", true, false}, {"OFF", true, true}} {
		t.Run(row.level, func(t *testing.T) {
			n, lossy, corrupt := disktest.Rounds(30, 500), 0, 0
			cut(t, watchedControl+row.level, classOfFour(t), n, func(dir string, acknowledged []string) {
				lost, sound := afterCut(t, filepath.Join(dir, "dossier.db"), acknowledged)
				if !sound {
					corrupt++
				} else if lost > 0 {
					lossy++
				}
			})
			t.Logf("synchronous=%s: of %d cuts, %d lose what was acknowledged and %d damage the file", row.level, n, lossy,
				corrupt)
			if row.level == "FULL" && lossy+corrupt > 0 {
				t.Errorf("%d cuts lose and %d damage the file, want none", lossy, corrupt)
			}
			if row.loses && lossy+corrupt == 0 || row.corrupt && corrupt == 0 {
				t.Errorf("%d cuts lose and %d damage the file: the test is blind", lossy, corrupt)
			}
		})
	}
}

// afterCut looks into a database that the engine has not made.
func afterCut(t *testing.T, path string, acknowledged []string) (lost int, sound bool) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var verdict string
	if err := db.QueryRow(`PRAGMA integrity_check(1)`).Scan(&verdict); err != nil || verdict != "ok" {
		return 0, false
	}
	for _, key := range acknowledged {
		var n int
		if err := db.QueryRow(`SELECT count(*) FROM meta WHERE key = ?1`, key).Scan(&n); err != nil {
			return 0, false
		} else if n == 0 {
			lost++
		}
	}
	return lost, true
}
