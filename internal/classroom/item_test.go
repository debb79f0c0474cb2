package classroom_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
)

// firsts are finished first quizzes: a row for each student, with the marks of each question. A negative mark is a
// question that this student was not asked.
func firsts(outOf []float64, rows ...[]float64) (answers []classroom.FirstAnswer) {
	for s, row := range rows {
		for i, marks := range row {
			if marks < 0 {
				continue
			}
			answers = append(answers, classroom.FirstAnswer{
				Asked: item(i), Response: int64(len(answers) + 1), Student: classroom.StudentID(s + 1), Lesson: "l",
				Quiz: classroom.AttemptID(s + 1), Score: marks / outOf[i], Marks: marks, OutOf: outOf[i],
			})
		}
	}
	return answers
}

func item(i int) classroom.Asked { return classroom.Asked{Question: fmt.Sprint("q", i), Version: 1} }

var (
	maxima = []float64{1, 1, 1, 2}
	six    = [][]float64{
		{1, 1, 1, 2}, {1, 1, 0, 1.5}, {1, 0, 1, 1}, {1, 1, 0, 0.5}, {0, 0, 1, 0.5}, {0, 1, 0, 0},
	}
)

// The numbers are those of a worked example after Moodle's formulas.
func TestItemStatistics(t *testing.T) {
	items := classroom.ItemsOf(firsts(maxima, six...))
	paper, ok := classroom.PaperOf(firsts(maxima, six...))
	if !ok {
		t.Fatal("no paper")
	}
	for i, want := range []struct{ f, sd, di, de, w float64 }{
		{.6667, .5164, 60.41, 100.00, 28.33}, {.6667, .5164, -9.26, -12.50, 16.36},
		{.5000, .5477, -6.67, -7.69, 18.29}, {.4583, .7360, 87.24, 100.00, 37.03},
	} {
		it := items[item(i)]
		f, _ := it.Facility()
		sd, _ := it.SD()
		di, _ := it.Discrimination()
		de, _ := it.Efficiency()
		printed(t, fmt.Sprint("F of ", i), f, want.f, 4)
		printed(t, fmt.Sprint("SD of ", i), sd, want.sd, 4)
		printed(t, fmt.Sprint("DI of ", i), di, want.di, 2)
		printed(t, fmt.Sprint("DE of ", i), de, want.de, 2)
		printed(t, fmt.Sprint("W of ", i), paper.Weights[item(i)], want.w, 2)
	}
	printed(t, "mean", paper.Mean, 2.75, 2)
	printed(t, "SD", paper.SD, 1.4405, 4)
	printed(t, "CIC", paper.Consistency, 44.98, 2)
	printed(t, "ER", paper.ErrorRatio, 74.18, 2)
	printed(t, "SE", paper.Error, 1.0685, 4)
}

// printed compares to as many digits as the example prints.
func printed(t *testing.T, what string, got, want float64, digits int) {
	t.Helper()
	if math.Abs(got-want) > 0.5000001*math.Pow10(-digits) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// Whoever was asked an easier rest is not taken for stronger: the rest is a share of what could be had.
func TestTheRestIsAShareOfWhatWasAsked(t *testing.T) {
	outOf := []float64{1, 1, 1, 4}
	items := classroom.ItemsOf(firsts(outOf, []float64{1, 1, 1, -1}, []float64{0, -1, 1, 2}, []float64{1, 1, -1, 4}))
	got := map[classroom.StudentID]float64{}
	for _, a := range items[item(0)].Answers {
		if !a.Rested {
			t.Errorf("the answer of %d has no rest", a.Student)
		}
		got[a.Student] = a.Rest
	}
	for student, want := range map[classroom.StudentID]float64{1: 1, 2: 0.6, 3: 1} {
		if math.Abs(got[student]-want) > 1e-9 {
			t.Errorf("student %d: got a rest of %v, want %v", student, got[student], want)
		}
	}
	if _, ok := classroom.PaperOf(firsts(outOf, []float64{1, 1, 1, -1}, []float64{0, -1, 1, 2})); ok {
		t.Error("there is a paper, although not everybody was asked the same")
	}
}

func TestItemStatisticsOfNextToNothing(t *testing.T) {
	same := [][]float64{{1, 1, 0, 1}, {1, 1, 0, 1}, {1, 1, 0, 1}}
	for name, c := range map[string]struct {
		answers      []classroom.FirstAnswer
		n            int
		facility, sd bool
	}{
		"nobody":      {nil, 0, false, false},
		"one student": {firsts(maxima, six[0]), 1, true, false},
		"all alike":   {firsts(maxima, same...), 3, true, true},
		"no rest":     {firsts(maxima[:1], []float64{1}, []float64{0}), 2, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			it := classroom.ItemsOf(c.answers)[item(0)]
			if it.N() != c.n {
				t.Errorf("got %d answers, want %d", it.N(), c.n)
			}
			if f, ok := it.Facility(); ok != c.facility || math.IsNaN(f) {
				t.Errorf("facility %v %v", f, ok)
			}
			if sd, ok := it.SD(); ok != c.sd || math.IsNaN(sd) {
				t.Errorf("SD %v %v", sd, ok)
			}
			if di, ok := it.Discrimination(); ok || math.IsNaN(di) {
				t.Errorf("discrimination %v %v", di, ok)
			}
			if de, ok := it.Efficiency(); ok || math.IsNaN(de) {
				t.Errorf("efficiency %v %v", de, ok)
			}
			if flags := it.Flags(0, nil); len(flags) != 0 {
				t.Errorf("flags %v", flags)
			}
			if _, ok := classroom.PaperOf(c.answers); ok {
				t.Error("there is a paper")
			}
		})
	}
}

