package quiz_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"dossier/internal/quiz"
)

// found tells how a rule fired at a path: "E", "W" or "".
func found(fs []quiz.Finding, rule, path string) string {
	for _, f := range fs {
		if f.Rule == rule && f.Path == path {
			if f.Warning {
				return "W"
			}
			return "E"
		}
	}
	return ""
}

func texts(q *quiz.Question, texts ...string) {
	b := q.Body.(*quiz.SingleChoice)
	for i, s := range texts {
		b.Options[i].Text = s
	}
}

func fixed(q *quiz.Question) {
	no := false
	q.Body.(*quiz.SingleChoice).Shuffle = &no
}

func words(n int) string { return strings.TrimSpace(strings.Repeat("word ", n)) }

func TestRulesForOptions(t *testing.T) {
	for _, tc := range []struct {
		name, rule, path, want string
		change                 func(*quiz.Question, *quiz.SingleChoice)
	}{
		{"two options", "V02", "$.options", "E", func(_ *quiz.Question, b *quiz.SingleChoice) { b.Options = b.Options[:2] }},
		{"five options", "V02", "$.options", "W", func(_ *quiz.Question, b *quiz.SingleChoice) {
			b.Options = append(b.Options, quiz.Option{ID: "d"}, quiz.Option{ID: "e"})
		}},
		{"six options", "V02", "$.options", "E", func(_ *quiz.Question, b *quiz.SingleChoice) {
			b.Options = append(b.Options, b.Options...)
		}},
		{"no key", "V03", "$.options", "E", func(_ *quiz.Question, b *quiz.SingleChoice) { b.Options[0].Correct = false }},
		{"two keys", "V03", "$.options", "E", func(_ *quiz.Question, b *quiz.SingleChoice) { b.Options[1].Correct = true }},
		{"all of the above", "V04", "$.options[2].text", "E", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "x one", "y two", "All of the above.")
		}},
		{"both of these", "V04", "$.options[2].text", "E", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "x one", "y two", "both of these")
		}},
		{"a and b", "V04", "$.options[2].text", "E", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "x one", "y two", "A and B")
		}},
		{"don't know", "V04", "$.options[2].text", "E", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "x one", "y two", "I don’t know")
		}},
		{"anything above", "V04", "$.options[2].text", "", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "x one", "y two", "any rank in the army however far above")
		}},
		{"key a little longer", "V05", "$.options[0].text", "W", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, strings.Repeat("k", 42), strings.Repeat("x", 30), strings.Repeat("y", 30))
		}},
		{"key much longer", "V05", "$.options[0].text", "E", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, strings.Repeat("k", 55), strings.Repeat("x", 30), strings.Repeat("y", 30))
		}},
		{"key within 1.3", "V05", "$.options[0].text", "", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, strings.Repeat("k", 52), strings.Repeat("x", 40), strings.Repeat("y", 40))
		}},
		{"short key, twice as long", "V05", "$.options[0].text", "", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "Shaposhnikov", "Radek", "Romm")
		}},
		{"longest wrong option", "V05", "$.options[2].text", "W", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, strings.Repeat("k", 12), strings.Repeat("x", 12), strings.Repeat("y", 31))
		}},
		{"two and a half times", "V05", "$.options[2].text", "", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, strings.Repeat("k", 12), strings.Repeat("x", 12), strings.Repeat("y", 30))
		}},
		{"negative twice", "V06", "$.options[1].text", "E", func(q *quiz.Question, _ *quiz.SingleChoice) {
			q.Stem = "Which claim was **NOT** made in court?"
			texts(q, "he fled", "he did not flee", "he stayed")
		}},
		{"absolute in a wrong option", "V07", "$.options[2].text", "E", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "some of it", "half of it", "completely false")
		}},
		{"absolute in the key", "V07", "$.options[0].text", "W", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "every one", "half of it", "some")
		}},
		{"absolute in both", "V07", "$.options[2].text", "", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "every one", "half of it", "none")
		}},
		{"All-Union is a name", "V07", "$.options[2].text", "", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "the army", "the police", "the All-Union congress")
		}},
		{"a wrong option dismisses", "V32", "$.options[1].text", "W", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "it helps in part", "it is worthless", "it settles the case")
		}},
		{"a wrong option counts for nothing", "V32", "$.options[2].text", "W", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "it helps in part", "it settles the case", "his word counts for nothing")
		}},
		{"a wrong option gives up", "V32", "$.options[2].text", "W", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "it helps in part", "it settles the case", "Nobody can know the answer")
		}},
		{"the key dismisses", "V32", "$.options[0].text", "", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "it proves nothing", "it settles the case", "it helps in part")
		}},
		{"a cautious wrong option", "V32", "$.options[1].text", "", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "it helps in part", "it has little value for this", "it settles the case")
		}},
		{"clang", "V08", "$.options[0].text", "W", func(q *quiz.Question, _ *quiz.SingleChoice) {
			q.Stem = "What did the defendants confess in the court?"
			texts(q, "they made confessions", "they said nothing", "they asked for time")
		}},
		{"clang in two options", "V08", "$.options[0].text", "", func(q *quiz.Question, _ *quiz.SingleChoice) {
			q.Stem = "What did the defendants confess in the court?"
			texts(q, "they made confessions", "they made no confession", "they asked for time")
		}},
		{"clang in a wrong option", "V08", "$.options[1].text", "", func(q *quiz.Question, _ *quiz.SingleChoice) {
			q.Stem = "What did the defendants confess in the court?"
			texts(q, "a plot", "confessions", "a theft")
		}},
		{"ends in an", "V09", "$.stem", "E", func(q *quiz.Question, _ *quiz.SingleChoice) {
			q.Stem = "The man who fired the shot was an:"
		}},
		{"ends in are", "V09", "$.stem", "E", func(q *quiz.Question, _ *quiz.SingleChoice) {
			q.Stem = "The men who were tried here are:"
		}},
		{"mixed full stops", "V09", "$.options", "E", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "one.", "two")
		}},
		{"all full stops", "V09", "$.options", "", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "one.", "two.", "three.")
		}},
		{"equal", "V10", "$.options[1].text", "E", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "The Court", "the court.")
		}},
		{"same id", "V10", "$.options[1].id", "E", func(_ *quiz.Question, b *quiz.SingleChoice) { b.Options[1].ID = "a" }},
		{"ranges overlap", "V10", "$.options[1].text", "E", func(q *quiz.Question, _ *quiz.SingleChoice) {
			fixed(q)
			texts(q, "100 to 200", "200–300", "more than 300")
		}},
		{"ranges that meet from outside", "V10", "$.options[2].text", "", func(q *quiz.Question, _ *quiz.SingleChoice) {
			fixed(q)
			texts(q, "100 to 200", "201–300", "more than 300")
		}},
		{"one number written twice", "V10", "$.options[1].text", "E", func(q *quiz.Question, _ *quiz.SingleChoice) {
			fixed(q)
			texts(q, "700,000 people", "0.7 million people", "2 million people")
		}},
		{"numbers of different things", "V10", "$.options[1].text", "", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "12 people", "12 trials", "3 laws")
		}},
		{"nearly equal", "V10", "$.options[1].text", "W", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "he was shot in the corridor", "he was shot in the dark corridor", "x")
		}},
		{"years shuffled", "V11", "$.shuffle", "E", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "1934", "1936", "1938")
		}},
		{"years in order", "V11", "$.shuffle", "", func(q *quiz.Question, _ *quiz.SingleChoice) {
			fixed(q)
			texts(q, "1934", "1936", "1938")
		}},
		{"dates out of order", "V11", "$.options[1].text", "E", func(q *quiz.Question, _ *quiz.SingleChoice) {
			fixed(q)
			texts(q, "1 December 1934", "in March 1934", "1938")
		}},
		{"dates in order", "V11", "$.options[1].text", "", func(q *quiz.Question, _ *quiz.SingleChoice) {
			fixed(q)
			texts(q, "in March 1934", "1 December 1934", "1938")
		}},
		{"counts out of order", "V11", "$.options[1].text", "E", func(q *quiz.Question, _ *quiz.SingleChoice) {
			fixed(q)
			texts(q, "about 100 people", "98 people", "139 people")
		}},
		{"words unshuffled", "V11", "$.shuffle", "E", func(q *quiz.Question, _ *quiz.SingleChoice) { fixed(q) }},
		{"not a question", "V12", "$.stem", "W", func(q *quiz.Question, _ *quiz.SingleChoice) {
			q.Stem = "Choose what the court relied on."
		}},
		{"a gap at the end", "V12", "$.stem", "", func(q *quiz.Question, _ *quiz.SingleChoice) {
			q.Stem = "The court relied in the main on ____."
		}},
		{"a gap at the start", "V12", "$.stem", "W", func(q *quiz.Question, _ *quiz.SingleChoice) {
			q.Stem = "____ was what the court relied on."
		}},
		{"long option", "V13", "$.options[2].text", "W", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "x", "y", words(16))
		}},
		{"very long option", "V13", "$.options[2].text", "E", func(q *quiz.Question, _ *quiz.SingleChoice) {
			texts(q, "x", "y", words(31))
		}},
		{"no feedback", "V14", "$.options[1].feedback", "E", func(_ *quiz.Question, b *quiz.SingleChoice) {
			b.Options[1].Feedback = ""
		}},
		{"feedback of four words", "V14", "$.options[1].feedback", "E", func(_ *quiz.Question, b *quiz.SingleChoice) {
			b.Options[1].Feedback = "That was not so."
		}},
		{"feedback of 61 words", "V14", "$.options[1].feedback", "E", func(_ *quiz.Question, b *quiz.SingleChoice) {
			b.Options[1].Feedback = words(61)
		}},
		{"feedback that only judges", "V14", "$.options[1].feedback", "E", func(_ *quiz.Question, b *quiz.SingleChoice) {
			b.Options[1].Feedback = "No, wrong, wrong, wrong, incorrect!"
		}},
		{"feedback twice", "V14", "$.options[1].feedback", "E", func(_ *quiz.Question, b *quiz.SingleChoice) {
			b.Options[1].Feedback = b.Options[0].Feedback
		}},
		{"no misconceptions", "V15", "$.options", "W", func(_ *quiz.Question, b *quiz.SingleChoice) {
			b.Options[1].Misconception, b.Options[2].Misconception = "", ""
		}},
		{"half the misconceptions", "V15", "$.options", "", func(_ *quiz.Question, b *quiz.SingleChoice) {
			b.Options[1].Misconception = ""
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := single(t)
			q := question("single_choice", b)
			tc.change(&q, b)
			if got := found(q.Check(), tc.rule, tc.path); got != tc.want {
				t.Errorf("%s at %s: %q, want %q; findings %+v", tc.rule, tc.path, got, tc.want, q.Check())
			}
		})
	}
}

