package classroom_test

import (
	"math"
	"testing"

	"dossier/internal/classroom"
)

// The example of Shrout and Fleiss, table 2: six people, each judged four times. They give ICC(1,1) = .17 and
// ICC(1,4) = .44, from mean squares of 11.24 between people and 6.26 within.
func TestDrawnOf(t *testing.T) {
	var answers []classroom.FirstAnswer
	for i, row := range [][]float64{{9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}} {
		for k, marks := range row {
			answers = append(answers, classroom.FirstAnswer{Student: classroom.StudentID(i + 1), Marks: marks, OutOf: 10,
				Asked: classroom.Asked{Question: string(rune('a' + (i+k)%7))}, Quiz: classroom.AttemptID(i + 1)})
		}
		inText := classroom.FirstAnswer{Student: classroom.StudentID(i + 1), Marks: 1, OutOf: 1}
		answers = append(answers, inText)
	}
	got, ok := classroom.DrawnOf(answers)
	if want := 100 * (11.242 - 6.264) / 11.242; !ok || got.Students != 6 || math.Abs(got.Reliability-want) > .05 {
		t.Errorf("got %+v, %v, want a reliability of %.2f", got, ok, want)
	}
	if want := 100 * math.Sqrt(6.264/4) / 10; math.Abs(got.Error-want) > .05 {
		t.Errorf("the error is %.2f, want %.2f", got.Error, want)
	}
	for name, few := range map[string][]classroom.FirstAnswer{"nobody": nil, "one student": answers[:4],
		"one question each": {answers[0], answers[5], answers[10]}, "the text alone": {answers[4], answers[9]},
		"all alike": {answers[0], answers[0], {Quiz: 2, Marks: 9, OutOf: 10}, {Quiz: 2, Marks: 9, OutOf: 10}}} {
		if got, ok := classroom.DrawnOf(few); ok {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

// A question worth four marks weighs four times as much as in the total, and a quiz of two marks compares with one of
// five.
func TestDrawnOfOtherMarks(t *testing.T) {
	of := func(quiz classroom.AttemptID, marks, outOf float64) classroom.FirstAnswer {
		return classroom.FirstAnswer{Quiz: quiz, Marks: marks, OutOf: outOf}
	}
	got, ok := classroom.DrawnOf([]classroom.FirstAnswer{of(1, 4, 4), of(1, 0, 1), of(2, 1, 1), of(2, 0, 1)})
	// Shares of 0.8 and 0.5: a spread of 0.045. Variances of 2*(0.8² + 0.8²)/25 and 2*(0.5² + 0.5²)/4.
	chance := (2*1.28/25 + 2*0.5/4) / 2
	if want := 100 * (1 - chance/0.045); !ok || math.Abs(got.Reliability-want) > 1e-6 {
		t.Errorf("got %+v, want %.3f", got, want)
	}
	if math.Abs(got.Error-100*math.Sqrt(chance)) > 1e-6 {
		t.Errorf("the error is %.3f", got.Error)
	}
}
