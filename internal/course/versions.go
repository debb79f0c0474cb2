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

// Wording is a question, a bench or a rubric as it is served, written down.
type Wording struct {
	Version
	Body string
}

// Wordings writes down everything that answers and marks refer to, as it is now. Drafts, which nobody has been served, are left out. Benches and
// rubrics carry their kind before their id.
func (c *Course) Wordings() ([]Wording, error) {
	var all []Wording
	add := func(id string, number int, body, sha string, err error) error {
		all = append(all, Wording{Version{ID: id, Number: number, SHA: sha}, body})
		return err
	}
	for _, q := range c.Questions() {
		body, sha, err := EncodeQuestion(q)
		if err := add(q.ID, q.Version, body, sha, err); err != nil {
			return nil, err
		}
	}
	for _, b := range c.Benches {
		body, sha, err := EncodeBench(b)
		if err := add("bench:"+b.ID, b.Version, body, sha, err); err != nil {
			return nil, err
		}
		body, sha, err = EncodeQuestion(b.Clock.Sort)
		if err := add(b.Clock.Sort.ID, b.Version, body, sha, err); err != nil {
			return nil, err
		}
	}
	for _, r := range c.Rubrics {
		body, sha, err := EncodeRubric(r)
		if err := add("rubric:"+r.ID, 1, body, sha, err); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Versions lists the wordings of the course by id.
func (c *Course) Versions() ([]Version, error) {
	wordings, err := c.Wordings()
	if err != nil {
		return nil, err
	}
	var all []Version
	for _, w := range wordings {
		all = append(all, w.Version)
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
