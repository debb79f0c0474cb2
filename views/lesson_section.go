package views

import (
	"slices"
	"strings"

	"dossier/internal/course"
)

// number is the place of the section in its lesson, from 1.
func (s SectionProps) number() int { return slices.Index(s.Lesson.Lesson.Sections, s.Section) + 1 }

// next is where reading goes on: the next section, or the quiz.
func (s SectionProps) next() Link {
	lesson := s.Lesson.Lesson
	if after := lesson.After(s.Section); after != nil {
		return Link{Text: "Next: " + after.Title, Href: SectionPath(lesson.ID, after.ID)}
	}
	return Link{Text: "Next: the quiz", Href: QuizPath(lesson.ID)}
}

// back is where the reader came from: the section before, or the contents.
func (s SectionProps) back() Link {
	lesson := s.Lesson.Lesson
	if n := s.number(); n > 1 {
		before := lesson.Sections[n-2]
		return Link{Text: "Back: " + before.Title, Href: SectionPath(lesson.ID, before.ID)}
	}
	return Link{Text: "Back: contents", Href: LessonPath(lesson.ID)}
}

// evidence says in a few words what a section rests on: "4 documents, 1 point disputed".
func evidence(s *course.Section) string {
	documents, disputed := map[*course.Document]bool{}, 0
	for _, f := range s.Cited {
		for _, d := range f.Documents {
			documents[d] = true
		}
		if f.Status == course.Disputed {
			disputed++
		}
	}
	parts := []string{plural(len(s.Cited), "1 point", "points")}
	if len(documents) > 0 {
		parts = append(parts, plural(len(documents), "1 document", "documents"))
	}
	if disputed > 0 {
		parts = append(parts, itoa(disputed)+" disputed")
	}
	return strings.Join(parts, ", ")
}

// PlaceInLesson is the place bar of a lesson: a step for each section and one for the quiz. here is a section or
// "quiz"; passed says that the quiz is.
func PlaceInLesson(l *course.Lesson, read map[string]bool, here string, passed bool) []PlaceStep {
	var steps []PlaceStep
	add := func(name string, done, now bool) {
		step := PlaceStep{Words: name}
		switch {
		case now:
			step.Class, step.Words = "now", name+": you are here"
		case done:
			step.Class, step.Words = "done", name+": done"
		}
		steps = append(steps, step)
	}
	for i, s := range l.Sections {
		add("Section "+itoa(i+1), read[s.ID], s.ID == here)
	}
	add("Quiz", passed, here == "quiz")
	return steps
}
