package course_test

import (
	"strings"
	"testing"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

const kindsFile = "quizzes/02-kinds.yaml"

// minimalWithKinds is the minimal course with two more sources, which nothing but questions uses, and a question of
// each kind about sources.
func minimalWithKinds(t testing.TB) files {
	t.Helper()
	f := minimal(t)
	swap := strings.NewReplacer("id: demo-source", "id: press", "A letter", "A comment", "A writer",
		"The Daily Paper, unsigned",
		"The writer says that “it was a cold and early day”.", "The paper calls it “futile to doubt the case”. It gives "+
			"no reasons for this view.\n\nThe case is *a real one*. So far the paper.")
	f["lessons/sources/press.md"] = swap.Replace(f[source])
	swap = strings.NewReplacer("id: demo-source", "id: exile", "A letter", "A speech", "A writer", "Lev Bronstein",
		"it was a cold and early day", "who can believe it")
	f["lessons/sources/exile.md"] = swap.Replace(f[source])
	head := func(id, kind string) string {
		return "  - id: " + id + "\n    version: 1\n    kind: " + kind +
			"\n    title: About a source\n    objectives: [demo-o1]\n    skills: [sourcing]\n" +
			"    difficulty: 2\n    marks: 1\n    seconds: 60\n    refs: [\"lesson:demo#one\"]\n"
	}
	f[kindsFile] = "lesson: demo\nquestions:\n" +
		head("kind-evidence", "evidence_highlight") + `    stem: Which words show that the writer is sure?
    source: press
    min_pick: 1
    max_pick: 1
    segments:
      - {id: s1, quote: futile to doubt the case, role: key, feedback: "It says that doubt is of no use."}
      - {id: s2, quote: no reasons for this view, role: trap, feedback: "It is a remark about what is missing."}
      - {id: s3, quote: So far the paper, role: neutral, feedback: "These words only close the short text."}
` + head("kind-provenance", "provenance") + `    stem: Where is this text from and what is it worth?
    source: exile
    auto:
      - id: who
        ask: Who speaks?
        options:
          - {id: a, text: a man in exile, correct: true, feedback: "He had left the land years before."}
          - {id: b, text: a man in court, feedback: "He was far away from the court."}
      - id: when
        ask: When was it said?
        options:
          - {id: a, text: "1936", correct: true, feedback: "It was said in that very year."}
          - {id: b, text: "1956", feedback: "That is twenty years too late for it."}
    written:
      - {id: value, ask: What is it good for?, words: {min: 5, max: 50}, levels: [none, a name, a reason]}
` + head("kind-comparison", "comparison") + `    stem: What do the two share and why do they differ?
    sources: [press, exile]
    points:
      - {id: p1, text: is sure of the case, answer: first, feedback: "The paper will not hear of a doubt."}
      - {id: p2, text: speaks from exile, answer: second, feedback: "He had to leave the land long before."}
      - {id: p3, text: was in the court, answer: neither, feedback: "Both of them were far away from it."}
    written:
      - {id: why, ask: Why do they differ?, words: {min: 5, max: 50}, levels: [none, a name, a reason]}
    model: The Paper saw what was shown in the open court and had no cause for a doubt. Bronstein knew the men ` +
		`who stood there and had lost his own home to the same court. So what each of them knew and what each had ` +
		`lost sets them apart.
` + head("kind-next", "next_source") + `    stem: Which source would test this claim best?
    claim: The two men met in a hotel.
    options:
      - {id: a, card: a list of hotels, value: 1, reasons: [r1], reveal: The hotel was shut.,
	feedback: "It was made for guests and not for courts."}
      - {id: b, card: a word in court, value: 0, reasons: [r2], feedback: "It comes from the very same room again."}
      - {id: c, card: a late book, value: 0.5, reasons: [], feedback: "It may know more and it may repeat."}
    reasons:
      - {id: r1, text: it hangs on no side}
      - {id: r2, text: it tells it once more}
      - {id: r3, text: it is long}
`
	return f
}

func TestMinimalCourseWithKindsHasNoFinding(t *testing.T) {
	c, findings := course.Compile(minimalWithKinds(t).content())
	for _, f := range findings {
		t.Error(f)
	}
	seen := map[string]bool{}
	for _, q := range c.Lessons[0].Pool {
		seen[q.Kind] = true
	}
	for _, kind := range []string{"evidence_highlight", "provenance", "comparison", "next_source"} {
		if !seen[kind] {
			t.Errorf("the quiz has no %s", kind)
		}
	}
	var report strings.Builder
	if err := c.WriteReport(&report); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"press", "evidence_highlight 1"} {
		if !strings.Contains(report.String(), want) {
			t.Errorf("the report lacks %q", want)
		}
	}
}

