package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
)

// practise judges both examples as the authors of the course did.
func (b *browser) practise() *browser {
	b.t.Helper()
	for _, e := range b.site.aBench().Practice() {
		f := b.open(at+"/calibrate").form(at+"/calibrate").with("exemplar", e.ID)
		for skill, level := range e.Levels {
			f.Set("level."+skill, fmt.Sprint(level))
		}
		b.post(at+"/calibrate", f).want(http.StatusSeeOther)
	}
	return b
}

// judge writes a text and judges it.
func (b *browser) judge(text string, level int) *browser {
	b.t.Helper()
	b.send(b.open(at+"/write").form(at+"/desk"), "do", "save", "text", text, "pick", "o2").want(http.StatusSeeOther)
	f := b.open(at + "/judge").form(at + "/judge").with()
	for _, skill := range b.site.aBench().Rubric.Skills {
		f.Set("level."+skill.ID, fmt.Sprint(level))
		f.Set("sentence."+skill.ID, essay.Sentences(text)[0])
	}
	b.post(at+"/judge", f).want(http.StatusSeeOther)
	return b
}

// arrives opens the bench, and goes where it leads.
func (b *browser) arrives() *page {
	b.t.Helper()
	return b.follow(b.get(at).want(http.StatusSeeOther))
}

// chosenSentences is what authors chose to show their levels.
func (s *site) chosenSentences() []string {
	s.t.Helper()
	return column(s, s.db(), `SELECT DISTINCT sentence FROM judgement`)
}

// handIn does everything up to the queue.
func (b *browser) handIn(text string) *browser {
	b.t.Helper()
	b.atDesk()
	b.practise().judge(text, 2)
	b.sendsIn()
	return b
}

// theEssay is what a student wrote, and a teacher of theirs.
func (s *site) theEssay(name string) (classroom.TeacherID, classroom.EssayID, int) {
	s.t.Helper()
	student := classroom.StudentID(one[int64](s, `SELECT id FROM student WHERE name = ?1`, name))
	e, err := s.store.Essay(s.t.Context(), student, "two-verdicts")
	if err != nil {
		s.t.Fatal(err)
	}
	return classroom.TeacherID(one[int64](s, `SELECT id FROM teacher LIMIT 1`)), e.ID, e.Rev
}

// mark gives the essay levels and comments that name themselves, so that a page can be searched for them.
func (s *site) mark(name string) (classroom.TeacherID, classroom.EssayID) {
	s.t.Helper()
	teacher, id, rev := s.theEssay(name)
	m := marking.NewMark{
		Essay:     id,
		Rev:       rev,
		Purpose:   marking.First,
		FormToken: fmt.Sprintf("a form of sixteen and more %d %d", id, rev),
		Levels:    map[string]int{},
		Comments:  map[string]string{},
		Strength:  "canary strength of the text",
		Target:    "canary target of the text",
	}
	for i, skill := range s.aBench().Rubric.Skills {
		m.Levels[skill.ID], m.Comments[skill.ID] = (i+2)%5, "canary comment on "+skill.ID
	}
	if err := s.store.RecordMark(s.t.Context(), teacher, m); err != nil {
		s.t.Fatal(err)
	}
	return teacher, id
}

func TestPractiseOnExamples(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	b.atDesk()
	bench := s.aBench()
	first, second := bench.Practice()[0], bench.Practice()[1]
	b.send(b.open(at+"/write").form(at+"/desk"), "do", "save", "text", judging).want(http.StatusSeeOther)
	if got := b.get(at + "/judge").want(http.StatusSeeOther).to(); got != at+"/calibrate" {
		t.Errorf("judging without practice leads to %s", got)
	}
	try := func(id, n string, off int) *page {
		fields := b.open(at+"/calibrate").form(at+"/calibrate").with("exemplar", id, "try", n)
		for skill, level := range bench.Exemplar(id).Levels {
			switch {
			case off > 1:
				level = (level + 2) % 4 // two away, whatever it is
			case level < 4:
				level += off
			default:
				level -= off
			}
			fields.Set("level."+skill, fmt.Sprint(level))
		}
		return b.post(at+"/calibrate", fields)
	}
	p := b.open(at + "/calibrate").hides(first.Why["sourcing"]).hides(second.Why["sourcing"])
	b.send(p.form(at+"/calibrate"), "level.sourcing", "9").
		want(http.StatusUnprocessableEntity).
		says("Choose a level for sourcing.").
		hides(first.Why["sourcing"])
	try(second.ID, "1", 0).want(http.StatusSeeOther) // not its turn
	try(first.ID, "1", 3).want(http.StatusSeeOther)
	b.open(at + "/calibrate").says("more than one level away").says("second and last try").hides(first.Why["sourcing"])
	try(first.ID, "1", 0).want(http.StatusSeeOther) // the first try once more changes nothing
	b.open(at + "/calibrate").says("second and last try")
	try(first.ID, "2", 3).want(http.StatusSeeOther)
	b.open(at + "/calibrate").says(first.Why["sourcing"]).hides(second.Why["sourcing"])
	try(second.ID, "1", 1).want(http.StatusSeeOther) // within one of each, so one try is enough
	b.open(at + "/calibrate").says(second.Why["sourcing"]).says("Judge my own draft")
	b.open(at + "/judge").says("Judge your draft")

	// The rubric is practised once, at whichever bench.
	other := "/bench/three-days-apart"
	f := b.open(other).form(other + "/trust")
	b.send(f, "before.1", "4", "before.2", "2").want(http.StatusSeeOther)
	b.send(b.open(other).form(other+"/trust"), "after.1", "2", "after.2", "3", "moved.1", "It is a weekly", "moved.2",
		"It is a weekly").
		want(http.StatusSeeOther)
	b.open(other + "/calibrate").says(first.Why["sourcing"]).says("from the bench “Two verdicts”")
}

