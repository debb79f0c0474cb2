package views_test

import (
	"context"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"dossier/internal/course"
	"dossier/views"
)

// Every place of every map of the course is in the drawing, in the list and in the table, and no line leaves the map.
func TestMapsAreDrawnWhole(t *testing.T) {
	content, err := course.Open("")
	if err != nil {
		t.Fatal(err)
	}
	c, findings := course.Compile(content)
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	maps := 0
	for _, f := range c.Figures {
		if f.Map == nil {
			continue
		}
		maps++
		var b strings.Builder
		if err := views.Figure(f).Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		html := b.String()
		if !strings.Contains(html, `role="img" aria-label="`) || strings.Contains(html, "style=") {
			t.Errorf("%s: no text alternative, or a style of its own", f.ID)
		}
		for _, p := range f.Map.Places {
			if p.Number > 0 {
				for _, want := range []string{`<tspan class="map-name"> ` + p.Name, `<b translate="no">` + p.Name,
					`<th scope="row">` + p.Name} {
					if !strings.Contains(html, want) {
						t.Errorf("%s: no %q", f.ID, want)
					}
				}
			} else if !strings.Contains(html, ">"+p.Name+"</text>") {
				t.Errorf("%s: no label for %s", f.ID, p.Name)
			}
		}
		drawing, _, _ := strings.Cut(html, `class="key"`)
		if n := len(drawing); n > 7*1024 {
			t.Errorf("%s: the drawing has %d bytes", f.ID, n)
		}
		for _, path := range []string{f.Map.Land, f.Map.Union, f.Map.Border} {
			insideMap(t, f, path)
		}
	}
	if maps < 5 {
		t.Errorf("%d maps, want five at least", maps)
	}
}

var number = regexp.MustCompile(`-?\d+|[Mlz]`)

// insideMap follows the relative numbers of a path. Its cut ends lie a little beyond the edge.
func insideMap(t *testing.T, f *course.Figure, path string) {
	t.Helper()
	var at, read []int
	begins := false
	for _, word := range number.FindAllString(path, -1) {
		switch word {
		case "M":
			at, begins = []int{0, 0}, true
			continue
		case "l", "z":
			continue
		}
		n, err := strconv.Atoi(word)
		if err != nil {
			t.Fatal(err)
		}
		if read = append(read, n); len(read) < 2 {
			continue
		}
		at[0], at[1] = at[0]+read[0], at[1]+read[1]
		read = nil
		if at[0] < -7 || at[0] > 1007 || at[1] < -7 || float64(at[1]) > f.Map.View.Height+7 {
			t.Errorf("%s: a line reaches %v", f.ID, at)
			return
		}
	}
	if !begins {
		t.Errorf("%s: an empty path", f.ID)
	}
}
