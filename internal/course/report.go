package course

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"dossier/internal/quiz"
)

// WriteReport says how the course is balanced, and where it misses its targets: what each lesson tells and asks, how
// hard it reads, where keys stand, how long they are, which sources and facts are used, and which warnings were waived.
// Reading grades are Flesch-Kincaid, without names and glossary words.
func (c *Course) WriteReport(to io.Writer) error {
	coded, err := CodedSentences()
	if err != nil {
		return fmt.Errorf("read the coded sentences: %w", err)
	}
	w := tabwriter.NewWriter(to, 0, 4, 2, ' ', 0)
	for _, l := range c.Lessons {
		c.reportLesson(w, l)
		for _, t := range c.Targets(l, coded) {
			t.write(w)
		}
	}
	c.reportBank(w)
	c.reportUse(w)
	c.reportWaivers(w)
	return w.Flush()
}

func (c *Course) reportLesson(w io.Writer, l *Lesson) {
	questions := append(append([]*quiz.Question(nil), l.Checks...), l.Pool...)
	fmt.Fprintf(w, "\nLesson %d, %s: %d words, %d sources, %d facts, %d questions (%d in the text)\n", l.Number, l.Title,
		l.Words, len(l.Sources), len(l.Cited), len(questions), len(l.Checks))
	fmt.Fprintf(w, "  section\tgrade\tplain words\n")
	for _, s := range l.Sections {
		plain := "none"
		if len(s.Plain) > 0 {
			plain = fmt.Sprintf("%.1f", s.PlainGrade)
		}
		fmt.Fprintf(w, "  %s\t%.1f\t%s\n", s.ID, s.Grade, plain)
	}
	marks, seen := 0.0, 0.0
	for _, q := range questions {
		marks += q.Marks
		if needsEvidence(q) {
			seen += q.Marks
		}
	}
	if marks > 0 {
		fmt.Fprintf(w, "  marks\t%g\t%.0f %% need a source or a figure\n", marks, 100*seen/marks)
	}
	reportTally(w, "kind", questions, func(q *quiz.Question) []string { return []string{q.Kind} })
	reportTally(w, "what it tests", questions,
		func(q *quiz.Question) []string { return []string{cmp.Or(q.Tests, "not said")} })
	reportTally(w, "difficulty", questions, func(q *quiz.Question) []string { return []string{itoa(q.Difficulty)} })
	reportTally(w, "objective", questions, func(q *quiz.Question) []string { return q.Objectives })
	reportTally(w, "skill", questions, func(q *quiz.Question) []string { return q.Skills })
}

// reportTally counts questions under the labels that each has, on one line.
func reportTally(w io.Writer, name string, questions []*quiz.Question, labels func(*quiz.Question) []string) {
	counts := map[string]int{}
	for _, q := range questions {
		for _, label := range labels(q) {
			counts[label]++
		}
	}
	var parts []string
	for label, n := range counts {
		parts = append(parts, fmt.Sprintf("%s %d", label, n))
	}
	slices.Sort(parts)
	fmt.Fprintf(w, "  by %s\t%s\n", name, strings.Join(parts, ", "))
}

func (c *Course) reportBank(w io.Writer) {
	all := c.Questions()
	fmt.Fprintf(w, "\nAll %d questions\n", len(all))
	for _, t := range c.BankTargets() {
		t.write(w)
	}
	reportTally(w, "kind", all, func(q *quiz.Question) []string { return []string{q.Kind} })
	reportTally(w, "skill", all, func(q *quiz.Question) []string { return q.Skills })
	place, longest, shortest, n, ratio := map[int]int{}, 0, 0, 0, 0.0
	for _, q := range all {
		b, ok := q.Body.(*quiz.SingleChoice)
		if !ok {
			continue
		}
		n++
		key, others, lengths := 0, 0, make([]int, len(b.Options))
		for i, o := range b.Options {
			lengths[i] = len([]rune(o.Text))
			if o.Correct {
				key = i
			} else {
				others += lengths[i]
			}
		}
		place[key+1]++
		ratio += float64(lengths[key]*(len(b.Options)-1)) / float64(max(1, others))
		if lengths[key] == slices.Max(lengths) {
			longest++
		}
		if lengths[key] == slices.Min(lengths) {
			shortest++
		}
	}
	if n > 0 {
		fmt.Fprintf(w,
			"  single choices\t%d\tthe key is the longest option in %d, the shortest in %d, and %.2f times as long as a "+
				"distractor on average\n", n, longest, shortest, ratio/float64(n))
		var at []string
		for p := 1; p <= 5; p++ {
			if place[p] > 0 {
				at = append(at, fmt.Sprintf("place %d: %d", p, place[p]))
			}
		}
		fmt.Fprintf(w, "  key in the file\t%s\n", strings.Join(at, ", "))
	}
	slices.SortStableFunc(all, func(a, b *quiz.Question) int {
		return cmp.Compare(c.stemGrades[b.ID], c.stemGrades[a.ID])
	})
	fmt.Fprintf(w, "  reading grade\t")
	for i, q := range all {
		if i == 10 {
			fmt.Fprintf(w, " …")
			break
		}
		fmt.Fprintf(w, "%s %.1f  ", q.ID, c.stemGrades[q.ID])
	}
	fmt.Fprintln(w)
}

// reportUse lists how many lessons use each source and how many questions work with it, and the facts that no
// lesson's text cites.
func (c *Course) reportUse(w io.Writer) {
	sources, facts := map[*Source]int{}, map[*Fact]int{}
	for _, l := range c.Lessons {
		for _, s := range l.Sources {
			sources[s]++
		}
		for _, f := range l.Cited {
			facts[f]++
		}
	}
	asked := map[string]int{}
	for _, q := range c.Questions() {
		for _, id := range citedBy(q) {
			asked[id]++
		}
	}
	fmt.Fprintf(w, "\nSources by the lessons that show or link them, and by the questions that work with them\n")
	for _, s := range c.Sources {
		fmt.Fprintf(w, "  %s\t%d\t%d\n", s.ID, sources[s], asked[s.ID])
	}
	var outside []string
	several := 0
	for _, f := range c.Facts {
		switch n := facts[f]; {
		case n == 0:
			outside = append(outside, f.ID)
		case n > 1:
			several++
		}
	}
	fmt.Fprintf(w,
		"\nFacts: %d, of which %d are cited by several lessons and %d only by sources, people, events, terms and "+
			"figures\n", len(c.Facts), several, len(outside))
	for _, id := range outside {
		fmt.Fprintf(w, "  %s\n", id)
	}
}

func (c *Course) reportWaivers(w io.Writer) {
	fmt.Fprintf(w, "\nWaived warnings\n")
	none := true
	for _, q := range c.Questions() {
		for _, waiver := range q.Waive {
			none = false
			fmt.Fprintf(w, "  %s\t%s\t%s\n", q.ID, waiver.Rule, waiver.Reason)
		}
	}
	if none {
		fmt.Fprintf(w, "  none\n")
	}
}
