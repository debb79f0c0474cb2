package quiz

import (
	"sort"
	"strings"
	"unicode"
)

// Person is somebody whose name an answer may hold.
type Person struct {
	Name     string   // "Nikolai Yezhov"
	Surname  string   // "Yezhov"
	Variants []string // other spellings and other names of the same person
}

// Cast is everybody whose name is recognised. It does not change once made; nil is an empty cast.
type Cast struct {
	people []Person
	keys   [][]string       // of each person, distinct
	byKey  map[string][]int // who answers to a key; a shared surname has several
}

// NewCast makes a cast. Every person answers to name, surname and variants, each folded by FoldName.
func NewCast(people []Person) *Cast {
	c := &Cast{people: append([]Person(nil), people...), byKey: map[string][]int{}}
	for i, p := range c.people {
		var keys []string
		for _, text := range append([]string{p.Name, p.Surname}, p.Variants...) {
			key := FoldName(text)
			if key == "" || contains(keys, key) {
				continue
			}
			keys = append(keys, key)
			c.byKey[key] = append(c.byKey[key], i)
		}
		c.keys = append(c.keys, keys)
	}
	return c
}

// who lists the people who answer to a folded name.
func (c *Cast) who(key string) []int {
	if c == nil || key == "" {
		return nil
	}
	return c.byKey[key]
}

// names lists the full names of people.
func (c *Cast) names(who []int) []string {
	var out []string
	for _, i := range who {
		out = append(out, c.people[i].Name)
	}
	return out
}

// expected finds the people whom accepted keys mean. A key that one person alone answers to decides; only when there is none
// do shared keys count, so that "Mandelstam" beside "Osip Mandelstam" does not let in Nadezhda.
func (c *Cast) expected(keys []string) []int {
	var sole, shared []int
	for _, key := range keys {
		switch who := c.who(key); {
		case len(who) == 1:
			sole = append(sole, who...)
		default:
			shared = append(shared, who...)
		}
	}
	if len(sole) > 0 {
		shared = nil
	}
	out := append(sole, shared...)
	sort.Ints(out)
	return out
}

// rivals tells whether somebody other than the expected people has a key at most one letter away. A surname that they share with an
// expected person makes nobody a rival.
func (c *Cast) rivals(key string, expected []int) bool {
	if c == nil {
		return false
	}
	for i, keys := range c.keys {
		if contains(expected, i) {
			continue
		}
		for _, k := range keys {
			if withinOne(k, key) && !c.anyHas(expected, k) {
				return true
			}
		}
	}
	return false
}

// anyHas tells whether one of these people answers to a key.
func (c *Cast) anyHas(who []int, key string) bool {
	for _, i := range who {
		if contains(c.keys[i], key) {
			return true
		}
	}
	return false
}

// The replacements that FoldName makes inside a word, in this order (assessment A.6).
var (
	nameClusters = strings.NewReplacer("kh", "h", "ph", "f", "w", "v", "tz", "ts")
	nameVowels   = strings.NewReplacer("y", "i", "j", "i")
	nameGlides   = strings.NewReplacer("ie", "e", "ia", "a", "iu", "u")
)

// FoldName is the key under which two spellings of a Russian name are the same (assessment A.6): Yezhov, Ezhov and Jezhov have one
// key, Kirov and Rykov have two. Words are folded one by one, so punctuation and hyphens between them do not matter.
func FoldName(name string) string {
	words := strings.FieldsFunc(plain(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, w := range words {
		for _, initial := range []string{"ye", "je", "yo"} {
			if strings.HasPrefix(w, initial) {
				w = "e" + w[len(initial):]
				break
			}
		}
		w = nameClusters.Replace(w)
		for _, ending := range []string{"skii", "skiy", "skij", "sky"} {
			if strings.HasSuffix(w, ending) {
				w = strings.TrimSuffix(w, ending) + "ski"
				break
			}
		}
		w = undouble(nameVowels.Replace(w))
		w = undouble(nameGlides.Replace(w))
		if strings.HasSuffix(w, "of") || strings.HasSuffix(w, "ef") {
			w = w[:len(w)-1] + "v"
		}
		words[i] = w
	}
	return strings.Join(words, " ")
}

// undouble writes each run of one letter once.
func undouble(w string) string {
	var b strings.Builder
	last := rune(-1)
	for _, r := range w {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// withinOne tells whether the Levenshtein distance of two keys is at most 1.
func withinOne(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(y)-len(x) > 1 {
		return false
	}
	i := 0
	for i < len(x) && x[i] == y[i] {
		i++
	}
	if len(x) == len(y) {
		return i == len(x) || string(x[i+1:]) == string(y[i+1:])
	}
	return string(x[i:]) == string(y[i+1:])
}

// letters counts the letters of a key.
func letters(key string) int {
	n := 0
	for _, r := range key {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

func contains[T comparable](list []T, x T) bool {
	for _, v := range list {
		if v == x {
			return true
		}
	}
	return false
}
