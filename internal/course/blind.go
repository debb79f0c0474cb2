package course

import "strings"

// BlindReading is one text without its writer, which opens a lesson and is shown again in a later one: readers say how
// far they believe it, before they know anything and when they know who wrote it.
type BlindReading struct {
	Source   *Source
	Lesson   *Lesson // which it opens
	Again    *Lesson // in which it is shown again
	Question string
	Text     string // what the source says, without who says it
	After    string // who wrote it and when, for the second time
}

// In tells whether the reading belongs to a lesson: to its beginning, or to its end. It may be asked of nil.
func (b *BlindReading) In(l *Lesson) (opens, again bool) {
	return b != nil && b.Lesson == l, b != nil && b.Again == l
}

// Bench is the bench at which the source is one of the pair; nil when there is none.
func (b *BlindReading) Bench() *Bench {
	for _, bench := range b.Again.Benches {
		for _, t := range bench.Pair() {
			if t.Source == b.Source {
				return bench
			}
		}
	}
	return nil
}

type blindEntry struct {
	Source   string `yaml:"source"`
	Lesson   string `yaml:"lesson"`
	Again    string `yaml:"again"`
	Question string `yaml:"question"`
	Text     string `yaml:"text"`
	After    string `yaml:"after"`
}

// readBlind reads the blind reading, if the course has one. B06: it names nobody, and quotes exactly.
func (c *compiler) readBlind() {
	const file = "lessons/blind.yaml"
	if !c.exists(file) {
		return
	}
	node, ok := c.readYAML(file)
	if !ok {
		return
	}
	it := item[blindEntry]{at: place{file, 1}, node: node}
	if !c.decode(it.at, node, &it.value) {
		return
	}
	e := it.value
	c.need(it.at, map[string]string{"question": e.Question, "text": e.Text, "after": e.After})
	b := &BlindReading{Question: e.Question, Text: strings.TrimSpace(e.Text), After: strings.TrimSpace(e.After),
		Source: refer(c, c.course.sources, "source", e.Source, it.path("$.source"))}
	if b.Source == nil {
		return
	}
	c.checkFragments(it.path("$.text"), b.Source, b.Text)
	for _, name := range []string{b.Source.Creator, b.Source.Title} {
		for field, text := range map[string]string{"question": b.Question, "text": b.Text} {
			if strings.Contains(spoken(text), spoken(name)) {
				c.add(it.path("$."+field), "B06", field+" names "+quote(name)+", which readers should not know yet",
					"say it without the writer")
			}
		}
	}
	b.Lesson = refer(c, c.course.lessons, "lesson", e.Lesson, it.path("$.lesson"))
	b.Again = refer(c, c.course.lessons, "lesson", e.Again, it.path("$.again"))
	if b.Lesson != nil && b.Again != nil {
		c.course.Blind = b
	}
}

// checkFragments reports quoted words that do not stand in the faithful reading of a source (V16), or are too many to
// be a short fragment (R10).
func (c *compiler) checkFragments(at place, source *Source, text string) {
	for _, m := range fragment.FindAllStringSubmatch(text, -1) {
		if !strings.Contains(spoken(source.faithfulWords), spoken(m[1])) {
			c.add(at, "V16", quote(m[1])+" does not stand in the faithful reading",
				"quote exactly, or report in your own words")
		}
		if len(strings.Fields(m[1])) > longestFragment {
			c.add(at, "R10", "a fragment of more than 14 words is quoted",
				"quote the few words that matter and report the rest")
		}
	}
}
