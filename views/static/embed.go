// Package static embeds the style sheet, the little JavaScript and the icon.
package static

import "embed"

// FS has the static files.
//
//go:embed *.css *.js *.svg
var FS embed.FS
