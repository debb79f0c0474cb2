package demo

import (
	"math/rand/v2"
	"strings"

	"dossier/internal/quiz"
)

func lower(text string) string { return strings.ToLower(text) }

// write is what somebody writes in a part of an answer: good, middling or weak, as they are able.
func (w *worker) write(q *quiz.Question, part quiz.WrittenPart) string {
	texts := texts[q.ID+"."+part.ID]
	if len(texts) == 0 {
		texts = anyTexts
	}
	return fitting(texts[w.grade(len(texts))], part.Words)
}

// grade is how well somebody writes, as a number below n; a higher one is better.
func (w *worker) grade(n int) int {
	return min(n-1, max(0, int((w.who.able-.35)/.6*float64(n)+w.r.Float64()*.8-.4)))
}

// judged is what follows an answer with written parts: its author says how good they are, and the teacher later.
func (w *worker) judged(g Given) (after []Deed) {
	body, ok := g.Question.Body.(quiz.Writer)
	if !ok {
		return nil
	}
	for _, part := range body.Written() {
		if w.r.Float64() < .5+w.who.hard*.5 {
			level := min(len(part.Levels)-1, max(0, w.grade(len(part.Levels))+rounded(w.who.bold*3, w.r)))
			after = append(after, JudgePart{g.Lesson, g.Question.ID, part.ID, level})
		}
	}
	return after
}

// rounded rounds up or down, so that it is right on average.
func rounded(x float64, r *rand.Rand) int {
	n := int(x)
	if rest := x - float64(n); rest > 0 && r.Float64() < rest {
		return n + 1
	} else if rest < 0 && r.Float64() < -rest {
		return n - 1
	}
	return n
}

// anyTexts are for questions that the invented class knows nothing of, such as those of a school's own lessons.
var anyTexts = []string{
	"I think it is useful because it is from that time. But it could also be biased so you can not believe everything.",
	"It shows what people could see and say at that time. It does not prove that it was true, because the writer only " +
		"knew one side of it. I would want a second source.",
	"It is good evidence of what the writer believed and wanted others to think. For what really happened it is weaker, " +
		"because the writer could not see all of it, so I would check it against a record from somebody else.",
}

// texts are what is written in the parts of the questions of the built-in course, weak ones first.
var texts = map[string][]string{}
