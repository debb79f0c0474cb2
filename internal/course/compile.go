package course

import (
	"io/fs"
	"sort"
	"strings"

	"dossier/internal/quiz"
)

// compiler turns files into a Course and remembers everything that is wrong on the way.
type compiler struct {
	findings
	content       Content
	course        *Course
	used          map[string]bool  // "kind:id" of everything that something refers to
	at            map[string]place // of every definition, by "kind:id"
	pending       []func()         // references that can only be resolved when everything is read
	located       map[string]locatedQuestion
	names         knownNames       // filled when it is first needed
	questionOrder []string         // ids in the order of the files
	raised        map[verdict]bool // what the rules of the whole course had against single questions
	unread        []Finding        // what keeps a whole file from being read
	versionAt     map[string]place // where the version of a question or a bench stands, by "kind:id"
	ahead         map[string]func() document
}

// Compile reads all content. The Course is usable only when Errors(findings) is empty; findings are sorted by file
// and line.
func Compile(content Content) (*Course, []Finding) {
	c := &compiler{
		content: content, used: map[string]bool{}, at: map[string]place{}, located: map[string]locatedQuestion{},
		raised: map[verdict]bool{}, versionAt: map[string]place{},
	}
	c.course = &Course{
		Guide:   &Guide{},
		lessons: map[string]*Lesson{}, facts: map[string]*Fact{}, documents: map[string]*Document{},
		sources: map[string]*Source{},
		people:  map[string]*Person{}, events: map[string]*Event{}, terms: map[string]*Term{}, figures: map[string]*Figure{},
		benches: map[string]*Bench{}, rubrics: map[string]*Rubric{}, ideas: map[string]*Misconception{},
		questions: map[string]*quiz.Question{}, lessonOf: map[string]*Lesson{}, stemGrades: map[string]float64{},
	}
	c.readAhead()
	c.readDocuments()
	c.readFacts()
	c.readPeople()
	c.readTerms()
	c.readEvents()
	c.readFigures()
	c.readSources()
	c.readMisconceptions()
	c.readRubrics()
	c.readCoach()
	c.readQuestions()
	c.readBenches()
	c.readLessons()
	c.readBlind()
	c.readCourse()
	c.readGuide()
	if len(c.unread) > 0 {
		c.all = c.unread
		return c.course, c.sorted()
	}
	for _, resolve := range c.pending {
		resolve()
	}
	c.checkUse()
	c.checkBank()
	c.checkCoach()
	c.writeDown()
	return c.course, c.sorted()
}

// folder finds the half of the content that a file is in, and its name there.
func (c *compiler) folder(name string) (fs.FS, string) {
	if rest, ok := strings.CutPrefix(name, "quizzes/"); ok {
		return c.content.Quizzes, rest
	}
	return c.content.Lessons, strings.TrimPrefix(name, "lessons/")
}

// exists tells whether a file is there.
func (c *compiler) exists(name string) bool {
	_, err := fs.Stat(c.folder(name))
	return err == nil
}

// glob lists files of one folder by pattern, with the folder's name in front.
func glob(fsys fs.FS, folder, pattern string) []string {
	names, _ := fs.Glob(fsys, pattern) // the patterns are ours and well formed
	sort.Strings(names)
	for i := range names {
		names[i] = folder + "/" + names[i]
	}
	return names
}

var idPattern = quiz.IDForm

// define registers an id once; it reports a bad or repeated one and returns false.
func (c *compiler) define(kind, id string, at place) bool {
	if !quiz.ValidID(id) {
		c.add(at, "R02", "the id "+quote(id)+" is not kebab case of 3 to 64 characters",
			"use small letters, digits and single hyphens")
		return false
	}
	key := kind + ":" + id
	if first, ok := c.at[key]; ok {
		c.add(at, "R02", kind+" "+quote(id)+" is defined twice, first at "+first.String(), "rename one of them")
		return false
	}
	c.at[key] = at
	return true
}

func quote(s string) string { return "“" + s + "”" }

