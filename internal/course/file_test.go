package course_test

import (
	"encoding/binary"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"dossier/internal/course"
)

// wide writes a text as UTF-16 or UTF-32, with or without a mark in front.
func wide(text string, bits int, order binary.AppendByteOrder, mark bool) string {
	if mark {
		text = "\ufeff" + text
	}
	var out []byte
	if bits == 32 {
		for _, r := range text {
			out = order.AppendUint32(out, uint32(r))
		}
		return string(out)
	}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = order.AppendUint16(out, unit)
	}
	return string(out)
}

// wantAlone wants one finding and nothing that only follows from it.
func wantAlone(t *testing.T, findings []course.Finding, file string, line int, message, remedy string) {
	t.Helper()
	if len(findings) != 1 {
		t.Errorf("%d findings, want one in %s: %v", len(findings), file, findings)
		return
	}
	f := findings[0]
	if f.File != file || f.Line != line || f.Rule != "Y01" || f.Warning ||
		!strings.Contains(f.Message, message) || !strings.Contains(f.Remedy, remedy) {
		t.Errorf("got %v\nwant %s:%d, Y01, with %q and %q", f, file, line, message, remedy)
	}
}

// A file that is not UTF-8 is one error that says so, whichever file it is.
func TestFilesAreUTF8(t *testing.T) {
	f, _ := everything(t)
	changed := 0
	for _, file := range slices.Sorted(maps.Keys(f)) {
		text := f[file]
		half := strings.LastIndex(text[:len(text)/2], "\n") + 1
		last := 1 + strings.Count(text[:half], "\n")
		insert := func(bytes string) string { return text[:half] + bytes + text[half:] }
		for name, bad := range map[string]struct {
			text string
			line int
		}{
			"UTF-16LE":               {wide(text, 16, binary.LittleEndian, true), 1},
			"UTF-16BE":               {wide(text, 16, binary.BigEndian, true), 1},
			"UTF-16LE without mark":  {wide(text, 16, binary.LittleEndian, false), 1},
			"UTF-16BE without mark":  {wide(text, 16, binary.BigEndian, false), 1},
			"UTF-32LE":               {wide(text, 32, binary.LittleEndian, true), 1},
			"UTF-32BE":               {wide(text, 32, binary.BigEndian, true), 1},
			"Windows encoding":       {insert("\x93"), last},
			"Latin-1 at the end":     {text + "# caf\xe9", 1 + strings.Count(text, "\n")},
			"half a character":       {insert("\xe2\x80"), last},
			"half a surrogate pair":  {insert("\xed\xa0\x80"), last},
			"a nought":               {insert("\x00"), last},
			"a control character":    {insert("\x0b"), last},
			"a letter lost before":   {insert("\ufffd"), last},
			"a mark and a bad byte":  {"\ufeff" + insert("\xff"), last},
			"nothing but a bad byte": {"\x80", 1},
		} {
			g := maps.Clone(f)
			g[file] = bad.text
			_, findings := course.Compile(g.content())
			if t.Run(file+", "+name, func(t *testing.T) {
				wantAlone(t, findings, file, bad.line, "",
					"save the file as UTF-8")
			}) {
				changed++
			}
		}
	}
	if changed < 15*10 {
		t.Errorf("only %d files were tried", changed)
	}
}

// Each file that cannot be read is told at once, so that one round of mending is enough for all of them.
func TestEveryUnreadableFileIsTold(t *testing.T) {
	f := minimal(t)
	f[facts], f[plain], f[bank] = "\xff\xfe", f[plain]+"\x96", "lesson: [demo"
	_, findings := course.Compile(f.content())
	var files []string
	for _, found := range findings {
		files = append(files, found.File)
	}
	if !slices.Equal(files, []string{plain, facts, bank}) {
		t.Errorf("findings: %v", findings)
	}
}

// What stands behind the end of a document is not dropped without a word.
func TestOneDocumentAFile(t *testing.T) {
	all, _ := everything(t)
	for _, file := range slices.Sorted(maps.Keys(all)) {
		if !strings.HasSuffix(file, ".yaml") {
			continue
		}
		for _, second := range []string{"---\n%s", "--- # more\n%s", "...\n%s", "...\n---\n%s", "---\n---\n%s",
			"---\n# a note\n\n%s", "--- \n%s", "---\n- a\n%.0s"} {
			f := maps.Clone(all)
			f[file] += strings.Replace(strings.Replace(second, "%s", all[file], 1), "%.0s", "", 1)
			content, _, _ := strings.Cut(strings.Replace(second, "%.0s", "", 1), "%s")
			line := 1 + strings.Count(all[file]+content, "\n")
			if strings.HasPrefix(second, "---\n- a") {
				line = 2 + strings.Count(all[file], "\n")
			}
			_, findings := course.Compile(f.content())
			t.Run(file+" "+second, func(t *testing.T) {
				wantAlone(t, findings, file, line, "where the document ends",
					"a file of its own")
			})
		}
	}
	for _, fine := range []string{"---\n%s", "# a note\n---\n%s", "%s---\n", "%s...\n", "%s---\n# a note\n",
		"%s--- # the end", "---\n%s...\n", "%s\n\n---\n\n"} {
		for _, file := range []string{facts, opening, bank} {
			f := minimal(t)
			f[file] = strings.Replace(fine, "%s", f[file], 1)
			if _, findings := course.Compile(f.content()); len(findings) > 0 {
				t.Errorf("%q around %s: %v", fine, file, findings)
			}
		}
	}
}

