package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// onTheWall is the address of a question that is shown to the first class.
func (s *site) onTheWall(q *quiz.Question) string {
	return fmt.Sprintf("/classes/%d/show/%s", s.class, q.ID)
}

// oneOfEachKind finds a question of every kind, with its lesson.
func oneOfEachKind(c *course.Course) (all []*quiz.Question, lessons map[string]*course.Lesson) {
	lessons = map[string]*course.Lesson{}
	for _, l := range c.Lessons {
		for _, q := range l.Checks {
			if !slices.ContainsFunc(all, func(have *quiz.Question) bool { return have.Kind == q.Kind }) {
				all, lessons[q.ID] = append(all, q), l
			}
		}
	}
	return all, lessons
}

// What is right, why, and what it earns are nowhere on the wall before the last step, whatever the class has answered.
func TestTheWallTellsNothingTooEarly(t *testing.T) {
	t.Parallel()
	c := allAsChecks(builtIn(t))
	words := canaries(c)
	s := startSite(t, c, t.TempDir(), &clock{at: morning}).setUp()
	each, lessons := oneOfEachKind(c)
	if len(each) != len(quiz.Kinds) {
		t.Fatalf("%d kinds of question, want %d", len(each), len(quiz.Kinds))
	}
	for i := range 5 {
		b := s.student(fmt.Sprint("Student ", i))
		for _, q := range each {
			a := s.asked(b.open(checkPage(lessons[q.ID], q)), q.ID)
			b.post(a.action, a.answer(false)).want(http.StatusSeeOther)
		}
	}
	silent := func(q *quiz.Question, p *page) {
		t.Helper()
		for _, word := range slices.Concat(words[q.ID], words[""]) {
			if strings.Contains(fmt.Sprint(p.header)+p.body, word) {
				t.Errorf("%s is told %s", q.ID, word)
			}
		}
		if said := p.doc.id("main").words(); strings.Contains(said, "✓") || strings.Contains(said, "Student ") ||
			len(p.doc.class("wall")[0].class("right")) > 0 {
			t.Errorf("%s shows what is right, or a name: %s", q.ID, p.excerpt())
		}
	}
	for i, q := range c.Questions() {
		if i%4 == 0 || slices.Contains(each, q) {
			silent(q, s.owner.open(s.onTheWall(q)))
			silent(q, s.owner.open(s.onTheWall(q)+"/answers"))
		}
	}
	for _, q := range each { // the canaries sing at the end: the test can fail
		s.owner.open(s.onTheWall(q) + "/answers").says("5 students answered.")
		key := s.owner.open(s.onTheWall(q) + "/key").hides("Student ")
		if !slices.ContainsFunc(words[q.ID], func(word string) bool { return strings.Contains(key.body, word) }) {
			t.Errorf("the answer to %s (%s) says nothing of why", q.ID, q.Kind)
		}
		if len(key.doc.class("right")) == 0 {
			t.Errorf("the answer to %s (%s) marks nothing as right: %s", q.ID, q.Kind, key.excerpt())
		}
	}
}

// The options stay where they are from step to step, and their place tells nothing.
func TestTheOrderOnTheWall(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	second := s.owner.newClass("Second class")
	letters := func(path string) (all []string, right int) {
		t.Helper()
		for i, li := range s.owner.open(path).doc.class("options")[0].tags("li") {
			all = append(all, li.class("what")[0].words())
			if strings.Contains(li.attr["class"], "right") {
				right = i
				all[i] = strings.TrimSuffix(strings.TrimSpace(strings.TrimSuffix(all[i], "✓ Right")), " ")
			}
		}
		return all, right
	}
	first, n, moved := 0, 0, false
	for _, q := range s.course.Questions() {
		body, ok := q.Body.(*quiz.SingleChoice)
		if !ok || body.Shuffle != nil && !*body.Shuffle || n == 40 {
			continue
		}
		here := s.onTheWall(q)
		asked, _ := letters(here)
		again, _ := letters(here)
		key, right := letters(here + "/key")
		if !slices.Equal(asked, again) || !slices.Equal(asked, key) {
			t.Errorf("%s: %q, then %q, then %q", q.ID, asked, again, key)
		}
		there, _ := letters(strings.Replace(here, fmt.Sprint("/", s.class, "/"), fmt.Sprint("/", second, "/"), 1))
		moved = moved || !slices.Equal(asked, there)
		if n++; right == 0 {
			first++
		}
	}
	if n < 40 || first < 2 || first > 30 {
		t.Errorf("the right option is first in %d of %d questions", first, n)
	}
	if !moved {
		t.Error("another class sees the same order everywhere")
	}
}

