package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"dossier/internal/account"
	"dossier/internal/quiz"
)

func TestSetUpLinkWorksOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	link := s.setupLink()
	s.visitor().get("/setup").want(http.StatusNotFound).plainly()
	s.visitor().get("/setup?token=guess").want(http.StatusNotFound)

	late := s.visitor()
	stale := late.open(link).form("/setup")
	p := late.send(stale, "name", "", "pass", "short", "class", className).want(http.StatusUnprocessableEntity).plainly()
	if got := p.form("/setup").fields.Get("class"); got != className {
		t.Errorf("after a refusal the class is %q, want %q", got, className)
	}
	p.hides("short")

	s.setUp()
	s.owner.open("/classes").says(className)
	for _, b := range []*browser{s.visitor(), s.owner, late} {
		b.get(link).want(http.StatusNotFound)
	}
	late.send(stale, "name", "Second", "pass", passphrase, "class", "Other").want(http.StatusNotFound)
	if n := one[int](s, `SELECT count(*) FROM teacher`); n != 1 {
		t.Errorf("%d teachers, want 1", n)
	}
	if _, open, err := s.server.SetupURLPath(t.Context()); open || err != nil {
		t.Errorf("there is still a set-up link: %v, %v", open, err)
	}
}

func TestTwoSetUpsAtOnceMakeOneOwner(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	link := s.setupLink()
	var all sync.WaitGroup
	var outcomes [4]*page
	var sends [len(outcomes)]func()
	for i := range outcomes { // every form is open before the first is sent
		b := s.visitor()
		f := b.open(link).form("/setup")
		sends[i] = func() {
			outcomes[i] = b.send(f, "name", fmt.Sprint("Teacher ", i), "pass", passphrase, "class", className)
		}
	}
	for _, send := range sends {
		all.Go(send)
	}
	all.Wait()
	won := 0
	for _, p := range outcomes {
		switch {
		case strings.HasSuffix(p.to(), "/join-screen"):
			won++
		case p.status != http.StatusNotFound && p.to() != "/sign-in":
			t.Errorf("got status %d, want 404 or the way to sign in", p.status)
		}
	}
	if n := one[int](s, `SELECT count(*) FROM teacher`); won != 1 || n != 1 {
		t.Errorf("%d set-ups won and made %d teachers, want 1 and 1", won, n)
	}
}

func TestTeacherSignsOutAndIn(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	p := s.owner.send(s.owner.open("/classes").form("/sign-out")).want(http.StatusSeeOther)
	if got := p.header.Get("Clear-Site-Data"); !strings.Contains(got, "cache") {
		t.Errorf("Clear-Site-Data is %q after signing out", got)
	}
	if to := s.owner.get("/classes").want(http.StatusSeeOther).to(); to != "/sign-in" {
		t.Errorf("the classes lead to %q, want the door", to)
	}
	var said []string
	for _, try := range [][2]string{{ownerName, "wrong plum harbour sixteen"}, {"Nobody Here", passphrase}} {
		p := s.owner.send(s.owner.open("/sign-in").form("/sign-in"), "name", try[0], "pass", try[1])
		p.want(http.StatusUnprocessableEntity).plainly().hides(try[1])
		if got := p.form("/sign-in").fields.Get("name"); got != try[0] {
			t.Errorf("after a refusal the name is %q, want %q", got, try[0])
		}
		said = append(said, strings.ReplaceAll(p.doc.id("main").words(), try[0], ""))
	}
	if said[0] != said[1] {
		t.Errorf("a wrong passphrase says %q and an unknown name %q", said[0], said[1])
	}
	s.owner.send(s.owner.open("/sign-in").form("/sign-in"), "name", " miriam  ODEH ", "pass", passphrase).
		want(http.StatusSeeOther)
	s.owner.open("/classes").says(ownerName)
}

