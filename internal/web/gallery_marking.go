package web

import (
	"strconv"

	"github.com/a-h/templ"

	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/quiz"
	"dossier/views"
)

// The marking of a bench as the gallery shows it: the bench and its examples are those of the course.

// queuePage has benches in every state; with empty it has none.
func (g gallery) queuePage(empty bool) templ.Component {
	props := views.MarkingProps{
		Classes: []views.ClassCard{sampleClass, {ID: 2, Name: "11A"}},
		Quiet:   g.request.edition.course.Benches,
	}
	if !empty {
		for i, b := range props.Quiet {
			props.Benches = append(props.Benches, []views.QueueBench{
				{Bench: b, Waiting: 27, Yours: 1, Others: 2, Drafting: 3, Oldest: "3 days", Lead: true},
				{Bench: b, Waiting: 1, Marked: 12, Returned: 4, Oldest: "1 day"},
				{Bench: b, Returned: 28},
			}[i%3])
		}
		props.Quiet, props.Said = nil, "12 answers are back with their students."
	}
	return views.MarkingPage(g.page(views.Teacher, "To mark"), props)
}

// submissionSample is an example of the course in the place of a student's answer.
func (g gallery) submissionSample() views.SubmissionProps {
	b := g.bench()
	props := views.SubmissionProps{
		Bench:  b,
		Rubric: b.Rubric,
		Essay:  1,
		Label:  "Student 412",
		Kicker: b.Title,
		At:     9,
		Of:     27,
		Status: "Handed in Monday, 4 May, 10:15 · 163 words, where 120 to 450 are asked for",
		Pieces: essay.Cut(b.Exemplars[1].Text+" [1] <b>&amp;</b>", []essay.Pick{{Number: 1}}, b.Readings()),
		Own:    map[string]views.OwnLevel{},
	}
	for i, t := range b.Texts {
		props.Cited = append(props.Cited, views.Cited{Number: i + 1, Phrase: t.Phrases[0].ID, Quote: t.Phrases[0].Words(),
			Name: t.Name})
	}
	for i, skill := range b.Rubric.Skills {
		props.Own[skill.ID] = views.OwnLevel{Level: i % 5, Sentence: "A sentence of the student’s own."}
	}
	props.Reasons = []views.ReasonLine{
		{
			Title:  essay.Kinds[0].Title,
			First:  b.Texts[0].Phrases[0].Words(),
			Second: b.Texts[1].Phrases[0].Words(),
			Fact:   b.Clock.Facts[0].Claim,
			So:     "So each had something else to lose.",
		},
	}
	return props
}

func (g gallery) markForm(level string) *views.MarkForm {
	f := &views.MarkForm{
		Action:   views.MarkingHref("essays", 1),
		Token:    "gallery",
		Rev:      1,
		Levels:   map[string]string{},
		Comments: map[string]string{},
		Comment:  true,
		Own:      g.submissionSample().Own,
	}
	for _, skill := range g.bench().Rubric.Skills {
		f.Levels[skill.ID] = level
	}
	return f
}

func (g gallery) submissionPage(change func(*views.SubmissionProps)) templ.Component {
	props := g.submissionSample()
	change(&props)
	return views.SubmissionPage(g.page(views.Teacher, props.Label), props)
}

func (g gallery) givenMark() *views.GivenMark {
	given := &views.GivenMark{
		By:       "Ms Lee",
		At:       "5 May 2026, 21:10",
		Levels:   map[string]int{},
		Comments: map[string]string{},
		Strength: "You quote exactly.",
		Target:   "Say what would prove it.",
	}
	for i, skill := range g.bench().Rubric.Skills {
		given.Levels[skill.ID], given.Comments[skill.ID] = 4-i%5, skill.Comments[0].Text
	}
	return given
}

func (g gallery) exemplarPage(done bool) templ.Component {
	b := g.bench()
	props := views.ExemplarProps{
		Bench:    b,
		Exemplar: b.Practice()[0],
		Number:   1,
		Pieces:   essay.Cut(b.Practice()[0].Text, nil, b.Readings()),
	}
	if done {
		props.Given = map[string]int{}
		for _, skill := range b.Rubric.Skills {
			props.Given[skill.ID] = 1
		}
	} else {
		props.Form = g.markForm("")
		props.Form.Comment, props.Form.Own = false, nil
		props.Form.Action = views.MarkingHref(b.ID, "seeds", b.Practice()[0].ID)
	}
	return views.ExemplarPage(g.page(views.Teacher, "Example"), props)
}

