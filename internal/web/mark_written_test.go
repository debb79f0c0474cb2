package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// writer finds a check question with parts to write, and its lesson.
func writer(t *testing.T, c *course.Course, kind string) (*quiz.Question, *course.Lesson) {
	t.Helper()
	for _, l := range c.Lessons {
		for _, q := range l.Checks {
			if _, ok := q.Body.(quiz.Writer); ok && q.Kind == kind {
				return q, l
			}
		}
	}
	t.Fatalf("the course has no %s in the text of a lesson", kind)
	return nil, nil
}

// A written part is levelled by its author first, then by the teacher; the model answer waits for the
// author's own judgement.
func TestWrittenPartsAreJudgedByTheirAuthorThenByTheTeacher(t *testing.T) {
	t.Parallel()
	s := startSite(t, allAsChecks(builtIn(t)), t.TempDir(), &clock{at: morning}).setUp()
	q, l := writer(t, s.course, "comparison")
	body := q.Body.(*quiz.Comparison)
	part := body.Writing[0]
	page := checkPage(l, q)
	ana, ben := s.student("Ana"), s.student("Ben")
	a := s.asked(ana.open(page), q.ID)
	card := ana.follow(ana.post(a.action, a.answer(true)).want(http.StatusSeeOther)).doc.id("q-" + q.ID)
	if says(card, body.Model) {
		t.Error("the model answer is there before the own judgement")
	}
	form := card.forms()[0]
	wrote := one[string](s, `SELECT json_extract(answer, '$."`+part.Field()+`"[0]') FROM response`)

	// Somebody else cannot judge it, nor can a level be made up.
	ben.send(form, "csrf", s.csrf(ben), "level", "1").want(http.StatusNotFound)
	s.owner.send(form, "csrf", s.csrf(s.owner), "level", "1").want(http.StatusNotFound)
	for _, level := range []string{"", "-1", "99", "x"} {
		ana.send(form, "level", level).want(http.StatusSeeOther)
	}
	ana.send(form, "level", "1", "part", "none").want(http.StatusSeeOther)
	if n := one[int](s, `SELECT count(*) FROM written_level`); n != 0 {
		t.Fatalf("%d levels were stored, want none", n)
	}
	for _, level := range []string{"2", "2", "0"} { // what was said first stays
		ana.follow(ana.send(form, "level", level).want(http.StatusSeeOther)).want(http.StatusOK)
	}
	card = ana.open(page).doc.id("q-" + q.ID)
	if !says(card, "You said: "+part.Level(2)) || !says(card, body.Model) || len(card.forms()) != 0 {
		t.Errorf("after the own judgement the card says %s", card.words())
	}

	s.owner.open("/marking").says("One short answer waits for a level.")
	list := s.owner.open("/marking/written").says(wrote).says("the student's own level").hides("Ana")
	levels := list.form("/marking/written")
	field := fmt.Sprintf("level.%d.%s", one[int64](s, `SELECT id FROM response`), part.ID)
	s.owner.send(levels, field, "99").want(http.StatusSeeOther)
	s.owner.send(levels, field, "3").want(http.StatusSeeOther)
	// the same page in another window, which still shows no level
	s.owner.send(levels, field, "3").want(http.StatusSeeOther)
	s.owner.send(levels, field, "1").want(http.StatusConflict).
		says("Nothing was overwritten.").
		says("“" + part.Level(3) + "” is saved now, and you chose “" + part.Level(1) + "”.")
	s.owner.open("/marking/written").hides(wrote)
	s.owner.open("/marking").says("No short answer waits for a level.")
	s.owner.open("/marking/written?all=1").says(wrote)
	ana.open(page).says("Your teacher says: " + part.Level(3))
	if n := one[int](s, `SELECT count(*) FROM written_level WHERE teacher_id IS NOT NULL`); n != 1 {
		t.Errorf("%d levels of the teacher, want 1", n)
	}

	// A teacher of another class neither sees nor levels it.
	w := populate(t, s)
	w.otherTeacher.open("/marking/written?all=1").hides(wrote)
	w.otherTeacher.post("/marking/written", url.Values{"csrf": {s.csrf(w.otherTeacher)}, "question": {q.ID},
		field: {"0"}}).
		want(http.StatusSeeOther)
	if n := one[int](s, `SELECT count(*) FROM written_level WHERE teacher_id IS NOT NULL`); n != 1 {
		t.Error("a stranger gave a level")
	}
}

