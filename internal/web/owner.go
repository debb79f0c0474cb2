package web

import (
	"net/http"

	"dossier/internal/classroom"
	"dossier/views"
)

// recordOnPage is how many lines of the record the owner's page has.
const recordOnPage = 100

// ownerDone says what a form of the owner's page has done.
var ownerDone = map[string]string{}

// showOwner is how the program is, and what it keeps of the whole school.
func (s *Server) showOwner(r *request) error {
	return s.ownerPage(r, http.StatusOK, views.OwnerProps{Done: ownerDone[r.query("done")]})
}

func (s *Server) ownerPage(r *request, status int, props views.OwnerProps) error {
	numbers, err := s.Store.SchoolNumbers(r.ctx)
	if err != nil {
		return err
	}
	props.Version, props.Zone, props.Addresses = s.Version, s.zoneWords(), s.joinAddresses(r)
	props.Numbers = []views.Fact{
		{Label: "Teachers", Value: views.Number(float64(numbers.Teachers))},
		{Label: "Classes", Value: views.Number(float64(numbers.Classes))},
		{Label: "Students", Value: views.Number(float64(numbers.Students))},
		{Label: "Guests", Value: views.Number(float64(numbers.Guests))},
		{Label: "Answers given so far", Value: views.Number(float64(numbers.Answers))},
	}
	props.SignedIn = signedInWords(numbers.SignedIn.Teachers, numbers.SignedIn.Students)
	record, err := s.Store.OwnersRecord(r.ctx, recordOnPage+1)
	if err != nil {
		return err
	}
	if props.MoreOf = len(record) > recordOnPage; props.MoreOf {
		record = record[:recordOnPage]
	}
	for _, e := range record {
		props.Record = append(props.Record, s.recordRow(e))
	}
	return s.render(r, status, views.OwnerPage(s.page(r, "Running Dossier", views.OwnerPath), props))
}

// signedInWords says how many people have been at work in the last hour.
func signedInWords(teachers, students int) string {
	return "In the last hour: " + views.Number(float64(teachers)) + " signed in as teachers, " +
		views.Number(float64(students)) + " as students."
}

func (s *Server) recordRow(e classroom.RecordEntry) views.RecordRow {
	return views.RecordRow{At: s.local(e.At).Format("2 Jan 2006, 15:04"), Who: e.Actor,
		What: views.RecordWords(e.Action, e.Subject)}
}
