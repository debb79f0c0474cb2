package web

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

// settingsProps is the page on which a teacher settles things for a student, as it stands.
func (s *Server) settingsProps(r *request) (classroom.Student, views.StudentSettingsProps, error) {
	student, props, err := s.student(r)
	if err != nil {
		return student, views.StudentSettingsProps{}, err
	}
	private, err := s.Store.PrivateOf(r.ctx, r.teacher.ID, student.Class, student.ID)
	if err != nil {
		return student, views.StudentSettingsProps{}, err
	}
	props.Note = private.Note
	out := views.StudentSettingsProps{StudentProps: props, SettingsShown: student.Settings.Stamp(),
		NoteShown: private.Stamp(), Problems: views.Problems{}, Longest: classroom.LongestNote}
	for _, percent := range classroom.ExtraTimes {
		out.ExtraTimes = append(out.ExtraTimes, views.ExtraTime{PerCent: percent, Words: extraTimeWords(percent)})
	}
	return student, out, nil
}

// extraTimeWords says what extra time does to the limit that everybody has.
func extraTimeWords(percent int) string {
	limit := "a session ends after " + hoursWords(classroom.WithExtra(studentIdle, percent)) + " without use"
	switch percent {
	case 0:
		return "None: " + limit
	case classroom.NoLimit:
		return "No limit: as long as they need, and a day more after a closing time"
	}
	return fmt.Sprintf("%d%% more: %s", percent, limit)
}

func hoursWords(d time.Duration) string {
	hours, minutes := int(d/time.Hour), int(d%time.Hour/time.Minute)
	words := fmt.Sprintf("%d hours", hours)
	if minutes > 0 {
		words += fmt.Sprintf(" %d minutes", minutes)
	}
	return words
}

func (s *Server) showStudentSettings(r *request) error {
	_, props, err := s.settingsProps(r)
	if err != nil {
		return err
	}
	return s.studentSettingsPage(r, http.StatusOK, props)
}

func (s *Server) studentSettingsPage(r *request, status int, props views.StudentSettingsProps) error {
	page := s.studentPage(r, props.StudentProps, "Extra time, plain words, note")
	return s.render(r, status, views.StudentSettingsPage(page, props))
}

// saveSettings stores extra time and plain words. What another window has changed meanwhile is not overwritten: the
// page shows both.
func (s *Server) saveSettings(r *request) error {
	student, props, err := s.settingsProps(r)
	if err != nil {
		return err
	}
	extra, err := strconv.Atoi(r.form.Value("extra"))
	want := classroom.Settings{ExtraTime: extra, PlainWords: r.form.Value("plain") == "yes"}
	if err != nil || !want.Allowed() {
		props.Problems["extra"] = "Choose how much extra time the student gets."
		props.Settings.PlainWords = want.PlainWords
		return s.studentSettingsPage(r, http.StatusUnprocessableEntity, props)
	}
	err = s.Store.SettleStudent(r.ctx, r.teacher.ID, student.Class, student.ID, r.form.Value("shown"), want)
	if errors.Is(err, store.ErrStale) {
		if _, props, err = s.settingsProps(r); err != nil { // as it stands now
			return err
		}
		props.OtherSettings = views.SettledWords(props.Settings)
		props.Settings = views.StudentSettings(want)
		return s.studentSettingsPage(r, http.StatusConflict, props)
	}
	if err != nil {
		return err
	}
	return redirect(views.StudentHref(props.Class.ID, props.ID, ""))
}

// saveNote stores the private note. What another window has written meanwhile is not overwritten: the page shows both.
func (s *Server) saveNote(r *request) error {
	student, props, err := s.settingsProps(r)
	if err != nil {
		return err
	}
	note := strings.TrimSpace(strings.ReplaceAll(r.form.Value("note"), "\r\n", "\n"))
	if n := utf8.RuneCountInString(note); n > classroom.LongestNote {
		props.Note = note
		props.Problems["note"] = fmt.Sprintf("The note has %d characters. Shorten it to %d.", n, classroom.LongestNote)
		return s.studentSettingsPage(r, http.StatusUnprocessableEntity, props)
	}
	err = s.Store.KeepPrivate(r.ctx, r.teacher.ID, student.Class, student.ID, r.form.Value("shown"),
		classroom.Private{Note: note})
	if errors.Is(err, store.ErrStale) {
		if _, props, err = s.settingsProps(r); err != nil { // as it stands now
			return err
		}
		stands := props.Note
		props.OtherNote, props.Note = &stands, note
		return s.studentSettingsPage(r, http.StatusConflict, props)
	}
	if err != nil {
		return err
	}
	return redirect(views.StudentHref(props.Class.ID, props.ID, ""))
}
