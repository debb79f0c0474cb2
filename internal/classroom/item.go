package classroom

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"dossier/internal/quiz"
)

// Item statistics: what the first answers of a class say about a question. They follow what Moodle computes (its
// question/classes/statistics/questions/calculator.php and "Quiz statistics calculations"), but for the rest score.
//
// What counts. A question of the quiz counts in the first quiz that a student has finished in the lesson: later ones
// come after the feedback, and break the assumptions. A question in the text of a lesson counts with its first answer.
// Answers to other wordings of a question are statistics of their own.
//
// The rest score. Moodle takes the sum of the other marks, which supposes that everybody is asked the same. Here two
// quizzes of a lesson may hold different questions, worth different marks, and after a change of the course first ones
// do too. So the rest is a share: r = (T - x) / (M - m), with x of m marks for this question and T of M for the quiz.
// Where everybody is asked the same, M - m is the same for all and r is the sum, divided by a constant: correlations
// and ratios of covariances come out as Moodle has them. A question in the text has no rest, since the questions around
// it are answered one by one, with feedback in between.

// The fewest answers that a number about a question is made of, besides FewestShown: they are about what numbers can
// prove, and not about who is told of.
const (
	FewestForOptions    = 10 // below, nothing is said about single options, and nothing is called hard or known by all
	FewestForSeparation = 20 // below, no correlation is shown and no key is doubted
)

// FirstAnswer is the first answer of a student to a question, with the decision about it that counts now.
type FirstAnswer struct {
	Asked
	Response   int64 // its number: later answers have higher ones
	Student    StudentID
	Lesson     string
	Quiz       AttemptID // the first quiz that the student finished in the lesson; 0 for a question in the text
	JSON       string    // the answer as it is stored; see Answer
	Score      float64   // 0 to 1
	Marks      float64
	OutOf      float64
	Confidence string
}

// Answer is what was answered. It is read only where it is wanted, since a page counts thousands.
func (a FirstAnswer) Answer() (answer quiz.Answer, err error) {
	if err := json.Unmarshal([]byte(a.JSON), &answer); err != nil {
		return nil, fmt.Errorf("decode answer %d: %w", a.Response, err)
	}
	return answer, nil
}

// Full reports whether the answer got everything.
func (a FirstAnswer) Full() bool { return a.Score >= 1-dust }

// Item is a question in one wording with the first answers to it.
type Item struct {
	Asked
	Answers []ItemAnswer // in the order in which they were given
}

// ItemAnswer is one of them, with how its author did in the rest of the quiz.
type ItemAnswer struct {
	FirstAnswer
	Rest   float64 // share of the marks of the other questions, 0 to 1
	Rested bool    // there is such a rest
}

// ItemsOf gathers first answers by question and wording, and works out the rest scores. It needs whole quizzes.
func ItemsOf(answers []FirstAnswer) map[Asked]*Item {
	marks, outOf := map[AttemptID]float64{}, map[AttemptID]float64{}
	for _, a := range answers {
		marks[a.Quiz] += a.Marks
		outOf[a.Quiz] += a.OutOf
	}
	items, n := map[Asked]*Item{}, map[Asked]int{}
	order := make([]int, len(answers))
	for i, a := range answers {
		order[i] = i
		n[a.Asked]++
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(answers[i].Response, answers[j].Response) })
	for _, i := range order {
		a := &answers[i]
		it := items[a.Asked]
		if it == nil {
			it = &Item{Asked: a.Asked, Answers: make([]ItemAnswer, 0, n[a.Asked])}
			items[a.Asked] = it
		}
		it.Answers = append(it.Answers, ItemAnswer{FirstAnswer: *a})
		if others := outOf[a.Quiz] - a.OutOf; a.Quiz != 0 && others > dust {
			answer := &it.Answers[len(it.Answers)-1]
			answer.Rest, answer.Rested = (marks[a.Quiz]-a.Marks)/others, true
		}
	}
	return items
}

// N is how many have answered.
func (it *Item) N() int {
	if it == nil {
		return 0
	}
	return len(it.Answers)
}

