package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/store"
	"dossier/views"
)

// longestProof is the most characters of a text that may be chosen to show a level.
const longestProof = 2000

// judgedText finds the text for its author to judge. An author who has written nothing, or has not practised yet, is
// redirected to do that first.
func (s *Server) judgedText(r *request) (*benchWork, error) {
	w, err := s.openBench(r)
	if err != nil {
		return nil, err
	}
	if w.essay == nil {
		return nil, redirect(views.StepHref(w.Bench, views.Write))
	}
	if essay.Words(w.essay.Text) == 0 {
		return nil, answered(s.stepPage(r, w, views.Write, http.StatusUnprocessableEntity,
			func(b *views.BenchProps) { b.Problems = views.Problems{"text": "Write your answer first."} }))
	}
	ready, err := s.practised(r, w)
	if err != nil {
		return nil, err
	}
	if !ready {
		return nil, redirect(views.BenchHref(w.Bench, "/calibrate"))
	}
	return w, nil
}

func (s *Server) showJudge(r *request) error {
	w, err := s.judgedText(r)
	if err != nil {
		return err
	}
	props, err := s.judgeProps(r, w)
	if err != nil {
		return err
	}
	return s.judgePage(r, w, http.StatusOK, props)
}

func (s *Server) judgePage(r *request, w *benchWork, status int, props views.JudgeProps) error {
	for i := range props.Rows {
		showSentences(w.essay.Text, &props.Rows[i])
	}
	var err error
	if props.Bar, err = s.stepBar(r, w, views.Judge); err != nil {
		return err
	}
	return s.render(r, status, views.JudgePage(s.benchView(r, w, "Judge your draft"), props))
}

// showSentences puts the text as sentences to choose from into a row, those chosen that the stored words are made of.
func showSentences(text string, row *views.JudgeRow) {
	chosen, own := essay.Excerpted(text, row.Sentence)
	row.Text, row.Own = nil, own
	for i, sentence := range essay.Sentences(text) {
		one := views.OwnSentence{Text: sentence, Chosen: chosen[i]}
		if essay.Words(sentence) > 0 {
			one.Value = strings.Join(strings.Fields(sentence), " ")
		}
		row.Text = append(row.Text, one)
	}
}

// judgeProps is the author's text with the levels that they last gave it in this round.
func (s *Server) judgeProps(r *request, w *benchWork) (views.JudgeProps, error) {
	props := views.JudgeProps{
		Bench:    w.Bench,
		Rev:      w.essay.Rev,
		Pieces:   w.pieces(w.essay.Text),
		Cited:    w.cited(),
		Problems: views.Problems{},
	}
	judged, rev, err := s.Store.SelfAssessments(r.ctx, w.essay.ID, w.essay.Place.Round)
	var levels []classroom.SelfAssessment
	for _, skill := range w.Rubric.Skills {
		row := views.JudgeRow{Skill: skill, Level: -1}
		if j, ok := judged[skill.ID]; ok {
			row.Level, row.Sentence = j.Level, j.Sentence
			levels = append(levels, j)
		}
		props.Rows = append(props.Rows, row)
	}
	if rev == w.essay.Rev {
		props.Shown = classroom.AssessmentStamp(levels)
	}
	return props, err
}

// readSelfAssessment reads the levels of a form into the rows of its page, with what is wrong with them.
func readSelfAssessment(r *request, w *benchWork, props *views.JudgeProps) (judged []classroom.SelfAssessment) {
	props.Rows = slices.Clone(props.Rows)
	levels := readLevels(w.Rubric, r.form.Value, props.Problems)
	for i := range props.Rows {
		row := &props.Rows[i]
		field := "sentence." + row.Skill.ID
		var lost []string
		row.Level = -1
		row.Sentence, lost = essay.Excerpt(w.essay.Text, r.form[field])
		level, ok := levels[row.Skill.ID]
		if !ok {
			continue
		}
		row.Level = level
		if problem := proofProblem(*row, len(lost) > 0); problem != "" {
			props.Problems[field] = problem
		}
		judged = append(judged, classroom.SelfAssessment{Skill: row.Skill.ID, Level: level, Sentence: row.Sentence})
	}
	return judged
}

// proofProblem says what is wrong with the sentences that show a level; "" when nothing is. Every level but 0 needs
// one. lost says that what was chosen does not stand in the text any more.
func proofProblem(row views.JudgeRow, lost bool) string {
	title := strings.ToLower(row.Skill.Title)
	switch {
	case len([]rune(row.Sentence)) > longestProof:
		return "Choose fewer sentences: the one or two that show it best."
	case row.Level > 0 && row.Sentence == "" && lost:
		return "What you chose for " + title + " is not in your text any more. Tap a sentence that is."
	case row.Level > 0 && row.Sentence == "":
		return "Tap the sentence of your text that shows this level in " + title + "."
	}
	return ""
}

// judgeDraft stores an author's self-assessment.
func (s *Server) judgeDraft(r *request) error {
	w, err := s.judgedText(r)
	if err != nil {
		return err
	}
	stands, err := s.judgeProps(r, w)
	if err != nil {
		return err
	}
	props := stands
	judged := readSelfAssessment(r, w, &props)
	shown := r.form.Value("shown")
	if w.early() {
		props.Problems, props.Shown = nil, shown
		return s.judgePage(r, w, http.StatusUnprocessableEntity, props)
	}
	if rev, _ := strconv.Atoi(r.form.Value("rev")); rev != w.essay.Rev && !essay.Locked(w.essay.Place.State) {
		props.Stale = true
		return s.judgedElsewhere(r, w, stands, props, shown)
	}
	if len(props.Problems) > 0 {
		props.Shown = shown // nobody has seen more than the form's page showed
		return s.judgePage(r, w, http.StatusUnprocessableEntity, props)
	}
	err = s.Store.JudgeText(r.ctx, r.student.ID, w.ID, w.essay.Rev, judged, shown)
	if errors.Is(err, store.ErrStale) {
		return s.judgedMeanwhile(r, props)
	}
	if err != nil {
		return err
	}
	return redirect(views.StepHref(w.Bench, views.HandIn))
}

// judgedMeanwhile shows the page again, because another window has changed the text or judged it since it was read.
func (s *Server) judgedMeanwhile(r *request, typed views.JudgeProps) error {
	w, err := s.benchWork(r)
	if err != nil {
		return err
	}
	stands, err := s.judgeProps(r, w)
	if err != nil {
		return err
	}
	typed.Stale = typed.Rev != stands.Rev
	typed.Rev, typed.Pieces, typed.Cited = stands.Rev, stands.Pieces, stands.Cited
	return s.judgedElsewhere(r, w, stands, typed, r.form.Value("shown"))
}

// judgedElsewhere shows what was chosen beside what another window has said about this text. If it is sent again, it
// counts.
func (s *Server) judgedElsewhere(r *request, w *benchWork, stands, typed views.JudgeProps, shown string) error {
	typed.Shown = stands.Shown
	if stands.Shown != "" && stands.Shown != shown {
		typed.Other = stands.Rows
	}
	return s.judgePage(r, w, http.StatusConflict, typed)
}
