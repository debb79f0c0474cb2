package views

import (
	"fmt"

	"github.com/a-h/templ"

	"dossier/internal/classroom"
)

// Part is a piece of an open page that is drawn anew when it changes: an element with this id.
type Part struct {
	ID   string
	Draw templ.Component
}

// PresentProps is a class on the wall: nothing on it tells of a person.
type PresentProps struct {
	Class   ClassCard
	Address string // to be typed to join; "" when nobody can join
	Joined  int
	Lessons []PresentLesson
	Wrong   []IdeaLine
	Asleep  bool // nobody has used the session for a while, so the page shows no names by itself
	Still   bool // a sample, which nothing keeps up to date
}

// PresentLesson is how far the class is in a lesson.
type PresentLesson struct {
	Number int
	Title  string
	Passed int
	Begun  int // passed or under way
	Shown  classroom.Shown
	Under  classroom.Shown // how those who have begun may be shown
}

const (
	presentSubID     = "present-sub"
	presentLessonsID = "present-lessons"
	presentWrongID   = "present-wrong"
)

// PresentParts are the parts of the page that change while it is open.
func PresentParts(c PresentProps) []Part {
	return []Part{
		{presentSubID, presentSub(c)}, {presentLessonsID, presentLessons(c)}, {presentWrongID, presentWrong(c)},
	}
}

func (l PresentLesson) words(joined int) string {
	switch l.Shown {
	case classroom.AFew:
		return "a few have passed"
	case classroom.Counted:
		return fmt.Sprintf("%d of %d have passed", l.Passed, joined)
	case classroom.NearlyAll:
		return "nearly everybody has passed"
	case classroom.Everybody:
		return "everybody has passed"
	}
	switch l.Under {
	case classroom.Nobody:
		return "not begun"
	case classroom.AFew:
		return "a few have begun"
	}
	return "under way"
}

// share is how many hold an idea, as the class may see it.
func (i IdeaLine) share() string {
	switch i.Public {
	case classroom.Counted:
		return i.counted()
	case classroom.NearlyAll, classroom.Everybody:
		return "nearly all who were asked"
	}
	return "some of us"
}
