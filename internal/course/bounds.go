package course

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/token"
)

// What keeps a file from costing more time and memory than its text is worth. The parsers take time that grows with the
// square of some of these. The built-in course stays far below each of them.
const (
	mostMarks     = 100_000 // punctuation marks and line ends of a YAML file, from which it is parsed
	mostDepth     = 50      // lists and fields inside each other; quotations and lists of Markdown inside each other
	mostFields    = 200     // fields beside each other
	mostParagraph = 10_000  // bytes of Markdown without an empty line
	mostMarkup    = 500     // brackets, stars and underscores of Markdown without an empty line
)

// yamlMarks are the characters that can make a YAML token.
const yamlMarks = "-[]{},:|>&*!?'\"#%\n"

// tooManyMarks counts what the parser would have to look at. When it is too much, line is where the limit is reached.
func tooManyMarks(data []byte) (line int, ok bool) {
	n, line := 0, 1
	for _, b := range data {
		if strings.IndexByte(yamlMarks, b) >= 0 {
			n++
		}
		if n > mostMarks {
			return line, false
		}
		if b == '\n' {
			line++
		}
	}
	return line, true
}

// tokenCheck looks at the tokens of a YAML document before they are parsed.
type tokenCheck struct {
	headed, begun bool    // --- was seen, and something else
	ended         bool    // by a second --- or by ...
	levels        []level // that the current token stands in
	depth         int     // twice how deep that is
}

// level is a list or a set of fields. open is its opening bracket; 0 for one that is indented, by column.
type level struct {
	open   token.Type
	column int
	fields int
}

// checkTokens reports the first thing that content files do not have, although YAML would allow it, or that the parser
// would drop without a word; nil when there is none.
func checkTokens(file string, tokens token.Tokens) *Finding {
	var check tokenCheck
	for _, t := range tokens {
		if message, remedy := check.next(t); message != "" {
			return &Finding{File: file, Line: t.Position.Line, Rule: "Y01", Message: message, Remedy: remedy}
		}
	}
	return nil
}

// next looks at one token more and says what is wrong with it; "" when nothing is.
func (c *tokenCheck) next(t *token.Token) (message, remedy string) {
	switch t.Type {
	case token.CommentType:
		return cutOff(t)
	case token.DocumentHeaderType:
		c.ended = c.ended || c.headed || c.begun
		c.headed = true
		return "", ""
	case token.DocumentEndType:
		c.ended = true
		return "", ""
	}
	if c.ended {
		return "there is more after a line of --- or ..., where the document ends",
			"take that line out, or move what follows into a file of its own"
	}
	c.begun = true
	if grouped(t) {
		return "the comma divides " + t.Value + "," + t.Next.Next.Value + " in two here",
			"put the number between quotation marks"
	}
	switch t.Type {
	case token.AnchorType, token.AliasType, token.TagType, token.MergeKeyType, token.DirectiveType, token.MappingKeyType:
		return "a text begins with " + quote(t.Value[:1]) + ", which means something else in YAML",
			"put the text between quotation marks; write out what should be repeated"
	}
	return c.enter(t)
}

// grouped tells whether a number goes on behind a comma without a space, as in [1,000], where YAML sees two numbers.
func grouped(t *token.Token) bool {
	if t.Type != token.IntegerType || t.Next == nil || t.Next.Type != token.CollectEntryType || t.Next.Next == nil {
		return false
	}
	comma, thousand := t.Next, t.Next.Next
	return len(thousand.Value) == 3 && strings.Trim(thousand.Value, "0123456789") == "" &&
		thousand.Position.Line == t.Position.Line && thousand.Position.Column == comma.Position.Column+1 &&
		comma.Position.Column == t.Position.Column+len(t.Value)
}

