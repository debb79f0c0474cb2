package web_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
)

const answerText = "The Observer calls it “futile to think the trial was staged” [1]. Trotsky asks “Who can believe " +
	"such accusations?” [2]. So they took different things as proof."

// pupil finds a student by name.
func (s *site) pupil(name string) classroom.StudentID {
	s.t.Helper()
	return classroom.StudentID(one[int64](s, `SELECT id FROM student WHERE name = ?`, name))
}

// twoVerdicts is the bench that these tests mark.
func (s *site) twoVerdicts() *course.Bench {
	s.t.Helper()
	b, err := s.course.Bench("two-verdicts")
	if err != nil {
		s.t.Fatal(err)
	}
	return b
}

// writes saves a draft of a student, straight through the store: the pages of students have tests of their own.
func (s *site) writes(student classroom.StudentID, text string) classroom.Essay {
	s.t.Helper()
	b := s.twoVerdicts()
	var picks []classroom.NewPick
	for _, t := range b.Pair() {
		picks = append(picks, classroom.NewPick{Phrase: t.Phrases[0].ID, Source: t.Source.ID, Quote: t.Phrases[0].Quote})
	}
	e, err := s.store.Essay(s.t.Context(), student, b.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		s.t.Fatal(err)
	}
	if e, err = s.store.SaveText(s.t.Context(), store.Answerer{Student: student}, classroom.NewText{Bench: b.ID,
		BenchVersion: b.Version, Rubric: b.Rubric.ID, Base: e.Rev, Tab: "tab", Text: text, Picks: picks}); err != nil {
		s.t.Fatal(err)
	}
	return e
}

// handsIn writes, judges and hands in an answer.
func (s *site) handsIn(name, text string) classroom.EssayID {
	s.t.Helper()
	student := s.pupil(name)
	e := s.writes(student, text)
	var own []classroom.SelfAssessment
	for i, skill := range s.twoVerdicts().Rubric.Skills {
		own = append(own, classroom.SelfAssessment{Skill: skill.ID, Level: i % 5,
			Sentence: "So they took different things as proof."})
	}
	if err := s.store.JudgeText(s.t.Context(), student, e.Bench, e.Rev, own, ""); err != nil {
		s.t.Fatal(err)
	}
	if err := s.store.SubmitEssay(s.t.Context(), student, e.Bench, e.Rev); err != nil {
		s.t.Fatal(err)
	}
	return e.ID
}

// stateOf is where an essay stands.
func (s *site) stateOf(id classroom.EssayID) essay.State {
	s.t.Helper()
	return essay.State(one[string](s, `SELECT state FROM essay WHERE id = ?`, id))
}

// seeds marks the two examples of the bench, so that the answers come next.
func (b *browser) seeds() *browser {
	b.t.Helper()
	bench := b.site.twoVerdicts()
	for range bench.Practice() {
		p := b.post("/marking/"+bench.ID+"/next", url.Values{"csrf": {b.token()}}).want(http.StatusSeeOther)
		if !strings.Contains(p.to(), "/seeds/") {
			b.t.Fatalf("before the examples are marked the next one is %s", p.to())
		}
		f := b.open(p.to()).hides(bench.Practice()[0].Why["sourcing"]).form(p.to())
		b.send(f, levels(bench.Rubric, "2")...).want(http.StatusSeeOther)
		b.open(p.to()).says("agreed")
	}
	return b
}

// levels are the fields of one level for every skill.
func levels(r *course.Rubric, level string) (pairs []string) {
	for _, skill := range r.Skills {
		pairs = append(pairs, "level."+skill.ID, level)
	}
	return pairs
}

// whole is a form with all that a finished marking needs.
func whole(r *course.Rubric, level string, more ...string) []string {
	return slices.Concat(levels(r, level), []string{"strength", "You quote very exactly.", "target",
		"Say why it matters.", "do", "next"}, more)
}

// next asks for the next answer and returns its page.
func (b *browser) next() *page {
	b.t.Helper()
	p := b.post("/marking/two-verdicts/next", url.Values{"csrf": {b.token()}}).want(http.StatusSeeOther)
	return b.open(p.to())
}

// marked is the form of the answer on a page.
func (p *page) marking() form {
	p.t.Helper()
	for _, f := range p.doc.forms() {
		if _, ok := f.node.attr["data-marking"]; ok {
			return f
		}
	}
	p.t.Fatalf("there is nothing to mark: %s", p.excerpt())
	return form{}
}

