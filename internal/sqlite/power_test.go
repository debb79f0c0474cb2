package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"dossier/internal/disktest"
	"dossier/internal/sqlite"
)

// The tasks of a child whose disk is watched while it goes back to a backup. Its run is the path of the journal, in
// which it acknowledges the keys of what it has written, and what else it has said was done.
const (
	watchedRestore   = "watched restore"    // of a database that was killed, by the command
	watchedGoingBack = "watched going back" // of the running program
	forgetsCopy      = ", copy forgotten"
	forgetsFolders   = ", folders forgotten"

	saidPrepared = "prepared" // the next start finds the backup
	saidRestored = "restored"
)

// backupName is where the tests put the backup, which is certain to be there, in the folder.
const backupName = "backups/copy.db"

func workWatched(task, dir, path string) error {
	journal, err := disktest.OpenJournal(path)
	if err != nil {
		return err
	}
	defer journal.Close()
	acknowledge := func(what string) error { return disktest.Acknowledge(journal, what) }
	sqlite.TakeSteps(disktest.Libc{ForgetsFolders: strings.HasSuffix(task, forgetsFolders)})
	if strings.HasPrefix(task, watchedGoingBack) {
		return goBackWatched(dir, acknowledge)
	}
	_, err = sqlite.Restore(context.Background(), dir, filepath.Join(dir, backupName), today(indexed), clock, nil)
	return errors.Join(err, acknowledge(saidRestored))
}

// goBackWatched prepares to go back while others write, closes, opens again and writes on.
func goBackWatched(dir string, acknowledge func(string) error) error {
	ctx := context.Background()
	db, err := open(ctx, dir, today(indexed))
	if err != nil {
		return err
	}
	write := func(run string, n int) (err error) {
		for i := 0; i < n && err == nil; i++ {
			key := fmt.Sprintf("t/%s/%d", run, i)
			if err = db.Write(ctx, put(key, strings.Repeat("x", 200))); err == nil {
				err = acknowledge(key)
			}
		}
		return err
	}
	var class sync.WaitGroup
	var wrote error
	class.Go(func() { wrote = write("old", 30) })
	_, err = db.PrepareRestore(ctx, filepath.Join(dir, backupName), today(indexed), nil)
	if err = errors.Join(err, acknowledge(saidPrepared)); err != nil {
		return err
	}
	class.Wait()
	if err := errors.Join(wrote, write("old/late", 5), db.Close()); err != nil {
		return err
	}
	if db, err = open(ctx, dir, today(indexed)); err != nil {
		return err
	}
	return errors.Join(acknowledge(saidRestored), write("new", 10), db.Close())
}

// schoolWithBackup is a folder with rows "t/few/…" that were acknowledged, and a backup of 30 other rows.
func schoolWithBackup(t *testing.T, killed bool) (dir string, acknowledged []string) {
	t.Helper()
	_, path := backedUp(t, 30)
	dir = t.TempDir()
	acknowledged = workAndKill(t, "write a few", dir, "20", 20)
	if err := os.MkdirAll(filepath.Join(dir, "backups"), 0o700); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, backupName), readFile(t, path))
	if !killed {
		closeStore(t, openWith(t, dir, today(indexed)))
	}
	return dir, acknowledged
}

// afterPower says what is wrong with a folder after a cut; "" for nothing: it has to be as before or as after, with all
// that was acknowledged.
func afterPower(t *testing.T, dir string, before, acknowledged []string) string {
	t.Helper()
	var said, old, fresh []string
	for _, what := range acknowledged {
		switch {
		case strings.HasPrefix(what, "t/new"):
			fresh = append(fresh, what)
		case strings.HasPrefix(what, "t/"):
			old = append(old, what)
		default:
			said = append(said, what)
		}
	}
	old = append(old, before...)
	db, err := open(t.Context(), dir, today(indexed))
	if err != nil {
		return fmt.Sprint("it does not open: ", err)
	}
	defer closeStore(t, db)
	if keys(t, db, "t/few/") > 0 {
		if len(said) > 0 {
			return fmt.Sprintf("it is as before, although it was said to be %q", said)
		}
		return lost("before", missing(t, db, old))
	}
	if n := keys(t, db, "t/") - keys(t, db, "t/new/"); n != 30 {
		return fmt.Sprintf("it has %d rows of the backup, want 30", n)
	}
	if wrong := lost("after", missing(t, db, fresh)); wrong != "" {
		return wrong
	}
	kept, err := filepath.Glob(filepath.Join(dir, "replaced-*"))
	if err != nil || len(kept) != 1 {
		return fmt.Sprintf("what was replaced is in %q (%v)", kept, err)
	}
	was, err := open(t.Context(), kept[0], today(indexed))
	if err != nil {
		return fmt.Sprint("what was replaced does not open: ", err)
	}
	defer closeStore(t, was)
	return lost("replaced", missing(t, was, old))
}

func lost(where string, keys []string) string {
	if len(keys) == 0 {
		return ""
	}
	return fmt.Sprintf("%s: %d that were acknowledged are lost, %q first", where, len(keys), keys[0])
}

func cutRestore(t *testing.T, task string, n int, look func(wrong string)) {
	t.Helper()
	dir, before := schoolWithBackup(t, strings.HasPrefix(task, watchedRestore))
	run := func(journal string) *exec.Cmd { return child(t.Context(), task, dir, journal) }
	disk, ops := disktest.Watched(t, dir, run)
	if strings.HasSuffix(task, forgetsCopy) { // SQLite syncs it as well, for the mark in it
		ops = slices.DeleteFunc(ops, func(op disktest.Op) bool {
			return op.Kind == disktest.Sync && strings.HasPrefix(op.Name, ".restoring-")
		})
	}
	disktest.PullPlug(t, disk, ops, n, func(dir string, acknowledged []string) {
		look(afterPower(t, dir, before, acknowledged))
	})
}

// TestF2PowerCutOverARestore pulls the plug while a backup is put back, by the command and by the running program. Then
// the next start has the one state or the other, whole, and what is replaced has all that was ever acknowledged.
func TestF2PowerCutOverARestore(t *testing.T) {
	for _, task := range []string{watchedRestore, watchedGoingBack} {
		t.Run(task, func(t *testing.T) {
			cutRestore(t, task, disktest.Rounds(40, 1000), func(wrong string) {
				if wrong != "" {
					t.Error(wrong)
				}
			})
		})
	}
}

// TestF2PowerCutOverARestoreSeesLoss is what makes the test above worth anything: when the copy, or the names in the
// folder, are not synced, the same cuts find losses.
func TestF2PowerCutOverARestoreSeesLoss(t *testing.T) {
	for _, task := range []string{watchedRestore + forgetsCopy, watchedRestore + forgetsFolders,
		watchedGoingBack + forgetsCopy, watchedGoingBack + forgetsFolders} {
		t.Run(task, func(t *testing.T) {
			n, bad, first := disktest.Rounds(120, 500), 0, ""
			cutRestore(t, task, n, func(wrong string) {
				if wrong != "" {
					bad++
					first = wrong
				}
			})
			if t.Logf("%d of %d cuts lose something: %s", bad, n, first); bad == 0 {
				t.Error("no cut loses anything: the test is blind")
			}
		})
	}
}