// FirstTime is how many were right at once: their first answer got everything.
func (it *Item) FirstTime() Share {
	s := Share{Of: it.N()}
	for i := range s.Of {
		if it.Answers[i].Full() {
			s.Count++
		}
	}
	return s
}

// SureAndWrong is how many were certain of an answer that got less than half its marks.
func (it *Item) SureAndWrong() (n int) {
	for i := range it.N() {
		if a := &it.Answers[i]; a.Confidence == "certain" && a.Score < 0.5-dust {
			n++
		}
	}
	return n
}

// Facility is F = mean(x) / m, 0 to 1: the share of its marks that a question gives on average. ok is false when nobody
// has answered.
func (it *Item) Facility() (f float64, ok bool) {
	if it.N() == 0 {
		return 0, false
	}
	var marks, outOf float64
	for i := range it.Answers {
		marks += it.Answers[i].Marks
		outOf += it.Answers[i].OutOf
	}
	if outOf <= 0 {
		return 0, false
	}
	return marks / outOf, true
}

// Corrected is the facility without what blind guessing earns: (F - g) / (1 - g), with g the expected score of a guess,
// 0 to 1. It is below 0 where the class does worse than guessing.
func (it *Item) Corrected(guess float64) (f float64, ok bool) {
	f, ok = it.Facility()
	if !ok || guess >= 1-dust {
		return 0, false
	}
	return (f - guess) / (1 - guess), true
}

// SD is the standard deviation of the marks, in marks, with n - 1. ok is false below two answers.
func (it *Item) SD() (sd float64, ok bool) {
	if it.N() < 2 {
		return 0, false
	}
	x := make([]float64, it.N())
	for i, a := range it.Answers {
		x[i] = a.Marks
	}
	return math.Sqrt(covariance(x, x)), true
}

// Discrimination is DI = 100 * cov(x, r) / sqrt(var(x) var(r)), in per cent from -100 to 100: how far those who
// did well in the rest of the quiz did better here too. For an item of 0 or 1 mark it is the point-biserial
// correlation with the rest. ok is false where it has no value: below two answers with a rest, or when marks or
// rests do not differ.
func (it *Item) Discrimination() (di float64, ok bool) {
	x, r := it.rested()
	d, ok := correlation(x, r)
	return 100 * d, ok
}

// Efficiency is DE = 100 * cov(x, r) / cov_max, in per cent, with cov_max the covariance after sorting both: how much
// of what a question of these marks could tell the stronger from the weaker it does tell.
func (it *Item) Efficiency() (de float64, ok bool) {
	x, r := it.rested()
	c := covariance(x, r)
	slices.Sort(x)
	slices.Sort(r)
	most := covariance(x, r)
	if most <= dust {
		return 0, false
	}
	return 100 * c / most, true
}

// Compared is how many answers have a rest to compare them with.
func (it *Item) Compared() (n int) {
	for i := range it.N() {
		if it.Answers[i].Rested {
			n++
		}
	}
	return n
}

// rested are the marks and rests of the answers that have a rest.
func (it *Item) rested() (x, r []float64) {
	for i := range it.N() {
		if a := &it.Answers[i]; a.Rested {
			x, r = append(x, a.Marks), append(r, a.Rest)
		}
	}
	return x, r
}

// Paper is a quiz as a whole, as those show it who took it first.
type Paper struct {
	Students, Questions int
	Mean, SD            float64           // of the totals, in marks
	Weights             map[Asked]float64 // see below; a question that works against the quiz has none
	// Consistency is CIC, Cronbach's alpha in per cent: 100 * p/(p-1) * (1 - sum var(x) / var(T)). 75 or more is good,
	// below 64 is not enough, says Moodle's guide. For items of 0 or 1 mark it is KR-20.
	Consistency float64
	ErrorRatio  float64 // 100 * sqrt(1 - CIC/100), in per cent: the share of the spread that is chance
	Error       float64 // ER/100 * SD(T), in marks: how far a total would move if it were measured again
}

