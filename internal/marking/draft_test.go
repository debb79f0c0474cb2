package marking_test

import (
	"errors"
	"maps"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
)

var target = marking.Field{Part: marking.TargetPart}

func TestNotesAreChanges(t *testing.T) {
	const none = "\x00" // nothing stands
	for _, row := range []struct {
		name                 string
		shown, stands, typed string
		tab                  string // the page that saved what stands
		changed, conflict    bool
		whole                bool // a conflict when the marking is finished
	}{
		{name: "nothing happened", shown: "a", stands: "a", typed: "a"},
		{name: "typed", shown: "a", stands: "a", typed: "b", changed: true},
		{name: "emptied", shown: "a", stands: "a", typed: "", changed: true},
		{name: "the first words", stands: none, typed: "b", changed: true},
		{name: "over the level of the round before", shown: "2", stands: none, typed: "3", changed: true},
		{name: "another window typed", shown: "a", stands: "c", typed: "a", whole: true},
		{name: "both typed", shown: "a", stands: "c", typed: "b", changed: true, conflict: true, whole: true},
		{name: "both typed the same", shown: "a", stands: "b", typed: "b"},
		{name: "both emptied it", shown: "a", stands: "", typed: ""},
		{name: "another window emptied it", shown: "a", stands: "", typed: "b", changed: true, conflict: true, whole: true},
		{name: "the same page goes on", shown: "a", stands: "b", typed: "c", tab: "here", changed: true},
		{name: "the same page goes back", shown: "a", stands: "b", typed: "a", tab: "here", changed: true},
		{name: "another page saved", shown: "a", stands: "b", typed: "c", tab: "there", changed: true, conflict: true,
			whole: true},
		{name: "line ends", shown: "a\nb", stands: "a\nb", typed: "a\r\nb"},
	} {
		stands := marking.Stands{Draft: marking.MarkDraft{target: row.stands},
			Tabs: map[marking.Field]string{target: row.tab}}
		if row.stands == none {
			stands = marking.Stands{}
		}
		n := marking.Note{Tab: "here", Draft: marking.MarkDraft{target: row.typed},
			Shown: marking.MarkDraft{target: row.shown}.Shown()}
		if got := len(n.Changes(stands)) == 1; got != row.changed {
			t.Errorf("%s: changed: %v", row.name, got)
		}
		check := func(what string, err error, want bool) {
			t.Helper()
			var conflict *marking.Conflict
			if got := errors.As(err, &conflict); got != want {
				t.Errorf("%s: %s: %v", row.name, what, err)
			} else if got && conflict.Stored.Target() != row.stands {
				t.Errorf("%s: %s shows %q", row.name, what, conflict.Stored.Target())
			}
		}
		check("noted", n.Check(stands), row.conflict)
		check("finished", n.CheckWhole(stands), row.whole)
	}
	// A page that sends once has saved nothing before.
	once := marking.Note{Draft: marking.MarkDraft{target: "b"}, Shown: marking.Shown{}}
	if err := once.Check(marking.Stands{Draft: marking.MarkDraft{target: "a"}}); err == nil {
		t.Error("a page without a token overwrites what stands")
	}
}

func TestDraftOfAMark(t *testing.T) {
	m := marking.Mark{Levels: map[string]int{"sourcing": 3, "judgement": 0}, Comments: map[string]string{"sourcing": "c"},
		Strength: "s", Target: "t"}
	d := marking.DraftOf(m)
	if !maps.Equal(d.Levels(), m.Levels) || d.Comment("sourcing") != "c" || d.Strength() != "s" || d.Target() != "t" {
		t.Errorf("got %v", d)
	}
	if got := d.Comments(); len(got) != 2 || got["judgement"] != "" {
		t.Errorf("the comments are %v, want one for every level", got)
	}
	over := d.With(marking.MarkDraft{target: "new"})
	if over.Target() != "new" || over.Strength() != "s" || d.Target() != "t" {
		t.Errorf("with a note over it: %v, and the draft itself %v", over, d)
	}
}

func TestMarksOfOneText(t *testing.T) {
	marks := marking.Marks{{ID: 1, Purpose: marking.First, Target: "one"}, {ID: 2, Purpose: marking.First, Target: "two"},
		{ID: 3, Purpose: marking.Second}, {ID: 4, Purpose: marking.First, Target: "four"}}
	if m, ok := marks.Newest(marking.First); !ok || m.ID != 4 {
		t.Errorf("the newest first is %d", m.ID)
	}
	if m, ok := marks.FirstBefore(marks[2]); !ok || m.ID != 2 {
		t.Errorf("the first before the second is %d", m.ID)
	}
	if _, ok := marks.Newest(marking.Agreed); ok {
		t.Error("an agreed marking is there")
	}
	first := marking.Entry{Marked: marking.First}
	if got := marks.Standing(first, marking.First).Target(); got != "four" {
		t.Errorf("what stands is %q", got)
	}
	agreed := append(marks, marking.Mark{ID: 5, Purpose: marking.Agreed, Target: "five"})
	if got := agreed.Standing(marking.Entry{Marked: marking.Agreed}, marking.First).Target(); got != "five" {
		t.Errorf("after an agreement what stands is %q", got)
	}
	if got := (marking.Marks{}).Standing(first, marking.First); len(got) != 0 {
		t.Errorf("without marks %v stands", got)
	}
}

// What stands already is not stored again, unless the essay is open: then it is marked again.
func TestWhatStandsAlready(t *testing.T) {
	m := marking.Mark{ID: 1, Purpose: marking.First, Teacher: 1, Levels: map[string]int{"sourcing": 2}, Strength: "s"}
	n := marking.NewMark{Purpose: marking.First, Levels: map[string]int{"sourcing": 2}, Strength: "s"}
	other := n
	other.Strength = "another"
	open := marking.Entry{Place: essay.Place{State: essay.Claimed}}
	for _, row := range []struct {
		name    string
		n       marking.NewMark
		e       marking.Entry
		teacher classroom.TeacherID
		want    bool
	}{
		{"the same", n, marking.Entry{}, 1, true},
		{"the same while it is open", n, open, 1, false},
		{"a colleague's", n, marking.Entry{}, 2, false},
		{"another", other, marking.Entry{}, 1, false},
	} {
		if got := row.n.Stands(row.e, marking.Marks{m}, row.teacher); got != row.want {
			t.Errorf("%s: stands: %v", row.name, got)
		}
	}
}
