package course_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// seedOf is a seed as the program makes them: anything that differs from person to person.
func seedOf(n int) []byte { return fmt.Appendf(nil, "person %d", n) }

// pooledOne is a question of a pool that is made up: of objectives "a", "b" or "c".
func pooledOne(id, objectives string, difficulty, seconds int, source bool) *quiz.Question {
	q := &quiz.Question{Common: quiz.Common{ID: id, Objectives: strings.Split(objectives, ""), Difficulty: difficulty,
		Seconds: seconds}}
	if source {
		q.Stimulus = []string{"source:some-text"}
	}
	return q
}

// pooled is a lesson with three objectives and these questions.
func pooled(pool ...*quiz.Question) *course.Lesson {
	return &course.Lesson{Objectives: []course.Objective{{ID: "a"}, {ID: "b"}, {ID: "c"}}, Pool: pool}
}

// mixed is a lesson with 18 questions of every sort: six for each objective, two of them about a source.
func mixed() *course.Lesson {
	var pool []*quiz.Question
	for i := range 18 {
		pool = append(pool, pooledOne(fmt.Sprint("q", i), string("abc"[i%3]), 1+i/3%3, 60, i/3 < 2))
	}
	return pooled(pool...)
}

func placesIn(t *testing.T, l *course.Lesson, draw []*quiz.Question) (at []int) {
	t.Helper()
	for _, q := range draw {
		at = append(at, slices.Index(l.Pool, q))
	}
	if !slices.IsSorted(at) || len(slices.Compact(slices.Clone(at))) != len(at) || slices.Contains(at, -1) {
		t.Fatalf("the places in the pool are %v", at)
	}
	return at
}

// count is how many of the questions fit.
func count(all []*quiz.Question, fits func(*quiz.Question) bool) (n int) {
	for _, q := range all {
		if fits(q) {
			n++
		}
	}
	return n
}

func serves(objective string) func(*quiz.Question) bool {
	return func(q *quiz.Question) bool { return slices.Contains(q.Objectives, objective) }
}

func secondsOf(draw []*quiz.Question) (sum int) {
	for _, q := range draw {
		sum += q.Seconds
	}
	return sum
}

// Every quiz of the built-in course is a whole one, whoever draws it.
func TestDrawOfEachLesson(t *testing.T) {
	t.Parallel()
	content, err := course.Open("")
	if err != nil {
		t.Fatal(err)
	}
	c, _ := course.Compile(content)
	const people = 2000
	for _, l := range c.Lessons {
		t.Run(l.ID, func(t *testing.T) {
			t.Parallel()
			times, same := make([]int, len(l.Pool)), map[string]int{}
			for i := range people {
				draw := l.Draw(nil, seedOf(i))
				at := placesIn(t, l, draw)
				if len(draw) != course.QuizLength || secondsOf(draw) > course.QuizSeconds {
					t.Fatalf("%d questions in %d seconds", len(draw), secondsOf(draw))
				}
				for _, o := range l.Objectives {
					if !slices.ContainsFunc(draw, serves(o.ID)) {
						t.Fatalf("person %d is asked nothing about %s", i, o.ID)
					}
				}
				for _, place := range at {
					times[place]++
				}
				same[fmt.Sprint(at)]++
			}
			fair := float64(people*course.QuizLength) / float64(len(l.Pool))
			for i, n := range times {
				if math.Abs(float64(n)-fair) > people*.08 { // chance, and long ones where they make a quiz too long
					t.Errorf("%s is drawn %d times of %d, and %.0f are fair", l.Pool[i].ID, n, people, fair)
				}
			}
			pairs := 0
			for _, n := range same {
				pairs += n * (n - 1)
			}
			if share := float64(pairs) / (people * (people - 1)); share > 1./40 {
				t.Errorf("of 1000 pairs of people %.1f are asked the same", 1000*share)
			}
		})
	}
}

// Nobody's quiz is made of easy questions alone, or of those about sources: each sort has its part, up to the rounding,
// and all are alike likely.
func TestDrawIsMixed(t *testing.T) {
	t.Parallel()
	l := mixed()
	const people = 10_000
	times := map[string]int{}
	for i := range people {
		draw := l.Draw(nil, seedOf(i))
		for _, o := range []string{"a", "b", "c"} {
			own := slices.DeleteFunc(slices.Clone(draw), func(q *quiz.Question) bool { return !serves(o)(q) })
			if len(own) < 3 || len(own) > 4 { // 10 of 18, of 6
				t.Fatalf("%d questions for %s", len(own), o)
			}
			if n := count(own, func(q *quiz.Question) bool { return len(q.Stimulus) > 0 }); n < 1 || n > 2 { // of 2
				t.Fatalf("%d questions for %s are about a source", n, o)
			}
			for _, q := range own {
				times[q.ID]++
			}
		}
	}
	for _, q := range l.Pool {
		if fair := people * 10. / 18; math.Abs(float64(times[q.ID])-fair) > 200 { // four times the deviation
			t.Errorf("%s is drawn %d times, and %.0f are fair", q.ID, times[q.ID], fair)
		}
	}
}