func TestB11TooManyWrongPassphrases(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.visitor()
	f := b.open("/sign-in").form("/sign-in")
	for range 10 {
		b.send(f, "name", ownerName, "pass", "wrong plum harbour sixteen").want(http.StatusUnprocessableEntity)
	}
	b.send(f, "name", ownerName, "pass", passphrase).want(http.StatusTooManyRequests).plainly().says("Wait 15 minutes")
	// Somebody who tries one name does not lock the others out of the same school.
	b.send(f, "name", "Another Teacher", "pass", passphrase).want(http.StatusUnprocessableEntity)
	s.clock.pass(15 * minute)
	b.send(f, "name", ownerName, "pass", passphrase).want(http.StatusSeeOther)
}

func TestStudentJoinsAndComesBack(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	lesson := s.course.Lessons[0]
	for i, code := range []string{s.code, plain(s.code), strings.ToLower(s.code),
		" " + strings.ToLower(plain(s.code)) + " "} {
		s.visitor().join(strings.TrimSpace(code), fmt.Sprint("Student ", i), pin)
		if i == 3 {
			b := s.visitor()
			if to := b.send(b.open("/join").form("/join"), "code", code).want(http.StatusSeeOther).to(); to != "/join/"+plain(
				s.code) {
				t.Errorf("the code %q leads to %q", code, to)
			}
		}
	}
	ana := s.student("Ana Kováč")
	ana.check(lesson.Checks[0].ID, true)
	ana.send(ana.sectionForm(lesson, lesson.Sections[0])).
		want(http.StatusSeeOther)
	attempt := ana.startQuiz(lesson.ID)
	first := s.firstAsk(ana.open(attempt))
	ana.post(first.action, first.answer(false)).want(http.StatusSeeOther)
	before := ana.open("/me")

	again := s.visitor()
	p := again.pinPage(s.code, "ana kovac").says("Welcome back")
	again.send(p.form("/join/"+plain(s.code)+"/enter"), "pin", "4829-15").want(http.StatusSeeOther)
	after := again.open("/me")
	if got, want := after.doc.id("main").words(), before.doc.id("main").words(); got != want {
		t.Errorf("on another computer the progress is\n%s\nwant\n%s", got, want)
	}
	again.open("/lessons/" + lesson.ID).says("✓ Read").says("1 of 10 answered").says("Go on: question 2 of the quiz")
	if got, want := s.firstAsk(again.open(attempt)).action, attempt+"/questions/2"; got != want {
		t.Errorf("the quiz goes on at %s, want %s", got, want)
	}
	if n := one[int](s, `SELECT count(*) FROM student WHERE class_id IS NOT NULL`); n != 5 {
		t.Errorf("%d students, want 5", n)
	}
}

func TestNamesakesAreToldApart(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	second := s.visitor()
	p := second.pinPage(s.code, "ANA").says("I am not this").says("Add the first letter of your family name")
	p = second.send(p.form("/join/"+plain(s.code)+"/enter"), "pin", "735028").
		want(http.StatusUnprocessableEntity).
		plainly()
	second.get("/me").want(http.StatusNotFound)
	p.hides("735028")
	second.join(s.code, "Ana K.", "735028")

	// Two of one name reach the page of the PIN together; the second one to send it learns that the name is taken.
	third, fourth := s.visitor(), s.visitor()
	enter := "/join/" + plain(s.code) + "/enter"
	a, b := third.pinPage(s.code, "Ben").form(enter), fourth.pinPage(s.code, "Ben").form(enter)
	third.send(a, "pin", "604817").want(http.StatusSeeOther)
	fourth.send(b, "pin", "918273").want(http.StatusConflict).plainly().says("Somebody in this class is called")
	if n := one[int](s, `SELECT count(*) FROM student WHERE name = 'Ben'`); n != 1 {
		t.Errorf("%d students are called Ben, want 1", n)
	}
}

