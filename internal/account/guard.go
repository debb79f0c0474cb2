package account

import (
	"sync"
	"time"
)

// How guessing is slowed down. With six digits and 20 guesses a stranger opens one account in 50,000.
const (
	PINFree  = 5  // wrong PINs without a wait
	PINLimit = 20 // wrong PINs until the teacher resets the account

	WrongCodesPerMinute   = 20 // per address: a school shares one, so that it is generous
	PassphrasesPerQuarter = 10 // wrong passphrases for one user name from one address, in 15 minutes
)

// PINWait says how long somebody has to wait before the next guess at a PIN: not at all after up to four wrong ones, then
// 1, 2, 4, 8 and from there on 15 minutes from the latest. locked means until the teacher resets it. failures are the wrong
// PINs since the last right one or reset, last is the time of the latest.
//
// A clock that was set back makes nobody wait longer than the rule says.
func PINWait(failures int, last, now time.Time) (wait time.Duration, locked bool) {
	if failures >= PINLimit {
		return 0, true
	}
	if failures < PINFree {
		return 0, false
	}
	delay := 15 * time.Minute
	if doublings := failures - PINFree; doublings < 4 {
		delay = time.Minute << doublings
	}
	return min(max(delay-now.Sub(last), 0), delay), false
}

// mostKeys bounds the memory of a Limiter.
const mostKeys = 1 << 16

// Limiter counts events per key in a window of time that moves along, in memory. Safe for concurrent use.
//
// The times it is given should carry a monotonic reading, as those of time.Now do, so that nobody gains by a change of the
// clock.
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

// Take counts an event and returns 0, or returns how long it is until the next may pass and counts nothing. Counting before
// the secret is compared keeps guesses that come at the same moment within the limit; Return takes a right one back.
func (l *Limiter) Take(key string, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(now)
	times := l.current(key, now)
	if len(times) >= l.n {
		return min(l.window-now.Sub(times[0]), l.window)
	}
	if _, known := l.taken[key]; !known && len(l.taken) >= mostKeys {
		for other := range l.taken { // any: who floods the table with keys gains nothing for one of them
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
