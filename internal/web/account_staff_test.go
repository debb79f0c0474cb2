package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"dossier/internal/classroom"
)

// manyTeachers adds teachers with a class each, "Teacher of 9001" and so on. They are as many as n in all.
func (s *site) manyTeachers(from, n int) {
	s.t.Helper()
	for i := from; i <= n; i++ {
		name, code := fmt.Sprintf("9%03d", i), fmt.Sprintf("T%05d", i)
		if _, err := s.store.CopyClass(s.t.Context(), classroom.ClassID(s.class), 0, name, code); err != nil {
			s.t.Fatal(err)
		}
	}
}

func TestManyTeachersComeInPages(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	s.owner.open("/account/teachers").hides("Name of a teacher").hides("Page 1")
	s.manyTeachers(1, 120)
	first := s.owner.open("/account/teachers").says("Teachers 1 to 50 of 121.").says("Page 1 of 3").hides(`rel="prev"`)
	if n := len(first.doc.class("things")[0].tags("li")); n != 50 {
		t.Errorf("the page has %d teachers, want 50", n)
	}
	second := s.owner.open("/account/teachers?page=2").says("Teachers 51 to 100 of 121.").says("Back").says("Next")
	if !second.leadsTo("/account/teachers") || !second.leadsTo("/account/teachers?page=3") {
		t.Error("the second page does not lead to the first and the third")
	}
	s.owner.open("/account/teachers?page=3").says("Teachers 101 to 121 of 121.").says("Teacher of 9120").
		hides(`rel="next"`)
	for _, page := range []string{"4", "999999999999999999", "99999999"} { // the list has got shorter
		s.owner.open("/account/teachers?page=" + page).says("Page ")
	}
	s.owner.open("/account/teachers?page=99").says("Page 3 of 3").says("Teacher of 9120")
	s.owner.open("/account/teachers?page=-1").says("Page 1 of 3")
}

func TestATeacherIsFoundByName(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	s.manyTeachers(1, 60)
	p := s.owner.open("/account/teachers?q=+905").says("10 teachers found.").says("Teacher of 9057").
		hides("Teacher of 9061").hides("Page 1")
	if !strings.Contains(p.body, `value="905"`) {
		t.Error("what was typed is gone")
	}
	s.owner.open("/account/teachers?q=TEACHER+of+905").says("10 teachers found.")
	s.owner.open("/account/teachers?q=of").says("Teachers 1 to 50 of 60.").says("Page 1 of 2")
	if next := s.owner.open("/account/teachers?q=of&page=2").says("Teacher of 9060"); !next.leadsTo(
		"/account/teachers?q=of") {
		t.Error("the way back has forgotten the name")
	}
	for _, none := range []string{"eacher", "%25", "-", strings.Repeat("x", 5000)} {
		s.owner.open("/account/teachers?q=" + none).says("No teacher here is called")
	}
	s.owner.open("/account/teachers?q=%E2%80%AE+").says("Teachers 1 to 50 of 61.")
	s.owner.open("/account/teachers?q=9007").form(fmt.Sprintf("/account/teachers/%d/link",
		one[int64](s, `SELECT id FROM teacher WHERE name = 'Teacher of 9007'`)))
}

// R13: the pages of the owner take no more queries, and get no longer, in a school three times as large.
func TestR13TheOwnersPagesStayAsTheyAre(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.student("Ana")
	var queries atomic.Int64
	s.store.Watch(func(string, []any) { queries.Add(1) })
	type cost struct {
		queries int64
		length  int
	}
	look := func() map[string]cost {
		costs := map[string]cost{}
		for _, path := range []string{"/account/teachers", "/account/teachers?page=2", "/account/teachers?q=901", "/owner",
			"/classes", fmt.Sprintf("/classes/%d", s.class)} {
			before := queries.Load()
			p := s.owner.get(path).want(http.StatusOK)
			costs[path] = cost{queries.Load() - before, len(p.body)}
		}
		return costs
	}
	s.manyTeachers(1, 100)
	look() // the first look keeps some of what it has read
	small := look()
	s.manyTeachers(101, 300)
	look()
	for path, large := range look() {
		if large.queries > small[path].queries || large.length > small[path].length+small[path].length/20 {
			t.Errorf("%s takes %d queries and %d bytes, and took %d and %d", path, large.queries, large.length,
				small[path].queries, small[path].length)
		}
	}
}
