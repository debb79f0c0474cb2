package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/a-h/templ"

	"dossier/internal/classroom"
	"dossier/views"
)

// liveState is what an open page of a class asks for.
type liveState struct {
	View  string            `json:"view"`            // what the page may show
	Whole string            `json:"whole,omitempty"` // all of it, when the page shows something else
	Again string            `json:"again"`           // changes when the page has to be loaded again
	Rows  []string          `json:"rows"`            // the rows of the table, in their order
	Parts map[string]string `json:"parts"`           // those that the page does not have yet
	Have  string            `json:"have"`            // what it has then
}

// The views of a class.
const (
	todayView   = "today"   // with names
	presentView = "present" // without, because somebody wants it so
	wallView    = "wall"    // without, because nobody has used the page for a while
)

// showLive tells an open page of a class what has changed. What asks by itself does not keep a session alive.
func (s *Server) showLive(r *request) error {
	teacher := r.was
	if r.teacher != nil {
		teacher = r.teacher.ID
	}
	class, err := s.Store.Class(r.ctx, teacher, classroom.ClassID(r.number("class")))
	if err != nil {
		return err
	}
	t, err := s.today(r, class)
	if err != nil {
		return err
	}
	state, parts, whole, err := s.liveView(r, t)
	if err != nil {
		return err
	}
	if whole != nil && r.query("view") != state.View {
		html, err := drawn(r.ctx, whole)
		if err != nil {
			return err
		}
		state.Whole = string(html)
	}
	if err := state.add(r, parts); err != nil {
		return err
	}
	return r.sendState(state)
}

// liveView is what a page may show: what it shows already, and nothing with names once its session has run out. whole
// is nil where a page never changes to that view by itself: names come back only when somebody asks for the page.
func (s *Server) liveView(r *request, t today) (state liveState, parts []views.Part, whole templ.Component, err error) {
	view := r.query("view")
	if r.teacher == nil && view != presentView {
		view = wallView
	}
	if view == presentView || view == wallView {
		props := s.presentProps(r, t)
		props.Asleep = view == wallView
		return liveState{View: view}, views.PresentParts(props), views.Present(props), nil
	}
	props, err := s.todayProps(r, t)
	state = liveState{View: todayView, Again: props.Again, Rows: []string{}}
	for _, row := range props.Rows {
		state.Rows = append(state.Rows, views.RowID(row.ID))
	}
	return state, views.TodayParts(props), nil, err
}

// add draws the parts and puts those in that the page does not have.
func (l *liveState) add(r *request, parts []views.Part) error {
	had := map[string]bool{}
	for _, tag := range strings.Split(r.query("have"), ".") {
		had[tag] = true
	}
	l.Parts = map[string]string{}
	var tags []string
	for _, part := range parts {
		html, err := drawn(r.ctx, part.Draw)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(append([]byte(part.ID), html...))
		tag := hex.EncodeToString(sum[:4])
		if tags = append(tags, tag); !had[tag] {
			l.Parts[part.ID] = string(html)
		}
	}
	l.Have = strings.Join(tags, ".")
	return nil
}

// sendState sends a state, or only says that it is as it was.
func (r *request) sendState(state liveState) error {
	sum := sha256.Sum256(fmt.Append(nil, state.View, state.Whole, state.Again, state.Rows, state.Have))
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false) // it is no page, and half as long
	if err := encoder.Encode(state); err != nil {
		return fmt.Errorf("encode live state: %w", err)
	}
	return r.sendTagged("application/json; charset=utf-8", `"`+hex.EncodeToString(sum[:8])+`"`, body.Bytes())
}
