package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"dossier/internal/classroom"
)

// A clock that is wrong deletes nothing. The latest time that was ever seen is written down, and a time that does not
// follow from it, because it lies before it or far beyond, is believed only after it has held for a day.
const (
	metaLatest = "latest_time"      // the latest time that was believed, in milliseconds
	metaDoubt  = "clock_doubted_at" // since when the clock shows something else
	metaLook   = "swept_at"         // when Sweep last looked

	noteEvery  = time.Minute         // how often a write notes the time
	clockLeap  = 30 * 24 * time.Hour // how far the clock may run ahead of the latest time and still be believed
	betweenTwo = 24 * time.Hour      // what lies at least between two looks, and how long a doubted clock has to hold

	// What one write deletes, so that answers do not wait for long.
	guestsAtOnce   = 50
	answersAtOnce  = 200
	sessionsAtOnce = 1000
)

// noteTime writes a time down as the latest, when it follows from the one before.
func noteTime(ctx context.Context, t tx, now int64) error {
	_, err := t.ExecContext(ctx, `
		INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value
		WHERE CAST(excluded.value AS BIGINT) > CAST(meta.value AS BIGINT)
			AND CAST(excluded.value AS BIGINT) <= CAST(meta.value AS BIGINT) + ?3`,
		metaLatest, strconv.FormatInt(now, 10), clockLeap.Milliseconds())
	return err
}

// Swept is what Sweep did.
type Swept struct {
	Guests   int // who were deleted, with their answers
	Sessions int // that were deleted, those of the guests not counted
	// Doubt is how far the clock is off the latest time that was believed, negative when it is behind; 0 when the clock
	// was believed. Nothing was deleted then.
	Doubt time.Duration
}

// Before says from when on something is too old for Sweep.
type Before struct {
	Guests time.Time // the last use of a guest's session
	Idle   time.Time // the same for guests who have answered nothing
	Others time.Time // the last use of the session of a student or teacher
}

// Sweep deletes sessions that were last used before the given times, and guests without any session that is left.
// It takes two looks, a day apart or more: what had run out at the earlier look goes at the later one. When the
// clock cannot be believed it deletes nothing. It stops early when ctx is done. Whoever has waited at the door of a
// class for too long is forgotten at each look. What was done to rosters and can no longer be undone goes as well,
// after two looks that lie at least half an hour apart.
func (s *Store) Sweep(ctx context.Context, before Before) (swept Swept, err error) {
	defer wrap(&err, "sweep sessions")
	defer s.changes.after(ctx)
	var look sweepLook
	now := s.now()
	err = s.db.Write(fromReserve(ctx), func(t tx) error {
		look, err = lookAround(ctx, t, millis(now))
		if err := errors.Join(err, s.sweepWaiting(ctx, t)); err != nil || look.doubt != 0 {
			return err
		}
		return noteOver(ctx, t, millis(now))
	})
	if err == nil && look.doubt == 0 {
		err = s.sweepRoster(ctx, millis(now))
	}
	if err != nil || look.earlier == 0 {
		return Swept{Doubt: time.Duration(look.doubt) * time.Millisecond}, err
	}
	back := now.Sub(fromMillis(look.earlier))
	gone := goneBefore{guests: millis(before.Guests.Add(-back)), idle: millis(before.Idle.Add(-back)), look: look.earlier}
	if swept.Guests, err = s.sweepGuests(ctx, gone); err != nil {
		return swept, err
	}
	others := millis(before.Others.Add(-back))
	if swept.Sessions, err = s.sweepSessions(ctx, gone.guests, others); err == nil && swept.Guests > 0 {
		_, err = s.db.EmptyLog(ctx)
	}
	return swept, err
}

// goneBefore is Before, as it is asked for in goneGuest.
type goneBefore struct{ guests, look, idle int64 }

// sweepLook is what a look has found.
type sweepLook struct {
	earlier int64 // the look before, from a day ago or more; 0 when there is nothing to delete today
	doubt   int64 // Swept.Doubt in milliseconds
}

func lookAround(ctx context.Context, t tx, now int64) (sweepLook, error) {
	latest, known, err := metaTime(ctx, t, metaLatest)
	if err != nil {
		return sweepLook{}, err
	}
	if known && (now < latest || now > latest+clockLeap.Milliseconds()) {
		return doubtClock(ctx, t, now, latest)
	}
	if err := errors.Join(noteTime(ctx, t, now), believeClock(ctx, t)); err != nil {
		return sweepLook{}, err
	}
	earlier, looked, err := metaTime(ctx, t, metaLook)
	if err != nil || looked && now >= earlier && now < earlier+betweenTwo.Milliseconds() {
		return sweepLook{}, err
	}
	if !looked || earlier > now {
		earlier = 0
	}
	return sweepLook{earlier: earlier}, setMetaTime(ctx, t, metaLook, now)
}

