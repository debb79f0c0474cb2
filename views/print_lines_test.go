package views

import (
	"strings"
	"testing"
)

func TestPrintedLines(t *testing.T) {
	for name, c := range map[string]struct {
		html string
		want []string
	}{
		"short":          {"<p>One line.</p>\n", []string{"One line."}},
		"paragraphs":     {"<p>One.</p>\n<p>Two.</p>", []string{"One.", "Two."}},
		"a sign of HTML": {"<p>R &amp; D</p>", []string{"R &amp; D"}},
		"nothing":        {"", nil},
		"only tags":      {"<p><em></em></p>", nil},
		"a tag over a line": {"<p>" + strings.Repeat("mmmm ", 5) + "<em>" + "mmmm mmmm mmmm</em> end</p>", []string{
			"mmmm mmmm mmmm mmmm mmmm", "<em>mmmm mmmm mmmm</em> end"}},
		"a tag inside": {"<p><em>" + strings.Repeat("mmmm ", 6) + "mmmm</em></p>", []string{
			"<em>mmmm mmmm mmmm mmmm mmmm</em>", "<em>mmmm mmmm</em>"}},
	} {
		var got []string
		for i, l := range printedLines([]byte(c.html), 7) {
			got = append(got, string(l.HTML))
			if l.Number != 7+i {
				t.Errorf("%s: line %d has the number %d", name, i, l.Number)
			}
		}
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// No word is lost, and the numbers go up to the last line.
func TestPrintedLinesKeepEveryWord(t *testing.T) {
	text := strings.Repeat("Some words of a source, “quoted” here and there. ", 40)
	lines := printedLines([]byte("<p>"+text+"</p>"), 1)
	var all []string
	for _, l := range lines {
		all = append(all, strings.Fields(string(l.HTML))...)
	}
	if got, want := strings.Join(all, " "), strings.Join(strings.Fields(text), " "); got != want {
		t.Errorf("the lines say %q", got)
	}
	if n := lines[len(lines)-1].Number; n != len(lines) {
		t.Errorf("the last of %d lines has the number %d", len(lines), n)
	}
}
