package course_test

import (
	"maps"
	"strconv"
	"strings"
	"testing"

	"dossier/internal/course"
)

const (
	guidePage   = "lessons/01-demo.guide.md"
	guideRoutes = "lessons/guide.yaml"
	readPart    = "- Read [the second part](/lessons/demo/two)."
)

// guideLink puts a link into a page of the guide.
func guideLink(name, address, message string) break1 {
	return break1{name: name, file: guidePage, old: "/lessons/demo/two", new: address, at: "](" + address, rule: "R01",
		message: message}
}

var guideBreaks = []break1{
	{name: "unknown field of a page", file: guidePage, old: "lesson: demo", new: "lesson: demo\nminutes: 5",
		at: "minutes", rule: "Y01", message: `unknown field "minutes"`},
	{name: "unknown field of a route", file: guideRoutes, old: "title: A route", new: "title: A route, long: 3",
		at: "long: 3", rule: "Y01", message: `unknown field "long"`},

	{name: "a page on no lesson", file: guidePage, old: "lesson: demo", new: "lesson: none", at: "lesson:", rule: "R01",
		message: "no lesson “none”"},
	{name: "no such term", file: guidePage, old: "term-b", new: "none", at: "words:", rule: "R01",
		message: "no term “none”"},
	{name: "no such misconception", file: guidePage, old: "m-sky", new: "m-none", at: "misconceptions:", rule: "R01",
		message: "no misconception “m-none”"},
	{name: "no such fact", file: guidePage, old: "@first-fact", new: "@no-fact", at: "@no-fact", rule: "R01",
		message: "no fact “no-fact”"},
	{name: "no such lesson of a period", file: guideRoutes, old: "lessons: [demo], sections: [\"demo#one\"]",
		new: "lessons: [demo, none]", at: "Period 1 of 3", rule: "R01", message: "no lesson “none”"},
	{name: "no such section of a period", file: guideRoutes, old: "demo#one", new: "demo#none", at: "demo#none",
		rule: "R01", message: "has no section “none”"},
	{name: "no such bench of a period", file: guideRoutes, old: "do: Read.", new: "do: Read., bench: none",
		at: "bench: none", rule: "R01", message: "no bench “none”"},
	guideLink("a link out of the course", "https://example.org/", "leads out of the course"),
	guideLink("a link to another host", "//example.org/", "leads out of the course"),
	guideLink("a link to a place on the page", "#aim", "leads out of the course"),
	guideLink("a link to no lesson", "/lessons/none", "no page “/lessons/none”"),
	guideLink("a link to no section", "/lessons/demo/none", "no page “/lessons/demo/none”"),
	guideLink("a link to no section of no lesson", "/lessons/none/one", "no page “/lessons/none/one”"),
	guideLink("a link to no bench", "/bench/none", "no page “/bench/none”"),
	guideLink("a link to no source", "/sources/none", "no page “/sources/none”"),
	guideLink("a link to no person", "/people#none", "no page “/people#none”"),
	guideLink("a link to no event", "/timeline#none", "no page “/timeline#none”"),
	guideLink("a link to no term", "/glossary#none", "no page “/glossary#none”"),
	guideLink("a link to no document", "/documents#none", "no page “/documents#none”"),
	guideLink("a link to no thread", "/timeline?thread=none", "no page “/timeline?thread=none”"),
	guideLink("a link to no page of the guide", "/guide/lessons/none", "no page “/guide/lessons/none”"),
	guideLink("a link to nothing", "/none", "no page “/none”"),
	guideLink("a link with an end too many", "/lessons/demo/", "no page “/lessons/demo/”"),
	guideLink("a reference that leads nowhere", "person:none", "no page “/people#none”"),
	{name: "a bare address", file: guidePage, old: "What do you think?", new: "See <https://example.org/>.",
		at: "example.org", rule: "R01", message: "leads out of the course"},
	{name: "a link in a field", file: guideRoutes, old: "do: Read.", new: "do: \"[Read](/none).\"", at: "/none",
		rule: "R01", message: "no page “/none”"},

	{name: "a period without words", file: guideRoutes, old: "do: Read.", new: "do: \"\"", at: "Period 1 of 3",
		rule: "R06", message: "the field do"},
	{name: "a route without its reader", file: guideRoutes, old: "for: A class", new: "for: \"\"", at: "route-3",
		rule: "R06", message: "the field for"},
	{name: "marks without a warning", file: guideRoutes, old: "about: This is our suggestion.", new: "about: \"\"",
		at: "about:", rule: "R06", message: "the field about"},
	{name: "a board without its name", file: guideRoutes, old: "name: A board", new: "name: \"\"", at: "some-board",
		rule: "R06", message: "the field name"},
	{name: "HTML in a page", file: guidePage, old: "What do you think?", new: "What do<br>you think?",
		at: "<br>", rule: "R08", message: "HTML"},

	{name: "text before the first heading", file: guidePage, old: "## Aim", new: "Hello.\n\n## Aim", at: "Hello.",
		rule: "G01", message: "before the first heading"},
	{name: "a heading of another name", file: guidePage, old: "## Talk", new: "## Debate", at: "## Debate",
		rule: "G01", message: "“Debate” does not stand here"},
	{name: "a heading twice", file: guidePage, old: "## Task", new: "## Talk\n\nMore.\n\n## Task",
		at: "Talk\n\nMore", rule: "G01", message: "“Talk” does not stand here"},
	{name: "a heading too many", file: guidePage, old: "Say that it is right to be.",
		new: "Say that it is right to be.\n\n## Notes", at: "## Notes", rule: "G01",
		message: "“Notes” does not stand here"},
	{name: "a heading of another rank", file: guidePage, old: "## Talk", new: "### Talk", at: "### Talk", rule: "G01",
		message: "“Talk” does not stand here"},
	{name: "a heading missing at the end", file: guidePage,
		old: "## If somebody is upset\n\nSay that it is right to be.\n", new: "", at: "## Homework", rule: "G01",
		message: "“If somebody is upset” is missing"},
	{name: "nothing under a heading", file: guidePage, old: "What do you think?\n", new: "", at: "## Talk",
		rule: "G01", message: "nothing stands under “Talk”"},
	{name: "nothing under the last heading", file: guidePage, old: "Say that it is right to be.\n", new: "",
		at: "## If somebody", rule: "G01", message: "nothing stands under “If somebody is upset”"},
	{name: "a block in a page", file: guidePage, old: "What do you think?",
		new: "What do you think?\n\n```figure demo-chart\n```", at: "```figure", rule: "G01",
		message: "something else than a paragraph"},

	{name: "three words", file: guidePage, old: ", term-c]", new: "]", at: "words:", rule: "G02",
		message: "wants 3 words taught"},
	{name: "a word twice", file: guidePage, old: "term-b, ", new: "term-a, ", at: "words:", rule: "G02",
		message: "term “term-a” stands twice"},
	{name: "one misconception", file: guidePage, old: "[m-tan, m-sky]", new: "[m-tan]", at: "misconceptions:",
		rule: "G02", message: "names 1 misconceptions"},

	{name: "a period too few", file: guideRoutes,
		old: "{title: Period 3 of 3, lessons: [demo], sections: [\"demo#one\"], do: Read., homework: Write.}, ",
		new: "", at: "- {id: route-3", rule: "G03", message: "not three, of 3, 6 and 12 periods"},
	{name: "a period of no lesson", file: guideRoutes, old: "lessons: [demo], sections: [\"demo#one\"]",
		new: "lessons: []", at: "Period 1 of 3", rule: "G03", message: "belongs to no lesson"},
	{name: "a section of another lesson", file: guideRoutes, old: "demo#one", new: "other#one", at: "other#one",
		rule: "G03", message: "“other#one” is no section of the period's lessons"},

	{name: "a level missing", file: guideRoutes, old: "        - {level: 2, theirs: some, note: Half is there.}\n",
		new: "", at: "- {level: 0", rule: "G04", message: "not one for each level"},
	{name: "levels in another order", file: guideRoutes, old: "level: 2", new: "level: 3", at: "- {level: 0",
		rule: "G04", message: "not one for each level"},
	{name: "a level without a note", file: guideRoutes, old: "note: Half is there.", new: "note: \"\"",
		at: "- {level: 0", rule: "G04", message: "not one for each level"},
}

