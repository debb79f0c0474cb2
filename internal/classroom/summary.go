package classroom

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// What a summary of one student's work says, worked out from their answers and from the levels that teachers gave.

// Scored is an answer that the program graded, to a question that the course still asks.
type Scored struct {
	Question   string
	Objectives []string
	Score      float64 // 0 to 1
	Guess      float64 // what answering blindly scores on average, 0 to 1
	At         time.Time
}

func (s Scored) right() bool { return s.Score >= 1-dust }

// beyondGuessing is the score with the share taken out that guessing brings: 0 for what guessing scores, or less.
func (s Scored) beyondGuessing() float64 {
	if s.Guess >= 1-dust {
		return 0
	}
	return max(0, (s.Score-s.Guess)/(1-s.Guess))
}

// Grasp is how firmly somebody has hold of an objective, in words that a student and a parent can read.
type Grasp int

// The grasps.
const (
	TooFew Grasp = iota // answers to say anything
	NotYet
	Sometimes
	SureOfIt
)

// Words is the grasp in words.
func (g Grasp) Words() string {
	return [...]string{"Too few answers to say", "Not yet", "Sometimes", "Sure of it"}[g]
}

// Where the words begin and end. They are choices to be tried out on real classes, not findings.
const (
	aimMost       = 8    // questions that count for an objective, the newest
	aimLeast      = 4    // questions before there is a word for it
	aimFades      = 0.85 // how much an answer weighs against the next newer one
	sureFrom      = 0.8
	sometimesFrom = 0.5
)

// Aim is how far somebody has come with one objective.
type Aim struct {
	Objective string
	Grasp     Grasp
	Right, Of int    // questions right, of those that count
	Missed    string // the question that was got wrong last, among those that count; "" for none
}

// Aims says for each objective that was asked about how firmly somebody has hold of it. This is the mastery rule that
// the course was planned with: of each question the newest answer counts, of these the newest eight, each corrected for
// guessing, s' = max(0, (s-g)/(1-g)), and weighted 0.85 to the power of its rank from the newest; M = Σ w·s' / Σ w.
// From M = 0.8 it is "Sure of it", from 0.5 "Sometimes", below that "Not yet".
//
// Below four questions there is no word. With one or two questions a single answer would be the whole verdict. From
// four on no single answer, not even the newest, makes a "Not yet" out of what is right otherwise (M = 0.69), and
// somebody who guesses blindly among four options is called sure at most once in 64 times.
//
// Answers are in the order in which they were given, as far as their times do not say so.
func Aims(answers []Scored) map[string]Aim {
	newest := slices.Clone(answers)
	slices.Reverse(newest)
	slices.SortStableFunc(newest, func(a, b Scored) int { return b.At.Compare(a.At) })
	seen := map[string]bool{}
	counted := map[string][]Scored{}
	for _, a := range newest {
		if seen[a.Question] {
			continue
		}
		seen[a.Question] = true
		for _, objective := range a.Objectives {
			if len(counted[objective]) < aimMost {
				counted[objective] = append(counted[objective], a)
			}
		}
	}
	aims := map[string]Aim{}
	for objective, answers := range counted {
		aims[objective] = aim(objective, answers)
	}
	return aims
}

// aim judges the answers that count for an objective, the newest first.
func aim(objective string, newest []Scored) Aim {
	out := Aim{Objective: objective, Of: len(newest)}
	var sum, weights float64
	weight := 1.0
	for _, a := range newest {
		sum += weight * a.beyondGuessing()
		weights += weight
		weight *= aimFades
		switch {
		case a.right():
			out.Right++
		case out.Missed == "":
			out.Missed = a.Question
		}
	}
	switch mastery := sum / weights; {
	case out.Of < aimLeast:
		out.Grasp = TooFew
	case mastery >= sureFrom-dust:
		out.Grasp = SureOfIt
	case mastery >= sometimesFrom-dust:
		out.Grasp = Sometimes
	default:
		out.Grasp = NotYet
	}
	return out
}

// Thought is an answer with the wrong ideas behind it; none when there is nothing wrong with it.
type Thought struct {
	Question string
	Ideas    []string // misconceptions, by id
	At       time.Time
}

// Held is a wrong idea that somebody still has, and the question at which they showed it last.
type Held struct{ Idea, Question string }

// StillHeld lists the wrong ideas behind the newest answer to each question, what was shown last first. Answers are in
// the order in which they were given, as far as their times do not say so.
func StillHeld(answers []Thought) (held []Held) {
	newest := slices.Clone(answers)
	slices.Reverse(newest)
	slices.SortStableFunc(newest, func(a, b Thought) int { return b.At.Compare(a.At) })
	answered, listed := map[string]bool{}, map[string]bool{}
	for _, a := range newest {
		if answered[a.Question] {
			continue
		}
		answered[a.Question] = true
		for _, idea := range a.Ideas {
			if !listed[idea] {
				listed[idea] = true
				held = append(held, Held{Idea: idea, Question: a.Question})
			}
		}
	}
	return held
}

