package course_test

import (
	"testing"

	"dossier/internal/course"
)

func TestBuiltInCourseHasNoFinding(t *testing.T) {
	content, err := course.Open("")
	if err != nil {
		t.Fatal(err)
	}
	c, findings := course.Compile(content)
	for _, f := range findings {
		t.Error(f)
	}
	for _, n := range c.Counts() {
		t.Log(n.N, n.Label)
	}
}
