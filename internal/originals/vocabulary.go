package originals

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// vocabulary knows every word of a text and where it stands, and finds words that a scanner may have misread.
type vocabulary struct {
	keys   []string
	places [][]int32 // of each key, in order
	known  map[string]int32
	looks  map[string][]int32 // by what a key looks like
	ends   map[string][]int32 // by the first two bytes, and by the last two
	asked  map[string][]int32 // what was looked for before
}

func newVocabulary(words []word) vocabulary {
	v := vocabulary{known: map[string]int32{}, looks: map[string][]int32{}, ends: map[string][]int32{},
		asked: map[string][]int32{}}
	for i, w := range words {
		id, ok := v.known[w.key]
		if !ok {
			id = int32(len(v.keys))
			v.known[w.key], v.keys, v.places = id, append(v.keys, w.key), append(v.places, nil)
			look := lookAlike.Replace(w.key)
			v.looks[look] = append(v.looks[look], id)
			if n := len(w.key); n >= 4 {
				v.ends[w.key[:2]+"…"] = append(v.ends[w.key[:2]+"…"], id)
				v.ends["…"+w.key[n-2:]] = append(v.ends["…"+w.key[n-2:]], id)
			}
		}
		v.places[id] = append(v.places[id], int32(i))
	}
	return v
}

// like finds where a word stands, or one that may be the same with a mistake of the scanner: one letter in words of
// five letters or more, two in words of nine or more, and letters that look alike.
func (v vocabulary) like(key string) []int32 {
	if places, ok := v.asked[key]; ok {
		return places
	}
	ids := slices.Clone(v.looks[lookAlike.Replace(key)])
	if n := utf8.RuneCountInString(key); n >= 5 {
		most := 1
		if n >= 9 {
			most = 2
		}
		for _, end := range []string{key[:2] + "…", "…" + key[len(key)-2:]} {
			for _, id := range v.ends[end] {
				if alike(v.keys[id], key, most) {
					ids = append(ids, id)
				}
			}
		}
	}
	slices.Sort(ids)
	var places []int32
	for _, id := range slices.Compact(ids) {
		places = append(places, v.places[id]...)
	}
	slices.Sort(places)
	v.asked[key] = places
	return places
}

// lookAlike are letters that scanners mix up.
var lookAlike = strings.NewReplacer("rn", "m", "vv", "w", "cl", "d", "0", "o", "1", "l", "i", "l", "5", "s")

// alike reports whether two words differ in at most so many letters.
func alike(a, b string, most int) bool {
	if d := len(a) - len(b); a == b || d > 2*most || d < -2*most {
		return a == b
	}
	return distance([]rune(a), []rune(b), most) <= most
}

// distance counts the letters by which two words differ; more than most is enough to know.
func distance(a, b []rune, most int) int {
	if d := len(a) - len(b); d > most || d < -most {
		return most + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		before, least := row[0], i+1
		row[0] = i + 1
		for j, y := range b {
			change := before
			if x != y {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
			least = min(least, row[j+1])
		}
		if least > most {
			return most + 1
		}
	}
	return row[len(b)]
}
