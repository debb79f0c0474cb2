package course

import (
	"cmp"
	"html"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dossier/internal/quiz"
)

// LongestQuery is how many characters a query may have. Nobody means more: it is a text that was pasted by mistake.
const LongestQuery = 200

// fewestLetters is how much of a word has to be there: two letters begin every other word of a course.
const fewestLetters = 3

// excerptLength is about how many bytes of a place's text are shown beneath its name.
const excerptLength = 180

// Index finds places of one course by their words. It does not change once made, and holds only what everybody may
// read before any answer: no question, no key, no feedback, no exemplar and no model answer.
type Index struct {
	places []spot
	words  []string             // every folded word of the course, sorted
	where  map[string][]posting // by folded word
	keys   []string             // every folded name, sorted; see quiz.FoldName
	spelt  map[string][]string  // by folded name: the words of the course that are spellings of it
	same   map[string][]string  // by folded surname: the other surnames of the same people
}

// spot is something that a search can lead to.
type spot struct {
	ref   Ref
	name  string
	also  string   // other names, which count like the name
	under string   // what stands beside the name
	texts []string // what is read there; an excerpt comes from one of them
	first int      // the number of the first lesson that has it
}

// posting says that a word occurs at a place.
type posting struct {
	place  int
	inName bool
}

// Found is the answer to a query.
type Found struct {
	Short  bool // there are fewer than three letters to look for
	Long   bool // there is more than anybody would look for
	Groups []Group
}

// Group is what was found of one kind: "lesson", "source", "person", "event" or "term".
type Group struct {
	Kind  string
	Total int
	Hits  []Hit // the best of them
}

// Hit is one place that was found.
type Hit struct {
	Ref     Ref
	Name    []Piece
	Under   []Piece // what tells it from others: its lesson, its writer, its date
	Excerpt []Piece
}

// Piece is a run of text. Found pieces are what the query asks for.
type Piece struct {
	Text  string
	Found bool
}

// placeKinds are the kinds of places in the order in which equally good groups stand.
var placeKinds = []string{"lesson", "source", "person", "event", "term"}

// NewIndex reads a course once for all queries.
func NewIndex(c *Course) *Index {
	x := &Index{where: map[string][]posting{}, spelt: map[string][]string{}, same: map[string][]string{}}
	x.addLessons(c)
	x.addCollections(c)
	proper := map[string]bool{} // words that are written with a capital letter: only those can be names
	for i, p := range x.places {
		x.read(i, p.name, true, proper)
		x.read(i, p.also, true, proper)
		for _, text := range p.texts {
			x.read(i, text, false, proper)
		}
		if p.ref.Kind != "lesson" { // every section would be found under the name of its lesson
			x.read(i, p.under, false, proper)
		}
	}
	for word := range x.where {
		x.words = append(x.words, word)
	}
	slices.Sort(x.words)
	x.addNames(c, proper)
	return x
}

func (x *Index) addLessons(c *Course) {
	for _, l := range c.Lessons {
		texts := []string{l.Question, bareText(l.Lede.HTML)}
		for _, o := range l.Objectives {
			texts = append(texts, o.Text)
		}
		x.places = append(x.places, spot{ref: Ref{Kind: "lesson", ID: l.ID}, name: l.Title, first: l.Number,
			under: "Lesson " + itoa(l.Number), texts: []string{strings.Join(texts, " ")}})
		for _, s := range l.Sections {
			x.places = append(x.places, spot{ref: Ref{Kind: "lesson", ID: l.ID, Part: s.ID}, name: s.Title,
				under: "Lesson " + itoa(l.Number) + ": " + l.Title, texts: sectionTexts(s), first: l.Number})
		}
	}
}

// sectionTexts is a section in its full text and in plain words. Questions are left out, and so are the words of
// sources, which are places of their own.
func sectionTexts(s *Section) []string {
	var full, plain []string
	for _, b := range s.Blocks {
		switch {
		case b.Paragraph != nil:
			full = append(full, bareText(b.Paragraph.HTML))
		case b.Figure != nil:
			full = append(full, b.Figure.Title+".", b.Figure.Caption)
		case b.Comparison != nil:
			full = append(full, b.Comparison.About+".")
			for _, side := range b.Comparison.Sides {
				full = append(full, side.Says)
			}
		}
	}
	for _, p := range s.Plain {
		plain = append(plain, bareText(p.HTML))
	}
	return []string{strings.Join(full, " "), strings.Join(plain, " ")}
}

