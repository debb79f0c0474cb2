package web

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/export"
	"dossier/internal/marking"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

// takenFile is a file that a teacher can take away of a class.
type takenFile struct {
	name, what, ext, kind string
	write                 func(*Server, *taking, io.Writer) error
}

const (
	csvKind  = "text/csv; charset=utf-8"
	htmlKind = "text/html; charset=utf-8"
)

// takenFiles are all of them; name is how the address ends and how the file is called in the class pack.
func takenFiles() []takenFile {
	return []takenFile{
		{"scores.csv", "scores", "csv", csvKind, (*Server).writeScores},
		{"answers.csv", "answers", "csv", csvKind, (*Server).writeAnswers},
		{"items.csv", "items", "csv", csvKind, (*Server).writeItems},
		{"essays.csv", "essays", "csv", csvKind, (*Server).writeLevels},
		{"roster.csv", "roster", "csv", csvKind, (*Server).writeRoster},
		{"canvas.csv", "gradebook-canvas", "csv", csvKind, (*Server).writeCanvas},
		{"moodle.csv", "gradebook-moodle", "csv", csvKind, (*Server).writeMoodle},
		{"pack.zip", "pack", "zip", "application/zip", (*Server).writePack},
	}
}

// taking is a class of which something is taken away, for one request.
type taking struct {
	r        *request
	class    classroom.Class
	students []classroom.RosterStudent
	columns  []string // of a gradebook; nil for all

	quizzes  []classroom.GivenQuiz
	scores   []classroom.ScoreRow
	levels   []classroom.LevelRow
	hidden   map[classroom.EssayID]int // the texts whose marks the teacher may not see yet
	teachers map[classroom.TeacherID]string
}

// takingOf begins with who is in the class of the path.
func (s *Server) takingOf(r *request) (*taking, error) {
	class, err := s.class(r)
	if err != nil {
		return nil, err
	}
	students, err := s.Store.Roster(r.ctx, class.ID)
	return &taking{r: r, class: class, students: students, teachers: map[classroom.TeacherID]string{}}, err
}

func (s *Server) showTakeAway(r *request) error {
	t, err := s.takingOf(r)
	if err != nil {
		return err
	}
	return s.takeAwayPage(t, http.StatusOK, "")
}

// takeAwayPage lists what there is. problem is said beside the columns of the gradebook.
func (s *Server) takeAwayPage(t *taking, status int, problem string) error {
	if err := s.readQuizzes(t); err != nil {
		return err
	}
	props := views.TakeAwayProps{Class: classCard(t.class), Students: len(t.students), Problem: problem,
		Unticked: t.columns != nil}
	for _, q := range t.quizzes {
		note := ""
		if q.Hidden {
			note = "students do not see these results yet"
		}
		props.Columns = append(props.Columns, views.TakeAwayColumn{ID: q.ID, Title: q.Title, Note: note})
	}
	entries, err := s.Store.EntriesIn(t.r.ctx, t.r.teacher.ID, t.class.ID)
	if err != nil {
		return err
	}
	benches := map[string]bool{}
	for _, e := range entries {
		if !benches[e.Bench] {
			benches[e.Bench] = true
			props.Columns = append(props.Columns, views.TakeAwayColumn{ID: "bench:" + e.Bench,
				Title: s.benchTitle(t.r, e.Bench), Note: "only what has been returned"})
		}
	}
	return s.render(t.r, status, views.TakeAwayPage(s.page(t.r, "Take away · "+t.class.Name, "/classes"), props))
}

// takeAway sends one of the files.
func (s *Server) takeAway(r *request) error {
	files, asked := takenFiles(), r.param("file")
	if asked == "gradebook.csv" {
		asked = r.query("for") + ".csv"
	}
	i := slices.IndexFunc(files, func(f takenFile) bool { return f.name == asked })
	t, err := s.takingOf(r)
	if err != nil {
		return err
	}
	if i < 0 {
		return store.ErrNotFound
	}
	if r.query("chosen") != "" {
		if t.columns = r.queryAll("column"); len(t.columns) == 0 {
			t.columns = []string{}
			return s.takeAwayPage(t, http.StatusUnprocessableEntity, "Tick at least one column.")
		}
	}
	f := files[i]
	name := export.FileName(t.class.Name, f.what, s.local(s.Now()), f.ext)
	if err := s.Store.NoteExport(r.ctx, r.teacher.ID, t.class.ID, 0, f.name); err != nil {
		s.Log.Warn("note an export", "request", r.id, "error", err) // on a full disk, say: reading goes on
	}
	return s.downloadMade(r, name, f.kind, func(w io.Writer) error { return f.write(s, t, w) })
}

// readQuizzes finds the quizzes of the lessons and those that were handed out.
func (s *Server) readQuizzes(t *taking) error {
	if t.quizzes != nil {
		return nil
	}
	for _, l := range t.r.edition.course.Lessons {
		t.quizzes = append(t.quizzes, classroom.GivenQuiz{ID: classroom.LessonQuizID(l.ID),
			Title: fmt.Sprintf("Quiz %d: %s", l.Number, l.Title), Questions: course.QuizLength})
	}
	handed, err := s.handedQuizzes(t.r, t.class.ID)
	t.quizzes = append(t.quizzes, handed...)
	return err
}

