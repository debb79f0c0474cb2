package quiz_test

import (
	"fmt"
	"testing"
	"unicode"

	"dossier/internal/quiz"
)

// TestParseNumberInEveryScript writes the ten digits of each script that Unicode knows.
func TestParseNumberInEveryScript(t *testing.T) {
	var digits []rune
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if unicode.IsDigit(r) {
			digits = append(digits, r)
		}
	}
	if len(digits)%10 != 0 || len(digits) < 600 {
		t.Fatalf("Unicode has %d digits", len(digits))
	}
	for ; len(digits) > 0; digits = digits[10:] {
		text := string(digits[1:10]) + string(digits[0])
		if n, ok := quiz.ParseNumber(text); !ok || n != 1234567890 {
			t.Errorf("%s (from %U) is read as %v, %v", text, digits[0], n, ok)
		}
	}
}

func TestFoldNameAcrossScripts(t *testing.T) {
	for want, texts := range map[string][]string{
		"Yagoda":       {"Ягода", "ягода", "Yаgoda", "Yagоdа", "Ягoдa", "Υagoda", "Yaցoda", "Âgoda", "IAgoda"},
		"Kirov":        {"Киров", "Кiров", "Kirоv", "Κirov", "Кирoв"},
		"Yezhov":       {"Ежов", "Ežov", "Iezhov", "Yezhоv", "Ежoв"},
		"Tukhachevsky": {"Тухачевский", "Tuhačevskij", "Тухачевскии", "Tukhachevskiĭ"},
		"Zinoviev":     {"Зиновьев", "Zinov'ev", "Zinovʹev"},
		"Trotsky":      {"Троцкий", "Trockij", "Trocki", "Trotskiĭ"},
		"Khrushchev":   {"Хрущёв", "Хрущев", "Hruščev", "Hruŝëv"},
	} {
		for _, text := range texts {
			if got, key := quiz.FoldName(text), quiz.FoldName(want); got != key {
				t.Errorf("FoldName(%q) = %q, want %q as of %s", text, got, key, want)
			}
		}
	}
	for _, text := range []string{"Ягода Yezhov", "日本", "Ελένη", "שרה"} {
		if key := quiz.FoldName(text); key == "" || key != quiz.FoldName(text) {
			t.Errorf("FoldName(%q) = %q", text, key)
		}
	}
}

func TestYearGap(t *testing.T) {
	q := &quiz.Cloze{Text: "It was in {{1}}.", Gaps: []quiz.Gap{
		{ID: "1", Match: "year", Accept: []quiz.Accept{{Text: "1988"}}},
	}}
	for _, text := range []string{
		"1988", "1988.", "in 1988", "In 1988!", "February 1988", "Feb. 1988", "Sept 1988", "1988 A.D.", "1988 AD",
		"A.D. 1988",
		"1988 CE", "AD1988", "1988AD", "the year 1988", "in the year of 1988", "5 February 1988", "February 5, 1988",
		"5th of February, 1988", "on 5 Feb 1988", "5.2.1988", "05/02/1988", "1988-02-05", "about 1988", "c. 1988", "1,988",
		"1 988",
		"early 1988", "١٩٨٨", "۱۹۸۸", "१९८८", "１９８８", "nineteen eighty-eight", "Nineteen Eighty Eight", "1988 г.",
		"в 1988 году",
		"during 1988", "A.D.1988", "1988A.D.", "02/1988", "5-Feb-1988", "1988 (February)", "year: 1988", "spring 1988",
		"1988\u200b",
	} {
		a, ps := q.Parse(quiz.Form{"g.1": {text}}, deal(1))
		if len(ps) > 0 || a.Value("1") != text || !q.Grade(a).Full() {
			t.Errorf("%q: problems %v, answer %q, score %v", text, ps, a, q.Grade(a).Score)
		}
	}
	for _, text := range []string{"1987", "in 1956", "March 1989", "988", "nineteen fifty-six"} {
		a, ps := q.Parse(quiz.Form{"g.1": {text}}, deal(1))
		if len(ps) > 0 || q.Grade(a).Score != 0 {
			t.Errorf("%q: problems %v, score %v; want a wrong answer", text, ps, q.Grade(a).Score)
		}
	}
	for _, text := range []string{
		"the eighties", "1980s", "the 1980s", "'88", "88", "19888", "1988.5", "1987 or 1988", "1987-1988", "1987/88",
		"not 1988",
		"before 1988", "after 1988", "1988 BC", "20th century", "long ago", "???", "February", "5 1988", "31 32 May 1988",
		"1930-31", "Feb",
		"1988 people",
	} {
		_, ps := q.Parse(quiz.Form{"g.1": {text}}, deal(1))
		wantProblems(t, ps, quiz.Problem{Field: "g.1", Message: "Gap 1: Write one year in four figures."})
	}
}