func (x *Index) addCollections(c *Course) {
	first := firstLessons(c)
	add := func(p spot) {
		p.first = math.MaxInt
		if number, ok := first[p.ref]; ok {
			p.first = number
		}
		x.places = append(x.places, p)
	}
	blind := blindSources(c)
	for _, s := range c.Sources {
		p := spot{ref: Ref{Kind: "source", ID: s.ID}, name: s.Title, also: s.Creator,
			under: s.Creator + ", " + s.Date.Words(), texts: []string{sentenceOf(s.Kind) + " " + s.Who}}
		if !blind[s.ID] {
			p.texts = append(p.texts, bareText(s.Faithful), bareText(s.Plain), strings.Join([]string{s.Stake, s.Audience,
				s.CouldKnow, s.CouldNotKnow, s.Value, s.Limitation, s.Provenance}, " "))
		}
		add(p)
	}
	for _, p := range c.People {
		text := sentenceOf(p.Role) + " Fate: " + p.Fate + "."
		if len(p.Variants) > 0 {
			text += " Also spelled " + strings.Join(p.Variants, ", ") + "."
		}
		add(spot{ref: Ref{Kind: "person", ID: p.ID}, name: p.Name, also: strings.Join(p.Variants, ", "),
			texts: []string{text}})
	}
	for _, e := range c.Events {
		add(spot{ref: Ref{Kind: "event", ID: e.ID}, name: e.Title, under: e.Date.Words(), texts: []string{e.Text}})
	}
	for _, t := range c.Terms {
		add(spot{ref: Ref{Kind: "term", ID: t.ID}, name: t.Term, texts: []string{t.Meaning}})
	}
}

// blindSources are those that lie on a bench without their writer's name. Of these a search knows what the list of
// sources shows and no more: otherwise a phrase from the bench would name who wrote it.
func blindSources(c *Course) map[string]bool {
	blind := map[string]bool{}
	for _, b := range c.Benches {
		for _, t := range b.Texts {
			if t.Blind != "" {
				blind[t.Source.ID] = true
			}
		}
	}
	return blind
}

// firstLessons is the number of the lesson in which a person, a term or a source is met first. An event is met with
// the people who take part in it.
func firstLessons(c *Course) map[Ref]int {
	first := map[Ref]int{}
	meet := func(l *Lesson, kind, id string) {
		if ref := (Ref{Kind: kind, ID: id}); first[ref] == 0 {
			first[ref] = l.Number
		}
	}
	for _, l := range c.Lessons {
		for _, s := range l.Sections {
			for _, b := range s.Blocks {
				if b.Paragraph == nil {
					continue
				}
				for _, n := range b.Paragraph.Notes {
					switch {
					case n.Person != nil:
						meet(l, "person", n.Person.ID)
					case n.Term != nil:
						meet(l, "term", n.Term.ID)
					}
				}
			}
		}
		for _, s := range l.Sources {
			meet(l, "source", s.ID)
		}
	}
	for _, e := range c.Events {
		for _, p := range e.People {
			number, met := first[Ref{Kind: "person", ID: p.ID}]
			if at := (Ref{Kind: "event", ID: e.ID}); met && (first[at] == 0 || number < first[at]) {
				first[at] = number
			}
		}
	}
	return first
}

// read notes where the words of a text occur.
func (x *Index) read(place int, text string, inName bool, proper map[string]bool) {
	for _, w := range wordsIn(text) {
		r, _ := utf8.DecodeRuneInString(text[w.from:])
		for _, folded := range []string{w.folded, w.owner} {
			all := x.where[folded]
			if n := len(all); folded == "" || n > 0 && all[n-1].place == place {
				continue // the name was read before the text, and counts for more
			}
			if unicode.IsUpper(r) {
				proper[folded] = true
			}
			x.where[folded] = append(all, posting{place, inName})
		}
	}
}