func TestFindingsInTheGuide(t *testing.T) {
	for _, b := range guideBreaks {
		t.Run(b.name, func(t *testing.T) {
			f := minimal(t)
			f.replace(t, b.file, b.old, b.new)
			line := 1
			if b.at != "" {
				line = f.line(t, b.file, b.at)
			}
			_, findings := course.Compile(f.content())
			wantOne(t, findings, b.file, line, b.rule, b.message, b.warning)
		})
	}
}

func TestALessonNeedsAPageOfTheGuide(t *testing.T) {
	f := minimal(t)
	delete(f, guidePage)
	c, findings := course.Compile(f.content())
	wantOne(t, findings, lesson, 1, "G01", "no page on the lesson “demo”", false)
	if c.Guide.Page("demo") != nil {
		t.Error("the page is there")
	}
	f = minimal(t)
	f["lessons/02-demo.guide.md"] = f[guidePage]
	delete(f, guidePage)
	_, findings = course.Compile(f.content())
	wantOne(t, findings, "lessons/02-demo.guide.md", f.line(t, "lessons/02-demo.guide.md", "lesson:"), "G01",
		"stands in another file", false)
}

func TestMarksNeedABoard(t *testing.T) {
	f := minimal(t)
	before, _, _ := strings.Cut(f[guideRoutes], "  boards:\n")
	f[guideRoutes] = before + "  boards: []\n"
	_, findings := course.Compile(f.content())
	wantOne(t, findings, guideRoutes, f.line(t, guideRoutes, "about:"), "G04", "there is no board", false)
}

