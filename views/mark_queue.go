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

// OfClass is behind the address of a page of marking that keeps to the answers of one class; "" for all.
func OfClass(class int64) string {
	if class == 0 {
		return ""
	}
	return "?class=" + itoa64(class)
}

// QueueHref is the address of the queue, of one class at one bench where there is a class. more is what else stands
// behind the question mark.
func QueueHref(bench string, class int64, more string) string {
	query := more
	if class != 0 {
		query = strings.Trim("bench="+bench+"&class="+itoa64(class)+"&"+more, "&")
	}
	if query == "" {
		return MarkingHref()
	}
	return MarkingHref() + "?" + query
}

// MarkingProps is everything that waits to be marked, bench by bench.
type MarkingProps struct {
	Names   bool   // of the students are shown
	Said    string // what the last step did
	Benches []QueueBench
	Quiet   []*course.Bench // where nothing has happened yet
	Classes []ClassCard
	Only    string // the class whose answers at one bench are shown; "" for everything
	Short   int    // short answers in questions that wait for a level
}

// QueueBench counts the answers to one question by where they stand.
type QueueBench struct {
	Bench                                              *course.Bench
	Waiting, Yours, Others, Marked, Returned, Drafting int
	Oldest                                             string // how long the oldest has waited; "" when nothing waits
	Lead                                               bool   // the one to go on with
	Class                                              int64  // of which they are; 0 for all
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
