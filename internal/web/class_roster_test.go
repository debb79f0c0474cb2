package web_test

import (
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"dossier/internal/store"
)

// removes removes a student of the first class.
func (s *site) removes(name string) {
	s.t.Helper()
	here := s.rosterOf(s.class)
	p := s.owner.open(fmt.Sprintf("%s/%d", here, one[int64](s, `SELECT id FROM student WHERE name = ?`, name)))
	s.owner.send(p.form(here + "/remove")).want(http.StatusSeeOther)
}

// sweep forgets what has run out, as the program does once an hour.
func (s *site) sweep() {
	s.t.Helper()
	if _, err := s.store.Sweep(s.t.Context(), store.Before{}); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) rosterOf(class int64) string { return fmt.Sprintf("/classes/%d/roster", class) }

// names are the students on the page of the list.
func (s *site) names(class int64) string {
	s.t.Helper()
	var names []string
	for _, head := range s.owner.open(s.rosterOf(class)).doc.tags("tbody") {
		for _, name := range head.tags("th") {
			names = append(names, name.words())
		}
	}
	return strings.Join(names, "|")
}

// undo takes back what was done last.
func (s *site) undo() *page {
	s.t.Helper()
	here := s.rosterOf(s.class)
	return s.owner.send(s.owner.open(here).form(here + "/undo"))
}

// adds pastes a list, looks at it and confirms.
func (s *site) adds(list string, pairs ...string) *page {
	s.t.Helper()
	add := s.rosterOf(s.class) + "/add"
	p := s.owner.send(s.owner.open(add).form(add), "text", list, "do", "look").want(http.StatusOK)
	return s.owner.send(p.form(add), append([]string{"do", "add"}, pairs...)...)
}

func TestNamesArePasted(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Zoe")
	add := s.rosterOf(s.class) + "/add"
	list := "Odeh, Miriam\nzoé\nBen\nBen\n...\n"
	p := s.owner.send(s.owner.open(add).form(add), "text", list, "do", "look").want(http.StatusOK).
		says("2 new · 1 there already and unchanged · 2 with a problem").says("Miriam Odeh").says("from “Odeh, Miriam”").
		says("Line 4 “Ben” · Line 3 has the same name.").says("Line 5 “...” · A name needs at least one letter").
		says("Add 2 students")
	if n := one[int](s, `SELECT count(*) FROM student`); n != 1 {
		t.Fatalf("%d students after a look", n)
	}
	f := p.form(add)
	again := s.owner.send(f, "do", "add").want(http.StatusUnprocessableEntity).says("Nothing was stored.")
	if again.form(add).fields.Get("text") == "" {
		t.Error("the list is lost")
	}
	s.owner.send(f, "do", "add", "text", list+"Eve\n", "skip", "yes").want(http.StatusUnprocessableEntity).
		says("the list or the class has changed")
	for range 2 { // a form that is sent twice adds once
		s.owner.send(f, "do", "add", "skip", "yes").want(http.StatusSeeOther)
	}
	if got := s.names(s.class); got != "Ben|Miriam Odeh|Zoe" {
		t.Errorf("the class has %s", got)
	}
	s.owner.open(s.rosterOf(s.class)).says("no PIN yet").says("not yet")
	enter := "/join/" + plain(s.code) + "/enter"
	b := s.visitor() // the first who comes chooses the PIN
	b.send(b.pinPage(s.code, "MIRIAM odeh").form(enter), "pin", pin).want(http.StatusSeeOther)
	b.open("/me").says("Miriam Odeh")
	late := s.visitor()
	late.send(late.pinPage(s.code, "Miriam Odeh").form(enter), "pin", "739106").want(http.StatusUnprocessableEntity)
	for _, bad := range []string{"", " \n\n", "Name,PIN\n"} {
		s.owner.post(add, url.Values{"csrf": {s.csrf(s.owner)}, "text": {bad}, "do": {"look"}}).
			want(http.StatusUnprocessableEntity).says("Paste the names, or choose a file.")
	}
	s.adds("Ben").want(http.StatusUnprocessableEntity).says("There is nothing to add or to change.")
}

// PINs that are made stand on slips and nowhere else, and a page that is loaded again shows the same ones.
func TestPINsAreMade(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	add := s.rosterOf(s.class) + "/add"
	list := "name;pin\nAna;\nBen;482915\n"
	p := s.owner.send(s.owner.open(add).form(add), "text", list, "do", "look").want(http.StatusOK)
	f := p.form(add)
	slips := s.owner.send(f, "do", "add", "pins", "made").want(http.StatusOK).says("Ana").says("482915")
	if again := s.owner.send(f, "do", "add", "pins", "made").want(http.StatusOK); again.doc.id("main").words() !=
		slips.doc.id("main").words() {
		t.Error("the slips are others when the page is loaded again")
	}
	made := regexp.MustCompile(`\b\d{6}\b`).FindAllString(slips.doc.id("main").words(), -1)
	if len(made) != 2 {
		t.Fatalf("the slips have the PINs %q", made)
	}
	for table, rows := range s.dump() {
		if strings.Contains(strings.Join(rows, "\n"), made[0]) {
			t.Errorf("the PIN stands in %s", table)
		}
	}
	b := s.visitor()
	b.send(b.pinPage(s.code, "Ana").form("/join/"+plain(s.code)+"/enter"), "pin", made[0]).want(http.StatusSeeOther)
}

