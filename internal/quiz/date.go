package quiz

import "time"

// dateForms are the three precisions of a date, as authors write it and as students read it.
var dateForms = []struct{ authored, words string }{
	{"2006-01-02", "2 January 2006"},
	{"2006-01", "January 2006"},
	{"2006", "2006"},
}

// dateInWords writes an authored date for a reader: "1 December 1934", "December 1934" or "1934". It reports false for
// anything else, which it gives back as it is.
func dateInWords(date string) (string, bool) {
	for _, form := range dateForms {
		if t, err := time.Parse(form.authored, date); err == nil {
			return t.Format(form.words), true
		}
	}
	return date, false
}
