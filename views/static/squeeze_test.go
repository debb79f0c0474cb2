package static

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"
)

func TestSqueezeCSS(t *testing.T) {
	for _, c := range []struct{ from, to string }{
		{"", ""},
		{"a { color: red; }\n", "a{color:red}"},
		{"/* why */\na,\nb  > c { margin: 0 auto;\n\tpadding: 1px 2px }", "a,b>c{margin:0 auto;padding:1px 2px}"},
		{"a :hover { x: y }", "a :hover{x:y}"},
		{"a:hover, a::before { x: y }", "a:hover,a::before{x:y}"},
		{"@media (min-width: 40rem) and (hover) { a { x: y; } }", "@media (min-width:40rem) and (hover){a{x:y}}"},
		{"a { width: calc(100% - 2 * var(--gap)); }", "a{width:calc(100% - 2 * var(--gap))}"},
		{"a { margin: -1px + 2px }", "a{margin:-1px + 2px}"},
		{`a::before { content: "  ;  } /* no */ \" "; }`, `a::before{content:"  ;  } /* no */ \" "}`},
		{`a[href^='x  y'] b { x: y }`, `a[href^='x  y'] b{x:y}`},
		{"a/* between */b { x: y }", "a b{x:y}"},
		{"a + b ~ c { x: y }", "a + b ~ c{x:y}"},
		{"a { x: y !important; }", "a{x:y !important}"},
		{"a { x: y } /* never ends", "a{x:y}"},
		{`a { content: "never ends`, `a{content:"never ends`},
		{"a:not(.b) .c { grid-template: \"a b\"\n\t\"c d\" / 1fr 2fr; }",
			"a:not(.b) .c{grid-template:\"a b\" \"c d\" / 1fr 2fr}"},
	} {
		if got := string(squeezeCSS([]byte(c.from))); got != c.to {
			t.Errorf("%q: got %q, want %q", c.from, got, c.to)
		}
		if again := string(squeezeCSS([]byte(c.to))); !strings.Contains(c.to, "never ends") && again != c.to {
			t.Errorf("%q: the second time it becomes %q", c.to, again)
		}
	}
}

// What is sent is much smaller, and has as many rules and declarations as what was written.
func TestTheSheetIsSqueezed(t *testing.T) {
	sheet, err := Sheet()
	if err != nil {
		t.Fatal(err)
	}
	written, rules := 0, 0
	for _, part := range styles {
		body, err := FS.ReadFile("style/" + part + ".css")
		if err != nil {
			t.Fatal(err)
		}
		written += len(body)
		rules += bytes.Count(squeezeCSS(body), []byte("{"))
	}
	if got := bytes.Count(sheet, []byte("{")); got != rules || bytes.Count(sheet, []byte("}")) != rules {
		t.Errorf("%d rules are sent, %d are written", got, rules)
	}
	if 100*len(sheet) > 90*written || bytes.Contains(sheet, []byte("/*")) {
		t.Errorf("%d bytes are sent of %d, or comments", len(sheet), written)
	}
}

func TestSqueezeJS(t *testing.T) {
	from := "// why\n{\n\tconst a = \"//b\"; // stays\n\n\t// goes\n\tf( a )\n}\n"
	if got := string(squeezeJS([]byte(from))); got != "{\nconst a = \"//b\"; // stays\nf( a )\n}\n" {
		t.Errorf("got %q", got)
	}
}

// A text over several lines would lose what its lines are indented by, and a comment over several lines stay.
func TestScriptsHaveNothingOverSeveralLines(t *testing.T) {
	for _, pattern := range []string{"*.js", "page/*.js"} {
		names, err := fs.Glob(FS, pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("no scripts: %v", err)
		}
		for _, name := range names {
			body, err := FS.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for n, line := range strings.Split(string(body), "\n") {
				if strings.Count(line, "`")%2 != 0 || strings.Count(line, "/*") != strings.Count(line, "*/") ||
					strings.HasSuffix(line, "\\") {
					t.Errorf("%s:%d: something goes on on the next line: %s", name, n+1, line)
				}
			}
		}
	}
}
