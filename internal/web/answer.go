package web

import (
	"errors"
	"fmt"
	"slices"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/views"
)

// givenAnswer is what a form gave for a question.
type givenAnswer struct {
	answer     quiz.Answer
	confidence string
	problems   views.Problems
}

// read parses a form that answers q as it was dealt.
func read(q *quiz.Question, form quiz.Form, d quiz.Deal) givenAnswer {
	out := givenAnswer{problems: views.Problems{}}
	var problems []quiz.Problem
	out.answer, problems = q.Body.Parse(form, d)
	for _, p := range problems {
		out.problems[p.Field] = p.Message
	}
	if q.AsksConfidence() {
		switch out.confidence = form.Value("sure"); out.confidence {
		case "guess", "fairly", "certain":
		default:
			out.confidence = ""
			out.problems["sure"] = "Say how sure you are."
		}
	}
	return out
}

// response grades the answer to q and builds what is stored of it. asked is q as the data folder keeps it.
func (given givenAnswer) response(asked classroom.Asked, q *quiz.Question, form quiz.Form) classroom.NewResponse {
	d := classroom.Decide(q, given.answer)
	out := classroom.NewResponse{
		Question: asked, FormToken: formToken(form), Answer: given.answer, Score: d.Score, Marks: d.Marks,
		OutOf: q.Marks, Grade: d.Grade, Confidence: given.confidence, Unmatched: d.Grade.Unmatched,
	}
	out.Ruled = classroom.RuledOn(q, given.answer)
	return out
}

// formToken is the token of the form that was sent. All our pages send one; a form without one gets a new token, so
// that it counts by itself.
func formToken(form quiz.Form) string {
	if t := form.Value("form"); len(t) >= 16 && len(t) <= 64 {
		return t
	}
	return account.FormToken()
}

// questionProps is a question with the sources that stand beside it.
func (s *Server) questionProps(r *request, q *quiz.Question, d quiz.Deal) views.QuestionProps {
	props := views.QuestionProps{Question: q, Deal: d, FormToken: account.FormToken(), Tries: -1}
	if r.teacher != nil {
		_, l, err := r.edition.course.Question(q.ID)
		props.Wall = err == nil && l != nil // the tasks of a bench have no lesson
	}
	for _, ref := range q.Stimulus {
		kind, id, _ := cutRef(ref)
		switch kind {
		case "source":
			if source, err := r.edition.course.Source(id); err == nil {
				props.Sources = append(props.Sources, source)
			}
		case "figure":
			if drawing, ok := r.edition.drawings[id]; ok {
				props.Figures = append(props.Figures, drawing)
			}
		}
	}
	if body, ok := q.Body.(quiz.Citing); ok {
		for _, id := range body.Cites() {
			if source, err := r.edition.course.Source(id); err == nil && !slices.Contains(props.Sources, source) {
				props.Sources = append(props.Sources, source)
			}
		}
	}
	return props
}

// asked finds a question in the version that was dealt; older tells that it has been reworded since: in the course, or
// by the teacher whose own it is.
func (s *Server) asked(r *request, a classroom.Asked) (q *quiz.Question, older bool, err error) {
	q, _, err = r.edition.course.Question(a.Question)
	if err == nil && r.edition.kept[q.ID] == a.Version {
		return q, false, nil
	}
	older = true
	if number, own := quiz.OwnNumber(a.Question); own {
		if older, err = s.Store.OwnReworded(r.ctx, number, a.Version); err != nil {
			return nil, false, err
		}
	}
	if q, ok := r.edition.older.Load(a); ok {
		return q.(*quiz.Question), older, nil
	}
	body, err := s.Store.QuestionBody(r.ctx, a.Question, a.Version)
	if err != nil {
		return nil, false, err
	}
	decode := r.edition.course.DecodeQuestion
	if _, own := quiz.OwnNumber(a.Question); own { // a teacher's, which is stored without its id
		decode = func(body string) (*quiz.Question, error) {
			return r.edition.course.DecodeOwn(a.Question, a.Version, body)
		}
	}
	if q, err = decode(body); err == nil {
		r.edition.older.Store(a, q)
	}
	return q, older, err
}

// decided is the decision about an answer to q, part by part. Answers from before decisions were kept are graded again.
func decided(q *quiz.Question, given classroom.Response) quiz.Grade {
	if given.Grade != nil {
		return *given.Grade
	}
	return q.Body.Grade(given.Answer)
}

// answered is everything there is to say about one answer of an attempt.
func (s *Server) answered(r *request, q *quiz.Question, given classroom.Response,
	attempt classroom.AttemptID) (*views.Answered, error) {
	a := &views.Answered{Grade: decided(q, given), Confidence: given.Confidence, Words: q.Feedback,
		Ruling: ruling(given)}
	if given.Ruled == classroom.KeyCorrected {
		a.Words = quiz.Feedback{} // it was written for the key of before
	}
	var err error
	if a.Written, err = s.levelled(r, q, given.Answer, attempt); err != nil {
		return nil, err
	}
	a.WrongIdeas = s.wrongIdeas(r, a.Grade)
	a.ReadAgain = readAgain(r.edition.course, q)
	if given.Confidence != "" {
		judged, err := s.judged(r)
		if err != nil {
			return nil, err
		}
		a.Calibrated = classroom.Calibration(judged, given.Confidence)
	}
	return a, nil
}

// wrongIdeas lists the wrong ideas behind the wrong parts of an answer.
func (s *Server) wrongIdeas(r *request, g quiz.Grade) []*course.Misconception {
	var out []*course.Misconception
	for _, id := range g.WrongIdeas() {
		if m := r.edition.course.Misconception(id); m != nil {
			out = append(out, m)
		}
	}
	return out
}

