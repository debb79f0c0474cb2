package essay

import (
	"strconv"
	"strings"
)

// Kind is a kind of reason why two sources judge differently. The six are those of the rubric's column "Judgement" and
// of the question "Why are sources different?" in examinations.
type Kind string

// The kinds.
const (
	Position    Kind = "position"
	Information Kind = "information"
	Timing      Kind = "timing"
	Purpose     Kind = "purpose"
	Audience    Kind = "audience"
	Proof       Kind = "proof"
)

// KindInfo is a kind in plain words: a title, and the question that it asks about the two sources.
type KindInfo struct {
	ID         Kind
	Title, Ask string
}

// Kinds are all kinds in the order in which they are offered.
var Kinds = []KindInfo{
	{Position, "Where they stood", "Who wrote each text, and what did each writer have to gain or to lose?"},
	{Information, "What they could know", "What could each writer know on that day, and what not yet?"},
	{Timing, "When they wrote", "What had happened when each text was written, and what was still to come?"},
	{Purpose, "What they wanted", "What should readers think or do after reading each text?"},
	{Audience, "Whom they wrote for", "Who was going to read each text, and what did those readers already believe?"},
	{Proof, "What they took as proof",
		"What makes each writer sure: confessions, documents, or whether the story can be true?"},
}

// leastSo is how many words it takes to say why a reason made two people judge differently.
const leastSo = 5

// Reason is one reason why two sources judge differently, as a student builds it: a run of words picked from each
// source (by the phrases' ids), a fact (by its id), and the sentence that says why this made them differ.
type Reason struct {
	Kind          Kind
	First, Second string
	Fact          string
	So            string
}

// Complete says that the reason is tied to both sources and to a fact, and that its sentence has at least five words.
func (r Reason) Complete() bool {
	return r.First != "" && r.Second != "" && r.Fact != "" && Words(r.So) >= leastSo
}

func (r Reason) begun() bool {
	return r.First != "" || r.Second != "" || r.Fact != "" || strings.TrimSpace(r.So) != ""
}

// Reached is how high an answer with certain reasons can get: the level, which groups of reasons are there, the same
// as a line to read, and what would lift it.
type Reached struct {
	Level                           int
	Origin, Purpose, Context, Proof bool
	Line, Next                      string
}

// Reach says which level an answer with these reasons CAN reach. It looks at the structure only, never at whether a
// sentence is true or good, and it is not a mark: only people give marks.
//
// Origin is a complete reason of position or information, purpose one of purpose or audience, context one of timing,
// proof one of proof. Level 1 is something begun, level 2 one complete reason, level 3 context with origin or purpose,
// level 4 all four. The steps follow the ladder for "Why are sources different?" and the rubric: a reason must say why
// it made the sources differ; a developed answer argues from purpose or context; the best from provenance and facts
// together, and weighs what each took as proof.
func Reach(reasons []Reason) Reached {
	var got Reached
	begun := false
	for _, r := range reasons {
		begun = begun || r.begun()
		if !r.Complete() {
			continue
		}
		switch r.Kind {
		case Position, Information:
			got.Origin = true
		case Purpose, Audience:
			got.Purpose = true
		case Timing:
			got.Context = true
		case Proof:
			got.Proof = true
		}
	}
	switch {
	case got.Origin && got.Purpose && got.Context && got.Proof:
		got.Level = 4
	case (got.Origin || got.Purpose) && got.Context:
		got.Level = 3
	case got.Origin || got.Purpose || got.Context || got.Proof:
		got.Level = 2
	case begun:
		got.Level = 1
	}
	got.Line = got.line()
	got.Next = got.next()
	return got
}

func (r Reached) line() string {
	there := func(group string, yes bool) string {
		if yes {
			return group + " yes"
		}
		return group + " missing"
	}
	return there("Origin", r.Origin) + ", " + there("purpose", r.Purpose) + ", " +
		there("context", r.Context) + ", " + there("proof", r.Proof) +
		": level " + strconv.Itoa(r.Level)
}

// What each group needs, to be put after "Add ".
const (
	addOrigin  = "who the writers were or what they could know"
	addPurpose = "what they wanted or whom they wrote for"
	addContext = "when they wrote"
	addProof   = "what each took as proof"
)

func (r Reached) next() string {
	switch r.Level {
	case 0:
		return "Start with one reason: pick words from both sources and a fact, and say why it made them judge differently."
	case 1:
		return "Finish one reason: it needs words from both sources, a fact, and a sentence of at least five words that " +
			"says why it made them judge differently."
	case 4:
		return "All four are there. Now say which reason explains most, and why."
	}
	var add []string
	switch {
	case r.Level == 2 && !r.Origin && !r.Purpose:
		add = append(add, addOrigin+", or "+addPurpose)
		if !r.Context {
			add = append(add, addContext)
		}
	case r.Level == 2:
		add = append(add, addContext)
	default:
		if !r.Origin {
			add = append(add, addOrigin)
		}
		if !r.Purpose {
			add = append(add, addPurpose)
		}
		if !r.Proof {
			add = append(add, addProof)
		}
	}
	return "For level " + strconv.Itoa(r.Level+1) + ", add a reason about " + strings.Join(add, "; and one about ") + "."
}
