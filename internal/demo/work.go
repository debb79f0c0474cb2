package demo

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
)

type planner struct {
	course *course.Course
	shape  Shape
	plan   Plan
	people []person
	days   []time.Time     // when each lesson of the timetable begins, the oldest first; the last one runs now
	ideas  map[string]bool // misconceptions that many share
	holds  []map[string]bool
}

func newPlanner(c *course.Course, shape Shape) *planner {
	p := &planner{course: c, shape: shape, people: peopleOf(shape.Students)}
	p.days = timetable(shape.Now, shape.Weeks)
	p.plan.Began = p.days[0].Add(-24 * time.Hour)
	p.share()
	return p
}

// random is a source of numbers that belongs to one person and one purpose, so that one more draw in one place changes
// nothing elsewhere.
func (p *planner) random(person int, purpose uint64) *rand.Rand {
	return rand.New(rand.NewPCG(p.shape.Seed^purpose<<32, uint64(person)))
}

// Purposes of random numbers.
const (
	forWork uint64 = iota + 1
	forIdeas
	forEssays
	forDeals
)

// lessonLength is how long a lesson of the timetable lasts, and runs how long the one of now has lasted.
const (
	lessonLength = 45 * time.Minute
	runs         = 38 * time.Minute
)

// timetable has two lessons a week, never at the weekend, and the last of them now.
func timetable(now time.Time, weeks int) []time.Time {
	days := []time.Time{now.Add(-runs)}
	for back := 1; back < 2*weeks; back++ {
		day := now.AddDate(0, 0, -(7*back)/2)
		switch day.Weekday() {
		case time.Saturday:
			day = day.AddDate(0, 0, -1)
		case time.Sunday:
			day = day.AddDate(0, 0, -2)
		}
		at := time.Date(day.Year(), day.Month(), day.Day(), 10, 15, 0, 0, now.Location())
		days = append(days, at)
	}
	slices.Reverse(days)
	return slices.CompactFunc(days, func(a, b time.Time) bool { return a.Sub(b).Abs() < lessonLength })
}

// joined is when somebody came into the class: in the first of their lessons.
func (p *planner) joined(i int) time.Time {
	first := int(p.people[i].late * float64(len(p.days)))
	return p.days[first].Add(time.Minute + time.Duration(i)*7*time.Second)
}

// reach is how many lessons somebody gets through in this course and this time.
func (p *planner) reach(i int) float64 {
	share := min(1, float64(len(p.days))/(2*Weeks))
	return min(p.people[i].reach*share*float64(len(p.course.Lessons))/12, float64(len(p.course.Lessons)))
}

// Misconceptions that many share: in which lesson, by how far the class has come, and by how many of 28.
var shared = []struct {
	lesson  int // counted from 0
	holders int
}{{5, 10}, {4, 9}, {2, 7}, {6, 5}, {0, 4}}

// share decides who holds which misconceptions. A wrong idea of a lesson is held by those who have done its quiz, by
// the weaker sooner than by the stronger.
func (p *planner) share() {
	p.ideas, p.holds = map[string]bool{}, make([]map[string]bool, len(p.people))
	for i := range p.holds {
		p.holds[i] = map[string]bool{}
	}
	for n, s := range shared {
		if s.lesson >= len(p.course.Lessons) {
			continue
		}
		idea := p.ideaOf(s.lesson)
		if idea == "" {
			continue
		}
		p.ideas[idea] = true
		for _, i := range p.likely(n, s.lesson, s.holders*len(p.people)/Students, idea) {
			p.holds[i][idea] = true
		}
	}
}

// draw is the quiz of a person in a lesson: the try counts from 0.
func (p *planner) draw(person int, l *course.Lesson, seen map[string]bool, try int) []*quiz.Question {
	return l.Draw(seen, fmt.Appendf(nil, "%d %d %s %d", p.shape.Seed, person, l.ID, try))
}

