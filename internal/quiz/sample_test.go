package quiz_test

import (
	"encoding/hex"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"dossier/internal/quiz"
)

// The samples are written as authors write them; decoding them strictly also tests the field names.
const (
	singleYAML = `
shuffle: true
options:
  - {id: a, text: the confessions of the accused, correct: true,
      feedback: "Almost no documents or independent witnesses were offered."}
  - {id: b, text: letters captured from Berlin, misconception: m-letters, feedback: "Links were alleged,
      but no such letters were shown."}
  - {id: c, text: reports by foreign police, misconception: m-police,
      feedback: "Foreign governments gave the court no such reports."}
`
	multipleYAML = `
choose: {mode: exactly, n: 2}
scoring: right_minus_wrong
options:
  - {id: a, text: Zinoviev, correct: true, feedback: "Zinoviev was tried in August 1936."}
  - {id: b, text: Kamenev, correct: true, feedback: "Kamenev was tried in August 1936."}
  - {id: c, text: Bukharin, misconception: m-third, feedback: "Bukharin was tried in March 1938."}
  - {id: d, text: Radek, misconception: m-second, feedback: "Radek was tried in January 1937."}
`
	falseYAML = `
statement: Genrikh Yagoda led the NKVD in 1937.
answer: false
wrong_span: Genrikh Yagoda
correction: {match: name, accept: [{text: Yezhov}, {text: Nikolai Yezhov}]}
feedback_true: Yagoda had already been replaced in September 1936.
feedback_false: Yezhov had replaced him in September 1936.
`
	trueYAML = `
statement: Nikolai Yezhov led the NKVD in 1937.
answer: true
feedback_true: He had replaced Yagoda in September 1936.
feedback_false: He led it from September 1936 to November 1938.
`
	chronologyYAML = `
items:
  - {id: a, text: Sergei Kirov is murdered in Leningrad, date: "1934-12-01"}
  - {id: b, text: The trial of Zinoviev and Kamenev opens, date: "1936-08-19"}
  - {id: c, text: Yezhov replaces Yagoda as head of the NKVD, date: "1936-09-26"}
  - {id: d, text: Order No. 00447 is signed, date: "1937-07-30"}
  - {id: e, text: The trial of Bukharin and Rykov opens, date: "1938-03-02"}
scoring: pairs
`
	matchingYAML = `
prompts:
  - {id: p1, text: Andrei Vyshinsky, answer: c1, feedback: "Vyshinsky was state prosecutor in all three trials."}
  - {id: p2, text: Vasili Ulrikh, answer: c2, feedback: "Ulrikh presided over the court in all three."}
  - {id: p3, text: Nikolai Yezhov, answer: c3, feedback: "Yezhov led the security police from September 1936."}
choices:
  - {id: c1, text: state prosecutor}
  - {id: c2, text: presiding judge}
  - {id: c3, text: head of the NKVD}
  - {id: c4, text: head of the Comintern}
reuse: false
`
	clozeYAML = `
text: "In September 1936 {{1}} replaced {{2}} as head of the NKVD."
gaps:
  - {id: 1, match: name, accept: [{text: Yezhov, score: 1}, {text: Nikolai Yezhov, score: 1}], near: 0.5,
      feedback: "Yezhov led it until November 1938.",
     wrong: [{text: Beria, feedback: "Beria took over later, in November 1938."}]}
  - {id: 2, match: name, accept: [{text: Yagoda, score: 1}, {text: Genrikh Yagoda, score: 1}], near: 0.5,
      feedback: "Yagoda had led it since July 1934."}
box_chars: 18
`
	numericYAML = `
answer: 681692
unit: death sentences
number: count
bands: [{within_pct: 10, score: 1}, {within_pct: 35, score: 0.5}, {factor: 3, score: 0.25}]
ask_range: false
context: "On average more than 900 a day, every day, for two years."
`
)

// The source that the samples of evidence speak of.
const observerWords = "The paper will not hear of a play. It calls it “futile to think the trial was staged”. It " +
	"says the case is a real one.\nThe extract offers no reasons – none at all."