// addNames brings the spellings of each name together, as a quiz does: Ezhov and Jezhov find Yezhov wherever it is
// written. People who have several surnames are found under each.
func (x *Index) addNames(c *Course, proper map[string]bool) {
	known := map[string]bool{}
	for _, p := range c.People {
		var surnames []string
		for _, name := range append([]string{p.Name, p.Surname}, p.Variants...) {
			words := strings.Fields(quiz.FoldName(name))
			for _, w := range words {
				known[w] = true
			}
			if n := len(words); n > 0 && !slices.Contains(surnames, words[n-1]) {
				surnames = append(surnames, words[n-1])
			}
		}
		for _, surname := range surnames {
			x.same[surname] = append(x.same[surname], surnames...)
		}
	}
	for word := range proper {
		if key := quiz.FoldName(word); known[key] {
			x.spelt[key] = append(x.spelt[key], word)
		}
	}
	for key := range x.spelt {
		x.keys = append(x.keys, key)
	}
	slices.Sort(x.keys)
}

// Find looks for the places in which every word of a query occurs, or one that begins with it. Of each group it returns
// the best limit, or all for a limit of 0. A name counts for more than a text, a whole word for more than a
// beginning, and after that what comes earlier in the course stands first.
func (x *Index) Find(query string, limit int) Found { return x.find(query, placeKinds, limit) }

// FindAll looks for all places of one kind.
func (x *Index) FindAll(query, kind string) Found { return x.find(query, []string{kind}, 0) }

func (x *Index) find(query string, kinds []string, limit int) Found {
	if utf8.RuneCountInString(query) > LongestQuery {
		return Found{Long: true}
	}
	split, joined := x.ask(query)
	if len(split) == 0 {
		return Found{Short: true}
	}
	best := map[int]int{} // rank by place
	x.match(split, best)
	terms := split
	if joined != nil {
		x.match(joined, best)
		terms = append(terms, joined...)
	}
	return x.grouped(best, terms, kinds, limit)
}

// term is one word of a query.
type term struct {
	word  string
	whole bool            // it is too short to be the beginning of a word
	other map[string]bool // other words that count as well
}

func (t term) fits(w word) bool {
	return w.folded == t.word || !t.whole && strings.HasPrefix(w.folded, t.word) || t.other[w.folded] || t.other[w.owner]
}

// ask reads a query. A hyphen may part words or join them: joined is the query in the second way, nil when it has none.
// Both are empty when there is too little to look for.
func (x *Index) ask(query string) (split, joined []term) {
	letters, covered, compounds := 0, 0, false
	seen := map[string]bool{}
	words := wordsIn(query)
	for _, w := range words {
		if w.folded == "" { // a mark that stands alone
			continue
		}
		if w.compound {
			compounds = true
			continue
		}
		letters += utf8.RuneCountInString(w.folded)
		if !seen[w.folded] {
			seen[w.folded] = true
			split = append(split, x.term(w))
		}
	}
	if letters < fewestLetters {
		return nil, nil
	}
	if compounds {
		slices.SortStableFunc(words, func(a, b word) int { return cmp.Or(a.from-b.from, b.to-a.to) })
		for _, w := range words {
			if w.from >= covered && w.folded != "" {
				joined = append(joined, x.term(w))
				covered = w.to
			}
		}
	}
	return split, joined
}

func (x *Index) term(w word) term {
	t := term{word: cmp.Or(w.owner, w.folded), other: map[string]bool{}}
	t.whole = utf8.RuneCountInString(t.word) < fewestLetters
	if one, many := strings.CutSuffix(t.word, "s"); many && len(one) > fewestLetters {
		t.other[one] = true
	}
	key := quiz.FoldName(t.word)
	keys := append([]string{key}, x.same[key]...)
	if utf8.RuneCountInString(key) > fewestLetters+1 { // the beginnings of names are much alike
		keys = append(keys, beginningWith(x.keys, key)...)
	}
	for _, k := range keys {
		for _, spelling := range x.spelt[k] {
			t.other[spelling] = true
		}
	}
	return t
}

// beginningWith is the part of a sorted list that begins with a prefix.
func beginningWith(sorted []string, prefix string) []string {
	from, _ := slices.BinarySearch(sorted, prefix)
	to := from
	for to < len(sorted) && strings.HasPrefix(sorted[to], prefix) {
		to++
	}
	return sorted[from:to]
}

