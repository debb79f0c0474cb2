package views

import (
	"bytes"
	"math"
	"unicode/utf8"

	"dossier/internal/quiz"
)

// How large a question on the wall can be is reckoned here for a projector of 1366 × 768 dots, in em of its type; the
// style sheet has the sizes. It is a little too careful. page/show.js makes the type smaller still where a window is
// lower than that, and without it such a page scrolls.

// showType are the sizes of the type in hundredths of the window's width, the largest first.
var showType = []float64{3, 2.8, 2.5, 2.2, 1.95, 1.75, 1.6, 1.45, 1.3}

// The room on the screen in dots, and how wide a letter is in em.
const (
	wallWidth, wallHeight = 1326.0, 660.0
	wallLine              = 42.0 // em, at most
	letterWide            = 0.54
)

// size is the class of the largest type with which the question fits.
func (s ShowProps) size() string {
	for i, size := range showType {
		em := size * 13.66
		if s.height(wallWidth/em)*em <= wallHeight {
			return "w" + itoa(i)
		}
	}
	return "w" + itoa(len(showType)-1)
}

// height is how high the question is in a room of that width, both in em.
func (s ShowProps) height(wide float64) float64 {
	line := math.Min(wide, wallLine)
	if !s.beside() {
		return 1.9 + textHeight(s.Question.Question.Stem, line, 1.25, 1.2) + s.wallHeight(line)
	}
	texts := 0.0
	for _, source := range s.Question.Sources {
		texts += 3.4 + textHeight(string(withoutTags(source.Faithful)), wide*.455-1.4, .82*.9, 1.58)
	}
	for range s.Question.Figures {
		texts += 16
	}
	return 1.9 + textHeight(s.Question.Question.Stem, wide, 1.25, 1.2) + math.Max(texts, s.wallHeight(wide*.5))
}

// wallHeight is how high everything below the stem is.
func (s ShowProps) wallHeight(line float64) float64 {
	h := 0.0
	if text := s.statement(); text != "" {
		h += .65 + textHeight(text, line-.8, 1.05*.9, 1.5)
	}
	if body, gaps := s.Question.Question.Body.(*quiz.Cloze); gaps {
		h += .65 + textHeight(body.Asks(), line-.8-3*float64(len(body.Gaps)), 1.05*.9, 1.5)
	}
	if s.Step != ShowQuestion {
		h += 1.5
	}
	for _, p := range s.parts() {
		if p.Ask != "" && (!p.InText || s.Step != ShowQuestion) {
			h += .75 + textHeight(p.Ask, line, .92, 1.3)
		}
		h += s.partHeight(p, line)
	}
	if s.Key != nil {
		h += 1.2
		for _, text := range s.why() {
			h += .33 + textHeight(text, line, .82, 1.3)
		}
		if s.Key.Idea != nil {
			h += .33 + textHeight(s.Key.Idea.Belief+s.Key.Idea.Correction, line-.6, .82, 1.3) + 1.1
		}
		h += 1.4
	}
	return h
}

func (s ShowProps) partHeight(p shownPart, line float64) (h float64) {
	switch {
	case p.Sentence && s.counts():
		return 1.7
	case p.Sentence:
		return 0
	case p.Typed && s.counts():
		said, _ := s.Tally.Typed(p.Field)
		h = float64(len(said)+1) * 2.1
		if p.Numbers != nil {
			h = 6 * 2.1
		}
		return h + 1.7
	case p.Typed:
		return 1.7
	case len(p.Rows) == 0:
		text := line - 3
		if s.counts() {
			text = line*.68 - 3
		}
		for _, o := range p.Options {
			h += .72 + textHeight(s.tagged(o, p), text, 1, 1.3)
		}
		return h
	case !s.counts():
		return s.pairsHeight(p, line)
	}
	return s.cellsHeight(p, line)
}

// tagged is the text of an option or a row with the tag that it has when it is right.
func (s ShowProps) tagged(o shownOption, p shownPart) string {
	l, ok := s.right(o.line)
	switch {
	case !ok:
		return o.Text
	case len(p.Rows) == 0:
		return o.Text + "  ✓ Right "
	case p.Order:
		return o.Text + "  ✓ 1st " + l.Expected
	}
	return o.Text + "  ✓ " + l.Expected
}

// pairsHeight is that of things to put in order, or to match with what stands beside them.
func (s ShowProps) pairsHeight(p shownPart, line float64) float64 {
	rows, legend, share := 0.0, 0.0, .54
	if p.Order {
		share = 1
	}
	for _, row := range p.Rows {
		rows += .72 + textHeight(s.tagged(row, p), line*share-3, 1, 1.3)
	}
	for _, o := range p.Options {
		if !p.Order {
			legend += .4 + textHeight(o.Text, line*.42-3.4, 1, 1.3)
		}
	}
	return math.Max(rows, legend)
}

// cellsHeight is that of the table with the numbers.
func (s ShowProps) cellsHeight(p shownPart, line float64) (h float64) {
	cell := 2.6
	if p.Letters {
		columns := math.Max(1, math.Floor(line/(14*.8)))
		longest := 0.0
		for _, o := range p.Options {
			longest = math.Max(longest, textHeight(o.Text, line/columns-2.5, .8, 1.3))
		}
		h += math.Ceil(float64(len(p.Options))/columns)*(longest+.2) + .3
	} else if !p.Order {
		cell = 5
	}
	h += 2.4
	for _, row := range p.Rows {
		h += .6 + textHeight(s.tagged(row, p), line-cell*float64(len(p.Options))-.5, 1, 1.3)
	}
	return h
}

// textHeight is how high a text is in lines of that width; type is its size, and spaced the height of a line by it.
func textHeight(text string, line, size, spaced float64) float64 {
	letters := math.Max(6, line/(letterWide*size))
	return math.Ceil(float64(utf8.RuneCountInString(text))/letters*1.06) * size * spaced
}

// withoutTags is what a reader sees of HTML that the program made itself.
func withoutTags(html []byte) []byte {
	var out bytes.Buffer
	in := false
	for _, b := range html {
		switch {
		case b == '<':
			in = true
		case b == '>':
			in = false
		case !in:
			out.WriteByte(b)
		}
	}
	return out.Bytes()
}
