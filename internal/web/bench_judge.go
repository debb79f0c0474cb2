package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/store"
	"dossier/views"
)

// longestProof is how many characters the words may have with which an author shows a level.
const longestProof = 2000

// ownText finds the author's text for a step that is about it. Who has none, or has not practised yet,
// is led there, and d is nil.
func (s *Server) ownText(r *request) (d *desk, err error) {
	d, err = s.openDesk(r)
	if err != nil {
		return nil, err
	}
	if d.essay == nil {
		return nil, redirect(views.BenchHref(d.Bench, "#write"))
	}
	if essay.Words(d.essay.Text) == 0 {
		t := readDesk(d, r.form)
		t.text = d.essay.Text
		t.problems["text"] = "Write your answer first."
		return nil, answered(s.benchPage(r, d, http.StatusUnprocessableEntity,
			func(b *views.BenchProps) { b.Problems = t.problems }))
	}
	return d, nil
}

func (s *Server) showJudge(r *request) error {
	d, err := s.judgedText(r)
	if err != nil {
		return err
	}
	props, err := s.judgeProps(r, d)
	if err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.JudgePage(s.page(r, "Judge your draft", "/bench"), props))
}

// judgedText finds the text that its author is to judge.
func (s *Server) judgedText(r *request) (*desk, error) {
	d, err := s.ownText(r)
	if err != nil {
		return nil, err
	}
	ready, err := s.calibrated(r, d)
	if err != nil {
		return nil, err
	}
	if !ready {
		return nil, redirect(views.BenchHref(d.Bench, "/calibrate"))
	}
	return d, nil
}

// judgeProps is the author's text with the levels that they gave last in this round.
func (s *Server) judgeProps(r *request, d *desk) (views.JudgeProps, error) {
	props := views.JudgeProps{
		Bench:    d.Bench,
		Rev:      d.essay.Rev,
		Pieces:   d.pieces(d.essay.Text),
		Cited:    d.cited(),
		Problems: views.Problems{},
	}
	judged, _, err := s.Store.Judgements(r.ctx, d.essay.ID, d.essay.Place.Round)
	for _, skill := range d.Rubric.Skills {
		row := views.JudgeRow{Skill: skill, Level: -1}
		if j, ok := judged[skill.ID]; ok {
			row.Level, row.Sentence = j.Level, j.Sentence
		}
		props.Rows = append(props.Rows, row)
	}
	return props, err
}

// judgeDraft stores where an author puts the own text. Every level but 0 needs the sentence that shows it.
func (s *Server) judgeDraft(r *request) error {
	d, err := s.judgedText(r)
	if err != nil {
		return err
	}
	props, err := s.judgeProps(r, d)
	if err != nil {
		return err
	}
	levels := readLevels(d.Rubric, r.form.Value, props.Problems)
	var judged []classroom.SelfAssessment
	for i := range props.Rows {
		row := &props.Rows[i]
		row.Level, row.Sentence = -1, strings.TrimSpace(strings.ReplaceAll(r.form.Value("sentence."+row.Skill.ID), "\r\n",
			"\n"))
		level, ok := levels[row.Skill.ID]
		if !ok {
			continue
		}
		row.Level = level
		if level > 0 && !essay.Holds(d.essay.Text, row.Sentence) {
			props.Problems["sentence."+row.Skill.ID] = "Copy the words from your text that show this level in " +
				strings.ToLower(row.Skill.Title) + ", letter by letter."
		}
		if len([]rune(row.Sentence)) > longestProof {
			props.Problems["sentence."+row.Skill.ID] = fmt.Sprintf("Shorten this to %d characters.", longestProof)
		}
		judged = append(judged, classroom.SelfAssessment{Skill: row.Skill.ID, Level: level, Sentence: row.Sentence})
	}
	if rev, _ := strconv.Atoi(r.form.Value("rev")); rev != d.essay.Rev && !essay.Locked(d.essay.Place.State) {
		props.Stale = true
		return s.render(r, http.StatusConflict, views.JudgePage(s.page(r, "Judge your draft", "/bench"), props))
	}
	if len(props.Problems) > 0 {
		return s.render(r, http.StatusUnprocessableEntity, views.JudgePage(s.page(r, "Judge your draft", "/bench"), props))
	}
	err = s.Store.JudgeText(r.ctx, r.student.ID, d.ID, d.essay.Rev, judged)
	if errors.Is(err, store.ErrStale) { // somebody wrote in between
		props.Stale = true
		return s.render(r, http.StatusConflict, views.JudgePage(s.page(r, "Judge your draft", "/bench"), props))
	}
	if err != nil {
		return err
	}
	return redirect(views.BenchHref(d.Bench, "#judge"))
}
