package export

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// WriteGIFT writes a bank as GIFT, the text that Moodle and others read: UTF-8, lines that end in LF. It returns what
// GIFT cannot say. Texts are marked as plain, so that nothing in them is taken for markup.
func WriteGIFT(w io.Writer, bank Bank) ([]Loss, error) {
	all, losses := pieces(bank, GIFT)
	g := giftWriter{out: bufio.NewWriter(w), splitter: splitter{losses: losses}}
	g.line("// %s", oneLine(bank.Title))
	g.line("// What GIFT cannot say is listed in %s.", LossesFile)
	g.line("")
	category := ""
	for _, p := range all {
		if in := categoryPath(p.category); in != category {
			category = in
			g.line("$CATEGORY: %s\n", in)
		}
		g.piece(p)
	}
	if err := g.out.Flush(); err != nil {
		return nil, fmt.Errorf("export: GIFT: %w", err)
	}
	return g.losses, nil
}

// categoryPath is a category as Moodle writes it: below the top of the course, with a slash in a name doubled.
func categoryPath(names []string) string {
	path := "$course$/top"
	for _, name := range names {
		path += "/" + strings.ReplaceAll(oneLine(clean(name, func() {})), "/", "//")
	}
	return path
}

// giftWriter writes pieces. An error stays in out until it is flushed.
type giftWriter struct {
	splitter
	out *bufio.Writer
	at  piece
}

func (g *giftWriter) line(format string, args ...any) { fmt.Fprintf(g.out, format+"\n", args...) }

func (g *giftWriter) mark(says, detail string) {
	for _, l := range g.losses {
		if l.ID == g.at.id && l.Says == says && l.Detail == detail {
			return
		}
	}
	g.losses = append(g.losses, Loss{g.at.id, g.at.title, says, detail})
}

// placeholder is how importers of GIFT keep an escaped sign while they read. A text that holds one would be misread.
var placeholder = regexp.MustCompile(`&(&0\d\d)`)

var giftEscapes = strings.NewReplacer(`\`, `\\`, `:`, `\:`, `#`, `\#`, `=`, `\=`, `~`, `\~`, `{`, `\{`, `}`, `\}`,
	"\n", `\n`, "\t", " ")

// text is a text with everything escaped that means something in GIFT.
func (g *giftWriter) text(text string) string {
	text = clean(text, func() { g.mark(lostControl, "") })
	if placeholder.MatchString(text) {
		g.mark("A few signs in a row, such as && and a number, mean something to readers of GIFT. A space parts them.", "")
		text = placeholder.ReplaceAllString(text, "& $1")
	}
	return giftEscapes.Replace(text)
}

const lostControl = "A text had control characters, which no file can hold. They are left out."

// title is a text in one line.
func (g *giftWriter) title(text string) string {
	return g.text(oneLine(clean(text, func() { g.mark(lostControl, "") })))
}

// option is a text that stands first behind a sign, where its own first sign could be taken for something else.
func (g *giftWriter) option(text string) string {
	text = g.text(text)
	if strings.HasPrefix(text, "[") {
		return "[plain]" + text
	}
	return text
}

// withoutArrow replaces the arrow that makes a pair of an answer.
func (g *giftWriter) withoutArrow(text string) string {
	if !strings.Contains(text, "->") {
		return text
	}
	g.mark("An arrow of two signs (->) means a pair in GIFT. It has become →.", "")
	return strings.ReplaceAll(text, "->", "→")
}

func (g *giftWriter) piece(p piece) {
	g.at = p
	tags := "// [id:" + tag(p.id) + "]"
	for _, t := range p.tags {
		tags += " [tag:" + tag(t) + "]"
	}
	g.line("%s", tags)
	fmt.Fprintf(g.out, "::%s::[plain]%s", g.title(p.title), g.text(p.text))
	if p.form == reads {
		g.line("\n")
		return
	}
	if p.general != "" && (p.form == pairs || p.form == types) {
		p.general = g.withoutArrow(p.general)
	}
	g.answers(p)
	if p.general != "" {
		g.line("\t####%s", g.option(p.general))
	}
	g.line("}\n")
}

// tag is a text between the brackets of a comment.
func tag(text string) string {
	return strings.NewReplacer("[", "(", "]", ")").Replace(oneLine(clean(text, func() {})))
}

func (g *giftWriter) answers(p piece) {
	switch p.form {
	case judges:
		said := map[bool]string{true: "TRUE", false: "FALSE"}
		g.line("{%s#%s#%s", said[p.truth], g.option(p.saidWrong), g.option(p.saidRight))
		return
	case counts:
		g.line("{#")
		for _, b := range p.bands {
			g.line("\t=%%%s%%%s:%s%s", b.percent, estimate(b.value), estimate(b.tolerance), g.feedback(b.feedback))
		}
		return
	}
	g.line("{")
	for _, o := range p.options {
		g.line("\t%s", g.optionLine(p.form, o))
	}
	for _, pair := range p.pairs {
		left := g.withoutArrow(pair.left)
		g.line("\t=%s -> %s", g.option(left), g.title(g.withoutArrow(pair.right)))
	}
}

func (g *giftWriter) optionLine(f form, o pieceOption) string {
	weight := "%" + o.percent + "%"
	sign := "="
	switch {
	case f == ticks:
		sign = "~"
	case f == types:
		o.text, o.feedback = wildcards.Replace(o.text), g.withoutArrow(o.feedback)
	case o.percent != "100":
		sign = "~"
	}
	text := g.option(g.withoutArrow(o.text)) // a choice with an arrow is a pair to some readers
	if (o.percent == "100" && sign == "=" || o.percent == "0" && sign == "~") && !strings.HasPrefix(text, "%") {
		weight = ""
	}
	return sign + weight + text + g.feedback(o.feedback)
}

// estimate is a number of an estimate, to six places.
func estimate(n float64) string { return number(n, 6) }

// wildcards keeps a star in a typed answer from standing for any text.
var wildcards = strings.NewReplacer("*", `\*`)

func (g *giftWriter) feedback(text string) string {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	return "#" + g.option(text)
}
