package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// newWork is where the first class is handed work.
const newWork = "/classes/1/work/new"

// chosenIn lists the questions of the form that hands out work.
func chosenIn(p *page) []string { return p.form(newWork).fields["q"] }

func TestATeacherHandsOutAQuiz(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	s.student("Ben")
	class := fmt.Sprintf("/classes/%d", s.class)
	s.owner.open(class).says("Work")
	s.owner.open(class + "/work").says("Nothing is handed out.")
	lesson := s.course.Lessons[2]
	s.owner.open(newWork).says("Quiz 3. ")
	form := s.owner.open(class + "/work/new?handed=quiz&from=" + lesson.ID)
	for _, field := range form.doc.tags("input") {
		if _, must := field.attr["required"]; must {
			t.Errorf("%s must be filled in", field.attr["name"])
		}
	}
	chosen := chosenIn(form)
	if len(chosen) != 10 {
		t.Fatalf("the quiz of a lesson has %d questions: %v", len(chosen), chosen)
	}
	press := func(p *page, do string, more ...string) *page {
		t.Helper()
		return s.owner.send(p.form(newWork), append([]string{"do", do}, more...)...)
	}
	moved := press(form, "down:"+chosen[0], "title", "Thursday's quiz").want(http.StatusOK)
	if got := chosenIn(moved); got[0] != chosen[1] || got[1] != chosen[0] {
		t.Errorf("moved down: %v", got)
	}
	if got := moved.form(newWork).fields.Get("title"); got != "Thursday's quiz" {
		t.Errorf("the title is %q after a button", got)
	}
	gone := press(moved, "remove:"+chosen[9]).want(http.StatusOK)
	if got := chosenIn(gone); len(got) != 9 || slices.Contains(got, chosen[9]) {
		t.Errorf("removed: %v", got)
	}
	numbered := press(gone, "look", "pos."+chosen[8], "1").want(http.StatusOK)
	if got := chosenIn(numbered); got[0] != chosen[8] {
		t.Errorf("first by its number: %v", got)
	}
	other := s.course.Lessons[4]
	shelf := press(numbered, "shelf", "shelf", other.ID).want(http.StatusOK)
	added := press(shelf, "add", "add", other.Pool[0].ID).want(http.StatusOK)
	if got := chosenIn(added); len(got) != 10 || got[9] != other.Pool[0].ID {
		t.Errorf("added: %v", got)
	}
	wrong := press(added, "hand-out", "closes", "2026-09-01T07:00", "minutes", "soon", "results", "closed").
		want(http.StatusUnprocessableEntity).says("That time has passed already.").says("Write a whole number")
	if got := wrong.form(newWork).fields; got.Get("closes") != "2026-09-01T07:00" || got.Get("minutes") != "soon" ||
		len(got["q"]) != 10 {
		t.Errorf("what was typed is lost: %v", got)
	}
	right := wrong.form(newWork)
	send := func() string {
		return s.owner.send(right, "do", "hand-out", "closes", "2026-09-01T09:00", "minutes", "", "mode", "test",
			"attempts", "1", "results", "released").want(http.StatusSeeOther).to()
	}
	handed := send()
	if again := send(); again != handed {
		t.Errorf("a double click hands out twice: %s and %s", handed, again)
	}
	if n := one[int](s, `SELECT count(*) FROM assignment`); n != 1 {
		t.Errorf("%d assignments", n)
	}
	s.owner.open(handed).says("0 of 2 handed in").says("Thursday's quiz").says("Handed out.")
	ana.get("/").says("Thursday's quiz").says("10 questions")
	here, _, _ := strings.Cut(handed, "?")
	s.takesTest(t, ana, here[strings.LastIndex(here, "/")+1:])
	s.owner.open(here).says("1 of 2 handed in").says("Release the results")
	s.owner.open(class + "/work").says("Results wait to be released")
	do := func(do string, more ...string) *page {
		t.Helper()
		return s.owner.send(s.owner.open(here).form(here), append([]string{"do", do}, more...)...)
	}
	do("released").want(http.StatusSeeOther)
	ana.get("/").says("See your results")
	do("hidden").want(http.StatusSeeOther)
	ana.get("/").hides("See your results")
	do("granted").want(http.StatusUnprocessableEntity).says("Tick the students to whom you grant this.")
	student := fmt.Sprint(one[int](s, `SELECT id FROM student WHERE name = 'Ana'`))
	for range 2 {
		do("granted", "student", student, "more", "yes").want(http.StatusSeeOther)
	}
	if n := one[int](s, `SELECT attempts FROM assignment_grant`); n != 1 {
		t.Errorf("granted twice: %d attempts", n)
	}
	s.clock.pass(2 * time.Hour)
	s.owner = s.visitor().signIn(ownerName)
	s.owner.open(here).says("Not handed in")
	s.owner.send(s.owner.open(here).form(here), "do", "withdrawn").want(http.StatusSeeOther)
	s.visitor().join(s.code, "Ben", pin).get("/work").want(http.StatusOK).hides("Thursday's quiz")
}

// takesTest answers all questions of a test rightly and hands in.
func (s *site) takesTest(t *testing.T, who *browser, id string) {
	t.Helper()
	work := "/work/" + id
	attempt := who.send(who.get(work).form(work)).want(http.StatusSeeOther).to()
	for n := 1; ; n++ {
		path := fmt.Sprintf("%s/questions/%d", attempt, n)
		p := who.get(path)
		if p.status != http.StatusOK {
			break
		}
		who.post(path, s.firstAsk(p).answer(true)).want(http.StatusSeeOther)
	}
	who.send(who.get(attempt + "/hand-in").form(attempt + "/hand-in")).want(http.StatusSeeOther)
}

func TestGroupsOfAClass(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	ana := fmt.Sprint(one[int](s, `SELECT id FROM student WHERE name = 'Ana'`))
	path := fmt.Sprintf("/classes/%d/groups", s.class)
	send := func(pairs ...string) *page {
		fields := url.Values{"csrf": {s.csrf(s.owner)}}
		for i := 0; i < len(pairs); i += 2 {
			fields.Add(pairs[i], pairs[i+1])
		}
		return s.owner.post(path, fields)
	}
	send("do", "keep", "group", "0", "name", " ", "student", ana).want(http.StatusUnprocessableEntity).says("Name")
	send("do", "keep", "group", "0", "name", "Late", "student", ana).want(http.StatusSeeOther)
	send("do", "keep", "group", "0", "name", "LATE").want(http.StatusUnprocessableEntity).says("There is a group")
	s.owner.open(path).says("Late").says("1 student")
	form := s.owner.open(newWork + "?handed=lesson&subject=" + s.course.Lessons[0].ID).form(newWork)
	s.owner.send(form, "do", "hand-out", "title", "Read", "whom", "groups").want(http.StatusUnprocessableEntity).
		says("Tick at least one group")
	s.owner.send(form, "do", "hand-out", "title", "Read", "whom", "groups", "group", "1").want(http.StatusSeeOther)
	send("do", "remove", "group", "1").want(http.StatusConflict).says("Work is handed out to this group.")
	s.owner.open(fmt.Sprintf("/classes/%d/work", s.class)).says("Late").says("0 of 1 handed in")
}
