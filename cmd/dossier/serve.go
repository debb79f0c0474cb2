package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"github.com/alecthomas/kong"

	"dossier/cmd/dossier/signals"
	"dossier/internal/course"
	"dossier/internal/lan"
	"dossier/internal/store"
	"dossier/internal/web"
)

// drainTime is how long requests that are under way may take to finish after a signal to stop.
const drainTime = 10 * time.Second

// checkedFirst is how many bytes of a database are checked from end to end before a class is served: about a second's
// worth. A larger one is checked while it is served.
const checkedFirst = 160 << 20

// serveCmd runs the class: one process on one data folder.
type serveCmd struct {
	Addr         string   `env:"DOSSIER_ADDR" placeholder:"HOST:PORT" help:"${addr_help}"`
	Data         string   `env:"DOSSIER_DATA" default:"${data_default}" placeholder:"DIR" help:"${data_help}"`
	Host         []string `env:"DOSSIER_HOST" placeholder:"NAME" help:"${host_help}"`
	PublicURL    string   `env:"DOSSIER_PUBLIC_URL" name:"public-url" placeholder:"URL" help:"${public_url_help}"`
	TrustedProxy []string `env:"DOSSIER_TRUSTED_PROXY" placeholder:"ADDRESS" help:"${trusted_proxy_help}"`
	TLS          string   `env:"DOSSIER_TLS" name:"tls" placeholder:"self" help:"${tls_help}"`
	TLSCert      string   `env:"DOSSIER_TLS_CERT" name:"tls-cert" placeholder:"FILE" help:"${tls_cert_help}"`
	TLSKey       string   `env:"DOSSIER_TLS_KEY" name:"tls-key" placeholder:"FILE" help:"${tls_key_help}"`
	TZ           string   `env:"DOSSIER_TZ" name:"tz" placeholder:"ZONE" help:"${tz_help}"`
	Content      string   `env:"DOSSIER_CONTENT" placeholder:"DIR" help:"${content_help}"`
	Metrics      string   `env:"DOSSIER_METRICS" placeholder:"ADDRESS" help:"${metrics_help}"`
	Open         string   `env:"DOSSIER_OPEN" enum:"auto,yes,no" default:"auto" help:"${open_help}"`
	Dev          bool     `env:"DOSSIER_DEV" help:"${dev_help}"`

	SlowDisk time.Duration `name:"slow-disk" hidden:"" help:"${slow_disk_help}"`
}

// flagHelp is what --help says about the flags.
var flagHelp = kong.Vars{
	"addr_help": "Address to listen on. Without it: every network interface, on port 8080 or the next free one " +
		"up to 8089.",
	"data_default": usualData,
	"data_help":    "Folder that holds the database and its backups (" + usualData + ").",
	"open_help": "Show the set-up page, or the first page, in the browser of this computer: yes, no, or auto, " +
		"which does so when Dossier was started by a click.",
	"doctor_addr_help": "Address that Dossier is started with. Without it: the ports 8080 to 8089 are looked at.",
	"doctor_cert_help": "Certificate that Dossier is started with. Without it: the one that it has made, if there is one.",
	"host_help": "Public name under which the server may be called, such as dossier.school.example. " +
		"Addresses and names of the local network always work.",
	"public_url_help": "Address that people use when a proxy leads to this server, such as " +
		"https://dossier.school.example.",
	"trusted_proxy_help": "Address of that proxy, or a range such as 10.0.0.0/24. " +
		"It alone is believed about who asks and how.",
	"tls_help":      "With self: speak HTTPS with a certificate that Dossier makes and keeps in the data folder.",
	"tls_cert_help": "Speak HTTPS with the certificate in this PEM file. It is read at the start.",
	"tls_key_help":  "Private key of that certificate, a PEM file.",
	"tz_help":       "Time zone of the school, such as Europe/London. Without it: the one of this computer.",
	"metrics_help": "Tell a monitoring system on this computer how the program does, in the format of Prometheus, for " +
		"example at 127.0.0.1:9100. Off without it; no name and no address is told.",
	"check_data_help": "Compare with what was served from this data folder as well, as serve does. Nothing in it changes.",
	"content_help":    "Folder with lessons/ and quizzes/ laid over the built-in ones.",
	"report_help": "Print how the course is balanced: questions by kind, objective and skill, keys, reading grades, " +
		"use of sources and facts, waivers.",
	"record_help":  "Write the versions of the built-in questions to quizzes/versions.txt, from the root of the project.",
	"seconds_help": "How long one round of a case takes; every case has three.",
	"bench_slow_disk_help": "Measure answers once more as on a slow disk, where each commit waits this much longer. " +
		"0 leaves it out.",
	"bench_minutes_help": "How long the lesson of the school day takes.",
	"bench_json_help":    "Print the figures as JSON, for other programs.",
	"slow_disk_help":     "Make each commit wait this much longer, for measurements.",
	"out_help":           "File or folder for the backup. Without it: a new file in backups, in the data folder.",
	"keep_help": "Then remove all but the newest N backups that were made by hand in that folder. The daily ones of the " +
		"running program are not touched.",
	"json_help":         "Print one line of JSON instead, for scripts.",
	"restore_file_help": "The backup, or the dossier.db of another data folder.",
	"verify_file_help":  "A backup. Without it: the database in the data folder, which may be in use.",
	"dev_help":          "For people who work on Dossier: reload --content on every page, show the gallery, log more.",
}

