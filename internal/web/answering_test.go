package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// ask is a question as a page puts it.
type ask struct {
	q *quiz.Question
	form
}

// asks lists the open questions of a page.
func (s *site) asks(p *page) []ask {
	s.t.Helper()
	var out []ask
	for _, section := range p.doc.class("check") {
		id := strings.TrimPrefix(section.attr["id"], "q-")
		q, _, err := s.course.Question(id)
		if _, own := quiz.OwnNumber(id); own {
			q, err = s.course.DecodeOwn(id, 1, one[string](s, `SELECT body FROM question_version WHERE id = ?`, id))
		}
		if err != nil {
			s.t.Fatalf("the page asks %q: %v", id, err)
		}
		for _, f := range section.forms() {
			out = append(out, ask{q, f})
		}
	}
	return out
}

// asked is the open question of that id on the page.
func (s *site) asked(p *page, id string) ask {
	s.t.Helper()
	for _, a := range s.asks(p) {
		if a.q.ID == id {
			return a
		}
	}
	s.t.Fatalf("the page does not ask %s: %s", id, p.excerpt())
	return ask{}
}

// firstAsk is the only open question of the page of a quiz.
func (s *site) firstAsk(p *page) ask {
	s.t.Helper()
	all := s.asks(p)
	if len(all) == 0 {
		s.t.Fatalf("the page asks nothing: %s", p.excerpt())
	}
	return all[0]
}

// answer fills the form in, right or wrong, by the words that stand beside its fields.
func (a ask) answer(right bool) url.Values {
	fields := a.with()
	fill(a, fields, right)
	if a.q.AsksConfidence() {
		fields.Set("sure", "fairly")
	}
	return fields
}

// values maps the words beside the choices of a field to what the form sends for them.
func (a ask) values(field string) map[string]string {
	out := map[string]string{}
	for _, n := range a.node.tags("input") {
		if n.attr["name"] == field {
			out[withoutLetter(a.node, n)] = n.attr["value"]
		}
	}
	for _, n := range a.node.tags("select") {
		if n.attr["name"] == field {
			for _, o := range n.tags("option") {
				out[o.words()] = o.attr["value"]
			}
		}
	}
	return out
}

// withoutLetter is the text beside a field, but for the letter of an option.
func withoutLetter(form, field *node) string {
	text := form.labelOf(field)
	for _, l := range form.tags("label") {
		if letters := l.class("letter"); len(letters) == 1 && slices.Contains(l.tags("input"), field) {
			text = strings.TrimPrefix(text, letters[0].words()+" ")
		}
	}
	return text
}

// labelled lists the fields that begin with prefix by the words beside them.
func (a ask) labelled(prefix string) map[string]string {
	out := map[string]string{}
	for _, n := range a.node.tags("select") {
		if strings.HasPrefix(n.attr["name"], prefix) {
			out[a.node.labelOf(n)] = n.attr["name"]
		}
	}
	return out
}

