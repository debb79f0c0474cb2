package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

func TestEveryCheckQuestion(t *testing.T) {
	t.Parallel()
	now := &clock{at: morning}
	s := startSite(t, questionsOnly(builtIn(t)), t.TempDir(), now)
	kinds := map[string]bool{}
	right, wrong := s.visitor(), s.visitor()
	for _, l := range s.course.Lessons {
		now.pass(2 * time.Minute) // nobody sends as many forms in one minute
		page, otherPage := right.open("/lessons/"+l.ID+"/whole"), wrong.open("/lessons/"+l.ID+"/whole")
		for _, q := range l.Checks {
			kinds[q.Kind] = true
			t.Run(q.ID, func(t *testing.T) {
				a := s.asked(page, q.ID)
				for _, fields := range []url.Values{incomplete(a), unsure(a)} {
					if fields == nil {
						continue
					}
					p := right.post(a.action, fields).want(http.StatusUnprocessableEntity).plainly()
					if len(p.doc.class("summary")) != 1 {
						t.Error("the page has no summary of what to mend")
					}
					got := s.asked(p, q.ID).fields
					for _, field := range []string{"a", "why"} { // ticked in any order
						slices.Sort(fields[field])
						slices.Sort(got[field])
					}
					if got.Encode() != fields.Encode() {
						t.Errorf("what was sent is not in the form any more\ngot  %v\nwant %v", got, fields)
					}
				}
				for field := range a.fields {
					if field != "csrf" && field != "form" {
						a.fields.Del(field)
					}
				}
				right.post(a.action, url.Values{"csrf": a.fields["csrf"]}).want(http.StatusUnprocessableEntity).plainly()

				p := right.follow(right.post(a.action, a.answer(true)).want(http.StatusSeeOther))
				feedback(t, p, q, quiz.Right)
				b := s.asked(otherPage, q.ID)
				p = wrong.follow(wrong.post(b.action, b.answer(false)).want(http.StatusSeeOther))
				feedback(t, p, q, quiz.Wrong)
			})
		}
	}
	for _, kind := range quiz.Kinds {
		if !kinds[kind] {
			t.Errorf("the course has no question of the kind %s", kind)
		}
	}
}

// incomplete is a right answer with one part that has to be mended.
func incomplete(a ask) url.Values {
	fields := a.answer(true)
	for field, values := range fields {
		switch {
		case field == "a" && len(values) > 1:
			fields["a"] = values[1:]
			if _, ok := a.q.Body.(*quiz.EvidenceHighlight); ok { // one passage may be enough, too many never are
				fields["a"] = nil
				for _, n := range a.node.tags("input") {
					if n.attr["name"] == "a" {
						fields["a"] = append(fields["a"], n.attr["value"])
					}
				}
			}
			if b, ok := a.q.Body.(*quiz.MultipleResponse); ok && b.Choose.Mode == "any" {
				fields.Del("a")
			}
			return fields
		case field == "a", field == "v":
			fields.Del(field)
			return fields
		case field == "n", field == "lo":
			fields.Set(field, "about a dozen or so?")
			return fields
		case strings.HasPrefix(field, "pos."), strings.HasPrefix(field, "m."), strings.HasPrefix(field, "pt."):
			fields.Set(field, "")
			return fields
		case field == "quote":
			fields.Set(field, "words that nobody “wrote”\nin any source")
			return fields
		case strings.HasPrefix(field, "p."):
			fields.Del(field)
			return fields
		case strings.HasPrefix(field, "w."):
			fields.Set(field, "Too <short>,\nand so on.")
			return fields
		case strings.HasPrefix(field, "g."):
			fields.Set(field, strings.Repeat("too long ", 60))
			return fields
		}
	}
	return nil
}

// unsure is a right answer without a word about how sure it is.
func unsure(a ask) url.Values {
	if !a.q.AsksConfidence() {
		return nil
	}
	fields := a.answer(true)
	fields.Del("sure")
	return fields
}

