package web_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dossier/docs"
	"dossier/internal/classroom"
)

// sings counts how often a word stands in the files of the data folder.
func (s *site) sings(word string) (n int) {
	s.t.Helper()
	err := filepath.WalkDir(s.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		n += bytes.Count(bytes.ToLower(data), []byte(strings.ToLower(word)))
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return n
}

// B13 through the pages: a student is erased by their teacher, and neither the files nor the log have a trace of them.
func TestB13EraseAStudent(t *testing.T) {
	t.Parallel()
	const canary = "Canaria"
	s := newSite(t).setUp()
	ana, ben := s.student(canary), s.student("Ben")
	ana.takeQuiz(s.course.Lessons[0].ID, always)
	s.handsIn(canary, answerText+" "+canary+" wrote this.")
	s.mark(canary)
	s.handsIn("Ben", answerText)
	for _, file := range []string{"pack.zip", "essays.csv"} {
		s.owner.get(s.takes(file)).want(http.StatusOK)
	}
	student := fmt.Sprintf("/classes/%d/roster/%d", s.class, s.pupil(canary))
	s.owner.send(s.owner.open(s.studentAt(canary)+"/settings").form(s.studentAt(canary)+"/note"), "note",
		canary+" at home").want(http.StatusSeeOther)
	s.owner.open(student).says("Removing takes a student off the list").says("Erase for good…")
	p := s.owner.open(student + "/erase").says("1 essay").says("the private note").says("for eight weeks at most")
	f := p.form(student + "/erase")
	for _, row := range []struct{ name, pass, says string }{
		{"", passphrase, "That is not the name of this student."},
		{"Ben", passphrase, "That is not the name of this student."},
		{canary, "", "Type your passphrase."},
		{canary, "wrong", "That is not your passphrase."},
	} {
		p := s.owner.send(f, "name", row.name, "pass", row.pass).want(http.StatusUnprocessableEntity).says(row.says)
		if got := p.form(f.action).fields.Get("name"); got != row.name {
			t.Errorf("what was typed is lost: %q", got)
		}
	}
	if s.sings(canary) == 0 {
		t.Fatal("the canary does not sing before it is erased")
	}
	to := s.owner.send(f, "name", " canaria ", "pass", passphrase).want(http.StatusSeeOther).to()
	s.owner.open(to).says("The student is erased for good: the answers are gone.").
		says("The last traces in the file go as soon as nobody is writing.").says("Ben").hides(canary)
	s.owner.send(f, "name", canary, "pass", passphrase).want(http.StatusSeeOther) // a second click
	if wiped, err := s.store.Wipe(t.Context()); err != nil || !wiped {
		t.Fatalf("wiped: %v (%v)", wiped, err)
	}
	if n := s.sings(canary); n != 0 {
		t.Errorf("the canary sings %d times in the files", n)
	}
	if strings.Contains(s.log.String(), canary) {
		t.Error("the canary sings in the log")
	}
	ana.open("/").hides(canary)
	ana.get("/me").want(http.StatusNotFound)
	ben.open("/me/days")
	s.owner.get(student + "/erase").want(http.StatusNotFound)
	if n := one[int](s, `SELECT count(*) FROM essay`); n != 1 {
		t.Errorf("%d essays are left, want Ben's", n)
	}
	for action, want := range map[string]int{"erase student": 1, "take away pack.zip": 1, "take away essays.csv": 1} {
		if n := one[int](s, `SELECT count(*) FROM audit WHERE action = '`+action+`'`); n != want {
			t.Errorf("the record has %q %d times, want %d", action, n, want)
		}
	}
}

// What somebody is told is stored about them is what is stored, and no more than they may see.
func TestMyData(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ana := s.student("Ana")
	page := ana.open("/me/data").says("Ana").says(className).says("since 1 September 2026").says("1 browser").
		hides("answers with").hides("saved text").says("for 13 months")
	if len(page.doc.class("stored")) != 2 {
		t.Error("the lists are missing")
	}
	ana.takeQuiz(s.course.Lessons[0].ID, always)
	s.handsIn("Ana", answerText)
	owner, id := s.mark("Ana")
	s.owner.send(s.owner.open(s.studentAt("Ana")+"/settings").form(s.studentAt("Ana")+"/note"), "note",
		"canary about a home").want(http.StatusSeeOther)
	ana.open("/me/data").says("10 answers").says("piece of written work").hides("canary").hides("marked work")
	if err := s.store.ReturnEssays(t.Context(), owner, []classroom.EssayID{id}); err != nil {
		t.Fatal(err)
	}
	ana.open("/me/data").says("1 piece of marked work")
	ana.open("/me").says("Your data").says("What Dossier knows about you")
	ana.get("/me/pack").want(http.StatusOK)
	s.guest().open("/me/data").says("No name").says("Until 90 days after your last visit").hides("Your PIN")
}

// The page for parents says what the file for parents says.
func TestPrivacyPage(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	p := s.visitor().open("/privacy")
	for _, b := range docs.Privacy() {
		for _, text := range append(b.Items, b.Text) {
			p.says(text)
		}
	}
	s.student("Ana").open("/privacy")
	s.owner.open("/privacy")
}

// A class that nobody has used for 400 days is asked about, and can be kept, erased, or kept without names.
func TestClassesThatAreDue(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	s.owner.open("/classes").hides("was last used")
	s.clock.pass(401 * 24 * hour)
	s.owner = s.visitor().signIn(ownerName)
	class := fmt.Sprintf("/classes/%d", s.class)
	p := s.owner.open("/classes").says("was last used 13 months ago")
	to := s.owner.send(p.form(class + "/keep")).want(http.StatusSeeOther).to()
	s.owner.open(to).says("The class is kept.").hides("was last used")
	s.clock.pass(401 * 24 * hour)
	s.owner = s.visitor().signIn(ownerName)
	p = s.owner.open("/classes").says("was last used 26 months ago")
	if !strings.Contains(p.body, class+"/delete") || !strings.Contains(p.body, class+"/take-away") {
		t.Error("a way out is missing")
	}
	f := s.owner.open(class + "/anonymise").says("1 student becomes").form(class + "/anonymise")
	s.owner.send(f, "class", "10C", "pass", passphrase).want(http.StatusUnprocessableEntity).
		says("That is not the name of this class.")
	s.owner.send(f, "class", className, "pass", "wrong").want(http.StatusUnprocessableEntity).
		says("That is not your passphrase.")
	to = s.owner.send(f, "class", className, "pass", passphrase).want(http.StatusSeeOther).to()
	s.owner.open(to).says("The names are out of the class.").says("In the archive")
	s.owner.open(class + "/roster").says("Student 1").hides("Ana")
	// Nobody comes in as one of them.
	b := s.visitor()
	b.open("/join")
	b.post("/join/"+plain(s.code)+"/enter", url.Values{"csrf": {s.csrf(b)}, "name": {"Student 1"}, "pin": {pin}}).
		want(http.StatusUnprocessableEntity)
	if n := one[int](s, `SELECT count(*) FROM session WHERE student_id IS NOT NULL`); n != 0 {
		t.Errorf("%d students are signed in", n)
	}
}
