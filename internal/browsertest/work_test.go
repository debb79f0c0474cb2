package browsertest

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/store"
)

// handsOutThursdaysQuiz hands out a test of three questions that was due a while ago and is still open. A student has
// half an hour. No program works on the folder meanwhile.
func handsOutThursdaysQuiz(t *testing.T, folder string) {
	t.Helper()
	content, err := course.Open("")
	must(t, err)
	c, _ := course.Compile(content)
	now := time.Now()
	a := classroom.Assignment{Class: 1, Title: "Thursday's quiz", Handed: classroom.HandedQuiz, Test: true, Attempts: 1,
		Minutes: 30, Results: classroom.ResultsReleased, Opens: now.Add(-time.Hour), Due: now.Add(-20 * time.Minute),
		Closes: now.Add(20 * time.Minute)}
	for _, q := range c.Lessons[0].Pool[:3] {
		task := classroom.Task{OutOf: q.Marks, Asked: classroom.Asked{Question: q.ID}}
		inDatabase(t, folder, func(db *sql.DB) error {
			return db.QueryRow(`SELECT max(version) FROM question_version WHERE id = ?`, q.ID).Scan(&task.Version)
		})
		a.Questions = append(a.Questions, task)
	}
	data, err := store.Open(t.Context(), folder, time.Now)
	must(t, err)
	_, err = data.HandOut(t.Context(), 1, "the form of thursday's quiz", a)
	must(t, err)
	must(t, data.Close())
}

// inDatabase works on the database of a data folder beside the program.
func inDatabase(t *testing.T, folder string, work func(*sql.DB) error) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(folder, "dossier.db")+"?mode=rw&_busy_timeout=5000")
	must(t, err)
	defer db.Close()
	must(t, work(db))
}

// Cleo has as much time again and is not late; Ben, who works without scripts, is.
func TestThursdaysQuiz(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s := screen{Width: widths[0]}
	p := runProgram(t, folder)
	code := newVisitor(t, s).setsUp(p)
	p.stop()
	handsOutThursdaysQuiz(t, folder)
	p = runProgram(t, folder)
	cleo, ben := newVisitor(t, s), newVisitor(t, s)
	cleo.joins(p, code, "Cleo", pin)
	ben.joins(p, code, "Ben", pin)
	ben.allowScripts(false)
	inDatabase(t, folder, func(db *sql.DB) error {
		_, err := db.Exec(`UPDATE student SET extra_time = 100 WHERE name = 'Cleo'`)
		return err
	})

	cleo.open(p.URL + "/")
	cleo.wantText("main", "Thursday's quiz", "3 questions · 60 minutes (30 and your extra 30)", "To do", "Due ")
	cleo.check("home", "work to do")
	cleo.followIn(".work-list", "Thursday's quiz")
	cleo.wantText("main", "1 attempt left", "Your extra time is already counted.")
	cleo.follow("Begin")
	for range 3 {
		cleo.wantText(".sitting", "minutes left, until ")
		cleo.fill(".check form")
		if got := cleo.followIn(".check", "Save and go on"); got != 200 {
			t.Fatalf("%s: got status %d: %s", cleo.location(), got, cleo.text("main"))
		}
	}
	cleo.wantText("main", "You have answered every question.")
	cleo.followIn(".steps", "1")
	cleo.wantText(".sitting", "Saved at ")
	cleo.check("question", "saved answer of a test")
	cleo.follow("Check and hand in")
	attempt := strings.TrimSuffix(cleo.location(), "/hand-in")
	cleo.followIn("main", "Hand in")
	cleo.wantText("main", "Handed in", "You see your results when your teacher releases them.", "3 of 3 answered")

	ben.open(p.URL + "/")
	ben.wantText("main", "Overdue", "30 minutes")
	ben.followIn(".work-list", "Thursday's quiz")
	ben.follow("Begin")
	ben.fill(".check form")
	ben.followIn(".check", "Save and go on")
	ben.follow("Check and hand in")
	ben.wantText("main", "Questions 2 and 3 are not answered.")
	ben.followIn("main", "Hand in")
	ben.wantText("main", "Handed in late")

	cleo.open(attempt + "/result")
	cleo.wantPath(p, "/work/1") // no result yet
	inDatabase(t, folder, func(db *sql.DB) error {
		_, err := db.Exec(`UPDATE assignment SET released_at = ?`, time.Now().UnixMilli())
		return err
	})
	for _, v := range []*visitor{cleo, ben} {
		v.open(p.URL + "/")
		v.follow("See your results")
		v.followIn(".attempts", "")
		v.wantText("h1", " of ", " marks")
		v.wantText("main", "Your answers, one by one")
	}
	ben.wantText("main", "Handed in late.", "Not answered", "Question 2: ")
	if strings.Contains(cleo.text("main"), "late") {
		t.Error("Cleo is late in spite of the extra time")
	}
	cleo.check("result", "of a test")
	cleo.wantNoComplaints()
	ben.wantNoComplaints()
}