func TestJudgeOwnDraft(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	b.atDesk()
	b.practise()
	if got := b.get(at + "/judge").want(http.StatusSeeOther).to(); got != at+"/write" {
		t.Errorf("judging nothing leads to %s", got)
	}
	b.send(b.open(at+"/write").form(at+"/desk"), "do", "save", "text", " \n ").want(http.StatusSeeOther)
	b.get(at + "/judge").want(http.StatusUnprocessableEntity).says("Write your answer first.")
	b.send(b.open(at+"/write").form(at+"/desk"), "do", "save", "text", judging).want(http.StatusSeeOther)
	f := b.open(at + "/judge").form(at + "/judge")
	p := b.send(f, "level.sourcing", "3", "sentence.sourcing", "words of nobody", "level.judgement", "0").
		want(http.StatusUnprocessableEntity)
	p.says("What you chose for sourcing is not in your text any more.").says("Choose a level for corroboration.")
	b.send(f, "level.sourcing", "2").want(http.StatusUnprocessableEntity).
		says("Tap the sentence of your text that shows this level in sourcing.")
	fields := f.with()
	for _, skill := range s.aBench().Rubric.Skills {
		fields.Set("level."+skill.ID, "3")
		fields["sentence."+skill.ID] = []string{"TROTSKY  knew the men", essay.Sentences(judging)[0]}
	}
	// The text changes in another window while its author judges.
	b.send(b.open(at+"/write").form(at+"/desk"), "do", "save", "text", judging+" More.").want(http.StatusSeeOther)
	p = b.post(at+"/judge", fields).want(http.StatusConflict).says("Your text has changed since").says("More.")
	b.send(p.form(at + "/judge")).want(http.StatusSeeOther)
	b.open(at + "/hand-in").says("To reach level 4 in sourcing").form(at + "/hand-in")
	for _, row := range s.chosenSentences() {
		if want := essay.Sentences(judging)[0]; !strings.HasPrefix(row, strings.TrimSpace(want)) ||
			!strings.HasSuffix(row, "TROTSKY knew the men") {
			t.Errorf("what shows a level is kept as %q", row)
		}
	}
	// Another word, and the judgement is about an earlier text.
	b.send(b.open(at+"/write").form(at+"/desk"), "do", "save", "text", judging+" More and more.").want(http.StatusSeeOther)
	if p := b.open(at + "/hand-in").says("you judge your own draft"); p.formFor(at+"/hand-in") != nil {
		t.Error("a text that was not judged can be handed in")
	}
	b.post(at+"/hand-in", url.Values{"csrf": f.fields["csrf"], "rev": {"4"}, "anyway": {"yes"}}).
		want(http.StatusSeeOther)
	if got := one[string](s, `SELECT state FROM essay`); got != string(essay.Draft) {
		t.Errorf("an unjudged text is %s", got)
	}
}

// Who writes for a whole lesson has saved some hundred texts: the page stays one that opens, and every
// text can be looked at.
func TestALongHistory(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	f := b.atDesk()
	const saves = 150
	for i := range saves {
		s.clock.pass(time.Minute) // of one minute the last is kept
		b.saveLive(f, http.StatusOK, "text", fmt.Sprintf("Text number %d of many.", i))
	}
	p := b.open(at + "/texts").
		says(fmt.Sprintf("Every text that was saved (%d)", saves)).
		says("The others are kept as well")
	if n := len(p.doc.tags("article")); n > 70 {
		t.Errorf("%d whole texts are on the page", n)
	}
	b.open(at + fmt.Sprintf("/texts?from=1&to=%d", saves)).says("From “Draft 1, 08:01”")
}

