package export

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"dossier/internal/classroom"
)

// sheet writes a table row by row: UTF-8 with a mark in front, commas, lines that end in CR LF. The first error stays.
type sheet struct {
	out  *csv.Writer
	what string
	zone *time.Location
	err  error
}

// newSheet begins a table with its headings.
func newSheet(w io.Writer, what string, zone *time.Location, columns ...string) *sheet {
	s := &sheet{out: csv.NewWriter(w), what: what, zone: zone}
	s.out.UseCRLF = true
	if _, s.err = io.WriteString(w, bom); s.err == nil {
		s.err = s.out.Write(columns)
	}
	return s
}

func (s *sheet) row(cells ...string) {
	if s.err == nil {
		s.err = s.out.Write(cells)
	}
}

// end sends what is left, and says what went wrong.
func (s *sheet) end() error {
	s.out.Flush()
	if s.err == nil {
		s.err = s.out.Error()
	}
	if s.err != nil {
		return fmt.Errorf("export: %s: %w", s.what, s.err)
	}
	return nil
}

// Values as they stand in a cell; "" for none.

func (s *sheet) at(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(s.zone).Format("2006-01-02T15:04:05-07:00")
}

func whole(n int) string { return strconv.Itoa(n) }

func wholeOr(n *int) string {
	if n == nil {
		return ""
	}
	return whole(*n)
}

// number is a number with a dot, rounded to so many places and without zeros at the end.
func number(v float64, places int) string {
	text := strconv.FormatFloat(v, 'f', places, 64)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	if text == "-0" {
		return "0"
	}
	return text
}

func numberOr(v *float64, places int) string {
	if v == nil {
		return ""
	}
	return number(*v, places)
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

func studentID(st classroom.RosterStudent) string { return strconv.FormatInt(int64(st.ID), 10) }
