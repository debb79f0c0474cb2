package views

import (
	"strings"

	"github.com/a-h/templ"

	"dossier/internal/course"
	"dossier/internal/originals"
)

// OriginalsProps is what the school has of the originals, and the form to add more.
type OriginalsProps struct {
	There    []OriginalRow
	Missing  []OriginalRow // the program knows how they begin and end
	Unknown  []OriginalRow // it does not
	Kept     int           // how many were kept just now
	Text     string        // that was pasted
	Problems Problems
}

// OriginalRow is a source in the list.
type OriginalRow struct {
	Source          *course.Source
	Words           int
	Added, By, File string
}

// FoundProps is what was found in a school's copy, before anything is kept.
type FoundProps struct {
	Files    []string // from which the texts come
	Sources  []FoundSource
	Missing  []*course.Source
	Problems Problems
}

// FoundSource is a source with the extracts that were found.
type FoundSource struct {
	Source *course.Source
	Has    bool   // the school has added one before
	Stamp  string // of that one
	Spans  []FoundSpan
}

// FoundSpan is an extract in a box, to be kept or not.
type FoundSpan struct {
	originals.Span
	Field string
	Use   bool
}

// OriginalTextProps is the original of one source in a box.
type OriginalTextProps struct {
	Source   *course.Source
	Text     string
	Stamp    string // of the text that the page showed first; "" for none
	Problems Problems
}

// problems lists what is wrong, in the order of the page.
func (f FoundProps) problems() []Problem {
	var fields []string
	for _, s := range f.Sources {
		for _, span := range s.Spans {
			fields = append(fields, "text-"+span.Field)
		}
	}
	return f.Problems.list(append(fields, "keep")...)
}

// count says how many sources were found, and how many are to be looked at.
func (f FoundProps) count() string {
	sure, doubtful := 0, 0
	for _, s := range f.Sources {
		if s.doubtful() {
			doubtful++
		} else {
			sure++
		}
	}
	said := plural(sure, "1 source was found", "sources were found")
	if doubtful > 0 {
		said += ", " + plural(doubtful, "1 is doubtful", "are doubtful")
	}
	if len(f.Missing) > 0 {
		said += ", " + plural(len(f.Missing), "1 is missing", "are missing")
	}
	return said + "."
}

func (s FoundSource) doubtful() bool {
	for _, span := range s.Spans {
		if span.State == originals.Found {
			return false
		}
	}
	return true
}

// title names a box.
func (span FoundSpan) title() string {
	if span.Part {
		return "Part of the extract"
	}
	return "Extract"
}

// verdict says how sure the program is.
func (span FoundSpan) verdict() string {
	switch {
	case span.State == originals.Found:
		return "Found."
	case span.Damaged:
		return "Doubtful: the copy that we know is damaged in the middle. Compare it, and correct or trim it."
	}
	return "Doubtful: the ends fit, and what stands between differs from what is expected. Compare it."
}

// expected says by what an extract is known.
func expected(a originals.Anchor) string {
	return "Expected: from “" + bareMarks(a.From) + "” to “" + bareMarks(a.To) + "”, " +
		plural(a.Words, "1 word", "words") + "."
}

// bareMarks takes out quotation marks, since others stand around.
func bareMarks(words string) string { return strings.ReplaceAll(words, `"`, "") }

// rows is how high a box is, so that most of its text can be seen.
func (span FoundSpan) rows() string { return itoa(min(14, 3+len(span.Text)/90)) }

func originalTextHref(s *course.Source) string { return "/originals/" + s.ID + "/text" }

func removeOriginalHref(s *course.Source) string { return "/originals/" + s.ID + "/remove" }

func describeFile(ps Problems) templ.Attributes   { return described(ps, "file", "file-hint") }
func describePasted(ps Problems) templ.Attributes { return described(ps, "text", "text-hint") }

func describeSpan(span FoundSpan, ps Problems) templ.Attributes {
	return described(ps, "text-"+span.Field, "hint-"+span.Field)
}

// described ties a field to its hint, and to its problem when it has one.
func described(ps Problems, field, hint string) templ.Attributes {
	if ps[field] == "" {
		return templ.Attributes{"aria-describedby": hint}
	}
	return templ.Attributes{"aria-invalid": "true", "aria-describedby": hint + " " + field + "-problem"}
}
