package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/disktest"
	"dossier/internal/store"
)

// The tasks of a child whose disk fails. Its run is the path of the file that makes it fail, and each line that it
// prints begins with what it says: "stored" and a token, "met" and a number, or "wrong" and a sentence.
const (
	failingWrites = "failing writes"
	failingStarts = "failing starts"
)

// faults are what a disk says when it fails.
var faults = []syscall.Errno{syscall.EIO, syscall.ENOSPC, syscall.EROFS}

// withFaults does something over and over, each time with another call failing: the first, the second, and so on, until
// it is done without meeting a failure. Each fault comes once alone and once to stay.
func withFaults(path string, step int, do func(name string, heal func() error) error) error {
	control, err := disktest.NewControl(path)
	if err != nil {
		return err
	}
	met := 0
	for _, fault := range faults {
		for _, lasting := range []bool{false, true} {
			for _, what := range []int{disktest.Writes, disktest.Syncs | disktest.Files} {
				for n := 1; ; n += step {
					if err := control.Fail(what, n, fault, lasting); err != nil {
						return err
					}
					failed := 0
					heal := func() (err error) {
						failed, _, err = control.Met()
						return errors.Join(err, control.Heal())
					}
					name := fmt.Sprintf("%v %t %d %d", fault, lasting, what, n)
					if err := do(name, heal); err != nil {
						return fmt.Errorf("%s: %w", name, err)
					}
					if failed == 0 {
						break
					}
					met++
				}
			}
		}
	}
	fmt.Println("met", met)
	return nil
}

// understood says that people can be told what is wrong.
func understood(err error) bool {
	return errors.Is(err, store.ErrNoSpace) || errors.Is(err, store.ErrIO) || errors.Is(err, store.ErrReadOnly)
}

// failWatched carries out the tasks of a child whose disk fails.
func failWatched(task, dir, path string) error {
	if task == failingStarts {
		step := 5
		if os.Getenv("DOSSIER_TORTURE") != "" {
			step = 1
		}
		return withFaults(path, step, func(name string, heal func() error) error { return startFailing(dir, name, heal) })
	}
	s, err := store.Open(context.Background(), dir, clock)
	if err != nil {
		return err
	}
	err = withFaults(path, 1, func(name string, heal func() error) error { return answerFailing(s, name, heal) })
	return errors.Join(err, s.Close())
}

// answerFailing sends three answers while the disk fails, and those that were refused once more when it works again,
// under the same tokens, as a student does.
func answerFailing(s *store.Store, name string, heal func() error) error {
	var refused []string
	for n := range 3 {
		token := fmt.Sprintf("%s, student %d, answer %d", name, n+1, n)
		if err := answerAs(s, n+1, token); err == nil {
			fmt.Println("stored", token)
		} else if refused = append(refused, token); !understood(err) {
			fmt.Println("wrong", name, "is told as", err)
		}
	}
	if err := heal(); err != nil {
		return err
	}
	for _, token := range refused {
		var student, n int
		_, rest, _ := strings.Cut(token, ", student ")
		if _, err := fmt.Sscanf(rest, "%d, answer %d", &student, &n); err != nil {
			return err
		}
		if err := answerAs(s, student, token); err != nil {
			return fmt.Errorf("after the disk works again: %w", err)
		}
		fmt.Println("stored", token)
	}
	return nil
}

func answerAs(s *store.Store, student int, token string) error {
	who := store.Answerer{Student: classroom.StudentID(student)}
	return s.RecordCheck(context.Background(), who, "lesson", []byte("key"), answered(token))
}

// startFailing opens the folder, stores an answer and closes it while the disk fails, and does it again when it works.
func startFailing(dir, name string, heal func() error) error {
	token := name + ", student 1, answer 0"
	once := func() error {
		s, err := store.Open(context.Background(), dir, clock)
		if err != nil {
			return err
		}
		if err := answerAs(s, 1, token); err != nil {
			return errors.Join(err, s.Close())
		}
		fmt.Println("stored", token)
		return s.Close()
	}
	if err := once(); err != nil && !understood(err) {
		fmt.Println("wrong", name, "is told as", err)
	}
	if err := heal(); err != nil {
		return err
	}
	if err := once(); err != nil {
		return fmt.Errorf("after the disk works again: %w", err)
	}
	return nil
}

// TestF4IOErrors has every single call that SQLite makes fail. Nobody is told "stored" of what is not there, nothing is
// there by half, and as soon as the disk works again so does everything, without a restart.
func TestF4IOErrors(t *testing.T) {
	library, err := disktest.Build(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, task := range []string{failingWrites, failingStarts} {
		t.Run(task, func(t *testing.T) {
			dir, control := classOfFour(t), filepath.Join(t.TempDir(), "control")
			writeFile(t, control, make([]byte, 24))
			cmd := child(t.Context(), task, dir, control)
			cmd.Env = append(cmd.Env, disktest.Watch(library, dir, "", control)...)
			said, err := cmd.Output()
			if err != nil {
				t.Fatalf("the child ended with %v:\n%s", err, last(string(said), 2000))
			}
			stored, met := map[string]bool{}, 0
			for line := range strings.Lines(string(said)) {
				what, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
				switch what {
				case "stored":
					stored[rest] = true
				case "met":
					fmt.Sscan(rest, &met)
				case "wrong":
					t.Error(rest)
				}
			}
			var tokens []string
			for token := range stored {
				tokens = append(tokens, token)
			}
			keepsAnswers(t, dir, tokens)
			s := openStore(t, dir)
			if n := count(t, s, `SELECT count(*) FROM response`); n != len(stored) {
				t.Errorf("%d answers are there, and %d were acknowledged", n, len(stored))
			}
			if t.Logf("%d faults, %d answers", met, len(stored)); met < 60 {
				t.Errorf("only %d faults were met: the test tests little", met)
			}
		})
	}
}

func last(text string, n int) string { return text[max(0, len(text)-n):] }
