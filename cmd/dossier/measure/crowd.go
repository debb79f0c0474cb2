package measure

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
)

// Crowd is students who answer whatever becomes of the program, with a ledger of what they were told is stored. They
// are signed in, and stay so when the program is started anew.
type Crowd struct{ school *school }

// Gather fills a folder as a Day does and has all students sign in and open a lesson, with a program that it stops
// again.
func Gather(ctx context.Context, d Day) (_ *Crowd, err error) {
	s := &school{Day: d, ledger: newLedger(), watch: newStopwatch(), resends: dayResends}
	if err := s.enrol(ctx); err != nil {
		return nil, fmt.Errorf("fill the data folder: %w", err)
	}
	if s.server, err = (Run{Folder: d.Folder, Program: d.Program}).serve(ctx); err != nil {
		return nil, err
	}
	s.everybody(func(_ int, p *pupil) {
		p.signIn()
		p.leave()
	})
	for _, t := range s.watch.timings([]string{signingIn, reading}) {
		if t.Failed > 0 {
			err = errors.Join(err, fmt.Errorf("%s: %d of %d failed: %s", t.Kind, t.Failed, t.Requests, t.Reason))
		}
	}
	return &Crowd{s}, errors.Join(err, s.server.stop())
}

// Answer has all students answer at an address, host and port, until ctx is done or nobody answers them any more. told
// hears how many answers were acknowledged since the call, after each of them, from many goroutines. The error is for
// answers that were refused: a connection that breaks off is none.
func (c *Crowd) Answer(ctx context.Context, address string, told func(n int)) (acknowledged int, err error) {
	s := c.school
	s.server, s.watch, s.resends = &program{address: address}, newStopwatch(), 0
	var n, refused atomic.Int64
	s.everybody(func(_ int, p *pupil) {
		p.c = nil
		defer p.leave()
		for ctx.Err() == nil {
			status := p.answer()
			if status == 303 {
				if all := n.Add(1); told != nil {
					told(int(all))
				}
				continue
			}
			if status != 0 {
				refused.Add(1)
			}
			return
		}
	})
	if refused.Load() > 0 {
		t := s.watch.timings([]string{answers})[0]
		err = fmt.Errorf("%d students were refused: %s", refused.Load(), t.Reason)
	}
	return int(n.Load()), err
}

// Balance compares the ledger with a folder that nobody serves.
func (c *Crowd) Balance(ctx context.Context) (Balance, error) {
	return c.school.ledger.balance(ctx, c.school.Folder)
}

// Broken says how many promises the balance breaks.
func (b Balance) Broken() int { return b.Lost + b.Doubled + b.Crossed + b.Unsent }
