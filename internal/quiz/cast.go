package quiz

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// Person is somebody whose name an answer may hold. Name and Surname are enough; what else is known lets more ways to
// write the name count.
type Person struct {
	Name       string   // "Nikolai Yezhov"
	Surname    string   // "Yezhov"
	Variants   []string // other spellings and other names of the same person
	Given      []string // given names that stand in no variant: "Aleksandr"
	Patronymic string   // "Ivanovich"; "" when it is not known, or the person has none
	Cyrillic   string   // the name in Russian, where its letters do not lead to Name: "Лион Фейхтвангер"
}

// Cast is everybody whose name is recognised. It does not change once made; nil is an empty cast.
type Cast struct {
	people   []Person
	profiles []profile
	keys     [][]string       // of each person, distinct
	byKey    map[string][]int // who answers to a key; a shared surname has several
}

// NewCast makes a cast. Every person answers to name, surname, variants and Cyrillic name, each folded by FoldName, and
// to the surname together with given name, patronymic or initials in the usual orders.
func NewCast(people []Person) *Cast {
	c := &Cast{people: append([]Person(nil), people...), byKey: map[string][]int{}}
	for i, p := range c.people {
		var keys []string
		for _, text := range append([]string{p.Name, p.Surname, p.Cyrillic}, p.Variants...) {
			key := FoldName(text)
			if key == "" || contains(keys, key) {
				continue
			}
			keys = append(keys, key)
			c.byKey[key] = append(c.byKey[key], i)
		}
		c.keys = append(c.keys, keys)
		c.profiles = append(c.profiles, newProfile(p))
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

// called lists the people whom a typed name means, read in any of the ways in which it can be.
func (c *Cast) called(readings []nameReading) []int {
	if c == nil {
		return nil
	}
	var who []int
	for _, r := range readings {
		for _, i := range c.who(r.key()) {
			if !contains(who, i) && (c.profiles[i].feminine || !r.feminine) {
				who = append(who, i)
			}
		}
		for i, p := range c.profiles {
			if slips, ok := p.fits(r); ok && slips == 0 && !contains(who, i) {
				who = append(who, i)
			}
		}
	}
	sort.Ints(who)
	return who
}

// nearly lists the people whose name with given name or initials is at most one letter away.
func (c *Cast) nearly(r nameReading) []int {
	var who []int
	if c == nil || len(r.words) < 2 {
		return nil
	}
	for i, p := range c.profiles {
		if _, ok := p.fits(r); ok {
			who = append(who, i)
		}
	}
	return who
}

// names lists the full names of people.
func (c *Cast) names(who []int) []string {
	var out []string
	for _, i := range who {
		out = append(out, c.people[i].Name)
	}
	return out
}

// expected finds the people whom accepted keys mean. A key that one person alone answers to decides; only when there is
// none do shared keys count, so that "Mandelstam" beside "Osip Mandelstam" does not let in Nadezhda.
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

// rivals tells whether somebody other than the expected people has a key at most one letter away. A surname that they
// share with an expected person makes nobody a rival.
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

// holdsWord tells whether a folded word belongs to the name of anybody.
func (c *Cast) holdsWord(key string) bool {
	if c == nil {
		return false
	}
	for _, keys := range c.keys {
		for _, k := range keys {
			if contains(strings.Fields(k), key) {
				return true
			}
		}
	}
	return false
}

// profile is a name taken apart: the surnames that a person goes by, and the given names and patronymic that may
// accompany one of them.
type profile struct {
	surnames []surname
	fores    [][]nameWord // each a given name and what follows it, in order
	complete bool         // the patronymic is known, so that another one is wrong
	feminine bool         // the given name is a woman's, as far as its ending tells
}

// surname is the key of a surname without spaces, and of how many words it is made.
type surname struct {
	key   string
	words int
}

// menInA are given names of men that end in a, as those of women do.
var menInA = strings.Fields("nikita ilya foma luka kuzma savva danila sasha misha kolya grisha yasha lyova")

func newProfile(p Person) profile {
	var out profile
	out.addSurname(p.Surname)
	own := foldedWords(p.Surname)
	texts := append([]string{p.Name}, p.Variants...)
	for _, text := range texts {
		words := parseWords(text)
		if n := len(words) - len(own); n > 0 && keysOf(words[n:]) == strings.Join(own, " ") {
			out.addFore(words[:n])
		}
	}
	for _, text := range p.Given {
		out.addFore(parseWords(text))
	}
	for _, text := range p.Variants {
		out.addVariant(parseWords(text))
	}
	if fields := strings.Fields(p.Cyrillic); len(fields) > 0 {
		last := len(fields) - 1
		out.addSurname(fields[last])
		out.addFore(parseWords(strings.Join(fields[:last], " ")))
	}
	for _, fore := range out.fores {
		out.feminine = out.feminine || strings.HasSuffix(fore[0].plain, "a") && !contains(menInA, fore[0].plain)
	}
	out.addPatronymic(p.Patronymic)
	return out
}

func foldedWords(text string) []string { return strings.Fields(FoldName(text)) }

func keysOf(words []nameWord) string {
	keys := make([]string, len(words))
	for i, w := range words {
		keys[i] = w.key
	}
	return strings.Join(keys, " ")
}

func (p *profile) addSurname(text string) {
	words := foldedWords(text)
	s := surname{strings.Join(words, ""), len(words)}
	if s.key != "" && !contains(p.surnames, s) {
		p.surnames = append(p.surnames, s)
	}
}

// addFore adds a given name. Titles are none.
func (p *profile) addFore(words []nameWord) {
	if words = withoutTitles(words); len(words) > 0 && !contains(titles, words[0].plain) {
		p.fores = append(p.fores, words)
	}
}

// addVariant adds a variant of one word, or what follows a known given name in it, as another surname.
func (p *profile) addVariant(words []nameWord) {
	if len(words) == 1 {
		p.addSurname(words[0].plain)
	}
	for _, fore := range p.fores {
		if len(words) > 1 && words[0].key == fore[0].key && len(fore[0].plain) > 1 {
			p.addSurname(words[len(words)-1].plain)
			return
		}
	}
}

// addPatronymic puts the patronymic behind every given name, in place of its initial.
func (p *profile) addPatronymic(text string) {
	words := parseWords(text)
	if len(words) == 0 {
		return
	}
	p.complete = true
	for i, fore := range p.fores {
		first := slices.Clone(fore[:1])
		p.fores[i] = append(first, words...)
		if len(fore) > 1 && !fore[1].short {
			p.fores[i] = append(slices.Clone(fore), words...)
		}
	}
}

// fits tells whether a reading is this person's name with at most one letter wrong, and how many are.
func (p profile) fits(r nameReading) (slips int, ok bool) {
	best := 2
	if r.feminine && !p.feminine {
		return 0, false
	}
	n := len(r.words)
	for k := 1; k <= min(n, 3); k++ {
		for _, cut := range []struct{ sur, fore []nameWord }{
			{r.words[n-k:], r.words[:n-k]}, // Genrikh Yagoda
			{r.words[:k], r.words[k:]},     // Yagoda Genrikh
		} {
			s, ok := p.surnameSlips(cut.sur)
			if !ok {
				continue
			}
			if f, ok := p.foreSlips(cut.fore); ok {
				best = min(best, s+f)
			}
		}
	}
	return best, best < 2
}

// surnameSlips compares words with the surnames. Only a surname of five letters or more may have a letter wrong.
func (p profile) surnameSlips(words []nameWord) (slips int, ok bool) {
	key := ""
	for _, w := range words {
		if w.short {
			return 0, false
		}
		key += w.key
	}
	for _, s := range p.surnames {
		if s.key == key {
			return 0, true
		}
		if (len(words) == 1 || len(words) == s.words) && letters(s.key) >= 5 && withinOne(s.key, key) &&
			!isFeminineOf(key, s.key) {
			slips, ok = 1, true
		}
	}
	return slips, ok
}

// foreSlips compares the words that accompany the surname with the given names.
func (p profile) foreSlips(words []nameWord) (slips int, ok bool) {
	if len(words) == 0 {
		return 0, true
	}
	best := 2
	for _, fore := range p.fores {
		if n, ok := p.follow(fore, words); ok {
			best = min(best, n)
		}
	}
	return best, best < 2
}

// follow compares typed words with a given name and patronymic, in order. A whole word may skip some of them, as in
// "Page Arnot"; an initial may not. Where the patronymic is not known, any one may follow.
func (p profile) follow(fore, typed []nameWord) (slips int, ok bool) {
	at, beyond := 0, p.complete
	for _, w := range typed {
		if at == len(fore) {
			if beyond || !w.short && !w.patronymic() {
				return 0, false
			}
			beyond = true
			continue
		}
		found := -1
		for i := at; i < len(fore) && found < 0; i++ {
			if n, ok := w.meets(fore[i]); ok && (i == at || n == 0 && !w.short && !fore[i].short) {
				found, slips = i, slips+n
			}
		}
		if found < 0 {
			return 0, false
		}
		at = found + 1
	}
	return slips, true
}

// nameWord is a word of a name.
type nameWord struct {
	plain string // in small Latin letters
	key   string // folded
	short bool   // an initial or an abbreviation
}

// meets compares a typed word with a word of somebody's name.
func (w nameWord) meets(own nameWord) (slips int, ok bool) {
	switch {
	case w.key == own.key:
		return 0, true
	case w.short && (strings.HasPrefix(own.plain, w.plain) || strings.HasPrefix(own.key, w.key)):
		return 0, w.key != ""
	case own.short && strings.HasPrefix(w.plain, own.plain):
		return 0, true
	case !w.short && letters(own.key) >= 5 && withinOne(w.key, own.key):
		return 1, true
	}
	return 0, false
}

// patronymic tells whether a word has the ending of a patronymic.
func (w nameWord) patronymic() bool {
	for _, ending := range []string{"ich", "ovna", "evna", "ichna"} {
		if strings.HasSuffix(w.plain, ending) && utf8.RuneCountInString(w.plain) > 5 {
			return true
		}
	}
	return false
}
