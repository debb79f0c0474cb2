package course

import (
	"crypto/sha256"
	"maps"
	"math/rand/v2"
	"slices"

	"dossier/internal/quiz"
)

const (
	QuizLength  = 10  // how many questions a lesson's quiz draws
	QuizSeconds = 900 // how long a quiz may take, by what the questions say of themselves
	meanSeconds = 855 // and on average: of a pool nearer to the limit too many quizzes would be drawn anew
	longSeconds = 120 // from here on a question is a long one
)

// drawings is how often a quiz that would take too long is drawn anew. After that the shortest one counts.
const drawings = 32

// Draw picks the questions of a quiz: QuizLength of the pool, all of a smaller pool. seen tells which questions the
// person has been asked before: the others come first. The rest is chance, which is the same for the same seed, and
// nobody who lacks the seed can foresee it. Chance is kept within bounds, so that two quizzes ask much the same:
//
//   - Each objective of the lesson gets its part of the questions, one at least. Among what was not seen yet it can
//     only have what is left.
//   - So do long questions and short ones. Among those of an objective, questions about a source or a figure get their
//     part, and so do easy and hard ones.
//   - All questions are as likely as each other. Only where an objective has so few that it could come away empty, or
//     where a quiz would take more than QuizSeconds, are some drawn a little more often.
//
// The order is that of the file. Its author has put recalling before weighing, and the order tells nobody anything,
// since a neighbour's third question is another one.
func (l *Lesson) Draw(seen map[string]bool, seed []byte) (draw []*quiz.Question) {
	r := rand.New(rand.NewChaCha8(sha256.Sum256(seed)))
	shortest, objective := 0, l.drawnFor()
	for try := range drawings {
		d := drawing{lesson: l, r: r, objective: objective, picked: map[*quiz.Question]bool{}}
		d.pick(having(l.Pool, func(q *quiz.Question) bool { return !seen[q.ID] }))
		d.pick(having(l.Pool, func(q *quiz.Question) bool { return seen[q.ID] }))
		if took := d.seconds(); try == 0 || took < shortest {
			draw, shortest = d.inOrder(), took
		}
		if shortest <= QuizSeconds {
			break
		}
	}
	return draw
}

// quizSeconds is how long a first quiz takes on average.
func (l *Lesson) quizSeconds() int {
	sum := 0
	for _, q := range l.Pool {
		sum += q.Seconds
	}
	return sum * min(QuizLength, len(l.Pool)) / max(1, len(l.Pool))
}

// drawnFor is the objective for which each question is drawn, by its place in the lesson: of those that it serves the
// one that the fewest serve. -1 for a question that serves none.
func (l *Lesson) drawnFor() map[*quiz.Question]int {
	serve := make([]int, len(l.Objectives))
	for i, o := range l.Objectives {
		serve[i] = len(serving(l.Pool, o.ID))
	}
	all := map[*quiz.Question]int{}
	for _, q := range l.Pool {
		all[q] = -1
		for i, o := range l.Objectives {
			if slices.Contains(q.Objectives, o.ID) && (all[q] < 0 || serve[i] < serve[all[q]]) {
				all[q] = i
			}
		}
	}
	return all
}

func serving(all []*quiz.Question, objective string) []*quiz.Question {
	return having(all, func(q *quiz.Question) bool { return slices.Contains(q.Objectives, objective) })
}

func having(all []*quiz.Question, what func(*quiz.Question) bool) []*quiz.Question {
	return slices.DeleteFunc(slices.Clone(all), func(q *quiz.Question) bool { return !what(q) })
}

// drawing is one go at drawing a quiz.
type drawing struct {
	lesson    *Lesson
	r         *rand.Rand
	objective map[*quiz.Question]int // see drawnFor
	picked    map[*quiz.Question]bool
}

func (d *drawing) seconds() (sum int) {
	for q := range d.picked {
		sum += q.Seconds
	}
	return sum
}

func (d *drawing) inOrder() (all []*quiz.Question) {
	for _, q := range d.lesson.Pool {
		if d.picked[q] {
			all = append(all, q)
		}
	}
	return all
}

