package web_test

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/cryptotest"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// canaries puts a word of its own into everything about a question that is not shown before it is
// answered, and returns the words by question. What is shown, such as the text of an option, stays.
func canaries(c *course.Course) map[string][]string {
	words := map[string][]string{}
	for _, q := range c.Questions() {
		if words[q.ID] != nil { // asked in the text and in the quiz
			continue
		}
		sing := func(text *string) {
			word := fmt.Sprintf("canary%dof%s", len(words[q.ID]), strings.ReplaceAll(q.ID, "-", ""))
			words[q.ID] = append(words[q.ID], word)
			*text += " " + word
		}
		for _, text := range []*string{&q.Feedback.General, &q.Feedback.Correct, &q.Feedback.Partial, &q.Feedback.Incorrect,
			&q.Title} {
			sing(text)
		}
		options := func(all []quiz.Option) {
			for i := range all {
				sing(&all[i].Feedback)
			}
		}
		switch b := q.Body.(type) {
		case *quiz.SingleChoice:
			options(b.Options)
		case *quiz.MultipleResponse:
			options(b.Options)
		case *quiz.TrueFalse:
			sing(&b.FeedbackTrue)
			sing(&b.FeedbackFalse)
			for i := range b.Correction.Accept {
				sing(&b.Correction.Accept[i].Text)
			}
		case *quiz.Matching:
			for i := range b.Prompts {
				sing(&b.Prompts[i].Feedback)
			}
		case *quiz.Cloze:
			for i := range b.Gaps {
				sing(&b.Gaps[i].Feedback)
				for j := range b.Gaps[i].Accept {
					sing(&b.Gaps[i].Accept[j].Text)
				}
				for j := range b.Gaps[i].Wrong {
					sing(&b.Gaps[i].Wrong[j].Text)
					sing(&b.Gaps[i].Wrong[j].Feedback)
				}
			}
		case *quiz.NumericEstimate:
			sing(&b.Context)
		case *quiz.EvidenceHighlight:
			for i := range b.Segments {
				sing(&b.Segments[i].Feedback)
			}
			if b.Because != nil {
				options(b.Because.Options)
			}
		case *quiz.Provenance:
			for i := range b.Auto {
				options(b.Auto[i].Options)
			}
			for i := range b.Writing {
				for j := range b.Writing[i].Levels {
					sing(&b.Writing[i].Levels[j])
				}
			}
		case *quiz.Comparison:
			sing(&b.Model)
			for i := range b.Points {
				sing(&b.Points[i].Feedback)
			}
			for i := range b.Writing {
				for j := range b.Writing[i].Levels {
					sing(&b.Writing[i].Levels[j])
				}
			}
		case *quiz.NextSource:
			for i := range b.Options {
				sing(&b.Options[i].Feedback)
				sing(&b.Options[i].Reveal)
			}
		}
	}
	for _, b := range c.Benches {
		for _, text := range benchSecrets(b) {
			word := fmt.Sprintf("canary%dof%s", len(words["bench:"+b.ID]), strings.ReplaceAll(b.ID, "-", ""))
			words["bench:"+b.ID] = append(words["bench:"+b.ID], word)
			*text += " " + word
		}
		if b.Guided() { // elsewhere it is no secret
			b.Question += " canaryquestion" // shown after the reveal, to which nobody here comes
			words["bench:"+b.ID] = append(words["bench:"+b.ID], "canaryquestion")
		}
	}
	for _, m := range c.Misconceptions {
		for _, text := range []*string{&m.Belief, &m.Correction} {
			word := fmt.Sprintf("canary%dof%s", len(words[""]), strings.ReplaceAll(m.ID, "-", ""))
			words[""] = append(words[""], word)
			*text += " " + word
		}
	}
	return words
}

// everything fetches all that somebody can reach from the first page and returns it, with the headers, by path.
func everything(b *browser, start ...string) map[string]string {
	found := map[string]string{}
	queue := append([]string{"/", "/me", "/join", "/sign-in", "/livez", "/readyz", "/atlantis"}, start...)
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		if _, done := found[path]; done {
			continue
		}
		p := b.get(path)
		found[path] = fmt.Sprint(p.header) + p.body
		if to, _, _ := strings.Cut(p.to(), "#"); to != "" {
			queue = append(queue, to)
		}
		if p.doc == nil {
			continue
		}
		for _, n := range p.doc.tags("a", "link", "script", "img", "source", "use") {
			for _, attr := range []string{"href", "src", "srcset"} {
				to, _, _ := strings.Cut(n.attr[attr], "#")
				if strings.HasPrefix(to, "/") {
					queue = append(queue, to)
				}
			}
		}
		for _, f := range p.doc.forms() { // what answers to a form may be asked for as well
			queue = append(queue, f.action)
		}
	}
	return found
}