// The form of a question about a source prints that source, with every passage where it stands, word
// for word and sign for sign.
func TestPassagesAreTickedInPlace(t *testing.T) {
	t.Parallel()
	s := startSite(t, questionsOnly(builtIn(t)), t.TempDir(), &clock{at: morning})
	found := 0
	for _, q := range s.course.Questions() {
		body, ok := q.Body.(*quiz.EvidenceHighlight)
		if !ok || body.Quoting() {
			continue
		}
		found++
		_, l, err := s.course.Question(q.ID)
		if err != nil {
			t.Fatal(err)
		}
		source, err := s.course.Source(body.Source)
		if err != nil {
			t.Fatal(err)
		}
		a := s.asked(s.visitor().open(checkPage(l, q)), q.ID)
		printed := a.node.class("segs")
		if len(printed) != 1 {
			t.Fatalf("%s prints %d sources", q.ID, len(printed))
		}
		if got, want := printed[0].raw(), parse(t, string(source.Faithful)).raw(); got != want {
			t.Errorf("%s prints %q, want %q", q.ID, got, want)
		}
		var got []string
		for _, seg := range printed[0].class("seg") {
			got = append(got, seg.raw())
		}
		want := body.Quotes()
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s has the passages %q, want %q", q.ID, got, want)
		}
		// The source does not stand beside the form a second time.
		if n := strings.Count(s.visitor().open(checkPage(l, q)).doc.id("q-"+q.ID).words(),
			squeeze(body.Segments[0].Quote)); n != 1 {
			t.Errorf("%s shows a passage %d times", q.ID, n)
		}
	}
	if found == 0 {
		t.Fatal("there is no question to test")
	}
}

// A teacher sees the whole key before anybody has answered: what each passage is, what each source
// would have said, the levels, the model.
func TestTeachersSeeTheKeysOfQuestionsAboutSources(t *testing.T) {
	t.Parallel()
	s := startSite(t, questionsOnly(builtIn(t)), t.TempDir(), &clock{at: morning}).setUp()
	seen := map[string]bool{}
	for _, q := range s.course.Questions() {
		if _, cites := q.Body.(quiz.Citing); !cites && q.Kind != "next_source" {
			continue
		}
		seen[q.Kind] = true
		_, l, err := s.course.Question(q.ID)
		if err != nil {
			t.Fatal(err)
		}
		card := s.owner.open(checkPage(l, q)).doc.id("q-" + q.ID)
		if len(card.forms()) > 0 {
			t.Errorf("%s can be answered by a teacher", q.ID)
		}
		key := q.Body.Grade(nil)
		texts := []string{key.Model}
		for _, line := range key.Lines {
			texts = append(texts, line.Group, line.Label, line.Expected, line.Feedback)
		}
		if w, ok := q.Body.(quiz.Writer); ok {
			for _, part := range w.Written() {
				texts = append(append(texts, part.Ask), part.Levels...)
			}
		}
		for _, text := range texts {
			if !strings.Contains(card.words(), squeeze(text)) {
				t.Errorf("%s: a teacher does not see %q: %s", q.ID, text, card.words())
			}
		}
	}
	if len(seen) != 4 {
		t.Errorf("questions of the kinds %v", seen)
	}
}

// What was typed is on the page of an error, however long it is.
func TestErrorsKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := startSite(t, questionsOnly(builtIn(t)), t.TempDir(), &clock{at: morning})
	b := s.visitor()
	for _, q := range s.course.Questions() {
		_, writes := q.Body.(quiz.Writer)
		body, highlights := q.Body.(*quiz.EvidenceHighlight)
		if !writes && !(highlights && body.Quoting()) {
			continue
		}
		_, l, err := s.course.Question(q.ID)
		if err != nil {
			t.Fatal(err)
		}
		a := s.asked(b.open(checkPage(l, q)), q.ID)
		fields := a.answer(true)
		fields.Set("csrf", "of another session")
		p := b.post(a.action, fields).want(http.StatusConflict)
		for field, values := range fields {
			if (field == "quote" || strings.HasPrefix(field, "w.")) && !strings.Contains(p.doc.words(), squeeze(values[0])) {
				t.Errorf("%s: the page of the error has lost %s, %q", q.ID, field, values[0])
			}
		}
	}
}