func TestGuestWorkComesAlong(t *testing.T) {
	t.Parallel()
	for _, order := range []struct {
		name         string
		guestFirst   bool
		guest, known bool // right answers
	}{
		{"the guest answered first", true, false, true},
		{"the student answered first", false, true, false},
	} {
		t.Run(order.name, func(t *testing.T) {
			s := newSite(t).setUp()
			lesson := s.course.Lessons[0]
			student, guest := s.student("Ana"), s.visitor()
			quiz := func(b *browser, right bool) { b.takeQuiz(lesson.ID, func(int) bool { return right }) }
			if order.guestFirst {
				quiz(guest, order.guest)
				s.clock.pass(minute)
				quiz(student, order.known)
			} else {
				quiz(student, order.known)
				s.clock.pass(minute)
				quiz(guest, order.guest)
			}
			guest.check(lesson.Checks[0].ID, true)
			guest.send(guest.sectionForm(lesson, lesson.Sections[0])).
				want(http.StatusSeeOther)
			guest.open("/me").says("You are reading as a guest")
			if n := one[int](s, `SELECT count(*) FROM student WHERE class_id IS NULL`); n != 1 {
				t.Fatalf("%d guests, want 1", n)
			}

			p := guest.pinPage(s.code, "Ana")
			enter := p.form("/join/" + plain(s.code) + "/enter")
			if enter.fields.Get("along") != "yes" {
				t.Fatal("the page of the PIN does not offer to take the work along")
			}
			guest.send(enter, "pin", pin).want(http.StatusSeeOther)
			// In both orders the first try was the wrong one.
			s.owner.open(fmt.Sprintf("/classes/%d/students/%d", s.class, one[int64](s, `SELECT id FROM student
				WHERE name = 'Ana'`))).says("0% → 100%")
			guest.open("/lessons/" + lesson.ID).says("✓ Read")
			student.open("/me/answers").says("in the text")
			if got := [2]int{one[int](s, `SELECT count(*) FROM student`), one[int](s, `SELECT count(*)
				FROM attempt`)}; got != [2]int{
				1,
				3,
			} {
				t.Errorf("students and attempts are %v, want [1 3]", got)
			}
		})
	}
}

func TestGuestMayLeaveWorkBehind(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	guest := s.visitor()
	guest.check(s.course.Lessons[0].Checks[0].ID, true)
	fields := guest.pinPage(s.code, "Ana").form("/join/"+plain(s.code)+"/enter").with("pin", pin)
	fields.Del("along")
	guest.post("/join/"+plain(s.code)+"/enter", fields).want(http.StatusSeeOther)
	guest.open("/me").says("You have not answered a question yet.")
}

// A visitor of a computer is not the student who used it before.
func TestSigningOutLeavesNobodyBehind(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	l := s.course.Lessons[0]
	ana.check(l.Checks[0].ID, true)
	next := s.asked(ana.open(checkPage(l, l.Checks[1])), l.Checks[1].ID)
	ana.send(ana.open("/").form("/sign-out")).want(http.StatusSeeOther)
	ana.get("/me").want(http.StatusNotFound)
	ana.open("/").hides("Ana")
	ana.post(next.action, next.answer(true)).want(http.StatusConflict).plainly().says("Nothing was stored")
	if n := one[int](s, `SELECT count(*) FROM response`); n != 1 {
		t.Errorf("%d answers, want 1", n)
	}
}

