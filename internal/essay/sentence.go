package essay

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// shortened are words that end with a dot which does not end the sentence. Initials are known by being one capital
// letter.
var shortened = []string{"mr", "mrs", "ms", "dr", "prof", "st", "gen", "col", "vs", "cf", "e.g", "i.e", "etc", "p",
	"pp", "ca", "approx", "jan", "feb", "aug", "sept", "oct", "nov", "dec"}

// sentences are the stretches of a text from the first letter of a sentence to its last mark; between them stands
// white space only. A sentence ends with . ! or ? before white space, and at an empty line; three dots end one only
// before a capital letter.
func sentences(text string) []span {
	var found []span
	start, lineEmpty := -1, false
	end := func(at int) {
		if start >= 0 {
			found = append(found, span{start, start + len(strings.TrimRightFunc(text[start:at], unicode.IsSpace))})
		}
		start = -1
	}
	for i, size := 0, 0; i < len(text); i += size {
		var r rune
		r, size = utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			if r == '\n' && lineEmpty {
				end(i)
			}
			lineEmpty = lineEmpty || r == '\n'
			continue
		}
		lineEmpty = false
		if start < 0 {
			start = i
		}
		if !strings.ContainsRune(".!?…", r) {
			continue
		}
		to := i + size + closers(text[i+size:])
		next, _ := utf8.DecodeRuneInString(text[to:])
		switch {
		case to < len(text) && !unicode.IsSpace(next):
		case (r == '…' || r == '.' && strings.HasSuffix(text[start:i], ".")) && !startsAnew(text[to:]):
		case r == '.' && isShortened(text[start:i]):
		case r == '.' && isDay(text[start:i], text[to:]):
		default:
			end(to)
			size = to - i
		}
	}
	end(len(text))
	return found
}

// closers is the length of the marks that may follow the end of a sentence and still belong to it: quotation marks,
// brackets, numbers of evidence.
func closers(rest string) int {
	n := 0
	for n < len(rest) {
		if at := citation.FindStringIndex(rest[n:min(len(rest), n+5)]); at != nil && at[0] == 0 {
			n += at[1]
			continue
		}
		r, size := utf8.DecodeRuneInString(rest[n:])
		if !strings.ContainsRune("\"”“’')]", r) {
			break
		}
		n += size
	}
	return n
}

// months are the first three letters of their names.
var months = []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}

// isDay says that a dot belongs to the number of a day: "1. December". A number of one or two digits stands before it,
// and a month after it.
func isDay(before, after string) bool {
	number := before[strings.LastIndexFunc(before, unicode.IsSpace)+1:]
	if len(number) == 0 || len(number) > 2 || strings.Trim(number, "0123456789") != "" {
		return false
	}
	month := strings.TrimLeftFunc(after, unicode.IsSpace)
	const shortest = 3
	return len(month) < len(after) && len(month) >= shortest &&
		slices.Contains(months, strings.ToLower(month[:shortest]))
}

func isShortened(before string) bool {
	const longest = 8
	tail := before[max(0, len(before)-longest):]
	word := tail[strings.LastIndexAny(tail, " \t\r\n(\"“")+1:]
	if len(word) == len(tail) && len(before) > longest {
		return false
	}
	first, size := utf8.DecodeRuneInString(word)
	return size > 0 && size == len(word) && unicode.IsUpper(first) || slices.Contains(shortened, strings.ToLower(word))
}
