package main

import (
	"strings"
	"testing"

	"rsc.io/qr"
)

// The drawing is read back as a terminal shows it and compared with the code, module by module.
func TestTerminalQRDrawsEveryModule(t *testing.T) {
	const address = "http://192.168.1.20:8080"
	code, err := qr.Encode(address, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	drawing, err := terminalQR(address)
	if err != nil {
		t.Fatal(err)
	}
	side := code.Size + 8
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
			upper := cell == '█' || cell == '▀'
			lower := cell == '█' || cell == '▄'
			if want := code.Black(x-4, 2*i-4); upper != want {
				t.Fatalf("module %d, %d: got dark %v, want %v", x, 2*i, upper, want)
			}
			if want := code.Black(x-4, 2*i-3); lower != want {
				t.Fatalf("module %d, %d: got dark %v, want %v", x, 2*i+1, lower, want)
			}
		}
	}
}

func TestTerminalQRRefusesWhatDoesNotFit(t *testing.T) {
	if drawing, err := terminalQR(strings.Repeat("x", 5000)); err == nil {
		t.Errorf("got %d bytes and no error, want an error", len(drawing))
	}
}
