package quiz

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Chronology asks for events in the order in which they happened.
type Chronology struct {
	Items   []Item `yaml:"items"`   // in true order
	Scoring string `yaml:"scoring"` // pairs or exact
}

// Item is an event to be put in order.
type Item struct {
	ID   string `yaml:"id"`
	Text string `yaml:"text"`
	Date string `yaml:"date"` // "1934-12-01", "1934-12" or "1934"
}

const (
	scorePairs = "pairs"
	scoreExact = "exact"
)

func (q *Chronology) ids() []string {
	ids := make([]string, len(q.Items))
	for i, it := range q.Items {
		ids[i] = it.ID
	}
	return ids
}

// Dealt returns the events in the order this person sees.
func (q *Chronology) Dealt(d Deal) []Item {
	byID := make(map[string]Item, len(q.Items))
	for _, it := range q.Items {
		byID[it.ID] = it
	}
	out := make([]Item, 0, len(q.Items))
	for _, id := range d.Order("items", q.ids()) {
		out = append(out, byID[id])
	}
	return out
}

// Parse reads a field "pos." and handle for each event: its place, from 1. The answer has the part "order".
func (q *Chronology) Parse(f Form, d Deal) (Answer, []Problem) {
	dealt := q.Dealt(d)
	place := make([]int, len(dealt))
	sharing := make(map[int]int, len(dealt))
	for i, it := range dealt {
		n, err := strconv.Atoi(strings.TrimSpace(f.Value("pos." + d.Handle(it.ID))))
		if err != nil || n < 1 || n > len(dealt) {
			continue
		}
		place[i] = n
		sharing[n]++
	}
	var ps []Problem
	order := make([]string, len(dealt))
	for i, it := range dealt {
		field := "pos." + d.Handle(it.ID)
		switch n := place[i]; {
		case n == 0:
			ps = append(ps, Problem{Field: field, Message: "Choose a place for " + quoted(it.Text) + "."})
		case sharing[n] > 1:
			ps = append(ps, Problem{Field: field, Message: fmt.Sprintf(
				"%s events share place %d.", sentence(counted(sharing[n])), n,
			)})
		default:
			order[n-1] = it.ID
		}
	}
	if len(ps) > 0 {
		return nil, ps
	}
	return Answer{"order": order}, nil
}

// Fill is the form that gives an answer.
func (q *Chronology) Fill(a Answer, d Deal) Form {
	f := Form{}
	for i, id := range a["order"] {
		f["pos."+d.Handle(id)] = []string{strconv.Itoa(i + 1)}
	}
	return f
}

// places finds the place of each event in an answer; false if it is not an order of all events.
func (q *Chronology) places(a Answer) ([]int, bool) {
	order := a["order"]
	if len(order) != len(q.Items) || len(order) == 0 {
		return nil, false
	}
	at := make(map[string]int, len(order))
	for i, id := range order {
		at[id] = i
	}
	places := make([]int, len(q.Items))
	used := make([]bool, len(q.Items))
	for i, it := range q.Items {
		p, ok := at[it.ID]
		if !ok || used[p] {
			return nil, false
		}
		places[i], used[p] = p, true
	}
	return places, true
}

// inverted tells whether events i and j, i the earlier in the file, are the wrong way round. Two events of one date may
// come in either order.
func (q *Chronology) inverted(places []int, i, j int) bool {
	return places[i] > places[j] && q.Items[i].Date != q.Items[j].Date
}

// Grade counts the pairs of events in the right order, C of P, and gives max(0, 2C/P - 1): Kendall's tau, clipped. With
// exact scoring it gives 1 when no pair is inverted.
func (q *Chronology) Grade(a Answer) Grade {
	places, ok := q.places(a)
	if !ok {
		g := Grade{}
		for _, it := range q.Items {
			date, _ := dateInWords(it.Date)
			g.Lines = append(g.Lines, Line{ID: it.ID, Label: it.Text, Expected: date, Mark: Missed})
		}
		return g
	}
	inversions := 0
	g := Grade{}
	given := make([]string, len(q.Items))
	for i, it := range q.Items {
		before, after := q.misplaced(places, i)
		inversions += len(before)
		g.Lines = append(g.Lines, q.line(it, places[i], before, after))
		given[places[i]] = fmt.Sprintf("%d. %s", places[i]+1, it.Text)
	}
	g.Given = strings.Join(given, "; ")
	g.Score = q.score(inversions)
	return g
}

// misplaced lists the events that are on the wrong side of event i: those that it came before, and those that it came
// after.
func (q *Chronology) misplaced(places []int, i int) (before, after []string) {
	for j, other := range q.Items {
		switch {
		case i < j && q.inverted(places, i, j):
			before = append(before, quoted(other.Text))
		case j < i && q.inverted(places, j, i):
			after = append(after, quoted(other.Text))
		}
	}
	return before, after
}