func TestRulesForAllKinds(t *testing.T) {
	for _, tc := range []struct {
		name, rule, path, want string
		change                 func(*quiz.Question)
	}{
		{"id", "V01", "$.id", "E", func(q *quiz.Question) { q.ID = "Kirov_01" }},
		{"short id", "V01", "$.id", "E", func(q *quiz.Question) { q.ID = "k1" }},
		{"double hyphen", "V01", "$.id", "E", func(q *quiz.Question) { q.ID = "kirov--01" }},
		{"version", "V01", "$.version", "E", func(q *quiz.Question) { q.Version = 0 }},
		{"kind", "V01", "$.kind", "E", func(q *quiz.Question) { q.Kind = "essay" }},
		{"title", "V01", "$.title", "E", func(q *quiz.Question) { q.Title = " " }},
		{"skill", "V01", "$.skills[1]", "E", func(q *quiz.Question) { q.Skills = []string{"knowledge", "luck"} }},
		{"no skill", "V01", "$.skills", "E", func(q *quiz.Question) { q.Skills = nil }},
		{"tests", "V01", "$.tests", "E", func(q *quiz.Question) { q.Tests = "luck" }},
		{"tests writers", "V01", "$.tests", "", func(q *quiz.Question) { q.Tests = quiz.TestsWriters }},
		{"difficulty", "V01", "$.difficulty", "E", func(q *quiz.Question) { q.Difficulty = 4 }},
		{"marks", "V01", "$.marks", "E", func(q *quiz.Question) { q.Marks = 0 }},
		{"endless marks", "V01", "$.marks", "E", func(q *quiz.Question) { q.Marks = math.Inf(1) }},
		{"marks that are no number", "V01", "$.marks", "E", func(q *quiz.Question) { q.Marks = math.NaN() }},
		{"seconds", "V01", "$.seconds", "E", func(q *quiz.Question) { q.Seconds = 0 }},
		{"confidence", "V01", "$.confidence", "E", func(q *quiz.Question) { q.Confidence = "never" }},
		{"status", "V01", "$.status", "E", func(q *quiz.Question) { q.Status = "retired" }},
		{"no stem", "V12", "$.stem", "E", func(q *quiz.Question) { q.Stem = "" }},
		{"short stem", "V12", "$.stem", "W", func(q *quiz.Question) { q.Stem = "Who was it?" }},
		{"long stem", "V12", "$.stem", "W", func(q *quiz.Question) { q.Stem = words(41) + "?" }},
		{"endless stem", "V12", "$.stem", "E", func(q *quiz.Question) { q.Stem = words(81) + "?" }},
		{"hidden not", "V06", "$.stem", "E", func(q *quiz.Question) { q.Stem = "Which of these was not so at all?" }},
		{"hidden n't", "V06", "$.stem", "E", func(q *quiz.Question) { q.Stem = "Which TWO weren’t part of it at all?" }},
		{"shown NOT", "V06", "$.stem", "W", func(q *quiz.Question) { q.Stem = "Which TWO were **NOT** part of it?" }},
		{"at least", "V06", "$.stem", "", func(q *quiz.Question) { q.Stem = "Which TWO of at least nine were it?" }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, q := range samples(t) {
				tc.change(&q)
				if got := found(q.Check(), tc.rule, tc.path); got != tc.want {
					t.Errorf("%s: %s at %s: %q, want %q", q.Kind, tc.rule, tc.path, got, tc.want)
				}
			}
		})
	}
	empty := quiz.Question{Common: question("cloze", nil).Common}
	if got := found(empty.Check(), "V01", "$.kind"); got != "E" {
		t.Errorf("a question without a body: %q", got)
	}
}

