package internal_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// rule is something that no line of code says, but for the files where it belongs.
type rule struct {
	word    *regexp.Regexp
	where   func(file string) bool // which files it holds for
	why     string
	planted []string // lines that it has to find
}

// rules are the rules about Go. Tests and generated files are free of them.
var rules = []rule{
	{
		regexp.MustCompile(
			`(?i)CURRENT_TIMESTAMP|CURRENT_DATE|CURRENT_TIME\b|\b(?:datetime|julianday|unixepoch|strftime)\(|'now'`),
		everywhere, "SQL has no clock: the store is handed the time",
		[]string{"`UPDATE session SET last_seen_at = unixepoch()`", "`DELETE FROM session WHERE at < datetime('now')`",
			"`INSERT INTO meta VALUES ('x', current_timestamp)`"},
	},
	{
		regexp.MustCompile(
			`\bc\.Body\(|\bBodyParser\(|\bc\.FormValue\(|\bc\.MultipartForm\(|\bc\.FormFile\(|` +
				`\bQueryParser\(|\bParamsParser\(|\bBodyRaw\(`),
		everywhere, "Fiber unpacks such bodies past the limit, or lends strings that change: use the request's form",
		[]string{"body := r.c.Body()", "err := c.BodyParser(&form)", `c.FormValue("name")`, "raw := c.BodyRaw()"},
	},
	{
		regexp.MustCompile(`Request\(\)\.Body\w*\(|\bPostArgs\(\)|\bPostBody\(\)`), allBut("internal/web/form.go"),
		"one file reads bodies, and copies what it reads",
		[]string{"x := r.c.Request().Body()", "c.Request().PostArgs().Peek(name)", "ctx.PostBody()"},
	},
	{
		regexp.MustCompile(`\btime\.(?:Now|Since|Until)\(`), notCmd, "the clock is handed down from cmd",
		[]string{"now := time.Now()", "took := time.Since(began)"},
	},
	{
		regexp.MustCompile(`\btempl\.(?:Raw|SafeURL|JSONScript|SafeScript)\b|\btempl\.ComponentScript\b`), everywhere,
		"what is written as it is goes through trusted, and nothing else does",
		[]string{"return templ.Raw(text)", "href := templ.SafeURL(address)"},
	},
	{
		regexp.MustCompile(`templ\.ComponentFunc\(`),
		func(file string) bool { return strings.HasPrefix(file, "views/") && !slices.Contains(unescaped, file) },
		"what is written as it is goes through trusted", []string{"return templ.ComponentFunc(func("},
	},
	{
		regexp.MustCompile(`\b(?:panic|log\.Fatal\w*|os\.Exit)\(`), notCmd,
		"errors are returned; only main ends the program", []string{`panic("x")`, `log.Fatalf("x")`, "os.Exit(1)"},
	},
	{
		regexp.MustCompile(`\.SendFile\(|\.Static\(|middleware/(?:csrf|limiter|idempotency|timeout|filesystem|session)`),
		everywhere, "these parts of Fiber have known holes",
		[]string{"return c.SendFile(name)", `"github.com/gofiber/fiber/v2/middleware/limiter"`},
	},
	{
		regexp.MustCompile(`\bsql\.Open\(|\bBeginTx\(|\.Begin\(\)|"BEGIN`),
		allBut("internal/sqlite/dsn.go", "internal/sqlite/migrate.go", "internal/sqlite/writer.go"),
		"the writer has the only transactions: a context that ends inside one leaves half of it",
		[]string{`db, err := sql.Open("sqlite3", path)`, "t, err := conn.BeginTx(ctx, nil)", "t, err := db.Begin()"},
	},
	{
		regexp.MustCompile(`\bt\.conn\.\w+Context\(ctx\b`), everywhere,
		"a statement of a write is never cancelled: SQLite rolls the whole transaction back",
		[]string{"result, err := t.conn.ExecContext(ctx, query, args...)"},
	},
	{
		regexp.MustCompile(`\bos\.(?:Open|OpenFile|ReadFile|Create|WriteFile|OpenInRoot)\(`),
		func(file string) bool {
			return strings.HasPrefix(file, "internal/") && !slices.Contains(beforeSQLite, file) && !isTool(file)
		},
		"closing a file of the database lets go of SQLite's locks: only what runs before it is open may do so",
		[]string{`file, err := os.Open(db.path)`, `text, err := os.ReadFile(filepath.Join(dir, "dossier.db"))`},
	},
}