// What is downloaded and read in again changes nothing, whatever the names.
func TestDownloadedAndReadInAgain(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	var list strings.Builder
	for _, name := range []string{"=1+1", "'=x", "+A", "-B", "@C", "'quoted", `say ""hi""`, "a, b", "c; d", "<b>e",
		"Zoë"} {
		fmt.Fprintf(&list, "\"%s\"\n", name)
	}
	s.adds("name\n" + list.String()).want(http.StatusSeeOther)
	if n := one[int](s, `SELECT count(*) FROM student`); n != 11 {
		t.Fatalf("%d students, want 11", n)
	}
	here := s.rosterOf(s.class)
	file := s.owner.get(here + "/file").want(http.StatusOK)
	_, params, err := mime.ParseMediaType(file.header.Get("Content-Disposition"))
	if err != nil || params["filename"] != "10b-history_roster_"+s.clock.now().In(time.Local).Format("2006-01-02_1504")+
		".csv" {
		t.Errorf("the file is called %q (%v)", params["filename"], err)
	}
	before := s.dump()
	fields := url.Values{"csrf": {s.csrf(s.owner)}, "do": {"look"}, "form": {"0123456789abcdef0123456789abcdef"}}
	s.owner.sendFiles(here+"/add", fields, map[string]string{"list.csv": file.body}).want(http.StatusOK).
		says("11 there already and unchanged").says("There is nothing to change.")
	if changed := differ(before, s.dump()); len(changed) > 0 {
		t.Errorf("a look changed %v", changed)
	}
	s.owner.sendFiles(here+"/add", fields, map[string]string{"list.xlsx": "PK\x03\x04"}).
		want(http.StatusUnprocessableEntity).says("save it as CSV")
	s.owner.sendFiles(here+"/add", fields, map[string]string{"list.csv": strings.Repeat("x", 9<<20)}).
		want(http.StatusRequestEntityTooLarge)
	b := s.student("Ana")
	fields.Set("csrf", s.csrf(b))
	b.sendFiles(here+"/add", fields, map[string]string{"list.csv": "Ben"}).want(http.StatusNotFound)
}

func TestANameIsCorrected(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Yussuf")
	s.student("Ben")
	here := s.rosterOf(s.class)
	student := fmt.Sprintf("%s/%d", here, one[int64](s, `SELECT id FROM student WHERE name = 'Yussuf'`))
	f := s.owner.open(student).form(student)
	for typed, want := range map[string]string{"  ": "Type a name.",
		"BEN":                   "This class already has a student called “BEN”.",
		strings.Repeat("x", 41): "at most 40 characters"} {
		p := s.owner.send(f, "name", typed).want(http.StatusUnprocessableEntity).says(want)
		if p.form(student).fields.Get("name") != typed {
			t.Errorf("%q is lost", typed)
		}
	}
	s.owner.send(f, "name", "Yusuf").want(http.StatusSeeOther)
	b.open("/me").says("Yusuf").hides("Yussuf")
	s.owner.open(here).says("Yussuf was renamed Yusuf at " + s.clock.now().In(time.Local).Format("15:04"))
	s.undo().want(http.StatusSeeOther)
	b.open("/me").says("Yussuf")
	if got := s.names(s.class); got != "Ben|Yussuf" {
		t.Errorf("the class has %s", got)
	}
}

// One form sets so many PINs, on whichever page it stands, and no more.
func TestSixtyPINsAtOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	var names []string
	for i := range 61 {
		names = append(names, fmt.Sprintf("Student %c%c", 'A'+i/26, 'a'+i%26))
	}
	const said = "Dossier can set the PINs of 60 students at once, and these are 61."
	list := strings.Join(names, "\n")
	s.adds(list, "pins", "made").want(http.StatusUnprocessableEntity).says(said)
	s.adds("Name, PIN\n" + strings.Join(names, ", 482915\n") + ", 482915").want(http.StatusUnprocessableEntity).says(said)
	s.adds(list).want(http.StatusSeeOther)
	slips := fmt.Sprintf("/classes/%d/slips?pins=new", s.class)
	for _, id := range every[int64](s, `SELECT id FROM student`) {
		slips += fmt.Sprintf("&student=%d", id)
	}
	s.owner.get(slips).want(http.StatusUnprocessableEntity).says(said).plainly()
}

