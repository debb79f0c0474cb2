package course

import (
	"bufio"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"dossier/internal/quiz"
)

// Version is one wording of a question: its id, its version and the SHA-256 of EncodeQuestion.
type Version struct {
	ID     string
	Number int
	SHA    string
}

// Recorded is a wording that somebody was served, as a data folder keeps it.
type Recorded struct {
	Version
	// Own tells that it is the school's own, from the files laid over the built-in course. Ids and versions of own
	// wordings are apart from those of the built-in course: a school's version 2 and a later built-in version 2 are two
	// wordings.
	Own bool
}

// Wording is a question, a bench or a rubric as it is served, written down.
type Wording struct {
	Recorded
	Body string
	File string // where its version stands; of a rubric, its id
	Line int

	what, raise string // what it is called, and what to do when it changes
}

// wordingOf is a question, a bench or a rubric that Wordings writes down, and all of its wording that is known before.
type wordingOf struct {
	as     Wording
	thing  any    // a *quiz.Question, *Bench or *Rubric
	number *int   // its version, which is read when it is written down; nil for a rubric
	base   *layer // the content below the school's own; nil when there is none
}

// write makes the wording. It is the school's own where the content below does not have it just so.
func (s wordingOf) write() (w Wording, err error) {
	w = s.as
	if s.number != nil {
		w.Number = *s.number
	}
	switch thing := s.thing.(type) {
	case *quiz.Question:
		w.Body, w.SHA, err = EncodeQuestion(thing)
	case *Bench:
		w.Body, w.SHA, err = EncodeBench(thing)
	case *Rubric:
		w.Body, w.SHA, err = EncodeRubric(thing)
	}
	w.Own = s.base != nil && err == nil && !s.base.has(w.Version)
	return w, err
}

// Wordings writes down everything that answers and marks refer to, as it is now. Drafts, which nobody has been served,
// are left out. Benches and rubrics carry their kind before their id.
func (c *Course) Wordings() ([]Wording, error) {
	all, errs := make([]Wording, len(c.toWrite)), make([]error, len(c.toWrite))
	each(len(all), func(i int) { all[i], errs[i] = c.toWrite[i].write() })
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Own tells whether a wording is the school's own, by the id that it has among the wordings. What a school copied and
// left as it was is not its own, so that copying a file and changing one question makes one question its own.
func (c *Course) Own(id string) bool {
	i := slices.IndexFunc(c.toWrite, func(s wordingOf) bool { return s.as.ID == id })
	if i < 0 {
		return false
	}
	w, err := c.toWrite[i].write()
	return err == nil && w.Own
}

// writeDown remembers what is written down of the course, and where its version stands.
func (c *compiler) writeDown() {
	for _, q := range c.course.Questions() {
		c.word(q, &q.Version, Version{ID: q.ID, Number: q.Version},
			c.wordingAt("question:"+q.ID, "question "+q.ID, "raise version of "+q.ID))
	}
	for _, b := range c.course.Benches {
		raise := "raise version of " + b.ID
		c.word(b, &b.Version, Version{ID: "bench:" + b.ID, Number: b.Version},
			c.wordingAt("bench:"+b.ID, "bench "+b.ID, raise))
		if task := b.Clock.Sort; task != nil { // its absence has been reported
			c.word(task, &b.Version, Version{ID: task.ID, Number: b.Version},
				c.wordingAt("bench:"+b.ID, "the sorting task of bench "+b.ID, raise))
		}
	}
	for _, r := range c.course.Rubrics {
		at := c.at["rubric:"+r.ID]
		c.word(r, nil, Version{ID: "rubric:" + r.ID, Number: 1},
			Wording{File: at.file, Line: at.line, what: "rubric " + r.ID,
				raise: "give the changed rubric a new id, such as one with -v2 at its end"})
	}
}

// wordingAt is a wording without its words: where its version stands, what it is called, what to do when it changes.
func (c *compiler) wordingAt(key, what, raise string) Wording {
	at := c.versionAt[key]
	return Wording{File: at.file, Line: at.line, what: what, raise: raise}
}

// word adds what is to be written down. Whether it is the school's own is asked of every wording, whichever file it is
// in: a sorting task changes with the facts, too.
func (c *compiler) word(thing any, number *int, v Version, as Wording) {
	as.Version = v
	c.course.toWrite = append(c.course.toWrite, wordingOf{as: as, thing: thing, number: number, base: c.content.base})
}

// Changed reports (V01) every wording that is on record under the same id and version, but in other words: answers
// that were given to the old words would be shown with the new ones. recorded is what a data folder keeps. Nothing
// else is compared, and own wordings only with own ones. That the course can be written down is for Wordings to say.
func Changed(c *Course, recorded []Recorded) []Finding {
	wordings, _ := c.Wordings()
	return ChangedAmong(wordings, recorded)
}

// ChangedAmong is Changed for wordings that have been written down already.
func ChangedAmong(wordings []Wording, recorded []Recorded) []Finding {
	type version struct {
		id     string
		number int
		own    bool
	}
	was := map[version]string{}
	for _, r := range recorded {
		was[version{r.ID, r.Number, r.Own}] = r.SHA
	}
	var found findings
	told := map[place]bool{} // a bench and its sorting task have one version
	for _, w := range wordings {
		sha, known := was[version{w.ID, w.Number, w.Own}]
		if at := (place{w.File, w.Line}); known && sha != w.SHA && !told[at] {
			told[at] = true
			found.add(at, "V01", fmt.Sprintf("%s has changed since it was served as version %d", w.what, w.Number), w.raise)
		}
	}
	return found.sorted()
}

// Versions lists the wordings of the course by id.
func (c *Course) Versions() ([]Version, error) {
	wordings, err := c.Wordings()
	if err != nil {
		return nil, err
	}
	var all []Version
	for _, w := range wordings {
		all = append(all, w.Version)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].ID < all[j].ID })
	return all, nil
}

