package web

import (
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/views"
)

// shownSteps are the states of a question on the wall, by the end of their name. "few" has too few answers.
var shownSteps = map[string]views.ShowStep{
	"question": views.ShowQuestion, "answers": views.ShowAnswers, "key": views.ShowKey, "few": views.ShowKey,
}

// shownNames lists the states of questions on the wall: "show-KIND-STEP".
func shownNames() (names []string) {
	for _, kind := range quiz.Kinds {
		for step := range shownSteps {
			names = append(names, "show-"+kind+"-"+step)
		}
	}
	return names
}

// shownState draws a state of a question on the wall; nil when the name is of none. A question of the course can be
// named in the place of a kind.
func (g gallery) shownState(name string) templ.Component {
	rest, ok := strings.CutPrefix(name, "show-")
	at := strings.LastIndex(rest, "-")
	if !ok || at < 0 {
		return nil
	}
	step, known := shownSteps[rest[at+1:]]
	for _, l := range g.request.edition.course.Lessons {
		for i, q := range l.Questions() {
			if known && (q.Kind == rest[:at] || q.ID == rest[:at]) {
				deal := quiz.NewDeal([]byte("gallery"), q.ID)
				props := views.ShowProps{Class: sampleClass, Lesson: l.Title, Number: i + 1, Of: len(l.Questions()), Step: step,
					Others: []views.Link{{Text: "11A", Href: "/"}}, Before: "/", After: "/",
					Question: g.server.questionProps(g.request, q, deal)}
				if step != views.ShowQuestion {
					props.Tally = classroom.TallyOf(shownAnswers(q, map[bool]int{true: 3, false: 28}[rest[at+1:] == "few"]))
				}
				if step == views.ShowKey {
					props.Key = g.server.shownKey(g.request, q, props.Tally)
				}
				return views.ShowPage(g.page(views.Teacher, "On the wall"), props)
			}
		}
	}
	return nil
}

// shownAnswers are answers of a class that cannot agree.
func shownAnswers(q *quiz.Question, n int) (all []classroom.CountedAnswer) {
	for i := range n {
		a := quiz.Answer{}
		pick := func(of int) int { return (i*i + i/3) % max(1, of) }
		switch b := q.Body.(type) {
		case *quiz.SingleChoice:
			a["a"] = []string{b.Options[pick(len(b.Options))].ID}
		case *quiz.MultipleResponse:
			a["a"] = []string{b.Options[pick(len(b.Options))].ID, b.Options[i%len(b.Options)].ID}
		case *quiz.TrueFalse:
			a["verdict"], a["fix"] = []string{fmt.Sprint(i%3 == 0)}, []string{[]string{"in Leningrad", "In leningrad", "x"}[i%3]}
		case *quiz.Chronology:
			for _, item := range b.Items {
				a["order"] = append(a["order"], item.ID)
			}
			if at := pick(len(b.Items) - 1); i%3 > 0 {
				slices.Reverse(a["order"][at : at+2])
			}
		case *quiz.Matching:
			for j, p := range b.Prompts {
				if a[p.ID] = []string{p.Answer}; (i+j)%3 == 0 {
					a[p.ID] = []string{b.Choices[(i+j)%len(b.Choices)].ID}
				}
			}
		case *quiz.Cloze:
			for j, gap := range b.Gaps {
				a[gap.ID] = []string{[]string{gap.Accept[0].Text, "something", fmt.Sprint("word ", i)}[(i+j)%3]}
			}
		case *quiz.NumericEstimate:
			a["n"] = []string{fmt.Sprint(int(b.Answer) * (i + 3) / 10)}
		case *quiz.EvidenceHighlight:
			a["a"] = []string{b.Segments[pick(len(b.Segments))].ID}
			if b.Because != nil {
				a["because"] = []string{b.Because.Options[i%len(b.Because.Options)].ID}
			}
		case *quiz.Provenance:
			for _, p := range b.Auto {
				a[p.ID] = []string{p.Options[pick(len(p.Options))].ID}
			}
		case *quiz.Comparison:
			for j, p := range b.Points {
				a[p.ID] = []string{b.Sides()[(i*i+j)%4].ID}
			}
		case *quiz.NextSource:
			a["a"], a["why"] = []string{b.Options[pick(len(b.Options))].ID}, []string{b.Reasons[i%len(b.Reasons)].ID}
		}
		if w, ok := q.Body.(quiz.Writer); ok && i%4 > 0 {
			for _, part := range w.Written() {
				a[part.Field()] = []string{"Some words."}
			}
		}
		all = append(all, classroom.CountedAnswer{Answer: a, Grade: q.Body.Grade(a)})
	}
	return all
}