// SkillLevel is a level that a teacher gave to one skill of a text.
type SkillLevel struct {
	Rubric, Skill string
	Level         int
	At            time.Time
}

// Skill is how somebody works with sources, as far as teachers have said so: the first and the latest level of one
// skill. The zero Skill has never been marked, which is no level at all.
type Skill struct {
	Marked        bool
	First, Latest int
}

// Trend is 1 when the latest level is above the first, -1 when it is below, else 0.
func (s Skill) Trend() int { return cmp.Compare(s.Latest, s.First) }

// RubricSkill names a skill: rubrics share names.
type RubricSkill struct{ Rubric, Skill string }

// Skills finds the first and the latest level of each skill that was marked. They come from teachers alone and are
// never mixed with what was answered.
func Skills(levels []SkillLevel) map[RubricSkill]Skill {
	ordered := slices.Clone(levels)
	slices.SortStableFunc(ordered, func(a, b SkillLevel) int { return a.At.Compare(b.At) })
	skills := map[RubricSkill]Skill{}
	for _, l := range ordered {
		of := RubricSkill{l.Rubric, l.Skill}
		skill, known := skills[of]
		if !known {
			skill = Skill{Marked: true, First: l.Level}
		}
		skill.Latest = l.Level
		skills[of] = skill
	}
	return skills
}

// SureCount is how often somebody was right at one level of confidence.
type SureCount struct {
	Confidence string
	Right, Of  int
}

func (c SureCount) share() float64 { return float64(c.Right) / float64(c.Of) }

// SureCounts counts answers by how sure their author was, the surest first.
func SureCounts(answers []Judged) []SureCount {
	counts := []SureCount{{Confidence: "certain"}, {Confidence: "fairly"}, {Confidence: "guess"}}
	for _, a := range answers {
		for i := range counts {
			if counts[i].Confidence == a.Confidence {
				counts[i].Of++
				if a.Right {
					counts[i].Right++
				}
			}
		}
	}
	return counts
}

// Where it can be said how well sureness and answers agree.
const (
	sureLeast = 5    // answers at a level
	sureApart = 0.10 // difference of two shares that is worth a sentence
	trusty    = 0.80 // right when certain
)

// SureSentence is what follows from the counts of SureCounts, in a sentence; "" when nothing can be said.
func SureSentence(counts []SureCount) string {
	var certain, fairly, guess SureCount
	for _, c := range counts {
		switch c.Confidence {
		case "certain":
			certain = c
		case "fairly":
			fairly = c
		case "guess":
			guess = c
		}
	}
	enough := func(c SureCount) bool { return c.Of >= sureLeast }
	switch {
	case certain.Of+fairly.Of+guess.Of == 0:
		return ""
	case enough(certain) && enough(fairly) && fairly.share() >= certain.share()+sureApart:
		return "More often right when fairly sure than when certain."
	case enough(certain) && enough(guess) && guess.share() >= certain.share()-dust:
		return "Guesses are right as often as what seems certain."
	case enough(guess) && guess.share() >= trusty-dust:
		return "Guesses are mostly right: there is more behind them than it seems."
	case enough(certain) && certain.share() < sometimesFrom:
		return "Wrong more often than right when certain."
	case enough(certain) && certain.share() >= trusty-dust:
		return "What seems certain is mostly right."
	case enough(certain):
		return "What seems certain is right more often than not."
	}
	return "Too few answers to say how well sureness and answers agree."
}

// FirstAndLatest are the scores of the first and of the latest quiz in per cent. A score that does not pass is never
// rounded up to one that does.
func (q QuizRecord) FirstAndLatest() (first, latest int) {
	if q.FirstOutOf > 0 {
		first = perCent(q.FirstMarks / q.FirstOutOf)
	}
	return first, perCent(q.LatestShare)
}

func perCent(share float64) int {
	if Passed(share, 1) {
		return int(math.Floor(100*share + 0.5))
	}
	return int(math.Floor(min(100*share+0.5, 100*PassShare-dust)))
}

// Day is what somebody did on one day.
type Day struct {
	Date              time.Time // its beginning, where the school is
	Sections, Answers int
}

// Days counts sections read and answers given by day, the latest day first. Days on which nothing was done are left
// out.
func Days(read, answered []time.Time, zone *time.Location) []Day {
	byDate := map[string]*Day{}
	day := func(at time.Time) *Day {
		at = at.In(zone)
		key := at.Format(time.DateOnly)
		if byDate[key] == nil {
			byDate[key] = &Day{Date: time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, zone)}
		}
		return byDate[key]
	}
	for _, at := range read {
		day(at).Sections++
	}
	for _, at := range answered {
		day(at).Answers++
	}
	var days []Day
	for _, d := range byDate {
		days = append(days, *d)
	}
	slices.SortFunc(days, func(a, b Day) int { return b.Date.Compare(a.Date) })
	return days
}