// fill gives the answer to each kind of question.
func fill(a ask, fields url.Values, right bool) {
	switch b := a.q.Body.(type) {
	case *quiz.SingleChoice:
		handles := a.values("a")
		for _, o := range b.Options {
			if o.Correct == right {
				fields.Set("a", handles[squeeze(o.Text)])
			}
		}
	case *quiz.MultipleResponse:
		handles := a.values("a")
		var first, then []string
		for _, o := range b.Options {
			if o.Correct == right {
				first = append(first, handles[squeeze(o.Text)])
			} else {
				then = append(then, handles[squeeze(o.Text)])
			}
		}
		n := len(first)
		if b.Choose.N > 0 {
			n = b.Choose.N
		}
		fields["a"] = slices.Concat(first, then)[:n]
	case *quiz.TrueFalse:
		fields.Set("v", fmt.Sprint(b.Answer == right))
		if right && !b.Answer {
			fields.Set("fix", b.Correction.Accept[0].Text)
		}
	case *quiz.Chronology:
		places := a.labelled("pos.")
		for i, item := range b.Items {
			place := i + 1
			if !right {
				place = len(b.Items) - i
			}
			fields.Set(places[squeeze(item.Text)], fmt.Sprint(place))
		}
	case *quiz.Matching:
		matches := a.labelled("m.")
		texts := map[string]string{}
		for _, c := range b.Choices {
			texts[c.ID] = squeeze(c.Text)
		}
		for i, p := range b.Prompts {
			choice := p.Answer
			if !right {
				choice = b.Prompts[(i+1)%len(b.Prompts)].Answer
			}
			field := matches[squeeze(p.Text)]
			fields.Set(field, a.values(field)[texts[choice]])
		}
	case *quiz.Cloze:
		for _, g := range b.Gaps {
			text := g.Accept[0].Text
			if !right {
				text = map[string]string{"year": "1066", "number": "7000001"}[g.Match]
				if text == "" {
					text = "Napoleon Bonaparte"
				}
			}
			fields.Set("g."+g.ID, text)
		}
	case *quiz.NumericEstimate:
		n := b.Answer
		if !right {
			switch b.Number {
			case "year":
				n = 1066
			case "percent":
				n = 1
				if b.Answer < 50 {
					n = 99
				}
			default:
				n = b.Answer*1000 + 7
			}
		}
		text := fmt.Sprintf("%.0f", n)
		if b.AskRange {
			fields.Set("lo", text)
			fields.Set("hi", text)
		} else {
			fields.Set("n", text)
		}
	case *quiz.EvidenceHighlight:
		handles := a.values("a")
		for i, s := range b.Segments {
			if b.IsKey(i) != right || !right && s.Role == "near" {
				continue
			}
			if b.Quoting() {
				fields.Set("quote", s.Quote)
			} else if len(fields["a"]) < b.MaxPick {
				fields.Add("a", handles[squeeze(s.Quote)])
			}
		}
		if b.Because != nil {
			fields.Set("because", picked(a.values("because"), b.Because.Options, right))
		}
	case *quiz.Provenance:
		for _, p := range b.Auto {
			for _, n := range a.node.tags("fieldset") {
				if len(n.tags("legend")) == 1 && n.tags("legend")[0].words() == squeeze(p.Ask) {
					field := n.tags("input")[0].attr["name"]
					fields.Set(field, picked(a.values(field), p.Options, right))
				}
			}
		}
	case *quiz.Comparison:
		points := a.labelled("pt.")
		texts := map[string]string{}
		for _, side := range b.Sides() {
			texts[side.ID] = side.Text
		}
		for _, p := range b.Points {
			side := p.Answer
			if !right {
				side = map[string]string{"first": "second", "second": "both", "both": "neither", "neither": "first"}[side]
			}
			field := points[squeeze(p.Text)]
			fields.Set(field, a.values(field)[texts[side]])
		}
	case *quiz.NextSource:
		cards, reasons := a.values("a"), a.values("why")
		for _, o := range b.Options {
			if right && o.Value == 1 || !right && o.Value == 0 {
				fields.Set("a", cards[squeeze(o.Card)])
				for _, r := range b.Reasons {
					if slices.Contains(o.Reasons, r.ID) == right {
						fields.Add("why", reasons[squeeze(r.Text)])
					}
				}
			}
		}
	}
	if w, ok := a.q.Body.(quiz.Writer); ok {
		for _, part := range w.Written() {
			fields.Set(part.Field(), inWords(part))
		}
	}
}

// picked is the handle of the option that is right, or of one that is wrong.
func picked(handles map[string]string, options []quiz.Option, right bool) string {
	for _, o := range options {
		if o.Correct == right {
			return handles[squeeze(o.Text)]
		}
	}
	return ""
}

