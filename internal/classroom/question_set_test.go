package classroom_test

import (
	"strings"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
)

func TestCleanSetName(t *testing.T) {
	for typed, want := range map[string]string{
		"  Show\ttrials \n 9 ": "Show trials 9", "История": "История", "7": "7", "": "", " … ": "", "a\u202eb": "a b",
		strings.Repeat("x", 60): strings.Repeat("x", 60), strings.Repeat("x", 61): "", "a\xffb": "ab",
	} {
		if name, problem := classroom.CleanSetName(typed); name != want || (problem == "") != (want != "") {
			t.Errorf("%q: got %q, %q, want %q", typed, name, problem, want)
		}
	}
}

func TestFreeSetName(t *testing.T) {
	taken := []classroom.QuestionSet{{Name: "Trials"}, {Name: "trials 2"}, {Name: strings.Repeat("x", 60)}}
	for name, want := range map[string]string{"Purge": "Purge", "TRIALS": "TRIALS 3",
		strings.Repeat("x", 60): strings.Repeat("x", 56) + " 2"} {
		if got := classroom.FreeSetName(name, taken); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

// Each kind that a form writes is known by it again, and no other is.
func TestOwnKind(t *testing.T) {
	for want, body := range map[string]quiz.Body{
		classroom.OwnTrueFalse: quiz.TrueOrFalse(true, "", ""), classroom.OwnChoice: &quiz.SingleChoice{},
		classroom.OwnSeveral: &quiz.MultipleResponse{}, classroom.OwnPairs: &quiz.Matching{},
		classroom.OwnWord: &quiz.Cloze{Gaps: make([]quiz.Gap, 1)}, classroom.OwnNumber: &quiz.NumericEstimate{},
	} {
		if got := classroom.OwnKind(&quiz.Question{Body: body}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for _, body := range []quiz.Body{&quiz.Cloze{}, &quiz.Chronology{}, &quiz.NumericEstimate{AskRange: true}} {
		if got := classroom.OwnKind(&quiz.Question{Body: body}); got != "" {
			t.Errorf("%T is %q", body, got)
		}
	}
}
