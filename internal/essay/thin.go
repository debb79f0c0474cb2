package essay

import "time"

// Saved is one text of an essay as it was saved.
type Saved struct {
	Rev, Round int
	Page       string // that sent it
	At         time.Time
	// Named says that something points at the text: a step such as handing in, a level, a mark, or that it came along
	// from a guest.
	Named bool
	First bool // the first of its round
}

// pagesKept is how many texts of one minute stay at most when each comes from another page.
const pagesKept = 5

// Thinned lists the revisions of drafts that need not be kept, of texts in the order of their revisions. A page saves
// every few seconds while somebody writes; of these the last of each minute stays, so that an hour leaves sixty texts.
// Of what several windows have saved in turn, the last of each stays, so that nothing is lost when one takes over. The
// first text of a round stays, and so does whatever is Named, and the text that counts.
func Thinned(saved []Saved, counts int) (revs []int) {
	for i, x := range saved {
		if !x.Named && !x.First && x.Rev != counts && superseded(x, saved[i+1:]) {
			revs = append(revs, x.Rev)
		}
	}
	return revs
}

// superseded reports whether later texts of the same minute stand for x.
func superseded(x Saved, later []Saved) bool {
	others := 0
	for _, y := range later {
		if y.Round != x.Round || minute(y.At) != minute(x.At) {
			continue
		}
		if others++; y.Page == x.Page || others == pagesKept {
			return true
		}
	}
	return false
}

// minute is the minute of the clock in which something happened.
func minute(at time.Time) int64 { return at.UnixMilli() / time.Minute.Milliseconds() }
