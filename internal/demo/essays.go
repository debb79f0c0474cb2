package demo

import (
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/essay"
	"dossier/internal/marking"
)

// The deeds at a bench. The teacher's are done to the essay of the student.
type (
	// GuessCards says what the writers could know and had to lose.
	GuessCards struct {
		Bench string
		Said  []classroom.CardGuess
	}
	// GiveReason says why the texts differ.
	GiveReason struct {
		Bench  string
		Reason essay.Reason
	}
	// SaveText saves a draft with the phrases that were picked. It is based on what stands.
	SaveText struct{ Text classroom.NewText }
	// Practise judges an example.
	Practise struct{ Try classroom.NewPractice }
	// Assess judges the text that stands.
	Assess struct {
		Bench  string
		Levels []classroom.SelfAssessment
	}
	// HandIn, Revise and Finish are steps of the author.
	HandIn struct{ Bench string }
	Revise struct{ Bench string }
	Finish struct{ Bench string }
	// PlanNext is the next step that the author names after reading the comments.
	PlanNext struct {
		Bench string
		Round int
		Text  string
	}
	// MarkEssay is a finished marking by the teacher, and NoteEssay one that is not finished.
	MarkEssay struct {
		Bench string
		Mark  marking.NewMark
	}
	NoteEssay struct {
		Bench string
		Draft marking.MarkDraft
	}
	// ReturnEssay gives it back.
	ReturnEssay struct{ Bench string }
)

func (GuessCards) deed()  {}
func (GiveReason) deed()  {}
func (SaveText) deed()    {}
func (Practise) deed()    {}
func (Assess) deed()      {}
func (HandIn) deed()      {}
func (Revise) deed()      {}
func (Finish) deed()      {}
func (PlanNext) deed()    {}
func (MarkEssay) deed()   {}
func (NoteEssay) deed()   {}
func (ReturnEssay) deed() {}

// author writes one essay by its script.
type author struct {
	*planner
	i     int
	bench *course.Bench
	script
	r  *rand.Rand
	at time.Time // when the next step is taken
}

// essays plans what is written at the bench, if the course has it as the scripts know it.
func (p *planner) essays() {
	bench, err := p.course.Bench(theBench)
	if err != nil || len(bench.Pair()) != 2 || len(bench.Rubric.Skills) != 5 {
		return
	}
	for _, s := range scripts {
		i := slices.IndexFunc(p.people, func(who person) bool { return who.name == s.who })
		if i < 0 {
			continue
		}
		a := &author{planner: p, i: i, bench: bench, script: s, r: p.random(i, forEssays)}
		if a.at = p.begins(s.ago, i); a.at.Before(p.joined(i)) {
			continue // the class is too young
		}
		a.write()
	}
}

// begins is in the afternoon of a school day so many days ago.
func (p *planner) begins(ago, i int) time.Time {
	return at(weekday(p.shape.Now.AddDate(0, 0, -ago)), 14, 20+i%40)
}

// weekday is the day itself, or the Friday before a weekend.
func weekday(day time.Time) time.Time {
	switch day.Weekday() {
	case time.Saturday:
		return day.AddDate(0, 0, -1)
	case time.Sunday:
		return day.AddDate(0, 0, -2)
	}
	return day
}

// do takes a step after some minutes.
func (a *author) do(minutes int, d Deed) {
	a.at = a.at.Add(time.Duration(minutes)*time.Minute + time.Duration(a.r.IntN(50))*time.Second)
	a.plan.Steps = append(a.plan.Steps, Step{a.at, a.i, d})
}

// later goes on at this hour, so many days on.
func (a *author) later(days, hour int) {
	day := a.at.AddDate(0, 0, days)
	for day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		day = day.AddDate(0, 0, 1)
	}
	a.at = at(day, hour, a.r.IntN(50))
	if !a.at.Before(a.shape.Now) { // the weekend came between
		a.at = a.shape.Now.Add(-40 * time.Minute)
	}
}

// reached tells whether the essay goes as far as a state.
func (a *author) reached(s essay.State) bool {
	return slices.Index(essay.States, a.ends) >= slices.Index(essay.States, s)
}

// write is the way of the essay to its state.
func (a *author) write() {
	a.look()
	text := essayText(a.who)
	half, _, _ := strings.Cut(text, "\n\n")
	a.save(9, half)
	a.save(17, text)
	if !a.reached(essay.Judged) {
		return
	}
	a.later(1, 15)
	a.practise()
	a.assess(8, text)
	if !a.reached(essay.Submitted) {
		return
	}
	a.do(2, HandIn{a.bench.ID})
	if a.ends == essay.Claimed {
		a.at = a.shape.Now.Add(-21 * time.Minute)
		a.do(1, NoteEssay{a.bench.ID, a.noted()})
	}
	if a.reached(essay.Marked) {
		a.marked()
	}
}

