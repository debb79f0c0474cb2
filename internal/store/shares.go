package store

import (
	"context"

	"dossier/internal/classroom"
)

// Evidence counts what a class has picked and how far it trusts the sources. The caller has checked whose class it is.
func (s *Store) Evidence(
	ctx context.Context, class classroom.ClassID, bench string,
) (shares classroom.Shares, err error) {
	defer wrap(&err, "evidence of class %d", class)
	shares = classroom.Shares{Picked: map[string]int{}, Before: map[string][5]int{}, After: map[string][5]int{}}
	if err := s.sharesPicked(ctx, class, bench, &shares); err != nil {
		return shares, err
	}
	return shares, s.sharesTrust(ctx, class, bench, &shares)
}

// sharesPicked counts who holds on to which phrase.
func (s *Store) sharesPicked(ctx context.Context, class classroom.ClassID, bench string, to *classroom.Shares) error {
	err := s.read.QueryRowContext(ctx, `SELECT count(DISTINCT p.student_id) FROM pick p
		JOIN student s ON s.id = p.student_id WHERE s.class_id = ?1 AND p.bench = ?2 AND p.kept = TRUE`, class, bench).
		Scan(&to.Students)
	if err != nil {
		return err
	}
	type picked struct {
		phrase string
		by     int
	}
	all, err := collect(ctx, s.read, func(row scanner) (p picked, err error) {
		err = row.Scan(&p.phrase, &p.by)
		return p, err
	}, `SELECT p.phrase, count(*) FROM pick p JOIN student s ON s.id = p.student_id
		WHERE s.class_id = ?1 AND p.bench = ?2 AND p.kept = TRUE GROUP BY p.phrase`, class, bench)
	for _, p := range all {
		to.Picked[p.phrase] = p.by
	}
	return err
}

// sharesTrust counts how far a class trusts each source, of those who have said so before and after.
func (s *Store) sharesTrust(ctx context.Context, class classroom.ClassID, bench string, to *classroom.Shares) error {
	err := s.read.QueryRowContext(ctx, `SELECT count(DISTINCT t.student_id) FROM trust t
		JOIN student s ON s.id = t.student_id WHERE s.class_id = ?1 AND t.bench = ?2 AND t.after IS NOT NULL`, class, bench).
		Scan(&to.Said)
	if err != nil {
		return err
	}
	all, err := collect(ctx, s.read, func(row scanner) (t classroom.Trust, err error) {
		err = row.Scan(&t.Source, &t.Before, &t.After)
		return t, err
	}, `SELECT t.source, t.before, t.after FROM trust t JOIN student s ON s.id = t.student_id
		WHERE s.class_id = ?1 AND t.bench = ?2 AND t.after IS NOT NULL`, class, bench)
	for _, t := range all {
		before, after := to.Before[t.Source], to.After[t.Source]
		before[t.Before-1]++
		after[t.After-1]++
		to.Before[t.Source], to.After[t.Source] = before, after
	}
	return err
}

// Said lists how far the students of a class said they believe a source at a bench, before and after. The caller has
// checked whose class it is.
func (s *Store) Said(ctx context.Context, class classroom.ClassID, bench, source string) (_ []classroom.Trust,
	err error) {
	defer wrap(&err, "what class %d believes", class)
	return collect(ctx, s.read, func(row scanner) (t classroom.Trust, err error) {
		err = row.Scan(&t.Source, &t.Before, &t.After)
		return t, err
	}, `SELECT t.source, t.before, coalesce(t.after, 0) FROM student s JOIN trust t ON t.student_id = s.id
		WHERE s.class_id = ?1 AND t.bench = ?2 AND t.source = ?3 ORDER BY s.id`, class, bench, source)
}
