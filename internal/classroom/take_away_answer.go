package classroom

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"dossier/internal/quiz"
)

// AnswerRow is one answer of a student, for a file.
type AnswerRow struct {
	Student    RosterStudent
	Quiz       string // as of QuizID
	Attempt    int    // at that quiz, from 1
	Question   string
	Version    int // as its author numbers the wordings
	Objectives []string
	Kind       string
	Response   string // the ids of what was chosen, with | between them
	Text       string // the same in words
	Outcome    quiz.Mark
	Marks      float64
	OutOf      float64
	Levels     string // that a teacher gave to written parts; "" for none
	Feedback   string
	Marker     string // the teacher who decided; "" for the program
	MarkedAt   time.Time
	Tries      int // which time the student answered this question there, from 1
	Seconds    *int
	Flags      []string
}

// AskedQuestion is what a file says of a question that was answered, and the decision about the answer part by part.
type AskedQuestion struct {
	Version    int
	Kind       string
	Objectives []string
	Grade      quiz.Grade
}

// AnswerKey names an answer.
type AnswerKey struct {
	Attempt  AttemptID
	Question string
}

// DecidedBy is what people said of an answer besides the program.
type DecidedBy struct {
	Teacher  string    // who spoke last; "" for nobody
	At       time.Time // when
	Regraded bool
	Levels   map[string]WrittenLevel // of written parts
}