func TestClassPages(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	lesson := s.course.Lessons[0]
	here := fmt.Sprintf("/classes/%d", s.class)
	s.owner.open(here).says("Nobody has joined yet")
	ana, ben := s.student("Ana"), s.student("Ben")
	for _, section := range lesson.Sections {
		ana.send(ana.sectionForm(lesson, section)).
			want(http.StatusSeeOther)
	}
	cell := func(name string) string {
		t.Helper()
		for _, row := range s.owner.open(here).doc.tags("tr") {
			if names := row.tags("bdi"); len(names) == 1 && names[0].words() == name {
				return row.tags("td")[0].words()
			}
		}
		t.Fatalf("no row for %s", name)
		return ""
	}
	if got, want := cell("Ana"), fmt.Sprintf("Reading, %d sections read", len(lesson.Sections)); got != want {
		t.Errorf("the cell of Ana is %q", got)
	}
	if got := cell("Ben"); got != "Nothing yet" {
		t.Errorf("the cell of Ben is %q", got)
	}
	ben.check(lesson.Checks[0].ID, true)
	if got, want := cell("Ben"), "Reading"; got != want {
		t.Errorf("the cell of Ben is %q, want %q", got, want)
	}
	attempt := ben.startQuiz(lesson.ID)
	a := s.firstAsk(ben.open(attempt))
	ben.post(a.action, a.answer(true)).want(http.StatusSeeOther)
	if got := cell("Ben"); got != "In the quiz, 1 answered" {
		t.Errorf("the cell of Ben is %q", got)
	}
	ana.takeQuiz(lesson.ID, func(int) bool { return false })
	if got := cell("Ana"); got != "Not passed yet" {
		t.Errorf("the cell of Ana is %q", got)
	}
	ana.takeQuiz(lesson.ID, always)
	if got := cell("Ana"); got != "Passed, better than the first time" {
		t.Errorf("the cell of Ana is %q", got)
	}

	live := s.owner.get(here + "/live").want(http.StatusOK)
	if !strings.Contains(live.body, "Passed, better than the first time") {
		t.Errorf("the live state lacks a cell: %s", live.body)
	}
	again := s.owner.request(http.MethodGet, here+"/live", nil)
	again.Header.Set("If-None-Match", live.header.Get("ETag"))
	s.owner.do(again).want(http.StatusNotModified)

	// The page of a student has every answer.
	p := s.owner.open(here + fmt.Sprintf("/students/%d/answers?of=all", s.pupil("Ana")))
	rows := 0
	for _, k := range p.doc.class("answers")[0].kids {
		if k.tag == "li" {
			rows++
		}
	}
	if rows != 20 {
		t.Errorf("the page of Ana lists %d answers, want 20", rows)
	}

	screen := s.owner.open(here + "/join-screen").says(s.code)
	if len(screen.doc.tags("svg")) < 2 {
		t.Error("the join screen has no QR code")
	}
	old := s.code
	s.owner.send(s.owner.open(here + "/code").form(here + "/code")).want(http.StatusSeeOther)
	s.visitor().get("/join/" + plain(old)).want(http.StatusNotFound)
	s.visitor().get("/join/" + plain(s.owner.codeOf(s.class))).want(http.StatusOK)
}

func TestClassOfOneNameIsMadeOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	f := s.owner.open("/classes").form("/classes")
	first := s.owner.send(f, "class", "11A").want(http.StatusSeeOther).to()
	if second := s.owner.send(f, "class", "11A").want(http.StatusSeeOther).to(); second != first {
		t.Errorf("the form sent again leads to %q, want %q", second, first)
	}
	if n := one[int](s, `SELECT count(*) FROM class`); n != 2 {
		t.Errorf("%d classes, want 2", n)
	}
}

func TestNewPIN(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	ana.check(s.course.Lessons[0].Checks[0].ID, true)
	here := fmt.Sprintf("/classes/%d/students/%d", s.class, one[int64](s, `SELECT id FROM student`))
	p := s.owner.send(s.owner.open(here + "/pin").form(here + "/pin")).want(http.StatusOK)
	fresh := p.doc.class("once")[0].words()
	s.owner.open(here).hides(fresh)
	for table, rows := range s.dump() {
		if strings.Contains(strings.Join(rows, "\n"), fresh) {
			t.Errorf("the new PIN stands in %s", table)
		}
	}
	if to := ana.get("/me").want(http.StatusSeeOther).to(); to != "/join" {
		t.Errorf("the session of the old PIN leads to %q, want the door", to)
	}
	ana.get("/me").want(http.StatusNotFound)

	enter := s.visitor()
	f := enter.pinPage(s.code, "Ana").form("/join/" + plain(s.code) + "/enter")
	enter.send(f, "pin", pin).want(http.StatusUnprocessableEntity)
	enter.send(f, "pin", fresh).want(http.StatusSeeOther)
	enter.open("/me/answers").says("in the text")
}

// takesWords tells whether every gap of a question takes words: a year that cannot be read is asked for again.
func takesWords(q *quiz.Question) bool {
	body, ok := q.Body.(*quiz.Cloze)
	return ok && !slices.ContainsFunc(body.Gaps, func(g quiz.Gap) bool { return g.Match == "year" || g.Match == "number" })
}

