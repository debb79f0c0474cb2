package course

import (
	"slices"
	"strings"
)

// plainPages are the pages that every course has, whatever is in it.
var plainPages = []string{"/", "/bench", "/sources", "/timeline", "/people", "/glossary", "/documents", "/search",
	"/classes", "/marking", "/guide", "/guide/marks", "/guide/timeline", "/guide/people", "/guide/words"}

// checkAddress reports a link that leads out of the program, or to a page that this course does not have.
func (c *compiler) checkAddress(address string, at place) {
	switch {
	case !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//"):
		c.add(at, "R01", quote(address)+" leads out of the course", "link to a page of the program, such as /lessons/kirov")
	case !c.hasPage(address):
		c.lax()(at, "R01", "there is no page "+quote(address), "correct the address")
	}
}

// hasPage tells whether the program has a page of that address, with the place on it behind #.
func (c *compiler) hasPage(address string) bool {
	page, spot, _ := strings.Cut(address, "#")
	page, query, _ := strings.Cut(page, "?")
	if query != "" {
		thread, ok := strings.CutPrefix(query, "thread=")
		return ok && page == "/timeline" && c.course.HasThread(thread)
	}
	if slices.Contains(plainPages, page) {
		return spot == "" || c.hasEntry(page, spot)
	}
	parts := strings.Split(page, "/")[1:]
	if slices.Contains(parts, "") || spot != "" {
		return false
	}
	switch {
	case len(parts) == 3 && parts[0] == "guide" && parts[1] == "lessons":
		return c.course.lessons[parts[2]] != nil
	case len(parts) == 2 && parts[0] == "bench":
		return c.course.benches[parts[1]] != nil
	case len(parts) == 2 && parts[0] == "sources":
		return c.course.sources[parts[1]] != nil
	case len(parts) == 2 && parts[0] == "lessons":
		return c.course.lessons[parts[1]] != nil
	case len(parts) == 3 && parts[0] == "lessons":
		return c.hasSection(parts[1], parts[2])
	}
	return false
}

// hasEntry tells whether a list has an entry of that id.
func (c *compiler) hasEntry(page, id string) bool {
	switch page {
	case "/people":
		return c.course.people[id] != nil
	case "/timeline":
		return c.course.events[id] != nil
	case "/glossary":
		return c.course.terms[id] != nil
	case "/documents":
		return c.course.documents[id] != nil
	}
	return false
}

// hasSection tells whether a lesson has a page of that name.
func (c *compiler) hasSection(lesson, page string) bool {
	l := c.course.lessons[lesson]
	if l == nil {
		return false
	}
	_, ok := l.Section(page)
	opens, again := c.course.Blind.In(l)
	return ok || page == "quiz" || page == "whole" || page == "blind" && (opens || again)
}
