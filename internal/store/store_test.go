package store_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"sync"
	"testing"
	"time"

	"dossier/internal/store"
)

func clock() time.Time { return time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC) }

func openStore(t *testing.T, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func closeStore(t *testing.T, s *store.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func writeFile(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestABrokenSecretIsDamage(t *testing.T) {
	s := openStore(t, t.TempDir())
	execute(t, s, `INSERT INTO meta (key, value) VALUES ('secret', 'abcd')`)
	if _, err := s.Secret(t.Context()); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("got %v, want ErrDamaged", err)
	}
}

func TestSecretIsMadeOnce(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	secrets := make([][]byte, 8)
	var wg sync.WaitGroup
	for i := range secrets {
		wg.Go(func() {
			var err error
			if secrets[i], err = s.Secret(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	closeStore(t, s)
	later, err := openStore(t, dir).Secret(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(later) != 32 || bytes.Equal(later, make([]byte, 32)) {
		t.Errorf("secret: got %d bytes, want 32 random ones", len(later))
	}
	for i, secret := range secrets {
		if !bytes.Equal(secret, later) {
			t.Errorf("caller %d got a secret of its own", i)
		}
	}
	other, err := openStore(t, t.TempDir()).Secret(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(other, later) {
		t.Error("two installations have the same secret")
	}
}
