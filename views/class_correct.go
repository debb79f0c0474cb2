package views

import (
	"fmt"
	"slices"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
)

// CorrectProps is the form by which a teacher puts the key of a question right, or withdraws it.
type CorrectProps struct {
	Class       ClassCard
	ID          string // of the question
	Stem, About string
	Version     int // of a wording that is not the present one; 0 for the present one
	Marks       float64
	Answers     int       // that were given to this wording, in all classes
	Standing    string    // what counts already beside the author's key; "" for nothing
	Parts       []KeyPart // empty where there is nothing that could be right or wrong
	Written     bool      // a part of the answer is written, for a person to level
	Newer       *NewerKey // the key of the present wording, where an older one can have it
	Kind        string    // what is chosen
	Reason      string
	FormToken   string
	Problems    Problems
}

// The choices of the form beside the kinds of correction.
const (
	CorrectByKey   = string(classroom.KeyCorrected)
	CorrectByNewer = "newer" // the key of the present wording
	CorrectAllFull = string(classroom.FullMarks)
	CorrectGone    = string(classroom.Withdrawn)
)

// MaxReason is how long a reason may be, in characters.
const MaxReason = 300

// KeyPart is a part of a question with what is chosen as right.
type KeyPart struct {
	quiz.KeyPart
	Chosen []string
}

// Field is the name of the part in the form.
func (p KeyPart) Field() string {
	if p.Typed() {
		return "right." + p.ID
	}
	return "key." + p.ID
}

// FieldID is an id for the part that holds no space and no slash.
func (p KeyPart) FieldID() string { return strings.NewReplacer("/", "-", " ", "-").Replace(p.Field()) }

func (p KeyPart) several() bool { return p.Most > 1 }

// long reports whether the choices are too many to stand one below the other.
func (p KeyPart) long() bool { return !p.several() && len(p.Choices) > 4 }

func (p KeyPart) chosen(id string) bool { return slices.Contains(p.Chosen, id) }

func (p KeyPart) lines() string { return strings.Join(p.Chosen, "\n") }

func (p KeyPart) rows() string { return itoa(max(2, len(p.Chosen)+1)) }

// NewerKey is the key of the present wording of a question.
type NewerKey struct {
	Version int
	Lines   []KeyLine
}

// KeyLine says what is right in a part after a correction.
type KeyLine struct{ Part, Right string }

// CorrectHref is the address of the form for a question; version 0 is the present wording.
func CorrectHref(class int64, question string, version int) string {
	v := ""
	if version > 0 {
		v = itoa(version)
	}
	return withQuery(ClassHref(class, string(QuestionsTab)+"/"+question+"/correct"), "version", v)
}

// RegradesHref is the address of the list of corrections, or of what can be done with one.
func RegradesHref(class int64, rest string) string { return ClassHref(class, "/regrades"+rest) }

func (c CorrectProps) here() string { return CorrectHref(c.Class.ID, c.ID, c.Version) }

// question is the address of the page about the question.
func (c CorrectProps) question() string {
	v := ""
	if c.Version > 0 {
		v = itoa(c.Version)
	}
	return withQuery(QuestionHref(c.Class.ID, c.ID, false), "version", v)
}

// fields are the fields of the form that can have a problem, in the order of the page.
func (c CorrectProps) fields() []string {
	all := []string{"what"}
	for _, p := range c.Parts {
		all = append(all, p.FieldID())
	}
	return append(all, "reason")
}

// given says how many answers there are.
func (c CorrectProps) given() string {
	if c.Answers == 0 {
		return "Nobody in your classes has answered this question yet. What you put right here counts from the first " +
			"answer on."
	}
	return "Your classes have given " + counted(c.Answers, "answer", "answers") +
		". You see what changes before anything is changed."
}

// gone says what withdrawing does to a quiz.
func (c CorrectProps) gone() string {
	return fmt.Sprintf("It counts for nobody. Its %s every total: a quiz of 10 marks becomes one of %s.",
		plural1(c.Marks, "mark leaves", "marks leave"), Number(max(0, 10-c.Marks)))
}