// A heap of answers from the queue to the return: examples first, two requests an answer, nobody's
// name, levels that stay hidden until all is returned.
func TestMarkingAQueue(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	names := []string{"Ana", "Ben", "Chidi"}
	ids := map[classroom.EssayID]bool{}
	for _, name := range names {
		s.student(name)
		ids[s.handsIn(name, answerText+" "+name+" wrote this.")] = true
	}
	s.student("Dana")
	s.writes(s.pupil("Dana"), "A draft that nobody may read.")
	rubric := s.twoVerdicts().Rubric

	queue := s.owner.open("/marking").says("To mark · 3").says("Start marking").says("oldest today")
	queue.hides("draft that nobody")
	s.owner.seeds()
	p := s.owner.next()
	for i := range names {
		f := p.marking()
		p.says(fmt.Sprintf("%d of 3", i+1)).
			says("the student's own level").
			says("So they took different things as proof.").
			says("Points an answer may make")
		for _, name := range names {
			if heading := p.doc.tags("h1")[0].words(); strings.Contains(heading, name) {
				t.Errorf("the heading names %s", heading)
			}
		}
		if got := len(p.doc.class("ev")); got != 2 {
			t.Errorf("%d citations are marked, want 2", got)
		}
		answer := s.owner.send(f, whole(rubric, "3")...).want(http.StatusSeeOther)
		if i < 2 {
			p = s.owner.open(answer.to())
		} else if answer.to() != "/marking?done=1" {
			t.Errorf("the last answer leads to %s", answer.to())
		}
	}
	for id := range ids {
		if got := s.stateOf(id); got != essay.Marked {
			t.Errorf("essay %d is %s, want marked", id, got)
		}
	}
	s.owner.open("/marking?done=1").says("Nothing waits for you there any more.").says("Return all marked (3)")
	s.owner.post("/marking/two-verdicts/return", url.Values{"csrf": {s.owner.token()}, "do": {"all"}}).
		want(http.StatusSeeOther)
	s.owner.open("/marking?returned=3").says("3 answers are back with their students.")
	for id := range ids {
		if got := s.stateOf(id); got != essay.Returned {
			t.Errorf("essay %d is %s, want returned", id, got)
		}
	}
	s.owner.post("/marking/two-verdicts/return", url.Values{"csrf": {s.owner.token()}, "do": {"all"}}).
		want(http.StatusSeeOther)
	s.owner.open("/marking/two-verdicts/returned").says("Nothing lies here.").hides("checkbox")
	s.owner.open(s.studentAt("Ana") + "/essays").says("Two verdicts").says("Returned")
	s.owner.open(s.studentAt("Dana") + "/essays").hides("Two verdicts")
}

// A class of 28 answers needs two requests an answer: the page, and the form that marks it and leads to the next.
func TestAClassNeedsTwoRequestsAnAnswer(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	const class = 28
	for i := range class {
		name := fmt.Sprint("Student ", i)
		s.student(name)
		s.handsIn(name, fmt.Sprint(answerText, " ", i))
	}
	rubric := s.twoVerdicts().Rubric
	s.owner.seeds()
	p, requests := s.owner.next(), 0
	for i := range class {
		answer := s.owner.send(p.says(fmt.Sprintf("%d of %d", i+1, class)).marking(), whole(rubric, "2")...).
			want(http.StatusSeeOther)
		requests++
		if answer.to() != "/marking?done=1" {
			p = s.owner.get(answer.to()).want(http.StatusOK)
			requests++
		}
	}
	if n := one[int](s, `SELECT count(*) FROM mark`); n != class || requests > 2*class {
		t.Errorf("%d requests marked %d answers, want %d in at most %d", requests, n, class, 2*class)
	}
}

// The page of an answer says who did what with it since it was handed in, and nothing of the drafts before.
func TestTheWayOfAnAnswer(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	id := s.handsIn("Ana", answerText)
	path := fmt.Sprintf("/marking/essays/%d", id)
	s.owner.seeds()
	s.owner.send(s.owner.next().marking(), whole(s.twoVerdicts().Rubric, "2")...).want(http.StatusSeeOther)
	way := s.owner.open(path).says("What has happened so far")
	for _, words := range []string{"the student handed it in", ownerName + " took it up to mark",
		ownerName + " marked it"} {
		way.says(words)
	}
	list := way.doc.class("beside-answer")[0].tags("ol")[0]
	if got := len(list.tags("li")); got != 3 {
		t.Errorf("the way has %d steps, want 3: %s", got, list.words())
	}
}