// ParseVersions reads a record of versions: a line each, "id version sha256".
func ParseVersions(record string) ([]Version, error) {
	var all []Version
	lines := bufio.NewScanner(strings.NewReader(record))
	for n := 1; lines.Scan(); n++ {
		fields := strings.Fields(lines.Text())
		if len(fields) != 3 {
			return nil, fmt.Errorf("line %d is not: id version sha256", n)
		}
		number, err := strconv.Atoi(fields[1])
		if err != nil {
			return nil, fmt.Errorf("line %d: %q is not a version", n, fields[1])
		}
		all = append(all, Version{ID: fields[0], Number: number, SHA: fields[2]})
	}
	return all, lines.Err()
}

// FormatVersions writes what ParseVersions reads.
func FormatVersions(all []Version) string {
	var b strings.Builder
	for _, v := range all {
		fmt.Fprintf(&b, "%s %d %s\n", v.ID, v.Number, v.SHA)
	}
	return b.String()
}

// RecordVersions brings a record up to date with the questions as they are now. It refuses a question that changed
// under an unchanged or lower version (V01), so that no id and version ever stands for two wordings. Questions that
// are gone stay in the record: their ids are not free.
func RecordVersions(record, now []Version) ([]Version, error) {
	latest := map[string]Version{}
	for _, v := range record {
		latest[v.ID] = v
	}
	for _, v := range now {
		was, known := latest[v.ID]
		switch {
		case !known, v.Number > was.Number, v == was:
			latest[v.ID] = v
		case v.Number < was.Number:
			return nil, fmt.Errorf("question %s has version %d, and version %d is on record: versions rise", v.ID, v.Number,
				was.Number)
		default:
			return nil, fmt.Errorf("question %s changed, but its version is still %d: raise version, then run dossier check "+
				"--record", v.ID, v.Number)
		}
	}
	out := make([]Version, 0, len(latest))
	for _, v := range latest {
		out = append(out, v)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out, nil
}