// AnswerRows makes a row for each answer in the attempts of a student, which are in the order in which they began.
func AnswerRows(st RosterStudent, attempts []Attempt, decided map[AnswerKey]DecidedBy,
	about func(Response) (AskedQuestion, error)) (rows []AnswerRow, err error) {
	tried, answered := map[string]int{}, map[AnswerKey]int{}
	for _, a := range attempts {
		id := a.QuizID()
		tried[id]++
		spent := secondsIn(a)
		for _, asked := range a.Questions {
			given, ok := a.Responses[asked.Question]
			if !ok {
				continue
			}
			q, err := about(given)
			if err != nil {
				return nil, err
			}
			there := AnswerKey{Question: id + " " + asked.Question}
			answered[there]++
			by := decided[AnswerKey{a.ID, asked.Question}]
			row := AnswerRow{Student: st, Quiz: id, Attempt: tried[id], Question: asked.Question, Version: q.Version,
				Objectives: q.Objectives, Kind: q.Kind, Response: ResponseCode(given.Answer), Text: q.Grade.Given,
				Outcome: q.Grade.Outcome(), Marks: given.Marks, OutOf: given.OutOf, Levels: levelsGiven(by.Levels),
				Feedback: feedbackGiven(q.Grade), Marker: by.Teacher, MarkedAt: given.At, Tries: answered[there],
				Flags: flagsOf(given, q.Grade, by)}
			if by.Teacher != "" {
				row.MarkedAt = by.At
			}
			if s, known := spent[asked.Question]; known {
				row.Seconds = &s
			}
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// secondsIn is how long each answer of a quiz took: the time since the answer before it, or since the start. Of a
// question in the text nobody knows when its author began to think.
func secondsIn(a Attempt) map[string]int {
	if a.Kind == CheckAttempt {
		return nil
	}
	given := slices.SortedStableFunc(maps.Values(a.Responses), func(x, y Response) int { return x.At.Compare(y.At) })
	spent, last := map[string]int{}, a.Started
	for _, r := range given {
		spent[r.Question] = int(max(0, math.Round(r.At.Sub(last).Seconds())))
		last = r.At
	}
	return spent
}

// ResponseCode is an answer in the ids of its question, with | between them. Where several things are asked, each value
// has the name of its part in front. Written texts are left out: they have no ids.
func ResponseCode(a quiz.Answer) string {
	var parts []string
	for _, part := range slices.Sorted(maps.Keys(a)) {
		if !strings.HasPrefix(part, writtenField) {
			parts = append(parts, part)
		}
	}
	var all []string
	for _, part := range parts {
		for _, value := range a[part] {
			if len(parts) > 1 {
				value = part + "=" + value
			}
			all = append(all, value)
		}
	}
	return strings.Join(all, "|")
}

var writtenField = quiz.WrittenPart{}.Field()

func levelsGiven(levels map[string]WrittenLevel) string {
	var all []string
	for _, part := range slices.Sorted(maps.Keys(levels)) {
		if level := levels[part].Teacher; level != nil {
			all = append(all, fmt.Sprintf("%s=%d", part, *level))
		}
	}
	return strings.Join(all, "|")
}

// feedbackGiven is what was said about the parts that were chosen or given, each thing once.
func feedbackGiven(g quiz.Grade) string {
	var said []string
	for _, l := range g.Lines {
		if l.Feedback != "" && l.Mark != quiz.Rest && !slices.Contains(said, l.Feedback) {
			said = append(said, l.Feedback)
		}
	}
	return strings.Join(said, " ")
}

// flagsOf are the things about an answer that have no column: how sure its author was, whether something typed is not
// known, and whether a decision was changed.
func flagsOf(given Response, g quiz.Grade, by DecidedBy) (flags []string) {
	if given.Confidence != "" {
		flags = append(flags, "sure:"+given.Confidence)
	}
	if slices.ContainsFunc(g.Lines, func(l quiz.Line) bool { return l.Unmatched }) {
		flags = append(flags, "not_recognised")
	}
	if by.Regraded {
		flags = append(flags, "regraded")
	}
	return flags
}

// optionColumns are the letters of options that have a column.
const optionColumns = "ABCDEFGH"

// ItemRow is what the first answers of a class say about a question, for a file. nil is no value.
type ItemRow struct {
	Question       string
	Version        int
	Kind           string
	Objectives     []string
	N              int
	Facility       *float64                 // 0 to 1
	Discrimination *float64                 // -1 to 1
	Options        [len(optionColumns)]*int // how many chose A to H
	Blank          *int
	Seconds        *float64 // median
}

// FewestForColumn is how many answers with a rest a discrimination needs in a file.
const FewestForColumn = FewestForOptions

// ItemRowOf works out a row. parts are those of the answers to the item, letters those of its options by id, and
// seconds how long each answer took, by its number; an answer in the text has no time.
func ItemRowOf(it *Item, q AskedQuestion, parts []ItemPart, letters map[string]string,
	seconds map[int64]float64) ItemRow {
	row := ItemRow{Question: it.Question, Version: q.Version, Kind: q.Kind, Objectives: q.Objectives, N: it.N()}
	if f, ok := it.Facility(); ok {
		row.Facility = &f
	}
	if d, ok := it.Discrimination(); ok && it.Compared() >= FewestForColumn {
		d /= 100
		row.Discrimination = &d
	}
	if i := slices.IndexFunc(parts, func(p ItemPart) bool { return p.Sort == Chosen && lettered(p, letters) }); i >= 0 {
		chose := map[int]bool{}
		for _, c := range parts[i].Choices {
			if at := strings.Index(optionColumns, letters[c.ID]); at >= 0 {
				n := len(c.By)
				row.Options[at] = &n
			}
			for _, by := range c.By {
				chose[by] = true
			}
		}
		blank := it.N() - len(chose)
		row.Blank = &blank
	}
	var took []float64
	for i := range it.N() {
		if s, ok := seconds[it.Answers[i].Response]; ok {
			took = append(took, s)
		}
	}
	if m, ok := median(took); ok {
		row.Seconds = &m
	}
	return row
}

// lettered reports whether all options of a part have letters.
func lettered(p ItemPart, letters map[string]string) bool {
	return !slices.ContainsFunc(p.Choices, func(c Choice) bool { return letters[c.ID] == "" })
}

func median(values []float64) (float64, bool) {
	n := len(values)
	if n == 0 {
		return 0, false
	}
	sorted := slices.Sorted(slices.Values(values))
	return (sorted[(n-1)/2] + sorted[n/2]) / 2, true
}

// ByPlace puts questions in the order of their places, the newest wording of each first. Those without a place come
// last, by their ids.
func ByPlace(asked []Asked, place map[string]int) []Asked {
	at := func(a Asked) int {
		if p, known := place[a.Question]; known {
			return p
		}
		return math.MaxInt
	}
	slices.SortFunc(asked, func(a, b Asked) int {
		return cmp.Or(cmp.Compare(at(a), at(b)), cmp.Compare(a.Question, b.Question), cmp.Compare(b.Version, a.Version))
	})
	return asked
}
