package browsertest

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// readAxe reads the source of axe-core, whose path is in DOSSIER_AXE.
func readAxe() (string, error) {
	path := os.Getenv("DOSSIER_AXE")
	if path == "" {
		return "", errors.New("axe-core is missing: run make test, or .ci/setup test and DOSSIER_AXE=path/to/axe.min.js")
	}
	source, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("axe-core is missing: run .ci/setup test (%w)", err)
	}
	return string(source), nil
}

// axeRules asks for the rules of WCAG 2.2, levels A and AA, with the size of what is clicked on, which axe-core
// leaves out by itself, and for what fails them alone.
const axeRules = `axe.run(document, {
	runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
	rules: {"target-size": {enabled: true}},
	resultTypes: ["violations"],
}).then(results => results.violations)`

// reloadingRules asks for the same of a page that takes itself off the screen when nobody has used it for an hour,
// which axe-core cannot tell from one that disturbs its readers: what is on it must not stay there.
var reloadingRules = strings.Replace(axeRules, `rules: {`, `rules: {"meta-refresh": {enabled: false}, `, 1)

// inkRules asks for the rules that look at colours alone.
const inkRules = `axe.run(document, {
	runOnly: ["color-contrast", "link-in-text-block"],
	resultTypes: ["violations"],
}).then(results => results.violations)`

// built is JavaScript that tells how the page is built for everything but its colours: what stands in it, where each
// element lies, whether it is shown and what CSS writes beside it.
const built = `(() => {
	const parts = [document.documentElement.outerHTML];
	for (const e of document.querySelectorAll("*")) {
		const box = e.getBoundingClientRect(), look = getComputedStyle(e);
		parts.push([box.x + scrollX, box.y + scrollY, box.width, box.height, look.display, look.visibility, look.opacity,
			look.fontSize, look.fontWeight, look.overflow, look.position, look.clipPath, look.pointerEvents,
			look.textDecorationLine,
			getComputedStyle(e, "::before").content, getComputedStyle(e, "::after").content].join());
	}
	return parts.join("\n");
})()`

// violation is one rule that the page fails.
type violation struct {
	ID     string `json:"id"`
	Impact string `json:"impact"`
	Help   string `json:"help"`
	Nodes  []struct {
		HTML           string `json:"html"`
		FailureSummary string `json:"failureSummary"`
	} `json:"nodes"`
}

// axe runs axe-core over the page and returns what it finds as text for people, or "". It runs beside the page, so
// the page's content security policy stays in force and does not stop it. Where JavaScript is off it is switched on
// for as long as this takes, since axe-core needs timers; the page's own scripts were passed over when it was loaded,
// and stay so.
func (v *visitor) axe() string {
	v.t.Helper()
	return v.axeFor(axeRules)
}

// axeFor is axe with the rules that an expression asks for. A page is given axe-core once.
func (v *visitor) axeFor(rules string) string {
	v.t.Helper()
	if v.screen.NoScript {
		v.allowScripts(true)
		defer v.allowScripts(false)
	}
	if !read[bool](v, `typeof axe === "object" && typeof axe.run === "function"`) {
		read[bool](v, run.axe+";\ntrue")
	}
	found := read[[]violation](v, rules)
	var text strings.Builder
	for _, f := range found {
		fmt.Fprintf(&text, "%s (%s): %s\n", f.ID, f.Impact, f.Help)
		for _, node := range f.Nodes {
			fmt.Fprintf(&text, "    %.300s\n      %s\n", node.HTML, strings.ReplaceAll(node.FailureSummary, "\n", "\n      "))
		}
	}
	return text.String()
}
