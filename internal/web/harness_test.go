package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"dossier/internal/course"
	"dossier/internal/store"
	"dossier/internal/web"
)

// morning is when every test begins: the start of a school day.
var morning = time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)

// clock is the time of a site, moved by hand.
type clock struct {
	mu sync.Mutex
	at time.Time
	up time.Duration
}

// uptime is how long the computer of the site has been on.
func (c *clock) uptime() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.up
}

// leap sets the clock, in no time.
func (c *clock) leap(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.up = c.at.Add(d), c.up+max(0, d)
}

// journal is a log that several goroutines write.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// clear forgets what was logged, where errors were wanted.
func (j *journal) clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.text.Reset()
}

// builtIn compiles the course that the program comes with, with a question more of each kind about
// sources, anew: the caller may change it.
func builtIn(t *testing.T) *course.Course {
	t.Helper()
	c, err := compile()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// unchanged is the same course, compiled once for all tests that leave it as it is.
var unchanged = sync.OnceValues(compile)

func compile() (*course.Course, error) {
	content, err := course.Open("")
	if err != nil {
		return nil, err
	}
	c, findings := course.Compile(content)
	if errs := course.Errors(findings); len(errs) > 0 {
		return nil, fmt.Errorf("the built-in course does not compile: %v", errs)
	}
	return c, nil
}

// allAsChecks makes every question of a quiz a question in the text as well, so that one page asks everything.
func allAsChecks(c *course.Course) *course.Course {
	for _, l := range c.Lessons {
		last := l.Sections[len(l.Sections)-1]
		for _, q := range l.Pool {
			last.Blocks = append(last.Blocks, course.Block{Question: q})
			l.Checks = append(l.Checks, q)
		}
	}
	return c
}

// questionsOnly leaves out what a lesson says, and asks everything: short pages, where only the questions matter.
func questionsOnly(c *course.Course) *course.Course {
	for _, l := range c.Lessons {
		l.Cited, l.Lede = nil, course.Paragraph{}
		for _, s := range l.Sections {
			s.Blocks = slices.DeleteFunc(s.Blocks, func(b course.Block) bool { return b.Question == nil })
		}
	}
	return allAsChecks(c)
}

// site is a running server with its database.
type site struct {
	t      *testing.T
	dir    string
	course *course.Course
	clock  *clock
	store  *store.Store
	server *web.Server
	log    *journal
	base   string
	stop   func()

	addresses []string // what the server is told about its addresses
	networks  map[string]*http.Transport

	owner *browser // signed in, after setUp
	class int64    // the first class, after setUp
	code  string   // its join code
}

// newSite starts a server with the built-in course and an empty database.
func newSite(t *testing.T) *site {
	t.Helper()
	c, err := unchanged()
	if err != nil {
		t.Fatal(err)
	}
	return startSite(t, c, t.TempDir(), &clock{at: morning})
}

// startSite starts a server on a data folder. It fails the test when the server logs an error.
// settings are what a server has that is not as usual.
func startSite(t *testing.T, c *course.Course, dir string, now *clock, settings ...func(*web.Config)) *site {
	t.Helper()
	return startSiteOn(t, c, dir, now, nil, settings...)
}

// startSiteOn is startSite with a store that is not as usual.
func startSiteOn(t *testing.T, c *course.Course, dir string, now *clock, how []store.Option,
	settings ...func(*web.Config)) *site {
	t.Helper()
	s := &site{t: t, dir: dir, course: c, clock: now, log: &journal{}, networks: map[string]*http.Transport{}}
	var err error
	if s.store, err = store.Open(t.Context(), dir, now.now, how...); err != nil {
		t.Fatal(err)
	}
	config := web.Config{Course: c, Store: s.store, Log: slog.New(slog.NewTextHandler(s.log, nil)),
		Now: now.now, Uptime: now.uptime, Addresses: func() []string { return s.addresses },
		Patience: time.Minute} // so that a form leads to what it has done, however slow the machine is
	for _, set := range settings {
		set(&config)
	}
	s.server, err = web.New(config)
	if err != nil {
		s.store.Close()
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.base = "http://" + ln.Addr().String()
	served := make(chan error, 1)
	go func() { served <- s.server.Serve(ln) }()
	s.stop = sync.OnceFunc(func() {
		for _, network := range s.networks {
			network.CloseIdleConnections()
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := s.server.Shutdown(ctx); err != nil {
			t.Error(err)
		}
		ln.Close() // for a server that was stopped before it had begun
		if err := <-served; err != nil && !errors.Is(err, net.ErrClosed) {
			t.Error(err)
		}
		if err := s.store.Close(); err != nil {
			t.Error(err)
		}
		if strings.Contains(s.log.String(), "ERROR") {
			t.Errorf("the server logged an error:\n%s", s.log)
		}
	})
	t.Cleanup(s.stop)
	return s
}

// browser is one person's browser: it keeps cookies and sends what browsers send with a form.
type browser struct {
	t      *testing.T
	site   *site
	client *http.Client
}

// visitor is a browser that has never been here.
func (s *site) visitor() *browser { return s.visitorFrom("127.0.0.1") }

// visitorFrom is one on a computer with this address, one of the loopback range.
func (s *site) visitorFrom(address string) *browser {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &browser{t: s.t, site: s, client: &http.Client{Jar: jar, CheckRedirect: stay, Transport: s.network(address)}}
}

// network is what the browsers of one computer share.
func (s *site) network(address string) http.RoundTripper {
	if s.networks[address] == nil {
		dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}}
		s.networks[address] = &http.Transport{DialContext: dialer.DialContext, MaxIdleConnsPerHost: 64}
	}
	return s.networks[address]
}

// page is an answer of the server.
type page struct {
	t      *testing.T
	status int
	header http.Header
	body   string
	doc    *node // nil when it is not HTML
}

// do sends a request as it is.
func (b *browser) do(req *http.Request) *page {
	b.t.Helper()
	res, err := b.client.Do(req)
	// A server that refuses a long form closes before all of it has been sent. The refusal can be lost on its way then,
	// and a browser sends the form once more.
	for tries := 0; tries < 5 && (errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET)); tries++ {
		if req.Body, err = req.GetBody(); err == nil {
			res, err = b.client.Do(req)
		}
	}
	if err != nil {
		b.t.Fatal(err)
	}
	return b.read(res)
}

