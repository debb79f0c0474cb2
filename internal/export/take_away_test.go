package export_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"errors"

	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/export"
	"dossier/internal/quiz"
)

// zone is that of a school two hours east of Greenwich.
var zone = time.FixedZone("school", 2*60*60)

var eight = time.Date(2026, 9, 3, 8, 0, 0, 0, time.UTC)

// odd are names and texts that a file, a spreadsheet or a reader could take for something else.
var odd = []string{
	"=1+1", "+49", "-2", "@SUM(A1)", "\tTab", "'=quoted", `say "hi", Ana`, "two\nlines", "Ольга", "😀 名字", "\ufeffmark",
	"plain", "", "a|b", ";", "'",
}

func people() (all []classroom.RosterStudent) {
	for i, name := range odd {
		all = append(all, classroom.RosterStudent{ID: classroom.StudentID(i + 1), Name: name,
			ExtraTime: classroom.ExtraTimes[i%4]})
	}
	return all
}

// sheets are all tables, each with rows of all sorts.
func sheets() map[string]func(io.Writer) error {
	all := people()
	columns := []classroom.GradeColumn{
		{ID: "lesson:kirov", Title: "Quiz 1: =Kirov", OutOf: 100, Scores: map[classroom.StudentID]float64{1: 0, 2: 66.7}},
		{ID: "work:17", Title: "Quiz 1: =Kirov", OutOf: 100, Scores: map[classroom.StudentID]float64{3: 100}},
		{ID: "bench:b", Title: `=1+1, "two"`, OutOf: 16, Scores: map[classroom.StudentID]float64{1: 7}},
	}
	return map[string]func(io.Writer) error{
		"scores": func(w io.Writer) error { return export.WriteScores(w, "=10B", zone, scoreRows(all)) },
		"answers": func(w io.Writer) error {
			file := export.NewAnswers(w, zone)
			if err := file.Add(answerRows(all)); err != nil {
				return err
			}
			return file.Close()
		},
		"items":  func(w io.Writer) error { return export.WriteItems(w, itemRows()) },
		"essays": func(w io.Writer) error { return export.WriteLevels(w, zone, levelRows(all)) },
		"canvas": func(w io.Writer) error { return export.WriteCanvas(w, "10B, \"x\"", all, columns) },
		"moodle": func(w io.Writer) error { return export.WriteMoodle(w, all, columns) },
	}
}

func scoreRows(all []classroom.RosterStudent) (rows []classroom.ScoreRow) {
	for i, st := range all {
		r := classroom.ScoreRow{Student: st, Quiz: "lesson:kirov", Title: odd[(i+1)%len(odd)],
			Status: classroom.ScoreNotStarted, Questions: 10, NeedsHelp: i == 0}
		if i%4 > 0 {
			r.Attempt, r.Status, r.Started, r.Answered, r.Correct = i, classroom.ScoreInProgress, eight, 4, 3
			r.Counts = []classroom.CountsAs{classroom.AsFirstTry, classroom.AsPractice, classroom.AsTest}[i%3]
		}
		if i%4 > 1 {
			r.Status, r.Submitted, r.Marks, r.OutOf = classroom.ScoreMarked, eight.Add(95500*time.Millisecond), 7.25, 12
			r.Due, r.Late = i > 8, i > 12
		}
		if i%4 == 3 {
			r.Status, r.Pending, r.Marks = classroom.ScoreSubmitted, 2, 0
		}
		rows = append(rows, r)
	}
	return append(rows, classroom.ScoreRow{Student: all[11], Quiz: "work:9", Attempt: 1, Status: classroom.ScoreInProgress,
		Started: eight})
}

