package export_test

import (
	"archive/zip"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"dossier/internal/export"
)

// questionFiles has packages that .ci/setup fetches and that nobody here has written. Their tests hold questions.
const questionFiles = "../../.cache/samples/"

// member reads a file, or the files that fit a pattern out of a package.
func member(t *testing.T, archive, name string) (all []byte) {
	t.Helper()
	if archive == "" {
		text, err := os.ReadFile(questionFiles + name)
		if err != nil {
			t.Fatalf("%v: run .ci/setup test", err)
		}
		return text
	}
	in, err := zip.OpenReader(questionFiles + archive)
	if err != nil {
		t.Fatalf("%v: run .ci/setup test", err)
	}
	defer in.Close()
	names, err := fs.Glob(in, name)
	if err != nil || len(names) == 0 {
		t.Fatalf("%s in %s: %v", name, archive, err)
	}
	for _, n := range names {
		text, err := fs.ReadFile(in, n)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, text...)
	}
	return all
}

var (
	inPython = regexp.MustCompile(`(?s)(?:StringIO\(u?|parse\(\s*)"""(.*?)"""`)
	inScript = regexp.MustCompile("(?s)sampleQuestion = `(.*?)`")
)

// giftIn are the GIFT texts inside a file of another language, an empty line between each.
func giftIn(inside *regexp.Regexp, file []byte) []byte {
	var all []string
	for _, m := range inside.FindAllSubmatch(file, -1) {
		all = append(all, string(m[1]))
	}
	return []byte(strings.Join(all, "\n\n"))
}

// Files that were not written here are read item by item. The counts are what a person finds who reads them.
func TestForeignFiles(t *testing.T) {
	for _, row := range []struct {
		archive, file string
		inside        *regexp.Regexp
		want          string
	}{
		{"pygiftparserrgmf-0.0.5-py3-none-any.whl", "tests/*.py", inPython,
			"69 items: 30 kept, 10 changed, 29 refused (<nil>)"},
		{"", "../gift/node_modules/gift-pegjs/README.md", inScript,
			"4 items: 3 kept, 0 changed, 1 refused (<nil>)"},
		{"amc2moodle-2.12.1-py3-none-any.whl", "amc2moodle/tests/payload_test_moodle2amc/moodle-bank-exemple.xml", nil,
			"13 items: 2 kept, 5 changed, 6 refused (<nil>)"},
		{"amc2moodle-2.12.1-py3-none-any.whl", "amc2moodle/tests/payload_test_amc2moodle/QCM.xml", nil,
			"13 items: 0 kept, 8 changed, 5 refused (<nil>)"},
		{"amc2moodle-2.12.1-py3-none-any.whl", "amc2moodle/tests/payload_test_amc2moodle/numerical.xml", nil,
			"5 items: 0 kept, 2 changed, 3 refused (<nil>)"},
		{"amc2moodle-2.12.1-py3-none-any.whl", "amc2moodle/tests/payload_test_amc2moodle/cleaning.xml", nil,
			"1 items: 0 kept, 1 changed, 0 refused (<nil>)"},
	} {
		file := member(t, row.archive, row.file)
		if row.inside != nil {
			file = giftIn(row.inside, file)
		}
		in, err := export.ReadQuestions(file)
		got := fmt.Sprintf("%d items: %d kept, %d changed, %d refused (%v)", len(in.Items), in.Count(export.Kept),
			in.Count(export.Changed), in.Count(export.Refused), err)
		if got != row.want {
			t.Errorf("%s: got %s, want %s", row.file, got, row.want)
		}
		again, err := export.ReadQuestions([]byte(in.Text))
		if err != nil || !reflect.DeepEqual(again.Items, in.Items) {
			t.Errorf("%s: what a page carries on is read as something else (%v)", row.file, err)
		}
	}
}
