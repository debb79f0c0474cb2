package course

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What a sentence of a lesson does, as a reader codes it by hand.
const (
	TellsHistory   = 'H' // what happened, who did it, with what result, and why, also as somebody explained it
	TellsDocuments = 'D' // talks about the documents that the course compares
	TellsMethod    = 'M' // how we know: evidence, what a witness is worth, how far we can be sure
	TellsTask      = 'T' // a task for the reader, or a signpost
)

// CodedSentence is a sentence of a lesson with what it does.
type CodedSentence struct {
	Lesson   string
	Code     rune
	Sentence string
}

// codedFile holds a sample of the sentences of the built-in lessons, coded by hand. A test draws it, and draws it again
// after the lessons have changed.
//
//go:embed sentences.txt
var codedFile string

// CodedSentences lists the sample of sentences that was coded by hand.
func CodedSentences() ([]CodedSentence, error) { return ParseCodedSentences(codedFile) }

// ParseCodedSentences reads lines of the form: lesson, code and sentence, with a tab between them. Lines that begin
// with # are remarks.
func ParseCodedSentences(text string) ([]CodedSentence, error) {
	var all []CodedSentence
	for n, line := range strings.Split(text, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != 3 || !strings.Contains("HDMT", fields[1]) || utf8.RuneCountInString(fields[1]) != 1 {
			return nil, fmt.Errorf("line %d is not: lesson, H, D, M or T, sentence", n+1)
		}
		all = append(all, CodedSentence{fields[0], rune(fields[1][0]), fields[2]})
	}
	return all, nil
}

// Sentences lists the sentences of a lesson's running text in its order, without headings, boxes and questions.
func (l *Lesson) Sentences() []string { return l.sentences }

// sentencesOf splits running text into sentences. A full stop behind a single capital letter is part of a name. A colon
// ends no sentence.
func sentencesOf(text string) []string {
	var all []string
	begin, runes := 0, []rune(text)
	for i, r := range runes {
		if !strings.ContainsRune(".?!", r) {
			continue
		}
		end := i + 1
		for end < len(runes) && strings.ContainsRune("”’)", runes[end]) {
			end++
		}
		initial := r == '.' && i > 0 && unicode.IsUpper(runes[i-1]) && (i == 1 || !unicode.IsLetter(runes[i-2]))
		if end < len(runes) && !(runes[end] == ' ' && !initial && end+1 < len(runes) && !unicode.IsLower(runes[end+1])) {
			continue
		}
		all = append(all, strings.TrimSpace(string(runes[begin:end])))
		begin = end
	}
	if rest := strings.TrimSpace(string(runes[begin:])); rest != "" {
		all = append(all, rest)
	}
	return all
}

// negation finds a sentence that says what is not so.
var negation = regexp.MustCompile(
	`(?i)\b(?:not|no|never|nobody|nothing|none|neither|nor|nowhere|cannot)\b|n['’]t\b`)

// Negates tells whether a sentence says what is not so.
func Negates(sentence string) bool { return negation.MatchString(sentence) }

// newPeople lists the people whom the lessons meet first in this one: its text links them, and no earlier text does.
func (c *Course) newPeople(l *Lesson) []*Person {
	known := map[*Person]bool{}
	for _, other := range c.Lessons {
		if other == l {
			break
		}
		for _, p := range other.people() {
			known[p] = true
		}
	}
	var fresh []*Person
	for _, p := range l.people() {
		if !known[p] {
			fresh = append(fresh, p)
		}
	}
	return fresh
}

// people lists whom the text of a lesson links, in the order of the text.
func (l *Lesson) people() []*Person {
	var all []*Person
	take := func(p *Paragraph) {
		for _, n := range p.Notes {
			if n.Person != nil {
				all = append(all, n.Person)
			}
		}
	}
	take(&l.Lede)
	for _, s := range l.Sections {
		for _, b := range s.Blocks {
			if b.Paragraph != nil {
				take(b.Paragraph)
			}
		}
	}
	return all
}

// comparisons counts the tables of a lesson in which documents are compared.
func (l *Lesson) comparisons() int {
	n := 0
	for _, s := range l.Sections {
		for _, b := range s.Blocks {
			if b.Comparison != nil {
				n++
			}
		}
	}
	return n
}