// The numbers are those of the latest answers of the class, without names, and not before there are five.
func TestWhatTheClassAnswered(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	var q *quiz.Question
	var l *course.Lesson
	for _, lesson := range s.course.Lessons {
		for _, one := range lesson.Checks {
			if body, ok := one.Body.(*quiz.SingleChoice); ok && q == nil && slices.ContainsFunc(body.Options,
				func(o quiz.Option) bool { return o.Misconception != "" }) {
				q, l = one, lesson
			}
		}
	}
	if q == nil {
		t.Fatal("no question of the text names a wrong idea")
	}
	body := q.Body.(*quiz.SingleChoice)
	right := body.Options[slices.IndexFunc(body.Options, func(o quiz.Option) bool { return o.Correct })]
	wrong := body.Options[slices.IndexFunc(body.Options, func(o quiz.Option) bool { return o.Misconception != "" })]
	idea := s.course.Misconception(wrong.Misconception)
	choose := func(b *browser, option quiz.Option) {
		t.Helper()
		a := s.asked(b.open("/lessons/"+l.ID+"?again="+q.ID), q.ID)
		fields := a.answer(true)
		fields.Set("a", a.values("a")[squeeze(option.Text)])
		b.post(a.action, fields).want(http.StatusSeeOther)
	}
	var class []*browser
	for i := range 4 {
		b := s.student(fmt.Sprint("Pupil ", i))
		choose(b, right)
		class = append(class, b)
	}
	guest := s.guest()
	choose(guest, wrong)
	answers, key := s.onTheWall(q)+"/answers", s.onTheWall(q)+"/key"
	for _, path := range []string{answers, key} {
		p := s.owner.open(path).says("Too few answers to show: 4 students have answered.")
		if len(p.doc.class("people")) != 0 {
			t.Errorf("four answers are shown: %s", p.excerpt())
		}
	}
	s.owner.open(key).says("A common wrong idea").says(idea.Correction)
	for i := range 3 {
		b := s.student(fmt.Sprint("Late ", i))
		choose(b, wrong)
		class = append(class, b)
	}
	choose(class[0], wrong) // another try: the latest counts
	count := func(path, option string) (n string, drawn int) {
		t.Helper()
		for _, li := range s.owner.open(path).doc.class("options")[0].tags("li") {
			if strings.HasPrefix(li.class("what")[0].words(), squeeze(option)) {
				return li.class("n")[0].words(), len(li.tags("i"))
			}
		}
		t.Fatalf("no option %q", option)
		return "", 0
	}
	for option, want := range map[string]int{right.Text: 3, wrong.Text: 4} {
		if n, drawn := count(answers, option); n != fmt.Sprint(want) || drawn != want {
			t.Errorf("%s: %s, drawn as %d, want %d", option, n, drawn, want)
		}
	}
	s.owner.open(answers).says("7 students answered.").hides("Pupil").hides("Late").hides(idea.Correction)
	p := s.owner.open(key).says("4 of 7 gave an answer with a wrong idea behind it").says(idea.Correction).
		says(right.Feedback).hides("Pupil")
	if marked := p.doc.class("options")[0].class("right"); len(marked) == 0 || !says(marked[0], right.Text) {
		t.Errorf("the right option is not marked: %s", p.excerpt())
	}
	if links := p.doc.class("read"); len(links) == 0 || len(links[0].tags("a")) == 0 {
		t.Error("the answer does not say where to read")
	}

	// Answers to another wording are not counted among these.
	db := s.db()
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), `INSERT INTO question_version (id, version, sha, body, first_served_at,
		origin, number) SELECT id, 99, 'x', body, 0, origin, 99 FROM question_version WHERE id = ? LIMIT 1`,
		q.ID); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`INSERT INTO attempt (student_id, lesson, kind, deal_key, form_token, started_at)
			SELECT a.student_id, a.lesson, 'check', a.deal_key, 'older try of it', 0 FROM attempt a WHERE a.id = (
			SELECT max(a.id) FROM attempt a JOIN student st ON st.id = a.student_id WHERE st.name = 'Late 1')`,
		`INSERT INTO attempt_question (attempt_id, position, question_id, version)
			SELECT id, 1, '` + q.ID + `', 99 FROM attempt WHERE form_token = 'older try of it'`,
		`INSERT INTO response (attempt_id, question_id, version, try, form_token, answer, score, marks, out_of, confidence,
			answered_at) SELECT id, '` + q.ID + `', 99, 1, 'older answer to it', '{"a":["x"]}', 0, 0, 1, 'guess', 0
			FROM attempt WHERE form_token = 'older try of it'`,
	} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	s.owner.open(answers).says("6 students answered. One more answered an older wording.")
}

