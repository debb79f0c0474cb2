package course_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"dossier/internal/course"
	"dossier/internal/essay"
	"dossier/internal/quiz"
)

const (
	desk    = "lessons/benches/demo-bench.yaml"
	rubrics = "quizzes/rubrics.yaml"
	coach   = "quizzes/coach.yaml"
	blind   = "lessons/blind.yaml"
)

// withBench is the minimal course with a second source, a rubric, a coach and a bench.
func withBench(t testing.TB) files {
	f := minimal(t)
	second := strings.NewReplacer("id: demo-source", "id: late-source", "S-1", "S-2", "title: A letter",
		"title: A memoir", "creator: A writer", "creator: The widow", `date: "1936"`, `date: "1956-06-10"`,
		"The writer says that “it was a cold and early day”.", "She says “nobody in the street was warm” and “gives "+
			"no names”. Later “she doubts what others told her”. So she says.").Replace(f[source])
	f["lessons/sources/late-source.md"] = second
	f.replace(t, source, "“it was a cold and early day”",
		"“it was a cold and early day” and that “few people came out” of it")
	f[facts] += `- {id: early-fact, ledger: [A-3], claim: It was cold., date: "1934-12-01", status: agreed, ` +
		`scholarship: historians, known_from: "1934-12-01"}
- {id: papers-fact, ledger: [A-4], claim: The papers said so., date: "1935", status: agreed, ` +
		`scholarship: historians, known_from: "1935"}
- {id: late-fact, ledger: [A-5], claim: The files say so., date: "1934-12-01", status: agreed, ` +
		`scholarship: historians, known_from: "1992"}
`
	for file, at := range map[string]string{"bench": desk, "rubrics": rubrics, "coach": coach, "blind": blind} {
		text, err := os.ReadFile("testdata/bench/" + file + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		f[at] = string(text)
	}
	f[timeline] += `- {id: next-event, date: "1935", title: It goes on, text: It goes on., thread: kirov, ` +
		`people: [kirov], facts: [first-fact]}
- {id: last-event, date: "1956-02", title: It ends, text: It ends., thread: kirov, people: [kirov], facts: [first-fact]}
`
	return f
}

var benchBreaks = []break1{
	{name: "unknown field of a bench", file: desk, old: "words:", new: "word:", at: "word:", rule: "Y01",
		message: `unknown field "word"`},
	{name: "a bench in another file", file: desk, old: "id: demo-bench", new: "id: other-bench", at: "id:", rule: "R02",
		message: "stands in another file"},
	{name: "no such source", file: desk, old: "id: late-source", new: "id: no-source", at: "id: no-source", rule: "R01",
		message: "no source “no-source”"},
	{name: "no such rubric", file: desk, old: "rubric: demo-v1", new: "rubric: none-v1", at: "rubric:", rule: "R01",
		message: "no rubric “none-v1”"},
	{name: "no such fact", file: desk, old: "facts: [early-fact, papers-fact, late-fact, first-fact]",
		new: "facts: [early-fact, papers-fact, late-fact, first-fact, no-fact]", at: "facts: " +
			"[early", rule: "R01", message: "no fact “no-fact”"},
	{name: "an indicative point without a fact", file: desk, old: "{text: The date of each., facts: [first-fact]}",
		new: "{text: The date of each., facts: []}", at: "The date of each", rule: "R03", message: "cites no fact"},
	{name: "three points for the marker", file: desk, old: "  - {text: What both say., facts: [early-fact]}\n", new: "",
		at: "- {text: The date of each.", rule: "V24", message: "there are 3 points for the marker"},
	{name: "no version", file: desk, old: "version: 1\n", new: "", rule: "B01", message: "version is not 1"},
	{name: "words that do not rise", file: desk, old: "min: 120", new: "min: 320", at: "words:", rule: "B01",
		message: "do not rise"},
	{name: "no prompts", file: desk, old: "scaffold: [Who wrote each text?]", new: "scaffold: []", rule: "B01",
		message: "no prompts"},
	{name: "two phrases only", file: desk, old: "      - {id: a3, quote: few people came out}\n", new: "",
		at: "id: demo-source", rule: "B01", message: "2 phrases"},
	{name: "a phrase of our report", file: desk, old: "quote: few people came out", new: "quote: of it",
		at: "id: demo-source", rule: "B01", message: "“of it” is in the words of our report"},
	{name: "no such kind", file: desk, old: "title: Two days", new: "title: Two days\nkind: oral", at: "kind:",
		rule: "B01", message: "there is no kind “oral”"},
	{name: "an unseen bench that helps", file: desk, old: "title: Two days", new: "title: Two days\nkind: unseen",
		at: "kind:", rule: "B01", message: "an unseen bench has a question of trust, a clock or prompts"},
	{name: "an exam question with sources", file: desk, old: "title: Two days", new: "title: Two days\nkind: exam",
		at: "kind:", rule: "B01", message: "an exam question has sources"},
	{name: "a blind reading of nothing", file: blind, old: "source: demo-source", new: "source: none", at: "source:",
		rule: "R01", message: "no source “none”"},
	{name: "a blind reading that names its writer", file: blind, old: "text: Somebody", new: "text: A writer", at: "text:",
		rule: "B06", message: "text names “A writer”"},
	{name: "a blind reading that misquotes", file: blind, old: "“it was a cold”", new: "“it was a warm”", at: "text:",
		rule: "V16", message: "does not stand in the faithful reading"},
	{name: "a phrase id twice", file: desk, old: "id: b1, quote", new: "id: a1, quote", at: "id: late-source",
		rule: "B01", message: "no id of its own"},
	{name: "a phrase that does not stand there", file: desk, old: "quote: few people came out",
		new: "quote: many people came out", at: "id: demo-source", rule: "V23",
		message: "does not stand in the faithful reading"},
	{name: "a blind text that names its writer", file: desk, old: "blind: It calls the day",
		new: "blind: The widow calls the day", at: "id: demo-source", rule: "B02", message: "blind names “The widow”"},
	{name: "a title that names a writer", file: desk, old: "title: Two days", new: "title: The widow and a man",
		at: "title:", rule: "B02", message: "title names"},
	{name: "no blind text", file: desk, old: "    blind: She says nothing of names.\n", new: "", at: "id: late-source",
		rule: "B02", message: "no text without its writer"},
	{name: "a blind quotation that does not stand there", file: desk, old: "“a cold and early day”",
		new: "“a cold and late day”", at: "id: demo-source", rule: "V16", message: "does not stand in the faithful reading"},
	{name: "knowledge before its time", file: desk, old: "knew: [early-fact]", new: "knew: [early-fact, late-fact]",
		at: "id: demo-source", rule: "B03", message: "“late-fact” became known after"},
	{name: "knowledge outside the clock", file: desk, old: "knew: [early-fact]", new: "knew: [early-fact, second-fact]",
		at: "id: demo-source", rule: "B03", message: "“second-fact” is not one of the clock's"},
	{name: "nothing to sort", file: desk, old: "facts: [early-fact, papers-fact, late-fact]}",
		new: "facts: [early-fact, papers-fact, first-fact]}", at: "sort:", rule: "B03",
		message: "nothing that the writer could not have known"},
	{name: "sorting for nobody", file: desk, old: "sort: {source: demo-source", new: "sort: {source: none", at: "sort:",
		rule: "B03", message: "about no text"},
	{name: "a clock without events", file: desk, old: "events: [demo-event, next-event, last-event]",
		new: "events: [demo-event]", at: "events:", rule: "B03", message: "1 events"},
	{name: "a level that is missing", file: desk, old: "levels: {first: 1, second: 1, third: 1}",
		new: "levels: {first: 1, second: 1}", at: "- id: ex1", rule: "V24", message: "no level for third"},
	{name: "examples too much alike", file: desk, old: "levels: {first: 3, second: 3, third: 2}",
		new: "levels: {first: 3, second: 1, third: 1}", at: "- id: ex1", rule: "V24", message: "differ in 1 skills"},
	{name: "a model answer that names one text", file: desk, old: "name: the memoir", new: "name: the diary",
		at: "model_answer:", rule: "V24", message: "does not name “the diary”"},
	{name: "three levels of a skill", file: rubrics,
		old: "      - {descriptor: Level four., can: I do four., reach: Do four.}\n", new: "", at: "- id: " +
			"first", rule: "B04", message: "4 levels"},
	{name: "a level without what to do", file: rubrics, old: "reach: Do four.", new: `reach: ""`, at: "- id: first",
		rule: "B04", message: "level 4 is not described"},
	{name: "a rule that catches nothing", file: coach, old: "- It is just biased.", new: "- It is just fair.",
		at: "- It is just fair", rule: "B05", message: "does not catch"},
	{name: "a rule that catches a good answer", file: coach, old: "- It is not enough to call it biased.",
		new: "- The page is biased and that is that.", at: "- The page is biased and that is " +
			"that", rule: "B05", message: "catches"},
	{name: "a coach that asks about the model answer", file: desk, old: "Weighed together,",
		new: "The memoir is biased. Weighed together,", rule: "B05", message: "asks about the model answer"},
}

func TestBenchFindings(t *testing.T) {
	for _, b := range benchBreaks {
		t.Run(b.name, func(t *testing.T) {
			f := withBench(t)
			f.replace(t, b.file, b.old, b.new)
			line := 1
			if b.at != "" {
				line = f.line(t, b.file, b.at)
			}
			_, findings := course.Compile(f.content())
			wantOne(t, findings, b.file, line, b.rule, b.message, b.warning)
		})
	}
}

func TestABenchCompiles(t *testing.T) {
	c, findings := course.Compile(withBench(t).content())
	for _, f := range findings {
		t.Error(f)
	}
	b, err := c.Bench("demo-bench")
	if err != nil {
		t.Fatal(err)
	}
	if b.Lesson != c.Lessons[0] || !slices.Contains(b.Lesson.Benches, b) ||
		b.Rubric.Most() != 12 || b.Phrase("b2").Source.ID != "late-source" || b.Text("late-source") != b.Texts[1] {
		t.Errorf("the bench is not tied together: %+v", b)
	}
	for _, text := range b.Texts {
		var whole []byte
		for _, p := range text.Passages {
			whole = append(whole, p.HTML...)
		}
		if string(whole) != string(text.Source.Faithful) {
			t.Errorf("%s: the passages do not make up the reading", text.Source.ID)
		}
	}
	if _, err := c.Bench("none"); err == nil {
		t.Error("a bench that there is not was found")
	}
}

func TestDatesHaveALastDay(t *testing.T) {
	for date, want := range map[course.Date]course.Date{"1936-08-23": "1936-08-23", "1936-02": "1936-02-29",
		"1937-02": "1937-02-28", "1936-12": "1936-12-31", "1992": "1992-12-31", "": "", "soon": ""} {
		if got := date.Last(); got != want {
			t.Errorf("last day of %q: got %q, want %q", date, got, want)
		}
	}
	for text, want := range map[string]bool{"1936-08-23": true, "1936-02-30": false, "1936-08": false, "1936": false,
		"": false, "1936-8-23": false, "x": false} {
		if _, ok := course.ParseDay(text); ok != want {
			t.Errorf("%q as a day: got %v, want %v", text, ok, want)
		}
	}
}

func TestClock(t *testing.T) {
	c, _ := course.Compile(withBench(t).content())
	b, err := c.Bench("demo-bench")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		on                  course.Date
		writer              string
		happened            int
		knew, could, could0 string
	}{
		{"1934-11-30", "", 0, "", "", "early-fact papers-fact late-fact first-fact"},
		{"1934-12-01", "", 1, "", "early-fact", "papers-fact late-fact first-fact"},
		{"1935-06-30", "", 1, "", "early-fact first-fact", "papers-fact late-fact"}, // the year is not over
		{"1935-12-31", "", 2, "", "early-fact papers-fact first-fact", "late-fact"},
		{"1936-12-31", "demo-source", 2, "early-fact", "papers-fact first-fact", "late-fact"},
		{"1956-06-10", "late-source", 3, "early-fact papers-fact", "first-fact", "late-fact"},
		{"1999-01-01", "", 3, "", "early-fact papers-fact late-fact first-fact", ""},
	} {
		r := b.ReadClock(tc.on)
		writer := ""
		if r.Writer != nil {
			writer = r.Writer.Source.ID
		}
		ids := func(known course.Known) string {
			var all []string
			for _, f := range r.Facts[known] {
				all = append(all, f.ID)
			}
			return strings.Join(all, " ")
		}
		if writer != tc.writer || len(r.Happened) != tc.happened || len(r.Happened)+len(r.Ahead) != 3 ||
			ids(course.Knew) != tc.knew || ids(course.CouldKnow) != tc.could || ids(course.CouldNotKnow) != tc.could0 {
			t.Errorf("%s: got writer %q, %d happened, knew %q, could %q, could not %q", tc.on, writer, len(r.Happened),
				ids(course.Knew), ids(course.CouldKnow), ids(course.CouldNotKnow))
		}
	}
}