// How well one word fits a place.
const (
	inText = 1 + iota
	beginsInName
	wholeInName
)

// match ranks the places in which all terms occur. The best rank is 0.
func (x *Index) match(terms []term, best map[int]int) {
	fit, counted := make([]int, len(x.places)), make([]int, len(x.places))
	named, whole := make([]int, len(x.places)), make([]int, len(x.places))
	for _, t := range terms {
		clear(fit)
		note := func(word string) {
			for _, p := range x.where[word] {
				grade := inText
				if p.inName {
					grade = beginsInName
					if word == t.word || t.other[word] {
						grade = wholeInName
					}
				}
				fit[p.place] = max(fit[p.place], grade)
			}
		}
		if t.whole {
			note(t.word)
		} else {
			for _, word := range beginningWith(x.words, t.word) {
				note(word)
			}
		}
		for word := range t.other {
			note(word)
		}
		for i, grade := range fit {
			if grade >= inText {
				counted[i]++
			}
			if grade >= beginsInName {
				named[i]++
			}
			if grade == wholeInName {
				whole[i]++
			}
		}
	}
	for i := range x.places {
		if counted[i] < len(terms) {
			continue
		}
		rank := 3
		switch {
		case whole[i] == len(terms):
			rank = 0
		case named[i] == len(terms):
			rank = 1
		case named[i] > 0:
			rank = 2
		}
		if before, found := best[i]; !found || rank < before {
			best[i] = rank
		}
	}
}

// grouped sorts what was found. The group with the best hit stands first.
func (x *Index) grouped(rank map[int]int, terms []term, kinds []string, limit int) Found {
	of := map[string][]int{}
	for i := range x.places {
		if _, ok := rank[i]; ok {
			kind := x.places[i].ref.Kind
			of[kind] = append(of[kind], i)
		}
	}
	var found Found
	var tops []int
	for _, kind := range kinds {
		all := of[kind]
		if len(all) == 0 {
			continue
		}
		slices.SortStableFunc(all, func(a, b int) int {
			return cmp.Or(cmp.Compare(rank[a], rank[b]), cmp.Compare(x.places[a].first, x.places[b].first))
		})
		g := Group{Kind: kind, Total: len(all)}
		shown := all
		if limit > 0 {
			shown = all[:min(limit, len(all))]
		}
		for _, i := range shown {
			g.Hits = append(g.Hits, x.places[i].hit(terms))
		}
		at, _ := slices.BinarySearchFunc(tops, rank[all[0]]+1, cmp.Compare[int])
		tops = slices.Insert(tops, at, rank[all[0]])
		found.Groups = slices.Insert(found.Groups, at, g)
	}
	return found
}

func (p spot) hit(terms []term) Hit {
	whole := func(text string) []Piece { return pieces(text, 0, len(text), marksIn(text, terms)) }
	h := Hit{Ref: p.ref, Name: whole(p.name), Under: whole(p.under)}
	most := -1
	for _, text := range p.texts {
		marks := marksIn(text, terms)
		from, to, n := window(text, marks)
		if n > most {
			most, h.Excerpt = n, pieces(text, from, to, marks)
		}
	}
	return h
}

// span is a found run of a text, and which term found it.
type span struct{ from, to, term int }

func marksIn(text string, terms []term) []span {
	var marks []span
	for _, w := range wordsIn(text) {
		for i, t := range terms {
			if t.fits(w) {
				marks = append(marks, span{w.from, w.to, i})
				break
			}
		}
	}
	slices.SortFunc(marks, func(a, b span) int { return cmp.Or(a.from-b.from, b.to-a.to) })
	return marks
}

