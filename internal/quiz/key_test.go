package quiz_test

import (
	"errors"
	"reflect"
	"testing"

	"dossier/internal/quiz"
)

// right is a key.
type right = map[string][]string

// What an answer scores before its key is put right, and after.
func TestWithKey(t *testing.T) {
	t.Parallel()
	all := multiple(t)
	all.Scoring = "all_or_nothing"
	exact := chronology(t)
	exact.Scoring = "exact"
	for _, tc := range []struct {
		name    string
		body    quiz.Body
		key     right
		answer  quiz.Answer
		was, is float64
	}{
		{"another option counts", single(t), right{"a": {"b"}}, quiz.Answer{"a": {"b"}}, 0, 1},
		{"the old one no longer", single(t), right{"a": {"b"}}, quiz.Answer{"a": {"a"}}, 1, 0},
		{"two count, the old", single(t), right{"a": {"a", "b"}}, quiz.Answer{"a": {"a"}}, 1, 1},
		{"two count, the new", single(t), right{"a": {"a", "b"}}, quiz.Answer{"a": {"b"}}, 0, 1},
		{"two count, a third", single(t), right{"a": {"a", "b"}}, quiz.Answer{"a": {"c"}}, 0, 0},
		{"a part left out stays", single(t), right{}, quiz.Answer{"a": {"a"}}, 1, 1},

		{"another pair", multiple(t), right{"a": {"a", "c"}}, quiz.Answer{"a": {"a", "c"}}, 0, 1},
		{"another pair, the old one", multiple(t), right{"a": {"a", "c"}}, quiz.Answer{"a": {"a", "b"}}, 1, 0},
		{"three right, two to choose", multiple(t), right{"a": {"a", "b", "c"}}, quiz.Answer{"a": {"b", "c"}}, 0, 1},
		{"three right, one wrong", multiple(t), right{"a": {"a", "b", "c"}}, quiz.Answer{"a": {"b", "d"}}, 0, 0},
		{"one right, one had to be wrong", multiple(t), right{"a": {"a"}}, quiz.Answer{"a": {"a", "d"}}, 0, 1},
		{"one right, and not found", multiple(t), right{"a": {"a"}}, quiz.Answer{"a": {"b", "d"}}, 0, 0},
		{"all or nothing, three right", all, right{"a": {"a", "b", "c"}}, quiz.Answer{"a": {"b", "c"}}, 0, 1},
		{"all or nothing, one right", all, right{"a": {"a"}}, quiz.Answer{"a": {"a", "c"}}, 0, 1},

		{"true after all", falseStatement(t), right{"verdict": {"true"}}, quiz.Answer{"verdict": {"true"}}, 0, 1},
		{"false no longer", falseStatement(t), right{"verdict": {"true"}},
			quiz.Answer{"verdict": {"false"}, "fix": {"Yezhov"}}, 1, 0},
		{"false after all", trueStatement(t), right{"verdict": {"false"}}, quiz.Answer{"verdict": {"false"}}, 0, 1},
		{"false after all, with a correction", trueStatement(t), right{"verdict": {"false"}},
			quiz.Answer{"verdict": {"false"}, "fix": {"anybody"}}, 0, 1},
		{"true no longer", trueStatement(t), right{"verdict": {"false"}}, quiz.Answer{"verdict": {"true"}}, 1, 0},
		{"another correction", falseStatement(t), right{"fix": {"Beria"}},
			quiz.Answer{"verdict": {"false"}, "fix": {"Beria"}}, 0.5, 1},
		{"not that correction any more", falseStatement(t), right{"fix": {"Beria"}},
			quiz.Answer{"verdict": {"false"}, "fix": {"Yezhov"}}, 1, 0.5},

		{"two events change places", exact, right{"b": {"3"}, "c": {"2"}}, order("acbde"), 0, 1},
		{"the old order", exact, right{"b": {"3"}, "c": {"2"}}, order("abcde"), 1, 0},
		{"two may stand either way, as before", exact, right{"c": {"2"}}, order("abcde"), 1, 1},
		{"two may stand either way, turned round", exact, right{"c": {"2"}}, order("acbde"), 0, 1},
		{"two may stand either way, a third is wrong", exact, right{"c": {"2"}}, order("acbed"), 0, 0},
		{"pairs are counted anew", chronology(t), right{"c": {"2"}}, order("acbed"), 0.6, 0.8},

		{"another match", matching(t), right{"p1": {"c4"}}, quiz.Answer{"p1": {"c4"}}, 0, 1. / 3},
		{"two matches, the old", matching(t), right{"p1": {"c1", "c4"}}, quiz.Answer{"p1": {"c1"}}, 1. / 3, 1. / 3},
		{"two matches, the new", matching(t), right{"p1": {"c1", "c4"}}, quiz.Answer{"p1": {"c4"}}, 0, 1. / 3},

		{"another name in a gap", cloze(t), right{"1": {"Yezhov", "Nikolai Yezhov", "Beria"}},
			quiz.Answer{"1": {"Beria"}, "2": {"Yagoda"}}, 0.5, 1},
		{"a name that is out", cloze(t), right{"1": {"Beria"}}, quiz.Answer{"1": {"Yezhov"}, "2": {"Yagoda"}}, 1, 0.5},

		{"another number", numeric(t), right{"answer": {"1,000,000"}}, quiz.Answer{"n": {"1 million"}}, 0.25, 1},
		{"the old number", numeric(t), right{"answer": {"5,000,000"}}, quiz.Answer{"n": {"681,692"}}, 1, 0},
		{"a wider band", percent(), right{"within-0": {"5"}}, quiz.Answer{"n": {"75"}}, 0.5, 1},
		{"a wider outer band", percent(), right{"within-1": {"20"}}, quiz.Answer{"n": {"55"}}, 0, 0.5},
		{"another year", year(), right{"answer": {"1937"}}, quiz.Answer{"n": {"1937"}}, 0.5, 1},

		{"a passage shows it after all", evidence(t), right{"s3": {"key"}}, quiz.Answer{"a": {"s3"}}, 0.175, 0.35},
		{"a passage no longer shows it", evidence(t), right{"s1": {"neutral"}}, quiz.Answer{"a": {"s1"}}, 0.35, 0},
		{"another reason", evidence(t), right{"because": {"w2"}}, quiz.Answer{"because": {"w2"}}, 0, 0.3},
		{"other words to copy", quotation(t), right{"s2": {"key"}}, quiz.Answer{"quote": {"It calls it"}}, 0, 1},

		{"another option of a part", provenance(t), right{"author": {"b"}}, quiz.Answer{"author": {"b"}}, 0, 0.5},
		{"a point that fits both", comparison(t), right{"p1": {"both"}}, quiz.Answer{"p1": {"both"}}, 0, 0.25},
		{"a point that may be said of two", comparison(t), right{"p1": {"first", "both"}},
			quiz.Answer{"p1": {"first"}}, 0.25, 0.25},

		{"a good source is the best", nextSource(t), right{"d": {"best"}},
			quiz.Answer{"a": {"d"}, "why": {"tests"}}, 0.85, 1},
		{"the best is none", nextSource(t), right{"a": {"nothing"}, "d": {"best"}}, quiz.Answer{"a": {"a"}}, 0.6, 0},
		{"another reason holds", nextSource(t), right{"a/why": {"repeats"}},
			quiz.Answer{"a": {"a"}, "why": {"repeats"}}, 0.6, 1},
		{"no reason holds", nextSource(t), right{"a/why": {}}, quiz.Answer{"a": {"a"}}, 0.6, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			before := tc.body.Grade(tc.answer)
			if !near(before.Score, tc.was) {
				t.Fatalf("before: %v, want %v", before.Score, tc.was)
			}
			after, err := tc.body.(quiz.Keyed).WithKey(tc.key)
			if err != nil {
				t.Fatal(err)
			}
			if got := after.Grade(tc.answer).Score; !near(got, tc.is) {
				t.Errorf("after: %v, want %v", got, tc.is)
			}
			if again := tc.body.Grade(tc.answer); !reflect.DeepEqual(before, again) {
				t.Errorf("the body itself has changed:\n%+v\n%+v", before, again)
			}
			if _, ok := tc.body.(*quiz.NextSource); ok {
				return // how good a source is has more steps than a key
			}
			back, err := after.(quiz.Keyed).WithKey(quiz.KeyOf(tc.body))
			if err != nil {
				t.Fatal(err)
			}
			if got := back.Grade(tc.answer).Score; !near(got, tc.was) {
				t.Errorf("with its own key again: %v, want %v", got, tc.was)
			}
			if !quiz.SameParts(tc.body, after) {
				t.Error("with another key the parts are not the same")
			}
		})
	}
}