// The way to the wall and about it: from a lesson, from step to step, from question to question, and out again.
func TestTheWaysAboutTheWall(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	lively := s.owner.newClass("Lively class")
	s.clock.pass(hour)
	s.owner = s.visitor().signIn(ownerName)
	s.visitor().join(s.owner.codeOf(lively), "Ana", pin)
	l := s.course.Lessons[0]
	q, second := l.Checks[0], l.Checks[1]
	link := "/classes/show/" + q.ID
	s.clock.pass(hour / 60)
	s.owner.open(checkPage(l, q)).says("Show to the class")
	for name, b := range map[string]*browser{"a student": s.student("Ben"), "a visitor": s.visitor()} {
		p := b.open(checkPage(l, q))
		if strings.Contains(p.body, link) {
			t.Errorf("%s is led to the wall", name)
		}
	}
	// Ben has been at work since: the class in the room is his.
	if to, want := s.owner.get(link).want(http.StatusSeeOther).to(), s.onTheWall(q); to != want {
		t.Errorf("led to %s, want %s", to, want)
	}
	p := s.owner.open(s.onTheWall(q)).says("Another class").says("Lively class").says(className)
	if to := p.link("Lively class"); to != fmt.Sprintf("/classes/%d/show/%s", lively, q.ID) {
		t.Errorf("the other class is at %s", to)
	}
	leads := func(p *page, rel string) string {
		for _, a := range p.doc.tags("a") {
			if a.attr["rel"] == rel {
				return a.attr["href"]
			}
		}
		return ""
	}
	for _, c := range []struct{ path, next, prev string }{
		{s.onTheWall(q), s.onTheWall(q) + "/answers", ""},
		{s.onTheWall(q) + "/answers", s.onTheWall(q) + "/key", s.onTheWall(q)},
		{s.onTheWall(q) + "/key", s.onTheWall(second), s.onTheWall(q) + "/answers"},
		{s.onTheWall(second), s.onTheWall(second) + "/answers", s.onTheWall(q)},
	} {
		p := s.owner.open(c.path)
		if next, prev := leads(p, "next"), leads(p, "prev"); next != c.next || prev != c.prev {
			t.Errorf("%s leads on to %s and back to %s, want %s and %s", c.path, next, prev, c.next, c.prev)
		}
		if to := p.link("Leave"); to != fmt.Sprintf("/classes/%d", s.class) {
			t.Errorf("%s leaves to %s", c.path, to)
		}
	}
	last := l.Pool[len(l.Pool)-1]
	if next := leads(s.owner.open(s.onTheWall(last)+"/key"), "next"); next != "" {
		t.Errorf("after the last question of the lesson comes %s", next)
	}
	other, otherClass, _ := s.secondTeacher()
	for name, tried := range map[string]*page{
		"another teacher's class":    other.get(s.onTheWall(q)),
		"a class of somebody else":   s.owner.get(fmt.Sprintf("/classes/%d/show/%s", otherClass, q.ID)),
		"no question":                s.owner.get(fmt.Sprintf("/classes/%d/show/nothing", s.class)),
		"no such step":               s.owner.get(s.onTheWall(q) + "/nothing"),
		"no question, without class": s.owner.get("/classes/show/nothing"),
		"a form":                     s.owner.post(s.onTheWall(q), url.Values{"csrf": {s.csrf(s.owner)}}),
	} {
		if tried.status != http.StatusNotFound && tried.status != http.StatusMethodNotAllowed {
			t.Errorf("%s: status %d", name, tried.status)
		}
	}
}