// What a form of the marking page comes to.
func TestMarkingForms(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	id := s.handsIn("Ana", answerText)
	rubric := s.twoVerdicts().Rubric
	path := fmt.Sprintf("/marking/essays/%d", id)
	p := s.owner.open(path).says("Nobody is marking this answer.")
	if n := one[int](s, `SELECT count(*) FROM essay_event WHERE action = 'claim'`); n != 0 {
		t.Fatal("looking at an answer claimed it")
	}
	s.owner.send(p.form(path), "do", "claim").want(http.StatusSeeOther)
	f := s.owner.open(path).marking()

	long := strings.Repeat("word ", 300)
	for _, row := range []struct {
		name   string
		pairs  []string
		status int
		says   []string
	}{
		{"nothing", []string{"do", "next"}, 422, []string{"7 things to correct", "Choose a level for sourcing.",
			"Name one strength"}},
		{"levels alone", slices.Concat(levels(rubric, "2"), []string{"do", "next"}), 422, []string{"2 things to correct",
			"Set one target"}},
		{"a level that there is not", whole(rubric, "5"), 422, []string{"5 things to correct"}},
		{"a level that is no number", whole(rubric, "two"), 422, []string{"5 things to correct"}},
		{"two words", whole(rubric, "2", "target", "more dates"), 422, []string{"One thing to correct", "Set one target"}},
		{"too long", whole(rubric, "2", "comment.sourcing", long), 422, []string{"One thing to correct",
			"Shorten this to 1000 characters."}},
		{"too long to be put down", []string{"do", "save", "strength", long}, 422,
			[]string{"Shorten this to 1000 characters."}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := s.owner.send(f, append([]string{"comment.judgement", "kept <b>words</b>"}, row.pairs...)...).want(row.status)
			for _, words := range row.says {
				p.says(words)
			}
			if got := p.marking().fields.Get("comment.judgement"); got != "kept <b>words</b>" {
				t.Errorf("the comment is %q afterwards", got)
			}
			if n := one[int](s, `SELECT count(*) FROM mark`); n != 0 {
				t.Error("a mark was stored")
			}
		})
	}

	// Put down in parts, with ready comments and without JavaScript.
	s.owner.send(f, "do", "save", "level.sourcing", "3", "comment.sourcing", "Mine.", "bank.sourcing", "sourcing-2").
		want(http.StatusSeeOther)
	f = s.owner.open(path).says("What you put down before is here.").marking()
	if got := f.fields.Get("level.sourcing"); got != "3" {
		t.Errorf("the level put down is %q, want 3", got)
	}
	if got, want := f.fields.Get("comment.sourcing"), "Mine.\n"+rubric.Skills[0].Comments[1].Text; got != want {
		t.Errorf("the comment is %q, want %q", got, want)
	}
	s.owner.send(f, "do", "save", "comment.sourcing", "").want(http.StatusSeeOther)
	if got := s.owner.open(path).marking().fields.Get("comment.sourcing"); got != "" {
		t.Errorf("a comment that was taken out is %q", got)
	}
	f = s.owner.open(path).marking()

	// A double click marks once.
	fields := f.with(whole(rubric, "2")...)
	for range 2 {
		s.owner.post(path, fields).want(http.StatusSeeOther)
	}
	if n := one[int](s, `SELECT count(*) FROM mark`); n != 1 {
		t.Errorf("%d marks, want 1", n)
	}
	// The page saves by itself, and must not open again what is marked.
	fields.Set("do", "note")
	s.owner.post(path, fields).want(http.StatusConflict)
	if got := s.stateOf(id); got != essay.Marked {
		t.Errorf("a late note makes the essay %s", got)
	}
	p = s.owner.open(path).says("Level 2").says("by you").says("Return it")
	s.owner.send(p.form(path), "do", "claim").want(http.StatusSeeOther)
	if got := s.owner.open(path).marking().fields.Get("strength"); got != "You quote very exactly." {
		t.Errorf("to be changed, the strength is %q", got)
	}
	// Letting go leaves the mark as it was.
	s.owner.send(s.owner.open(path).marking(), "do", "skip").want(http.StatusSeeOther)
	if got := s.stateOf(id); got != essay.Marked {
		t.Errorf("after skipping the essay is %s, want marked", got)
	}
	s.owner.send(s.owner.open(path).form(path), "do", "return").want(http.StatusSeeOther)
	s.owner.send(s.owner.open(path).form(path), "do", "reopen").want(http.StatusSeeOther)
	if got := s.stateOf(id); got != essay.Marked {
		t.Errorf("taken back, the essay is %s, want marked", got)
	}
}

// A page that saves by itself is answered in its own language.
func TestMarkingSavesByItself(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	id := s.handsIn("Ana", answerText)
	f := s.owner.seeds().next().marking()
	send := func(pairs ...string) *page {
		req := s.owner.formRequest(f.action, f.with(pairs...))
		req.Header.Set("Accept", "application/json")
		return s.owner.do(req)
	}
	if p := send("do", "note", "level.sourcing", "1"); p.status != 200 ||
		!regexp.MustCompile(`^\{"saved":"\d\d:\d\d"\}$`).MatchString(p.body) {
		t.Errorf("a note is answered %d %s", p.status, p.body)
	}
	if p := send("do", "note", "target", strings.Repeat("x", 2000)); p.status != 422 ||
		!strings.Contains(p.body, "too long") {
		t.Errorf("too long a note is answered %d %s", p.status, p.body)
	}
	if got := s.owner.open(fmt.Sprintf("/marking/essays/%d", id)).marking().fields.Get("level.sourcing"); got != "1" {
		t.Errorf("the level is %q, want 1", got)
	}
}

// Who comes back after more than an hour finds what they typed on the page, and what the page saved by
// itself in the form.
func TestMarkingAfterTheSessionHasEnded(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	s.handsIn("Ana", answerText)
	f := s.owner.seeds().next().marking()
	s.owner.send(f, "do", "save", "comment.sourcing", "Put down before.").want(http.StatusSeeOther)
	s.clock.pass(2 * hour)
	s.owner.send(f, whole(s.twoVerdicts().Rubric, "3", "comment.sourcing", "My long comment.")...).
		want(http.StatusConflict).
		says("You have been signed out").
		says("My long comment.").
		says("Level 3")
	s.owner.signIn(ownerName)
	if got := s.owner.next().marking().fields.Get("comment.sourcing"); got != "Put down before." {
		t.Errorf("after signing in the comment is %q", got)
	}
	if n := one[int](s, `SELECT count(*) FROM mark`); n != 0 {
		t.Errorf("%d marks, want none", n)
	}
}

