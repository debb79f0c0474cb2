package measure

import (
	"fmt"
	"io"
	"time"
)

// table prints what was measured, each row as soon as it is known. It keeps the first error of printing.
type table struct {
	to    io.Writer
	notes []string
	err   error
}

// columns are as wide as their headings, and as the longest name and number.
const columns = "%-37s  %11s  %8s  %7s  %7s  %7s  %14s  %6s  %6s\n"

// line is one case.
type line struct {
	name        string
	connections int
	result
	bytes int
	ratio float64 // to the bare server; 0 for what has none
}

func newTable(out io.Writer) *table {
	t := &table{to: out}
	t.print(columns, "case", "connections", "a second", "of bare", "p50 ms", "p99 ms", "server µs each", "bytes", "others")
	return t
}

func (t *table) print(format string, values ...any) {
	if _, err := fmt.Fprintf(t.to, format, values...); t.err == nil {
		t.err = err
	}
}

func (t *table) row(l line) {
	ratio, bytes, processor := "", "", ""
	if l.ratio > 0 {
		ratio = fmt.Sprintf("%.2f", l.ratio)
	}
	if l.bytes > 0 {
		bytes = fmt.Sprint(l.bytes)
	}
	if l.processor > 0 && l.requests > 0 { // in a very short round at the pace of a class nobody has answered
		processor = fmt.Sprint((l.processor / time.Duration(l.requests)).Microseconds())
	}
	t.print(columns, l.name, fmt.Sprint(l.connections), fmt.Sprintf("%.0f", l.rate()), ratio, milliseconds(l.p50),
		milliseconds(l.p99), processor, bytes, fmt.Sprintf("%.0f %%", 100*l.others))
}

// note adds a line below the table.
func (t *table) note(name, format string, args ...any) {
	t.notes = append(t.notes, name+": "+fmt.Sprintf(format, args...))
}

// end prints the notes.
func (t *table) end() error {
	for _, note := range t.notes {
		t.print("%s\n", note)
	}
	return t.err
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.2f", float64(d)/float64(time.Millisecond))
}

func megabytes(n int64) string {
	if n < 0 {
		return "unknown"
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
