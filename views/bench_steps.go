package views

import (
	"slices"

	"dossier/internal/course"
	"dossier/internal/essay"
)

// BenchStep is one of the seven steps of a bench. Steps are pages of it, and no states of an essay.
type BenchStep string

// The steps.
const (
	Look   BenchStep = "look"
	Know   BenchStep = "know"
	Pick   BenchStep = "pick"
	Plan   BenchStep = "plan"
	Write  BenchStep = "write"
	Judge  BenchStep = "judge"
	HandIn BenchStep = "hand-in"
)

// Steps are all steps in their order.
var Steps = [...]BenchStep{Look, Know, Pick, Plan, Write, Judge, HandIn}

// StepsOf are the steps of a bench. Without texts to be read blind, and without help, all that is left is to write.
func StepsOf(b *course.Bench) []BenchStep {
	if b.Guided() {
		return Steps[:]
	}
	return Steps[Write.place():]
}

// Name is what a step is called in the bar.
func (s BenchStep) Name() string {
	if s == HandIn {
		return "Hand in"
	}
	return initial(string(s))
}

// onward says where a button leads that goes on to this step.
func (s BenchStep) onward() string {
	return map[BenchStep]string{
		Know: "Next: what they could know", Pick: "Next: pick your evidence", Plan: "Next: plan your answer",
		Write: "Next: write your answer", Judge: "Next: judge your draft", HandIn: "Next: hand it in",
	}[s]
}

func (s BenchStep) place() int {
	for i, step := range Steps {
		if step == s {
			return i
		}
	}
	return -1
}

// StepHref is the page of a step.
func StepHref(b *course.Bench, s BenchStep) string { return BenchHref(b, "/"+string(s)) }

// StepBar is the row of steps that stands on every page of a bench.
type StepBar struct {
	Bench *course.Bench
	Here  BenchStep // "" on a page beside the steps
	Done  [len(Steps)]bool
	Open  bool // the writers are known, so that every step has its page
	Saves bool // the page holds what is typed: each step is a button that saves it
	Plain bool // the viewer reads in plain words
	// Guesses are what the viewer guessed about the writers, by source. The cards tell when all are in.
	Guesses map[string]string
	Due     []DueLine // it was handed out
	Opens   string    // when it opens, so that nothing is kept before; "" when it can be worked at
	Refused bool      // something was sent before that, and the page shows it again
}

// Guessed tells whether the viewer has guessed what each writer of the pair could know.
func (bar StepBar) Guessed() bool {
	for _, t := range bar.Bench.Pair() {
		if bar.Guesses[t.Source.ID] == "" {
			return false
		}
	}
	return bar.Bench.Guided()
}

// IsDone tells whether a step is done.
func (bar StepBar) IsDone(s BenchStep) bool { return bar.Done[s.place()] }

// words say how far a step is, for those who hear the page.
func (bar StepBar) words(s BenchStep) string {
	switch {
	case s == bar.Here:
		return ", you are here"
	case bar.IsDone(s):
		return ", done"
	}
	return ", to come"
}

func (bar StepBar) class(s BenchStep) string {
	switch {
	case s == bar.Here:
		return "now"
	case bar.IsDone(s):
		return "done"
	}
	return ""
}

// held are the places of the former page of a bench that stand on the page of a step now, for old addresses.
func (bar StepBar) held(s BenchStep) string {
	switch s {
	case Know:
		return "clock sort q-" + bar.Bench.Clock.Sort.ID
	case Pick:
		all := ""
		for _, t := range bar.Bench.Texts {
			all += " src-" + t.Source.ID
		}
		return all
	case Plan:
		return "reasons"
	case Write:
		return "write"
	}
	return ""
}

// before and after are the neighbours of the step that a page is; "" at the ends.
func (bar StepBar) before() BenchStep {
	steps := StepsOf(bar.Bench)
	if i := slices.Index(steps, bar.Here); i > 0 {
		return steps[i-1]
	}
	return ""
}

func (bar StepBar) after() BenchStep {
	steps := StepsOf(bar.Bench)
	if i := slices.Index(steps, bar.Here); i >= 0 && i < len(steps)-1 {
		return steps[i+1]
	}
	return ""
}

// HandInProps is the last step: what is handed in, or has been.
type HandInProps struct {
	Bar       StepBar
	Words     int
	Short     bool // far fewer words than are asked
	Judged    bool // this text, by its author
	Can       []essay.Action
	State     State
	Handed    string // when it was handed in; "" when it was not
	HasReturn bool
	Finished  bool
	Pieces    []essay.Piece
	Cited     []Cited
	Levels    []SkillLevel
	Rev       int
	Stale     bool   // the text has changed since the form was made
	Closed    string // when it closed, so that nothing can be handed in any more; "" while it can
}

func (h HandInProps) can(a essay.Action) bool { return BenchProps{Can: h.Can}.can(a) }

// outside reports whether a text that can still be handed in has fewer or more words than are asked.
func (h HandInProps) outside() bool {
	asked := h.Bar.Bench.Words
	return h.Handed == "" && (h.Words < asked.Min || h.Words > asked.Max)
}

// title is the heading of the page.
func (h HandInProps) title() string {
	switch {
	case h.HasReturn && h.Handed == "":
		return "Your teacher has answered"
	case h.Handed != "":
		return "You have handed it in"
	}
	return "Hand it in"
}

// Title is the title of the page in the browser.
func (h HandInProps) Title() string { return h.title() + " · " + h.Bar.Bench.Title }

func askedWords(b *course.Bench) string { return itoa(b.Words.Min) + " to " + itoa(b.Words.Max) }
