package course_test

import (
	"fmt"
	"strings"
	"testing"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// second is another lesson beside the minimal one, with a quiz of its own that has none of the questions of the first.
func (f files) second() {
	swap := strings.NewReplacer("id: demo\n", "id: other\n", "demo-o", "other-o", "number: 1", "number: 2", "demo-01",
		"other-01")
	f["lessons/02-other.md"] = swap.Replace(f[lesson])
	swap = strings.NewReplacer("lesson: demo\n", "lesson: other\n", "id: demo-", "id: other-", "[demo-o", "[other-o")
	f["quizzes/02-other.yaml"] = swap.Replace(f[bank])
	f["lessons/02-other.guide.md"] = strings.Replace(f[guidePage], "lesson: demo", "lesson: other", 1)
}

func TestTwoLessons(t *testing.T) {
	f := minimal(t)
	f.second()
	c, findings := course.Compile(f.content())
	for _, got := range findings {
		t.Error(got)
	}
	if len(c.Lessons) != 2 || c.Next(c.Lessons[0]) != c.Lessons[1] || c.Next(c.Lessons[1]) != nil {
		t.Errorf("the lessons are not one after the other: %v", c.Lessons)
	}
	q, l, err := c.Question("other-01")
	if err != nil || q.ID != "other-01" || l != c.Lessons[1] {
		t.Errorf("other-01 is %v in %v, %v", q, l, err)
	}

	f.replace(t, "lessons/02-other.md", "number: 2", "number: 1")
	_, findings = course.Compile(f.content())
	wantOne(t, findings, "lessons/02-other.md", 3, "R02", "has the number 1 too", false)

	f.second()
	f.replace(t, "lessons/02-other.md", "question other-01", "question demo-02")
	_, findings = course.Compile(f.content())
	if want := fmt.Sprintf("quizzes/01-demo.yaml:%d: error R11: question demo-02 belongs to lesson “demo” but stands "+
		"in “other”", f.line(t, bank, "id: demo-02")); !said(findings, want) {
		t.Errorf("no finding %q in %v", want, findings)
	}
}

func said(findings []course.Finding, want string) bool {
	for _, f := range findings {
		if strings.HasPrefix(f.String(), want) {
			return true
		}
	}
	return false
}

func TestObjectivesNeedTwoQuestions(t *testing.T) {
	f := minimal(t)
	for _, n := range []string{"02", "05", "08"} { // they and demo-11 have the third and the first objective
		f.replace(t, bank, "id: demo-"+n, "id: demo-"+n+"\n    status: draft")
	}
	_, findings := course.Compile(f.content())
	wantOne(t, findings, lesson, 1, "V27", "objective “demo-o3” has 0 questions", false)
}

func TestStatementsAreBalanced(t *testing.T) {
	f := minimal(t)
	for i := 12; i <= 14; i++ {
		f[bank] += fmt.Sprintf(`  - id: demo-%d
    version: 1
    kind: true_false_correction
    title: Sample %d
    objectives: [demo-o1]
    skills: [knowledge]
    stimulus: ["figure:demo-chart"]
    difficulty: 1
    marks: 1
    seconds: 10
    stem: Is this true or is it false?
    statement: The red one was there on day %d.
    answer: true
    feedback_true: "It was there on each of the days."
    feedback_false: "It was there, as it was on all the days."
    refs: ["lesson:demo#one"]
`, i, i, i)
	}
	_, findings := course.Compile(f.content())
	wantOne(t, findings, lesson, 1, "V25", "0 of 3 statements are false", true)
}

// choices adds single choices to the bank of the minimal course.
func (f files) choices(n int, key string, shuffle bool) {
	for i := range n {
		f[bank] += fmt.Sprintf(`  - id: more-%02d
    version: 1
    kind: single_choice
    title: More %d
    objectives: [demo-o1]
    skills: [knowledge]
    stimulus: ["figure:demo-chart"]
    difficulty: 1
    marks: 1
    seconds: 60
    stem: Which of them came first in year %d?
    shuffle: %v
    options:
      - {id: a, text: %q, correct: true, feedback: "The red one was there before the rest."}
      - {id: b, text: "20", misconception: m-tan, feedback: "The tan one came after the red one."}
      - {id: c, text: "30", feedback: "The sky one came last of them all."}
    refs: ["lesson:demo#one"]
`, i, i, i, shuffle, key)
	}
}

func TestKeysOfTheBank(t *testing.T) {
	f := minimal(t)
	f.choices(19, "a tone", true) // 29 single choices are too few to judge
	_, findings := course.Compile(f.content())
	if said(findings, "quizzes:1: warning V28") {
		t.Error("V28 judges fewer than 30 questions")
	}
	f = minimal(t)
	f.choices(25, "a tone", true)
	_, findings = course.Compile(f.content())
	wantOne(t, findings, "quizzes", 1, "V28", "the longest in 35 of 35 single choices", true)

	f = minimal(t)
	f.choices(12, "10", false)
	_, findings = course.Compile(f.content())
	wantOne(t, findings, "quizzes", 1, "V29", "option 1 is right in 12 of 12", true)
}

func TestRelativesShareASurname(t *testing.T) {
	f := minimal(t)
	f["lessons/people.yaml"] += "- {id: yezhova, name: Natalia Yezhov, surname: Yezhov, variants: [Ezhov], role: " +
		"daughter, fate: exiled, facts: [first-fact]}\n"
	_, findings := course.Compile(f.content())
	for _, got := range findings {
		t.Error(got)
	}
	f.replace(t, people, "Natalia Yezhov", "Nikolay Ezhov")
	_, findings = course.Compile(f.content())
	wantOne(t, findings, people, 3, "V21", "“Nikolay Ezhov” of Nikolay Ezhov and “Nikolai Yezhov” of Nikolai Yezhov",
		false)
}

// Waivers of rules that a question alone decides are tested with them, in package quiz.
func TestWaivers(t *testing.T) {
	const (
		easy = "stem: Which of them came first on day 2?"
		long = "stem: Which of them came first on the day when he and she and you and all of us got up and ran to the " +
			"old red gate?"
		hard = "stem: Considering administrative responsibilities, which institutional organisation predominantly " +
			"controlled revolutionary considerations?"
		said = "stem: Which of them did Yezhov see first?"
	)
	waived := func(rule, reason string) string { return "\n    waive: [{rule: " + rule + ", reason: " + reason + "}]" }
	for _, tc := range []struct {
		name         string
		stem         string // of demo-02
		rule, reason string // the waiver of waiver
		of           string
		says         string // of the waiver; "" when it is in order
		others       int    // findings of the same rule that stay
	}{
		{name: "V17", stem: long, rule: "V17", reason: "it is one path", of: "demo-02"},
		{name: "V18", stem: said, rule: "V18", reason: "it is not a cue", of: "demo-11"},
		{name: "without a reason", stem: long, rule: "V17", reason: `""`, of: "demo-02", says: "the waiver gives no reason",
			others: 1},
		{name: "error", stem: hard, rule: "V17", reason: "it is meant", of: "demo-02", says: "an error cannot be waived",
			others: 1},
		{name: "V16", stem: easy, rule: "V16", reason: "no need", of: "demo-02", says: "the waiver waives nothing"},
		{name: "V17 unused", stem: easy, rule: "V17", reason: "no need", of: "demo-02", says: "the waiver waives nothing"},
		{name: "V18 unused", stem: easy, rule: "V18", reason: "no need", of: "demo-11", says: "the waiver waives nothing"},
		{name: "V18 at the other question", stem: said, rule: "V18", reason: "no need", of: "demo-02",
			says: "the waiver waives nothing", others: 1},
		{name: "V26", stem: easy, rule: "V26", reason: "no need", of: "demo-02", says: "the waiver waives nothing"},
		{name: "V27", stem: easy, rule: "V27", reason: "no need", of: "demo-02", says: "the waiver waives nothing"},
		{name: "V28", stem: easy, rule: "V28", reason: "no need", of: "demo-02", says: "the waiver waives nothing"},
		{name: "V29", stem: easy, rule: "V29", reason: "no need", of: "demo-02", says: "the waiver waives nothing"},
		{name: "draft", stem: easy + "\n    status: draft", rule: "V17", reason: "later", of: "demo-02"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := minimal(t)
			f.choices(1, "a tone", true) // one question may be a draft
			f.replace(t, bank, easy, tc.stem)
			f.replace(t, bank, "id: "+tc.of, "id: "+tc.of+waived(tc.rule, tc.reason))
			_, findings := course.Compile(f.content())
			at := f.line(t, bank, "waive:")
			n, others := 0, 0
			for _, got := range findings {
				if got.Rule != tc.rule {
					t.Errorf("unexpected: %v", got)
				}
				if got.Line != at {
					others++
					continue
				}
				n++
				if got.Warning || tc.says == "" || !strings.Contains(got.Message, "question "+tc.of+": "+tc.says) {
					t.Errorf("got %v, want %q", got, tc.says)
				}
			}
			if (n == 0) != (tc.says == "") || n > 1 || others != tc.others {
				t.Errorf("%d findings about the waiver and %d others, want %q and %d: %v", n, others, tc.says, tc.others, findings)
			}
		})
	}
}

