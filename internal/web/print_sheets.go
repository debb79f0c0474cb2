package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/views"
)

// copyMark is a short hash of what is printed, whatever the paper and the room to write. Copies with the same mark have
// the same questions in the same order, under the same letters.
func copyMark(printed ...[]byte) string {
	h := sha256.New()
	for _, part := range printed {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil)[:4])
}

// showWorksheet is the questions of a lesson on paper.
func (s *Server) showWorksheet(r *request) error {
	l, err := r.edition.course.Lesson(r.param("lesson"))
	if err != nil {
		return err
	}
	questions, title, err := r.toPrint(l)
	if err != nil {
		return err
	}
	query := r.printQuery()
	query.Set("lesson", l.ID)
	w := views.WorksheetProps{PrintedSheet: s.printedSheet(r, views.Link{}), Room: views.RoomOf(r.query("lines")),
		Answers: views.AnswersOf(r.query("answers"))}
	w.Title, w.Kicker = l.Title, fmt.Sprintf("Lesson %d · %s", l.Number, title)
	w.Back = views.Link{Text: "On paper", Href: views.PrintPath + "?" + query.Encode()}
	w.Ways = views.AnswerWays(r.path(), r.printQuery(), w.Answers)
	corrections, err := s.Store.CorrectionsFor(r.ctx, r.teacher.ID)
	if err != nil {
		return err
	}
	if err := s.putOnPaper(r, r.lessonOnPaper(l, questions, corrections), &w); err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.WorksheetPage(s.page(r, w.Title+": "+title, "/classes"), w))
}

// toPrint finds the questions of a lesson that the address names: single ones, those of the quiz or those in the text;
// all where it names none. Each has to be of this lesson.
func (r *request) toPrint(l *course.Lesson) (some []*quiz.Question, title string, err error) {
	ids := r.queryAll("q")
	for _, q := range l.Questions() {
		inText := slices.Contains(l.Checks, q)
		switch what := r.query("what"); {
		case len(ids) > 0 && !slices.Contains(ids, q.ID):
		case len(ids) == 0 && (what == views.PrintQuiz && inText || what == views.PrintText && !inText):
		default:
			some = append(some, q)
		}
	}
	for _, id := range ids {
		if !slices.ContainsFunc(some, func(q *quiz.Question) bool { return q.ID == id }) {
			return nil, "", course.ErrUnknown
		}
	}
	if len(some) == 0 {
		return nil, "", course.ErrUnknown
	}
	title = "Questions"
	if len(ids) == 0 && r.query("what") == views.PrintQuiz {
		title = "Quiz"
	}
	return some, title, nil
}

// onPaper is a question of a worksheet with the key that counts.
type onPaper struct {
	question *quiz.Question
	name     string                   // as other pages call it; "" for a teacher's own
	ruled    classroom.CorrectionKind // what was done to it since; "" for nothing
}

// corrections are those that count, by question and wording.
type corrections map[classroom.Asked]*classroom.Correction

// onPaper puts what was corrected into a question.
func (all corrections) onPaper(asked classroom.Asked, q *quiz.Question, name string) onPaper {
	p := onPaper{question: all[asked].Corrected(q), name: name}
	if c := all[asked]; c != nil {
		p.ruled = c.Kind
	}
	return p
}

// lessonOnPaper are questions of a lesson for a worksheet.
func (r *request) lessonOnPaper(l *course.Lesson, questions []*quiz.Question, c corrections) (all []onPaper) {
	for _, q := range questions {
		all = append(all, c.onPaper(r.asAsked(q), q, l.QuestionNumber(q)))
	}
	return all
}

