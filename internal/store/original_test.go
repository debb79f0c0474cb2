package store_test

import (
	"errors"
	"strings"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

func TestOriginals(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	list := func() string {
		t.Helper()
		all, err := s.Originals(ctx)
		s.must(err)
		var out []string
		for _, o := range all {
			out = append(out, strings.Join([]string{o.Source, o.Text, o.File, o.By}, "/"))
		}
		return strings.Join(out, " ")
	}
	if got := list(); got != "" {
		t.Errorf("a new school has %s", got)
	}
	before := s.Generation()
	s.must(s.AddOriginals(ctx, s.teacher, []classroom.Original{{Source: "b", Text: "two", File: "f.txt"},
		{Source: "a", Text: "one"}}))
	if s.Generation() == before {
		t.Error("pages that are kept would not notice it")
	}
	if got, want := list(), "a/one//Owner b/two/f.txt/Owner"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	s.must(s.AddOriginals(ctx, 0, []classroom.Original{{Source: "b", Text: "new", Over: "two"}})) // by the command line
	for _, over := range []string{"", "two"} {
		stale := []classroom.Original{{Source: "e", Text: "more"}, {Source: "b", Text: "late", Over: over}}
		wantErr(t, "over a text that is gone", s.AddOriginals(ctx, s.teacher, stale), store.ErrStale)
	}
	s.must(s.RemoveOriginal(ctx, s.teacher, "a"))
	if got, want := list(), "b/new//"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if err := s.RemoveOriginal(ctx, s.teacher, "a"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("removing what is gone: %v", err)
	}
	// All or none: a text that is too long keeps the others out as well.
	err := s.AddOriginals(ctx, s.teacher, []classroom.Original{{Source: "c", Text: "fits"},
		{Source: "d", Text: strings.Repeat("é", classroom.LongestOriginal+1)}})
	if err == nil || list() != "b/new//" {
		t.Errorf("%v, and there is %s", err, list())
	}
	s.must(s.AddOriginals(ctx, s.teacher, []classroom.Original{{Source: "d",
		Text: strings.Repeat("é", classroom.LongestOriginal)}}))
	// The teacher who added a text may go; the text stays.
	execute(t, s.Store, `DELETE FROM class_teacher`, `DELETE FROM teacher`)
	if got := list(); !strings.HasPrefix(got, "b/new// d/é") || !strings.HasSuffix(got, "//") {
		t.Errorf("got %.40s", got)
	}
}
