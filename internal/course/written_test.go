package course_test

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// unquoted are texts that YAML would read as something else, or that look as if it might.
var unquoted = []string{
	"00447", "007", "0", "-0", "+7", "-5", "08", "0777", "1_000", "12_", "1,000", "0x1F", "0o17", "0b11", "681692",
	"1.50", "1.", ".5", "1.2.3", "1e3", "1E-3", ".inf", "-.Inf", ".nan", ".NaN",
	"no", "No", "Yes", "y", "on", "Off", "true", "True", "FALSE",
	"1934", "1934-12", "1934-12-01", "1934-12-01T16:30:00Z", "12:30:45", "16:30", "190:20:30",
	"nil", "None", "nullify", "~x", "<<", "=", "a\tb", "a#b", "007 of 009", "०७",
}

// span is where a value stands in a file.
type span struct {
	file     string
	from, to int
}

// texts lists where the YAML of the files has the value of a text field: every value there that is neither a number
// nor a truth value, since no text of the sample files looks like one.
func (f files) texts(t testing.TB) []span {
	t.Helper()
	var all []span
	for _, file := range slices.Sorted(maps.Keys(f)) {
		for _, part := range yamlParts(file, f[file]) {
			at := part.from
			for _, tok := range lexer.Tokenize(f[file][part.from:part.to]) {
				raw := strings.TrimSpace(tok.Origin)
				next := strings.Index(f[file][at:part.to], raw)
				if next < 0 {
					t.Fatalf("%s: cannot find %q", file, raw)
				}
				from := at + next
				at = from + len(raw)
				key := tok.Next != nil && tok.Next.Type == token.MappingValueType
				block := tok.Prev != nil && (tok.Prev.Type == token.LiteralType || tok.Prev.Type == token.FoldedType)
				text := tok.Type == token.StringType || tok.Type == token.DoubleQuoteType
				if text && !key && !block && raw != "" && !strings.Contains(raw, "\n") {
					all = append(all, span{file, from, at})
				}
			}
		}
	}
	return all
}

// yamlParts is a YAML file, or the front matter of a Markdown file and the tables of accounts in it.
func yamlParts(file, text string) []span {
	if strings.HasSuffix(file, ".yaml") {
		return []span{{file, 0, len(text)}}
	}
	var parts []span
	between := func(open, end string, from int) int {
		begin := strings.Index(text[from:], open)
		if begin < 0 {
			return len(text)
		}
		begin += from + len(open)
		length := strings.Index(text[begin:], end)
		parts = append(parts, span{file, begin, begin + length})
		return begin + length + len(end)
	}
	if strings.HasPrefix(text, "---\n") {
		for at := between("---\n", "---\n", 0); at < len(text); {
			at = between("```accounts\n", "```", at)
		}
	}
	return parts
}

// with puts another text into a place.
func (f files) with(at span, text string) files {
	g := maps.Clone(f)
	g[at.file] = f[at.file][:at.from] + text + f[at.file][at.to:]
	return g
}

// everything is a course with all types of content, and where its text fields are. Of the questions that are all
// alike one is enough.
func everything(t *testing.T) (files, []span) {
	f, kinds := withBench(t), minimalWithKinds(t)
	for _, file := range []string{"lessons/sources/press.md", "lessons/sources/exile.md", kindsFile} {
		f[file] = kinds[file]
	}
	from, to := strings.Index(f[bank], "id: demo-02"), strings.Index(f[bank], "id: demo-11")
	return f, slices.DeleteFunc(f.texts(t), func(s span) bool { return s.file == bank && s.from > from && s.to < to })
}

// A text field holds what was typed: without quotation marks it is what it is with them, whatever YAML takes it for.
// Between brackets a comma or a colon ends a text, which is refused instead.
func TestTextsAreWhatWasTyped(t *testing.T) {
	f, texts := everything(t)
	if len(texts) < 4*len(unquoted) {
		t.Errorf("only %d places are tried", len(texts))
	}
	for i := 0; i < len(texts); i += 2 { // all in all places would take minutes
		at, typed := texts[i], unquoted[i/2%len(unquoted)]
		got, gotFindings := course.Compile(f.with(at, typed).content())
		want, wantFindings := course.Compile(f.with(at, strconv.Quote(typed)).content())
		refused := place(at.file, 1+strings.Count(f[at.file][:at.from], "\n")) + ": error Y01: "
		if strings.ContainsAny(typed, ",:") && said(gotFindings, refused) {
			continue
		}
		if !reflect.DeepEqual(gotFindings, wantFindings) {
			t.Errorf("%s, %q for %s: findings\n%v\nwant\n%v", at.file, typed, f[at.file][at.from:at.to], gotFindings,
				wantFindings)
		} else if !reflect.DeepEqual(got, want) {
			t.Errorf("%s, %q for %s is another course", at.file, typed, f[at.file][at.from:at.to])
		}
	}
}

// What reaches the course, and the record of what was served, is what was typed.
func TestTypedTextsReachTheCourse(t *testing.T) {
	for _, typed := range unquoted {
		f := minimal(t)
		f.replace(t, facts, "claim: It happened.", "claim: "+typed)
		f.replace(t, facts, "ledger: [A-1]", "ledger:\n    - "+typed)
		f.replace(t, bank, "- {id: c, text: the sky one, feedback:", "- id: c\n        text: "+typed+"\n        feedback:")
		f.replace(t, bank, "last of them all.\"}", "last of them all.\"")
		c, findings := course.Compile(f.content())
		q, _, err := c.Question("demo-01")
		if err != nil || len(c.Facts) != 2 {
			t.Fatalf("%q: %v", typed, findings)
		}
		if got := c.Facts[0]; got.Claim != typed || got.Ledger[0] != typed {
			t.Errorf("%q is the claim %q with the number %q", typed, got.Claim, got.Ledger[0])
		}
		body, _, err := course.EncodeQuestion(q)
		if err != nil {
			t.Fatal(err)
		}
		stored, err := c.DecodeQuestion(body)
		if err != nil {
			t.Fatal(err)
		}
		for name, q := range map[string]*quiz.Question{"option": q, "stored option": stored} {
			if got := q.Body.(*quiz.SingleChoice).Options[2].Text; got != typed {
				t.Errorf("%q is the %s %q", typed, name, got)
			}
		}
	}
}