// enter keeps the levels up to date and says when they are too deep or too wide.
func (c *tokenCheck) enter(t *token.Token) (message, remedy string) {
	flow := len(c.levels) > 0 && c.levels[len(c.levels)-1].open != 0
	switch {
	case t.Type == token.SequenceStartType || t.Type == token.MappingStartType:
		c.levels = append(c.levels, level{open: t.Type})
		c.depth += 2
	case flow && (t.Type == token.SequenceEndType || t.Type == token.MappingEndType):
		c.levels = c.levels[:len(c.levels)-1]
		c.depth -= 2
	case !flow:
		c.indent(t.Position.Column)
	}
	if c.depth > 2*mostDepth {
		return fmt.Sprintf("lists and fields stand more than %d deep in each other", mostDepth), "write them side by side"
	}
	if t.Type == token.MappingValueType && len(c.levels) > 0 {
		return c.field(t, flow)
	}
	return "", ""
}

// indent goes to the level of a column. What is indented has two columns a level: a key and its colon,
// a hyphen and its entry.
func (c *tokenCheck) indent(column int) {
	for len(c.levels) > 0 && c.levels[len(c.levels)-1].column > column {
		c.levels = c.levels[:len(c.levels)-1]
		c.depth--
	}
	if len(c.levels) == 0 || c.levels[len(c.levels)-1].column < column {
		c.levels = append(c.levels, level{column: column})
		c.depth++
	}
}

// field counts a colon for the level of its key, which in indented fields is the one before the colon's own.
func (c *tokenCheck) field(t *token.Token, flow bool) (message, remedy string) {
	i := len(c.levels) - 1
	if !flow {
		i = max(0, i-1)
	}
	if c.levels[i].fields++; c.levels[i].fields > mostFields {
		return fmt.Sprintf("there are more than %d fields beside each other", mostFields),
			"begin each entry of a list with a hyphen"
	}
	return "", ""
}

// cutOff reports a comment that looks like the rest of a text: in "Prisoner #5" YAML leaves out "#5".
func cutOff(t *token.Token) (message, remedy string) {
	before := t.Prev
	if before == nil || before.Position.Line != t.Position.Line ||
		before.Type != token.StringType && before.Type != token.IntegerType {
		return "", ""
	}
	if r, _ := utf8.DecodeRuneInString(t.Value); r == utf8.RuneError || strings.ContainsRune(" \t#!-=", r) {
		return "", ""
	}
	return "the text is cut off before " + quote("#"+strings.Fields(t.Value)[0]) +
			", because # begins a note of the author's",
		"put the text between quotation marks, or a space after the # of a note"
}

// fits reports the first line of a Markdown file that nests too deep or belongs to a paragraph that is too long.
func (c *compiler) fits(file string, data []byte) bool {
	size, marks := 0, 0
	for n, line := range bytes.Split(data, []byte("\n")) {
		size, marks = size+len(line), marks+markup(line)
		if len(bytes.TrimSpace(line)) == 0 {
			size, marks = 0, 0
		}
		at := place{file, n + 1}
		switch {
		case nesting(line) > mostDepth:
			c.add(at, "Y01", fmt.Sprintf("quotations or lists stand more than %d deep in each other", mostDepth),
				"write them side by side")
			return false
		case size > mostParagraph:
			c.add(at, "Y01", fmt.Sprintf("there are more than %d bytes without an empty line", mostParagraph),
				"divide the paragraph")
			return false
		case marks > mostMarkup:
			c.add(at, "Y01", fmt.Sprintf("there are more than %d brackets, stars and underscores without an empty line",
				mostMarkup),
				"divide the paragraph, or write with less markup")
			return false
		}
	}
	return true
}

// markup counts the characters with which emphasis and links begin and end.
func markup(line []byte) int {
	n := 0
	for _, b := range line {
		if strings.IndexByte("[]()*_<", b) >= 0 {
			n++
		}
	}
	return n
}

// nesting is how deep a line of Markdown can stand in quotations and lists: by what it begins with. Two columns of
// indentation are one level at most.
func nesting(line []byte) int {
	levels, columns, marked := 0, 0, false
	for _, b := range line {
		switch {
		case b == ' ' || b == '\t':
			if marked { // a hyphen or a number makes a list only when a space follows
				levels++
			}
			marked = false
			if columns++; b == '\t' {
				columns += 3
			}
		case b == '>':
			levels++
			marked = false
		case strings.IndexByte("-*+.)0123456789", b) >= 0:
			marked = true
		default:
			return max(levels, columns/2)
		}
	}
	return max(levels, columns/2)
}
