package export

import (
	"fmt"
	"math"
	"strings"
	"unicode"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
)

// Bank is questions and writing tasks to be taken to another program.
type Bank struct {
	Title   string
	Entries []BankEntry
}

// BankEntry is a question or a writing task: exactly one is set.
type BankEntry struct {
	Category []string // from the outside in, without the title of the bank: "1 Before the Terror", "Quiz"
	Question *quiz.Question
	Task     *WritingTask
	Shown    []Shown                  // what stands beside it
	Ruled    classroom.CorrectionKind // what a teacher has done to the question since; its key is the one that counts
}

// Shown is a source beside a question, or a figure.
type Shown struct {
	ID, Name string
	Words    string // what it says; of a figure, what is to be seen
	Figure   bool
}

func (s Shown) title() string {
	if s.Figure {
		return "Figure: " + s.Name
	}
	return "Source: " + s.Name
}

// WritingTask asks for an essay.
type WritingTask struct {
	ID         string
	Version    int
	Title, Ask string
	Marks      float64
	Min, Max   int      // words
	Scaffold   []string // prompts that help with the writing
	Rubric     string   // the levels, for whoever marks
	Model      string
	Indicative []string // points that an answer may make
	Exemplars  []string
	Left       []string // sentences about what stays in Dossier
}

// form is what a piece asks for.
type form int

const (
	reads  form = iota // nothing: it is a text to read
	picks              // one option
	ticks              // several options
	judges             // true or false
	types              // words
	counts             // a number
	pairs              // what belongs together
	writes             // some sentences
)

// piece is a question as other programs know questions. Texts are plain, with line ends. A question of ours becomes one
// piece or several.
type piece struct {
	id, title, text string
	form            form
	category        []string
	options         []pieceOption // of picks, ticks and types
	fixed           bool          // the options stay in their order
	truth           bool          // of judges
	saidRight       string        // of judges
	saidWrong       string        // of judges
	bands           []pieceBand   // of counts: the first that holds the number decides
	pairs           []piecePair   // of pairs; one without a left side belongs to nothing
	general         string        // for students, after the answer
	grader          string        // for whoever marks
	right, partly   string        // for students, by how well they did
	wrong           string
	marks           float64
	min, max        int // words, of writes
	tags            []string
}

type pieceOption struct{ text, percent, feedback string }

type pieceBand struct {
	value, tolerance  float64
	percent, feedback string
}

type piecePair struct{ left, right string }

// shares are the percentages that Moodle knows.
var shares = []string{"100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333", "30", "25",
	"20", "16.66667", "14.28571", "12.5", "11.11111", "10", "5", "0"}

// percent is the percentage nearest to a share, -1 to 1; exact tells whether it is that share.
func percent(share float64) (text string, exact bool) {
	best, off := "0", math.Inf(1)
	for _, s := range shares {
		var n float64
		fmt.Sscan(s, &n)
		if d := math.Abs(math.Abs(share)*100 - n); d < off {
			best, off = s, d
		}
	}
	if share < 0 && best != "0" {
		best = "-" + best
	}
	return best, off < 1e-4
}

// splitter makes pieces of entries and remembers what is lost.
type splitter struct {
	losses []Loss
	entry  BankEntry
	format Format
}

// pieces is a bank as another program knows it, and what it will not know.
func pieces(bank Bank, f Format) (all []piece, losses []Loss) {
	s := splitter{format: f}
	var before []Shown
	var category string
	for _, e := range bank.Entries {
		s.entry = e
		if s.ruled(); e.Ruled == classroom.Withdrawn {
			continue
		}
		in := strings.Join(e.Category, "\x00")
		if in != category || !sameShown(before, e.Shown) {
			all = append(all, s.shown()...)
		}
		before, category = e.Shown, in
		if e.Task != nil {
			all = append(all, s.task(e.Task))
		} else {
			all = append(all, s.question(e.Question)...)
		}
	}
	for i := range all {
		if len(bank.Title) > 0 {
			all[i].category = append([]string{bank.Title}, all[i].category...)
		}
	}
	return all, s.losses
}

