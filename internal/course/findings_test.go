package course_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// break1 breaks the minimal course in one place. The finding is expected in the changed file, at the first line that
// holds at.
type break1 struct {
	name          string
	file          string
	old, new      string
	at            string // "" means line 1
	in            string // the file of the finding, when it is not the changed one
	rule, message string // message is a part of it
	warning       bool
}

const (
	lesson     = "lessons/01-demo.md"
	plain      = "lessons/01-demo.plain.md"
	facts      = "lessons/facts.yaml"
	people     = "lessons/people.yaml"
	figures    = "lessons/figures.yaml"
	source     = "lessons/sources/demo-source.md"
	bank       = "quizzes/01-demo.yaml"
	ideas      = "quizzes/misconceptions.yaml"
	timeline   = "lessons/timeline.yaml"
	glossary   = "lessons/glossary.yaml"
	accounts   = "lessons/accounts.yaml"
	opening    = "lessons/course.yaml"
	demo2      = "kind: single_choice\n    title: Sample 2\n"
	closing    = "Back to [the first part](lesson:demo#one): a list follows. [@first-fact]"
	unusedFact = "- {id: third-fact, ledger: [A-3], claim: More., status: agreed, scholarship: historians, " +
		"known_from: \"1936\"}\n"
	unusedChart = "- {id: other-chart, kind: bars, title: A, caption: B, alt: C, facts: [first-fact], data: [{label: " +
		"x, value: 1, style: dark}]}\n"
	aMap = "- {id: other-map, kind: map, title: A, caption: B, alt: C, window: [20, 45, 50, 62], places: [{id: " +
		"moscow, name: Moscow, lat: 55.75, lon: 37.62, date: \"1934\", what: It was., facts: " +
		"[first-fact]}, {id: kiev, name: Kiev, lat: 50.45, lon: 30.52}], routes: [{label: a way, through: " +
		"[moscow, kiev], facts: [first-fact]}]}\n"
	// aChronology is a question with a key of two words, and a chronology that tells them.
	aChronology = `  - id: demo-12
    version: 1
    kind: single_choice
    title: Sample 12
    objectives: [demo-o1]
    skills: [knowledge]
    stimulus: ["figure:demo-chart"]
    difficulty: 1
    marks: 1
    seconds: 60
    stem: What happened to him on day 12?
    options:
      - {id: a, text: police took letters, correct: true, feedback: "The red one was there before the rest."}
      - {id: b, text: a guard let him go, misconception: m-tan, feedback: "The tan one came after the red one."}
      - {id: c, text: he was not at home, feedback: "The sky one came last of them all."}
    refs: ["lesson:demo#one"]
  - id: demo-13
    version: 1
    kind: chronology
    title: Sample 13
    objectives: [demo-o1]
    skills: [knowledge]
    stimulus: ["figure:demo-chart"]
    difficulty: 1
    marks: 1
    seconds: 60
    stem: "Put these into the right order:"
    items:
      - {id: a, text: It is warm, date: "1934-01"}
      - {id: b, text: It is cold, date: "1934-02"}
      - {id: c, text: It is wet, date: "1934-03"}
      - {id: d, text: Some police take Kirov's letters, date: "1934-04"}
    scoring: pairs
    refs: ["lesson:demo#one"]
`
	unusedIdea = "- {id: m-other, ledger: [M-2], belief: It was so., correction: It was not., section: " +
		"\"lesson:demo#one\", facts: [first-fact]}\n"
)

// mapBreak puts a map into the course in which one thing is wrong.
func mapBreak(name, old, new, rule, message string) break1 {
	return break1{name: name, file: figures, old: "- id: demo-chart",
		new: strings.Replace(aMap, old, new, 1) + "- id: demo-chart", rule: rule, message: message}
}

// original gives the source an anchor in which one thing is wrong.
func original(name, old, new, message string) break1 {
	anchor := `{from: It began so, to: end here now, words: 9, sig: "0123456789", inner: [deep]}`
	return break1{name: "an original with " + name, file: source, old: "facts: [first-fact]\n", rule: "O01",
		new: "facts: [first-fact]\noriginal:\n  - " + strings.Replace(anchor, old, new, 1) + "\n", at: "- {from:",
		message: message}
}