func TestRulesOfKinds(t *testing.T) {
	type mr = quiz.MultipleResponse
	type tf = quiz.TrueFalse
	type ch = quiz.Chronology
	type ma = quiz.Matching
	type cl = quiz.Cloze
	type nu = quiz.NumericEstimate
	on := func(name, rule, path, want, kind string, b quiz.Body) func(*testing.T) {
		return func(t *testing.T) {
			q := question(kind, b)
			if got := found(q.Check(), rule, path); got != want {
				t.Errorf("%s: %s at %s: %q, want %q; findings %+v", name, rule, path, got, want, q.Check())
			}
		}
	}
	for _, tc := range []struct {
		name, rule, path, want string
		change                 func(*mr)
	}{
		{"three options", "V02", "$.options", "E", func(q *mr) { q.Options = q.Options[:3] }},
		{"one key", "V03", "$.options", "E", func(q *mr) { q.Options[1].Correct = false }},
		{"one wrong", "V03", "$.options", "E", func(q *mr) { q.Options[2].Correct = true }},
		{"another number", "V03", "$.choose.n", "E", func(q *mr) { q.Choose.N = 3 }},
		{"another mode", "V03", "$.choose.mode", "E", func(q *mr) { q.Choose.Mode = "some" }},
		{"a number for any", "V03", "$.choose.n", "E", func(q *mr) { q.Choose.Mode = "any" }},
		{"another scoring", "V03", "$.scoring", "E", func(q *mr) { q.Scoring = "" }},
		{"the number is not said", "V12", "$.stem", "E", func(q *mr) { q.Choose.N = 5 }},
		{"any needs no number", "V12", "$.stem", "", func(q *mr) { q.Choose = quiz.Choose{Mode: "any"} }},
	} {
		b := multiple(t)
		tc.change(b)
		t.Run("multiple: "+tc.name, on(tc.name, tc.rule, tc.path, tc.want, "multiple_response", b))
	}
	for _, tc := range []struct {
		name, rule, path, want string
		change                 func(*tf)
	}{
		{"long", "V25", "$.statement", "W", func(q *tf) { q.Statement += " " + words(25) }},
		{"and", "V25", "$.statement", "W", func(q *tf) { q.Statement = "Genrikh Yagoda fell and Yezhov rose." }},
		{"empty", "V25", "$.statement", "E", func(q *tf) { q.Statement = "" }},
		{"span elsewhere", "V25", "$.wrong_span", "E", func(q *tf) { q.WrongSpan = "Yezhov" }},
		{"span twice", "V25", "$.wrong_span", "E", func(q *tf) { q.WrongSpan = "a" }},
		{"no span", "V25", "$.wrong_span", "E", func(q *tf) { q.WrongSpan = "" }},
		{"no correction", "V25", "$.correction", "E", func(q *tf) { q.Correction = quiz.Correction{} }},
		{"pattern", "V25", "$.correction.match", "E", func(q *tf) { q.Correction.Match = "regex" }},
		{"correction is the span", "V25", "$.correction.accept[0].text", "E", func(q *tf) {
			q.Correction.Accept[0].Text = "Genrikh Jagoda"
		}},
		{"nothing accepted", "V21", "$.correction.accept", "E", func(q *tf) { q.Correction.Accept = nil }},
		{"two people", "V21", "$.correction.accept[1].text", "E", func(q *tf) { q.Correction.Accept[1].Text = "Beria" }},
		{"true with a span", "V25", "$.wrong_span", "E", func(q *tf) { q.Answer = true }},
		{"true with a correction", "V25", "$.correction", "E", func(q *tf) { q.Answer = true }},
		{"no feedback", "V14", "$.feedback_true", "E", func(q *tf) { q.FeedbackTrue = "" }},
		{"one feedback", "V14", "$.feedback_false", "E", func(q *tf) { q.FeedbackFalse = q.FeedbackTrue }},
	} {
		b := falseStatement(t)
		tc.change(b)
		t.Run("true_false: "+tc.name, on(tc.name, tc.rule, tc.path, tc.want, "true_false_correction", b))
	}
	for _, tc := range []struct {
		name, path, want string
		change           func(*ch)
	}{
		{"three", "$.items", "E", func(q *ch) { q.Items = q.Items[:3] }},
		{"eight", "$.items", "E", func(q *ch) { q.Items = append(q.Items, q.Items[:3]...) }},
		{"scoring", "$.scoring", "E", func(q *ch) { q.Scoring = "distance" }},
		{"year", "$.items[2].text", "E", func(q *ch) { q.Items[2].Text = "Yezhov rises in 1936" }},
		{"order number", "$.items[3].text", "", func(q *ch) { q.Items[3].Text = "Order No. 19360 is signed" }},
		{"not a date", "$.items[1].date", "E", func(q *ch) { q.Items[1].Date = "1936-13-01" }},
		{"unpadded", "$.items[1].date", "E", func(q *ch) { q.Items[1].Date = "1936-8-1" }},
		{"falling", "$.items[2].date", "E", func(q *ch) { q.Items[2].Date = "1936-08-18" }},
		{"equal", "$.items[2].date", "", func(q *ch) { q.Items[2].Date = "1936-08-19" }},
		{"equal but less precise", "$.items[1].date", "E", func(q *ch) { q.Items[1].Date = "1934" }},
		{"equal but more precise", "$.items[2].date", "E", func(q *ch) { q.Items[1].Date = "1936-09" }},
		{"one date", "$.items", "E", func(q *ch) {
			for i := range q.Items {
				q.Items[i].Date = "1936"
			}
		}},
		{"id twice", "$.items[1].id", "E", func(q *ch) { q.Items[1].ID = "a" }},
		{"text twice", "$.items[1].text", "E", func(q *ch) { q.Items[1].Text = q.Items[0].Text }},
	} {
		b := chronology(t)
		tc.change(b)
		t.Run("chronology: "+tc.name, on(tc.name, "V19", tc.path, tc.want, "chronology", b))
	}
	for _, tc := range []struct {
		name, rule, path, want string
		change                 func(*ma)
	}{
		{"two prompts", "V20", "$.prompts", "E", func(q *ma) { q.Prompts = q.Prompts[:2] }},
		{"no spare choice", "V20", "$.choices", "E", func(q *ma) { q.Choices = q.Choices[:3] }},
		{"no spare choice, reused", "V20", "$.choices", "", func(q *ma) { q.Choices, q.Reuse = q.Choices[:3], true }},
		{"unknown answer", "V20", "$.prompts[1].answer", "E", func(q *ma) { q.Prompts[1].Answer = "c9" }},
		{"answer twice", "V20", "$.prompts[1].answer", "E", func(q *ma) { q.Prompts[1].Answer = "c1" }},
		{"answer twice, reused", "V20", "$.prompts[1].answer", "", func(q *ma) { q.Prompts[1].Answer, q.Reuse = "c1", true }},
		{"prompt and choice of one id", "V20", "$.choices[3].id", "E", func(q *ma) { q.Choices[3].ID = "p1" }},
		{"no feedback", "V14", "$.prompts[1].feedback", "E", func(q *ma) { q.Prompts[1].Feedback = "" }},
	} {
		b := matching(t)
		tc.change(b)
		t.Run("matching: "+tc.name, on(tc.name, tc.rule, tc.path, tc.want, "matching", b))
	}
	for _, tc := range []struct {
		name, rule, path, want string
		change                 func(*cl)
	}{
		{"no gaps", "V21", "$.gaps", "E", func(q *cl) { q.Gaps = nil }},
		{"gap that is not described", "V21", "$.text", "E", func(q *cl) { q.Gaps = q.Gaps[:1] }},
		{"gap that is not in the text", "V21", "$.gaps[1].id", "E", func(q *cl) {
			q.Text = "In September {{1}} rose to the top."
		}},
		{"gap twice in the text", "V21", "$.gaps[0].id", "E", func(q *cl) { q.Text += " {{1}}" }},
		{"too many gaps", "V21", "$.text", "E", func(q *cl) { q.Text = "Then {{1}} replaced {{2}} there." }},
		{"width", "V21", "$.box_chars", "E", func(q *cl) { q.BoxChars = 0 }},
		{"match", "V21", "$.gaps[0].match", "E", func(q *cl) { q.Gaps[0].Match = "sound" }},
		{"one answer twice", "V21", "$.gaps[0].accept[1].text", "E", func(q *cl) { q.Gaps[0].Accept[1].Text = "Ezhov" }},
		{"somebody else", "V21", "$.gaps[0].accept[1].text", "E", func(q *cl) {
			q.Gaps[0].Accept[1].Text = "Beria"
			q.Gaps[0].Wrong = nil
		}},
		{"empty answer", "V21", "$.gaps[0].accept[1].text", "E", func(q *cl) { q.Gaps[0].Accept[1].Text = "?" }},
		{"score", "V21", "$.gaps[0].accept[1].score", "E", func(q *cl) { q.Gaps[0].Accept[1].Score = 2 }},
		{"nothing earns all", "V21", "$.gaps[0].accept", "E", func(q *cl) {
			q.Gaps[0].Accept = q.Gaps[0].Accept[:1]
			q.Gaps[0].Accept[0].Score = 0.5
		}},
		{"near of a text", "V21", "$.gaps[0].near", "E", func(q *cl) { q.Gaps[0].Match = "text" }},
		{"near of 1", "V21", "$.gaps[0].near", "E", func(q *cl) { q.Gaps[0].Near = 1 }},
		{"wrong and accepted", "V21", "$.gaps[0].wrong[0].text", "E", func(q *cl) { q.Gaps[0].Wrong[0].Text = "Jezhov" }},
		{"bad pattern", "V21", "$.gaps[0].accept[1].text", "E", func(q *cl) {
			q.Gaps[0].Match, q.Gaps[0].Accept[1].Text = "regex", "("
		}},
		{"pattern shown", "V21", "$.gaps[0].accept[0].text", "E", func(q *cl) {
			q.Gaps[0].Match, q.Gaps[0].Accept[0].Text = "regex", "Ye?zhov"
		}},
		{"no year", "V21", "$.gaps[0].accept[0].text", "E", func(q *cl) { q.Gaps[0].Match = "year" }},
		{"no number", "V21", "$.gaps[0].accept[0].text", "E", func(q *cl) { q.Gaps[0].Match = "number" }},
		{"no feedback", "V14", "$.gaps[1].feedback", "E", func(q *cl) { q.Gaps[1].Feedback = "" }},
		{"no feedback to a wrong text", "V14", "$.gaps[0].wrong[0].feedback", "E", func(q *cl) {
			q.Gaps[0].Wrong[0].Feedback = ""
		}},
	} {
		b := cloze(t)
		tc.change(b)
		t.Run("cloze: "+tc.name, on(tc.name, tc.rule, tc.path, tc.want, "cloze", b))
	}
	for _, tc := range []struct {
		name, path, want string
		change           func(*nu)
	}{
		{"sort", "$.number", "E", func(q *nu) { q.Number = "" }},
		{"no bands", "$.bands", "E", func(q *nu) { q.Bands = nil }},
		{"no bands, a range", "$.bands", "", func(q *nu) { q.Bands, q.AskRange = nil, true }},
		{"not falling", "$.bands[1].score", "E", func(q *nu) { q.Bands[1].Score = 1 }},
		{"first below 1", "$.bands[0].score", "E", func(q *nu) { q.Bands[0].Score = 0.9 }},
		{"score of 0", "$.bands[2].score", "E", func(q *nu) { q.Bands[2].Score = 0 }},
		{"not widening", "$.bands[1]", "E", func(q *nu) { q.Bands[1].WithinPct = by(10) }},
		{"factor too narrow", "$.bands[2]", "E", func(q *nu) { q.Bands[2].Factor = by(1.2) }},
		{"two ways", "$.bands[0]", "E", func(q *nu) { q.Bands[0].Within = by(5) }},
		{"no way", "$.bands[0]", "E", func(q *nu) { q.Bands[0].WithinPct = nil }},
		{"answer outside", "$.bands[0]", "E", func(q *nu) { q.Bands[0].WithinPct = by(-1) }},
		{"factor below 1", "$.bands[2]", "E", func(q *nu) { q.Bands[2].Factor = by(0.5) }},
		{"no context", "$.context", "E", func(q *nu) { q.Context = " " }},
		{"no context for a year", "$.context", "", func(q *nu) { q.Context, q.Number = "", "year" }},
		{"range of years", "$.ask_range", "E", func(q *nu) { q.AskRange, q.Number = true, "year" }},
		{"answer", "$.answer", "E", func(q *nu) { q.Answer = math.NaN() }},
	} {
		b := numeric(t)
		tc.change(b)
		t.Run("numeric: "+tc.name, on(tc.name, "V22", tc.path, tc.want, "numeric_estimate", b))
	}
}

