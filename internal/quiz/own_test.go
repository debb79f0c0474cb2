package quiz_test

import (
	"strings"
	"testing"

	"dossier/internal/quiz"
)

func TestOwnIDs(t *testing.T) {
	for id, want := range map[string]int64{"own-1": 1, "own-17": 17, "own-0": 0, "own-01": 0, "own--1": 0, "own-": 0,
		"own-x": 0, "kirov-1": 0, "own-1-2": 0, "own-99999999999999999999": 0, "own-+1": 0} {
		n, ok := quiz.OwnNumber(id)
		if !ok {
			n = 0
		}
		if n != want || want > 0 && quiz.OwnID(want) != id {
			t.Errorf("%s: got %d, want %d", id, n, want)
		}
	}
}

func TestOneLine(t *testing.T) {
	for typed, want := range map[string]string{" a\r\n\tb ": "a b", "a\x00b": "ab", "\ufeffa": "a", "a\u2028b": "a b",
		"a\xffb": "ab",
		"Ё 😀":    "Ё 😀", "\u00a0": ""} {
		if got := quiz.OneLine(typed); got != want {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
}

func TestOwnTitle(t *testing.T) {
	long := strings.Repeat("word ", 30)
	for _, row := range [][3]string{{"", "", ""}, {" A name ", "Why?", "A name"}, {"", "Why\nso?", "Why so?"},
		{"", long, strings.TrimSpace(long[:75]) + "…"}, {"", strings.Repeat("x", 90), strings.Repeat("x", 79) + "…"}} {
		if got := quiz.OwnTitle(row[0], row[1]); got != row[2] {
			t.Errorf("%q, %q: got %q, want %q", row[0], row[1], got, row[2])
		}
	}
}

func TestGapInside(t *testing.T) {
	for _, row := range [][3]string{{"In 1934 ", " was killed.", "In 1934 … was killed."}, {"It was", ".", "It was …."},
		{"", "came.", "… came."}, {"Who?", "", "Who? …"}, {"a (", ") b", "a ( …) b"}} {
		if got := quiz.GapInside(row[0], "…", row[1]); got != row[2] {
			t.Errorf("%q, %q: got %q, want %q", row[0], row[1], got, row[2])
		}
	}
}

// What can be asked is told from what cannot.
func TestUnanswerable(t *testing.T) {
	choose := func(texts string, right ...int) quiz.Body {
		var options []quiz.Option
		for _, text := range strings.Split(texts, "|") {
			options = append(options, quiz.Option{Text: text})
		}
		for _, i := range right {
			options[i].Correct = true
		}
		return quiz.ChooseOne(options)
	}
	all := func(body quiz.Body) quiz.Body { return quiz.ChooseAll(body.(*quiz.SingleChoice).Options) }
	word := func(accept ...quiz.Accept) quiz.Body {
		_, body := quiz.ShortAnswer("Who?", "", accept, nil)
		return body
	}
	number := func(answer float64, within ...float64) quiz.Body {
		var bands []quiz.Band
		for i := range within {
			bands = append(bands, quiz.Band{Within: &within[i], Score: 1 / float64(i+1)})
		}
		return quiz.AskNumber("How many?", answer, bands)
	}
	pairs := func(prompts ...quiz.Prompt) quiz.Body {
		return &quiz.Matching{Prompts: prompts, Choices: []quiz.Choice{{ID: "1", Text: "x"}, {ID: "2", Text: "y"}}}
	}
	for _, row := range []struct {
		name string
		body quiz.Body
		want string
	}{
		{"a choice", choose("a|b", 0), ""},
		{"+ and -", choose("+|-", 0), ""},
		{"without a key", choose("a|b"), "No answer is marked as right."},
		{"two keys", choose("a|b", 0, 1), "More than one answer is marked as right."},
		{"all of two", all(choose("a|b", 0, 1)), ""},
		{"one answer", choose("a", 0), "There are fewer than two answers to choose from."},
		{"27 answers", choose(strings.Repeat("a|", 26)+"b", 0), "There are more than 26 answers to choose from."},
		{"the same", choose("a b|A  B", 0), "The answer “A  B” is there twice."},
		{"an empty one", choose("a| ", 0), "One answer is empty."},
		{"true or false", quiz.TrueOrFalse(false, "", ""), ""},
		{"a word", word(quiz.Accept{Text: "Kirov"}), ""},
		{"no word", word(), "No answer is accepted."},
		{"signs", word(quiz.Accept{Text: "++"}), "Nobody can type “++” so that Dossier recognises it."},
		{"half a mark", word(quiz.Accept{Text: "Kirov", Score: .5}), "No accepted answer earns the full mark."},
		{"no gap", &quiz.Cloze{Text: "Who?"}, "The text has no gap to write in."},
		{"a number", number(17, 0, 2), ""},
		{"below zero", number(-17.25, 0), ""},
		{"three decimals", number(3.141, 0), "Dossier reads numbers with two decimals at most: a point or comma before " +
			"three figures parts thousands."},
		{"no distance", number(17), "It is not clear how near an answer has to be."},
		{"distances that shrink", number(17, 2, 1), "It is not clear how near an answer has to be."},
		{"pairs", pairs(quiz.Prompt{ID: "a", Text: "a", Answer: "1"}, quiz.Prompt{ID: "b", Text: "b", Answer: "2"}), ""},
		{"one pair", pairs(quiz.Prompt{ID: "a", Text: "a", Answer: "1"}), "There are fewer than two pairs."},
		{"no match", pairs(quiz.Prompt{ID: "a", Text: "a", Answer: "3"}), "“a” has no match."},
		{"a kind of the course", &quiz.Chronology{}, "Questions of this kind cannot be in a set of your own."},
	} {
		q := quiz.NewOwn("A name", "Who?", row.body)
		if got := q.Unanswerable(); got != row.want {
			t.Errorf("%s: got %q, want %q", row.name, got, row.want)
		}
	}
	if got := quiz.NewOwn("A name", " ?", choose("a|b", 0)).Unanswerable(); got != "There is no question." {
		t.Errorf("without words: %q", got)
	}
}