// Levels are as much work as words: those of one skill, and of an example, stand on the page as well
// when the session has ended.
func TestLevelsAfterTheSessionHasEnded(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	id := s.handsIn("Ana", answerText)
	one, seed := "/marking/two-verdicts/skills/sourcing", "/marking/two-verdicts/seeds/"+s.twoVerdicts().Practice()[0].ID
	p := s.owner.open(one)
	label, skill, example := p.doc.class("one")[0].tags("legend")[0].words(), p.form(one), s.owner.open(seed).form(seed)
	s.clock.pass(2 * hour)
	s.owner.send(skill, fmt.Sprintf("level.%d", id), "3").
		want(http.StatusConflict).
		says("You have been signed out").
		says(label + " Level 3")
	s.owner.signIn(ownerName)
	example.fields.Set("csrf", s.owner.token())
	s.clock.pass(2 * hour)
	s.owner.send(example, levels(s.twoVerdicts().Rubric, "2")...).want(http.StatusConflict).says("Sourcing Level 2")
	s.owner.signIn(ownerName)
	skill.fields.Set("csrf", s.owner.token())
	s.clock.pass(2 * hour)
	s.owner.send(skill).want(http.StatusConflict).says("You have been signed out") // nothing was chosen
}

// colleague is another teacher in the class of the site.
func (s *site) colleague() *browser {
	s.t.Helper()
	db := s.db()
	defer db.Close()
	for _, statement := range []string{
		`INSERT INTO teacher (name, name_key, pass_hash, owner, created_at)
			SELECT 'Second', 'second', pass_hash, 0, created_at FROM teacher`,
		`INSERT INTO class_teacher (class_id, teacher_id) SELECT class_id, (SELECT id FROM teacher WHERE name = 'Second')
			FROM class_teacher`,
	} {
		if _, err := db.ExecContext(s.t.Context(), statement); err != nil {
			s.t.Fatal(err)
		}
	}
	return s.visitor().signIn("Second")
}

// Two teachers of one class do not mark the same answer, and nobody loses what they typed.
func TestMarkingBesideAColleague(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	second := s.colleague()
	rubric := s.twoVerdicts().Rubric
	s.student("Ana")
	id := s.handsIn("Ana", answerText)
	path := fmt.Sprintf("/marking/essays/%d", id)
	f := s.owner.seeds().next().marking()
	second.open(path).says(ownerName + " has had this answer open")
	second.seeds()
	if p := second.post("/marking/two-verdicts/next", url.Values{"csrf": {second.token()}}); p.to() != "/marking?done=1" {
		t.Errorf("the colleague is led to %s", p.to())
	}
	second.post(path, url.Values{"csrf": {second.token()}, "do": {"claim"}}).
		want(http.StatusConflict).
		says("Another teacher has this answer now")

	// The hour runs out, and the colleague takes over.
	s.clock.pass(61 * minute)
	s.owner.signIn(ownerName)
	second.signIn("Second")
	mine := second.next().marking()
	second.send(mine, whole(rubric, "4")...).want(http.StatusSeeOther)
	s.clock.pass(1 * minute)
	f.fields.Set("csrf", s.owner.token())
	for _, do := range []string{"save", "next"} { // neither opened again nor overwritten
		s.owner.send(f, append(whole(rubric, "1"), "do", do, "comment.sourcing", "My long comment.")...).
			want(http.StatusConflict).
			says("My long comment.").
			says("Level 1")
	}
	// incomplete, too
	s.owner.send(f, "do", "next", "comment.sourcing", "My long comment.").
		want(http.StatusConflict).
		says("My long comment.")
	if got := s.stateOf(id); got != essay.Marked {
		t.Errorf("the essay is %s, want marked", got)
	}
	if got := one[int](s, `SELECT level FROM mark_level WHERE skill = 'sourcing'`); got != 4 {
		t.Errorf("the level is %d, want the colleague's 4", got)
	}
}

// The student takes the answer back while it is being marked: what the marker typed stands on the page.
func TestMarkingWhatWasTakenBack(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	rubric := s.twoVerdicts().Rubric
	s.student("Ana")
	id := s.handsIn("Ana", answerText)
	path := fmt.Sprintf("/marking/essays/%d", id)
	f := s.owner.seeds().next().marking()
	s.clock.pass(61 * minute)
	s.owner.signIn(ownerName)
	f.fields.Set("csrf", s.owner.token())
	if err := s.store.WithdrawEssay(t.Context(), s.pupil("Ana"), "two-verdicts"); err != nil {
		t.Fatal(err)
	}
	s.owner.send(f, whole(rubric, "3", "comment.sourcing", "My long comment.")...).want(http.StatusConflict).
		says("The student has taken this answer back").
		says("My long comment.").says("You quote very exactly.").says("Level 3")
	s.owner.get(path).want(http.StatusNotFound)

	// Handed in again with another text: the old form does not mark the new text.
	s.handsIn("Ana", answerText+" And more.")
	s.owner.send(f, whole(rubric, "3", "comment.sourcing", "My long comment.")...).
		want(http.StatusConflict).
		says("The answer has changed").
		says("My long comment.")
	if n := one[int](s, `SELECT count(*) FROM mark`); n != 0 {
		t.Errorf("%d marks, want none", n)
	}
}