// Run serves until a signal to stop, then lets requests finish, closes the store and returns nil. A second signal ends
// the program at once; the store is made to survive that.
func (s *serveCmd) Run(to console) error {
	ctx, release := signals.Context()
	defer release()
	usual := collectLess()
	defer usual()
	log := newLog(to.err, s.Dev)
	set, err := s.settings()
	if err != nil {
		return err
	}
	lessons, err := s.compile(ctx, to.err)
	if err != nil || ctx.Err() != nil {
		return err
	}
	r := &rounds{serveCmd: s, settings: set, lessons: lessons, log: log, out: to.out, started: usual}
	return changedFailure(to.err, r.serve(ctx))
}

// collectLess lets the memory grow a little more between two collections, for the start makes much that it drops at
// once. What it returns ends that.
func collectLess() (usual func()) {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(fewMemory)
	}
	before := debug.SetGCPercent(startGC)
	if before < 0 || before > startGC { // somebody has set it
		debug.SetGCPercent(before)
	}
	return sync.OnceFunc(func() { debug.SetGCPercent(before) })
}

// fewMemory is how much memory, in bytes, the program takes before it collects what it dropped more often: the computer
// is a teacher's, and other programs run on it.
const fewMemory = 96 << 20

// startGC is how much the memory may grow during the start, in percent of what is in use.
const startGC = 400

// withData opens the data folder, hands it to do, and closes it whatever happens. A signal that stops either of them is
// no failure.
func (s *serveCmd) withData(ctx context.Context, out io.Writer,
	do func(*store.Store, dataFolder) error) (err error) {
	found := lookAtData(s.Data)
	say := func(sentence string) { fmt.Fprintln(out, sentence) } // if nobody reads it, the program goes on all the same
	data, err := store.Open(ctx, s.Data, time.Now, store.Say(say), store.SlowDisk(s.SlowDisk),
		store.CheckLater(checkedFirst))
	if err != nil {
		if ctx.Err() != nil {
			return nil // SQLite has words of its own for an interruption
		}
		return storeFailure(s.Data, err)
	}
	defer func() { err = errors.Join(err, closed(s.Data, data)) }()
	if err := do(data, found); ctx.Err() == nil || !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// starting is what is known when the program begins to serve.
type starting struct {
	*serveCmd
	settings
	lessons *course.Course
	data    *store.Store
	found   dataFolder // what the data folder was before it was opened
	log     *slog.Logger
	reopen  chan struct{} // has room for one wish to close the data folder and open it again
	first   bool          // nothing was served yet in this run of the program
}

// run puts the server together, calls started, writes the start message to out, and serves until ctx ends, or until
// the data folder is to be opened again.
func (s starting) run(ctx context.Context, turn *turn, out io.Writer, started func()) (again bool, err error) {
	place := lan.Server{At: placeOf(turn), TLS: s.tls != plain, Public: s.public, Names: s.names}
	server, err := web.New(s.config(place.Addresses))
	if err != nil {
		return false, fmt.Errorf("the pages could not be prepared: %w", err)
	}
	stopMetrics, err := serveMetrics(ctx, s.Metrics, server, s.log)
	if err != nil {
		return false, err
	}
	defer stopMetrics()
	started()
	guarded, fingerprint, err := s.guard(turn)
	if err != nil {
		return false, err
	}
	if err := s.announce(ctx, out, server, place, fingerprint); err != nil {
		return false, err
	}
	defer s.backUpDaily(ctx)()
	return s.serve(ctx, server, turn, guarded)
}

// announce writes the start message and opens the browser; when the data folder was opened again, it says that alone.
func (s starting) announce(ctx context.Context, out io.Writer, server *web.Server, place lan.Server, fingerprint string,
) error {
	message := startMessage{
		addresses: place.Addresses(), fingerprint: fingerprint, data: s.found.path, zone: s.zoneNote(s.zone, time.Now()),
		notices: s.notices(),
	}
	if !s.first {
		fmt.Fprintln(out, "Dossier has gone back to a backup and serves again.") // if nobody reads it, it serves all the same
		return nil
	}
	setUp, unowned, err := server.SetupURLPath(ctx)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return fmt.Errorf("the data folder %s does not say whether it has an owner: %w", s.Data, err)
	case unowned:
		message.setUp = setUpLinks(message.addresses, setUp, s.public != nil)
		message.notices = append(message.notices, firewallNotice(firewall())...)
	}
	if err := message.write(out); err != nil {
		s.log.Warn("the start message could not be written, the class is served all the same")
	}
	if opens(s.Open, onDesktop(out)) && openInBrowser(message.firstPage()) != nil {
		s.log.Warn("no browser could be opened, the addresses are in the start message")
	}
	return nil
}