func TestRemovedStudentLeavesNothing(t *testing.T) {
	t.Parallel()
	s := startSite(t, allAsChecks(builtIn(t)), t.TempDir(), &clock{at: morning}).setUp()
	const name, words = "Xanthippe Quirke", "Zanzibar Umbrella"
	b := s.student(name)
	for _, q := range s.course.Questions() {
		if takesWords(q) {
			_, l, _ := s.course.Question(q.ID)
			a := s.asked(b.open("/lessons/"+l.ID+"?again="+q.ID), q.ID)
			fields := a.answer(false)
			for field := range fields {
				if strings.HasPrefix(field, "g.") {
					fields.Set(field, words)
				}
			}
			b.post(a.action, fields).want(http.StatusSeeOther)
		}
	}
	b.takeQuiz(s.course.Lessons[0].ID, always)
	kirov, err := s.course.Lesson("kirov")
	if err != nil {
		t.Fatal(err)
	}
	b.send(b.sectionForm(kirov, kirov.Sections[0])).want(http.StatusSeeOther)
	found := func(word string) (tables []string) {
		for table, rows := range s.dump() {
			if strings.Contains(strings.ToLower(strings.Join(rows, "\n")), strings.ToLower(word)) {
				tables = append(tables, table)
			}
		}
		return tables
	}
	if len(found(name)) == 0 || len(found(words)) < 2 {
		t.Fatalf("the name stands in %v and the answer in %v before the removal", found(name), found(words))
	}
	here := fmt.Sprintf("/classes/%d/students/%d", s.class, one[int64](s, `SELECT id FROM student`))
	s.owner.open(fmt.Sprintf("/classes/%d/unmatched", s.class)).says(words)
	s.removes(name)
	b.get("/me").want(http.StatusNotFound)
	s.owner.get(here).want(http.StatusNotFound)
	s.owner.open(fmt.Sprintf("/classes/%d/unmatched", s.class)).hides(words)
	for range 3 { // nobody brings them back within the hour
		s.sweep()
		s.clock.pass(hour)
	}
	s.sweep()
	for _, word := range []string{name, "xanthippe", words, "zanzibar"} {
		if tables := found(word); len(tables) > 0 {
			t.Errorf("%q still stands in %v", word, tables)
		}
	}
	for table, rows := range s.dump() {
		switch table {
		case "student", "device", "attempt", "attempt_question", "response", "unmatched", "section_read", "quiz_progress":
			if len(rows) > 0 {
				t.Errorf("%s still has %d rows", table, len(rows))
			}
		case "session":
			if len(rows) != 1 {
				t.Errorf("%d sessions, want the teacher's", len(rows))
			}
		}
	}
}

func TestUnmatchedAnswers(t *testing.T) {
	t.Parallel()
	s := startSite(t, allAsChecks(builtIn(t)), t.TempDir(), &clock{at: morning}).setUp()
	for _, q := range s.course.Questions() {
		if q.Kind != "cloze" {
			continue
		}
		_, l, _ := s.course.Question(q.ID)
		for _, name := range []string{"Ana", "Ben"} {
			b := s.student(name)
			a := s.asked(b.open("/lessons/"+l.ID+"?again="+q.ID), q.ID)
			fields := a.answer(true)
			for field := range fields {
				if strings.HasPrefix(field, "g.") {
					fields.Set(field, "<b>Perhaps somebody</b>")
				}
			}
			b.post(a.action, fields).want(http.StatusSeeOther)
		}
		break
	}
	s.owner.open(fmt.Sprintf("/classes/%d", s.class)).says("to look at")
	p := s.owner.open(fmt.Sprintf("/classes/%d/unmatched", s.class)).says("<b>Perhaps somebody</b>")
	p.says("2 students wrote <b>Perhaps somebody</b>")
	if strings.Contains(p.body, "<b>Perhaps") {
		t.Error("the answer is not escaped")
	}
}

// A whole class types the code at the same moment, behind one address.
func TestManyJoinAtOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	var all sync.WaitGroup
	statuses := make([]int, 120)
	for i := range statuses {
		b := s.visitor()
		all.Go(func() { statuses[i] = b.get("/join/" + plain(s.code)).status })
	}
	all.Wait()
	refused := 0
	for _, status := range statuses {
		if status != http.StatusOK {
			refused++
		}
	}
	if refused > 0 {
		t.Errorf("%d of %d right codes were refused", refused, len(statuses))
	}
}