// Skipping leads through the heap and does not come back to the one just skipped.
func TestMarkingSkips(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	for _, name := range []string{"Ana", "Ben", "Chidi", "Dana"} {
		s.student(name)
		s.handsIn(name, answerText+name)
	}
	p := s.owner.seeds().next()
	met := map[string]bool{}
	for range 4 {
		f := p.marking()
		met[f.action] = true
		p = s.owner.open(s.owner.send(f, "do", "skip", "strength", "Typed for "+f.action).want(http.StatusSeeOther).to())
	}
	if len(met) != 4 {
		t.Errorf("skipping four times met %d answers, want 4", len(met))
	}
	if got, want := p.marking().fields.Get("strength"), "Typed for "+p.marking().action; got != want {
		t.Errorf("what was typed before skipping is %q, want %q", got, want)
	}
	if n := one[int](s, `SELECT count(*) FROM essay WHERE state = 'claimed'`); n != 1 {
		t.Errorf("%d answers are open, want 1", n)
	}
}

// The oldest day comes first, and names are shown only on request.
func TestMarkingOrderAndNames(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	var days []classroom.EssayID
	for _, name := range []string{"Ana", "Ben", "Chidi"} {
		s.student(name)
		days = append(days, s.handsIn(name, answerText+" "+name))
		s.clock.pass(25 * hour)
	}
	s.owner.signIn(ownerName)
	s.owner.open("/marking").says("oldest 3 days")
	p := s.owner.seeds().next()
	number := p.doc.tags("h1")[0].words()
	if !regexp.MustCompile(`^Student \d+$`).MatchString(number) {
		t.Errorf("the answer is called %q", number)
	}
	path := fmt.Sprintf("/marking/essays/%d", days[0])
	if got := p.marking().action; got != path {
		t.Errorf("the first answer is %s, want %s of the oldest day", got, path)
	}
	f := p.form("/marking/names")
	if got := s.owner.send(f).want(http.StatusSeeOther).to(); got != path {
		t.Errorf("switching names leads to %s, want %s", got, path)
	}
	p = s.owner.open(path)
	if got := p.doc.tags("h1")[0].words(); got != "Ana" {
		t.Errorf("with names the answer is called %q", got)
	}
	for _, to := range []string{"//evil.example", "https://evil.example", "/marking//evil", "/marking/\\evil",
		"/classes"} {
		if got := s.owner.send(p.form("/marking/names"), "to", to).want(http.StatusSeeOther).to(); got != "/marking" {
			t.Errorf("names with to=%s leads to %s", to, got)
		}
	}
	if got := s.owner.open(path).doc.tags("h1")[0].words(); got != number {
		t.Errorf("hidden again, the answer is called %q, want %q", got, number)
	}
}

// A text that comes back is marked beside the one before.
func TestMarkingTheNextText(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	rubric := s.twoVerdicts().Rubric
	s.student("Ana")
	id := s.handsIn("Ana", answerText)
	path := fmt.Sprintf("/marking/essays/%d", id)
	s.owner.send(s.owner.seeds().next().marking(), whole(rubric, "2")...).want(http.StatusSeeOther)
	s.owner.send(s.owner.open(path).form(path), "do", "return").want(http.StatusSeeOther)
	student := s.pupil("Ana")
	if err := s.store.NextStep(t.Context(), student, "two-verdicts", 1, "I will add two dates."); err != nil {
		t.Fatal(err)
	}
	if err := s.store.ReviseEssay(t.Context(), student, "two-verdicts"); err != nil {
		t.Fatal(err)
	}
	s.writes(student, answerText+" A secret draft.")
	s.owner.open(path).says("Level 2").hides("secret draft").hides("Take it back")
	s.owner.post(path, url.Values{"csrf": {s.owner.token()}, "do": {"reopen"}}).want(http.StatusConflict)
	s.handsIn("Ana", answerText+" In 1936 the verdict came a day later.")
	s.owner.open("/marking").says("1")
	p := s.owner.next().
		says("Text 2").
		says("Last time").
		says("I will add two dates.").
		says("added: In 1936 the verdict came a day later.").
		hides("secret draft")
	f := p.marking()
	if got := f.fields.Get("level.judgement"); got != "2" {
		t.Errorf("the level of the text before is not chosen: %q", got)
	}
	if got := f.fields.Get("target"); got != "" {
		t.Errorf("the target of the text before stands in the new form: %q", got)
	}
	s.owner.send(f, whole(rubric, "3")...).want(http.StatusSeeOther)
	if got := s.stateOf(id); got != essay.Marked {
		t.Errorf("the essay is %s, want marked", got)
	}
}