func TestHandInAndTakeBack(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	b.atDesk()
	old := b.open(at + "/write").form(at + "/desk")
	b.practise().judge(judging, 2)
	f := b.open(at + "/write").form(at + "/desk")
	in := b.open(at + "/hand-in").form(at + "/hand-in")
	for range 2 { // a double click
		b.send(in).want(http.StatusSeeOther)
	}
	if n := one[int](s, `SELECT count(*) FROM essay_event WHERE action = 'submit'`); n != 1 {
		t.Errorf("handed in %d times", n)
	}
	b.arrives().says("You handed this in at 08:00.").says("Waiting to be marked").says("Take it back").
		says("Trotsky knew the men and was accused himself.")
	b.open("/bench").says("Waiting to be marked")
	b.open("/me").says("Waiting to be marked")
	// A window that is still open overwrites nothing, and hands what was typed back.
	p := b.send(old, "do", "save", "text", "Written too late").want(http.StatusConflict).plainly()
	if !keeps(p, "Written too late") {
		t.Errorf("what was typed is lost: %s", p.excerpt())
	}
	b.post(at+"/desk", old.with("do", "submit", "text", "Written too late")).want(http.StatusConflict)
	if state := b.saveLive(old, http.StatusConflict, "text", "Written too late"); !state.Locked || state.Problem == "" {
		t.Errorf("got %+v", state)
	}
	b.send(old, "do", "clock:1937-06-11").want(http.StatusSeeOther)
	// Looking at the clock stores nothing beside what was handed in, and swallows nothing.
	for _, typed := range [][]string{{"text", "Written too late"}, {"kind", "timing", "so",
		"Built after it was handed in."}} {
		p := b.send(old, append([]string{"do", "clock:1937-06-11"}, typed...)...).want(http.StatusConflict).plainly()
		if !keeps(p, typed[len(typed)-1]) {
			t.Errorf("what was typed is lost: %s", p.excerpt())
		}
	}
	if n := one[int](s, `SELECT count(*) FROM reason`); n != 0 {
		t.Errorf("%d reasons were added to what was handed in", n)
	}
	for _, step := range []string{"/revise", "/finish"} {
		b.post(at+step, url.Values{"csrf": f.fields["csrf"]}).want(http.StatusConflict).plainly()
	}
	for range 2 {
		b.post(at+"/withdraw", url.Values{"csrf": f.fields["csrf"]}).want(http.StatusSeeOther)
	}
	b.open(at + "/texts").hides("handed in") // it was taken back
	b.sendsIn()
	teacher, id, _ := s.theEssay("Ana")
	if err := s.store.Claim(t.Context(), teacher, id); err != nil {
		t.Fatal(err)
	}
	b.arrives().says("With your teacher").hides("Take it back")
	b.open(at + "/texts").says("Version 1, handed in")
	// a click that comes after the claim
	b.send(in).want(http.StatusSeeOther)
	b.post(at+"/withdraw", url.Values{"csrf": f.fields["csrf"]}).want(http.StatusConflict).plainly()
	// A claim that has run out holds nobody up.
	s.clock.pass(hour + minute)
	b.arrives().says("Take it back")
	b.post(at+"/withdraw", url.Values{"csrf": f.fields["csrf"]}).want(http.StatusSeeOther)
}