const (
	evidenceYAML = `
source: observer
min_pick: 1
max_pick: 2
segments:
  - {id: s1, quote: will not hear of a play, role: key, feedback: "The paper rules the other reading out."}
  - {id: s2, quote: “futile to think the trial was staged”, role: key,
      feedback: "These are its strongest words of trust."}
  - {id: s3, quote: the case is a real one, role: near, feedback: "This says what it thinks, less strongly."}
  - {id: s4, quote: It calls it, role: neutral, feedback: "These words only lead up to the fragment."}
  - {id: s5, quote: offers no reasons, role: trap, feedback: "This is our remark, and not the paper's."}
because:
  ask: Why do these words show it?
  options:
    - {id: w1, text: they state an opinion as a fact, correct: true,
        feedback: "An opinion is put as if it were certain."}
    - {id: w2, text: they name a witness who was there, feedback: "Nobody who was there is named in it."}
    - {id: w3, text: they give the date of the trial, feedback: "No date is given in these two sentences."}
`
	quoteYAML = `
source: observer
mode: quote
segments:
  - {id: s1, quote: will not hear of a play, role: key, feedback: "The paper rules the other reading out."}
  - {id: s2, quote: It calls it, role: neutral, feedback: "These words only lead up to the fragment."}
  - {id: s3, quote: offers no reasons, role: trap, feedback: "This is our remark, and not the paper's."}
`
	provenanceYAML = `
source: trotsky
auto:
  - id: author
    ask: Who speaks?
    options:
      - {id: a, text: the man the court named as the chief plotter, correct: true,
          feedback: "He was tried in his absence, from abroad."}
      - {id: b, text: a reporter who sat in the courtroom, feedback: "He was in Mexico and not in the court."}
      - {id: c, text: a judge of the military collegium, feedback: "The judges were Ulrikh and his two colleagues."}
  - id: when
    ask: When was it written?
    options:
      - {id: a, text: "1936", feedback: "In that year the first trial was held."}
      - {id: b, text: "1937", correct: true, feedback: "It came out a day before the second trial."}
      - {id: c, text: "1956", feedback: "That is the year of Khrushchev and his speech."}
written:
  - {id: value, ask: One thing this source is valuable for and why, words: {min: 4, max: 12},
      levels: [no answer or untrue, names a value, explains a value]}
  - {id: limitation, ask: One limit of this source and why, words: {min: 4, max: 12}, levels: [no answer or untrue,
      names a limit, explains a limit]}
`
	comparisonYAML = `
sources: [observer, trotsky]
points:
  - {id: p1, text: believes the confessions, answer: first, feedback: "The paper thinks that the case is real."}
  - {id: p2, text: knew the accused in person, answer: second, feedback: "He had worked with them for many years."}
  - {id: p3, text: wrote before the third trial, answer: both, feedback: "The third trial was held in March 1938."}
  - {id: p4, text: sat in the courtroom, answer: neither, feedback: "One was in London and one in Mexico."}
written:
  - {id: why, ask: What best explains the difference?, words: {min: 5, max: 60}, levels: [nothing, names a difference,
      names a cause, explains a cause, weighs causes]}
model: >-
  The Observer judged from outside what Moscow chose to show and had no reason to doubt a confession in open court.
  Trotsky had known the
  men for decades and was himself accused, so he had both more knowledge and a stake of his own. What each could know
  and what each stood
  to lose explain the difference together.
`
	nextYAML = `
claim: A defendant met a plotter in a Copenhagen hotel in 1932.
options:
  - {id: a, card: "Hotel directories of Copenhagen, 1917 to 1936", value: 1, reasons: [independent, tests],
      reveal: "The hotel had closed in 1917.", feedback: "Nobody made it with the trial in mind."}
  - {id: b, card: Another confession at the same trial, value: 0.25, reasons: [],
      feedback: "The same men asked for it in the same prison."}
  - {id: c, card: "Pravda, the next morning", value: 0, reasons: [repeats],
      feedback: "It only prints what the court had said."}
  - {id: d, card: "Evidence given to the Dewey Commission, 1937", value: 0.75, reasons: [tests],
      feedback: "It tests the claim; ask who called the witnesses."}
reasons:
  - {id: independent, text: its maker did not depend on either side}
  - {id: tests, text: it could show the claim to be true or false}
  - {id: repeats, text: it tells the same story again}
`
)

// stems are questions that fit the samples.
var stems = map[string]string{
	"single_choice":         "On what main kind of evidence did the court rely in August 1936?",
	"multiple_response":     "Which TWO men were defendants at the trial in August 1936?",
	"true_false_correction": "Is this statement true? If it is false, mend it.",
	"chronology":            "Put these events in order, the earliest first.",
	"matching":              "Match each person with what he did.",
	"cloze":                 "Fill in the names that are missing.",
	"numeric_estimate":      "How many death sentences do the files of the NKVD count?",
	"evidence_highlight":    "Which words show that the writer is certain?",
	"provenance":            "Where does this source come from, and what is it worth?",
	"comparison":            "What do the two sources share, and why do they differ?",
	"next_source":           "Which source would you look up next to test this claim?",
}

