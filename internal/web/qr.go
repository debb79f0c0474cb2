package web

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// quietZone is the empty border that a QR code needs, in modules (ISO/IEC 18004).
const quietZone = 4

// joinQR is the QR code of a URL, error correction level M, as the path of an SVG: size is the side of
// the viewBox in modules, the quiet zone on all four sides included, and path draws the dark modules.
// It fails when the URL does not fit into a code.
func joinQR(url string) (size int, path string, err error) {
	code, err := qr.Encode(url, qr.M)
	if err != nil {
		return 0, "", fmt.Errorf("draw QR code: %w", err)
	}
	var d strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			if !code.Black(x, y) {
				continue
			}
			start := x
			for code.Black(x+1, y) {
				x++
			}
			run := x + 1 - start
			fmt.Fprintf(&d, "M%d %dh%dv1h-%dz", start+quietZone, y+quietZone, run, run)
		}
	}
	return code.Size + 2*quietZone, d.String(), nil
}
