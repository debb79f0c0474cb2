package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"dossier/internal/classroom"
)

// theirs are the parts of a path that belong to a class or set, not to the course.
var theirs = []string{":student", ":work", ":regrade", ":response", ":teacher"}

// A teacher finds nothing of another one by way of a class and a set of their own: not with its number in a path, nor
// in a field of a form, nor behind a question mark. The routes come from the table.
func TestB1NothingOfOthersThroughOnesOwnClass(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	w := populate(t, s)
	ana, err := s.store.Everything(t.Context(), classroom.StudentID(one[int64](s,
		`SELECT id FROM student WHERE name = 'Ana'`)))
	if err != nil {
		t.Fatal(err)
	}
	own := fmt.Sprint(one[int64](s, `SELECT id FROM class WHERE name = 'Other class'`))
	second, watch, walked := w.otherTeacher, s.watcher(), 0
	quiet := func(what string, p *page) {
		t.Helper()
		for _, secret := range []string{"Ana", "Leaver", className, "Trials", "Thursday"} {
			if p.doc != nil && strings.Contains(p.doc.id("main").words(), secret) {
				t.Errorf("%s says %q: %s", what, secret, p.excerpt())
			}
		}
		if p.status >= 500 {
			t.Errorf("%s: got status %d", what, p.status)
		}
	}
	for _, r := range s.server.Routes() {
		named := slices.ContainsFunc(theirs, func(part string) bool { return strings.Contains(r.Path, part) })
		if !named || !strings.HasPrefix(r.Path, "/classes/:class/") {
			continue
		}
		walked++
		path := w.path(strings.Replace(r.Path, ":class", own, 1))
		watch.look()
		p := second.get(path)
		if r.Method == http.MethodPost {
			p = second.post(path, url.Values{"csrf": {s.csrf(second)}, "do": {"withdrawn"}, "name": {"Taken"},
				"pass": {passphrase}})
		}
		if p.status != http.StatusNotFound {
			t.Errorf("%s %s: got status %d, want 404", r.Method, r.Path, p.status)
		}
		quiet(r.Method+" "+r.Path, p)
		if changed := watch.changed(); len(changed) > 0 {
			t.Errorf("%s %s has stored something in %v", r.Method, r.Path, changed)
		}
	}
	if walked < 25 {
		t.Errorf("only %d routes", walked)
	}

	class := "/classes/" + own
	other := fmt.Sprint(one[int64](s, `SELECT id FROM student WHERE name = 'Other'`))
	for _, row := range []struct {
		path   string
		fields url.Values
		may    string // what of their own may change by it
	}{
		{class + "/roster/remove", url.Values{"student": {w.pupil}}, ""},
		{class + "/roster/move", url.Values{"student": {w.pupil}, "to": {own}}, ""},
		{class + "/roster/move", url.Values{"student": {other}, "to": {w.class}}, ""},
		{class + "/roster/merge", url.Values{"student": {w.pupil, other}, "into": {w.pupil}, "from": {other}}, ""},
		{class + "/roster/merge", url.Values{"student": {other, w.pupil}, "into": {other}, "from": {w.pupil}}, ""},
		{class + "/roster/undo", url.Values{"step": {"1"}}, ""},
		{class + "/groups", url.Values{"do": {"keep"}, "name": {"A group"}, "student": {w.pupil}}, "student_group"},
		{class + "/slips/pins", url.Values{"student": {w.pupil}, "form": {"form-token-of-16"}}, ""},
		{class + "/let-in", url.Values{"student": {w.pupil}}, ""},
		{class + "/work/new", url.Values{"do": {"hand-out"}, "copy": {w.work}, "title": {"Copied"}}, ""},
		{class + "/work/new", url.Values{"do": {"hand-out"}, "title": {"Own"}, "q": {"own-" + w.ownQuestion}}, ""},
		{class + "/work/new", url.Values{"do": {"look"}, "title": {"Own"}, "shelf": {"set-" + w.set}}, ""},
		{class + "/unmatched/undo", url.Values{"acceptance": {"1"}}, ""},
		{"/marking/two-verdicts/return", url.Values{"essay": {w.essay}}, ""},
		{"/marking/two-verdicts/skills/sourcing", url.Values{"level." + w.essay: {"3"}, "rev." + w.essay: {"1"}}, ""},
		{"/sets/new", url.Values{"do": {"keep"}, "into": {w.set}, "text": {"Which?{=a ~b}"},
			"form": {"form-token-of-17"}}, ""},
		{"/sets/new", url.Values{"do": {"empty"}, "into": {w.set}, "form": {"form-token-of-18"}}, ""},
		{"/account/sessions/" + w.session + "/end", url.Values{}, ""},
	} {
		row.fields.Set("csrf", s.csrf(second))
		name := fmt.Sprintf("%s with %v", row.path, row.fields)
		watch.look()
		quiet(name, second.post(row.path, row.fields))
		for _, table := range watch.changed() {
			if table != row.may && table != "audit" {
				t.Errorf("%s has stored something in %s", name, table)
			}
		}
	}
	for _, path := range []string{"/roster/chosen?do=remove&student=", "/roster/chosen?do=move&student=",
		"/roster/remove?student=", "/roster/move?student=", "/roster/merge?student=" + other + "&student=", "/slips?student=",
		"/slips/pins?student=", "/work/new?copy=" + w.work + "&x=", "/work/new?from=" + w.work + "&x="} {
		quiet("GET "+path, second.get(class+path+w.pupil))
	}
	for _, path := range []string{"/marking?class=", "/marking/two-verdicts/returned?class=", "/marking/written?class=",
		"/print?class=", "/classes/show/" + w.question + "?class="} {
		quiet("GET "+path, second.get(path+w.class))
	}
	after, err := s.store.Everything(t.Context(), classroom.StudentID(one[int64](s,
		`SELECT id FROM student WHERE name = 'Ana'`)))
	if err != nil || !reflect.DeepEqual(ana, after) {
		t.Errorf("what is stored about Ana has changed (%v)", err)
	}
}