// Whatever the guide names is not used by that: students never see the guide.
func TestTheGuideUsesNothing(t *testing.T) {
	f := minimal(t)
	f.replace(t, bank, "misconception: m-sky, ", "")
	_, findings := course.Compile(f.content())
	wantOne(t, findings, ideas, f.line(t, ideas, "m-sky"), "R04", "no option names the misconception “m-sky”", false)
}

// A school that changes a lesson starts, even if the guide below still speaks of what was there before.
func TestTheGuideUnderAnOverlay(t *testing.T) {
	base := minimal(t)
	mine := files{lesson: strings.ReplaceAll(base[lesson], "{#two}", "{#other}"),
		plain: strings.ReplaceAll(base[plain], "{#two}", "{#other}")}
	for name, text := range map[string]string{bank: base[bank], ideas: base[ideas]} {
		mine[name] = strings.ReplaceAll(text, "lesson:demo#two", "lesson:demo#other")
	}
	c, findings := course.Compile(mine.over(base.content()))
	if errs := course.Errors(findings); len(errs) > 0 {
		t.Error(errs)
	}
	if !said(findings, guidePage+":"+strconv.Itoa(base.line(t, guidePage, readPart))+
		": warning R01: there is no page “/lessons/demo/two”") {
		t.Errorf("nothing is said about the link: %v", findings)
	}
	if c.Guide.Page("demo") == nil {
		t.Error("the page has gone")
	}
	own := files{guidePage: strings.Replace(base[guidePage], "What do you think?", "What do we think?", 1)}
	c = compiled(t, own.over(base.content()))
	if html := string(c.Guide.Page("demo").Parts[2].HTML); !strings.Contains(html, "What do we think?") {
		t.Errorf("the school's own page says %s", html)
	}
}

func TestTheGuideIsCompiled(t *testing.T) {
	c := compiled(t, minimal(t).content())
	p := c.Guide.Page("demo")
	if p == nil || p.Lesson != c.Lessons[0] || len(p.Words) != 4 || len(p.Misconceptions) != 2 ||
		p.Misconceptions[1].Correction != "It came last." {
		t.Fatalf("the page is %+v", p)
	}
	var titles []string
	for _, part := range p.Parts {
		titles = append(titles, part.Title)
	}
	if got := strings.Join(titles, ", "); got != "Aim, Starter, Talk, Task, Plenary, Homework, If somebody is upset" {
		t.Errorf("the parts are %s", got)
	}
	task := string(p.Parts[3].HTML)
	for _, want := range []string{`<a href="/lessons/demo/two">the second part</a>`,
		`<a href="/sources/demo-source">the letter</a>`} {
		if !strings.Contains(task, want) {
			t.Errorf("%s is not in %s", want, task)
		}
	}
	if strings.Contains(task, "first-fact") {
		t.Errorf("the page shows a citation: %s", task)
	}
	r := c.Guide.Route("route-6")
	if r == nil || len(r.Periods) != 6 || r.Periods[5].Title != "Period 6 of 6" ||
		r.Periods[0].Sections[0].Section.ID != "one" || c.Guide.Route("none") != nil {
		t.Errorf("the route is %+v", r)
	}
	if m := c.Guide.Marks; len(m.Boards) != 1 || m.Boards[0].Rows[4].Theirs != "all" {
		t.Errorf("the marks are %+v", m)
	}
	var names []string
	for _, person := range c.Guide.People {
		names = append(names, person.ID)
	}
	for _, term := range c.Guide.Words {
		names = append(names, term.ID)
	}
	if got := strings.Join(names, " "); got != "kirov term-a term-b term-c demo-term" {
		t.Errorf("on the printed sheets are %s", got)
	}
}

// Every page that a lesson of the guide may link to is accepted.
func TestLinksOfTheGuide(t *testing.T) {
	f := withBench(t)
	var links []string
	for _, address := range []string{"/", "/bench/demo-bench", "/sources/demo-source", "/lessons/demo/whole",
		"/lessons/demo/one", "/people#kirov", "/timeline#demo-event", "/timeline?thread=kirov", "/glossary#term-a",
		"/documents#first-account", "/guide", "/guide/lessons/demo", "/guide/marks", "/guide/words", "term:term-a",
		"lesson:demo#one", "event:demo-event"} {
		links = append(links, "- [a page]("+address+")\n")
	}
	g := maps.Clone(f)
	g.replace(t, guidePage, readPart+"\n", strings.Join(links, ""))
	if _, findings := course.Compile(g.content()); len(findings) > 0 {
		t.Error(findings)
	}
}
