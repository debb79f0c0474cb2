package course_test

import (
	"testing"

	"dossier/internal/course"
)

// BenchmarkCompile is what every start, every check and, while lessons are written, every page waits for.
func BenchmarkCompile(b *testing.B) {
	content, err := course.Open("")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, findings := course.Compile(content); len(findings) > 0 {
			b.Fatal(findings[0])
		}
	}
}