// PaperOf looks at finished first quizzes as a whole. ok is false unless at least two students were all asked the same
// two questions or more, in the same wordings, and their totals differ: what the formulas suppose.
//
// The effective weight of a question is W = 100 * sqrt(cov(x, T)) / sum of sqrt(cov(x_j, T)), in per cent, over the
// questions whose covariance is not negative.
func PaperOf(answers []FirstAnswer) (p Paper, ok bool) {
	columns, totals, ok := matrix(answers)
	if !ok || len(totals) < 2 || len(columns) < 2 {
		return Paper{}, false
	}
	spread := covariance(totals, totals)
	if spread <= dust {
		return Paper{}, false
	}
	p = Paper{Students: len(totals), Questions: len(columns), SD: math.Sqrt(spread), Weights: map[Asked]float64{}}
	for _, t := range totals {
		p.Mean += t / float64(len(totals))
	}
	variances, roots := 0.0, 0.0
	for asked, x := range columns {
		variances += covariance(x, x)
		if c := covariance(x, totals); c >= 0 {
			p.Weights[asked] = math.Sqrt(c)
			roots += p.Weights[asked]
		}
	}
	for asked := range p.Weights {
		p.Weights[asked] *= 100 / roots
	}
	n := float64(p.Questions)
	p.Consistency = 100 * n / (n - 1) * (1 - variances/spread)
	p.ErrorRatio = 100 * math.Sqrt(1-p.Consistency/100)
	p.Error = p.ErrorRatio / 100 * p.SD
	return p, true
}

// matrix has the marks of each question, student by student, and their totals; ok is false when somebody was asked
// something else.
func matrix(answers []FirstAnswer) (columns map[Asked][]float64, totals []float64, ok bool) {
	row := map[AttemptID]int{}
	seen := map[Asked]int{}
	for _, a := range answers {
		if a.Quiz == 0 {
			continue
		}
		if _, known := row[a.Quiz]; !known {
			row[a.Quiz] = len(row)
		}
		seen[a.Asked]++
	}
	columns, totals = map[Asked][]float64{}, make([]float64, len(row))
	for asked, n := range seen {
		if n != len(row) {
			return nil, nil, false
		}
		columns[asked] = make([]float64, n)
	}
	for _, a := range answers {
		if a.Quiz != 0 {
			columns[a.Asked][row[a.Quiz]] = a.Marks
			totals[row[a.Quiz]] += a.Marks
		}
	}
	return columns, totals, true
}

// covariance is sum((a - mean a)(b - mean b)) / (n - 1); 0 below two values.
func covariance(a, b []float64) float64 {
	n := float64(len(a))
	if n < 2 {
		return 0
	}
	var meanA, meanB, sum float64
	for i := range a {
		meanA += a[i] / n
		meanB += b[i] / n
	}
	for i := range a {
		sum += (a[i] - meanA) * (b[i] - meanB)
	}
	return sum / (n - 1)
}

// correlation is Pearson's, -1 to 1; ok is false when one of the two does not vary.
func correlation(a, b []float64) (r float64, ok bool) {
	va, vb := covariance(a, a), covariance(b, b)
	if va <= dust || vb <= dust {
		return 0, false
	}
	return covariance(a, b) / math.Sqrt(va*vb), true
}

// LessonNow is the lesson in which most of a class gave their newest first answer: where the class is. Of two with as
// many it is the one with the newest answer of all. "" when nobody has answered in a lesson.
func LessonNow(answers []FirstAnswer) (lesson string) {
	newest := map[StudentID]FirstAnswer{}
	for _, a := range answers {
		if _, sorting := SortingBench(a.Lesson); !sorting && a.Response > newest[a.Student].Response {
			newest[a.Student] = a
		}
	}
	students, last := map[string]int{}, map[string]int64{}
	for _, a := range newest {
		students[a.Lesson]++
		last[a.Lesson] = max(last[a.Lesson], a.Response)
	}
	for l := range students {
		if cmp.Or(cmp.Compare(students[l], students[lesson]), cmp.Compare(last[l], last[lesson])) > 0 {
			lesson = l
		}
	}
	return lesson
}