// ideaOf is the misconception of a lesson's quiz that the most people who get so far meet in their first one, and that
// is not shared yet; "" for none.
func (p *planner) ideaOf(lesson int) (idea string) {
	l, met, most := p.course.Lessons[lesson], map[string]int{}, 0
	for i := range p.people {
		if p.reach(i) < float64(lesson+1) {
			continue
		}
		for _, q := range p.draw(i, l, nil, 0) {
			for _, m := range choiceIdeas(q) {
				met[m]++
			}
		}
	}
	for _, q := range l.Pool { // in the order of the file
		for _, m := range choiceIdeas(q) {
			if !p.ideas[m] && met[m] > most {
				idea, most = m, met[m]
			}
		}
	}
	return idea
}

// choiceIdeas are the misconceptions behind the wrong options of a single choice.
func choiceIdeas(q *quiz.Question) (all []string) {
	if body, ok := q.Body.(*quiz.SingleChoice); ok {
		for _, o := range body.Options {
			if o.Misconception != "" && !o.Correct {
				all = append(all, o.Misconception)
			}
		}
	}
	return all
}

// likely are n people who have finished a lesson and were asked about an idea in its quiz.
func (p *planner) likely(turn, lesson, n int, idea string) []int {
	type chance struct {
		person int
		able   float64
	}
	r := p.random(turn, forIdeas)
	var all []chance
	for i, who := range p.people {
		swing := r.Float64() * .5
		asked := func(q *quiz.Question) bool { return slices.Contains(choiceIdeas(q), idea) }
		if p.reach(i) >= float64(lesson+1) && slices.ContainsFunc(p.draw(i, p.course.Lessons[lesson], nil, 0), asked) {
			all = append(all, chance{i, who.able + swing})
		}
	}
	slices.SortStableFunc(all, func(a, b chance) int { return cmp.Compare(a.able, b.able) })
	var out []int
	for _, c := range all[:min(n, len(all))] {
		out = append(out, c.person)
	}
	return out
}

// job is a step of somebody's work that is not yet put into the timetable.
type job struct {
	takes time.Duration
	do    []Deed
	quiz  bool // belongs to a quiz, which nobody leaves for another day
}

// worker makes up the work of one person in the order in which they do it.
type worker struct {
	*planner
	i    int
	who  person
	r    *rand.Rand
	jobs []job
}

// work plans all that one person does in the lessons.
func (p *planner) work(i int) {
	w := &worker{planner: p, i: i, who: p.people[i], r: p.random(i, forWork)}
	reach := p.reach(i)
	for n, l := range p.course.Lessons {
		switch share := reach - float64(n); {
		case share >= 1:
			w.lesson(l, 1)
			w.quizzes(l)
		case w.who.present == inQuiz && share > 0:
			w.lesson(l, 1)
			w.quiz(l, map[string]bool{}, 0, 4)
		case share > 0:
			w.lesson(l, share)
		}
	}
	w.schedule()
}

func (w *worker) add(takes time.Duration, do ...Deed) {
	w.jobs = append(w.jobs, job{takes: takes, do: do})
}

// about varies a length of time by a half either way: the quick and the slow.
func (w *worker) about(seconds float64) time.Duration {
	return time.Duration(seconds * (.6 + .9*w.r.Float64()) * float64(time.Second))
}

// lesson reads a share of the sections of a lesson and answers their questions.
func (w *worker) lesson(l *course.Lesson, share float64) {
	if blind := w.course.Blind; blind != nil {
		w.believe(l, blind)
	}
	for n, section := range l.Sections {
		if float64(n) >= share*float64(len(l.Sections)) {
			return
		}
		w.add(w.about(float64(section.Words) / 220 * 60)) // what is read before the first question
		for _, block := range section.Blocks {
			if block.Question != nil {
				w.check(l, block.Question)
			}
		}
		w.add(w.about(10), ReadSection{l.ID, section.ID})
	}
}

// check answers a question in the text, and once more when it went wrong and somebody cares.
func (w *worker) check(l *course.Lesson, q *quiz.Question) {
	if w.r.Float64() > .7+w.who.hard*.4 {
		return // passed over
	}
	right := w.answer(l, q, 0, func(g Given) Deed { return AnswerCheck{g} })
	for try := 1; !right && try < 3 && w.r.Float64() < .25+w.who.hard*.6; try++ {
		right = w.answer(l, q, try, func(g Given) Deed { return AnswerCheck{g} })
	}
}