// putOnPaper lays questions out for a worksheet. Those that were withdrawn are left out. The mark is that of the blank
// sheet, so that a key has the mark of the sheets that it belongs to.
func (s *Server) putOnPaper(r *request, questions []onPaper, w *views.WorksheetProps) error {
	var all []views.QuestionProps
	names, ruled := map[*quiz.Question]string{}, map[*quiz.Question]classroom.CorrectionKind{}
	for _, q := range questions {
		if q.ruled == classroom.Withdrawn {
			w.LeftOut = append(w.LeftOut, q.question.Stem)
			continue
		}
		names[q.question], ruled[q.question] = q.name, q.ruled
		all = append(all, s.questionProps(r, q.question, s.paperDeal(q.question)))
		w.Marks += q.question.Marks
	}
	name := func(q *quiz.Question) string { return names[q] }
	blank := views.WorksheetProps{Room: views.SomeLines, Questions: views.PaperQuestions(all, name, false)}
	body, err := drawn(r.ctx, views.WorksheetBody(blank))
	if err != nil {
		return err
	}
	w.Mark, w.Questions = copyMark(body), blank.Questions
	switch w.Answers {
	case views.NoAnswers:
		w.Named = true
	case views.AnswersInPlace:
		w.Kicker += " · Answers"
	case views.KeyAlone:
		w.Kicker += " · Key"
	}
	if w.Answers != views.NoAnswers {
		w.Questions = views.PaperQuestions(all, name, true)
	}
	for i, q := range w.Questions {
		w.Questions[i].Ruled = ruled[q.Question.Question]
	}
	return nil
}

// paperDeal is the order in which a question is printed: the same on every copy, and with events not in their order.
func (s *Server) paperDeal(q *quiz.Question) (deal quiz.Deal) {
	for n := range 20 {
		deal = quiz.NewDeal(s.derive("print", q.ID, fmt.Sprint(q.Version), fmt.Sprint(n)), q.ID)
		if body, sorts := q.Body.(*quiz.Chronology); !sorts || !body.InOrder(deal) {
			break
		}
	}
	return deal
}

// showPrintedSource is a source to work with on paper.
func (s *Server) showPrintedSource(r *request) error {
	source, err := r.edition.course.Source(r.param("source"))
	if err != nil {
		return err
	}
	props := views.PrintedSourceProps{Source: source, Plain: r.plain(), Card: r.query("card") != "",
		PrintedSheet: s.printedSheet(r, views.Link{Text: "The source", Href: "/sources/" + source.ID})}
	props.Title, props.Kicker, props.Named = source.Title, "Source", true
	props.Mark = copyMark([]byte(source.Title), source.Original, source.Faithful, source.Plain)
	return s.render(r, http.StatusOK, views.PrintedSourcePage(s.page(r, source.Title, "/sources"), props))
}

// showPrintedBench is a bench on paper. Whoever has not come to the reveal gets the two texts without their writers.
func (s *Server) showPrintedBench(r *request) error {
	w, err := s.benchWork(r)
	if err != nil {
		return err
	}
	props := views.PrintedBenchProps{Bench: w.Bench, Plain: r.plain(), Room: views.RoomOf(r.query("lines")),
		Rubric:       r.teacher != nil && r.query("rubric") != "",
		Blind:        w.Guided() && r.teacher == nil && !w.open(),
		PrintedSheet: s.printedSheet(r, views.Link{Text: "The bench", Href: views.BenchHref(w.Bench, "")})}
	if r.teacher != nil && w.Guided() {
		props.Blind = strings.HasPrefix(r.query("what"), views.PrintBlind)
	}
	props.Title, props.Kicker, props.Named = w.Title, "Source bench", true
	printed := [][]byte{[]byte(w.Title)}
	for _, t := range w.Texts {
		printed = append(printed, []byte(t.Blind), t.Source.Original, t.Source.Faithful)
	}
	if props.Blind {
		props.Kicker += " · First look"
	} else {
		printed = append(printed, []byte(w.Question))
	}
	props.Mark = copyMark(printed...)
	return s.render(r, http.StatusOK, views.PrintedBenchPage(s.page(r, w.Title, "/bench"), props))
}

// lessonSheet is what the head and foot of a whole lesson say on paper.
func (s *Server) lessonSheet(r *request, l *course.Lesson) views.PrintedSheet {
	sheet := s.printedSheet(r, views.Link{})
	sheet.Title, sheet.Kicker = l.Title, fmt.Sprintf("Lesson %d", l.Number)
	printed := [][]byte{l.Lede.HTML}
	for _, section := range l.Sections {
		for _, b := range section.Blocks {
			switch {
			case b.Paragraph != nil:
				printed = append(printed, b.Paragraph.HTML)
			case b.Question != nil:
				printed = append(printed, fmt.Append(nil, b.Question.ID, " ", b.Question.Version))
			case b.Source != nil:
				printed = append(printed, b.Source.Faithful, b.Source.Original)
			}
		}
	}
	sheet.Mark = copyMark(printed...)
	return sheet
}
