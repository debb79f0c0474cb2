package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
	"dossier/views"
)

// mostTries is how often somebody may judge an example before they see the agreed levels.
const mostTries = 2

// longestProof is how many characters the words may have with which an author shows a level.
const longestProof = 2000

// readLevels reads a level for each skill of a rubric; the problems say which are missing.
func readLevels(rubric *course.Rubric, value func(field string) string, problems views.Problems) map[string]int {
	levels := map[string]int{}
	for _, skill := range rubric.Skills {
		field := "level." + skill.ID
		level, err := strconv.Atoi(value(field))
		if err != nil || level < 0 || level >= len(skill.Levels) {
			problems[field] = "Choose a level for " + strings.ToLower(skill.Title) + "."
			continue
		}
		levels[skill.ID] = level
	}
	return levels
}

// examples is the practice of judging of one student: whose examples they work on, and how far they are.
func (s *Server) examples(r *request, d *desk) (views.CalibrateProps, error) {
	props := views.CalibrateProps{Bench: d.Bench, Of: d.Bench, Done: true}
	tried, err := s.Store.Calibrations(r.ctx, r.student.ID, d.Rubric.ID)
	if err != nil {
		return props, err
	}
	tries := map[string][]map[string]int{}
	for _, t := range tried {
		if of, err := r.edition.course.Bench(t.Bench); err == nil {
			props.Of = of // they go on with the examples that they began with
		}
		tries[t.Exemplar] = t.Tries
	}
	for i, e := range props.Of.Exemplars {
		example := views.CalibratedExample{Exemplar: e, Number: i + 1, Try: len(tries[e.ID]) + 1}
		if n := len(tries[e.ID]); n > 0 {
			example.Given = tries[e.ID][n-1]
			for _, skill := range props.Of.Rubric.Skills {
				if off := example.Given[skill.ID] - e.Levels[skill.ID]; off > 1 || off < -1 {
					example.Far = append(example.Far, skill.Title)
				}
			}
			example.Done = len(example.Far) == 0 || n >= mostTries
		}
		props.Done = props.Done && example.Done
		props.Examples = append(props.Examples, example)
	}
	return props, nil
}

// calibrated tells whether the student has practised on both examples of the rubric.
func (s *Server) calibrated(r *request, d *desk) (bool, error) {
	props, err := s.examples(r, d)
	return props.Done, err
}

func (s *Server) showExamples(r *request) error {
	d, err := s.openDesk(r)
	if err != nil {
		return err
	}
	props, err := s.examples(r, d)
	if err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.CalibratePage(s.page(r, "Two examples", "/bench"), props))
}

// judgeExample takes a try at an example. A form that is sent twice, or for a try that is over, changes nothing.
func (s *Server) judgeExample(r *request) error {
	d, err := s.openDesk(r)
	if err != nil {
		return err
	}
	props, err := s.examples(r, d)
	if err != nil {
		return err
	}
	for i := range props.Examples {
		example := &props.Examples[i]
		open := !example.Done && (i == 0 || props.Examples[i-1].Done)
		if example.Exemplar.ID != r.form.Value("exemplar") || strconv.Itoa(example.Try) != r.form.Value("try") || !open {
			continue
		}
		example.Problems = views.Problems{}
		example.Given = readLevels(props.Of.Rubric, r.form.Value, example.Problems)
		if len(example.Problems) > 0 {
			return s.render(r, http.StatusUnprocessableEntity, views.CalibratePage(s.page(r, "Two examples", "/bench"), props))
		}
		if err := s.Store.Calibrate(r.ctx, r.student.ID, d.Rubric.ID, props.Of.ID, example.Exemplar.ID, example.Try,
			example.Given); err != nil {
			return err
		}
		return redirect(views.BenchHref(d.Bench, "/calibrate#"+example.Exemplar.ID))
	}
	return redirect(views.BenchHref(d.Bench, "/calibrate"))
}

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

// submitEssay saves what the desk holds and hands it in. Sent twice, it hands in once.
func (s *Server) submitEssay(r *request, d *desk, t typedDesk) error {
	t.checkReason(false)
	if len(t.problems) > 0 {
		return s.benchPage(r, d, http.StatusUnprocessableEntity, t.put)
	}
	here := views.BenchHref(d.Bench, "#write")
	e, err := s.Store.SaveText(r.ctx, r.answerer(), t.new)
	if errors.Is(err, store.ErrStale) {
		return s.showStale(r, t, e)
	}
	// this very text has been handed in, perhaps by the first of two clicks
	if errors.Is(err, store.ErrLocked) && e.Text == t.text {
		return redirect(here)
	}
	if err != nil {
		return err
	}
	if t.begun {
		if err := s.Store.SaveReason(r.ctx, r.student.ID, d.ID, t.reason); err != nil {
			return err
		}
	}
	if r.student.Guest() {
		return redirect(here) // the page says that an answer is marked in a class
	}
	if !slices.Contains(essay.Allowed(e.Place, essay.Author), essay.Submit) || essay.Words(e.Text) == 0 {
		return redirect(views.BenchHref(d.Bench, "/judge"))
	}
	if err := s.Store.SubmitEssay(r.ctx, r.student.ID, d.ID, e.Rev); err != nil {
		return err
	}
	return redirect(here)
}

func (s *Server) withdrawEssay(r *request) error {
	return s.takeStep(r, func(d *desk) error { return s.Store.WithdrawEssay(r.ctx, r.student.ID, d.ID) })
}

func (s *Server) reviseEssay(r *request) error {
	return s.takeStep(r, func(d *desk) error {
		if !d.answered() {
			return store.ErrLocked
		}
		return s.Store.ReviseEssay(r.ctx, r.student.ID, d.ID)
	})
}

