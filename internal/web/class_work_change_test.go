package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/views"
)

// What was handed out can be changed when it is over, and when somebody has begun. Its questions then stay in the
// wording in which they were asked, though the course has a newer one.
func TestWorkThatSomebodyHasBegunIsChanged(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	a := s.thursday(t, s.course.Lessons[2].ID, 3)
	if _, err := s.db().Exec(`INSERT INTO question_version (id, version, origin, number, sha, body, first_served_at)
		SELECT id, 90, origin, 90, 'older', body, first_served_at FROM question_version WHERE id = ?`,
		a.Questions[0].Question); err != nil {
		t.Fatal(err)
	}
	a.Questions[0].Version = 90
	a = s.handOut(t, a)
	path := fmt.Sprintf("/classes/%d/work/%d/change", s.class, a.ID)
	early := s.owner.open(path).hides("Somebody has begun").form(path)
	s.clock.pass(time.Minute)
	s.takesTest(t, ana, fmt.Sprint(a.ID))
	moved := early.with("do", "hand-out")
	moved["q"] = []string{moved["q"][1], moved["q"][0], moved["q"][2]}
	for _, q := range moved["q"] {
		moved.Del("pos." + q)
	}
	s.owner.post(path, moved).want(http.StatusUnprocessableEntity).
		says("Somebody has begun, so the questions stay as they are.")

	s.clock.pass(2 * time.Hour)
	s.owner = s.visitor().signIn(ownerName)
	form := s.owner.open(path).says("Somebody has begun").form(path)
	s.owner.send(form, "do", "hand-out", "title", "Friday's quiz").want(http.StatusSeeOther)
	now, err := s.store.Assignment(t.Context(), a.Class, a.ID)
	if err != nil || now.Title != "Friday's quiz" || !slices.Equal(now.Questions, a.Questions) {
		t.Errorf("changed: %q, %v, %v", now.Title, now.Questions, err)
	}

	again := s.owner.send(form, "do", "hand-out", "title", "Monday's quiz").want(http.StatusConflict).
		says("changed in another window").form(path)
	if title := again.fields.Get("title"); title != "Monday's quiz" {
		t.Errorf("the title is %q after a conflict", title)
	}
	s.owner.send(again, "do", "hand-out").want(http.StatusSeeOther)
	if now, _ := s.store.Assignment(t.Context(), a.Class, a.ID); now.Title != "Monday's quiz" {
		t.Errorf("the title is %q", now.Title)
	}
}

// Lessons and essays have their own title until the teacher gives another one.
func TestWorkHasATitleFromTheStart(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ways := map[string]string{}
	for _, l := range s.course.Lessons {
		ways["?handed=lesson&subject="+l.ID] = l.Title
		ways["?handed=quiz&from="+l.ID] = "Quiz: " + l.Title
	}
	for _, b := range s.course.Benches {
		ways["?handed=bench&subject="+b.ID] = b.Title
	}
	for way, title := range ways {
		form := s.owner.open(newWork + way).form(newWork)
		if got := form.fields.Get("title"); got != title {
			t.Errorf("%s: the title is %q, want %q", way, got, title)
		}
		s.owner.send(form, "do", "hand-out").want(http.StatusSeeOther)
	}
}

