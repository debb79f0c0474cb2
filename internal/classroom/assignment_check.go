package classroom

import (
	"strings"
	"time"
	"unicode/utf8"
)

const (
	// LongestTitle is how many letters the title of an assignment may have.
	LongestTitle = 80
	// LongestLimit is the longest time limit, in minutes.
	LongestLimit = 600
	// MostAttempts is how many attempts a form can allow.
	MostAttempts = 20
)

// The fields of an assignment, as a form calls them.
const (
	FieldTitle     = "title"
	FieldSubject   = "subject"
	FieldGroups    = "groups"
	FieldQuestions = "questions"
	FieldDrawn     = "drawn"
	FieldOpens     = "opens"
	FieldDue       = "due"
	FieldCloses    = "closes"
	FieldMinutes   = "minutes"
	FieldAttempts  = "attempts"
	FieldResults   = "results"
)

// Wrong is something about an assignment that a teacher must put right before it can be handed out.
type Wrong struct {
	Field string // one of the fields
	Says  string // a sentence
}

// Check lists what is wrong with an assignment that is to be handed out or changed now, in the order of the form.
func (a Assignment) Check(now time.Time) (all []Wrong) {
	say := func(is bool, field, says string) {
		if is {
			all = append(all, Wrong{field, says})
		}
	}
	say(strings.TrimSpace(a.Title) == "", FieldTitle, "Give it a title, so that students know what it is.")
	say(utf8.RuneCountInString(a.Title) > LongestTitle, FieldTitle, "A title has at most 80 letters.")
	quiz := a.Handed == HandedQuiz
	say(!quiz && a.Subject == "", FieldSubject, "Choose what you hand out.")
	say(quiz && len(a.Questions) == 0, FieldQuestions, "Choose at least one question.")
	say(a.Drawn < 0 || a.Drawn > len(a.Questions), FieldDrawn,
		"There are not as many questions as each student would get. Choose more, or draw fewer.")
	say(!before(a.Opens, a.Due), FieldDue, "It would be due before it opens.")
	say(!before(a.Opens, a.Closes), FieldCloses, "It would close before it opens.")
	say(!a.Due.IsZero() && !a.Closes.IsZero() && a.Closes.Before(a.Due), FieldCloses, "It would close before it is due.")
	say(a.ID == 0 && !a.Closes.IsZero() && !a.Closes.After(now), FieldCloses, "That time has passed already.")
	say(a.Minutes < 0 || a.Minutes > LongestLimit, FieldMinutes, "A time limit is from 1 to 600 minutes.")
	say(a.Attempts < 0 || a.Attempts > MostAttempts, FieldAttempts,
		"Allow from 1 to 20 attempts, or as many as they like.")
	say(a.Results == ResultsClosed && a.Closes.IsZero(), FieldResults,
		"Say when it closes, or choose another time for the results.")
	say(a.Test && a.Results == ResultsAtOnce && a.Attempts != 1, FieldResults,
		"Whoever tries again would know the answers. Allow one attempt, or keep the results back.")
	return all
}

// before reports whether one time is before another; true where one of them is not set.
func before(first, second time.Time) bool {
	return first.IsZero() || second.IsZero() || first.Before(second)
}
