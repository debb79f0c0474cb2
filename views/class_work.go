package views

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// HandedHref is the address of work that was handed out to a class.
func HandedHref(class, assignment int64, rest string) string {
	return ClassHref(class, fmt.Sprintf("/work/%d", assignment)) + rest
}

// ClassWorkProps is what was handed out to a class.
type ClassWorkProps struct {
	Class              ClassCard
	Open, Coming, Over []HandedRow
	Done               string // what has just been done, in a sentence
}

// HandedRow is one piece of work in the list.
type HandedRow struct {
	ID                 int64
	Title, Kind        string
	For, When          string
	Students, In, Late int
	Waits              bool // results wait to be released
}

// words say how many have handed in.
func (h HandedRow) words() string {
	said := fmt.Sprintf("%d of %d handed in", h.In, h.Students)
	if h.Late > 0 {
		said += fmt.Sprintf(", %d late", h.Late)
	}
	return said
}

// WhatToHandOutProps is what can be handed out. The Href of a link is the id.
type WhatToHandOutProps struct {
	Class   ClassCard
	Lessons []Link
	Sets    []Link // of the teacher's own questions
	Essays  []EssayGroup
}

// EssayGroup is benches and exam questions of one kind, by lesson.
type EssayGroup struct {
	Name  string
	Links []Link
}

// EssayGroups sorts benches for whoever hands one out.
func EssayGroups(benches []*course.Bench) (all []EssayGroup) {
	benches = slices.SortedStableFunc(slices.Values(benches), func(a, b *course.Bench) int {
		return cmp.Compare(a.Lesson.Number, b.Lesson.Number)
	})
	for _, kind := range []struct {
		of   course.BenchKind
		name string
	}{
		{course.GuidedBench, "Two texts, step by step"},
		{course.UnseenBench, "Two unseen texts, without help"},
		{course.ExamBench, "Exam questions"},
	} {
		group := EssayGroup{Name: kind.name}
		for _, b := range benches {
			if b.Kind == kind.of {
				group.Links = append(group.Links, Link{Text: itoa(b.Lesson.Number) + ". " + b.Title, Href: b.ID})
			}
		}
		if len(group.Links) > 0 {
			all = append(all, group)
		}
	}
	return all
}

func (w WhatToHandOutProps) href(rest string) string { return ClassHref(w.Class.ID, "/work/new?"+rest) }

// WorkFormProps is the form in which a teacher hands out work, with everything that was typed and chosen.
type WorkFormProps struct {
	Class     ClassCard
	ID        int64  // 0 for something new
	Handed    string // a classroom.Handed
	Subject   string
	Named     string // the title of the lesson or bench
	Form      quiz.Form
	Questions []ChosenQuestion
	Shelf     string // id of the lesson whose questions can be added; "" for none
	OnShelf   []ChosenQuestion
	Shelves   []Link // all lessons; the Href is the id
	Groups    []GroupChoice
	Extra     []string // who has extra time
	Later     []LaterClose
	Hidden    bool // the class may not read this lesson yet
	Zone      string
	Begun     bool // somebody has begun, so the questions stay
	Problems  Problems
	FormToken string
}

// ChosenQuestion is a question of the form.
type ChosenQuestion struct {
	Number   int
	Question QuestionProps
	Lesson   string
	InText   bool // students can answer it in the lesson, where the answer shows
}

// GroupChoice is a group in the form.
type GroupChoice struct {
	ID       int64
	Name     string
	Students int
}

func (w WorkFormProps) action() string {
	if w.ID > 0 {
		return HandedHref(w.Class.ID, w.ID, "/change")
	}
	return ClassHref(w.Class.ID, "/work/new")
}

func (w WorkFormProps) quiz() bool { return w.Handed == "quiz" }

// chose reports whether a value of a field was chosen; first is what is chosen before anybody has.
func (w WorkFormProps) chose(field, value string, first bool) bool {
	if len(w.Form[field]) == 0 {
		return first
	}
	for _, v := range w.Form[field] {
		if v == value {
			return true
		}
	}
	return false
}

