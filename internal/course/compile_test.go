package course_test

import (
	"testing"

	"dossier/internal/course"
)

// builtIn compiles the course that the program comes with.
func builtIn(t testing.TB) *course.Course {
	t.Helper()
	content, err := course.Open("")
	if err != nil {
		t.Fatal(err)
	}
	c, findings := course.Compile(content)
	if errs := course.Errors(findings); len(errs) > 0 {
		t.Fatal(errs)
	}
	return c
}

// withKinds is the built-in course with a question of each kind that works with sources laid over it.
func withKinds(t testing.TB) *course.Course {
	t.Helper()
	content, err := course.Open("testdata/kinds")
	if err != nil {
		t.Fatal(err)
	}
	c, findings := course.Compile(content)
	for _, f := range findings {
		t.Error(f)
	}
	return c
}

func TestBuiltInCourseHasNoFinding(t *testing.T) {
	content, err := course.Open("")
	if err != nil {
		t.Fatal(err)
	}
	_, findings := course.Compile(content)
	for _, f := range findings {
		t.Error(f)
	}
}
