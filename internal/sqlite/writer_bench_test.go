package sqlite_test

import (
	"fmt"
	"testing"
)

// BenchmarkRow measures the smallest write.
func BenchmarkRow(b *testing.B) {
	s, err := open(b.Context(), b.TempDir(), today(nil))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	i := 0
	for b.Loop() {
		i++
		if err := s.Write(b.Context(), put(fmt.Sprint("t/", i), "x")); err != nil {
			b.Fatal(err)
		}
	}
}
