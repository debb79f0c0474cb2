package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/internal/web"
)

// gapsQuestion finds a question with gaps, and its lesson.
func gapsQuestion(t *testing.T, s *site) (q *quiz.Question, gap, lesson string) {
	t.Helper()
	for _, q := range s.course.Questions() {
		if body, ok := q.Body.(*quiz.Cloze); ok && (body.Gaps[0].Match == "name" || body.Gaps[0].Match == "text") {
			_, l, err := s.course.Question(q.ID)
			if err != nil {
				t.Fatal(err)
			}
			return q, body.Gaps[0].ID, l.ID
		}
	}
	t.Fatal("no question has a gap for words")
	return nil, "", ""
}

// fills answers a question with gaps rightly, but for a text in one gap.
func (b *browser) fills(q *quiz.Question, gap, lesson, text string) {
	b.t.Helper()
	a := b.site.asked(b.open("/lessons/"+lesson+"?again="+q.ID), q.ID)
	fields := a.answer(true)
	fields.Set("g."+gap, text)
	b.post(a.action, fields).want(http.StatusSeeOther)
}

// secondTeacher makes another teacher with a class of their own, and signs them in.
func (s *site) secondTeacher() (b *browser, class int64, code string) {
	s.t.Helper()
	db := s.db()
	defer db.Close()
	for _, statement := range []string{
		`INSERT INTO teacher (name, name_key, pass_hash, owner, created_at)
			SELECT 'Second', 'second', pass_hash, 0, created_at FROM teacher`,
		`INSERT INTO class (name, code, form_token, created_at) VALUES ('Other class', 'K7WQ3M', 'form of other class', 0)`,
		`INSERT INTO class_teacher (class_id, teacher_id) SELECT c.id, t.id FROM class c, teacher t
			WHERE c.name = 'Other class' AND t.name = 'Second'`,
	} {
		if _, err := db.ExecContext(context.Background(), statement); err != nil {
			s.t.Fatal(err)
		}
	}
	return s.visitor().signIn("Second"), one[int64](s, `SELECT id FROM class WHERE name = 'Other class'`), "K7W-Q3M"
}

// marksOf are the marks of a student's latest answer, as the student's own page says them.
func (b *browser) latestMarks() string {
	b.t.Helper()
	rows := b.open("/me/answers").doc.class("answers")[0].tags("li")
	if len(rows) == 0 {
		b.t.Fatal("no answer on the student's own page")
	}
	_, marks, _ := strings.Cut(rows[0].words(), " · ")
	for _, part := range strings.Split(rows[0].words(), " · ") {
		if strings.Contains(part, " of ") {
			marks = part
		}
	}
	return marks
}

