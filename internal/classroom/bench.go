package classroom

// Trust is how far a student trusts a source of a bench for its question, 1 to 5: Before they know who
// wrote it, and After. 0 is not said yet.
type Trust struct {
	Source string
	Before int
	After  int
	Moved  string // the sentence on what moved
}

// CardGuess is what a student thinks that the writer of a source could know, and had to gain or to lose, before the
// card of the source says it.
type CardGuess struct {
	Source string
	Words  string
}

// Pick is a phrase that a student has picked as evidence, under the number by which an answer cites it.
type Pick struct {
	Number int
	Phrase string
	Source string
	Quote  string
	Kept   bool // false once it was put back; its number stays its own
	Round  int  // of the text for which it was first picked
}

// NewPick is a phrase to be picked.
type NewPick struct{ Phrase, Source, Quote string }

// Practice is the levels that a student gave to one exemplar, try by try.
type Practice struct {
	Bench    string
	Exemplar string
	Tries    []map[string]int // level by skill
}

// NewPractice is a try at judging an exemplar.
type NewPractice struct {
	Rubric   string
	Bench    string // whose exemplar it is
	Exemplar string
	Try      int            // counted from 1
	Levels   map[string]int // by skill
}

// Shares is what a class made of the sources of a bench.
type Shares struct {
	Students int            // who have picked anything
	Picked   map[string]int // how many hold on to a phrase, by phrase
	Said     int            // students who have said before and after how far they trust a source
	Before   map[string][5]int
	After    map[string][5]int // how many trust a source at each of the five steps, by source; only those who said both
}
