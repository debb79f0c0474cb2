package course_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"dossier/internal/course"
)

// files is a course as text, by path: "lessons/facts.yaml".
type files map[string]string

// minimal is the smallest course without a finding: one lesson with four sections, eleven questions, and one of
// everything else.
func minimal(t testing.TB) files {
	t.Helper()
	f := files{
		"lessons/course.yaml": `title: A course
kicker: One lesson
lede: Something happened. [@first-fact]
figure: demo-chart
`,
		"lessons/accounts.yaml": `- {id: first-account, title: A page, kind: web page, label: Page, lineage: page, ` +
			`about: It tells.}
- {id: second-account, title: A book, kind: book, label: Book, lineage: book, about: It tells more.}
`,
		"lessons/facts.yaml": `- id: first-fact
  ledger: [A-1]
  claim: It happened.
  date: "1934-12-01"
  status: agreed
  accounts: [first-account]
  known_from: "1934-12-02"
- id: second-fact
  ledger: [A-2]
  claim: It was told.
  status: disputed
  scholarship: the historians
  known_from: "1936"
`,
		"lessons/people.yaml": `- {id: kirov, name: Sergei Kirov, surname: Kirov, variants: [Sergey Kirov], ` +
			`role: leader, fate: shot, facts: [first-fact]}
- {id: yezhov, name: Nikolai Yezhov, surname: Yezhov, variants: [Ezhov], role: police chief, fate: shot, ` +
			`facts: [second-fact]}
`,
		"lessons/glossary.yaml": `- {id: demo-term, term: NKVD, meaning: The police., facts: [first-fact]}
- {id: term-a, term: card, meaning: A paper., facts: [first-fact]}
- {id: term-b, term: congress, meaning: A meeting., facts: [first-fact]}
- {id: term-c, term: decree, meaning: A rule., facts: [first-fact]}
`,
		"lessons/timeline.yaml": `- {id: demo-event, date: "1934-12-01", title: It happens, text: It happens., ` +
			`thread: kirov, people: [kirov], facts: [first-fact]}
`,
		"lessons/figures.yaml": `- id: demo-chart
  kind: units
  title: A chart
  unit: One square is one.
  caption: Two of three.
  alt: Three squares.
  facts: [first-fact]
  data:
    - {label: dark ones, value: 2, style: dark}
    - {label: light ones, value: 1, style: light}
`,
		"lessons/sources/demo-source.md": `---
id: demo-source
ledger: S-1
title: A letter
creator: A writer
who: Somebody who was there.
stake: A job.
date: "1936"
kind: article
audience: readers
could_know: What was printed.
could_not_know: What was hidden.
value: It is early.
limitation: It takes sides.
account: first-account
corroborates: []
contradicts: []
people: [kirov]
facts: [first-fact]
---

## Faithful

The writer says that “it was a cold and early day”.

## Plain

It was cold.
`,
		"quizzes/misconceptions.yaml": `- id: m-tan
  ledger: [M-1]
  belief: The tan one came first.
  correction: The red one did.
  section: "lesson:demo#one"
  facts: [first-fact]
- id: m-sky
  ledger: [M-3]
  belief: The sky one came first.
  correction: It came last.
  section: "lesson:demo#two"
  facts: [first-fact]
`,
		"lessons/01-demo.md":       minimalLesson,
		"lessons/01-demo.plain.md": minimalPlain,
		"lessons/01-demo.guide.md": minimalGuide,
		"lessons/guide.yaml":       minimalRoutes(),
	}
	quiz := "lesson: demo\nquestions:\n"
	for i := 1; i <= 10; i++ {
		stimulus, idea := "", ""
		if i == 10 {
			idea = "misconception: m-sky, "
		}
		if i%2 == 0 {
			stimulus = `"figure:demo-chart"`
		}
		quiz += fmt.Sprintf(`  - id: demo-%02d
    version: 1
    kind: single_choice
    title: Sample %d
    objectives: [demo-o%d]
    skills: [knowledge]
    stimulus: [%s]
    difficulty: 1
    marks: 1
    seconds: 60
    stem: Which of them came first on day %d?
    shuffle: true
    options:
      - {id: a, text: the red one, correct: true, feedback: "The red one was there before the rest."}
      - {id: b, text: the tan one, misconception: m-tan, feedback: "The tan one came after the red one."}
      - {id: c, text: the sky one, %sfeedback: "The sky one came last of them all."}
    refs: ["lesson:demo#one"]
`, i, i, 1+i%3, stimulus, i, idea)
	}
	f["quizzes/01-demo.yaml"] = quiz + minimalCloze
	return f
}

const minimalCloze = `  - id: demo-11
    version: 1
    kind: cloze
    title: Sample 11
    objectives: [demo-o1]
    skills: [knowledge]
    stimulus: ["source:demo-source"]
    difficulty: 1
    marks: 1
    seconds: 60
    stem: "Fill the gap with the name of a man:"
    text: "After some years {{1}} was the head."
    gaps:
      - {id: 1, match: name, accept: [{text: Yezhov}], feedback: "Yezhov was the head for two years."}
    box_chars: 18
    refs: ["lesson:demo#two"]
`

