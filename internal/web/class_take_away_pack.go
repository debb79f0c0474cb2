package web

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/essay"
	"dossier/internal/export"
	"dossier/internal/store"
	"dossier/views"
)

// ownWork is whose work goes into a file, and for whom: it has what the student sees on their own pages, whoever asks.
type ownWork struct {
	r       *request
	student classroom.StudentID
	name    string
	class   classroom.ClassID
	title   string                         // of the class
	work    map[string]classroom.GivenQuiz // the quizzes that were handed out
}

// takeMyPack sends somebody their own work as a page that opens anywhere.
func (s *Server) takeMyPack(r *request) error {
	p := ownWork{r: r, student: r.student.ID, name: r.student.Name, class: r.student.Class, title: r.student.ClassName}
	if r.student.Guest() {
		p.name = "My work"
	}
	return s.sendPack(p)
}

func (s *Server) takeStudentPack(r *request) error {
	student, props, err := s.student(r)
	if err != nil {
		return err
	}
	if err := s.Store.NoteExport(r.ctx, r.teacher.ID, student.Class, student.ID, "pack"); err != nil {
		s.Log.Warn("note an export", "request", r.id, "error", err) // on a full disk, say: reading goes on
	}
	return s.sendPack(ownWork{r: r, student: student.ID, name: student.Name, class: student.Class,
		title: props.Class.Name})
}

func (s *Server) sendPack(p ownWork) (err error) {
	if p.work, err = s.workByID(p.r, p.class); err != nil {
		return err
	}
	name := export.FileName(p.name, "pack", s.local(s.Now()), "html")
	return s.downloadMade(p.r, name, htmlKind, func(w io.Writer) error { return s.drawPack(p, w) })
}

// workByID finds the quizzes that were handed out to a class; none for class 0.
func (s *Server) workByID(r *request, class classroom.ClassID) (map[string]classroom.GivenQuiz, error) {
	all := map[string]classroom.GivenQuiz{}
	if class == 0 {
		return all, nil
	}
	quizzes, err := s.handedQuizzes(r, class)
	for _, q := range quizzes {
		all[q.ID] = q
	}
	return all, err
}

// drawPack writes the page of one student.
func (s *Server) drawPack(p ownWork, w io.Writer) error {
	props := views.PackProps{Name: p.name, Class: p.title, Course: p.r.edition.course.Title, Made: s.dated(s.Now())}
	var err error
	if props.Attempts, err = s.packAttempts(p); err != nil {
		return err
	}
	if props.Essays, err = s.packEssays(p); err != nil {
		return err
	}
	return views.PackPage(props).Render(p.r.ctx, w)
}

// packAttempts are the quizzes in the order in which they began; the answers in the text of a lesson stand together.
func (s *Server) packAttempts(p ownWork) (all []views.PackAttempt, err error) {
	attempts, err := s.Store.Attempts(p.r.ctx, p.student, "")
	if err != nil {
		return nil, err
	}
	decisions, err := s.Store.DecidedFor(p.r.ctx, p.student)
	if err != nil {
		return nil, err
	}
	tried, text := map[string]int{}, map[string]int{}
	for _, a := range attempts {
		id := a.QuizID()
		tried[id]++
		one, err := s.packAttempt(p, a, tried[id], decisions)
		if err != nil {
			return nil, err
		}
		if len(one.Answers) == 0 {
			continue
		}
		at, known := text[id]
		if a.Kind != classroom.CheckAttempt || !known {
			text[id] = len(all)
			all = append(all, one)
			continue
		}
		one.Answers[0].Number = len(all[at].Answers) + 1
		all[at].Answers = append(all[at].Answers, one.Answers...)
	}
	return all, nil
}

