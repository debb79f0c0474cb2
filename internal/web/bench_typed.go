package web

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/quiz"
	"dossier/views"
)

// longestText is the most characters that an answer may have: many times what is asked for.
const longestText = 20_000

// typedDraft is what the form of a bench held.
type typedDraft struct {
	do, value string          // the button, and what it is about: "drop", "timing"
	step      views.BenchStep // the page that was sent
	new       classroom.NewText
	reason    essay.Reason
	begun     bool                  // something of a reason was filled in
	shown     map[essay.Kind]string // stamps of the reasons that the page showed
	undecided essay.Kind            // a reason that the page showed beside another one, for a person to decide
	problems  views.Problems
}

// readDraft parses the form of a bench.
func readDraft(w *benchWork, form quiz.Form) typedDraft {
	t := typedDraft{shown: map[essay.Kind]string{}, problems: views.Problems{}}
	t.do, t.value, _ = strings.Cut(form.Value("do"), ":")
	base, _ := strconv.Atoi(form.Value("base"))
	tab := form.Value("tab")
	if len(tab) < 16 || len(tab) > 64 {
		tab = account.FormToken()
	}
	t.new = classroom.NewText{
		Bench:        w.ID,
		BenchVersion: w.Version,
		Rubric:       w.Rubric.ID,
		Base:         base,
		Tab:          tab,
		Text:         unixLines(form.Value("text")),
	}
	_, written := form["text"]
	t.new.KeepText = !written
	t.step = views.Write
	if step := views.BenchStep(form.Value("step")); step == views.Pick || step == views.Plan {
		t.step = step
	}
	if n := len([]rune(t.new.Text)); n > longestText {
		t.problems["text"] = fmt.Sprintf("Your text has %s characters. Shorten it to %s; until then it is not saved.",
			views.Number(float64(n)), views.Number(longestText))
	}
	t.new.Picks, t.new.PutBack = readPicks(w, form["had"], form["pick"])
	if w.Guided() {
		t.reason = readReason(w, form)
	} else if t.do == "reason" || t.do == "drop" || t.do == "change" { // there is no plan to change
		t.do = "save"
	}
	t.begun = t.reason.First != "" || t.reason.Second != "" || t.reason.Fact != "" || t.reason.So != ""
	for _, kind := range essay.Kinds {
		t.shown[kind.ID] = form.Value("shown." + string(kind.ID))
	}
	t.undecided = essay.Kind(form.Value("undecided"))
	return t
}

// unixLines turns the line ends that browsers send into those that the program keeps.
func unixLines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// readPicks compares what is ticked on a page with what was evidence when the page was made. Only the difference was
// done by a person on this page.
func readPicks(w *benchWork, had, ticked []string) (picks []classroom.NewPick, putBack []string) {
	seen := map[string]bool{}
	for _, id := range ticked {
		if p := w.Phrase(id); p != nil && !seen[id] && !slices.Contains(had, id) {
			picks = append(picks, classroom.NewPick{Phrase: p.ID, Source: p.Source.ID, Quote: p.Quote})
		}
		seen[id] = true
	}
	for _, id := range had {
		if w.Phrase(id) != nil && !seen[id] {
			putBack = append(putBack, id)
		}
		seen[id] = true
	}
	return picks, putBack
}

// readReason reads the reason that is put together in a form. Words and facts that the bench does not have are left
// out.
func readReason(w *benchWork, form quiz.Form) essay.Reason {
	words := func(field string, text int) string {
		if p := w.Phrase(form.Value(field)); p != nil && p.Source == w.Pair()[text].Source {
			return p.ID
		}
		return ""
	}
	reason := essay.Reason{
		First:  words("first", 0),
		Second: words("second", 1),
		So:     strings.TrimSpace(unixLines(form.Value("so"))),
	}
	if f := w.Fact(form.Value("fact")); f != nil {
		reason.Fact = f.ID
	}
	if kind := essay.Kind(form.Value("kind")); kindTitle(kind) != "" {
		reason.Kind = kind
	}
	return reason
}

// givesUpReason says whether the button takes out the reason in the form, or replaces it with the stored one.
func (t typedDraft) givesUpReason() bool {
	return (t.do == "drop" || t.do == "change") && t.value == string(t.reason.Kind)
}

// checkReason finds what keeps a reason from being stored.
func (t *typedDraft) checkReason() {
	asked := t.do == "reason"
	switch {
	case t.givesUpReason():
	case t.reason.Kind == "" && (t.begun || asked):
		t.problems["kind"] = "Choose what kind of reason it is."
	case asked && !t.begun:
		t.problems["so"] = "Choose words or a fact, or write why the two differ."
	case len([]rune(t.reason.So)) > longestLine:
		t.problems["so"] = fmt.Sprintf("Shorten this to %d characters.", longestLine)
	}
}

// troubled is the page on which the first problem can be mended.
func (t typedDraft) troubled() views.BenchStep {
	if t.problems["text"] != "" {
		return views.Write
	}
	return views.Plan
}

// carry keeps what was typed on another page than the one that is shown now: it travels in hidden fields, and is stored
// with the next form.
func (t typedDraft) carry(shown views.BenchStep) func(*views.BenchProps) {
	return func(b *views.BenchProps) {
		keep := func(name, value string) {
			if value != "" {
				b.Carried = append(b.Carried, views.Kept{Name: name, Value: value})
			}
		}
		if shown != views.Write && !t.new.KeepText {
			b.Carried = append(b.Carried, views.Kept{Name: "text", Value: t.new.Text})
		}
		if shown != views.Plan && t.begun {
			keep("kind", string(t.reason.Kind))
			keep("first", t.reason.First)
			keep("second", t.reason.Second)
			keep("fact", t.reason.Fact)
			keep("so", t.reason.So)
			keep("undecided", string(t.undecided))
		}
	}
}

// put shows on the page what was typed. The text is still based on the revision that the form was based on, because its
// author has seen no later one. The evidence is based on what stands now, because the form sends only changes to it.
func (t typedDraft) put(w *benchWork) func(*views.BenchProps) {
	return func(b *views.BenchProps) {
		b.Writable, b.Locked = true, false
		b.Reason, b.Shown, b.Problems = t.reason, t.shown, t.problems
		if !t.new.KeepText {
			b.Text, b.Base = t.new.Text, t.new.Base
		}
		if len(t.problems) > 0 {
			b.Tab = t.new.Tab
		}
		b.Cited = slices.DeleteFunc(b.Cited, func(c views.Cited) bool { return slices.Contains(t.new.PutBack, c.Phrase) })
		for _, p := range t.new.Picks { // without a number until they are stored
			if !slices.ContainsFunc(b.Cited, func(c views.Cited) bool { return c.Phrase == p.Phrase }) {
				b.Cited = append(b.Cited, w.citedAs(classroom.Pick{Phrase: p.Phrase, Source: p.Source, Quote: p.Quote}))
			}
		}
	}
}