// However many have answered, the page holds no more than its form can carry, and the rest follows.
func TestWrittenAnswersOfManyStudents(t *testing.T) {
	t.Parallel()
	s := startSite(t, allAsChecks(builtIn(t)), t.TempDir(), &clock{at: morning}).setUp()
	q, l := writer(t, s.course, "comparison")
	ana := s.student("Ana")
	a := s.asked(ana.open(checkPage(l, q)), q.ID)
	ana.post(a.action, a.answer(true)).want(http.StatusSeeOther)
	const others = 199
	db := s.db()
	defer db.Close()
	for i := range others {
		if _, err := db.ExecContext(t.Context(), `INSERT INTO student (class_id, name, name_key, pin_hash, created_at,
			last_active_at) VALUES (?, ?, ?, 'x', 0, 0)`, s.class, fmt.Sprint("P", i), fmt.Sprint("p", i)); err != nil {
			t.Fatal(err)
		}
	}
	for _, statement := range []string{
		`INSERT INTO attempt (student_id, lesson, kind, deal_key, form_token, started_at)
			SELECT st.id, a.lesson, 'check', a.deal_key, 'attempt ' || st.id, 0 FROM student st, attempt a
			WHERE st.name LIKE 'P%'`,
		`INSERT INTO attempt_question (attempt_id, position, question_id, version)
			SELECT a.id, 1, aq.question_id, aq.version FROM attempt a, attempt_question aq WHERE a.form_token LIKE 'attempt %'`,
		`INSERT INTO response (attempt_id, question_id, version, try, form_token, answer, score, marks, out_of, confidence,
			answered_at)
			SELECT a.id, r.question_id, r.version, 1, 'response ' || a.id, replace(r.answer, 'my text', 'text ' || a.id),
			r.score, r.marks, r.out_of, r.confidence,
			0 FROM attempt a, response r WHERE a.form_token LIKE 'attempt %'`,
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	p := s.owner.open("/marking/written").says("200 answers").says("The others follow when these have levels.")
	f := p.form("/marking/written")
	var pairs []string
	parts := map[string]bool{}
	for _, input := range f.node.tags("input") {
		if name := input.attr["name"]; strings.HasPrefix(name, "level.") && !parts[name] {
			parts[name] = true
			pairs = append(pairs, name, "1")
		}
	}
	s.owner.send(f, pairs...).want(http.StatusSeeOther)
	if n := one[int](s, `SELECT count(*) FROM written_level`); n != len(parts) || n == 0 {
		t.Errorf("%d of %d levels are stored", n, len(parts))
	}
	s.owner.open("/marking/written").says("160 answers")
}

// says tells whether words stand in a part of a page.
func says(n *node, words string) bool { return strings.Contains(n.words(), squeeze(words)) }

// A question that gains a part asks nothing more of those who answered before: what was asked then is what waits. And
// an upgrade, which knows nothing of parts yet, finds what waits.
func TestAQuestionThatGainsAPart(t *testing.T) {
	t.Parallel()
	s := startSite(t, allAsChecks(builtIn(t)), t.TempDir(), &clock{at: morning}).setUp()
	q, l := writer(t, s.course, "comparison")
	ana := s.student("Ana")
	a := s.asked(ana.open(checkPage(l, q)), q.ID)
	ana.post(a.action, a.answer(true)).want(http.StatusSeeOther)
	db := s.db()
	for _, statement := range []string{`DELETE FROM written_open`, `DELETE FROM written_part`} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s.stop()
	changed := allAsChecks(builtIn(t))
	longer, _ := writer(t, changed, "comparison")
	body := longer.Body.(*quiz.Comparison)
	more := body.Writing[0]
	more.ID = "more"
	body.Writing = append(body.Writing, more)
	longer.Version++
	again := startSite(t, changed, s.dir, s.clock)
	owner := s.owner.at(again)
	f := owner.open("/marking/written").says("1 answer").form("/marking/written")
	owner.open("/marking").says("One short answer waits for a level.")
	var pairs []string
	for _, input := range f.node.tags("input") {
		if name := input.attr["name"]; strings.HasPrefix(name, "level.") {
			pairs = append(pairs, name, "1")
		}
	}
	owner.send(f, pairs...).want(http.StatusSeeOther)
	owner.open("/marking").says("No short answer waits for a level.")
	owner.open("/marking/written").says("Nothing is waiting")
}

// What several wrote alike is one row: one level goes to all of them, and none over a level that the page did not show.
func TestTheSameTextIsLevelledOnce(t *testing.T) {
	t.Parallel()
	s := startSite(t, allAsChecks(builtIn(t)), t.TempDir(), &clock{at: morning}).setUp()
	q, l := writer(t, s.course, "comparison")
	part := q.Body.(*quiz.Comparison).Writing[0]
	ask := checkPage(l, q)
	own := strings.Repeat("Nobody can know this. ", 12)
	alike := map[string]string{"Ana": own, "Ben": strings.ToLower(own), "Cleo": strings.ReplaceAll(own, ".", " -"),
		"Dora": own + "But one can ask."}
	for _, name := range []string{"Ana", "Ben", "Cleo", "Dora"} {
		b := s.student(name)
		a := s.asked(b.open(ask), q.ID)
		fields := a.answer(true)
		fields.Set(part.Field(), alike[name])
		b.post(a.action, fields).want(http.StatusSeeOther)
	}
	rows := func(p *page) int { return len(p.doc.class("written-row")) }
	list := s.owner.open("/marking/written").says("4 answers").says("3 students").hides("Ana")
	if n := rows(list); n != 2 {
		t.Fatalf("%d rows, want 2: %s", n, list.excerpt())
	}
	if n := strings.Count(list.doc.words(), squeeze(part.Ask)); n != 1 {
		t.Errorf("the question is printed %d times", n)
	}
	s.owner.post("/marking/names", url.Values{"csrf": {s.csrf(s.owner)}, "show": {"1"}, "to": {"/marking/written"}}).
		want(http.StatusSeeOther)
	s.owner.open("/marking/written").says("Ana").says("Cleo").says("Dora")

	// Another window gives Ben's alone another level; the page that shows none overwrites nothing.
	field := func(name string) string {
		return fmt.Sprintf("level.%d.%s", one[int64](s, `SELECT r.id FROM response r JOIN attempt a ON a.id = r.attempt_id
			JOIN student st ON st.id = a.student_id WHERE st.name = '`+name+`'`), part.ID)
	}
	s.owner.post("/marking/written", url.Values{"csrf": {s.csrf(s.owner)}, field("Ben"): {"3"}}).want(http.StatusSeeOther)
	stale := list.form("/marking/written")
	s.owner.send(stale, field("Ana"), "1").want(http.StatusConflict).says("Nothing was overwritten.").
		says("“" + part.Level(3) + "” is saved now, and you chose “" + part.Level(1) + "”.")
	given := func() string {
		return one[string](s, `SELECT group_concat(st.name || ' ' || w.level, ', ' ORDER BY st.name, w.id)
			FROM written_level w JOIN response r ON r.id = w.response_id JOIN attempt a ON a.id = r.attempt_id
			JOIN student st ON st.id = a.student_id WHERE w.teacher_id IS NOT NULL`)
	}
	if got, want := given(), "Ana 1, Ben 3, Cleo 1"; got != want {
		t.Errorf("levels are %s, want %s", got, want)
	}

	// With all answers shown, texts of different levels are rows of their own, and one of them can be changed.
	everything := s.owner.open("/marking/written?all=1")
	if n := rows(everything); n != 3 {
		t.Errorf("%d rows, want 3", n)
	}
	newest := field("Cleo") // of the two that have level 1: the newest answers come first
	s.owner.send(everything.form("/marking/written"), newest, "2").want(http.StatusSeeOther)
	if got, want := given(), "Ana 1, Ana 2, Ben 3, Cleo 1, Cleo 2"; got != want {
		t.Errorf("levels are %s, want %s", got, want)
	}
}
