package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
)

// ErrStale tells that a text is based on another than the one that stands: somebody wrote in another
// window. Nothing was overwritten.
var ErrStale = errors.New("the text has changed since")

// ErrLocked tells that a step is not open to this person now: the essay is with the teacher, or back.
var ErrLocked = errors.New("this step is not open now")

const essayColumns = `e.id, e.student_id, e.bench, e.bench_version, e.rubric, e.state, e.round, EXISTS (SELECT 1
	FROM mark m WHERE m.essay_id = e.id AND m.round = e.round AND m.purpose = 'first'),
	e.rev, x.text, x.tab, x.saved_at, e.submitted_at, e.claimed_by, e.claimed_at`

const essayTables = `essay e JOIN essay_text x ON x.essay_id = e.id AND x.rev = e.rev`

func scanEssay(e *classroom.Essay, row interface{ Scan(...any) error }, more ...any) error {
	var saved int64
	var submitted, claimer, claimed sql.NullInt64
	err := row.Scan(
		append(
			[]any{
				&e.ID,
				&e.Student,
				&e.Bench,
				&e.BenchVersion,
				&e.Rubric,
				&e.Place.State,
				&e.Place.Round,
				&e.Place.HasMark,
				&e.Rev,
				&e.Text,
				&e.Tab,
				&saved,
				&submitted,
				&claimer,
				&claimed,
			},
			more...)...)
	e.Saved, e.Claimer = fromMillis(saved), classroom.TeacherID(claimer.Int64)
	if submitted.Valid {
		e.Submitted = fromMillis(submitted.Int64)
	}
	if claimed.Valid {
		e.Claimed = fromMillis(claimed.Int64)
	}
	return err
}

// Essay finds what a student has written at a bench. ErrNotFound when they have not begun.
func (s *Store) Essay(ctx context.Context, student classroom.StudentID, bench string) (_ classroom.Essay, err error) {
	defer wrap(&err, "essay of student %d", student)
	return ownEssay(ctx, s.read, student, bench)
}

func ownEssay(ctx context.Context, q tx, student classroom.StudentID, bench string) (e classroom.Essay, err error) {
	err = scanEssay(&e, q.QueryRowContext(ctx, `SELECT `+essayColumns+` FROM `+essayTables+` WHERE e.student_id = ?1
		AND e.bench = ?2`, student, bench))
	return e, err
}

// Essays lists all that a student has written, by bench.
func (s *Store) Essays(ctx context.Context, student classroom.StudentID) (all []classroom.Essay, err error) {
	defer wrap(&err, "essays of student %d", student)
	rows, err := s.read.QueryContext(ctx, `SELECT `+essayColumns+` FROM `+essayTables+` WHERE e.student_id = ?1
		ORDER BY e.id`, student)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var e classroom.Essay
		if err := scanEssay(&e, rows); err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, rows.Err()
}

// SaveText stores a draft and the evidence picked with it, and returns the essay as it stands. The
// same text again makes no new revision. ErrStale when another window has saved since, ErrLocked when
// the essay cannot be edited, both with the essay as it stands. Evidence is stored in both of the
// first cases, for it is no text that could be overwritten.
func (s *Store) SaveText(ctx context.Context, who Answerer, n classroom.NewText) (e classroom.Essay, err error) {
	defer wrap(&err, "save text")
	stale := false
	err = s.write(ctx, func(t tx) error {
		now := millis(s.now())
		student, err := who.student(ctx, t, now)
		if err != nil {
			return err
		}
		e, err = ownEssay(ctx, t, student, n.Bench)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			if err := begin(ctx, t, student, n, now); err != nil {
				return err
			}
		case err != nil:
			return err
		case essay.Locked(e.Place.State):
			return ErrLocked
		}
		if err := setPicks(ctx, t, student, n.Bench, n.Picks, now); err != nil {
			return err
		}
		if e.ID != 0 && e.Text != n.Text {
			if stale = e.Rev != n.Base && e.Tab != n.Tab; !stale {
				if err := appendText(ctx, t, &e, n, now); err != nil {
					return err
				}
			}
		}
		e, err = ownEssay(ctx, t, student, n.Bench)
		return err
	})
	if err == nil && stale {
		err = ErrStale
	}
	return e, err
}