// quizzes does the quiz of a lesson, and once or twice more when it was not passed.
func (w *worker) quizzes(l *course.Lesson) {
	seen := map[string]bool{}
	for _, q := range l.Checks {
		seen[q.ID] = true
	}
	for try := 0; try < 3; try++ {
		if w.quiz(l, seen, try, course.QuizLength) || w.r.Float64() > .2+w.who.hard*.7 {
			return
		}
	}
}

// quiz does the first questions of one quiz and tells whether it was passed.
func (w *worker) quiz(l *course.Lesson, seen map[string]bool, try, questions int) (passed bool) {
	draw := w.draw(w.i, l, seen, try)
	w.jobs = append(w.jobs, job{takes: w.about(20), do: []Deed{BeginQuiz{l.ID, draw}}, quiz: len(w.jobs) > 0})
	marks, outOf := 0.0, 0.0
	for _, q := range draw[:min(questions, len(draw))] {
		seen[q.ID] = true
		from := len(w.jobs)
		w.answer(l, q, min(try, 1), func(g Given) Deed {
			d := classroom.Decide(q, g.Answer)
			marks, outOf = marks+d.Marks, outOf+q.Marks
			return AnswerQuiz{g}
		})
		for n := range w.jobs[from:] {
			w.jobs[from+n].quiz = true
		}
	}
	return classroom.Passed(marks, outOf)
}

// answer makes an answer to q, at which somebody tries for the time try after the first, and tells whether it is right.
func (w *worker) answer(l *course.Lesson, q *quiz.Question, try int, as func(Given) Deed) bool {
	knows := 1.15*w.who.able + .06 - .11*float64(q.Difficulty-1) + .18*float64(try)
	idea := ""
	if try == 0 || w.r.Float64() < .3 {
		idea = w.heldIn(q)
	}
	g := Given{Lesson: l.ID, Question: q}
	if chance := w.r.Float64(); idea == "" && chance < knows {
		g.Answer = w.typedByHand(q, right(q, w.write))
	} else {
		g.Answer = wrong(q, w.r, idea, w.ideas, w.write)
	}
	grade := q.Body.Grade(g.Answer)
	if q.AsksConfidence() {
		g.Sure = w.sure(grade.Full(), idea != "")
	}
	w.add(w.about(float64(q.Seconds)), append([]Deed{as(g)}, w.judged(g)...)...)
	return grade.Full()
}

// heldIn is a misconception of somebody for which the question has a choice; "" for none.
func (w *worker) heldIn(q *quiz.Question) string {
	var options []quiz.Option
	switch body := q.Body.(type) {
	case *quiz.SingleChoice:
		options = body.Options
	case *quiz.MultipleResponse:
		options = body.Options
	}
	for _, o := range options {
		if !o.Correct && w.holds[w.i][o.Misconception] {
			return o.Misconception
		}
	}
	return ""
}

// sure says how sure somebody is. Whoever holds a misconception is as sure as whoever is right.
func (w *worker) sure(right, idea bool) string {
	certain, fairly := .14, .44
	switch {
	case right:
		certain, fairly = .46, .4
	case idea:
		certain, fairly = .55, .33
	}
	certain = max(0, certain+w.who.bold*.6)
	switch x := w.r.Float64(); {
	case x < certain:
		return sure(2)
	case x < certain+fairly:
		return sure(1)
	}
	return sure(0)
}

// typedByHand writes some right answers as people do: without capitals, or spelled so that they still count.
func (w *worker) typedByHand(q *quiz.Question, a quiz.Answer) quiz.Answer {
	if w.r.IntN(3) > 0 {
		return a
	}
	other := quiz.Answer{}
	for part, values := range a {
		other[part] = values
	}
	switch body := q.Body.(type) {
	case *quiz.Cloze:
		for _, g := range body.Gaps {
			other[g.ID] = []string{lower(a.Value(g.ID))}
		}
	case *quiz.TrueFalse:
		if fix := a.Value("fix"); fix != "" {
			other["fix"] = []string{lower(fix)}
		}
	}
	if q.Body.Grade(other).Full() {
		return other
	}
	return a
}

