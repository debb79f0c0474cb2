package web

import (
	"fmt"
	"strings"
	"testing"

	"rsc.io/qr"
)

// The path is drawn into a grid again and compared with the code, module by module.
func TestJoinQRDrawsEveryModule(t *testing.T) {
	for _, url := range []string{"http://192.168.1.20:8080/join/K7WQ3M",
		"http://10.0.0.5:8080/join/" + strings.Repeat("K7WQ3M", 40)} {
		code, err := qr.Encode(url, qr.M)
		if err != nil {
			t.Fatal(err)
		}
		size, path, err := joinQR(url)
		if err != nil {
			t.Fatal(err)
		}
		if want := code.Size + 8; size != want {
			t.Fatalf("got size %d, want %d: the code and four modules on each side", size, want)
		}
		dark := fill(t, path)
		for y := range size {
			for x := range size {
				if got, want := dark[[2]int{x, y}], code.Black(x-4, y-4); got != want {
					t.Fatalf("module %d, %d of %s: got dark %v, want %v", x, y, url, got, want)
				}
			}
		}
	}
}

func TestJoinQRRefusesWhatDoesNotFit(t *testing.T) {
	if _, path, err := joinQR(strings.Repeat("x", 5000)); err == nil {
		t.Errorf("got %d bytes of path and no error, want an error", len(path))
	}
}

// fill draws a path of rectangles "Mx yhwv1h-wz" and returns the modules inside.
func fill(t *testing.T, path string) map[[2]int]bool {
	t.Helper()
	dark := map[[2]int]bool{}
	for _, part := range strings.Split(strings.TrimSuffix(path, "z"), "z") {
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
