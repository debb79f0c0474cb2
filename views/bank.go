package views

import (
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
)

// BankPath is where questions are taken away.
const BankPath = "/bank"

// BankLessonPath shows the questions of a lesson with their answers.
func BankLessonPath(lesson string) string { return BankPath + "/" + lesson }

// The files of questions: below BankPath for all, below the path of a lesson for its own.
const (
	BankGIFT   = "/gift.zip"
	BankMoodle = "/moodle.zip"
)

// BankProps is what can be taken away.
type BankProps struct {
	Rows               []BankRow
	Sets               []SetRow // of the teacher's own questions
	Questions, Writing int
}

// BankRow is a lesson.
type BankRow struct {
	Lesson             *course.Lesson
	Questions, Writing int
}

// holds says what a file has in it.
func (r BankRow) holds() string { return bankHolds(r.Questions, r.Writing) }

func bankHolds(questions, writing int) string {
	text := plural(questions, "1 question", "questions")
	if writing > 0 {
		text += ", " + plural(writing, "1 writing task", "writing tasks")
	}
	return text
}

// BankLessonProps is the questions of a lesson with all their answers.
type BankLessonProps struct {
	Lesson *course.Lesson
	Groups []BankGroup
}

// BankGroup is the questions that are asked in one place.
type BankGroup struct {
	Title     string
	Questions []BankQuestion
}

// BankQuestion is a question with its number and what stands beside it.
type BankQuestion struct {
	Question *quiz.Question
	Number   string
	Sources  []*course.Source
	Ruled    classroom.CorrectionKind // what a teacher has done to it since; "" for nothing
}

// about is the text that the question is about, beside its stem.
func (q BankQuestion) about() string { return q.Question.Body.Asks() }

// marks says what a right answer earns.
func (q BankQuestion) marks() string {
	if q.Question.Marks == 1 {
		return "1 mark"
	}
	return Number(q.Question.Marks) + " marks"
}

// bankLine is a part of a question with what is right and what is said about it.
type bankLine struct {
	Group string // what this line and those below it answer, where that has just changed
	Text  string
	Right bool // an option that is right
	Pick  bool // an option: right or wrong by itself
	Key   string
	Said  string
}

// lines are the parts of a question as the answer that nobody gave decides them: what is right is missed there.
func (q BankQuestion) lines() (all []bankLine) {
	group := ""
	for _, l := range q.Question.Body.Grade(nil).Lines {
		line := bankLine{Text: l.Label, Right: l.Mark == quiz.Missed && l.Expected == "", Pick: l.Expected == "",
			Key: l.Expected, Said: l.Feedback}
		if l.Group != group {
			group, line.Group = l.Group, l.Group
		}
		all = append(all, line)
	}
	return all
}

// more is what else counts as right, and what is said about answers that no line has.
func (q BankQuestion) more() (all []bankLine) {
	switch b := q.Question.Body.(type) {
	case *quiz.TrueFalse:
		all = append(all, bankLine{Text: "Said to “true”", Key: b.FeedbackTrue}, bankLine{Text: "Said to “false”",
			Key: b.FeedbackFalse})
		if len(b.Correction.Accept) > 1 {
			all = append(all, bankLine{Text: "Corrections that count", Key: accepted(b.Correction.Accept)})
		}
	case *quiz.Cloze:
		for _, g := range b.Gaps {
			all = append(all, bankLine{Text: "Answers that count", Key: accepted(g.Accept)})
			for _, w := range g.Wrong {
				all = append(all, bankLine{Text: "Said to “" + w.Text + "”", Key: w.Feedback})
			}
		}
	case *quiz.NextSource:
		for _, card := range b.Options {
			if card.Reveal != "" {
				all = append(all, bankLine{Text: card.Card, Key: card.Reveal})
			}
		}
	}
	return all
}

func accepted(all []quiz.Accept) string {
	var texts []string
	for _, a := range all {
		texts = append(texts, a.Text)
	}
	return strings.Join(texts, "; ")
}

// written are the parts that are written, with their levels.
func (q BankQuestion) written() []quiz.WrittenPart {
	if w, ok := q.Question.Body.(quiz.Writer); ok {
		return w.Written()
	}
	return nil
}

// said is what is told after the answer, by how well it was done.
func (q BankQuestion) said() (all []bankLine) {
	f := q.Question.Feedback
	for _, l := range []bankLine{{Text: "Said to everybody", Key: f.General}, {Text: "Said when right", Key: f.Correct},
		{Text: "Said when partly right", Key: f.Partial}, {Text: "Said when wrong", Key: f.Incorrect},
		{Text: "An answer that could be given", Key: q.Question.Body.Grade(nil).Model}} {
		if l.Key != "" {
			all = append(all, l)
		}
	}
	return all
}
