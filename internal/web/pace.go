package web

import (
	"context"
	"sync"
	"time"
)

// smallStep is how far the clock may be set without anybody noticing: computers that ask for the time are put right by
// less all day.
const smallStep = 5 * time.Second

// pace holds the clock against how long the computer has been on, to notice that somebody has set the clock. Sleep does
// not count as that: it is time that has passed.
type pace struct {
	mu    sync.Mutex
	begun bool
	at    time.Time
	up    time.Duration
}

// keepPace has what the store reckons from the past move along when the clock was set since the last request. Nobody
// goes on before that is done, so that nobody is signed out by it.
func (s *Server) keepPace(ctx context.Context) {
	if s.Uptime == nil {
		return
	}
	p := &s.pace
	p.mu.Lock()
	defer p.mu.Unlock()
	at, up := s.Now().Round(0), s.Uptime() // without the monotonic reading, which nobody sets
	by := at.Sub(p.at) - (up - p.up)
	if p.begun && by.Abs() >= smallStep {
		if err := s.Store.ClockMoved(ctx, by); err != nil {
			s.Log.Error("move with the clock", "error", err)
			return // and again with the next request
		}
		s.Log.Warn("the clock was set", "by", by.String())
	}
	p.begun, p.at, p.up = true, at, up
}