var breaks = []break1{
	// Y01: the form of the files
	{name: "unknown field of a fact", file: facts, old: "status: disputed", new: "status: disputed\n  statuss: x",
		at: "statuss", rule: "Y01", message: `unknown field "statuss"`},
	{name: "unknown field of a lesson", file: lesson, old: "minutes: 10", new: "minutes: 10\nhours: 1", at: "hours",
		rule: "Y01", message: `unknown field "hours"`},
	{name: "unknown field of a source", file: source, old: "kind: article", new: "kind: article\nsort: x", at: "sort:",
		rule: "Y01", message: `unknown field "sort"`},
	{name: "unknown field of the course", file: opening, old: "figure:", new: "picture:", at: "picture", rule: "Y01",
		message: `unknown field "picture"`},
	{name: "unknown field of a question", file: bank, old: "    box_chars: 18",
		new: "    box_chars: 18\n    box_lines: 2", at: "box_lines", rule: "Y01", message: `unknown field "box_lines"`},
	{name: "unknown field of an option", file: bank, old: "text: the sky one,", new: "text: the sky one, weight: 2,",
		at: "weight", rule: "Y01", message: `unknown field "weight"`},
	{name: "the id of a teacher's own question", file: bank, old: "id: demo-11\n", new: "id: own-11\n", at: "id: own-11",
		rule: "V01", message: "question own-11: ids of this form belong to the questions that teachers bring"},
	{name: "unknown kind of question", file: bank, old: demo2, new: "kind: essay\n    title: Sample 2\n",
		at: "kind: essay", rule: "Y01", message: `"essay"`},
	{name: "wrong type", file: lesson, old: "number: 1", new: "number: one", at: "number: one", rule: "Y01",
		message: "not what the format allows"},
	{name: "broken YAML", file: facts, old: "claim: It was told.", new: "claim: It was: told.",
		at: "claim: It was: told.", rule: "Y01", message: "not what the format allows"},
	{name: "broken front matter", file: lesson, old: "title: A lesson", new: "title: A: lesson", at: "title: A: lesson",
		rule: "Y01", message: "not what the format allows"},
	{name: "broken YAML in a comparison", file: lesson, old: "ask: Whom do you trust?", new: "ask: {Whom",
		at: "ask: {Whom", rule: "Y01", message: "not what the format allows"},
	{name: "unknown field in a comparison", file: lesson, old: "ask: Whom do you trust?",
		new: "ask: Whom do you trust?\nasks: x", at: "asks: x", rule: "Y01", message: `unknown field "asks"`},
	{name: "empty comparison", file: lesson, old: "- another item",
		new: "- another item\n\nIt differs. " +
			"[@first-fact]\n\n```accounts\n```", at: "```accounts\n```", rule: "Y01", message: "nothing here"},
	{name: "no front matter in a lesson", file: lesson, old: "---\n", new: "", rule: "Y01", message: "no front matter"},
	{name: "no front matter in a source", file: source, old: "---\n", new: "", rule: "Y01", message: "no front matter"},
	{name: "not a list", file: timeline, old: "- {", new: "events: {", rule: "Y01", message: "should be a list"},
	{name: "empty file", file: timeline,
		old: "- {id: demo-event, date: \"1934-12-01\", title: It happens, text: It happens., thread: kirov, " +
			"people: [kirov], facts: [first-fact]}\n", new: "\n", rule: "Y01", message: "nothing here"},
	{name: "no lesson of a quiz file", file: bank, old: "lesson: demo\n", new: "lesson: \"\"\n", rule: "Y01",
		message: "which lesson"},
	{name: "a third field of a quiz file", file: bank, old: "lesson: demo\n", new: "lesson: demo\nlevel: 1\n",
		rule: "Y01", message: "lesson and questions"},

	{name: "questions are no list", file: bank, old: "lesson: demo\nquestions:\n",
		new: "lesson: demo\nquestions: {}\nmore:\n", rule: "Y01", message: "lesson and questions"},
	{name: "a question is no mapping", file: bank, old: "  - id: demo-01\n", new: "  - a word\n  - id: demo-01\n",
		at: "a word", rule: "Y01", message: "a question is a list of fields"},
	{name: "wrong type in a question", file: bank, old: "seconds: 60", new: "seconds: long", at: "seconds: long",
		rule: "Y01", message: "not what the format allows"},

	// R01: references
	{name: "citation", file: lesson, old: "[@second-fact]", new: "[@first-fact; @no-fact]", at: "@no-fact", rule: "R01",
		message: "no fact “no-fact”"},
	{name: "citation of the lede", file: lesson, old: "happened. [@first-fact]", new: "happened. [@first-fact; @no-fact]",
		at: "lede:", rule: "R01", message: "no fact “no-fact”"},
	{name: "citation of the course", file: opening, old: "[@first-fact]", new: "[@first-fact; @no-fact]", at: "lede:",
		rule: "R01", message: "no fact “no-fact”"},
	{name: "link to a person", file: lesson, old: "person:kirov", new: "person:nobody", at: "person:nobody", rule: "R01",
		message: "no person “nobody”"},
	{name: "link to a term", file: lesson, old: "term:demo-term", new: "term:none", at: "term:none", rule: "R01",
		message: "no term “none”"},
	{name: "link to an event", file: lesson, old: "event:demo-event", new: "event:none", at: "event:none", rule: "R01",
		message: "no event “none”"},
	{name: "link to a source", file: lesson, old: "event:demo-event", new: "source:none", at: "source:none", rule: "R01",
		message: "no source “none”"},
	{name: "link to a lesson", file: lesson, old: "lesson:demo#one", new: "lesson:none#one", at: "lesson:none",
		rule: "R01", message: "no lesson “none”"},
	{name: "link to a section", file: lesson, old: "lesson:demo#one", new: "lesson:demo#none", at: "lesson:demo#none",
		rule: "R01", message: "no section “none”"},
	{name: "link with a part", file: lesson, old: "event:demo-event", new: "event:demo-event#one", at: "demo-event#one",
		rule: "R01", message: "has a part after #"},
	{name: "link without an id", file: lesson, old: "event:demo-event", new: "event:", at: "(event:)", rule: "R01",
		message: "“event:” is not a reference"},
	{name: "link out of the course", file: lesson, old: "event:demo-event", new: "https://example.org", at: "https:",
		rule: "R01", message: "leads out of the course"},
	{name: "bare address", file: lesson, old: "[the event](event:demo-event)", new: "<https://example.org>", at: "https:",
		rule: "R01", message: "leads out of the course"},
	{name: "question block", file: lesson, old: "question demo-01", new: "question demo-99", at: "demo-99", rule: "R01",
		message: "no question “demo-99”"},
	{name: "figure block", file: lesson, old: "figure demo-chart", new: "figure none", at: "figure none", rule: "R01",
		message: "no figure “none”"},
	{name: "source block", file: lesson, old: "```source demo-source", new: "```source none", at: "source none",
		rule: "R01", message: "no source “none”"},
	{name: "account of a side", file: lesson, old: "account: second-account", new: "account: third-account",
		at: "third-account", rule: "R01", message: "no account “third-account”"},
	{name: "fact of a side", file: lesson, old: "says: That., facts: [second-fact]",
		new: "says: That., facts: [second-fact, none]", at: "second-fact, none", rule: "R01", message: "no fact “none”"},
	{name: "account of a fact", file: facts, old: "[first-account]", new: "[first-account, none]", at: "accounts:",
		rule: "R01", message: "no account “none”"},
	{name: "fact of a person", file: people, old: "facts: [second-fact]", new: "facts: [second-fact, none]", at: "none",
		rule: "R01", message: "no fact “none”"},
	{name: "fact of a term", file: glossary, old: "[first-fact]", new: "[none]", at: "none", rule: "R01",
		message: "no fact “none”"},
	{name: "person of an event", file: timeline, old: "people: [kirov]", new: "people: [none]", at: "none", rule: "R01",
		message: "no person “none”"},
	{name: "fact of an event", file: timeline, old: "[first-fact]", new: "[first-fact, none]", at: "none", rule: "R01",
		message: "no fact “none”"},
	{name: "fact of a figure", file: figures, old: "[first-fact]", new: "[first-fact, none]", at: "facts:", rule: "R01",
		message: "no fact “none”"},
	{name: "fact of a source", file: source, old: "[first-fact]", new: "[none]", at: "facts:", rule: "R01",
		message: "no fact “none”"},
	{name: "person of a source", file: source, old: "people: [kirov]", new: "people: [none]", at: "people:", rule: "R01",
		message: "no person “none”"},
	{name: "account of a source", file: source, old: "account: first-account", new: "account: none", at: "account: none",
		rule: "R01", message: "no account “none”"},
	{name: "agreeing source", file: source, old: "corroborates: []", new: "corroborates: [none]", at: "corroborates:",
		rule: "R01", message: "no source “none”"},
	{name: "contradicting source", file: source, old: "contradicts: []", new: "contradicts: [none]", at: "contradicts:",
		rule: "R01", message: "no source “none”"},
	{name: "fact of a misconception", file: ideas, old: "[first-fact]", new: "[none]", at: "facts:", rule: "R01",
		message: "no fact “none”"},
	{name: "section of a misconception", file: ideas, old: "lesson:demo#one", new: "lesson:demo#none", at: "section:",
		rule: "R01", message: "no section “none”"},
	{name: "misconception at a source", file: ideas, old: "lesson:demo#one", new: "source:demo-source", at: "section:",
		rule: "R01", message: "not a section of a lesson"},
	{name: "misconception of an option", file: bank, old: "misconception: m-tan", new: "misconception: m-none",
		at: "m-none", rule: "R01", message: "no misconception “m-none”"},
	{name: "objective of a question", file: bank, old: "[demo-o1]", new: "[demo-o1, demo-o9]", at: "demo-o9", rule: "R01",
		message: "no objective “demo-o9”"},
	{name: "lesson of a quiz file", file: bank, old: "lesson: demo\n", new: "lesson: none\n", rule: "R01",
		message: "no lesson “none”"},
	{name: "figure of the course", file: opening, old: "demo-chart", new: "none", at: "figure:", rule: "R01",
		message: "no figure “none”"},

	// R02: ids
	{name: "malformed id", file: glossary, old: "demo-term", new: "Demo_Term", in: glossary, at: "Demo_Term", rule: "R02",
		message: "“Demo_Term” is not kebab case"},
	{name: "short id", file: accounts, old: "- {id: first-account",
		new: "- {id: ab, title: A page, kind: web page, label: Page, lineage: page, about: It tells.}\n- {id: " +
			"first-account", at: "id: ab", rule: "R02", message: "“ab” is not kebab case"},
	{name: "fact twice", file: facts, old: "- id: second-fact", new: "- id: first-fact\n- id: second-fact",
		at: "first-fact\n- id: second-fact", rule: "R02", message: "twice, first at lessons/facts.yaml:1"},
	{name: "question twice", file: bank, old: "id: demo-03", new: "id: demo-02",
		at: "id: demo-02\n    version: 1\n    kind: single_choice\n    title: Sample 3\n", rule: "R02",
		message: "twice, first at quizzes/01-demo.yaml:"},
	{name: "section twice", file: lesson, old: "{#three}", new: "{#two}", at: "## Three", rule: "R02",
		message: "section “two” stands twice"},
	{name: "section named like the quiz", file: lesson, old: "{#three}", new: "{#quiz}", at: "## Three", rule: "R02",
		message: "a place called “quiz”"},
	{name: "question twice in the lesson", file: lesson, old: "```figure", new: "```question demo-01\n```\n\n```figure",
		at: "question demo-01\n```\n\n```figure", rule: "R02", message: "stands twice in the lesson"},
	{name: "file of a source", file: source, old: "id: demo-source\n", new: "id: other-source\n", at: "id:", rule: "R02",
		message: "stands in demo-source.md"},

	// R03: citations
	{name: "uncited paragraph", file: lesson, old: "[the event](event:demo-event). [@first-fact]",
		new: "[the event](event:demo-event).", at: "[Kirov]", rule: "R03", message: "paragraph cites no fact"},
	{name: "uncited list", file: lesson, old: closing + "\n\n- an item\n- another item",
		new: closing +
			"\n\n```figure demo-chart\n```\n\n- an item\n- another item [@first-fact]", at: "- an " +
			"item", rule: "R03", message: "list item cites no fact"},
	{name: "half a list", file: lesson, old: closing + "\n\n- an item",
		new: "Back to [one](lesson:demo#one). [@first-fact]\n\n```figure demo-chart\n```\n\n- an item " +
			"[@first-fact]", at: "- another item", rule: "R03", message: "list item cites no fact"},
	{name: "list after a heading", file: lesson, old: "## Two {#two}",
		new: "A word. [@first-fact]\n\n## Two {#two}\n\n- a lone item\n\nA word. [@first-fact]", at: "- a lone " +
			"item", rule: "R03", message: "list item cites no fact"},
	{name: "rule", file: lesson, old: "## Two {#two}", new: "## Two {#two}\n\n***", at: "***", rule: "R03",
		message: "paragraph cites no fact"},
	{name: "uncited lede", file: lesson, old: "lede: Something happened. [@first-fact]", new: "lede: Something happened.",
		at: "lede:", rule: "R03", message: "cites no fact"},
	{name: "long lede", file: lesson, old: "lede: Something happened. [@first-fact]",
		new: "lede: \"One. [@first-fact]\\n\\nTwo. [@first-fact]\"", at: "lede:", rule: "R03", message: "not one paragraph"},
	{name: "uncited opening", file: opening, old: "Something happened. [@first-fact]", new: "Something happened.",
		at: "lede:", rule: "R03", message: "cites no fact"},
	{name: "uncited side", file: lesson, old: "says: This., facts: [first-fact]", new: "says: This., facts: []",
		at: "says: This.", rule: "R03", message: "side cites no fact"},
	{name: "citation over two lines", file: lesson, old: closing,
		new: "Back to [the first part](lesson:demo#one): a list follows. [@first-fact;\n@second-fact]", at: "Back " +
			"to", rule: "R03", message: "not closed on its line"},

	// R04: use
	{name: "unused fact", file: facts, old: "- id: second-fact", new: unusedFact + "- id: second-fact", at: "third-fact",
		rule: "R04", message: "nothing cites the fact “third-fact”"},
	{name: "unused figure", file: figures, old: "- id: demo-chart", new: unusedChart + "- id: demo-chart",
		at: "other-chart", rule: "R04", message: "figure “other-chart”"},
	{name: "unused misconception", file: ideas, old: "- id: m-tan", new: unusedIdea + "- id: m-tan", at: "m-other",
		rule: "R04", message: "misconception “m-other”"},

	// R05: what facts and entries rest on
	{name: "no ledger", file: facts, old: "ledger: [A-2]", new: "ledger: []", at: "- id: second-fact", rule: "R05",
		message: "no ledger number"},
	{name: "no support", file: facts, old: "scholarship: the historians", new: "scholarship: \"\"",
		at: "- id: second-fact", rule: "R05", message: "what the fact rests on"},
	{name: "person without facts", file: people, old: "facts: [second-fact]", new: "facts: []", at: "id: yezhov",
		rule: "R05", message: "cites no fact"},
	{name: "event without facts", file: timeline, old: "facts: [first-fact]", new: "facts: []", rule: "R05",
		message: "cites no fact"},
	{name: "figure without facts", file: figures, old: "facts: [first-fact]", new: "facts: []", rule: "R05",
		message: "cites no fact"},

	// R06: fields
	{name: "fact without a claim", file: facts, old: "claim: It was told.", new: "claim: \"\"", at: "- id: second-fact",
		rule: "R06", message: "claim is missing"},
	{name: "fact without a day", file: facts, old: "known_from: \"1936\"", new: "note: x", at: "- id: second-fact",
		rule: "R06", message: "known_from is missing"},
	{name: "status", file: facts, old: "status: disputed", new: "status: sure", at: "status: sure", rule: "R06",
		message: "status is “sure”"},
	{name: "thread", file: timeline, old: "thread: kirov", new: "thread: none", rule: "R06", message: "thread is “none”"},
	{name: "kind of a figure", file: figures, old: "kind: units", new: "kind: pie", at: "kind: pie", rule: "R06",
		message: "kind is “pie”"},
	{name: "style", file: figures, old: "value: 1, style: light", new: "value: 1, style: pink", at: "pink", rule: "R06",
		message: "style is “pink”"},
	{name: "label", file: figures, old: "label: light ones", new: "label: \"\"", at: "value: 1,", rule: "R06",
		message: "label is missing"},
	{name: "kind of a source", file: source, old: "kind: article", new: "kind: film", at: "kind: film", rule: "R06",
		message: "kind is “film”"},
	{name: "source without a stake", file: source, old: "stake: A job.", new: "stake:", rule: "R06",
		message: "stake is missing"},
	{name: "person without a fate", file: people, old: "role: police chief, fate: shot,", new: "role: police chief,",
		at: "id: yezhov", rule: "R06", message: "fate is missing"},
	{name: "term without a meaning", file: glossary, old: "meaning: The police., ", new: "", rule: "R06",
		message: "meaning is missing"},
	{name: "account without a lineage", file: accounts, old: "lineage: book, ", new: "", at: "second-account",
		rule: "R06", message: "lineage is missing"},
	{name: "misconception without a belief", file: ideas, old: "belief: The tan one came first.", new: "belief: \"\"",
		rule: "R06", message: "belief is missing"},
	{name: "objective without a text", file: lesson, old: "text: say when it happened", new: "text: \"\"", at: "demo-o2",
		rule: "R06", message: "text is missing"},
	{name: "lesson without a lede", file: lesson, old: "lede: Something happened. [@first-fact]", new: "lede: \"\"",
		rule: "R06", message: "lede is missing"},
	{name: "course without a kicker", file: opening, old: "kicker: One lesson", new: "kicker: \"\"", rule: "R06",
		message: "kicker is missing"},
	{name: "side that says nothing", file: lesson, old: "says: This.", new: "says: \"\"", at: "says: \"\"", rule: "R06",
		message: "says is missing"},
	{name: "comparison that asks nothing", file: lesson, old: "ask: Whom do you trust?", new: "ask: \"\"",
		at: "```accounts", rule: "R06", message: "ask is missing"},

	// R07: dates
	{name: "date of a fact", file: facts, old: "date: \"1934-12-01\"", new: "date: \"1 December\"", at: "1 December",
		rule: "R07", message: `"1 December" is not a date`},
	{name: "month that is none", file: facts, old: "known_from: \"1934-12-02\"", new: "known_from: \"1934-13\"",
		at: "1934-13", rule: "R07", message: `"1934-13" is not a date`},
	{name: "date of a source", file: source, old: "date: \"1936\"", new: "date: \"36\"", at: "date:", rule: "R07",
		message: `"36" is not a date`},
	{name: "date of an event", file: timeline, old: "1934-12-01", new: "1934-12-32", rule: "R07",
		message: `"1934-12-32" is not a date`},
	{name: "date in a figure", file: figures, old: "- id: demo-chart",
		new: strings.NewReplacer("bars", "timeline", "label: x",
			"label: x, date: \"36\"").Replace(unusedChart) + "- id: demo-chart", rule: "R07", message: `"36" is not a date`},

	// R08: HTML and images
	{name: "HTML in a paragraph", file: lesson, old: "[Kirov](person:kirov) met", new: "[Kirov](person:kirov) <b>met",
		at: "[Kirov]", rule: "R08", message: "HTML"},
	{name: "HTML block", file: lesson, old: "## Two {#two}", new: "## Two {#two}\n\n<div>A. [@first-fact]</div>",
		at: "<div>", rule: "R08", message: "HTML"},
	{name: "image", file: lesson, old: closing, new: closing + " ![x](y.png)", at: "y.png", rule: "R08", message: "image"},
	{name: "HTML in a source", file: source, old: "It was cold.", new: "It was <i>cold.", at: "<i>", rule: "R08",
		message: "HTML"},
	{name: "HTML in the opening", file: opening, old: "Something happened.", new: "Something <i>happened.", at: "lede:",
		rule: "R08", message: "HTML"},

	// R09: figures
	{name: "half a person", file: figures, old: "value: 1,", new: "value: 1.5,", at: "value: 1.5", rule: "R09",
		message: "whole numbers"},
	{name: "too many marks", file: figures, old: "value: 1,", new: "value: 2999,", rule: "R09",
		message: "more than 3,000"},
	{name: "no data", file: figures, old: "- id: demo-chart",
		new: strings.Replace(unusedChart, "{label: x, value: 1, style: dark}", "", 1) +
			"- id: demo-chart", rule: "R09", message: "no data"},
	{name: "bar of nothing", file: figures, old: "- id: demo-chart",
		new: strings.Replace(unusedChart, "value: 1", "value: 0", 1) +
			"- id: demo-chart", rule: "R09", message: "above zero"},
	{name: "bar outside its range", file: figures, old: "- id: demo-chart",
		new: strings.Replace(unusedChart, "value: 1", "value: 1, low: 2", 1) +
			"- id: demo-chart", rule: "R09", message: "between low and high"},
	{name: "row without a day", file: figures, old: "- id: demo-chart",
		new: strings.Replace(unusedChart, "bars", "timeline", 1) + "- id: demo-chart", rule: "R09", message: "no date"},

	mapBreak("latitude and longitude of a map changed about", "lat: 55.75, lon: 37.62", "lat: 37.62, lon: 55.75", "R09",
		"outside the map"),
	mapBreak("town in the sea", "lat: 55.75, lon: 37.62", "lat: 61, lon: 20.5", "R09", "lies in the sea"),
	mapBreak("route to nowhere", "[moscow, kiev]", "[moscow, riga]", "R01", "no place “riga”"),
	mapBreak("route of one place", "[moscow, kiev]", "[moscow]", "R09", "fewer than two places"),
	mapBreak("labels that cover each other", "lat: 50.45, lon: 30.52", "lat: 55.5, lon: 38", "R09", "cover each other"),
	mapBreak("label over the edge", "lat: 50.45, lon: 30.52", "lat: 50.45, lon: 21, side: left", "R09",
		"runs over the edge"),
	mapBreak("map without a text for those who do not see it", "alt: C", "alt: \"\"", "R06", "alt is missing"),
	mapBreak("side of a label", "lon: 37.62,", "lon: 37.62, side: top,", "R06", "side is “top”"),
	mapBreak("place twice", "id: kiev", "id: moscow", "R02", "two places “moscow”"),
	mapBreak("place that tells and cites nothing", "what: It was., facts: [first-fact]", "what: It was.", "R05",
		"cites no fact"),
	mapBreak("place with a date that tells nothing", "what: It was., ", "", "R06", "what is missing"),
	mapBreak("place that ends too early", "date: \"1934\", ", "date: \"1934\", until: \"1930-01-01\", ", "R09",
		"ends before it begins"),
	mapBreak("place without a date", "date: \"1934\", ", "", "R09", "has no date"),
	mapBreak("route that cites nothing", "kiev], facts: [first-fact]", "kiev]", "R05", "route “a way” cites no fact"),
	mapBreak("window of a map", "[20, 45, 50, 62]", "[50, 20, 40, 60]", "R09", "no window"),
	mapBreak("map with data", "alt: C", "alt: C, unit: x", "R09", "no data or unit"),
	mapBreak("places of a bar chart", "kind: map", "kind: bars, data: [{label: x, value: 1, style: dark}]", "R09",
		"only a map"),

	// R10: sources
	{name: "unknown section of a source", file: source, old: "## Plain", new: "## Simple", at: "## Simple", rule: "R10",
		message: "no section “Simple”"},
	{name: "no plain reading", file: source, old: "## Plain\n\nIt was cold.\n", new: "", rule: "R10",
		message: "a faithful and a plain reading"},
	{name: "no faithful reading", file: source,
		old: "## Faithful\n\nThe writer says that “it was a cold and early day”.\n", new: "", rule: "R10",
		message: "a faithful and a plain reading"},
	{name: "text before the readings", file: source, old: "## Faithful", new: "A word.\n\n## Faithful", at: "A word.",
		rule: "R10", message: "before the first section"},
	{name: "fifteen words", file: source, old: "“it was a cold and early day”",
		new: "“one two three four five six seven eight nine ten eleven twelve thirteen fourteen " +
			"fifteen”", at: "fifteen", rule: "R10", message: "more than 14 words"},
	{name: "link in a reading", file: source, old: "It was cold.", new: "It was [cold](person:kirov).",
		at: "person:kirov", rule: "R10", message: "link or a citation"},
	{name: "citation in a reading", file: source, old: "It was cold.", new: "It was cold. [@first-fact]",
		at: "[@first-fact]", rule: "R10", message: "link or a citation"},

	// R11: the shape of a lesson
	{name: "three sections", file: lesson, old: "## Two {#two}", new: "", rule: "R11", message: "has 3 sections"},
	{name: "few words", file: lesson, old: filler, new: "Short.", rule: "R11", message: "words"},
	{name: "seven sections", file: lesson, old: "## Four {#four}",
		new: "## A {#a}\n\n## B {#b}\n\n## C {#c}\n\n## Four {#four}", rule: "R11", message: "has 7 sections"},
	{name: "many words", file: lesson, old: "## Four {#four}",
		new: "## A {#a}\n\n" + filler + "\n\n## B {#b}\n\n" + filler + "\n\n## Four {#four}", rule: "R11",
		message: "the lesson has 1"},
	{name: "many words in a section", file: lesson, old: filler, new: filler + " " + filler, at: "## Two", rule: "R11",
		message: "the section “two” has 660 words"},
	{name: "no lesson number", file: lesson, old: "number: 1\n", new: "", rule: "R11", message: "number or minutes"},
	{name: "two objectives", file: lesson, old: "  - {id: demo-o3, text: say who says so}\n", new: "", at: "demo-o1",
		rule: "R11", message: "three or four objectives"},
	{name: "no minutes", file: lesson, old: "minutes: 10\n", new: "", rule: "R11", message: "minutes is missing"},
	{name: "heading of level three", file: lesson, old: "## Two {#two}", new: "### Two {#two}", at: "### Two",
		rule: "R11", message: "begins a section"},
	{name: "heading without an id", file: lesson, old: "## Three {#three}", new: "## Three", at: "## Three", rule: "R11",
		message: "begins a section"},
	{name: "text before the first section", file: lesson, old: "## One {#one}", new: "A word.\n\n## One {#one}",
		at: "A word.", rule: "R11", message: "before the first section"},
	{name: "unknown block", file: lesson, old: "```figure demo-chart", new: "```graph demo-chart", at: "```graph",
		rule: "R11", message: "no block called “graph”"},
	{name: "text in a block", file: lesson, old: "```question demo-01\n", new: "```question demo-01\nWhich?\n",
		at: "```question demo-01", rule: "R11", message: "“question demo-01” holds text that nobody would see"},
	{name: "text in a figure", file: lesson, old: "```figure demo-chart\n", new: "```figure demo-chart\n\nA chart.\n",
		at: "```figure", rule: "R11", message: "holds text"},
	{name: "a line for a link in a lesson", file: lesson, old: "- an item\n", new: "- an item\n\n[Note]: so\n\n- one\n",
		at: "[Note]", rule: "R08", message: "a line begins with “[Note]:”"},
	{name: "a line for a link in plain words", file: plain, old: "They said it.", new: "[Note]: so\n\nThey said it.",
		at: "[Note]", rule: "R08", message: "a line begins with “[Note]:”"},
	{name: "a line for a link in a source", file: source, old: "It was cold.\n", new: "It was cold.\n\n[Note]: so\n",
		at: "[Note]", rule: "R08", message: "a line begins with “[Note]:”"},
	{name: "one side", file: lesson, old: "  - {account: second-account, says: That., facts: [second-fact]}\n", new: "",
		at: "```accounts", rule: "R11", message: "only one account"},
	{name: "nine questions", file: bank, old: "    stem: \"Fill the gap",
		new: "    status: draft\n    stem: \"Fill the gap", in: lesson, rule: "R11", message: "has 9 questions"},
	{name: "a draft as a check", file: bank, old: "    stem: Which of them came first on day 1?",
		new: "    status: draft\n    stem: Which of them came first on day 1?", in: lesson, at: "question " +
			"demo-01", rule: "R11", message: "is a draft"},

	{name: "four sentences to remember", file: lesson, old: "  - Five things. [@second-fact]\n", new: "",
		at: "- One thing", rule: "R11", message: "4 sentences"},
	{name: "a sentence to remember without a citation", file: lesson, old: "Five things. [@second-fact]",
		new: "Five things.", at: "Five things", rule: "R03", message: "cites no fact"},

	// O01: how an original is recognised
	original("two words at its end", "end here now", "here now", "three words at each end"),
	original("no words", "words: 9", "words: 0", "has 0 words"),
	original("a signature that is none", "0123456789", "01234", "“01234” is no signature"),
	original("words that run together", "[deep]", "[deep water]", "run together"),
	original("nine words from inside", "[deep]", "[a, b, c, d, e, f, g, h, i]", "too many"),
	original("a part of nothing", "words: 9", "words: 9, part: true", "no whole extract before it"),

	// R12: plain words
	{name: "text before the first section of the plain words", file: plain, old: "## One {#one}\n",
		new: "Before. [@first-fact]\n\n## One {#one}\n", rule: "R12", message: "before the first section"},
	{name: "a section in another place", file: plain, old: "## Two {#two}", new: "## Three {#three}", at: "## Three",
		rule: "R12", message: "“three” does not stand here"},
	{name: "a section missing", file: plain, old: "## Four {#four}\n\nIt was at the end. [@first-fact]\n", new: "",
		at: "They said it", rule: "R12", message: "“four” is missing"},
	{name: "a block among the plain words", file: plain, old: "They said it. [@second-fact]",
		new: "They said it. [@second-fact]\n\n```figure demo-chart\n```", at: "```figure", rule: "R12",
		message: "a block among the plain words"},
	{name: "plain words without a citation", file: plain, old: "They said it. [@second-fact]",
		new: "They said it. [@second-fact]\n\nThey did.", at: "They did.", rule: "R03", message: "cites no fact"},
	{name: "plain words that tell something else", file: plain, old: "They said it. [@second-fact]",
		new: "They said it. [@second-fact; @first-fact]", at: "## Three", rule: "R12",
		message: "which that section does not"},
	{name: "plain words that are hard to read", file: plain, old: "They said it. [@second-fact]",
		new: "Considering administrative responsibilities, institutional organisations predominantly controlled " +
			"revolutionary considerations. [@second-fact]", at: "## Three", rule: "R12", message: "reading grade"},

	// Rules of questions that need the course
	{name: "V03 at its option list", file: bank, old: "{id: c, text: the sky one,",
		new: "{id: c, text: the sky one, correct: true,", at: "the red one", rule: "V03", message: "question demo-01"},
	{name: "V16: no section", file: bank, old: "refs: [\"lesson:demo#two\"]", new: "refs: [\"source:demo-source\"]",
		at: "refs: [\"source:demo-source\"]", rule: "V16", message: "no section of a lesson is named"},
	{name: "V16: dangling", file: bank, old: "lesson:demo#two", new: "lesson:demo#none", at: "demo#none", rule: "V16",
		message: "question demo-11: lesson “demo” has no section “none”"},
	{name: "V16: stimulus", file: bank, old: "stimulus: [\"source:demo-source\"]", new: "stimulus: [\"person:kirov\"]",
		at: "person:kirov", rule: "V16", message: "cannot stand beside a question"},
	{name: "V16: quotation", file: bank, old: "stem: Which of them came first on day 2?",
		new: "stem: Who said “it was a warm and early day” to him?", at: "a warm", rule: "V16",
		message: "stands in no source"},
	{name: "V16: part of a word", file: bank, old: "stem: Which of them came first on day 2?",
		new: "stem: Who said “as a cold and early” to him?", at: "as a cold", rule: "V16", message: "stands in no source"},
	{name: "V17: reading grade over 12", file: bank, old: "stem: Which of them came first on day 2?",
		new: "stem: Considering administrative responsibilities, which institutional organisation predominantly " +
			"controlled revolutionary considerations?", at: "Considering", rule: "V17", message: "reading grade"},
	{name: "V17: reading grade over 9", file: bank, old: "stem: Which of them came first on day 2?",
		new: "stem: Which political organisation controlled administrative and revolutionary " +
			"matters?", at: "political", rule: "V17", message: "reading grade", warning: true},
	{name: "V17: long sentence", file: bank, old: "stem: Which of them came first on day 2?",
		new: "stem: Which of them came first on the day when he and she and you and all of us got up and ran to the old " +
			"red gate?", at: "gate?", rule: "V17", message: "a sentence of", warning: true},
	{name: "V18: cueing", file: bank, old: "stem: Which of them came first on day 2?",
		new: "stem: Which of them did Yezhov see first?", at: "- id: demo-11", rule: "V18",
		message: "the stem of demo-02 holds the answer “Yezhov”", warning: true},
	{name: "V18: an event tells the answer", file: bank, old: "  - id: demo-11", new: aChronology + "  - id: demo-11",
		at: "- id: demo-12", rule: "V18", message: "“Some police take Kirov's letters” in demo-13 tells the answer “police " +
			"took letters”", warning: true},
	{name: "V21: names that fold alike", file: people, old: "variants: [Ezhov]", new: "variants: [Ezhov, Kiroff]",
		at: "id: yezhov", rule: "V21", message: "“Kiroff” of Nikolai Yezhov and “Kirov” of Sergei Kirov"},
	{name: "V26: house spelling", file: bank, old: "stem: Which of them came first on day 2?",
		new: "stem: Which of them did Sergey Kirov see first?", at: "Sergey", rule: "V26",
		message: "“Sergey Kirov” is not the spelling"},
	{name: "V33: nobody is named", file: bank, old: "stem: Which of them came first on day 1?",
		new: "stem: What did he say on day 1?", at: "stem: What did he", rule: "V33",
		message: "speaks of somebody without a name", warning: true},
	{name: "V33: nothing is shown", file: bank, old: "stem: Which of them came first on day 1?",
		new: "stem: What does this source say on day 1?", at: "stem: What does this", rule: "V33",
		message: "points at something", warning: true},
	{name: "V27: seconds", file: bank, old: "seconds: 60\n    stem: Which of them came first on day 2?",
		new: "seconds: 400\n    stem: Which of them came first on day 2?", in: lesson, rule: "V27",
		message: "takes 940 seconds"},
	{name: "V27: marks from sources", file: bank,
		old: "marks: 1\n    seconds: 60\n    stem: Which of them came first on day 1?", new: "marks: 12\n    seconds: " +
			"60\n    stem: Which of them came first on day 1?", in: lesson, rule: "V27",
		message: "marks need a source", warning: true},
}

