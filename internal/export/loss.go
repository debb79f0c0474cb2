package export

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strconv"
	"time"
)

// Loss is something about a question that a format cannot say.
type Loss struct {
	ID, Title string // of the question or task
	Says      string // a sentence, the same for every question that loses the same
	Detail    string // what this one loses of it: "2 marks"; "" for nothing more
}

// WriteLosses writes what a file does not hold: each sentence with the questions that it is true of. Every is how many
// questions and tasks the file was made from.
func WriteLosses(w io.Writer, title string, f Format, losses []Loss, every int) error {
	var out bytes.Buffer
	fmt.Fprintf(&out, "%s: what the %s file does not hold\n\n", oneLine(title), f.Name())
	if len(losses) == 0 {
		out.WriteString("Nothing is lost.\n")
	}
	var order []string
	of := map[string][]Loss{}
	for _, l := range losses {
		if of[l.Says] == nil {
			order = append(order, l.Says)
		}
		of[l.Says] = append(of[l.Says], l)
	}
	for _, says := range order {
		fmt.Fprintf(&out, "%s\n", oneLine(says))
		writeLosers(&out, of[says], every)
		out.WriteString("\n")
	}
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("export: losses: %w", err)
	}
	return nil
}

// writeLosers names the questions that lose the same; all of them in one line where there is nothing to tell apart.
func writeLosers(out *bytes.Buffer, losses []Loss, every int) {
	ids, detailed := map[string]bool{}, false
	for _, l := range losses {
		ids[l.ID] = true
		detailed = detailed || l.Detail != ""
	}
	if len(ids) == every && every > 1 && !detailed {
		out.WriteString("  all " + strconv.Itoa(every) + " questions\n")
		return
	}
	for _, l := range losses {
		line := "  " + oneLine(l.ID) + "  " + oneLine(l.Title)
		if l.Detail != "" {
			line += " (" + oneLine(l.Detail) + ")"
		}
		out.WriteString(line + "\n")
	}
}

// Format is a form in which other programs take questions.
type Format string

// The formats.
const (
	GIFT      Format = "gift"
	MoodleXML Format = "moodle"
)

// Name is what people call the format.
func (f Format) Name() string {
	if f == GIFT {
		return "GIFT"
	}
	return "Moodle XML"
}

// File is the name of a file in this format.
func (f Format) File() string {
	if f == GIFT {
		return "questions.gift.txt"
	}
	return "questions.moodle.xml"
}

// LossesFile is the name of the list of what a file does not hold.
const LossesFile = "LOSSES.txt"

// WriteBank writes a zip with the questions in one format and the list of what the format cannot say.
func WriteBank(w io.Writer, bank Bank, f Format, at time.Time) error {
	write := WriteMoodleXML
	if f == GIFT {
		write = WriteGIFT
	}
	out := zip.NewWriter(w)
	file := func(name string) (io.Writer, error) {
		return out.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at})
	}
	questions, err := file(f.File())
	if err != nil {
		return fmt.Errorf("export: bank: %w", err)
	}
	losses, err := write(questions, bank)
	if err != nil {
		return err
	}
	list, err := file(LossesFile)
	if err != nil {
		return fmt.Errorf("export: bank: %w", err)
	}
	if err := WriteLosses(list, bank.Title, f, losses, len(bank.Entries)); err != nil {
		return err
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("export: bank: %w", err)
	}
	return nil
}
