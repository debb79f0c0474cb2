package course_test

import (
	"errors"
	"testing"

	"dossier/internal/course"
)

func TestRefs(t *testing.T) {
	for _, tc := range []struct {
		text string
		want course.Ref
		ok   bool
		href string
	}{
		{"lesson:kirov", course.Ref{Kind: "lesson", ID: "kirov"}, true, "/lessons/kirov"},
		{"lesson:kirov#shot", course.Ref{Kind: "lesson", ID: "kirov", Part: "shot"}, true, "/lessons/kirov/shot"},
		{"source:orlov", course.Ref{Kind: "source", ID: "orlov"}, true, "/sources/orlov"},
		{"person:kirov", course.Ref{Kind: "person", ID: "kirov"}, true, "/people#kirov"},
		{"event:shot", course.Ref{Kind: "event", ID: "shot"}, true, "/timeline#shot"},
		{"term:nkvd", course.Ref{Kind: "term", ID: "nkvd"}, true, "/glossary#nkvd"},
		{"fact:shot", course.Ref{Kind: "fact", ID: "shot"}, true, ""},
		{"kirov", course.Ref{}, false, ""},
		{"lesson:", course.Ref{}, false, ""},
		{"lesson:#shot", course.Ref{Kind: "lesson", Part: "shot"}, false, "/lessons//shot"},
	} {
		got, ok := course.ParseRef(tc.text)
		if got != tc.want || ok != tc.ok || got.Href() != tc.href {
			t.Errorf("%q is %+v, %v, at %q; want %+v, %v, at %q", tc.text, got, ok, got.Href(), tc.want, tc.ok, tc.href)
		}
	}
}

func TestDates(t *testing.T) {
	for d, want := range map[course.Date][2]string{
		"1934-12-01": {"1 December 1934", "1934"}, "1934-12": {"December 1934", "1934"}, "1934": {"1934", "1934"}, "": {"",
			""},
	} {
		if got := [2]string{d.Words(), d.Year()}; got != want {
			t.Errorf("%q reads %q, want %q", d, got, want)
		}
	}
}

func TestUnknownIdsAreErrors(t *testing.T) {
	c, _ := course.Compile(minimal(t).content())
	_, lesson := c.Lesson("none")
	_, source := c.Source("none")
	_, of, question := c.Question("none")
	for what, err := range map[string]error{"lesson": lesson, "source": source, "question": question} {
		if !errors.Is(err, course.ErrUnknown) {
			t.Errorf("an unknown %s: %v", what, err)
		}
	}
	if of != nil || c.Misconception("none") != nil || c.HasThread("army") || !c.HasThread("kirov") {
		t.Error("something was found that the course does not have")
	}
}

// What a reader sees of a lesson: notes numbered once, people and terms noted at their first use, links that lead to
// pages.
func TestParagraphs(t *testing.T) {
	f := minimal(t)
	f.replace(t, lesson, closing, "[Kirov](person:kirov) and the [NKVD](term:demo-term) again. [@first-fact] "+closing)
	c, findings := course.Compile(f.content())
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	l := c.Lessons[0]
	for _, b := range l.Sections[3].Blocks {
		if b.Paragraph != nil && len(b.Paragraph.Notes) > 0 {
			t.Errorf("noted a second time: %+v", b.Paragraph.Notes)
		}
	}
	first := l.Sections[0].Blocks[0].Paragraph
	want := `<p><a href="/people#kirov">Kirov</a> met the <a href="/glossary#demo-term">NKVD</a> at <a ` +
		`href="/timeline#demo-event">the event</a>. ` +
		`<a class="cite" href="#note-1" aria-label="Note 1">1</a></p>` + "\n"
	if got := string(first.HTML); got != want {
		t.Errorf("the paragraph is\n%s\nwant\n%s", got, want)
	}
	if len(first.Notes) != 2 || first.Notes[0].Person.ID != "kirov" || first.Notes[1].Term.ID != "demo-term" {
		t.Errorf("notes: %+v", first.Notes)
	}
	if len(l.Lede.Notes) != 1 || l.Lede.Notes[0].Number != 1 || l.Lede.Notes[0].Fact.ID != "first-fact" {
		t.Errorf("notes of the lede: %+v", l.Lede.Notes)
	}
	if len(l.Cited) != 2 || l.Cited[0].ID != "first-fact" || l.Cited[1].ID != "second-fact" {
		t.Errorf("cited: %v", l.Cited)
	}
	if len(c.Lede.Notes) != 0 || string(c.Lede.HTML) != "<p>Something happened. </p>\n" {
		t.Errorf("the opening of the course is %q with notes %v", c.Lede.HTML, c.Lede.Notes)
	}
	sides := l.Sections[0].Blocks[1].Comparison.Sides
	if len(sides) != 2 || sides[1].Document.ID != "second-account" || sides[1].Facts[0].ID != "second-fact" {
		t.Errorf("sides: %+v", sides)
	}
}

func TestCorrectionsAreCuesToo(t *testing.T) {
	f := minimal(t)
	f[bank] += `  - id: demo-12
    version: 1
    kind: true_false_correction
    title: Sample 12
    objectives: [demo-o1]
    skills: [knowledge]
    stimulus: []
    difficulty: 1
    marks: 1
    seconds: 10
    stem: "Is this true? If it is false, write the correct word or words."
    statement: The red one came last of all.
    answer: false
    wrong_span: last
    correction: {match: text, accept: [{text: first}]}
    feedback_true: "It was there before the rest came."
    feedback_false: "It was there before all of the others."
    refs: ["lesson:demo#one"]
`
	_, findings := course.Compile(f.content())
	cues := 0
	for _, got := range findings {
		if got.Rule != "V18" || got.Line != f.line(t, bank, "- id: demo-12") {
			t.Errorf("unexpected: %v", got)
		}
		cues++
	}
	if cues != 9 { // the single choices of the pool ask what came first
		t.Errorf("%d cues, want 9: %v", cues, findings)
	}
}
