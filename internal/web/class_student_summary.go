package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

// studentWork is what a student has done, as far as a summary asks about it.
type studentWork struct {
	attempts []classroom.Attempt
	records  map[string]classroom.LessonRecord
	answers  []answerGiven // in the order in which their attempts began
	course   *course.Course
}

// answerGiven is an answer with its question as it was asked.
type answerGiven struct {
	given classroom.Response
	q     *quiz.Question
	in    classroom.Attempt
	place int // of the question in the attempt, from 1
}

// workOf reads what a student has done.
func (s *Server) workOf(r *request, student classroom.Student) (w studentWork, err error) {
	w.course = r.edition.course
	if w.records, err = s.Store.Progress(r.ctx, student.ID); err != nil {
		return w, err
	}
	if w.attempts, err = s.attemptsOf(r, student.ID); err != nil {
		return w, err
	}
	for _, a := range w.attempts {
		for i, asked := range a.Questions {
			given, ok := a.Responses[asked.Question]
			if !ok {
				continue
			}
			q, _, err := s.asked(r, given.Asked())
			if err != nil {
				return w, err
			}
			w.answers = append(w.answers, answerGiven{given, q, a, i + 1})
		}
	}
	return w, nil
}

// latest is the lesson in which the newest answer was given; nil when there is none.
func (w studentWork) latest() *course.Lesson {
	var newest answerGiven
	for _, a := range w.answers {
		if !a.given.At.Before(newest.given.At) {
			newest = a
		}
	}
	l, err := w.course.Lesson(newest.in.Lesson)
	if err != nil {
		return nil
	}
	return l
}

// answerPlace is where somebody who looks at a summary finds an answer.
type answerPlace func(a answerGiven) views.Link

// byClass leads a teacher to what the class made of the question.
func byClass(c *course.Course, class int64) answerPlace {
	return func(a answerGiven) views.Link {
		return views.Link{Text: questionNumber(c, a.q.ID), Href: views.ClassHref(class, "/questions/"+a.q.ID)}
	}
}

// byAuthor leads the author of an answer to its feedback. The numbers of questions are for teachers: a quiz counts its
// own.
func (s *Server) byAuthor(r *request) answerPlace {
	return func(a answerGiven) views.Link {
		return views.Link{Text: views.YourAnswer, Href: s.feedbackPath(r, a.in, a.place)}
	}
}

// summary says what somebody's work comes to. levels are what teachers gave, as far as whoever looks may see them.
func (s *Server) summary(r *request, w studentWork, levels []classroom.SkillLevel,
	at answerPlace) (sum views.Summary) {
	sum.Answers = len(w.answers)
	for _, l := range w.course.Lessons {
		score := lessonScore(l, w.records[l.ID])
		if score.State.Class == "ok" {
			sum.Passed++
		}
		sum.Lessons = append(sum.Lessons, score)
	}
	addAims(&sum, w.course, classroom.Aims(r.edition.scored(w.answers)))
	s.addIdeas(r, &sum, w, at)
	sum.Skills = skillRows(w.course, classroom.Skills(levels))
	counts := classroom.SureCounts(judgedIn(w.attempts))
	for _, c := range counts {
		label := c.Confidence
		for _, level := range views.Sureness {
			if level.Value == c.Confidence {
				label = level.Label
			}
		}
		sum.Sure = append(sum.Sure, views.SureRow{Label: label, Right: c.Right, Of: c.Of})
	}
	sum.SureSays = classroom.SureSentence(counts)
	return sum
}

// lessonScore is the first and the latest score of a lesson, and its state. Where no quiz is finished yet, the open one
// says how far it is.
func lessonScore(l *course.Lesson, record classroom.LessonRecord) views.LessonScore {
	p := progressOf(l, record)
	score := views.LessonScore{Number: l.Number, Title: l.Title, Href: views.LessonPath(l.ID), State: stateOf(p)}
	marked := scoreStates[p.Status()]
	score.State.Symbol, score.State.Word = marked.Symbol, marked.Word
	switch {
	case record.Quiz != nil:
		first, latest := record.Quiz.FirstAndLatest()
		score.Now = fmt.Sprintf("%d%%", latest)
		if first != latest {
			score.Was = fmt.Sprintf("%d%%", first)
		}
	case record.Answered > 0:
		score.Now = fmt.Sprintf("%d of %d", record.Answered, p.Questions)
	}
	return score
}

// scoreStates are the states of a lesson beside its scores.
var scoreStates = map[classroom.Status]views.State{
	classroom.NotStarted: {Symbol: "·", Word: nothingYet}, classroom.Reading: {Symbol: "◐", Word: "Reading"},
	classroom.Read: {Symbol: "◐", Word: "Read"}, classroom.InQuiz: {Symbol: "▷", Word: inTheQuiz},
	classroom.Tried: {Symbol: "△", Word: "Not passed yet"}, classroom.Checked: {Symbol: "✓", Word: "Passed"},
	classroom.Complete: {Symbol: "✓", Word: "Passed"},
}

