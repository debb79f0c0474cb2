package views

import (
	"context"
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"dossier/internal/course"
)

func itoa64(n int64) string { return fmt.Sprint(n) }

// Field is a line of text in a form.
type Field struct {
	Name, Label, Hint, Value, Problem string
	Class, Autocomplete               string
	Secret                            bool
	Fixed                             bool // shown and sent, and not to be changed
	Optional                          bool // may be left empty, or is checked here only
	// PIN is six digits. They go in 20 characters with whatever spaces or hyphens somebody puts between them; a pattern
	// would refuse digits of other scripts, which the program reads. Password managers that make one up are told that
	// it has six digits and nothing else.
	PIN bool
}

func (f Field) inputType() string {
	if f.Secret {
		return "password"
	}
	return "text"
}

func (f Field) describedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.Name+"-hint")
	}
	if f.Problem != "" {
		ids = append(ids, f.Name+"-problem")
	}
	return strings.Join(ids, " ")
}

// list puts the problems of a form into the order of its fields.
func (ps Problems) list(fields ...string) []Problem {
	var out []Problem
	listed := map[string]bool{}
	for _, f := range fields {
		if ps[f] != "" {
			out = append(out, Problem{ID: f, Message: ps[f]})
			listed[f] = true
		}
	}
	var rest []string
	for f := range ps {
		if !listed[f] && ps[f] != "" {
			rest = append(rest, f)
		}
	}
	sort.Strings(rest)
	for _, f := range rest {
		out = append(out, Problem{ID: f, Message: ps[f]})
	}
	return out
}

// trusted writes bytes as they are. Only HTML that this program made itself may come here.
func trusted(html []byte) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := w.Write(html)
		return err
	})
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// counted writes a number of things with its commas: 1,204 answers.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(float64(n)) + " " + many
}

// Number writes a number with commas between thousands and at most two decimals.
func Number(v float64) string {
	s := strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", v), "0"), ".")
	whole, frac, cut := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if cut {
		return whole + "." + frac
	}
	return whole
}

// Ago says how long before now something was, in a teacher's words.
func Ago(t, now time.Time) string {
	d := now.Sub(t)
	switch {
	case t.IsZero():
		return "not yet"
	case d < time.Minute:
		return "just now"
	case d < 2*time.Minute:
		return "a minute ago"
	case d < time.Hour:
		return fmt.Sprintf("%d minutes ago", int(d.Minutes()))
	case d < 2*time.Hour:
		return "an hour ago"
	case d < 24*time.Hour:
		return fmt.Sprintf("%d hours ago", int(d.Hours()))
	case d < 48*time.Hour:
		return "yesterday"
	}
	return t.In(now.Location()).Format("2 January 2006")
}

func itoa(n int) string { return strconv.Itoa(n) }

func initial(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// listStop is what follows item i of n in a list that may go on with further words.
func listStop(i, n int, further string) string {
	switch {
	case i < n-1:
		return ", "
	case further != "":
		return "; "
	}
	return ". "
}

// sentence makes sure that words end with one full stop.
func sentence(s string) string { return strings.TrimRight(s, ". ") + ". " }

// yearEvents is the events of one year.
type yearEvents struct {
	Year   string
	Events []*course.Event
}

// yearsOf groups events, which are in the order of their dates, by year.
func yearsOf(events []*course.Event) []yearEvents {
	var years []yearEvents
	for _, e := range events {
		if n := len(years); n == 0 || years[n-1].Year != e.Date.Year() {
			years = append(years, yearEvents{Year: e.Date.Year()})
		}
		years[len(years)-1].Events = append(years[len(years)-1].Events, e)
	}
	return years
}

// trouble ties a field to its problem, for those who hear the page.
func (ps Problems) trouble(field string) templ.Attributes {
	if ps[field] == "" {
		return nil
	}
	return templ.Attributes{"aria-invalid": "true", "aria-describedby": field + "-problem"}
}

// Minutes is a number of minutes in words.
func Minutes(n int) string { return plural(n, "1 minute", "minutes") }
