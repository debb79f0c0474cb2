package web

import (
	"fmt"
	"net/http"
	"slices"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/lan"
	"dossier/internal/store"
	"dossier/views"
)

// slip is what a student needs to sign in, on paper. pin is "" unless it was just made.
func (s *Server) slip(r *request, student classroom.Student, pin string) views.Slip {
	return views.Slip{Name: student.Name, Address: bareAddress(s.joinAddresses(r)[0]), PIN: pin,
		Listed: pin == "" && student.PINHash == account.NoPIN}
}

// ticked finds the students of a class whom a form or an address names.
func (s *Server) ticked(r *request, class classroom.ClassID, named []string) (all, some []classroom.Student,
	err error) {
	all, err = s.Store.SlipStudents(r.ctx, class)
	for _, st := range all {
		if slices.Contains(named, fmt.Sprint(st.ID)) {
			some = append(some, st)
		}
	}
	return all, some, err
}

// showSlips prints the slips of all students, or of those whom the address names.
func (s *Server) showSlips(r *request) error {
	if r.query("pins") == "new" { // the other button of the form that ticks them
		return s.showNewPINs(r)
	}
	class, err := s.class(r)
	if err != nil {
		return err
	}
	named := r.queryAll("student")
	all, some, err := s.ticked(r, class.ID, named)
	if err != nil {
		return err
	}
	if len(named) == 0 {
		some = all
	}
	return s.slipsPage(r, http.StatusOK, class, all, some, "")
}

func (s *Server) slipsPage(r *request, status int, class classroom.Class, all, some []classroom.Student,
	problem string) error {
	props := views.SlipsProps{Class: classCard(class), Problem: problem}
	for _, st := range all {
		props.Students = append(props.Students, views.SlipStudent{ID: int64(st.ID), Name: st.Name,
			Ticked: slices.Contains(some, st)})
	}
	for _, st := range some {
		props.Slips = append(props.Slips, s.slip(r, st, ""))
	}
	return s.render(r, status, views.SlipsPage(s.page(r, "Login slips", "/classes"), props))
}

// mostPINs is how many PINs one form sets: each has to be hashed, which takes a twentieth of a second of work.
const mostPINs = 60

// pinsProblem says that n PINs are too many for one form, and what to do; "" when they are not.
func pinsProblem(n int, instead string) string {
	if n <= mostPINs {
		return ""
	}
	return fmt.Sprintf("Dossier can set the PINs of %d students at once, and these are %d. %s", mostPINs, n, instead)
}

// showNewPINs asks before students get new PINs.
func (s *Server) showNewPINs(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	all, some, err := s.ticked(r, class.ID, r.queryAll("student"))
	if err != nil {
		return err
	}
	if problem := wrongNumber(len(some)); problem != "" {
		return s.slipsPage(r, http.StatusUnprocessableEntity, class, all, some, problem)
	}
	props := views.NewPINsProps{Class: classCard(class), FormToken: account.FormToken()}
	for _, st := range some {
		props.Students = append(props.Students, views.SlipStudent{ID: int64(st.ID), Name: st.Name, Ticked: true})
	}
	return s.render(r, http.StatusOK, views.NewPINsPage(s.page(r, "New PINs", "/classes"), props))
}

// wrongNumber says what is wrong with how many students are to get new PINs; "" when nothing is.
func wrongNumber(n int) string {
	if n == 0 {
		return "Nobody is ticked. Tick the students who need a new PIN."
	}
	return pinsProblem(n, "Tick fewer, print their slips, and then do the others.")
}

// makeNewPINs makes new PINs and shows them on the slips that answer the form, because they are stored only as hashes.
// A form that is sent twice makes the same PINs.
func (s *Server) makeNewPINs(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	all, some, err := s.ticked(r, class.ID, r.form["student"])
	if err != nil {
		return err
	}
	if problem := wrongNumber(len(some)); problem != "" {
		return s.slipsPage(r, http.StatusUnprocessableEntity, class, all, some, problem)
	}
	props := views.SlipsProps{Class: classCard(class), Made: true}
	props.Students = []views.SlipStudent{{ID: int64(some[0].ID), Name: some[0].Name}}
	pins, token := make([]store.NewPIN, len(some)), formToken(r.form)
	for i, st := range some {
		pin := s.pinOf(st.ID, token)
		hash, err := s.hasher.Hash(r.ctx, r.address(), pin)
		if err != nil {
			return err
		}
		pins[i] = store.NewPIN{Student: st.ID, Hash: hash}
		props.Slips = append(props.Slips, s.slip(r, st, pin))
	}
	if err := s.Store.ResetPINs(r.ctx, r.teacher.ID, class.ID, pins); err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.SlipsPage(s.page(r, "Login slips", "/classes"), props))
}

// showPoster is the sheet for the wall.
func (s *Server) showPoster(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	address := s.joinAddresses(r)[0]
	props := views.PosterProps{Class: classCard(class), Way: class.Way(), Address: bareAddress(address),
		Reachable: lan.Reachable(address)}
	code, err := lan.NewQR(address + "/join/" + class.Code)
	if err != nil {
		return err
	}
	props.QRSize, props.QRPath = code.Size(), code.SVGPath()
	return s.render(r, http.StatusOK, views.PosterPage(s.page(r, "Poster of "+class.Name, "/classes"), props))
}
