package marking

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/classroom"
)

// Part is what a field of a marking holds.
type Part int

// The parts of a marking. A level and a comment are for one skill.
const (
	LevelPart Part = iota
	CommentPart
	StrengthPart
	TargetPart
)

// Field is one thing that a marker puts down. Skill is "" for the strength and the target.
type Field struct {
	Part  Part
	Skill string
}

// MarkDraft is a marking as far as it has been put down, field by field. A field that was emptied is there and empty;
// one that nobody has touched is not there. A level is its number in digits.
type MarkDraft map[Field]string

// DraftOf is a finished marking to be changed: every field of it is there.
func DraftOf(m Mark) MarkDraft {
	d := MarkDraft{{Part: StrengthPart}: m.Strength, {Part: TargetPart}: m.Target}
	for skill, level := range m.Levels {
		d.SetLevel(skill, level)
		d.SetComment(skill, m.Comments[skill])
	}
	return d
}

// SetLevel puts down a level for a skill.
func (d MarkDraft) SetLevel(skill string, level int) {
	d[Field{LevelPart, skill}] = strconv.Itoa(level)
}

// SetComment puts down a comment on a skill.
func (d MarkDraft) SetComment(skill, text string) { d[Field{CommentPart, skill}] = text }

// Level is the level for a skill in digits, "" for none.
func (d MarkDraft) Level(skill string) string { return d[Field{LevelPart, skill}] }

// Comment is the comment on a skill.
func (d MarkDraft) Comment(skill string) string { return d[Field{CommentPart, skill}] }

// Strength is what works in the answer.
func (d MarkDraft) Strength() string { return d[Field{Part: StrengthPart}] }

// Target is what the student is to do next.
func (d MarkDraft) Target() string { return d[Field{Part: TargetPart}] }

// Levels are the levels that were put down, by skill.
func (d MarkDraft) Levels() map[string]int {
	levels := map[string]int{}
	for f, value := range d {
		if n, err := strconv.Atoi(value); f.Part == LevelPart && err == nil {
			levels[f.Skill] = n
		}
	}
	return levels
}

// Comments are the comments that were put down, by skill.
func (d MarkDraft) Comments() map[string]string {
	comments := map[string]string{}
	for f, value := range d {
		if f.Part == CommentPart {
			comments[f.Skill] = value
		}
	}
	return comments
}

// With returns the draft with the fields of more put over it.
func (d MarkDraft) With(more MarkDraft) MarkDraft {
	out := MarkDraft{}
	maps.Copy(out, d)
	maps.Copy(out, more)
	return out
}

// Shown is what a page showed in the fields of a draft, as a fingerprint of each: enough to see what has changed since,
// and short enough to travel with the form. A field that was empty is not there.
type Shown map[Field]string

// Shown is what a page with this draft in it shows.
func (d MarkDraft) Shown() Shown {
	shown := Shown{}
	for f, value := range d {
		if value != "" {
			shown[f] = fingerprint(value)
		}
	}
	return shown
}

// fingerprint is "" for an empty text. How lines end does not count, for browsers change it.
func fingerprint(value string) string {
	if value == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(strings.ReplaceAll(value, "\r\n", "\n")))
	return hex.EncodeToString(sum[:8])
}

// Note is what a page sends of a marking: what it holds now, and what it showed when it was opened.
type Note struct {
	Essay   classroom.EssayID
	Rev     int // the text that is marked
	Purpose Purpose
	Tab     string // the page that sends it; "" for a page that sends once
	Draft   MarkDraft
	Shown   Shown
}

// Stands is what stands of a marking, and which page each field was saved from last.
type Stands struct {
	Draft MarkDraft
	Tabs  map[Field]string
}

// own reports whether what stands in a field was saved from the page of this note.
func (n Note) own(f Field, stands Stands) bool { return n.Tab != "" && stands.Tabs[f] == n.Tab }

// Changes are the fields of a note that differ from what its page showed, and those that the page has saved before; but
// not what stands already.
func (n Note) Changes(stands Stands) MarkDraft {
	changes := MarkDraft{}
	for f, value := range n.Draft {
		stored, there := stands.Draft[f]
		if there && fingerprint(stored) == fingerprint(value) {
			continue
		}
		if fingerprint(value) != n.Shown[f] || n.own(f, stands) {
			changes[f] = value
		}
	}
	return changes
}

// Conflict is an error: what stands was changed in another window since the page of a note was opened. Nothing was
// overwritten.
type Conflict struct {
	Stored MarkDraft // what stands in the fields that differ
}

// Error names no text: what a teacher wrote about a student belongs in no log.
func (c *Conflict) Error() string {
	return fmt.Sprintf("%d fields were changed in another window", len(c.Stored))
}

// Check compares what a note would change with what stands. Equal values are no conflict, nor is a field in which
// nothing stands yet, or what its own page has saved there.
func (n Note) Check(stands Stands) error { return n.conflict(n.Changes(stands), stands) }

// CheckWhole is Check for a marking that is finished: every field has to be what its marker saw on the page, or what
// they typed over it.
func (n Note) CheckWhole(stands Stands) error { return n.conflict(n.Draft, stands) }

func (n Note) conflict(sent MarkDraft, stands Stands) error {
	differ := MarkDraft{}
	for f, value := range sent {
		stored, there := stands.Draft[f]
		seen := fingerprint(stored) == n.Shown[f] || n.own(f, stands)
		if there && !seen && fingerprint(stored) != fingerprint(value) {
			differ[f] = stored
		}
	}
	if len(differ) == 0 {
		return nil
	}
	return &Conflict{Stored: differ}
}

// Fields are the fields that differ: by skill in the order of the alphabet, then the strength and the target.
func (c *Conflict) Fields() []Field {
	return slices.SortedFunc(maps.Keys(c.Stored), func(a, b Field) int {
		whole := func(f Field) int { return max(0, int(f.Part)-int(CommentPart)) }
		if d := whole(a) - whole(b); d != 0 {
			return d
		}
		if d := strings.Compare(a.Skill, b.Skill); d != 0 {
			return d
		}
		return int(a.Part) - int(b.Part)
	})
}
