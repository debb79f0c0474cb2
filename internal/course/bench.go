package course

import (
	"fmt"
	"slices"
	"strings"

	"dossier/internal/quiz"
)

// BenchKind tells how much a bench gives to whoever writes there.
type BenchKind string

// The kinds. A unit ends in an examination, so what helps at first is taken away step by step.
const (
	GuidedBench BenchKind = ""       // two texts to be read blind, with cards, a clock and prompts
	UnseenBench BenchKind = "unseen" // two texts as they lie in an examination: no cards, no clock, no prompts
	ExamBench   BenchKind = "exam"   // a question without sources
)

// Bench is a writing task: two texts that differ, perhaps with further voices, and a question that wants a written
// judgement. An exam question has no texts.
type Bench struct {
	ID          string
	Version     int
	Kind        BenchKind
	Title       string // names nobody who wrote a text
	Lesson      *Lesson
	Lede        string // shown before the reveal, so it names nobody either
	Trust       string // the question on which a student says how far they trust each text
	Question    string
	Rubric      *Rubric
	Words       WordCount
	Scaffold    []string
	Texts       []*BenchText // the first two are the pair
	Clock       Clock
	Exemplars   []*Exemplar
	ModelAnswer string
	Indicative  []Indicative
	entry       benchEntry
}

// WordCount is how long an answer should be.
type WordCount struct {
	Min    int `yaml:"min"`
	Target int `yaml:"target"`
	Max    int `yaml:"max"`
}

// BenchText is a source as it lies on a bench.
type BenchText struct {
	Source   *Source
	Name     string    // what an answer calls it
	Also     []string  // other wordings that name it
	Blind    string    // what it says without who says it; "" for further voices
	Phrases  []*Phrase // in the order of the text
	Passages []Passage // the faithful reading, cut at the phrases
	Knew     []*Fact   // what the writer demonstrably knew
	Original []Passage // what the school has added, cut at the author's words; nil when it has added nothing
	original string
}

// Phrase is a run of words that can be picked as evidence.
type Phrase struct {
	ID     string
	Quote  string
	Source *Source
	Spoken bool // the source's own words; else they are those of our report
}

// Words is the phrase as it is shown: in quotation marks only where the source itself speaks.
func (p *Phrase) Words() string { return p.shown(p.Quote) }

func (p *Phrase) shown(words string) string {
	if p.Spoken {
		return "“" + words + "”"
	}
	return words
}

// Shown is a picked phrase with the words that it had when it was picked.
func (b *Bench) Shown(phrase, words string) string {
	if p := b.Phrase(phrase); p != nil {
		return p.shown(words)
	}
	return words
}

// Exemplar is an invented answer with agreed levels.
type Exemplar struct {
	ID     string            `yaml:"id"`
	Levels map[string]int    `yaml:"levels"` // by skill
	Text   string            `yaml:"text"`
	Why    map[string]string `yaml:"why"` // by skill
}

// Indicative is a point that an answer may make, for the marker. It is not a checklist.
type Indicative struct {
	Text  string
	Facts []*Fact
}

// Guided tells whether the bench leads up to the answer with blind texts, cards, a clock and a plan.
func (b *Bench) Guided() bool { return b.Kind == GuidedBench }

// Pair is the two texts that are compared; none for an exam question.
func (b *Bench) Pair() []*BenchText { return b.Texts[:min(2, len(b.Texts))] }

// Text finds the text of a source on the bench; nil when it does not lie there.
func (b *Bench) Text(source string) *BenchText {
	for _, t := range b.Texts {
		if t.Source.ID == source {
			return t
		}
	}
	return nil
}

// Phrase finds a phrase of any text by id; nil when there is none.
func (b *Bench) Phrase(id string) *Phrase {
	for _, t := range b.Texts {
		for _, p := range t.Phrases {
			if p.ID == id {
				return p
			}
		}
	}
	return nil
}

