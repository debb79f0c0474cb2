package account

import (
	"sync"
	"time"
)

// How guessing is slowed down.
const (
	PINFree       = 5  // wrong PINs for one student from one place before the first wait
	PINFreeWatch  = 1  // the same while strangers have tried too often already
	PINStrangers  = 20 // wrong PINs in a day, from places that never signed in, that count as too often
	PINFreeLetIn  = 30 // wrong PINs without a wait while a teacher lets somebody in
	PINLongest    = 15 * time.Minute
	PINsPerMinute = 60 // guesses from one address, for whole classes, so that one computer cannot try all names

	WrongCodesPerMinute   = 20 // per address: a school shares one, so that it is generous
	PassphrasesPerQuarter = 10 // wrong passphrases for one user name from one address, in 15 minutes
)

// PINTries is what is known about wrong PINs for one student when another guess comes in.
type PINTries struct {
	Here      int       // from the place of this guess since it last signed in: a known computer, else an address
	Last      time.Time // the latest of them
	Known     bool      // this computer has signed in as this student before
	Strangers int       // from all places that never signed in, within a day
	LetIn     time.Time // until when a teacher lets somebody in; zero for never
}

// PINWait says how long somebody has to wait before this guess at a PIN: not at all for the first
// PINFree from one place, then 1, 2, 4, 8 and from there on 15 minutes after the latest. Nobody is
// ever locked out for good, because then a classmate could do it to a whole class; at four guesses an
// hour a stranger needs years for six digits. When strangers have tried too often, a new place has a
// single guess before it waits, and a computer that the student has used before has as many as ever.
//
// A clock that was set back makes nobody wait longer than the rule says.
func PINWait(tries PINTries, now time.Time) time.Duration {
	free := PINFree
	switch {
	case now.Before(tries.LetIn):
		free = PINFreeLetIn
	case !tries.Known && tries.Strangers >= PINStrangers:
		free = PINFreeWatch
	}
	if tries.Here < free {
		return 0
	}
	delay := PINLongest
	if doublings := tries.Here - free; doublings < 4 {
		delay = time.Minute << doublings
	}
	return min(max(delay-now.Sub(tries.Last), 0), delay)
}

// mostKeys bounds the memory of a Limiter.
const mostKeys = 1 << 16

// Limiter counts events per key in a window of time that moves along, in memory. Safe for concurrent
// use.
//
// The times it is given should carry a monotonic reading, as those of time.Now do, so that nobody
// gains by a change of the clock.
type Limiter struct {
	n      int
	window time.Duration

	mu    sync.Mutex
	taken map[string][]time.Time // oldest first, at most n
	swept time.Time
}

// NewLimiter makes a Limiter that lets n events per window pass for each key. n and window are positive.
func NewLimiter(n int, window time.Duration) *Limiter {
	return &Limiter{n: n, window: window, taken: map[string][]time.Time{}}
}

// NewCodeLimiter limits wrong join codes. The key is the address.
func NewCodeLimiter() *Limiter { return NewLimiter(WrongCodesPerMinute, time.Minute) }

// NewPassphraseLimiter limits wrong passphrases. The key is the folded user name and the address together.
func NewPassphraseLimiter() *Limiter { return NewLimiter(PassphrasesPerQuarter, 15*time.Minute) }

// Take counts an event and returns 0, or returns how long it is until the next may pass and counts
// nothing. Counting before the secret is compared keeps guesses that come at the same moment within
// the limit; Return takes a right one back.
func (l *Limiter) Take(key string, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(now)
	times := l.current(key, now)
	if len(times) >= l.n {
		return min(l.window-now.Sub(times[0]), l.window)
	}
	if _, known := l.taken[key]; !known && len(l.taken) >= mostKeys {
		for other := range l.taken { // any one: flooding the table with keys gains nothing for a single key
			delete(l.taken, other)
			break
		}
	}
	l.taken[key] = append(times, now)
	return 0
}

// Return takes the latest event of key back.
func (l *Limiter) Return(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	times := l.taken[key]
	if len(times) <= 1 {
		delete(l.taken, key)
		return
	}
	l.taken[key] = times[:len(times)-1]
}

// current returns the events of key that are still in the window.
func (l *Limiter) current(key string, now time.Time) []time.Time {
	times := l.taken[key]
	for len(times) > 0 && now.Sub(times[0]) >= l.window {
		times = times[1:]
	}
	return times
}

// sweep forgets keys whose events have all left the window, once a window.
func (l *Limiter) sweep(now time.Time) {
	if now.Sub(l.swept) < l.window {
		return
	}
	l.swept = now
	for key := range l.taken {
		if len(l.current(key, now)) == 0 {
			delete(l.taken, key)
		}
	}
}
