package main

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

// terminalQR draws text as a QR code of error correction level M in half blocks, two modules above each other in one character.
// It fails when the text does not fit into a code.
func terminalQR(text string) (string, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return "", fmt.Errorf("draw QR code: %w", err)
	}
	var drawing strings.Builder
	for y := -quietZone; y < code.Size+quietZone; y += 2 {
		drawing.WriteString(blackOnWhite)
		for x := -quietZone; x < code.Size+quietZone; x++ {
			drawing.WriteString(halfBlock(code.Black(x, y), code.Black(x, y+1)))
		}
		drawing.WriteString(plainColours + "\n")
	}
	return drawing.String(), nil
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
