package course_test

import (
	"reflect"
	"strings"
	"testing"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// answersTo makes answers of every kind that fit a question more or less: what its parts are called, and some words.
func answersTo(q *quiz.Question) []quiz.Answer {
	words := []string{"true", "Yezhov", "Ezhov", "Kirov", "Khrushchov", "1936", "90", "700,000", "plots", "first", "both",
		"", "?"}
	answers := []quiz.Answer{nil, {"verdict": {"true"}}, {"verdict": {"false"}}}
	var parts []string
	for _, l := range q.Body.Grade(nil).Lines {
		parts = append(parts, l.ID)
		words = append(words, l.ID, l.Label, l.Expected)
	}
	answers = append(answers, quiz.Answer{"a": parts}, quiz.Answer{"order": parts})
	if n := len(parts); n > 1 {
		answers = append(answers, quiz.Answer{"a": parts[:2]},
			quiz.Answer{"order": append([]string{parts[n-1]}, parts[:n-1]...)})
	}
	for _, w := range words {
		a := quiz.Answer{"a": {w}, "n": {w}, "lo": {w}, "hi": {w}, "verdict": {"false"}, "fix": {w}}
		for i, p := range parts {
			if p != "verdict" && p != "fix" {
				a[p] = []string{w}
			}
			if aspect, option, ok := strings.Cut(p, "/"); ok && w == p { // of a provenance
				a[aspect] = []string{option}
			}
			if i%2 == 1 { // the choices of a matching go by other names than its prompts
				a[p] = []string{strings.Replace(p, "p", "c", 1)}
			}
		}
		answers = append(answers, a)
	}
	return answers
}

func TestStoredQuestionsGradeAsBefore(t *testing.T) {
	c := withKinds(t)
	kinds := map[string]map[float64]bool{}
	for _, q := range c.Questions() {
		body, sha, err := course.EncodeQuestion(q)
		if err != nil {
			t.Fatal(err)
		}
		again, err := c.DecodeQuestion(body)
		if err != nil {
			t.Fatalf("%s: %v", q.ID, err)
		}
		body2, sha2, err := course.EncodeQuestion(again)
		if err != nil {
			t.Fatal(err)
		}
		if body2 != body || sha2 != sha || len(sha) != 64 {
			t.Errorf("%s: stored again it is another question:\n%s\n%s", q.ID, body, body2)
		}
		if kinds[q.Kind] == nil {
			kinds[q.Kind] = map[float64]bool{}
		}
		for _, a := range answersTo(q) {
			got, want := again.Body.Grade(a), q.Body.Grade(a)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s, answer %v: grade\n%+v\nwant\n%+v", q.ID, a, got, want)
			}
			kinds[q.Kind][want.Score] = true
		}
	}
	for _, kind := range quiz.Kinds {
		if len(kinds[kind]) < 2 {
			t.Errorf("the answers to %s all score alike: %v", kind, kinds[kind])
		}
	}
}

// A gap that accepts a surname accepts the full name as well, since the course knows who is who.
func TestNamesAreRecognised(t *testing.T) {
	c, _ := course.Compile(minimal(t).content())
	q, _, err := c.Question("demo-11")
	if err != nil {
		t.Fatal(err)
	}
	body, _, err := course.EncodeQuestion(q)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := c.DecodeQuestion(body)
	if err != nil {
		t.Fatal(err)
	}
	for name, q := range map[string]*quiz.Question{"the question": q, "the stored question": stored} {
		for given, want := range map[string]float64{"Nikolai Yezhov": 1, "ezhov": 1, "Sergei Kirov": 0} {
			if got := q.Body.Grade(quiz.Answer{"1": {given}}).Score; got != want {
				t.Errorf("%s gives %v for %s, want %v", name, got, given, want)
			}
		}
	}
}

func TestShaFollowsTheWording(t *testing.T) {
	c := builtIn(t)
	q := *c.Questions()[0]
	_, before, err := course.EncodeQuestion(&q)
	if err != nil {
		t.Fatal(err)
	}
	q.Stem += " "
	_, after, err := course.EncodeQuestion(&q)
	if err != nil {
		t.Fatal(err)
	}
	if before == after {
		t.Error("another stem has the same hash")
	}
}

func TestDecodeRefusesWhatWasNotEncoded(t *testing.T) {
	c := builtIn(t)
	for _, body := range []string{"", "- a", "id: x", "kind: essay\n", "kind: cloze\nno_such_field: 1\n", "{"} {
		if q, err := c.DecodeQuestion(body); err == nil || strings.Contains(err.Error(), "%!") {
			t.Errorf("%q was read as %v, %v", body, q, err)
		}
	}
}
