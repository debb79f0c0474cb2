// Package web is the HTTP side: it parses a request, asks the packages that know, and answers with a page.
package web

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/originals"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

// Config is what a Server needs. Course, Store, Log and Now are required.
type Config struct {
	Course *course.Course
	Reload func() (*course.Course, error) // compiles the course again for every page; only while lessons are written
	Store  *store.Store
	Log    *slog.Logger
	Now    func() time.Time
	// Uptime is how long the computer has been on, asleep or not: whoever sets the clock does not change it. nil when
	// nobody knows; then a clock that is set while the program runs looks like time that passes.
	Uptime func() time.Duration
	// Addresses lists the base URLs that students can type, without a slash at the end, best first. It is asked each
	// time that an address is shown, since a laptop changes networks. nil means that only a request's own Host is known.
	Addresses func() []string
	Hosts     []string // public names under which the server may be called, beside the names of a local network
	// PublicURL is the address that people use when it is not the listener's own, as behind a proxy that
	// adds HTTPS: scheme and host, in lower case, without a path or the scheme's own port. nil when there
	// is none.
	PublicURL *url.URL
	// TrustedProxies are the addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are true.
	TrustedProxies []netip.Prefix
	TLS            bool           // the listener itself speaks HTTPS
	Zone           *time.Location // in which times are shown; nil means the machine's own
	Version        string         // of the program, as it is shown; "" when it is not known
	Dev            bool
	Metrics        bool   // requests are counted, for WriteMetrics
	Release        string // what the program is called where it is a release; teachers see it below a page
	// Patience is how long a page waits for work that takes a while before it shows how far that is; 0 means 400 ms.
	Patience time.Duration
	// Reopen asks for the program to be closed and opened again on the same data folder, and returns at once. nil: what
	// was asked for waits for the next start.
	Reopen func()
}

// secure reports whether people come over HTTPS alone.
func (cfg Config) secure() bool {
	return cfg.TLS || cfg.PublicURL != nil && cfg.PublicURL.Scheme == "https"
}

// Server serves the course and the classroom.
type Server struct {
	Config
	app        *fiber.App
	edition    atomic.Pointer[edition]
	tokens     *account.Tokens
	hasher     *account.Hasher
	secret     []byte
	jar        jar
	site       []route
	setupToken string // "" once there is an owner
	limits     limits
	pace       pace
	hosts      map[string]bool
	assets     assets
	marker     marker
	meter      *meter // nil without Config.Metrics
	sessions   sessions
	pages      *memory[pageKey, keptPage]
	jobs       jobs
	checked    atomic.Pointer[checked]
	makings    *makings
	stop       context.CancelFunc
	publishing sync.Mutex // held while an edition is made and put in place
	searching  sync.Mutex // held while a school's copy is looked through for originals
}

// The parts of a form and of a header that the server reads into memory.
const (
	formLimit   = 128 << 10
	longForm    = 256 << 10 // holds 20,000 characters of any script: a browser sends an emoji as twelve
	uploadLimit = originals.Most + longForm
	uploadTime  = 2 * time.Minute // for a full upload over the wireless network of a school
	formFields  = 300
	headerLimit = 16 << 10
	onePage     = 32 << 10 // most pages fit: they are handed to the network in one go
)

// connections is how many are served at once. The listener of cmd/dossier lets one address have 256, so thirty-two
// devices can hold all that they may and there is still room. An idle one costs some 25 kB: all together 200 MB.
const connections = 33 * 256

// New prepares a server; Serve starts it. It fails when a question changed under an unchanged version.
func New(cfg Config) (*Server, error) {
	if cfg.Course == nil || cfg.Store == nil || cfg.Log == nil || cfg.Now == nil {
		return nil, errors.New("web: course, store, log and clock are required")
	}
	if cfg.Reopen == nil {
		cfg.Reopen = func() {}
	}
	if cfg.Patience == 0 {
		cfg.Patience = jobPatience
	}
	ctx := context.Background()
	secret, err := cfg.Store.Secret(ctx)
	if err != nil {
		return nil, err
	}
	s := &Server{Config: cfg, secret: secret, limits: newLimits(), hosts: map[string]bool{}, marker: newMarker(),
		pages: newMemory[pageKey, keptPage](keptPages), jobs: jobs{all: map[string]*job{}}, makings: newMakings()}
	s.sessions.memory = newMemory[[32]byte, keptSession](keptSessions)
	for _, h := range cfg.Hosts {
		s.hosts[strings.ToLower(h)] = true
	}
	s.jar = newJar(s.derive("name of the cookies"), cfg.secure())
	if s.tokens, err = account.NewTokens(secret); err != nil {
		return nil, err
	}
	s.hasher = account.NewHasher()
	if s.assets, err = loadAssets(); err != nil {
		return nil, err
	}
	if err := s.publish(ctx, cfg.Course); err != nil {
		return nil, err
	}
	owned, err := cfg.Store.HasOwner(ctx)
	if err != nil {
		return nil, err
	}
	if !owned {
		s.setupToken = rand.Text()
	}
	s.app = fiber.New(fiber.Config{
		AppName: "Dossier", DisableStartupMessage: true,
		StrictRouting: true, CaseSensitive: true, Immutable: true,
		BodyLimit: formLimit, ReadBufferSize: headerLimit, WriteBufferSize: onePage, Concurrency: connections,
		ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: 60 * time.Second,
		EnableTrustedProxyCheck: true, // and none is named: Fiber believes no X-Forwarded header, see peer.go
		ErrorHandler:            s.handleError,
	})
	s.routes()
	s.guardConnections()
	return s, nil
}

