package classroom_test

import (
	"slices"
	"testing"

	"dossier/internal/classroom"
)

func TestTicked(t *testing.T) {
	cases := []struct {
		name            string
		shown, now      []string
		wantIn, wantOut []string
	}{
		{"nothing", nil, nil, nil, nil},
		{"all new", nil, []string{"a", "b"}, []string{"a", "b"}, nil},
		{"as it was", []string{"a", "b"}, []string{"b", "a"}, nil, nil},
		{"one more and one less", []string{"a", "b"}, []string{"b", "c"}, []string{"c"}, []string{"a"}},
		{"sent twice", []string{"a", "a"}, []string{"c", "c"}, []string{"c"}, []string{"a"}},
	}
	for _, c := range cases {
		if in, out := classroom.Ticked(c.shown, c.now); !slices.Equal(in, c.wantIn) || !slices.Equal(out, c.wantOut) {
			t.Errorf("%s: got %v and %v, want %v and %v", c.name, in, out, c.wantIn, c.wantOut)
		}
	}
}