func TestFindings(t *testing.T) {
	for _, b := range breaks {
		t.Run(b.name, func(t *testing.T) {
			f := minimal(t)
			f.replace(t, b.file, b.old, b.new)
			in, line := b.in, 1
			if in == "" {
				in = b.file
			}
			if b.at != "" {
				line = f.line(t, in, b.at)
			}
			_, findings := course.Compile(f.content())
			wantOne(t, findings, in, line, b.rule, b.message, b.warning)
		})
	}
}

// A section is a page, which asks two questions at most. Questions that stand in the text are missing in the quiz.
func TestQuestionsOfASection(t *testing.T) {
	f := minimal(t)
	f.replace(t, lesson, "```question demo-01\n```",
		"```question demo-01\n```\n\n```question demo-02\n```\n\n```question demo-03\n```")
	_, findings := course.Compile(f.content())
	if want := fmt.Sprintf("%s:%d: error R11: the section “two” asks 3 questions", lesson,
		f.line(t, lesson, "## Two")); !said(findings, want) {
		t.Errorf("no finding %q in %v", want, findings)
	}
}

func TestPlainWordsTellHalfOfTheFacts(t *testing.T) {
	f := minimal(t)
	f.replace(t, facts, "- id: first-fact", unusedFact+"- id: first-fact")
	f.replace(t, lesson, "at [the event](event:demo-event). [@first-fact]",
		"at [the event](event:demo-event). [@first-fact; @second-fact; @third-fact]")
	_, findings := course.Compile(f.content())
	wantOne(t, findings, plain, f.line(t, plain, "## One"), "R12", "cite 1 of 3 facts", false)
}

