package browsertest

import (
	"strings"
	"testing"
)

// What is handed out and hung up fits its paper: one sheet for the wall, and a sheet for every eight slips.
func TestSlipsAndPosterOnPaper(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "--dev")
	v := newVisitor(t, desk)
	for name, want := range map[string]int{"poster": 1, "poster-long": 1, "slips": 4, "slips-odd-names": 1,
		"slips-pins": 3} {
		v.open(p.URL + "/dev/gallery/" + name)
		if n := v.sides(); n != want {
			t.Errorf("%s is printed on %d sides, want %d", name, n, want)
		}
		v.resize(screen{Width: paperWidth, Height: 1000})
		v.emulate("print", v.screen)
		if cut := read[[]string](v, beyondPaper); len(cut) > 0 {
			t.Errorf("%s, printed: %s", name, strings.Join(cut, " | "))
		}
		if cut := read[[]string](v, `[...document.querySelectorAll(".slip")].filter(slip =>
			slip.scrollHeight > slip.clientHeight + 1 || slip.scrollWidth > slip.clientWidth + 1).map(slip => slip.innerText)`,
		); len(cut) > 0 {
			t.Errorf("%s, printed: these slips hold more than they show: %s", name, strings.Join(cut, " | "))
		}
		v.emulate("", v.screen)
		v.resize(desk)
	}
}

// The join screen is seen whole whatever the door, and with the count of who is in.
func TestJoinScreenWithItsDoorIsSeenWhole(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "--dev")
	v := newVisitor(t, desk)
	for _, page := range []string{"join-screen-asks", "join-screen-closed"} {
		v.open(p.URL + "/dev/gallery/" + page)
		for _, s := range []screen{{Width: 1280, Height: 720}, {Width: 1366, Height: 768}} {
			v.resize(s)
			hidden := read[[]string](v, `[".addr", ".big", ".qr", "[data-door-in]", ".doorline button"].filter(name => {
				const box = document.querySelector(name).getBoundingClientRect();
				return box.top < 0 || box.left < 0 || box.bottom > innerHeight || box.right > innerWidth || box.height < 16;
			})`)
			if len(hidden) > 0 {
				t.Errorf("%s, %d x %d: %v is not seen whole", page, s.Width, s.Height, hidden)
			}
		}
	}
}

// A student waits; the teacher's page shows it by itself, and once the teacher has let them in, the student's page goes
// on by itself. Without JavaScript the same buttons do it.
func TestWaitingAtTheDoor(t *testing.T) {
	atBothWidths(t, func(t *testing.T, p *program, s screen) {
		teacher := newVisitor(t, s)
		code := teacher.setsUp(p)
		teacher.open(p.URL + "/classes/1/settings")
		teacher.check("settings", "open")
		teacher.click(`.doorway[value="asks"]`)
		teacher.until(`document.querySelector('.doorway[value="asks"][aria-pressed="true"]') !== null`)
		v := newVisitor(t, s)
		v.open(p.URL + "/join/" + strings.ReplaceAll(code, "-", ""))
		v.write("#name", "Amira")
		v.follow("Next")
		v.write("#pin", pin)
		v.follow("Go in")
		v.wantPath(p, "/waiting")
		v.wantText("[data-waiting-status]", "checks by itself")
		v.check("waiting", "new")
		teacher.until(`document.querySelector(".atdoor bdi") !== null &&
			document.querySelector("#waiting") !== null &&
			document.querySelector("#waiting").closest("section").innerText.includes("Amira")`)
		teacher.check("settings", "one waits")
		teacher.follow("Let in")
		v.until(`location.pathname === "/joined"`)
		v.wantText("main", "You are in as Amira")
		plain := newVisitor(t, screen{Width: s.Width, NoScript: true})
		plain.open(p.URL + "/join/" + strings.ReplaceAll(code, "-", ""))
		plain.write("#name", "Ben")
		plain.follow("Next")
		plain.write("#pin", pin)
		plain.follow("Go in")
		plain.follow("Check again")
		plain.wantText("main", "Stay on this page")
		teacher.until(`document.querySelector("#waiting").closest("section").innerText.includes("Ben")`)
		teacher.follow("Let in")
		plain.follow("Check again")
		plain.wantText("main", "You are in as Ben")
		v.wantNoComplaints()
	})
}

// The settings of a class and the pages about its door, in all their states and on all screens.
func TestPagesOfTheDoor(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "--dev")
	v := newVisitor(t, desk)
	v.before(`window.fetch = () => new Promise(() => {})`) // the gallery has no class to ask about
	for _, name := range []string{"settings", "settings-waiting", "settings-forty-wait", "settings-closed",
		"settings-archived", "settings-problem", "code-new", "colleague-take-out", "class-leave-last", "slips",
		"slips-odd-names", "slips-new-pins", "poster-long", "wait", "wait-in", "name-gone", "pin-shut", "pin-listed",
		"join-screen-asks"} {
		v.open(p.URL + "/dev/gallery/" + name)
		v.everywhere(name, "sample")
	}
}