// A word of its own in every key, and none of them on any page before the answer.
func TestB6NoKeyLeavesBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	c := builtIn(t)
	words := canaries(c)
	s := startSite(t, c, t.TempDir(), &clock{at: morning}).setUp()
	silent := func(who string, pages map[string]string, answered map[string]bool, ideas bool) {
		t.Helper()
		if len(pages) < 20 {
			t.Errorf("%s reached only %d pages", who, len(pages))
		}
		for path, text := range pages {
			for id, all := range words {
				for _, word := range all {
					if (id == "" && !ideas || id != "" && !answered[id]) && strings.Contains(text, word) {
						t.Errorf("%s finds %s on %s", who, word, path)
					}
				}
			}
		}
	}
	silent("a visitor", everything(s.visitor()), nil, false)
	b := s.student("Ana")
	silent("a student", everything(b), nil, false)

	// In the middle of a quiz, and after some answers in the text.
	answered := map[string]bool{}
	l := c.Lessons[0]
	attempt := b.startQuiz(l.ID)
	silent("a student at the first question", everything(b, attempt, attempt+"/questions/1", attempt+"/result"), nil,
		false)
	for range 4 {
		a := s.firstAsk(b.open(attempt))
		// A form that has to be mended tells no more than the question.
		p := b.post(a.action, url.Values{"csrf": a.fields["csrf"]}).want(http.StatusUnprocessableEntity)
		silentHere(t, p, words[a.q.ID])
		b.post(a.action, a.answer(false)).want(http.StatusSeeOther)
		answered[a.q.ID] = true
	}
	b.check(l.Checks[1].ID, true)
	answered[l.Checks[1].ID] = true
	pages := everything(b, attempt, attempt+"/questions/1", attempt+"/questions/5", attempt+"/questions/6",
		attempt+"/result")
	silent("a student in the middle of a quiz", pages, answered, true)

	// The canaries sing once the answer is in: the test can fail.
	sung := 0
	for id := range answered {
		heard := false
		for _, text := range pages {
			for _, word := range words[id] {
				heard = heard || strings.Contains(text, word)
			}
		}
		if !heard {
			t.Errorf("nothing is said about %s after the answer", id)
		} else {
			sung++
		}
	}
	if sung != 5 {
		t.Errorf("feedback on %d questions, want 5", sung)
	}
}

func silentHere(t *testing.T, p *page, words []string) {
	t.Helper()
	for _, word := range words {
		if strings.Contains(p.body, word) {
			t.Errorf("the form that has to be mended says %s", word)
		}
	}
}

// Neither the length of a page nor an authoring id tells where the key stands.
func TestB6ShapeTellsNothing(t *testing.T) {
	t.Parallel()
	s := startSite(t, questionsOnly(builtIn(t)), t.TempDir(), &clock{at: morning})
	for _, l := range s.course.Lessons {
		lengths := map[int]bool{}
		for range 12 {
			p := s.visitor().open("/lessons/" + l.ID + "/whole")
			lengths[len(p.body)] = true
			for _, a := range s.asks(p) {
				for _, pair := range handles(a) {
					name, value, _ := strings.Cut(pair, "=")
					for _, part := range parts(a.q) {
						if value == part || name == "pos."+part || name == "m."+part || name == "p."+part || name == "pt."+part {
							t.Errorf("%s shows the authoring id %q", a.q.ID, part)
						}
					}
				}
			}
		}
		if len(lengths) != 1 {
			t.Errorf("lesson %s has pages of %d lengths for 12 visitors", l.ID, len(lengths))
		}
	}
}