// handedQuizzes are the quizzes that were handed out to a class.
func (s *Server) handedQuizzes(r *request, class classroom.ClassID) (all []classroom.GivenQuiz, err error) {
	assignments, err := s.Store.Assignments(r.ctx, class)
	if err != nil {
		return nil, err
	}
	for _, a := range assignments {
		if a.Handed != classroom.HandedQuiz {
			continue
		}
		takings, err := s.Store.Takings(r.ctx, a)
		if err != nil {
			return nil, err
		}
		q := classroom.GivenQuiz{ID: classroom.WorkID(a.ID), Title: a.Title, Questions: len(a.Questions), Test: a.Test,
			Work: true, Hidden: !a.Shows(classroom.LastClose(takings), s.Now()),
			Takings: map[classroom.StudentID]classroom.Taking{}}
		if a.Drawn > 0 {
			q.Questions = a.Drawn
		}
		for _, t := range takings {
			q.Takings[t.Student] = t
		}
		all = append(all, q)
	}
	return all, nil
}

func (s *Server) readScores(t *taking) error {
	if t.scores != nil {
		return nil
	}
	if err := s.readQuizzes(t); err != nil {
		return err
	}
	now, err := s.today(t.r, t.class)
	if err != nil {
		return err
	}
	needs := map[classroom.StudentID]bool{}
	for _, n := range now.needs {
		needs[n.Student] = true
	}
	attempts, err := s.Store.QuizScores(t.r.ctx, t.class.ID)
	if err != nil {
		return err
	}
	work, err := s.workRows(t, needs)
	t.scores = append(classroom.ScoreRows(s.Now(), t.students, t.quizzes, attempts, needs), work...)
	classroom.ByStudent(t.students, t.scores)
	return err
}

func (s *Server) writeScores(t *taking, w io.Writer) error {
	if err := s.readScores(t); err != nil {
		return err
	}
	return export.WriteScores(w, t.class.Name, s.zone(), t.scores)
}

// writeAnswers reads and writes one student after the other.
func (s *Server) writeAnswers(t *taking, w io.Writer) error {
	file := export.NewAnswers(w, s.zone())
	for _, st := range t.students {
		attempts, err := s.Store.AttemptsIn(t.r.ctx, t.class.ID, st.ID)
		if err != nil {
			return err
		}
		decisions, err := s.Store.DecidedFor(t.r.ctx, st.ID)
		if err != nil {
			return err
		}
		rows, err := classroom.AnswerRows(st, attempts, decisions,
			func(given classroom.Response) (classroom.AskedQuestion, error) {
				q, _, err := s.asked(t.r, given.Asked())
				if err != nil {
					return classroom.AskedQuestion{}, err
				}
				return aboutQuestion(q, decided(q, given)), nil
			})
		if err == nil {
			err = file.Add(rows)
		}
		if err != nil {
			return err
		}
	}
	return file.Close()
}

func aboutQuestion(q *quiz.Question, g quiz.Grade) classroom.AskedQuestion {
	return classroom.AskedQuestion{Version: q.Version, Kind: q.Kind, Objectives: q.Objectives, Grade: g}
}

func (s *Server) writeItems(t *taking, w io.Writer) error {
	answers, err := s.Store.FirstAnswers(t.r.ctx, t.class.ID, "")
	if err != nil {
		return err
	}
	seconds, err := s.Store.QuizSeconds(t.r.ctx, t.class.ID)
	if err != nil {
		return err
	}
	items := classroom.ItemsOf(answers)
	var rows []classroom.ItemRow
	for _, asked := range s.itemOrder(t.r, items) {
		q, _, err := s.asked(t.r, asked)
		if err != nil {
			return err
		}
		grades, err := graded(q, items[asked])
		if err != nil {
			return err
		}
		parts := classroom.PartsOf(q.Body.Grade(nil), grades)
		letters := views.OptionLetters(q, s.wallDeal(t.class.ID, q))
		rows = append(rows, classroom.ItemRowOf(items[asked], aboutQuestion(q, quiz.Grade{}), parts, letters, seconds))
	}
	return export.WriteItems(w, rows)
}

// itemOrder is the questions that were answered in the order of the course, the older wordings of each behind; what the
// course has lost comes last.
func (s *Server) itemOrder(r *request, items map[classroom.Asked]*classroom.Item) []classroom.Asked {
	place := map[string]int{}
	for _, l := range r.edition.course.Lessons {
		for _, q := range l.Questions() {
			place[q.ID] = len(place) + 1
		}
	}
	return classroom.ByPlace(slices.Collect(maps.Keys(items)), place)
}

