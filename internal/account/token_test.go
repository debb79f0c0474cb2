package account_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"dossier/internal/account"
)

func tokens(t *testing.T, secret string) *account.Tokens {
	t.Helper()
	made, err := account.NewTokens(bytes.Repeat([]byte(secret), 32))
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestTokens(t *testing.T) {
	ours, theirs := tokens(t, "a"), tokens(t, "b")
	token, other := ours.New(), ours.New()
	if token == other {
		t.Fatal("two tokens are the same")
	}
	if !regexp.MustCompile(`^[A-Za-z0-9_-]{54}$`).MatchString(token) {
		t.Errorf("token: got %q, want 40 bytes in base64url", token)
	}
	if !tokens(t, "a").Valid(token) {
		t.Error("a token is not valid after a restart")
	}
	if theirs.Valid(token) {
		t.Error("the token of another installation is valid")
	}
	for i := range token {
		changed := []byte(token)
		if changed[i] == 'A' {
			changed[i] = 'B'
		} else {
			changed[i] = 'A'
		}
		if ours.Valid(string(changed)) {
			t.Errorf("valid with character %d changed", i)
		}
	}
	// The last character carries two bits that mean nothing; each of its other spellings is another string.
	for _, last := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" {
		if spelt := token[:53] + string(last); spelt != token && ours.Valid(spelt) {
			t.Errorf("a second spelling is valid: %c for %c", last, token[53])
		}
	}
	for _, bad := range []string{"", "x", token + "A", token[:53], token + "=", token + "\n", token[:27] + other[27:],
		strings.Repeat("A", 54), strings.Repeat("A", 100000)} {
		if ours.Valid(bad) {
			t.Errorf("%.60q is valid", bad)
		}
	}
	if ours.Hash(token) == ours.Hash(other) || ours.Hash(token) != theirs.Hash(token) {
		t.Error("the hash of a token does not depend on the token alone")
	}
}

func TestCSRF(t *testing.T) {
	ours := tokens(t, "a")
	token, other := ours.New(), ours.New()
	value := ours.CSRF(token)
	if strings.Contains(token, value) || strings.Contains(value, token) {
		t.Error("the value gives the token away")
	}
	cases := map[string]struct {
		token, value string
		want         bool
	}{
		"own":             {token, value, true},
		"after a restart": {token, tokens(t, "a").CSRF(token), true},
		"other session":   {other, value, false},
		"other secret":    {token, tokens(t, "b").CSRF(token), false},
		"none":            {token, "", false},
		"longer":          {token, value + "A", false},
		"the token":       {token, token, false},
	}
	for name, c := range cases {
		if got := ours.CheckCSRF(c.token, c.value); got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

func TestNewTokensNeedsTheWholeSecret(t *testing.T) {
	for _, n := range []int{0, 16, 31, 33} {
		if _, err := account.NewTokens(make([]byte, n)); err == nil {
			t.Errorf("%d bytes were accepted", n)
		}
	}
}

func TestFormToken(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		token := account.FormToken()
		if !regexp.MustCompile(`^[A-Za-z0-9_-]{22}$`).MatchString(token) || seen[token] {
			t.Fatalf("%q: not 16 bytes in base64url, or twice", token)
		}
		seen[token] = true
	}
}

// Tokens that are made one after the other have their beginning in common, so that they stand side by side in an index.
func TestFormTokensStandTogether(t *testing.T) {
	a, b := account.FormToken(), account.FormToken()
	if a[:4] != b[:4] || a[8:] == b[8:] {
		t.Errorf("%q and %q: want one beginning and different ends", a, b)
	}
}
