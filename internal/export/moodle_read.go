package export

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"

	"dossier/internal/quiz"
)

var (
	pictureData   = regexp.MustCompile(`(<file\b[^>]*>)[^<]*(</file>)`)
	outOfUse      = regexp.MustCompile(`(?s)<!--.*?-->`)
	questionStart = regexp.MustCompile(`<question\b[^>]*>`)
	quizStart     = regexp.MustCompile(`<quiz\b`)
)

const questionEnd = "</question>"

// ReadMoodleXML reads questions in Moodle's XML format. The file is parted into its questions before it is read, so
// that one that is broken spoils no other. Errors: those of ReadQuestions.
func ReadMoodleXML(file []byte) (Import, error) {
	text, err := textOf(file)
	if err != nil {
		return Import{}, err
	}
	lines := func(s string) string { return strings.Repeat("\n", strings.Count(s, "\n")) }
	text = pictureData.ReplaceAllStringFunc(text, func(s string) string {
		return s[:strings.IndexByte(s, '>')+1] + lines(s) + "</file>"
	})
	if len(text) > mostText {
		return Import{}, ErrLargeText
	}
	in := Import{Format: "Moodle XML", Text: text}
	text = outOfUse.ReplaceAllStringFunc(text, func(s string) string { // a question that was commented out
		if strings.Contains(s, "<question") {
			return lines(s)
		}
		return s
	})
	if !quizStart.MatchString(text) && !questionStart.MatchString(text) {
		return Import{}, ErrNotMoodle
	}
	categories, line, counted := false, 1, 0
	starts := questionStart.FindAllStringIndex(text, -1)
	for i, at := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		line, counted = line+strings.Count(text[counted:at[0]], "\n"), at[0]
		item, isItem := moodleItem(line, text[at[0]:end])
		categories = categories || !isItem
		if !isItem {
			continue
		}
		if in.Items = append(in.Items, item); len(in.Items) > mostItems {
			return Import{}, ErrManyQuestions
		}
	}
	if len(in.Items) == 0 {
		return Import{}, ErrNoQuestions
	}
	if categories {
		in.Notes = append(in.Notes, "The categories of the file are not kept: all questions come into one set.")
	}
	in.Notes = append(in.Notes, guessed(file)...)
	return in, nil
}

// element is an element of XML.
type element struct {
	name     string
	attrs    map[string]string
	children []*element
	text     string
}

// child is the first child of a name; an empty element when there is none.
func (e *element) child(name string) *element {
	for _, c := range e.children {
		if c.name == name {
			return c
		}
	}
	return &element{}
}

func (e *element) all(name string) (found []*element) {
	for _, c := range e.children {
		if c.name == name {
			found = append(found, c)
		}
	}
	return found
}

// value is the text of a child, wherever it stands: in the child or in its own <text>.
func (e *element) value(name string) string {
	c := e.child(name)
	if t := c.child("text"); t.name != "" {
		return t.text
	}
	return strings.TrimSpace(c.text)
}

// deepest is how deep elements may be nested.
const deepest = 40

// parseElement reads one element. Entities that a document type declares are not known: nothing is expanded.
func parseElement(text string) (root *element, line int, err error) {
	in := xml.NewDecoder(strings.NewReader(text))
	in.Entity = xml.HTMLEntity
	in.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // it is decoded already
	var open []*element
	for {
		token, err := in.Token()
		line, _ = in.InputPos()
		if err != nil {
			return nil, line, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			e := &element{name: t.Name.Local, attrs: map[string]string{}}
			for _, a := range t.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			if len(open) >= deepest {
				return nil, line, errors.New("nested too deep")
			}
			if len(open) > 0 {
				parent := open[len(open)-1]
				parent.children = append(parent.children, e)
			}
			open = append(open, e)
		case xml.EndElement:
			done := open[len(open)-1]
			if open = open[:len(open)-1]; len(open) == 0 {
				return done, line, nil
			}
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(t)
			}
		}
	}
}

// moodleItem reads one question; false for what only names a category.
func moodleItem(line int, text string) (it Item, isItem bool) {
	if at := strings.LastIndex(text, questionEnd); at >= 0 {
		text = text[:at+len(questionEnd)]
	}
	e, broken, err := parseElement(text)
	if err != nil {
		why := "The file is broken in line %d, in the middle of this question."
		if !strings.Contains(text, questionEnd) {
			why = "The question breaks off in line %d."
		}
		return refused(line, quiz.OwnTitle(nameIn(text), "A question without a name"), why, line+broken-1), true
	}
	kind := e.attrs["type"]
	if kind == "category" {
		return it, false
	}
	d := &draft{line: line, title: quiz.OneLine(e.value("name")), format: formatHTML}
	d.stem = d.moodleText(e.child("questiontext"))
	d.said = quiz.Feedback{General: d.moodleText(e.child("generalfeedback")),
		Correct: d.moodleText(e.child("correctfeedback")), Partial: d.moodleText(e.child("partiallycorrectfeedback")),
		Incorrect: d.moodleText(e.child("incorrectfeedback"))}
	d.marks, _ = readFigures(e.value("defaultgrade"))
	for _, hint := range e.all("hint") {
		if quiz.OneLine(hint.child("text").text) != "" {
			d.note("The hints were left out.")
		}
	}
	return d.item(d.moodleBody(kind, e)), true
}

