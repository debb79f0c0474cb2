package classroom

import (
	"cmp"
	"slices"
	"time"
)

// IdeaWindow is how far back from the latest answer of a class a wrong idea still counts: what was wrong before has
// been taught again since, or it no longer matters today.
const IdeaWindow = 14 * 24 * time.Hour

// Idea is a wrong idea that several students of a class hold, by their latest answers.
type Idea struct {
	Misconception string
	Question      string // at which most of them showed it
	Holders       int    // students, each counted once
	Asked         int    // those who have answered a question at which somebody showed it
}

// CommonIdeas lists the wrong ideas that at least two students hold, the commonest first and then by id. known tells
// whether the course still names an idea.
func CommonIdeas(students []Working, known func(misconception string) bool) (ideas []Idea) {
	holders := map[string]map[StudentID]bool{}
	at := map[string]map[string]int{} // by idea and question
	for _, w := range students {
		for _, a := range w.Answers {
			for _, idea := range a.Ideas {
				if a.Score >= 1-1e-9 || !known(idea) {
					continue
				}
				if holders[idea] == nil {
					holders[idea], at[idea] = map[StudentID]bool{}, map[string]int{}
				}
				holders[idea][w.Student] = true
				at[idea][a.Question]++
			}
		}
	}
	for idea, who := range holders {
		if len(who) >= 2 {
			ideas = append(ideas, Idea{Misconception: idea, Question: mostAt(at[idea]), Holders: len(who),
				Asked: askedOf(students, at[idea])})
		}
	}
	slices.SortFunc(ideas, func(a, b Idea) int {
		return cmp.Or(cmp.Compare(b.Holders, a.Holders), cmp.Compare(a.Misconception, b.Misconception))
	})
	return ideas
}

// askedOf counts the students who have answered one of these questions. Quizzes are drawn for each student, so that not
// everybody is asked the same.
func askedOf(students []Working, questions map[string]int) int {
	asked := map[StudentID]bool{}
	for _, w := range students {
		if slices.ContainsFunc(w.Answers, func(a LatestAnswer) bool { return questions[a.Question] > 0 }) {
			asked[w.Student] = true
		}
	}
	return len(asked)
}

// mostAt is the question that was counted most often; of several the first by id.
func mostAt(counts map[string]int) (most string) {
	for question, n := range counts {
		if most == "" || n > counts[most] || n == counts[most] && question < most {
			most = question
		}
	}
	return most
}