func TestAcceptingAnAnswer(t *testing.T) {
	t.Parallel()
	s := startSite(t, allAsChecks(builtIn(t)), t.TempDir(), &clock{at: morning}).setUp()
	q, gap, lesson := gapsQuestion(t, s)
	second := s.owner.newClass("Second class")
	other, otherClass, otherCode := s.secondTeacher()
	odd := "Perhaps Somebody"
	ana, ben := s.student("Ana"), s.student("Ben")
	cleo := s.visitor().join(s.owner.codeOf(second), "Cleo", pin)
	dora := s.visitor().join(otherCode, "Dora", pin)
	guest := s.guest()
	ana.fills(q, gap, lesson, odd)
	ben.fills(q, gap, lesson, "perhaps  somebody.")
	for _, b := range []*browser{cleo, dora, guest} {
		b.fills(q, gap, lesson, odd)
	}
	less, all := ana.latestMarks(), marksIn(q.Marks, q.Marks)
	if less == all {
		t.Fatalf("the odd text gets %s", less)
	}
	here := fmt.Sprintf("/classes/%d/unmatched", s.class)
	list := s.owner.open(here).says(odd)
	accept := list.link("2 students wrote " + odd)
	if !strings.HasPrefix(accept, here+"/") {
		t.Fatalf("the text is accepted at %q", accept)
	}

	ask := s.owner.open(accept).says("This will regrade 3 answers of 3 students").says(less).says(all)
	for _, name := range []string{"Ana", "Ben", "Cleo"} {
		ask.says(name)
	}
	ask.hides("Dora")
	if got := ana.latestMarks(); got != less {
		t.Errorf("before the teacher confirms Ana has %s", got)
	}
	confirm := ask.form(accept)
	theirs := strings.Replace(accept, fmt.Sprintf("/classes/%d/", s.class), fmt.Sprintf("/classes/%d/", otherClass), 1)
	for name, tried := range map[string]*page{
		"another teacher":                  other.get(accept),
		"another teacher's form":           other.post(accept, url.Values{"csrf": {s.csrf(other)}}),
		"an answer of another class":       other.get(theirs),
		"a part that has no such text":     s.owner.get(accept[:strings.LastIndex(accept, "/")] + "/nothing"),
		"an answer that nobody gave":       s.owner.get(here + "/99999/" + gap),
		"a form for what nobody gave":      s.owner.post(here+"/99999/"+gap, confirm.with()),
		"an acceptance that nobody made":   s.owner.post(here+"/undo", confirm.with("acceptance", "99")),
		"an acceptance that is no number":  s.owner.post(here+"/undo", confirm.with("acceptance", "x")),
		"a student's look at the question": ana.get(accept),
	} {
		if tried.status != http.StatusNotFound {
			t.Errorf("%s: status %d, want 404", name, tried.status)
		}
	}

	for _, want := range []string{here + "?accepted=1", here} { // the button was pressed twice
		if to := s.owner.send(confirm).want(http.StatusSeeOther).to(); to != want {
			t.Errorf("after accepting the teacher is led to %s, want %s", to, want)
		}
	}
	s.owner.open(here + "?accepted=1").says("“" + odd + "” is accepted for everyone. 3 answers were graded again.")
	other.open(fmt.Sprintf("/classes/%d/unmatched?accepted=1", otherClass)).hides("is accepted")
	if n := one[int](s, `SELECT count(*) FROM regrade`); n != 3 {
		t.Errorf("%d answers were regraded, want 3", n)
	}
	eve := s.student("Eve")
	eve.fills(q, gap, lesson, odd)
	for name, b := range map[string]*browser{"Ana": ana, "Ben": ben, "Cleo": cleo, "Eve, who answers later": eve} {
		if got := b.latestMarks(); got != all {
			t.Errorf("%s has %s, want %s", name, got, all)
		}
	}
	feedback(t, ana.open("/lessons/"+lesson+"/whole"), q, quiz.Right)
	for name, b := range map[string]*browser{"a student of another teacher": dora, "a guest": guest} {
		if got := b.latestMarks(); got != less {
			t.Errorf("%s has %s, want %s", name, got, less)
		}
	}
	s.bringAlong(guest, otherCode, "Fay") // into a class whose teacher has accepted nothing
	late := s.guest()
	late.fills(q, gap, lesson, odd)
	s.bringAlong(late, s.code, "Gus")
	for name, want := range map[*browser]string{guest: less, late: all} {
		if got := name.latestMarks(); got != want {
			t.Errorf("a guest's answer that came along has %s, want %s", got, want)
		}
	}
	other.open(fmt.Sprintf("/classes/%d/unmatched", otherClass)).says("Accept for everyone: " + odd)
	list = s.owner.open(here).hides("Accept for everyone").says("Accepted")
	s.owner.open(fmt.Sprintf("/classes/%d", s.class)).hides("to look at")
	s.owner.get(accept).want(http.StatusSeeOther)
	if n := one[int](s, `SELECT count(*) FROM audit WHERE action = 'accept answer'`); n != 1 {
		t.Errorf("%d entries in the audit, want 1", n)
	}

	undo := list.form(here + "/undo")
	if p := other.post(here+"/undo", url.Values{"csrf": {s.csrf(other)}, "acceptance": {"1"}}); p.status != 404 {
		t.Errorf("another teacher takes it back: status %d", p.status)
	}
	for range 2 {
		s.owner.send(undo).want(http.StatusSeeOther)
	}
	for name, b := range map[string]*browser{"Ana": ana, "Ben": ben, "Cleo": cleo, "Eve": eve, "Gus": late} {
		if got := b.latestMarks(); got != less {
			t.Errorf("taken back, %s has %s, want %s", name, got, less)
		}
	}
	s.owner.open(here).says("Accept for everyone: " + odd)
}

