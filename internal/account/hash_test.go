package account_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"dossier/internal/account"
)

// host is where everybody here signs in from.
const host = "192.168.1.7"

func TestHashAndVerify(t *testing.T) {
	const secret = "purple canyon ticket élan"
	phc, err := account.HashSecret(secret)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(phc, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash: got %s, want a PHC string with our cost", phc)
	}
	again, err := account.HashSecret(secret)
	if err != nil {
		t.Fatal(err)
	}
	if again == phc {
		t.Error("two hashes of one secret are the same: no salt")
	}
	for given, want := range map[string]bool{
		secret:                            true,
		"purple canyon ticket e\u0301lan": true, // the same on another keyboard
		"purple canyon ticket elan":       false,
		"Purple canyon ticket élan":       false,
		"purple canyon ticket élan ":      false,
		"":                                false,
	} {
		got, err := account.VerifySecret(phc, given)
		if err != nil || got != want {
			t.Errorf("%q: got %v, %v, want %v", given, got, err, want)
		}
	}
}

// The hash of a published implementation: argon2 (the reference command) with -id -t 2 -k 65536 -p 1, salt "somesalt".
func TestVerifyAForeignHash(t *testing.T) {
	const phc = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	for given, want := range map[string]bool{"password": true, "differentpassword": false} {
		got, err := account.VerifySecret(phc, given)
		if err != nil || got != want {
			t.Errorf("%q: got %v, %v, want %v", given, got, err, want)
		}
	}
}

// Where nobody may sign in any more, no PIN is right, nor is anything wrong with the data.
func TestNobodySignsIn(t *testing.T) {
	for _, given := range []string{"", "123456", account.Nobody} {
		if ok, err := account.VerifySecret(account.Nobody, given); ok || err != nil {
			t.Errorf("%q: got %v, %v", given, ok, err)
		}
	}
}

func TestVerifyRefusesWhatIsNoHash(t *testing.T) {
	const salt, key = "c29tZXNhbHQ", "CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	for _, phc := range []string{
		"", "secret", "$", "$argon2id$", "$$$$$",
		"$argon2i$v=19$m=65536,t=2,p=1$" + salt + "$" + key,
		"$argon2id$v=16$m=65536,t=2,p=1$" + salt + "$" + key,
		"$argon2id$v=19$m=65536,t=2$" + salt + "$" + key,
		"$argon2id$v=19$m=65536,t=2,p=1x$" + salt + "$" + key,
		"$argon2id$v=19$m=65536,t=0,p=1$" + salt + "$" + key,
		"$argon2id$v=19$m=65536,t=2,p=0$" + salt + "$" + key,
		"$argon2id$v=19$m=65536,t=2,p=256$" + salt + "$" + key,
		"$argon2id$v=19$m=4294967295,t=2,p=1$" + salt + "$" + key,
		"$argon2id$v=19$m=65536,t=4294967295,p=1$" + salt + "$" + key,
		"$argon2id$v=19$m=65536,t=2,p=1$" + salt + "$",
		"$argon2id$v=19$m=65536,t=2,p=1$$" + key,
		"$argon2id$v=19$m=65536,t=2,p=1$" + salt + "$not base64",
		"$argon2id$v=19$m=65536,t=2,p=1$" + salt + "$" + key + "$",
	} {
		if ok, err := account.VerifySecret(phc, ""); ok || !errors.Is(err, account.ErrBadHash) {
			t.Errorf("%q: got %v, %v, want ErrBadHash", phc, ok, err)
		}
	}
}

func TestAClassSignsInAtOnce(t *testing.T) {
	hasher := account.NewHasher()
	phc, err := hasher.Hash(t.Context(), host, "483920")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 30 {
		wg.Go(func() {
			given, want := "483920", i%2 == 0
			if !want {
				given = "483921"
			}
			if got, err := hasher.Verify(context.Background(), host, phc, given); err != nil || got != want {
				t.Errorf("%s: got %v, %v, want %v", given, got, err, want)
			}
		})
	}
	wg.Wait()
}

func TestHasherRefuses(t *testing.T) {
	hasher := account.NewHasher()
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := hasher.Hash(cancelled, host, "x"); !errors.Is(err, context.Canceled) {
		t.Errorf("Hash for somebody who left: got %v, want Canceled", err)
	}
	if ok, err := hasher.Verify(t.Context(), host, "", ""); ok || err != nil {
		t.Errorf("an account that does not exist: got %v, %v, want false", ok, err)
	}
	if ok, err := hasher.Verify(t.Context(), host, "nonsense", "x"); ok || !errors.Is(err, account.ErrBadHash) {
		t.Errorf("a hash that is none: got %v, %v, want ErrBadHash", ok, err)
	}
}
