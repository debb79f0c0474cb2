package course

import (
	"sort"
	"strings"

	"dossier/internal/quiz"
)

func (c *compiler) readDocuments() {
	for _, it := range decodeList[Document](c, "lessons/accounts.yaml") {
		a := it.value
		if !c.define("account", a.ID, it.at) {
			continue
		}
		c.need(it.at, map[string]string{"title": a.Title, "kind": a.Kind, "label": a.Label, "lineage": a.Lineage,
			"about": a.About})
		c.course.documents[a.ID] = &a
		c.course.Documents = append(c.course.Documents, &a)
	}
}

type factEntry struct {
	ID          string   `yaml:"id"`
	Ledger      []string `yaml:"ledger"`
	Claim       string   `yaml:"claim"`
	Date        string   `yaml:"date"`
	Status      string   `yaml:"status"`
	Documents   []string `yaml:"accounts"`
	Scholarship string   `yaml:"scholarship"`
	KnownFrom   string   `yaml:"known_from"`
	Note        string   `yaml:"note"`
}

func (c *compiler) readFacts() {
	for _, it := range decodeList[factEntry](c, "lessons/facts.yaml") {
		e := it.value
		if !c.define("fact", e.ID, it.at) {
			continue
		}
		c.need(it.at, map[string]string{"claim": e.Claim, "known_from": e.KnownFrom})
		c.oneOf(it.path("$.status"), "status", e.Status, string(Agreed), string(SingleSource), string(Disputed),
			string(Interpretation))
		if len(e.Ledger) == 0 {
			c.add(it.at, "R05", "the fact has no ledger number", "write ledger: [K-02]")
		}
		if len(e.Documents) == 0 && e.Scholarship == "" {
			c.add(it.at, "R05", "nothing is said about what the fact rests on", "name accounts, or the scholarship it rests on")
		}
		f := &Fact{
			ID: e.ID, Ledger: e.Ledger, Claim: e.Claim, Status: Status(e.Status), Scholarship: e.Scholarship, Note: e.Note,
			Date: c.date(it.path("$.date"), e.Date), KnownFrom: c.date(it.path("$.known_from"), e.KnownFrom),
			Documents: referAll(c, c.course.documents, "account", e.Documents, it.path("$.accounts")),
		}
		c.course.facts[f.ID] = f
		c.course.Facts = append(c.course.Facts, f)
	}
}

type personEntry struct {
	ID       string   `yaml:"id"`
	Name     string   `yaml:"name"`
	Surname  string   `yaml:"surname"`
	Variants []string `yaml:"variants"`
	Role     string   `yaml:"role"`
	Fate     string   `yaml:"fate"`
	Facts    []string `yaml:"facts"`

	// What no page shows, and what lets more ways to type the name count: see quiz.Person.
	Given      []string `yaml:"given,omitempty"`
	Patronymic string   `yaml:"patronymic,omitempty"`
	Cyrillic   string   `yaml:"cyrillic,omitempty"`
}

// castEntry is what the quiz knows about the person.
func (e personEntry) castEntry() quiz.Person {
	return quiz.Person{
		Name: e.Name, Surname: e.Surname, Variants: e.Variants, Given: e.Given, Patronymic: e.Patronymic,
		Cyrillic: e.Cyrillic,
	}
}

func (c *compiler) readPeople() {
	var cast []quiz.Person
	for _, it := range decodeList[personEntry](c, "lessons/people.yaml") {
		e := it.value
		if !c.define("person", e.ID, it.at) {
			continue
		}
		c.need(it.at, map[string]string{"name": e.Name, "surname": e.Surname, "role": e.Role, "fate": e.Fate})
		p := &Person{
			ID: e.ID, Name: e.Name, Surname: e.Surname, Variants: e.Variants, Role: e.Role, Fate: e.Fate,
			Facts: referAll(c, c.course.facts, "fact", e.Facts, it.path("$.facts")),
		}
		if len(p.Facts) == 0 {
			c.add(it.at, "R05", "the entry on "+e.Name+" cites no fact", "write facts: [fact-id]")
		}
		c.course.people[p.ID] = p
		c.course.People = append(c.course.People, p)
		cast = append(cast, e.castEntry())
	}
	sort.SliceStable(c.course.People,
		func(i, j int) bool { return c.course.People[i].Surname < c.course.People[j].Surname })
	c.course.cast = quiz.NewCast(cast)
}

