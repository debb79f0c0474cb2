package account_test

import (
	"strings"
	"testing"

	"dossier/internal/account"
)

func TestJoinCode(t *testing.T) {
	symbols := map[rune]bool{}
	for range 2000 {
		code := account.NewJoinCode()
		for _, r := range code {
			symbols[r] = true
		}
		shown := account.FormatJoinCode(code)
		for _, typed := range []string{code, shown, strings.ToLower(shown), " " + shown[:3] + " " + shown[4:] + " "} {
			got, err := account.ParseJoinCode(typed)
			if err != nil || got != code {
				t.Fatalf("%q: got %q, %v, want %q", typed, got, err, code)
			}
		}
	}
	if len(symbols) != 31 {
		t.Errorf("symbols: got %d, want 31", len(symbols))
	}
	for _, r := range "01OIL" {
		if symbols[r] {
			t.Errorf("%c is used, which is mistaken for another", r)
		}
	}
}

func TestParseJoinCode(t *testing.T) {
	cases := []struct {
		raw, want string
		err       error
	}{
		{"K7W-Q3M", "K7WQ3M", nil},
		{"k7wq3m", "K7WQ3M", nil},
		{"k 7 w — q 3 m\n", "K7WQ3M", nil},
		{"Ｋ７Ｗ－Ｑ３Ｍ", "K7WQ3M", nil},
		{"\u202aK7W-Q3M\u202c", "K7WQ3M", nil},
		{"", "", account.CodeEmpty},
		{" - ", "", account.CodeEmpty},
		{"K7W", "", account.CodeLength},
		{"K7W-Q3M-2", "", account.CodeLength},
		{"K0W-Q3M", "", account.CodeSymbol},
		{"KOW-Q3M", "", account.CodeSymbol},
		{"K7W_Q3M", "", account.CodeSymbol},
		{"К7W-Q3M", "", account.CodeSymbol}, // a Cyrillic К
		{"<script>", "", account.CodeSymbol},
		{strings.Repeat("K", 300), "", account.CodeLength},
	}
	for _, c := range cases {
		got, err := account.ParseJoinCode(c.raw)
		if got != c.want || err != c.err {
			t.Errorf("%q: got %q, %v, want %q, %v", c.raw, got, err, c.want, c.err)
		}
	}
	for code, want := range map[string]string{"K7WQ3M": "K7W-Q3M", "": "", "K7W": "K7W"} {
		if got := account.FormatJoinCode(code); got != want {
			t.Errorf("format %q: got %q, want %q", code, got, want)
		}
	}
}
