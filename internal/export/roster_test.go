package export_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/export"
)

// evil are names that a student may have and that a table, a spreadsheet or a page could take for something else.
var evil = []string{
	"=1+2", "+49 Ana", "-Ben", "@Cleo", "'=Dan", "''=Eve", "'Fay", "O'Neill", `Gus "the" Great`, `"Hal"`, "Iva, Jo",
	"Kim; Lea", "<b>Max</b>", "\u202eNia", "Ольга", "😀", "名字", "N\u0303a", "Zoë", "student_id", "0", "*", "yes P", "a|b",
	"=HYPERLINK(\"http://x\")", "\\N", "%s", strings.Repeat("long ", 8),
}

func class() (all []classroom.RosterStudent) {
	for i, name := range evil {
		clean, err := account.CleanName(name)
		if err != nil {
			continue
		}
		all = append(all, classroom.RosterStudent{ID: classroom.StudentID(i + 7), Name: clean, HasPIN: i%3 > 0,
			ExtraTime: classroom.ExtraTimes[i%len(classroom.ExtraTimes)], PlainWords: i%2 == 0})
	}
	return all
}

// What is written and read again changes nothing, whatever a spreadsheet made of the file between.
func TestWhatIsWrittenReadsAsNoChange(t *testing.T) {
	for _, name := range []string{"10B History", "=10B", "'=10B; \"x\", y"} {
		there := class()
		var file bytes.Buffer
		if err := export.WriteRoster(&file, name, there); err != nil {
			t.Fatal(err)
		}
		text := file.String()
		if !strings.HasPrefix(text, "\ufeffstudent_id,display_name,group,extra_time,plain_words,pin\r\n") ||
			strings.Count(text, "\n") != strings.Count(text, "\r\n") {
			t.Errorf("the file begins %.80q", text)
		}
		wide := []byte("\xff\xfe")
		for _, unit := range utf16.Encode([]rune(strings.TrimPrefix(text, "\ufeff"))) {
			wide = append(wide, byte(unit), byte(unit>>8))
		}
		for how, data := range map[string][]byte{"as it is": file.Bytes(), "as UTF-16": wide,
			"without a mark": []byte(strings.TrimPrefix(text, "\ufeff"))} {
			read, err := export.ReadRoster(data, false)
			if err != nil || len(read.Rows) != len(there) || len(read.Notes) != 0 || !read.Headed {
				t.Fatalf("%s: %d rows, notes %q (%v)", how, len(read.Rows), read.Notes, err)
			}
			for i, c := range classroom.PlanRoster(name, there, read.Rows) {
				if c.Kind != classroom.RosterUnchanged || c.ID != there[i].ID {
					t.Errorf("%s: %q is %+v", how, there[i].Name, c)
				}
			}
		}
	}
}

// No cell of a file begins as a formula does.
func TestB8NoCellIsAFormula(t *testing.T) {
	var file bytes.Buffer
	if err := export.WriteRoster(&file, "@class", class()); err != nil {
		t.Fatal(err)
	}
	for _, cell := range strings.FieldsFunc(file.String(), func(r rune) bool { return r == ',' || r == '\n' }) {
		if cell = strings.TrimPrefix(cell, `"`); cell != "" && strings.ContainsRune("=+-@\t", rune(cell[0])) {
			t.Errorf("a cell begins %.20q", cell)
		}
	}
}