func TestDrawFollowsItsSeed(t *testing.T) {
	t.Parallel()
	l, others := mixed(), 0
	first := l.Draw(nil, seedOf(0))
	for i := range 100 {
		if !slices.Equal(first, l.Draw(nil, seedOf(0))) {
			t.Fatal("the same seed draws something else")
		}
		if !slices.Equal(first, l.Draw(nil, seedOf(1+i))) {
			others++
		}
	}
	if others < 99 {
		t.Errorf("of 100 other seeds %d draw something else", others)
	}
}

// What somebody has not been asked comes first, quiz after quiz, and still everything has its part.
func TestDrawTakesUnseenQuestionsFirst(t *testing.T) {
	t.Parallel()
	for _, size := range []int{10, 11, 13, 18} {
		l := mixed()
		l.Pool = l.Pool[:size]
		for i := range 300 {
			seen := map[string]bool{}
			for try := range 3 {
				draw := l.Draw(seen, seedOf(100*i+try))
				placesIn(t, l, draw)
				unseen := func(q *quiz.Question) bool { return !seen[q.ID] }
				if got, want := count(draw, unseen), min(10, count(l.Pool, unseen)); len(draw) != 10 || got != want {
					t.Fatalf("try %d at a pool of %d brings %d new of %d, want %d", try, size, got, len(draw), want)
				}
				for _, o := range []string{"a", "b", "c"} {
					if !slices.ContainsFunc(draw, serves(o)) {
						t.Fatalf("try %d at a pool of %d asks nothing about %s", try, size, o)
					}
				}
				for _, q := range draw {
					seen[q.ID] = true
				}
			}
		}
	}
}

// A pool as a school may write it.
func TestDrawOfAnUnevenPool(t *testing.T) {
	t.Parallel()
	var many []*quiz.Question
	for i := range 18 {
		many = append(many, pooledOne(fmt.Sprint("q", i), "a", 1, 60, false))
	}
	for name, pool := range map[string][]*quiz.Question{
		"one question each for two objectives": append(slices.Clone(many), pooledOne("b", "b", 1, 60, false),
			pooledOne("c", "c", 1, 60, false)),
		"one for two at once": append(slices.Clone(many), pooledOne("bc", "bc", 1, 60, false)),
		"two, each for two": append(slices.Clone(many), pooledOne("b", "ab", 1, 60, false),
			pooledOne("c", "ac", 1, 60, false)),
		"one that serves nothing": append(slices.Clone(many), pooledOne("b", "b", 1, 60, false),
			pooledOne("c", "c", 1, 60, false),
			pooledOne("x", "z", 1, 60, false)),
	} {
		for i := range 500 {
			l := pooled(pool...)
			draw := l.Draw(nil, seedOf(i))
			placesIn(t, l, draw)
			if len(draw) != 10 || !slices.ContainsFunc(draw, serves("b")) || !slices.ContainsFunc(draw, serves("c")) {
				t.Fatalf("%s: person %d draws %d questions, %d and %d for the rare objectives", name, i, len(draw),
					count(draw, serves("b")), count(draw, serves("c")))
			}
		}
	}
	if draw := pooled(many[:7]...).Draw(nil, nil); len(draw) != 7 {
		t.Errorf("a pool of 7 draws %d", len(draw))
	}
	if draw := pooled().Draw(nil, nil); len(draw) != 0 {
		t.Errorf("an empty pool draws %d", len(draw))
	}
}

// A quiz fits its time wherever there is one that does.
func TestDrawKeepsToTheTime(t *testing.T) {
	t.Parallel()
	long := func(n, seconds int) *course.Lesson {
		l := mixed()
		for i := range n {
			l.Pool[i].Seconds = seconds
		}
		return l
	}
	for i := range 2000 {
		if got := secondsOf(long(6, 120).Draw(nil, seedOf(i))); got > course.QuizSeconds {
			t.Fatalf("person %d gets %d seconds", i, got)
		}
	}
	if draw := long(18, 200).Draw(nil, seedOf(1)); len(draw) != 10 {
		t.Errorf("where every quiz is too long, %d questions are drawn", len(draw))
	}
}
