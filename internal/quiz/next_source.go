package quiz

import (
	"slices"
	"strings"
)

// NextSource gives a claim and catalogue cards, and asks which source would test the claim best, and why.
type NextSource struct {
	Claim   string   `yaml:"claim"`
	Options []Card   `yaml:"options"`
	Reasons []Reason `yaml:"reasons"`
}

// Card is the catalogue card of a source that could be looked up.
type Card struct {
	ID       string   `yaml:"id"`
	Card     string   `yaml:"card"`
	Value    float64  `yaml:"value"`   // 1 for the best, 0 for what tests nothing
	Reasons  []string `yaml:"reasons"` // ids of the reasons that hold for this card
	Reveal   string   `yaml:"reveal,omitempty"`
	Feedback string   `yaml:"feedback"`
}

// Reason is why a source would test the claim.
type Reason struct {
	ID   string `yaml:"id"`
	Text string `yaml:"text"`
}

// What the parts of the score weigh.
const (
	cardShare = 0.6
	whyShare  = 0.4
)

// worth says in words how good a choice a card is.
func (o Card) worth() string {
	switch {
	case o.Value >= 1:
		return "the best next step"
	case o.Value >= 0.5:
		return "a good next step"
	case o.Value > 0:
		return "a weak next step"
	}
	return "it would test nothing"
}

func (q *NextSource) cardIDs() []string {
	ids := make([]string, len(q.Options))
	for i, o := range q.Options {
		ids[i] = o.ID
	}
	return ids
}

func (q *NextSource) reasonIDs() []string {
	ids := make([]string, len(q.Reasons))
	for i, r := range q.Reasons {
		ids[i] = r.ID
	}
	return ids
}

// Dealt returns the cards in the order this person sees.
func (q *NextSource) Dealt(d Deal) []Card {
	out := make([]Card, 0, len(q.Options))
	for _, id := range d.Order("options", q.cardIDs()) {
		out = append(out, q.Options[slices.Index(q.cardIDs(), id)])
	}
	return out
}

// DealtReasons returns the reasons in the order this person sees.
func (q *NextSource) DealtReasons(d Deal) []Reason {
	out := make([]Reason, 0, len(q.Reasons))
	for _, id := range d.Order("reasons", q.reasonIDs()) {
		out = append(out, q.Reasons[slices.Index(q.reasonIDs(), id)])
	}
	return out
}

// Parse reads field "a", the handle of a card, and field "why", the handles of reasons. To tick no reason is an answer:
// none may hold.
func (q *NextSource) Parse(f Form, d Deal) (Answer, []Problem) {
	a := Answer{}
	var ps []Problem
	card, ok := d.Part(f.Value("a"), q.cardIDs())
	if !ok {
		ps = append(ps, Problem{"a", "Choose one of the sources."})
	}
	a["a"] = []string{card}
	ticked := map[string]bool{}
	for _, handle := range f["why"] {
		id, ok := d.Part(handle, q.reasonIDs())
		if !ok {
			ps = append(ps, Problem{"why", "Choose from the reasons shown here."})
			break
		}
		ticked[id] = true
	}
	for _, id := range q.reasonIDs() {
		if ticked[id] {
			a["why"] = append(a["why"], id)
		}
	}
	if len(ps) > 0 {
		return nil, ps
	}
	return a, nil
}

// Fill is the form that gives an answer.
func (q *NextSource) Fill(a Answer, d Deal) Form {
	return Form{"a": handles(d, a["a"]), "why": handles(d, a["why"])}
}

// Grade gives six tenths of the value of the card, and four tenths of the share of its reasons that were ticked, each
// wrong tick taking one right tick away. A card without reasons earns the four tenths only as the best card, with none
// ticked: to tick nothing is no merit beside a source that leads nowhere.
func (q *NextSource) Grade(a Answer) Grade {
	chosen := slices.Index(q.cardIDs(), a.Value("a"))
	ticked := func(id string) bool { return chosen >= 0 && contains(a["why"], id) }
	g := Grade{Lines: append(q.cardLines(chosen), q.reasonLines(chosen, ticked)...)}
	if chosen < 0 {
		return g
	}
	given := []string{q.Options[chosen].Card}
	for _, r := range q.Reasons {
		if ticked(r.ID) {
			given = append(given, r.Text)
		}
	}
	g.Given = strings.Join(given, "; ")
	g.Score = q.score(chosen, ticked)
	return g
}

// cardLines is the feedback on the cards, of which one was chosen.
func (q *NextSource) cardLines(chosen int) []Line {
	var lines []Line
	for i, o := range q.Options {
		l := Line{ID: o.ID, Label: o.Card, Chosen: i == chosen, Expected: o.worth(), Mark: Rest, Feedback: o.Feedback}
		if o.Reveal != "" {
			l.Feedback = together(o.Feedback, "What it says: "+o.Reveal)
		}
		switch {
		case i == chosen && o.Value >= 1:
			l.Mark = Right
		case i == chosen && o.Value > 0:
			l.Mark = Near
		case i == chosen:
			l.Mark = Wrong
		case o.Value >= 1:
			l.Mark = Missed
		}
		lines = append(lines, l)
	}
	return lines
}