func TestWaivers(t *testing.T) {
	clang := func(w ...quiz.Waiver) []quiz.Finding {
		q := question("single_choice", single(t))
		q.Stem = "What did the defendants confess in the court?"
		texts(&q, "they made confessions", "they said nothing", "they asked for time")
		q.Waive = w
		return q.Check()
	}
	if got := fmt.Sprint(found(clang(), "V08", "$.options[0].text"), len(clang())); got != "W1" {
		t.Fatalf("without a waiver: %s", got)
	}
	if fs := clang(quiz.Waiver{Rule: "V08", Reason: "the word is the subject"}); len(fs) != 0 {
		t.Errorf("waived: %+v", fs)
	}
	for _, tc := range []struct {
		name  string
		waive quiz.Waiver
		rule  string
		path  string
		kept  bool // the V08 warning stays
	}{
		{"no reason", quiz.Waiver{Rule: "V08", Reason: " "}, "V08", "$.waive[0].reason", true},
		{"nothing to waive", quiz.Waiver{Rule: "V05", Reason: "x"}, "V05", "$.waive[0]", true},
		{"no such rule", quiz.Waiver{Rule: "V99", Reason: "x"}, "V01", "$.waive[0].rule", true},
		{"no such rule yet", quiz.Waiver{Rule: "V34", Reason: "x"}, "V01", "$.waive[0].rule", true},
	} {
		fs := clang(tc.waive)
		if found(fs, tc.rule, tc.path) != "E" || (found(fs, "V08", "$.options[0].text") == "W") != tc.kept || len(fs) != 2 {
			t.Errorf("%s: %+v", tc.name, fs)
		}
	}
	// A rule that needs the whole course is not judged here.
	if fs := clang(quiz.Waiver{Rule: "V17", Reason: "x"}); len(fs) != 1 {
		t.Errorf("waiver of V17: %+v", fs)
	}
	// An error stays, and the waiver is reported.
	q := question("single_choice", single(t))
	q.Body.(*quiz.SingleChoice).Options[0].Feedback = ""
	q.Waive = []quiz.Waiver{{Rule: "V14", Reason: "x"}}
	if fs := q.Check(); found(fs, "V14", "$.options[0].feedback") != "E" || found(fs, "V14", "$.waive[0]") != "E" {
		t.Errorf("waived error: %+v", fs)
	}
	c := quiz.Common{Waive: []quiz.Waiver{{Rule: "V17", Reason: "names"}, {Rule: "V18"}}}
	if !c.Waives("V17") || c.Waives("V18") || c.Waives("V16") {
		t.Error("Waives does not need a rule and a reason")
	}
}

