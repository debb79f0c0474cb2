package store

import (
	"context"

	"dossier/internal/classroom"
)

// CardGuesses returns what a student has guessed about the writers of a bench, by source.
func (s *Store) CardGuesses(
	ctx context.Context, student classroom.StudentID, bench string,
) (_ map[string]string, err error) {
	defer wrap(&err, "guesses of student %d", student)
	all, err := collect(ctx, s.read, func(row scanner) (g classroom.CardGuess, err error) {
		err = row.Scan(&g.Source, &g.Words)
		return g, err
	}, `SELECT source, guess FROM card_guess WHERE student_id = ?1 AND bench = ?2`, student, bench)
	if err != nil {
		return nil, err
	}
	guesses := map[string]string{}
	for _, g := range all {
		guesses[g.Source] = g.Words
	}
	return guesses, nil
}

// GuessCards stores what a student guesses about the writers of a bench before the cards tell. What was guessed first
// stays, whatever is sent later. ErrNotFound when there is no such student.
func (s *Store) GuessCards(
	ctx context.Context, student classroom.StudentID, bench string, guesses []classroom.CardGuess,
) (err error) {
	defer wrap(&err, "guesses of student %d", student)
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		if err := active(ctx, t, student, now); err != nil {
			return err
		}
		for _, g := range guesses {
			if _, err := t.ExecContext(ctx, `INSERT INTO card_guess (student_id, bench, source, guess, guessed_at)
				VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING`, student, bench, g.Source, g.Words, now); err != nil {
				return err
			}
		}
		return nil
	})
}