// read takes an answer in.
func (b *browser) read(res *http.Response) *page {
	b.t.Helper()
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	p := &page{t: b.t, status: res.StatusCode, header: res.Header, body: string(body)}
	if strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") && len(body) > 0 {
		p.doc = parse(b.t, p.body)
	}
	return p
}

func (b *browser) request(method, path string, body io.Reader) *http.Request {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.site.base+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	return req
}

// get asks for a page and does not follow where it leads.
func (b *browser) get(path string) *page {
	b.t.Helper()
	return b.do(b.request(http.MethodGet, path, nil))
}

// open asks for a page, follows where it leads and insists on finding one.
func (b *browser) open(path string) *page {
	b.t.Helper()
	return b.follow(b.get(path)).want(http.StatusOK)
}

// follow goes where a page leads.
func (b *browser) follow(p *page) *page {
	b.t.Helper()
	for range 10 {
		if p.status != http.StatusSeeOther {
			return p
		}
		to, _, _ := strings.Cut(p.header.Get("Location"), "#")
		p = b.get(to)
	}
	b.t.Fatal("redirected in a circle")
	return nil
}

// post sends a form from a page of the site.
func (b *browser) post(path string, fields url.Values) *page {
	b.t.Helper()
	return b.do(b.formRequest(path, fields))
}

