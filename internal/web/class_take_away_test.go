package web_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
)

// takes is the address of a file of the first class.
func (s *site) takes(file string) string {
	return fmt.Sprintf("/classes/%d/take-away/%s", s.class, file)
}

// table reads a file that was taken away: a row for each line, by heading.
func (b *browser) table(path string) (rows []map[string]string) {
	b.t.Helper()
	p := b.get(path).want(http.StatusOK)
	if kind := p.header.Get("Content-Type"); kind != "text/csv; charset=utf-8" {
		b.t.Errorf("%s is %s", path, kind)
	}
	all, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(p.body, "\ufeff"))).ReadAll()
	if err != nil {
		b.t.Fatalf("%s: %v", path, err)
	}
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, cell := range cells {
			row[all[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

// unzipped reads a class pack.
func (b *browser) unzipped(path string) map[string]string {
	b.t.Helper()
	p := b.get(path).want(http.StatusOK)
	read, err := zip.NewReader(strings.NewReader(p.body), int64(len(p.body)))
	if err != nil {
		b.t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range read.File {
		in, err := f.Open()
		if err != nil {
			b.t.Fatal(err)
		}
		body, err := io.ReadAll(in)
		if err != nil {
			b.t.Fatal(err)
		}
		if !f.Modified.Equal(b.site.clock.now().Truncate(time.Second)) {
			b.t.Errorf("%s is of %v, not of the clock of the server", f.Name, f.Modified)
		}
		files[f.Name] = string(body)
	}
	return files
}

func TestTakeAwayPage(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	page := fmt.Sprintf("/classes/%d/take-away", s.class)
	s.owner.open(page).says("Nobody is in the class yet").hides("Download the class pack")
	s.student("Ana")
	p := s.owner.open(page).says("Download the class pack").says("Quiz 1: " + s.course.Lessons[0].Title)
	if n := len(p.doc.class("primary")); n != 1 {
		t.Errorf("there are %d dark buttons", n)
	}
	for _, file := range []string{"scores.csv", "answers.csv", "items.csv", "essays.csv", "roster.csv", "canvas.csv",
		"moodle.csv", "pack.zip"} {
		got := s.owner.get(s.takes(file)).want(http.StatusOK).header.Get("Content-Disposition")
		if !regexp.MustCompile(`^attachment; filename="10b-history_[a-z-]+_2026-09-0\d_\d{4}\.(csv|zip)"$`).MatchString(got) {
			t.Errorf("%s is called %s", file, got)
		}
	}
	for _, file := range []string{"x.csv", "gradebook.csv", "gradebook.csv?for=pack", "scores", "..%2Fscores.csv"} {
		s.owner.get(s.takes(file)).want(http.StatusNotFound)
	}
	// A head of a file is no file.
	req := s.owner.request(http.MethodHead, s.takes("pack.zip"), nil)
	if head := s.owner.do(req); head.status != http.StatusOK || head.body != "" {
		t.Errorf("HEAD is answered by %d and %d bytes", head.status, len(head.body))
	}
}

// Each row is there: for who has done nothing too, and for each attempt.
func TestScoresOfAClass(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("=Ana")
	s.student("Ben")
	l := s.course.Lessons[0]
	ana.takeQuiz(l.ID, func(int) bool { return false })
	ana.takeQuiz(l.ID, always)
	ana.startQuiz(s.course.Lessons[1].ID)
	status, waits := [2]string{"marked", "marked"}, [2]int{} // the two quizzes ask everything between them
	for try := range status {
		for _, q := range s.drawnIn(fmt.Sprint("/attempts/", try+1)) {
			if w, ok := q.Body.(quiz.Writer); ok && len(w.Written()) > 0 {
				status[try] = "submitted"
				waits[try] += len(w.Written())
			}
		}
	}
	if waits[0]+waits[1] == 0 {
		t.Fatal("nothing is written in the lesson: the test tests little")
	}
	rows := s.owner.table(s.takes("scores.csv"))
	if want := 2*len(s.course.Lessons) + 1; len(rows) != want {
		t.Fatalf("%d rows, want %d", len(rows), want)
	}
	for i, want := range []string{"'=Ana 1 first try " + status[0] + " 0 10", "'=Ana 2 practice " + status[1] + " 100 10",
		"'=Ana 1 first try in_progress  0", "'=Ana   not_started  0"} {
		r := rows[i]
		if got := fmt.Sprint(r["display_name"], " ", r["attempt"], " ", r["counts_as"], " ", r["status"], " ", r["percent"],
			" ", r["answered"]); got != want {
			t.Errorf("row %d: %s, want %s", i, got, want)
		}
	}
	for try, n := range waits {
		if r := rows[try]; r["pending_marks"] != fmt.Sprint(n) || (r["marked"] == "yes") != (n == 0) {
			t.Errorf("%d texts wait for a teacher: %v", n, r)
		}
	}
	if rows[2]["pending_marks"] != "" {
		t.Errorf("what is open waits for a teacher: %v", rows[2])
	}
	answers := s.owner.table(s.takes("answers.csv"))
	if len(answers) != 20 || answers[0]["correct"] == "yes" || answers[19]["correct"] != "yes" ||
		answers[0]["response_text"] == "" || answers[0]["marker"] != "program" || answers[10]["attempt"] != "2" {
		t.Errorf("answers: %d, the first is %v", len(answers), answers[0])
	}
	items := s.owner.table(s.takes("items.csv"))
	if len(items) != 10 || items[0]["n"] != "1" || items[0]["facility"] != "0" || items[0]["discrimination"] != "" ||
		items[0]["median_time_s"] == "" {
		t.Errorf("items: %d, the first is %v", len(items), items[0])
	}
}

func TestGradebooks(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	s.student("Ben")
	l := s.course.Lessons[0]
	ana.takeQuiz(l.ID, always)
	s.handsIn("Ana", answerText)
	head := "Quiz 1: " + l.Title
	rows := s.owner.table(s.takes("canvas.csv"))
	bench := s.twoVerdicts().Title
	if len(rows) != 3 || rows[0]["Student"] != "    Points Possible" || rows[0][head] != "100" || rows[1][head] != "100" ||
		rows[2][head] != "" || rows[1]["SIS User ID"] != fmt.Sprint(s.pupil("Ana")) || rows[1]["Section"] != className {
		t.Errorf("canvas: %v", rows)
	}
	s.mark("Ana")
	if got := s.owner.table(s.takes("canvas.csv"))[1][bench]; got != "" {
		t.Errorf("a mark that is not returned is in the gradebook: %q", got)
	}
	owner, id, _ := s.theEssay("Ana")
	if err := s.store.ReturnEssays(t.Context(), owner, []classroom.EssayID{id}); err != nil {
		t.Fatal(err)
	}
	rows = s.owner.table(s.takes("moodle.csv"))
	if rows[0]["ID number"] != fmt.Sprint(s.pupil("Ana")) || rows[0][bench] != "10" || rows[1][bench] != "" {
		t.Errorf("moodle: %v", rows)
	}
	chosen := s.takes("gradebook.csv") + "?chosen=1&for=moodle"
	rows = s.owner.table(chosen + "&column=" + url.QueryEscape("bench:two-verdicts"))
	if _, there := rows[0][head]; there || rows[0][bench] != "10" {
		t.Errorf("one column: %v", rows[0])
	}
	p := s.owner.get(chosen).want(http.StatusUnprocessableEntity).says("Tick at least one column.")
	if strings.Contains(p.body, "checked") {
		t.Error("what was unticked is ticked again")
	}
}

// A colleague who still has to mark blind sees no level of the first mark in any file, and nobody sees a draft.
func TestFilesHideWhatPagesHide(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	s.student("Ben")
	s.handsIn("Ana", answerText)
	s.mark("Ana")
	s.writes(s.pupil("Ben"), "canary draft of Ben, who has not handed in yet.")
	second := s.colleague()
	s.owner.send(s.owner.open(s.studentAt("Ana")+"/settings").form(s.studentAt("Ana")+"/note"), "note",
		"canary note about a home").want(http.StatusSeeOther)
	levels := func(b *browser) (n int) {
		for _, row := range b.table(s.takes("essays.csv")) {
			if row["teacher_level"] != "" {
				n++
			}
		}
		return n
	}
	if got, want := levels(s.owner), len(s.twoVerdicts().Rubric.Skills); got != want {
		t.Errorf("the first marker finds %d levels, want %d", got, want)
	}
	if got := levels(second); got != 0 {
		t.Errorf("the second marker finds %d levels", got)
	}
	for who, b := range map[string]*browser{"owner": s.owner, "second": second} {
		for name, text := range b.unzipped(s.takes("pack.zip")) {
			for _, canary := range []string{"canary draft", "canary note", pin} {
				if strings.Contains(text, canary) {
					t.Errorf("%s finds %q in %s", who, canary, name)
				}
			}
			if strings.Contains(text, "canary strength") && (who == "second" || name != "essays.csv") {
				t.Errorf("%s finds a mark that is not returned in %s", who, name)
			}
		}
	}
}

// The pack of a student is a page that needs nothing from elsewhere, and has what the student sees.
func TestStudentPack(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana, ben := s.student("Ana"), s.student("Ben")
	l := s.course.Lessons[0]
	ana.takeQuiz(l.ID, always)
	ben.startQuiz(l.ID)
	s.handsIn("Ana", answerText)
	owner, id := s.mark("Ana")
	own := ana.get("/me/pack").want(http.StatusOK)
	teachers := s.owner.get(s.studentAt("Ana") + "/pack").want(http.StatusOK)
	if own.body != teachers.body {
		t.Error("student and teacher get different files")
	}
	own.says("Quiz: " + l.Title + ", attempt 1").says(className).says("What is not marked has no score here").
		says("Not returned yet.").hides("canary strength").hides("Ben")
	if got := own.header.Get("Content-Disposition"); got != `attachment; filename="ana_pack_2026-09-01_0800.html"` {
		t.Errorf("the file is called %s", got)
	}
	for _, outside := range []string{"<script", "<link", "src=", "href=", "url(", "@import", "csrf"} {
		if strings.Contains(own.body, outside) {
			t.Errorf("the file has %s", outside)
		}
	}
	if err := s.store.ReturnEssays(t.Context(), owner, []classroom.EssayID{id}); err != nil {
		t.Fatal(err)
	}
	ana.get("/me/pack").says("canary strength").says("The levels are shown once the next step is written.").
		hides("Levels from the teacher")
	next := ana.open("/bench/two-verdicts/feedback").form("/bench/two-verdicts/next-step")
	ana.send(next, "next", "I will put one claim from each text side by side.").want(http.StatusSeeOther)
	ana.get("/me/pack").says("Levels from the teacher").says("one claim from each text side by side")
	ben.get("/me/pack").want(http.StatusOK).says("Nothing has been answered or handed in yet.").hides("Ana")
	s.owner.get(fmt.Sprintf("/classes/%d/students/999/pack", s.class)).want(http.StatusNotFound)
	s.guest().get("/me/pack").want(http.StatusOK)
}

// No file has the key of a question that its reader's author has not answered, nor the results of a test before they
// are released.
func TestNoFileHasAKeyTooEarly(t *testing.T) {
	t.Parallel()
	c := builtIn(t)
	words := canaries(c)
	s := startSite(t, c, t.TempDir(), &clock{at: morning}).setUp()
	ana := s.student("Ana")
	l := c.Lessons[0]
	attempt := ana.startQuiz(l.ID)
	a := s.firstAsk(ana.open(attempt))
	ana.post(a.action, a.answer(false)).want(http.StatusSeeOther)
	sings := func(text string, id string) bool {
		return slices.ContainsFunc(words[id], func(w string) bool { return strings.Contains(text, w) })
	}
	own := ana.get("/me/pack").want(http.StatusOK).says("Not finished: 1 of 10 answered.")
	if !sings(own.body, a.q.ID) {
		t.Error("nothing is said of the question that was answered")
	}
	files := s.owner.unzipped(s.takes("pack.zip"))
	files["/me/pack"] = own.body
	for name, text := range files {
		for id := range words {
			if id != a.q.ID && id != "" && sings(text, id) {
				t.Errorf("%s has the key of %s", name, id)
			}
		}
	}
	q := c.Lessons[1].Pool[0]
	work := s.worksAt("Ana", q.ID)
	for who, b := range map[string]*browser{"/me/pack": ana, s.studentAt("Ana") + "/pack": s.owner} {
		p := b.get(who).says("Thursday, attempt 1").says("The results are not shown yet.")
		if sings(p.body, q.ID) || strings.Contains(p.body, "0 of 1 marks") {
			t.Errorf("%s has results that are not released", who)
		}
	}
	teacher := classroom.TeacherID(one[int64](s, `SELECT id FROM teacher`))
	if err := s.store.ReleaseResults(t.Context(), teacher, classroom.ClassID(s.class), work, true); err != nil {
		t.Fatal(err)
	}
	if p := ana.get("/me/pack").hides("The results are not shown yet."); !sings(p.body, q.ID) {
		t.Error("released results are not in the file")
	}
}

// worksAt hands out a test with one question, and answers it as a student, wrongly.
func (s *site) worksAt(student, question string) classroom.AssignmentID {
	s.t.Helper()
	must := func(err error) {
		s.t.Helper()
		if err != nil {
			s.t.Fatal(err)
		}
	}
	q, _, err := s.course.Question(question)
	must(err)
	asked := classroom.Asked{Question: question,
		Version: one[int](s, `SELECT max(version) FROM question_version WHERE id = ?`, question)}
	who := classroom.Student{ID: s.pupil(student), Class: classroom.ClassID(s.class)}
	id, err := s.store.HandOut(s.t.Context(), classroom.TeacherID(one[int64](s, `SELECT id FROM teacher`)),
		"a form that hands out a test", classroom.Assignment{Class: who.Class, Title: "Thursday",
			Handed: classroom.HandedQuiz, Test: true, Results: classroom.ResultsReleased,
			Questions: []classroom.Task{{Asked: asked, OutOf: q.Marks}}})
	must(err)
	at, err := s.store.BeginWork(s.t.Context(), who, id, "a form that begins the test", []byte("key"))
	must(err)
	d := classroom.Decide(q, nil)
	must(s.store.RecordResponse(s.t.Context(), who.ID, at, classroom.NewResponse{Question: asked,
		FormToken: "a form that answers the test", Score: d.Score, Marks: d.Marks, Grade: d.Grade, OutOf: q.Marks}))
	return id
}

// The pack of a class reads back: everything that its index and its README speak of is in it, once.
func TestClassPack(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	for _, name := range []string{"Zoë", "Zoé B", "Ольга", "<b>Max</b>", "../up"} {
		s.student(name)
	}
	files := s.owner.unzipped(s.takes("pack.zip"))
	index := parse(t, files["index.html"])
	linked := map[string]bool{"index.html": true, "README.txt": true}
	for _, a := range index.tags("a") {
		href := a.attr["href"]
		if _, there := files[href]; !there || linked[href] {
			t.Errorf("the index leads to %q: there %v, twice %v", href, there, linked[href])
		}
		linked[href] = true
	}
	for name := range files {
		if !linked[name] || !regexp.MustCompile(`^(students/)?[A-Za-z0-9_.-]+$`).MatchString(name) ||
			strings.Contains(name, "..") {
			t.Errorf("%s is in the pack: named in the index %v", name, linked[name])
		}
		if strings.HasSuffix(name, ".csv") && !strings.Contains(files["README.txt"], name) {
			t.Errorf("the README does not speak of %s", name)
		}
	}
	if n := len(files); n != 5+7+2 {
		t.Errorf("%d files: %v", n, slices.Sorted(maps.Keys(files)))
	}
	if again := s.owner.get(s.takes("pack.zip")); !bytes.HasPrefix([]byte(again.body), []byte("PK")) {
		t.Error("the pack cannot be had twice")
	}
}
