package originals

import (
	"regexp"
	"strings"
)

// gutter is the gap between two columns that stand side by side on one line.
var gutter = regexp.MustCompile(`(\S)(?: {3,}|\t+)(\S)`)

// fewest is how many lines side by side make columns.
const fewest = 4

// columns puts two columns that were saved line by line one below the other; false when there are none.
func columns(text string) (string, bool) {
	var out strings.Builder
	woven := false
	for page := range strings.SplitSeq(text, "\f") {
		var left, right, block []string
		flush := func() {
			if l, r, ok := unweave(block); ok {
				left, right, woven = append(append(left, l...), ""), append(append(right, r...), ""), true
			} else { // over the whole width: what was side by side before it ends there
				out.WriteString(strings.Join(left, "\n") + "\n" + strings.Join(right, "\n") + "\n")
				left, right = nil, nil
				out.WriteString(strings.Join(block, "\n") + "\n\n")
			}
			block = nil
		}
		for line := range strings.SplitSeq(page, "\n") {
			if strings.TrimSpace(line) != "" {
				block = append(block, line)
			} else if len(block) > 0 {
				flush()
			}
		}
		if len(block) > 0 {
			flush()
		}
		out.WriteString(strings.Join(left, "\n") + "\n" + strings.Join(right, "\n") + "\n")
	}
	return out.String(), woven
}

// unweave parts the lines of a block at their gaps; false when too few have one.
func unweave(block []string) (left, right []string, ok bool) {
	parted := 0
	for _, line := range block {
		at := gutter.FindStringSubmatchIndex(line)
		switch {
		case at != nil:
			parted++
			left, right = append(left, line[:at[3]]), append(right, line[at[4]:])
		case strings.HasPrefix(line, strings.Repeat(" ", 12)):
			right = append(right, strings.TrimSpace(line))
		default:
			left = append(left, line)
		}
	}
	return left, right, parted >= fewest && parted*10 >= len(block)*6
}
