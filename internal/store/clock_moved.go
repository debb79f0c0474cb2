package store

import (
	"context"
	"time"
)

// metaAhead is how far the sessions of guests were moved forward with a clock that was set, in milliseconds, so that it
// can be taken back when the clock is.
const metaAhead = "clock_ahead"

// moments are what is reckoned from a moment in the past or up to one that is near: they move with the clock when it is
// set, so that nobody waits longer, or comes in for longer, than was said. What was agreed by the clock, such as the
// end of a test, stays. ?1 is how far the clock was set, ?2 what it had shown before.
var moments = []string{
	`UPDATE session SET created_at = created_at + ?1, last_seen_at = last_seen_at + ?1,
			wall_until = wall_until + ?1
		WHERE last_seen_at <= ?2 AND (?1 > 0 OR student_id IS NULL
			OR student_id NOT IN (SELECT id FROM student WHERE class_id IS NULL))`,
	`UPDATE student SET last_active_at = last_active_at + ?1 WHERE class_id IS NULL AND last_active_at <= ?2 AND ?1 > 0`,
	`UPDATE student SET let_in_until = let_in_until + ?1 WHERE let_in_until IS NOT NULL AND ?2 <> 0`,
	`UPDATE device SET last_failure_at = last_failure_at + ?1 WHERE last_failure_at <= ?2`,
	`UPDATE waiting SET asked_at = asked_at + ?1 WHERE asked_at <= ?2`,
	`UPDATE invitation SET made_at = made_at + ?1 WHERE made_at <= ?2 AND used_at IS NULL`,
	`UPDATE passphrase_link SET made_at = made_at + ?1 WHERE made_at <= ?2`,
	`UPDATE essay SET claimed_at = claimed_at + ?1 WHERE state = 'claimed' AND claimed_at <= ?2`,
}

// ClockMoved is called when the clock of the computer was set while the program ran: by how far, forward when it is
// positive. Whoever is signed in stays so for as long as before, and so do invitations, those who wait at a door, the
// waits after wrong PINs, and claims. A guest who is not here is never moved back, only to where they had been: a clock
// that was set wrong would make their session end.
func (s *Store) ClockMoved(ctx context.Context, by time.Duration) (err error) {
	defer wrap(&err, "move with the clock")
	now := millis(s.now())
	before := now - by.Milliseconds()
	return s.write(fromReserve(ctx), func(t tx) error {
		for _, statement := range moments {
			if _, err := t.ExecContext(ctx, statement, by.Milliseconds(), before); err != nil {
				return err
			}
		}
		ahead, _, err := metaTime(ctx, t, metaAhead)
		if err != nil {
			return err
		}
		if by < 0 {
			if err := moveGuestsBack(ctx, t, min(ahead, -by.Milliseconds()), now); err != nil {
				return err
			}
		}
		return setMetaTime(ctx, t, metaAhead, max(0, ahead+by.Milliseconds()))
	})
}

// moveGuestsBack takes back what was moved forward too far: the sessions of guests that lie ahead of the clock.
func moveGuestsBack(ctx context.Context, t tx, by, now int64) error {
	if _, err := t.ExecContext(ctx, `UPDATE session SET created_at = created_at - ?1, last_seen_at = last_seen_at - ?1
		WHERE last_seen_at > ?2 AND student_id IN (SELECT id FROM student WHERE class_id IS NULL)`, by, now); err != nil {
		return err
	}
	_, err := t.ExecContext(ctx, `UPDATE student SET last_active_at = last_active_at - ?1
		WHERE class_id IS NULL AND last_active_at > ?2`, by, now)
	return err
}