// Guesses at a join code.
func TestB11TooManyWrongCodes(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.visitor()
	f := b.open("/join").form("/join")
	for range 20 {
		b.send(f, "code", "ZZZ-ZZZ").want(http.StatusNotFound).plainly()
	}
	p := b.send(f, "code", "ZZZ-ZZY").want(http.StatusTooManyRequests).plainly().says("Wait 60 seconds")
	if got := p.form("/join").fields.Get("code"); got != "ZZZ-ZZY" {
		t.Errorf("the code that was typed is %q now, want %q", got, "ZZZ-ZZY")
	}
	// The class that had yesterday's code on the board gets in with today's.
	b.send(f, "code", s.code).want(http.StatusSeeOther)
	b.get("/join/" + plain(s.code)).want(http.StatusOK)
	s.clock.pass(minute)
	b.send(f, "code", "ZZZ-ZZY").want(http.StatusNotFound)
}

// A hundred and twenty students of one class join within a minute, all behind one address.
func TestAYearJoinsAtOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	enter := "/join/" + plain(s.code) + "/enter"
	var all sync.WaitGroup
	for i := range 120 {
		b := s.visitor()
		f := b.pinPage(s.code, fmt.Sprintf("Student %03d", i)).form(enter)
		all.Go(func() {
			if p := b.post(f.action, f.with("pin", pin)); p.status != http.StatusSeeOther {
				t.Errorf("student %d: %d", i, p.status)
			}
		})
	}
	all.Wait()
	if n := one[int](s, `SELECT count(*) FROM student WHERE class_id IS NOT NULL`); n != 120 {
		t.Errorf("%d students joined, want 120", n)
	}
}

// A flood of new names is turned away before it costs anything.
func TestAFloodOfNewNames(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	enter := "/join/" + plain(s.code) + "/enter"
	refused := 0
	for i := range 200 { // a visitor's session costs nothing, so each name has one of its own
		flood := s.visitorFrom("127.0.0.66")
		f := flood.pinPage(s.code, fmt.Sprintf("Nobody %03d", i)).form(enter)
		if flood.send(f, "pin", pin).status == http.StatusTooManyRequests {
			refused++
		}
	}
	if n := one[int](s, `SELECT count(*) FROM student`); n > 150 || refused < 50 {
		t.Errorf("%d new students within a minute from one address, %d refused", n, refused)
	}
	honest := s.visitorFrom("127.0.0.7")
	honest.send(honest.pinPage(s.code, "Ana").form(enter), "pin", pin).want(http.StatusSeeOther)
}

// While one device sends new names as fast as it can, without waiting for answers, a class signs in as
// if nothing happened.
func TestSignInsDuringAFlood(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	enter := "/join/" + plain(s.code) + "/enter"
	var honest []*browser
	for i := range 20 {
		b := s.visitorFrom(fmt.Sprintf("127.0.2.%d", i+1))
		b.send(b.pinPage(s.code, fmt.Sprintf("Student %02d", i)).form(enter), "pin", pin).want(http.StatusSeeOther)
		honest = append(honest, b)
	}
	done := make(chan struct{})
	var flood sync.WaitGroup
	for n := range 8 {
		device := s.visitorFrom("127.0.0.66")
		form := device.pinPage(s.code, fmt.Sprintf("Nobody %d", n)).form(enter)
		device.client.Jar = fixedJar{device.client.Jar}
		flood.Go(func() {
			for i := range 1000 {
				select {
				case <-done:
					return
				default:
				}
				device.post(form.action, form.with("name", fmt.Sprintf("Nobody %d %d", n, i), "pin", pin))
			}
		})
	}
	var class sync.WaitGroup
	for i, b := range honest {
		form := b.pinPage(s.code, fmt.Sprintf("Student %02d", i)).form(enter)
		class.Go(func() {
			if p := b.post(form.action, form.with("pin", pin)); p.status != http.StatusSeeOther {
				t.Errorf("student %d: %d", i, p.status)
			}
		})
	}
	class.Wait()
	s.visitor().signIn(ownerName)
	close(done)
	flood.Wait()
}