// One skill across all answers, in one form.
func TestMarkingOneSkill(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	second := s.colleague()
	var ids []classroom.EssayID
	for _, name := range []string{"Ana", "Ben", "Chidi"} {
		s.student(name)
		ids = append(ids, s.handsIn(name, answerText+" "+name))
	}
	path := "/marking/two-verdicts/skills/sourcing"
	f := s.owner.open(path).says("One skill at a time").form(path)
	if got := len(f.node.class("one")); got != 3 {
		t.Fatalf("%d answers are on the page, want 3", got)
	}
	level := func(i int) string { return fmt.Sprintf("level.%d", ids[i]) }
	second.post(fmt.Sprintf("/marking/essays/%d", ids[1]), url.Values{"csrf": {second.token()}, "do": {"claim"}}).
		want(http.StatusSeeOther)
	s.owner.send(f, level(0), "3", level(1), "1", level(2), "9").
		want(http.StatusConflict).
		says("These levels were not saved. Everything else was.").
		says("open with Second")
	s.owner.send(f, level(0), "3").want(http.StatusSeeOther)
	s.owner.open(path + "?saved=1").says("One level is saved.")
	if got := s.owner.open(path).form(path).fields.Get(level(0)); got != "3" {
		t.Errorf("the level is %q afterwards, want 3", got)
	}
	if got := s.owner.open(fmt.Sprintf("/marking/essays/%d", ids[0])).marking().fields.Get("level.sourcing"); got != "3" {
		t.Errorf("on the page of the answer the level is %q, want 3", got)
	}
	s.owner.get("/marking/two-verdicts/skills/none").want(http.StatusNotFound)
}

// Second marks are blind and by somebody else, and two who differ agree.
func TestModeration(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	rubric := s.twoVerdicts().Rubric
	s.student("Ana")
	id := s.handsIn("Ana", answerText)
	path := fmt.Sprintf("/marking/essays/%d", id)
	s.owner.get(path + "/second").want(http.StatusNotFound)
	s.owner.get(path + "/agree").want(http.StatusNotFound)
	s.owner.open("/marking/two-verdicts/moderation").says("Nothing is marked yet.")
	s.owner.send(s.owner.seeds().next().marking(), whole(rubric, "4", "comment.sourcing", "First comment.")...).
		want(http.StatusSeeOther)
	// there is nobody else
	s.owner.open("/marking/two-verdicts/moderation").says("waits for a second mark").says("Mark it blind")

	second := s.colleague()
	s.owner.open("/marking/two-verdicts/moderation").says("by a colleague").hides("Mark it blind")
	s.owner.get(path + "/second").want(http.StatusNotFound)
	s.owner.get(path + "/agree").want(http.StatusNotFound)
	p := second.open(path + "/second").hides("First comment.").hides("You quote very exactly.").hides("own level")
	f := p.form(path + "/second")
	if got := second.send(p.form("/marking/names")).want(http.StatusSeeOther).to(); got != path+"/second" {
		t.Errorf("switching names leads to %s, where the first levels may stand", got)
	}
	second.send(f).want(http.StatusUnprocessableEntity).says("5 things to correct")
	second.send(f, levels(rubric, "1")...).want(http.StatusSeeOther)
	second.send(f, levels(rubric, "3")...).want(http.StatusSeeOther) // a second click
	if n := one[int](s, `SELECT count(*) FROM mark WHERE purpose = 'second'`); n != 1 {
		t.Errorf("%d second marks, want 1", n)
	}
	s.owner.open("/marking/two-verdicts/moderation").
		says("marked twice").
		says("too few").
		says("0%").
		says("Sourcing, Contextualisation")

	f = s.owner.open(path + "/agree").says("two or more apart").says("First").says("Second").form(path + "/agree")
	if got := f.fields.Get("strength"); got != "You quote very exactly." {
		t.Errorf("the strength is %q, want the first marker's", got)
	}
	s.owner.send(f).want(http.StatusUnprocessableEntity).says("two or more apart")
	s.owner.send(f, levels(rubric, "3")...).want(http.StatusSeeOther)
	s.owner.open("/marking/two-verdicts/moderation").says("marked twice and agreed").says("✓ agreed")
	s.owner.open(path).says("Agreed after two marks").says("Level 3")
	s.owner.send(s.owner.open(path).form(path), "do", "return").want(http.StatusSeeOther)
	e, err := s.store.Essay(t.Context(), s.pupil("Ana"), "two-verdicts")
	if err != nil {
		t.Fatal(err)
	}
	feedback, err := s.store.Feedback(t.Context(), e)
	if err != nil || len(feedback) != 1 || feedback[0].Mark.Levels["sourcing"] != 3 {
		t.Errorf("the student gets %+v, %v, want the agreed levels", feedback, err)
	}
}

