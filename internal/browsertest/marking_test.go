package browsertest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/essay"
	"dossier/internal/store"
)

// heap is a data folder with a class whose answers wait to be marked.
type heap struct {
	folder  string
	bench   *course.Bench
	class   classroom.ClassID
	answers []classroom.EssayID
}

// writers are the students of a heap, and ways in which an answer can be odd.
var writers = []string{"Ana", longName, "مريم العلي", "Bo", "Chidi", "Dana", "Emil"}

// newHeap writes and hands in an answer of every writer but the last, who is still drafting.
func newHeap(t *testing.T) heap {
	t.Helper()
	ctx := t.Context()
	content, err := course.Open("")
	must(t, err)
	c, _ := course.Compile(content)
	h := heap{folder: t.TempDir()}
	h.bench, err = c.Bench("two-verdicts")
	must(t, err)
	now := time.Now().Add(-50 * time.Hour)
	data, err := store.Open(ctx, h.folder, func() time.Time { return now })
	must(t, err)
	hash, err := account.HashSecret(passphrase)
	must(t, err)
	_, h.class, err = data.CreateOwner(ctx, teacherName, account.FoldName(teacherName), hash, className, "K7WQ3M",
		"form of the first class")
	must(t, err)
	for i, name := range writers {
		now = now.Add(5 * time.Hour)
		student, err := data.JoinClass(ctx, h.class, name, account.FoldName(name), hash,
			store.Entry{Session: [32]byte{byte(i)}, Device: []byte{byte(i)}})
		must(t, err)
		var picks []classroom.NewPick
		for _, text := range h.bench.Pair() {
			for _, phrase := range text.Phrases[:1+(i+len(picks))%3] {
				picks = append(picks, classroom.NewPick{Phrase: phrase.ID, Source: text.Source.ID, Quote: phrase.Quote})
			}
		}
		e, err := data.SaveText(ctx, store.Answerer{Student: student}, classroom.NewText{
			Bench: h.bench.ID, BenchVersion: h.bench.Version, Rubric: h.bench.Rubric.ID,
			Tab: "tab", Text: answers[i%len(answers)], Picks: picks,
		})
		must(t, err)
		var said []classroom.Trust
		for j, text := range h.bench.Pair() {
			said = append(said, classroom.Trust{
				Source: text.Source.ID, Before: 1 + (i+j)%5, After: 1 + (i+2*j)%4, Moved: "The date of it.",
			})
		}
		must(t, data.TrustBefore(ctx, store.Answerer{Student: student}, h.bench.ID, said))
		must(t, data.TrustAfter(ctx, student, h.bench.ID, said))
		if i == len(writers)-1 {
			continue
		}
		must(t, data.SaveReason(ctx, student, h.bench.ID, reasons(h.bench), ""))
		h.handIn(t, data, student, e)
		h.answers = append(h.answers, e.ID)
	}
	must(t, data.Close())
	return h
}

