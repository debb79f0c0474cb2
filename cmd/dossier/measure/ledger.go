package measure

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

// ledger is what was sent to the program, and what of it the program said it had stored. Safe for concurrent use.
type ledger struct {
	mu    sync.Mutex
	sent  map[string]store.Kept
	acked map[string]bool
}

func newLedger() *ledger { return &ledger{sent: map[string]store.Kept{}, acked: map[string]bool{}} }

// sends notes what is about to be sent. About may be empty, when the sender does not know it.
func (l *ledger) sends(k store.Kept) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sent[k.Key] = k
}

// acknowledged notes that the program says it has stored what was sent under a key.
func (l *ledger) acknowledged(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.acked[key] = true
}

// Balance is a ledger compared with the database. All but Acknowledged and Stored have to be 0.
type Balance struct {
	Acknowledged int `json:"acknowledged"`
	Stored       int `json:"stored"`
	Lost         int `json:"lost"`    // acknowledged, and not there
	Doubled      int `json:"doubled"` // there more than once
	Crossed      int `json:"crossed"` // with another student, or at another question, than it was sent from
	Unsent       int `json:"unsent"`  // there, and sent by nobody
	// Examples say of a few of them what is wrong.
	Examples []string `json:"examples,omitempty"`
}

// compare balances the ledger with what is stored.
func (l *ledger) compare(stored []store.Kept) (b Balance) {
	l.mu.Lock()
	defer l.mu.Unlock()
	wrong := func(count *int, what, key string) {
		if *count++; len(b.Examples) < 10 {
			b.Examples = append(b.Examples, fmt.Sprintf("%s: %.60q", what, key))
		}
	}
	there := map[string]int{}
	for _, k := range stored {
		there[k.Key]++
		sent, known := l.sent[k.Key]
		switch {
		case !known:
			wrong(&b.Unsent, "sent by nobody", k.Key)
		case sent.Student != k.Student, sent.About != "" && sent.About != k.About:
			wrong(&b.Crossed, "with somebody else", k.Key)
		case there[k.Key] == 2:
			wrong(&b.Doubled, "there twice", k.Key)
		}
	}
	for key := range l.acked {
		if there[key] == 0 {
			wrong(&b.Lost, "lost", key)
		}
	}
	slices.Sort(b.Examples)
	b.Acknowledged, b.Stored = len(l.acked), len(stored)
	return b
}

func (b Balance) String() string {
	return fmt.Sprintf("%d acknowledged, %d stored; %d lost, %d doubled, %d with somebody else, %d sent by nobody",
		b.Acknowledged, b.Stored, b.Lost, b.Doubled, b.Crossed, b.Unsent)
}

// balance opens a folder that nobody serves any more and compares the ledger with it.
func (l *ledger) balance(ctx context.Context, folder string) (_ Balance, err error) {
	data, err := store.Open(ctx, folder, time.Now)
	if err != nil {
		return Balance{}, err
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	answers, err := data.KeptAnswers(ctx)
	if err != nil {
		return Balance{}, err
	}
	texts, err := data.KeptTexts(ctx)
	return l.compare(slices.Concat(answers, texts)), err
}

// answerBy is an answer that a student is about to send.
func answerBy(student classroom.StudentID, token, question string) store.Kept {
	return store.Kept{Key: token, Student: student, About: question}
}
