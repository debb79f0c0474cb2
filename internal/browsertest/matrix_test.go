package browsertest

import (
	"fmt"
	"sort"
	"strings"
	"sync"
	"testing"
)

// matrix notes which page was checked in which state on which screen.
type matrix struct {
	mu   sync.Mutex
	seen map[row]map[screen]bool
}

type row struct{ page, state string }

func newMatrix() *matrix { return &matrix{seen: map[row]map[screen]bool{}} }

func (m *matrix) add(page, state string, s screen) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := row{page, state}
	if m.seen[r] == nil {
		m.seen[r] = map[screen]bool{}
	}
	m.seen[r][s] = true
}

// String is a table: a line for each page and state, a column for each screen, and under "no script" the widths that
// were checked with JavaScript off.
func (m *matrix) String() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.seen) == 0 {
		return "no page was checked\n"
	}
	var rows []row
	for r := range m.seen {
		rows = append(rows, r)
	}
	sort.Slice(rows, func(i, j int) bool {
		if rows[i].page != rows[j].page {
			return rows[i].page < rows[j].page
		}
		return rows[i].state < rows[j].state
	})

	lines := [][]string{{"page", "state"}}
	for _, s := range screens() {
		lines[0] = append(lines[0], fmt.Sprintf("%s %d", s.scheme(), s.Width))
	}
	lines[0] = append(lines[0], "no script")
	for _, r := range rows {
		line := []string{r.page, r.state}
		for _, s := range screens() {
			line = append(line, mark(m.seen[r][s]))
		}
		var without []string
		for _, s := range screens() {
			if m.seen[r][screen{Width: s.Width, Dark: s.Dark, NoScript: true}] {
				without = append(without, fmt.Sprintf("%s %d", s.scheme(), s.Width))
			}
		}
		if len(without) == 0 {
			without = []string{mark(false)}
		}
		lines = append(lines, append(line, strings.Join(without, ", ")))
	}
	return "checked with axe-core:\n" + align(lines)
}

func mark(done bool) string {
	if done {
		return "yes"
	}
	return "-"
}

// align pads the cells of each column to the same width.
func align(lines [][]string) string {
	widest := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, cell := range line {
			widest[i] = max(widest[i], len([]rune(cell)))
		}
	}
	var text strings.Builder
	for _, line := range lines {
		var padded strings.Builder
		for i, cell := range line {
			padded.WriteString(cell + strings.Repeat(" ", widest[i]-len([]rune(cell))+2))
		}
		text.WriteString(strings.TrimRight(padded.String(), " ") + "\n")
	}
	return text.String()
}

func TestMatrixShowsWhatIsCovered(t *testing.T) {
	m := newMatrix()
	if got, want := m.String(), "no page was checked\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	m.add("lesson", "fresh", screen{Width: 360})
	m.add("lesson", "fresh", screen{Width: 360})
	m.add("lesson", "fresh", screen{Width: 1360, Dark: true})
	m.add("home", "guest", screen{Width: 1360, NoScript: true})
	want := strings.TrimPrefix(`
checked with axe-core:
page    state  light 360  light 1360  dark 360  dark 1360  no script
home    guest  -          -           -         -          light 1360
lesson  fresh  yes        -           -         yes        -
`, "\n")
	if got := m.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