func TestFrontMatter(t *testing.T) {
	for _, fine := range []struct{ old, new string }{{"---\nid", "--- \nid"}, {"\n---\n\n## ", "\n--- \t\n\n## "}} {
		for _, file := range []string{lesson, source} {
			f := minimal(t)
			f.replace(t, file, fine.old, fine.new)
			if _, findings := course.Compile(f.content()); len(findings) > 0 {
				t.Errorf("%q in %s: %v", fine.new, file, findings)
			}
		}
	}
	f := minimal(t)
	f.replace(t, lesson, "minutes: 10\n", "minutes: 10\n...\nhours: 1\n")
	_, findings := course.Compile(f.content())
	wantAlone(t, findings, lesson, f.line(t, lesson, "hours"), "where the document ends", "")
	f = minimal(t)
	f.replace(t, lesson, "ask: Whom do you trust?", "ask: Whom?\n---\nask: Whom do you trust?")
	_, findings = course.Compile(f.content())
	wantOne(t, findings, lesson, f.line(t, lesson, "ask: Whom do"), "Y01", "where the document ends", false)
	f = minimal(t)
	f[source] = strings.Split(f[source], "\n\n")[0] // nothing behind the fields, not even a line end
	_, findings = course.Compile(f.content())
	wantOne(t, findings, source, 1, "R10", "needs a faithful and a plain reading", false)
	f.replace(t, source, "\n---", "")
	_, findings = course.Compile(f.content())
	wantAlone(t, findings, source, 1, "no front matter", "---")
}

// What YAML has and content files have no use for is refused where it stands, with the way out.
func TestTextsThatMeanSomethingElse(t *testing.T) {
	for _, typed := range []string{"&x it", "*it*", "*it", "!it", "!!str it", "@it", "`it`", "? it",
		"Prisoner #5 told it", "12 #5", "|it"} {
		f := minimal(t)
		f.replace(t, facts, "claim: It was told.", "claim: "+typed)
		_, findings := course.Compile(f.content())
		t.Run(typed, func(t *testing.T) { wantAlone(t, findings, facts, f.line(t, facts, typed), "", "quot") })
	}
	for _, note := range []string{"It was told. # a note", "It was told.   #- - -", "\"It was told.\" #5",
		"It was told.#5"} {
		f := minimal(t)
		f.replace(t, facts, "claim: It was told.", "claim: "+note)
		if _, findings := course.Compile(f.content()); len(findings) > 0 {
			t.Errorf("%s: %v", note, findings)
		}
	}
	f := minimal(t)
	f.replace(t, facts, "ledger: [A-1]", "ledger: [1,000]")
	_, findings := course.Compile(f.content())
	wantAlone(t, findings, facts, f.line(t, facts, "1,000"), "divides 1,000 in two", "quotation marks")
}

