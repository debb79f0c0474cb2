package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"dossier/internal/web"
)

// plantsDemo presses the button for an invented class and returns the path of that class.
func (b *browser) plantsDemo() string {
	b.t.Helper()
	return b.waits(b.post("/classes/demo", url.Values{"csrf": {b.site.csrf(b)}}))
}

// waits follows a job until it leads on, and returns where it leads.
func (b *browser) waits(p *page) string {
	b.t.Helper()
	for strings.HasPrefix(p.to(), "/jobs/") {
		path := p.to()
		for p = b.get(path); p.status == http.StatusOK; p = b.get(path) {
		}
	}
	return p.want(http.StatusSeeOther).to()
}

func TestAJobSaysHowFarItIs(t *testing.T) {
	t.Parallel()
	c, err := unchanged()
	if err != nil {
		t.Fatal(err)
	}
	s := startSite(t, c, t.TempDir(), &clock{at: morning}, func(cfg *web.Config) { cfg.Patience = 1 }).setUp()
	second := s.colleague()
	press := func() *page { return s.owner.post("/classes/demo", url.Values{"csrf": {s.csrf(s.owner)}}) }
	first := press()
	job := first.want(http.StatusSeeOther).to()
	if !strings.HasPrefix(job, "/jobs/") {
		t.Fatalf("the button leads to %s", job)
	}
	if again := press().to(); again != job {
		t.Errorf("pressed twice: %s and %s", job, again)
	}
	second.get(job).want(http.StatusNotFound)
	p := s.owner.get(job)
	for said := false; p.status == http.StatusOK; p = s.owner.get(job) {
		said = said || p.hasWords("done")
		p.says("Making the demo class")
		if !strings.Contains(p.body, `http-equiv="refresh"`) {
			t.Fatal("the page does not load itself again")
		}
	}
	class := p.want(http.StatusSeeOther).to()
	s.owner.get(class).want(http.StatusOK).says("Demo class")
	if n := one[int](s, `SELECT count(*) FROM class WHERE demo = 1`); n != 1 {
		t.Errorf("%d demo classes, want 1", n)
	}
}

func TestTheDemoClassFromButtonToRemoval(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	offered := func() bool { return strings.Contains(s.owner.open("/classes").body, `action="/classes/demo"`) }
	if !offered() {
		t.Error("a teacher without students is not offered an invented class")
	}
	before := s.counted()
	class := s.owner.plantsDemo()
	if again := s.owner.plantsDemo(); again != class {
		t.Errorf("the second press leads to %s, the first to %s", again, class)
	}
	if n := one[int](s, `SELECT count(*) FROM class WHERE demo = 1`); n != 1 {
		t.Errorf("there are %d demo classes, want 1", n)
	}
	for _, check := range []string{`SELECT "table" FROM pragma_foreign_key_check`,
		`SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'`} {
		if found := every[string](s, check); len(found) > 0 {
			t.Errorf("%s: %v", check, found)
		}
	}
	if offered() {
		t.Error("a teacher with an invented class is offered another one")
	}
	for _, path := range []string{class, class + "/live", class + "/unmatched", class + "/join-screen", "/marking",
		"/marking/written", "/marking/written?all=1"} {
		s.owner.get(path).want(http.StatusOK)
	}
	for _, id := range every[int64](s, `SELECT st.id FROM student st JOIN class c ON c.id = st.class_id WHERE demo = 1`) {
		p := s.owner.open(fmt.Sprintf("%s/students/%d", class, id))
		if !strings.Contains(p.body, "An invented class.") {
			t.Fatal("a page of a student of the class does not say that it is invented")
		}
	}
	for _, id := range every[int64](s, `SELECT e.id FROM essay e WHERE e.state NOT IN ('draft', 'self_assessed')`) {
		s.owner.open(fmt.Sprintf("/marking/essays/%d", id))
	}
	for _, path := range []string{"/marking/two-verdicts/skills/sourcing", "/marking/two-verdicts/returned",
		"/marking/two-verdicts/moderation"} {
		s.owner.open(path)
	}
	s.owner.open(class + "/evidence/two-verdicts")
	said := 0
	for _, l := range s.course.Lessons {
		list := class + "/questions?lesson=" + l.ID
		if s.owner.open(list).hasWords("The reliability of their results (an intraclass correlation) is") {
			said++
			s.owner.open(list + "&present=1").hides("intraclass")
		}
	}
	if said == 0 {
		t.Error("no page says how far the totals of a quiz can be trusted")
	}
	blind := s.course.Blind
	for lesson, says := range map[string]bool{blind.Lesson.ID: true, s.course.Lessons[1].ID: false} {
		p := s.owner.open(class + "/questions?lesson=" + lesson)
		if said := p.hasWords("What the class said of the text without its writer"); said != says {
			t.Errorf("the questions of %s tell what the class believes: %t, want %t", lesson, said, says)
		}
	}
	nobody := fmt.Sprintf("/classes/%d/questions?lesson=%s", s.class, blind.Lesson.ID)
	if s.owner.open(nobody).hasWords("at the beginning") {
		t.Error("a class of nobody believes something")
	}
	s.looksAsStudent(class)
	for range 2 {
		s.owner.waits(s.owner.post(class+"/demo/remove", url.Values{"csrf": {s.csrf(s.owner)}}))
	}
	if after := s.counted(); after != before {
		t.Errorf("rows before:\n%s\nand after:\n%s", before, after)
	}
	if !offered() {
		t.Error("after the removal no new one is offered")
	}
}