// What a student gets to see of a mark: nothing before the return, then the comments, and the levels
// after their next step.
func TestWhatComesBack(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b, other := s.student("Ana"), s.student("Ben")
	b.handIn(judging)
	other.handIn("Ben saw only the open court in canary words of his own.")
	csrf := b.open(at + "/hand-in").form(at + "/withdraw").fields["csrf"]
	model := s.aBench().ModelAnswer[:60]
	claimed := func() string { return b.arrives().doc.id("main").words() }
	teacher, id, _ := s.theEssay("Ana")
	if err := s.store.Claim(t.Context(), teacher, id); err != nil {
		t.Fatal(err)
	}
	before := claimed()
	s.mark("Ana")
	if after := claimed(); after != before {
		t.Errorf("a student can tell that there is a mark:\n%s\n%s", before, after)
	}
	for path, text := range everything(b, at+"/feedback", at+"/texts", at+"/judge", at+"/calibrate") {
		for _, word := range []string{"canary", model} {
			if strings.Contains(text, word) {
				t.Errorf("%s shows %q before the return", path, word)
			}
		}
	}
	b.get(at + "/feedback").want(http.StatusNotFound)
	b.post(at+"/next-step", url.Values{"csrf": csrf, "round": {"1"}, "next": {"I will quote more."}}).
		want(http.StatusNotFound)

	if err := s.store.ReturnEssays(t.Context(), teacher, []classroom.EssayID{id}); err != nil {
		t.Fatal(err)
	}
	b.open(at + "/hand-in").says("Back with comments").says("Read the comments")
	p := b.arrives().
		says("canary strength").
		says("canary target").
		says("canary comment on judgement").
		hides("Levels of version").
		hides(model).
		hides("Revise my answer")
	for _, step := range []string{"/revise", "/finish"} { // not before the next step is written
		b.post(at+step, url.Values{"csrf": csrf}).want(http.StatusConflict)
	}
	f := p.form(at + "/next-step")
	b.send(f, "next", "more").want(http.StatusUnprocessableEntity).says("three words").hides("Levels of version")
	b.send(f, "next", "I will <quote> both.").want(http.StatusSeeOther)
	b.send(f, "next", "I will <quote> both.").want(http.StatusSeeOther) // the same once more
	if late := b.send(f, "next", "Something else entirely now.").want(http.StatusConflict).plainly(); !keeps(late,
		"Something else entirely now.") {
		t.Error("a next step that comes too late is lost without a word")
	}
	b.open(at + "/feedback").
		says("I will <quote> both.").
		says("Levels of version 1").
		says("You had said level 2.").
		says(model).
		hides("Something else entirely")
	other.get(at + "/feedback").want(http.StatusNotFound)
	other.open(at + "/texts").hides(judging)

	for range 2 {
		b.post(at+"/revise", url.Values{"csrf": csrf}).want(http.StatusSeeOther)
	}
	b.arrives().says("Being revised by you").says("The comments on your last text")
	b.openBench(false).handsIn("text", strings.Replace(judging, "only", "just", 1))
	b.arrives().says("Waiting to be marked again")
	b.open(at + "/feedback").says("canary target").hides("Revise my answer")
	texts := b.open(at + "/texts").says("Version 1, handed in").says("Version 2, handed in")
	if ins, del := texts.doc.tags("ins"), texts.doc.tags("del"); len(ins) != 2 || len(del) != 2 ||
		!strings.Contains(ins[1].words(), "just") ||
		!strings.Contains(del[1].words(), "only") {
		t.Errorf("the difference is not shown: %s", texts.excerpt())
	}
	b.open(at + "/texts?from=1&to=77")
	b.open(at + "/texts?from=x")
	s.mark("Ana")
	if err := s.store.ReturnEssays(t.Context(), teacher, []classroom.EssayID{id}); err != nil {
		t.Fatal(err)
	}
	b.send(b.open(at+"/feedback").form(at+"/next-step"), "next", "I will rank my reasons.").want(http.StatusSeeOther)
	b.post(at+"/finish", url.Values{"csrf": csrf}).want(http.StatusSeeOther)
	b.open(at + "/hand-in").says("Finished")
}

// A guest does everything but hand in, and takes it along into a class.
func TestGuestsHandInAfterJoining(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.visitor()
	b.atDesk()
	b.practise().judge(judging, 2)
	if p := b.open(at + "/hand-in").says("An answer is marked in a class."); p.formFor(at+"/hand-in") != nil {
		t.Error("a guest can hand in")
	}
	b.post(at+"/hand-in", url.Values{"csrf": b.open(at + "/write").form(at + "/desk").fields["csrf"], "rev": {"1"},
		"anyway": {"yes"}}).want(http.StatusSeeOther)
	if got := one[string](s, `SELECT state FROM essay`); got != string(essay.Judged) {
		t.Errorf("a guest's text is %s", got)
	}
	p := b.pinPage(s.code, "Ana")
	b.send(p.form("/join/"+plain(s.code)+"/enter"), "pin", pin, "along", "yes").want(http.StatusSeeOther)
	b.sendsIn()
	b.arrives().says("Waiting to be marked")
}

// A text far under the asked length goes only when its author has said so, and never in place of a newer one.
func TestShortTextIsQuestioned(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	b.atDesk()
	const short = "The paper saw only the open court. Trotsky knew the men."
	b.practise().judge(short, 2)
	f := b.open(at + "/hand-in").says("11 words; 120 to 450 are asked. Hand it in anyway?").form(at + "/hand-in")
	state := func() string { return one[string](s, `SELECT state FROM essay`) }
	silent := f.with()
	silent.Del("anyway")
	if to := b.post(at+"/hand-in", silent).want(http.StatusSeeOther).to(); to != at+"/hand-in" ||
		state() != string(essay.Judged) {
		t.Errorf("without a word a short text leads to %s and is %s", to, state())
	}
	b.openBench(false).save("text", short+" One more.")
	b.send(f).want(http.StatusConflict).plainly().says("Your text has changed since")
	if state() == string(essay.Submitted) {
		t.Error("a text that its author has not seen was handed in")
	}
	b.judge(short, 2)
	b.sendsIn()
	if state() != string(essay.Submitted) {
		t.Errorf("after the question the text is %s", state())
	}
}
