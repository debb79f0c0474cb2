package demo

import (
	"math/rand/v2"

	"dossier/internal/quiz"
)

// Right and Wrong are answers to a question, as somebody gives them who writes this text.
func Right(q *quiz.Question, text string) quiz.Answer { return right(q, writing(text)) }

func Wrong(q *quiz.Question, seed uint64, idea string, text string) quiz.Answer {
	return wrong(q, rand.New(rand.NewPCG(seed, seed)), idea, nil, writing(text))
}

func writing(text string) writer {
	return func(_ *quiz.Question, part quiz.WrittenPart) string { return fitting(text, part.Words) }
}

// Known are the fields and parts of questions for which there are texts of the demo's own.
func Known() (fields []string) {
	for field := range typed {
		fields = append(fields, field)
	}
	for part := range texts {
		fields = append(fields, part)
	}
	return fields
}
