package quiz_test

import (
	"math"
	"strings"
	"testing"

	"dossier/internal/quiz"
)

func order(ids string) quiz.Answer { return quiz.Answer{"order": strings.Split(ids, "")} }

func TestChronologyGrade(t *testing.T) {
	for _, tc := range []struct {
		name, order string
		pairs       float64
		exact       float64
	}{
		{"true order", "abcde", 1, 1},
		{"neighbours swapped", "bacde", 0.8, 0},
		{"last first", "eabcd", 0.2, 0},
		{"reversed", "edcba", 0, 0},
		{"first last", "bcdea", 0.2, 0},
		{"two swaps", "badce", 0.6, 0},
		{"not all", "abcd", 0, 0},
		{"one twice", "aacde", 0, 0},
		{"unknown", "abcdx", 0, 0},
		{"too many", "abcdea", 0, 0},
	} {
		for scoring, want := range map[string]float64{"pairs": tc.pairs, "exact": tc.exact} {
			q := chronology(t)
			q.Scoring = scoring
			if got := q.Grade(order(tc.order)).Score; !near(got, want) {
				t.Errorf("%s, %s: %v, want %v", tc.name, scoring, got, want)
			}
		}
	}
}

func TestChronologyOfOneDate(t *testing.T) {
	q := chronology(t)
	q.Items[2].Date = q.Items[1].Date
	for _, scoring := range []string{"pairs", "exact"} {
		q.Scoring = scoring
		for _, o := range []string{"abcde", "acbde"} {
			g := q.Grade(order(o))
			if !g.Full() {
				t.Errorf("%s, %s: %v, want 1: either order counts", o, scoring, g.Score)
			}
			for _, l := range g.Lines {
				if l.Mark != quiz.Right || l.Feedback != "" {
					t.Errorf("%s: line %+v", o, l)
				}
			}
		}
	}
}

func TestChronologyLines(t *testing.T) {
	q := chronology(t)
	q.Items[1].Date, q.Items[3].Date = "1936-08", "1937"
	g := q.Grade(order("cabde"))
	want := []quiz.Line{
		{ID: "a", Label: q.Items[0].Text, Given: "you put this 2nd", Expected: "1 December 1934", Mark: quiz.Near,
			Feedback: "This came before “Yezhov replaces Yagoda as head of the NKVD”."},
		{ID: "b", Label: q.Items[1].Text, Given: "you put this 3rd", Expected: "August 1936", Mark: quiz.Near,
			Feedback: "This came before “Yezhov replaces Yagoda as head of the NKVD”."},
		{ID: "c", Label: q.Items[2].Text, Given: "you put this 1st", Expected: "26 September 1936", Mark: quiz.Near,
			Feedback: "This came after “Sergei Kirov is murdered in Leningrad” and “The trial of Zinoviev and Kamenev opens”."},
		{ID: "d", Label: q.Items[3].Text, Given: "you put this 4th", Expected: "1937", Mark: quiz.Right},
		{ID: "e", Label: q.Items[4].Text, Given: "you put this 5th", Expected: "2 March 1938", Mark: quiz.Right},
	}
	for i, l := range g.Lines {
		if l != want[i] {
			t.Errorf("line %d\n got %+v\nwant %+v", i, l, want[i])
		}
	}
	if !strings.HasPrefix(g.Given, "1. Yezhov replaces Yagoda as head of the NKVD; 2. Sergei Kirov") {
		t.Errorf("given %q", g.Given)
	}
	both := q.Grade(order("bcaed")).Lines[0]
	if both.Mark != quiz.Near || !strings.Contains(both.Feedback, "and") {
		t.Errorf("line %+v", both)
	}
	if l := q.Grade(order("ebcda")).Lines[0]; l.Mark != quiz.Wrong {
		t.Errorf("an event that stands wrong to all others is %s", l.Mark)
	}
	if l := q.Grade(nil).Lines; len(l) != 5 || l[0].Mark != quiz.Missed || l[0].Expected == "" {
		t.Errorf("lines without an answer %+v", l)
	}
}

func TestChronologyParse(t *testing.T) {
	q, d := chronology(t), deal(4)
	places := func(p map[string]string) quiz.Form {
		f := quiz.Form{}
		for id, n := range p {
			f["pos.["+id+"]"] = []string{n}
		}
		return handled(d, f)
	}
	a, ps := q.Parse(places(map[string]string{"a": "2", "b": "3", "c": "1", "d": "4", "e": " 5"}), d)
	wantProblems(t, ps)
	if got := strings.Join(a["order"], ""); got != "cabde" {
		t.Errorf("order %s, want cabde", got)
	}
	const none = "Choose a place for “…”." // … stands for the event
	for _, tc := range []struct {
		name  string
		given map[string]string
		want  map[string]string
	}{
		{"nothing", nil, map[string]string{"a": none, "b": none, "c": none, "d": none, "e": none}},
		{"shared", map[string]string{"a": "3", "b": "3", "c": "1", "d": "4", "e": "5"}, map[string]string{
			"a": "Two events share place 3.", "b": "Two events share place 3.",
		}},
		{"shared by three", map[string]string{"a": "1", "b": "1", "c": "1", "d": "4", "e": "5"}, map[string]string{
			"a": "Three events share place 1.", "b": "Three events share place 1.", "c": "Three events share place 1.",
		}},
		{"missing", map[string]string{"a": "1", "b": "2", "c": "", "d": "4", "e": "5"}, map[string]string{"c": none}},
		{"out of range", map[string]string{"a": "0", "b": "6", "c": "x", "d": "-1", "e": "5"}, map[string]string{
			"a": none, "b": none, "c": none, "d": none,
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, ps := q.Parse(places(tc.given), d)
			var want []quiz.Problem
			for _, it := range q.Dealt(d) { // in the order of the page
				if m, ok := tc.want[it.ID]; ok {
					want = append(want, quiz.Problem{Field: "pos." + d.Handle(it.ID), Message: strings.Replace(m, "…", it.Text, 1)})
				}
			}
			wantProblems(t, ps, want...)
		})
	}
}

func TestChronologyGuessScore(t *testing.T) {
	q := chronology(t)
	sixth := quiz.Item{ID: "f", Text: "Yezhov is arrested", Date: "1939-04-10"}
	for _, tc := range []struct {
		items []quiz.Item
		want  float64
	}{
		{q.Items[:4], 0.194}, {q.Items, 0.163}, {append(append([]quiz.Item(nil), q.Items...), sixth), 0.145}, {nil, 0},
	} {
		got := (&quiz.Chronology{Items: tc.items, Scoring: "pairs"}).GuessScore()
		if math.Abs(got-tc.want) > 0.0005 {
			t.Errorf("%d events: %.4f, want %.3f", len(tc.items), got, tc.want)
		}
	}
	if got := (&quiz.Chronology{Items: q.Items[:4], Scoring: "exact"}).GuessScore(); !near(got, 1.0/24) {
		t.Errorf("exact: %v, want 1/24", got)
	}
	tied := chronology(t)
	tied.Items[1].Date = tied.Items[0].Date
	sum, n := 0.0, 0
	permute("abcde", "", func(o string) { sum += tied.Grade(order(o)).Score; n++ })
	if got := tied.GuessScore(); n != 120 || !near(got, sum/float64(n)) {
		t.Errorf("with a shared date: %v, mean over all %d orders %v", got, n, sum/float64(n))
	}
}

func permute(rest, done string, visit func(string)) {
	if rest == "" {
		visit(done)
	}
	for i := range rest {
		permute(rest[:i]+rest[i+1:], done+rest[i:i+1], visit)
	}
}