// Questions of a teacher's own are handed out like those of lessons, and stay when their set goes.
func TestOwnQuestionsAreHandedOut(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	set := s.owner.brings(ownGIFT, "name", "Trials").want(http.StatusSeeOther).to()
	press := func(p *page, pairs ...string) *page {
		t.Helper()
		return s.owner.send(p.form(newWork), pairs...)
	}
	form := s.owner.open(newWork + "?handed=quiz").says("Your set: Trials")
	shelf := press(form, "do", "shelf", "shelf", "set-1").want(http.StatusOK).says("Who was killed in 1934?").
		says("Yezhov")
	add := shelf.form(newWork).with("do", "add")
	add["add"] = []string{"own-1", "own-3"}
	added := s.owner.post(newWork, add).want(http.StatusOK)
	if got := chosenIn(added); !slices.Equal(got, []string{"own-1", "own-3"}) {
		t.Fatalf("chosen: %v", got)
	}
	handed := press(added, "do", "hand-out", "title", "Own", "results", "released").want(http.StatusSeeOther).to()
	if n := one[int](s, `SELECT count(*) FROM question_version WHERE id LIKE 'own-%' AND origin = 'own'`); n != 2 {
		t.Errorf("%d own wordings are on record", n)
	}
	s.owner.send(s.owner.open(set + "/remove").form(set + "/remove")).want(http.StatusSeeOther)
	s.takesTest(t, ana, "1")
	s.owner.open(handed).says("1 of 1 handed in").says("Who was killed in 1934?").says("1 of 1 right")
	change := "/classes/1/work/1/change"
	s.owner.send(s.owner.open(change).form(change), "do", "hand-out", "title", "Mine").want(http.StatusSeeOther)
	for _, page := range []string{"", "/answers", "/days", "/sheet"} {
		for _, link := range s.owner.open("/classes/1/students/1" + page).doc.tags("a") {
			if href := link.attr["href"]; strings.Contains(href, "own-") {
				s.owner.open(href)
			}
		}
	}
	for _, page := range []string{"", "/questions", "/take-away"} {
		s.owner.open("/classes/1" + page)
	}
	for _, page := range []string{"/", "/me", "/me/answers", "/me/days", "/work/1"} {
		ana.open(page)
	}
	s.stop()
	again := startSite(t, s.course, s.dir, s.clock)
	again.visitor().signIn(ownerName).open("/classes/1/work/1").says("Who was killed in 1934?")
}

// A piece of work is handed out to another class with the same questions and rules.
func TestWorkIsCopiedToAnotherClass(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	other := s.owner.newClass("10C")
	a := s.thursday(t, s.course.Lessons[2].ID, 3)
	a = s.handOut(t, a)
	copies := fmt.Sprintf("/classes/%d/work/new", other)
	page := s.owner.open(fmt.Sprintf("/classes/%d/work/%d", s.class, a.ID)).says("Hand out to another class")
	link := fmt.Sprintf("%s?copy=%d.%d", copies, s.class, a.ID)
	if !slices.ContainsFunc(page.doc.tags("a"), func(n *node) bool { return n.attr["href"] == link }) {
		t.Error("no link leads to the form for the other class")
	}
	s.owner.send(s.owner.open(link).form(copies), "do", "hand-out").want(http.StatusSeeOther)
	all, err := s.store.Assignments(t.Context(), classroom.ClassID(other))
	if err != nil || len(all) != 1 {
		t.Fatalf("%v, %v", all, err)
	}
	got := all[0]
	if got.Title != a.Title || !slices.Equal(got.Questions, a.Questions) || !got.Test || got.Attempts != 1 ||
		!got.Closes.Equal(a.Closes) || got.Results != a.Results {
		t.Errorf("copied: %+v", got)
	}
	s.clock.pass(2 * time.Hour)
	s.owner = s.visitor().signIn(ownerName)
	if closes := s.owner.open(link).form(copies).fields.Get("closes"); closes != "" {
		t.Errorf("a copy would close at %s, which has passed", closes)
	}
	s.owner.get(fmt.Sprintf("%s?copy=%d.%d", copies, 99, a.ID)).want(http.StatusNotFound)
	s.owner.get(fmt.Sprintf("%s?copy=%d.%d", copies, other, 1)).want(http.StatusNotFound)
}