// A phrase of our own report is not put into the mouth of the source.
func TestOnlyTheSourcesWordsStandInQuotationMarks(t *testing.T) {
	b, err := mustCompile(t, withBench(t)).Bench("demo-bench")
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{"a1": "“it was a cold”", "a3": "“few people came out”",
		"b1": "“nobody in the street was warm”", "b2": "“gives no names”"} {
		if got := b.Phrase(id).Words(); got != want {
			t.Errorf("%s is shown as %s, want %s", id, got, want)
		}
	}
	if got := b.Shown("a1", "as it was then"); got != "“as it was then”" {
		t.Errorf("an older wording is shown as %s", got)
	}
	if got := b.Shown("gone", "as it was then"); got != "as it was then" {
		t.Errorf("a phrase that is gone is shown as %s", got)
	}
}

func TestEventsAroundAText(t *testing.T) {
	b, err := mustCompile(t, withBench(t)).Bench("demo-bench")
	if err != nil {
		t.Fatal(err)
	}
	before, after := b.Around(b.Texts[0])
	if before.ID != "next-event" || after.ID != "last-event" {
		t.Errorf("around the first text: %s and %s", before.ID, after.ID)
	}
	if before, after = b.Around(b.Texts[1]); before.ID != "last-event" || after != nil {
		t.Errorf("around the second text: %s and %v", before.ID, after)
	}
}