// config is what the web server is told.
func (s starting) config(addresses func() []string) web.Config {
	config := web.Config{
		Course: s.lessons, Store: s.data, Log: s.log, Now: time.Now, Uptime: uptime, Addresses: addresses, Hosts: s.hosts(),
		PublicURL: s.public, TrustedProxies: s.proxies, TLS: s.tls != plain, Zone: s.zone, Dev: s.Dev,
		Version: "dossier " + buildVersion(), Release: version,
		Metrics: s.Metrics != "", Reopen: s.askToReopen,
	}
	if s.Dev && s.Content != "" { // the built-in course cannot change
		config.Reload = s.reload
	}
	return config
}

// askToReopen has the data folder closed and opened again, once, however often it is called.
func (s starting) askToReopen() {
	select {
	case s.reopen <- struct{}{}:
	default:
	}
}

// guard bounds the connections of each address, turns away clients that speak another protocol than the port, and
// encrypts what has to be encrypted. The fingerprint is that of a certificate that no browser knows, or "".
func (s starting) guard(listener net.Listener) (_ net.Listener, fingerprint string, err error) {
	refusal := shortAnswer("503 Service Unavailable", "Retry-After: 10\r\n",
		"This device has too many connections open. Close some tabs, wait a moment and try again.")
	if s.tls != plain {
		refusal = ""
	}
	fair := newFairListener(listener, s.proxies, refusal, s.log)
	guarded := &protocolListener{Listener: fair, tls: s.tls != plain}
	if s.tls == plain {
		return guarded, "", nil
	}
	present, fingerprint, err := s.certificates(placeOf(listener))
	if err != nil {
		return nil, "", err
	}
	return tls.NewListener(guarded, tlsConfig(present)), fingerprint, nil
}

// notices lists what the owner has to know about this start, most important first. The log gets them too, for a program
// that was started by another one.
func (s starting) notices() (all []string) {
	all = s.data.Warnings()
	if notice := s.found.notice(); notice != "" {
		all = append(all, notice)
	}
	if s.public != nil && s.tls == plain && len(s.proxies) == 0 {
		all = append(all, "With --public-url but without --trusted-proxy everybody seems to come from one address, "+
			"the proxy's, and shares the limits of one device. Add --trusted-proxy with that address.")
	}
	for _, notice := range all {
		s.log.Warn(notice)
	}
	return all
}

// serve answers requests until ctx ends or another round is asked for, which again tells. It returns only when the last
// one is finished or drainTime is over. listener is what became of turn.
func (s starting) serve(ctx context.Context, server *web.Server, turn *turn, listener net.Listener,
) (again bool, err error) {
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()

	select {
	case err := <-served:
		return false, &failure{exitOther, fmt.Sprintf("the web server stopped by itself: %v", err)}
	case <-ctx.Done():
		turn.last.Store(true)
		s.log.Info("stopping")
	case <-s.reopen:
		again = true
		s.log.Info("closing, to open again with a backup")
	}
	// Serve returns when the shutdown begins, so it is the shutdown that has to be waited for.
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer cancel()
	if err := server.Shutdown(ending); err != nil {
		s.log.Warn("requests were cut off", "error", err.Error())
	}
	listener.Close() // a signal may have come before Serve had the listener
	select {
	case <-served:
	case <-ending.Done():
	}
	return again, nil
}

// compile builds the course, or prints what is wrong with it and fails. When ctx ends first there is neither a course
// nor an error: nobody who stops the program wants to wait for a course.
func (s *serveCmd) compile(ctx context.Context, findingsTo io.Writer) (*course.Course, error) {
	content, err := openContent(s.Content)
	if err != nil {
		return nil, err
	}
	type outcome struct {
		course   *course.Course
		findings []course.Finding
	}
	done := make(chan outcome, 1)
	go func() {
		compiled, findings := course.Compile(content)
		done <- outcome{compiled, findings}
	}()
	select {
	case <-ctx.Done():
		return nil, nil
	case got := <-done:
		if errs := course.Errors(got.findings); len(errs) > 0 {
			for _, finding := range got.findings {
				fmt.Fprintln(findingsTo, finding)
			}
			return nil, contentFailure(len(errs), len(got.findings)-len(errs))
		}
		return got.course, nil
	}
}

// reload compiles the course as its files are now; the error lists what is wrong with them.
func (s *serveCmd) reload() (*course.Course, error) {
	content, err := openContent(s.Content)
	if err != nil {
		return nil, err
	}
	compiled, findings := course.Compile(content)
	if errs := course.Errors(findings); len(errs) > 0 {
		var all []error
		for _, finding := range errs {
			all = append(all, errors.New(finding.String()))
		}
		return nil, errors.Join(all...)
	}
	return compiled, nil
}

// newLog writes JSON lines with times in UTC; dev adds what only a developer wants to see.
func newLog(to io.Writer, dev bool) *slog.Logger {
	level := slog.LevelInfo
	if dev {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewJSONHandler(to, &slog.HandlerOptions{
		Level: level,
		ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
			if len(groups) == 0 && a.Key == slog.TimeKey {
				return slog.Time(slog.TimeKey, a.Value.Time().UTC())
			}
			return a
		},
	}))
}