// Names are the wordings that name each text of the pair.
func (b *Bench) Names() [2][]string {
	var names [2][]string
	for i, t := range b.Pair() {
		names[i] = append([]string{t.Name}, t.Also...)
	}
	return names
}

// Readings are the full words of every text on the bench.
func (b *Bench) Readings() []string {
	var all []string
	for _, t := range b.Texts {
		all = append(all, t.Source.faithfulWords)
		if t.original != "" {
			all = append(all, t.original)
		}
	}
	return all
}

// Fact finds a fact of the clock; nil when it is not one of them.
func (b *Bench) Fact(id string) *Fact {
	for _, f := range b.Clock.Facts {
		if f.ID == id {
			return f
		}
	}
	return nil
}

// Exemplar finds an example by id; nil when there is none.
func (b *Bench) Exemplar(id string) *Exemplar {
	for _, e := range b.Exemplars {
		if e.ID == id {
			return e
		}
	}
	return nil
}

// Practice is the exemplars that people put into levels before they judge real answers: the two in the middle, since
// the best and the weakest are told apart without practice.
func (b *Bench) Practice() []*Exemplar {
	if first := (len(b.Exemplars) - 2) / 2; first > 0 {
		return b.Exemplars[first : first+2]
	}
	return b.Exemplars[:min(2, len(b.Exemplars))]
}

// Beside is the exemplars that nobody has to judge, lowest first.
func (b *Bench) Beside() []*Exemplar {
	practice := b.Practice()
	return slices.DeleteFunc(slices.Clone(b.Exemplars), func(e *Exemplar) bool { return slices.Contains(practice, e) })
}

// Bench finds a bench by id, or ErrUnknown.
func (c *Course) Bench(id string) (*Bench, error) { return find(c.benches, id) }

type benchEntry struct {
	ID          string           `yaml:"id"`
	Version     int              `yaml:"version"`
	Kind        BenchKind        `yaml:"kind,omitempty"`
	Title       string           `yaml:"title"`
	Lesson      string           `yaml:"lesson"`
	Lede        string           `yaml:"lede"`
	Trust       string           `yaml:"trust"`
	Question    string           `yaml:"question"`
	Rubric      string           `yaml:"rubric"`
	Words       WordCount        `yaml:"words"`
	Scaffold    []string         `yaml:"scaffold"`
	Sources     []benchTextEntry `yaml:"sources"`
	Clock       clockEntry       `yaml:"clock"`
	Exemplars   []*Exemplar      `yaml:"exemplars"`
	ModelAnswer string           `yaml:"model_answer"`
	Indicative  []struct {
		Text  string   `yaml:"text"`
		Facts []string `yaml:"facts"`
	} `yaml:"indicative"`
}

type benchTextEntry struct {
	ID      string   `yaml:"id"`
	Name    string   `yaml:"name"`
	Also    []string `yaml:"also,omitempty"`
	Blind   string   `yaml:"blind,omitempty"`
	Phrases []struct {
		ID    string `yaml:"id"`
		Quote string `yaml:"quote"`
	} `yaml:"phrases"`
	Knew []string `yaml:"knew,omitempty"`
}

func (c *compiler) readBenches() {
	for _, file := range glob(c.content.Lessons, "lessons", "benches/*.yaml") {
		node, ok := c.readYAML(file)
		if !ok {
			continue
		}
		it := item[benchEntry]{at: place{file, 1}, node: node}
		if c.decode(it.at, node, &it.value) {
			c.readBench(it)
		}
	}
}

