package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

const (
	widest  = 120 // columns of a line, a tab counted as one
	longest = 40  // lines of a handler
)

// TestLinesFitTheScreen reads every line that people write: generated files are as they come.
func TestLinesFitTheScreen(t *testing.T) {
	for _, file := range append(sources(t), templates(t)...) {
		if strings.HasSuffix(file, "_templ.go") {
			continue
		}
		for i, line := range strings.Split(read(t, file), "\n") {
			if n := utf8.RuneCountInString(line); n > widest {
				t.Errorf("%s:%d has %d columns, %d at most", file, i+1, n, widest)
			}
		}
	}
}

// TestTheDocumentsNameTestsThatExist looks up every test that a document calls by its name.
func TestTheDocumentsNameTestsThatExist(t *testing.T) {
	defined, named := map[string]bool{}, regexp.MustCompile(`\b(?:Test|Fuzz|Benchmark)[A-Z0-9]\w+`)
	for _, file := range sources(t) {
		if strings.HasSuffix(file, "_test.go") {
			for _, found := range named.FindAllString(read(t, file), -1) {
				defined[found] = true
			}
		}
	}
	documents := []string{"README.md", "internal/README.md"}
	for _, pattern := range []string{"../docs/*.md", "../internal/decisions/*.md"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("no documents %s: %v", pattern, err)
		}
		for _, name := range names {
			documents = append(documents, strings.TrimPrefix(name, "../"))
		}
	}
	for _, document := range documents {
		for _, name := range named.FindAllString(read(t, document), -1) {
			if !defined[name] {
				t.Errorf("%s: there is no %s", document, name)
			}
		}
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// templates lists the templ files, by path from the top folder.
func templates(t *testing.T) (files []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(".."), "views", func(name string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".templ") {
			files = append(files, name)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	return files
}

// TestHandlersAreShort measures every function of web that takes a request: what a handler does fits a screen.
func TestHandlersAreShort(t *testing.T) {
	handlers := 0
	for _, file := range sources(t) {
		if filepath.Dir(file) != "internal/web" || strings.HasSuffix(file, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		parsed, err := parser.ParseFile(set, filepath.Join("..", file), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range parsed.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || !takesRequest(fn) {
				continue
			}
			handlers++
			if n := set.Position(fn.End()).Line - set.Position(fn.Pos()).Line + 1; n > longest {
				t.Errorf("%s: %s has %d lines, %d at most", file, fn.Name.Name, n, longest)
			}
		}
	}
	if handlers < 75 {
		t.Errorf("only %d functions that take a request were found", handlers)
	}
}

func takesRequest(fn *ast.FuncDecl) bool {
	for _, param := range fn.Type.Params.List {
		if star, ok := param.Type.(*ast.StarExpr); ok {
			if name, ok := star.X.(*ast.Ident); ok && name.Name == "request" {
				return true
			}
		}
	}
	return false
}