func TestTheSortingTaskFollowsTheClock(t *testing.T) {
	c, _ := course.Compile(withBench(t).content())
	b, err := c.Bench("demo-bench")
	if err != nil {
		t.Fatal(err)
	}
	q, _, err := c.Question(course.SortQuestionID(b.ID))
	if err != nil || q != b.Clock.Sort {
		t.Fatalf("the sorting task is not a question of the course: %v", err)
	}
	right := quiz.Answer{"early-fact": {"knew"}, "papers-fact": {"could-know"}, "late-fact": {"could-not-know"}}
	if g := q.Body.Grade(right); !g.Full() {
		t.Errorf("the right answer scores %g: %+v", g.Score, g.Lines)
	}
	for _, l := range q.Body.Grade(quiz.Answer{}).Lines {
		if len(strings.Fields(l.Feedback)) < 5 {
			t.Errorf("%s: the feedback is %q", l.ID, l.Feedback)
		}
	}
}

func TestBenchesAndRubricsAreOnRecord(t *testing.T) {
	before, err := mustCompile(t, withBench(t)).Wordings()
	if err != nil {
		t.Fatal(err)
	}
	f := withBench(t)
	f.replace(t, desk, "blind: It calls the day", "blind: It says the day is")
	f.replace(t, rubrics, "Level four.", "Level four or more.")
	after, err := mustCompile(t, f).Wordings()
	if err != nil {
		t.Fatal(err)
	}
	changed := map[string]bool{}
	for i, w := range before {
		changed[w.ID] = w.SHA != after[i].SHA
	}
	if !changed["bench:demo-bench"] || !changed["rubric:demo-v1"] || changed["clock-demo-bench"] || changed["demo-02"] {
		t.Errorf("changed: %v", changed)
	}
}

