package quiz

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// EvidenceHighlight asks for the words of a source that show something: to be ticked in its text, or to be copied. It
// may ask for a reason as well.
type EvidenceHighlight struct {
	Source   string   `yaml:"source"`
	Mode     string   `yaml:"mode,omitempty"`     // segments, which is meant when it is left out, or quote
	MinPick  int      `yaml:"min_pick,omitempty"` // of segments
	MaxPick  int      `yaml:"max_pick,omitempty"`
	Segments []Span   `yaml:"segments"`
	Because  *Because `yaml:"because,omitempty"`

	words string // of the source
}

// Span is a run of words in the source, and how well they show what is asked for.
type Span struct {
	ID       string `yaml:"id"`
	Quote    string `yaml:"quote"`
	Role     string `yaml:"role"`
	Feedback string `yaml:"feedback"`
}

// Because asks for the reason of a choice.
type Because struct {
	Ask     string   `yaml:"ask"`
	Options []Option `yaml:"options"`
}

const (
	modeSegments = "segments"
	modeQuote    = "quote"

	roleKey     = "key"
	roleNear    = "near"
	roleTrap    = "trap"
	roleNeutral = "neutral"
)

// roleWords say in feedback what a span is.
var roleWords = map[string]string{
	roleKey: "shows it", roleNear: "comes close", roleTrap: "seems to show it and does not",
	roleNeutral: "does not show it",
}

// What the parts of the score weigh when a reason is asked for, and how many times longer than the key a quotation may
// be.
const (
	evidenceShare = 0.7
	reasonShare   = 0.3
	overQuoting   = 2.5
	maxQuotation  = 2000 // characters
)

// SetSources takes the words of the source, against which a quotation is checked.
func (q *EvidenceHighlight) SetSources(texts []SourceText) {
	if len(texts) > 0 {
		q.words = texts[0].Words
	}
}

// Cites is the source.
func (q *EvidenceHighlight) Cites() []string { return []string{q.Source} }

// Quoting tells whether words are copied rather than ticked.
func (q *EvidenceHighlight) Quoting() bool { return q.Mode == modeQuote }

// Quotes are the words of all segments in their order.
func (q *EvidenceHighlight) Quotes() []string {
	out := make([]string, len(q.Segments))
	for i, s := range q.Segments {
		out[i] = s.Quote
	}
	return out
}

// IsKey tells whether segment i is what was asked for.
func (q *EvidenceHighlight) IsKey(i int) bool { return q.Segments[i].Role == roleKey }

func (q *EvidenceHighlight) segmentIDs() []string {
	ids := make([]string, len(q.Segments))
	for i, s := range q.Segments {
		ids[i] = s.ID
	}
	return ids
}

// DealtReasons returns the reasons in the order this person sees; none when no reason is asked for.
func (q *EvidenceHighlight) DealtReasons(d Deal) []Option {
	return dealtAsked("because", q.reasons(), d)
}

func (q *EvidenceHighlight) reasons() []Option {
	if q.Because == nil {
		return nil
	}
	return q.Because.Options
}

// Parse reads field "a", the handles of ticked segments, or field "quote", the words that were copied; and field
// "because", the handle of the reason. The parts of the answer have the same names.
func (q *EvidenceHighlight) Parse(f Form, d Deal) (Answer, []Problem) {
	a := Answer{}
	var ps []Problem
	if q.Quoting() {
		text := cleanTyped(f.Value("quote"))
		if message := q.quotationProblem(text); message != "" {
			ps = append(ps, Problem{"quote", message})
		}
		a["quote"] = []string{text}
	} else {
		ids, message := q.parseSegments(f, d)
		if message != "" {
			ps = append(ps, Problem{"a", message})
		}
		a["a"] = ids
	}
	if q.Because != nil {
		id, ok := d.Part(f.Value("because"), optionIDs(q.Because.Options))
		if !ok {
			ps = append(ps, Problem{"because", "Choose a reason."})
		}
		a["because"] = []string{id}
	}
	if len(ps) > 0 {
		return nil, ps
	}
	return a, nil
}

// Fill is the form that gives an answer.
func (q *EvidenceHighlight) Fill(a Answer, d Deal) Form {
	return Form{"quote": a["quote"], "a": handles(d, a["a"]), "because": handles(d, a["because"])}
}

func (q *EvidenceHighlight) parseSegments(f Form, d Deal) (ids []string, problem string) {
	chosen := map[string]bool{}
	for _, handle := range f["a"] {
		id, ok := d.Part(handle, q.segmentIDs())
		if !ok {
			return nil, "Choose from the words that are marked here."
		}
		chosen[id] = true
	}
	n, least, most := len(chosen), max(1, q.MinPick), q.MaxPick
	passages := func(n int) string { return amount(n, "passage", "passages") }
	if n < least || n > most {
		switch {
		case least == most:
			problem = "Choose exactly " + passages(least) + "."
		case n < least:
			problem = "Choose at least " + passages(least) + "."
		default:
			problem = "Choose at most " + passages(most) + "."
		}
		if n > 0 {
			problem += " You chose " + counted(n) + "."
		}
		return nil, problem
	}
	for _, s := range q.Segments {
		if chosen[s.ID] {
			ids = append(ids, s.ID)
		}
	}
	return ids, ""
}