// packAttempt is one attempt with the questions that were answered. What is right is in it where its author sees it.
func (s *Server) packAttempt(p ownWork, a classroom.Attempt, n int,
	decisions map[classroom.AnswerKey]classroom.DecidedBy) (one views.PackAttempt, err error) {
	title, err := s.placeOf(p.r, a)
	if err != nil {
		return one, err
	}
	shown := true
	switch {
	case a.Kind == classroom.CheckAttempt:
		one.Title, one.When = title+": questions in the text", "from "+s.dated(a.Started)
		if _, sorting := classroom.SortingBench(a.Lesson); sorting {
			one.Title = title + ": what could be known"
		}
	case a.Kind == classroom.WorkAttempt:
		one, shown = s.packWork(p, a)
	default:
		one.Title = "Quiz: " + title
	}
	if a.Kind != classroom.CheckAttempt {
		one.Title += fmt.Sprintf(", attempt %d", n)
		one.When = s.dated(a.Started)
		s.scorePack(&one, p, a, shown)
	}
	for i, asked := range a.Questions {
		given, ok := a.Responses[asked.Question]
		if !ok {
			continue
		}
		q, _, err := s.asked(p.r, given.Asked())
		if err != nil {
			return one, err
		}
		answer := views.PackAnswer{Number: i + 1, Question: q, Grade: decided(q, given), Shown: shown,
			Marks:      fmt.Sprintf("%s of %s", views.Number(given.Marks), views.Number(given.OutOf)),
			Confidence: classroom.SureWord(given.Confidence), Written: written(q, given.Answer)}
		levels := decisions[classroom.AnswerKey{Attempt: a.ID, Question: asked.Question}].Levels
		for j := range answer.Written {
			level := levels[answer.Written[j].Part.ID]
			answer.Written[j].Self, answer.Written[j].Teacher = level.Self, level.Teacher
		}
		one.Answers = append(one.Answers, answer)
	}
	return one, nil
}

// packWork begins an attempt at work that was handed out; shown tells that its results may be in it. Those of work that
// the class has no more are left out: nobody can say when they would show.
func (s *Server) packWork(p ownWork, a classroom.Attempt) (one views.PackAttempt, shown bool) {
	work, known := p.work[a.QuizID()]
	if !known {
		return views.PackAttempt{Title: "Work that was handed out"}, false
	}
	taking, mine := work.Takings[p.student]
	over := !a.Submitted.IsZero() || mine && taking.Over(a, s.Now())
	atOnce := mine && taking.Results == classroom.ResultsAtOnce
	return views.PackAttempt{Title: work.Title}, !work.Hidden && (over || atOnce)
}

// scorePack says what a quiz came to, or why there is no score.
func (s *Server) scorePack(one *views.PackAttempt, p ownWork, a classroom.Attempt, shown bool) {
	taking, handed := p.work[a.QuizID()].Takings[p.student]
	over := !a.Submitted.IsZero() || handed && taking.Over(a, s.Now())
	switch {
	case !shown && over:
		one.Note = "The results are not shown yet."
	case !over:
		one.Note = fmt.Sprintf("Not finished: %d of %d answered.", len(a.Responses), len(a.Questions))
	case handed:
		marks, outOf := taking.Total(a)
		one.Score = views.ScoreWords(marks, outOf)
	default:
		marks, outOf := total(a)
		one.Score = views.ScoreWords(marks, outOf)
	}
}

// packEssays are the texts that were handed in, with what has been returned.
func (s *Server) packEssays(p ownWork) (all []views.PackEssay, err error) {
	texts, err := s.Store.HandedTexts(p.r.ctx, p.student)
	if err != nil || len(texts) == 0 {
		return nil, err
	}
	back, err := s.Store.ReturnedTo(p.r.ctx, p.student)
	if err != nil {
		return nil, err
	}
	var last classroom.EssayID
	for _, t := range texts {
		if t.Essay != last {
			last = t.Essay
			one := views.PackEssay{Title: s.benchTitle(p.r, t.Bench)}
			if b, err := p.r.edition.course.Bench(t.Bench); err == nil {
				one.Question = b.Question
			}
			all = append(all, one)
		}
		of, round := &all[len(all)-1], s.packRound(p.r.edition.course, t, back)
		if round.Evidence, err = s.packEvidence(p, t); err != nil {
			return nil, err
		}
		of.Rounds = append(of.Rounds, round)
	}
	return all, nil
}

// packRound is one text. Its levels from a teacher are there once the next step is written, as everywhere.
func (s *Server) packRound(c *course.Course, t classroom.HandedText, back []store.ReturnedEssay) views.PackRound {
	round := views.PackRound{Number: t.Round, HandedIn: s.dated(t.At), Words: essay.Words(t.Text), Text: t.Text}
	rubric, err := c.Rubric(t.Rubric)
	if err != nil {
		rubric = &course.Rubric{}
	}
	for _, skill := range rubric.Skills {
		if own, said := t.Own[skill.ID]; said {
			round.Own = append(round.Own, skillLevel(skill, own.Level, own.Sentence))
		}
	}
	i := slices.IndexFunc(back, func(b store.ReturnedEssay) bool { return b.Essay == t.Essay && b.Rev == t.Rev })
	if i < 0 {
		return round
	}
	b := back[i]
	round.Returned, round.Strength, round.Target, round.NextStep = s.dated(b.At), b.Strength, b.Target, b.NextStep
	for _, skill := range rubric.Skills {
		if comment := b.Comments[skill.ID]; comment != "" {
			round.Comments = append(round.Comments, views.Kept{Name: skill.Title, Value: comment})
		}
		if level, given := b.Levels[skill.ID]; given && b.NextStep != "" {
			round.Levels = append(round.Levels, skillLevel(skill, level, ""))
		}
	}
	return round
}

