package web

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// What the program tells a monitoring system, in the text format of Prometheus
// (https://prometheus.io/docs/instrumenting/exposition_formats/): numbers alone, under the patterns of routes. No name,
// no code, no address.

// buckets are the upper bounds of how long requests take.
var buckets = [...]time.Duration{
	time.Millisecond, 5 * time.Millisecond, 25 * time.Millisecond, 100 * time.Millisecond, 250 * time.Millisecond,
	time.Second, 5 * time.Second,
}

// inUse is how lately a session was used that counts as one of now.
const inUse = 15 * time.Minute

// countedAs is what requests are counted under.
type countedAs struct {
	route string // method and pattern, "" for whatever is no page of ours
	class int    // the first digit of the status
}

// meter counts requests.
type meter struct {
	mu    sync.Mutex
	all   map[countedAs]uint64
	times [len(buckets) + 1]uint64 // how many took that long; the last is beyond the buckets
	sum   time.Duration
}

// count notes a request that was answered.
func (m *meter) count(as countedAs, took time.Duration) {
	at := slices.IndexFunc(buckets[:], func(b time.Duration) bool { return took <= b })
	if at < 0 {
		at = len(buckets)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.all[as]++
	m.times[at]++
	m.sum += took
}

// metered has a handler counted.
func (s *Server) metered(handle fasthttp.RequestHandler) fasthttp.RequestHandler {
	s.meter = &meter{all: map[countedAs]uint64{}}
	return func(ctx *fasthttp.RequestCtx) {
		began := s.Now()
		handle(ctx)
		as := countedAs{class: ctx.Response.StatusCode() / 100}
		method := string(ctx.Method())
		if method == fiber.MethodHead {
			method = fiber.MethodGet
		}
		path := string(ctx.Path())
		if rt := find(s.site, method, path); rt != nil {
			as.route = method + " " + rt.path
		} else if strings.HasPrefix(path, "/static/") && as.class < 4 {
			as.route = "GET /static/:file"
		}
		s.meter.count(as, s.Now().Sub(began))
	}
}

// WriteMetrics writes what is known now. It needs Config.Metrics.
func (s *Server) WriteMetrics(ctx context.Context, to io.Writer) error {
	figures, err := s.Store.Figures(ctx, s.Now().Add(-inUse))
	if err != nil {
		return err
	}
	w := bufio.NewWriter(to)
	s.meter.write(w)
	one := func(name, kind, help string, value any) {
		fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n%s %v\n", name, help, name, kind, name, value)
	}
	one("dossier_writes_total", "counter", "Writes that were stored.", figures.Writes)
	one("dossier_commits_total", "counter", "Commits that stored them, several in each.", figures.Commits)
	one("dossier_commits_failed_total", "counter", "Commits that failed.", figures.Failed)
	one("dossier_log_bytes", "gauge", "Size of the write-ahead log.", figures.Log)
	one("dossier_hashes_waiting", "gauge", "PINs and passphrases that are being checked or wait for it.", s.hasher.Busy())
	if figures.Space.Free >= 0 {
		one("dossier_free_bytes", "gauge", "Free on the disk of the data folder.", figures.Space.Free)
	}
	if !figures.Backup.IsZero() {
		one("dossier_backup_age_seconds", "gauge", "Since the newest backup in the data folder.",
			int64(s.Now().Sub(figures.Backup).Seconds()))
	}
	fmt.Fprint(w, "# HELP dossier_sessions Sessions used in the last 15 minutes.\n# TYPE dossier_sessions gauge\n")
	fmt.Fprintf(w, "dossier_sessions{role=\"guest\"} %d\ndossier_sessions{role=\"student\"} %d\n"+
		"dossier_sessions{role=\"teacher\"} %d\n", figures.Guests, figures.Students, figures.Teachers)
	return w.Flush()
}

// write writes the counts of requests.
func (m *meter) write(w io.Writer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	fmt.Fprint(w, "# HELP dossier_requests_total Requests by route and first digit of the status.\n"+
		"# TYPE dossier_requests_total counter\n")
	for _, as := range slices.SortedFunc(maps.Keys(m.all), func(a, b countedAs) int {
		return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
	}) {
		fmt.Fprintf(w, "dossier_requests_total{route=%q,status=\"%dxx\"} %d\n", as.route, as.class, m.all[as])
	}
	const name = "dossier_request_seconds"
	fmt.Fprintf(w, "# HELP %s How long requests take.\n# TYPE %s histogram\n", name, name)
	total := uint64(0)
	for i, bound := range buckets {
		total += m.times[i]
		fmt.Fprintf(w, "%s_bucket{le=\"%g\"} %d\n", name, bound.Seconds(), total)
	}
	total += m.times[len(buckets)]
	fmt.Fprintf(w, "%s_bucket{le=\"+Inf\"} %d\n%s_sum %g\n%s_count %d\n", name, total, name, m.sum.Seconds(), name, total)
}