// body decodes the body of a question as the compiler does, and hands it the cast.
func body[B quiz.Body](t testing.TB, kind, text string) B {
	t.Helper()
	b, err := quiz.NewBody(kind)
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalWithOptions([]byte(text), b, yaml.Strict()); err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
	if c, ok := b.(quiz.Casted); ok {
		c.SetCast(quiz.NewCast(people))
	}
	if s, ok := b.(quiz.Sourced); ok {
		known := map[string]quiz.SourceText{"observer": {Name: "The Observer", Words: observerWords}, "trotsky": {
			Name: "Leon Trotsky", Words: "Who can believe it?",
		}}
		var texts []quiz.SourceText
		for _, id := range s.Cites() {
			texts = append(texts, known[id])
		}
		s.SetSources(texts)
	}
	out, ok := b.(B)
	if !ok {
		t.Fatalf("%s has body %T", kind, b)
	}
	return out
}

func single(t testing.TB) *quiz.SingleChoice {
	return body[*quiz.SingleChoice](t, "single_choice", singleYAML)
}
func multiple(t testing.TB) *quiz.MultipleResponse {
	return body[*quiz.MultipleResponse](t, "multiple_response", multipleYAML)
}
func falseStatement(t testing.TB) *quiz.TrueFalse {
	return body[*quiz.TrueFalse](t, "true_false_correction", falseYAML)
}
func trueStatement(t testing.TB) *quiz.TrueFalse {
	return body[*quiz.TrueFalse](t, "true_false_correction", trueYAML)
}
func chronology(t testing.TB) *quiz.Chronology {
	return body[*quiz.Chronology](t, "chronology", chronologyYAML)
}
func matching(t testing.TB) *quiz.Matching { return body[*quiz.Matching](t, "matching", matchingYAML) }
func cloze(t testing.TB) *quiz.Cloze       { return body[*quiz.Cloze](t, "cloze", clozeYAML) }
func numeric(t testing.TB) *quiz.NumericEstimate {
	return body[*quiz.NumericEstimate](t, "numeric_estimate", numericYAML)
}

func evidence(t testing.TB) *quiz.EvidenceHighlight {
	return body[*quiz.EvidenceHighlight](t, "evidence_highlight", evidenceYAML)
}
func quotation(t testing.TB) *quiz.EvidenceHighlight {
	return body[*quiz.EvidenceHighlight](t, "evidence_highlight", quoteYAML)
}
func provenance(t testing.TB) *quiz.Provenance {
	return body[*quiz.Provenance](t, "provenance", provenanceYAML)
}
func comparison(t testing.TB) *quiz.Comparison {
	return body[*quiz.Comparison](t, "comparison", comparisonYAML)
}
func nextSource(t testing.TB) *quiz.NextSource {
	return body[*quiz.NextSource](t, "next_source", nextYAML)
}

// samples has every kind at least once.
func samples(t testing.TB) []quiz.Question {
	var out []quiz.Question
	for _, s := range []struct {
		kind string
		body quiz.Body
	}{
		{"single_choice", single(t)}, {"multiple_response", multiple(t)}, {"true_false_correction", falseStatement(t)},
		{"true_false_correction", trueStatement(t)}, {"chronology", chronology(t)}, {"matching", matching(t)},
		{"cloze", cloze(t)},
		{"numeric_estimate", numeric(t)}, {"evidence_highlight", evidence(t)}, {"evidence_highlight", quotation(t)},
		{"provenance", provenance(t)},
		{"comparison", comparison(t)}, {"next_source", nextSource(t)},
	} {
		out = append(out, question(s.kind, s.body))
	}
	return out
}

func question(kind string, b quiz.Body) quiz.Question {
	return quiz.Question{Body: b, Common: quiz.Common{
		ID: "sample-" + strings.ReplaceAll(kind, "_", "-"), Version: 1, Kind: kind, Title: "A sample question",
		Objectives: []string{"sample-o1"},
		Skills:     []string{"knowledge"}, Difficulty: 1, Marks: 1, Seconds: 60, Stem: stems[kind],
		Refs: []string{"lesson:sample#one"},
	}}
}

// deal is the deal of an attempt whose key is made from a number.
func deal(n int) quiz.Deal { return quiz.NewDeal([]byte(fmt.Sprintf("attempt %06d", n)), "sample-01") }

