package browsertest

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/hex"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"golang.org/x/text/unicode/norm"
)

// printed is the page as its style sheet prints it.
func (v *visitor) printed() (pdf []byte) {
	v.t.Helper()
	asStyled := true
	v.do(func(ctx context.Context, target *chromedp.Target) error {
		out, err := cdp.Call(ctx, target, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &asStyled})
		if err == nil {
			pdf = out.Data
		}
		return err
	})
	return pdf
}

// What is read of a PDF as Chromium writes it.
var (
	pdfObject = regexp.MustCompile(`(?s)(\d+) 0 obj\s*(<<.*?>>)\s*(?:stream\r?\n|endobj)`)
	pdfLength = regexp.MustCompile(`/Length (\d+)`)
	pdfFonts  = regexp.MustCompile(`/(F\d+) (\d+) 0 R`)
	pdfToText = regexp.MustCompile(`/ToUnicode (\d+) 0 R`)
	pdfBox    = regexp.MustCompile(`/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]`)
	pdfPairs  = regexp.MustCompile(`<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>(?: <([0-9A-Fa-f]+)>)?`)
	pdfShown  = regexp.MustCompile(`/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>`)
)

// pdfText is all that is written in a PDF, without spaces: every run of letters in the order in which it is drawn.
func pdfText(t *testing.T, pdf []byte) string {
	t.Helper()
	dicts, streams := map[string]string{}, map[string][]byte{}
	var order []string
	for _, m := range pdfObject.FindAllSubmatchIndex(pdf, -1) {
		id, dict := string(pdf[m[2]:m[3]]), string(pdf[m[4]:m[5]])
		dicts[id] = dict
		order = append(order, id)
		if length := pdfLength.FindStringSubmatch(dict); length != nil && bytes.Contains(pdf[m[5]:m[1]], []byte("stream")) {
			n, _ := strconv.Atoi(length[1])
			streams[id] = pdf[m[1]:min(len(pdf), m[1]+n)]
			if strings.Contains(dict, "FlateDecode") {
				z, err := zlib.NewReader(bytes.NewReader(streams[id]))
				if err != nil {
					continue
				}
				streams[id], _ = io.ReadAll(z)
			}
		}
	}
	letters := map[string]map[uint64]string{} // by the name of a font
	for _, dict := range dicts {
		for _, font := range pdfFonts.FindAllStringSubmatch(dict, -1) {
			if to := pdfToText.FindStringSubmatch(dicts[font[2]]); to != nil {
				letters[font[1]] = pdfLetters(string(streams[to[1]]))
			}
		}
	}
	var text strings.Builder
	for _, id := range order {
		if !bytes.Contains(streams[id], []byte(" Tf")) {
			continue
		}
		font := ""
		for _, m := range pdfShown.FindAllSubmatch(streams[id], -1) {
			if len(m[1]) > 0 {
				font = string(m[1])
				continue
			}
			for at := 0; at+4 <= len(m[2]); at += 4 {
				glyph, _ := strconv.ParseUint(string(m[2][at:at+4]), 16, 32)
				text.WriteString(letters[font][glyph])
			}
		}
	}
	return strings.Join(strings.Fields(norm.NFKC.String(text.String())), "") // ligatures are letters again
}

// pdfLetters reads which letters the glyphs of a font stand for.
func pdfLetters(cmap string) map[uint64]string {
	all := map[uint64]string{}
	for _, block := range regexp.MustCompile(`(?s)beginbf(char|range)(.*?)endbf`).FindAllStringSubmatch(cmap, -1) {
		for _, m := range pdfPairs.FindAllStringSubmatch(block[2], -1) {
			from, _ := strconv.ParseUint(m[1], 16, 32)
			if block[1] == "char" {
				all[from] = utf16Text(m[2], 0)
				continue
			}
			to, _ := strconv.ParseUint(m[2], 16, 32)
			for i := uint64(0); from+i <= to; i++ {
				all[from+i] = utf16Text(m[3], uint16(i))
			}
		}
	}
	return all
}