func TestRead(t *testing.T) {
	for _, row := range []struct {
		name, file string
		givenFirst bool
		want       string // the names, or what is wrong in brackets
		notes      int
	}{
		{"a list", "Ana\nBen\n\n  Cleo  \n", false, "Ana|Ben|Cleo", 0},
		{"surname and given name", "Odeh, Miriam\nLee, Ana Sofia", false, "Miriam Odeh|Ana Sofia Lee", 0},
		{"with tabs", "Odeh\tMiriam\nLee\tAna", false, "Miriam Odeh|Ana Lee", 0},
		{"with semicolons, the other way round", "Miriam;Odeh\r\nAna;Lee\r\n", true, "Miriam Odeh|Ana Lee", 0},
		{"empty cells at the end", "Ana;;\nBen;;", false, "Ana|Ben", 0},
		{"three columns", "Odeh,Miriam,1A\nBen", false, "(This line has more than two columns.)|Ben", 0},
		{"one name with a comma in quotation marks", "\"Odeh, Miriam\"", false, "Odeh, Miriam", 0},
		{"Excel's first line", "sep=;\ndisplay_name;pin\nAna;*", false, "Ana", 0},
		{"Windows", "Name\nZo\xeb\n", false, "Zoë", 1},
		{"a list from Windows", "Zo\xeb\n", false, "Zoë", 1},
		{"a numbered list", "1. Ana\n2. Ben Lee\n10.Cleo\n", false, "Ana|Ben Lee|Cleo", 1},
		{"numbers in a column", "1\tOdeh\tMiriam\n2\tLee\tAna\n", false, "Miriam Odeh|Ana Lee", 1},
		{"numbers and one column", "1;Ana\n2;Ben\n", false, "Ana|Ben", 1},
		{"bullets", "• Ana\n• Ben\n", false, "Ana|Ben", 1},
		{"numbers that are names", "7 Red\n7 Blue\n", false, "7 Red|7 Blue", 0},
		{"a number before one of two", "1. Ana\nBen\n", false, "1. Ana|Ben", 0},
		{"one line with a number", "1. Ana\n", false, "1. Ana", 0},
		{"headings from right to left", "\u200fdisplay_name\u200f,\u202bPIN\u202c\nאנה,*\n", false, "אנה", 0},
		{"a quotation mark without a second one", "Ana\n\"Ben\nCleo\n", false,
			"Ana|(A quotation mark in this line holds several lines together.)", 0},
		{"the same below headings", "Name,PIN\n\"Ana,*\nBen,*\n", false,
			"(A quotation mark in this line holds several lines together.)", 0},
		{"Kolibri", "Username,Password,Full name,User type,ID number,Birth year,Gender,Enrolled in,Assigned to\n" +
			"ana,x,Ana Lee,LEARNER,,2011,F,10B,\n", false, "ana", 6},
		{"full names alone", "Full name;Gender\nAna Lee;F", false, "Ana Lee", 2},
		{"two columns with headings", "Surname;First name\nLee;Ana", false, "Ana Lee", 0},
		{"a column that nobody knows", "Name,Shoe size\nAna,38", false, "Ana", 1},
		{"too many cells", "Name,PIN\nAna,*,x", false, "(This line has more columns than the first one.)", 0},
		{"a name twice", "Name,Name\nAna,Ben", false, "Ana", 1},
	} {
		got, err := export.ReadRoster([]byte(row.file), row.givenFirst)
		var names []string
		for _, r := range got.Rows {
			if r.Problem != "" {
				first, _, _ := strings.Cut(r.Problem, ". ")
				r.Name = "(" + strings.TrimSuffix(first, ".") + ".)"
			}
			names = append(names, r.Name)
		}
		if list := strings.Join(names, "|"); err != nil || list != row.want || len(got.Notes) != row.notes {
			t.Errorf("%s: got %q and notes %q (%v), want %q", row.name, list, got.Notes, err, row.want)
		}
	}
	for file, want := range map[string]error{
		"": export.ErrEmpty, " \n,,\n": export.ErrEmpty, "Name,PIN\n": export.ErrEmpty, "PK\x03\x04xx": export.ErrWorkbook,
		"\x00\x01": export.ErrWorkbook, strings.Repeat("Ana\n", 1001): export.ErrLong,
	} {
		if _, err := export.ReadRoster([]byte(file), false); !errors.Is(err, want) {
			t.Errorf("%.20q: got %v, want %v", file, err, want)
		}
	}
}

// Lines are counted as a person counts them in the file.
func TestLineNumbers(t *testing.T) {
	got, err := export.ReadRoster([]byte("sep=,\nname\n\nAna\n\"Ben\"\n"), false)
	if err != nil || len(got.Rows) != 2 || got.Rows[0].Line != 4 || got.Rows[1].Line != 5 {
		t.Errorf("got %+v (%v), want lines 4 and 5", got.Rows, err)
	}
}

func TestFileName(t *testing.T) {
	at := time.Date(2026, 9, 1, 8, 5, 0, 0, time.UTC)
	for class, want := range map[string]string{
		"10B History": "10b-history_roster_2026-09-01_0805.csv", "Zoë / 7": "zoe-7_roster_2026-09-01_0805.csv",
		"../..\"\r\n": "class_roster_2026-09-01_0805.csv", "история": "class_roster_2026-09-01_0805.csv",
	} {
		if got := export.FileName(class, "roster", at, "csv"); got != want {
			t.Errorf("%q: got %s, want %s", class, got, want)
		}
	}
}
