package course

import (
	"fmt"
	"time"
)

// Date is a day, a month or a year: "1934-12-01", "1934-12", "1934". The zero Date means that none is known.
type Date string

var dateLayouts = map[int]struct{ parse, show string }{
	10: {"2006-01-02", "2 January 2006"}, 7: {"2006-01", "January 2006"}, 4: {"2006", "2006"},
}

func parseDate(s string) (Date, error) {
	if s == "" {
		return "", nil
	}
	layout, ok := dateLayouts[len(s)]
	if !ok {
		return "", fmt.Errorf("%q is not a date", s)
	}
	if _, err := time.Parse(layout.parse, s); err != nil {
		return "", fmt.Errorf("%q is not a date", s)
	}
	return Date(s), nil
}

// parsed is the first day of the date and the layout in which readers see it; false for the zero Date.
func (d Date) parsed() (first time.Time, show string, ok bool) {
	layout, ok := dateLayouts[len(d)]
	if !ok {
		return time.Time{}, "", false
	}
	first, err := time.Parse(layout.parse, string(d))
	return first, layout.show, err == nil
}

// Words is the date as a reader sees it, "1 December 1934"; "" for the zero Date.
func (d Date) Words() string {
	first, show, ok := d.parsed()
	if !ok {
		return ""
	}
	return first.Format(show)
}

// Last is the last day of the date: of a month or a year its last day, so that nothing counts as known too early. ""
// for the zero Date.
func (d Date) Last() Date {
	day, _, ok := d.parsed()
	if !ok {
		return ""
	}
	switch len(d) {
	case 7:
		day = day.AddDate(0, 1, -1)
	case 4:
		day = day.AddDate(1, 0, -1)
	}
	return Date(day.Format(time.DateOnly))
}

// ParseDay reads a full day, "1936-08-23".
func ParseDay(s string) (Date, bool) {
	d, err := parseDate(s)
	return d, err == nil && len(d) == len(time.DateOnly)
}

// Year is the first four digits; "" for the zero Date.
func (d Date) Year() string {
	if len(d) < 4 {
		return ""
	}
	return string(d[:4])
}