func (q *EvidenceHighlight) quotationProblem(text string) string {
	switch {
	case wordCount(text) == 0:
		return "Copy the words from the source into the box."
	case len([]rune(text)) > maxQuotation:
		return "This is too long. Copy only the words that show it."
	case q.words != "" && !holds(q.words, text):
		return "These words are not in the source. Copy them exactly."
	}
	return ""
}

// Grade gives, for ticked segments, the keys and half the near ones less half the others, over the number of keys that
// can be ticked; for a quotation 1 when it holds a key and has at most two and a half times its words, one half when it
// is longer or holds a near one alone, and else 0. Where a reason is asked for, that counts seven tenths and the right
// reason three.
func (q *EvidenceHighlight) Grade(a Answer) Grade {
	var g Grade
	if q.Quoting() {
		g = q.gradeQuotation(cleanTyped(a.Value("quote")))
	} else {
		g = q.gradeSegments(a["a"])
	}
	if q.Because == nil {
		return g
	}
	g.Score *= evidenceShare
	for _, l := range choiceLines(q.Because.Options, map[string]bool{a.Value("because"): true}) {
		l.Group = q.Because.Ask
		if l.Chosen {
			g.Given = strings.TrimPrefix(g.Given+"; because: "+l.Label, "; ")
			if l.Mark == Right {
				g.Score += reasonShare
			}
		}
		g.Lines = append(g.Lines, l)
	}
	g.Score = clamp(g.Score)
	return g
}

func (q *EvidenceHighlight) gradeSegments(ids []string) Grade {
	var g Grade
	var given []string
	chosen := make([]bool, len(q.Segments))
	for i, s := range q.Segments {
		chosen[i] = slices.Contains(ids, s.ID)
		if chosen[i] {
			given = append(given, s.Quote)
		}
		g.Lines = append(g.Lines, s.line(chosen[i], chosen[i]))
	}
	g.Given, g.Score = strings.Join(given, "; "), q.segmentScore(func(i int) bool { return chosen[i] })
	return g
}

// segmentScore is the score of ticked segments.
func (q *EvidenceHighlight) segmentScore(chosen func(int) bool) float64 {
	keys, sum := 0, 0.0
	for i, s := range q.Segments {
		if s.Role == roleKey {
			keys++
		}
		switch {
		case !chosen(i):
		case s.Role == roleKey:
			sum++
		case s.Role == roleNear:
			sum += 0.5
		default:
			sum -= 0.5
		}
	}
	if k := min(keys, q.MaxPick); k > 0 {
		return clamp(sum / float64(k))
	}
	return 0
}

// line is the feedback on a span; given tells that it is part of the answer, and chosen that it is the answer.
func (s Span) line(given, chosen bool) Line {
	mark := Rest
	switch {
	case given && s.Role == roleKey:
		mark = Right
	case given && s.Role == roleNear:
		mark = Near
	case given:
		mark = Wrong
	case s.Role == roleKey:
		mark = Missed
	}
	return Line{ID: s.ID, Label: s.Quote, Chosen: chosen, Expected: roleWords[s.Role], Mark: mark, Feedback: s.Feedback}
}

func (q *EvidenceHighlight) gradeQuotation(text string) Grade {
	g := Grade{Given: text}
	n := wordCount(text)
	own := Line{
		ID: "quote", Label: CopiedWords + text, Chosen: true, Mark: Wrong,
		Feedback: "These words do not hold a passage that shows it.",
	}
	for _, s := range q.Segments {
		held := n > 0 && holds(text, s.Quote)
		g.Lines = append(g.Lines, s.line(held, false))
		words := wordCount(s.Quote)
		switch {
		case held && s.Role == roleNear && g.Score == 0:
			g.Score, own.Mark, own.Feedback = 0.5, Near, "These words come close: they hold a passage that goes half of the way."
		case !held || s.Role != roleKey:
		case float64(n) <= overQuoting*float64(words):
			g.Score, own.Mark, own.Feedback = 1, Right, "These words hold a passage that shows it, and little else."
		case g.Score < 1:
			g.Score, own.Mark = 0.5, Near
			own.Feedback = fmt.Sprintf(
				"The passage that shows it is in here, but you copied %d words and %d would do. Copy only the words that show it.",
				n, words,
			)
		}
	}
	if n > 0 {
		g.Lines = append([]Line{own}, g.Lines...)
	}
	return g
}

// holds tells whether a text contains these words as whole words. Case, spaces and the forms of quotation marks and
// dashes do not count.
func holds(text, words string) bool {
	in, want := []rune(foldQuotation(text)), []rune(foldQuotation(words))
	inWord := func(i int) bool { return i >= 0 && i < len(in) && (unicode.IsLetter(in[i]) || unicode.IsDigit(in[i])) }
	for at := 0; len(want) > 0 && at+len(want) <= len(in); at++ {
		if slices.Equal(in[at:at+len(want)], want) && !inWord(at-1) && !inWord(at+len(want)) {
			return true
		}
	}
	return false
}

