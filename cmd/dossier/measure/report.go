package measure

import (
	"fmt"
	"io"
	"strings"
)

// mostLog is how large the write-ahead log may grow, in bytes.
const mostLog = 64 << 20

const (
	signingIn = "sign-in"
	answers   = "answer"
	reading   = "page read"
	writing   = "essay saved"
	watching  = "class page, live"
	timeUp    = "last answer, three at once"
)

// kinds are what is timed, in the order of the day.
var kinds = []string{signingIn, answers, reading, writing, watching, timeUp}

// Report is what a day was like. Times say how fast it was; only Broken says whether the program kept its promises.
type Report struct {
	Students int      `json:"students"`
	Teachers int      `json:"teachers"`
	Balance  Balance  `json:"ledger"`
	Timings  []Timing `json:"requests"`
	Resent   int      `json:"sent_again"`             // because nobody had answered: on a slow machine
	Refused  int      `json:"answers_not_understood"` // that were not something that can be marked
	MostLog  int64    `json:"largest_wal_bytes"`
	LogAfter int64    `json:"wal_bytes_after_rest"` // -1 when nobody waited for it
	Memory   int64    `json:"rss_peak_bytes"`
	Files    int      `json:"descriptors_peak"`
	Left     int      `json:"descriptors_after"`
	Broken   []string `json:"broken_promises,omitempty"`
}

// judge lists the promises that were broken. How long anything took is none of them.
func (s *school) judge() {
	r := &s.report
	r.Timings, r.Resent = s.watch.timings(kinds), s.watch.resent
	broken := func(format string, args ...any) { r.Broken = append(r.Broken, fmt.Sprintf(format, args...)) }
	for _, t := range r.Timings {
		if t.Failed > 0 {
			broken("%s: %d of %d were not answered as they should be (%s)", t.Kind, t.Failed, t.Requests, t.Reason)
		}
	}
	if b := r.Balance; b.Broken() > 0 {
		broken("answers and texts: %v", b)
	}
	if r.MostLog >= mostLog {
		broken("the log grew to %s, and should stay below %s", megabytes(r.MostLog), megabytes(mostLog))
	}
	if r.LogAfter > 0 {
		broken("the log was not emptied when nobody wrote any more: %s", megabytes(r.LogAfter))
	}
}

// Print writes a report for people.
func (r Report) Print(to io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-28s  %8s  %7s  %7s  %7s  %7s\n", "request", "number", "failed", "p50 ms", "p99 ms", "max ms")
	for _, t := range r.Timings {
		fmt.Fprintf(&b, "%-28s  %8d  %7d  %7.1f  %7.1f  %7.1f\n", t.Kind, t.Requests, t.Failed, t.P50, t.P99, t.Max)
	}
	fmt.Fprintf(&b, "\nledger: %v\n", r.Balance)
	for _, example := range r.Balance.Examples {
		fmt.Fprintln(&b, "  "+example)
	}
	fmt.Fprintf(&b, "sent again for want of an answer: %d\n", r.Resent)
	after := "nobody waited for it to be emptied"
	if r.LogAfter >= 0 {
		after = megabytes(r.LogAfter) + " after a rest"
	}
	fmt.Fprintf(&b, "log: %s at most, %s\n", megabytes(r.MostLog), after)
	fmt.Fprintf(&b, "memory: %s at most\nopen files and connections: %d at most, %d afterwards\n", megabytes(r.Memory),
		r.Files, r.Left)
	for _, promise := range r.Broken {
		fmt.Fprintln(&b, "BROKEN:", promise)
	}
	if len(r.Broken) == 0 {
		fmt.Fprintln(&b, "Every promise was kept.")
	}
	_, err := io.WriteString(to, b.String())
	return err
}
