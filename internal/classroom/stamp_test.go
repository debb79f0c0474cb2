package classroom_test

import (
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/essay"
)

func TestWhatDiffersHasAnotherStamp(t *testing.T) {
	if got := classroom.ReasonStamp(essay.Reason{}); got != "" {
		t.Errorf("no reason has the stamp %q", got)
	}
	seen := map[string]essay.Reason{}
	for _, r := range []essay.Reason{
		{Kind: essay.Timing}, {Kind: essay.Purpose}, {Kind: essay.Timing, First: "a"}, {Kind: essay.Timing, Second: "a"},
		{Kind: essay.Timing, Fact: "a"}, {Kind: essay.Timing, So: "a"}, {Kind: essay.Timing, First: "a", Second: "b"},
		{Kind: essay.Timing, First: `a" "b`}, {Kind: essay.Timing, First: "a b"}, {Kind: essay.Timing, So: "a "},
	} {
		stamp := classroom.ReasonStamp(r)
		if other, twice := seen[stamp]; twice || stamp == "" {
			t.Errorf("%+v and %+v have the stamp %q", r, other, stamp)
		}
		seen[stamp] = r
	}
}

func TestLevelsHaveOneStampInWhateverOrder(t *testing.T) {
	a := classroom.SelfAssessment{Skill: "a", Level: 1, Sentence: "one"}
	b := classroom.SelfAssessment{Skill: "b", Level: 1, Sentence: "one"}
	ab := classroom.AssessmentStamp([]classroom.SelfAssessment{a, b})
	if ba := classroom.AssessmentStamp([]classroom.SelfAssessment{b, a}); ab != ba {
		t.Errorf("the order counts: %s and %s", ab, ba)
	}
	b.Level = 2
	if got := classroom.AssessmentStamp([]classroom.SelfAssessment{a, b}); got == ab {
		t.Error("another level has the same stamp")
	}
	if got := classroom.AssessmentStamp(nil); got != "" {
		t.Errorf("no levels have the stamp %q", got)
	}
}

func TestSortingHasALessonOfItsOwn(t *testing.T) {
	if bench, is := classroom.SortingBench(classroom.SortingLesson("two-verdicts")); !is || bench != "two-verdicts" {
		t.Errorf("got %q, %t", bench, is)
	}
	if bench, is := classroom.SortingBench("kirov"); is {
		t.Errorf("a lesson is the sorting task of %q", bench)
	}
}
