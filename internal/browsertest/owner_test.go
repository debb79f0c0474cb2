package browsertest

import (
	"fmt"
	"testing"
)

// The owner makes a backup, is asked for the passphrase before one is handed out, and chooses how long classes are
// kept: at a desk, with a finger on a phone, and there without JavaScript.
func TestTheOwnersPage(t *testing.T) {
	t.Parallel()
	for _, s := range []screen{{Width: widths[1]}, {Width: widths[0]}, {Width: widths[0], NoScript: true}} {
		t.Run(fmt.Sprint(s.Width, s.NoScript), func(t *testing.T) {
			t.Parallel()
			looksAfterDossier(t, startProgram(t), s)
		})
	}
}

func looksAfterDossier(t *testing.T, p *program, s screen) {
	v := newVisitor(t, s)
	v.finger = s.Width == widths[0]
	looks := func(page, state string) {
		if s.Width == widths[1] { // it turns to all screens by itself
			v.everywhere(page, state)
		} else {
			v.check(page, state)
		}
	}
	v.setsUp(p)
	v.open(p.URL + "/classes")
	v.followIn("main", "Running Dossier")
	v.wantText("main", "There is no backup yet.", "No class is waiting for a decision.")
	v.followIn("main", "Back up now")
	v.wantText("main", "The backup is made and checked.", "The newest backup was made just now.", "made a backup.")
	looks("running Dossier", "a backup was made")
	v.unfold()
	v.followIn("main", "Download")
	v.write("#pass", "not my passphrase")
	v.followIn("main", "Download")
	v.wantText(".summary", "That is not your passphrase.")
	looks("download a backup", "refused")
	v.followIn("main", "RUNNING DOSSIER") // in capitals, as the style shows it
	v.write("#days", "soon")
	v.followIn("main", "Save")
	v.wantText(".summary", "Write a number of days from 30 to 3650.")
	if got := v.value("#days"); got != "soon" {
		t.Errorf("the field says %q after it was refused", got)
	}
	looks("running Dossier", "refused")
	v.write("#days", "365")
	v.followIn("main", "Save")
	v.wantText("main", "once nobody has used it for that long.", "(365 days)")
	v.wantNoComplaints()
}
