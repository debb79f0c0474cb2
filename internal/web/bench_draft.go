package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/store"
	"dossier/views"
)

// saveDraft stores what the form of a bench holds, whatever button sent it, and then does what the button says.
func (s *Server) saveDraft(r *request) error {
	w, err := s.openBench(r)
	if err != nil {
		return err
	}
	t := readDraft(w, r.form)
	if w.opens != "" {
		return s.earlyDraft(r, w, t)
	}
	if r.wantsJSON() {
		return s.saveLive(r, t)
	}
	if t.checkReason(); len(t.problems) > 0 {
		return s.stepPage(r, w, t.troubled(), http.StatusUnprocessableEntity, t.put(w), t.carry(t.troubled()))
	}
	if err := s.storeDraft(r, w, t); err != nil {
		return err
	}
	return s.afterSave(r, w, t)
}

// storeDraft stores the text, the evidence and the reason of a form. What another window has changed meanwhile is
// shown beside what was typed, which travels as an error that ends the handler.
func (s *Server) storeDraft(r *request, w *benchWork, t typedDraft) error {
	e, err := s.Store.SaveText(r.own(), r.answerer(), t.new)
	switch {
	case errors.Is(err, store.ErrStale):
		return answered(s.showStale(r, t, e))
	case errors.Is(err, store.ErrLocked):
		return s.lateDraft(r, w, t, e, err)
	case err != nil:
		return err
	}
	return s.storeReason(r, w, t)
}

// lateDraft decides about a form that comes after the answer was handed in: nil when it may still do what its button
// says, because nothing was typed on it that is not stored.
func (s *Server) lateDraft(r *request, w *benchWork, t typedDraft, e classroom.Essay, locked error) error {
	if t.begun {
		reasons, err := s.Store.Reasons(r.ctx, r.student.ID, w.ID)
		if err != nil {
			return err
		}
		if !slices.Contains(reasons, t.reason) {
			return locked
		}
	}
	untouched := len(t.new.Picks)+len(t.new.PutBack) == 0
	switch {
	case t.do == "submit" && t.new.Text == e.Text: // perhaps the second of two clicks
		return redirect(views.StepHref(w.Bench, views.HandIn))
	case t.do == "clock" && (t.new.Text == "" || t.new.Text == e.Text): // everybody may look at the clock
		return nil
	case t.do == "go" && untouched && (t.new.KeepText || t.new.Text == e.Text): // and at the other steps
		return nil
	}
	return locked
}

// undecided is a stamp that no reason has: under it a reason is stored only where the same one stands already.
const undecided = "undecided"

// decides reports whether a reason was put together or changed on a form. One that was left as its page showed it
// changes nothing, unless the form was sent in order to keep it.
func (t typedDraft) decides() bool {
	if !t.begun || t.givesUpReason() {
		return false
	}
	return t.do == "reason" || t.undecided == t.reason.Kind ||
		classroom.ReasonStamp(t.reason) != t.shown[t.reason.Kind]
}

// storeReason stores the reason of a form, if one was put together or changed there.
func (s *Server) storeReason(r *request, w *benchWork, t typedDraft) error {
	if !t.decides() {
		return nil
	}
	shown := t.shown[t.reason.Kind]
	if t.do != "reason" && t.undecided == t.reason.Kind { // whoever has seen both and keeps this one has decided
		shown = undecided
	}
	err := s.Store.SaveReason(r.ctx, r.student.ID, w.ID, t.reason, shown)
	if errors.Is(err, store.ErrStale) {
		return answered(s.showReasonConflict(r, t, t.reason.Kind))
	}
	return err
}

// afterSave does what the button of a draft says, once everything is stored, and shows the part of the page that it
// concerns.
func (s *Server) afterSave(r *request, w *benchWork, t typedDraft) error {
	switch t.do {
	case "judge":
		return redirect(views.BenchHref(w.Bench, "/judge"))
	}
	if r.student == nil { // their first words have just made them a guest, who has nothing to take out yet
		return redirect(landing(w, t, r.form.Value("on")))
	}
	switch t.do {
	case "drop":
		kind := essay.Kind(t.value)
		err := s.Store.DropReason(r.ctx, r.student.ID, w.ID, kind, t.shown[kind])
		if errors.Is(err, store.ErrStale) {
			return s.showReasonConflict(r, t, kind)
		}
		if err != nil {
			return err
		}
	case "nudge":
		if slices.ContainsFunc(r.edition.course.Coach, func(rule essay.Stock) bool { return rule.ID == t.value }) {
			if err := s.Store.CloseNudge(r.ctx, r.student.ID, w.ID, t.value); err != nil {
				return err
			}
		}
	}
	return redirect(landing(w, t, r.form.Value("on")))
}

// landing is the page to which a button leads.
func landing(w *benchWork, t typedDraft, on string) string {
	here := views.StepHref(w.Bench, t.step)
	switch t.do {
	case "go":
		if to := views.BenchStep(t.value); slices.Contains(views.StepsOf(w.Bench), to) {
			return views.StepHref(w.Bench, to)
		}
	case "submit": // of a page from before the steps
		return views.StepHref(w.Bench, views.HandIn)
	case "keep":
		if w.Text(t.value) != nil {
			return here + "#src-" + t.value
		}
	case "clock":
		if !w.Guided() {
			return here
		}
		if t.value != "" {
			on = t.value
		}
		return views.StepHref(w.Bench, views.Know) + "?on=" + url.QueryEscape(on) + "#clock"
	case "reason", "drop":
		return views.StepHref(w.Bench, views.Plan) + "#reasons"
	case "change":
		return reasonPath(w, t.value)
	}
	if t.step == views.Write {
		return here + "#write"
	}
	return here
}

// reasonPath is where a reason is changed.
func reasonPath(w *benchWork, kind string) string {
	return views.StepHref(w.Bench, views.Plan) + "?reason=" + url.QueryEscape(kind) + "#reasons"
}

// showStale shows the page again with the text that another window has saved. What was typed stays in the box; if it is
// saved now, it counts.
func (s *Server) showStale(r *request, t typedDraft, e classroom.Essay) error {
	w, err := s.benchWork(r) // with the evidence that was just stored
	if err != nil {
		return err
	}
	return s.stepPage(r, w, views.Write, http.StatusConflict, t.put(w), t.carry(views.Write), func(b *views.BenchProps) {
		b.Base = e.Rev
		b.Conflict = &views.TextConflict{Text: e.Text, Saved: s.when(e.Saved)}
	})
}

// showReasonConflict shows the page again with the reason of a kind that another window has changed or taken out. The
// text was stored. What was typed stays in the form, and only a button that says so replaces the other reason.
func (s *Server) showReasonConflict(r *request, t typedDraft, kind essay.Kind) error {
	w, err := s.benchWork(r)
	if err != nil {
		return err
	}
	return s.stepPage(r, w, views.Plan, http.StatusConflict, func(b *views.BenchProps) {
		b.Clash = &views.ReasonConflict{Kind: kind, Title: kindTitle(kind), Drop: t.do == "drop"}
		for i := range b.Reasons {
			if b.Reasons[i].Reason.Kind == kind {
				b.Clash.Stands = &b.Reasons[i]
			}
		}
		if t.reason.Kind == kind {
			b.Reason = t.reason
		}
	})
}