// Every rule is judged by somebody: a waiver that does nothing is found whichever rule it names.
func TestNoUselessWaiverPasses(t *testing.T) {
	for _, r := range quiz.Rules {
		f := minimal(t)
		f.replace(t, bank, "id: demo-02", "id: demo-02\n    waive: [{rule: "+r.ID+", reason: no need}]")
		_, findings := course.Compile(f.content())
		wantOne(t, findings, bank, f.line(t, bank, "waive:"), r.ID, "waives nothing", false)
	}
}

func TestBuiltInNamesStayApart(t *testing.T) {
	type claim struct {
		person *course.Person
		text   string
	}
	taken := map[string]claim{}
	for _, p := range builtIn(t).People {
		for _, text := range append([]string{p.Name, p.Surname}, p.Variants...) {
			key := quiz.FoldName(text)
			if key == "" {
				t.Errorf("%q folds to nothing", text)
			}
			// Kin share a surname, letter for letter; then only the full name tells which of them is meant.
			kin := text == p.Surname && taken[key].text == text && taken[key].person != nil && taken[key].person.Surname == text
			if other, ok := taken[key]; ok && other.person != p && !kin {
				t.Errorf("%q of %s and %q of %s fold alike: %q", text, p.Name, other.text, other.person.Name, key)
			}
			taken[key] = claim{p, text}
		}
	}
	if len(taken) < 20 {
		t.Errorf("only %d names", len(taken))
	}
}
