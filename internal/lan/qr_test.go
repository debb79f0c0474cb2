package lan_test

import (
	"fmt"
	"strings"
	"testing"

	"rsc.io/qr"

	"dossier/internal/lan"
)

// Every drawing is read back as a browser or a terminal shows it and compared with the code, module by module.
func TestQRDrawsEveryModule(t *testing.T) {
	for _, url := range []string{
		"http://192.168.1.20:8080", "http://192.168.1.20:8080/join/K7WQ3M",
		"https://dossier.school.example/join/" + strings.Repeat("K7WQ3M", 40),
	} {
		code, err := qr.Encode(url, qr.M)
		if err != nil {
			t.Fatal(err)
		}
		drawn, err := lan.NewQR(url)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := drawn.Size(), code.Size+8; got != want {
			t.Fatalf("got size %d, want %d: the code and four modules on each side", got, want)
		}
		for name, dark := range map[string]map[[2]int]bool{
			"SVG": fill(t, drawn.SVGPath()), "terminal": read(t, drawn.Terminal(), drawn.Size()),
		} {
			for y := range drawn.Size() {
				for x := range drawn.Size() {
					if got, want := dark[[2]int{x, y}], code.Black(x-4, y-4); got != want {
						t.Fatalf("%s of %s, module %d, %d: got dark %v, want %v", name, url, x, y, got, want)
					}
				}
			}
		}
	}
}

func TestQRRefusesWhatDoesNotFit(t *testing.T) {
	if _, err := lan.NewQR(strings.Repeat("x", 5000)); err == nil {
		t.Error("got no error, want one")
	}
}

// fill draws a path of rectangles "Mx yhwv1h-wz" and returns the modules inside.
func fill(t *testing.T, path string) map[[2]int]bool {
	t.Helper()
	dark := map[[2]int]bool{}
	for part := range strings.SplitSeq(strings.TrimSuffix(path, "z"), "z") {
		var x, y, width, back int
		if _, err := fmt.Sscanf(part, "M%d %dh%dv1h-%d", &x, &y, &width, &back); err != nil || width != back {
			t.Fatalf("cannot read the path at %q: %v", part, err)
		}
		for i := range width {
			dark[[2]int{x + i, y}] = true
		}
	}
	return dark
}

// read takes a drawing of half blocks apart; side is its width in modules.
func read(t *testing.T, drawing string, side int) map[[2]int]bool {
	t.Helper()
	dark := map[[2]int]bool{}
	lines := strings.Split(strings.TrimSuffix(drawing, "\n"), "\n")
	if got, want := len(lines), (side+1)/2; got != want {
		t.Fatalf("got %d lines, want %d", got, want)
	}
	for i, line := range lines {
		blocks, ok := strings.CutPrefix(line, "\x1b[38;5;16;48;5;231m")
		if !ok {
			t.Fatalf("line %d does not set black on white: %q", i, line)
		}
		blocks, ok = strings.CutSuffix(blocks, "\x1b[0m")
		if !ok {
			t.Fatalf("line %d does not reset the colours: %q", i, line)
		}
		cells := []rune(blocks)
		if len(cells) != side {
			t.Fatalf("line %d: got %d characters, want %d", i, len(cells), side)
		}
		for x, cell := range cells {
			dark[[2]int{x, 2 * i}] = cell == '█' || cell == '▀'
			dark[[2]int{x, 2*i + 1}] = cell == '█' || cell == '▄'
		}
	}
	return dark
}
