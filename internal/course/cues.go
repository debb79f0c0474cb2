package course

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"dossier/internal/quiz"
)

// V18: the answer of one question is not told by another of the same quiz: not by its stem, and not by the events and
// cards that it takes for granted.
func (c *compiler) checkCueing(l *Lesson) {
	for _, q := range l.Pool {
		for _, answer := range q.Body.Typed() {
			if len(answer) < 4 { // short words and numbers stand everywhere
				continue
			}
			pattern := regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(answer) + `\b`)
			for _, other := range l.Pool {
				if stem, _ := wordsOf(other); other != q && pattern.MatchString(stem) {
					c.questionWarning(c.located[q.ID], "$", "V18", "the stem of "+other.ID+" holds the answer "+quote(answer),
						"reword it, or put one of them into the text as a check")
				}
			}
		}
		for _, answer := range toldAnswers(q) {
			c.checkGiven(l, q, answer)
		}
	}
}

// checkGiven finds the events and cards of a quiz that tell the answer of a question.
func (c *compiler) checkGiven(l *Lesson, q *quiz.Question, answer string) {
	words := meanings(answer)
	if len(words) < 2 {
		return // one word in common tells nothing
	}
	for _, other := range l.Pool {
		if other == q || !takesForGranted(other) {
			continue
		}
		for _, part := range other.Body.Parts() {
			if given := meanings(part); holdsAll(given, words) {
				c.questionWarning(c.located[q.ID], "$", "V18", quote(part)+" in "+other.ID+" tells the answer "+
					quote(answer), "tell something else there, or put one of them into the text as a check")
			}
		}
	}
}

// takesForGranted reports whether the parts of a question are told as facts: events to be put in order, and cards that
// say what a source is.
func takesForGranted(q *quiz.Question) bool {
	switch q.Body.(type) {
	case *quiz.Chronology, *quiz.NextSource:
		return true
	}
	return false
}

// toldAnswers lists what is true according to the key of a question: the right options, or the statement once it is
// corrected.
func toldAnswers(q *quiz.Question) []string {
	var told []string
	take := func(options []quiz.Option) {
		for _, o := range options {
			if o.Correct {
				told = append(told, o.Text)
			}
		}
	}
	switch b := q.Body.(type) {
	case *quiz.SingleChoice:
		take(b.Options)
	case *quiz.MultipleResponse:
		take(b.Options)
	case *quiz.TrueFalse:
		text := b.Statement
		if typed := b.Typed(); !b.Answer && len(typed) > 0 {
			text = strings.Replace(text, b.WrongSpan, typed[0], 1)
		}
		told = append(told, text)
	}
	return told
}

// sameWord is how many letters two words share when they are forms of one word, such as arrest and arrested.
const sameWord = 5

// meanings are the longer words of a text, cut to their beginnings.
func meanings(text string) map[string]bool {
	found := map[string]bool{}
	for _, w := range wordsRead(strings.ToLower(text)) {
		if utf8.RuneCountInString(w) >= sameWord {
			found[string([]rune(w)[:sameWord])] = true
		}
	}
	return found
}

func holdsAll(all, some map[string]bool) bool {
	for w := range some {
		if !all[w] {
			return false
		}
	}
	return true
}

var (
	// pointsAt finds a stem that points at something beside it.
	pointsAt = regexp.MustCompile(`(?i)\b(?:this|these) (?:source|text|extract|passage|figure|picture|chart|map|poem|` +
		`letter|article|speech|report|writer|author|speaker|words)s?\b|\b(?:says?|said|writes?) (?:this|here)\b`)
	// somebody finds a person who is not named.
	somebody = regexp.MustCompile(`\b(?:[Hh]e|[Ss]he|[Hh]is|[Hh]im|[Hh]er|[Hh]ers)\b`)
	// midName finds a capital letter inside a sentence, as names have it.
	midName = regexp.MustCompile(`[\p{Ll},;:] [“(]?\p{Lu}\p{Ll}`)
	// broughtIn finds somebody who is brought in without a name, so that a pronoun may follow.
	broughtIn = regexp.MustCompile(`(?i)\b(?:some(?:body|one)|any(?:body|one)|nobody|one|each|person|people|man|men|` +
		`woman|women|pupil|prisoner|historian|writer|editor|reporter|scholar|visitor|sister|brother|wife|widow|member|` +
		`manager|commander|marshal|soldier|doctor|guard|leader|opponent|delegate|newspaper|author|speaker|he or she)s?\b`)
)

// V33: a question says what it speaks about: its stem, or the statement that it is about.
func (c *compiler) checkReferent(q locatedQuestion) {
	stem := q.question.Stem
	if b, ok := q.question.Body.(*quiz.TrueFalse); ok {
		stem = b.Statement
	}
	if pointsAt.MatchString(stem) && !needsEvidence(q.question) && q.question.Body.Asks() == "" {
		c.questionWarning(q, "$.stem", "V33", "the question points at something, and nothing stands beside it",
			"show it with stimulus, or name it")
	}
	named := c.withoutNames(stem) != stem || midName.MatchString(stem)
	if somebody.MatchString(stem) && !named && !broughtIn.MatchString(stem) && !needsEvidence(q.question) {
		c.questionWarning(q, "$.stem", "V33", "the question speaks of somebody without a name", "name the person")
	}
}