// bombs are files that would keep the program busy, and what is said about them.
func bombs(text string) map[string]struct{ file, text, message string } {
	steps := func(step, end string) string {
		var b strings.Builder
		for i := range 1000 {
			b.WriteString(strings.Repeat(" ", i) + step + "\n")
		}
		return b.String() + end
	}
	fields := func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString("k" + strings.Repeat("i", i%7) + strings.Repeat("j", i/7) + ": 1\n")
		}
		return b.String()
	}
	aliases := "- &a [x, x]\n- &b [*a, *a]\n- &c [*b, *b]\n"
	return map[string]struct{ file, text, message string }{
		"a large list":             {facts, strings.Repeat("- {id: a}\n", 6_000_000), "larger than 1024 KB"},
		"a large quiz":             {bank, text + strings.Repeat("# \n", 400_000), "larger than 1024 KB"},
		"a large lesson":           {lesson, text + strings.Repeat("word ", 20_000), "larger than 64 KB"},
		"brackets":                 {facts, strings.Repeat("[", 20_000), "more than 50 deep"},
		"brackets on lines":        {facts, strings.Repeat("[\n", 20_000), "more than 50 deep"},
		"braces":                   {people, strings.Repeat("{a: ", 20_000), "more than 50 deep"},
		"brackets in a bench":      {desk, "id: " + strings.Repeat("[", 20_000), "more than 50 deep"},
		"many more brackets":       {facts, strings.Repeat("[", 900_000), "more than 100000 punctuation marks"},
		"brackets in front matter": {source, "---\nid: " + strings.Repeat("[", 5_000) + "\n---\n", "brackets"},
		"hyphens":                  {facts, strings.Repeat("- ", 20_000), "more than 50 deep"},
		"steps":                    {facts, "- " + strings.ReplaceAll(steps("a:", ""), "\n", "\n "), "more than 50 deep"},
		"steps of lists":           {facts, steps("-", ""), "more than 50 deep"},
		"questions in questions":   {bank, strings.Repeat("? ", 20_000), "begins with"},
		"aliases":                  {facts, aliases, "begins with “&”"},
		"a merge of fields":        {facts, "- a: 1\n  <<: {b: 2}\n", "begins with “<”"},
		"tags":                     {facts, strings.Repeat("!a ", 20_000), "begins with “!”"},
		"documents":                {facts, strings.Repeat("---\n- a\n", 5_000), "where the document ends"},
		"many entries":             {facts, strings.Repeat("- a\n", 200_000), "more than 100000 punctuation marks"},
		"many fields":              {facts, "- " + strings.ReplaceAll(fields(400), "\n", "\n  "), "more than 200 fields"},
		"many fields between braces": {facts, "- {" + strings.ReplaceAll(fields(400), "\n", ", ") + "}",
			"more than 200 fields"},
		"empty lines":          {facts, strings.Repeat("\n", 900_000) + "- a", "more than 100000 punctuation marks"},
		"deep quotations":      {lesson, text + strings.Repeat("> ", 20_000) + "a", "more than 50 deep"},
		"deep lists":           {lesson, text + strings.Repeat("- ", 20_000) + "a", "more than 50 deep"},
		"deep numbered lists":  {lesson, text + strings.Repeat("1. ", 10_000) + "a", "more than 50 deep"},
		"deep steps of lists":  {plain, steps("  - a", "")[:60_000], "more than 50 deep"},
		"a long paragraph":     {lesson, text + strings.Repeat("word ", 5_000), "without an empty line"},
		"links in links":       {lesson, text + strings.Repeat("[a](", 10_000), "without an empty line"},
		"stars":                {source, text + strings.Repeat("*a_", 3_000), "brackets, stars and underscores"},
		"links in plain words": {plain, text + strings.Repeat("[a](", 2_000), "brackets, stars and underscores"},
	}
}

// A file that is meant to keep the program busy is one finding, and takes little memory to find.
func TestBombs(t *testing.T) {
	for name, bomb := range bombs(minimal(t)[lesson]) {
		f := withBench(t)
		if bomb.file == source || bomb.file == plain {
			bomb.text = strings.Replace(bomb.text, f[lesson], f[bomb.file], 1)
		}
		f[bomb.file] = bomb.text
		content := f.content()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, findings := course.Compile(content)
		runtime.ReadMemStats(&after)
		if len(findings) != 1 || findings[0].File != bomb.file || !strings.Contains(findings[0].Message, bomb.message) {
			t.Errorf("%s: %.300v", name, findings)
		}
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 100 {
			t.Errorf("%s: %d MB", name, used)
		}
	}
}

// Just below the limits a text is read as any other.
func TestLargeTextsAreRead(t *testing.T) {
	long := strings.Repeat("He said so and was believed. ", 300)
	f := minimal(t)
	f.replace(t, facts, "claim: It was told.", "claim: "+long)
	f[people] += strings.Repeat("# a note\n", 40_000)
	c, findings := course.Compile(f.content())
	if len(findings) > 0 || c.Facts[1].Claim != strings.TrimSpace(long) {
		t.Errorf("findings: %v", findings)
	}
}

// The depth at which the limit lies, whichever way the levels are written.
func TestDepth(t *testing.T) {
	brackets := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	steps := func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.Repeat(" ", i) + "-\n")
		}
		return b.String()
	}
	for name, at := range map[string]func(int) string{"brackets": brackets, "hyphens": func(n int) string {
		return strings.Repeat("- ", n) + "a"
	}, "steps": steps} {
		for n, deep := range map[int]bool{40: false, 120: true} {
			f := minimal(t)
			f[facts] = at(n)
			_, findings := course.Compile(f.content())
			if got := said(findings, facts) && strings.Contains(findings[0].Message, "deep in each other"); got != deep {
				t.Errorf("%d %s: %v", n, name, findings)
			}
		}
	}
}