// line is the feedback on an event in a place, counted from 0.
func (q *Chronology) line(it Item, place int, before, after []string) Line {
	date, _ := dateInWords(it.Date)
	line := Line{ID: it.ID, Label: it.Text, Expected: date, Given: placedWords + ordinal(place+1), Mark: Near}
	switch len(before) + len(after) {
	case 0:
		line.Mark = Right
	case len(q.Items) - 1:
		line.Mark = Wrong
	}
	if len(before) > 0 {
		line.Feedback = "This came before " + listed(before, "and") + "."
	}
	if len(after) > 0 {
		line.Feedback = together(line.Feedback, "This came after "+listed(after, "and")+".")
	}
	return line
}

func (q *Chronology) score(inversions int) float64 {
	if inversions == 0 {
		return 1
	}
	if q.Scoring == scoreExact {
		return 0
	}
	pairs := len(q.Items) * (len(q.Items) - 1) / 2
	return clamp(1 - 2*float64(inversions)/float64(pairs))
}

// GuessScore is the expected score of a random order: 0.194, 0.163 and 0.145 for 4, 5 and 6 events of different dates.
func (q *Chronology) GuessScore() float64 {
	if len(q.Items) == 0 {
		return 0
	}
	// ways[k] counts the orders with k inverted pairs. Merging a group of g events of one date into n others multiplies by
	// the Gaussian binomial of n+g over g.
	ways, n := []float64{1}, 0
	for i := 0; i < len(q.Items); {
		j := i
		for j < len(q.Items) && q.Items[j].Date == q.Items[i].Date {
			j++
		}
		n += j - i
		ways = multiply(ways, gaussian(n, j-i))
		i = j
	}
	sum, all := 0.0, 0.0
	for k, w := range ways {
		sum += w * q.score(k)
		all += w
	}
	return sum / all
}

// gaussian is the Gaussian binomial coefficient of n over k as a polynomial: entry i counts the choices with i
// inversions.
func gaussian(n, k int) []float64 {
	if k == 0 || k == n {
		return []float64{1}
	}
	out := make([]float64, k*(n-k)+1)
	for i, w := range gaussian(n-1, k-1) {
		out[i] += w
	}
	for i, w := range gaussian(n-1, k) {
		out[i+k] += w
	}
	return out
}

func multiply(a, b []float64) []float64 {
	out := make([]float64, len(a)+len(b)-1)
	for i, x := range a {
		for j, y := range b {
			out[i+j] += x * y
		}
	}
	return out
}

var yearInText = regexp.MustCompile(`\b1[89]\d\d\b`)

// Asks is "": the stem says it all.
func (q *Chronology) Asks() string { return "" }

// Parts are the events.
func (q *Chronology) Parts() []string {
	texts := make([]string, len(q.Items))
	for i, item := range q.Items {
		texts[i] = item.Text
	}
	return texts
}

// Typed is nothing: events are given a place.
func (q *Chronology) Typed() []string { return nil }

// Check applies V19.
func (q *Chronology) Check(Common) []Finding {
	var fs []Finding
	if n := len(q.Items); n < 4 || n > 7 {
		fs = append(fs, failure("V19", "$.items", "there are "+counted(n)+" events", "use 4 to 7"))
	}
	if q.Scoring != scorePairs && q.Scoring != scoreExact {
		fs = append(fs, failure("V19", "$.scoring", "no such scoring: "+quoted(q.Scoring), "use pairs or exact"))
	}
	parts := make([]part, len(q.Items))
	for i, it := range q.Items {
		at := "$.items" + index(i)
		parts[i] = part{at, it.ID, it.Text}
		if yearInText.MatchString(it.Text) {
			fs = append(fs, failure("V19", at+".text", "the text gives the year away", "take the year out"))
		}
	}
	return append(append(fs, q.checkDates()...), checkParts("V19", parts)...)
}

// checkDates reports dates that do not settle the order in which the events are listed.
func (q *Chronology) checkDates() []Finding {
	var fs []Finding
	apart := false
	for i, it := range q.Items {
		at := "$.items" + index(i)
		if _, ok := dateInWords(it.Date); !ok {
			fs = append(fs, failure(
				"V19", at+".date", quoted(it.Date)+" is not a date", `write "1934-12-01", "1934-12" or "1934"`,
			))
			continue
		}
		if i == 0 {
			continue
		}
		last := q.Items[i-1].Date
		apart = apart || last != it.Date
		switch {
		case last == it.Date:
		case strings.HasPrefix(it.Date, last) || strings.HasPrefix(last, it.Date):
			fs = append(fs, failure(
				"V19", at+".date", "it cannot be said which comes first, "+last+" or "+it.Date,
				"date both events to the same precision",
			))
		case it.Date < last:
			fs = append(fs, failure(
				"V19", at+".date", "this event is earlier than the one above it", "list the events in true order",
			))
		}
	}
	if len(q.Items) > 1 && !apart {
		fs = append(fs, failure(
			"V19", "$.items", "all events have one date, so every order is right", "choose events of different dates",
		))
	}
	return fs
}
