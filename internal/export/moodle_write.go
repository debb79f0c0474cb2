package export

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"regexp"
	"strings"
)

// WriteMoodleXML writes a bank as Moodle XML and returns what it cannot say.
func WriteMoodleXML(w io.Writer, bank Bank) ([]Loss, error) {
	all, losses := pieces(bank, MoodleXML)
	m := moodleWriter{out: bufio.NewWriter(w), splitter: splitter{losses: losses}}
	m.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n<quiz>\n")
	m.raw("<!-- What Moodle XML cannot say is listed in " + LossesFile + ". -->\n")
	category := ""
	for _, p := range all {
		m.at = p
		if in := categoryPath(p.category); in != category {
			category = in
			m.raw(`<question type="category">`)
			m.plain("category", in)
			m.raw("</question>\n")
		}
		m.piece(p)
	}
	m.raw("</quiz>\n")
	if err := m.out.Flush(); err != nil {
		return nil, fmt.Errorf("export: Moodle XML: %w", err)
	}
	return m.losses, nil
}

// moodleWriter writes pieces. An error stays in out until it is flushed.
type moodleWriter struct {
	splitter
	out *bufio.Writer
	at  piece
}

func (m *moodleWriter) raw(s string) { _, _ = m.out.WriteString(s) }

// clean takes out what XML cannot hold, and remembers it.
func (m *moodleWriter) clean(text string) string {
	return clean(text, func() {
		for _, l := range m.losses {
			if l.ID == m.at.id && l.Says == lostControl {
				return
			}
		}
		m.losses = append(m.losses, Loss{m.at.id, m.at.title, lostControl, ""})
	})
}

func escaped(text string) string {
	var out strings.Builder
	_ = xml.EscapeText(&out, []byte(text)) // a Builder takes everything
	return out.String()
}

// plain is an element with a text in it that holds no markup.
func (m *moodleWriter) plain(element, text string) {
	m.raw("<" + element + "><text>" + escaped(m.clean(text)) + "</text></" + element + ">\n")
}

// value is an element with a word or number in it.
func (m *moodleWriter) value(element, value string) {
	m.raw("<" + element + ">" + escaped(m.clean(value)) + "</" + element + ">\n")
}

var blankLines = regexp.MustCompile(`\n\s*\n`)

// html is a plain text as HTML: paragraphs and line ends, and everything else escaped, so that no text is taken for
// markup and none can end a CDATA section.
func (m *moodleWriter) html(text string) string {
	text = m.clean(text)
	if text == "" {
		return ""
	}
	var out strings.Builder
	for _, paragraph := range blankLines.Split(text, -1) {
		out.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(paragraph), "\n", "<br>") + "</p>")
	}
	return "<![CDATA[" + out.String() + "]]>"
}

// formatted is an element with a text as HTML in it; what more stands in it comes behind the text.
func (m *moodleWriter) formatted(element, text string, more ...func()) {
	name, _, _ := strings.Cut(element, " ")
	m.raw("<" + element + ` format="html"><text>` + m.html(text) + "</text>")
	for _, write := range more {
		write()
	}
	m.raw("</" + name + ">\n")
}

// kindOf is what Moodle calls a form.
var kindOf = map[form]string{reads: "description", picks: "multichoice", ticks: "multichoice", judges: "truefalse",
	types: "shortanswer", counts: "numerical", pairs: "matching", writes: "essay"}

func (m *moodleWriter) piece(p piece) {
	m.raw(`<question type="` + kindOf[p.form] + `">` + "\n")
	m.plain("name", oneLine(m.clean(p.title)))
	m.formatted("questiontext", p.text)
	m.formatted("generalfeedback", p.general)
	penalty := map[form]string{reads: "0", judges: "1", writes: "0"}[p.form]
	if penalty == "" {
		penalty = "0.3333333"
	}
	m.value("defaultgrade", fmt.Sprintf("%.7f", p.marks))
	m.value("penalty", penalty)
	m.value("hidden", "0")
	m.value("idnumber", p.id)
	m.answers(p)
	if len(p.tags) > 0 {
		m.raw("<tags>\n")
		for _, t := range p.tags {
			m.plain("tag", t)
		}
		m.raw("</tags>\n")
	}
	m.raw("</question>\n")
}

func (m *moodleWriter) answers(p piece) {
	switch p.form {
	case picks, ticks:
		m.value("single", fmt.Sprint(p.form == picks))
		m.value("shuffleanswers", fmt.Sprint(!p.fixed))
		m.value("answernumbering", "abc")
		m.value("showstandardinstruction", "0")
		m.byOutcome(p)
		for _, o := range p.options {
			m.formatted(answer(o.percent), o.text, func() { m.formatted("feedback", o.feedback) })
		}
	case judges:
		for _, said := range []bool{true, false} {
			share, feedback := "0", p.saidWrong
			if said == p.truth {
				share, feedback = "100", p.saidRight
			}
			m.typed(share, fmt.Sprint(said), feedback, nil)
		}
	case types:
		m.value("usecase", "0")
		for _, o := range p.options {
			m.typed(o.percent, wildcards.Replace(o.text), o.feedback, nil)
		}
	case counts:
		for _, b := range p.bands {
			m.typed(b.percent, estimate(b.value), b.feedback, func() { m.value("tolerance", estimate(b.tolerance)) })
		}
		m.raw("<unitgradingtype>0</unitgradingtype><unitpenalty>0.1000000</unitpenalty><showunits>3</showunits>" +
			"<unitsleft>0</unitsleft>\n")
	case pairs:
		m.value("shuffleanswers", "true")
		m.byOutcome(p)
		for _, pair := range p.pairs {
			m.formatted("subquestion", pair.left, func() { m.plain("answer", oneLine(pair.right)) })
		}
	case writes:
		m.essay(p)
	}
}

func answer(percent string) string { return `answer fraction="` + percent + `"` }

// typed is an answer without markup.
func (m *moodleWriter) typed(percent, text, feedback string, more func()) {
	m.raw("<" + answer(percent) + ` format="moodle_auto_format"><text>` + escaped(m.clean(text)) + "</text>")
	m.formatted("feedback", feedback)
	if more != nil {
		more()
	}
	m.raw("</answer>\n")
}

// byOutcome is what students are told by how well they did.
func (m *moodleWriter) byOutcome(p piece) {
	m.formatted("correctfeedback", p.right)
	m.formatted("partiallycorrectfeedback", p.partly)
	m.formatted("incorrectfeedback", p.wrong)
}

func (m *moodleWriter) essay(p piece) {
	limit := func(n int) string {
		if n == 0 {
			return ""
		}
		return fmt.Sprint(n)
	}
	m.value("responseformat", "editor")
	m.value("responserequired", "1")
	m.value("responsefieldlines", "15")
	m.value("minwordlimit", limit(p.min))
	m.value("maxwordlimit", limit(p.max))
	m.value("attachments", "0")
	m.value("attachmentsrequired", "0")
	m.value("maxbytes", "0")
	m.value("filetypeslist", "")
	m.formatted("graderinfo", p.grader)
	m.formatted("responsetemplate", "")
}
