package export

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Why a file cannot be read, in words for whoever brought it.
var (
	ErrEmpty    = errors.New("there is nothing in it")
	ErrWorkbook = errors.New("it is no text: open it in the spreadsheet and save it as CSV")
	ErrLong     = errors.New("it has more than 1,000 lines: divide it into several")
)

// mostLines is how many lines a table may have.
const mostLines = 1000

const bom = "\ufeff"

// line is a line of a table that somebody brought, with its number in the file.
type line struct {
	number int
	cells  []string
}

// readTable reads a table as spreadsheets write it: UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs
// between the cells. Lines without any text are left out. ErrEmpty, ErrWorkbook, ErrLong.
func readTable(file []byte) ([]line, error) {
	text, err := Text(file)
	if err != nil {
		return nil, err
	}
	offset := 0
	if head, rest, _ := strings.Cut(text, "\n"); len(head) == len("sep=,") && strings.HasPrefix(head, "sep=") {
		text, offset = rest, 1 // a spreadsheet writes it to say what stands between the cells; we see that ourselves
	}
	in := csv.NewReader(strings.NewReader(text))
	in.Comma, in.FieldsPerRecord, in.LazyQuotes = separator(text), -1, true
	var all []line
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, ErrWorkbook
		}
		at, _ := in.FieldPos(0)
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if strings.Join(cells, "") == "" {
			continue
		}
		if all = append(all, line{at + offset, cells}); len(all) > mostLines {
			return nil, ErrLong
		}
	}
	if len(all) == 0 {
		return nil, ErrEmpty
	}
	return all, nil
}

// separator is what stands between the cells: whichever is most frequent outside quotation marks; a tab before a
// semicolon before a comma, since a comma is also part of a name.
func separator(text string) rune {
	count := map[rune]int{}
	quoted := false
	for _, r := range text {
		if r == '"' {
			quoted = !quoted
		}
		if !quoted {
			count[r]++
		}
	}
	best := ','
	for _, r := range []rune{';', '\t'} {
		if count[r] > 0 && count[r] >= count[best] {
			best = r
		}
	}
	return best
}

// mostBytes is how large a table may be.
const mostBytes = 512 << 10

// Text is what stands in a file, in whatever encoding it is, with a line feed after each line. ErrWorkbook, ErrLong.
func Text(file []byte) (string, error) {
	if len(file) > mostBytes {
		return "", ErrLong
	}
	return decoded(file)
}

// isWide reports whether a file says that it is in UTF-16.
func isWide(file []byte) bool {
	return bytes.HasPrefix(file, []byte("\xff\xfe")) || bytes.HasPrefix(file, []byte("\xfe\xff"))
}

// guessed is a sentence about a file whose encoding decoded can only guess; none when it is known. A wrong guess gives
// wrong letters and no error, so whoever brought the file has to look.
func guessed(file []byte) (notes []string) {
	if isWide(file) || utf8.Valid(file) {
		return nil
	}
	return []string{"The file is not in the encoding UTF-8, so it was read as Western European. If letters are wrong " +
		"below, save it as UTF-8 and choose it again."}
}

// decoded is Text of a file of any length. ErrWorkbook.
func decoded(file []byte) (string, error) {
	switch {
	case isWide(file):
		text, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(file)
		if err != nil {
			return "", ErrWorkbook
		}
		file = text
	case !utf8.Valid(file) && bytes.IndexByte(file, 0) < 0:
		text, err := charmap.Windows1252.NewDecoder().Bytes(file)
		if err != nil {
			return "", ErrWorkbook
		}
		file = text
	}
	if !utf8.Valid(file) || bytes.IndexByte(file, 0) >= 0 || bytes.HasPrefix(file, []byte("PK\x03\x04")) ||
		bytes.HasPrefix(file, []byte("%PDF-")) {
		return "", ErrWorkbook
	}
	return strings.NewReplacer(bom, "", "\r\n", "\n", "\r", "\n").Replace(string(file)), nil
}
