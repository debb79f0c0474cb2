package classroom

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Original is the text of a source that the school has added from a copy of its own.
type Original struct {
	Source string // id
	Text   string // with an empty line between paragraphs
	File   string // the name of the file that it came in; "" when it was pasted
	By     string // the name of the teacher; "" when it came by the command line or the teacher is gone
	Added  time.Time
	Over   string // the text whose place it takes; "" for none
}

// Stamp tells one text of a source from another, so that a form can say which it showed; "" for no text.
func (o Original) Stamp() string {
	if o.Text == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(o.Text))
	return hex.EncodeToString(sum[:8])
}

// LongestOriginal is how many letters the text of a source may have.
const LongestOriginal = 40000
