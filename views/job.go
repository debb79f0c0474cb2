package views

import "fmt"

// JobPath is where a teacher sees how far a job of theirs is.
func JobPath(id string) string { return "/jobs/" + id }

// JobProps is work that takes a while.
type JobProps struct {
	Title    string
	Done, Of int // how far it is; Of is 0 until that is known
	Failed   bool
	Says     string // why it failed
}

// jobPage is a page that loads itself again as long as the job runs.
func jobPage(p Page, j JobProps) Page {
	p.Again = !j.Failed
	return p
}

func (j JobProps) words() string {
	if j.Of == 0 {
		return "This takes a moment."
	}
	return fmt.Sprintf("%d of %d done", j.Done, j.Of)
}
