package originals

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// fit is how well a stretch of a text fits an anchor.
type fit struct {
	exact bool
	ends  int     // of the six words at both ends
	inner float64 // the share of the words from inside that are there
	apart int     // how many words it is longer or shorter
}

func (f fit) better(other fit) bool {
	switch {
	case f.exact != other.exact:
		return f.exact
	case f.ends != other.ends:
		return f.ends > other.ends
	case f.inner != other.inner:
		return f.inner > other.inner
	}
	return f.apart < other.apart
}

// better compares what was found for one anchor in two ways.
func (s Span) better(other Span) bool {
	if s.State == Missing || other.State == Missing {
		return s.State != Missing
	}
	if s.State != other.State {
		return s.State == Found
	}
	return s.fit.better(other.fit)
}

// state decides what a fit is worth. A signature proves everything; otherwise both ends have to fit, and the length and
// the words between them as well.
func (f fit) state(a Anchor) State {
	near, far := max(3, a.Words*8/100), max(6, a.Words/4)
	enough, some := 0.7, 0.5
	if len(a.Inner) == 0 { // only the length is left to tell
		near, far, enough, some = max(1, a.Words*3/100), max(3, a.Words/10), 0, 0
	}
	switch {
	case f.exact && !a.Damaged:
		return Found
	case f.exact:
		return Doubtful
	case f.ends >= 5 && f.apart <= near && f.inner >= enough && !a.Damaged:
		return Found
	case f.ends >= 5 && f.apart <= far && f.inner >= some:
		return Doubtful
	case f.ends == 4 && f.apart <= near && f.inner >= enough && len(a.Inner) > 0:
		return Doubtful
	}
	return Missing
}

// mostPairs is how many pairs of a beginning and an end are looked at for an anchor. A text that holds more repeats
// itself.
const mostPairs = 300

// look finds the stretch that fits an anchor best.
func (r *reading) look(a Anchor) Span {
	none := Span{Anchor: a, State: Missing}
	first, last := r.like(strings.Fields(a.From)), r.like(strings.Fields(a.To))
	if len(first) == 0 || len(last) == 0 || a.Words < 1 {
		return none
	}
	starts, ends := r.hits(first), r.hits(last)
	inner := r.like(a.Inner)
	shortest, longest := a.Words*3/4-6, a.Words+max(6, a.Words/3)
	best, tries, next := none, 0, 0
	for _, s := range starts {
		for next < len(ends) && ends[next].at+len(last) < s.at+max(shortest, 1) {
			next++
		}
		for _, e := range ends[next:] {
			to := e.at + len(last) - 1
			if to-s.at+1 > longest || tries >= mostPairs {
				break
			}
			if missed := len(first) + len(last) - s.words - e.words; to < s.at || missed > 2 {
				continue
			}
			tries++
			if span := r.measure(a, s, e, to, inner); span.better(best) {
				best = span
			}
		}
	}
	return best
}

// hit is a place where most words of an end stand.
type hit struct{ at, words int }

// measure tells how well a stretch fits.
func (r *reading) measure(a Anchor, s, e hit, to int, inner [][]int32) Span {
	span := Span{Anchor: a, Count: to - s.at + 1}
	span.fit = fit{ends: s.words + e.words, apart: span.Count - a.Words}
	if span.fit.apart < 0 {
		span.fit.apart = -span.fit.apart
	}
	span.fit.exact = a.Sig != "" && signature(r.text[r.words[s.at].from:r.words[to].to]) == a.Sig
	if len(inner) > 0 {
		there := 0
		for _, places := range inner {
			if within(places, s.at, to) {
				there++
			}
		}
		span.fit.inner = float64(there) / float64(len(inner))
	}
	span.Exact = span.fit.exact
	if span.State = span.fit.state(a); span.State != Missing {
		span.Text = unquote(r.show(s.at, to))
	}
	return span
}

// hits lists where at most one of the words is missing, in order.
func (r *reading) hits(want [][]int32) (all []hit) {
	n := map[int32]int{}
	for i, places := range want {
		for _, at := range places {
			if start := at - int32(i); start >= 0 && int(start)+len(want) <= len(r.words) {
				n[start]++
			}
		}
	}
	for start, words := range n {
		if words == len(want) || len(want) > 2 && words == len(want)-1 {
			all = append(all, hit{int(start), words})
		}
	}
	slices.SortFunc(all, func(a, b hit) int { return a.at - b.at })
	return all
}

// like finds the places of some words.
func (r *reading) like(wanted []string) (all [][]int32) {
	for _, w := range wanted {
		if key := fold(w); key != "" {
			all = append(all, r.vocab.like(key))
		}
	}
	return all
}

// within reports whether one of the places lies between two others.
func within(places []int32, from, to int) bool {
	at, _ := slices.BinarySearch(places, int32(from))
	return at < len(places) && int(places[at]) <= to
}

// signature is the first ten hexadecimal digits of the SHA-256 of a text in small letters, with one space for all that
// is neither a letter from a to z nor a digit.
func signature(text string) string {
	var b strings.Builder
	apart := false
	for i := range len(text) {
		c := text[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			if apart && b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteByte(c)
			apart = false
		} else {
			apart = true
		}
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])[:10]
}