// Until an answer that was drawn has its second mark, no page tells a colleague what the first marker
// gave, nor hands them the marking to be changed.
func TestSecondMarkersStayBlind(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	second := s.colleague()
	rubric := s.twoVerdicts().Rubric
	s.student("Ana")
	id := s.handsIn("Ana", answerText)
	path := fmt.Sprintf("/marking/essays/%d", id)
	s.owner.send(s.owner.seeds().next().marking(), whole(rubric, "4", "comment.sourcing", "First comment.")...).
		want(http.StatusSeeOther)
	s.owner.open(path).says("Level 4").says("First comment.")
	// the examples are theirs to mark as well
	second.open("/marking/two-verdicts/moderation").hides("agreed 4").says("not marked yet")
	look := func() {
		t.Helper()
		second.open(path).
			says("drawn for a second mark").
			hides("Level 4").
			hides("First comment.").
			hides("You quote very exactly.").
			hides("Change the marking")
		list := second.open("/marking/two-verdicts/returned").says("levels hidden")
		for _, cell := range list.doc.class("num") {
			if cell.words() == "4" {
				t.Error("the list of what is marked shows a level of the first marking")
			}
		}
		s.owner.open("/marking/two-verdicts/returned").hides("levels hidden")
	}
	look()
	second.post(path, url.Values{"csrf": {second.token()}, "do": {"claim"}}).
		want(http.StatusConflict).
		says("drawn for a second mark").
		hides("Level 4").
		hides("First comment.")
	if got := s.stateOf(id); got != essay.Marked {
		t.Fatalf("the essay is %s, want marked", got)
	}
	// while the first marker changes it, too
	s.owner.send(s.owner.open(path).form(path), "do", "claim").want(http.StatusSeeOther)
	second.open(path).says("drawn for a second mark").hides("Level 4").hides("First comment.")
	second.get(path + "/second").want(http.StatusNotFound)
	s.owner.send(s.owner.open(path).marking(), "do", "skip").want(http.StatusSeeOther)
	s.owner.send(s.owner.open(path).form(path), "do", "return").want(http.StatusSeeOther)
	look()

	f := second.open(path + "/second").form(path + "/second")
	second.send(f, levels(rubric, "1")...).want(http.StatusSeeOther)
	second.open(path).says("Level 4").says("First comment.")
	second.open("/marking/two-verdicts/returned").hides("levels hidden")

	// A first marker who changes the marking after they saw the second makes the two no more alike than they were.
	s.owner.post(path, url.Values{"csrf": {s.owner.token()}, "do": {"reopen"}}).want(http.StatusSeeOther)
	s.owner.post(path, url.Values{"csrf": {s.owner.token()}, "do": {"claim"}}).want(http.StatusSeeOther)
	s.owner.send(s.owner.open(path).marking(), whole(rubric, "1")...).want(http.StatusSeeOther)
	s.owner.open("/marking/two-verdicts/moderation").
		says("Sourcing 1 0% 0%").
		says("No answer has two marks that are two levels or more apart.")

	// Who comes too late finds their levels on the page and not nowhere.
	f.fields.Set("form", strings.Repeat("f", 32))
	second.send(f, levels(rubric, "0")...).want(http.StatusConflict).says("Level 0")
	if n := one[int](s, `SELECT count(*) FROM mark WHERE purpose = 'second'`); n != 1 {
		t.Errorf("%d second marks, want 1", n)
	}
}

