package static

import (
	"bytes"
	"strings"
)

// squeezeCSS leaves out of a style sheet what only people read: comments and white space that separates nothing. Texts
// in quotation marks stay as they are.
func squeezeCSS(sheet []byte) []byte {
	out := make([]byte, 0, len(sheet))
	space := false // is due before the next character, unless that or the one before stands by itself
	for i := 0; i < len(sheet); i++ {
		c := sheet[i]
		switch {
		case c == '/' && bytes.HasPrefix(sheet[i:], []byte("/*")):
			end := bytes.Index(sheet[i+2:], []byte("*/"))
			if end < 0 {
				return out
			}
			i, space = i+2+end+1, true
			continue
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			space = true
			continue
		}
		before := byte('{')
		if len(out) > 0 {
			before = out[len(out)-1]
		}
		switch {
		case c == '}' && before == ';':
			out = out[:len(out)-1]
		case space && !strings.ContainsRune("{};,>:", rune(before)) && !strings.ContainsRune("{};,>", rune(c)):
			out = append(out, ' ')
		}
		space = false
		out = append(out, c)
		if c == '"' || c == '\'' {
			end := textEnd(sheet, i)
			out = append(out, sheet[i+1:end]...)
			i = end - 1
		}
	}
	return out
}

// textEnd is where the text in quotation marks that begins at i is over.
func textEnd(sheet []byte, i int) int {
	for j := i + 1; j < len(sheet); j++ {
		switch sheet[j] {
		case '\\':
			j++
		case sheet[i]:
			return j + 1
		}
	}
	return len(sheet)
}

// squeezeJS leaves out lines that are only a comment or empty, and what lines are indented by. Our scripts have no text
// over several lines, which is tested.
func squeezeJS(script []byte) []byte {
	var out bytes.Buffer
	for line := range bytes.Lines(script) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 || bytes.HasPrefix(line, []byte("//")) {
			continue
		}
		out.Write(line)
		out.WriteByte('\n')
	}
	return out.Bytes()
}