// wantOne wants exactly one finding of a rule at a place. Findings of other rules may follow from it, but none of the
// same rule.
func wantOne(t *testing.T, findings []course.Finding, file string, line int, rule, message string, warning bool) {
	t.Helper()
	n := 0
	for _, got := range findings {
		if got.Rule != rule {
			continue
		}
		n++
		if got.File != file || got.Line != line || got.Warning != warning || !strings.Contains(got.Message, message) {
			t.Errorf("got %v\nwant %s:%d, rule %s, warning %v, with %q", got, file, line, rule, warning, message)
		}
		if got.Remedy == "" {
			t.Errorf("no remedy: %v", got)
		}
	}
	if n != 1 {
		t.Errorf("%d findings of rule %s, want one; all:", n, rule)
		for _, got := range findings {
			t.Log(got)
		}
	}
}

func TestEveryRuleOfFilesIsTested(t *testing.T) {
	tested := map[string]bool{}
	for _, b := range slices.Concat(breaks, benchBreaks, guideBreaks) {
		tested[b.rule] = true
	}
	for _, r := range course.Rules {
		if !tested[r.ID] {
			t.Errorf("no test breaks %s", r.ID)
		}
		delete(tested, r.ID)
	}
	for _, r := range quiz.Rules {
		delete(tested, r.ID)
	}
	for id := range tested {
		t.Errorf("%s is in no list of rules", id)
	}
}