func mustCompile(t *testing.T, f files) *course.Course {
	t.Helper()
	c, findings := course.Compile(f.content())
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return c
}

// What the built-in benches promise beyond the rules.
func TestBuiltInBenches(t *testing.T) {
	c := builtIn(t)
	if len(c.Benches) < 5 {
		t.Errorf("%d benches, want 5 at least", len(c.Benches))
	}
	if len(c.Coach) < 8 {
		t.Errorf("%d rules of the coach, want 8 at least", len(c.Coach))
	}
	verdicts, err := c.Bench("two-verdicts")
	if err != nil {
		t.Fatal(err)
	}
	var dates []string
	for _, text := range verdicts.Texts {
		dates = append(dates, string(text.Source.Date))
	}
	if got, want := strings.Join(dates, " "), "1936-08-23 1936-10-01 1937-01-22 1936-09-05"; got != want {
		t.Errorf("the texts of two verdicts are of %s, want %s", got, want)
	}
	kinds := map[string]int{}
	for _, q := range c.Questions() {
		kinds[q.Kind]++
	}
	four := kinds["evidence_highlight"] + kinds["provenance"] + kinds["comparison"] + kinds["next_source"]
	if four < 30 || kinds["evidence_highlight"] < 4 || kinds["provenance"] < 4 || kinds["comparison"] < 4 ||
		kinds["next_source"] < 4 {
		t.Errorf("questions about sources: %v, want 30 of the four kinds", kinds)
	}
	for _, b := range c.Benches {
		rubric, skills, longest := "source-comparison-v2", 5, 250
		if b.Kind == course.ExamBench {
			rubric, skills, longest = "exam-v1", 3, 320
		}
		kinds[string(b.Kind)]++
		if b.Rubric.ID != rubric || len(b.Rubric.Skills) != skills {
			t.Errorf("%s is marked by %s", b.ID, b.Rubric.ID)
		}
		if n := essay.Words(b.ModelAnswer); n < 200 || n > longest {
			t.Errorf("%s: the model answer has %d words, want 200 to %d", b.ID, n, longest)
		}
		if len(b.Exemplars) != 4 {
			t.Errorf("%s has %d examples, want four", b.ID, len(b.Exemplars))
		}
		if notes := essay.Notes(b.ModelAnswer, essay.Brief{Min: b.Words.Min, Max: b.Words.Max, Names: b.Names(),
			Quotes: b.Readings()}); len(notes) > 0 {
			t.Errorf("%s: the model answer would be told %q", b.ID, notes)
		}
	}
	if kinds["exam"] < 8 || kinds["unseen"] < 1 || c.Blind == nil {
		t.Errorf("%d exam questions, %d unseen benches, blind reading %v", kinds["exam"], kinds["unseen"], c.Blind)
	}
}

// A blind reading opens one lesson and comes again in another, and names nobody before its time.
func TestBlindReading(t *testing.T) {
	reading := mustCompile(t, withBench(t)).Blind
	if opens, again := reading.In(reading.Lesson); !opens || !again || reading.Bench().ID != "demo-bench" {
		t.Errorf("it opens the lesson: %v, comes again: %v, and lies at %v", opens, again, reading.Bench())
	}
	var none *course.BlindReading
	if opens, again := none.In(reading.Lesson); opens || again {
		t.Error("a course without a blind reading has one in a lesson")
	}
}
