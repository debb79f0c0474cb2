package views

import (
	"fmt"
	"html"
	"slices"

	"github.com/a-h/templ"

	"dossier/internal/course"
	"dossier/internal/essay"
)

// BenchCard is a bench in a list, with how far the viewer is.
type BenchCard struct {
	Bench *course.Bench
	State State
}

// benchesOf are the cards of one kind of bench, in their order.
func benchesOf(benches []BenchCard, kind course.BenchKind) []BenchCard {
	return slices.DeleteFunc(slices.Clone(benches), func(b BenchCard) bool { return b.Bench.Kind != kind })
}

// benchWhat says what a bench asks for, in a list of links.
func benchWhat(b *course.Bench) string {
	switch b.Kind {
	case course.UnseenBench:
		return "Two unseen texts"
	case course.ExamBench:
		return "Exam question"
	}
	return "Weigh the sources"
}

// BenchHref is the address of a bench, or of a page below it. It names nobody who wrote a text.
func BenchHref(b *course.Bench, rest string) string { return "/bench/" + b.ID + rest }

// BenchProps is a bench as its viewer finds it.
type BenchProps struct {
	Bench     *course.Bench
	Bar       StepBar
	Carried   []Kept // fields of the form that another page has shown, so that nothing typed is lost
	Clock     course.ClockReading
	ClockOpen bool              // the viewer has just turned it
	Writable  bool              // by a student or guest, and not with the teacher
	Trust     map[string][2]int // before and after, by source
	Cited     []Cited
	Text      string
	Base      int    // the revision that Text is based on
	Tab       string // names this page among several that are open
	Saved     string // "10:42"; "" before the first save
	Locked    bool
	Pieces    []essay.Piece // the text of an essay that is locked
	State     State         // of the essay; its word is "" before there is one
	Can       []essay.Action
	Judged    []SkillLevel
	JudgedOld bool // the levels are about an earlier text
	HasReturn bool // there are comments to read
	HasTexts  bool // there is a history to look at
	Notes     []string
	Nudges    []essay.Nudge
	Reasons   []ReasonRow
	Reach     essay.Reached
	Reason    essay.Reason          // in the form
	Had       []string              // phrases that are stored as evidence; what is ticked besides is not stored yet
	Shown     map[essay.Kind]string // stamps of the reasons that the page shows, by kind
	Problems  Problems
	Conflict  *TextConflict
	Clash     *ReasonConflict
	Sort      QuestionProps
	Guess     [2]string // typed into a form that has to be corrected
}

// SkillLevel is a skill with a level that somebody gave; -1 when nobody has.
type SkillLevel struct {
	Skill *course.RubricSkill
	Level int
}

// ReasonRow is a reason of a student in words.
type ReasonRow struct {
	Reason                      essay.Reason
	Title, First, Second, Claim string
}

// TextConflict is what another window saved meanwhile.
type TextConflict struct{ Text, Saved string }

func (b BenchProps) can(a essay.Action) bool { return slices.Contains(b.Can, a) }

// told tells whether the cards say what each writer could know and what was at stake: to a teacher always, to a student
// once they have guessed, and never at an unseen bench.
func (b BenchProps) told() bool {
	if b.Bar.Bench == nil { // a teacher's page has no steps
		return b.Bench.Guided()
	}
	return b.Bar.Guessed()
}

// problems lists what is wrong with the draft's form, in the order of the page.
func (b BenchProps) problems() []Problem { return b.Problems.list("text", "kind", "so") }

// reached is the next step in the skill that is furthest behind; Skill is nil when every skill is at the top or
// nothing has been judged.
func (b BenchProps) reached() (next SkillLevel) {
	for _, j := range b.Judged {
		if j.Level >= 0 && j.Level < len(j.Skill.Levels)-1 && (next.Skill == nil || j.Level < next.Level) {
			next = j
		}
	}
	return next
}

// citedOf are the picked phrases of one text.
func (b BenchProps) citedOf(t *course.BenchText) (of []Cited) {
	for _, c := range b.Cited {
		if slices.ContainsFunc(t.Phrases, func(p *course.Phrase) bool { return p.ID == c.Phrase }) {
			of = append(of, c)
		}
	}
	return of
}

// describeText ties the box of the answer to its count of words, and to its problem.
func (b BenchProps) describeText() templ.Attributes {
	if b.Problems["text"] == "" {
		return templ.Attributes{"aria-describedby": "words"}
	}
	return templ.Attributes{"aria-invalid": "true", "aria-describedby": "words text-problem"}
}

func (b BenchProps) words() string {
	return askedWords(b.Bench) + " words asked, " + itoa(essay.Words(b.Text)) + " so far"
}

// phraseBoxes draws each phrase as a box to tick inside the running text, with its number if it is evidence. It adds no
// space.
func phraseBoxes(picked map[string]int) func(*course.Phrase, []byte) templ.Component {
	return func(p *course.Phrase, words []byte) templ.Component {
		number, checked := "", ""
		if n, ok := picked[p.ID]; ok {
			checked = " checked"
			if n > 0 { // 0 for one that is not stored yet
				number = itoa(n)
			}
		}
		return trusted(fmt.Appendf(nil, `<label class="phrase"><input type="checkbox" name="pick" value="%s"%s>`+
			`<span>%s<sup data-number>%s</sup></span></label>`, html.EscapeString(p.ID), checked, words, number))
	}
}