func begin(ctx context.Context, t tx, student classroom.StudentID, n classroom.NewText, now int64) error {
	var id classroom.EssayID
	err := t.QueryRowContext(ctx, `INSERT INTO essay (student_id, bench, bench_version, rubric, state, round, rev)
		VALUES (?1, ?2, ?3, ?4, ?5, 1, 1) RETURNING id`,
		student, n.Bench, n.BenchVersion, n.Rubric, essay.Draft).
		Scan(&id)
	if err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `INSERT INTO essay_text (essay_id, rev, round, tab, text, saved_at)
		VALUES (?1, 1, 1, ?2, ?3, ?4)`, id, n.Tab, n.Text, now); err != nil {
		return err
	}
	_, err = t.ExecContext(
		ctx,
		`INSERT INTO essay_event (essay_id, at, actor, action, from_state, to_state, round, rev)
			VALUES (?1, ?2, ?3, 'begin', '', ?4, 1, 1)`,
		id,
		now,
		author.name,
		essay.Draft,
	)
	return err
}

// edit appends a text and makes it the one that counts.
func appendText(ctx context.Context, t tx, e *classroom.Essay, n classroom.NewText, now int64) error {
	var rev int
	err := t.QueryRowContext(ctx, `INSERT INTO essay_text (essay_id, rev, round, tab, text, saved_at)
		VALUES (?1, (SELECT max(rev) FROM essay_text WHERE essay_id = ?1) + 1, ?2, ?3, ?4, ?5) RETURNING rev`, e.ID,
		e.Place.Round, n.Tab, n.Text, now).Scan(&rev)
	if err != nil {
		return err
	}
	if _, err := t.ExecContext(ctx, `UPDATE essay SET rev = ?2 WHERE id = ?1`, e.ID, rev); err != nil {
		return err
	}
	e.Rev = rev
	return move(ctx, t, e, essay.Edit, author, now, 0)
}

// actor is who takes a step, and as what.
type actor struct {
	role    essay.Role
	name    string              // as it stands in the record
	teacher classroom.TeacherID // 0 for everybody else
}

// The row itself says whose essay it is, so that the author needs no number.
var (
	author  = actor{role: essay.Author, name: "student"}
	program = actor{role: essay.Program, name: "program"}
)

// move takes a step that the rules allow, and writes down who took it; mark is the one that a return
// hands over, 0 for every other step. Steps that lead nowhere new, as every edit of a draft, are not
// written down: the texts are their own record. ErrLocked when the rules do not allow it.
func move(ctx context.Context, t tx, e *classroom.Essay, action essay.Action, by actor, now int64,
	mark marking.MarkID) error {
	to, err := essay.Next(e.Place, action, by.role)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrLocked, err)
	}
	from, round := e.Place.State, essay.RoundAfter(e.Place.State, action, e.Place.Round)
	if to == from && round == e.Place.Round {
		return nil
	}
	var claimer, claimed, returned any
	e.Claimer, e.Claimed = 0, time.Time{}
	if to == essay.Claimed {
		claimer, claimed = by.teacher, now
		e.Claimer, e.Claimed = by.teacher, fromMillis(now)
	}
	if mark != 0 {
		returned = mark
	}
	if _, err := t.ExecContext(ctx, `UPDATE essay SET state = ?2, round = ?3, claimed_by = ?4, claimed_at = ?5
		WHERE id = ?1`, e.ID, to, round, claimer, claimed); err != nil {
		return err
	}
	e.Place.State, e.Place.Round = to, round
	_, err = t.ExecContext(
		ctx,
		`INSERT INTO essay_event (essay_id, at, actor, action, from_state, to_state, round, rev, mark_id)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)`,
		e.ID,
		now,
		by.name,
		action,
		from,
		to,
		round,
		e.Rev,
		returned,
	)
	return err
}

