package originals

import (
	"strings"
	"unicode"
)

// run is a stretch of letters and digits in a text.
type run struct {
	from, to int
	key      string
}

// runs cuts a text at everything that is neither letter nor digit.
func runs(text string) (all []run) {
	from := -1
	end := func(to int) {
		if from >= 0 {
			all = append(all, run{from, to, fold(text[from:to])})
		}
		from = -1
	}
	for i, r := range text {
		switch in := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r); {
		case in && from < 0:
			from = i
		case !in:
			end(i)
		}
	}
	end(len(text))
	return all
}

// Locate finds words in a text, whatever signs and line breaks stand between them and however they are spelt with
// small letters and capitals. from and to are bytes of the text; ok is false when the words do not stand there in this
// order, or stand on both sides of a paragraph's end.
func Locate(text, words string) (from, to int, ok bool) {
	have, want := runs(text), runs(words)
	if len(want) == 0 {
		return 0, 0, false
	}
	for at := 0; at+len(want) <= len(have); at++ {
		same := true
		for i, w := range want {
			if have[at+i].key != w.key {
				same = false
				break
			}
		}
		from, to = have[at].from, 0
		if same {
			to = have[at+len(want)-1].to
		}
		if same && !strings.Contains(text[from:to], "\n\n") {
			return from, to, true
		}
	}
	return 0, 0, false
}

// Paragraphs are those of a text that was kept: an empty line parts them.
func Paragraphs(text string) (all []string) {
	for p := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			all = append(all, p)
		}
	}
	return all
}