type termEntry struct {
	ID      string   `yaml:"id"`
	Term    string   `yaml:"term"`
	Meaning string   `yaml:"meaning"`
	Facts   []string `yaml:"facts"`
}

func (c *compiler) readTerms() {
	for _, it := range decodeList[termEntry](c, "lessons/glossary.yaml") {
		e := it.value
		if !c.define("term", e.ID, it.at) {
			continue
		}
		c.need(it.at, map[string]string{"term": e.Term, "meaning": e.Meaning})
		t := &Term{ID: e.ID, Term: e.Term, Meaning: e.Meaning,
			Facts: referAll(c, c.course.facts, "fact", e.Facts, it.path("$.facts"))}
		c.course.terms[t.ID] = t
		c.course.Terms = append(c.course.Terms, t)
	}
	sort.SliceStable(c.course.Terms, func(i, j int) bool {
		return strings.ToLower(c.course.Terms[i].Term) < strings.ToLower(c.course.Terms[j].Term)
	})
}

type eventEntry struct {
	ID     string   `yaml:"id"`
	Date   string   `yaml:"date"`
	Until  string   `yaml:"until"`
	Title  string   `yaml:"title"`
	Text   string   `yaml:"text"`
	Thread string   `yaml:"thread"`
	People []string `yaml:"people"`
	Facts  []string `yaml:"facts"`
}

func (c *compiler) readEvents() {
	var threads []string
	for _, t := range Threads {
		threads = append(threads, t.ID)
	}
	for _, it := range decodeList[eventEntry](c, "lessons/timeline.yaml") {
		e := it.value
		if !c.define("event", e.ID, it.at) {
			continue
		}
		c.need(it.at, map[string]string{"date": e.Date, "title": e.Title, "text": e.Text})
		c.oneOf(it.path("$.thread"), "thread", e.Thread, threads...)
		ev := &Event{
			ID: e.ID, Date: c.date(it.path("$.date"), e.Date), Until: c.date(it.path("$.until"), e.Until),
			Title: e.Title, Text: e.Text, Thread: e.Thread,
			People: referAll(c, c.course.people, "person", e.People, it.path("$.people")),
			Facts:  referAll(c, c.course.facts, "fact", e.Facts, it.path("$.facts")),
		}
		if len(ev.Facts) == 0 {
			c.add(it.at, "R05", "the event "+quote(e.Title)+" cites no fact", "write facts: [fact-id]")
		}
		c.course.events[ev.ID] = ev
		c.course.Events = append(c.course.Events, ev)
	}
	sort.SliceStable(c.course.Events, func(i, j int) bool { return c.course.Events[i].Date < c.course.Events[j].Date })
}

type figureEntry struct {
	ID      string   `yaml:"id"`
	Kind    string   `yaml:"kind"`
	Title   string   `yaml:"title"`
	Unit    string   `yaml:"unit"`
	Caption string   `yaml:"caption"`
	Alt     string   `yaml:"alt"`
	Facts   []string `yaml:"facts"`
	Data    []Datum  `yaml:"data"`

	// Of the kind map.
	Window []float64    `yaml:"window"`
	Places []placeEntry `yaml:"places"`
	Routes []routeEntry `yaml:"routes"`
}