func TestIntervals(t *testing.T) {
	for _, c := range []struct {
		share     classroom.Share
		low, high float64
	}{
		{classroom.Share{Count: 18, Of: 25}, .52, .86}, {classroom.Share{Count: 6, Of: 10}, .31, .83},
		{classroom.Share{Count: 14, Of: 25}, .37, .73}, {classroom.Share{Count: 0, Of: 10}, 0, .28},
		{classroom.Share{Count: 10, Of: 10}, .72, 1}, {classroom.Share{}, 0, 1},
	} {
		low, high := c.share.Interval()
		printed(t, fmt.Sprint("low of ", c.share), low, c.low, 2)
		printed(t, fmt.Sprint("high of ", c.share), high, c.high, 2)
	}
}

// choices are first answers to a question of three options, a being right: "aabc" picked by four students, the first of
// whom did worst in the rest of the quiz.
func choices(picked string) (*classroom.Item, []classroom.ItemPart, []classroom.FirstAnswer) {
	body := &quiz.SingleChoice{Options: []quiz.Option{
		{ID: "a", Text: "right", Correct: true}, {ID: "b", Text: "wrong", Misconception: "m"}, {ID: "c", Text: "odd"},
	}}
	var answers []classroom.FirstAnswer
	var grades []quiz.Grade
	for i, p := range picked {
		g := body.Grade(quiz.Answer{"a": {string(p)}})
		grades = append(grades, g)
		answers = append(answers,
			classroom.FirstAnswer{Asked: item(0), Response: int64(2*i + 1), Quiz: classroom.AttemptID(i + 1), Score: g.Score,
				Marks: g.Score, OutOf: 1},
			classroom.FirstAnswer{Asked: item(1), Response: int64(2*i + 2), Quiz: classroom.AttemptID(i + 1),
				Marks: float64(i), OutOf: 100})
	}
	return classroom.ItemsOf(answers)[item(0)], classroom.PartsOf(body.Grade(nil), grades), answers
}

func TestFlags(t *testing.T) {
	for name, c := range map[string]struct {
		picked string
		want   []classroom.Flag
	}{
		"too few":               {"bbbbbbbbb", nil},
		"hard":                  {"bbbbabbbbb", []classroom.Flag{classroom.Hard}},
		"known":                 {"aaaaaaaaaa", []classroom.Flag{classroom.Known}},
		"separates":             {"bbcbbcbabaababaaaaaaaaaa", nil},
		"separates, too few":    {"aaaaaaaaaabbbbbbbbb", nil},
		"weak":                  {"babababababababababa", []classroom.Flag{classroom.Weak}},
		"reversed":              {"aaaaaaaaaaaaaaabbcbc", []classroom.Flag{classroom.OthersPicked, classroom.Reversed}},
		"stronger ones pick b":  {"aaaaaaaaaaaaaaaabbbb", []classroom.Flag{classroom.OthersPicked, classroom.Reversed}},
		"hard for the strong":   {"ccccaacacabbbbbbbbbb", []classroom.Flag{classroom.OthersPicked, classroom.Reversed, classroom.Hard}},
		"known, one wrong":      {"aaaaaaaaaaaaaaaaaaaaab", []classroom.Flag{classroom.Known}},
		"known, nobody differs": {"aaaaaaaaaaaaaaaaaaaaa", []classroom.Flag{classroom.Known}},
	} {
		t.Run(name, func(t *testing.T) {
			it, parts, _ := choices(c.picked)
			if got := it.Flags(1./3, parts); !slices.Equal(got, c.want) {
				di, _ := it.Discrimination()
				t.Errorf("got %v, want %v (DI %v)", got, c.want, di)
			}
		})
	}
}