// window is the part of a text in which the most different terms are found, and how many they are.
func window(text string, marks []span) (from, to, most int) {
	start := 0
	for i, first := range marks {
		distinct := map[int]bool{}
		for _, m := range marks[i:] {
			if m.to-first.from > excerptLength*2/3 {
				break
			}
			distinct[m.term] = true
		}
		if len(distinct) > most {
			most, start = len(distinct), first.from
		}
	}
	from = max(0, start-excerptLength/3)
	to = min(len(text), from+excerptLength)
	if from = max(0, min(from, to-excerptLength)); from > 0 {
		if space := strings.IndexByte(text[from:], ' '); space >= 0 && from+space < start {
			from += space + 1
		}
	}
	if to < len(text) {
		if space := strings.LastIndexByte(text[from:to], ' '); space > 0 {
			to = from + space
		}
	}
	for from < len(text) && !utf8.RuneStart(text[from]) {
		from++
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	return from, to, most
}

// pieces cuts a part of a text at what was found.
func pieces(text string, from, to int, marks []span) []Piece {
	var out []Piece
	plain := func(s string) {
		if s != "" {
			out = append(out, Piece{Text: s})
		}
	}
	before := ""
	if from > 0 {
		before = "… "
	}
	at := from
	for _, m := range marks {
		if m.from < at || m.to > to {
			continue
		}
		plain(before + text[at:m.from])
		out, before, at = append(out, Piece{Text: text[m.from:m.to], Found: true}), "", m.to
	}
	after := ""
	if to < len(text) {
		after = " …"
	}
	plain(before + text[at:to] + after)
	return out
}

// word is a word of a text, folded, and where it stands.
type word struct {
	folded   string
	owner    string // of "Stalin's": stalin; "" when nobody's
	from, to int
	compound bool // made of words that hyphens join
}

const (
	apostrophes = "'’‘ʼʹ`´"
	hyphens     = "-‐‑"
)

// wordsIn lists the words of a text: runs of letters and digits, with the apostrophes between them. Words that hyphens
// join are listed one by one, and then together.
func wordsIn(text string) []word {
	words := make([]word, 0, len(text)/6+1)
	joined := 0 // how many words before this one belong to it
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !wordly(r) {
			at += size
			continue
		}
		w := word{from: at}
		for at < len(text) {
			if r, size = utf8.DecodeRuneInString(text[at:]); !wordly(r) && !between(text, at, size, r, apostrophes) {
				break
			}
			at += size
		}
		w.to, w.folded = at, foldWord(text[w.from:at])
		if n := len(w.folded) - 1; n > 0 && w.folded[n] == 's' && owned(text[w.from:at-1]) {
			w.owner = w.folded[:n]
		}
		words = append(words, w)
		joined++
		if at < len(text) && between(text, at, size, r, hyphens) {
			at += size
			continue
		}
		if joined > 1 {
			parts := words[len(words)-joined:]
			whole := word{from: parts[0].from, to: w.to, compound: true}
			for _, part := range parts {
				whole.folded += part.folded
			}
			words = append(words, whole)
		}
		joined = 0
	}
	return words
}

// owned tells whether a word ends in an apostrophe, before the s that follows it.
func owned(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return strings.ContainsRune(apostrophes, r)
}

// wordly tells whether a character belongs to a word. Marks do, which stand above letters.
func wordly(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// between tells whether the character at a place is one of some and has more of a word behind it.
func between(text string, at, size int, r rune, some string) bool {
	if !strings.ContainsRune(some, r) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(text[at+size:])
	return wordly(next)
}

// foldWord brings the ways to write a word to one: small Latin letters without marks and apostrophes.
func foldWord(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return strings.Join(quiz.PlainWords(s), "")
		}
	}
	return strings.ToLower(strings.ReplaceAll(s, "'", ""))
}

// bareText is HTML of ours as it is read: without tags and without the numbers of notes.
func bareText(src []byte) string {
	var b strings.Builder
	b.Grow(len(src))
	const note = `<a class="cite"`
	for s := string(src); s != ""; {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:open])
		s = s[open:]
		end := ">"
		if strings.HasPrefix(s, note) {
			end = "</a>"
		} else if strings.HasPrefix(s, "</p") || strings.HasPrefix(s, "</li") || strings.HasPrefix(s, "<br") {
			b.WriteByte(' ')
		}
		_, s, _ = strings.Cut(s, end)
	}
	return strings.Join(strings.Fields(html.UnescapeString(b.String())), " ")
}

// sentenceOf writes words as a sentence.
func sentenceOf(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + strings.TrimRight(s[size:], ".") + "."
}
