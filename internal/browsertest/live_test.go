package browsertest

import (
	"fmt"
	"testing"
	"time"

	"dossier/internal/account"
	"dossier/internal/store"
)

// same marks what is on the page now, so that it can be told from what comes in its place.
const same = `(document.querySelectorAll("#today *").forEach(e => e.dataset.was = ""), true)`

// A page that brings itself up to date takes nothing out of a teacher's hands: what is folded open stays open, what is
// ticked stays ticked, and the focus stays where it was, although the part around it is another one.
func TestAnUpdateLeavesTheHandsAlone(t *testing.T) {
	t.Parallel()
	names := make([]string, 12)
	for i := range names {
		names[i] = fmt.Sprintf("Student %c", 'A'+i)
	}
	p := runProgram(t, twoDaysAgo(t, names))
	v, first, second := newVisitor(t, laptop), newVisitor(t, laptop), newVisitor(t, laptop)
	v.signsIn(p)
	first.joins(p, "K7W-Q3M", names[0], pin)

	v.open(p.URL + "/classes/1")
	v.opensFold("#more-missing summary")
	read[bool](v, same)
	second.joins(p, "K7W-Q3M", names[1], pin)
	v.until(`document.querySelector("#more-missing summary").innerText.startsWith("10 ")`)
	v.holds("#more-missing summary", `!("was" in e.dataset) && e.parentElement.open`)

	v.handsOutThursdaysQuiz()
	v.tabTo("#student")
	v.press(keySpace)
	read[bool](v, same)
	first.open(p.URL + "/work/1")
	first.follow("Begin")
	v.until(`document.querySelector("#student") && !("was" in document.querySelector("#student").dataset)`)
	v.holds("#student", `e.checked`)
	if got := v.count(`input[name=student]:checked`); got != 1 {
		t.Errorf("%d students are ticked after the update, want 1", got)
	}
	v.wantNoComplaints()
}

// twoDaysAgo makes a data folder with a class into which these students came two days ago and never since.
func twoDaysAgo(t *testing.T, names []string) (folder string) {
	t.Helper()
	ctx := t.Context()
	folder = t.TempDir()
	then := time.Now().Add(-48 * time.Hour)
	data, err := store.Open(ctx, folder, func() time.Time { return then })
	must(t, err)
	pass, err := account.HashSecret(passphrase)
	must(t, err)
	hash, err := account.HashSecret(pin)
	must(t, err)
	_, class, err := data.CreateOwner(ctx, teacherName, account.FoldName(teacherName), pass, className, "K7WQ3M",
		"form of the first class")
	must(t, err)
	for i, name := range names {
		_, err := data.JoinClass(ctx, class, name, account.FoldName(name), hash,
			store.Entry{Session: [32]byte{byte(i)}, Device: []byte{byte(i)}})
		must(t, err)
	}
	must(t, data.Close())
	return folder
}

// holds insists that the focus is on an element, of which something is true.
func (v *visitor) holds(selector, is string) {
	v.t.Helper()
	if !read[bool](v, fmt.Sprintf(`(e => e.matches(%q) && %s)(document.activeElement)`, selector, is)) {
		v.t.Errorf("%s: the focus is on %s, and not on %s as it was left", v.location(), v.focused(), selector)
	}
}
