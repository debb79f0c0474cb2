package course_test

import (
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"dossier/internal/course"
)

// over lays files over a course.
func (f files) over(base course.Content) course.Content {
	mine := f.content()
	return base.Under(mine.Lessons, mine.Quizzes)
}

// compiled is the course without errors.
func compiled(t testing.TB, content course.Content) *course.Course {
	t.Helper()
	c, findings := course.Compile(content)
	if errs := course.Errors(findings); len(errs) > 0 {
		t.Fatal(errs)
	}
	return c
}

// served is what a data folder has on record after a course was served, on top of what it had before.
func served(t testing.TB, before []course.Recorded, c *course.Course) []course.Recorded {
	t.Helper()
	wordings, err := c.Wordings()
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range wordings {
		before = append(before, w.Recorded)
	}
	return before
}

// own lists the ids of the school's own wordings.
func own(t testing.TB, c *course.Course) string {
	t.Helper()
	var ids []string
	for _, r := range served(t, nil, c) {
		if r.Own != c.Own(r.ID) {
			t.Errorf("%s is own: %v and %v", r.ID, r.Own, c.Own(r.ID))
		}
		if r.Own {
			ids = append(ids, r.ID)
		}
	}
	return strings.Join(ids, " ")
}

// change returns the files with a text replaced.
func (f files) change(t testing.TB, file, old, new string) files {
	t.Helper()
	g := files{}
	for name, text := range f {
		g[name] = text
	}
	g.replace(t, file, old, new)
	return g
}

// only is one file alone.
func (f files) only(file string) files { return files{file: f[file]} }

const (
	thirdStem = "stem: Which of them came first on day 3?"
	commaStem = "stem: Which of them came first, on day 3?"
	otherStem = "stem: Which one of them came first on day 3?"
)

func TestOwnWordings(t *testing.T) {
	base := withBench(t)
	for _, test := range []struct {
		name string
		mine files
		want string
	}{
		{"nothing", files{}, ""},
		{"a copy as it was", base.only(bank), ""},
		{"a copy with other line ends", files{bank: strings.ReplaceAll(base[bank], "\n", "\r\n")}, ""},
		{"a copy with a note", files{bank: "# mine\n" + base[bank]}, ""},
		{"a copy with one comma more", base.change(t, bank, thirdStem, commaStem).only(bank), "demo-03"},
		{"a copy with a version raised alone", base.change(t, bank, "id: demo-03\n    version: 1",
			"id: demo-03\n    version: 2").only(bank), "demo-03"},
		{"another id", base.change(t, bank, "id: demo-03", "id: demo-33").only(bank), "demo-33"},
		{"another bench", base.change(t, desk, "Two texts tell", "Both texts tell").only(desk), "bench:demo-bench"},
		{"another rubric", base.change(t, rubrics, "Who made it?", "Who made this?").only(rubrics), "rubric:demo-v1"},
		{"another fact in a sorting task", base.change(t, facts, "claim: It was cold.", "claim: It was icy.").only(facts),
			"clock-demo-bench"},
		{"a lesson", base.change(t, lesson, "minutes: 10", "minutes: 11").only(lesson), ""},
	} {
		c := compiled(t, test.mine.over(base.content()))
		if got := own(t, c); got != test.want {
			t.Errorf("%s: own are %q, want %q", test.name, got, test.want)
		}
	}
	if got := own(t, compiled(t, base.content())); got != "" {
		t.Errorf("without a school's files own are %q", got)
	}
}