func TestOptionNumbers(t *testing.T) {
	it, parts, _ := choices("bbbbabbabaaaaaa") // fifteen, and c never
	p := parts[0]
	var got []string
	for _, c := range p.Choices {
		n := it.Option(c.By)
		got = append(got, fmt.Sprintf("%s %v %d of %d, %d of %d, %d of %d, idle %v", c.Text, c.Key, n.Chosen.Count,
			n.Chosen.Of, n.Bottom.Count, n.Bottom.Of, n.Top.Count, n.Top.Of, n.Idle()))
		if c.Text == "wrong" && (!n.Correlated || n.Correlation >= 0) || c.Text == "odd" && n.Correlated {
			t.Errorf("%s: correlation %v %v", c.Text, n.Correlation, n.Correlated)
		}
	}
	want := []string{
		"right true 8 of 15, 1 of 5, 5 of 5, idle true", "wrong false 7 of 15, 4 of 5, 0 of 5, idle false",
		"odd false 0 of 15, 0 of 5, 0 of 5, idle true",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	few, parts, _ := choices("aaaaaaaaa")
	if few.Option(parts[0].Choices[2].By).Idle() {
		t.Error("an option is called idle after nine answers")
	}
}

func TestSureness(t *testing.T) {
	answers := firsts([]float64{1}, []float64{1}, []float64{0}, []float64{1}, []float64{0}, []float64{1})
	for i, c := range []string{"certain", "certain", "fairly", "guess", ""} {
		answers[i].Confidence = c
	}
	it := classroom.ItemsOf(answers)[item(0)]
	want := []classroom.Sure{
		{"certain", classroom.Share{Count: 1, Of: 2}}, {"fairly", classroom.Share{Count: 1, Of: 1}},
		{"guess", classroom.Share{Count: 0, Of: 1}},
	}
	if got := it.SureOf(); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if it.SureAndWrong() != 1 {
		t.Errorf("certain and wrong: got %d, want 1", it.SureAndWrong())
	}
	if got := it.FirstTime(); got != (classroom.Share{Count: 3, Of: 5}) {
		t.Errorf("right first time: got %v", got)
	}
}

func TestTheOrderOfQuestions(t *testing.T) {
	look := func(at int, picked string, sure int, flags ...classroom.Flag) classroom.Looked {
		it, _, _ := choices(picked)
		for i := range sure {
			it.Answers[i].Confidence = "certain"
		}
		return classroom.Looked{Item: it, At: at, Flags: flags}
	}
	all := []classroom.Looked{
		look(1, "aaaaab", 0), look(2, "ab", 0), look(3, "aaaaaa", 0, classroom.Known), look(4, "bbbbba", 1),
		look(5, "aabbbb", 0, classroom.Weak), look(6, "aaaabb", 0, classroom.Reversed), {At: 7}, look(8, "bbbaaa", 0),
	}
	for name, c := range map[string]struct {
		by   func(a, b classroom.Looked) int
		want []int
	}{
		"by need": {classroom.Looked.ByNeed, []int{6, 5, 4, 8, 1, 3, 2, 7}},
		"hardest": {classroom.Looked.ByHardness, []int{4, 5, 8, 6, 1, 3, 2, 7}},
	} {
		sorted := slices.Clone(all)
		slices.SortStableFunc(sorted, c.by)
		var got []int
		for _, l := range sorted {
			got = append(got, l.At)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

func TestWhereAClassIs(t *testing.T) {
	at := func(response int64, student classroom.StudentID, lesson string) classroom.FirstAnswer {
		return classroom.FirstAnswer{Response: response, Student: student, Lesson: lesson}
	}
	for name, c := range map[string]struct {
		answers []classroom.FirstAnswer
		want    string
	}{
		"nowhere":   {nil, ""},
		"most":      {[]classroom.FirstAnswer{at(1, 1, "a"), at(2, 1, "b"), at(3, 2, "b"), at(4, 3, "a")}, "b"},
		"the later": {[]classroom.FirstAnswer{at(1, 1, "b"), at(4, 2, "a")}, "a"},
		"not at a bench": {[]classroom.FirstAnswer{at(1, 1, "b"), at(4, 1, classroom.SortingLesson("x")),
			at(5, 2, classroom.SortingLesson("x"))}, "b"},
	} {
		if got := classroom.LessonNow(c.answers); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}
