package quiz

import (
	"math"
	"regexp"
	"strings"
	"time"
)

// extent is the stretch of numbers that an option stands for: "98", "100 to 200 people", "more than 500".
type extent struct {
	lo, hi         float64
	openLo, openHi bool // the end itself is not part of it
	unit           string
}

const figure = `(\d[\d,.]*(?: ?(?:k|thousand|million|billion)\b)?)`

var (
	extentRange = regexp.MustCompile(`^(?:about |from )?` + figure + ` ?(?:-|–|—|to|until) ?` + figure + `(.*)$`)
	extentAnd   = regexp.MustCompile(`^between ` + figure + ` and ` + figure + `(.*)$`)
	extentUnder = regexp.MustCompile(`^(?:under|below|less than|fewer than) ` + figure + `(.*)$`)
	extentOver  = regexp.MustCompile(`^(?:over|above|more than) ` + figure + `(.*)$`)
	extentUpTo  = regexp.MustCompile(`^(?:up to|at most|no more than) ` + figure + `(.*)$`)
	extentFrom  = regexp.MustCompile(`^at least ` + figure + `(.*)$`)
	extentOne   = regexp.MustCompile(`^(?:about |around |in )?` + figure + `(.*)$`)
)

// optionExtent reads an option that is a number or a range of numbers, with or without a unit.
func optionExtent(text string) (extent, bool) {
	text = strings.ToLower(strings.TrimRight(strings.Join(strings.Fields(text), " "), "."))
	infinity := math.Inf(1)
	if m := extentRange.FindStringSubmatch(text); m != nil {
		return newExtent(m[1], m[2], m[3])
	}
	if m := extentAnd.FindStringSubmatch(text); m != nil {
		return newExtent(m[1], m[2], m[3])
	}
	for _, form := range []struct {
		re    *regexp.Regexp
		shape extent
	}{
		{extentUnder, extent{lo: -infinity, openHi: true}},
		{extentUpTo, extent{lo: -infinity}},
		{extentOver, extent{hi: infinity, openLo: true}},
		{extentFrom, extent{hi: infinity}},
		{extentOne, extent{}},
	} {
		m := form.re.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		e, ok := newExtent(m[1], m[1], m[2])
		e.openLo, e.openHi = form.shape.openLo, form.shape.openHi
		e.lo += form.shape.lo
		e.hi += form.shape.hi
		return e, ok
	}
	return extent{}, false
}

func newExtent(lo, hi, unit string) (extent, bool) {
	unit = strings.TrimSuffix(foldText(strings.ReplaceAll(unit, "%", "percent")), "s")
	a, ok := ParseNumber(strings.TrimRight(lo, ",. "))
	b, ok2 := ParseNumber(strings.TrimRight(hi, ",. "))
	return extent{lo: a, hi: b, unit: unit}, ok && ok2 && a <= b
}

// overlaps tells whether one number of one unit lies in both.
func (e extent) overlaps(f extent) bool {
	if e.unit != f.unit {
		return false
	}
	lo, openLo := e.lo, e.openLo
	if f.lo > lo || f.lo == lo && f.openLo {
		lo, openLo = f.lo, f.openLo
	}
	hi, openHi := e.hi, e.openHi
	if f.hi < hi || f.hi == hi && f.openHi {
		hi, openHi = f.hi, f.openHi
	}
	return lo < hi || lo == hi && !openLo && !openHi
}

// optionDate reads an option that is a date, as a number that grows with time.
func optionDate(text string) (float64, bool) {
	text = strings.TrimSpace(strings.TrimRight(strings.TrimSpace(text), "."))
	for _, lead := range []string{"on ", "in ", "On ", "In "} {
		text = strings.TrimPrefix(text, lead)
	}
	for i, form := range dateForms {
		if t, err := time.Parse(form.words, text); err == nil {
			key := t.Year() * 10000
			if i < 2 {
				key += int(t.Month()) * 100
			}
			if i == 0 {
				key += t.Day()
			}
			return float64(key), true
		}
	}
	return 0, false
}

// orderKeys gives what options are sorted by, if all of them are dates or all are numbers of one unit.
func orderKeys(options []Option) ([]float64, bool) {
	dates := make([]float64, len(options))
	ok := len(options) > 0
	for i, o := range options {
		key, isDate := optionDate(o.Text)
		dates[i], ok = key, ok && isDate
	}
	if ok {
		return dates, true
	}
	numbers := make([]float64, len(options))
	var first extent
	for i, o := range options {
		e, isNumber := optionExtent(o.Text)
		if i == 0 {
			first = e
		}
		if !isNumber || e.unit != first.unit {
			return nil, false
		}
		numbers[i] = e.lo
	}
	return numbers, len(options) > 0
}
