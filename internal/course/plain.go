package course

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// plainGrade is the highest reading grade of a section in plain words.
const plainGrade = 6.0

// plainOf is the file that retells a lesson in plain words, section by section.
func plainOf(file string) string { return strings.TrimSuffix(file, ".md") + ".plain.md" }

// readPlainWords reads the plain words of a lesson, if it has any: the same sections, in easier words, resting on the
// same facts.
func (w *lessonWriter) readPlainWords(facts map[string]map[string]bool) {
	file := plainOf(w.file)
	if !w.exists(file) {
		return
	}
	data, ok := w.readPlain(file)
	if !ok {
		return
	}
	w.file = file
	doc := w.parseMarkdown(data, place{file, 1})
	next := 0
	var section *Section
	var words string
	cited := map[string]bool{}
	var begins place // of the section
	finish := func() {
		if section == nil {
			return
		}
		w.checkPlainWords(section, words, cited, facts[section.ID], begins)
		words, cited = "", map[string]bool{}
	}
	at := place{file, 1}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		at = place{file, lineOf(data, n)}
		if h, ok := n.(*ast.Heading); ok {
			finish()
			id := headingID(h)
			if next >= len(w.lesson.Sections) || w.lesson.Sections[next].ID != id {
				w.add(at, "R12", "the section "+quote(id)+" does not stand here in the lesson",
					"keep the lesson's sections, in its order, with its ids")
				return
			}
			section = w.lesson.Sections[next]
			next++
			begins = at
			continue
		}
		if section == nil {
			w.add(at, "R12", "there is text before the first section", "begin with the first section of the lesson")
			return
		}
		if _, ok := n.(*ast.FencedCodeBlock); ok {
			w.add(at, "R12", "there is a block among the plain words",
				"leave it out; the blocks of the lesson stay where they are")
			continue
		}
		before := len(w.lesson.Cited)
		p, has := w.paragraph(n, data, at)
		if !has {
			w.uncited(at)
		}
		if len(w.lesson.Cited) > before {
			w.add(at, "R12", "the plain words cite a fact that the lesson does not cite: "+quote(w.lesson.Cited[before].ID),
				"tell what the lesson tells")
			w.lesson.Cited = w.lesson.Cited[:before]
		}
		for _, id := range citedIn(n) {
			cited[id] = true
		}
		words += plainText(data, n) + "\n"
		p.Notes = nil // the notes stand with the full words and at the end
		section.Plain = append(section.Plain, p)
	}
	finish()
	if next < len(w.lesson.Sections) {
		w.add(at, "R12", "the section "+quote(w.lesson.Sections[next].ID)+" is missing", "retell every section")
	}
}

// checkPlainWords holds one section's plain words to the facts of the section and to easy reading.
func (w *lessonWriter) checkPlainWords(s *Section, words string, cited, facts map[string]bool, at place) {
	same := 0
	for id := range cited {
		if !facts[id] {
			w.add(at, "R12", "the plain words of "+quote(s.ID)+" cite "+quote(id)+", which that section does not",
				"tell in each section what the full section tells")
			continue
		}
		same++
	}
	if 2*same < len(facts) {
		w.add(at, "R12", fmt.Sprintf("the plain words of %s cite %d of %d facts", quote(s.ID), same, len(facts)),
			"retell at least half of them")
	}
	s.PlainGrade = grade(w.withoutNames(words))
	if s.PlainGrade > plainGrade {
		w.add(at, "R12", fmt.Sprintf("the plain words of %s have the reading grade %.1f", quote(s.ID), s.PlainGrade),
			"use shorter words and sentences; 6 is the highest")
	}
}

// citedIn lists the facts that a block cites.
func citedIn(n ast.Node) []string {
	var ids []string
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if c, ok := n.(*citation); ok && entering {
			ids = append(ids, c.ids...)
		}
		return ast.WalkContinue, nil
	})
	return ids
}