// feedback insists on the card of an answered question saying how it went and why, part by part.
func feedback(t *testing.T, p *page, q *quiz.Question, want quiz.Mark) {
	t.Helper()
	card := p.doc.id("q-" + q.ID)
	if card == nil {
		t.Fatalf("no card of %s", q.ID)
	}
	for _, f := range card.forms() {
		if !strings.Contains(f.action, "/written/") { // what was written is for its author to judge
			t.Fatal("the question is still open")
		}
	}
	box := card.id("fb-" + q.ID)
	if box == nil {
		t.Fatal("no feedback")
	}
	// A wrong order or match may still have a pair that is right.
	class := "verdict " + string(want)
	if got := box.attr["class"]; got != class && (want == quiz.Right || got != "verdict near") {
		t.Errorf("the feedback is of class %q, want %q: %s", got, class, card.words())
	}
	var texts []string
	switch b := q.Body.(type) {
	case *quiz.SingleChoice:
		for _, o := range b.Options {
			texts = append(texts, o.Text, o.Feedback)
		}
	case *quiz.MultipleResponse:
		for _, o := range b.Options {
			texts = append(texts, o.Text, o.Feedback)
		}
	case *quiz.Matching:
		for _, o := range b.Prompts {
			texts = append(texts, o.Text, o.Feedback)
		}
	case *quiz.Cloze:
		for _, g := range b.Gaps {
			texts = append(texts, g.Feedback, g.Accept[0].Text)
		}
	case *quiz.Chronology:
		for _, i := range b.Items {
			texts = append(texts, i.Text)
		}
	case *quiz.NumericEstimate:
		texts = append(texts, b.Context)
	case *quiz.EvidenceHighlight:
		for _, s := range b.Segments {
			texts = append(texts, s.Quote, s.Feedback)
		}
		if b.Because != nil {
			for _, o := range b.Because.Options {
				texts = append(texts, b.Because.Ask, o.Text, o.Feedback)
			}
		}
	case *quiz.Provenance:
		for _, p := range b.Auto {
			for _, o := range p.Options {
				texts = append(texts, p.Ask, o.Text, o.Feedback)
			}
		}
	case *quiz.Comparison:
		for _, p := range b.Points {
			texts = append(texts, p.Text, p.Feedback)
		}
		if strings.Contains(card.words(), squeeze(b.Model)) {
			t.Error("the model answer is shown before the own words were judged")
		}
	case *quiz.NextSource:
		for _, o := range b.Options {
			texts = append(texts, o.Card, o.Feedback, o.Reveal)
		}
		for _, r := range b.Reasons {
			texts = append(texts, r.Text)
		}
	}
	if w, ok := q.Body.(quiz.Writer); ok {
		for _, part := range w.Written() {
			texts = append(texts, "What you wrote", part.Ask, inWords(part))
		}
	}
	texts = append(texts, q.Feedback.General)
	words := card.words()
	for _, text := range texts {
		if !strings.Contains(words, squeeze(text)) {
			t.Errorf("the feedback lacks %q: %s", text, words)
		}
	}
}

