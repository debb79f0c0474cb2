package marking_test

import (
	"slices"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
)

// marked are n first-marked entries of a class with these teachers; by marked them.
func marked(first classroom.EssayID, n int, by classroom.TeacherID, team ...classroom.TeacherID) (all []marking.Entry) {
	for i := range classroom.EssayID(n) {
		e := at(first+i, essay.Marked, 0, true)
		e.MarkedBy, e.Team = by, team
		all = append(all, e)
	}
	return all
}

func TestSample(t *testing.T) {
	for _, row := range []struct {
		name    string
		entries []marking.Entry
		want    int
	}{
		{"nothing is marked", []marking.Entry{at(1, essay.Submitted, 0, false)}, 0},
		{"fewer than five", marked(1, 3, 1, 1, 2), 3},
		{"five at least", marked(1, 30, 1, 1, 2), 5},
		{"a tenth", marked(1, 80, 1, 1, 2), 8},
		{"a tenth of each team", slices.Concat(marked(1, 60, 1, 1, 2), marked(100, 7, 1, 1)), 11},
	} {
		q := queue(row.entries...)
		got := ids(q.Sample("r"))
		if len(got) != row.want {
			t.Errorf("%s: %d are drawn, want %d", row.name, len(got), row.want)
		}
		// whoever asks, and whatever else they teach
		other := queue(slices.Concat(row.entries, marked(500, 20, 2, 2, 3))...)
		other.Teacher = 2
		for _, id := range got {
			if !slices.Contains(ids(other.Sample("r")), id) {
				t.Errorf("%s: for a colleague %d is not drawn", row.name, id)
			}
		}
		if n := len(q.Sample("another rubric")); n != 0 {
			t.Errorf("%s: %d of another rubric are drawn", row.name, n)
		}
	}
	// What has a second mark is drawn, however many there are, and takes the place of another.
	entries := marked(1, 30, 1, 1, 2)
	for i := range 7 {
		entries[i].Second = 2
	}
	drawn := queue(entries...).Sample("r")
	if len(drawn) != 7 || slices.ContainsFunc(drawn, func(e marking.Entry) bool { return e.Second == 0 }) {
		t.Errorf("with seven second marks %v are drawn", ids(drawn))
	}
}

func TestBlind(t *testing.T) {
	colleagues, own, twice := marked(1, 1, 2, 1, 2)[0], marked(2, 1, 1, 1, 2)[0], marked(3, 1, 2, 1, 2)[0]
	twice.Second = 1
	q := queue(colleagues, own, twice)
	blind := q.Blind(q.Sample("r"))
	if !blind[1] || blind[2] || blind[3] || blind[4] {
		t.Errorf("blind: %v, want the first alone", blind)
	}
}

func TestWhoMarksSecond(t *testing.T) {
	open, changing := marked(1, 1, 2, 1, 2)[0], marked(1, 1, 2, 1, 2)[0]
	changing.Place.State = essay.Claimed
	for _, row := range []struct {
		name  string
		entry marking.Entry
		may   bool
		step  marking.SecondStep
	}{
		{"a colleague's", open, true, marking.SecondOpen},
		{"one's own", marked(1, 1, 1, 1, 2)[0], false, marking.SecondElse},
		{"one's own, and nobody else is there", marked(1, 1, 1, 1)[0], true, marking.SecondOpen},
		{"one's own in a class of teacher 12", marked(1, 1, 1, 12)[0], true, marking.SecondOpen},
		{"one that is being changed", changing, true, marking.SecondChanging},
	} {
		if got := marking.MaySecond(row.entry, 1); got != row.may {
			t.Errorf("%s: may be marked a second time: %v", row.name, got)
		}
		if got := queue().SecondStep(row.entry); got != row.step {
			t.Errorf("%s: the next step is %d, want %d", row.name, got, row.step)
		}
	}
}
