package views

// UnmatchedRow is a free answer that the program did not recognise.
type UnmatchedRow struct {
	Stem, Text, Times string
}
