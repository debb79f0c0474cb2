package export

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"

	"dossier/internal/quiz"
)

// Import is what was read of a file of questions: every item of the file is in it, in the order of the file.
type Import struct {
	Format string   // "GIFT" or "Moodle XML"
	Items  []Item   //
	Notes  []string // sentences about the file as a whole
	// Text is what was read, without pictures and with a line feed after each line. Read again it gives the same items.
	Text string
}

// Item is one question of a file, or what stands in the place of one.
type Item struct {
	Line     int    // of the file, where it begins
	Title    string // its name, or its first words
	Question *quiz.Question
	Notes    []string // sentences about what was changed or left out
	Refused  string   // why it cannot be kept; "" when there is a Question
}

// Outcome is what becomes of an item.
type Outcome string

// The outcomes.
const (
	Kept    Outcome = "kept"
	Changed Outcome = "changed" // kept, but not as it stands in the file
	Refused Outcome = "refused"
)

// Outcome says what becomes of an item.
func (i Item) Outcome() Outcome {
	switch {
	case i.Refused != "":
		return Refused
	case len(i.Notes) > 0:
		return Changed
	}
	return Kept
}

// Count counts the items with an outcome.
func (in Import) Count(o Outcome) int {
	n := 0
	for _, i := range in.Items {
		if i.Outcome() == o {
			n++
		}
	}
	return n
}

// Questions are the questions of all items that can be kept.
func (in Import) Questions() (all []*quiz.Question) {
	for _, i := range in.Items {
		if i.Refused == "" {
			all = append(all, i.Question)
		}
	}
	return all
}

// Why a file of questions cannot be read at all, in words for whoever brought it.
var (
	ErrNoQuestions   = errors.New("there is no question in it")
	ErrNotText       = errors.New("it is no text: choose the file that Moodle saved as GIFT or as Moodle XML")
	ErrForeignZip    = errors.New("it is a zip file: unpack it, and choose the file with the questions in it")
	ErrLargeFile     = errors.New("it is larger than 8 MB: divide it into several")
	ErrLargeText     = errors.New("it is longer than 1 MB even without its pictures: divide it into several")
	ErrManyQuestions = errors.New("it has more than 1,000 questions: divide it into several")
	ErrNotMoodle     = errors.New("it is XML, but not Moodle's: export the questions from Moodle as “Moodle XML format”")
)

// The sizes of what is read.
const (
	mostFile  = 8 << 20 // bytes, packed or not
	mostText  = 1 << 20 // without pictures
	mostItems = 1000
)

// ReadQuestions reads questions in whichever format they are. A zip file is read when Dossier has made it. Errors are
// those above; whatever is wrong with a single item is said with the item.
func ReadQuestions(file []byte) (Import, error) {
	if len(file) > mostFile {
		return Import{}, ErrLargeFile
	}
	if bytes.HasPrefix(file, []byte("PK\x03\x04")) {
		packed, err := fromOwnZip(file)
		if err != nil {
			return Import{}, err
		}
		file = packed
	}
	head := bytes.ReplaceAll(file[:min(len(file), 200)], []byte{0}, nil) // in UTF-16 every other byte is 0
	if xmlStart.Match(bytes.TrimLeft(head, "\xef\xbb\xbf\xff\xfe \t\r\n")) {
		return ReadMoodleXML(file)
	}
	return ReadGIFT(file)
}

// xmlStart is how a file begins that is XML and not GIFT with a tag in its first question.
var xmlStart = regexp.MustCompile(`^<(?:\?|!--|!DOCTYPE|quiz\b|question\b)`)

// fromOwnZip takes the one file with questions out of a zip file that Dossier made: beside it lies the list of losses.
// What is unpacked is cut off at the size of the largest file, whatever the zip file says of it.
func fromOwnZip(file []byte) ([]byte, error) {
	in, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, ErrForeignZip
	}
	var found *zip.File
	own := false
	for _, f := range in.File {
		switch name := strings.ToLower(path.Base(f.Name)); {
		case name == "losses.txt":
			own = true
		case strings.HasSuffix(name, ".gift"), strings.HasSuffix(name, ".txt"), strings.HasSuffix(name, ".xml"):
			if found != nil {
				return nil, ErrForeignZip
			}
			found = f
		}
	}
	if !own || found == nil {
		return nil, ErrForeignZip
	}
	packed, err := found.Open()
	if err != nil {
		return nil, ErrForeignZip
	}
	defer packed.Close()
	text, err := io.ReadAll(io.LimitReader(packed, mostFile+1))
	switch {
	case err != nil:
		return nil, ErrForeignZip
	case len(text) > mostFile:
		return nil, ErrLargeFile
	}
	return text, nil
}

// textOf is the text of a file of questions. Errors: ErrLargeFile, ErrNotText.
func textOf(file []byte) (string, error) {
	if len(file) > mostFile {
		return "", ErrLargeFile
	}
	text, err := decoded(file)
	if err != nil {
		return "", ErrNotText
	}
	return text, nil
}

// untitled stands where an item has neither name nor words.
const untitled = "A question without words"

// refused is an item that cannot be kept.
func refused(line int, title, why string, args ...any) Item {
	if title == "" {
		title = untitled
	}
	return Item{Line: line, Title: title, Refused: fmt.Sprintf(why, args...)}
}