// heading is what the page is about.
func (w WorkFormProps) heading() string {
	if w.ID > 0 {
		return "Change what you handed out"
	}
	return map[string]string{
		"quiz": "Hand out a quiz", "lesson": "Hand out a lesson", "bench": "Hand out an essay",
	}[w.Handed]
}

// HandedProps is one piece of work that was handed out, for a teacher.
type HandedProps struct {
	Class                           ClassCard
	Row                             HandedRow
	Subject                         string // the title of the lesson or bench
	Hidden                          bool   // the class may not read this lesson yet
	Later                           []LaterClose
	Done                            string
	Quiz, Test, Released, Withdrawn bool
	HasClose                        bool
	Facts                           WorkFacts
	Attempts                        int // 0 for as many as they like
	Results                         string
	Marking                         string // where its essays are marked; "" for none
	Copies                          []Link // the form that hands out the same to another class, by the class's name
	Students                        []TakerRow
	Questions                       []HandedQuestion
	Problems                        Problems
	FormToken                       string
	Again                           string // changes when an open page has to be loaded again
	Still                           bool   // a sample, which nothing keeps up to date
}

// The parts of the page that change while it is open.
const (
	workCountID   = "work-count"
	workWaitsID   = "work-waits"
	workAnswersID = "work-answers"
)

// WorkWithButton is the view of a page that has the button to release results, and WorkPlain of one that has not.
const (
	WorkWithButton = "button"
	WorkPlain      = "plain"
)

// releases reports whether there is something to release.
func (h HandedProps) releases() bool { return h.Quiz && !h.Released && h.Row.Waits }

func (h HandedProps) view() string {
	if h.releases() {
		return WorkWithButton
	}
	return WorkPlain
}

// HandedParts are the parts of the page that change while it is open, each an element with an id. view is what the
// page had when it was opened.
func HandedParts(h HandedProps, view string) []Part {
	parts := []Part{{workCountID, handedCount(h)}, {workWaitsID, handedWaits(h, view == WorkWithButton)},
		{workAnswersID, handedAnswers(h)}}
	for i, t := range h.Students {
		parts = append(parts, Part{RowID(t.ID), takerRow(h, t, i == 0)})
	}
	return parts
}

// StudentWorkRow is work that was handed out to one student.
type StudentWorkRow struct {
	TakerRow
	Title, Kind, Href string
	When              string
	In                bool // it was handed in
}

// handedInWords says how much of what was handed out to a student came in.
func handedInWords(rows []StudentWorkRow) string {
	in := 0
	for _, row := range rows {
		if row.In {
			in++
		}
	}
	return fmt.Sprintf("%d of %d in", in, len(rows))
}

// TakerRow is a student who has the work.
type TakerRow struct {
	ID                 int64
	Name, State, Class string
	At, Extra, Until   string
	Score              string // "" for nothing yet
	Attempts, Granted  int
	Marking            string // how far the marking of an essay is; "" where nothing was handed in
}

// LaterClose is when the work closes for students who are given longer.
type LaterClose struct {
	Names []string
	At    string
}

// who is "Ben and 2 others".
func (l LaterClose) who() string {
	if len(l.Names) < 3 {
		return namesInWords(l.Names)
	}
	return fmt.Sprintf("%s and %d others", l.Names[0], len(l.Names)-1)
}

// inLessons counts the questions that students can answer in lessons too.
func (w WorkFormProps) inLessons() (n int) {
	for _, q := range w.Questions {
		if _, own := quiz.OwnNumber(q.Question.Question.ID); !own {
			n++
		}
	}
	return n
}

// HandedQuestion is a question with how many got it right.
type HandedQuestion struct {
	Number    int
	ID, Stem  string
	Href      string // what the class made of it everywhere; "" for a teacher's own
	Right, Of int
}

// WorkStateWords is a state in words.
func WorkStateWords(state string) string { return WorkCard{State: state}.stands() }

// marksWord goes with a number of marks.
func marksWord(marks float64) string {
	if marks == 1 {
		return "mark"
	}
	return "marks"
}

// namesInWords puts names into a sentence.
func namesInWords(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
