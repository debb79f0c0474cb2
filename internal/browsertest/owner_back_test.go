package browsertest

import (
	"fmt"
	"testing"
)

// The owner has the database checked, goes back to a backup and signs in again: at a desk, with a finger on a phone,
// and there without JavaScript.
func TestGoingBackToABackup(t *testing.T) {
	t.Parallel()
	for _, s := range []screen{{Width: widths[1]}, {Width: widths[0]}, {Width: widths[0], NoScript: true}} {
		t.Run(fmt.Sprint(s.Width, s.NoScript), func(t *testing.T) {
			t.Parallel()
			goesBack(t, startProgram(t), s)
		})
	}
}

// What takes a while shows how far it is, and leads here by itself.
const (
	onOwnersPage = `location.pathname === "/owner" && document.readyState === "complete"`
	onSignIn     = `location.pathname === "/sign-in" && document.readyState === "complete"`
)

func goesBack(t *testing.T, p *program, s screen) {
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
	v.open(p.URL + "/owner")
	v.followIn("main", "Back up now")
	v.until(onOwnersPage)
	v.followIn("main", "Check now")
	v.until(onOwnersPage)
	v.wantText("main", "The database has been checked.", "Nothing is wrong.")
	v.unfold()
	v.followIn("main", "Go back to this one")
	v.wantText("main", "In the backup", "sign in again", "erased again")
	looks("go back to a backup", "asked")
	v.write("#pass", "not my passphrase")
	v.followIn("main", "Go back to this backup")
	v.wantText(".summary", "That is not your passphrase.")
	looks("go back to a backup", "refused")
	v.write("#pass", passphrase)
	v.followIn("main", "Go back to this backup")
	v.until(onSignIn)
	v.wantText("main", "Dossier has gone back to a backup, and everybody is signed out.")
	looks("sign in", "after going back")
	v.write("#name", teacherName)
	v.write("#pass", passphrase)
	v.followIn("main", "Sign in")
	v.wantPath(p, "/owner/back")
	v.wantText("main", "Dossier has gone back", "replaced-")
	looks("gone back", "done")
	v.wantNoComplaints()
}

// The same by keyboard alone.
func TestGoingBackByKeyboard(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	v := newVisitor(t, screen{Width: widths[1]})
	v.setsUp(p)
	v.open(p.URL + "/owner")
	v.goes(`form[action="/owner/backups"] button`)
	v.until(onOwnersPage)
	v.goes(`form[action="/owner/check"] button`)
	v.until(onOwnersPage)
	v.wantText("main", "Nothing is wrong.")
	v.tabTo("details.folded > summary")
	v.press(keyEnter)
	v.goes(`a[href$="/restore"]`)
	v.tabTo("#pass")
	v.press(passphrase)
	v.goes(`form[action$="/restore"] button.danger`)
	v.until(onSignIn)
	v.tabTo("#name")
	v.press(teacherName, keyTab, passphrase)
	v.pressAndLoad(keyEnter)
	v.wantText("main", "Dossier has gone back")
	v.wantNoComplaints()
}
