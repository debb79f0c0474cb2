package account_test

import (
	"fmt"
	"testing"
	"time"

	"dossier/internal/account"
)

var noon = time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)

func TestB11PINWait(t *testing.T) {
	const m = time.Minute
	letIn := noon.Add(10 * m)
	cases := []struct {
		name  string
		tries account.PINTries
		ago   time.Duration // since the latest
		wait  time.Duration
	}{
		{"none", account.PINTries{}, 0, 0},
		{"the last free one", account.PINTries{Here: 4}, 0, 0},
		{"a fifth", account.PINTries{Here: 5}, 0, 1 * m},
		{"most of the wait", account.PINTries{Here: 5}, 40 * time.Second, 20 * time.Second},
		{"the whole wait", account.PINTries{Here: 5}, m, 0},
		{"a day later", account.PINTries{Here: 5}, 24 * 60 * m, 0},
		{"doubled", account.PINTries{Here: 6}, 0, 2 * m},
		{"doubled again", account.PINTries{Here: 8}, 0, 8 * m},
		{"the longest", account.PINTries{Here: 9}, 0, 15 * m},
		{"never for good", account.PINTries{Here: 1000}, 15 * m, 0},
		{"a clock set back", account.PINTries{Here: 9}, -24 * 60 * m, 15 * m},
		{"strangers tried elsewhere", account.PINTries{Strangers: 500}, 0, 0},
		{"a second guess then", account.PINTries{Here: 1, Strangers: 20}, 0, 1 * m},
		{"too few strangers", account.PINTries{Here: 1, Strangers: 19}, 0, 0},
		{"the student's own computer", account.PINTries{Here: 4, Known: true, Strangers: 500}, 0, 0},
		{"let in", account.PINTries{Here: 29, Strangers: 500, LetIn: letIn}, 0, 0},
		{"let in, and still guessing", account.PINTries{Here: 30, Strangers: 500, LetIn: letIn}, 0, 1 * m},
		{"let in an hour ago", account.PINTries{Here: 9, LetIn: noon}, 0, 15 * m},
	}
	for _, c := range cases {
		c.tries.Last = noon.Add(-c.ago)
		if got := account.PINWait(c.tries, noon); got != c.wait {
			t.Errorf("%s: got a wait of %v, want %v", c.name, got, c.wait)
		}
	}
}

func TestLimiter(t *testing.T) {
	l := account.NewLimiter(3, time.Minute)
	steps := []struct {
		key  string
		at   time.Duration
		want time.Duration
	}{
		{"a", 0, 0},
		{"a", 10 * time.Second, 0},
		{"a", 20 * time.Second, 0},
		{"a", 30 * time.Second, 30 * time.Second},
		{"b", 30 * time.Second, 0},
		{"a", 59 * time.Second, 1 * time.Second},
		{"a", 60 * time.Second, 0},               // the first has left, and refusals were not counted
		{"a", 61 * time.Second, 9 * time.Second}, // until the second leaves
		{"a", 5 * time.Minute, 0},
		{"a", 5 * time.Minute, 0},
		{"a", 5 * time.Minute, 0},
		{"a", 5 * time.Minute, time.Minute},
		{"a", 4 * time.Minute, time.Minute}, // a clock that goes back makes nobody wait longer than the window
	}
	for i, step := range steps {
		if got := l.Take(step.key, noon.Add(step.at)); got != step.want {
			t.Errorf("step %d, %s at %v: got %v, want %v", i, step.key, step.at, got, step.want)
		}
	}
}

func TestLimiterReturn(t *testing.T) {
	l := account.NewLimiter(2, time.Minute)
	l.Return("nobody")
	for i := range 10 { // right ones do not count
		if got := l.Take("a", noon); got != 0 {
			t.Fatalf("event %d: got a wait of %v", i, got)
		}
		l.Return("a")
	}
	l.Take("a", noon)
	l.Take("a", noon)
	l.Return("a")
	if got := l.Take("a", noon); got != 0 {
		t.Errorf("after one of two was returned: got a wait of %v", got)
	}
	if got := l.Take("a", noon); got != time.Minute {
		t.Errorf("the limit: got %v, want a minute", got)
	}
}

func TestLimitsThatAreUsed(t *testing.T) {
	for name, c := range map[string]struct {
		limiter *account.Limiter
		n       int
		window  time.Duration
	}{
		"codes":       {account.NewCodeLimiter(), 20, time.Minute},
		"passphrases": {account.NewPassphraseLimiter(), 10, 15 * time.Minute},
	} {
		for i := range c.n {
			if got := c.limiter.Take("a", noon); got != 0 {
				t.Errorf("%s, event %d: got a wait of %v", name, i, got)
			}
		}
		if got := c.limiter.Take("a", noon); got != c.window {
			t.Errorf("%s, one too many: got %v, want %v", name, got, c.window)
		}
	}
}

func TestLimiterForgets(t *testing.T) {
	l := account.NewLimiter(1, time.Minute)
	for i := range 200_000 { // a flood of keys
		if got := l.Take(fmt.Sprint(i), noon); got != 0 {
			t.Fatalf("key %d: got a wait of %v", i, got)
		}
	}
	if got, most := account.Keys(l), 1<<16; got > most {
		t.Errorf("keys: got %d, want at most %d", got, most)
	}
	l.Take("later", noon.Add(2*time.Minute))
	if got := account.Keys(l); got != 1 {
		t.Errorf("keys after a quiet minute: got %d, want 1", got)
	}
}
