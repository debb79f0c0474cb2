package web

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"dossier/internal/classroom"
	"dossier/views"
)

// doorCount counts who is in a class, who of them is at work, and who waits.
func (s *Server) doorCount(r *request, class classroom.ClassID) (views.DoorCount, error) {
	n, err := s.Store.DoorCounts(r.ctx, class, s.Now().Add(-activeWithin))
	return views.DoorCount(n), err
}

// doorState is what an open page about a class asks for.
type doorState struct {
	In      string `json:"in"`
	Waiting string `json:"waiting"`
	Version string `json:"version"` // changes when somebody comes to the door, or does not wait any more
}

func (s *Server) showDoor(r *request) error {
	if r.teacher == nil { // only what is on the wall outlives its session
		return r.sayAway()
	}
	class, err := s.class(r)
	if err != nil {
		return err
	}
	count, err := s.doorCount(r, class.ID)
	if err != nil {
		return err
	}
	waiting, err := s.Store.Waiting(r.ctx, class.ID)
	if err != nil {
		return err
	}
	state := doorState{Version: versionOf(waiting)}
	state.In, state.Waiting = count.Words()
	return r.json(http.StatusOK, state)
}

// setDoor opens or closes the door of a class, or has it ask.
func (s *Server) setDoor(r *request) error {
	class := classroom.ClassID(r.number("class"))
	door, known := classroom.ParseDoor(r.form.Value("do"))
	if !known { // a button was not pressed: nothing changes
		if _, err := s.class(r); err != nil {
			return err
		}
		return settingsOf(class, "#door")
	}
	if err := s.Store.SetDoor(r.ctx, r.teacher.ID, class, door); err != nil {
		return err
	}
	if r.form.Value("from") == "join-screen" {
		return redirect(views.ClassHref(int64(class), "/join-screen"))
	}
	return settingsOf(class, "#door")
}

// setPlaces says how many students a class takes.
func (s *Server) setPlaces(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	typed := r.form.Value("places")
	places, right := classroom.ParsePlaces(typed)
	if !right {
		return s.settingsPage(r, http.StatusUnprocessableEntity, class, views.SettingsProps{Places: typed,
			Problems: views.Problems{"places": fmt.Sprintf("Write a number from 1 to %d, or leave this empty.",
				classroom.MostPlaces)}})
	}
	if err := s.Store.SetPlaces(r.ctx, r.teacher.ID, class.ID, places); err != nil {
		return err
	}
	return settingsOf(class.ID, "#door")
}

// chosen reads which of those who wait a button is about: one, or all that its page showed.
func chosen(r *request) (do string, ids []classroom.WaitingID) {
	do, one, single := strings.Cut(r.form.Value("do"), ".")
	which := r.form["seen"]
	if single {
		which = []string{one}
	}
	for _, raw := range which {
		if id, err := strconv.ParseInt(raw, 10, 64); err == nil {
			ids = append(ids, classroom.WaitingID(id))
		}
	}
	return do, ids
}

// letInOrTurnAway decides about those who wait at the door of a class.
func (s *Server) letInOrTurnAway(r *request) error {
	class := classroom.ClassID(r.number("class"))
	switch do, ids := chosen(r); do {
	case "in":
		admitted, err := s.Store.Admit(r.ctx, r.teacher.ID, class, ids)
		if err != nil {
			return err
		}
		if stuck := stuckOf(admitted); len(stuck) > 0 {
			class, err := s.class(r)
			if err != nil {
				return err
			}
			return s.settingsPage(r, http.StatusConflict, class, views.SettingsProps{Stuck: stuck})
		}
	case "away":
		if err := s.Store.TurnAway(r.ctx, r.teacher.ID, class, ids); err != nil {
			return err
		}
	default:
		if _, err := s.class(r); err != nil {
			return err
		}
	}
	return settingsOf(class, "#waiting")
}

// stuckOf says why some could not be let in.
func stuckOf(a classroom.Admitted) (all []views.Stuck) {
	if len(a.Taken) > 0 {
		all = append(all, views.Stuck{Names: a.Taken, Why: "could not be let in, because somebody in the class has this " +
			"name already. If they were here before, they can go in with their PIN. If not, turn them away and ask them to " +
			"come again with an initial."})
	}
	if len(a.Full) > 0 {
		all = append(all, views.Stuck{Names: a.Full, Why: "could not be let in, because the class is full or in the " +
			"archive. Raise the number of students, or take the class out of the archive."})
	}
	return all
}