// App is the application, for tests that speak to it without a network.
func (s *Server) App() *fiber.App { return s.app }

// Serve answers requests from ln until Shutdown.
func (s *Server) Serve(ln net.Listener) error {
	ctx, cancel := context.WithCancel(context.Background())
	s.stop = cancel
	defer cancel()
	go s.sweepSessions(ctx)
	go s.watchSpace(ctx, s.noteSpace(store.Space{}))
	return s.app.Listener(ln)
}

// Shutdown stops accepting and waits for what runs, until ctx ends.
func (s *Server) Shutdown(ctx context.Context) error {
	err := s.app.ShutdownWithContext(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.jobs.running.Wait()
	}()
	select {
	case <-ended:
	case <-ctx.Done():
		err = errors.Join(err, ctx.Err())
	}
	return err
}

// SetupURLPath is the path of the set-up page with its one-time token; false when there is an owner already.
func (s *Server) SetupURLPath(ctx context.Context) (string, bool, error) {
	owned, err := s.Store.HasOwner(ctx)
	if err != nil || owned {
		return "", false, err
	}
	return "/setup?token=" + s.setupToken, true, nil
}

func (s *Server) rightSetupToken(token string) bool {
	return s.setupToken != "" && subtle.ConstantTimeCompare([]byte(token), []byte(s.setupToken)) == 1
}

// edition is a course with what is drawn from it once for everybody.
type edition struct {
	course     *course.Course // with the originals that the school has added
	compiled   *course.Course // as its files say
	kept       map[string]int // by id of a question: the number under which the data folder keeps its wording
	older      sync.Map       // classroom.Asked to *quiz.Question: other wordings, once somebody has looked at them
	guesses    sync.Map       // *quiz.Question to float64: what guessing scores, once somebody has asked
	lessons    map[string]*views.PreparedLesson
	drawings   map[string][]byte // figures by id
	homeFigure []byte
	search     func() *course.Index // made when somebody first searches, so that nobody waits for it at the start
}

// asking is a question as an answer to it is stored. errPreview when its wording is not on record.
func (e *edition) asking(q *quiz.Question) (classroom.Asked, error) {
	number, ok := e.kept[q.ID]
	if !ok {
		return classroom.Asked{}, fmt.Errorf("%w: question %s", errPreview, q.ID)
	}
	return classroom.Asked{Question: q.ID, Version: number}, nil
}

// guess is what answering a question blindly scores on average. Some kinds try every answer to find out, so that it is
// kept.
func (e *edition) guess(q *quiz.Question) float64 {
	if known, ok := e.guesses.Load(q); ok {
		return known.(float64)
	}
	score := q.Body.GuessScore()
	e.guesses.Store(q, score)
	return score
}

// Changed lists questions that changed under an unchanged version. errors.Is takes it for store.ErrChanged.
type Changed []course.Finding

func (c Changed) Error() string {
	lines := make([]string, len(c))
	for i, finding := range c {
		lines[i] = finding.String()
	}
	return strings.Join(lines, "\n")
}

// Is makes it a store.ErrChanged.
func (c Changed) Is(target error) bool { return target == store.ErrChanged }

// CheckRecord compares a course with what was served on a data folder, and returns Changed where it must not be
// served there.
func CheckRecord(c *course.Course, record []store.QuestionVersion) error {
	wordings, _ := c.Wordings() // that the course can be written down is not for the record to say
	return checkWordings(wordings, record)
}

