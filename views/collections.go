package views

import (
	"strings"

	"dossier/internal/course"
)

// TimelineProps is the timeline, or one thread of it.
type TimelineProps struct {
	Course *course.Course
	Events []*course.Event
	Thread string
}

// letters leads to the first of the names that begin with each letter. Names and ids are in the order of the page.
func letters(names, ids []string) []Link {
	var links []Link
	for i, name := range names {
		letter := strings.ToUpper(string([]rune(name)[:1]))
		if n := len(links); n == 0 || links[n-1].Text != letter {
			links = append(links, Link{Text: letter, Href: "#" + ids[i]})
		}
	}
	return links
}

func termLetters(terms []*course.Term) []Link {
	var names, ids []string
	for _, t := range terms {
		names, ids = append(names, t.Term), append(ids, t.ID)
	}
	return letters(names, ids)
}

func peopleLetters(people []*course.Person) []Link {
	var names, ids []string
	for _, p := range people {
		names, ids = append(names, p.Surname), append(ids, p.ID)
	}
	return letters(names, ids)
}
