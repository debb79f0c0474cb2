package essay_test

import (
	"slices"
	"strings"
	"testing"

	"dossier/internal/essay"
)

func TestSentences(t *testing.T) {
	long := strings.Repeat("and then they shot some more of them ", 30)
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", nil},
		{"white space alone", " \n ", []string{" \n "}},
		{"two", "He lied. She knew!", []string{"He lied. ", "She knew!"}},
		{"no final stop", "He lied. She knew", []string{"He lied. ", "She knew"}},
		{"a title", "Mr. Smith and Dr. Jones saw it. They left.", []string{"Mr. Smith and Dr. Jones saw it. ", "They left."}},
		{"an initial", "J. Stalin signed. S. Kirov was dead.", []string{"J. Stalin signed. ", "S. Kirov was dead."}},
		{"a day", "He died on 1. December 1934. It was a Saturday.",
			[]string{"He died on 1. December 1934. ", "It was a Saturday."}},
		{"a day at the beginning", "1. December 1934 was a Saturday. He died.",
			[]string{"1. December 1934 was a Saturday. ", "He died."}},
		{"a day in short", "On 23. Aug. 1936 it was printed. Nobody asked.",
			[]string{"On 23. Aug. 1936 it was printed. ", "Nobody asked."}},
		{"a number at the end", "There were 16. May was over.", []string{"There were 16. May was over."}},
		{"a year at the end", "It was in 1934. December was cold.", []string{"It was in 1934. ", "December was cold."}},
		{"quotation marks", "He asks “Who can believe it?” And I ask too. \"No.\" That is all.",
			[]string{"He asks “Who can believe it?” ", "And I ask too. ", "\"No.\" ", "That is all."}},
		{"a number of evidence", "It saw the court. [1] He did not.", []string{"It saw the court. ", "[1] He did not."}},
		{"a number of evidence at once", "It saw the court.[1] He did not.",
			[]string{"It saw the court.[1] ", "He did not."}},
		{"an ellipsis within", "They were … well, dead. So it goes.", []string{"They were … well, dead. ", "So it goes."}},
		{"dots within", "They were ... well, dead. So it goes.", []string{"They were ... well, dead. ", "So it goes."}},
		{"an ellipsis at the end", "And then … Nobody knew.", []string{"And then … ", "Nobody knew."}},
		{"emojis", "He lied 😡. 👍🏽 She knew 🦊! 🎉", []string{"He lied 😡. ", "👍🏽 She knew 🦊! ", "🎉"}},
		{"an empty line", "A title\n\nHe lied.\nShe knew.", []string{"A title\n\n", "He lied.\n", "She knew."}},
		{"space before", "  He lied. ", []string{"  He lied. "}},
		{"a decimal", "It was 3.5 metres. Yes.", []string{"It was 3.5 metres. ", "Yes."}},
		{"an endless word", strings.Repeat("x", 900), []string{strings.Repeat("x", 900)}},
		{"one long sentence without a mark", long, []string{
			long[:296], long[296:592], long[592:888], long[888:]}},
		{"one long sentence with marks", strings.Repeat("they came, ", 30), []string{
			strings.Repeat("they came, ", 27), strings.Repeat("they came, ", 3)}},
	} {
		got := essay.Sentences(test.text)
		if !slices.Equal(got, test.want) {
			t.Errorf("%s:\n got %q\nwant %q", test.name, got, test.want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	const text = "It saw the court. He was\naccused. No. No proof was there!\n\nThe end"
	for _, test := range []struct {
		name   string
		chosen []string
		want   string
		lost   []string
	}{
		{"nothing", nil, "", nil},
		{"one", []string{"He was accused."}, "He was accused.", nil},
		{"side by side", []string{"It saw the court.", "He was\r\naccused."}, "It saw the court. He was accused.", nil},
		{"apart, in the order of the text", []string{"The end", "It saw the court."}, "It saw the court. … The end", nil},
		{"the beginning of another", []string{"No proof was there!"}, "No proof was there!", nil},
		{"both", []string{"No.", "No proof was there!"}, "No. No proof was there!", nil},
		{"words as they were copied out once", []string{"saw the court"}, "saw the court", nil},
		{"words and a sentence", []string{"saw the court", "No."}, "No. … saw the court", nil},
		{"of another text", []string{"Of another.", "No."}, "No.", []string{"Of another."}},
		{"twice the same", []string{"No.", "No."}, "No. … No.", nil},
		{"space alone", []string{" "}, "", nil},
	} {
		got, lost := essay.Excerpt(text, test.chosen)
		if got != test.want || !slices.Equal(lost, test.lost) {
			t.Errorf("%s: got %q and lost %q, want %q and %q", test.name, got, lost, test.want, test.lost)
		}
	}
}

// What was chosen is chosen when the page comes back.
func TestExcerpted(t *testing.T) {
	const text = "It saw the court. He was\naccused. No. No proof was there! He was accused.\n\nThe end"
	for _, test := range []struct {
		excerpt string
		want    []int
		own     string
	}{
		{"", nil, ""}, {"It saw the court.", []int{0}, ""}, {"It saw the court. He was accused.", []int{0, 1}, ""},
		{"It saw the court. … The end", []int{0, 5}, ""}, {"No proof was there!", []int{3}, ""},
		{"No. No proof was there!", []int{2, 3}, ""}, {"He was accused.", []int{1}, ""},
		{"He was accused. … He was accused.", []int{1, 4}, ""}, {"saw the court", nil, "saw the court"},
		{"No. … saw the court", []int{2}, "saw the court"}, {"words of another text", nil, ""},
	} {
		chosen, own := essay.Excerpted(text, test.excerpt)
		var got []int
		for i, yes := range chosen {
			if yes {
				got = append(got, i)
			}
		}
		if !slices.Equal(got, test.want) || own != test.own {
			t.Errorf("%q: got %v and %q, want %v and %q", test.excerpt, got, own, test.want, test.own)
		}
	}
}

func FuzzExcerpt(f *testing.F) {
	for _, seed := range []string{"", "He lied. No. No.", "Mr. Smith … \xff 1. May", "😡. a.b \n\n\t“x.” [1]."} {
		f.Add(seed, uint(5))
	}
	f.Fuzz(func(t *testing.T, text string, which uint) {
		all := essay.Sentences(text)
		if got := strings.Join(all, ""); got != text {
			t.Fatalf("got %q, want %q", got, text)
		}
		var chosen []string
		for i, sentence := range all {
			if which&(1<<(i%8)) != 0 {
				chosen = append(chosen, sentence)
			}
		}
		excerpt, lost := essay.Excerpt(text, chosen)
		if len(lost) > 0 {
			t.Fatalf("%q: lost %q", text, lost)
		}
		if marked, _ := essay.Excerpted(text, excerpt); len(marked) != len(all) {
			t.Fatalf("%q: %d sentences, %d of them known", text, len(all), len(marked))
		}
	})
}

func TestFarTooShort(t *testing.T) {
	for _, test := range []struct {
		words, least int
		want         bool
	}{
		{59, 120, true}, {89, 120, true}, {90, 120, false}, {119, 120, false}, {120, 120, false}, {451, 120, false},
		{0, 0, false}, {0, 1, true}, {1, 1, false}, {2, 3, true},
	} {
		if got := essay.FarTooShort(test.words, test.least); got != test.want {
			t.Errorf("%d words of at least %d: got %v, want %v", test.words, test.least, got, test.want)
		}
	}
}
