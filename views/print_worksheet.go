package views

import (
	"bytes"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
)

// WorksheetProps is the questions of a lesson on paper.
type WorksheetProps struct {
	PrintedSheet
	Answers   Answers
	Room      Room
	Questions []PaperQuestion
	LeftOut   []string // what those ask that were withdrawn
}

// PaperQuestion is a question on paper. It has no key where none is to be seen.
type PaperQuestion struct {
	ShowProps
	Name    string // as other pages call it: "3.7"; "" where they do not
	Ruled   classroom.CorrectionKind
	Texts   []paperText
	Figures [][]byte
	See     []string // what is printed above an earlier question
}

// paperText is a source that is printed above a question.
type paperText struct {
	Letter string
	Source *course.Source
	Marked bool // with the passages that can be underlined
}

// PaperQuestions puts questions on paper in their order. A source or a figure that several of them need is printed
// once; but where words are underlined in a source, it is printed for them. name is what other pages call a question.
func PaperQuestions(all []QuestionProps, name func(*quiz.Question) string, key bool) []PaperQuestion {
	var texts []*course.Source
	var figures [][]byte
	var at []string // where each text stands, by its letter
	figuresAt := []string{}
	out := make([]PaperQuestion, len(all))
	for i, q := range all {
		paper := PaperQuestion{ShowProps: ShowProps{Question: q, Number: i + 1, Of: len(all)}, Name: name(q.Question)}
		if key {
			paper.Key = &ShownKey{Grade: q.Question.Body.Grade(nil), Words: q.Question.Feedback}
		}
		here := "above question " + itoa(i+1)
		cited, _ := q.cited()
		for _, s := range q.Sources {
			known, marked := indexOf(texts, s), kinds[q.Question.Kind].printsSources && indexOf(cited, s) >= 0
			if known < 0 {
				known, texts, at = len(texts), append(texts, s), append(at, here)
			} else if !marked {
				paper.See = append(paper.See, "Source "+letter(known)+", "+at[known])
				continue
			}
			paper.Texts = append(paper.Texts, paperText{Letter: letter(known), Source: s, Marked: marked})
		}
		for _, f := range q.Figures {
			known := -1
			for j := range figures {
				if bytes.Equal(figures[j], f) {
					known = j
				}
			}
			if known >= 0 {
				paper.See = append(paper.See, "the figure "+figuresAt[known])
				continue
			}
			figures, figuresAt = append(figures, f), append(figuresAt, here)
			paper.Figures = append(paper.Figures, f)
		}
		out[i] = paper
	}
	return out
}

func indexOf(all []*course.Source, one *course.Source) int {
	for i, s := range all {
		if s == one {
			return i
		}
	}
	return -1
}

// gapClass is the width of a gap, in centimetres: by hand, a word takes more room than typed.
func gapClass(body *quiz.Cloze) string {
	return "pr-gap pr-g" + itoa(min(9, max(3, (body.BoxChars+2)/3)))
}

// gapAnswer is what belongs into a gap, where it may be seen.
func (q PaperQuestion) gapAnswer(gap string) string {
	l, _ := q.right(gap)
	return l.Expected
}

// linesOf is how many lines there are for something written.
func (q PaperQuestion) linesOf(part shownPart, room Room) int {
	for _, w := range written(q.Question.Question) {
		if w.Field() == part.Field {
			return room.of(linesFor(w.Words.Max))
		}
	}
	return room.of(2)
}

// wordsOf says how long something written should be.
func (q PaperQuestion) wordsOf(part shownPart) string {
	for _, w := range written(q.Question.Question) {
		if w.Field() == part.Field {
			return itoa(w.Words.Min) + " to " + itoa(w.Words.Max) + " words"
		}
	}
	return ""
}

// onLines is how many lines there are for a few words.
func onLines(part shownPart, room Room) int {
	switch {
	case part.Field == "quote":
		return room.of(2)
	case room == ManyLines:
		return 2
	}
	return 1
}

// hint says what to do with a part.
func (part shownPart) hint() string {
	if part.OnPaper == "" && part.Letters {
		return "Tick one."
	}
	return part.OnPaper
}

// inLetter is the letter of the option that belongs to a row, where it may be seen.
func (q PaperQuestion) inLetter(part shownPart, row shownOption) string {
	for i := range part.Options {
		if q.belongs(part, row, i) {
			return letter(i)
		}
	}
	return ""
}

// inBox is the number of an event, where it may be seen.
func (q PaperQuestion) inBox(row shownOption) string {
	if q.Key == nil {
		return ""
	}
	return q.place(row)
}

// marksOf says how many marks a question has.
func marksOf(m float64) string {
	if m == 1 {
		return "1 mark"
	}
	return Number(m) + " marks"
}

// passageRight tells whether a passage is right, where that may be seen.
func (q PaperQuestion) passageRight(id string) bool {
	_, ok := q.right(id)
	return ok
}

// loose reports whether the passages of a question no longer stand in its source. They are printed below it then.
func (q PaperQuestion) loose() bool {
	body, ok := q.Question.Question.Body.(*quiz.EvidenceHighlight)
	if !ok {
		return false
	}
	cited, _ := q.Question.cited()
	for _, s := range cited {
		if passages(s, body) == nil {
			return true
		}
	}
	return len(cited) == 0
}

func commas(all []string) string { return strings.Join(all, ", ") }