// Whoever has extra time, and whoever is granted more, is named with the close that they have.
func TestATeacherSeesWhoGetsLonger(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	for _, name := range []string{"Ana", "Ben", "Cleo", "Dov"} {
		s.student(name)
	}
	if _, err := s.db().Exec(`UPDATE student SET extra_time = 25 WHERE name <> 'Dov'`); err != nil {
		t.Fatal(err)
	}
	form := s.owner.open(newWork + "?handed=quiz&from=" + s.course.Lessons[2].ID).says("Ana (25%), Ben (25%)").
		form(newWork)
	s.owner.send(form, "do", "look", "closes", "2026-09-01T09:40", "minutes", "40").
		says("Ana and 2 others get longer: it closes for them today at 09:50.")
	a := s.thursday(t, s.course.Lessons[2].ID, 3) // open for forty minutes from 08:01
	a = s.handOut(t, a)
	path := fmt.Sprintf("/classes/%d/work/%d", s.class, a.ID)
	page := s.owner.open(path).says("Ana and 2 others get longer: it closes for them today at 08:51.")
	grant := page.form(path).with("do", "granted", "until", "2026-09-01T08:30", "student", "4")
	s.owner.post(path, grant).want(http.StatusUnprocessableEntity).says("It is open for everybody until then.")
	grant.Set("until", "2026-09-01T09:30")
	s.owner.post(path, grant).want(http.StatusSeeOther)
	s.owner.open(path).says("Dov gets longer: it closes for them today at 09:30.")
}

// An essay can be kept open for one student too, and a lesson that the class cannot read is said to be hidden.
func TestLessonsAndEssaysAreHandedOut(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	hand := func(way string) (here string) {
		t.Helper()
		form := s.owner.open(newWork + way).form(newWork)
		return s.owner.send(form, "do", "hand-out", "closes", "2026-09-01T09:00").want(http.StatusSeeOther).to()
	}
	essay, _, _ := strings.Cut(hand("?handed=bench&subject="+s.course.Benches[0].ID), "?")
	grant := s.owner.open(essay).says("Mark the essays").hides("One more attempt").form(essay)
	s.owner.send(grant, "do", "granted", "until", "2026-09-01T10:00", "student", "1").want(http.StatusSeeOther)
	s.owner.open(essay).says("Ana gets longer: it closes for them today at 10:00.")

	lesson := s.course.Lessons[4].ID
	lessons := fmt.Sprintf("/classes/%d/lessons", s.class)
	s.owner.open(newWork + "?handed=lesson&subject=" + lesson).hides("This lesson is hidden")
	read := hand("?handed=lesson&subject=" + lesson)
	s.owner.send(s.owner.open(lessons).form(lessons), "upto", s.course.Lessons[3].ID).want(http.StatusSeeOther)
	s.owner.open(read).says("This lesson is hidden from the class.")
	s.owner.open(newWork + "?handed=lesson&subject=" + lesson).says("This lesson is hidden from the class.")
}

// The page of a student says how far they are with what was handed out, and what is not marked is no number.
func TestTheWorkOfAStudent(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	student := fmt.Sprintf("/classes/%d/students/1", s.class)
	s.owner.open(student).hides("Work that was handed out")
	a := s.handOut(t, s.thursday(t, s.course.Lessons[2].ID, 3))
	s.owner.open(student).says("Work that was handed out").says("Thursday's quiz").says("Not open yet")
	s.clock.pass(time.Minute)
	s.takesTest(t, ana, fmt.Sprint(a.ID))
	var marks float64
	for _, task := range a.Questions {
		marks += task.OutOf
	}
	all := views.Number(marks)
	s.owner.open(student).says("Work that was handed out: 1 of 1 in").says("Handed in").says(all + " of " + all)
	s.owner.open(fmt.Sprintf("/classes/%d", s.class)).says("Lessons and their quizzes are practice.")
	gone := s.handOut(t, classroom.Assignment{Class: a.Class, Title: "Gone", Handed: classroom.HandedLesson,
		Subject: s.course.Lessons[0].ID, Results: classroom.ResultsAtOnce})
	if err := s.store.WithdrawAssignment(t.Context(), 1, a.Class, gone.ID, true); err != nil {
		t.Fatal(err)
	}
	s.owner.open(student).hides("Gone")
}