// unescaped are the files that write to a page without templ: trusted, and two that escape each piece themselves.
var unescaped = []string{"views/field.go", "views/bench_source.go", "views/search.go"}

// beforeSQLite are the files that open something of the data folder: the lock, copies, the log (which has no locks),
// the list of who was erased, and the database before SQLite has it.
var beforeSQLite = []string{"internal/sqlite/backup.go", "internal/sqlite/db.go", "internal/sqlite/inspect.go",
	"internal/sqlite/keep.go", "internal/sqlite/lock.go", "internal/sqlite/look.go", "internal/sqlite/mark.go",
	"internal/sqlite/scrub.go", "internal/sqlite/system_unix.go", "internal/sqlite/system_windows.go",
	"internal/sqlite/wal.go", "internal/store/erased.go", "internal/web/owner_backup.go"}

// isTool is for packages that are no part of the running program.
func isTool(file string) bool {
	return strings.HasPrefix(file, "internal/release/") || strings.HasPrefix(file, "internal/disktest/")
}

// ofPages is the rule about templates and migrations.
var ofPages = rule{
	regexp.MustCompile(`(?i)CURRENT_TIMESTAMP|datetime\(|'now'|templ\.Raw|templ\.SafeURL|\son[a-z]+=|\sstyle=|` +
		`formaction|<script>|javascript:`),
	everywhere, "it goes against the content policy, or asks SQLite for the time",
	[]string{"  at INTEGER DEFAULT CURRENT_TIMESTAMP", "@templ.Raw(x)", `<a onclick="x()">`, `<p style="color: red">`,
		`<button formaction="/x">`, "<script>", `<a href="javascript:x">`},
}

func everywhere(string) bool { return true }

func notCmd(file string) bool {
	return !strings.HasPrefix(file, "cmd/") && file != "internal/release/main.go"
}

// allBut is every file but those.
func allBut(files ...string) func(string) bool {
	return func(file string) bool { return !slices.Contains(files, file) }
}

func TestWordsThatNoFileSays(t *testing.T) {
	for _, file := range sources(t) {
		if strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, "_templ.go") {
			continue
		}
		for _, rule := range rules {
			if rule.where(file) {
				rule.look(t, file)
			}
		}
	}
	for _, pattern := range []string{"../internal/store/migrations/*.sql", "../views/*.templ"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("no files %s: %v", pattern, err)
		}
		for _, name := range names {
			ofPages.look(t, strings.TrimPrefix(name, "../"))
		}
	}
}

// Every rule finds what was planted for it, and leaves a comment alone.
func TestRulesFindWhatIsPlanted(t *testing.T) {
	for _, rule := range append(slices.Clone(rules), ofPages) {
		if len(rule.planted) == 0 {
			t.Errorf("nothing is planted for %q", rule.why)
		}
		for _, line := range rule.planted {
			if found := rule.find("package x\n\t" + line + "\n"); len(found) != 1 {
				t.Errorf("%q is not found in %q", rule.why, line)
			}
			if found := rule.find("\t// " + line); len(found) != 0 {
				t.Errorf("%q is found in a comment: %q", rule.why, line)
			}
		}
	}
}

// find lists the lines of a text, from 0, that hold what they should not, comments left aside.
func (r rule) find(text string) (lines []int) {
	for i, line := range strings.Split(text, "\n") {
		code := strings.TrimSpace(line)
		if !strings.HasPrefix(code, "//") && !strings.HasPrefix(code, "--") && r.word.MatchString(line) {
			lines = append(lines, i)
		}
	}
	return lines
}

// look reports what a rule finds in a file.
func (r rule) look(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", file))
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range r.find(string(text)) {
		t.Errorf("%s:%d: %s: %s", file, i+1, strings.TrimSpace(r.word.FindString(strings.Split(string(text), "\n")[i])),
			r.why)
	}
}