func (c *compiler) readFigures() {
	for _, it := range decodeList[figureEntry](c, "lessons/figures.yaml") {
		e := it.value
		if !c.define("figure", e.ID, it.at) {
			continue
		}
		c.need(it.at, map[string]string{"title": e.Title, "caption": e.Caption, "alt": e.Alt})
		c.oneOf(it.path("$.kind"), "kind", e.Kind, "units", "bars", "timeline", "hall", "map")
		f := &Figure{
			ID: e.ID, Kind: e.Kind, Title: e.Title, Unit: e.Unit, Caption: e.Caption, Alt: e.Alt, Data: e.Data,
			Facts: referAll(c, c.course.facts, "fact", e.Facts, it.path("$.facts")),
		}
		c.checkFigure(it, f)
		c.course.figures[f.ID] = f
		c.course.Figures = append(c.course.Figures, f)
	}
}

func (c *compiler) checkFigure(it item[figureEntry], f *Figure) {
	if f.Kind == "map" {
		c.readMap(it, f)
	} else if e := it.value; e.Window != nil || e.Places != nil || e.Routes != nil {
		c.add(it.at, "R09", "only a map has a window, places and routes", "write kind: map or take them out")
	}
	if len(f.Facts) == 0 {
		c.add(it.at, "R05", "the figure cites no fact", "write facts: [fact-id]")
	}
	if len(f.Data) == 0 && f.Kind != "map" {
		c.add(it.at, "R09", "the figure has no data", "write at least one row under data")
	}
	if (f.Kind == "units" || f.Kind == "hall") && f.Total() > 3000 {
		c.add(it.at, "R09", "there are more than 3,000 marks to count", "use kind: bars for larger numbers")
	}
	for i, d := range f.Data {
		at := it.path("$.data[" + itoa(i) + "]")
		c.need(at, map[string]string{"label": d.Label})
		switch f.Kind {
		case "timeline":
			if c.date(at, d.Day); d.Day == "" {
				c.add(at, "R09", "a row of a timeline has no date", "write date: \"1934-12-01\"")
			}
		case "units", "hall":
			c.oneOf(at, "style", d.Style, "dark", "light", "accent")
			if d.Value != float64(int(d.Value)) || d.Value < 1 {
				c.add(at, "R09", "counted marks need whole numbers above zero", "use kind: bars for anything else")
			}
		case "bars":
			c.oneOf(at, "style", d.Style, "dark", "light", "accent")
			if d.Value <= 0 || ((d.Low != 0 || d.High != 0) && (d.Low > d.Value || d.High < d.Value)) {
				c.add(at, "R09", "the value must be above zero and lie between low and high", "correct the numbers")
			}
		}
	}
}

type ideaEntry struct {
	ID         string   `yaml:"id"`
	Ledger     []string `yaml:"ledger"`
	Belief     string   `yaml:"belief"`
	Correction string   `yaml:"correction"`
	Section    string   `yaml:"section"`
	Facts      []string `yaml:"facts"`
}

func (c *compiler) readMisconceptions() {
	for _, it := range decodeList[ideaEntry](c, "quizzes/misconceptions.yaml") {
		e := it.value
		if !c.define("misconception", e.ID, it.at) {
			continue
		}
		c.need(it.at, map[string]string{"belief": e.Belief, "correction": e.Correction, "section": e.Section})
		m := &Misconception{ID: e.ID, Ledger: e.Ledger, Belief: e.Belief, Correction: e.Correction,
			Facts: referAll(c, c.course.facts, "fact", e.Facts, it.path("$.facts"))}
		at := it.path("$.section")
		c.pending = append(c.pending, func() {
			var ok bool
			if m.Section, ok = c.resolveRef(e.Section, at); ok && (m.Section.Kind != "lesson" || m.Section.Part == "") {
				c.add(at, "R01", quote(e.Section)+" is not a section of a lesson", "write lesson:id#section")
			}
		})
		c.course.ideas[m.ID] = m
		c.course.Misconceptions = append(c.course.Misconceptions, m)
	}
}
