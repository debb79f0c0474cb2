package measure

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// table prints what was measured.
type table struct {
	to    io.Writer
	out   *tabwriter.Writer
	notes []string
}

// line is one case.
type line struct {
	name        string
	connections int
	result
	bytes int
	ratio float64 // to the bare server; 0 for what has none
}

func newTable(out io.Writer) *table {
	t := &table{to: out, out: tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)}
	fmt.Fprintln(t.out, "case\tconnections\ta second\tof bare\tp50 ms\tp99 ms\tserver µs each\tbytes\tothers")
	return t
}

func (t *table) row(l line) {
	ratio, bytes, processor := "", "", ""
	if l.ratio > 0 {
		ratio = fmt.Sprintf("%.2f", l.ratio)
	}
	if l.bytes > 0 {
		bytes = fmt.Sprint(l.bytes)
	}
	if l.processor > 0 {
		processor = fmt.Sprint((l.processor / time.Duration(l.requests)).Microseconds())
	}
	fmt.Fprintf(t.out, "%s\t%d\t%.0f\t%s\t%s\t%s\t%s\t%s\t%.0f %%\n", l.name, l.connections, l.rate(), ratio,
		milliseconds(l.p50), milliseconds(l.p99), processor, bytes, 100*l.others)
}

// note adds a line below the table.
func (t *table) note(name, format string, args ...any) {
	t.notes = append(t.notes, name+": "+fmt.Sprintf(format, args...))
}

func (t *table) flush() error {
	if err := t.out.Flush(); err != nil {
		return err
	}
	for _, note := range t.notes {
		if _, err := fmt.Fprintln(t.to, note); err != nil {
			return err
		}
	}
	return nil
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