// A null that is written out may mean the word or nothing, so it is refused where it stands. An empty value is empty.
func TestNullIsRefused(t *testing.T) {
	f, texts := everything(t)
	for i := 0; i < len(texts); i += 3 {
		at, typed := texts[i], []string{"~", "null", "Null", "NULL"}[i%4]
		_, findings := course.Compile(f.with(at, typed).content())
		line := 1 + strings.Count(f[at.file][:at.from], "\n")
		if !said(findings, place(at.file, line)+": error Y01: ") {
			t.Errorf("%s for %q: %v", typed, f[at.file][at.from:at.to], findings)
		}
	}
	f = minimal(t)
	f.replace(t, timeline, "title: It happens,", "until: , title: It happens,")
	f.replace(t, facts, "  claim: It happened.", "  claim: It happened.\n  note:\n  scholarship: # none")
	if _, findings := course.Compile(f.content()); len(findings) > 0 {
		t.Errorf("empty values: %v", findings)
	}
}

func place(file string, line int) string { return file + ":" + strconv.Itoa(line) }

// The keys of a map are texts too, and an id is one however it is written.
func TestKeysAreTexts(t *testing.T) {
	for _, typed := range []string{"007", "1_0", "1.50", "true", "0x1F", "no"} {
		f := withBench(t)
		for _, file := range []string{desk, rubrics} {
			f[file] = strings.ReplaceAll(strings.ReplaceAll(f[file], "id: first\n", "id: "+typed+"\n"), "{first:", "{"+typed+":")
		}
		c, findings := course.Compile(f.content())
		if len(findings) > 0 || len(c.Benches) != 1 {
			t.Fatalf("%s: %v", typed, findings)
		}
		e := c.Benches[0].Exemplars[0]
		if _, ok := e.Levels[typed]; !ok || e.Why[typed] == "" {
			t.Errorf("%s: levels %v, reasons %v", typed, e.Levels, e.Why)
		}
	}
	f := minimal(t)
	f.replace(t, people, "{id: kirov, name:", `{"id": kirov, 'name':`)
	f.replace(t, bank, "    version: 1\n", "    \"version\": 1\n")
	if _, findings := course.Compile(f.content()); len(findings) > 0 {
		t.Errorf("fields between quotation marks: %v", findings)
	}
}

func TestNumbersAreWhatTheyLookLike(t *testing.T) {
	for _, test := range []struct{ file, old, new, message string }{
		{lesson, "minutes: 10", "minutes: 010", "010 is not a plain number"},
		{lesson, "minutes: 10", "minutes: 0x10", "0x10 is not a plain number"},
		{lesson, "minutes: 10", "minutes: 0b11", "0b11 is not a plain number"},
		{lesson, "minutes: 10", "minutes: 10.5", "10.5 is not a whole number"},
		{bank, "    marks: 1\n", "    marks: .nan\n", ".nan is not a plain number"},
		{bank, "    marks: 1\n", "    marks: -.Inf\n", "-.Inf is not a plain number"},
		{bank, "    marks: 1\n", "    marks: 01.5\n", "not"},
		{bank, "    version: 1\n", "    version: ~\n", "“~” can mean"},
		{bank, "shuffle: true", "shuffle: null", "“null” can mean"},
		{bank, "      - {id: c, text: the sky one,", "      - ~\n      - {id: c, text: the sky one,",
			"an entry of the list is empty"},
		{people, "variants: [Ezhov]", "variants: [Ezhov, null]", "an entry of the list is empty"},
		{facts, "  ledger: [A-1]\n", "  ledger: [A-1]\n  \"ledger\": [A-2]\n", ""},
		{people, "id: kirov, name", "id: kirov, 'id': kirov, name", ""},
	} {
		f := minimal(t)
		f.replace(t, test.file, test.old, test.new)
		at := strings.Split(strings.TrimPrefix(test.new, test.old), "\n")[0]
		_, findings := course.Compile(f.content())
		wantOne(t, findings, test.file, f.line(t, test.file, at), "Y01", test.message, false)
	}
	for _, fine := range []string{"1", "1.5", "0.5", ".5", "1_0", "+1"} {
		f := minimal(t)
		f.replace(t, figures, "value: 2", "value: 2, low: "+fine)
		if _, findings := course.Compile(f.content()); len(findings) > 0 {
			t.Errorf("%s: %v", fine, findings)
		}
	}
}

// An empty entry where a list of structures is wanted is a finding, not a crash.
func TestEmptyEntries(t *testing.T) {
	for _, list := range []string{"exemplars", "skills", "levels", "comments", "indicative", "sources", "phrases"} {
		f := withBench(t)
		for _, file := range []string{desk, rubrics} {
			lines := strings.Split(f[file], "\n")
			for i, line := range lines {
				if strings.TrimSpace(line) == list+":" {
					next := lines[i+1]
					lines[i] += "\n" + next[:len(next)-len(strings.TrimLeft(next, " "))] + "-"
					f[file] = strings.Join(lines, "\n")
					_, findings := course.Compile(f.content())
					wantOne(t, findings, file, i+2, "Y01", "an entry of the list is empty", false)
					break
				}
			}
		}
	}
}
