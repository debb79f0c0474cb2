package quiz_test

import (
	"math"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"dossier/internal/quiz"
)

// B4: with the fuzz tests of all kinds of question below, and of numbers, names, texts and files elsewhere.
func FuzzFoldName(f *testing.F) {
	for _, p := range people {
		f.Add(p.Name)
	}
	for _, s := range []string{
		"", "Zinov'ev", "İye", "ЕЖОВ", "\xff\xfe", "ﬀ", "yeye-jojo", strings.Repeat("sky", 300), "\u0301", "Yаgoda", "Ягoda",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key := quiz.FoldName(s)
		if key != quiz.FoldName(s) {
			t.Fatalf("%q has two keys", s)
		}
		if !utf8.ValidString(key) || key != strings.TrimSpace(key) || strings.Contains(key, "  ") {
			t.Fatalf("%q has the key %q", s, key)
		}
		if quiz.FoldName(" "+s+".") != key {
			t.Fatalf("space and full stop change the key of %q from %q to %q", s, key, quiz.FoldName(" "+s+"."))
		}
	})
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{
		"681,692", "681 692", "681.692", "680k", "0.7 million", "about 5", "c. 1936", "-1", "1,2,3", "", "９", "1e9", "~~1",
		strings.Repeat("9", 300), "١١٬٠٠٠", "6,81,692",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, ok := quiz.ParseNumber(s)
		if again, okAgain := quiz.ParseNumber(s); ok != okAgain || ok && n != again {
			t.Fatalf("%q is %v and %v", s, n, again)
		}
		if ok && (math.IsNaN(n) || math.Abs(n) > 1e15) {
			t.Fatalf("%q is %v", s, n)
		}
		if about, okAbout := quiz.ParseNumber("about " + s); ok && len(s) < 190 && (!okAbout || about != n) {
			t.Fatalf("about changes %q from %v to %v, %v", s, n, about, okAbout)
		}
	})
}

// checkGrade holds a grade against what every grade must be.
func checkGrade(t *testing.T, b quiz.Body, a quiz.Answer) {
	t.Helper()
	g := b.Grade(a)
	if !(g.Score >= 0 && g.Score <= 1) {
		t.Fatalf("%T scores %v for %q", b, g.Score, a)
	}
	if again := b.Grade(a); !reflect.DeepEqual(g, again) {
		t.Fatalf("%T grades %q in two ways", b, a)
	}
	for _, l := range g.Lines {
		switch l.Mark {
		case quiz.Right, quiz.Wrong, quiz.Near, quiz.Missed, quiz.Rest:
		default:
			t.Fatalf("%T has a line without a mark: %+v", b, l)
		}
	}
}

// fuzzKind feeds forms to every sample of a kind. A form is written as in an address; square brackets hold authoring
// ids that become handles.
func fuzzKind(f *testing.F, kind string, forms ...string) {
	for _, form := range append(forms, "", "a=&a=&n=x", "%zz", "a=%ff%00", "pos.[a]=1", strings.Repeat("a=[a]&", 50)) {
		f.Add(form)
	}
	var bodies []quiz.Body
	for _, q := range samples(f) {
		if q.Kind == kind {
			bodies = append(bodies, q.Body)
		}
	}
	switch b := bodies[0].(type) {
	case *quiz.NumericEstimate:
		ranged := *b
		ranged.AskRange = true
		bodies = append(bodies, &ranged, year(), percent())
	case *quiz.MultipleResponse:
		free := *b
		free.Choose, free.Scoring = quiz.Choose{Mode: "any"}, "all_or_nothing"
		bodies = append(bodies, &free)
	}
	empty, err := quiz.NewBody(kind)
	if err != nil {
		f.Fatal(err)
	}
	bodies = append(bodies, empty)
	d := deal(1)
	f.Fuzz(func(t *testing.T, text string) {
		values, _ := url.ParseQuery(text)
		for _, form := range []quiz.Form{quiz.Form(values), handled(d, quiz.Form(values))} {
			for _, b := range bodies {
				a, ps := b.Parse(form, d)
				again, psAgain := b.Parse(form, d)
				if !reflect.DeepEqual(a, again) || !reflect.DeepEqual(ps, psAgain) {
					t.Fatalf("%T reads %q in two ways", b, form)
				}
				for _, p := range ps {
					if p.Field == "" || !strings.HasSuffix(p.Message, ".") {
						t.Fatalf("%T has the problem %+v", b, p)
					}
				}
				if filled, left := b.Parse(b.Fill(a, d), d); len(ps) == 0 && (len(left) > 0 || !reflect.DeepEqual(filled, a)) {
					t.Fatalf("%T fills a form with %q that is read as %q, %v", b, a, filled, left)
				}
				checkGrade(t, b, a)
				checkGrade(t, b, quiz.Answer(values)) // an answer that Parse never made
				if s := b.GuessScore(); !(s >= 0 && s <= 1) {
					t.Fatalf("%T has the guess score %v", b, s)
				}
			}
		}
	})
}

