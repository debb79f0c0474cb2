package export

import (
	"encoding/csv"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dossier/internal/classroom"
)

// The columns of a roster.
const (
	colNumber = "student_id"
	colName   = "display_name"
	colGroup  = "group"
	colTime   = "extra_time"
	colPlain  = "plain_words"
	colPIN    = "pin"

	colFull    = "full name"
	colSurname = "surname"
	colGiven   = "given name"
)

var rosterColumns = []string{colNumber, colName, colGroup, colTime, colPlain, colPIN}

// columnNames are the headings under which other programs have the same column.
var columnNames = map[string]string{
	"student id": colNumber, "id number": colNumber, "display name": colName, "username": colName, "name": colName,
	"student": colName, "group": colGroup, "enrolled in": colGroup, "class": colGroup, "extra time": colTime,
	"plain words": colPlain, "pin": colPIN, "full name": colFull, "real name": colFull, "surname": colSurname,
	"last name": colSurname, "family name": colSurname, "given name": colGiven, "first name": colGiven,
	"forename": colGiven,
}

// leftOut are columns that are known and not read, with the reason.
var leftOut = map[string]string{
	"birth year": "Dossier keeps no date of birth", "gender": "Dossier keeps no gender",
	"password": "students have a PIN instead", "active": "whoever is in the list is active",
	"user type": "everybody in the list is a student", "assigned to": "a class has its teachers already",
}