const (
	nothingYet = "Nothing yet"
	inTheQuiz  = "In the quiz"
)

// How much of what somebody can do stands on a page before it is unfolded.
const (
	aimsSure      = 2
	aimsSometimes = 1
	aimsNotYet    = 2
)

// scored are the answers to questions that the course still asks, as they count for its objectives.
func (e *edition) scored(answers []answerGiven) (scored []classroom.Scored) {
	for _, a := range answers {
		if a.given.Withdrawn() {
			continue
		}
		if now, _, err := e.course.Question(a.q.ID); err == nil && now.Served() {
			scored = append(scored, classroom.Scored{Question: a.q.ID, Objectives: now.Objectives, Score: a.given.Score,
				Guess: e.guess(a.q), At: a.given.At})
		}
	}
	return scored
}

// aimGroups are the groups in which objectives stand on a page, the firmest first.
func aimGroups() []*views.AimGroup {
	return []*views.AimGroup{
		{Title: classroom.SureOfIt.Words(), Symbol: "✓", Class: "yes", Shown: aimsSure},
		{Title: classroom.Sometimes.Words(), Symbol: "◐", Class: "half", Shown: aimsSometimes},
		{Title: classroom.NotYet.Words(), Symbol: "✕", Class: "not", Shown: aimsNotYet},
	}
}

// addAims puts down how firmly somebody has hold of the objectives of the lessons, what was learnt last first.
func addAims(sum *views.Summary, c *course.Course, aims map[string]classroom.Aim) {
	groups := aimGroups()
	for _, l := range slices.Backward(c.Lessons) {
		for _, objective := range l.Objectives {
			aim, asked := aims[objective.ID]
			if !asked {
				continue
			}
			if aim.Grasp == classroom.TooFew {
				sum.TooFew++
				continue
			}
			for _, g := range groups {
				if g.Title == aim.Grasp.Words() {
					g.Aims = append(g.Aims, aimRow(c, objective, aim))
				}
			}
		}
	}
	for _, g := range groups {
		if len(g.Aims) > 0 {
			sum.Aims = append(sum.Aims, *g)
		}
	}
}

// aimRow is an objective with what speaks for its word.
func aimRow(c *course.Course, o course.Objective, aim classroom.Aim) views.AimRow {
	row := views.AimRow{Text: o.Text}
	if aim.Grasp != classroom.NotYet {
		return row
	}
	row.Says = fmt.Sprintf("%d of %d right", aim.Right, aim.Of)
	if q, _, err := c.Question(aim.Missed); err == nil {
		if again := readAgain(c, q); len(again) > 0 {
			row.Again = again[0]
		}
	}
	return row
}

// addIdeas puts down the wrong ideas that are left, what was shown last first.
func (s *Server) addIdeas(r *request, sum *views.Summary, w studentWork, at answerPlace) {
	var thoughts []classroom.Thought
	newest := map[string]answerGiven{}
	for _, a := range w.answers {
		if a.given.Withdrawn() {
			continue
		}
		thought := classroom.Thought{Question: a.q.ID, At: a.given.At}
		for _, m := range s.wrongIdeas(r, decided(a.q, a.given)) {
			thought.Ideas = append(thought.Ideas, m.ID)
		}
		thoughts = append(thoughts, thought)
		if !a.given.At.Before(newest[a.q.ID].given.At) {
			newest[a.q.ID] = a
		}
	}
	for _, held := range classroom.StillHeld(thoughts) {
		m := w.course.Misconception(held.Idea)
		sum.Ideas = append(sum.Ideas, views.IdeaRow{Belief: m.Belief, Correction: m.Correction,
			Question: at(newest[held.Question])})
	}
}

// questionNumber is what a question is called in few signs.
func questionNumber(c *course.Course, id string) string {
	q, l, err := c.Question(id)
	if err != nil || l == nil {
		return "an older question"
	}
	return l.QuestionNumber(q)
}