func (s *Server) finishEssay(r *request) error {
	return s.takeStep(r, func(d *desk) error {
		if !d.answered() {
			return store.ErrLocked
		}
		return s.Store.FinishEssay(r.ctx, r.student.ID, d.ID)
	})
}

// answered tells whether the author has said what comes next after every return, which is what opens
// the levels and the next round.
func (d *desk) answered() bool {
	return len(d.returns) > 0 &&
		!slices.ContainsFunc(d.returns, func(f marking.Feedback) bool { return f.NextStep == "" })
}

// takeStep takes an essay one step further and shows it.
func (s *Server) takeStep(r *request, step func(*desk) error) error {
	d, err := s.openDesk(r)
	if err != nil {
		return err
	}
	if err := step(d); err != nil {
		return err
	}
	return redirect(views.BenchHref(d.Bench, "#write"))
}

func (s *Server) showFeedback(r *request) error {
	d, err := s.desk(r)
	if err != nil {
		return err
	}
	return s.feedbackPage(r, d, http.StatusOK, "", nil)
}

// feedbackPage shows what came back; there is no such page before a return.
func (s *Server) feedbackPage(r *request, d *desk, status int, typed string, problems views.Problems) error {
	if len(d.returns) == 0 {
		return store.ErrNotFound
	}
	props := views.FeedbackProps{
		Bench:    d.Bench,
		Can:      essay.Allowed(d.place(s.Now()), essay.Author),
		Typed:    typed,
		Problems: problems,
		Model:    d.answered(),
	}
	for i, f := range slices.Backward(d.returns) {
		round := views.ReturnedRound{
			Round:    f.Mark.Round,
			At:       s.when(f.At),
			Strength: f.Mark.Strength,
			Target:   f.Mark.Target,
			NextStep: f.NextStep,
			Pieces:   d.pieces(f.Text),
			Cited:    d.cited(),
			Latest:   i == len(d.returns)-1,
		}
		own, _, err := s.Store.Judgements(r.ctx, d.essay.ID, f.Mark.Round)
		if err != nil {
			return err
		}
		for _, skill := range d.Rubric.Skills {
			row := views.ReturnedSkill{
				Skill:   skill,
				Comment: f.Mark.Comments[skill.ID],
				Level:   f.Mark.Levels[skill.ID],
				Own:     -1,
			}
			if j, ok := own[skill.ID]; ok {
				row.Own = j.Level
			}
			round.Skills = append(round.Skills, row)
		}
		props.Rounds = append(props.Rounds, round)
	}
	return s.render(r, status, views.FeedbackPage(s.page(r, "Comments", "/bench"), props))
}

// keepNextStep stores what a student wants to do next, and with that shows the levels.
func (s *Server) keepNextStep(r *request) error {
	d, err := s.desk(r)
	if err != nil {
		return err
	}
	if len(d.returns) == 0 {
		return store.ErrNotFound
	}
	text := strings.TrimSpace(r.form.Value("next"))
	round, _ := strconv.Atoi(r.form.Value("round"))
	if problem := sentenceProblem(text); problem != "" && !d.answered() {
		return s.feedbackPage(r, d, http.StatusUnprocessableEntity, text, views.Problems{"next": problem})
	}
	if !d.answered() {
		if err := s.Store.NextStep(r.ctx, r.student.ID, d.ID, round, text); err != nil {
			return err
		}
	}
	return redirect(views.BenchHref(d.Bench, "/feedback"))
}

// showTexts shows an author's own texts, and the difference between two of them.
func (s *Server) showTexts(r *request) error {
	d, err := s.desk(r)
	if err != nil {
		return err
	}
	texts, err := s.Store.Texts(r.ctx, r.student.ID, d.ID)
	if err != nil {
		return err
	}
	if len(texts) == 0 {
		return store.ErrNotFound
	}
	props := views.TextsProps{Bench: d.Bench}
	var main []int
	byRev := map[int]classroom.EssayText{}
	for _, x := range texts {
		byRev[x.Rev] = x
		row := views.TextRow{
			Rev:   x.Rev,
			Name:  textName(x, d.essay.Rev),
			When:  s.when(x.Saved),
			Words: counted(essay.Words(x.Text)),
			Text:  x.Text,
		}
		props.All = append(props.All, row)
		if x.Submitted || x.FromGuest || x.Rev == d.essay.Rev {
			props.Main = append(props.Main, row)
			main = append(main, x.Rev)
		}
	}
	from, to := byRev[r.queryNumber("from")], byRev[r.queryNumber("to")]
	if from.Rev == 0 && to.Rev == 0 && len(main) > 1 { // the two newest of those that matter
		from, to = byRev[main[1]], byRev[main[0]]
	}
	if from.Rev > 0 && to.Rev > 0 {
		props.From, props.To, props.Diff = from.Rev, to.Rev, essay.Diff(from.Text, to.Text)
	}
	return s.render(r, http.StatusOK, views.TextsPage(s.page(r, "Your texts", "/bench"), props))
}

func counted(words int) string {
	if words == 1 {
		return "1 word"
	}
	return fmt.Sprintf("%d words", words)
}

// textName says what a text of a history is.
func textName(x classroom.EssayText, newest int) string {
	switch {
	case x.Submitted:
		return fmt.Sprintf("Version %d, handed in", x.Round)
	case x.FromGuest:
		return "Written before you joined"
	case x.Rev == newest:
		return "Newest draft"
	}
	return fmt.Sprintf("Draft %d", x.Rev)
}
