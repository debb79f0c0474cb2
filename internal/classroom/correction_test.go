package classroom_test

import (
	"reflect"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
)

// choice is a question for two marks whose option a is right.
func choice() *quiz.Question {
	return &quiz.Question{Common: quiz.Common{ID: "q", Marks: 2, Kind: "single_choice"}, Body: &quiz.SingleChoice{
		Options: []quiz.Option{{ID: "a", Text: "A", Correct: true}, {ID: "b", Text: "B", Misconception: "m"},
			{ID: "c", Text: "C"}}}}
}

func corrected(kind classroom.CorrectionKind, right ...string) *classroom.Correction {
	return &classroom.Correction{NewCorrection: classroom.NewCorrection{Kind: kind, Key: map[string][]string{"a": right}}}
}

func TestRulingDecide(t *testing.T) {
	t.Parallel()
	older := classroom.Decision{Score: 0.5, Marks: 1, Grade: &quiz.Grade{Score: 0.5}}
	for _, tc := range []struct {
		name       string
		given      string
		first      *classroom.Decision // nil: as the question itself says
		correction *classroom.Correction
		marks      float64
		ruled      classroom.CorrectionKind
	}{
		{"nothing was ruled", "a", nil, nil, 2, ""},
		{"another key, right now", "b", nil, corrected(classroom.KeyCorrected, "b"), 2, classroom.KeyCorrected},
		{"another key, wrong now", "a", nil, corrected(classroom.KeyCorrected, "b"), 0, classroom.KeyCorrected},
		{"another key, still wrong", "c", nil, corrected(classroom.KeyCorrected, "b"), 0, classroom.KeyCorrected},
		{"one more counts", "b", nil, corrected(classroom.KeyCorrected, "a", "b"), 2, classroom.KeyCorrected},
		{"the same key", "a", nil, corrected(classroom.KeyCorrected, "a"), 2, ""},
		{"a key that cannot be", "a", nil, corrected(classroom.KeyCorrected, "x"), 2, ""},
		{"decided by older code, the same key", "a", &older, corrected(classroom.KeyCorrected, "a"), 1, ""},
		{"decided by older code, another key", "a", &older, corrected(classroom.KeyCorrected, "b"), 0,
			classroom.KeyCorrected},
		{"full marks", "c", nil, corrected(classroom.FullMarks), 2, classroom.FullMarks},
		{"full marks for what had them", "a", nil, corrected(classroom.FullMarks), 2, ""},
		{"withdrawn, right", "a", nil, corrected(classroom.Withdrawn), 0, classroom.Withdrawn},
		{"withdrawn, wrong", "b", nil, corrected(classroom.Withdrawn), 0, classroom.Withdrawn},
	} {
		q, answer := choice(), quiz.Answer{"a": {tc.given}}
		first := classroom.Decide(q, answer)
		if tc.first != nil {
			first = *tc.first
		}
		d := classroom.Ruling{Correction: tc.correction}.Decide(q, answer, first, 2)
		if d.Marks != tc.marks || d.Ruled != tc.ruled || d.Withdrawn() != (tc.ruled == classroom.Withdrawn) {
			t.Errorf("%s: %v marks, ruled %q, want %v, %q", tc.name, d.Marks, d.Ruled, tc.marks, tc.ruled)
		}
		if tc.ruled == "" && !reflect.DeepEqual(d, first) {
			t.Errorf("%s: %+v, want the first decision", tc.name, d)
		}
		if d.Ruled == classroom.FullMarks && len(d.Grade.WrongIdeas()) > 0 {
			t.Errorf("%s: a wrong idea is counted", tc.name)
		}
		if after, changes := classroom.RuledOn(q, answer)(classroom.Ruling{Correction: tc.correction}); tc.first == nil &&
			(changes != (tc.ruled != "") || after.Marks != tc.marks) {
			t.Errorf("%s: a new answer gets %v marks, changed %v", tc.name, after.Marks, changes)
		}
	}
}

// A corrected key and accepted texts count together.
func TestACorrectedKeyAndAcceptedTexts(t *testing.T) {
	t.Parallel()
	q := twoGaps()
	answer := quiz.Answer{"a": {"gates"}, "b": {"behind doors"}}
	r := classroom.Ruling{Accepted: []quiz.Accepted{{Field: "b", Text: "behind doors"}}}
	first := classroom.Decide(q, answer)
	if d := r.Decide(q, answer, first, q.Marks); d.Score != 0.5 || d.Ruled != "" {
		t.Errorf("accepted alone: %v %q", d.Score, d.Ruled)
	}
	r.Correction = corrected(classroom.KeyCorrected, "gates")
	if d := r.Decide(q, answer, first, q.Marks); d.Score != 1 || d.Ruled != classroom.KeyCorrected {
		t.Errorf("both: %v %q", d.Score, d.Ruled)
	}
}

func TestChanges(t *testing.T) {
	t.Parallel()
	answer := func(response int64, name string, attempt classroom.AttemptID, was float64, after classroom.Decision,
	) classroom.Regraded {
		return classroom.Regraded{After: after, StoredAnswer: classroom.StoredAnswer{Response: response, Attempt: attempt,
			OutOf: 1, Student: classroom.Student{ID: classroom.StudentID(len(name)), Name: name, ClassName: "10B"},
			Given: classroom.Response{Marks: was, Score: was, OutOf: 1}}}
	}
	more, fewer := classroom.Decision{Score: 1, Marks: 1}, classroom.Decision{}
	gone := classroom.Decision{Ruled: classroom.Withdrawn}
	totals := map[classroom.AttemptID]classroom.QuizTotal{1: {Marks: 6, OutOf: 10}, 2: {Marks: 7, OutOf: 10},
		3: {Marks: 6.3, OutOf: 10}}
	all := classroom.Changes([]classroom.Regraded{
		answer(1, "Eva", 0, 0, fewer), // the page shows another key
		answer(2, "Cleo", 1, 0, more),
		answer(3, "Benny", 2, 1, fewer),
		answer(4, "Adam B", 3, 0, gone),
		answer(5, "Adam B", 9, 0, more), // in the text
	}, totals)
	var order []int64
	for _, c := range all {
		order = append(order, c.Response)
	}
	if want := []int64{4, 5, 3, 2, 1}; !reflect.DeepEqual(order, want) {
		t.Errorf("in the order %v, want %v", order, want)
	}
	if c := all[0]; !c.InQuiz || c.After != (classroom.QuizTotal{Marks: 6.3, OutOf: 9}) || !c.After.Passed() {
		t.Errorf("withdrawn: %+v", c.After)
	}
	if all[1].InQuiz {
		t.Error("an answer in the text has a quiz")
	}
	want := classroom.ChangeCount{Answers: 4, Students: 3, Shown: 1, More: 2, Fewer: 1, NowPassed: 2, NoLongerPass: 1}
	if got := classroom.CountChanges(all); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
