// Package internal_test keeps the picture of the packages true, and what no file may say.
package internal_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "dossier"

// never is what a package does not import from elsewhere, and why.
var never = map[string][]string{
	"views":              {"github.com/gofiber", "database/sql", "net/http", "os"},
	"internal/store":     {"github.com/gofiber", "github.com/a-h/templ", "net/http", "github.com/mattn/go-sqlite3"},
	"internal/sqlite":    {"github.com/gofiber", "github.com/a-h/templ", "net/http"},
	"internal/web":       {"database/sql", "github.com/mattn/go-sqlite3"},
	"internal/course":    {"github.com/gofiber", "database/sql", "net/http"},
	"internal/classroom": {"github.com/gofiber", "database/sql", "net/http", "os", "io"},
	"internal/account":   {"github.com/gofiber", "database/sql", "net/http"},
	"cmd/dossier":        {"database/sql", "github.com/mattn/go-sqlite3"},
}

// only is all that a package imports from elsewhere, beside the standard library.
var only = map[string][]string{
	"internal/quiz":      {"golang.org/x/text"},
	"internal/account":   {"golang.org/x/text", "golang.org/x/crypto"},
	"internal/classroom": {},
	"internal/marking":   {},
	"internal/essay":     {},
	"internal/originals": {"golang.org/x/net", "golang.org/x/text"},
	"internal/atlas":     {},
	"views/static":       {},
	"lessons":            {},
	"quizzes":            {},
}

// pure packages do no input or output and ask for no time.
var pure = map[string][]string{
	"internal/quiz":      outsideWorld,
	"internal/essay":     outsideWorld,
	"internal/originals": outsideWorld,
	"internal/atlas":     outsideWorld,
	"internal/classroom": outsideWorld,
	"internal/marking":   outsideWorld,
}

var outsideWorld = []string{"os", "io", "io/fs", "net", "net/http", "context", "database/sql", "log", "log/slog",
	"math/rand", "math/rand/v2", "crypto/rand"}

// TestThePictureIsTrue compares the arrows of README.md with what the packages import, in both
// directions: an import that is not drawn fails, and so does an arrow that nobody uses. No arrow may
// point up, which is to a line above.
func TestThePictureIsTrue(t *testing.T) {
	order, drawn := picture(t)
	real := map[string][]string{}
	for _, file := range sources(t) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		pkg := path.Dir(file)
		real[pkg] = append(real[pkg], ownImports(t, file)...)
	}
	for pkg, imports := range real {
		if _, known := drawn[pkg]; !known {
			t.Errorf("README.md does not draw the package %s", pkg)
		}
		slices.Sort(imports)
		for _, imported := range slices.Compact(imports) {
			if !slices.Contains(drawn[pkg], imported) {
				t.Errorf("%s imports %s, and README.md draws no such arrow", pkg, imported)
			}
		}
	}
	for at, pkg := range order {
		for _, imported := range drawn[pkg] {
			if !slices.Contains(real[pkg], imported) {
				t.Errorf("README.md draws an arrow from %s to %s that nobody uses", pkg, imported)
			}
			if slices.Index(order, imported) <= at {
				t.Errorf("README.md draws an arrow from %s up to %s", pkg, imported)
			}
		}
	}
}

// picture reads the block "imports" of README.md: a line for each package with what it imports, in the
// order from top to bottom. Names are short for those of the folder internal.
func picture(t *testing.T) (order []string, arrows map[string][]string) {
	t.Helper()
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, block, found := strings.Cut(string(text), "```imports\n")
	block, _, closed := strings.Cut(block, "```")
	if !found || !closed {
		t.Fatal("README.md has no block of imports")
	}
	arrows = map[string][]string{}
	for line := range strings.Lines(block) {
		names := strings.Fields(line)
		for i, name := range names {
			if first, _, _ := strings.Cut(name, "/"); !slices.Contains([]string{"cmd", "views", "lessons", "quizzes"}, first) {
				names[i] = "internal/" + name
			}
		}
		if len(names) > 0 {
			order = append(order, names[0])
			arrows[names[0]] = names[1:]
		}
	}
	return order, arrows
}

