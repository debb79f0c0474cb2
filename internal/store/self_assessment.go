package store

import (
	"context"
	"slices"

	"dossier/internal/classroom"
	"dossier/internal/essay"
)

// JudgeText stores how an author judges the text of revision rev. shown is the classroom.AssessmentStamp of the
// levels for this text that the author's page showed, "" for none. ErrStale when rev is no longer the text, or when
// it has been judged otherwise since, in another window; the same levels again are no change. ErrLocked, ErrNotFound.
func (s *Store) JudgeText(
	ctx context.Context, student classroom.StudentID, bench string, rev int, judged []classroom.SelfAssessment,
	shown string,
) (err error) {
	defer wrap(&err, "judge text of student %d", student)
	return s.write(ctx, func(t tx) error {
		now := millis(s.now())
		e, err := ownEssay(ctx, t, student, bench)
		switch {
		case err != nil:
			return err
		case e.Rev != rev:
			return ErrStale
		case essay.Locked(e.Place.State):
			return ErrLocked
		}
		if err := judgedAs(ctx, t, e, shown, classroom.AssessmentStamp(judged)); err != nil {
			return err
		}
		if err := move(ctx, t, &e, essay.Judge, author, now, 0); err != nil {
			return err
		}
		for _, j := range judged {
			if _, err := t.ExecContext(ctx, `
				INSERT INTO judgement (essay_id, round, rev, skill, level, sentence, judged_at)
				VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`,
				e.ID, e.Place.Round, rev, j.Skill, j.Level, j.Sentence, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// judgedAs makes sure that a text is unjudged, or judged with one of these stamps, and keeps it so until the
// transaction ends. ErrStale otherwise.
func judgedAs(ctx context.Context, t tx, e classroom.Essay, stamps ...string) error {
	if err := stands(ctx, t, e); err != nil {
		return err
	}
	stored, about, err := selfAssessments(ctx, t, e.ID, e.Place.Round)
	if err != nil {
		return err
	}
	if stamp := stampOf(stored, about, e.Rev); stamp != "" && !slices.Contains(stamps, stamp) {
		return ErrStale
	}
	return nil
}

// stampOf is the stamp of levels if they are about this revision; "" otherwise, because they judge another text.
func stampOf(judged map[string]classroom.SelfAssessment, about, rev int) string {
	if about != rev {
		return ""
	}
	var all []classroom.SelfAssessment
	for _, j := range judged {
		all = append(all, j)
	}
	return classroom.AssessmentStamp(all)
}

// SelfAssessments returns an author's latest levels in a round, by skill, and the revision that they are
// about; 0 when there are none.
func (s *Store) SelfAssessments(
	ctx context.Context, id classroom.EssayID, round int,
) (_ map[string]classroom.SelfAssessment, rev int, err error) {
	defer wrap(&err, "self-assessment of essay %d", id)
	return selfAssessments(ctx, s.read, id, round)
}

func selfAssessments(
	ctx context.Context, q tx, id classroom.EssayID, round int,
) (_ map[string]classroom.SelfAssessment, rev int, err error) {
	all, err := collect(ctx, q, func(row scanner) (j classroom.SelfAssessment, err error) {
		err = row.Scan(&rev, &j.Skill, &j.Level, &j.Sentence)
		return j, err
	}, `SELECT rev, skill, level, sentence FROM judgement WHERE essay_id = ?1 AND round = ?2 ORDER BY id`, id, round)
	if err != nil {
		return nil, 0, err
	}
	judged := map[string]classroom.SelfAssessment{}
	for _, j := range all {
		judged[j.Skill] = j
	}
	return judged, rev, nil
}