// packEvidence lists the phrases that a text cites by their numbers.
func (s *Server) packEvidence(p ownWork, t classroom.HandedText) (all []views.PackEvidence, err error) {
	picks, err := s.Store.Picks(p.r.ctx, p.student, t.Bench)
	for _, pick := range picks {
		if pick.Round > t.Round || !strings.Contains(t.Text, fmt.Sprintf("[%d]", pick.Number)) {
			continue
		}
		one := views.PackEvidence{Number: pick.Number, Quote: pick.Quote, Source: pick.Source}
		if source, err := p.r.edition.course.Source(pick.Source); err == nil {
			one.Source = source.Creator + ", " + source.Title
		}
		all = append(all, one)
	}
	return all, err
}

func skillLevel(skill *course.RubricSkill, level int, sentence string) views.PackLevel {
	out := views.PackLevel{Skill: skill.Title, Level: level, Sentence: sentence}
	if level >= 0 && level < len(skill.Levels) {
		out.Means = skill.Levels[level].Can
	}
	return out
}

// writePack writes the class pack: one file after the other, each student by themselves.
func (s *Server) writePack(t *taking, w io.Writer) error {
	pack := export.NewPack(w, s.local(s.Now()))
	if err := s.fillPack(t, pack); err != nil {
		return err
	}
	return pack.Close()
}

// fillPack writes what is in every class pack.
func (s *Server) fillPack(t *taking, pack *export.Pack) error {
	now := s.local(s.Now())
	var tables []export.PackFile
	for _, f := range append(slices.Clone(views.TakeAwayFiles), views.GradebookFiles...) {
		tables = append(tables, export.PackFile{Name: f.Name, About: f.About})
	}
	if err := s.packFront(t, pack, now, tables); err != nil {
		return err
	}
	for _, f := range takenFiles() {
		if f.kind != csvKind {
			continue
		}
		if err := pack.Add(f.name, func(w io.Writer) error { return f.write(s, t, w) }); err != nil {
			return err
		}
	}
	work, err := s.workByID(t.r, t.class.ID)
	if err != nil {
		return err
	}
	for _, st := range t.students {
		p := ownWork{r: t.r, student: st.ID, name: st.Name, class: t.class.ID, title: t.class.Name, work: work}
		if err := pack.Add(studentPath(st), func(w io.Writer) error { return s.drawPack(p, w) }); err != nil {
			return err
		}
	}
	return nil
}

func studentPath(st classroom.RosterStudent) string {
	return "students/" + export.StudentFile(st.ID, st.Name)
}

// packFront writes what is read first: the index, and what is what.
func (s *Server) packFront(t *taking, pack *export.Pack, now time.Time, tables []export.PackFile) error {
	title := t.r.edition.course.Title
	index := views.PackIndexProps{Class: t.class.Name, Course: title, Made: s.dated(now)}
	for _, f := range tables {
		index.Files = append(index.Files, views.PackLink{File: f.Name, Text: f.Name, About: f.About})
	}
	for _, st := range t.students {
		index.Students = append(index.Students, views.PackLink{File: studentPath(st), Text: st.Name})
	}
	files := append([]export.PackFile{{Name: "index.html", About: "Begin here: links to everything."},
		{Name: "students/", About: "A page for each student, to print or to keep: what the student sees of their work."}},
		tables...)
	if err := pack.Add("README.txt", func(w io.Writer) error {
		return export.WriteReadMe(w, t.class.Name, title, now, files)
	}); err != nil {
		return err
	}
	return pack.Add("index.html", func(w io.Writer) error { return views.PackIndexPage(index).Render(t.r.ctx, w) })
}

// dated is a time with its day, for a file that is read on another one.
func (s *Server) dated(t time.Time) string { return s.local(t).Format("2 January 2006, 15:04") }
