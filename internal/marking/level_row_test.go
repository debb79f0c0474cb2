package marking_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/marking"
)

func TestLevelRows(t *testing.T) {
	at := time.Date(2026, 9, 3, 9, 0, 0, 0, time.UTC)
	text := func(round, rev int) classroom.HandedText {
		return classroom.HandedText{Essay: 1, Bench: "b", Rubric: "r", Round: round, Rev: rev, Text: "three words here",
			At: at, Own: map[string]classroom.SelfAssessment{"s1": {Skill: "s1", Level: 0}}}
	}
	mark := func(id marking.MarkID, rev int, purpose marking.Purpose, level int) marking.Mark {
		return marking.Mark{ID: id, Essay: 1, Rev: rev, Teacher: 7, Purpose: purpose, At: at.Add(time.Hour),
			Levels: map[string]int{"s1": level, "s2": 4, "old": 1}, Comments: map[string]string{"s1": "c"}, Strength: "good"}
	}
	for _, row := range []struct {
		name   string
		texts  []classroom.HandedText
		marks  marking.Marks
		hidden bool
		back   marking.MarkID
		want   string // round, skill, self, teacher, who, returned
	}{
		{"nothing", nil, nil, false, 0, ""},
		{"not marked", []classroom.HandedText{text(1, 3)}, nil, false, 0, "1 s1 0 -  false|1 s2 - -  false"},
		{"marked", []classroom.HandedText{text(1, 3)}, marking.Marks{mark(1, 3, marking.First, 0)}, false, 0,
			"1 s1 0 0 Ms Lee false|1 s2 - 4 Ms Lee false|1 old - 1 Ms Lee false"},
		{"hidden", []classroom.HandedText{text(1, 3)}, marking.Marks{mark(1, 3, marking.First, 2)}, true, 1,
			"1 s1 0 -  false|1 s2 - -  false"},
		{"blind", []classroom.HandedText{text(1, 3)}, marking.Marks{mark(1, 3, marking.Second, 2)}, false, 0,
			"1 s1 0 -  false|1 s2 - -  false"},
		{"agreed, and back", []classroom.HandedText{text(1, 3)},
			marking.Marks{mark(1, 3, marking.First, 2), mark(2, 3, marking.Agreed, 3)}, false, 2,
			"1 s1 0 3 Ms Lee true|1 s2 - 4 Ms Lee true|1 old - 1 Ms Lee true"},
		{"the mark of another text", []classroom.HandedText{text(2, 5)}, marking.Marks{mark(1, 3, marking.First, 2)}, false,
			1, "2 s1 0 -  false|2 s2 - -  false"},
	} {
		of := marking.Levels{Texts: row.texts, Marks: row.marks, Back: map[marking.MarkID]time.Time{row.back: at},
			Hidden: func(marking.Mark) bool { return row.hidden },
			Skills: func(string) []string { return []string{"s1", "s2"} },
			Title:  func(string) string { return "Two" },
			Name:   func(classroom.TeacherID) string { return "Ms Lee" }}
		var got []string
		show := func(n *int) string {
			if n == nil {
				return "-"
			}
			return fmt.Sprint(*n)
		}
		for _, r := range of.Rows() {
			got = append(got, fmt.Sprint(r.Round, " ", r.Skill, " ", show(r.Self), " ", show(r.Teacher), " ", r.Marker, " ",
				!r.Returned.IsZero()))
			if r.Words != 3 || r.Title != "Two" || (r.Teacher == nil) != (r.Strength == "") {
				t.Errorf("%s: %+v", row.name, r)
			}
		}
		if list := strings.Join(got, "|"); list != row.want {
			t.Errorf("%s:\n got %s\nwant %s", row.name, list, row.want)
		}
	}
}