// marked is what follows when the teacher has marked the first text.
func (a *author) marked() {
	a.later(2, 17)
	a.do(4, MarkEssay{a.bench.ID, a.mark(a.marks)})
	if !a.reached(essay.Returned) {
		return
	}
	a.later(1, 9)
	a.do(0, ReturnEssay{a.bench.ID})
	if a.intends == "" {
		return
	}
	a.later(1, 16)
	a.do(5, PlanNext{a.bench.ID, 1, a.intends})
	second := essayText(a.who + " 2")
	if a.ends == essay.Returned || second == "" {
		if a.ends == essay.Final {
			a.do(3, Finish{a.bench.ID})
		}
		return
	}
	a.do(2, Revise{a.bench.ID})
	a.save(22, second)
	if a.ends == essay.Revising {
		return
	}
	a.assess(5, second)
	a.do(2, HandIn{a.bench.ID})
	if a.ends != essay.Final {
		return
	}
	a.later(2, 17)
	a.do(4, MarkEssay{a.bench.ID, a.mark(a.again)})
	a.do(2, ReturnEssay{a.bench.ID})
	a.later(1, 16)
	a.do(6, PlanNext{a.bench.ID, 2, "I will do it in this order from the beginning next time."})
	a.do(1, Finish{a.bench.ID})
}

// look is what comes before the writing: how far the two texts are trusted, what their writers could know, and why they
// differ.
func (a *author) look() {
	var before, after []classroom.Trust
	var guesses []classroom.CardGuess
	for n, text := range a.bench.Pair() {
		before = append(before, classroom.Trust{Source: text.Source.ID, Before: a.trust[2*n]})
		after = append(after, classroom.Trust{Source: text.Source.ID, After: a.trust[2*n+1], Moved: a.moved[n]})
		guesses = append(guesses, classroom.CardGuess{Source: text.Source.ID, Words: a.guess[n]})
	}
	a.do(3, Believe{a.bench.ID, before})
	a.do(4, Believe{a.bench.ID, after})
	a.do(3, GuessCards{a.bench.ID, guesses})
	a.do(6, SaveText{a.draft("", true)})
	for _, reason := range a.reason {
		a.do(4, GiveReason{a.bench.ID, reason})
	}
}

// draft is a text to be saved; with picking the phrases come with it.
func (a *author) draft(text string, picking bool) classroom.NewText {
	n := classroom.NewText{Bench: a.bench.ID, BenchVersion: a.bench.Version, Rubric: a.bench.Rubric.ID, Text: text,
		Tab: "page of " + a.who, KeepText: picking}
	if !picking {
		return n
	}
	for _, id := range a.picks {
		if p := a.bench.Phrase(id); p != nil {
			n.Picks = append(n.Picks, classroom.NewPick{Phrase: id, Source: p.Source.ID, Quote: p.Quote})
		}
	}
	return n
}

func (a *author) save(minutes int, text string) { a.do(minutes, SaveText{a.draft(text, false)}) }

// practise judges both examples, and one of them twice when the first try was far off.
func (a *author) practise() {
	for _, e := range a.bench.Practice() {
		for try := 1; try <= 2; try++ {
			far, levels := false, map[string]int{}
			for _, skill := range a.bench.Rubric.Skills {
				agreed := e.Levels[skill.ID]
				levels[skill.ID] = min(4, max(0, agreed+a.r.IntN(3)-1))
				if try == 1 && a.r.IntN(12) == 0 {
					levels[skill.ID] = (agreed + 2) % 5
				}
				off := levels[skill.ID] - agreed
				far = far || off > 1 || off < -1
			}
			a.do(3, Practise{classroom.NewPractice{Rubric: a.bench.Rubric.ID, Bench: a.bench.ID, Exemplar: e.ID, Try: try,
				Levels: levels}})
			if !far {
				break
			}
		}
	}
}

// assess gives the author's levels to a text, each with a sentence of it.
func (a *author) assess(minutes int, text string) {
	all := essay.Sentences(text)
	var levels []classroom.SelfAssessment
	for n, skill := range a.bench.Rubric.Skills {
		shows := strings.Join(strings.Fields(all[(2*n+1)*len(all)/10]), " ")
		sentence, _ := essay.Excerpt(text, []string{shows})
		levels = append(levels, classroom.SelfAssessment{Skill: skill.ID, Level: a.own[n], Sentence: sentence})
	}
	a.do(minutes, Assess{a.bench.ID, levels})
}

// mark is the teacher's marking with these levels, and with ready comments of the rubric.
func (a *author) mark(levels [5]int) marking.NewMark {
	m := marking.NewMark{Purpose: marking.First, Levels: map[string]int{}, Comments: map[string]string{},
		Strength: a.good, Target: a.next}
	for n, skill := range a.bench.Rubric.Skills {
		m.Levels[skill.ID] = levels[n]
		if levels[n] < 4 && len(skill.Comments) > levels[n] {
			m.Comments[skill.ID] = skill.Comments[min(levels[n]+1, len(skill.Comments)-1)].Text
		}
	}
	return m
}

// noted is what a teacher has put down of a marking so far.
func (a *author) noted() marking.MarkDraft {
	draft := marking.MarkDraft{}
	for n, skill := range a.bench.Rubric.Skills[:3] {
		draft.SetLevel(skill.ID, a.marks[n])
	}
	draft[marking.Field{Part: marking.StrengthPart}] = a.good
	return draft
}
