package lan

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// quietZone is the empty border that a QR code needs, in modules (ISO/IEC 18004).
const quietZone = 4

// Black on white whatever the colours of the terminal are, since many cameras cannot read an inverted code.
const (
	blackOnWhite = "\x1b[38;5;16;48;5;231m"
	plainColours = "\x1b[0m"
)

// QR is a QR code with the quiet zone around it. Make it with NewQR.
type QR struct{ code *qr.Code }

// NewQR encodes text, most often a URL, with error correction level M. It fails when the text does not fit into a code.
func NewQR(text string) (QR, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return QR{}, fmt.Errorf("lan: draw QR code: %w", err)
	}
	return QR{code}, nil
}

// Size is the side of the code in modules, with the quiet zone on both sides.
func (q QR) Size() int { return q.code.Size + 2*quietZone }

// dark reports whether a module is black. Column and row count from 0 at the upper left of the quiet zone; everything
// outside of the code is white.
func (q QR) dark(x, y int) bool { return q.code.Black(x-quietZone, y-quietZone) }

// SVGPath draws the dark modules as the path of an SVG whose viewBox is "0 0 Size Size".
func (q QR) SVGPath() string {
	var path strings.Builder
	for y := range q.Size() {
		for x := 0; x < q.Size(); x++ {
			start := x
			for q.dark(x, y) {
				x++
			}
			if run := x - start; run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", start, y, run, run)
			}
		}
	}
	return path.String()
}

// Terminal draws the code in half blocks, two modules above each other in one character.
func (q QR) Terminal() string {
	var drawing strings.Builder
	for y := 0; y < q.Size(); y += 2 {
		drawing.WriteString(blackOnWhite)
		for x := range q.Size() {
			drawing.WriteString(halfBlock(q.dark(x, y), q.dark(x, y+1)))
		}
		drawing.WriteString(plainColours + "\n")
	}
	return drawing.String()
}

// halfBlock is the character for two modules, one above the other.
func halfBlock(upper, lower bool) string {
	switch {
	case upper && lower:
		return "█"
	case upper:
		return "▀"
	case lower:
		return "▄"
	}
	return " "
}
