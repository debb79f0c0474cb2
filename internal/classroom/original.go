package classroom

import "time"

// Original is the text of a source that the school has added from a copy of its own.
type Original struct {
	Source string // id
	Text   string // with an empty line between paragraphs
	File   string // the name of the file that it came in; "" when it was pasted
	By     string // the name of the teacher; "" when it came by the command line or the teacher is gone
	Added  time.Time
}

// LongestOriginal is how many letters the text of a source may have.
const LongestOriginal = 40000
