package course

import (
	"slices"
	"strings"
)

// GuideRoute is a way through the course in so many periods.
type GuideRoute struct {
	ID      string
	Title   string
	For     string
	LeftOut []byte // trusted HTML: what is left out, and why
	Periods []GuidePeriod
}

// GuidePeriod is one period of 40 to 50 minutes.
type GuidePeriod struct {
	Title    string
	Lessons  []*Lesson
	Sections []GuideSection // what is read; all of the lessons when there is none
	Do       []byte         // trusted HTML
	Bench    *Bench         // nil when there is none
	Homework []byte         // trusted HTML; empty when there is none
}

// GuideSection is a section of one of the lessons.
type GuideSection struct {
	Lesson  *Lesson
	Section *Section
}

// GuideMarks suggests how our levels can be turned into the marks of examination boards.
type GuideMarks struct {
	About  []byte // trusted HTML
	Boards []GuideBoard
}

// GuideBoard is the suggestion for one board.
type GuideBoard struct {
	ID     string
	Name   string
	Exam   string
	Skills []byte // trusted HTML: which of our skills it asks for
	Rows   []GuideMark
	Unsure []byte // trusted HTML: what has to be checked
}

// GuideMark is what one of our levels may be worth.
type GuideMark struct {
	Level  int    `yaml:"level"`
	Theirs string `yaml:"theirs"`
	Note   string `yaml:"note"`
}

// guideLengths are how many periods the routes have.
var guideLengths = []int{3, 6, 12}

type guideEntry struct {
	Routes []guideRouteEntry `yaml:"routes"`
	Marks  guideMarksEntry   `yaml:"marks"`
}

type guideRouteEntry struct {
	ID      string             `yaml:"id"`
	Title   string             `yaml:"title"`
	For     string             `yaml:"for"`
	LeftOut string             `yaml:"left_out"`
	Periods []guidePeriodEntry `yaml:"periods"`
}

type guidePeriodEntry struct {
	Title    string   `yaml:"title"`
	Lessons  []string `yaml:"lessons"`
	Sections []string `yaml:"sections"` // lesson#section
	Do       string   `yaml:"do"`
	Bench    string   `yaml:"bench"`
	Homework string   `yaml:"homework"`
}

type guideMarksEntry struct {
	About  string            `yaml:"about"`
	Boards []guideBoardEntry `yaml:"boards"`
}

type guideBoardEntry struct {
	ID     string      `yaml:"id"`
	Name   string      `yaml:"name"`
	Exam   string      `yaml:"exam"`
	Skills string      `yaml:"skills"`
	Rows   []GuideMark `yaml:"rows"`
	Unsure string      `yaml:"unsure"`
}

// readGuideRoutes reads the routes and the marks.
func (c *compiler) readGuideRoutes() {
	const file = "lessons/guide.yaml"
	node, ok := c.readYAML(file)
	if !ok {
		return
	}
	it := item[guideEntry]{at: place{file, 1}, node: node}
	if !c.decode(it.at, node, &it.value) {
		return
	}
	var lengths []int
	for i, e := range it.value.Routes {
		path := "$.routes[" + itoa(i) + "]"
		if r := c.readGuideRoute(it, path, e); r != nil {
			c.course.Guide.Routes = append(c.course.Guide.Routes, r)
		}
		lengths = append(lengths, len(e.Periods))
	}
	if !slices.Equal(lengths, guideLengths) {
		c.add(it.path("$.routes"), "G03", "the routes are not three, of 3, 6 and 12 periods",
			"write one of each length, the shortest first")
	}
	c.readGuideMarks(it)
}

func (c *compiler) readGuideRoute(it item[guideEntry], path string, e guideRouteEntry) *GuideRoute {
	at := it.path(path + ".id")
	if !c.define("route", e.ID, at) {
		return nil
	}
	c.need(at, map[string]string{"title": e.Title, "for": e.For, "left_out": e.LeftOut})
	r := &GuideRoute{ID: e.ID, Title: e.Title, For: e.For, LeftOut: c.guideText(e.LeftOut, it.path(path+".left_out"))}
	for i, p := range e.Periods {
		r.Periods = append(r.Periods, c.readGuidePeriod(it, path+".periods["+itoa(i)+"]", p))
	}
	return r
}

func (c *compiler) readGuidePeriod(it item[guideEntry], path string, e guidePeriodEntry) GuidePeriod {
	at := it.path(path + ".title")
	c.need(at, map[string]string{"title": e.Title, "do": e.Do})
	p := GuidePeriod{Title: e.Title, Do: c.guideText(e.Do, it.path(path+".do")),
		Homework: c.guideText(e.Homework, it.path(path+".homework"))}
	if len(e.Lessons) == 0 {
		c.add(at, "G03", "the period "+quote(e.Title)+" belongs to no lesson", "write lessons: [lesson-id]")
	}
	for i, id := range e.Lessons {
		if l := named(c, c.course.lessons, "lesson", id, it.path(path+".lessons["+itoa(i)+"]")); l != nil {
			p.Lessons = append(p.Lessons, l)
		}
	}
	for i, ref := range e.Sections {
		at := it.path(path + ".sections[" + itoa(i) + "]")
		id, part, _ := strings.Cut(ref, "#")
		if !slices.Contains(e.Lessons, id) {
			c.add(at, "G03", quote(ref)+" is no section of the period's lessons",
				"write lesson-id#section, and the lesson under lessons")
			continue
		}
		l := c.course.lessons[id]
		if l == nil {
			continue // reported with the lessons
		}
		s, ok := l.Section(part)
		if !ok {
			c.lax()(at, "R01", "lesson "+quote(id)+" has no section "+quote(part), "correct the part after #")
			continue
		}
		p.Sections = append(p.Sections, GuideSection{l, s})
	}
	if e.Bench != "" {
		p.Bench = named(c, c.course.benches, "bench", e.Bench, it.path(path+".bench"))
	}
	return p
}

func (c *compiler) readGuideMarks(it item[guideEntry]) {
	e := it.value.Marks
	c.need(it.path("$.marks"), map[string]string{"about": e.About})
	c.course.Guide.Marks.About = c.guideText(e.About, it.path("$.marks.about"))
	if len(e.Boards) == 0 {
		c.add(it.path("$.marks"), "G04", "there is no board", "write at least one under boards")
	}
	for i, b := range e.Boards {
		path := "$.marks.boards[" + itoa(i) + "]"
		at := it.path(path + ".id")
		if !c.define("board", b.ID, at) {
			continue
		}
		c.need(at, map[string]string{"name": b.Name, "exam": b.Exam, "skills": b.Skills, "unsure": b.Unsure})
		for level := range rubricLevels {
			if len(b.Rows) != rubricLevels || b.Rows[level].Level != level ||
				strings.TrimSpace(b.Rows[level].Theirs) == "" || strings.TrimSpace(b.Rows[level].Note) == "" {
				c.add(it.path(path+".rows"), "G04", "the rows of "+quote(b.Name)+" are not one for each level",
					"write level, theirs and note for each level from 0 to 4")
				break
			}
		}
		c.course.Guide.Marks.Boards = append(c.course.Guide.Marks.Boards, GuideBoard{ID: b.ID, Name: b.Name, Exam: b.Exam,
			Skills: c.guideText(b.Skills, it.path(path+".skills")), Rows: b.Rows,
			Unsure: c.guideText(b.Unsure, it.path(path+".unsure"))})
	}
}
