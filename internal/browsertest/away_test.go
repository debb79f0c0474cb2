package browsertest

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	_ "github.com/mattn/go-sqlite3"
)

// Somebody comes back to a form after the session has ended: what was written is kept over the sign-in, slips and all.
func TestAway(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := runProgram(t, data)
	code := newVisitor(t, desk).setsUp(p)
	v := newVisitor(t, desk)
	v.joins(p, code, "Ana", pin)
	v.opensCheck(p, "causes")
	form := "#" + read[string](v, `document.querySelector(".check form").closest("section").id`)
	v.fill(form + " form")
	picked := read[string](v, `document.querySelector(".check form .choice:has(:checked)").innerText.trim()`)
	sessionsGrowOld(t, data, 3*time.Hour)
	newVisitor(t, desk).joins(p, code, "Bo", pin) // what the program keeps of sessions is asked for anew

	if got := v.followIn(form, "Check answer"); got != 409 {
		t.Errorf("an answer after the session has ended: got status %d, want 409", got)
	}
	v.wantText("main", "You have been away for a while", "What you wrote is kept on this page.")
	v.wantInMenu("Join a class")
	if got := v.count(`main a[href]`); got != 0 {
		t.Errorf("the page that keeps an answer has %d links away from it, want none", got)
	}
	v.everywhere("away", "answer kept")
	v.write("#code", "ABC-DEF")
	v.write("#name", "Ana")
	v.follow("Next")
	v.wantText("#code-problem", "No class has this code.")
	v.write("#code", code)
	v.follow("Next")
	v.write("#pin", "935172")
	v.follow("Go in")
	v.wantText("#pin-problem", "That is not the PIN of this name.")
	v.write("#pin", pin)
	v.follow("Go in")
	v.wantText("main", "Your answer was kept. Send it now.")
	v.everywhere("away", "back again")
	v.follow("Send my answer")
	v.wantText(form, "Your answer")
	got := v.text(form + " .own dd")
	if strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(picked), " ") {
		t.Errorf("the answer that was kept: got %q, want %q", got, picked)
	}
	v.wantNoComplaints()
}

// sessionsGrowOld moves all sessions back in time, as the clock does.
func sessionsGrowOld(t *testing.T, data string, by time.Duration) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(data, "dossier.db")+"?mode=rw&_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	changed, err := db.Exec("UPDATE session SET created_at = created_at - ?1, last_seen_at = last_seen_at - ?1",
		by.Milliseconds())
	if err != nil {
		t.Fatal(err)
	}
	if n, err := changed.RowsAffected(); err != nil || n == 0 {
		t.Fatalf("%d sessions grew old, want some (%v)", n, err)
	}
}

// Whoever goes on while the network is away stays on the page, is told so, and goes on when the network is back.
func TestNextWhileTheWiFiIsAway(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	v := newVisitor(t, phone)
	sections := v.sectionsOf(p, "causes")
	v.open(p.URL + sections[0])
	v.offline(true)
	v.clickOn(reading(".onward", "Next: "))
	v.until(`document.querySelector(".onward .unsent p").textContent ===
		"No connection. It goes on when the network is back."`)
	v.wantPath(p, sections[0])
	v.takeComplaints() // that nobody answered
	v.check("section", "no connection")
	v.offline(false)
	v.until(`location.pathname === ` + quote(sections[1]))
	if got := v.count(".place .done"); got != 1 {
		t.Errorf("%d sections are read, want one", got)
	}
}

// networkConditions is a command that Chromium has had for longer than the library: it takes the network away from a
// window, and tells its pages.
var networkConditions = cdp.Command[network.OverrideNetworkStateParams, cdp.Empty]{
	Method: "Network.emulateNetworkConditions",
}

// offline takes the network away from the window, or gives it back.
func (v *visitor) offline(gone bool) {
	v.t.Helper()
	v.do(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, networkConditions,
			network.OverrideNetworkStateParams{Offline: gone, DownloadThroughput: -1, UploadThroughput: -1})
		return err
	})
}
