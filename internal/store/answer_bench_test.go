package store_test

import (
	"fmt"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

// BenchmarkAnswer measures one answer to a check question, from the form to the acknowledgement.
func BenchmarkAnswer(b *testing.B) {
	ctx := b.Context()
	s, err := store.Open(ctx, b.TempDir(), clock)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	question := store.QuestionVersion{ID: "q1", Version: 1, SHA: "1", Body: "one"}
	if _, err := s.KeepQuestions(ctx, []store.QuestionVersion{question}); err != nil {
		b.Fatal(err)
	}
	i := 0
	for b.Loop() {
		i++
		who := store.Answerer{Visitor: hash(i)}
		r := classroom.NewResponse{
			Question: classroom.Asked{Question: "q1", Version: 1}, FormToken: fmt.Sprint("form ", i),
			Score: 1, Marks: 1, OutOf: 1,
		}
		if err := s.RecordCheck(ctx, who, "lesson", []byte("key"), r); err != nil {
			b.Fatal(err)
		}
	}
}