// refer resolves a reference in one of the course's maps, marks it as used and reports it when it dangles.
func refer[T any](c *compiler, all map[string]*T, kind, id string, at place) *T {
	c.used[kind+":"+id] = true
	v, ok := all[id]
	if !ok {
		c.add(at, "R01", "there is no "+kind+" "+quote(id), "define it or correct the id")
	}
	return v
}

// referAll resolves a list of references and leaves out those that dangle.
func referAll[T any](c *compiler, all map[string]*T, kind string, ids []string, at place) []*T {
	var out []*T
	for _, id := range ids {
		if v := refer(c, all, kind, id, at); v != nil {
			out = append(out, v)
		}
	}
	return out
}

// resolveRef reports a reference of the form kind:id#part that leads nowhere.
func (c *compiler) resolveRef(s string, at place) (Ref, bool) {
	r, ok := ParseRef(s)
	if !ok {
		c.add(at, "R01", quote(s)+" is not a reference", "write kind:id, such as lesson:kirov#shot or source:orlov")
		return r, false
	}
	before := len(c.all)
	if r.Part != "" && r.Kind != "lesson" {
		c.add(at, "R01", quote(s)+" has a part after #", "only lessons have sections to point to; take the part out")
	}
	switch r.Kind {
	case "lesson":
		if l := refer(c, c.course.lessons, "lesson", r.ID, at); l != nil && r.Part != "" {
			if _, ok := l.Section(r.Part); !ok {
				c.add(at, "R01", "lesson "+quote(r.ID)+" has no section "+quote(r.Part), "correct the part after #")
			}
		}
	case "source":
		refer(c, c.course.sources, "source", r.ID, at)
	case "fact":
		refer(c, c.course.facts, "fact", r.ID, at)
	case "figure":
		refer(c, c.course.figures, "figure", r.ID, at)
	case "person":
		refer(c, c.course.people, "person", r.ID, at)
	case "event":
		refer(c, c.course.events, "event", r.ID, at)
	case "term":
		refer(c, c.course.terms, "term", r.ID, at)
	default:
		c.add(at, "R01", quote(r.Kind)+" is not a kind of reference",
			"use lesson, source, fact, figure, person, event or term")
	}
	return r, len(c.all) == before
}

// need reports text fields that are empty.
func (c *compiler) need(at place, fields map[string]string) {
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if strings.TrimSpace(fields[name]) == "" {
			c.add(at, "R06", "the field "+name+" is missing or empty", "fill it in")
		}
	}
}

func (c *compiler) date(at place, s string) Date {
	d, err := parseDate(s)
	if err != nil {
		c.add(at, "R07", err.Error(), `write "1934-12-01", "1934-12" or "1934", in quotation marks`)
	}
	return d
}

// oneOf reports a value that is not in the list.
func (c *compiler) oneOf(at place, field, value string, allowed ...string) {
	for _, a := range allowed {
		if a == value {
			return
		}
	}
	c.add(at, "R06", field+" is "+quote(value), "use one of: "+strings.Join(allowed, ", "))
}

// lax is how something is reported that a school's own files leave open when they lie over others: as a warning there.
func (c *compiler) lax() func(at place, rule, message, remedy string) {
	if c.content.Overlaid {
		return c.warn
	}
	return c.add
}

// checkUse reports what nothing refers to. In an overlay that is a warning: the replaced lesson may have been its
// only reader.
func (c *compiler) checkUse() {
	report := c.lax()
	for key, at := range c.at {
		if c.used[key] {
			continue
		}
		switch kind, id, _ := strings.Cut(key, ":"); kind {
		case "fact":
			report(at, "R04", "nothing cites the fact "+quote(id), "cite it in a lesson or delete it")
		case "figure", "source":
			report(at, "R04", "nothing shows or links the "+kind+" "+quote(id), "use it in a lesson or delete it")
		case "misconception":
			report(at, "R04", "no option names the misconception "+quote(id), "let a wrong option name it or delete it")
		}
	}
}
