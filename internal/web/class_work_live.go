package web

import (
	"fmt"

	"dossier/views"
)

// againOf changes when an open page of an assignment no longer fits: it was changed, or the first student has it.
func againOf(w handedWork) string { return fmt.Sprintf("%d-%v", w.Revision, len(w.takers) > 0) }

// showHandedLive tells an open page of an assignment what has changed. It has names, so it ends with the session.
func (s *Server) showHandedLive(r *request) error {
	if r.teacher == nil {
		return r.sayAway()
	}
	class, a, err := s.assignmentOf(r)
	if err != nil {
		return err
	}
	props, err := s.handedProps(r, class, a)
	if err != nil {
		return err
	}
	view := r.query("view")
	state := liveState{View: view, Again: props.Again, Rows: []string{}}
	for _, t := range props.Students {
		state.Rows = append(state.Rows, views.RowID(t.ID))
	}
	if err := state.add(r, views.HandedParts(props, view)); err != nil {
		return err
	}
	return r.sendState(state)
}
