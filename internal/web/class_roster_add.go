package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/export"
	"dossier/internal/store"
	"dossier/views"
)

func (s *Server) showRosterAdd(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	return s.rosterAddPage(r, http.StatusOK, class, views.RosterAddProps{})
}

func (s *Server) rosterAddPage(r *request, status int, class classroom.Class, props views.RosterAddProps) error {
	props.Class = classCard(class)
	if props.FormToken == "" {
		props.FormToken = account.FormToken()
	}
	return s.render(r, status, views.RosterAddPage(s.page(r, "Add students to "+class.Name, "/classes"), props))
}

// addToRoster reads a list or a file, says line by line what it would do, and does it once that was confirmed.
func (s *Server) addToRoster(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	token := formToken(r.form)
	if added, sent, err := s.Store.AddedBy(r.ctx, class.ID, token); err != nil {
		return err
	} else if sent {
		return s.addedBefore(r, class, added, token)
	}
	props, plan, err := s.readRoster(r, class)
	if err != nil {
		return err
	}
	switch {
	case len(props.Problems) > 0:
		return s.rosterAddPage(r, http.StatusUnprocessableEntity, class, props)
	case r.form.Value("do") != "add" || len(r.files) > 0:
		return s.rosterAddPage(r, http.StatusOK, class, props)
	case r.form.Value("seen") != props.Seen:
		props.Problems["list"] = "Nothing was stored, because the list or the class has changed. Look at the list once more."
	case plan.Count(classroom.RosterFaulty) > 0 && !props.Skip:
		props.Problems["skip"] = "Nothing was stored. Correct the lines that have a problem, or tick “Leave these lines out”."
	case len(plan.Does()) == 0:
		props.Problems["list"] = "There is nothing to add or to change."
	default:
		if problem := pinsProblem(pinsIn(plan, props.PINs), "Divide the list."); problem != "" {
			props.Problems["list"] = problem
		}
	}
	if len(props.Problems) > 0 {
		return s.rosterAddPage(r, http.StatusUnprocessableEntity, class, props)
	}
	return s.applyRoster(r, class, plan, props, token)
}

// pinsIn counts the PINs that a plan sets: those in the list, and new ones for whoever is new, where they are made.
func pinsIn(plan classroom.RosterPlan, made bool) (n int) {
	for _, c := range plan.Does() {
		if c.PIN != "" || made && c.Kind == classroom.RosterNew {
			n++
		}
	}
	return n
}

// readRoster reads what was pasted or uploaded, and works out what it would do.
func (s *Server) readRoster(r *request, class classroom.Class) (props views.RosterAddProps,
	plan classroom.RosterPlan, err error) {
	props = views.RosterAddProps{Text: r.form.Value("text"), GivenFirst: r.form.Value("order") == "given",
		Skip: r.form.Value("skip") != "", PINs: r.form.Value("pins") == "made", Problems: views.Problems{}}
	field, file := "text", []byte(props.Text)
	if len(r.files) > 0 {
		field, file = "file", r.files[0].data
		if props.Text, err = export.Text(file); err != nil {
			props.Problems[field] = sentenceOf(err)
			return props, nil, nil
		}
	}
	read, err := export.ReadRoster(file, props.GivenFirst)
	if err != nil {
		props.Problems[field] = sentenceOf(err)
		if errors.Is(err, export.ErrEmpty) {
			props.Problems[field] = "Paste the names, or choose a file."
		}
		return props, nil, nil
	}
	there, err := s.Store.Roster(r.ctx, class.ID)
	if err != nil {
		return props, nil, err
	}
	plan = classroom.PlanRoster(class.Name, there, read.Rows)
	props.Plan, props.Notes, props.Headed, props.Seen = plan, read.Notes, read.Headed, s.seenPlan(plan)
	return props, plan, nil
}

// sentenceOf makes a sentence of an error that has words for people.
func sentenceOf(err error) string {
	return strings.ToUpper(err.Error()[:1]) + err.Error()[1:] + "."
}

// seenPlan is a mark of what a page shows of a plan, so that nothing else is done than what was looked at.
func (s *Server) seenPlan(plan classroom.RosterPlan) string {
	return hex.EncodeToString(s.derive("roster", fmt.Sprintf("%+v", plan))[:sha256.Size/2])
}

// applyRoster stores a plan. PINs that were made are shown on slips by the page that answers, since they are stored
// only as hashes.
func (s *Server) applyRoster(r *request, class classroom.Class, plan classroom.RosterPlan, props views.RosterAddProps,
	token string) error {
	changes := plan.Does()
	for i, c := range changes {
		if props.PINs && c.Kind == classroom.RosterNew && c.PIN == "" {
			changes[i].PIN = s.pinFor(c.Key, token)
		}
		if changes[i].PIN == "" {
			continue
		}
		hash, err := s.hasher.Hash(r.ctx, r.address(), changes[i].PIN)
		if err != nil {
			return err
		}
		changes[i].PINHash = hash
	}
	err := s.Store.ApplyRoster(r.ctx, r.teacher.ID, class.ID, token, changes)
	if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrNotFound) {
		props.Problems["list"] = "Nothing was stored, because the class has just been changed. Look at the list once more."
		return s.rosterAddPage(r, http.StatusConflict, class, props)
	}
	if err != nil {
		return err
	}
	if !props.PINs {
		return redirect(views.RosterHref(int64(class.ID), ""))
	}
	var slips []views.Slip
	for _, c := range changes {
		if c.Kind == classroom.RosterNew {
			slips = append(slips, views.Slip{Name: c.Name, PIN: c.PIN})
		}
	}
	return s.madeSlips(r, class, slips)
}

// addedBefore answers a form that was sent before: a page that was loaded again shows the same PINs.
func (s *Server) addedBefore(r *request, class classroom.Class, added []string, token string) error {
	if r.form.Value("pins") != "made" {
		return redirect(views.RosterHref(int64(class.ID), ""))
	}
	given := map[string]string{} // PINs that stood in the list
	if read, err := export.ReadRoster([]byte(r.form.Value("text")), r.form.Value("order") == "given"); err == nil {
		for _, row := range read.Rows {
			if name, err := account.CleanName(row.Name); err == nil && row.PIN != "*" {
				given[account.FoldName(name)] = account.CleanPIN(row.PIN)
			}
		}
	}
	var slips []views.Slip
	for _, name := range added {
		slip := views.Slip{Name: name, PIN: given[account.FoldName(name)]}
		if slip.PIN == "" {
			slip.PIN = s.pinFor(account.FoldName(name), token)
		}
		slips = append(slips, slip)
	}
	return s.madeSlips(r, class, slips)
}

// madeSlips shows login slips with new PINs, to be printed.
func (s *Server) madeSlips(r *request, class classroom.Class, slips []views.Slip) error {
	address := bareAddress(s.joinAddresses(r)[0])
	for i := range slips {
		slips[i].Address = address
	}
	return s.render(r, http.StatusOK, views.RosterSlipsPage(s.page(r, "Login slips", "/classes"), classCard(class), slips))
}
