package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dossier/internal/classroom"
)

// The list of teachers comes page by page, by name, and finds a teacher by the beginning of any word of the name.
func TestStaffComesInPages(t *testing.T) {
	s := newSchool(t)
	for i, name := range []string{"zoe", "ann lee", "100% bob", "leela", "o'neil_x"} {
		s.newTeacher(name, 40+i)
	}
	left := s.newTeacher("lea", 60)
	s.must(s.RemoveTeacher(t.Context(), s.teacher, left))
	for _, test := range []struct {
		found       string
		skip, limit int
		want        string
		total       int
	}{
		{"", 0, 10, "100% bob, ann lee, leela, o'neil_x, Owner, zoe", 6},
		{"", 0, 2, "100% bob, ann lee", 6},
		{"", 2, 3, "leela, o'neil_x, Owner", 6},
		{"", 6, 3, "", 6},
		{"le", 0, 10, "ann lee, leela", 2},
		{"le", 1, 10, "leela", 2},
		{"ann l", 0, 10, "ann lee", 1},
		{"eela", 0, 10, "", 0},
		{"10", 0, 10, "100% bob", 1},
		{"%", 0, 10, "", 0},
		{"1_0", 0, 10, "", 0},
		{"o'neil_", 0, 10, "o'neil_x", 1},
		{"!", 0, 10, "", 0},
	} {
		staff, total, err := s.Staff(t.Context(), test.found, test.skip, test.limit)
		s.must(err)
		if got := strings.Join(namesOf(staff), ", "); got != test.want || total != test.total {
			t.Errorf("%q after %d: got %s of %d, want %s of %d", test.found, test.skip, got, total, test.want, test.total)
		}
	}
}

// Everybody on a page has all their classes.
func TestStaffHaveTheirClasses(t *testing.T) {
	s := newSchool(t)
	lee := s.newTeacher("lee", 40)
	for n := range 3 {
		_, err := s.CreateClass(t.Context(), lee, fmt.Sprint("9", n), fmt.Sprint("CCCCC", n), s.form())
		s.must(err)
	}
	staff, _, err := s.Staff(t.Context(), "", 0, 1)
	s.must(err)
	var names []string
	for _, c := range staff[0].Classes {
		names = append(names, fmt.Sprint(c.Name, c.Alone))
	}
	if want := []string{"10Bfalse", "90true", "91true", "92true"}; !slices.Equal(names, want) {
		t.Errorf("the first has %q, want %q", names, want)
	}
}

// The numbers of the school follow whoever comes, moves and goes.
func TestSchoolNumbers(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	numbers := func(want string) {
		t.Helper()
		n, err := s.SchoolNumbers(ctx)
		s.must(err)
		if got := fmt.Sprint(n.Teachers, n.Classes, n.Students, n.Guests, n.Answers); got != want {
			t.Errorf("teachers, classes, students, guests and answers are %s, want %s", got, want)
		}
		s.countedRight()
	}
	numbers("1 1 0 0 0")
	ana, guest := s.join("ana", 1, 0), s.guest(2)
	s.finish(ana, 1, 2)
	numbers("1 1 1 1 2")
	s.join("ben", 3, guest)
	numbers("1 1 2 0 2")
	marker, class := s.newTeacher("marker", 40), s.otherClass()
	numbers("2 2 2 0 2")
	s.must(s.RemoveTeacher(ctx, s.teacher, marker))
	s.must(s.EraseStudents(ctx, s.teacher, s.class, []classroom.StudentID{ana}))
	s.must(s.DeleteClass(ctx, s.teacher, class, nil))
	numbers("1 1 1 0 0")
}

// countedRight counts everybody and compares. Every test of a school ends with it.
func (s *school) countedRight() {
	s.t.Helper()
	rows, err := s.Reader().QueryContext(context.Background(), `SELECT what, n, CASE what
		WHEN 'student' THEN (SELECT count(*) FROM student WHERE class_id IS NOT NULL)
		WHEN 'guest' THEN (SELECT count(*) FROM student WHERE class_id IS NULL)
		WHEN 'teacher' THEN (SELECT count(*) FROM teacher WHERE left_at IS NULL)
		WHEN 'class' THEN (SELECT count(*) FROM class) END FROM school_count`)
	s.must(err)
	defer rows.Close()
	for rows.Next() {
		var what string
		var kept, there int
		s.must(rows.Scan(&what, &kept, &there))
		if kept != there {
			s.t.Errorf("%s: %d are counted, and there are %d", what, kept, there)
		}
	}
	s.must(rows.Err())
}
