package classroom

import "math"

// Drawn is the first quizzes of a lesson as a whole, where questions were drawn for each student. How the questions
// differ is then part of the chance by which results differ, so Cronbach's alpha does not apply. Its counterpart is the
// intraclass correlation of a one-way model, ICC(1,k) of Shrout and Fleiss (Psychological Bulletin 86, 1979).
type Drawn struct {
	Students    int
	Reliability float64 // in per cent: the share of the spread of results that is not chance; below 0 where all is
	Error       float64 // in per cent of the marks: how far a result would move with other questions
}

// DrawnOf looks at finished first quizzes. ok is false unless at least two students have answered two questions or more
// and their results differ. Questions in the text are left out.
//
// A quiz with k questions and x of m marks for each has the share S = sum(x) / sum(m), and from its own answers the
// variance of that share is k/(k-1) * sum((x - S*m)^2) / sum(m)^2. Reliability is 1 - mean(variance) / var(S), and
// Error the root of mean(variance). Where all questions are worth the same, that is ICC(1,k) = (MSB - MSW) / MSB.
func DrawnOf(answers []FirstAnswer) (d Drawn, ok bool) {
	quizzes := map[AttemptID][]FirstAnswer{}
	for _, a := range answers {
		if a.Quiz != 0 {
			quizzes[a.Quiz] = append(quizzes[a.Quiz], a)
		}
	}
	var shares []float64
	chance := 0.0
	for _, quiz := range quizzes {
		if share, variance, ok := shareOf(quiz); ok {
			shares = append(shares, share)
			chance += variance
		}
	}
	spread := covariance(shares, shares)
	if d.Students = len(shares); spread <= dust {
		return Drawn{}, false
	}
	chance /= float64(d.Students)
	d.Reliability, d.Error = 100*(1-chance/spread), 100*math.Sqrt(chance)
	return d, true
}

// shareOf is the share of its marks that a quiz earned, with its variance; ok is false below two questions.
func shareOf(quiz []FirstAnswer) (share, variance float64, ok bool) {
	var marks, outOf, sum float64
	for _, a := range quiz {
		marks += a.Marks
		outOf += a.OutOf
	}
	if len(quiz) < 2 || outOf <= dust {
		return 0, 0, false
	}
	share = marks / outOf
	for _, a := range quiz {
		sum += (a.Marks - share*a.OutOf) * (a.Marks - share*a.OutOf)
	}
	k := float64(len(quiz))
	return share, k / (k - 1) * sum / (outOf * outOf), true
}
