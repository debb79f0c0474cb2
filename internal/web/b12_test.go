package web_test

import (
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// plainWords is what is typed where everything is to go through.
func (w *world) plainWords() func(blank) string {
	n := 0
	return func(b blank) string {
		n++
		var id int64
		last := b.action
		switch {
		case b.name == "code":
			return w.s.code
		case b.name == "pin":
			return pin
		case b.name == "new-pass":
			return newPassphrase
		case b.name == "pass":
			return passphrase
		case b.route == "/originals":
			return observed
		case strings.HasSuffix(b.route, "/anonymise"), strings.HasSuffix(b.route, "/delete"):
			fmt.Sscanf(last, "/classes/%d/", &id)
			return one[string](w.s, `SELECT name FROM class WHERE id = ?1`, id)
		case strings.HasSuffix(b.route, "/erase"):
			var class int64
			fmt.Sscanf(last, "/classes/%d/roster/%d/", &class, &id)
			return one[string](w.s, `SELECT name FROM student WHERE id = ?1`, id)
		}
		if text, ok := b.figure(); ok {
			return text
		}
		return fmt.Sprintf("Three plain words %d", n)
	}
}

// watcher tells what has been stored since it last looked. Where nothing was, that costs nothing.
type watcher struct {
	s        *site
	now, was *sql.Conn
	version  int
	past     *sql.Tx // keeps the database as it was
}

func (s *site) watcher() *watcher {
	s.t.Helper()
	w, db := &watcher{s: s}, s.db()
	var err, err2 error
	w.now, err = db.Conn(s.t.Context())
	w.was, err2 = db.Conn(s.t.Context())
	if err = errors.Join(err, err2); err != nil {
		s.t.Fatal(err)
	}
	return w
}

// look remembers the database as it is.
func (w *watcher) look() {
	w.s.t.Helper()
	ctx := w.s.t.Context()
	err := w.now.QueryRowContext(ctx, `PRAGMA data_version`).Scan(&w.version)
	if err == nil {
		w.past, err = w.was.BeginTx(ctx, nil)
	}
	if err == nil { // a transaction begins when something is read
		err = w.past.QueryRowContext(ctx, `SELECT count(*) FROM class`).Scan(new(int))
	}
	if err != nil {
		w.s.t.Fatal(err)
	}
}

// changed lists what was stored since look, by table.
func (w *watcher) changed() (tables []string) {
	w.s.t.Helper()
	defer w.past.Rollback()
	var version int
	if err := w.now.QueryRowContext(w.s.t.Context(), `PRAGMA data_version`).Scan(&version); err != nil {
		w.s.t.Fatal(err)
	}
	if version == w.version {
		return nil
	}
	before, after := w.s.dumpOf(w.past), w.s.dump()
	for table := range after {
		if !slices.Equal(before[table], after[table]) {
			tables = append(tables, table)
		}
	}
	return tables
}

// newEachTime are the forms that make something new whenever they are sent, and where. The page that opens shows what
// counts.
var newEachTime = map[string]string{
	"POST /account/teachers/:teacher/link":       "passphrase_link", // the latest counts
	"POST /classes/:class/anonymise":             "meta",            // what is left on the disk is wiped again
	"POST /classes/:class/code":                  "class",           // the page shows it
	"POST /classes/:class/colleagues":            "invitation",      // all that are open are told, and withdrawn together
	"POST /classes/:class/slips/pins":            "student",         // the same PINs, hashed with another salt
	"POST /classes/:class/students/:student/pin": "student",
	"POST /join/:code/enter":                     "waiting", // of a student who goes to another door
}

// notTwice are the forms that nobody comes to here, and why, or which test sends them twice.
var notTwice = map[string]string{
	"POST /attempts/:attempt/hand-in":               "TestAnswersFromTwoWindows",
	"POST /attempts/:attempt/written/:question":     "levels that are set again",
	"POST /bench/:bench/judge":                      "TestSelfAssessmentsOfTwoWindows",
	"POST /bench/:bench/finish":                     "essay.Next lets it happen once",
	"POST /classes/:class/keep":                     "TestClassesThatAreDue",
	"POST /classes/:class/regrades/:regrade/finish": "only after a regrade was cut off",
	"POST /classes/:class/roster/merge":             "one of the two is gone by then",
	"POST /marking/essays/:essay/agree":             "only where two marks differ; essay.Next lets it happen once",
	"POST /setup":                                   "TestSetUpLinkWorksOnce",
	"POST /sign-in":                                 "each time is a session of its own",
}

// Each form of the site is sent, and sent again as by a second click: nothing is stored twice, and nothing changes. The
// record alone says that it was done twice.
func TestB12EveryFormTwice(t *testing.T) {
	t.Parallel()
	w := school(t)
	p, watch := newPresser(w.s), w.s.watcher()
	p.text = w.plainWords()
	twice := map[string]bool{}
	p.sent = func(b *browser, name string, f form, fields url.Values, first *page) {
		if !strings.HasPrefix(name, http.MethodPost) || first.status >= 400 || twice[name] {
			return
		}
		twice[name] = true
		watch.look()
		second := b.post(f.action, fields)
		for _, table := range watch.changed() {
			if table != "audit" && !slices.Contains(strings.Fields(newEachTime[routeOf(name)]), table) {
				t.Errorf("%s to %s, sent twice (%d %s, then %d %s), changes %s", name, f.action, first.status, first.to(),
					second.status, second.to(), table)
			}
		}
		if second.status >= 500 {
			t.Errorf("%s, sent twice, is answered with %d", name, second.status)
		}
	}
	for _, from := range w.everywhere() {
		p.goes(from.b, from.pages...)
		w.s.clock.pass(minute) // so that it is not too fast
	}
	// What cannot be undone, in an order that leaves something for each.
	near := regexp.MustCompile(`erase|remove|delete|leave|anonymise|rename|roster|settings|account|owner|sets|originals`)
	for _, last := range []*regexp.Regexp{
		regexp.MustCompile(`/erase$`),
		regexp.MustCompile(`/(merge|withdraw|demo/remove)$|^/(classes|sets|originals)/.*/remove$`),
		regexp.MustCompile(`/(archive|unarchive|leave)$|^/account/(teachers|sessions)/`),
		regexp.MustCompile(`/anonymise$`), regexp.MustCompile(`/delete$`), regexp.MustCompile(`^/account/sign-out$`),
		regexp.MustCompile(`^/sign-out$`), regexp.MustCompile(`^/account/passphrase$`),
	} {
		p.forgets()
		p.final = func(f form) bool { return last.MatchString(f.action) }
		pages := slices.DeleteFunc(w.everywhere()[5].pages, func(path string) bool {
			return path != w.demo && !near.MatchString(path)
		})
		p.goes(w.s.visitor().signIn(ownerName), pages...)
		w.s.clock.pass(minute)
	}
	routes := p.routes()
	for _, r := range w.s.server.Routes() {
		key := r.Method + " " + r.Path
		if _, elsewhere := notTwice[key]; r.Method == http.MethodPost && !routes[key] && !elsewhere {
			t.Errorf("%s was not sent: %v", key, p.answersOf(key))
		}
	}
}