func (b *browser) formRequest(path string, fields url.Values) *http.Request {
	b.t.Helper()
	req := b.request(http.MethodPost, path, strings.NewReader(fields.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", b.site.base)
	return req
}

// send sends a form of a page with some fields filled in: name, value, name, value.
func (b *browser) send(f form, pairs ...string) *page {
	b.t.Helper()
	return b.post(f.action, f.with(pairs...))
}

// with is what the form sends after some fields are filled in.
func (f form) with(pairs ...string) url.Values {
	fields := url.Values{}
	for name, values := range f.fields {
		fields[name] = append([]string(nil), values...)
	}
	for i := 0; i < len(pairs); i += 2 {
		fields.Set(pairs[i], pairs[i+1])
	}
	return fields
}

// token is the token of this browser's forms.
func (b *browser) token() string {
	b.t.Helper()
	return b.open("/join").form("/join").fields.Get("csrf")
}

// want insists on a status.
func (p *page) want(status int) *page {
	p.t.Helper()
	if p.status != status {
		p.t.Fatalf("got status %d, want %d\n%s", p.status, status, p.excerpt())
	}
	return p
}

func (p *page) excerpt() string {
	if p.doc != nil {
		if main := p.doc.id("main"); main != nil {
			return fmt.Sprintf("%.1500s", main.words())
		}
	}
	return fmt.Sprintf("%.300s", p.body)
}

// to is where a page leads.
func (p *page) to() string { return p.header.Get("Location") }

// form is the form of the page with that action.
func (p *page) form(action string) form {
	p.t.Helper()
	if p.doc == nil {
		p.t.Fatalf("no page: %s", p.excerpt())
	}
	for _, f := range p.doc.forms() {
		if f.action == action {
			return f
		}
	}
	p.t.Fatalf("no form for %s on the page: %s", action, p.excerpt())
	return form{}
}

// says insists on words on the page.
func (p *page) says(words string) *page {
	p.t.Helper()
	if !p.hasWords(words) {
		p.t.Errorf("the page does not say %q: %s", words, p.excerpt())
	}
	return p
}

// hides insists on words not being on the page, nor in it.
func (p *page) hides(words string) *page {
	p.t.Helper()
	if p.hasWords(words) || strings.Contains(p.body, words) {
		p.t.Errorf("the page says %q: %s", words, p.excerpt())
	}
	return p
}

func (p *page) hasWords(words string) bool {
	return p.doc != nil && strings.Contains(p.doc.words(), squeeze(words))
}

// What people choose.
const (
	ownerName  = "Miriam Odeh"
	passphrase = "lantern plum harbour sixteen"
	className  = "10B History"
	pin        = "482915"
)

// setupLink is the link that the program prints.
func (s *site) setupLink() string {
	s.t.Helper()
	link, open, err := s.server.SetupURLPath(s.t.Context())
	if err != nil || !open {
		s.t.Fatalf("no set-up link: %v", err)
	}
	return link
}

// setUp makes the owner and the first class.
func (s *site) setUp() *site {
	s.t.Helper()
	s.owner = s.visitor()
	f := s.owner.open(s.setupLink()).form("/setup")
	p := s.owner.send(f, "name", ownerName, "pass", passphrase, "class", className).want(http.StatusSeeOther)
	if _, err := fmt.Sscanf(p.to(), "/classes/%d/join-screen", &s.class); err != nil {
		s.t.Fatalf("set-up leads to %q", p.to())
	}
	s.code = s.owner.codeOf(s.class)
	return s
}

// signIn goes through the teachers' door.
func (b *browser) signIn(name string) *browser {
	b.t.Helper()
	b.send(b.open("/sign-in").form("/sign-in"), "name", name, "pass", passphrase).want(http.StatusSeeOther)
	return b
}

// codeOf reads the join code from the page of a class.
func (b *browser) codeOf(class int64) string {
	b.t.Helper()
	codes := b.open(fmt.Sprintf("/classes/%d", class)).doc.class("joincode")
	if len(codes) != 1 {
		b.t.Fatalf("the page of the class has %d join codes", len(codes))
	}
	return strings.TrimPrefix(codes[0].words(), "Join code ")
}

// newClass makes a class and returns its number.
func (b *browser) newClass(name string) (class int64) {
	b.t.Helper()
	p := b.send(b.open("/classes").form("/classes"), "class", name).want(http.StatusSeeOther)
	if _, err := fmt.Sscanf(p.to(), "/classes/%d/join-screen", &class); err != nil {
		b.t.Fatalf("a new class leads to %q", p.to())
	}
	return class
}

// pinPage goes through the doors as far as the PIN.
func (b *browser) pinPage(code, name string) *page {
	b.t.Helper()
	p := b.send(b.open("/join").form("/join"), "code", code).want(http.StatusSeeOther)
	p = b.open(p.to())
	return b.send(p.form("/join/"+plain(code)), "name", name).want(http.StatusOK)
}

// join goes through the doors of a class.
func (b *browser) join(code, name, pin string) *browser {
	b.t.Helper()
	p := b.pinPage(code, name)
	b.send(p.form("/join/"+plain(code)+"/enter"), "pin", pin).want(http.StatusSeeOther)
	b.open("/").says(name)
	return b
}

// student is a new student of the first class in a new browser.
func (s *site) student(name string) *browser {
	s.t.Helper()
	return s.visitor().join(s.code, name, pin)
}

// plain is a join code without its hyphen.
func plain(code string) string { return strings.ToUpper(strings.ReplaceAll(code, "-", "")) }

// db opens the file of the database beside the server.
func (s *site) db() *sql.DB {
	s.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(s.dir, "dossier.db")+"?_busy_timeout=5000&_foreign_keys=on")
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { db.Close() })
	return db
}