func answerRows(all []classroom.RosterStudent) (rows []classroom.AnswerRow) {
	outcomes := []quiz.Mark{quiz.Right, quiz.Near, quiz.Wrong}
	for i, st := range all {
		r := classroom.AnswerRow{Student: st, Quiz: "work:17", Attempt: 1, Question: "q-1", Version: 2,
			Objectives: []string{"o1", "o2"}, Kind: "cloze", Response: odd[i], Text: odd[i], Outcome: outcomes[i%3],
			Marks: 1.5, OutOf: 2, MarkedAt: eight, Tries: 1, Flags: []string{"sure:guess", "regraded"}}
		if i%2 == 0 {
			r.Levels, r.Feedback, r.Marker, r.Seconds = "why=0", odd[i], odd[i], ptr(0)
		}
		rows = append(rows, r)
	}
	return rows
}

func itemRows() []classroom.ItemRow {
	few := classroom.ItemRow{Question: "=q", Version: 1, Kind: "cloze", N: 3, Facility: ptr(0.0)}
	many := classroom.ItemRow{Question: "q-2", Version: 4, Kind: "single_choice", Objectives: []string{"o1"}, N: 30,
		Facility: ptr(2.0 / 3), Discrimination: ptr(-0.12345), Blank: ptr(0), Seconds: ptr(12.25)}
	for i, n := range []int{20, 7, 3, 0} {
		many.Options[i] = ptr(n)
	}
	return []classroom.ItemRow{few, many, {Question: "none", Version: 1, Kind: "matching"}}
}

func levelRows(all []classroom.RosterStudent) (rows []classroom.LevelRow) {
	for i, st := range all {
		r := classroom.LevelRow{Student: st, Bench: "two-verdicts", Title: "Two verdicts", Round: 1, Skill: "sourcing",
			Words: 212, HandedIn: eight}
		if i%2 == 0 {
			r.Self = ptr(0)
		}
		if i%3 == 0 {
			r.Teacher, r.Comment, r.Strength, r.Target, r.Marker = ptr(i%5), odd[i], odd[i], odd[i], "Ms Lee"
			r.Marked = eight.Add(time.Hour)
		}
		if i%6 == 0 {
			r.Returned = eight.Add(2 * time.Hour)
		}
		rows = append(rows, r)
	}
	return rows
}

// The tables are as they were. A change shows as a difference in a file that people read.
func TestTablesAreAsTheyWere(t *testing.T) {
	for name, write := range sheets() {
		var got bytes.Buffer
		if err := write(&got); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("testdata", name+".golden.csv")
		if *update {
			if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want) {
			t.Errorf("%s is not as in %s:\n%s", name, path, got.String())
		}
	}
}

var (
	numeral = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
	moment  = regexp.MustCompile(`^2026-09-03T[0-9:]{8}\+02:00$`)
)

// numbers are the columns that hold a number or nothing.
var numbers = map[string]bool{"student_id": true, "attempt": true, "duration_s": true, "answered": true,
	"correct":         true,
	"total_questions": true, "score": true, "max_score": true, "percent": true, "pending_marks": true,
	"question_version": true, "tries": true, "time_s": true, "version": true, "n": true, "facility": true,
	"discrimination": true, "option_A": true, "option_H": true, "blank": true, "median_time_s": true, "round": true,
	"words": true, "self_level": true, "teacher_level": true, "max_level": true}

// A strict reader finds every row whole, numbers that are numbers, times with their offset, and no formula.
func TestB8TablesReadBack(t *testing.T) {
	for name, write := range sheets() {
		var file bytes.Buffer
		if err := write(&file); err != nil {
			t.Fatal(err)
		}
		text, marked := strings.CutPrefix(file.String(), "\ufeff")
		if bare := strings.ReplaceAll(text, "\r\n", ""); !marked || strings.ContainsAny(bare, "\r\n") {
			t.Errorf("%s: there is no mark in front, or a line does not end in CR LF", name)
		}
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll() // as many cells in each row as in the first
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for n, row := range rows[1:] {
			for i, cell := range row {
				column := rows[0][i]
				number := numbers[column] && !(name == "answers" && column == "correct")
				switch {
				case number && cell != "" && !numeral.MatchString(cell):
					t.Errorf("%s: %s of row %d is %q", name, column, n, cell)
				case strings.HasSuffix(column, "_at") && cell != "" && !moment.MatchString(cell):
					t.Errorf("%s: %s of row %d is %q", name, column, n, cell)
				case !number && cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r"):
					t.Errorf("%s: %s of row %d is a formula: %q", name, column, n, cell)
				case strings.Contains(cell, "%"):
					t.Errorf("%s: %s of row %d has a sign for per cent: %q", name, column, n, cell)
				}
			}
		}
	}
}

