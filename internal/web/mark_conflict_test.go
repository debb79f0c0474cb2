package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/essay"
)

// Two windows of one marker, with and without JavaScript: what would overwrite the other window's words comes back with
// both, and nothing was overwritten.
func TestTwoWindowsOfOneMarker(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	id := s.handsIn("Ana", answerText)
	path := fmt.Sprintf("/marking/essays/%d", id)
	rubric := s.twoVerdicts().Rubric
	left := s.owner.seeds().next().marking()
	right, third := s.owner.open(path).marking(), s.owner.open(path).marking()
	note := func(f form, pairs ...string) *page {
		req := s.owner.formRequest(f.action, f.with(append(pairs, "do", "note")...))
		req.Header.Set("Accept", "application/json")
		return s.owner.do(req)
	}
	// The left window saves by itself, again and again, and always in its own words.
	for _, words := range []string{"Left", "Left words", "Left words."} {
		if p := note(left, "comment.sourcing", words, "level.judgement", "3"); p.status != http.StatusOK {
			t.Fatalf("the left window is answered %d %s", p.status, p.body)
		}
	}
	if p := note(right, "comment.sourcing", "Right words."); p.status != http.StatusConflict ||
		!strings.Contains(p.body, "nothing was overwritten") || !strings.Contains(p.body, "Left words.") {
		t.Errorf("the right window is answered %d %s", p.status, p.body)
	}
	// Another field is no conflict, nor are equal words.
	if p := note(third, "comment.sourcing", "Left words."); p.status != http.StatusOK {
		t.Errorf("equal words are answered %d %s", p.status, p.body)
	}
	if p := note(right, "target", "Right target."); p.status != http.StatusOK {
		t.Errorf("no conflict is answered %d %s", p.status, p.body)
	}
	now := s.owner.open(path).marking().fields
	for field, want := range map[string]string{"comment.sourcing": "Left words.", "target": "Right target.",
		"level.judgement": "3"} {
		if got := now.Get(field); got != want {
			t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
	for _, do := range []string{"save", "skip", "next"} {
		p := s.owner.send(right, whole(rubric, "2", "comment.sourcing", "Right words.", "do", do)...).
			want(http.StatusConflict).
			says("Nothing was overwritten.").
			says("Left words.").
			says("Level 3")
		if got := p.marking().fields.Get("comment.sourcing"); got != "Right words." {
			t.Errorf("%s: what was typed is %q afterwards", do, got)
		}
		if n := one[int](s, `SELECT count(*) FROM mark`); n != 0 || s.stateOf(id) != essay.Claimed {
			t.Errorf("%s: %d marks, and the essay is %s", do, n, s.stateOf(id))
		}
	}
	// From the page that shows both, what was typed counts.
	p := s.owner.send(right, whole(rubric, "2", "comment.sourcing", "Right words.")...).want(http.StatusConflict)
	s.owner.send(p.marking(), "do", "next").want(http.StatusSeeOther)
	if got := one[string](s, `SELECT comment FROM mark_level WHERE skill = 'sourcing'`); got != "Right words." {
		t.Errorf("the comment is %q", got)
	}
	// The left window has not noticed: the same marking is fine, another is shown beside the one that stands.
	left.fields.Set("form", strings.Repeat("l", 32))
	s.owner.send(left, whole(rubric, "4")...).
		want(http.StatusConflict).
		says("in another window").
		says("Sourcing, as it stands Level 2").
		says("Sourcing Level 4")
	if n := one[int](s, `SELECT count(*) FROM mark`); n != 1 {
		t.Errorf("%d marks, want 1", n)
	}
}

// The levels of one skill in two windows.
func TestOneSkillInTwoWindows(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	id := s.handsIn("Ana", answerText)
	path := "/marking/two-verdicts/skills/sourcing"
	field := fmt.Sprintf("level.%d", id)
	left, right := s.owner.open(path).form(path), s.owner.open(path).form(path)
	s.owner.send(left, field, "3").want(http.StatusSeeOther)
	p := s.owner.send(right, field, "1").
		want(http.StatusConflict).
		says("you chose level 3 in another window, and nothing was overwritten.")
	if got := p.form(path).fields.Get(field); got != "3" {
		t.Errorf("the page shows level %q, want what stands", got)
	}
	s.owner.send(p.form(path), field, "1").want(http.StatusSeeOther)
	if got := s.owner.open(path).form(path).fields.Get(field); got != "1" {
		t.Errorf("chosen after that, the level is %q, want 1", got)
	}
}

// What two markers agreed on, and a blind second mark, from two windows.
func TestLaterMarksInTwoWindows(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	second := s.colleague()
	rubric := s.twoVerdicts().Rubric
	s.student("Ana")
	path := fmt.Sprintf("/marking/essays/%d", s.handsIn("Ana", answerText))
	s.owner.send(s.owner.seeds().next().marking(), whole(rubric, "4")...).want(http.StatusSeeOther)
	for _, step := range []struct{ page, purpose string }{{"/second", "second"}, {"/agree", "agreed"}} {
		left := second.open(path + step.page).form(path + step.page)
		right := second.open(path + step.page).form(path + step.page)
		last := second.open(path + step.page).form(path + step.page)
		second.send(left, levels(rubric, "1")...).want(http.StatusSeeOther)
		second.send(right, levels(rubric, "1")...).want(http.StatusSeeOther) // the same
		second.send(last, levels(rubric, "3")...).
			want(http.StatusConflict).
			says("Nothing was overwritten.").
			says("Level 1")
		if n := one[int](s, `SELECT count(*) FROM mark WHERE purpose = ?`, step.purpose); n != 1 {
			t.Errorf("%s: %d marks, want 1", step.purpose, n)
		}
	}
}

// A double click on "Save and next" opens one answer.
func TestB12ADoubleClickOpensOneAnswer(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	rubric := s.twoVerdicts().Rubric
	for _, name := range []string{"Ana", "Ben", "Chidi", "Dana"} {
		s.student(name)
		s.handsIn(name, answerText+name)
	}
	f := s.owner.seeds().next().marking()
	fields := f.with(whole(rubric, "2")...)
	first := s.owner.post(f.action, fields).want(http.StatusSeeOther).to()
	again := s.owner.post(f.action, fields).want(http.StatusSeeOther).to()
	if first != again {
		t.Errorf("the first click leads to %s and the second to %s", first, again)
	}
	if got := s.owner.next().marking().action; got != first {
		t.Errorf("going on from the queue leads to %s, want what is open: %s", got, first)
	}
	if n := one[int](s, `SELECT count(*) FROM essay WHERE state = 'claimed'`); n != 1 {
		t.Errorf("%d answers are open, want 1", n)
	}
}

// "Save and next" reads little: the session, and all that the next page shows.
func TestWhatSaveAndNextReads(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	rubric := s.twoVerdicts().Rubric
	for i := range 12 {
		name := fmt.Sprint("Student ", i)
		s.student(name)
		s.handsIn(name, answerText)
	}
	var mu sync.Mutex
	var queries []string
	s.store.Watch(func(query string, _ []any) {
		mu.Lock()
		defer mu.Unlock()
		queries = append(queries, query)
	})
	p := s.owner.seeds().next()
	mu.Lock()
	queries = nil
	mu.Unlock()
	s.owner.open(s.owner.send(p.marking(), whole(rubric, "2")...).want(http.StatusSeeOther).to())
	mu.Lock()
	defer mu.Unlock()
	if len(queries) > 8 {
		t.Errorf("%d queries, want 8 at most:\n%s", len(queries), strings.Join(queries, "\n---\n"))
	}
	texts := slices.DeleteFunc(queries, func(q string) bool { return !strings.Contains(q, "essay_text") })
	if len(texts) != 1 {
		t.Errorf("%d of them read texts, want 1", len(texts))
	}
}

// A marker never sees the draft of a text that is being revised: not its evidence, its reasons or its own levels.
func TestMarkersNeverSeeADraft(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	rubric, b := s.twoVerdicts().Rubric, s.twoVerdicts()
	s.student("Ana")
	student := s.pupil("Ana")
	id := s.handsIn("Ana", answerText)
	path := fmt.Sprintf("/marking/essays/%d", id)
	s.owner.send(s.owner.seeds().next().marking(), whole(rubric, "2")...).want(http.StatusSeeOther)
	s.owner.send(s.owner.open(path).form(path), "do", "return").want(http.StatusSeeOther)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(s.store.ReviseEssay(t.Context(), student, b.ID))
	must(s.store.SaveReason(t.Context(), student, b.ID, essay.Reason{Kind: essay.Kinds[0].ID,
		So: "a secret reason of the draft"}, ""))
	secret := b.Pair()[0].Phrases[1]
	e := s.writes(student, "A secret draft.")
	db := s.db()
	defer db.Close()
	_, err := db.ExecContext(t.Context(), `INSERT INTO pick (student_id, bench, phrase, number, source, quote, kept,
		picked_at) VALUES (?, ?, ?, 9, ?, ?, 1, 0)`, student, b.ID, secret.ID, secret.Source.ID, secret.Quote)
	must(err)
	must(s.store.JudgeText(t.Context(), student, b.ID, e.Rev, []classroom.SelfAssessment{{Skill: "sourcing", Level: 4,
		Sentence: "A secret level of the draft."}}, ""))
	p := s.owner.open(path).hides("secret")
	for _, item := range p.doc.class("cited")[0].tags("li") {
		if strings.Contains(item.words(), secret.Quote) {
			t.Errorf("the evidence of the draft is listed: %s", item.words())
		}
	}
	if got := len(p.doc.class("cited")[0].tags("li")); got != 2 {
		t.Errorf("%d pieces of evidence are listed, want the two that the marked text cites", got)
	}
	// handed in, it is no longer a draft
	must(s.store.SubmitEssay(t.Context(), student, b.ID, e.Rev))
	s.owner.send(s.owner.open(path).form(path), "do", "claim").want(http.StatusSeeOther)
	s.owner.open(path).says("A secret draft.").says("a secret reason of the draft").says("A secret level of the draft.")
}

// Whoever skips an answer loses nothing that they have typed for it: it is put down, or stands on the page that says
// why it could not be.
func TestSkippingLosesNothing(t *testing.T) {
	for _, row := range []struct {
		name      string
		typed     string
		meanwhile func(s *site, id classroom.EssayID)
		status    int
		says      string
	}{
		{"too long", strings.Repeat("words ", 200), func(*site, classroom.EssayID) {}, http.StatusUnprocessableEntity,
			"Shorten this to 1000 characters"},
		{"the hour has run out", "Typed for a whole hour.", func(s *site, _ classroom.EssayID) {
			for range 3 {
				s.clock.pass(30 * minute)
				s.owner.open("/marking")
			}
		}, http.StatusSeeOther, ""},
		{"put back in another window", "Typed in one window.", func(s *site, id classroom.EssayID) {
			s.owner.send(s.owner.open(fmt.Sprintf("/marking/essays/%d", id)).marking(), "do", "skip").
				want(http.StatusSeeOther)
		}, http.StatusSeeOther, ""},
		{"a colleague has it", "Typed too late.", func(s *site, id classroom.EssayID) {
			for range 3 {
				s.clock.pass(30 * minute)
				s.owner.open("/marking")
			}
			s.colleague()
			if err := s.store.Claim(t.Context(), 2, id); err != nil {
				t.Fatal(err)
			}
		}, http.StatusConflict, "Another teacher has this answer now"},
		{"another text", "Typed for the text before.", func(s *site, id classroom.EssayID) {
			for range 3 {
				s.clock.pass(30 * minute)
				s.owner.open("/marking")
			}
			if err := s.store.WithdrawEssay(t.Context(), s.pupil("Ana"), "two-verdicts"); err != nil {
				t.Fatal(err)
			}
			s.handsIn("Ana", answerText+" And more.")
		}, http.StatusConflict, "The answer has changed"},
		{"marked in another window", "Typed beside it.", func(s *site, id classroom.EssayID) {
			s.owner.send(s.owner.open(fmt.Sprintf("/marking/essays/%d", id)).marking(),
				whole(s.twoVerdicts().Rubric, "2")...).want(http.StatusSeeOther)
		}, http.StatusConflict, "This answer is not there to be marked"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newSite(t).setUp()
			s.student("Ana")
			id := s.handsIn("Ana", answerText)
			f := s.owner.seeds().next().marking()
			row.meanwhile(s, id)
			typed := strings.TrimSpace(row.typed)
			p := s.owner.send(f, "do", "skip", "comment.sourcing", row.typed).want(row.status)
			if row.says == "" {
				if got := s.owner.next().marking().fields.Get("comment.sourcing"); got != typed {
					t.Errorf("what was typed is %q, want %q", got, typed)
				}
				return
			}
			if p.says(row.says); !strings.Contains(p.body, typed) {
				t.Errorf("what was typed is not on the page: %s", p.excerpt())
			}
		})
	}
}