// one reads a single value.
func one[T any](s *site, query string, args ...any) (v T) {
	s.t.Helper()
	db := s.db()
	defer db.Close()
	if err := db.QueryRowContext(s.t.Context(), query, args...).Scan(&v); err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
	return v
}

// endSession ends the browser's session from elsewhere: it keeps its cookie.
func (b *browser) endSession() {
	b.t.Helper()
	if err := b.site.store.EndSession(b.t.Context(), sha256.Sum256([]byte(b.session()))); err != nil {
		b.t.Fatal(err)
	}
}

// dump reads the whole database: every table with every row.
func (s *site) dump() map[string][]string {
	s.t.Helper()
	db := s.db()
	defer db.Close()
	return s.dumpOf(db)
}

// readable is a database, or one as it was when a transaction began.
type readable interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func (s *site) dumpOf(db readable) map[string][]string {
	s.t.Helper()
	out := map[string][]string{}
	for _, table := range column(s, db, `SELECT name FROM sqlite_master WHERE type = 'table'
		AND name NOT LIKE 'sqlite_%'`) {
		rows, err := db.QueryContext(s.t.Context(), `SELECT * FROM "`+table+`"`)
		if err != nil {
			s.t.Fatal(err)
		}
		names, err := rows.Columns()
		if err != nil {
			s.t.Fatal(err)
		}
		out[table] = []string{}
		for rows.Next() {
			values := make([]any, len(names))
			for i := range values {
				values[i] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				s.t.Fatal(err)
			}
			var row []string
			for i, v := range values {
				v := *v.(*any)
				if raw, ok := v.([]byte); ok {
					v = string(raw)
				}
				row = append(row, fmt.Sprintf("%s=%v", names[i], v))
			}
			if table == "meta" && row[0] == "key=clean" {
				continue // the engine's own mark, which it may write after a minute without writes
			}
			out[table] = append(out[table], strings.Join(row, " "))
		}
		if err := rows.Err(); err != nil {
			s.t.Fatal(err)
		}
		rows.Close()
	}
	return out
}

func column(s *site, db readable, query string) []string {
	s.t.Helper()
	rows, err := db.QueryContext(s.t.Context(), query)
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			s.t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

// differ names the tables in which two dumps differ.
func differ(before, after map[string][]string) []string {
	var out []string
	for table, rows := range after {
		if strings.Join(rows, "\n") != strings.Join(before[table], "\n") {
			out = append(out, fmt.Sprintf("%s: %d rows before, %d after", table, len(before[table]), len(rows)))
		}
	}
	return out
}

// codeSpeak is what no page may show: the words of programs.
var codeSpeak = []string{
	"store:",
	"web:",
	"sql:",
	"SQLITE",
	"UNIQUE",
	"no rows",
	"strconv",
	"runtime error",
	"goroutine",
	"panic:",
	"%!",
	"invalid syntax",
	"context canceled",
	".go:",
	"<nil>",
}

// plainly insists on a page that tells a person something in a sentence and nothing about the program's inside.
func (p *page) plainly() *page {
	p.t.Helper()
	if p.doc == nil {
		p.t.Errorf("status %d is not a page: %s", p.status, p.excerpt())
		return p
	}
	main := p.doc.id("main")
	words := ""
	if main != nil {
		words = main.words()
	}
	if !strings.Contains(words, ".") {
		p.t.Errorf("status %d has no sentence: %s", p.status, p.excerpt())
		return p
	}
	for _, code := range codeSpeak {
		if strings.Contains(words, code) {
			p.t.Errorf("status %d speaks code, %q: %s", p.status, code, p.excerpt())
		}
	}
	return p
}

// gzipped is text in compressed form.
func gzipped(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const (
	minute = time.Minute
	hour   = time.Hour
)

// rounds is how often a test repeats itself: as often as shows a gross fault in the gate, and many
// times over in make torture.
func rounds(gate, torture int) int {
	if os.Getenv("DOSSIER_TORTURE") != "" {
		return torture
	}
	return gate
}