func (h heap) handIn(t *testing.T, data *store.Store, student classroom.StudentID, e classroom.Essay) {
	t.Helper()
	var own []classroom.SelfAssessment
	for i, skill := range h.bench.Rubric.Skills {
		own = append(own, classroom.SelfAssessment{
			Skill: skill.ID, Level: (i + int(student)) % 5, Sentence: "Trotsky was the chief accused.",
		})
	}
	must(t, data.JudgeText(t.Context(), student, h.bench.ID, e.Rev, own, ""))
	must(t, data.SubmitEssay(t.Context(), student, h.bench.ID, e.Rev))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// answers are what the writers of a heap wrote.
var answers = []string{
	"The Observer was written on 23 August 1936, a day before the verdict. It calls it “futile to think the " +
		"trial was staged” [2]. All it had was men who confessed in open court, so it trusted what it could " +
		"see.\n\nTrotsky was the chief accused. He asks “Who can believe such accusations?” [3] He knew which " +
		"orders he had not given, but he also needed readers on his side.\n\nSo the first reason is what each took " +
		"as proof: the paper takes the court's word, and Trotsky asks whether the story can be true at all. I am " +
		"fairly sure of this, but nobody outside could know then what had been done to make the men confess.",
	"<b>The Observer</b> & Trotsky do not agree. " +
		strings.Repeat("Averyverylongwordwithoutaplacetobreak", 6) + " [1] [99]",
	"كانت الأوبزرفر واثقة من المحكمة [1]. Trotsky was the chief accused.",
}

func reasons(b *course.Bench) (r essay.Reason) {
	r.Kind, r.First, r.Second, r.Fact = "proof", b.Texts[0].Phrases[1].ID, b.Texts[1].Phrases[0].ID, b.Clock.Facts[0].ID
	r.So = "One trusts the court and the other asks whether the story can be true."
	return r
}

// A teacher marks a heap with the keyboard alone: examples, answers, ready comments, a slip, the return.
func TestMarkingByKeyboard(t *testing.T) {
	t.Parallel()
	h := newHeap(t)
	p := runProgram(t, h.folder)
	v := newVisitor(t, desk)
	v.signsIn(p)
	v.goes(`nav a[href="/marking"]`)
	v.wantText(".queue", "6", "answers to mark", "oldest", "day")
	v.goes(`.queue .btn.primary`)

	// The two examples: levels and Enter, nothing else.
	for n := 1; n <= 2; n++ {
		v.wantText("h1", fmt.Sprintf("Example %d", n))
		v.marksLevels("12321")
		v.pressAndLoad(keyEnter)
		v.wantText(".rubric", "agreed")
		v.until(`document.activeElement !== document.body`)
		v.wantFocusSeen()
		v.pressAndLoad(keyEnter)
	}

	for n := 1; n <= len(h.answers); n++ {
		v.wantText(".markbar", fmt.Sprintf("%d of 6", n))
		v.until(`document.activeElement.id === "answer"`)
		if n == 1 { // Save at once: the summary says what is missing, and the page keeps what is there.
			v.painted()
			v.press("4")
			v.tabTo("[data-next]")
			v.pressAndLoad(keyEnter)
			v.painted()
			if got := v.count(".summary:focus"); got != 1 {
				t.Errorf("after a slip the focus is on %s, want it on the summary", v.focused())
			}
			v.press(keyTab, keyEnter)
			if got := v.focused(); got != "fieldset#level.contextualisation" {
				t.Errorf("the summary leads to %s, want the skill", got)
			}
			v.press("3", keyEnter, "2", keyEnter, "1", keyEnter, "0", keyEnter)
		} else {
			v.marksLevels("43210")
		}
		if got := v.focused(); got != "textarea#strength[name=strength]" {
			t.Errorf("after the last skill the focus is on %s, want the strength", got)
		}
		v.press("Your 4 dates are right.") // a digit in a box is a digit
		if got := read[string](v, `document.querySelector("input[name='level.judgement']:checked").value`); got != "0" {
			t.Errorf("typing in a box changed the level to %s", got)
		}
		v.press(keyTab, "Name what would prove it.")
		if n == 3 { // a ready comment, and Ctrl+Enter out of a box
			v.tabTo("[data-bank='comment.sourcing'] summary")
			v.press(keyEnter, keyTab, keyEnter)
			if got := v.value("[id='comment.sourcing']"); got != h.bench.Rubric.Skills[0].Comments[0].Text {
				t.Errorf("the ready comment leads to %q", got)
			}
			v.tabTo("#strength")
			v.saves()
			continue
		}
		if n == 2 { // what is typed is saved by itself
			v.until(`document.querySelector("[data-saved]").textContent.startsWith("✓ Saved")`)
		}
		v.tabTo("[data-next]")
		v.pressAndLoad(keyEnter)
	}
	v.wantText("main", "Nothing waits for you there any more.")
	v.goes(`form[action$="/return"] button`)
	v.wantText("main", "6 answers are back with their students.")
	v.wantNoComplaints()
}

// marksLevels gives a level to each skill, from the answer on, and ends behind the last skill.
func (v *visitor) marksLevels(levels string) {
	v.t.Helper()
	v.painted()
	for _, level := range levels {
		v.press(string(level), keyEnter)
	}
	if got := v.count("[data-skill] input:checked"); got != len(levels) {
		v.t.Errorf("%d skills have a level, want %d", got, len(levels))
	}
}

// The pages of a teacher who marks, on every screen.
func TestPagesOfMarking(t *testing.T) {
	t.Parallel()
	h := newHeap(t)
	p := runProgram(t, h.folder)
	v := newVisitor(t, desk)
	v.signsIn(p)
	v.open(p.URL + fmt.Sprintf("/classes/%d", h.class))
	v.everywhere("class", "with answers to mark")
	v.follow("Mark 6 answers")
	v.everywhere("to mark", "heap")
	v.follow("Start marking")
	v.everywhere("example", "to mark")
	v.follow("Save the levels")
	v.everywhere("example", "error")
	v.marksFromTop()
	v.follow("Save the levels")
	v.everywhere("example", "marked")
	v.follow("Next")
	v.marksFromTop()
	v.follow("Save the levels")
	v.follow("Next")
	v.everywhere("marking", "answer")
	v.unfold()
	v.everywhere("marking", "unfolded")
	v.write("#strength", "It is")
	v.follow("Save and next")
	v.everywhere("marking", "error")
	v.marksFromTop()
	v.write("#strength", "You quote exactly and briefly.")
	v.write("#target", "Say what would prove it.")
	v.follow("Save and next")
	for range len(h.answers) - 2 {
		v.marksFromTop()
		v.write("#strength", "You quote exactly and briefly.")
		v.write("#target", "Say what would prove it.")
		v.follow("Save and next")
	}
	v.open(p.URL + "/marking/two-verdicts/skills/sourcing")
	v.everywhere("one skill", "open")
	v.open(p.URL + "/marking")
	v.everywhere("to mark", "nearly done")
	v.follow("What is marked")
	v.everywhere("marked", "held")
	first := read[string](v, `document.querySelector("table.levels tbody a").href`)
	v.open(first)
	v.everywhere("marking", "marked")
	v.open(first + "/second")
	v.everywhere("marking", "second")
	v.marksLevels("01442")
	v.follow("Save the levels")
	v.everywhere("moderation", "filled")
	v.open(first + "/agree")
	v.everywhere("marking", "agree")
	v.open(p.URL + fmt.Sprintf("/classes/%d/evidence/two-verdicts", h.class))
	v.everywhere("evidence map", "filled")
	v.open(p.URL + fmt.Sprintf("/classes/%d/evidence/three-days-apart", h.class))
	v.everywhere("evidence map", "empty")

	// The same without JavaScript: every step is a click.
	plain := newVisitor(t, screen{Width: widths[0], NoScript: true})
	plain.signsIn(p)
	plain.open(p.URL + "/marking")
	plain.follow("Go on marking")
	plain.unfold()
	plain.check("marking", "answer")
	plain.click(`input[value="sourcing-2"]`)
	plain.follow("Save")
	if got := plain.value("[id='comment.sourcing']"); !strings.Contains(got, "You name the writer.") {
		t.Errorf("without JavaScript a ready comment leads to %q", got)
	}
}

// saves presses Ctrl+Enter and waits for the next page.
func (v *visitor) saves() {
	v.t.Helper()
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	ctrlEnter := chromedp.KeyEvent(keyEnter, chromedp.KeyModifiers(chromedp.ModifierCtrl))
	if _, err := chromedp.RunResponse(ctx, ctrlEnter); err != nil {
		v.t.Fatalf("press Ctrl+Enter and wait for the next page: %v", err)
	}
}

// painted waits until the page has been drawn: before, a browser throws keys away.
func (v *visitor) painted() {
	v.t.Helper()
	read[bool](v, `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`)
}

// marksFromTop gives the level 2 to every skill of the form.
func (v *visitor) marksFromTop() {
	v.t.Helper()
	read[bool](v, `(document.querySelectorAll("[data-skill]").forEach(s => {
		s.querySelectorAll("input[type=radio]")[2].checked = true;
	}), true)`)
}
