package classroom

// LessonRecord is what is known of one student in one lesson.
type LessonRecord struct {
	SectionsRead []string // ids; the lesson may have lost some of them since
	Checks       int      // check questions answered at least once
	Answered     int      // questions answered in the quiz that is open
	Quiz         *QuizRecord
}

// QuizRecord is the outcome of a lesson's finished quizzes; nil before the first is finished.
type QuizRecord struct {
	FirstMarks, FirstOutOf float64
	BestShare, LatestShare float64 // 0 to 1
}