// WriteRoster writes the students of a class as CSV, for spreadsheets and for ReadRoster: UTF-8 with a mark in front,
// lines that end in CR LF. The PIN of somebody who has one is *, which leaves it as it is.
func WriteRoster(w io.Writer, class string, students []classroom.RosterStudent) error {
	if _, err := io.WriteString(w, bom); err != nil {
		return fmt.Errorf("export: roster: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	rows := [][]string{rosterColumns}
	for _, st := range students {
		pin := ""
		if st.HasPIN {
			pin = "*"
		}
		plain := "no"
		if st.PlainWords {
			plain = "yes"
		}
		rows = append(rows, []string{strconv.FormatInt(int64(st.ID), 10), guarded(st.Name), guarded(class),
			extraTime(st.ExtraTime), plain, pin})
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("export: roster: %w", err)
	}
	return nil
}

// extraTime is extra time as a number of per cent, or in words where it is none.
func extraTime(percent int) string {
	if percent == classroom.NoLimit {
		return classroom.ExtraTimeWords(percent)
	}
	return strconv.Itoa(percent)
}

// Roster is what was read of a list or file.
type Roster struct {
	Rows   []classroom.RosterRow
	Headed bool     // the first line named the columns
	Notes  []string // sentences about columns that were not read
}

// ReadRoster reads a roster as WriteRoster and other programs write it, or a list of names, one a line. In a list two
// columns are a surname and a given name; givenFirst says that they stand the other way round. ErrEmpty, ErrWorkbook,
// ErrLong.
func ReadRoster(file []byte, givenFirst bool) (Roster, error) {
	lines, err := readTable(file)
	if err != nil {
		return Roster{}, err
	}
	columns, notes := headings(lines[0].cells)
	if columns == nil {
		names, notes := withoutCount(lines)
		r := readNames(names, givenFirst)
		r.Notes = append(notes, guessed(file)...)
		return r, nil
	}
	r := Roster{Headed: true, Notes: append(notes, guessed(file)...)}
	for _, l := range lines[1:] {
		r.Rows = append(r.Rows, headedRow(l, columns))
	}
	if len(r.Rows) == 0 {
		return r, ErrEmpty
	}
	return r, nil
}

// headings finds the columns by their headings; nil when the line is none of headings. The notes name those that are
// not read.
func headings(cells []string) (columns []string, notes []string) {
	columns = make([]string, len(cells))
	known := false
	for i, cell := range cells {
		name := heading(cell)
		column, read := columnNames[name]
		why, out := leftOut[name]
		known = known || read || out
		switch {
		case read && !slices.Contains(columns, column):
			columns[i] = column
		case out:
			notes = append(notes, fmt.Sprintf("The column “%s” is not read: %s.", cell, why))
		case cell != "":
			notes = append(notes, fmt.Sprintf("The column “%s” is not read.", cell))
		}
	}
	has := func(column string) bool { return slices.Contains(columns, column) }
	named := has(colName) || has(colGiven) && has(colSurname)
	full := slices.Index(columns, colFull)
	switch {
	case !known:
		return nil, nil
	case full >= 0 && named:
		notes = append(notes, fmt.Sprintf("The column “%s” is not read: Dossier keeps a display name only.", cells[full]))
	case full >= 0:
		columns[full] = colName
		notes = append(notes, fmt.Sprintf("The names are those of the column “%s”.", cells[full]))
	}
	return columns, notes
}

// heading is a cell as columnNames has it: in small letters, with single spaces, and without marks that do not show,
// as a spreadsheet puts in that is written from right to left.
func heading(cell string) string {
	cell = strings.Map(func(r rune) rune {
		switch {
		case r == '_', r == '-':
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return unicode.ToLower(r)
	}, cell)
	return strings.Join(strings.Fields(cell), " ")
}

// openQuotes is said of a name that goes on over several lines: a quotation mark has no second one, and took in what
// comes after it.
const openQuotes = "A quotation mark in this line holds several lines together. Take it out, so that each student " +
	"has a line of their own."

// headedRow is a line below headings.
func headedRow(l line, columns []string) classroom.RosterRow {
	cell := map[string]string{}
	for i, column := range columns {
		if i < len(l.cells) && column != "" {
			cell[column] = unguarded(l.cells[i])
		}
	}
	row := classroom.RosterRow{Line: l.number, Number: cell[colNumber], Name: cell[colName], Group: cell[colGroup],
		ExtraTime: cell[colTime], PlainWords: cell[colPlain], PIN: cell[colPIN]}
	if row.Name == "" && cell[colGiven]+cell[colSurname] != "" {
		row.Name = strings.TrimSpace(cell[colGiven] + " " + cell[colSurname])
	}
	if len(l.cells) > len(columns) {
		row.Problem = "This line has more columns than the first one."
	}
	if strings.Contains(row.Name, "\n") {
		row.Problem = openQuotes
	}
	return row
}

// counted is a line of a list that is numbered or has bullets: the number, if it has one, and what follows.
var counted = regexp.MustCompile(`^(?:(\d{1,3})(?:[.)]\s*|\s+|$)|[-–•*·]\s+)(.*)$`)

// withoutCount takes the numbers or bullets from a list that has them, in a column of their own as well. It leaves the
// list alone unless every line has one and the numbers rise: they could be parts of names.
func withoutCount(lines []line) (names []line, notes []string) {
	last := -1
	for _, l := range lines {
		found := counted.FindStringSubmatch(strings.TrimSpace(l.cells[0]))
		if found == nil || found[2] == "" && (found[1] == "" || len(l.cells) < 2) {
			return lines, nil
		}
		if n, err := strconv.Atoi(found[1]); err == nil && n > last {
			last = n
		} else if found[1] != "" {
			return lines, nil
		}
		cells := append([]string{found[2]}, l.cells[1:]...)
		if found[2] == "" {
			cells = l.cells[1:]
		}
		names = append(names, line{number: l.number, cells: cells})
	}
	if len(lines) < 2 {
		return lines, nil
	}
	return names, []string{"The numbers or bullets in front of the names are left out."}
}

// readNames reads a list without headings.
func readNames(lines []line, givenFirst bool) (r Roster) {
	for _, l := range lines {
		cells := l.cells
		for len(cells) > 0 && cells[len(cells)-1] == "" { // a spreadsheet fills up with empty cells
			cells = cells[:len(cells)-1]
		}
		row := classroom.RosterRow{Line: l.number}
		switch len(cells) {
		case 1:
			row.Name = unguarded(cells[0])
		case 2:
			surname, given := unguarded(cells[0]), unguarded(cells[1])
			if givenFirst {
				surname, given = given, surname
			}
			row.Name, row.Turned = strings.TrimSpace(given+" "+surname), cells[0]+", "+cells[1]
		default:
			row.Name = strings.Join(cells, " ")
			row.Problem = "This line has more than two columns. Put one name a line, or say in a first line what the " +
				"columns are, such as display_name."
		}
		if strings.Contains(row.Name, "\n") {
			row.Problem = openQuotes
		}
		r.Rows = append(r.Rows, row)
	}
	return r
}
