package views

import (
	"context"
	"fmt"
	"io"

	"github.com/a-h/templ"

	"dossier/internal/course"
)

// Cited is a phrase under the number by which an answer cites it.
type Cited struct {
	Number int
	Phrase string // id
	Quote  string // as it is shown: in quotation marks where the source itself speaks
	Name   string // of the text that it comes from
}

// numbers are the numbers of cited phrases, by phrase.
func numbers(cited []Cited) map[string]int {
	all := map[string]int{}
	for _, c := range cited {
		all[c.Phrase] = c.Number
	}
	return all
}

// CitedBy finds a number among cited phrases.
func CitedBy(cited []Cited, number int) (Cited, bool) {
	for _, c := range cited {
		if c.Number == number {
			return c, true
		}
	}
	return Cited{}, false
}

// reading draws what a text says, with each phrase drawn by phrase: the original where the school has added it, with
// the author's words in it, and our report.
func reading(t *course.BenchText, phrase func(p *course.Phrase, words []byte) templ.Component) templ.Component {
	if t.Original == nil {
		return piecesOf(t, t.Passages, phrase)
	}
	return originalAndReport(piecesOf(t, t.Original, phrase), piecesOf(t, t.Passages, phrase))
}

// piecesOf draws pieces of a text. It adds no space, because a phrase may stand before a comma.
func piecesOf(
	t *course.BenchText, pieces []course.Passage, phrase func(p *course.Phrase, words []byte) templ.Component,
) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for _, passage := range pieces {
			part := trusted(passage.HTML)
			if passage.Quote >= 0 {
				part = phrase(t.Phrases[passage.Quote], passage.HTML)
			}
			if err := part.Render(ctx, w); err != nil {
				return err
			}
		}
		return nil
	})
}

// pickedPhrase marks a phrase with its number as evidence; one that was not picked is plain text.
func pickedPhrase(picked map[string]int) func(*course.Phrase, []byte) templ.Component {
	return func(p *course.Phrase, words []byte) templ.Component {
		if picked[p.ID] == 0 {
			return trusted(words)
		}
		return trusted(fmt.Appendf(nil, `<mark class="picked">%s<sup>`+
			`<span class="unseen"> (evidence </span>%d<span class="unseen">)</span></sup></mark>`, words, picked[p.ID]))
	}
}

// beforeWord tells an event that was over from one that was still going on when a text was written.
func beforeWord(e *course.Event, t *course.BenchText) string {
	if e.Until.Last() > t.Source.Date.Last() {
		return "Under way"
	}
	return "Before it"
}
