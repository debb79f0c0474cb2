package views

import (
	"fmt"
	"testing"

	"dossier/internal/course"
)

func TestEssayGroups(t *testing.T) {
	bench := func(id string, kind course.BenchKind, lesson int) *course.Bench {
		return &course.Bench{ID: id, Title: "Bench " + id, Kind: kind, Lesson: &course.Lesson{Number: lesson}}
	}
	got := EssayGroups([]*course.Bench{
		bench("c", course.ExamBench, 2), bench("a", course.GuidedBench, 6), bench("b", course.GuidedBench, 5),
	})
	want := "[{Two texts, step by step [{5. Bench b b} {6. Bench a a}]} {Exam questions [{2. Bench c c}]}]"
	if fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
