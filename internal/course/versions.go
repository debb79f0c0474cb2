package course

import (
	"bufio"
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// Version is one wording of a question: its id, its version and the SHA-256 of EncodeQuestion.
type Version struct {
	ID     string
	Number int
	SHA    string
}

// Versions lists the questions of the course as they are now, by id. Drafts, which nobody has been served, are left out.
func (c *Course) Versions() ([]Version, error) {
	var all []Version
	for _, q := range c.Questions() {
		_, sha, err := EncodeQuestion(q)
		if err != nil {
			return nil, err
		}
		all = append(all, Version{ID: q.ID, Number: q.Version, SHA: sha})
	}
	sort.Slice(all, func(i, j int) bool { return all[i].ID < all[j].ID })
	return all, nil
}

// ParseVersions reads a record of versions: a line each, "id version sha256".
func ParseVersions(record string) ([]Version, error) {
	var all []Version
	lines := bufio.NewScanner(strings.NewReader(record))
	for n := 1; lines.Scan(); n++ {
		fields := strings.Fields(lines.Text())
		if len(fields) != 3 {
			return nil, fmt.Errorf("line %d is not: id version sha256", n)
		}
		number, err := strconv.Atoi(fields[1])
		if err != nil {
			return nil, fmt.Errorf("line %d: %q is not a version", n, fields[1])
		}
		all = append(all, Version{ID: fields[0], Number: number, SHA: fields[2]})
	}
	return all, lines.Err()
}

// FormatVersions writes what ParseVersions reads.
func FormatVersions(all []Version) string {
	var b strings.Builder
	for _, v := range all {
		fmt.Fprintf(&b, "%s %d %s\n", v.ID, v.Number, v.SHA)
	}
	return b.String()
}

// RecordVersions brings a record up to date with the questions as they are now. It refuses a question that changed under an unchanged or
// lower version (V01), so that no id and version ever stands for two wordings. Questions that are gone stay in the record: their ids are
// not free.
func RecordVersions(record, now []Version) ([]Version, error) {
	latest := map[string]Version{}
	for _, v := range record {
		latest[v.ID] = v
	}
	for _, v := range now {
		was, known := latest[v.ID]
		switch {
		case !known, v.Number > was.Number, v == was:
			latest[v.ID] = v
		case v.Number < was.Number:
			return nil, fmt.Errorf("question %s has version %d, and version %d is on record: versions rise", v.ID, v.Number, was.Number)
		default:
			return nil, fmt.Errorf("question %s changed, but its version is still %d: raise version, then run dossier check --record", v.ID, v.Number)
		}
	}
	out := make([]Version, 0, len(latest))
	for _, v := range latest {
		out = append(out, v)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out, nil
}