func (c *compiler) readBench(it item[benchEntry]) {
	e := it.value
	if !c.define("bench", e.ID, it.at) {
		return
	}
	if want := "lessons/benches/" + e.ID + ".yaml"; it.at.file != want {
		c.add(it.path("$.id"), "R02", "the bench "+quote(e.ID)+" stands in another file", "call the file "+e.ID+".yaml")
	}
	c.need(it.at, map[string]string{"title": e.Title, "lesson": e.Lesson, "lede": e.Lede,
		"question": e.Question, "rubric": e.Rubric, "model_answer": e.ModelAnswer})
	c.checkKind(it)
	if e.Version < 1 {
		c.add(it.path("$.version"), "B01", "the version is not 1 or more", "begin with version: 1")
	}
	if e.Words.Min < 1 || e.Words.Target < e.Words.Min || e.Words.Max < e.Words.Target {
		c.add(it.path("$.words"), "B01", "the numbers of words do not rise", "write words: {min: 120, target: 220, max: 450}")
	}
	b := &Bench{ID: e.ID, Version: e.Version, Kind: e.Kind, Title: e.Title, Lede: e.Lede, Trust: e.Trust,
		Question: e.Question, Words: e.Words, Scaffold: e.Scaffold,
		Exemplars: e.Exemplars, ModelAnswer: strings.TrimSpace(e.ModelAnswer), entry: e,
		Rubric: refer(c, c.course.rubrics, "rubric", e.Rubric, it.path("$.rubric"))}
	for i, text := range e.Sources {
		if t := c.readBenchText(it, i, text); t != nil {
			b.Texts = append(b.Texts, t)
		}
	}
	for i, point := range e.Indicative {
		b.Indicative = append(b.Indicative, Indicative{Text: point.Text,
			Facts: referAll(c, c.course.facts, "fact", point.Facts, it.path("$.indicative["+itoa(i)+"]"))})
		if len(point.Facts) == 0 {
			c.add(it.path("$.indicative["+itoa(i)+"]"), "R03", "the point cites no fact", "write facts: [fact-id]")
		}
	}
	if b.Guided() {
		b.Clock = c.readClock(it)
	}
	if b.Kind != ExamBench && len(b.Texts) < 2 || len(b.Texts) < len(e.Sources) || b.Rubric == nil {
		return // what is missing has been said
	}
	c.checkPhrases(it, b)
	if b.Guided() {
		c.checkBlind(it, b)
		c.checkKnowledge(it, b)
	}
	c.checkExemplars(it, b)
	at := it.path("$.lesson")
	c.pending = append(c.pending, func() {
		if b.Lesson = refer(c, c.course.lessons, "lesson", e.Lesson, at); b.Lesson != nil {
			b.Lesson.Benches = append(b.Lesson.Benches, b)
		}
	})
	c.versionAt["bench:"+b.ID] = it.path("$.version")
	c.course.benches[b.ID] = b
	c.course.Benches = append(c.course.Benches, b)
}

// checkKind reports (B01) what a bench of its kind lacks, and what it gives away.
func (c *compiler) checkKind(it item[benchEntry]) {
	e := it.value
	clock := len(e.Clock.Events)+len(e.Clock.Facts) > 0
	switch e.Kind {
	case GuidedBench:
		c.need(it.at, map[string]string{"trust": e.Trust})
	case UnseenBench:
		if e.Trust != "" || clock || len(e.Scaffold) > 0 {
			c.add(it.path("$.kind"), "B01", "an unseen bench has a question of trust, a clock or prompts for planning",
				"take out trust, clock and scaffold: nothing helps in an examination")
		}
	case ExamBench:
		if e.Trust != "" || clock || len(e.Sources) > 0 {
			c.add(it.path("$.kind"), "B01", "an exam question has sources, a clock or a question of trust",
				"take out sources, clock and trust, or leave out kind")
		}
	default:
		c.add(it.path("$.kind"), "B01", "there is no kind "+quote(string(e.Kind)),
			"write unseen or exam, or leave it out")
	}
	if e.Kind != UnseenBench && len(e.Scaffold) == 0 {
		c.add(it.at, "B01", "there are no prompts for planning", "write 4 to 6 under scaffold")
	}
	if e.Kind != ExamBench && len(e.Sources) < 2 {
		c.add(it.at, "B01", "a bench compares two sources", "name at least two under sources")
	}
}