// JudgeText stores how an author judges the text of revision rev. ErrStale when that is no longer the
// text, ErrLocked, ErrNotFound.
func (s *Store) JudgeText(ctx context.Context, student classroom.StudentID, bench string, rev int,
	judged []classroom.SelfAssessment) (err error) {
	defer wrap(&err, "judge text of student %d", student)
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		e, err := ownEssay(ctx, t, student, bench)
		if err != nil {
			return err
		}
		if e.Rev != rev {
			return ErrStale
		}
		if err := move(ctx, t, &e, essay.Judge, author, now, 0); err != nil {
			return err
		}
		for _, j := range judged {
			if _, err := t.ExecContext(ctx, `INSERT INTO judgement (essay_id, round, rev, skill, level, sentence, judged_at)
				VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`,
				e.ID, e.Place.Round, rev, j.Skill, j.Level, j.Sentence, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// Judgements returns an author's latest levels in a round, by skill, and the revision that they are
// about; 0 when there are none.
func (s *Store) Judgements(ctx context.Context, id classroom.EssayID,
	round int) (_ map[string]classroom.SelfAssessment, rev int, err error) {
	defer wrap(&err, "judgements of essay %d", id)
	rows, err := s.read.QueryContext(ctx, `SELECT rev, skill, level, sentence FROM judgement WHERE essay_id = ?1
		AND round = ?2 ORDER BY id`, id, round)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	judged := map[string]classroom.SelfAssessment{}
	for rows.Next() {
		var j classroom.SelfAssessment
		if err := rows.Scan(&rev, &j.Skill, &j.Level, &j.Sentence); err != nil {
			return nil, 0, err
		}
		judged[j.Skill] = j
	}
	return judged, rev, rows.Err()
}

// SubmitEssay hands a text in. A form that is sent twice hands in once. ErrStale when rev is no longer
// the text, ErrLocked, ErrNotFound.
func (s *Store) SubmitEssay(ctx context.Context, student classroom.StudentID, bench string, rev int) (err error) {
	defer wrap(&err, "submit essay of student %d", student)
	return s.authorStep(ctx, student, bench, func(t tx, e *classroom.Essay, now int64) error {
		if e.Rev != rev {
			return ErrStale
		}
		if s := e.Place.State; s == essay.Submitted || s == essay.Resubmitted {
			return nil
		}
		if err := move(ctx, t, e, essay.Submit, author, now, 0); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `UPDATE essay SET submitted_at = ?2 WHERE id = ?1`, e.ID, now)
		return err
	})
}

// WithdrawEssay takes a text back as long as nobody has begun to mark it. ErrLocked when somebody has, ErrNotFound.
func (s *Store) WithdrawEssay(ctx context.Context, student classroom.StudentID, bench string) (err error) {
	defer wrap(&err, "withdraw essay of student %d", student)
	return s.authorStep(ctx, student, bench, func(t tx, e *classroom.Essay, now int64) error {
		if !essay.Locked(e.Place.State) {
			return nil
		}
		if err := move(ctx, t, e, essay.Withdraw, author, now, 0); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `UPDATE essay SET submitted_at = NULL WHERE id = ?1`, e.ID)
		return err
	})
}

// ReviseEssay begins the next round. ErrLocked when there is none, ErrNotFound.
func (s *Store) ReviseEssay(ctx context.Context, student classroom.StudentID, bench string) (err error) {
	defer wrap(&err, "revise essay of student %d", student)
	return s.authorStep(ctx, student, bench, func(t tx, e *classroom.Essay, now int64) error {
		if e.Place.State == essay.Revising {
			return nil
		}
		if err := move(ctx, t, e, essay.Revise, author, now, 0); err != nil {
			return err
		}
		_, err := t.ExecContext(ctx, `UPDATE essay SET submitted_at = NULL WHERE id = ?1`, e.ID)
		return err
	})
}

// FinishEssay keeps a returned text as the last one. ErrLocked, ErrNotFound.
func (s *Store) FinishEssay(ctx context.Context, student classroom.StudentID, bench string) (err error) {
	defer wrap(&err, "finish essay of student %d", student)
	return s.authorStep(ctx, student, bench, func(t tx, e *classroom.Essay, now int64) error {
		if e.Place.State == essay.Final {
			return nil
		}
		return move(ctx, t, e, essay.Finish, author, now, 0)
	})
}

// authorStep runs a step of the author on the essay as it stands: a claim that has run out is gone first.
func (s *Store) authorStep(ctx context.Context, student classroom.StudentID, bench string, do func(t tx,
	e *classroom.Essay, now int64) error) error {
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		e, err := ownEssay(ctx, t, student, bench)
		if err != nil {
			return err
		}
		if err := expireClaim(ctx, t, &e, now); err != nil {
			return err
		}
		return do(t, &e, now)
	})
}

// expireClaim ends a claim that has run out.
func expireClaim(ctx context.Context, t tx, e *classroom.Essay, now int64) error {
	if !essay.Expired(e.Place, e.Claimed, fromMillis(now)) {
		return nil
	}
	return move(ctx, t, e, essay.Expire, program, now, 0)
}