// skillRows are the skills of the rubrics by which the course has something marked. Those of a rubric without sources
// stand there once one of them is marked.
func skillRows(c *course.Course, skills map[classroom.RubricSkill]classroom.Skill) (rows []views.SkillRow) {
	for _, rubric := range c.Rubrics {
		used, sources := use(c, rubric)
		for _, skill := range rubric.Skills {
			has := skills[classroom.RubricSkill{Rubric: rubric.ID, Skill: skill.ID}]
			if !used || !has.Marked && !sources {
				continue
			}
			row := views.SkillRow{Title: skill.Title, Marked: has.Marked, First: has.First, Level: has.Latest}
			if !sources {
				row.Title += ", exam"
			}
			if has.Marked && has.Latest < len(skill.Levels) {
				row.Means = skill.Levels[has.Latest].Can
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// use tells whether a bench is marked by a rubric, and whether one with sources is.
func use(c *course.Course, rubric *course.Rubric) (used, sources bool) {
	for _, b := range c.Benches {
		if b.Rubric == rubric {
			used, sources = true, sources || len(b.Texts) > 0
		}
	}
	return used, sources
}

// levelsOf are the levels of marks. A level that was given by an older rubric counts for the same skill of the one that
// has taken its place.
func levelsOf(c *course.Course, marks []store.MarkedEssay) (levels []classroom.SkillLevel) {
	for _, m := range marks {
		for skill, level := range m.Levels {
			levels = append(levels, classroom.SkillLevel{Rubric: present(c, m.Rubric, skill), Skill: skill, Level: level,
				At: m.At})
		}
	}
	return levels
}

// present is the rubric by which a skill is marked now that was marked by another.
func present(c *course.Course, rubric, skill string) string {
	if old, err := c.Rubric(rubric); err == nil {
		if used, _ := use(c, old); used {
			return rubric
		}
	}
	for _, other := range c.Rubrics {
		if used, _ := use(c, other); used && other.Skill(skill) != nil {
			return other.ID
		}
	}
	return rubric
}

// levelsForAuthor are the levels that a student has seen: of what has come back, once they have written what they do
// next.
func levelsForAuthor(c *course.Course, back []store.ReturnedEssay) []classroom.SkillLevel {
	var seen []store.MarkedEssay
	for _, e := range back {
		if e.NextStep != "" {
			seen = append(seen, e.MarkedEssay)
		}
	}
	return levelsOf(c, seen)
}

// calledHere is how a heading of a teacher's page calls a student: "" for a name that is too long for it.
func calledHere(name string) string {
	first, _, _ := strings.Cut(name, " ")
	if utf8.RuneCountInString(first) > 16 {
		return ""
	}
	return first
}

// answersShown are the answers of one lesson or bench, as the address asks, or of the one that came last. rows makes
// the rows of attempts.
func (s *Server) answersShown(r *request, attempts []classroom.Attempt, here string,
	rows func(*request, []classroom.Attempt) ([]views.AnswerRow, error)) (views.AnswersShown, error) {
	shown := views.AnswersShown{Here: here, Part: r.query("of")}
	count := map[string]int{}
	for _, a := range attempts {
		if n := len(a.Responses); n > 0 {
			if count[a.Lesson] == 0 {
				title, err := s.placeOf(r, a)
				if err != nil {
					return shown, err
				}
				shown.Parts = append(shown.Parts, views.AnswerPart{ID: a.Lesson, Title: title})
			}
			count[a.Lesson] += n
			shown.Total += n
		}
	}
	for i := range shown.Parts {
		shown.Parts[i].Answers = count[shown.Parts[i].ID]
	}
	if count[shown.Part] == 0 && shown.Part != views.AllAnswers && len(attempts) > 0 {
		shown.Part = attempts[len(attempts)-1].Lesson
	}
	slices.SortStableFunc(shown.Parts, func(a, b views.AnswerPart) int {
		return cmp.Compare(placeInCourse(r.edition.course, a.ID), placeInCourse(r.edition.course, b.ID))
	})
	var err error
	shown.Answers, err = rows(r, slices.DeleteFunc(attempts, func(a classroom.Attempt) bool {
		return shown.Part != views.AllAnswers && a.Lesson != shown.Part
	}))
	return shown, err
}

// placeInCourse is the number of a lesson; what is none comes behind.
func placeInCourse(c *course.Course, lesson string) int {
	if l, err := c.Lesson(lesson); err == nil {
		return l.Number
	}
	return len(c.Lessons) + 1
}

// days is what a student did day by day, the latest day first.
func (s *Server) days(r *request, student classroom.StudentID) ([]views.DayRow, error) {
	read, err := s.Store.ReadAt(r.ctx, student)
	if err != nil {
		return nil, err
	}
	attempts, err := s.attemptsOf(r, student)
	if err != nil {
		return nil, err
	}
	var answered []time.Time
	for _, a := range attempts {
		for _, given := range a.Responses {
			answered = append(answered, given.At)
		}
	}
	var rows []views.DayRow
	for _, d := range classroom.Days(read, answered, s.zone()) {
		rows = append(rows, views.DayRow{Date: d.Date.Format("Mon 2 January 2006"), Sections: d.Sections,
			Answers: d.Answers})
	}
	return rows, nil
}