// foldQuotation is the key under which a quotation is looked for. Signs at its ends do not count.
func foldQuotation(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("“”„‟«»″", r):
			return '"'
		case strings.ContainsRune(apostrophes, r):
			return '\''
		case unicode.Is(unicode.Pd, r):
			return '-'
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD")))
	s = strings.Join(strings.Fields(s), " ")
	return strings.TrimFunc(
		s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) },
	)
}

// GuessScore is the mean score over everything that can be ticked; nobody copies the right words blindly. A reason is
// guessed as an option is.
func (q *EvidenceHighlight) GuessScore() float64 {
	s := 0.0
	if !q.Quoting() && len(q.Segments) <= 16 {
		sum, ways := 0.0, 0.0
		for set := range uint(1) << len(q.Segments) {
			if n := bits.OnesCount(set); n >= max(1, q.MinPick) && n <= q.MaxPick {
				sum += q.segmentScore(func(i int) bool { return set>>i&1 == 1 })
				ways++
			}
		}
		if ways > 0 {
			s = sum / ways
		}
	}
	if q.Because != nil && len(q.Because.Options) > 0 {
		s = evidenceShare*s + reasonShare/float64(len(q.Because.Options))
	}
	return s
}

// Asks is "": the stem says it all.
func (q *EvidenceHighlight) Asks() string { return "" }

// Parts are the question about the reason and the reasons. The passages are the source's words, not ours to make easy.
func (q *EvidenceHighlight) Parts() []string {
	if q.Because == nil {
		return nil
	}
	return append([]string{q.Because.Ask}, optionTexts(q.Because.Options)...)
}

// Typed is nothing: words are found in the source, not remembered.
func (q *EvidenceHighlight) Typed() []string { return nil }

// Check applies V14 and what V23 can say without the source.
func (q *EvidenceHighlight) Check(Common) []Finding {
	var fs []Finding
	bad := func(path, message, remedy string) { fs = append(fs, failure("V23", path, message, remedy)) }
	if q.Source == "" {
		bad("$.source", "the question names no source", "write source: ID")
	}
	if q.Mode != "" && q.Mode != modeSegments && q.Mode != modeQuote {
		bad("$.mode", "no such mode: "+quoted(q.Mode), "use segments or quote")
	}
	if n := len(q.Segments); n < 3 || n > 8 {
		bad("$.segments", "there are "+counted(n)+" segments", "use 3 to 8")
	}
	var parts []part
	var feedback []said
	keys := 0
	for i, s := range q.Segments {
		at := "$.segments" + index(i)
		parts = append(parts, part{at, s.ID, s.Quote})
		feedback = append(feedback, said{at + ".feedback", s.Feedback})
		if s.Role == roleKey {
			keys++
		}
		if roleWords[s.Role] == "" {
			bad(at+".role", "no such role: "+quoted(s.Role), "use key, near, trap or neutral")
		}
	}
	if keys < 1 || len(q.Segments)-keys < 2 {
		bad(
			"$.segments", counted(keys)+" of "+counted(len(q.Segments))+" segments are right",
			"have at least one with role: key, and two without",
		)
	}
	fs = append(append(fs, q.checkPicks(keys)...), q.checkBecause()...)
	return append(append(fs, calledText(checkParts("V23", parts), "$.segments", "quote")...), checkFeedback(feedback)...)
}

// checkPicks reports numbers of segments to pick that cannot be picked, or of which too few are right.
func (q *EvidenceHighlight) checkPicks(keys int) []Finding {
	var fs []Finding
	bad := func(path, message, remedy string) { fs = append(fs, failure("V23", path, message, remedy)) }
	switch {
	case q.Quoting() && (q.MinPick != 0 || q.MaxPick != 0):
		bad("$.max_pick", "nothing is picked where words are copied", "leave min_pick and max_pick out")
	case !q.Quoting() && (q.MinPick < 1 || q.MaxPick < q.MinPick || q.MaxPick >= len(q.Segments)):
		bad(
			"$.max_pick", fmt.Sprintf("%d to %d of %d segments cannot be picked", q.MinPick, q.MaxPick, len(q.Segments)),
			"let min_pick be 1 or more, and max_pick leave some out",
		)
	case !q.Quoting() && q.MinPick > keys:
		bad("$.min_pick", "more has to be picked than is right", "ask for at most "+counted(keys))
	}
	return fs
}

// checkBecause applies the rules for options to the reasons.
func (q *EvidenceHighlight) checkBecause() []Finding {
	if q.Because == nil {
		return nil
	}
	fs := checkAsked("$.because", q.Because.Ask, q.Because.Options)
	// One list of ids: a segment and a reason of the same id would have the same handle.
	for i, o := range q.Because.Options {
		if slices.Contains(q.segmentIDs(), o.ID) {
			fs = append(fs, failure(
				"V23", "$.because.options"+index(i)+".id", "a segment has the id "+quoted(o.ID)+" as well",
				"give each part an id of its own",
			))
		}
	}
	return fs
}