func (c *compiler) readBenchText(it item[benchEntry], i int, e benchTextEntry) *BenchText {
	at := it.path("$.sources[" + itoa(i) + "]")
	c.need(at, map[string]string{"name": e.Name})
	source := refer(c, c.course.sources, "source", e.ID, at)
	if source == nil {
		return nil
	}
	t := &BenchText{Source: source, Name: e.Name, Also: e.Also, Blind: strings.TrimSpace(e.Blind),
		Knew: referAll(c, c.course.facts, "fact", e.Knew, at)}
	var quotes []string
	for _, p := range e.Phrases {
		t.Phrases = append(t.Phrases, &Phrase{ID: p.ID, Quote: p.Quote, Source: source, Spoken: source.speaks(p.Quote)})
		quotes = append(quotes, p.Quote)
	}
	var err error
	if t.Passages, err = source.Passages(quotes); err != nil {
		c.add(at, "V23", strings.ReplaceAll(err.Error(), "\n", "; "),
			"copy the words exactly as they stand in the faithful reading of "+e.ID)
	}
	return t
}

// speaks tells whether words stand in one of the source's fragments, rather than in our report around them.
func (s *Source) speaks(words string) bool {
	for _, m := range fragment.FindAllStringSubmatch(s.faithfulWords, -1) {
		if strings.Contains(spoken(m[1]), spoken(words)) {
			return true
		}
	}
	return false
}

// B01: every text has phrases to pick, in words of its own author, and their ids are the bench's own.
func (c *compiler) checkPhrases(it item[benchEntry], b *Bench) {
	seen := map[string]bool{}
	for i, t := range b.Texts {
		at := it.path("$.sources[" + itoa(i) + "]")
		if len(t.Phrases) < 3 {
			c.add(at, "B01", "there are "+itoa(len(t.Phrases))+" phrases to pick", "offer at least three")
		}
		for _, p := range t.Phrases {
			if !idPattern.MatchString(p.ID) || seen[p.ID] {
				c.add(at, "B01", "the phrase "+quote(p.Quote)+" has no id of its own",
					"use small letters and digits, each id once on a bench")
			}
			seen[p.ID] = true
			if !p.Spoken {
				c.add(at, "B01", "the phrase "+quote(p.Quote)+" is in the words of our report",
					"offer words that stand between quotation marks in the faithful reading of "+t.Source.ID)
			}
		}
	}
}

// B02: what is shown before the reveal does not tell who wrote the texts.
func (c *compiler) checkBlind(it item[benchEntry], b *Bench) {
	for i, t := range b.Pair() {
		at := it.path("$.sources[" + itoa(i) + "]")
		if t.Blind == "" {
			c.add(at, "B02", "there is no text without its writer", "write blind: what the source says, and not who says it")
		}
		c.checkFragments(at, t.Source, t.Blind)
		c.refuseNames(at, b, "blind", t.Blind)
	}
	for field, text := range map[string]string{"title": b.Title, "lede": b.Lede, "trust": b.Trust} {
		c.refuseNames(it.path("$."+field), b, field, text)
	}
}

// refuseNames reports a text that names who wrote one of the pair.
func (c *compiler) refuseNames(at place, b *Bench, field, text string) {
	for _, t := range b.Pair() {
		for _, name := range append([]string{t.Name, t.Source.Creator, t.Source.Title}, t.Also...) {
			if strings.Contains(spoken(text), spoken(name)) {
				c.add(at, "B02", field+" names "+quote(name)+", which students should not know yet", "say it without the writer")
				return
			}
		}
	}
}

