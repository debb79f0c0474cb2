package browsertest

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
)

// The PIN can be seen while it is chosen, and is hidden when it goes; then the page says who is in, and what to keep.
func TestJoining(t *testing.T) {
	atBothWidths(t, func(t *testing.T, p *program, s screen) {
		code := newVisitor(t, s).setsUp(p)
		v := newVisitor(t, s)
		v.open(p.URL + "/join/" + strings.ReplaceAll(code, "-", ""))
		v.write("#name", "Amira")
		v.follow("Next")
		v.write("#pin", pin)
		shown := func(want, pressed string) {
			t.Helper()
			got := read[string](v, `document.querySelector("#pin").type + " " +
				document.querySelector(".reveal button").getAttribute("aria-pressed")`)
			if got != want+" "+pressed {
				t.Errorf("the PIN is %s, want %s %s", got, want, pressed)
			}
		}
		shown("password", "false")
		v.click(".reveal button")
		shown("text", "true")
		v.check("pin", "shown")
		read[bool](v, `(document.querySelector("main form").addEventListener("submit",
			() => { document.cookie = "type=" + document.querySelector("#pin").type + "; path=/"; }), true)`)
		v.follow("Go in")
		v.wantPath(p, "/joined")
		if got := read[string](v, `document.cookie`); got != "type=password" {
			t.Errorf("the PIN was sent from a field with %q", got)
		}
		v.wantText("main", "You are in as Amira", "Write your PIN down now")
		v.check("joined", "new")
		v.follow("Go to the lessons")
		v.wantPath(p, "/")
		other := newVisitor(t, s)
		other.joins(p, code, "Amira", pin)
		other.wantText(".notice", "You are in as Amira in "+className)
		v.wantNoComplaints()
		plain := newVisitor(t, screen{Width: s.Width, NoScript: true})
		plain.open(p.URL + "/sign-in")
		if got := plain.count(".reveal"); got != 0 {
			t.Errorf("without JavaScript there are %d buttons that do nothing", got)
		}
	})
}

// An answer that is sent while the program is stopped waits on its page, and is stored once when it runs again.
func TestAnAnswerWhileTheWiFiIsAway(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := runProgram(t, data)
	code := newVisitor(t, desk).setsUp(p)
	v := newVisitor(t, desk)
	// The answer to the first request is lost on its way back; the one after it arrives.
	v.before(`{ const real = window.fetch; window.fetch = (url, options) => real(url, options).then((answer) => {
		if (!document.documentElement.dataset.lose) return answer;
		document.documentElement.dataset.lose = "";
		throw new TypeError("lost");
	}); }`)
	v.joins(p, code, "Ana", pin)
	v.startsQuiz(p, "causes")
	v.unguarded()
	v.click(".check .sure label:last-child input")
	if got := v.followIn(".check", "Check answer"); got != 422 {
		t.Errorf("an answer with a part missing: got status %d, want 422", got)
	}
	if v.count(".check .sure label:last-child input:checked") != 1 {
		t.Error("what was chosen is gone after the refusal")
	}
	v.fill(".check form")
	p.stop()
	v.click(".check form .row button")
	v.until(`document.querySelector(".unsent p").textContent.
		startsWith("No connection. Your answer is kept on this page")`)
	v.takeComplaints() // that nobody answered
	v.check("quiz question", "no connection")
	path, err := run.build()
	if err != nil {
		t.Fatal(err)
	}
	runAt(t, path, data, strings.TrimPrefix(p.URL, "http://"))
	v.until(`document.querySelector(".check .fb") !== null || document.querySelector(".unsent") === null`)
	stored(t, data, 1)

	v.followIn(".check", "Next question")
	v.fill(".check form")
	read[bool](v, `(document.documentElement.dataset.lose = "yes", true)`)
	v.click(".check form .row button")
	v.until(`!document.querySelector(".unsent button").hidden`)
	stored(t, data, 2)
	v.followIn(".unsent", "Try now")
	v.until(`document.querySelector(".unsent") === null`)
	stored(t, data, 2)
}

// stored looks how many answers are stored.
func stored(t *testing.T, data string, want int) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(data, "dossier.db")+"?mode=ro&_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var n int
	if err := db.QueryRow("SELECT count(*) FROM response").Scan(&n); err != nil || n != want {
		t.Errorf("%d answers are stored, want %d (%v)", n, want, err)
	}
}
