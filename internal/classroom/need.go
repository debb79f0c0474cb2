package classroom

import (
	"cmp"
	"slices"
	"time"
)

// Working is a student of a class with the recent work that tells whether they need help.
type Working struct {
	Student            StudentID
	Name               string
	ExtraTime          int            // per cent that is added to every time limit
	Joined, LastActive time.Time      // LastActive is zero for somebody on the list who has not come in yet
	Answers            []LatestAnswer // in any order
	Open               *OpenQuestion  // of the quiz that they are in; nil when there is none
}

// LatestAnswer is the latest answer of a student to a question, with the decision about it that counts now.
type LatestAnswer struct {
	Question   string
	Score      float64 // 0 to 1
	Confidence string
	Ideas      []string // the wrong ideas behind its wrong parts
	At         time.Time
}

// Wrong reports whether the answer earned less than half its marks.
func (a LatestAnswer) Wrong() bool { return a.Score < 0.5 }

// OpenQuestion is the next question of a quiz that somebody is in.
type OpenQuestion struct {
	Lesson, Question string
	Number           int       // its place in the quiz, from 1
	Since            time.Time // of the answer before it, or of the start
}

// The bounds of the rules about who may need help. They are printed beside the list, so that a teacher can judge them.
const (
	StuckAfter    = 8 * time.Minute    // on one question, without extra time
	StuckUntil    = time.Hour          // after that the lesson is over, and nobody sits before the question
	AwayAfter     = 7 * 24 * time.Hour // behind the latest in the class, so that holidays flag nobody
	WrongOnOneAim = 2                  // answers in a row on one objective
	SureWrongs    = 3                  // certain and wrong, within NeedWindow
	NeedWindow    = 7 * 24 * time.Hour
)

// NeedRule is a rule by which somebody may need help.
type NeedRule int

// The rules, the most pressing first.
const (
	Stuck        NeedRule = iota // a long time on one question of a quiz, during a lesson
	TwoWrong                     // the two latest answers on one objective were wrong
	SureAndWrong                 // certain and wrong three times in a week
	LongAway                     // nothing for a week while the class worked
)

// Need is why a student may need help.
type Need struct {
	Student   StudentID
	Name      string
	Rule      NeedRule
	Objective string        // of TwoWrong
	Open      *OpenQuestion // of Stuck
	Count     int           // of SureAndWrong: how often
	For       time.Duration // of Stuck and LongAway: how long
}

// Needs lists who may need help: one entry for each student to whom a rule applies, with the most pressing rule, in
// the order of the rules and of the students. objectives tells which objectives a question serves; none for a question
// that the course has lost.
//
// A single wrong answer flags nobody, and neither does having answered little: only what a teacher would ask about.
func Needs(now time.Time, students []Working, objectives func(question string) []string) (needs []Need) {
	latest := time.Time{}
	for _, w := range students {
		if w.LastActive.After(latest) {
			latest = w.LastActive
		}
	}
	for _, w := range students {
		if n, ok := needOf(now, latest, w, objectives); ok {
			n.Student, n.Name = w.Student, w.Name
			needs = append(needs, n)
		}
	}
	slices.SortStableFunc(needs, func(a, b Need) int { return cmp.Compare(a.Rule, b.Rule) })
	return needs
}

func needOf(now, latest time.Time, w Working, objectives func(string) []string) (Need, bool) {
	if waited, stuck := stuckFor(now, w); stuck {
		return Need{Rule: Stuck, Open: w.Open, For: waited}, true
	}
	if objective := twoWrong(now, w, objectives); objective != "" {
		return Need{Rule: TwoWrong, Objective: objective}, true
	}
	sure := 0
	for _, a := range w.Answers {
		if a.Confidence == "certain" && a.Wrong() && Age(now, a.At) <= NeedWindow {
			sure++
		}
	}
	if sure >= SureWrongs {
		return Need{Rule: SureAndWrong, Count: sure}, true
	}
	if !w.LastActive.IsZero() && Age(latest, w.LastActive) >= AwayAfter {
		return Need{Rule: LongAway, For: Age(now, w.LastActive)}, true
	}
	return Need{}, false
}

// stuckFor is how long a student has been before the open question, if that is long enough to ask and nothing else was
// done meanwhile.
func stuckFor(now time.Time, w Working) (time.Duration, bool) {
	if w.Open == nil || w.ExtraTime == NoLimit || w.LastActive.Sub(w.Open.Since) > time.Minute {
		return 0, false
	}
	waited := Age(now, w.Open.Since)
	return waited, waited >= WithExtra(StuckAfter, w.ExtraTime) && waited < StuckUntil
}

// twoWrong is the objective on which the latest answers of this week were wrong, "" for none; of several the one with
// the newest answer.
func twoWrong(now time.Time, w Working, objectives func(string) []string) string {
	answers := slices.Clone(w.Answers)
	slices.SortFunc(answers, func(a, b LatestAnswer) int { // the newest first
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Question, b.Question))
	})
	wrong, closed := map[string]int{}, map[string]bool{}
	for _, a := range answers {
		if Age(now, a.At) > NeedWindow {
			break
		}
		for _, o := range objectives(a.Question) {
			switch {
			case closed[o]:
			case !a.Wrong():
				closed[o] = true
			default:
				if wrong[o]++; wrong[o] == WrongOnOneAim {
					return o
				}
			}
		}
	}
	return ""
}
