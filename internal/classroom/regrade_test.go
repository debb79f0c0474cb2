package classroom_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
)

// twoGaps is a question with two gaps, worth two marks.
func twoGaps() *quiz.Question {
	return &quiz.Question{
		Common: quiz.Common{ID: "gaps", Version: 1, Marks: 2},
		Body: &quiz.Cloze{Text: "It was {{a}}, {{b}}.", Gaps: []quiz.Gap{
			{ID: "a", Match: "text", Accept: []quiz.Accept{{Text: "closed"}}},
			{ID: "b", Match: "text", Accept: []quiz.Accept{{Text: "secret"}}},
		}},
	}
}

func TestRegrade(t *testing.T) {
	q := twoGaps()
	first := func(a, b string) classroom.Decision {
		return classroom.Decide(q, quiz.Answer{"g.a": {a}, "g.b": {b}, "a": {a}, "b": {b}})
	}
	in := func(field, text string) []quiz.Accepted { return []quiz.Accepted{{Field: field, Text: text}} }
	full := classroom.Decision{Score: 1, Marks: 2}
	older := classroom.Decision{Score: 0.25, Marks: 0.5} // decided by grading code of before, without parts
	for _, tc := range []struct {
		name       string
		a, b       string
		first, now *classroom.Decision // nil: as the question decides
		accepted   []quiz.Accepted
		want       *classroom.Decision // nil: unchanged; without parts: score and marks alone
	}{
		{"nothing is accepted", "behind doors", "secret", nil, nil, nil, nil},
		{"accepted", "behind doors", "secret", nil, nil, in("a", "behind doors"), &full},
		{"another spelling", "Behind-Doors!", "secret", nil, nil, in("a", "behind doors"), &full},
		{"another text", "doors", "secret", nil, nil, in("a", "behind doors"), nil},
		{"the other gap", "behind doors", "secret", nil, nil, in("b", "behind doors"), nil},
		{"no such gap", "behind doors", "secret", nil, nil, in("fix", "behind doors"), nil},
		{"right before", "closed", "secret", nil, nil, in("a", "behind doors"), nil},
		{"one gap of two", "behind doors", "wrong", nil, nil, in("a", "behind doors"),
			&classroom.Decision{Score: 0.5, Marks: 1}},
		{"accepted already", "behind doors", "secret", nil, &full, in("a", "behind doors"), nil},
		{"taken back", "behind doors", "secret", nil, &full, nil, ptr(first("behind doors", "secret"))},
		{"taken back by one of two teachers", "behind doors", "secret", nil, &full, in("a", "behind doors"), nil},
		{"decided by older code, no difference", "doors", "secret", &older, &older, in("a", "behind doors"), nil},
		{"decided by older code, accepted", "behind doors", "secret", &older, &older, in("a", "behind doors"), &full},
		{"decided by older code, taken back", "behind doors", "secret", &older, &full, nil, &older},
		{"marks are never taken away", "behind doors", "wrong", &full, &full, in("a", "behind doors"), nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			as := first(tc.a, tc.b)
			a := classroom.StoredAnswer{Response: 1, First: as, Ruling: classroom.Ruling{Accepted: tc.accepted}}
			if tc.first != nil {
				a.First = *tc.first
			}
			now := a.First
			if tc.now != nil {
				now = *tc.now
			}
			a.Given = classroom.Response{Question: "gaps", Version: 1, Score: now.Score, Marks: now.Marks, Grade: now.Grade,
				Answer: quiz.Answer{"g.a": {tc.a}, "g.b": {tc.b}, "a": {tc.a}, "b": {tc.b}}}
			got := classroom.Regrade(q, []classroom.StoredAnswer{a})
			if tc.want == nil {
				if len(got) > 0 {
					t.Fatalf("changed to %+v, want unchanged", got[0].After)
				}
				return
			}
			if len(got) != 1 || got[0].After.Score != tc.want.Score || got[0].After.Marks != tc.want.Marks {
				t.Fatalf("got %+v, want %+v", got, *tc.want)
			}
			if got[0].Response != 1 || got[0].Given.Score != now.Score {
				t.Errorf("the answer itself changed: %+v", got[0].StoredAnswer)
			}
		})
	}
	if want := twoGaps(); !reflect.DeepEqual(q, want) {
		t.Error("the question itself accepts more by now")
	}
}

func ptr[T any](v T) *T { return &v }

