package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/essay"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

// longestText is how many characters an answer may have: many times what is asked for.
const longestText = 20_000

// typedDesk is what the form of a desk held.
type typedDesk struct {
	text     string
	new      classroom.NewText
	reason   essay.Reason
	begun    bool // something of a reason was filled in
	problems views.Problems
}

// readDesk parses the form of a desk.
func readDesk(d *desk, form quiz.Form) typedDesk {
	t := typedDesk{problems: views.Problems{}}
	t.text = strings.ReplaceAll(form.Value("text"), "\r\n", "\n")
	base, _ := strconv.Atoi(form.Value("base"))
	tab := form.Value("tab")
	if len(tab) < 16 || len(tab) > 64 {
		tab = account.FormToken()
	}
	t.new = classroom.NewText{
		Bench:        d.ID,
		BenchVersion: d.Version,
		Rubric:       d.Rubric.ID,
		Base:         base,
		Tab:          tab,
		Text:         t.text,
	}
	picked := map[string]bool{}
	for _, id := range form["pick"] {
		if p := d.Phrase(id); p != nil && !picked[id] {
			picked[id] = true
			t.new.Picks = append(t.new.Picks, classroom.NewPick{Phrase: p.ID, Source: p.Source.ID, Quote: p.Quote})
		}
	}
	if n := len([]rune(t.text)); n > longestText {
		t.problems["text"] = fmt.Sprintf("Your text has %s characters. Shorten it to %s; until then it is not saved.",
			views.Number(float64(n)), views.Number(longestText))
	}
	of := func(field string, text int) string {
		if p := d.Phrase(form.Value(field)); p != nil && p.Source == d.Pair()[text].Source {
			return p.ID
		}
		return ""
	}
	t.reason = essay.Reason{
		Kind:   essay.Kind(form.Value("kind")),
		First:  of("first", 0),
		Second: of("second", 1),
		So:     strings.TrimSpace(strings.ReplaceAll(form.Value("so"), "\r\n", "\n")),
	}
	if f := d.Fact(form.Value("fact")); f != nil {
		t.reason.Fact = f.ID
	}
	known := slices.ContainsFunc(essay.Kinds, func(k essay.KindInfo) bool { return k.ID == t.reason.Kind })
	if !known {
		t.reason.Kind = ""
	}
	t.begun = t.reason.First != "" || t.reason.Second != "" || t.reason.Fact != "" || t.reason.So != ""
	return t
}

// checkReason finds what keeps a reason from being stored. asked tells that it was the point of sending the form.
func (t *typedDesk) checkReason(asked bool) {
	switch {
	case t.reason.Kind == "" && (t.begun || asked):
		t.problems["kind"] = "Choose what kind of reason it is."
	case asked && !t.begun:
		t.problems["so"] = "Choose words or a fact, or write why the two differ."
	case len([]rune(t.reason.So)) > longestLine:
		t.problems["so"] = fmt.Sprintf("Shorten this to %d characters.", longestLine)
	}
}

// put shows on the page what was typed.
func (t typedDesk) put(b *views.BenchProps) {
	b.Writable, b.Locked = true, false
	b.Text, b.Reason, b.Problems = t.text, t.reason, t.problems
	if len(t.problems) > 0 {
		b.Tab = t.new.Tab
	}
	for i := range b.Cited { // what is picked on the page that was sent counts, not what is stored
		if !slices.ContainsFunc(t.new.Picks, func(p classroom.NewPick) bool { return p.Phrase == b.Cited[i].Phrase }) {
			b.Cited[i].Number = 0
		}
	}
	b.Cited = slices.DeleteFunc(b.Cited, func(c views.Cited) bool { return c.Number == 0 })
}

// saveDesk stores what the desk holds, whatever button sent it, and then does what the button says.
func (s *Server) saveDesk(r *request) error {
	d, err := s.openDesk(r)
	if err != nil {
		return err
	}
	t := readDesk(d, r.form)
	do, value, _ := strings.Cut(r.form.Value("do"), ":")
	if r.wantsJSON() {
		return s.saveLive(r, t)
	}
	if do == "submit" {
		return s.submitEssay(r, d, t)
	}
	if do != "drop" && do != "change" {
		t.checkReason(do == "reason")
	}
	if len(t.problems) > 0 {
		return s.benchPage(r, d, http.StatusUnprocessableEntity, t.put)
	}
	e, err := s.Store.SaveText(r.ctx, r.answerer(), t.new)
	if errors.Is(err, store.ErrStale) {
		return s.showStale(r, t, e)
	}
	if errors.Is(err, store.ErrLocked) && do == "clock" && !t.begun && (t.text == "" || t.text == e.Text) {
		err = nil // looking at the clock is open to everybody who has typed nothing
	}
	if err != nil {
		return err
	}
	if t.begun && do != "drop" && do != "change" {
		if err := s.Store.SaveReason(r.ctx, r.student.ID, d.ID, t.reason); err != nil {
			return err
		}
	}
	return s.afterSave(r, d, do, value)
}

// afterSave does what the button of a desk says, once everything is stored.
func (s *Server) afterSave(r *request, d *desk, do, value string) error {
	on := r.form.Value("on")
	to := "#write"
	more := url.Values{}
	switch do {
	case "keep":
		to = "#write"
		if d.Text(value) != nil {
			to = "#src-" + value
		}
	case "clock":
		to = "#clock"
		if value != "" {
			on = value
		}
	case "reason":
		to = "#reasons"
	case "change":
		to = "#reasons"
		more.Set("reason", value)
	case "drop":
		to = "#reasons"
		if err := s.Store.DropReason(r.ctx, r.student.ID, d.ID, essay.Kind(value)); err != nil {
			return err
		}
	case "nudge":
		if slices.ContainsFunc(r.edition.course.Coach, func(rule essay.Stock) bool { return rule.ID == value }) {
			if err := s.Store.CloseNudge(r.ctx, r.student.ID, d.ID, value); err != nil {
				return err
			}
		}
	case "judge":
		return redirect(views.BenchHref(d.Bench, "/judge"))
	}
	if day, ok := course.ParseDay(on); ok && (do == "clock" || day != d.Texts[0].Source.Date.Last()) {
		more.Set("on", string(day))
	}
	if len(more) > 0 {
		to = "?" + more.Encode() + to
	}
	return redirect(views.BenchHref(d.Bench, to))
}

// showStale shows the page again with the text that another window has saved. What was typed stays in
// the box, and saving it now is a decision.
func (s *Server) showStale(r *request, t typedDesk, e classroom.Essay) error {
	d, err := s.desk(r) // the evidence was stored
	if err != nil {
		return err
	}
	return s.benchPage(r, d, http.StatusConflict, func(b *views.BenchProps) {
		t.put(b)
		b.Base = e.Rev
		b.Conflict = &views.TextConflict{Text: e.Text, Saved: s.when(e.Saved)}
	})
}