// From the list one press is enough where few answers change, and the page that follows takes it back; what is not
// accepted is no longer listed, in any of the teacher's classes, until somebody looks at it again.
func TestDecidingInTheList(t *testing.T) {
	t.Parallel()
	s := startSite(t, allAsChecks(builtIn(t)), t.TempDir(), &clock{at: morning}).setUp()
	q, gap, lesson := gapsQuestion(t, s)
	second := s.owner.newClass("Second class")
	other, otherClass, _ := s.secondTeacher()
	ana, ben := s.student("Ana"), s.student("Ben")
	cleo := s.visitor().join(s.owner.codeOf(second), "Cleo", pin)
	ana.fills(q, gap, lesson, "half a decade")
	ben.fills(q, gap, lesson, "Half-a decade.")
	cleo.fills(q, gap, lesson, "no idea")
	ben.fills(q, gap, lesson, "No idea")
	less, all := ana.latestMarks(), marksIn(q.Marks, q.Marks)
	here := fmt.Sprintf("/classes/%d/unmatched", s.class)
	there := fmt.Sprintf("/classes/%d/unmatched", second)

	list := s.owner.open(here).says("half a decade").says("No idea")
	if n := len(list.doc.class("typed-rows")[0].tags("li")); n != 2 {
		t.Errorf("%d rows, want 2", n)
	}
	if n := strings.Count(list.doc.words(), squeeze(q.Text())); n != 1 {
		t.Errorf("the question is printed %d times", n)
	}
	for _, text := range q.Body.(quiz.Acceptor).AcceptedIn(gap) {
		list.says(text)
	}
	form := list.form(here)
	row := rowOf(t, list, "half a decade")

	// Nothing ticked, rows of nobody, and other people change nothing.
	s.owner.post(here, form.with("do", "accept")).want(http.StatusUnprocessableEntity).says("Nothing is ticked.")
	s.owner.post(here, form.with("accept", "99999/"+gap)).want(http.StatusSeeOther)
	s.owner.post(there, form.with("accept", row)).want(http.StatusSeeOther)
	other.post(here, url.Values{"csrf": {s.csrf(other)}, "accept": {row}}).want(http.StatusNotFound)
	other.post(fmt.Sprintf("/classes/%d/unmatched", otherClass), url.Values{"csrf": {s.csrf(other)}, "accept": {row}}).
		want(http.StatusSeeOther)
	ana.post(here, url.Values{"csrf": {s.csrf(ana)}, "accept": {row}}).want(http.StatusNotFound)
	if n := one[int](s, `SELECT (SELECT count(*) FROM acceptance) + (SELECT count(*) FROM refusal)`); n != 0 {
		t.Fatalf("%d decisions were stored", n)
	}

	// One press accepts all spellings, and one takes them back.
	said := s.owner.follow(s.owner.post(here, form.with("accept", row)).want(http.StatusSeeOther)).
		says("accepted for everyone. 2 answers were graded again.")
	if got := ana.latestMarks(); got != all {
		t.Errorf("Ana has %s, want %s", got, all)
	}
	s.owner.open(here).hides("Accept for everyone: half a decade")
	s.owner.send(said.form(here + "/undo")).want(http.StatusSeeOther)
	if got := ana.latestMarks(); got != less {
		t.Errorf("taken back, Ana has %s, want %s", got, less)
	}

	// Two rows are ticked and not accepted: they are gone here and in the other class, and come back.
	list = s.owner.open(here)
	fields := list.form(here).with("do", "refuse")
	fields["row"] = []string{rowOf(t, list, "half a decade"), rowOf(t, list, "No idea")}
	said = s.owner.follow(s.owner.post(here, fields).want(http.StatusSeeOther)).
		says("are not accepted, and no longer listed")
	s.owner.open(here).hides("Accept for everyone")
	s.owner.open(there).hides("Accept for everyone")
	s.owner.open(fmt.Sprintf("/classes/%d", s.class)).hides("to look at")
	dora := s.student("Dora")
	dora.fills(q, gap, lesson, "NO IDEA!")
	s.owner.open(here).hides("Accept for everyone")
	back := said.form(here + "/look-again")
	other.post(here+"/look-again", url.Values{"csrf": {s.csrf(other)}, "refusal": {"1"}}).want(http.StatusNotFound)
	s.owner.post(here+"/look-again", back.with("refusal", "99")).want(http.StatusNotFound)
	s.owner.post(here+"/look-again", back.with("refusal", "x")).want(http.StatusNotFound)
	s.owner.send(back).want(http.StatusSeeOther)
	s.owner.open(here).says("Accept for everyone: No idea").says("Accept for everyone: half a decade")
	s.owner.open(there).says("Accept for everyone: no idea")
	if got := ana.latestMarks(); got != less {
		t.Errorf("a refusal changed marks: Ana has %s, want %s", got, less)
	}
}