// A key says what it says: what comes out is what went in, and every kind has one.
func TestKeyOf(t *testing.T) {
	t.Parallel()
	for _, q := range samples(t) {
		keyed, ok := q.Body.(quiz.Keyed)
		if !ok || len(keyed.Key()) == 0 {
			t.Errorf("%s has no key", q.Kind)
			continue
		}
		same, err := keyed.WithKey(quiz.KeyOf(q.Body))
		if err != nil {
			t.Errorf("%s: its own key is refused: %v", q.Kind, err)
			continue
		}
		if !reflect.DeepEqual(same, q.Body) && !quiz.SameKey(quiz.KeyOf(same), quiz.KeyOf(q.Body)) {
			t.Errorf("%s: its own key changes it", q.Kind)
		}
		if !reflect.DeepEqual(same.Grade(nil), q.Body.Grade(nil)) {
			t.Errorf("%s: its own key changes what is said", q.Kind)
		}
		for _, p := range keyed.Key() {
			if len(p.Right) < p.Least || len(p.Right) > p.Most {
				t.Errorf("%s: part %s has %d right, and %d to %d may be", q.Kind, p.ID, len(p.Right), p.Least, p.Most)
			}
		}
	}
}

// What was said about an option that has turned round is said no more.
func TestAKeySaysNothingThatNoLongerHolds(t *testing.T) {
	t.Parallel()
	body, err := single(t).WithKey(right{"a": {"b"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range body.Grade(quiz.Answer{"a": {"a"}}).Lines {
		if kept := l.ID == "c"; kept != (l.Feedback != "") || kept != (l.Misconception != "") {
			t.Errorf("option %s: %q, %q", l.ID, l.Feedback, l.Misconception)
		}
	}
	q := question("single_choice", single(t))
	q.Feedback.General = "Almost no documents were offered."
	after, err := q.WithKey(right{"a": {"b"}})
	if err != nil {
		t.Fatal(err)
	}
	if after.Feedback != (quiz.Feedback{}) || q.Feedback.General == "" || after.Version != q.Version {
		t.Errorf("after %+v, before %+v", after.Feedback, q.Feedback)
	}
	body, err = chronology(t).WithKey(right{"c": {"2"}})
	if err != nil {
		t.Fatal(err)
	}
	var places []string
	for _, l := range body.Grade(nil).Lines {
		places = append(places, l.Expected)
	}
	if want := []string{"1st", "2nd to 3rd", "2nd to 3rd", "4th", "5th"}; !reflect.DeepEqual(places, want) {
		t.Errorf("places %q, want %q", places, want)
	}
}

// Where one of several options is to be chosen, the others that count are not held against anybody.
func TestOneOfSeveralIsEnough(t *testing.T) {
	t.Parallel()
	body, err := provenance(t).WithKey(right{"author": {"a", "b"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range body.Grade(quiz.Answer{"author": {"b"}}).Lines {
		if l.ID == "author/a" && l.Mark != quiz.Rest || l.ID == "author/b" && l.Mark != quiz.Right {
			t.Errorf("%s is %s", l.ID, l.Mark)
		}
	}
}

func TestKeysThatCannotBe(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name string
		body quiz.Body
		key  right
		part string
	}{
		{"nothing is right", single(t), right{"a": {}}, "a"},
		{"everything is right", single(t), right{"a": {"a", "b", "c"}}, "a"},
		{"no such option", single(t), right{"a": {"x"}}, "a"},
		{"nothing to tick", multiple(t), right{"a": {""}}, "a"},
		{"true and false", falseStatement(t), right{"verdict": {"true", "false"}}, "verdict"},
		{"no correction", falseStatement(t), right{"fix": {" "}}, "fix"},
		{"a place that there is not", chronology(t), right{"a": {"6"}}, "a"},
		{"all in one place", chronology(t), right{"a": {"1"}, "b": {"1"}, "c": {"1"}, "d": {"1"}, "e": {"1"}}, "a"},
		{"no match", matching(t), right{"p1": nil}, "p1"},
		{"no such match", matching(t), right{"p1": {"p2"}}, "p1"},
		{"an empty gap", cloze(t), right{"2": {""}}, "2"},
		{"no number", numeric(t), right{"answer": {"many"}}, "answer"},
		{"no year", year(), right{"answer": {"99"}}, "answer"},
		{"a band that is not wider", percent(), right{"within-1": {"1"}}, "within-1"},
		{"a band below nothing", percent(), right{"within-0": {"-1"}}, "within-0"},
		{"a band in words", percent(), right{"within-0": {"some"}}, "within-0"},
		{"a part without an answer", provenance(t), right{"author": {}}, "author"},
		{"a point that fits everything", comparison(t), right{"p1": {"first", "second", "both", "neither"}}, "p1"},
		{"no source is the best", nextSource(t), right{"a": {"good"}}, "a"},
		{"no passage shows it", quotation(t), right{"s1": {"near"}}, "s1"},
		{"no such reason", nextSource(t), right{"a/why": {"x"}}, "a/why"},
	} {
		_, err := tc.body.(quiz.Keyed).WithKey(tc.key)
		var problem quiz.KeyProblem
		if !errors.As(err, &problem) || problem.Part != tc.part || problem.Message == "" {
			t.Errorf("%s: %v in part %q, want a problem in %q", tc.name, err, problem.Part, tc.part)
		}
	}
}

func TestSameParts(t *testing.T) {
	t.Parallel()
	fewer := single(t)
	fewer.Options = fewer.Options[:2]
	other := single(t)
	other.Options[2].ID = "d"
	reworded := single(t)
	reworded.Options[1].Text, reworded.Options[0].Correct, reworded.Options[1].Correct = "letters from Berlin", false, true
	for _, tc := range []struct {
		name string
		a, b quiz.Body
		want bool
	}{
		{"the same", single(t), single(t), true},
		{"reworded, with another key", single(t), reworded, true},
		{"an option less", single(t), fewer, false},
		{"another option", single(t), other, false},
		{"another kind", single(t), matching(t), false},
		{"true and false", trueStatement(t), falseStatement(t), false},
	} {
		if got := quiz.SameParts(tc.a, tc.b); got != tc.want {
			t.Errorf("%s: %v", tc.name, got)
		}
	}
}