func utf16Text(digits string, add uint16) string {
	raw, err := hex.DecodeString(digits)
	if err != nil || len(raw) < 2 {
		return ""
	}
	var units []uint16
	for i := 0; i+1 < len(raw); i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	units[len(units)-1] += add
	return string(utf16.Decode(units))
}

// onPaper prints the page on both sizes of paper: the sides have that size, nothing is too wide for it, and the last
// words of every part are there.
func (v *visitor) onPaper(url, parts string, most int) {
	v.t.Helper()
	for paper, size := range map[string][2]int{"a4": {595, 842}, "letter": {612, 792}} {
		sep := "?"
		if strings.Contains(url, "?") {
			sep = "&"
		}
		v.open(url + sep + "paper=" + paper)
		last := read[[]string](v, `[...document.querySelectorAll("`+parts+`")].map(e => e.innerText.trim().slice(-30))`)
		foot := v.text(".pr-foot")
		width := map[string]int{"a4": 178 * 96 * 10 / 254, "letter": 180 * 96 * 10 / 254}[paper] // between the margins
		v.resize(screen{Width: width, Height: 1000})
		v.emulate("print", v.screen)
		if wide := read[int](v, `document.documentElement.scrollWidth`); wide > width {
			v.t.Errorf("%s on %s is %d pixels wide, the paper %d", url, paper, wide, width)
		}
		if cut := read[[]string](v, beyondPaper); len(cut) > 0 {
			v.t.Errorf("%s on %s: %d things do not fit: %s", url, paper, len(cut), strings.Join(cut[:min(len(cut), 5)], " | "))
		}
		v.emulate("", v.screen)
		pdf := v.printed()
		sides := len(sideOfPaper.FindAll(pdf, -1))
		if sides < 1 || sides > most {
			v.t.Errorf("%s on %s has %d sides, %d at most", url, paper, sides, most)
		}
		box := pdfBox.FindSubmatch(pdf)
		if box == nil || !strings.HasPrefix(string(box[1]), strconv.Itoa(size[0])[:2]) ||
			!strings.HasPrefix(string(box[2]), strconv.Itoa(size[1])[:2]) {
			v.t.Errorf("%s on %s is printed on paper of %s", url, paper, box)
		}
		text := pdfText(v.t.(*testing.T), pdf)
		bare := func(s string) string { return strings.Join(strings.Fields(norm.NFKC.String(s)), "") }
		if len(last) == 0 || len(text) < 100 {
			v.t.Errorf("%s on %s: %d parts, %d letters", url, paper, len(last), len(text))
		}
		for _, words := range last {
			if !strings.Contains(text, bare(words)) {
				v.t.Errorf("%s on %s does not print %q", url, paper, words)
			}
		}
		if n := strings.Count(text, bare(foot[strings.LastIndex(foot, "copy"):])); n != sides {
			v.t.Errorf("%s on %s: the foot stands on %d sides of %d", url, paper, n, sides)
		}
		if !strings.Contains(text, "1/"+strconv.Itoa(sides)) {
			v.t.Errorf("%s on %s: no side says that it is the first of %d", url, paper, sides)
		}
	}
	v.resize(desk)
}

// What a teacher prints is whole on A4 and on Letter.
func TestSheetsOnPaper(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	v := newVisitor(t, desk)
	v.setsUp(p)
	v.onPaper(p.URL+"/print/worksheets/kirov", ".pr-q h2", 14)
	v.onPaper(p.URL+"/print/worksheets/kirov?answers=key", ".pr-q p:last-child", 8)
	v.onPaper(p.URL+"/print/sources/kravchenko-freedom?card=yes", ".pr-text p span", 3)
	v.onPaper(p.URL+"/print/benches/two-verdicts?rubric=yes", ".pr-text p span, .pr-rubric li", 7)
	v.onPaper(p.URL+"/lessons/kirov/whole", ".prose p:last-child", 24)
}

// The choice of what to print, and the sheets, on every screen.
func TestPrintOnScreens(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "--dev")
	v := newVisitor(t, desk)
	for _, name := range []string{"print-choice", "print-kinds", "print-kinds-key", "print-source-original"} {
		v.open(p.URL + "/dev/gallery/" + name)
		v.everywhere(name, "teacher")
	}
}