// ruled says what a teacher has done to the question since it was written.
func (s *splitter) ruled() {
	switch s.entry.Ruled {
	case classroom.Withdrawn:
		s.lose("This question is withdrawn in your classes, so it is not in the file.", "")
	case classroom.KeyCorrected:
		s.lose("The key of this question was put right in your classes. The file has the key that counts now.", "")
	case classroom.FullMarks:
		s.lose("Everybody in your classes gets full marks for this question. The file has its key as it was.", "")
	}
}

func sameShown(a, b []Shown) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func (s *splitter) id() string {
	if s.entry.Task != nil {
		return s.entry.Task.ID
	}
	return s.entry.Question.ID
}

// lose remembers that something about the entry cannot be said.
func (s *splitter) lose(says, detail string) {
	title := ""
	if s.entry.Task != nil {
		title = s.entry.Task.Title
	} else {
		title = s.entry.Question.Title
	}
	for _, l := range s.losses {
		if l.ID == s.id() && l.Says == says && l.Detail == detail {
			return
		}
	}
	s.losses = append(s.losses, Loss{ID: s.id(), Title: title, Says: says, Detail: detail})
}

// shown are the sources of the entry, to be read before it.
func (s *splitter) shown() (all []piece) {
	for i, src := range s.entry.Shown {
		if src.Figure {
			s.lose("A figure is drawn beside this question. The file says in words what is to be seen in it.", src.Name)
		}
		all = append(all, piece{id: fmt.Sprintf("%s.source%d", s.id(), i+1), title: src.title(), form: reads,
			category: s.entry.Category, text: together(src.Name, src.Words)})
	}
	if len(all) > 0 {
		s.lose("The source stands in an item of its own in front of the question. Keep the two together when you choose "+
			"questions or shuffle them.", "")
	}
	return all
}

// naming puts the names of the sources in front of what is asked.
func (s *splitter) naming(text string) string {
	var names []string
	for _, src := range s.entry.Shown {
		names = append(names, src.title())
	}
	return together(strings.Join(names, "\n"), text)
}

func (s *splitter) task(t *WritingTask) piece {
	p := piece{id: t.ID, title: t.Title, form: writes, category: s.entry.Category, marks: t.Marks, min: t.Min, max: t.Max,
		text: s.naming(together(t.Ask, bullets(t.Scaffold))), tags: []string{fmt.Sprintf("version %d", t.Version)}}
	var words string
	if t.Max > 0 {
		words = fmt.Sprintf("Write %d to %d words.", t.Min, t.Max)
	}
	p.text = together(p.text, words)
	for _, left := range t.Left {
		s.lose(left, "")
	}
	marking := together(titled("Points that an answer may make", bullets(t.Indicative)), titled("Levels", t.Rubric),
		titled("Examples", together(t.Exemplars...)))
	s.forMarker(&p, t.Model, marking)
	return p
}

// forMarker says what helps to mark a written answer. GIFT has no place that only a marker sees.
func (s *splitter) forMarker(p *piece, model, marking string) {
	model = titled("An answer that could be given", model)
	if s.format != GIFT {
		p.grader = together(model, marking)
		return
	}
	p.general = together(p.general, model)
	if model != "" {
		s.lose("The model answer is shown to students after they have answered, because GIFT has no place that only a "+
			"teacher sees.", "")
	}
	if marking != "" {
		s.lose("The levels and points for the marker are not in the file, because GIFT has no place that only a teacher "+
			"sees. Moodle XML has them.", "")
	}
	if p.max > 0 {
		s.lose("How many words to write stands in the question. Nothing counts them.", "")
	}
}

// together joins the texts that are not empty, as paragraphs.
func together(texts ...string) string {
	var some []string
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			some = append(some, t)
		}
	}
	return strings.Join(some, "\n\n")
}

func titled(title, text string) string {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	return title + ":\n" + text
}

func bullets(texts []string) string {
	var lines []string
	for _, t := range texts {
		lines = append(lines, "– "+t)
	}
	return strings.Join(lines, "\n")
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// control tells whether XML cannot hold a character, escaped or not.
func control(r rune) bool {
	return unicode.Is(unicode.Cc, r) && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF
}

// clean takes out of a text what no file can hold: carriage returns without a word, and other control characters.
func clean(text string, lost func()) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\r", "")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if control(r) {
			lost()
			return -1
		}
		return r
	}, text))
}
