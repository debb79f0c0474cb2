package store

import (
	"context"
	"database/sql"
	"errors"

	"dossier/internal/classroom"
	"dossier/internal/essay"
)

// SaveText stores a draft and what its page has changed of the evidence, and returns the essay as it stands. The same
// text again makes no new revision. ErrStale when another window has saved another text since, ErrLocked when the essay
// cannot be edited, both with the essay as it stands. The evidence is stored even when the text is stale: it comes as
// changes, and a change to one phrase undoes nothing that another window did. A page without a box for the text changes
// the evidence alone.
func (s *Store) SaveText(ctx context.Context, who Answerer, n classroom.NewText) (e classroom.Essay, err error) {
	defer wrap(&err, "save text")
	stale := false
	err = s.write(ctx, func(t tx) error {
		now := millis(s.now())
		student, err := who.student(ctx, t, now)
		if err != nil {
			return err
		}
		if e, err = begun(ctx, t, student, n, now); err != nil {
			return err
		}
		if essay.Locked(e.Place.State) {
			return ErrLocked
		}
		if err := stands(ctx, t, e); err != nil {
			return err
		}
		if err := changePicks(ctx, t, student, n, now); err != nil {
			return err
		}
		if n.KeepText {
			return nil
		}
		if stale = e.Text != n.Text && e.Rev != n.Base && e.Tab != n.Tab; e.Text == n.Text || stale {
			return nil
		}
		if err := appendText(ctx, t, &e, n, now); err != nil {
			return err
		}
		e, err = ownEssay(ctx, t, student, n.Bench)
		return err
	})
	if err == nil && stale {
		err = ErrStale
	}
	return e, err
}

// begun finds the essay of a student at a bench, and begins it with the text where there is none yet.
func begun(
	ctx context.Context, t tx, student classroom.StudentID, n classroom.NewText, now int64,
) (classroom.Essay, error) {
	e, err := ownEssay(ctx, t, student, n.Bench)
	if !errors.Is(err, sql.ErrNoRows) {
		return e, err
	}
	var id classroom.EssayID
	err = t.QueryRowContext(ctx, `INSERT INTO essay (student_id, bench, bench_version, rubric, state, round, rev)
		VALUES (?1, ?2, ?3, ?4, ?5, 1, 1) ON CONFLICT DO NOTHING RETURNING id`,
		student, n.Bench, n.BenchVersion, n.Rubric, essay.Draft).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) { // another window has begun it meanwhile
		return ownEssay(ctx, t, student, n.Bench)
	}
	if err != nil {
		return e, err
	}
	if _, err := t.ExecContext(ctx, `INSERT INTO essay_text (essay_id, rev, round, tab, text, saved_at)
		VALUES (?1, 1, 1, ?2, ?3, ?4)`, id, n.Tab, n.Text, now); err != nil {
		return e, err
	}
	if _, err := t.ExecContext(ctx, `
		INSERT INTO essay_event (essay_id, at, actor, action, from_state, to_state, round, rev)
		VALUES (?1, ?2, ?3, 'begin', '', ?4, 1, 1)`, id, now, author.name, essay.Draft); err != nil {
		return e, err
	}
	return ownEssay(ctx, t, student, n.Bench)
}

// appendText adds a text, makes it the one that counts, and lets go of drafts that need not be kept. ErrStale when
// somebody else has just added one.
func appendText(ctx context.Context, t tx, e *classroom.Essay, n classroom.NewText, now int64) error {
	var rev int
	err := t.QueryRowContext(ctx, `INSERT INTO essay_text (essay_id, rev, round, tab, text, saved_at)
		VALUES (?1, (SELECT max(rev) FROM essay_text WHERE essay_id = ?1) + 1, ?2, ?3, ?4, ?5)
		ON CONFLICT DO NOTHING RETURNING rev`, e.ID, e.Place.Round, n.Tab, n.Text, now).Scan(&rev)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrStale
	}
	if err != nil {
		return err
	}
	if err := staleUnless(changed(ctx, t, `UPDATE essay SET rev = ?2 WHERE id = ?1 AND rev = ?3 AND state = ?4
		AND round = ?5`, e.ID, rev, e.Rev, e.Place.State, e.Place.Round)); err != nil {
		return err
	}
	e.Rev = rev
	if err := move(ctx, t, e, essay.Edit, author, now, 0); err != nil {
		return err
	}
	return thinTexts(ctx, t, *e)
}

// Texts lists the texts of a student's own essay, the newest first.
func (s *Store) Texts(
	ctx context.Context, student classroom.StudentID, bench string,
) (all []classroom.EssayText, err error) {
	defer wrap(&err, "texts of student %d", student)
	return collect(ctx, s.read, func(row scanner) (x classroom.EssayText, err error) {
		var saved int64
		err = row.Scan(&x.Rev, &x.Round, &x.Text, &saved, &x.FromGuest, &x.Submitted)
		x.Saved = fromMillis(saved)
		return x, err
	}, `SELECT x.rev, x.round, x.text, x.saved_at, x.tab = 'guest',
			coalesce((SELECT v.action = 'submit' FROM essay_event v WHERE v.essay_id = e.id AND v.rev = x.rev
				AND v.action IN ('submit', 'withdraw') ORDER BY v.id DESC LIMIT 1), FALSE)
		FROM essay e JOIN essay_text x ON x.essay_id = e.id
		WHERE e.student_id = ?1 AND e.bench = ?2 ORDER BY x.rev DESC`, student, bench)
}