// What stands in the cells is what was to be written, name by name.
func TestNamesComeBack(t *testing.T) {
	var file bytes.Buffer
	if err := export.WriteMoodle(&file, people(), nil); err != nil {
		t.Fatal(err)
	}
	read, err := export.ReadRoster(file.Bytes(), false)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range read.Rows {
		id, err := strconv.Atoi(row.Number)
		if err != nil {
			t.Fatal(err)
		}
		want := strings.TrimPrefix(odd[id-1], "\ufeff") // no name in a class has a mark in front
		if strings.TrimSpace(row.Name) != strings.TrimSpace(want) {
			t.Errorf("name %d comes back as %q, want %q", id, row.Name, want)
		}
	}
}

func TestPackReadsBack(t *testing.T) {
	var file bytes.Buffer
	at := time.Date(2026, 9, 3, 10, 0, 2, 0, zone)
	pack := export.NewPack(&file, at)
	names := map[string]bool{}
	for _, st := range people() {
		name := export.StudentFile(st.ID, st.Name)
		if names[name] || !regexp.MustCompile(`^[0-9]+_[a-z0-9-]+\.html$`).MatchString(name) {
			t.Errorf("%q has the file %q", st.Name, name)
		}
		names[name] = true
		if err := pack.Add("students/"+name, func(w io.Writer) error {
			_, err := io.WriteString(w, st.Name)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	files := []export.PackFile{{Name: "scores.csv", About: "Scores."}}
	if err := pack.Add("README.txt", func(w io.Writer) error {
		return export.WriteReadMe(w, "10B", "The Great Purge", at, files)
	}); err != nil {
		t.Fatal(err)
	}
	if err := pack.Close(); err != nil {
		t.Fatal(err)
	}
	read, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if len(read.File) != len(odd)+1 {
		t.Fatalf("%d files, want %d", len(read.File), len(odd)+1)
	}
	for i, f := range read.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if !f.Modified.Equal(at) {
			t.Errorf("%s is of %v, want %v", f.Name, f.Modified, at)
		}
		if i < len(odd) && string(body) != odd[i] {
			t.Errorf("%s holds %q", f.Name, body)
		}
		if f.Name == "README.txt" && !strings.Contains(string(body), "scores.csv\r\n    Scores.\r\n") {
			t.Errorf("the README says %s", body)
		}
	}
}

func TestStudentFile(t *testing.T) {
	for name, want := range map[string]string{"Ana Lee": "7_ana-lee.html", "Zoë": "7_zoe.html", "Ольга": "7_student.html",
		"../../etc": "7_etc.html", strings.Repeat("ab ", 30): "7_" + strings.Repeat("ab-", 13) + "a.html",
		strings.Repeat("abc ", 30): "7_" + strings.Repeat("abc-", 9) + "abc.html"} {
		if got := export.StudentFile(7, name); got != want {
			t.Errorf("%q: got %s, want %s", name, got, want)
		}
	}
}

// fullDisk is a disk without room.
type fullDisk struct{}

var errDiskFull = errors.New("no room")

func (fullDisk) Write([]byte) (int, error) { return 0, errDiskFull }

func TestAFullDiskIsNoFile(t *testing.T) {
	for name, write := range sheets() {
		if err := write(fullDisk{}); !errors.Is(err, errDiskFull) {
			t.Errorf("%s: %v", name, err)
		}
	}
	pack := export.NewPack(fullDisk{}, eight)
	err := pack.Add("x", func(w io.Writer) error {
		_, err := io.WriteString(w, strings.Repeat("random ", 10000))
		return err
	})
	if err == nil {
		err = pack.Close()
	}
	if !errors.Is(err, errDiskFull) {
		t.Errorf("pack: %v", err)
	}
}