// handled writes a form whose keys and values hold authoring ids in square brackets as the browser would send it.
func handled(d quiz.Deal, form quiz.Form) quiz.Form {
	swap := func(s string) string {
		before, rest, ok := strings.Cut(s, "[")
		if !ok {
			return s
		}
		id, after, ok := strings.Cut(rest, "]")
		if !ok {
			return s
		}
		return before + d.Handle(id) + after
	}
	out := quiz.Form{}
	for field, values := range form {
		for _, v := range values {
			out[swap(field)] = append(out[swap(field)], swap(v))
		}
	}
	return out
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// wantProblems compares fields and sentences, in order.
func wantProblems(t *testing.T, got []quiz.Problem, want ...quiz.Problem) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("problems %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("problem %d is %q, want %q", i, got[i], want[i])
		}
	}
}

func TestSamplesAreClean(t *testing.T) {
	seen := map[string]bool{}
	for _, q := range samples(t) {
		seen[q.Kind] = true
		for _, f := range q.Check() {
			t.Errorf("%s: %+v", q.ID, f)
		}
	}
	for _, kind := range quiz.Kinds {
		if !seen[kind] {
			t.Errorf("no sample of %s", kind)
		}
	}
}

func TestDecodingIsStrict(t *testing.T) {
	for _, kind := range quiz.Kinds {
		b, err := quiz.NewBody(kind)
		if err != nil {
			t.Fatal(err)
		}
		if err := yaml.UnmarshalWithOptions([]byte("cast: somebody"), b, yaml.Strict()); err == nil {
			t.Errorf("%s takes an unknown field", kind)
		}
	}
	if _, err := quiz.NewBody("essay"); err == nil {
		t.Error("a body of an unknown kind was made")
	}
}

func TestEveryLineWithAuthoredFeedbackHasIt(t *testing.T) {
	for _, tc := range []struct {
		name    string
		body    quiz.Body
		answers []quiz.Answer
	}{
		{"single", single(t), []quiz.Answer{{}, {"a": {"a"}}, {"a": {"b"}}}},
		{"multiple", multiple(t), []quiz.Answer{{}, {"a": {"a", "c"}}}},
		{"matching", matching(t), []quiz.Answer{{}, {"p1": {"c1"}, "p2": {"c1"}}}},
		{"cloze", cloze(t), []quiz.Answer{{}, {"1": {"Yezhov"}, "2": {"zzz"}}}},
		{"numeric", numeric(t), []quiz.Answer{{}, {"n": {"5"}}}},
		{"evidence", evidence(t), []quiz.Answer{{}, {"a": {"s1", "s4"}, "because": {"w2"}}}},
		{"quotation", quotation(t), []quiz.Answer{{}, {"quote": {"hear of"}}}},
		{"provenance", provenance(t), []quiz.Answer{{}, {"author": {"b"}, "when": {"b"}}}},
		{"comparison", comparison(t), []quiz.Answer{{}, {"p1": {"both"}}}},
	} {
		for _, a := range tc.answers {
			g := tc.body.Grade(a)
			if len(g.Lines) == 0 {
				t.Errorf("%s %v: no lines", tc.name, a)
			}
			for _, l := range g.Lines {
				if l.Feedback == "" || l.Label == "" || l.ID == "" {
					t.Errorf("%s %v: empty line %+v", tc.name, a, l)
				}
			}
		}
	}
}

func TestAwarded(t *testing.T) {
	for _, tc := range []struct{ marks, score, want float64 }{
		{1, 1, 1}, {2, 0.5, 1}, {1, 0.145, 0.15}, {1, 1.0 / 3, 0.33}, {1, 2.0 / 3, 0.67}, {3, 0.335, 1.01}, {1, 0.1449, 0.14},
		{1, 0, 0},
	} {
		if got := (quiz.Common{Marks: tc.marks}).Awarded(tc.score); !near(got, tc.want) {
			t.Errorf("%v of %v marks: %v, want %v", tc.score, tc.marks, got, tc.want)
		}
	}
}

func TestOutcome(t *testing.T) {
	for score, want := range map[float64]quiz.Mark{1: quiz.Right, 0.5: quiz.Near, 0: quiz.Wrong} {
		if got := (quiz.Grade{Score: score}).Outcome(); got != want {
			t.Errorf("score %v is %s, want %s", score, got, want)
		}
	}
}

// key is the key of attempt n, spread as real keys are.
func key(n int) []byte {
	b, _ := hex.DecodeString(fmt.Sprintf("%064x", n*2654435761))
	return b
}