// parts lists the authoring ids of what a question shuffles.
func parts(q *quiz.Question) (ids []string) {
	switch b := q.Body.(type) {
	case *quiz.SingleChoice:
		for _, o := range b.Options {
			ids = append(ids, o.ID)
		}
	case *quiz.MultipleResponse:
		for _, o := range b.Options {
			ids = append(ids, o.ID)
		}
	case *quiz.Chronology:
		for _, i := range b.Items {
			ids = append(ids, i.ID)
		}
	case *quiz.Matching:
		for _, p := range b.Prompts {
			ids = append(ids, p.ID)
		}
		for _, c := range b.Choices {
			ids = append(ids, c.ID)
		}
	case *quiz.EvidenceHighlight:
		for _, s := range b.Segments {
			ids = append(ids, s.ID, s.Role)
		}
		if b.Because != nil {
			for _, o := range b.Because.Options {
				ids = append(ids, o.ID)
			}
		}
	case *quiz.Provenance:
		for _, p := range b.Auto {
			ids = append(ids, p.ID)
			for _, o := range p.Options {
				ids = append(ids, o.ID)
			}
		}
	case *quiz.Comparison:
		for _, p := range b.Points {
			ids = append(ids, p.ID, p.Answer)
		}
	case *quiz.NextSource:
		for _, o := range b.Options {
			ids = append(ids, o.ID)
		}
		for _, r := range b.Reasons {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// Who answers by place, or by the look of the handles, does no better than chance.
func TestB6PlaceAndHandleAreNoBetterThanChance(t *testing.T) {
	cryptotest.SetGlobalRandom(t, 1937)
	people := rounds(20, 200)
	s := startSite(t, questionsOnly(builtIn(t)), t.TempDir(), &clock{at: morning})
	type tally struct {
		score, chance, variance float64
		n                       int
	}
	ways := map[string]*tally{}
	for range people {
		b := s.visitor()
		for _, l := range s.course.Lessons {
			for _, a := range s.asks(b.open("/lessons/" + l.ID + "/whole")) {
				var options []quiz.Option
				choose := 1
				switch body := a.q.Body.(type) {
				case *quiz.SingleChoice:
					if body.Shuffle != nil && !*body.Shuffle {
						continue
					}
					options = body.Options
				case *quiz.MultipleResponse:
					if body.Shuffle != nil && !*body.Shuffle {
						continue
					}
					options = body.Options
					if choose = body.Choose.N; choose == 0 {
						continue // how many to tick is a choice of its own
					}
				default:
					continue
				}
				keyOf := map[string]string{} // authoring id by handle
				for text, handle := range a.values("a") {
					for _, o := range options {
						if squeeze(o.Text) == text {
							keyOf[handle] = o.ID
						}
					}
				}
				var shown []string
				for _, n := range a.node.tags("input") {
					if n.attr["name"] == "a" {
						shown = append(shown, n.attr["value"])
					}
				}
				sorted := slices.Sorted(slices.Values(shown))
				count := func(way string, order []string) {
					var ids []string
					for i := range choose {
						ids = append(ids, keyOf[order[i%len(order)]])
					}
					w := ways[way]
					if w == nil {
						w = &tally{}
						ways[way] = w
					}
					g := a.q.Body.GuessScore()
					w.score += a.q.Body.Grade(quiz.Answer{"a": ids}).Score
					w.chance += g
					w.variance += g * (1 - g)
					w.n++
				}
				for i := range 3 {
					count(fmt.Sprintf("from place %d", i+1), slices.Concat(shown[i:], shown[:i]))
				}
				slices.Reverse(shown)
				count("from the last place", shown)
				count("by the handles", sorted)
				slices.Reverse(sorted)
				count("by the handles backwards", sorted)
			}
		}
	}
	if len(ways) != 6 {
		t.Fatalf("%d ways of guessing, want 6", len(ways))
	}
	for way, w := range ways {
		if w.n < people*10 {
			t.Fatalf("%s: only %d answers", way, w.n)
		}
		got, chance, se := w.score/float64(w.n), w.chance/float64(w.n), math.Sqrt(w.variance)/float64(w.n)
		if got > chance+3*se {
			t.Errorf("answering %s scores %.4f, chance is %.4f with a standard error of %.4f", way, got, chance, se)
		}
	}
}

// benchSecrets is what somebody at a bench may not see before they have come so far: the reasons for
// the levels of the examples, the model answer, the points for the marker, and what is said to the
// sorting task.
func benchSecrets(b *course.Bench) (all []*string) {
	all = append(all, &b.ModelAnswer)
	for i := range b.Indicative {
		all = append(all, &b.Indicative[i].Text)
	}
	if !b.Guided() {
		return all // nothing is sorted there
	}
	task := b.Clock.Sort.Body.(*quiz.Matching)
	for i := range task.Prompts {
		all = append(all, &task.Prompts[i].Feedback)
	}
	return append(all, &b.Clock.Sort.Feedback.General)
}

// At the desk nothing is told that comes later; the examples are there, and the reasons for their levels are not.
func TestB6BenchTellsNothingTooEarly(t *testing.T) {
	t.Parallel()
	c := builtIn(t)
	words := canaries(c)
	b := c.Benches[slices.IndexFunc(c.Benches, func(b *course.Bench) bool { return b.ID == "two-verdicts" })]
	for i, e := range b.Exemplars {
		for _, skill := range b.Rubric.Skills {
			word := fmt.Sprintf("canarywhy%dof%s", i, skill.ID)
			e.Why[skill.ID] += " " + word
			words["bench:"+b.ID] = append(words["bench:"+b.ID], word)
		}
	}
	s := startSite(t, c, t.TempDir(), &clock{at: morning}).setUp()
	ana, ben := s.student("Ana"), s.student("Ben")
	ana.atDesk()
	ben.atDesk()
	ben.send(ben.open(at+"/write").form(at+"/desk"), "do", "save", "text", "canaryofben wrote this.").
		want(http.StatusSeeOther)
	ana.send(ana.open(at+"/write").form(at+"/desk"), "do", "save", "text", judging).want(http.StatusSeeOther)
	for path, text := range everything(ana, at+"/calibrate", at+"/judge", at+"/texts", at+"/feedback",
		at+"?again=clock", at+"/look", at+"/know", at+"/pick", at+"/plan", at+"/write", at+"/hand-in") {
		for _, word := range append(words["bench:"+b.ID], "canaryofben") {
			if word != "canaryquestion" && strings.Contains(text, word) {
				t.Errorf("%s is told on %s", word, path)
			}
		}
	}
	// They sing for whom they are meant: the test can fail.
	for _, word := range words["bench:"+b.ID] {
		if strings.HasPrefix(word, "canarywhy") && !strings.Contains(s.owner.open(at).body, word) {
			t.Errorf("a teacher is not told %s", word)
		}
	}
}