func TestUnmatchedIn(t *testing.T) {
	q := twoGaps()
	var answers []classroom.StoredAnswer
	give := func(student classroom.StudentID, a, b string) {
		answer := quiz.Answer{"a": {a}, "b": {b}, "g.a": {a}, "g.b": {b}}
		answers = append(answers, classroom.StoredAnswer{
			Response: int64(len(answers) + 1), Student: classroom.Student{ID: student},
			Given: classroom.Response{Question: "gaps", Version: 1, Answer: answer, Grade: classroom.Decide(q, answer).Grade},
		})
	}
	give(1, "doors", "secret")
	give(1, "doors", "doors")
	give(2, "doors", "secret")
	give(3, "closed", "gates")
	given := func(a classroom.StoredAnswer) (quiz.Grade, error) { return *a.Given.Grade, nil }
	got, err := classroom.UnmatchedIn(answers, nil, given)
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		field, text string
		response    int64
		students    int
	}
	var rows []row
	for _, u := range got {
		rows = append(rows, row{u.Field, u.Text, u.Response, u.Students})
	}
	if want := []row{{"a", "doors", 1, 2}, {"b", "doors", 2, 1}, {"b", "gates", 4, 1}}; !reflect.DeepEqual(rows, want) {
		t.Errorf("got %v, want %v", rows, want)
	}
	if n := classroom.People([]classroom.Regraded{{StoredAnswer: answers[0]}, {StoredAnswer: answers[1]},
		{StoredAnswer: answers[2]}}); n != 2 {
		t.Errorf("%d people, want 2", n)
	}
}

// Spellings that differ in case, spaces, hyphens, apostrophes and full stops are one row, under the commonest of them.
func TestSpellingsAreOneRow(t *testing.T) {
	q := twoGaps()
	var answers []classroom.StoredAnswer
	for i, text := range []string{"Half a decade.", "half a decade", "half-a-decade", "half a decade", "gates", "Gates"} {
		answer := quiz.Answer{"a": {"closed"}, "b": {text}}
		answers = append(answers, classroom.StoredAnswer{
			Response: int64(i + 1), Student: classroom.Student{ID: classroom.StudentID(i + 1)},
			Given: classroom.Response{Question: "gaps", Version: 1, Answer: answer, Grade: classroom.Decide(q, answer).Grade},
		})
	}
	given := func(a classroom.StoredAnswer) (quiz.Grade, error) { return *a.Given.Grade, nil }
	asked := classroom.Asked{Question: "gaps", Version: 1}
	for name, c := range map[string]struct {
		refused []classroom.Refusal
		want    []string
	}{
		"nothing refused": {nil, []string{"half a decade: 4", "gates: 2"}},
		"refused in another spelling": {[]classroom.Refusal{{Asked: asked,
			Accepted: quiz.Accepted{Field: "b", Text: "GATES!"}}}, []string{"half a decade: 4"}},
		"refused for another gap": {[]classroom.Refusal{{Asked: asked,
			Accepted: quiz.Accepted{Field: "a", Text: "gates"}}}, []string{"half a decade: 4", "gates: 2"}},
		"refused for another wording": {[]classroom.Refusal{{Asked: classroom.Asked{Question: "gaps", Version: 2},
			Accepted: quiz.Accepted{Field: "b", Text: "gates"}}}, []string{"half a decade: 4", "gates: 2"}},
	} {
		rows, err := classroom.UnmatchedIn(answers, c.refused, given)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, u := range rows {
			got = append(got, fmt.Sprintf("%s: %d", u.Text, u.Students))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}

	// Accepting what ToAccept says leaves nothing of the row, and says nothing twice.
	rows, err := classroom.UnmatchedIn(answers, nil, given)
	if err != nil {
		t.Fatal(err)
	}
	texts := rows[0].ToAccept(q)
	if len(texts) == 0 || len(texts) > 2 {
		t.Errorf("%d texts are to be accepted for four answers that are the same", len(texts))
	}
	for i := range answers {
		answers[i].Accepted, answers[i].First = texts, answers[i].Given.Decision()
	}
	if n := len(classroom.Regrade(q, answers)); n != 4 {
		t.Errorf("%d answers change, want 4", n)
	}
}

func TestByQuestion(t *testing.T) {
	row := func(question, label string, students int) classroom.Unmatched {
		return classroom.Unmatched{Asked: classroom.Asked{Question: question, Version: 1}, Label: label, Students: students}
	}
	groups := classroom.ByQuestion([]classroom.Unmatched{row("one", "Gap 2", 4), row("two", "", 3), row("two", "", 2),
		row("one", "Gap 1", 0)})
	var got []string
	for _, group := range groups {
		for _, u := range group {
			got = append(got, fmt.Sprint(u.Question, u.Label, u.Students))
		}
	}
	if want := []string{"two3", "two2", "oneGap 10", "oneGap 24"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