func TestStudentsAreMoved(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	s.student("Ben")
	to := s.owner.newClass("10C")
	s.visitor().join(s.owner.codeOf(to), "Ben", pin)
	here := s.rosterOf(s.class)
	ana := one[int64](s, `SELECT id FROM student WHERE name = 'Ana'`)
	ben := one[int64](s, `SELECT min(id) FROM student WHERE name = 'Ben'`)
	p := s.owner.open(fmt.Sprintf("%s/move?student=%d&student=%d", here, ana, ben)).says("Move 2 students")
	f := p.form(here + "/move")
	p = s.owner.send(f, "to", fmt.Sprint(to)).want(http.StatusUnprocessableEntity).
		says("That class already has a student called “Ben”.")
	if got := s.names(s.class); got != "Ana|Ben" {
		t.Errorf("the class has %s", got)
	}
	s.owner.send(p.form(here+"/move"), fmt.Sprintf("name.%d", ben), "Ben O").want(http.StatusSeeOther)
	if got := s.names(s.class) + " / " + s.names(to); got != " / Ana|Ben|Ben O" {
		t.Errorf("the classes have %s", got)
	}
	b.open("/me").says("10C")
	s.owner.open(here).says("Ana and 1 other were moved to 10C")
	s.undo().want(http.StatusSeeOther)
	if got := s.names(s.class) + " / " + s.names(to); got != "Ana|Ben / Ben" {
		t.Errorf("after the undo the classes have %s", got)
	}
	other := s.owner.post(here+"/move", url.Values{"csrf": {s.csrf(s.owner)}, "student": {fmt.Sprint(ana)}, "to": {"99"}})
	other.want(http.StatusNotFound)
}

func TestTwoBecomeOne(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	a, b := s.student("Ana"), s.student("Anna")
	a.takeQuiz(s.course.Lessons[0].ID, always)
	b.takeQuiz(s.course.Lessons[0].ID, always)
	here := s.rosterOf(s.class)
	ana, anna := one[int64](s, `SELECT id FROM student WHERE name = 'Ana'`), one[int64](s,
		`SELECT id FROM student WHERE name = 'Anna'`)
	p := s.owner.open(fmt.Sprintf("%s/merge?student=%d&student=%d", here, ana, anna))
	s.owner.send(p.form(here+"/merge"), "stays", fmt.Sprint(anna), "keeps", fmt.Sprint(ana)).want(http.StatusSeeOther)
	if got := s.names(s.class); got != "Anna" {
		t.Errorf("the class has %s", got)
	}
	if n := one[int](s, `SELECT count(DISTINCT student_id) FROM attempt`); n != 1 {
		t.Errorf("the attempts are of %d students", n)
	}
	a.get("/me").want(http.StatusNotFound)
	b.open("/me").says("Anna")
	s.student("Ana") // takes the name meanwhile
	s.undo().want(http.StatusConflict).says("Somebody else in the class is called “Ana” now.")
	s.removes("Ana")
	forms := s.owner.open(here).doc.forms()
	s.owner.send(forms[len(forms)-2]).want(http.StatusSeeOther) // the merge is below the removal, above the list
	if got := s.names(s.class); got != "Ana|Anna" {
		t.Errorf("the class has %s", got)
	}
}

func TestSeveralAreRemovedAndBroughtBack(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	b.takeQuiz(s.course.Lessons[0].ID, always)
	s.student("Ben")
	s.student("Cleo")
	here := s.rosterOf(s.class)
	ids := fmt.Sprintf("?student=%d&student=%d", one[int64](s, `SELECT id FROM student WHERE name = 'Ana'`),
		one[int64](s, `SELECT id FROM student WHERE name = 'Ben'`))
	p := s.owner.open(here + "/remove" + ids).says("Remove 2 students?").says("You can undo this for an hour.")
	s.owner.send(p.form(here + "/remove")).want(http.StatusSeeOther)
	if got := s.names(s.class); got != "Cleo" {
		t.Errorf("the class has %s", got)
	}
	s.owner.open(fmt.Sprintf("/classes/%d", s.class)).hides("Ana")
	b.get("/me").want(http.StatusNotFound)
	s.clock.pass(59 * minute)
	s.undo().want(http.StatusSeeOther)
	if got := s.names(s.class); got != "Ana|Ben|Cleo" {
		t.Errorf("the class has %s", got)
	}
	s.visitor().join(s.code, "Ana", pin).open("/me").says("Ana")
	s.removes("Cleo")
	p = s.owner.open(here)
	s.clock.pass(61 * minute)
	s.owner.signIn(ownerName)
	s.owner.post(here+"/undo", url.Values{"csrf": {s.csrf(s.owner)}, "step": p.form(here + "/undo").fields["step"]}).
		want(http.StatusConflict).says("more than an hour ago")
	for _, what := range []string{"move", "merge", "remove"} {
		s.owner.get(here + "/" + what).want(http.StatusUnprocessableEntity).plainly()
	}
}
