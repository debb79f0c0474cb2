package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"
)

// TestF3GroupsInTwoWindows: a window that was opened early changes what was changed in it, and takes nothing back that
// another has done since.
func TestF3GroupsInTwoWindows(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ids := map[string]string{}
	for _, name := range []string{"Ana", "Ben", "Cem", "Dina"} {
		s.student(name)
		ids[name] = fmt.Sprint(one[int](s, `SELECT id FROM student WHERE name = ?1`, name))
	}
	path := fmt.Sprintf("/classes/%d/groups", s.class)
	send := func(f form, name string, members ...string) *page {
		fields := f.with("do", "keep", "name", name)
		delete(fields, "student")
		for _, m := range members {
			fields.Add("student", ids[m])
		}
		return s.owner.post(path, fields)
	}
	group := func() form {
		forms := s.owner.open(path).doc.forms()
		return forms[slices.IndexFunc(forms, func(f form) bool { return f.fields.Get("group") == "1" })]
	}
	stands := func(want string) {
		t.Helper()
		if got := one[string](s, `SELECT g.name || ': ' || (SELECT group_concat(name, ' ') FROM (SELECT st.name
			FROM group_member m JOIN student st ON st.id = m.student_id WHERE m.group_id = g.id ORDER BY st.name))
			FROM student_group g`); got != want {
			t.Errorf("the group is %q, want %q", got, want)
		}
	}
	send(s.owner.open(path).form(path), "Late", "Ana", "Ben").want(http.StatusSeeOther)
	early := group()
	send(group(), "Later", "Ana", "Ben", "Cem").want(http.StatusSeeOther)
	send(early, "Late", "Ana", "Dina").want(http.StatusSeeOther)
	stands("Later: Ana Cem Dina")
	again := send(group(), " ", "Ana").want(http.StatusUnprocessableEntity) // its page still knows what was shown
	early = again.form(path)
	for _, f := range again.doc.forms() {
		if f.fields.Get("group") == "1" {
			early = f
		}
	}
	send(group(), "Later", "Ana", "Ben", "Cem", "Dina").want(http.StatusSeeOther)
	send(early, "Latest", early.membersOf(ids)...).want(http.StatusSeeOther)
	stands("Latest: Ana Ben")
}

// membersOf lists the names of the students who are ticked in a form.
func (f form) membersOf(ids map[string]string) (names []string) {
	for name, id := range ids {
		if slices.Contains(f.fields["student"], id) {
			names = append(names, name)
		}
	}
	return names
}

// TestF3LessonsInTwoWindows is the same for the lessons that a class may read.
func TestF3LessonsInTwoWindows(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	path := fmt.Sprintf("/classes/%d/lessons", s.class)
	id := func(n int) string { return s.course.Lessons[n].ID }
	without := func(f form, lesson string) url.Values {
		fields := f.with()
		fields["open"] = slices.DeleteFunc(fields["open"], func(v string) bool { return v == lesson })
		return fields
	}
	early := s.owner.open(path).form(path)
	s.owner.post(path, without(early, id(1))).want(http.StatusSeeOther)
	s.owner.post(path, without(early, id(2))).want(http.StatusSeeOther)
	hidden := func() string {
		return one[string](s, `SELECT coalesce(group_concat(lesson, ' '), '') FROM (SELECT lesson FROM hidden_lesson
			ORDER BY lesson)`)
	}
	both := []string{id(1), id(2)}
	slices.Sort(both)
	if want := both[0] + " " + both[1]; hidden() != want {
		t.Errorf("hidden are %q, want %q", hidden(), want)
	}
	fields := early.with("upto", id(len(s.course.Lessons)-1))
	s.owner.post(path, fields).want(http.StatusSeeOther)
	if hidden() != "" {
		t.Errorf("after all were opened, hidden are %q", hidden())
	}
	fields = early.with("upto", "no such lesson")
	s.owner.post(path, fields).want(http.StatusNotFound)
	fields = early.with()
	fields.Add("shown", "a lesson that the course has lost since")
	s.owner.post(path, fields).want(http.StatusSeeOther)
	if hidden() != "" {
		t.Errorf("hidden are %q, though the course has no such lesson", hidden())
	}
}
