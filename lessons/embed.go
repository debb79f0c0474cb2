// Package lessons holds the course as people write it: lessons, sources, facts, people, timeline, glossary and figures.
package lessons

import "embed"

// FS has the files of this folder.
//
//go:embed *.md *.yaml sources/*.md benches/*.yaml
var FS embed.FS
