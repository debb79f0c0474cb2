package course

import (
	"slices"
	"sort"

	"dossier/internal/quiz"
)

// Clock is what a bench needs to tell what could be known when.
type Clock struct {
	Events []*Event // in order of date
	Facts  []*Fact
	Sort   *quiz.Question // the sorting task
	Writer *BenchText     // whom the task is about
}

// Known says how far a fact was within reach of a writer.
type Known string

// The three ways.
const (
	Knew         Known = "knew"
	CouldKnow    Known = "could-know"
	CouldNotKnow Known = "could-not-know"
)

// Words is how a reader sees it.
func (k Known) Words() string {
	switch k {
	case Knew:
		return "knew"
	case CouldKnow:
		return "could have known"
	}
	return "could not have known"
}

// Public tells whether an outsider could know the fact on a day: it had happened, and it was known.
func (f *Fact) Public(on Date) bool {
	return f.KnownFrom.Last() <= on && (f.Date == "" || f.Date.Last() <= on)
}

// Knows tells how far a fact was within the writer's reach on a day.
func (t *BenchText) Knows(f *Fact, on Date) Known {
	switch {
	case !f.Public(on):
		return CouldNotKnow
	case slices.Contains(t.Knew, f):
		return Knew
	}
	return CouldKnow
}

// ClockReading is the clock of a bench set to a day.
type ClockReading struct {
	On       Date
	Writer   *BenchText // whose text has this day; nil when there is none
	Happened []*Event   // by then
	Ahead    []*Event   // still to come
	Facts    map[Known][]*Fact
}

// ReadClock sets the clock to a full day. Without a writer of that day nothing is known to have been known: what was
// public could have been.
func (b *Bench) ReadClock(on Date) ClockReading {
	r := ClockReading{On: on, Facts: map[Known][]*Fact{}}
	for _, t := range b.Texts {
		if t.Source.Date.Last() == on {
			r.Writer = t
			break
		}
	}
	for _, e := range b.Clock.Events {
		if e.Date.Last() <= on {
			r.Happened = append(r.Happened, e)
		} else {
			r.Ahead = append(r.Ahead, e)
		}
	}
	nobody := &BenchText{}
	for _, f := range b.Clock.Facts {
		t := r.Writer
		if t == nil {
			t = nobody
		}
		known := t.Knows(f, on)
		r.Facts[known] = append(r.Facts[known], f)
	}
	return r
}

// Around finds the events of the clock that lie on either side of a text: the last one by its day, and the next to
// come. nil where there is none.
func (b *Bench) Around(t *BenchText) (before, after *Event) {
	on := t.Source.Date.Last()
	for _, e := range b.Clock.Events {
		if e.Date.Last() <= on {
			before = e
		} else if after == nil {
			after = e
		}
	}
	return before, after
}

// whyKnown says in a sentence or two why a fact was or was not within reach.
func whyKnown(f *Fact, known Known, on Date) string {
	switch known {
	case Knew:
		return "It was public from " + f.KnownFrom.Words() + ", and the text itself shows that its writer had it."
	case CouldKnow:
		return "It was public from " + f.KnownFrom.Words() + ". The text does not show whether its writer had taken it in."
	}
	if f.Date != "" && f.Date.Last() > on {
		return "It belongs to " + f.Date.Words() + ", after the text was written."
	}
	return "Outsiders could know it from " + f.KnownFrom.Words() + " on, after the text was written."
}

type clockEntry struct {
	Events []string `yaml:"events"`
	Facts  []string `yaml:"facts"`
	Sort   struct {
		Source string   `yaml:"source"`
		Facts  []string `yaml:"facts"`
	} `yaml:"sort"`
}

func (c *compiler) readClock(it item[benchEntry]) Clock {
	e := it.value.Clock
	clock := Clock{
		Events: referAll(c, c.course.events, "event", e.Events, it.path("$.clock.events")),
		Facts:  referAll(c, c.course.facts, "fact", e.Facts, it.path("$.clock.facts")),
	}
	if len(clock.Events) < 3 {
		c.add(it.path("$.clock"), "B03", "the clock has "+itoa(len(clock.Events))+" events", "name 6 to 12")
	}
	sort.SliceStable(clock.Events,
		func(i, j int) bool { return clock.Events[i].Date.Last() < clock.Events[j].Date.Last() })
	return clock
}

// B03: for both writers of the pair there is something they knew, could have known and could not have known, and the
// sorting task has all three.
func (c *compiler) checkKnowledge(it item[benchEntry], b *Bench) {
	for i, t := range b.Texts {
		at := it.path("$.sources[" + itoa(i) + "]")
		on := t.Source.Date.Last()
		for _, f := range t.Knew {
			if !slices.Contains(b.Clock.Facts, f) {
				c.add(at, "B03", "the fact "+quote(f.ID)+" is not one of the clock's",
					"add it to clock.facts, or take it out of knew")
			}
			if !f.Public(on) {
				c.add(at, "B03", "the fact "+quote(f.ID)+" became known after the text was written", "take it out of knew")
			}
		}
		if i < 2 {
			c.needAllThree(at, t, b.Clock.Facts, "the clock of "+t.Source.ID)
		}
	}
	e := it.value.Clock.Sort
	at := it.path("$.clock.sort")
	t := b.Text(e.Source)
	if t == nil {
		c.add(at, "B03", "the sorting task is about no text of the bench", "write source: the id of one of its sources")
		return
	}
	facts := referAll(c, c.course.facts, "fact", e.Facts, at)
	for _, f := range facts {
		if !slices.Contains(b.Clock.Facts, f) {
			c.add(at, "B03", "the fact "+quote(f.ID)+" is not one of the clock's", "add it to clock.facts")
		}
	}
	if len(facts) < 3 || len(facts) > 8 {
		c.add(at, "B03", "there are "+itoa(len(facts))+" facts to sort", "name 5 or 6")
	}
	c.needAllThree(at, t, facts, "the sorting task")
	b.Clock.Writer, b.Clock.Sort = t, sortTask(b, t, facts)
	c.course.questions[b.Clock.Sort.ID] = b.Clock.Sort
}

func (c *compiler) needAllThree(at place, t *BenchText, facts []*Fact, what string) {
	has := map[Known]bool{}
	for _, f := range facts {
		has[t.Knows(f, t.Source.Date.Last())] = true
	}
	for _, known := range []Known{Knew, CouldKnow, CouldNotKnow} {
		if !has[known] {
			c.add(at, "B03", what+" has nothing that the writer "+known.Words(), "add such a fact")
		}
	}
}
