package sqlite

import (
	"math"
	"path/filepath"
	"time"
)

// Option changes how Open, Examine, BackupOf and Restore go about it.
type Option func(*options)

type options struct {
	say      func(sentence string) // nil: say nothing
	patience time.Duration         // how long something may take before it is announced
	rest     time.Duration         // how long nobody writes before the log is folded in
	quiet    time.Duration         // how long nobody writes before it is quiet, see WhenQuiet
	look     func(rows int)        // nil: nobody looks
	step     func()                // nil, or called between two steps of a rewriting, for tests
	slow     time.Duration         // how much longer than it takes each commit is made to take
	free     func(dir string) (int64, error)
	atOnce   int64                    // bytes of a file that is checked before it is opened, however long that takes
	word     func(kept string) string // nil: leave none
}

func chosen(how []Option) options {
	o := options{patience: time.Second, rest: time.Minute, quiet: 10 * time.Minute, free: freeSpace,
		atOnce: math.MaxInt64}
	for _, option := range how {
		option(&o)
	}
	return o
}

// Say has a sentence told, for whoever started the program, about each thing that takes longer than a second. It is
// called from another goroutine, until the function returns that got the option, and again when the folder is closed.
func Say(say func(sentence string)) Option { return func(o *options) { o.say = say } }

// Patience is how long something may take before it is told; 0 tells of everything.
func Patience(d time.Duration) Option { return func(o *options) { o.patience = d } }

// tell says a sentence unless the returned function is called soon enough.
func (o options) tell(sentence string) (done func()) {
	if o.say == nil {
		return func() {}
	}
	if o.patience <= 0 {
		o.say(sentence)
		return func() {}
	}
	timer := time.AfterFunc(o.patience, func() { o.say(sentence) })
	return func() { timer.Stop() }
}

// WordKey is the key in the table meta under which a restored database has the word that Word left there.
const WordKey = "restored"

// Word has a restore leave word of itself in what it puts in place, which knows nothing of it otherwise. kept is the
// name of the folder into which what was there before is moved.
func Word(word func(kept string) string) Option { return func(o *options) { o.word = word } }

// wordFor is the word in a copy that waits under a name of freeName; "" for none.
func (o options) wordFor(target string) string {
	parts := restoringName.FindStringSubmatch(filepath.Base(target))
	if o.word == nil || parts == nil {
		return ""
	}
	return o.word(replacedPrefix + parts[1])
}

// Watched has look told how many rows each write has changed, with those that went with them, to find out what holds up
// others. It is called by the writer.
func Watched(look func(rows int)) Option { return func(o *options) { o.look = look } }

// QuietAfter is how long nobody writes before it is quiet, see WhenQuiet. Without it: ten minutes.
func QuietAfter(d time.Duration) Option { return func(o *options) { o.quiet = d } }

// CheckLater has Open put off the check of a file of more than some bytes, and BackUpWhenDue, called soon, do it while
// the folder is in use. Of such a file Open still looks at the header, the size, the schema and the log. A file that is
// to be upgraded is always checked first. Without it Open checks every file.
func CheckLater(above int64) Option { return func(o *options) { o.atOnce = above } }
