package web_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"dossier/internal/course"
	"dossier/views"
)

// has insists on HTML that the course has made.
func (p *page) has(trusted []byte) *page {
	p.t.Helper()
	if !strings.Contains(p.body, string(trusted)) {
		p.t.Errorf("the page does not have %s", trusted)
	}
	return p
}

// Each page of the guide says what its file says: every heading with its text, the wrong ideas with what to say, and
// the words with their meaning.
func TestGuideOfALesson(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	if n := len(s.course.Guide.Pages); n != len(s.course.Lessons) {
		t.Fatalf("the guide has pages on %d lessons", n)
	}
	index := s.owner.open("/guide")
	for i, page := range s.course.Guide.Pages {
		index.says(page.Lesson.Title)
		p := s.owner.open(views.GuideLessonPath(page.Lesson.ID)).says(page.Lesson.Question)
		for _, part := range page.Parts {
			p.says(part.Title).has(part.HTML)
		}
		for _, idea := range page.Misconceptions {
			p.says("“" + idea.Belief + "”").says("You can say: " + idea.Correction)
		}
		for _, term := range page.Words {
			p.says(term.Meaning)
		}
		if i > 0 {
			p.says("Back: " + s.course.Lessons[i-1].Title)
		}
	}
	s.owner.get("/guide/lessons/none").want(http.StatusNotFound)
	s.owner.get("/guide/routes/none").want(http.StatusNotFound)
}

func TestGuideRoutesAndMarks(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	index := s.owner.open("/guide")
	for _, r := range s.course.Guide.Routes {
		index.says(r.Title).says(r.For)
		p := s.owner.open("/guide/routes/" + r.ID).has(r.LeftOut)
		if n := len(p.doc.class("periods")[0].tags("h2")); n != len(r.Periods) {
			t.Errorf("%s shows %d periods, want %d", r.ID, n, len(r.Periods))
		}
		for _, period := range r.Periods {
			p.says(period.Title).has(period.Do).has(period.Homework)
			for _, read := range period.Sections {
				p.says(read.Section.Title)
			}
			if period.Bench != nil {
				p.says("Bench " + period.Bench.Title)
			}
		}
	}
	marks := s.owner.open("/guide/marks").says("our suggestion").has(s.course.Guide.Marks.About)
	tables := marks.doc.tags("tbody")
	if len(tables) != 5 || len(s.course.Guide.Marks.Boards) != 5 {
		t.Fatalf("there are %d tables", len(tables))
	}
	for i, board := range s.course.Guide.Marks.Boards {
		index.says(board.Name)
		marks.has(board.Unsure)
		for level, row := range board.Rows {
			want := squeeze(strconv.Itoa(level) + " " + row.Theirs + " " + row.Note)
			if got := tables[i].tags("tr")[level].words(); got != want {
				t.Errorf("%s, level %d: got %q, want %q", board.Name, level, got, want)
			}
		}
	}
}

func TestGuideSheets(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	p := s.owner.open("/guide/timeline").says("1 December New rules for terrorism cases")
	for _, e := range s.course.Events {
		p.says(e.Title)
	}
	p = s.owner.open("/guide/people")
	for _, person := range s.course.Guide.People {
		p.says(person.Name).says(person.Fate)
	}
	p = s.owner.open("/guide/words")
	for _, page := range s.course.Guide.Pages {
		for _, term := range page.Words {
			p.says(term.Meaning)
		}
	}
	if people := s.course.Guide.People; len(people) < 30 || len(people) >= len(s.course.People) {
		t.Errorf("who's who has %d people of %d", len(people), len(s.course.People))
	}
}

// A teacher finds the guide beside every lesson. Nobody else does, nor by searching.
func TestGuideBesideALesson(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	student, guest := s.student("Ana"), s.guest()
	l := s.course.Lessons[2]
	paths := []string{views.LessonPath(l.ID), views.SectionPath(l.ID, l.Sections[0].ID), views.WholePath(l.ID)}
	const link = "Teacher's guide to this lesson"
	for _, path := range paths {
		p := s.owner.open(path).says(link)
		if !leadsTo(p, views.GuideLessonPath(l.ID)) {
			t.Errorf("%s does not lead to the guide", path)
		}
	}
	for name, b := range map[string]*browser{"student": student, "guest": guest, "visitor": s.visitor()} {
		for _, path := range append(paths, "/", "/search?q=plenary", "/lessons/"+l.ID+"/quiz") {
			for range 2 { // as it is drawn, and as it is kept
				if p := b.open(path); p.hasWords("Teacher's guide") || strings.Contains(p.body, `"/guide`) {
					t.Errorf("a %s finds the guide on %s", name, path)
				}
			}
		}
	}
	for _, path := range []string{"/", "/classes", "/guide/marks"} {
		if !leadsTo(s.owner.open(path), "/guide") {
			t.Errorf("%s does not lead a teacher to the guide", path)
		}
	}
}

func leadsTo(p *page, href string) bool {
	for _, a := range p.doc.tags("a") {
		if a.attr["href"] == href {
			return true
		}
	}
	return false
}

// Every link on every page of the guide leads to a page.
func TestLinksOfTheGuide(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	pages := []string{"/guide", "/guide/marks", "/guide/timeline", "/guide/people", "/guide/words"}
	for _, r := range s.course.Guide.Routes {
		pages = append(pages, "/guide/routes/"+r.ID)
	}
	for _, page := range s.course.Guide.Pages {
		pages = append(pages, views.GuideLessonPath(page.Lesson.ID))
	}
	seen := map[string]bool{}
	for _, path := range pages {
		for _, a := range s.owner.open(path).doc.id("main").tags("a") {
			href, _, _ := strings.Cut(a.attr["href"], "#")
			if seen[href] || href == "" {
				continue
			}
			seen[href] = true
			if p := s.owner.get(href); p.status != http.StatusOK && p.status != http.StatusSeeOther {
				t.Errorf("%s leads to %s, which answers %d", path, href, p.status)
			}
		}
	}
	if len(seen) < 60 {
		t.Errorf("only %d links were followed", len(seen))
	}
}

// A lesson of a school's own needs no page in the guide; then no lesson leads there.
func TestALessonWithoutAGuide(t *testing.T) {
	t.Parallel()
	c := builtIn(t)
	l := c.Lessons[0]
	guide := *c.Guide
	guide.Pages = append([]*course.GuidePage(nil), c.Guide.Pages[1:]...)
	c.Guide = &guide
	s := startSite(t, c, t.TempDir(), &clock{at: morning}).setUp()
	s.owner.open(views.LessonPath(l.ID)).hides("Teacher's guide to this lesson")
	s.owner.get(views.GuideLessonPath(l.ID)).want(http.StatusNotFound)
}