// pick fills the places that are left with some of these questions. When n of m are wanted, each begins with a chance
// of n/m. Two whose chances are open then play for them, so that one of the two is decided and each had the chance that
// it came with. Who is alike plays first, and therefore a group of k questions gets n/m of k, rounded up or down.
//
// This is the pivotal method (Deville and Tillé, Unequal probability sampling without replacement through a splitting
// method, Biometrika 85, 1998).
func (d *drawing) pick(from []*quiz.Question) {
	from = d.cover(from)
	places := QuizLength - len(d.picked)
	if places == 0 {
		return
	}
	if places >= len(from) {
		for _, q := range from {
			d.picked[q] = true
		}
		return
	}
	lots := make([]*lot, len(from))
	for i, q := range from {
		lots[i] = &lot{question: q, chance: places}
	}
	d.play(lots, len(from), length, func(q *quiz.Question) int { return d.objective[q] }, evidence, difficulty)
	for _, one := range lots {
		if one.chance == len(from) {
			d.picked[one.question] = true
		}
	}
}

// cover picks one question, whichever, for each objective that could come away empty. It returns the questions that are
// left.
func (d *drawing) cover(from []*quiz.Question) []*quiz.Question {
	for again := true; again; {
		again = false
		for i, o := range d.lesson.Objectives {
			places := QuizLength - len(d.picked)
			own := having(from, func(q *quiz.Question) bool { return d.objective[q] == i })
			long := having(own, func(q *quiz.Question) bool { return length(q) == 1 })
			if alike := max(len(long), len(own)-len(long)); places == 0 || alike*places >= len(from) || d.covers(o.ID) {
				continue
			}
			if len(own) == 0 { // others, which serve it as well
				own = serving(from, o.ID)
			}
			if len(own) > 0 {
				chosen := own[d.r.IntN(len(own))]
				d.picked[chosen], again = true, true // which changes what the others can expect
				from = having(from, func(q *quiz.Question) bool { return q != chosen })
			}
		}
	}
	return from
}

// covers reports whether a question that is picked serves an objective.
func (d *drawing) covers(objective string) bool {
	return slices.ContainsFunc(serving(d.lesson.Pool, objective), func(q *quiz.Question) bool { return d.picked[q] })
}

// length is apart from everything else: two long questions more, and a quiz takes too long.
func length(q *quiz.Question) int {
	if q.Seconds >= longSeconds {
		return 1
	}
	return 0
}

func evidence(q *quiz.Question) int {
	if needsEvidence(q) {
		return 1
	}
	return 0
}

func difficulty(q *quiz.Question) int { return q.Difficulty }

// lot is a question with its chance of being picked, as a part of a whole: 0 is out, and the whole is in.
type lot struct {
	question *quiz.Question
	chance   int
}

// play decides lots group by group, the groups within them first. It returns the one that stays open; nil for none.
func (d *drawing) play(lots []*lot, whole int, by ...func(*quiz.Question) int) (open *lot) {
	if len(by) == 0 {
		d.r.Shuffle(len(lots), func(i, j int) { lots[i], lots[j] = lots[j], lots[i] })
	} else {
		groups := map[int][]*lot{}
		for _, one := range lots {
			groups[by[0](one.question)] = append(groups[by[0](one.question)], one)
		}
		lots = nil
		for _, key := range slices.Sorted(maps.Keys(groups)) {
			if one := d.play(groups[key], whole, by[1:]...); one != nil {
				lots = append(lots, one)
			}
		}
	}
	for _, one := range lots {
		if open == nil {
			open = one
		} else {
			open = d.meet(open, one, whole)
		}
	}
	return open
}

// meet has two lots play for their chances and returns the one that stays open; nil for none.
func (d *drawing) meet(a, b *lot, whole int) (open *lot) {
	sum := a.chance + b.chance
	if sum <= whole { // one is out, and the other takes both chances
		if d.r.IntN(sum) >= a.chance {
			a, b = b, a
		}
		a.chance, b.chance = sum, 0
		if sum == whole {
			return nil
		}
		return a
	}
	if d.r.IntN(2*whole-sum) >= whole-b.chance { // one is in, and the other keeps what is over
		a, b = b, a
	}
	a.chance, b.chance = whole, sum-whole
	return b
}
