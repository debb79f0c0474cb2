package web

import (
	"net/http"
	"slices"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

// How much stands on the sheet for parents, so that it always fits on one page.
const (
	sheetCan     = 3
	sheetWork    = 3
	sheetComment = 200 // letters of a strength or a target
)

// showSheet is one printed page for parents. It says no more than the student sees.
func (s *Server) showSheet(r *request) error {
	student, props, err := s.student(r)
	if err != nil {
		return err
	}
	work, err := s.workOf(r, student)
	if err != nil {
		return err
	}
	back, err := s.Store.ReturnedTo(r.ctx, student.ID)
	if err != nil {
		return err
	}
	at := byClass(r.edition.course, props.Class.ID)
	sheet := sheetOf(s.summary(r, work, levelsForAuthor(r.edition.course, back), at))
	sheet.StudentProps, sheet.Course = props, r.edition.course.Title
	sheet.Date = s.local(s.Now()).Format("2 January 2006")
	sheet.Comment = s.sheetComment(r, back)
	page := s.studentPage(r, props, "Parents’ evening sheet")
	return s.render(r, http.StatusOK, views.StudentSheetPage(page, sheet))
}

// sheetOf chooses from a summary what parents read.
func sheetOf(sum views.Summary) (sheet views.SheetProps) {
	sheet.Lessons, sheet.ToCome = begunLessons(sum.Lessons)
	for i := range sheet.Lessons {
		if sheet.Lessons[i].State.Word == inTheQuiz { // there is no score yet
			sheet.Lessons[i].Now = ""
		}
	}
	sheet.Skills = sum.Skills
	var later []string
	for _, g := range slices.Backward(sum.Aims) { // what is to be worked on first
		for _, aim := range g.Aims {
			if g.Title == classroom.SureOfIt.Words() {
				sheet.Can = append(sheet.Can, aim.Text)
			} else {
				later = append(later, aim.Text)
			}
		}
	}
	sheet.Can = sheet.Can[:min(sheetCan, len(sheet.Can))]
	sheet.Work = later[:min(sheetWork, len(later))]
	return sheet
}

// begunLessons are the lessons in which something has been done, and how many there are besides.
func begunLessons(all []views.LessonScore) (begun []views.LessonScore, others int) {
	begun = slices.DeleteFunc(slices.Clone(all), func(l views.LessonScore) bool {
		return l.State.Word == nothingYet
	})
	return begun, len(all) - len(begun)
}

// sheetComment is what was said of the work that came back last; nil when nothing has.
func (s *Server) sheetComment(r *request, back []store.ReturnedEssay) *views.SheetComment {
	if len(back) == 0 {
		return nil
	}
	last := back[len(back)-1]
	comment := &views.SheetComment{Title: last.Bench, Strength: cutWords(last.Strength, sheetComment),
		Target: cutWords(last.Target, sheetComment)}
	if b, err := r.edition.course.Bench(last.Bench); err == nil {
		comment.Title = b.Title
	}
	return comment
}

// cutWords is the beginning of a text, cut between words, with an ellipsis when something is left out. Lines run on.
func cutWords(text string, most int) string {
	text = strings.Join(strings.Fields(text), " ")
	letters := []rune(text)
	if len(letters) <= most {
		return text
	}
	cut := string(letters[:most])
	if at := strings.LastIndex(cut, " "); at > most/2 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,;:.") + " …"
}