// fixedJar gives the cookies that it has and takes none.
type fixedJar struct{ http.CookieJar }

func (fixedJar) SetCookies(*url.URL, []*http.Cookie) {}

// Guesses at one account.
func TestB11TooManyWrongPINs(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	own := s.student("Ana")
	enter := "/join/" + plain(s.code) + "/enter"
	thief := s.visitorFrom("127.0.0.66")
	f := thief.pinPage(s.code, "Ana").form(enter)
	wrong := func(want int) {
		t.Helper()
		thief.send(f, "pin", "918273").want(want).plainly().hides("918273")
	}
	for range 5 {
		wrong(http.StatusUnprocessableEntity)
	}
	wrong(http.StatusTooManyRequests)
	shed := s.visitorFrom("127.0.0.66") // a computer that sheds its cookies is no other one
	shed.send(shed.pinPage(s.code, "Ana").form(enter), "pin", "918273").want(http.StatusTooManyRequests)
	for range 20 {
		s.clock.pass(16 * minute)
		wrong(http.StatusUnprocessableEntity)
	}
	// Ana gets in all the same: at her own computer, at one that she has never used, and after a wait at the thief's.
	own.send(own.pinPage(s.code, "Ana").form(enter), "pin", pin).want(http.StatusSeeOther)
	fresh := s.visitorFrom("127.0.0.8")
	fresh.send(fresh.pinPage(s.code, "Ana").form(enter), "pin", pin).want(http.StatusSeeOther)
	thief.send(f, "pin", pin).want(http.StatusTooManyRequests).says("they can let you in at once")
	s.clock.pass(16 * minute)
	thief.send(f, "pin", pin).want(http.StatusSeeOther)
}

// A classmate tries the names of a whole class. Nobody is shut out for it, and the teacher is told.
func TestB11SomebodyTriesAWholeClass(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	const class = 12
	enter := "/join/" + plain(s.code) + "/enter"
	for i := range class {
		s.student(fmt.Sprintf("Student %c", 'A'+i))
	}
	page := fmt.Sprintf("/classes/%d", s.class)
	s.owner.open(page).hides("Somebody is guessing")
	judged := 0
	for i := range class {
		for n := range 6 {
			thief := s.visitorFrom("127.0.0.66")
			p := thief.send(thief.pinPage(s.code, fmt.Sprintf("Student %c", 'A'+i)).form(enter), "pin", fmt.Sprint(501203+n))
			if p.status == http.StatusUnprocessableEntity {
				judged++
			}
		}
	}
	if judged > account.PINsPerMinute {
		t.Errorf("one address had %d PINs judged within a minute, want %d at most", judged, account.PINsPerMinute)
	}
	s.clock.pass(minute)
	for i := range class {
		fresh := s.visitorFrom(fmt.Sprintf("127.0.1.%d", i+1))
		fresh.send(fresh.pinPage(s.code, fmt.Sprintf("Student %c", 'A'+i)).form(enter), "pin", pin).want(http.StatusSeeOther)
	}
	told := s.owner.open(page).says("Somebody is guessing 10 PINs").says("Student A")
	// At the computer of the guesses they would have to wait; the teacher lets them in.
	same := s.visitorFrom("127.0.0.66")
	f := same.pinPage(s.code, "Student B").form(enter)
	same.send(f, "pin", "918273").want(http.StatusUnprocessableEntity)
	same.send(f, "pin", pin).want(http.StatusTooManyRequests)
	s.owner.send(told.form(page + "/let-in")).want(http.StatusSeeOther)
	s.owner.open(page).hides("Somebody is guessing")
	same.send(f, "pin", pin).want(http.StatusSeeOther)
}

