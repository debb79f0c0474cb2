package browsertest

import (
	"bytes"
	"context"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// sides prints the page as its style sheet says and counts the sides of paper.
func (v *visitor) sides() int {
	v.t.Helper()
	var pdf []byte
	asStyled := true
	v.do(func(ctx context.Context, target *chromedp.Target) error {
		printed, err := cdp.Call(ctx, target, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &asStyled,
			PaperWidth: 8.27, PaperHeight: 11.69})
		if err != nil {
			return err
		}
		pdf = printed.Data
		return nil
	})
	if !bytes.HasPrefix(pdf, []byte("%PDF")) {
		v.t.Fatalf("printed is %.40q", pdf)
	}
	return len(sideOfPaper.FindAll(pdf, -1))
}

var sideOfPaper = regexp.MustCompile(`/Type\s*/Page\b`)

// The teacher's guide on every screen. Nothing of it is too wide for paper; what says that it fits one side does, in
// letters of 8 points at least, and a page on a lesson fits two.
func TestGuide(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "--dev")
	v := newVisitor(t, desk)
	for name, most := range map[string]int{"guide": 3, "guide-lesson": 2, "guide-route": 3, "guide-marks": 4,
		"guide-timeline": 1, "guide-people": 1, "guide-words": 1} {
		v.open(p.URL + "/dev/gallery/" + name)
		v.everywhere(name, "teacher")
		v.resize(screen{Width: paperWidth, Height: 1000})
		v.emulate("print", v.screen)
		if cut := read[[]string](v, beyondPaper); len(cut) > 0 {
			t.Errorf("%s, printed: %d things do not fit: %s", name, len(cut), strings.Join(cut[:min(len(cut), 5)], " | "))
		}
		if small := read[float64](v, smallest); small < 8*96.0/72-0.01 {
			t.Errorf("%s, printed: the smallest letters have %.2f pixels", name, small)
		}
		v.emulate("", v.screen)
		if n := v.sides(); n < 1 || n > most {
			t.Errorf("%s is printed on %d sides, %d at most", name, n, most)
		}
	}
}

// smallest is JavaScript that measures the smallest letters that are shown.
const smallest = `Math.min(...[...document.querySelectorAll("main *")]
	.filter(e => e.checkVisibility() && !e.closest(".unseen") && e.innerText.trim())
	.map(e => parseFloat(getComputedStyle(e).fontSize)))`

// Each page on a lesson fits two sides of A4.
func TestGuidePagesFitTwoSides(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	v := newVisitor(t, desk)
	v.setsUp(p)
	v.open(p.URL + "/guide")
	pages := read[[]string](v, `[...document.querySelectorAll(".lessons a")].map(a => a.pathname)`)
	if len(pages) < 12 {
		t.Fatalf("the guide has pages on %d lessons", len(pages))
	}
	for _, path := range pages {
		v.open(p.URL + path)
		if n := v.sides(); n < 1 || n > 2 {
			t.Errorf("%s is printed on %d sides", path, n)
		}
	}
}