// readLevels reads what was handed in and what was said of it.
func (s *Server) readLevels(t *taking) error {
	if t.hidden != nil {
		return nil
	}
	var err error
	if t.hidden, err = s.hiddenIn(t.r, t.class.ID); err != nil {
		return err
	}
	for _, st := range t.students {
		rows, err := s.levelsOfStudent(t, st)
		if err != nil {
			return err
		}
		t.levels = append(t.levels, rows...)
	}
	return nil
}

func (s *Server) levelsOfStudent(t *taking, st classroom.RosterStudent) ([]classroom.LevelRow, error) {
	r := t.r
	texts, err := s.Store.HandedTexts(r.ctx, st.ID)
	if err != nil || len(texts) == 0 {
		return nil, err
	}
	marks, err := s.Store.StudentMarks(r.ctx, st.ID)
	if err != nil {
		return nil, err
	}
	back, err := s.Store.ReturnedTo(r.ctx, st.ID)
	if err != nil {
		return nil, err
	}
	of := marking.Levels{Student: st, Texts: texts, Back: map[marking.MarkID]time.Time{}}
	for _, m := range marks {
		of.Marks = append(of.Marks, m.Mark)
		if err := s.nameTeacher(t, m.Teacher); err != nil {
			return nil, err
		}
	}
	for _, b := range back {
		of.Back[b.ID] = b.At
	}
	of.Hidden = func(m marking.Mark) bool { return t.hidden[m.Essay] == m.Rev }
	of.Skills = func(rubric string) []string { return skillIDs(r, rubric) }
	of.Title = func(bench string) string { return s.benchTitle(r, bench) }
	of.Name = func(id classroom.TeacherID) string { return t.teachers[id] }
	return of.Rows(), nil
}

// nameTeacher looks the name of a teacher up once.
func (s *Server) nameTeacher(t *taking, id classroom.TeacherID) (err error) {
	if _, known := t.teachers[id]; !known {
		t.teachers[id], err = s.Store.TeacherName(t.r.ctx, id)
	}
	return err
}

func skillIDs(r *request, rubric string) (ids []string) {
	found, err := r.edition.course.Rubric(rubric)
	if err != nil {
		return nil
	}
	for _, skill := range found.Skills {
		ids = append(ids, skill.ID)
	}
	return ids
}

func (s *Server) benchTitle(r *request, bench string) string {
	if b, err := r.edition.course.Bench(bench); err == nil {
		return b.Title
	}
	return bench
}

// hiddenIn finds the texts of a class that wait for a blind second mark of this teacher's, with their revisions: see
// hidden. The queue of each bench is read once.
func (s *Server) hiddenIn(r *request, class classroom.ClassID) (map[classroom.EssayID]int, error) {
	entries, err := s.Store.EntriesIn(r.ctx, r.teacher.ID, class)
	if err != nil {
		return nil, err
	}
	hidden, blind := map[classroom.EssayID]int{}, map[string]map[classroom.EssayID]bool{}
	for _, e := range entries {
		if e.Marked == "" || e.MarkedBy == r.teacher.ID || e.Second != 0 {
			continue
		}
		if blind[e.Bench] == nil {
			queue, _, err := s.Store.QueueOf(r.ctx, r.teacher.ID, e.ID)
			if err != nil {
				return nil, err
			}
			q, rubric := s.queue(r, queue), e.Rubric
			if b, err := r.edition.course.Bench(e.Bench); err == nil {
				rubric = b.Rubric.ID
			}
			blind[e.Bench] = q.Blind(q.Sample(rubric))
		}
		if blind[e.Bench][e.ID] {
			hidden[e.ID] = e.Rev
		}
	}
	return hidden, nil
}

func (s *Server) writeLevels(t *taking, w io.Writer) error {
	if err := s.readLevels(t); err != nil {
		return err
	}
	return export.WriteLevels(w, s.zone(), t.levels)
}

func (s *Server) writeRoster(t *taking, w io.Writer) error {
	return export.WriteRoster(w, t.class.Name, t.students)
}

// gradebook is the columns that the teacher has chosen.
func (s *Server) gradebook(t *taking) ([]classroom.GradeColumn, error) {
	if err := s.readScores(t); err != nil {
		return nil, err
	}
	if err := s.readLevels(t); err != nil {
		return nil, err
	}
	all := slices.Concat(classroom.QuizColumns(t.quizzes, t.scores), classroom.EssayColumns(t.levels))
	return slices.DeleteFunc(all, func(c classroom.GradeColumn) bool {
		return t.columns != nil && !slices.Contains(t.columns, c.ID)
	}), nil
}

func (s *Server) writeCanvas(t *taking, w io.Writer) error {
	columns, err := s.gradebook(t)
	if err != nil {
		return err
	}
	return export.WriteCanvas(w, t.class.Name, t.students, columns)
}

func (s *Server) writeMoodle(t *taking, w io.Writer) error {
	columns, err := s.gradebook(t)
	if err != nil {
		return err
	}
	return export.WriteMoodle(w, t.students, columns)
}