// V24: the examples have levels and reasons for each skill and lie apart, the model answer has a length and names
// both texts, and both sources have all that provenance needs.
func (c *compiler) checkExemplars(it item[benchEntry], b *Bench) {
	if n := len(b.Exemplars); n < 2 || n > 6 {
		c.add(it.path("$.exemplars"), "V24", "there are "+itoa(n)+" examples", "write two to six, the lowest level first")
		return
	}
	apart, ids := 0, map[string]bool{}
	for i, e := range b.Exemplars {
		at := it.path("$.exemplars[" + itoa(i) + "]")
		if !idPattern.MatchString(e.ID) || ids[e.ID] {
			c.add(at, "V24", "the example has no id of its own", "write id: ex1 and id: ex2")
		}
		ids[e.ID] = true
		for _, s := range b.Rubric.Skills {
			if level, ok := e.Levels[s.ID]; !ok || level < 0 || level >= len(s.Levels) {
				c.add(at, "V24", "the example has no level for "+s.ID, "give it one from 0 to 4")
			}
			if strings.TrimSpace(e.Why[s.ID]) == "" {
				c.add(at, "V24", "nothing is said about why the example has its level in "+s.ID, "say why in one sentence")
			}
		}
		if len(e.Levels) > len(b.Rubric.Skills) || len(e.Why) > len(b.Rubric.Skills) {
			c.add(at, "V24", "the example has levels or reasons for skills that the rubric does not have", "take them out")
		}
		e.Text = strings.TrimSpace(e.Text)
	}
	for _, s := range b.Rubric.Skills {
		if b.Exemplars[0].Levels[s.ID] != b.Exemplars[len(b.Exemplars)-1].Levels[s.ID] {
			apart++
		}
	}
	if apart < 3 {
		c.add(it.path("$.exemplars"), "V24", "the first and the last example differ in "+itoa(apart)+" skills",
			"let them lie at least one level apart in three")
	}
	if n := len(strings.Fields(b.ModelAnswer)); n < 120 || n > 400 {
		c.add(it.path("$.model_answer"), "V24", "the model answer has "+itoa(n)+" words", "write 120 to 400, about 220")
	}
	names := b.Names()
	for i := range b.Pair() {
		named := false
		for _, name := range names[i] {
			named = named || strings.Contains(spoken(b.ModelAnswer), spoken(name))
		}
		if !named {
			c.add(it.path("$.model_answer"), "V24", "the model answer does not name "+quote(b.Texts[i].Name), "name both texts")
		}
	}
	if len(b.Indicative) < 4 {
		c.add(it.path("$.indicative"), "V24", "there are "+itoa(len(b.Indicative))+" points for the marker",
			"write at least four")
	}
}

// EncodeBench writes a bench as it is now, for the record of every version that was served.
func EncodeBench(b *Bench) (body, sha string, err error) { return encode("bench "+b.ID, b.entry) }

// SortQuestionID is the id of the sorting task of a bench.
func SortQuestionID(bench string) string { return "clock-" + bench }

// sortTask makes the question of a clock's sorting task: what did this writer know?
func sortTask(b *Bench, t *BenchText, facts []*Fact) *quiz.Question {
	body := &quiz.Matching{Reuse: true, Choices: []quiz.Choice{
		{ID: string(Knew), Text: Knew.Words()}, {ID: string(CouldKnow), Text: CouldKnow.Words()}, {ID: string(CouldNotKnow),
			Text: CouldNotKnow.Words()},
	}}
	on := t.Source.Date.Last()
	for _, f := range facts {
		known := t.Knows(f, on)
		body.Prompts = append(body.Prompts, quiz.Prompt{ID: f.ID, Text: f.Claim, Answer: string(known),
			Feedback: whyKnown(f, known, on)})
	}
	return &quiz.Question{Body: body, Common: quiz.Common{
		ID: SortQuestionID(b.ID), Version: b.Version, Kind: "matching", Title: "What could they " +
			"know?", Skills: []string{"contextualisation"},
		Difficulty: 2, Marks: float64(len(facts)), Seconds: 20 * len(facts), Confidence: "none",
		Stem: fmt.Sprintf("What did the writer of the text of %s know on that day?", t.Source.Date.Words()),
		Feedback: quiz.Feedback{General: "Put the day on which something became known beside the day of the text. What " +
			"lies later was closed to its writer, however well we know it."},
	}}
}