// ownImports lists the packages of the program that a file imports. It fails the test for what the
// package does without.
func ownImports(t *testing.T, file string) (own []string) {
	t.Helper()
	pkg := path.Dir(file)
	parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", file), nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if name, ok := strings.CutPrefix(imported, module+"/"); ok {
			own = append(own, name)
			continue
		}
		below := func(parent string) bool { return imported == parent || strings.HasPrefix(imported, parent+"/") }
		outside := strings.Contains(strings.SplitN(imported, "/", 2)[0], ".")
		list, limited := only[pkg]
		if slices.ContainsFunc(never[pkg], below) || slices.Contains(pure[pkg], imported) ||
			limited && outside && !slices.ContainsFunc(list, below) {
			t.Errorf("%s imports %s, which its package does without", file, imported)
		}
	}
	return own
}

// sources lists the Go files of the program, by path from the top folder.
func sources(t *testing.T) (files []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(".."), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && strings.HasPrefix(entry.Name(), "."), entry.IsDir() && entry.Name() == "bin":
			return fs.SkipDir
		case strings.HasSuffix(name, ".go"):
			files = append(files, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 50 {
		t.Fatalf("only %d Go files found", len(files))
	}
	return files
}

func TestWordsThatNoFileSays(t *testing.T) {
	for _, rule := range []struct {
		word  *regexp.Regexp
		where func(file string) bool
		why   string
	}{
		{regexp.MustCompile(
			`(?i)CURRENT_TIMESTAMP|CURRENT_DATE|CURRENT_TIME\b|\b(?:datetime|julianday|unixepoch|strftime)\(|'now'`),
			everywhere, "SQL has no clock: the store is handed the time"},
		{regexp.MustCompile(
			`\bc\.Body\(|\bBodyParser\(|\bc\.FormValue\(|\bc\.MultipartForm\(|\bc\.FormFile\(|` +
				`\bQueryParser\(|\bParamsParser\(`), everywhere,
			"Fiber unpacks such bodies past the limit, or lends strings that change: use the request's form"},
		{regexp.MustCompile(`\btime\.(?:Now|Since|Until)\(`), func(file string) bool {
			return !strings.HasPrefix(file,
				"cmd/")
		}, "the clock is handed down from cmd"},
		{regexp.MustCompile(`\btempl\.(?:Raw|SafeURL|JSONScript|SafeScript)\b|\btempl\.ComponentScript\b`), everywhere,
			"what is written as it is goes through trusted, and nothing else does"},
		{regexp.MustCompile(`\b(?:panic|log\.Fatal\w*|os\.Exit)\(`),
			func(file string) bool {
				return !strings.HasPrefix(file, "cmd/") && file != "internal/release/main.go"
			},
			"errors are returned; only main ends the program"},
		{regexp.MustCompile(`\.SendFile\(|\.Static\(|middleware/(?:csrf|limiter|idempotency|timeout|filesystem|session)`),
			everywhere, "these parts of Fiber have known holes"},
	} {
		for _, file := range sources(t) {
			if strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, "_templ.go") || !rule.where(file) {
				continue
			}
			look(t, file, rule.word, rule.why)
		}
	}
	for _, pattern := range []string{"../internal/store/migrations/*.sql", "../views/*.templ"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("no files %s: %v", pattern, err)
		}
		for _, name := range names {
			look(
				t,
				strings.TrimPrefix(name, "../"),
				regexp.MustCompile(
					`(?i)CURRENT_TIMESTAMP|datetime\(|'now'|templ\.Raw|templ\.SafeURL|\son[a-z]+=|\sstyle=|`+
						`formaction|<script>|javascript:`,
				),
				"it goes against the content policy, or asks SQLite for the time",
			)
		}
	}
}

func everywhere(string) bool { return true }

// look reports the lines of a file that hold what they should not, comments left aside.
func look(t *testing.T, file string, word *regexp.Regexp, why string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", file))
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(string(text), "\n") {
		code := strings.TrimSpace(line)
		if strings.HasPrefix(code, "//") || strings.HasPrefix(code, "--") {
			continue
		}
		if found := word.FindString(line); found != "" {
			t.Errorf("%s:%d: %s: %s", file, i+1, strings.TrimSpace(found), why)
		}
	}
}
