package web

import (
	"net/http"
	"time"

	"dossier/docs"
	"dossier/views"
)

// showPrivacy shows what parents are told about the data.
func (s *Server) showPrivacy(r *request) error {
	return s.render(r, http.StatusOK, views.PrivacyPage(s.page(r, "What is kept about students", ""), docs.Privacy()))
}

// showMyData tells somebody what is stored about them. What teachers have not given back is not counted.
func (s *Server) showMyData(r *request) error {
	stored, err := s.Store.StoredAbout(r.ctx, r.student.ID)
	if err != nil {
		return err
	}
	back, err := s.Store.ReturnedTo(r.ctx, r.student.ID)
	if err != nil {
		return err
	}
	days, err := s.Store.KeepDays(r.ctx)
	if err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.MyDataPage(s.page(r, "What Dossier knows about you", ""), views.MyData{
		Guest: r.student.Guest(), Class: r.student.ClassName, Since: s.local(stored.Since).Format("2 January 2006"),
		Settings: views.StudentSettings(r.student.Settings), Stored: stored, Back: len(back),
		KeepMonths: views.Months(time.Duration(days) * 24 * time.Hour)}))
}