// looksAsStudent enters as the banner says, and opens the pages of a student.
func (s *site) looksAsStudent(class string) {
	s.t.Helper()
	banner := s.owner.open(class).doc.class("demo")[0].words()
	said := regexp.MustCompile(`code (\S+) ?, name (\S+) ?, PIN (\d{6})`).FindStringSubmatch(banner)
	if said == nil {
		s.t.Fatalf("the banner does not say how to enter: %q", banner)
	}
	amara := s.visitor().join(said[1], said[2], said[3])
	for _, path := range []string{"/", "/me", "/bench", "/bench/two-verdicts", "/bench/two-verdicts/look",
		"/bench/two-verdicts/know", "/bench/two-verdicts/pick", "/bench/two-verdicts/plan", "/bench/two-verdicts/write",
		"/bench/two-verdicts/hand-in", "/bench/two-verdicts/feedback", "/bench/two-verdicts/texts",
		"/bench/two-verdicts/calibrate"} {
		if p := amara.get(path); p.status != http.StatusOK && p.status != http.StatusSeeOther {
			s.t.Errorf("%s as the invented student: %d", path, p.status)
		}
	}
	for _, id := range every[int64](s, `SELECT a.id FROM attempt a JOIN student st ON st.id = a.student_id
		WHERE st.name = 'Amara' AND a.kind = 'quiz'`) {
		amara.open(fmt.Sprintf("/attempts/%d/result", id))
		for n := range 10 {
			amara.open(fmt.Sprintf("/attempts/%d/questions/%d", id, n+1))
		}
	}
	for _, l := range s.course.Lessons {
		for _, section := range l.Sections {
			amara.open(fmt.Sprintf("/lessons/%s/%s", l.ID, section.ID))
		}
	}
	amara.post("/sign-out", url.Values{"csrf": {s.csrf(amara)}})
}

// counted counts the rows of every table that keeps people or their work.
func (s *site) counted() string {
	s.t.Helper()
	var out strings.Builder
	for _, table := range every[string](s, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'goose_%'
		AND name NOT LIKE 'sqlite_%' ORDER BY name`) {
		fmt.Fprintf(&out, "%s %d\n", table, one[int](s, `SELECT count(*) FROM "`+table+`"`))
	}
	return out.String()
}

func TestARealClassIsNoDemo(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	class := fmt.Sprintf("/classes/%d", s.class)
	if n := one[int](s, `SELECT count(*) FROM student WHERE name = 'Ana'`); n != 1 {
		t.Error("a real class was removed as a demo")
	}
	if p := s.owner.open(class); strings.Contains(p.body, "An invented class.") {
		t.Error("a real class is called invented")
	}
}

// every is one for queries with any number of rows.
func every[T any](s *site, query string, args ...any) (values []T) {
	s.t.Helper()
	db := s.db()
	defer db.Close()
	rows, err := db.QueryContext(s.t.Context(), query, args...)
	if err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var v T
		if err := rows.Scan(&v); err != nil {
			s.t.Fatal(err)
		}
		values = append(values, v)
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	return values
}