func TestRulesAboutSourcesOfQuestions(t *testing.T) {
	for _, b := range []break1{
		{name: "source of evidence", old: "source: press", new: "source: nobody", at: "source: nobody", rule: "V16",
			message: "question kind-evidence: there is no source “nobody”"},
		{name: "source of a provenance", old: "source: exile", new: "source: nobody", at: "source: nobody", rule: "V16",
			message: "question kind-provenance: there is no source “nobody”"},
		{name: "source of a comparison", old: "[press, exile]", new: "[press, nobody]", at: "[press, nobody]", rule: "V16",
			message: "question kind-comparison: there is no source “nobody”"},
		{name: "not in the source", old: "futile to doubt the case", new: "idle to doubt the case", at: "idle to doubt",
			rule: "V23", message: "question kind-evidence: “idle to doubt the case” does not stand in the faithful reading"},
		{name: "twice in the source", old: "quote: So far the paper", new: "quote: paper", at: "quote: paper,", rule: "V23",
			message: "“paper” stands more than once"},
		{name: "over markup", old: "quote: So far the paper", new: "quote: The case is a real one", at: "quote: The case",
			rule: "V23", message: "reaches over a change of type or of paragraph"},
		{name: "overlap", old: "quote: So far the paper", new: "quote: to doubt the case”. It gives", at: "quote: to doubt",
			rule: "V23", message: "overlaps with “futile to doubt the case”"},
		{name: "too much is right", old: "quote: futile to doubt the case",
			new: "quote: The paper calls it “futile to doubt the case”. It gives", at: "- {id: s1, quote: The " +
				"paper", rule: "V23", message: "of the source's"},
		{name: "the first is not named", old: "The Paper saw", new: "One of them saw", at: "model:", rule: "V24",
			message: "does not speak of The Daily Paper, unsigned"},
		{name: "the second is not named", old: "Bronstein knew", new: "The other knew", at: "model:", rule: "V24",
			message: "does not speak of Lev Bronstein"},
		{name: "house spelling of an option", old: "text: a man in court,", new: "text: Ezhov in court,",
			at: "stem: Where is this text from", rule: "V26", message: "“Ezhov” is not the spelling"},
		{name: "house spelling of a card", old: "card: a late book,", new: "card: a book by Ezhov,",
			at: "stem: Which source would test", rule: "V26", message: "“Ezhov” is not the spelling"},
		{name: "house spelling of the claim", old: "claim: The two men met", new: "claim: Ezhov and he met",
			at: "stem: Which source would test", rule: "V26", message: "“Ezhov” is not the spelling"},
		{name: "quotation in a point", old: "text: speaks from exile,", new: "text: says “we all saw it there”,",
			at: "stem: What do the two share", rule: "V16", message: "“we all saw it there” stands in no source"},
		{name: "hard words", old: "ask: What is it good for?",
			new: "ask: What institutional considerations predominantly characterise organisational responsibilities and " +
				"institutional considerations and organisational administration?", at: "stem: Where is this text " +
				"from", rule: "V17", message: "the reading grade is"},
	} {
		t.Run(b.name, func(t *testing.T) {
			f := minimalWithKinds(t)
			f.replace(t, kindsFile, b.old, b.new)
			_, findings := course.Compile(f.content())
			var ofRule []course.Finding
			for _, got := range findings {
				if got.Rule != "R04" { // a source that is not named any more is not used either
					ofRule = append(ofRule, got)
				}
			}
			wantOne(t, ofRule, kindsFile, f.line(t, kindsFile, b.at), b.rule, b.message, b.warning)
			if len(ofRule) != 1 {
				t.Errorf("there are other findings: %v", ofRule)
			}
		})
	}
}

// A source is used when a question works with it, and only then; such questions count as those that need a source.
func TestQuestionsUseSources(t *testing.T) {
	f := minimalWithKinds(t)
	delete(f, kindsFile)
	_, findings := course.Compile(f.content())
	unused := 0
	for _, got := range findings {
		if got.Rule == "R04" {
			unused++
		}
	}
	if unused != 2 {
		t.Errorf("without the questions %d findings of R04, want 2: %v", unused, findings)
	}

	f = minimalWithKinds(t)
	for range 5 {
		f.replace(t, bank, `stimulus: ["figure:demo-chart"]`, "stimulus: []")
	}
	_, findings = course.Compile(f.content()) // 4 of 15 marks: the cloze and three of the four new ones
	wantOne(t, findings, lesson, 1, "V27", "27 % of the lesson's marks need a source or a figure", true)
}

// An error of a question cannot be waived, wherever it is found.
func TestErrorsAboutSourcesCannotBeWaived(t *testing.T) {
	for rule, change := range map[string][2]string{
		"V23": {"role: key", "role: none"},
		"V24": {"answer: neither", "answer: none"},
	} {
		f := minimalWithKinds(t)
		f.replace(t, kindsFile, change[0], change[1])
		id := map[string]string{"V23": "kind-evidence", "V24": "kind-comparison"}[rule]
		f.replace(t, kindsFile, "id: "+id, "id: "+id+"\n    waive: [{rule: "+rule+", reason: it is meant}]")
		_, findings := course.Compile(f.content())
		found := false
		for _, got := range findings {
			found = found || got.Rule == rule && strings.Contains(got.Message, "an error cannot be waived")
		}
		if !found {
			t.Errorf("%s: the waiver is not reported: %v", rule, findings)
		}
	}
}

// Questions know the sources that they speak of, when they are stored as well.
func TestQuestionsKnowTheirSources(t *testing.T) {
	c := withKinds(t)
	q, _, err := c.Question("kinds-quote")
	if err != nil {
		t.Fatal(err)
	}
	body, _, err := course.EncodeQuestion(q)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := c.DecodeQuestion(body)
	if err != nil {
		t.Fatal(err)
	}
	for name, q := range map[string]*quiz.Question{"the question": q, "the stored question": stored} {
		if _, ps := q.Body.Parse(quiz.Form{"quote": {"\"Futile to think\""}}, quiz.Deal{}); len(ps) > 0 {
			t.Errorf("%s refuses words of its source: %v", name, ps)
		}
		if _, ps := q.Body.Parse(quiz.Form{"quote": {"useless to think"}}, quiz.Deal{}); len(ps) != 1 {
			t.Errorf("%s takes words that are not in its source", name)
		}
	}
	q, _, err = c.Question("kinds-comparison")
	if err != nil {
		t.Fatal(err)
	}
	if got := q.Body.(*quiz.Comparison).Sides()[1].Text; got != "only Leon Trotsky" {
		t.Errorf("the second side is %q", got)
	}
}
