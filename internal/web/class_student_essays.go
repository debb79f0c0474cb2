package web

import (
	"net/http"
	"slices"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/marking"
	"dossier/internal/store"
	"dossier/views"
)

// hidden tells which of these essays were drawn for a second mark that they still wait for: the teacher must not see
// what a colleague gave them. Only what a colleague has marked is asked about.
func (s *Server) hidden(r *request, entries []marking.Entry) (map[classroom.EssayID]bool, error) {
	all := map[classroom.EssayID]bool{}
	for _, e := range entries {
		if e.Marked == "" || e.MarkedBy == r.teacher.ID || e.Second != 0 {
			continue
		}
		queue, _, err := s.Store.QueueOf(r.ctx, r.teacher.ID, e.ID)
		if err != nil {
			return nil, err
		}
		q := s.queue(r, queue)
		rubric := e.Rubric
		if b, err := r.edition.course.Bench(e.Bench); err == nil {
			rubric = b.Rubric.ID
		}
		all[e.ID] = q.Blind(q.Sample(rubric))[e.ID]
	}
	return all, nil
}

// marksForTeacher are the marks of a student that the teacher may see, returned or not.
func (s *Server) marksForTeacher(r *request, student classroom.StudentID, entries []marking.Entry) (
	marks []store.MarkedEssay, hidden map[classroom.EssayID]bool, err error) {
	if hidden, err = s.hidden(r, entries); err != nil {
		return nil, nil, err
	}
	marks, err = s.Store.StudentMarks(r.ctx, student)
	rev := map[classroom.EssayID]int{}
	for _, e := range entries {
		rev[e.ID] = e.Rev
	}
	return slices.DeleteFunc(marks, func(m store.MarkedEssay) bool {
		return hidden[m.Essay] && m.Rev == rev[m.Essay]
	}), hidden, err
}

func (s *Server) levelsForTeacher(r *request, student classroom.StudentID, entries []marking.Entry) (
	[]classroom.SkillLevel, error) {
	marks, _, err := s.marksForTeacher(r, student, entries)
	return levelsOf(r.edition.course, marks), err
}

func (s *Server) showStudentEssays(r *request) error {
	student, props, err := s.student(r)
	if err != nil {
		return err
	}
	entries, err := s.Store.EntriesOf(r.ctx, r.teacher.ID, student.ID)
	if err != nil {
		return err
	}
	marks, hidden, err := s.marksForTeacher(r, student.ID, entries)
	if err != nil {
		return err
	}
	queue := s.queue(r, entries)
	var essays []views.EssayShown
	for _, e := range entries {
		shown := views.EssayShown{SubmissionLink: s.submissionLink(r, queue, e, student.Name), Hidden: hidden[e.ID]}
		for _, m := range marks {
			if m.Essay == e.ID {
				shown.Marks = append(shown.Marks, s.markShown(r, m))
			}
		}
		slices.Reverse(shown.Marks)
		essays = append(essays, shown)
	}
	slices.Reverse(essays)
	page := s.studentPage(r, props, "Essays and comments")
	return s.render(r, http.StatusOK, views.StudentEssaysPage(page, props, essays))
}

// markShown is a mark with its skills in the order of the rubric.
func (s *Server) markShown(r *request, m store.MarkedEssay) views.MarkShown {
	shown := views.MarkShown{Round: m.Round, At: s.when(m.At), Strength: m.Strength, Target: m.Target}
	rubric, err := r.edition.course.Rubric(m.Rubric)
	if err != nil {
		rubric = &course.Rubric{}
	}
	for _, skill := range rubric.Skills {
		if level, ok := m.Levels[skill.ID]; ok {
			shown.Skills = append(shown.Skills, views.SkillRow{Title: skill.Title, Marked: true, First: level, Level: level})
		}
		if comment := m.Comments[skill.ID]; comment != "" {
			shown.Comments = append(shown.Comments, views.Kept{Name: skill.Title, Value: comment})
		}
	}
	return shown
}