// inWords is a text of the length that a part asks for. Its signs are to stay as they are.
func inWords(part quiz.WrittenPart) string {
	return "“Signs” & <marks> in " + strings.TrimSpace(strings.Repeat("my text ", (part.Words.Min-2)/2+1))
}

// check answers a question in the text of its lesson.
func (b *browser) check(id string, right bool) *page {
	b.t.Helper()
	_, l, err := b.site.course.Question(id)
	if err != nil {
		b.t.Fatal(err)
	}
	a := b.site.asked(b.open("/lessons/"+l.ID+"?again="+id), id)
	p := b.post(a.action, a.answer(right)).want(http.StatusSeeOther)
	return b.open(p.to())
}

// checkPage is the page of the section that asks a check question.
func checkPage(l *course.Lesson, q *quiz.Question) string {
	section, _ := l.SectionOf(q)
	return "/lessons/" + l.ID + "/" + section.ID
}

// sectionForm is the form at the end of a section that marks it as read.
func (b *browser) sectionForm(l *course.Lesson, section *course.Section) form {
	b.t.Helper()
	return b.open("/lessons/" + l.ID + "/" + section.ID).form("/lessons/" + l.ID + "/sections/" + section.ID)
}

// startQuiz begins the quiz of a lesson and returns its address.
func (b *browser) startQuiz(lesson string) string {
	b.t.Helper()
	f := b.open("/lessons/" + lesson + "/quiz").form("/lessons/" + lesson + "/attempts")
	return b.send(f).want(http.StatusSeeOther).to()
}

// takeQuiz answers every question of a quiz and returns the page of the result.
func (b *browser) takeQuiz(lesson string, right func(n int) bool) *page {
	b.t.Helper()
	attempt := b.startQuiz(lesson)
	for n := range course.QuizLength {
		a := b.site.firstAsk(b.open(attempt))
		b.post(a.action, a.answer(right(n))).want(http.StatusSeeOther)
	}
	return b.open(attempt)
}

// A check form says how many tries it follows. A number that is missing or wrong changes nothing for its author: the
// answer is read by the deal that the page was really dealt by.
func TestACheckFormThatMiscountsItsTries(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	l := s.course.Lessons[0]
	for _, tries := range []string{"", "9999", "-1", "x"} {
		a := s.asked(b.open(checkPage(l, l.Checks[0])+"?again="+l.Checks[0].ID), l.Checks[0].ID)
		fields := a.answer(true)
		fields.Set("tries", tries)
		b.post(a.action, fields).want(http.StatusSeeOther)
	}
	if n := one[int](s, `SELECT count(*) FROM response WHERE score = 1`); n != 4 {
		t.Errorf("%d right answers are stored, want 4", n)
	}
}

func always(int) bool { return true }

func itoa(n int) string { return strconv.Itoa(n) }

// An answer was stored, and the reply got lost; its author changes it and sends the same form again. The first answer
// Stands, and nothing is dropped without a word.
func TestB12TheSameFormWithAnotherAnswer(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	l := s.course.Lessons[0]
	a := s.asked(b.open(checkPage(l, l.Checks[0])), l.Checks[0].ID)
	b.post(a.action, a.answer(false)).want(http.StatusSeeOther)
	b.post(a.action, a.answer(false)).want(http.StatusSeeOther) // twice is no other answer
	b.post(a.action, a.answer(true)).want(http.StatusConflict).plainly()
	surer := a.answer(false)
	surer.Set("sure", "certain")
	b.post(a.action, surer).want(http.StatusConflict).plainly()

	attempt := b.startQuiz(l.ID)
	a = s.firstAsk(b.open(attempt))
	b.post(a.action, a.answer(false)).want(http.StatusSeeOther)
	b.post(a.action, a.answer(true)).want(http.StatusConflict).says("Your first answer:").says("Not counted:")
	if n := one[int](s, `SELECT count(*) FROM response`); n != 2 {
		t.Errorf("%d answers are stored, want 2", n)
	}
}
