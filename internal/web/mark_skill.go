package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/marking"
	"dossier/internal/store"
	"dossier/views"
)

// skillPage is how many answers one page of a skill holds: what a form may hold is limited.
const skillPage = 40

func (s *Server) skill(r *request) (*course.Bench, *course.RubricSkill, error) {
	b, err := s.markedBench(r)
	if err != nil {
		return nil, nil, err
	}
	skill := b.Rubric.Skill(r.param("skill"))
	if skill == nil {
		return nil, nil, store.ErrNotFound
	}
	return b, skill, nil
}

// showSkill lays all answers that wait side by side, for one skill.
func (s *Server) showSkill(r *request) error {
	b, skill, err := s.skill(r)
	if err != nil {
		return err
	}
	said := ""
	switch n, _ := strconv.Atoi(r.query("saved")); {
	case n == 1:
		said = "One level is saved."
	case n > 1:
		said = fmt.Sprintf("%d levels are saved.", n)
	}
	return s.skillPage(r, http.StatusOK, b, skill, said, nil)
}

func (s *Server) skillPage(r *request, status int, b *course.Bench, skill *course.RubricSkill, said string,
	missed []string) error {
	submissions, err := s.Store.Submissions(r.ctx, r.teacher.ID, b.ID)
	if err != nil {
		return err
	}
	props := views.SkillProps{
		Bench:  b,
		Skill:  skill,
		Skills: b.Rubric.Skills,
		Names:  r.namesOn(),
		Said:   said,
		Missed: missed,
	}
	var ids []classroom.EssayID
	for _, sc := range s.inOrder(r.teacher.ID, submissions) {
		if d := pileOf(sc, r.teacher.ID, s.Now()); d != waits && d != mine || sc.Rubric != b.Rubric.ID {
			continue
		}
		if len(props.Scripts) == skillPage {
			props.Left++
			continue
		}
		out := views.SkillScript{Essay: int64(sc.ID), Rev: sc.Rev, Label: s.label(r, sc)}
		if out.Pieces, out.Cited, err = s.evidenceOf(r, sc, b); err != nil {
			return err
		}
		judged, rev, err := s.Store.Judgements(r.ctx, sc.ID, sc.Place.Round)
		if err != nil {
			return err
		}
		if own, ok := judged[skill.ID]; ok && rev == sc.Rev {
			out.Own = &views.OwnLevel{Level: own.Level, Sentence: own.Sentence}
		}
		ids = append(ids, sc.ID)
		props.Scripts = append(props.Scripts, out)
	}
	notes, err := s.Store.Notes(r.ctx, r.teacher.ID, marking.First, ids...)
	if err != nil {
		return err
	}
	for i, id := range ids {
		props.Scripts[i].Level = notes[id]["level."+skill.ID]
	}
	return s.render(r, status, views.SkillPage(s.page(r, skill.Title+": "+b.Title, "/marking"), props))
}

// markSkill notes one skill of many answers. What cannot be noted is named, and the rest is noted all the same.
func (s *Server) markSkill(r *request) error {
	b, skill, err := s.skill(r)
	if err != nil {
		return err
	}
	submissions, err := s.Store.Submissions(r.ctx, r.teacher.ID, b.ID)
	if err != nil {
		return err
	}
	saved := 0
	var missed []string
	for _, sc := range s.inOrder(r.teacher.ID, submissions) {
		level := r.form.Value(fmt.Sprintf("level.%d", sc.ID))
		if n, err := strconv.Atoi(level); err != nil || n < 0 || n >= len(skill.Levels) {
			continue
		}
		rev, _ := strconv.Atoi(r.form.Value(fmt.Sprintf("rev.%d", sc.ID)))
		if d := pileOf(sc, r.teacher.ID, s.Now()); d != waits && d != mine {
			missed = append(missed, s.label(r, sc)+": "+pileWords(sc, r.teacher.ID, s.Now())+".")
			continue
		}
		switch err := s.Store.NoteMark(r.ctx, r.teacher.ID, sc.ID, rev, marking.First,
			map[string]string{"level." + skill.ID: level}); {
		case err == nil:
			saved++
		case errors.Is(err, store.ErrStale):
			missed = append(missed, s.label(r, sc)+": the student has handed in another text. Read it again.")
		case errors.Is(err, store.ErrConflict), errors.Is(err, store.ErrLocked), errors.Is(err, store.ErrNotFound):
			missed = append(missed, s.label(r, sc)+": it was taken by somebody else at the same moment.")
		default:
			return err
		}
	}
	if len(missed) > 0 {
		return s.skillPage(r, http.StatusConflict, b, skill, "", missed)
	}
	return redirect(fmt.Sprintf("%s?saved=%d", views.MarkingHref(b.ID, "skills", skill.ID), saved))
}
