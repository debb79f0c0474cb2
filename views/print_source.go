package views

import "dossier/internal/course"

// PrintedSourceProps is a source on paper.
type PrintedSourceProps struct {
	PrintedSheet
	Source *course.Source
	Plain  bool // in plain words too
	Card   bool // with what the card says of the writer
}

// printedReading is one reading of a source, in numbered lines.
type printedReading struct {
	Title, Hint string
	Lines       []printedLine
}

// inColumns reports whether a reading is long enough for two columns. A shorter one leaves the right of the paper for
// notes.
func (r printedReading) inColumns() bool { return len(r.Lines) > 44 }

const ourReport = "Our report. Only what stands in “quotation marks” is in the words of the source."

// printedReadings are the readings of a source: the original that the school has added, our report and, where they are
// wanted, the plain words. The lines are counted through, so that a number means one line.
func printedReadings(original, report, plain []byte) (all []printedReading) {
	next := 1
	add := func(title, hint string, html []byte) {
		if len(html) > 0 {
			r := printedReading{Title: title, Hint: hint, Lines: printedLines(html, next)}
			next += len(r.Lines)
			all = append(all, r)
		}
	}
	add("Original, added by your school", "", original)
	add("In our words", ourReport, report)
	add("In plain words", "", plain)
	return all
}

func (p PrintedSourceProps) readings() []printedReading {
	plain := p.Source.Plain
	if !p.Plain {
		plain = nil
	}
	return printedReadings(p.Source.Original, p.Source.Faithful, plain)
}

// PrintedBenchProps is a bench on paper. Blind has the two texts without their writers.
type PrintedBenchProps struct {
	PrintedSheet
	Bench  *course.Bench
	Blind  bool
	Plain  bool
	Rubric bool
	Room   Room
}

// lines is how many lines there are for the answer.
func (p PrintedBenchProps) lines() int { return p.Room.of(linesFor(p.Bench.Words.Target)) }

// plainOf is a text in plain words, where they are wanted. An unseen text has none.
func (p PrintedBenchProps) plainOf(t *course.BenchText) []byte {
	if p.Plain && p.Bench.Guided() {
		return t.Source.Plain
	}
	return nil
}