// doubtClock waits for a clock that leapt to hold for a day, then believes it. Times from before a leap forward are
// worth nothing then: perhaps the clock had been slow until somebody set it right. Guests start again from now, so that
// nobody loses answers because of it, and whatever is dated in the future counts as now.
func doubtClock(ctx context.Context, t tx, now, latest int64) (sweepLook, error) {
	doubted := sweepLook{doubt: now - latest}
	since, doubting, err := metaTime(ctx, t, metaDoubt)
	if err != nil {
		return doubted, err
	}
	if !doubting || now < since || now > since+clockLeap.Milliseconds() {
		return doubted, setMetaTime(ctx, t, metaDoubt, now)
	}
	if now < since+betweenTwo.Milliseconds() {
		return doubted, nil
	}
	if err := startAnew(ctx, t, now, latest); err != nil {
		return doubted, err
	}
	return sweepLook{}, errors.Join(believeClock(ctx, t),
		setMetaTime(ctx, t, metaLatest, now), setMetaTime(ctx, t, metaLook, now))
}

// startAnew sets to now every date after it, and what guests did before the clock leapt forward from the time latest.
func startAnew(ctx context.Context, t tx, now, latest int64) error {
	before := int64(-1)
	if now > latest {
		before = latest
	}
	if _, err := t.ExecContext(ctx, `UPDATE session SET created_at = ?1 WHERE created_at > ?1`, now); err != nil {
		return err
	}
	for _, statement := range []string{
		`UPDATE session SET last_seen_at = ?1 WHERE last_seen_at > ?1
			OR (last_seen_at <= ?2 AND student_id IN (SELECT id FROM student WHERE class_id IS NULL))`,
		`UPDATE student SET last_active_at = ?1 WHERE last_active_at > ?1 OR (last_active_at <= ?2 AND class_id IS NULL)`,
	} {
		if _, err := t.ExecContext(ctx, statement, now, before); err != nil {
			return err
		}
	}
	return nil
}

func believeClock(ctx context.Context, t tx) error {
	_, err := t.ExecContext(ctx, `DELETE FROM meta WHERE key = ?1`, metaDoubt)
	return err
}

// goneGuest is the condition on a guest st whose sessions were last used before ?1 or are gone; one without a
// session must have been there at the earlier look ?2. Whoever has answered nothing goes when their sessions were last
// used before ?3. A removed student who can be brought back is none.
const goneGuest = `st.class_id IS NULL AND st.last_active_at <= ?2
	AND NOT EXISTS (SELECT 1 FROM roster_held h WHERE h.student_id = st.id)
	AND (NOT EXISTS (SELECT 1 FROM session se WHERE se.student_id = st.id AND se.last_seen_at >= ?1)
		OR NOT EXISTS (SELECT 1 FROM session se WHERE se.student_id = st.id AND se.last_seen_at >= ?3)
			AND ` + idleGuest + `)`

// idleGuest is the condition on a guest st who has answered, chosen and written nothing: they have opened a quiz or
// marked a section as read, at most.
const idleGuest = `NOT EXISTS (SELECT 1 FROM attempt a JOIN response r ON r.attempt_id = a.id
		WHERE a.student_id = st.id)
	AND NOT EXISTS (SELECT 1 FROM essay x WHERE x.student_id = st.id)
	AND NOT EXISTS (SELECT 1 FROM trust x WHERE x.student_id = st.id)
	AND NOT EXISTS (SELECT 1 FROM pick x WHERE x.student_id = st.id)
	AND NOT EXISTS (SELECT 1 FROM reason x WHERE x.student_id = st.id)
	AND NOT EXISTS (SELECT 1 FROM calibration x WHERE x.student_id = st.id)
	AND NOT EXISTS (SELECT 1 FROM card_guess x WHERE x.student_id = st.id)`

func (s *Store) sweepGuests(ctx context.Context, before goneBefore) (n int, err error) {
	gone, err := s.goneGuests(ctx, before)
	if err != nil {
		return 0, err
	}
	for len(gone) > 0 {
		batch := fewAtOnce(gone)
		gone = gone[len(batch):]
		if len(batch) == 1 && batch[0].answers > answersAtOnce {
			if err := s.deleteAnswersOfGone(ctx, batch[0].id, before); err != nil {
				return n, err
			}
		}
		deleted := 0
		err := s.db.Write(fromReserve(ctx), func(t tx) (err error) {
			deleted, err = deleteGone(ctx, t, batch, before)
			return err
		})
		if err == nil {
			err = s.db.Breathe(ctx)
		}
		if err != nil {
			return n, err
		}
		n += deleted
	}
	return n, nil
}

