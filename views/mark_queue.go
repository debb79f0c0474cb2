package views

import (
	"fmt"
	"strings"

	"dossier/internal/course"
)

// MarkingHref is an address below /marking: of a bench, or of an answer.
func MarkingHref(parts ...any) string {
	href := "/marking"
	for _, p := range parts {
		href += fmt.Sprintf("/%v", p)
	}
	return href
}

// MarkingProps is everything that waits to be marked, bench by bench.
type MarkingProps struct {
	Names   bool   // of the students are shown
	Said    string // what the last step did
	Benches []QueueBench
	Quiet   []*course.Bench // where nothing has happened yet
	Classes []ClassCard
	Short   int // short answers in questions that wait for a level
}

// QueueBench counts the answers to one question by where they stand.
type QueueBench struct {
	Bench                                              *course.Bench
	Waiting, Yours, Others, Marked, Returned, Drafting int
	Oldest                                             string // how long the oldest has waited; "" when nothing waits
	Lead                                               bool   // the one to go on with
}

// open is how many answers this teacher can go on with.
func (q QueueBench) open() int { return q.Waiting + q.Yours }

// toMark is the entry of the navigation, with how many answers wait.
func toMark(n int) string {
	if n == 0 {
		return "To mark"
	}
	return fmt.Sprintf("To mark · %d", n)
}

// joined lists names in a sentence.
func joined(names []string) string { return strings.Join(names, ", ") }

func lessonName(b *course.Bench) string {
	if b.Lesson == nil {
		return ""
	}
	return "Lesson " + itoa(b.Lesson.Number)
}

func openWords(q QueueBench) string {
	if q.open() == 1 {
		return "answer to mark"
	}
	return "answers to mark"
}
