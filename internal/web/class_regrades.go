package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

// regrader decides once more about the answers that a correction concerns.
type regrader func(context.Context, classroom.TeacherID, int64, store.Regrade) error

// showRegrades lists what the teachers of a class have corrected.
func (s *Server) showRegrades(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	all, err := s.Store.Corrections(r.ctx, class.ID)
	if err != nil {
		return err
	}
	props := views.RegradesProps{Class: classCard(class)}
	newest := map[classroom.Asked]int64{}
	for _, c := range all { // the newest first
		if _, known := newest[c.Asked]; !known && c.Stands() {
			newest[c.Asked] = c.ID
		}
	}
	for _, c := range all {
		row, err := s.regradeRow(r, class, c, newest[c.Asked])
		if err != nil {
			return err
		}
		if props.Rows = append(props.Rows, row); c.Teacher == r.teacher.ID && c.ID == int64(r.queryNumber("done")) {
			props.Done = &row
		}
	}
	return s.render(r, http.StatusOK, views.RegradesPage(s.page(r, "Corrected questions", "/classes"), props))
}

// regradeRow is a correction in the list; counts is the one that counts for its question, 0 for none.
func (s *Server) regradeRow(r *request, class classroom.Class, c classroom.Correction, counts int64) (
	row views.RegradeRowLog, err error) {
	q, older, err := s.asked(r, c.Asked)
	if err != nil {
		return row, err
	}
	row = views.RegradeRowLog{ID: c.ID, What: correctionWords(c.NewCorrection), Reason: c.Reason, By: c.By,
		At: s.local(c.At).Format("2 January 2006, 15:04"), Mine: c.Teacher == r.teacher.ID, Stands: c.Stands(),
		Cut: !c.Settled, Regraded: c.Here > 0, Question: views.Link{Text: q.Text()},
		Answers: regradedWords(c.Here, " of this class")}
	if row.Mine {
		row.Answers, row.Regraded = regradedWords(c.Regraded, ""), c.Regraded > 0
	}
	if c.Kind == classroom.KeyCorrected {
		row.Lines = keyLines(q, c.Key)
	}
	if _, l, err := r.edition.course.Question(c.Question); err == nil && l != nil {
		row.Where = fmt.Sprintf("%s, question %s", l.Title, l.QuestionNumber(q))
		row.Question.Href = views.QuestionHref(int64(class.ID), c.Question, false)
	}
	if older {
		row.Where = strings.TrimPrefix(row.Where+", an older wording", ", ")
	}
	switch {
	case !c.Stands():
		row.State = "Taken back on " + s.local(c.Undone).Format("2 January 2006, 15:04") + "."
		if counts > 0 {
			row.State += " Another correction of this question counts."
		}
	case counts != c.ID:
		row.State = "A later correction of this question counts."
	}
	return row, nil
}

// regradedWords writes "1 answer was graded again.", "27 answers of this class were graded again."
func regradedWords(n int, whose string) string {
	switch n {
	case 0:
		return "No answer" + whose + " was graded again."
	case 1:
		return "1 answer" + whose + " was graded again."
	}
	return views.Number(float64(n)) + " answers" + whose + " were graded again."
}

// undoRegrade takes a correction of this teacher back.
func (s *Server) undoRegrade(r *request) error { return s.again(r, s.Store.UndoCorrection) }

// finishRegrade goes on where a regrade was cut off.
func (s *Server) finishRegrade(r *request) error { return s.again(r, s.Store.FinishCorrection) }

// again decides once more about the answers to a question that this teacher has corrected.
func (s *Server) again(r *request, do regrader) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	c, err := s.Store.Correction(r.ctx, r.teacher.ID, r.number("regrade"))
	if err != nil {
		return err
	}
	q, _, err := s.asked(r, c.Asked)
	if err != nil {
		return err
	}
	return s.regradeAsJob(r, class.ID, fmt.Sprint("regrade ", c.ID, c.Stands()), c.Asked, q,
		func(ctx context.Context, teacher classroom.TeacherID, regrade store.Regrade) (int64, error) {
			return c.ID, do(ctx, teacher, c.ID, regrade)
		})
}

// regradeAsJob decides once more about the answers to a question, as a job, and leads to the list of corrections. do
// returns the correction that it is about.
func (s *Server) regradeAsJob(r *request, class classroom.ClassID, name string, asked classroom.Asked, q *quiz.Question,
	do func(context.Context, classroom.TeacherID, store.Regrade) (int64, error)) error {
	id, teacher := int64(0), r.teacher.ID
	one := toRegrade{q, asked, func(ctx context.Context, regrade store.Regrade) (err error) {
		id, err = do(ctx, teacher, regrade)
		return err
	}}
	return s.regradeAll(r, name, []toRegrade{one}, func(context.Context) (string, error) {
		return views.RegradesHref(int64(class), "?done="+strconv.FormatInt(id, 10)), nil
	})
}

// showRegrade lists what a correction did, answer by answer: those of the classes of whoever asks.
func (s *Server) showRegrade(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	all, err := s.Store.Corrections(r.ctx, class.ID)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(all, func(c classroom.Correction) bool { return c.ID == r.number("regrade") })
	if at < 0 {
		return store.ErrNotFound
	}
	row, err := s.regradeRow(r, class, all[at], 0)
	if err != nil {
		return err
	}
	props := views.RegradedProps{Class: classCard(class), Row: row}
	regraded, err := s.Store.AnswersRegradedBy(r.ctx, r.teacher.ID, row.ID, changedOnPage+1)
	for i, a := range regraded {
		if i == changedOnPage {
			props.More = true
			break
		}
		props.Changes = append(props.Changes, views.RegradeChange{Student: a.Student, Class: a.Class,
			Before: marksOf(a.Before, a.OutOf), After: countedMarks(a.After, a.OutOf, a.Withdrawn), InQuiz: a.InQuiz})
	}
	if err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.RegradedPage(s.page(r, "What was graded again", "/classes"), props))
}