// plural1 writes "1 mark leaves", "2.5 marks leave".
func plural1(n float64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + many
}

// RegradeProps asks whether answers are to be graded anew.
type RegradeProps struct {
	Class       ClassCard
	Stem, About string
	Action      string
	Back        string // the page about the question
	What        string
	Lines       []KeyLine
	Reason      string
	Fields      []HiddenField
	Count       classroom.ChangeCount
	Changes     []RegradeChange
	More        int // changed answers that the page has no room for
}

// HiddenField is a field that the page sends as it came.
type HiddenField struct{ Name, Value string }

// RegradeChange is what a regrade does to one answer, and to its quiz; Quiz is "" for a question in the text.
type RegradeChange struct {
	Student, Class, Before, After string
	Quiz, Passed                  string
	InQuiz                        bool // in a quiz whose total is not told
	Lost                          bool // the quiz is no longer passed
}

// RegradedProps is what a correction did, answer by answer.
type RegradedProps struct {
	Class   ClassCard
	Row     RegradeRowLog
	Changes []RegradeChange
	More    bool // there are more than the page has room for
}

// title asks the question of the page.
func (r RegradeProps) title() string {
	if r.Count.Answers == 0 {
		return "No marks change"
	}
	return "Regrade " + counted(r.Count.Answers, "answer", "answers") + " of " +
		counted(r.Count.Students, "student", "students") + "?"
}

// sums says in a sentence each what the regrade comes to.
func (r RegradeProps) sums() (all []string) {
	add := func(n int, one, many string) {
		if n > 0 {
			all = append(all, counted(n, one, many)+".")
		}
	}
	add(r.Count.More, "answer gets more marks", "answers get more marks")
	add(r.Count.Fewer, "answer gets fewer marks", "answers get fewer marks")
	add(r.Count.NowPassed, "quiz that was not passed is passed", "quizzes that were not passed are passed")
	add(r.Count.NoLongerPass, "quiz that was passed is no longer passed", "quizzes that were passed are no longer passed")
	add(r.Count.Shown, "answer keeps its marks, and its page shows the new key",
		"answers keep their marks, and their pages show the new key")
	return all
}

// button says what the dark button does.
func (r RegradeProps) button() string {
	if r.Count.Answers+r.Count.Shown == 0 {
		return "Put it right"
	}
	return "Regrade"
}

// RegradesProps is what the teachers of a class have corrected.
type RegradesProps struct {
	Class ClassCard
	Rows  []RegradeRowLog
	Done  *RegradeRowLog // what was just done; nil for nothing
}

// RegradeRowLog is a correction in the list.
type RegradeRowLog struct {
	ID           int64
	Question     Link
	Where        string
	What, Reason string
	Lines        []KeyLine
	By, At       string
	Answers      string
	Regraded     bool   // some answer was graded again
	State        string // "" while it counts
	Mine, Stands bool
	Cut          bool // it was cut off, and can be finished
}

// Ruling is what a teacher's correction means for an answer, in words for its author.
type Ruling struct {
	Kind   classroom.CorrectionKind
	Marks  string // what the answer counts now: "1 of 1"
	First  string // what it counted when it was given
	Before *quiz.Grade
}

// words tell a student what was decided since.
func (r Ruling) words() string {
	switch r.Kind {
	case classroom.Withdrawn:
		return "Your teacher has withdrawn this question. It counts for nobody. At first this answer counted " + r.First + "."
	case classroom.FullMarks:
		return "Your teacher gives full marks for this question to everybody who has answered it. This answer now counts " +
			r.Marks + ". At first it counted " + r.First + "."
	case classroom.KeyCorrected:
		if r.Marks == r.First {
			return "Your teacher has put the key of this question right. This answer counts " + r.Marks + ", as before."
		}
		return "Your teacher has put the key of this question right. This answer now counts " + r.Marks +
			". At first it counted " + r.First + "."
	}
	return ""
}

// before is the question as its author was told about their answer at first.
func (q QuestionProps) before() QuestionProps {
	first := *q.Answered
	first.Grade, first.Ruling = *q.Answered.Ruling.Before, Ruling{}
	q.Answered = &first
	return q
}