// A colleague who teaches one class of several has the same sample as the first marker, or what waits
// for them could never be marked.
func TestSampleIsTheSameForEveryMarker(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	second := s.colleague()
	rubric := s.twoVerdicts().Rubric
	db := s.db()
	defer db.Close()
	for i := range 40 { // every second one in a class that the colleague does not teach
		if _, err := db.ExecContext(t.Context(), `INSERT INTO student (class_id, name, name_key, pin_hash, created_at,
			last_active_at) VALUES (?, ?, ?, 'x', 0, 0)`, s.class, fmt.Sprint("P", i), fmt.Sprint("p", i)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.ExecContext(t.Context(), `INSERT INTO class (name, code, form_token, created_at)
		VALUES ('10C', 'ZZZZZZ', 'form of 10C', 0)`); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`INSERT INTO class_teacher (class_id, teacher_id) SELECT id, (SELECT min(id) FROM teacher) FROM class
			WHERE name = '10C'`,
		`UPDATE student SET class_id = (SELECT id FROM class WHERE name = '10C') WHERE id % 2 = 0`,
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	owner := classroom.TeacherID(one[int64](s, `SELECT min(id) FROM teacher`))
	for i := range 40 {
		id := s.handsIn(fmt.Sprint("P", i), answerText)
		m := marking.NewMark{
			Essay:     id,
			Rev:       1,
			Purpose:   marking.First,
			FormToken: fmt.Sprint("form ", i),
			Levels:    map[string]int{},
			Strength:  "a b c",
			Target:    "d e f",
		}
		for _, skill := range rubric.Skills {
			m.Levels[skill.ID] = 2
		}
		if err := s.store.RecordMark(t.Context(), owner, m); err != nil {
			t.Fatal(err)
		}
	}
	waits := func(b *browser, words string) (n int) {
		for _, row := range b.open("/marking/two-verdicts/moderation").doc.tags("td") {
			if row.words() == words {
				n++
			}
		}
		return n
	}
	if got, want := waits(s.owner, "waits for a second mark by a colleague"), waits(second,
		"waits for a second mark"); got != want ||
		got != 5 {
		t.Errorf("%d answers wait for a colleague, who finds %d: want 5 and 5", got, want)
	}
}

// The evidence map counts, and names nobody.
func TestEvidenceMap(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	path := fmt.Sprintf("/classes/%d/evidence/two-verdicts", s.class)
	s.owner.open(path).says("Nobody in this class has picked evidence here yet.")
	b := s.twoVerdicts()
	for i, name := range []string{"Ana", "Ben", "Chidi"} {
		s.student(name)
		s.writes(s.pupil(name), "A draft of "+name)
		if i < 2 { // on a projector everybody would know whose they are
			p := s.owner.open(path).
				says("The map is drawn from three students on.").
				hides("picked by").
				hides("The Observer before")
			if got := len(p.doc.class("shade")); got != 0 {
				t.Errorf("after %d students %d places are shaded", i+1, got)
			}
		}
		said := []classroom.Trust{
			{Source: b.Texts[0].Source.ID, Before: 4, After: 2, Moved: "The date moved me."},
			{Source: b.Texts[1].Source.ID, Before: 1, After: 3, Moved: "So did this."},
		}
		if err := s.store.TrustBefore(t.Context(), store.Answerer{Student: s.pupil(name)}, b.ID, said); err != nil {
			t.Fatal(err)
		}
		if err := s.store.TrustAfter(t.Context(), s.pupil(name), b.ID, said); err != nil {
			t.Fatal(err)
		}
	}
	p := s.owner.open(path).
		says("3 students have picked evidence.").
		says("(picked by 3)").
		hides("Ana").
		hides("A draft of").
		hides("moved me")
	if got := len(p.doc.class("s5")); got != 3 { // two phrases and the key
		t.Errorf("%d darkly shaded places, want 3", got)
	}
	p.says("The Observer before 0 0 0 3 0").says("The Observer after 0 3 0 0 0")
	s.owner.get(fmt.Sprintf("/classes/%d/evidence/none", s.class)).want(http.StatusNotFound)
}

// What is in other classes is not there for a teacher: 404 for every page and form, whatever the number.
func TestMarkingIsKeptApart(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	id := s.handsIn("Ana", answerText)
	db := s.db()
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), `INSERT INTO teacher (name, name_key, pass_hash, owner, created_at)
		SELECT 'Stranger', 'stranger', pass_hash, 0, created_at FROM teacher`); err != nil {
		t.Fatal(err)
	}
	stranger := s.visitor().signIn("Stranger")
	csrf := url.Values{"csrf": {stranger.token()}}
	for _, path := range []string{fmt.Sprintf("/marking/essays/%d", id), fmt.Sprintf("/marking/essays/%d/second", id),
		fmt.Sprintf("/marking/essays/%d/agree", id), "/marking/essays/0", "/marking/essays/x",
		"/marking/essays/99999999999999999999"} {
		stranger.get(path).want(http.StatusNotFound).hides("Observer")
		for _, do := range []string{"claim", "save", "next", "note", "skip", "return", "reopen"} {
			stranger.post(path, url.Values{"csrf": csrf["csrf"], "do": {do}}).want(http.StatusNotFound)
		}
	}
	stranger.post("/marking/two-verdicts/return", url.Values{"csrf": csrf["csrf"], "essay": {fmt.Sprint(id)}}).
		want(http.StatusNotFound)
	stranger.open("/marking").says("Nothing is waiting").hides("Observer and Trotsky")
	stranger.open("/marking/two-verdicts/skills/sourcing").hides("futile")
	if got := s.stateOf(id); got != essay.Submitted {
		t.Errorf("the essay is %s, want submitted", got)
	}
	student := s.student("Ben")
	student.get(fmt.Sprintf("/marking/essays/%d", id)).want(http.StatusNotFound)
	student.get("/marking").want(http.StatusNotFound)
}

// A text that is handed in again without a change waits for a marking of its own, from any teacher of the class.
func TestTheSameTextAgain(t *testing.T) {
	s := newSite(t).setUp()
	b := s.student("Ana")
	b.atDesk()
	b.practise()
	b.judge(judging, 2)
	b.openBench(false).handsIn()
	teacher, id := s.mark("Ana")
	second := s.colleague()
	if err := s.store.ReturnEssays(t.Context(), teacher, []classroom.EssayID{id}); err != nil {
		t.Fatal(err)
	}
	b.send(b.open(at+"/feedback").form(at+"/next-step"), "next", "I will quote both.").want(http.StatusSeeOther)
	b.post(at+"/revise", url.Values{"csrf": {b.token()}}).want(http.StatusSeeOther)
	b.judgeAs("saw only the open court", 1)
	b.openBench(false).handsIn()
	if got := s.stateOf(id); got != essay.Resubmitted {
		t.Fatalf("the answer is %s", got)
	}
	path := fmt.Sprintf("/marking/essays/%d", id)
	second.open(path).says("Nobody is marking this answer.").hides("Marked by")
	second.post(path, url.Values{"csrf": {second.token()}, "do": {"claim"}}).want(http.StatusSeeOther)
	second.send(second.open(path).says("The student says level 1").marking(), whole(s.aBench().Rubric, "3")...).
		want(http.StatusSeeOther)
	if got := s.stateOf(id); got != essay.Marked {
		t.Errorf("after marking the answer is %s", got)
	}
	if n := one[int](s, `SELECT count(*) FROM mark WHERE round = 2`); n != 1 {
		t.Errorf("%d marks of the second round, want 1", n)
	}
}
