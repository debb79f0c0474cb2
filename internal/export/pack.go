package export

import (
	"archive/zip"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"dossier/internal/classroom"
)

// Pack is many files in one: a zip archive, written file by file.
type Pack struct {
	zip *zip.Writer
	at  time.Time
}

// NewPack begins a pack that says of all its files that they were made at a time.
func NewPack(w io.Writer, at time.Time) *Pack { return &Pack{zip.NewWriter(w), at} }

// Add writes a file of the pack.
func (p *Pack) Add(name string, write func(io.Writer) error) error {
	w, err := p.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: p.at})
	if err == nil {
		err = write(w)
	}
	if err != nil {
		return fmt.Errorf("export: pack: %s: %w", name, err)
	}
	return nil
}

// Close ends the pack.
func (p *Pack) Close() error {
	if err := p.zip.Close(); err != nil {
		return fmt.Errorf("export: pack: %w", err)
	}
	return nil
}

// StudentFile names the file of a student in a pack. The number in front makes it the only one of its name.
func StudentFile(id classroom.StudentID, name string) string {
	const longest = 40
	text := slug(name, "student")
	text = strings.TrimRight(text[:min(longest, len(text))], "-")
	return strconv.FormatInt(int64(id), 10) + "_" + text + ".html"
}

// PackFile is a file of a class pack, as its README tells of it.
type PackFile struct{ Name, About string }

// WriteReadMe says in words what is in a pack.
func WriteReadMe(w io.Writer, class, course string, at time.Time, files []PackFile) error {
	text := fmt.Sprintf("%s\r\n%s, as it was on %s\r\n\r\n", class, course, at.Format("2 January 2006, 15:04 MST"))
	for _, f := range files {
		text += f.Name + "\r\n    " + f.About + "\r\n"
	}
	text += readMe
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("export: pack: %w", err)
	}
	return nil
}

const readMe = "\r\n" +
	"The tables (.csv) open in Excel, LibreOffice and Google Sheets: UTF-8, commas, one line of headings.\r\n" +
	"An empty cell has no value. It does not mean 0. Times say how far they are from UTC. Durations are in seconds.\r\n" +
	"A text that begins with = + - or @ has an apostrophe in front, so that no spreadsheet computes it.\r\n" +
	"student_id is the same in all files. There are no PINs, no private notes and no drafts in here.\r\n" +
	"These files hold names and marks of students. Keep them as you keep a mark book.\r\n"
