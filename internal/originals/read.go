package originals

import (
	"bytes"
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding/charmap"
	encoding "golang.org/x/text/encoding/unicode"
)

// Most is how large a file may be, in bytes.
const Most = 8 << 20

// mostText is how much text is looked through, in bytes: more than the longest novels have. The search holds every word
// several times, so that this bounds its memory.
const mostText = 4 << 20

// Why a file cannot be read. Each message is a sentence for whoever sent it.
var (
	ErrEmpty    = errors.New("there is no text in it")
	ErrTooLarge = errors.New("it is larger than 8 MB: take out the pages that you need and add those")
	ErrLong     = errors.New("it has more text than a thick book: take out the pages that you need and add those")
	ErrBinary   = errors.New("it is no text: open it, mark the text, copy it and paste it, or save it as text or HTML")
)

// Read makes text of a file: UTF-8, with a line feed after each line. HTML becomes its words. ErrEmpty, ErrTooLarge,
// ErrLong, ErrBinary.
func Read(file []byte) (string, error) {
	if len(file) > Most {
		return "", ErrTooLarge
	}
	text, err := decode(file)
	if err != nil {
		return "", err
	}
	if isHTML(text) {
		text = words(text)
	}
	text = tidy.Replace(text)
	if !strings.ContainsFunc(text, unicode.IsLetter) {
		return "", ErrEmpty
	}
	if len(text) > mostText {
		return "", ErrLong
	}
	return text, nil
}

// tidy takes out what a reader does not see or would not miss.
var tidy = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n", "\u00a0", " ", "\u202f", " ",
	"\ufeff", "", "\u00ad", "", "\u200b", "", "\u200c", "", "\u200d", "", "\u2060", "", "*", "", "ﬁ", "fi", "ﬂ", "fl",
	"ﬀ", "ff", "ﬃ", "ffi", "ﬄ", "ffl",
	"<u>", "", "</u>", "", "<U>", "", "</U>", "", "<i>", "", "</i>", "", "<b>", "", "</b>", "", "<em>", "", "</em>", "")

// decode finds out in which encoding a file is.
func decode(file []byte) (string, error) {
	switch {
	case bytes.HasPrefix(file, []byte("\xff\xfe")), bytes.HasPrefix(file, []byte("\xfe\xff")):
		wide := encoding.UTF16(encoding.LittleEndian, encoding.UseBOM)
		text, err := wide.NewDecoder().Bytes(file)
		if err != nil {
			return "", ErrBinary
		}
		file = text
	case !utf8.Valid(file) && !looksBinary(file):
		text, err := charmap.Windows1252.NewDecoder().Bytes(file)
		if err != nil {
			return "", ErrBinary
		}
		file = text
	}
	if looksBinary(file) || !utf8.Valid(file) {
		return "", ErrBinary
	}
	return string(file), nil
}

// magic is how files begin that programs for texts write and that are no text.
var magic = []string{"%PDF-", "PK\x03\x04", "\xd0\xcf\x11\xe0", "{\\rtf", "\x1f\x8b", "\x89PNG", "\xff\xd8\xff", "GIF8"}

// looksBinary reports whether a file is no text: one byte in a hundred that no text has is too many.
func looksBinary(file []byte) bool {
	for _, m := range magic {
		if bytes.HasPrefix(file, []byte(m)) {
			return true
		}
	}
	odd := 0
	for _, b := range file {
		if b == 0 {
			return true
		}
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' {
			odd++
		}
	}
	return odd*100 > len(file)
}

// isHTML tells a page from a text in which somebody has underlined a word.
func isHTML(text string) bool {
	low := strings.ToLower(text[:min(len(text), 64<<10)])
	for _, tag := range []string{"<!doctype html", "<html", "<body", "<p>", "<p ", "<div", "<br", "<table"} {
		if strings.Contains(low, tag) {
			return true
		}
	}
	return false
}

// unread are the parts of a page that nobody reads.
var unread = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Title: true}

// inline are the elements that stand within a line. Every other one begins a paragraph.
var inline = map[atom.Atom]bool{atom.A: true, atom.Abbr: true, atom.B: true, atom.Big: true, atom.Cite: true,
	atom.Code: true, atom.Em: true, atom.Font: true, atom.I: true, atom.Ins: true, atom.Mark: true, atom.Q: true,
	atom.S: true, atom.Small: true, atom.Span: true, atom.Strong: true, atom.Sub: true, atom.Sup: true, atom.U: true}

// words is what a page says: an empty line between its paragraphs, and a line feed for each line break.
func words(page string) string {
	var b strings.Builder
	hidden := false
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if !hidden {
				b.WriteString(spaces(string(z.Text())))
			}
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			switch {
			case unread[tag]:
				hidden = kind == html.StartTagToken
			case tag == atom.Br:
				b.WriteString("\n")
			case !inline[tag] && tag != 0:
				b.WriteString("\n\n")
			}
		}
	}
}

// spaces makes one space of each run of white space, as browsers do.
func spaces(text string) string {
	var b strings.Builder
	space := false
	for _, r := range text {
		if unicode.IsSpace(r) {
			if !space {
				b.WriteByte(' ')
			}
			space = true
			continue
		}
		b.WriteRune(r)
		space = false
	}
	return b.String()
}
