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

// statement is a true/false question of the demo lesson. wrong is the word that makes it false, "" when it is true.
func statement(id, text, wrong string) string {
	answer := "    answer: true\n"
	if wrong != "" {
		answer = "    answer: false\n    wrong_span: " + wrong +
			"\n    correction: {match: text, accept: [{text: the sky}, {text: a sky}]}\n"
	}
	return fmt.Sprintf(`  - id: %s
    version: 1
    kind: true_false_correction
    title: Sample
    objectives: [demo-o1]
    skills: [knowledge]
    stimulus: []
    difficulty: 1
    marks: 1
    seconds: 10
    stem: "Is this true? If it is false, write the correct word or words."
    statement: %s
%s    feedback_true: "It was there on each of the days."
    feedback_false: "It was there, as it was on all the days."
    refs: ["lesson:demo#one"]
`, id, text, answer)
}

// statements puts twelve statements into the bank of the minimal course that nothing tells apart but their truth: six
// true, six false, by turns, a true one first, with other questions around them.
func (f files) statements() {
	var list strings.Builder
	for i := range 12 {
		wrong := ""
		if i%2 == 1 {
			wrong = "tone"
		}
		list.WriteString(statement(fmt.Sprintf("said-%02d", i), fmt.Sprintf("The tone of it was %s.",
			strings.Repeat("o", i+1)), wrong))
	}
	head, rest, _ := strings.Cut(f[bank], "  - id: demo-03\n")
	f[bank] = head + list.String() + "  - id: demo-03\n" + rest
}

func TestStatementsAreAlike(t *testing.T) {
	const stem = `stem: "Is this true? If it is false, write the correct word or words."`
	for _, tc := range []struct {
		name    string
		edit    func(t *testing.T, f files)
		file    string
		at      string // the finding is at the first line that holds it
		message string
	}{
		{"nothing tells them apart", func(*testing.T, files) {}, "", "", ""},
		{"another stem", func(t *testing.T, f files) {
			f.replace(t, bank, stem, "stem: Which word of this statement is wrong here?")
		}, bank, "stem: Which word of this", "question said-00: it asks in other words"},
		{"a source beside one", func(t *testing.T, f files) {
			f.replace(t, bank, "    stimulus: []\n    difficulty: 1\n    marks: 1\n    seconds: 10",
				"    stimulus: [\"figure:demo-chart\"] # here\n    difficulty: 1\n    marks: 1\n    seconds: 10")
		}, bank, "# here", "question said-00: a source or a figure stands beside"},
		{"long true ones", func(_ *testing.T, f files) {
			f[bank] = strings.ReplaceAll(f[bank], "statement: The tone of it was ooo",
				"statement: The tone of it was so long ooo")
			f[bank] = strings.ReplaceAll(f[bank], "so long oooo.\n    answer: false", "oooo.\n    answer: false")
			f[bank] = strings.ReplaceAll(f[bank], "so long oooooo.\n    answer: false", "oooooo.\n    answer: false")
			f[bank] = strings.ReplaceAll(f[bank], "so long oooooooo.\n    answer: false", "oooooooo.\n    answer: false")
			f[bank] = strings.ReplaceAll(f[bank], "so long oooooooooo.\n    answer: false", "oooooooooo.\n    answer: false")
			f[bank] = strings.ReplaceAll(f[bank], "so long oooooooooooo.\n    answer: false",
				"oooooooooooo.\n    answer: false")
		}, bank, "statement: The tone of it was so long ooooooooooo.", "true statements have"},
		{"numbers in false ones", func(t *testing.T, f files) {
			for _, tail := range []string{"oo.", "oooo."} {
				f.replace(t, bank, "it was "+tail, "it was 9"+tail[1:])
			}
		}, bank, "it was 9o.", "0 % of the true and 33 % of the false statements hold a number"},
		{"mostly true ones", func(t *testing.T, f files) {
			for _, i := range []string{"50", "51", "52", "53"} {
				f.replace(t, bank, "  - id: demo-03\n", statement("said-"+i, "The tone of it was ooooooo "+i[1:]+".", "")+
					"  - id: demo-03\n")
			}
			f[bank] = strings.NewReplacer("oo 0.", "o a.", "oo 1.", "o b.", "oo 2.", "o c.", "oo 3.", "o d.").Replace(f[bank])
		}, bank, "statement: The tone of it was o.", "6 of all 16 statements are false"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := minimal(t)
			f.statements()
			tc.edit(t, f)
			_, findings := course.Compile(f.content())
			if tc.message == "" {
				for _, got := range findings {
					if got.Rule == "V25" {
						t.Error(got)
					}
				}
				return
			}
			wantOne(t, findings, tc.file, f.line(t, tc.file, tc.at), "V25", tc.message, true)
		})
	}
}

func TestALessonHasTrueAndFalseStatements(t *testing.T) {
	f := minimal(t)
	for i := range 3 {
		f[bank] += statement(fmt.Sprintf("said-%d", i), fmt.Sprintf("The tone of it was o%d.", i), "")
	}
	_, findings := course.Compile(f.content())
	wantOne(t, findings, lesson, 1, "V25", "0 of 3 statements are false", true)
}

// A player who has seen one statement of each lesson must not know the next, and the ends of a quiz must tell nothing.
func TestPlacesOfStatementsTellNothing(t *testing.T) {
	const n = 10 // lessons
	build := func(firstTrue func(lesson int) bool, edge bool) files {
		f := minimal(t)
		whole := f[bank]
		for i := range n {
			id := fmt.Sprintf("more%d", i)
			swap := strings.NewReplacer("id: demo\n", "id: "+id+"\n", "demo-o", id+"-o", "number: 1", fmt.Sprintf("number: %d",
				i+2), "demo-01", id+"-01", "lesson: demo\n", "lesson: "+id+"\n", "id: demo-", "id: "+id+"-")
			f[fmt.Sprintf("lessons/%02d-%s.md", i+2, id)] = swap.Replace(f[lesson])
			yes := statement(id+"-yes", "The tone of it was o.", "")
			no := statement(id+"-no", "The tone of it was u.", "tone")
			pair := yes + no
			if !firstTrue(i) {
				pair = no + yes
			}
			head, rest, _ := strings.Cut(whole, "  - id: demo-03\n")
			text := head + pair + "  - id: demo-03\n" + rest
			if edge {
				text = head + no + "  - id: demo-03\n" + rest + yes
			}
			f[fmt.Sprintf("quizzes/%02d-%s.yaml", i+2, id)] = swap.Replace(text)
		}
		return f
	}
	for _, tc := range []struct {
		name    string
		f       files
		message string // of the finding; "" when there is none
	}{
		{"by turns", build(func(i int) bool { return i%2 == 0 }, false), ""},
		{"the true one always first", build(func(int) bool { return true }, false), "come first in their lesson"},
		{"the true one always last", build(func(int) bool { return false }, true), "open or close a quiz"},
	} {
		_, findings := course.Compile(tc.f.content())
		found := false
		for _, got := range findings {
			if got.Rule == "V25" {
				found = found || tc.message != "" && strings.Contains(got.Message, tc.message) && got.Warning
				if tc.message == "" {
					t.Errorf("%s: %v", tc.name, got)
				}
			}
		}
		if tc.message != "" && !found {
			t.Errorf("%s: no finding that they %s in %v", tc.name, tc.message, findings)
		}
	}
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
	f.choices(25, "o", true)
	_, findings = course.Compile(f.content())
	wantOne(t, findings, "quizzes", 1, "V28", "the shortest in 25 of 35 single choices", true)

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
