package course_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"dossier/internal/course"
)

func TestPassages(t *testing.T) {
	const reading = "<p>He calls it “a &quot;play&quot; of R&amp;D” and\nwill not hear of it. A <em>real</em> case, " +
		"he says, and a party.</p>\n<p>No reasons. He saw a play.</p>\n"
	tests := map[string]struct {
		quotes []string
		want   string // pieces with [n: …] around quotes
		errs   []string
	}{
		"none": {nil, reading, nil},
		"one": {[]string{"No reasons."}, strings.Replace(reading, "No reasons.", "[0:No reasons.]", 1),
			nil},
		"escaped and line break": {[]string{`“a "play" of R&D” and will`},
			strings.Replace(reading, "“a &quot;play&quot; of R&amp;D” and\nwill",
				"[0:“a &quot;play&quot; of R&amp;D” and\nwill]", 1), nil},
		"any order, side by side": {[]string{"he says", " case, "},
			strings.Replace(reading, "case, he says", "[1:case,] [0:he says]", 1), nil},
		"inside a tag":     {[]string{"real"}, strings.Replace(reading, "real", "[0:real]", 1), nil},
		"whole words only": {[]string{"part"}, "", []string{"“part” does not stand in the faithful reading"}},
		"at the very end":  {[]string{"a play."}, strings.Replace(reading, "a play.", "[0:a play.]", 1), nil},
		"not there": {[]string{"No reasons.", "a tea party"}, "",
			[]string{"“a tea party” does not stand in the faithful reading"}},
		"other case": {[]string{"no reasons"}, "",
			[]string{"“no reasons” does not stand in the faithful reading"}},
		"twice":               {[]string{"play"}, "", []string{"“play” stands more than once in the faithful reading"}},
		"name of a tag":       {[]string{"em"}, "", []string{"“em” does not stand in the faithful reading"}},
		"name of a reference": {[]string{"quot"}, "", []string{"“quot” does not stand in the faithful reading"}},
		"over markup": {[]string{"A real case"}, "",
			[]string{"“A real case” reaches over a change of type or of paragraph"}},
		"over paragraphs": {[]string{"a party. No reasons."}, "",
			[]string{"“a party. No reasons.” reaches over a change of type or of paragraph"}},
		"overlap": {[]string{"will not hear", "hear of it"}, "",
			[]string{"“hear of it” overlaps with “will not hear”"}},
		"the same twice": {[]string{"No reasons", "No reasons"}, "",
			[]string{"“No reasons” overlaps with “No reasons”"}},
		"empty": {[]string{" "}, "", []string{"“ ” has no words"}},
		"several at once": {[]string{"play", "xyz"}, "",
			[]string{"“play” stands more than once in the faithful reading", "“xyz” does not stand in the faithful reading"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := &course.Source{Faithful: []byte(reading)}
			pieces, err := s.Passages(tt.quotes)
			if len(tt.errs) > 0 {
				if got, want := fmt.Sprint(err), strings.Join(tt.errs, "\n"); got != want {
					t.Errorf("got %q, want %q", got, want)
				}
				var bad *course.PassageError
				if !errors.As(err, &bad) || bad.Text != tt.quotes[bad.Quote] {
					t.Errorf("the error does not say which quote: %#v", bad)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			for _, p := range pieces {
				if p.Quote < 0 {
					got.Write(p.HTML)
					continue
				}
				fmt.Fprintf(&got, "[%d:%s]", p.Quote, p.HTML)
			}
			if got.String() != tt.want {
				t.Errorf("got %q, want %q", got.String(), tt.want)
			}
		})
	}
}

func TestPassagesOfAnEmptyReading(t *testing.T) {
	if pieces, err := new(course.Source).Passages(nil); err != nil || len(pieces) != 0 {
		t.Errorf("got %v, %v", pieces, err)
	}
}

// Every word of every source that stands once can be cut out, and the pieces always make the reading again.
func TestPassagesKeepTheReadingsOfTheCourse(t *testing.T) {
	for _, s := range builtIn(t).Sources {
		cuts := 0
		for _, word := range strings.Fields(string(s.Faithful)) {
			pieces, err := s.Passages([]string{word})
			if err != nil {
				continue
			}
			cuts++
			var whole []byte
			for _, p := range pieces {
				whole = append(whole, p.HTML...)
			}
			if !bytes.Equal(whole, s.Faithful) {
				t.Fatalf("%s, %q: the pieces make %q", s.ID, word, whole)
			}
		}
		if cuts == 0 {
			t.Errorf("%s: no word can be cut out", s.ID)
		}
	}
}