func TestRulesAreListed(t *testing.T) {
	if len(quiz.Rules) != 33 {
		t.Errorf("%d rules, want 33", len(quiz.Rules))
	}
	for i, r := range quiz.Rules {
		if want := fmt.Sprintf("V%02d", i+1); r.ID != want {
			t.Errorf("rule %d is %s, want %s", i, r.ID, want)
		}
		if r.Severity != "error" && r.Severity != "warning" && r.Severity != "error or warning" {
			t.Errorf("%s has severity %q", r.ID, r.Severity)
		}
		if !strings.HasSuffix(r.Text, ".") || strings.Contains(r.Text, "\n") {
			t.Errorf("%s is not one sentence: %q", r.ID, r.Text)
		}
	}
}

func TestFindingsAreComplete(t *testing.T) {
	severity := map[string]string{}
	for _, r := range quiz.Rules {
		severity[r.ID] = r.Severity
	}
	n := 0
	for _, q := range append(samples(t),
		question("single_choice", &quiz.SingleChoice{}),
		question("cloze", &quiz.Cloze{Gaps: make([]quiz.Gap, 2)}),
		question("matching", &quiz.Matching{Prompts: make([]quiz.Prompt, 2)}),
		question("numeric_estimate", &quiz.NumericEstimate{Bands: make([]quiz.Band, 1)}),
		question("chronology", &quiz.Chronology{Items: make([]quiz.Item, 2)}),
		question("true_false_correction", &quiz.TrueFalse{Statement: "x and y"}),
		question("evidence_highlight", &quiz.EvidenceHighlight{
			Mode: "x", Segments: make([]quiz.Span, 2), Because: &quiz.Because{},
		}),
		question("provenance", &quiz.Provenance{Auto: make([]quiz.Aspect, 1), Writing: make([]quiz.WrittenPart, 3)}),
		question("comparison", &quiz.Comparison{Points: make([]quiz.Point, 2)}),
		question("next_source", &quiz.NextSource{Options: make([]quiz.Card, 2), Reasons: make([]quiz.Reason, 2)})) {
		q.Common = quiz.Common{Stem: "Why not?", Waive: []quiz.Waiver{{}}}
		for _, f := range q.Check() {
			n++
			if f.Message == "" || f.Remedy == "" || !strings.HasPrefix(f.Path, "$") || strings.HasSuffix(f.Message, ".") {
				t.Errorf("incomplete finding %+v", f)
			}
			if s := severity[f.Rule]; !strings.Contains(s, map[bool]string{true: "warning", false: "error"}[f.Warning]) &&
				f.Path != "$.waive[0].reason" {
				t.Errorf("%s is %q, and fired as %+v", f.Rule, s, f)
			}
		}
	}
	if n < 60 {
		t.Errorf("%d findings in broken questions", n)
	}
}