// Pretending to choose a new PIN is a guess like any other, and many guesses at once are no more than
// one after the other.
func TestB11NoWayRoundTheLimitOfPINs(t *testing.T) {
	t.Parallel()
	t.Run("as a new student", func(t *testing.T) {
		s := newSite(t).setUp()
		s.student("Ana")
		b := s.visitor()
		f := b.pinPage(s.code, "Ana").form("/join/" + plain(s.code) + "/enter")
		for range 5 {
			b.send(f, "pin", "918273", "new", "yes").want(http.StatusConflict)
		}
		b.send(f, "pin", pin, "new", "yes").want(http.StatusTooManyRequests)
	})
	t.Run("all at once", func(t *testing.T) {
		s := newSite(t).setUp()
		s.student("Ana")
		b := s.visitor()
		f := b.pinPage(s.code, "Ana").form("/join/" + plain(s.code) + "/enter")
		var all sync.WaitGroup
		for i := range 30 {
			all.Go(func() { b.post(f.action, f.with("pin", fmt.Sprint(500100+i*37))) })
		}
		all.Wait()
		if n := one[int](s, `SELECT sum(failures) FROM device`); n != 5 {
			t.Errorf("%d guesses were judged, want 5", n)
		}
	})
}

// What people write stands on every page as text.
func TestB7NamesAreShownAsText(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	for i, name := range []string{
		"🦊🦊", "محمد علي", "שרה", "<script>alert(1)</script>", `Robert'); DROP TABLE student;--`,
		`"><img src=x onerror=alert(1)>`, "=cmd|' /C calc'!A0",
		"Zo\u200dë", "a\u202eb", "𝕬𝖓𝖆 & Co", "  Ana   Maria ", "<b>", "{{7*7}}", "%s%d", "null", "-1",
	} {
		b := s.visitor()
		p := b.send(b.open("/join/"+plain(s.code)).form("/join/"+plain(s.code)), "name", name)
		if p.status == http.StatusUnprocessableEntity {
			p.plainly()
			continue
		}
		p.want(http.StatusOK)
		b.send(p.form("/join/"+plain(s.code)+"/enter"), "pin", pin).want(http.StatusSeeOther)
		stored := one[string](s, `SELECT name FROM student ORDER BY id DESC LIMIT 1`)
		for _, p := range []*page{b.open("/"), b.open("/me"), s.owner.open(fmt.Sprintf("/classes/%d", s.class)),
			s.owner.open(fmt.Sprintf("/classes/%d/students/%d", s.class, i+1))} {
			p.says(stored)
			if n := len(p.doc.find(func(n *node) bool {
				return n.attr["onerror"] != "" || n.tag == "img" || n.tag == "script" && n.attr["src"] == ""
			})); n > 0 {
				t.Errorf("%q became markup", name)
			}
			if strings.ContainsRune(p.body, '\u202e') {
				t.Errorf("%q turns the text around", name)
			}
		}
	}
}

// A colleague joins a class by a link that works once, and sees what the class's teacher sees.
func TestInvitingAColleague(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	class := fmt.Sprintf("/classes/%d", s.class)
	invite := func() string {
		link := s.owner.send(s.owner.open(class + "/settings").form(class + "/colleagues")).want(http.StatusOK).doc.class(
			"once-link")[0].words()
		_, path, _ := strings.Cut(link, s.base)
		return path
	}
	link := invite()
	colleague := s.visitor()
	form := colleague.open(link).says(ownerName).form(link)
	colleague.send(form, "name", "", "pass", "short").want(http.StatusUnprocessableEntity).says("12 characters")
	colleague.send(form, "name", ownerName, "pass", passphrase).
		want(http.StatusUnprocessableEntity).
		says("A teacher of this name")
	if to := colleague.send(form, "name", "Second Reader", "pass",
		passphrase).want(http.StatusSeeOther).to(); to != class {
		t.Errorf("joining leads to %s, want %s", to, class)
	}
	colleague.open(class).says("Ana").says("Second Reader")
	s.visitor().get(link).want(http.StatusNotFound)
	if strings.Contains(colleague.open(class+"/settings").body, class+"/colleagues\"") {
		t.Error("a colleague who is not the owner may invite")
	}
	// Somebody who has an account joins with a click.
	second := s.owner.newClass("10C")
	class = fmt.Sprintf("/classes/%d", second)
	link = invite()
	colleague.get(class).want(http.StatusNotFound)
	colleague.send(colleague.open(link).form(link)).want(http.StatusSeeOther)
	colleague.open(class).says("10C")
	s.visitor().get("/invitation/" + strings.Repeat("A", 54)).want(http.StatusNotFound)
}
