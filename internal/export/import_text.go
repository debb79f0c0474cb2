package export

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dossier/internal/quiz"
)

// words is a text of an item as a question has it, plain and in one line, and notes what was left out of it.
type words struct {
	text  string
	notes []string
}

// The formats in which an item may say that its texts are written.
const (
	formatAuto     = "" // HTML where there are tags
	formatHTML     = "html"
	formatMarkdown = "markdown"
	formatPlain    = "plain"
)

// formatNames are the names of formats in GIFT and in Moodle XML.
var formatNames = map[string]string{
	"html": formatHTML, "moodle": formatAuto, "moodle_auto_format": formatAuto, "plain": formatPlain,
	"plain_text": formatPlain, "markdown": formatMarkdown,
}

// left are elements that are left out, with a sentence.
var left = map[atom.Atom]string{
	atom.Img: "A picture was left out.", atom.Svg: "A picture was left out.", atom.Canvas: "A picture was left out.",
	atom.Audio: "A sound was left out.", atom.Video: "A film was left out.",
	atom.Iframe: "A page of another site was left out.",
	atom.Object: "Something that is not text was left out.", atom.Embed: "Something that is not text was left out.",
	atom.Input: "A form field was left out.", atom.Select: "A form field was left out.",
	atom.Table: "A table is now one line of text.", atom.Sup: "Raised figures now stand on the line.",
	atom.Sub: "Lowered figures now stand on the line.", atom.Math: "A formula is now one line of text.",
}

var (
	formulas    = regexp.MustCompile(`\\\(.*?\\\)|\\\[.*?\\\]|\$\$.+?\$\$`)
	emphasised  = regexp.MustCompile(`(\*\*|__)(\S(?:.*?\S)?)(\*\*|__)`)
	mdImage     = regexp.MustCompile(`!\[([^\]]*)\]\([^)]*\)`)
	mdLink      = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
	entityOrTag = regexp.MustCompile(`&(?:[a-zA-Z]{2,31}|#\d+|#x[0-9a-fA-F]+);|</?[a-zA-Z]`)
)

// plainWords makes a text of an item plain.
func plainWords(text, format string) words {
	var w words
	switch {
	case format == formatPlain:
		w.text = text
	case format == formatHTML || entityOrTag.MatchString(text):
		w = fromHTML(text)
	default:
		w.text = text
	}
	if format == formatMarkdown {
		if mdImage.MatchString(w.text) {
			w.note("A picture was left out.")
		}
		w.text = mdImage.ReplaceAllString(w.text, "$1")
		if mdLink.MatchString(w.text) {
			w.note("The address of a link was left out.")
		}
		w.text = emphasised.ReplaceAllString(mdLink.ReplaceAllString(w.text, "$1"), "$2")
	}
	if formulas.MatchString(w.text) {
		w.note("A formula is shown as it was typed.")
	}
	w.text = quiz.OneLine(w.text)
	return w
}

func (w *words) note(sentence string) {
	for _, n := range w.notes {
		if n == sentence {
			return
		}
	}
	w.notes = append(w.notes, sentence)
}

// fromHTML is the text of HTML. A tag that HTML does not have is text: “<stdio.h>”.
func fromHTML(text string) (w words) {
	in := html.NewTokenizer(strings.NewReader(text))
	var out strings.Builder
	var skip atom.Atom // what is being left out with all that is inside
	for {
		kind := in.Next()
		if kind == html.ErrorToken {
			break
		}
		raw := string(in.Raw())
		switch token := in.Token(); kind {
		case html.TextToken:
			if skip == 0 {
				out.WriteString(token.Data)
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			if skip != 0 {
				if kind == html.EndTagToken && token.DataAtom == skip {
					skip = 0
				}
				continue
			}
			if token.DataAtom == 0 {
				out.WriteString(raw)
				continue
			}
			if kind != html.EndTagToken {
				w.leftOut(token)
			}
			if kind == html.StartTagToken && withAllInside[token.DataAtom] {
				skip = token.DataAtom
			}
			if !inlineElements[token.DataAtom] {
				out.WriteByte(' ')
			}
		}
	}
	w.text = out.String()
	return w
}

// withAllInside are the elements that hold no words.
var withAllInside = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Svg: true, atom.Object: true,
	atom.Audio: true, atom.Video: true, atom.Iframe: true, atom.Select: true}

// leftOut notes what is lost with an element.
func (w *words) leftOut(token html.Token) {
	if token.DataAtom == atom.A {
		for _, a := range token.Attr {
			if a.Key == "href" && a.Val != "" {
				w.note("The address of a link was left out.")
			}
		}
	}
	if sentence, ok := left[token.DataAtom]; ok {
		for _, a := range token.Attr {
			if a.Key == "alt" && quiz.OneLine(a.Val) != "" && token.DataAtom == atom.Img {
				sentence = fmt.Sprintf("A picture was left out (%s).", quiz.OneLine(a.Val))
			}
		}
		w.note(sentence)
	}
}

// inlineElements are those that part no words.
var inlineElements = map[atom.Atom]bool{
	atom.A: true, atom.B: true, atom.I: true, atom.U: true, atom.S: true, atom.Em: true, atom.Strong: true,
	atom.Span: true, atom.Font: true, atom.Sup: true, atom.Sub: true, atom.Small: true, atom.Big: true, atom.Code: true,
	atom.Tt: true, atom.Cite: true, atom.Q: true, atom.Mark: true, atom.Strike: true, atom.Del: true, atom.Ins: true,
	atom.Abbr: true, atom.Bdi: true, atom.Bdo: true, atom.Label: true, atom.Kbd: true, atom.Var: true, atom.Samp: true,
}