// What is compared with what was served is the same id under the same version from the same side.
func TestChanged(t *testing.T) {
	base := withBench(t)
	mine := func(old, new string) course.Content {
		return base.change(t, bank, old, new).only(bank).over(base.content())
	}
	release := func(old, new string) course.Content { return base.change(t, bank, old, new).content() }
	const first, second = "demo-03\n    version: 1", "demo-03\n    version: 2"
	raised := base.change(t, bank, first, second)
	for _, test := range []struct {
		name   string
		served []course.Content
		now    course.Content
		want   string // "" for no finding
	}{
		{"nothing was served", nil, base.content(), ""},
		{"nothing changed", []course.Content{base.content()}, base.content(), ""},
		{"own after built in, one comma changed", []course.Content{base.content()}, mine(thirdStem, commaStem), ""},
		{"built in after own", []course.Content{base.content(), mine(thirdStem, commaStem)}, base.content(), ""},
		{"own served again", []course.Content{mine(thirdStem, commaStem)}, mine(thirdStem, commaStem), ""},
		{"own changed again under its version", []course.Content{base.content(), mine(thirdStem, commaStem)},
			mine(thirdStem, otherStem), "demo-03"},
		{"own changed and raised", []course.Content{mine(thirdStem, commaStem)},
			raised.change(t, bank, thirdStem, otherStem).only(bank).over(base.content()), ""},
		{"own changed back to the built-in words", []course.Content{base.content(), mine(thirdStem, commaStem)},
			mine(thirdStem, thirdStem), ""},
		{"a later release has the school's version number", []course.Content{raised.only(bank).over(base.content())},
			raised.change(t, bank, thirdStem, otherStem).content(), ""},
		{"a later release under the school's copy", []course.Content{mine(thirdStem, commaStem)},
			base.change(t, bank, thirdStem, commaStem).only(bank).over(release(thirdStem, otherStem)), ""},
		{"built in changed under its version", []course.Content{base.content()}, release(thirdStem, otherStem), "demo-03"},
	} {
		var record []course.Recorded
		for _, content := range test.served {
			record = served(t, record, compiled(t, content))
		}
		findings := course.Changed(compiled(t, test.now), record)
		if test.want == "" {
			if len(findings) > 0 {
				t.Errorf("%s: %v", test.name, findings)
			}
			continue
		}
		wantOne(t, findings, bank, 1+base.line(t, bank, "id: "+test.want), "V01",
			"question "+test.want+" has changed since it was served as version 1", false)
		if findings[0].Remedy != "raise version of "+test.want {
			t.Errorf("%s: %v", test.name, findings[0])
		}
	}
}

// Everything that is on record has a place, and each change says what to raise.
func TestChangedTellsWhatToRaise(t *testing.T) {
	base := withBench(t)
	record := served(t, nil, compiled(t, base.content()))
	for _, test := range []struct{ file, old, new, at, in, message, remedy string }{
		{desk, "Two texts tell", "Both texts tell", "version: 1", desk, "bench demo-bench has changed",
			"raise version of demo-bench"},
		{facts, "claim: It was cold.", "claim: It was icy.", "version: 1", desk, "the sorting task of bench demo-bench",
			"raise version of demo-bench"},
		{rubrics, "Who made it?", "Who made this?", "id: demo-v1", rubrics, "rubric demo-v1",
			"give the changed rubric a new id"},
	} {
		f := base.change(t, test.file, test.old, test.new)
		findings := course.Changed(compiled(t, f.content()), record)
		wantOne(t, findings, test.in, f.line(t, test.in, test.at), "V01", test.message, false)
		if len(findings) > 0 && !strings.HasPrefix(findings[0].Remedy, test.remedy) {
			t.Error(findings[0])
		}
	}
	f := base.change(t, desk, "Two texts tell", "Both texts tell").change(t, facts, "claim: It was cold.",
		"claim: It was icy.")
	if findings := course.Changed(compiled(t, f.content()), record); len(findings) != 1 {
		t.Errorf("a bench and its sorting task are one thing to raise: %v", findings)
	}
}

// The same with the course that the program comes with and a folder on the disk.
func TestOwnFolder(t *testing.T) {
	const file = "03-kirov.yaml"
	text := read(t, open(t, "").Quizzes, file)
	dir := t.TempDir()
	write(t, filepath.Join(dir, "quizzes", file), text)
	if got := own(t, compiled(t, open(t, dir))); got != "" {
		t.Errorf("of a copy own are %q", got)
	}
	const old = "id: kirov-26\n    version: 1\n"
	if !strings.Contains(text, old) {
		t.Fatal("kirov-26 is not where it was")
	}
	write(t, filepath.Join(dir, "quizzes", file), strings.Replace(text, old, "id: kirov-26\n    version: 2\n", 1))
	record := served(t, served(t, nil, builtIn(t)), compiled(t, open(t, dir)))
	if got := own(t, compiled(t, open(t, dir))); got != "kirov-26" {
		t.Errorf("own are %q", got)
	}
	changed := strings.Replace(text, old, "id: kirov-26\n    version: 2\n    status: live\n", 1)
	write(t, filepath.Join(dir, "quizzes", file), changed)
	before, _, _ := strings.Cut(changed, "version: 2\n    status: live")
	findings := course.Changed(compiled(t, open(t, dir)), record)
	wantOne(t, findings, "quizzes/"+file, 1+strings.Count(before, "\n"), "V01", "kirov-26", false)
}

func TestUnderNothing(t *testing.T) {
	base := minimal(t).content()
	c := compiled(t, base.Under(nil, fstest.MapFS{}))
	if got := own(t, c); got != "" || len(c.Lessons) != 1 {
		t.Errorf("own are %q of %d lessons", got, len(c.Lessons))
	}
}