func FuzzSingleChoice(f *testing.F) { fuzzKind(f, "single_choice", "a=[a]", "a=[b]&a=[a]", "a=b") }
func FuzzMultipleResponse(f *testing.F) {
	fuzzKind(f, "multiple_response", "a=[a]&a=[b]", "a=[a]&a=[c]", "a=[a]&a=[b]&a=[c]&a=[d]")
}
func FuzzTrueFalse(f *testing.F) {
	fuzzKind(
		f, "true_false_correction", "v=false&fix=Yezhov", "v=true", "verdict=false&fix=Beria", "v=false&fix=%F0%9F%98%80",
	)
}
func FuzzChronology(f *testing.F) {
	fuzzKind(
		f, "chronology", "pos.[a]=1&pos.[b]=2&pos.[c]=3&pos.[d]=4&pos.[e]=5", "pos.[a]=2&pos.[b]=2",
		"order=a&order=b&order=c&order=d&order=e", "order=a&order=a",
	)
}
func FuzzMatching(f *testing.F) {
	fuzzKind(f, "matching", "m.[p1]=[c1]&m.[p2]=[c2]&m.[p3]=[c4]", "m.[p1]=[c1]&m.[p2]=[c1]&m.[p3]=[c1]", "p1=c1&p2=c9")
}
func FuzzCloze(f *testing.F) {
	fuzzKind(f, "cloze", "g.1=Yezhov&g.2=Yagoda", "g.1=Yezov&g.2=not+Yagoda", "1=Beria&2=%C3%A9", "g.1=%E2%80%8B&g.2=x")
}
func FuzzNumericEstimate(f *testing.F) {
	fuzzKind(f, "numeric_estimate", "n=681,692", "n=about+680k", "lo=500k&hi=1+million", "lo=2&hi=1", "n=1936", "n=70%25")
}
func FuzzEvidenceHighlight(f *testing.F) {
	fuzzKind(f, "evidence_highlight",
		"a=[s1]&a=[s2]&because=[w1]", "a=[s4]&a=[s5]&because=[w2]", "a=[s1]&because=[s1]", "quote=will+not+hear+of+a+play",
		"quote=%E2%80%9Cfutile+to+think", "a=s1&a=s3&because=w1", "quote=%C3&a=[s1]&a=[s1]")
}
func FuzzProvenance(f *testing.F) {
	fuzzKind(f, "provenance",
		"p.[author]=[author/a]&p.[when]=[when/b]&w.value=he+knew+the+men&w.limitation=he+had+a+stake",
		"p.[author]=[when/a]", "author=a&when=c&w.value=%00", "w.value="+strings.Repeat("x+", 300))
}
func FuzzComparison(f *testing.F) {
	fuzzKind(
		f, "comparison",
		"pt.[p1]=[p1/first]&pt.[p2]=[p2/second]&pt.[p3]=[p3/both]&pt.[p4]=[p4/neither]&w.why=one+of+them+was+accused",
		"pt.[p1]=[p2/first]", "p1=first&p2=x",
	)
}
func FuzzNextSource(f *testing.F) {
	fuzzKind(
		f, "next_source", "a=[a]&why=[independent]&why=[tests]", "a=[b]", "a=[a]&why=[a]", "a=c&why=repeats&why=repeats",
		"why=[tests]",
	)
}