// writtenPage lists short answers that wait for a level.
func (g gallery) writtenPage() templ.Component {
	props := views.WrittenProps{Names: true}
	for i, q := range writers(g.request.edition.course)[:2] {
		group := views.WrittenGroup{Question: q, Answers: 42, Left: i * 3}
		for _, asked := range q.Body.(quiz.Writer).Written() {
			level := 2
			part := views.WrittenPart{Part: asked, Older: i == 1, Rows: []views.WrittenRow{
				{Text: "It was written <after> the verdict.", Responses: []int64{1, 2, 3}, Own: []int{1, 2, 2},
					Classes: []string{sampleClass.Name, "11A"}, Names: []string{"Ada", oddNames[0], oddNames[2]}},
				{Text: "She heard it from her brother, who had been there, and so we cannot be certain that every word is " +
					"as he said it, but a second witness would help.", Responses: []int64{4}, Own: []int{3},
					Classes: []string{sampleClass.Name}, Names: []string{"Ben"}},
				{Text: "dont know", Responses: []int64{5, 6}, Level: &level, Classes: []string{sampleClass.Name},
					Names: []string{"Emil", oddNames[6]}},
			}}
			group.Parts = append(group.Parts, part)
		}
		props.Groups = append(props.Groups, group)
	}
	return views.WrittenPage(g.page(views.Teacher, "Short answers"), props)
}

func (g gallery) skillPage() templ.Component {
	b, sample := g.bench(), g.submissionSample()
	props := views.SkillProps{
		Bench:  b,
		Skill:  b.Rubric.Skills[0],
		Skills: b.Rubric.Skills,
		Said:   "3 levels are saved.",
		Missed: []string{"Student 7: open with Mr Ode."},
		Left:   2,
	}
	for i := range 3 {
		own := sample.Own[b.Rubric.Skills[i].ID]
		props.Submissions = append(
			props.Submissions,
			views.SkillSubmission{
				Essay:  int64(i),
				Label:  "Student " + strconv.Itoa(412+i),
				Pieces: sample.Pieces,
				Cited:  sample.Cited,
				Level:  []string{"", "3", "0"}[i],
				Own:    &own,
			},
		)
	}
	return views.SkillPage(g.page(views.Teacher, "One skill"), props)
}

func (g gallery) moderationPage(marked int) templ.Component {
	b := g.bench()
	props := views.ModerationProps{Bench: b, Skills: b.Rubric.Skills, Marked: marked}
	for i, e := range b.Practice() {
		row := views.ExemplarRow{Exemplar: e.ID, Number: i + 1}
		for j, skill := range b.Rubric.Skills {
			row.Agreed = append(row.Agreed, e.Levels[skill.ID])
			if marked > 0 {
				row.Given = append(row.Given, (e.Levels[skill.ID]+j%2)%5)
			}
		}
		props.Exemplars = append(props.Exemplars, row)
	}
	if marked > 0 {
		props.Sample = []views.SampleRow{
			{Essay: 1, Label: "Student 412", State: "marked twice"},
			{Essay: 2, Label: oddNames[0], State: "waits for a second mark", Open: true},
		}
		props.Apart = []views.SampleRow{
			{Essay: 1, Label: "Student 412", Skills: []string{"Sourcing", "Judgement"}, Agreed: true},
		}
		for i, skill := range b.Rubric.Skills {
			var pairs []marking.Pair
			for n := range 8 + i {
				pairs = append(pairs, marking.Pair{First: n % 5, Second: min(4, n%5+n%2)})
			}
			props.Second = append(props.Second, views.AgreementRow{Title: skill.Title, Agreement: marking.Agree(pairs)})
		}
	}
	return views.ModerationPage(g.page(views.Teacher, "Moderation"), props)
}

func (g gallery) evidencePage(students int) templ.Component {
	b := g.bench()
	props := views.EvidenceProps{
		Class:    sampleClass,
		Bench:    b,
		Students: students,
		Picked:   map[string]int{},
		Others:   g.request.edition.course.Benches,
	}
	for _, t := range b.Texts {
		for i, p := range t.Phrases {
			props.Picked[p.ID] = i * students / 5
		}
	}
	if students > 0 {
		first, second := b.Texts[0].Source.ID, b.Texts[1].Source.ID
		props.Before = map[string][5]int{first: {1, 4, 9, 10, 4}, second: {12, 8, 5, 3, 0}}
		props.After = map[string][5]int{first: {4, 12, 9, 3, 0}, second: {2, 6, 9, 8, 3}}
	}
	return views.EvidencePage(g.page(views.Teacher, "Evidence map"), props)
}