// Where many answers change, a page says so and asks first.
func TestManyAnswersAreAskedAboutFirst(t *testing.T) {
	t.Parallel()
	s := startSite(t, allAsChecks(builtIn(t)), t.TempDir(), &clock{at: morning}).setUp()
	q, gap, lesson := gapsQuestion(t, s)
	ana := s.student("Ana")
	for range 11 {
		ana.fills(q, gap, lesson, "half a decade")
	}
	here := fmt.Sprintf("/classes/%d/unmatched", s.class)
	list := s.owner.open(here)
	ask := s.owner.post(here, list.form(here).with("accept", rowOf(t, list, "half a decade"))).want(http.StatusOK).
		says("This will regrade 11 answers of 1 student.").says("Accept “half a decade” for everyone?")
	if n := one[int](s, `SELECT count(*) FROM acceptance`); n != 0 {
		t.Fatal("it was accepted without asking")
	}
	s.owner.follow(s.owner.send(ask.form(here)).want(http.StatusSeeOther)).says("11 answers were graded again.")
	if got, want := ana.latestMarks(), marksIn(q.Marks, q.Marks); got != want {
		t.Errorf("Ana has %s, want %s", got, want)
	}
}

// rowOf is what the form names the row of a text.
func rowOf(t *testing.T, p *page, text string) string {
	t.Helper()
	for _, b := range p.doc.tags("button") {
		if b.words() == "Accept for everyone: "+text {
			return b.attr["value"]
		}
	}
	t.Fatalf("no row for %q: %s", text, p.excerpt())
	return ""
}

// bringAlong lets a guest join a class with the work that they have done.
func (s *site) bringAlong(guest *browser, code, name string) {
	s.t.Helper()
	p := guest.pinPage(code, name)
	guest.send(p.form("/join/"+plain(code)+"/enter"), "pin", pin, "along", "yes").want(http.StatusSeeOther)
}

func marksIn(marks, outOf float64) string { return fmt.Sprintf("%v of %v", marks, outOf) }

// link is where the link with these words leads.
func (p *page) link(words string) string {
	p.t.Helper()
	for _, a := range p.doc.tags("a") {
		if a.words() == words {
			return a.attr["href"]
		}
	}
	p.t.Fatalf("no link %q: %s", words, p.excerpt())
	return ""
}

