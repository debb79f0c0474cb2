package views

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"dossier/views/static"
)

// tooNew is what the engines of old tablets lack: those of 2018 cannot even parse some of it, and a script that does
// not parse or stops halfway leaves a page behind that is worse than the plain one. What has no plain way round has
// to be asked for first.
var tooNew = map[string]*regexp.Regexp{
	"optional chaining":         regexp.MustCompile(`\?\.[^0-9]`),
	"?? and ??=":                regexp.MustCompile(`\?\?`),
	"logical assignment":        regexp.MustCompile(`\|\|=|&&=`),
	"catch without a name":      regexp.MustCompile(`catch\s*\{`),
	"spread into an object":     regexp.MustCompile(`\{\s*\.\.\.|\.\.\.[\w.]+\s*\}`),
	"newer regular expressions": regexp.MustCompile(`/[^/\n]*(\\p\{|\(\?<)[^/\n]*/[a-z]*`),
	"private names":             regexp.MustCompile(`[.{;\s]#[a-z]`),
	"numeric separators":        regexp.MustCompile(`\d_\d`),
	"import()":                  regexp.MustCompile(`\bimport\(`),
	"for await":                 regexp.MustCompile(`for\s+await`),
	"newer methods": regexp.MustCompile(`\.(at|flat|flatMap|findLast|findLastIndex|replaceAll|matchAll|replaceChildren|` +
		`replaceWith|requestSubmit|fromEntries|hasOwn|allSettled|any|finally|toSorted|toReversed|with|randomUUID|` +
		`checkVisibility|submitter|toggleAttribute|timeout)\b`),
	"newer functions":  regexp.MustCompile(`\b(structuredClone|queueMicrotask|ResizeObserver|globalThis|BigInt)\b`),
	":has in a script": regexp.MustCompile(`:has\(`),
}

var commentOrText = regexp.MustCompile(`//[^\n]*|/\*(?s:.*?)\*/|"(?:[^"\\\n]|\\.)*"`)

func TestScriptsParseOnOldTablets(t *testing.T) {
	var scripts []string
	for _, pattern := range []string{"*.js", "page/*.js"} {
		found, err := fs.Glob(static.FS, pattern)
		if err != nil {
			t.Fatal(err)
		}
		scripts = append(scripts, found...)
	}
	seen := 0
	for _, name := range scripts {
		seen++
		source, err := static.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		code := commentOrText.ReplaceAllStringFunc(string(source), func(s string) string {
			if strings.HasPrefix(s, `"`) && strings.Contains(s, ":has(") {
				return s
			}
			return " "
		})
		for what, pattern := range tooNew {
			if found := pattern.FindString(code); found != "" {
				t.Errorf("%s uses %s: %q", name, what, found)
			}
		}
	}
	if seen < 4 {
		t.Fatalf("%d scripts are looked at", seen)
	}
}