var nameInside = regexp.MustCompile(`(?s)<name>\s*<text>(.*?)</text>`)

// nameIn finds the name of a question that cannot be read.
func nameIn(text string) string {
	if m := nameInside.FindStringSubmatch(text); m != nil {
		return plainWords(m[1], formatHTML).text
	}
	return ""
}

// moodleText is the plain words of an element that holds a text.
func (d *draft) moodleText(e *element) string {
	format, known := formatNames[e.attrs["format"]]
	if !known {
		format = formatHTML
	}
	text := e.child("text")
	if text.name == "" {
		return d.plain(e.text, format)
	}
	return d.plain(text.text, format)
}

// moodleNames are types of question that cannot be kept, in words.
var moodleNames = map[string]string{
	"cloze":            "several gaps in one text (“Embedded answers”)",
	"multianswer":      "several gaps in one text (“Embedded answers”)",
	"calculated":       "numbers that are drawn for each student",
	"calculatedsimple": "numbers that are drawn for each student",
	"calculatedmulti":  "numbers that are drawn for each student", "ddwtos": "words that are dragged into a text",
	"gapselect": "words that are chosen in a text", "ddimageortext": "labels that are dragged onto a picture",
	"ddmarker": "marks that are dragged onto a picture", "ordering": "an order without dates",
	"randomsamatch": "pairs that are drawn from other questions", "random": "a question that is drawn at random",
}

// moodleBody makes the body of a question, by the type that the file names.
func (d *draft) moodleBody(kind string, e *element) quiz.Body {
	switch kind {
	case "multichoice":
		return d.choose(d.moodleChoices(e), e.value("single") != "false" && e.value("single") != "0")
	case "truefalse":
		return d.moodleTrueFalse(e)
	case "shortanswer":
		if e.value("usecase") == "1" {
			d.note("Capital and small letters count as the same here.")
		}
		return d.short(d.moodleChoices(e))
	case "numerical":
		if len(e.all("units")) > 0 {
			d.note("The units were left out.")
		}
		return d.number(d.moodleChoices(e))
	case "matching":
		var pairs []pair
		if len(e.all("subquestion")) > mostAnswers {
			return d.refuse(tooManyAnswers)
		}
		for _, sub := range e.all("subquestion") {
			pairs = append(pairs, pair{d.moodleText(sub), quiz.OneLine(d.moodleText(sub.child("answer")))})
		}
		return d.match(pairs)
	case "essay":
		return d.refuse(essayRefused)
	case "description":
		return d.refuse("This is a text without a question. Put it into the question that needs it.")
	}
	if words := moodleNames[kind]; words != "" {
		return d.refuse("Dossier has no question with %s.", words)
	}
	return d.refuse("Dossier does not know questions of the type “%s”.", quiz.OneLine(kind))
}

func (d *draft) moodleChoices(e *element) (all []choice) {
	answers := e.all("answer")
	if len(answers) > mostAnswers {
		d.refuse(tooManyAnswers)
		return nil
	}
	for _, a := range answers {
		c := choice{within: a.value("tolerance"), feedback: d.moodleText(a.child("feedback"))}
		c.weight, _ = readFigures(a.attrs["fraction"])
		inner := *a
		if t := a.child("text"); t.name == "" {
			inner.children = []*element{{name: "text", text: a.text}}
		}
		if _, said := a.attrs["format"]; !said { // typed answers and numbers are no HTML
			inner.attrs = map[string]string{"format": "moodle_auto_format"}
		}
		c.text = d.moodleText(&inner)
		all = append(all, c)
	}
	return all
}

func (d *draft) moodleTrueFalse(e *element) quiz.Body {
	answer, rights := false, 0
	said := map[bool]string{}
	for _, c := range d.moodleChoices(e) {
		verdict := strings.EqualFold(c.text, "true")
		if !verdict && !strings.EqualFold(c.text, "false") {
			return d.refuse("“%s” is neither true nor false.", c.text)
		}
		if said[verdict] = c.feedback; c.weight >= 100 {
			answer, rights = verdict, rights+1
		}
	}
	if rights != 1 {
		return d.refuse("The file does not say whether it is true or false.")
	}
	return d.trueFalse(answer, said[true], said[false])
}