func TestQuizFromStartToResult(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	anyMends := false
	for _, l := range s.course.Lessons {
		t.Run(l.ID, func(t *testing.T) {
			b := s.visitor()
			attempt := b.startQuiz(l.ID)
			if again := b.startQuiz(l.ID); again != attempt {
				t.Errorf("starting again leads to %s, want %s", again, attempt)
			}
			want := s.drawnIn(attempt)
			if len(want) != course.QuizLength {
				t.Fatalf("the lesson draws %d questions", len(want))
			}
			var missed *quiz.Question
			mends := false // the wrong answer stands for a wrong idea
			for n, q := range want {
				here := attempt + "/questions/" + itoa(n+1)
				p := b.open(attempt)
				a := s.firstAsk(p)
				if a.q != q || a.action != here {
					t.Fatalf("question %d is %s at %s, want %s at %s", n+1, a.q.ID, a.action, q.ID, here)
				}
				// A reload deals the same; another computer of the same person would too.
				if again := s.firstAsk(b.open(here)); !slices.Equal(handles(again), handles(a)) {
					t.Error("a reload deals anew")
				}
				b.get(attempt + "/questions/" + itoa(n+2)).want(http.StatusNotFound)
				b.get(attempt + "/result").want(http.StatusSeeOther)
				if a.q.AsksConfidence() {
					b.post(a.action, unsure(a)).want(http.StatusUnprocessableEntity).plainly().says("Say how sure you are.")
				}
				good := n != 3
				if !good {
					missed = q
				}
				after := b.follow(b.post(a.action, a.answer(good)).want(http.StatusSeeOther))
				if good {
					feedback(t, after, q, quiz.Right)
				} else {
					feedback(t, after, q, quiz.Wrong)
					mends = after.hasWords("A common wrong idea:")
				}
			}
			p := b.open(attempt)
			p.says("marks").says("Read again")
			if p.hasWords("Ideas to correct") != mends {
				t.Errorf("the result lists ideas to mend: %v, want %v", !mends, mends)
			}
			anyMends = anyMends || mends
			again := map[string]bool{}
			for _, card := range p.doc.class("card") {
				for _, link := range card.tags("a") {
					again[link.attr["href"]] = true
				}
			}
			for _, ref := range missed.Refs {
				r, ok := course.ParseRef(ref)
				if ok && r.Kind == "lesson" && !again["/lessons/"+r.ID+"/"+r.Part] {
					t.Errorf("the result does not send to %s", ref)
				}
			}
			if got := len(p.doc.class("steps")[0].class("right")); got != course.QuizLength-1 {
				t.Errorf("the row above the result shows %d right, want %d", got, course.QuizLength-1)
			}

			// The next quiz asks first what has not been seen.
			seen := map[string]bool{}
			for _, q := range want {
				seen[q.ID] = true
			}
			second := b.startQuiz(l.ID)
			if second == attempt {
				t.Fatal("the quiz cannot be taken again")
			}
			unseen := 0
			for _, q := range s.drawnIn(second) {
				if !seen[q.ID] {
					unseen++
				}
				a := s.firstAsk(b.open(second))
				if a.q != q {
					t.Fatalf("the second quiz asks %s, want %s", a.q.ID, q.ID)
				}
				b.post(a.action, a.answer(true)).want(http.StatusSeeOther)
			}
			if unseen != min(course.QuizLength, len(l.Pool)-course.QuizLength) {
				t.Errorf("the second quiz brings %d new questions of %d", unseen, len(l.Pool)-course.QuizLength)
			}
			b.open(second).says("You got everything right.")
		})
	}
	if !anyMends {
		t.Error("no wrong answer stood for a wrong idea: the test tests little")
	}
}

// handles are the fields and values of an open question in the order of the page.
func handles(a ask) []string {
	var out []string
	for _, n := range a.node.tags("input", "select", "option") {
		if name := n.attr["name"]; name != "csrf" && name != "form" {
			out = append(out, name+"="+n.attr["value"])
		}
	}
	return out
}

func TestTryAgainDealsAnew(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.visitor()
	q := s.course.Lessons[0].Checks[0]
	here := checkPage(s.course.Lessons[0], q)
	first := s.asked(b.open(here), q.ID)
	b.check(q.ID, false)
	again := s.asked(b.open(here+"?again="+q.ID), q.ID)
	if slices.Equal(handles(first), handles(again)) {
		t.Error("the second try has the handles of the first")
	}
	feedback(t, b.check(q.ID, true), q, quiz.Right)
	if n := one[int](s, `SELECT count(*) FROM attempt WHERE kind = 'check'`); n != 2 {
		t.Errorf("%d tries, want 2", n)
	}
}