// judged lists the student's answers with how sure they were. A lesson needs them for every answered question, so they
// are read once per request.
func (s *Server) judged(r *request) ([]classroom.Judged, error) {
	if r.judged != nil {
		return r.judged, nil
	}
	attempts, err := s.ownAttempts(r, "")
	if err != nil {
		return nil, err
	}
	r.judged = judgedIn(attempts)
	return r.judged, nil
}

func judgedIn(attempts []classroom.Attempt) []classroom.Judged {
	var out []classroom.Judged
	for _, a := range attempts {
		for _, given := range a.Responses {
			if given.Withdrawn() {
				continue
			}
			out = append(out, classroom.Judged{Confidence: given.Confidence, Right: given.Score >= 1-1e-9})
		}
	}
	return out
}

func calibrations(judged []classroom.Judged) []string {
	var out []string
	for _, level := range views.Sureness {
		if line := classroom.Calibration(judged, level.Value); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// readAgain links to the places where the answer can be read.
func readAgain(c *course.Course, q *quiz.Question) []views.Link {
	var links []views.Link
	for _, ref := range q.Refs {
		kind, id, part := cutRef(ref)
		switch kind {
		case "lesson":
			l, err := c.Lesson(id)
			if err != nil {
				continue
			}
			if section, ok := l.Section(part); ok {
				links = append(links, views.Link{Text: section.Title, Href: views.SectionPath(id, part)})
			}
		case "source":
			if source, err := c.Source(id); err == nil {
				links = append(links, views.Link{Text: source.Creator + ", " + source.Title, Href: "/sources/" + id})
			}
		}
	}
	return links
}

func cutRef(s string) (kind, id, part string) {
	ref, ok := course.ParseRef(s)
	if !ok {
		return "", "", ""
	}
	return ref.Kind, ref.ID, ref.Part
}

// ownAnswers lists all answers of attempts for the person who gave them, the latest attempt first, in the order of its
// questions. Each links to its feedback.
func (s *Server) ownAnswers(r *request, attempts []classroom.Attempt) ([]views.AnswerRow, error) {
	return s.answerRows(r, attempts, func(row *views.AnswerRow, a classroom.Attempt, number int, _ quiz.Grade) {
		row.Href = s.feedbackPath(r, a, number)
	})
}

// feedbackPath is where the author of an answer finds its feedback. number is the place of the question in its attempt.
func (s *Server) feedbackPath(r *request, a classroom.Attempt, number int) string {
	question := a.Questions[number-1].Question
	if a.Kind != classroom.CheckAttempt {
		return fmt.Sprintf("/attempts/%d/questions/%d", a.ID, number)
	}
	if b, ok := s.benchOf(r, a.Lesson); ok {
		return views.StepHref(b, views.Know) + "#q-" + question
	}
	return r.edition.checkPath(a.Lesson, question)
}

// answersForTeacher lists the same for a teacher, with each answer shown part by part.
func (s *Server) answersForTeacher(r *request, attempts []classroom.Attempt) ([]views.AnswerRow, error) {
	return s.answerRows(r, attempts, func(row *views.AnswerRow, _ classroom.Attempt, _ int, g quiz.Grade) {
		row.Lines = &g
	})
}

// answerRows makes the part of each row that everybody sees; add fills in the rest.
func (s *Server) answerRows(r *request, attempts []classroom.Attempt,
	add func(row *views.AnswerRow, a classroom.Attempt, number int, g quiz.Grade)) ([]views.AnswerRow, error) {
	var rows []views.AnswerRow
	for _, a := range slices.Backward(attempts) {
		where, err := s.placeOf(r, a)
		if err != nil {
			return nil, err
		}
		for i, asked := range a.Questions {
			given, ok := a.Responses[asked.Question]
			if !ok {
				continue
			}
			q, _, err := s.asked(r, given.Asked())
			if err != nil {
				return nil, err
			}
			g := decided(q, given)
			row := views.AnswerRow{
				Where: where + " · in the text", Stem: q.Text(), Given: g.Given, Confidence: classroom.SureWord(given.Confidence),
				At: s.local(given.At).Format("2 January 2006, 15:04"),
			}
			if a.Kind != classroom.CheckAttempt {
				row.Where = fmt.Sprintf("%s · quiz, question %d", where, i+1)
			}
			row.Symbol, row.Grade, row.Class = outcomeWords(g, given)
			add(&row, a, i+1, g)
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// placeOf is the title of the lesson or the bench that an attempt belongs to.
func (s *Server) placeOf(r *request, a classroom.Attempt) (string, error) {
	l, err := r.edition.course.Lesson(a.Lesson)
	if err == nil {
		return l.Title, nil
	}
	if b, ok := s.benchOf(r, a.Lesson); ok {
		return b.Title, nil
	}
	if !errors.Is(err, course.ErrUnknown) {
		return "", err
	}
	return a.Lesson, nil
}

func outcomeWords(g quiz.Grade, given classroom.Response) (symbol, words, class string) {
	marks := fmt.Sprintf(" · %s of %s", views.Number(given.Marks), views.Number(given.OutOf))
	switch given.Ruled {
	case classroom.Withdrawn:
		return "–", "Withdrawn: it does not count", ""
	case classroom.FullMarks:
		return "✓", "Full marks for everybody" + marks, "ok"
	case classroom.KeyCorrected:
		marks += ", the key was put right"
	}
	switch g.Outcome() {
	case quiz.Right:
		return "✓", "Right" + marks, "ok"
	case quiz.Near:
		return "◐", "Partly right" + marks, "again"
	}
	return "✕", "Not yet" + marks, ""
}
