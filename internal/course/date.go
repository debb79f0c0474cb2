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

// Words is the date as a reader sees it, "1 December 1934"; "" for the zero Date.
func (d Date) Words() string {
	layout, ok := dateLayouts[len(d)]
	if !ok {
		return ""
	}
	t, err := time.Parse(layout.parse, string(d))
	if err != nil {
		return ""
	}
	return t.Format(layout.show)
}

// Year is the first four digits; "" for the zero Date.
func (d Date) Year() string {
	if len(d) < 4 {
		return ""
	}
	return string(d[:4])
}