func checkWordings(wordings []course.Wording, record []store.QuestionVersion) error {
	recorded := make([]course.Recorded, len(record))
	for i, v := range record {
		recorded[i] = course.Recorded{Version: course.Version{ID: v.ID, Number: v.Version, SHA: v.SHA}, Own: v.Own}
	}
	if findings := course.ChangedAmong(wordings, recorded); len(findings) > 0 {
		return Changed(findings)
	}
	return nil
}

// keepWordings stores every question version, and returns the number by which answers refer to each. While lessons are
// written nothing is stored, and what is not on record has no number.
func (s *Server) keepWordings(ctx context.Context, c *course.Course) (map[string]int, error) {
	wordings, err := c.Wordings()
	if err != nil {
		return nil, err
	}
	versions := make([]store.QuestionVersion, len(wordings))
	for i, w := range wordings {
		versions[i] = store.QuestionVersion{ID: w.ID, Version: w.Number, Own: w.Own, SHA: w.SHA, Body: w.Body}
	}
	if s.Dev {
		return s.Store.KeptQuestions(ctx, versions)
	}
	record, err := s.Store.Record(ctx)
	if err != nil {
		return nil, err
	}
	if err := checkWordings(wordings, record); err != nil {
		return nil, err
	}
	return s.Store.KeepQuestions(ctx, versions)
}

// publish keeps every question version, draws the figures and makes the course the current one.
func (s *Server) publish(ctx context.Context, c *course.Course) (err error) {
	s.publishing.Lock()
	defer s.publishing.Unlock()
	e := &edition{compiled: c, lessons: map[string]*views.PreparedLesson{}, drawings: map[string][]byte{},
		search: sync.OnceValue(func() *course.Index { return course.NewIndex(c) })}
	if e.course, err = s.withOriginals(ctx, c); err != nil {
		return err
	}
	drawing := make(chan error, 1)
	go func() { drawing <- e.draw(ctx) }() // while the store is asked
	if e.kept, err = s.keepWordings(ctx, c); err == nil {
		err = s.keepParts(ctx, c)
	}
	if err = cmp.Or(err, <-drawing); err != nil {
		return err
	}
	s.edition.Store(e)
	go e.search() // so that nobody waits for the index
	return nil
}

// draw draws what is the same for everybody.
func (e *edition) draw(ctx context.Context) (err error) {
	c := e.course
	for _, l := range c.Lessons {
		prepared, err := views.PrepareLesson(ctx, c, l)
		if err != nil {
			return fmt.Errorf("draw lesson %s: %w", l.ID, err)
		}
		e.lessons[l.ID] = prepared
	}
	for _, f := range c.Figures {
		if e.drawings[f.ID], err = drawn(ctx, views.Figure(f)); err != nil {
			return fmt.Errorf("draw figure %s: %w", f.ID, err)
		}
	}
	if c.Figure != nil {
		if e.homeFigure, err = drawn(ctx, views.HomeFigure(c.Figure)); err != nil {
			return fmt.Errorf("draw figure %s: %w", c.Figure.ID, err)
		}
	}
	return nil
}

func drawn(ctx context.Context, part templ.Component) ([]byte, error) {
	var b bytes.Buffer
	err := part.Render(ctx, &b)
	return b.Bytes(), err
}

// current is the edition to show; while lessons are being written with --content it is compiled again for each page.
func (s *Server) current(ctx context.Context) (*edition, error) {
	if s.Dev && s.Reload != nil {
		c, err := s.Reload()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errContent, err)
		}
		if err := s.publish(ctx, c); err != nil {
			return nil, err
		}
	}
	return s.edition.Load(), nil
}

// sweepSessions forgets what has run out, once an hour.
func (s *Server) sweepSessions(ctx context.Context) {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		s.keepPace(ctx)
		now := s.Now()
		swept, err := s.Store.Sweep(ctx, store.Before{Guests: now.Add(-guestSession), Idle: now.Add(-idleGuest),
			Others: now.Add(-endedSession)})
		switch {
		case err != nil && ctx.Err() == nil:
			s.Log.Error("sweep sessions", "error", err)
		case swept.Doubt != 0:
			s.Log.Warn("nothing was swept: the clock is far from the latest time seen", "off", swept.Doubt.String())
		case swept.Guests+swept.Sessions > 0:
			s.Log.Info("swept", "guests", swept.Guests, "sessions", swept.Sessions)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// derive makes a key from the installation's secret, for one purpose.
func (s *Server) derive(parts ...string) []byte {
	h := hmac.New(sha256.New, s.secret)
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return h.Sum(nil)
}