// What was decided about an answer is shown, whatever grading would say about it now.
func TestTheStoredDecisionIsShown(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	inText, inQuiz := choices(t, s.course)
	l := s.course.Lessons[0]
	ana := s.student("Ana")
	student := classroom.StudentID(one[int64](s, `SELECT id FROM student WHERE name = 'Ana'`))
	wrong := func(q *quiz.Question, grade *quiz.Grade) classroom.NewResponse {
		return classroom.NewResponse{
			Question: classroom.Asked{Question: q.ID, Version: 1}, FormToken: "form of " + q.ID + " and more",
			Answer: quiz.Answer{"a": {q.Body.(*quiz.SingleChoice).Options[1].ID}}, Score: 1, Marks: q.Marks, OutOf: q.Marks,
			Grade: grade,
		}
	}
	kept := func(q *quiz.Question) *quiz.Grade {
		return &quiz.Grade{Score: 1, Given: "What was given then", Lines: []quiz.Line{
			{ID: "o1", Label: "A line of then", Chosen: true, Mark: quiz.Right, Feedback: "Decided then about " + q.ID + "."},
		}}
	}
	who := store.Answerer{Student: student}
	if err := s.store.RecordCheck(t.Context(), who, l.ID, []byte("key"), wrong(inText, kept(inText))); err != nil {
		t.Fatal(err)
	}
	id, err := s.store.StartQuiz(t.Context(), who, l.ID, "form that began the quiz", []byte("key"),
		[]classroom.Asked{{Question: inQuiz.ID, Version: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.store.RecordResponse(t.Context(), student, id, wrong(inQuiz, kept(inQuiz))); err != nil {
		t.Fatal(err)
	}
	quizPage := fmt.Sprintf("/attempts/%d", id)
	ana.open("/lessons/" + l.ID + "/whole").says("Your answer, right A line of then").
		says("Decided then about " + inText.ID)
	ana.open(quizPage + "/questions/1").says("A line of then").says("Decided then about " + inQuiz.ID)
	ana.open(quizPage + "/result").says("What was given then").says("You got everything right")
	ana.open("/me/answers?of=all").says("What was given then").hides("Not yet")
	s.owner.open(fmt.Sprintf("/classes/%d/students/%d/answers?of=all", s.class, student)).
		says("A line of then").says("Decided then about " + inQuiz.ID).hides("Not yet")

	// An answer from before decisions were kept is graded again.
	ben := s.student("Ben")
	who.Student = classroom.StudentID(one[int64](s, `SELECT id FROM student WHERE name = 'Ben'`))
	old := wrong(inText, nil)
	old.FormToken, old.Score, old.Marks = "form of an answer of before", 0, 0
	if err := s.store.RecordCheck(t.Context(), who, l.ID, []byte("key"), old); err != nil {
		t.Fatal(err)
	}
	feedback(t, ben.open("/lessons/"+l.ID+"/whole"), inText, quiz.Wrong)
	ben.open("/me/answers").says("Not yet · 0 of")
}

// Whoever is moved gets the marks that the teachers of the new class give, and the old ones when that is undone.
func TestMovedStudentsAreGradedAsTheirNewClass(t *testing.T) {
	t.Parallel()
	s := startSite(t, allAsChecks(builtIn(t)), t.TempDir(), &clock{at: morning}).setUp()
	q, gap, lesson := gapsQuestion(t, s)
	other, otherClass, otherCode := s.secondTeacher()
	odd := "Perhaps Somebody"
	ana, dora := s.student("Ana"), s.visitor().join(otherCode, "Dora", pin)
	ana.fills(q, gap, lesson, odd)
	dora.fills(q, gap, lesson, odd)
	accept := other.open(fmt.Sprintf("/classes/%d/unmatched", otherClass)).link("1 student wrote " + odd)
	other.send(other.open(accept).form(accept)).want(http.StatusSeeOther)
	db := s.db()
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), `INSERT INTO class_teacher (class_id, teacher_id)
		SELECT ?, id FROM teacher WHERE owner = 1`, otherClass); err != nil {
		t.Fatal(err)
	}
	less, all := ana.latestMarks(), marksIn(q.Marks, q.Marks)
	if less == all {
		t.Fatalf("before the move Ana has %s", less)
	}
	here := s.rosterOf(s.class)
	p := s.owner.open(fmt.Sprintf("%s/move?student=%d", here, one[int64](s, `SELECT id FROM student WHERE name = 'Ana'`)))
	s.owner.send(p.form(here+"/move"), "to", fmt.Sprint(otherClass)).want(http.StatusSeeOther)
	if got := ana.latestMarks(); got != all {
		t.Errorf("after the move Ana has %s, want %s", got, all)
	}
	s.undo().want(http.StatusSeeOther)
	if got := ana.latestMarks(); got != less {
		t.Errorf("after the undo Ana has %s, want %s", got, less)
	}
}

// Accepting for everyone is a job: it says how far it is, and pressed twice it is one. Taking it back is one as well.
func TestAcceptingIsAJob(t *testing.T) {
	t.Parallel()
	s := startSite(t, allAsChecks(builtIn(t)), t.TempDir(), &clock{at: morning},
		func(cfg *web.Config) { cfg.Patience = 1 }).setUp()
	q, gap, lesson := gapsQuestion(t, s)
	ana := s.student("Ana")
	ana.fills(q, gap, lesson, "half a decade")
	less, all := ana.latestMarks(), marksIn(q.Marks, q.Marks)
	here := fmt.Sprintf("/classes/%d/unmatched", s.class)
	list := s.owner.open(here)
	fields := list.form(here).with("accept", rowOf(t, list, "half a decade"))
	accept := s.owner.post(here, fields)
	if !strings.HasPrefix(accept.to(), "/jobs/") {
		t.Fatalf("the button leads to %s", accept.to())
	}
	if to := s.owner.post(here, fields).to(); to != accept.to() && to != here {
		t.Errorf("pressed twice: %s and %s", accept.to(), to)
	}
	to := s.owner.waits(accept)
	if want := here + "?accepted=1"; to != want {
		t.Errorf("the job leads to %s, want %s", to, want)
	}
	if got := ana.latestMarks(); got != all {
		t.Errorf("Ana has %s, want %s", got, all)
	}
	undo := s.owner.send(s.owner.open(to).form(here + "/undo"))
	if !strings.HasPrefix(undo.to(), "/jobs/") {
		t.Fatalf("taking it back leads to %s", undo.to())
	}
	if to := s.owner.waits(undo); to != here {
		t.Errorf("taking it back ends at %s", to)
	}
	if got := ana.latestMarks(); got != less {
		t.Errorf("taken back, Ana has %s, want %s", got, less)
	}
}
