package web

import (
	"net/http"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/views"
)

func (s *Server) showDeleteClass(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	return s.deleteClassPage(r, http.StatusOK, class, nil)
}

func (s *Server) deleteClassPage(r *request, status int, class classroom.Class, problems views.Problems) error {
	holds, err := s.Store.ClassHolds(r.ctx, class.ID)
	if err != nil {
		return err
	}
	teachers, err := s.Store.ClassTeachers(r.ctx, class.ID)
	if err != nil {
		return err
	}
	var others []string
	for _, t := range teachers {
		if t.ID != r.teacher.ID {
			others = append(others, t.Name)
		}
	}
	return s.render(r, status, views.DeleteClassPage(s.page(r, "Delete "+class.Name, "/classes"),
		views.DeleteClassProps{
			Class: classCard(class), Students: holds.Students, Answers: holds.Answers, Essays: holds.Essays,
			Others: others, Name: r.form.Value("class"), Problems: problems,
		}))
}

// deleteClass deletes a class whose name was typed, by a teacher who has given their passphrase.
func (s *Server) deleteClass(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	problems := views.Problems{}
	if account.FoldName(r.form.Value("class")) != account.FoldName(class.Name) {
		problems["class"] = wrongClassName
	} else if _, err := s.passphraseAgain(r); err != nil { // a slip in the name costs no guess
		if err := putProblem(problems, "pass", err); err != nil {
			return err
		}
	}
	if len(problems) > 0 {
		return s.deleteClassPage(r, http.StatusUnprocessableEntity, class, problems)
	}
	if err := s.Store.DeleteClass(r.ctx, r.teacher.ID, class.ID); err != nil {
		return err
	}
	return redirect("/classes?done=deleted")
}

const wrongClassName = "That is not the name of this class. Type the name exactly as it is written above."