var minimalLesson = `---
id: demo
number: 1
title: A lesson
question: What happened?
lede: Something happened. [@first-fact]
objectives:
  - {id: demo-o1, text: say what happened}
  - {id: demo-o2, text: say when it happened}
  - {id: demo-o3, text: say who says so}
minutes: 10
remember:
  - One thing. [@first-fact]
  - Two things. [@first-fact]
  - Three things. [@first-fact]
  - Four things. [@second-fact]
  - Five things. [@second-fact]
---

## One {#one}

[Kirov](person:kirov) met the [NKVD](term:demo-term) at [the event](event:demo-event). [@first-fact]

` + "```accounts" + `
about: What happened?
ask: Whom do you trust?
sides:
  - {account: first-account, says: This., facts: [first-fact]}
  - {account: second-account, says: That., facts: [second-fact]}
` + "```" + `

## Two {#two}

` + filler + ` [@first-fact; @second-fact]

` + "```question demo-01\n```" + `

## Three {#three}

` + filler + ` [@second-fact]

` + "```figure demo-chart\n```" + `

## Four {#four}

` + filler + ` [@first-fact]

` + "```source demo-source\n```" + `

Back to [the first part](lesson:demo#one): a list follows. [@first-fact]

- an item
- another item
`

// minimalPlain is the lesson in plain words.
const minimalPlain = `## One {#one}

He met them. [@first-fact]

## Two {#two}

It was so, men said. [@first-fact; @second-fact]

## Three {#three}

They said it. [@second-fact]

## Four {#four}

It was at the end. [@first-fact]
`

// minimalGuide is the page of the teacher's guide on the lesson.
const minimalGuide = `---
lesson: demo
words: [demo-term, term-a, term-b, term-c]
misconceptions: [m-tan, m-sky]
---

## Aim

To see what happened.

## Starter

Ask who has heard of it.

## Talk

What do you think?

## Task

- Read [the second part](/lessons/demo/two).
- Write about [the letter](source:demo-source). [@first-fact]

## Plenary

Say it in one sentence.

## Homework

Take [the quiz](/lessons/demo/quiz).

## If somebody is upset

Say that it is right to be.
`

// minimalRoutes are routes of three lengths and the marks of one board.
func minimalRoutes() string {
	text := "routes:\n"
	for _, n := range []int{3, 6, 12} {
		text += fmt.Sprintf("  - {id: route-%d, title: A route, for: A class, left_out: The rest., periods: [", n)
		for i := range n {
			text += fmt.Sprintf("{title: Period %d of %d, lessons: [demo], sections: [\"demo#one\"], do: Read., "+
				"homework: Write.}, ", i+1, n)
		}
		text += "]}\n"
	}
	return text + `marks:
  about: This is our suggestion.
  boards:
    - id: some-board
      name: A board
      exam: An exam
      skills: All of them.
      rows:
        - {level: 0, theirs: none, note: Nothing is there.}
        - {level: 1, theirs: few, note: A little is there.}
        - {level: 2, theirs: some, note: Half is there.}
        - {level: 3, theirs: many, note: Much is there.}
        - {level: 4, theirs: all, note: All is there.}
      unsure: Everything.
`
}

var filler = strings.TrimSpace(strings.Repeat("Some words stand here so that the lesson is long enough. ", 30))

// replace changes a text that stands once in a file.
func (f files) replace(t testing.TB, file, old, new string) {
	t.Helper()
	if n := strings.Count(f[file], old); n < 1 {
		t.Fatalf("%s does not hold %q", file, old)
	}
	f[file] = strings.Replace(f[file], old, new, 1)
}

// line is the first line of a file that holds a text; 1 for "".
func (f files) line(t testing.TB, file, text string) int {
	t.Helper()
	before, _, ok := strings.Cut(f[file], text)
	if !ok {
		t.Fatalf("%s does not hold %q", file, text)
	}
	return 1 + strings.Count(before, "\n")
}

func (f files) content() course.Content {
	folders := map[string]fstest.MapFS{"lessons": {}, "quizzes": {}}
	for name, text := range f {
		folder, rest, _ := strings.Cut(name, "/")
		folders[folder][rest] = &fstest.MapFile{Data: []byte(text), Mode: fs.FileMode(0o444)}
	}
	return course.Content{Lessons: folders["lessons"], Quizzes: folders["quizzes"]}
}

func TestMinimalCourseHasNoFinding(t *testing.T) {
	c, findings := course.Compile(minimal(t).content())
	for _, f := range findings {
		t.Error(f)
	}
	if len(c.Lessons) != 1 || len(c.Lessons[0].Pool) != 10 || len(c.Lessons[0].Checks) != 1 ||
		len(c.Lessons[0].Sources) != 1 {
		t.Errorf("the course is %+v", c.Lessons)
	}
}