// guest is somebody who is gone, with so many answers.
type guest struct {
	id      classroom.StudentID
	answers int
}

// fewAtOnce are the first of some guests, at least one, as many as one write deletes.
func fewAtOnce(guests []guest) []guest {
	answers := 0
	for i, g := range guests[:min(guestsAtOnce, len(guests))] {
		if answers += g.answers; i > 0 && answers > answersAtOnce {
			return guests[:i]
		}
	}
	return guests[:min(guestsAtOnce, len(guests))]
}

// deleteAnswersOfGone deletes the many answers of a guest who is still gone, and before that the sessions, so that
// nobody comes back to half of it.
func (s *Store) deleteAnswersOfGone(ctx context.Context, id classroom.StudentID, before goneBefore) error {
	var gone bool
	if err := s.db.Write(fromReserve(ctx), func(t tx) (err error) {
		gone, err = changed(ctx, t, `UPDATE student SET last_active_at = last_active_at WHERE id = ?4
			AND id IN (SELECT st.id FROM student st WHERE st.id = ?4 AND `+goneGuest+`)`,
			before.guests, before.look, before.idle, id)
		if err == nil && gone {
			_, err = t.ExecContext(ctx, `DELETE FROM session WHERE student_id = ?1`, id)
		}
		return err
	}); err != nil || !gone {
		return err
	}
	return s.deleteAnswers(ctx, id)
}

// deleteAnswers deletes what somebody has answered who is about to be deleted, in several writes. Answers go with their
// attempt.
func (s *Store) deleteAnswers(ctx context.Context, student classroom.StudentID) error {
	for deleted := true; deleted; {
		if err := s.db.Write(fromReserve(ctx), func(t tx) (err error) {
			deleted, err = changed(ctx, t, `DELETE FROM attempt WHERE id IN (
				SELECT id FROM (SELECT a.id, sum((SELECT count(*) FROM response WHERE attempt_id = a.id)) OVER (ORDER BY a.id)
					AS answers, row_number() OVER (ORDER BY a.id) AS place FROM attempt a WHERE a.student_id = ?1) AS counted
				WHERE answers <= ?2 OR place = 1)`, student, answersAtOnce)
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// deleteGone deletes those of some guests who are still gone: somebody may have come back since.
func deleteGone(ctx context.Context, t tx, guests []guest, before goneBefore) (n int, err error) {
	for _, g := range guests {
		changed, err := changedRows(t.ExecContext(ctx, `
			DELETE FROM student WHERE id = ?4 AND id IN (SELECT st.id FROM student st WHERE st.id = ?4 AND `+goneGuest+`)`,
			before.guests, before.look, before.idle, g.id))
		if err != nil {
			return n, err
		}
		n += changed
	}
	return n, nil
}

func (s *Store) goneGuests(ctx context.Context, before goneBefore) ([]guest, error) {
	return collect(ctx, s.read, func(row scanner) (g guest, err error) { return g, row.Scan(&g.id, &g.answers) },
		`SELECT st.id, (SELECT count(*) FROM attempt a JOIN response r ON r.attempt_id = a.id WHERE a.student_id = st.id)
		FROM student st WHERE `+goneGuest+` ORDER BY st.id`, before.guests, before.look, before.idle)
}

func (s *Store) sweepSessions(ctx context.Context, guestsBefore, othersBefore int64) (n int, err error) {
	for {
		deleted := 0
		err := s.db.Write(fromReserve(ctx), func(t tx) (err error) {
			deleted, err = changedRows(t.ExecContext(ctx, `
				DELETE FROM session WHERE token_hash IN (SELECT token_hash FROM session
					WHERE last_seen_at < ?1 OR (last_seen_at < ?2 AND (student_id IS NULL
						OR student_id NOT IN (SELECT id FROM student WHERE class_id IS NULL))) LIMIT ?3)`,
				guestsBefore, othersBefore, sessionsAtOnce))
			return err
		})
		if n += deleted; err != nil || deleted < sessionsAtOnce {
			return n, err
		}
	}
}

func changedRows(result sql.Result, err error) (int, error) {
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

func metaTime(ctx context.Context, q tx, key string) (at int64, found bool, err error) {
	value, err := metaValue(ctx, q, key)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	at, err = strconv.ParseInt(value, 10, 64)
	return at, err == nil, err
}

func setMetaTime(ctx context.Context, t tx, key string, at int64) error {
	return setMetaValue(ctx, t, key, strconv.FormatInt(at, 10))
}
