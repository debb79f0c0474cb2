package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"dossier/internal/sqlite"
)

func TestBackupDuringWrites(t *testing.T) {
	s := openStore(t, t.TempDir())
	ctx, stop := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	var mu sync.Mutex
	var acknowledged []string
	begun := make(chan struct{}, 1)
	for writer := range 8 {
		wg.Go(func() {
			for i := 0; ctx.Err() == nil; i++ {
				key := fmt.Sprintf("t/%d/%d", writer, i)
				if err := s.Write(ctx, put(key, "x")); err != nil {
					if !errors.Is(err, context.Canceled) {
						t.Error(err)
					}
					return
				}
				mu.Lock()
				acknowledged = append(acknowledged, key)
				mu.Unlock()
				select {
				case begun <- struct{}{}:
				default:
				}
			}
		})
	}
	folder := t.TempDir()
	for i := range 10 {
		<-begun
		mu.Lock()
		before := append([]string(nil), acknowledged...)
		mu.Unlock()
		copied := filepath.Join(folder, fmt.Sprint(i), "dossier.db")
		if err := s.Backup(t.Context(), copied); err != nil {
			t.Fatal(err)
		}
		restored, err := open(t.Context(), filepath.Dir(copied), today(nil))
		if err != nil {
			t.Fatal(err)
		}
		if got := restored.Warnings(); len(got) != 0 {
			t.Errorf("backup %d: warnings %q, want none", i, got)
		}
		if lost := missing(t, restored, before); len(lost) != 0 {
			t.Errorf("backup %d: %d of %d writes acknowledged before it are not in it", i, len(lost), len(before))
		}
		closeStore(t, restored)
	}
	stop()
	wg.Wait()
}

func TestBackupReplacesAndLeavesNothingElse(t *testing.T) {
	s := openStore(t, t.TempDir())
	folder := t.TempDir()
	path := filepath.Join(folder, "copy.db")
	for i := range 2 {
		if err := s.Write(t.Context(), put(fmt.Sprint("t/", i), "x")); err != nil {
			t.Fatal(err)
		}
		if err := s.Backup(t.Context(), path); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 1 || files[0].Name() != "copy.db" {
		t.Errorf("files: got %v, want copy.db alone", files)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o600 {
		t.Errorf("permissions: got %o, want 600", got)
	}
}

func TestBackupThatCannotBe(t *testing.T) {
	s := openStore(t, t.TempDir())
	folder := t.TempDir()
	file := filepath.Join(folder, "file")
	writeFile(t, file, []byte("precious"))
	link := filepath.Join(folder, "link")
	if err := os.Symlink(s.Path(), link); err != nil {
		t.Fatal(err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	cases := []struct {
		name string
		ctx  context.Context
		path string
		want error // nil: any
	}{
		{"onto the database", t.Context(), s.Path(), nil},
		{"onto its log", t.Context(), s.Path() + "-wal", nil},
		{"onto a link to the database", t.Context(), link, nil},
		{"below a file", t.Context(), filepath.Join(file, "copy.db"), sqlite.ErrReadOnly},
		{"cancelled", cancelled, file, context.Canceled},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			err := s.Backup(c.ctx, c.path)
			if err == nil || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
	if got := contents(t, file); !strings.HasSuffix(got, "precious") {
		t.Errorf("a failed backup changed its target: %q", got)
	}
	if err := s.Write(t.Context(), put("t/1", "x")); err != nil {
		t.Errorf("the store after failed backups: %v", err)
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 2 {
		t.Errorf("files: got %v, want file and link alone", files)
	}
}
