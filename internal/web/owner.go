package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dossier/internal/classroom"
	"dossier/views"
)

// How many lines of the record the owner's page has, and how many classes that are due.
const (
	recordOnPage = 100
	dueOnPage    = 50
)

// ownerDone says what a form of the owner's page has done.
var ownerDone = map[string]string{
	"backup": "The backup is made and checked.",
	"check":  "The database has been checked.",
	"keep":   "Saved. Dossier asks about a class once nobody has used it for that long.",
}

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
	if props.Backups, props.Check, err = s.ownersBackups(r); err != nil {
		return err
	}
	if props.Storage, err = s.ownersStorage(); err != nil {
		return err
	}
	if props.Keep, err = s.ownersKeeping(r, props.Keep.Days); err != nil {
		return err
	}
	props.SignedIn = signedInWords(numbers.Lately)
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

// signedInWords says how many teachers have been here lately.
func signedInWords(teachers int) string {
	return "In the last hour " + nounCount(teachers, "teacher") + " looked in."
}

func (s *Server) recordRow(e classroom.RecordEntry) views.RecordRow {
	row := views.RecordRow{At: s.local(e.At).Format("2 Jan 2006, 15:04"), Who: e.Actor,
		Action: e.Action, Subject: e.Subject}
	first, _ := utf8.DecodeRuneInString(views.RecordWords(e.Action, e.Subject))
	if row.Who == "" && unicode.IsLower(first) {
		row.Who = "Somebody at the computer itself"
	}
	return row
}

// ownersKeeping is how long classes are kept, and which are due.
func (s *Server) ownersKeeping(r *request, typed string) (k views.KeepProps, err error) {
	days, err := s.Store.KeepDays(r.ctx)
	if err != nil {
		return k, err
	}
	if k.Days = typed; typed == "" {
		k.Days = strconv.Itoa(days)
	}
	now := s.local(s.Now())
	uses, err := s.Store.OldClassUses(r.ctx, now.Add(-time.Duration(days)*24*time.Hour))
	if err != nil {
		return k, err
	}
	due := classroom.Due(uses, now, days)
	k.MoreDue = max(0, len(due)-dueOnPage)
	for _, c := range due[:len(due)-k.MoreDue] {
		teachers, err := s.Store.ClassTeachers(r.ctx, c.ID)
		if err != nil {
			return k, err
		}
		var names []string
		for _, t := range teachers {
			names = append(names, t.Name)
		}
		k.Due = append(k.Due, views.DueRow{Name: c.Name, Students: nounCount(c.Students, "student"),
			Teachers: strings.Join(names, ", "), LastUsed: views.Ago(c.Used, now)})
	}
	return k, nil
}

// setKeepDays chooses after how many days a school is asked about a class.
func (s *Server) setKeepDays(r *request) error {
	typed := strings.TrimSpace(r.form.Value("days"))
	days, err := strconv.Atoi(typed)
	if err != nil || !classroom.AllowedKeep(days) {
		return s.ownerPage(r, http.StatusUnprocessableEntity, views.OwnerProps{Keep: views.KeepProps{Days: typed},
			Problems: views.Problems{"days": fmt.Sprintf("Write a number of days from %d to %d.", classroom.FewestKept,
				classroom.MostKept)}})
	}
	if err := s.Store.SetKeepDays(r.ctx, r.teacher.ID, days); err != nil {
		return err
	}
	return redirect(views.OwnerPath + "?done=keep")
}