// believe says how far the text of the blind reading is believed, at its two places.
func (w *worker) believe(l *course.Lesson, blind *course.BlindReading) {
	opens, again := blind.In(l)
	switch {
	case opens:
		w.add(w.about(70), Believe{Bench: blindReading,
			Said: []classroom.Trust{{Source: blind.Source.ID, Before: 1 + (w.i*7+w.r.IntN(2))%5}}})
	case again:
		w.add(w.about(120), Believe{Bench: blindReading,
			Said: []classroom.Trust{{Source: blind.Source.ID, After: 1 + w.r.IntN(2),
				Moved: "The paper had only the words from the court, and the men there were under pressure."}}})
	}
}

// blindReading stands in place of a bench for what somebody says about the text of the blind reading.
const blindReading = "blind-reading"

// schedule puts the jobs of a person into the timetable. Everybody spreads their work evenly over the times at which
// they work; what belongs to a quiz is done in one go.
func (w *worker) schedule() {
	times := w.times()
	if len(w.jobs) == 0 || len(times) == 0 {
		return
	}
	var whole time.Duration
	for _, j := range w.jobs {
		whole += j.takes
	}
	parts := make([][]job, len(times))
	var done time.Duration
	at := 0
	for _, j := range w.jobs {
		if turn := int(int64(done) * int64(len(times)) / (int64(whole) + 1)); !j.quiz && turn > at {
			at = turn
		}
		parts[at] = append(parts[at], j)
		done += j.takes
	}
	for n, part := range parts {
		w.put(part, times[n], n == len(times)-1)
	}
}

// times are when somebody works: in the lessons that they are there for, and at home.
func (w *worker) times() (all []time.Time) {
	joined, last := w.joined(w.i), w.shape.Now
	if w.who.away > 0 {
		last = last.AddDate(0, 0, -w.who.away)
	}
	for n, day := range w.days {
		today := n == len(w.days)-1
		switch {
		case day.Add(lessonLength).Before(joined), day.After(last), today && w.who.present == absent:
			continue
		case day.Before(joined):
			day = joined
		}
		all = append(all, day.Add(w.about(100)))
		if home := at(day, 16, w.r.IntN(200)); !today && w.r.Float64() < w.who.hard && home.Before(last) {
			all = append(all, home)
		}
	}
	return all
}

func at(day time.Time, hour, minute int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, day.Location())
}

// put writes the steps of one sitting down. The one of today ends where today says.
func (w *worker) put(part []job, begin time.Time, final bool) {
	var takes time.Duration
	for _, j := range part {
		takes += j.takes
	}
	share := 1.0
	today := final && w.shape.Now.Sub(begin) < lessonLength
	if today {
		end := w.shape.Now.Add(-w.idle())
		begin = end.Add(-takes)
		if first := w.joined(w.i).Add(5 * time.Second); begin.Before(first) { // they were quick
			begin, share = first, float64(end.Sub(first))/float64(takes)
		}
	}
	for _, j := range part {
		begin = begin.Add(time.Duration(share * float64(j.takes)))
		for n, do := range j.do {
			if level, ok := do.(LevelPart); ok {
				w.levelled(begin, level)
				continue
			}
			w.plan.Steps = append(w.plan.Steps, Step{begin.Add(time.Duration(n) * time.Millisecond), w.i, do})
		}
	}
}

// levelled has the teacher give a level two days after the answer. The answers of the last days still wait.
func (w *worker) levelled(answered time.Time, level LevelPart) {
	if w.shape.Now.Sub(answered) < 9*24*time.Hour {
		return
	}
	given := at(weekday(answered.AddDate(0, 0, 3)), 18, w.i)
	w.plan.Steps = append(w.plan.Steps, Step{given, w.i, level})
}

// idle is how long ago somebody did something today.
func (w *worker) idle() time.Duration {
	switch w.who.present {
	case inQuiz:
		return 11 * time.Minute
	case now:
		return 15*time.Second + time.Duration(w.r.IntN(200))*time.Second
	}
	return 6*time.Minute + time.Duration(w.r.IntN(1500))*time.Second
}