func TestNumberGap(t *testing.T) {
	gap := func(accept string) *quiz.Cloze {
		return &quiz.Cloze{Text: "On the evening of {{1}} March.", Gaps: []quiz.Gap{
			{ID: "1", Match: "number", Accept: []quiz.Accept{{Text: accept}}},
		}}
	}
	for _, tc := range []struct{ accept, given string }{
		{"3", "3"}, {"3", "three"}, {"3", "3rd"}, {"3", "the 3rd"}, {"3", "third"}, {"3", "3 March"}, {"3", "March 3"},
		{"3", "3rd of March"},
		{"3", "٣"}, {"11000", "11000 People."}, {"11000", "about 11,000 people"}, {"11000", "11 thousand people"},
		{"11000", "11k"},
		{"11000", "11.000"}, {"11000", "11 000"}, {"11000", "11’000"}, {"681692", "6,81,692"}, {"0.5", "0,5"},
		{"18", "eighteen men"},
	} {
		q := gap(tc.accept)
		a, ps := q.Parse(quiz.Form{"g.1": {tc.given}}, deal(1))
		if len(ps) > 0 || !q.Grade(a).Full() {
			t.Errorf("%q for %s: problems %v, score %v", tc.given, tc.accept, ps, q.Grade(a).Score)
		}
	}
	ask := quiz.Problem{Field: "g.1", Message: "Gap 1: Write one number in figures. Exactly three figures follow a comma."}
	for _, text := range []string{
		"11,00", "11,00 people", "many", "2 or 3", "2-3", "½", "3%", "3 percent", "3 dozen", "five six",
		"one hundred and one", "not 3", "1,2,3",
	} {
		_, ps := gap("3").Parse(quiz.Form{"g.1": {text}}, deal(1))
		wantProblems(t, ps, ask)
	}
	a, ps := gap("3").Parse(quiz.Form{"g.1": {"4 March"}}, deal(1))
	if len(ps) > 0 || gap("3").Grade(a).Score != 0 {
		t.Errorf("4 March: %v, score %v; want a wrong answer", ps, gap("3").Grade(a).Score)
	}
}

func TestCorrectionsAskAgainWhateverTheKey(t *testing.T) {
	const year = "Write one year in four figures."
	const number = "Write one number in figures. Exactly three figures follow a comma."
	for _, tc := range []struct{ statement, wrong, match, accept, fix, want string }{
		{"The pact was signed in 1937.", "1937", "year", "1939", "the thirties", year},
		{"The pact was signed in 1937.", "1937", "year", "1939", "1938 or 1939", year},
		{"The pact was signed in 1937.", "1937", "year", "1939", "39", year},
		{"The pact was signed in 1937.", "1937", "year", "1939", "August 1939", ""},
		{"The pact was signed in 1937.", "1937", "year", "1939", "Yezhov", ""},
		{"The pact was signed in 1937.", "signed", "text", "the 1930s", "the 1930s", ""},
		{"The court heard 21 men.", "21", "number", "18", "11,00", number},
		{"The court heard 21 men.", "21", "number", "18", "17 or 18", number},
		{"The court heard 21 men.", "21", "number", "18", "18 men", ""},
		{"The court heard 21 men.", "21", "number", "18", "some men", ""},
		{"The court heard Kirov.", "Kirov", "name", "Rykov", "17 or 18", ""},
	} {
		t.Run(tc.fix, func(t *testing.T) {
			wrong := &quiz.TrueFalse{Statement: tc.statement, WrongSpan: tc.wrong, Correction: quiz.Correction{
				Match: tc.match, Accept: []quiz.Accept{{Text: tc.accept}},
			}}
			right := &quiz.TrueFalse{Statement: tc.statement, Answer: true}
			var want []quiz.Problem
			if tc.want != "" {
				want = append(want, quiz.Problem{Field: "fix", Message: tc.want})
			}
			form := quiz.Form{"v": {"false"}, "fix": {tc.fix}}
			a, ps := wrong.Parse(form, deal(1))
			wantProblems(t, ps, want...)
			if len(ps) > 0 || !wrong.Grade(a).Full() { // what the key accepts may pass; else nothing may tell the two apart
				_, ps = right.Parse(form, deal(1))
				wantProblems(t, ps, want...)
			}
			_, ps = right.Parse(quiz.Form{"v": {"true"}, "fix": {tc.fix}}, deal(1))
			wantProblems(t, ps)
		})
	}
}

func TestNumericReadsWhatPeopleType(t *testing.T) {
	count := &quiz.NumericEstimate{
		Answer: 11000, Unit: "people", Number: "count", Bands: []quiz.Band{{Within: by(0), Score: 1}},
	}
	share := &quiz.NumericEstimate{Answer: 51, Number: "percent", Bands: []quiz.Band{{Within: by(0), Score: 1}}}
	when := &quiz.NumericEstimate{Answer: 1988, Number: "year", Bands: []quiz.Band{{Within: by(0), Score: 1}}}
	for q, texts := range map[*quiz.NumericEstimate][]string{
		count: {
			"11000", "11000 People.", "11,000 people", "11000 men", "١١٠٠٠", "۱۱۰۰۰", "११०००", "１１０００", "11'000", "11’000",
			"11\u202f000",
			"about 11 thousand citizens", "exactly 11000!",
		},
		share: {
			"51", "51%", "51٪", "٥١٪", "51％", "51﹪", "٥١", "51 per cent", "51 percent of them", "51% of the members", "%51",
			"51.0",
		},
		when: {"1988", "١٩٨٨", "in 1988", "February 1988", "1988 A.D.", "about 1988"},
	} {
		for _, text := range texts {
			a, ps := q.Parse(quiz.Form{"n": {text}}, deal(1))
			if len(ps) > 0 || !q.Grade(a).Full() {
				t.Errorf("%s %q: problems %v, score %v", q.Number, text, ps, q.Grade(a).Score)
			}
		}
	}
	slip := []quiz.Problem{{Field: "n", Message: "Write the number again. Exactly three figures follow a comma."}}
	for _, text := range []string{"11,00", "١١٬٠٠", "11,0", "11.00"} {
		_, ps := count.Parse(quiz.Form{"n": {text}}, deal(1))
		wantProblems(t, ps, slip...)
	}
	for _, text := range []string{
		"11,00 people", "eleven or twelve", "10000-12000", "11000 or 12000", "first", "over 11,000", "½", "N/A",
		"11000 dozen",
	} {
		if _, ps := count.Parse(quiz.Form{"n": {text}}, deal(1)); len(ps) != 1 {
			t.Errorf("%q: problems %v, want to be asked again", text, fmt.Sprint(ps))
		}
	}
}
