package essay

import (
	"strings"
	"unicode"
)

// Op is what became of a stretch of text.
type Op int

// The ops.
const (
	Same Op = iota
	Added
	Removed
)

// Change is a stretch of text and what became of it.
type Change struct {
	Op   Op
	Text string
}

// How many differences are looked into before two stretches count as rewritten: the time grows with the square.
const (
	mostSentences = 2000
	mostWords     = 1000
)

// Diff says how a text became another: what stayed and what was added, put together, are the new text, what stayed
// and what was removed the old one, to the last space. Between two stretches that stayed, what was removed comes
// before what was added.
//
// Sentences are compared first, then the words of those that changed, each with the shortest list of changes (E. Myers,
// "An O(ND) difference algorithm and its variations", Algorithmica 1986). White space alone does not part two changes.
// Where sentences share fewer than two words in five they are rewritten, not corrected: all of the old ones are removed
// and all of the new ones added, so that no stray words stand between.
func Diff(old, new string) []Change {
	var d changes
	d.compare(sentenceUnits(old), sentenceUnits(new), mostSentences, func(old, new []string) {
		var words changes
		words.compare(wordUnits(strings.Join(old, "")), wordUnits(strings.Join(new, "")), mostWords, words.replace)
		if list := words.done(); rewritten(list) {
			d.replace(old, new)
		} else {
			d.add(list)
		}
	})
	return d.done()
}

// rewritten says that fewer than two in five words of the shorter text stayed.
func rewritten(list []Change) bool {
	var n [3]int
	for _, c := range list {
		n[c.Op] += len(strings.Fields(c.Text))
	}
	return 5*n[Same] < 2*(n[Same]+min(n[Added], n[Removed]))
}

// sentenceUnits cuts a text into sentences and the white space between them, wordUnits into words and white space.
func sentenceUnits(text string) []string {
	var units []string
	from := 0
	for _, s := range sentences(outsideQuotations(text)) {
		if from < s.from {
			units = append(units, text[from:s.from])
		}
		units = append(units, text[s.from:s.to])
		from = s.to
	}
	if from < len(text) {
		units = append(units, text[from:])
	}
	return units
}

func wordUnits(text string) []string {
	var units []string
	from, wasSpace := 0, false
	for i, r := range text {
		if space := unicode.IsSpace(r); i > 0 && space != wasSpace {
			units = append(units, text[from:i])
			from = i
		}
		wasSpace = unicode.IsSpace(r)
	}
	if from < len(text) {
		units = append(units, text[from:])
	}
	return units
}

// changes is a list of changes in the making: what was removed and added since the last stretch that stayed is held
// back.
type changes struct {
	list           []Change
	removed, added strings.Builder
}

// compare adds the changes between two lists of units; stretches that differ go to differ, white space between two of
// them included.
func (d *changes) compare(old, new []string, most int, differ func(old, new []string)) {
	i, j := 0, 0
	var pending [2][]string
	flush := func() {
		if len(pending[0])+len(pending[1]) > 0 {
			differ(pending[0], pending[1])
		}
		pending = [2][]string{}
	}
	runs := common(old, new, most)
	for n, run := range runs {
		pending[0] = append(pending[0], old[i:run.old]...)
		pending[1] = append(pending[1], new[j:run.new]...)
		i, j = run.old+run.length, run.new+run.length
		last := n == len(runs)-1 && i == len(old) && j == len(new)
		if text := strings.Join(old[run.old:i], ""); len(pending[0])+len(pending[1]) > 0 && !last &&
			strings.TrimSpace(text) == "" {
			pending[0], pending[1] = append(pending[0], text), append(pending[1], text)
		} else {
			flush()
			d.same(text)
		}
	}
	pending[0] = append(pending[0], old[i:]...)
	pending[1] = append(pending[1], new[j:]...)
	flush()
}

func (d *changes) replace(old, new []string) {
	d.removed.WriteString(strings.Join(old, ""))
	d.added.WriteString(strings.Join(new, ""))
}

// add puts a list of changes after those that are there.
func (d *changes) add(list []Change) {
	for _, c := range list {
		switch c.Op {
		case Same:
			d.same(c.Text)
		case Removed:
			d.removed.WriteString(c.Text)
		case Added:
			d.added.WriteString(c.Text)
		}
	}
}

func (d *changes) same(text string) {
	d.settle()
	d.put(Same, text)
}

func (d *changes) settle() {
	d.put(Removed, d.removed.String())
	d.put(Added, d.added.String())
	d.removed.Reset()
	d.added.Reset()
}

func (d *changes) put(op Op, text string) {
	if n := len(d.list); n > 0 && d.list[n-1].Op == op {
		d.list[n-1].Text += text
	} else if text != "" {
		d.list = append(d.list, Change{op, text})
	}
}

func (d *changes) done() []Change {
	d.settle()
	return d.list
}