// NextStep stores what a student wants to do next after reading the comments of a round. What was
// written first stays. ErrLocked when nothing has been returned in that round, ErrNotFound.
func (s *Store) NextStep(ctx context.Context, student classroom.StudentID, bench string, round int,
	text string) (err error) {
	defer wrap(&err, "next step of student %d", student)
	return s.authorStep(ctx, student, bench, func(t tx, e *classroom.Essay, now int64) error {
		returned, err := returns(ctx, t, *e)
		if err != nil {
			return err
		}
		if _, ok := returned[round]; !ok {
			return ErrLocked
		}
		_, err = t.ExecContext(ctx, `INSERT INTO next_step (essay_id, round, text, written_at) VALUES (?1, ?2, ?3, ?4)
			ON CONFLICT DO NOTHING`, e.ID, round, text, now)
		return err
	})
}

// Texts lists the texts of a student's own essay, the newest first.
func (s *Store) Texts(ctx context.Context, student classroom.StudentID, bench string) (all []classroom.EssayText,
	err error) {
	defer wrap(&err, "texts of student %d", student)
	rows, err := s.read.QueryContext(ctx, `
		SELECT x.rev, x.round, x.text, x.saved_at, x.tab = 'guest',
			coalesce((SELECT v.action = 'submit' FROM essay_event v WHERE v.essay_id = e.id AND v.rev = x.rev
			AND v.action IN ('submit', 'withdraw') ORDER BY v.id DESC LIMIT 1), 0)
		FROM essay e JOIN essay_text x ON x.essay_id = e.id WHERE e.student_id = ?1 AND e.bench = ?2 ORDER BY x.rev DESC`,
		student, bench)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var x classroom.EssayText
		var saved int64
		if err := rows.Scan(&x.Rev, &x.Round, &x.Text, &saved, &x.FromGuest, &x.Submitted); err != nil {
			return nil, err
		}
		x.Saved = fromMillis(saved)
		all = append(all, x)
	}
	return all, rows.Err()
}

// Feedback lists what has been returned to a student and not taken back, by round, the first round first.
func (s *Store) Feedback(ctx context.Context, e classroom.Essay) (all []marking.Feedback, err error) {
	defer wrap(&err, "feedback of essay %d", e.ID)
	returned, err := returns(ctx, s.read, e)
	if err != nil {
		return nil, err
	}
	for round := 1; round <= e.Place.Round; round++ {
		r, ok := returned[round]
		if !ok {
			continue
		}
		f := marking.Feedback{At: r.at}
		if f.Mark, err = markByID(ctx, s.read, r.mark); err != nil {
			return nil, err
		}
		if err := s.read.QueryRowContext(ctx, `SELECT text FROM essay_text WHERE essay_id = ?1 AND rev = ?2`, e.ID,
			f.Mark.Rev).Scan(&f.Text); err != nil {
			return nil, err
		}
		err := s.read.QueryRowContext(ctx, `SELECT text FROM next_step WHERE essay_id = ?1 AND round = ?2`, e.ID, round).
			Scan(&f.NextStep)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

type returnedMark struct {
	mark marking.MarkID
	at   time.Time
}

// returns finds the mark that was returned last in each round. What was reopened in the round that
// runs is not returned any more.
func returns(ctx context.Context, q tx, e classroom.Essay) (map[int]returnedMark, error) {
	rows, err := q.QueryContext(ctx, `SELECT round, mark_id, at FROM essay_event WHERE essay_id = ?1
		AND mark_id IS NOT NULL ORDER BY id`, e.ID)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	latest := map[int]returnedMark{}
	for rows.Next() {
		var round int
		var at int64
		var r returnedMark
		if err := rows.Scan(&round, &r.mark, &at); err != nil {
			return nil, err
		}
		r.at = fromMillis(at)
		latest[round] = r
	}
	if s := e.Place.State; s != essay.Returned && s != essay.Final {
		delete(latest, e.Place.Round)
	}
	return latest, rows.Err()
}

// Events lists the steps of an essay in order. The caller has checked whose it is.
func (s *Store) Events(ctx context.Context, id classroom.EssayID) (all []classroom.EssayStep, err error) {
	defer wrap(&err, "events of essay %d", id)
	rows, err := s.read.QueryContext(
		ctx,
		`SELECT v.at, v.actor, coalesce(t.name, ''), v.action, v.from_state, v.to_state, v.round
		FROM essay_event v LEFT JOIN teacher t ON v.actor = 'teacher ' || t.id WHERE v.essay_id = ?1 ORDER BY v.id`,
		id,
	)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var v classroom.EssayStep
		var at int64
		if err := rows.Scan(&at, &v.Actor, &v.Name, &v.Action, &v.From, &v.To, &v.Round); err != nil {
			return nil, err
		}
		v.At = fromMillis(at)
		all = append(all, v)
	}
	return all, rows.Err()
}