// reasonLines is the feedback on the reasons for the chosen card, or for the best card when none was chosen.
func (q *NextSource) reasonLines(about int, ticked func(string) bool) []Line {
	if about < 0 {
		about = slices.IndexFunc(q.Options, func(o Card) bool { return o.Value >= 1 })
	}
	if about < 0 {
		return nil
	}
	var lines []Line
	for _, r := range q.Reasons {
		l := Line{
			ID: r.ID, Label: r.Text, Group: "Reasons for " + quoted(q.Options[about].Card), Chosen: ticked(r.ID), Mark: Rest,
			Expected: "does not hold for this source",
		}
		holds := contains(q.Options[about].Reasons, r.ID)
		if holds {
			l.Expected = "holds for this source"
		}
		switch {
		case l.Chosen && holds:
			l.Mark = Right
		case l.Chosen:
			l.Mark = Wrong
		case holds:
			l.Mark = Missed
		}
		lines = append(lines, l)
	}
	return lines
}

func (q *NextSource) score(card int, ticked func(string) bool) float64 {
	o := q.Options[card]
	right, wrong, n := 0, 0, 0
	for _, id := range q.reasonIDs() {
		holds := contains(o.Reasons, id)
		if holds {
			n++
		}
		switch {
		case ticked(id) && holds:
			right++
		case ticked(id):
			wrong++
		}
	}
	why := 0.0
	switch {
	case n > 0:
		why = clamp(float64(right-wrong) / float64(n))
	case o.Value >= 1 && wrong == 0:
		why = 1
	}
	return clamp(cardShare*clamp(o.Value) + whyShare*why)
}

// GuessScore is the mean score over every card with every set of reasons.
func (q *NextSource) GuessScore() float64 {
	if len(q.Options) == 0 || len(q.Reasons) > 10 {
		return 0
	}
	ids := q.reasonIDs()
	sum, ways := 0.0, 0.0
	for card := range q.Options {
		for set := range uint(1) << len(ids) {
			sum += q.score(card, func(id string) bool { return set>>slices.Index(ids, id)&1 == 1 })
			ways++
		}
	}
	return sum / ways
}

// Asks is the claim.
func (q *NextSource) Asks() string { return q.Claim }

// Parts are the cards and then the reasons.
func (q *NextSource) Parts() []string {
	var texts []string
	for _, o := range q.Options {
		texts = append(texts, o.Card)
	}
	for _, r := range q.Reasons {
		texts = append(texts, r.Text)
	}
	return texts
}

// Typed is nothing: a card is chosen.
func (q *NextSource) Typed() []string { return nil }

// Check applies V14 and V31.
func (q *NextSource) Check(Common) []Finding {
	var fs []Finding
	bad := func(path, message, remedy string) { fs = append(fs, failure("V31", path, message, remedy)) }
	if wordCount(q.Claim) == 0 {
		bad("$.claim", "there is no claim", "write the claim that a source should test")
	}
	if n := len(q.Options); n < 3 || n > 5 {
		bad("$.options", "there are "+counted(n)+" cards", "use 3 to 5")
	}
	if n := len(q.Reasons); n < 3 || n > 5 {
		bad("$.reasons", "there are "+counted(n)+" reasons", "use 3 to 5")
	}
	var parts []part
	var feedback []said
	best := 0
	for i, o := range q.Options {
		at := "$.options" + index(i)
		parts = append(parts, part{at, o.ID, o.Card})
		feedback = append(feedback, said{at + ".feedback", o.Feedback})
		if o.Value == 1 {
			best++
		}
		fs = append(fs, q.checkCard(o, at)...)
	}
	if best != 1 {
		bad("$.options", counted(best)+" cards have the value 1", "let exactly one be the best")
	}
	for i, r := range q.Reasons {
		parts = append(parts, part{"$.reasons" + index(i), r.ID, r.Text})
	}
	// One list of ids: a card and a reason of the same id would have the same handle.
	return append(append(fs, calledText(checkParts("V31", parts), "$.options", "card")...), checkFeedback(feedback)...)
}

// checkCard reports what is wrong with the value, the reasons and the words of a card.
func (q *NextSource) checkCard(o Card, at string) []Finding {
	var fs []Finding
	bad := func(path, message, remedy string) { fs = append(fs, failure("V31", path, message, remedy)) }
	if !(o.Value >= 0 && o.Value <= 1) {
		bad(at+".value", "the value is not between 0 and 1", "use 1 for the best source and 0 for one that tests nothing")
	}
	if o.Value == 1 {
		if len(o.Reasons) == 0 {
			bad(at+".reasons", "no reason holds for the best source", "name at least one")
		}
		if len(o.Reasons) > 0 && len(o.Reasons) >= len(q.Reasons) {
			bad(at+".reasons", "every reason holds for the best source", "add a reason that does not")
		}
		if wordCount(o.Reveal) == 0 {
			bad(at+".reveal", "the best source says nothing", "tell what it in fact says")
		}
	}
	seen := map[string]bool{}
	for j, id := range o.Reasons {
		if !contains(q.reasonIDs(), id) || seen[id] {
			bad(at+".reasons"+index(j), "there is no reason "+quoted(id)+", or it is listed twice", "list each reason once")
		}
		seen[id] = true
	}
	return fs
}
