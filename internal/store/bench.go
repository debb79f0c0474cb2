package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dossier/internal/classroom"
	"dossier/internal/essay"
)

// Trusts returns what a student has said about the sources of a bench, by source.
func (s *Store) Trusts(ctx context.Context, student classroom.StudentID, bench string) (_ map[string]classroom.Trust,
	err error) {
	defer wrap(&err, "trust of student %d", student)
	rows, err := s.read.QueryContext(ctx, `SELECT source, before, coalesce(after, 0), coalesce(moved, '') FROM trust
		WHERE student_id = ?1 AND bench = ?2`, student, bench)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	said := map[string]classroom.Trust{}
	for rows.Next() {
		var t classroom.Trust
		if err := rows.Scan(&t.Source, &t.Before, &t.After, &t.Moved); err != nil {
			return nil, err
		}
		said[t.Source] = t
	}
	return said, rows.Err()
}

// TrustBefore stores how far somebody trusts sources whose writers they do not know yet. What was said
// first stays, whatever is sent later.
func (s *Store) TrustBefore(ctx context.Context, who Answerer, bench string, said []classroom.Trust) (err error) {
	defer wrap(&err, "trust before")
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		student, err := who.student(ctx, t, now)
		if err != nil {
			return err
		}
		for _, trust := range said {
			if _, err := t.ExecContext(ctx, `INSERT INTO trust (student_id, bench, source, before, before_at)
				VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING`,
				student, bench, trust.Source, trust.Before, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// TrustAfter stores what a student says now that they know who wrote the sources. What was said first
// stays. ErrNotFound when they have not said how far they trusted a source before.
func (s *Store) TrustAfter(ctx context.Context, student classroom.StudentID, bench string,
	said []classroom.Trust) (err error) {
	defer wrap(&err, "trust after of student %d", student)
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		for _, trust := range said {
			var after sql.NullInt64
			err := t.QueryRowContext(ctx, `SELECT after FROM trust WHERE student_id = ?1 AND bench = ?2 AND source = ?3`,
				student, bench, trust.Source).
				Scan(&after)
			if err != nil {
				return err
			}
			if after.Valid {
				continue
			}
			if _, err := t.ExecContext(ctx, `UPDATE trust SET after = ?4, moved = ?5, after_at = ?6 WHERE student_id = ?1
				AND bench = ?2 AND source = ?3`,
				student, bench, trust.Source, trust.After, trust.Moved, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// Picks lists the evidence of a student in the order of its numbers, with what was put back.
func (s *Store) Picks(ctx context.Context, student classroom.StudentID, bench string) (_ []classroom.Pick, err error) {
	defer wrap(&err, "picks of student %d", student)
	return picks(ctx, s.read, student, bench)
}

func picks(ctx context.Context, q tx, student classroom.StudentID, bench string) (all []classroom.Pick, err error) {
	rows, err := q.QueryContext(ctx, `SELECT number, phrase, source, quote, kept FROM pick WHERE student_id = ?1
		AND bench = ?2 ORDER BY number`, student, bench)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var p classroom.Pick
		if err := rows.Scan(&p.Number, &p.Phrase, &p.Source, &p.Quote, &p.Kept); err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, rows.Err()
}

// setPicks makes these phrases the ones that are picked. A phrase that is new gets the next number;
// one that comes back has its old one.
func setPicks(ctx context.Context, t tx, student classroom.StudentID, bench string, wanted []classroom.NewPick,
	now int64) error {
	had, err := picks(ctx, t, student, bench)
	if err != nil {
		return err
	}
	last, kept := 0, map[string]bool{}
	known := map[string]bool{}
	for _, p := range had {
		last = max(last, p.Number)
		known[p.Phrase], kept[p.Phrase] = true, p.Kept
	}
	want := map[string]bool{}
	for _, p := range wanted {
		want[p.Phrase] = true
		if !known[p.Phrase] {
			last++
			known[p.Phrase], kept[p.Phrase] = true, true
			if _, err := t.ExecContext(ctx, `INSERT INTO pick (student_id, bench, phrase, number, source, quote, kept,
				picked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7)`,
				student, bench, p.Phrase, last, p.Source, p.Quote, now); err != nil {
				return err
			}
		}
	}
	for phrase, is := range kept {
		if is == want[phrase] {
			continue
		}
		if _, err := t.ExecContext(ctx, `UPDATE pick SET kept = ?4 WHERE student_id = ?1 AND bench = ?2 AND phrase = ?3`,
			student, bench, phrase, want[phrase]); err != nil {
			return err
		}
	}
	return nil
}

// Reasons lists why the two sources differ, as a student has put it together, in the order of essay.Kinds.
func (s *Store) Reasons(ctx context.Context, student classroom.StudentID, bench string) (reasons []essay.Reason,
	err error) {
	defer wrap(&err, "reasons of student %d", student)
	rows, err := s.read.QueryContext(ctx, `SELECT kind, first, second, fact, so FROM reason WHERE student_id = ?1
		AND bench = ?2`, student, bench)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	byKind := map[essay.Kind]essay.Reason{}
	for rows.Next() {
		var r essay.Reason
		if err := rows.Scan(&r.Kind, &r.First, &r.Second, &r.Fact, &r.So); err != nil {
			return nil, err
		}
		byKind[r.Kind] = r
	}
	for _, kind := range essay.Kinds {
		if r, ok := byKind[kind.ID]; ok {
			reasons = append(reasons, r)
		}
	}
	return reasons, rows.Err()
}

// unlocked tells with ErrLocked that what a student has done at a bench was handed in, and cannot be changed now.
func unlocked(ctx context.Context, t tx, student classroom.StudentID, bench string) error {
	e, err := ownEssay(ctx, t, student, bench)
	if err == nil && essay.Locked(e.Place.State) {
		return ErrLocked
	}
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

// SaveReason stores a student's reason of one kind in place of the one before. ErrLocked once the
// answer is handed in: the reasons go with it.
func (s *Store) SaveReason(ctx context.Context, student classroom.StudentID, bench string, r essay.Reason) (err error) {
	defer wrap(&err, "save reason of student %d", student)
	return s.write(ctx, func(t tx) error {
		if err := unlocked(ctx, t, student, bench); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `
			INSERT INTO reason (student_id, bench, kind, first, second, fact, so, saved_at)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
			ON CONFLICT (student_id, bench, kind) DO UPDATE SET first = excluded.first, second = excluded.second,
			fact = excluded.fact, so = excluded.so, saved_at = excluded.saved_at`,
			student, bench, r.Kind, r.First, r.Second, r.Fact, r.So, millis(s.now()))
		return err
	})
}

// DropReason takes a reason out. One that is not there is fine. ErrLocked once the answer is handed in.
func (s *Store) DropReason(ctx context.Context, student classroom.StudentID, bench string,
	kind essay.Kind) (err error) {
	defer wrap(&err, "drop reason of student %d", student)
	return s.write(ctx, func(t tx) error {
		if err := unlocked(ctx, t, student, bench); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `DELETE FROM reason WHERE student_id = ?1 AND bench = ?2 AND kind = ?3`, student,
			bench, kind)
		return err
	})
}

// ClosedNudges lists the rules of the coach whose questions a student has put away.
func (s *Store) ClosedNudges(ctx context.Context, student classroom.StudentID, bench string) (_ map[string]bool,
	err error) {
	defer wrap(&err, "closed nudges of student %d", student)
	rows, err := s.read.QueryContext(ctx, `SELECT rule FROM nudge_closed WHERE student_id = ?1 AND bench = ?2`, student,
		bench)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	closed := map[string]bool{}
	for rows.Next() {
		var rule string
		if err := rows.Scan(&rule); err != nil {
			return nil, err
		}
		closed[rule] = true
	}
	return closed, rows.Err()
}

// CloseNudge puts a question of the coach away for good.
func (s *Store) CloseNudge(ctx context.Context, student classroom.StudentID, bench, rule string) (err error) {
	defer wrap(&err, "close nudge of student %d", student)
	return s.write(ctx, func(t tx) error {
		_, err := t.ExecContext(ctx, `INSERT INTO nudge_closed (student_id, bench, rule, closed_at) VALUES (?1, ?2, ?3, ?4)
			ON CONFLICT DO NOTHING`, student, bench, rule, millis(s.now()))
		return err
	})
}

// Calibrations lists what a student did with the examples of a rubric, by example. The bench of the
// first is the one where they calibrate.
func (s *Store) Calibrations(ctx context.Context, student classroom.StudentID,
	rubric string) (all []classroom.Practice, err error) {
	defer wrap(&err, "calibrations of student %d", student)
	rows, err := s.read.QueryContext(
		ctx,
		`SELECT bench, exemplar, try, skill, level FROM calibration WHERE student_id = ?1 AND rubric = ?2
			ORDER BY exemplar, try, skill`,
		student,
		rubric,
	)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var (
			bench, exemplar, skill string
			try, level             int
		)
		if err := rows.Scan(&bench, &exemplar, &try, &skill, &level); err != nil {
			return nil, err
		}
		if n := len(all); n == 0 || all[n-1].Exemplar != exemplar {
			all = append(all, classroom.Practice{Bench: bench, Exemplar: exemplar})
		}
		last := &all[len(all)-1]
		if len(last.Tries) < try {
			last.Tries = append(last.Tries, map[string]int{})
		}
		last.Tries[len(last.Tries)-1][skill] = level
	}
	return all, rows.Err()
}

// Calibrate stores a try at an example. try counts from 1; the same try sent again changes nothing.
func (s *Store) Calibrate(ctx context.Context, student classroom.StudentID, rubric, bench, exemplar string, try int,
	levels map[string]int) (err error) {
	defer wrap(&err, "calibrate student %d", student)
	return s.write(ctx, func(t tx) error {
		for skill, level := range levels {
			if _, err := t.ExecContext(ctx, `INSERT INTO calibration (student_id, rubric, bench, exemplar, try, skill, level,
				given_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING`,
				student, rubric, bench, exemplar, try, skill, level, millis(s.now())); err != nil {
				return err
			}
		}
		return nil
	})
}

// Evidence counts what a class has picked and how far it trusts the sources. The caller has checked whose class it is.
func (s *Store) Evidence(ctx context.Context, class classroom.ClassID, bench string) (_ classroom.Shares, err error) {
	defer wrap(&err, "evidence of class %d", class)
	shares := classroom.Shares{Picked: map[string]int{}, Before: map[string][5]int{}, After: map[string][5]int{}}
	err = s.read.QueryRowContext(ctx, `
		SELECT (SELECT count(DISTINCT p.student_id) FROM pick p JOIN student s ON s.id = p.student_id WHERE s.class_id = ?1
		AND p.bench = ?2 AND p.kept = 1),
			(SELECT count(DISTINCT t.student_id) FROM trust t JOIN student s ON s.id = t.student_id WHERE s.class_id = ?1
			AND t.bench = ?2 AND t.after IS NOT NULL)`, class, bench).Scan(&shares.Students, &shares.Said)
	if err != nil {
		return shares, err
	}
	rows, err := s.read.QueryContext(
		ctx,
		`SELECT p.phrase, count(*) FROM pick p JOIN student s ON s.id = p.student_id WHERE s.class_id = ?1 AND p.bench = ?2
			AND p.kept = 1 GROUP BY p.phrase`,
		class,
		bench,
	)
	if err != nil {
		return shares, err
	}
	defer rows.Close()
	for rows.Next() {
		var phrase string
		var n int
		if err := rows.Scan(&phrase, &n); err != nil {
			return shares, err
		}
		shares.Picked[phrase] = n
	}
	if err := rows.Err(); err != nil {
		return shares, err
	}
	said, err := s.read.QueryContext(
		ctx,
		`SELECT t.source, t.before, t.after FROM trust t JOIN student s ON s.id = t.student_id WHERE s.class_id = ?1
			AND t.bench = ?2 AND t.after IS NOT NULL`,
		class,
		bench,
	)
	if err != nil {
		return shares, err
	}
	defer said.Close()
	for said.Next() {
		var source string
		var before, after int
		if err := said.Scan(&source, &before, &after); err != nil {
			return shares, err
		}
		b, a := shares.Before[source], shares.After[source]
		b[before-1]++
		a[after-1]++
		shares.Before[source], shares.After[source] = b, a
	}
	return shares, said.Err()
}

// adoptBench moves what a guest did at the bench to the student they have become. Where both did
// something, the student's stays; of two texts the guest's is kept in the history of the student's.
func adoptBench(ctx context.Context, t tx, guest, student classroom.StudentID, now int64) error {
	for _, table := range []struct{ name, columns string }{
		{"trust", "bench, source, before, before_at, after, moved, after_at"},
		{"reason", "bench, kind, first, second, fact, so, saved_at"},
		{"nudge_closed", "bench, rule, closed_at"},
		{"calibration", "rubric, bench, exemplar, try, skill, level, given_at"},
	} {
		if _, err := t.ExecContext(ctx, fmt.Sprintf(`INSERT INTO %[1]s (student_id, %[2]s) SELECT ?2, %[2]s FROM %[1]s
			WHERE student_id = ?1 ON CONFLICT DO NOTHING`, table.name, table.columns), guest, student); err != nil {
			return err
		}
	}
	if _, err := t.ExecContext(ctx, `
		INSERT INTO pick (student_id, bench, phrase, number, source, quote, kept, picked_at)
		SELECT ?2, g.bench, g.phrase, g.number, g.source, g.quote, g.kept, g.picked_at FROM pick g
		WHERE g.student_id = ?1 AND NOT EXISTS (SELECT 1 FROM pick p WHERE p.student_id = ?2 AND p.bench = g.bench)`, guest,
		student); err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `UPDATE essay SET student_id = ?2 WHERE student_id = ?1
		AND bench NOT IN (SELECT bench FROM essay WHERE student_id = ?2)`, guest, student); err != nil {
		return err
	}
	// Both wrote: the guest's newest text goes into the history, and the student's own stays the one that counts.
	_, err := t.ExecContext(ctx, `
		INSERT INTO essay_text (essay_id, rev, round, tab, text, saved_at)
		SELECT own.id, (SELECT max(rev) FROM essay_text WHERE essay_id = own.id) + 1, own.round, 'guest', x.text, ?3
		FROM essay own JOIN essay g ON g.student_id = ?1 AND g.bench = own.bench JOIN essay_text x ON x.essay_id = g.id
		AND x.rev = g.rev
		WHERE own.student_id = ?2`, guest, student, now)
	return err
}
