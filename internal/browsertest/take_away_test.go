package browsertest

import (
	"archive/zip"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// downloads has the browser keep files in a folder; the channel says how each download ended.
func (v *visitor) downloads(folder string) <-chan browser.DownloadProgressState {
	v.t.Helper()
	ended := make(chan browser.DownloadProgressState, 16)
	if err := chromedp.ListenBrowser(v.ctx, func(event any) {
		if progress, ok := event.(*browser.EventDownloadProgress); ok &&
			progress.State != browser.DownloadProgressStateInProgress {
			ended <- progress.State
		}
	}); err != nil {
		v.t.Fatal(err)
	}
	window := chromedp.FromContext(v.ctx)
	tell := true
	_, err := cdp.Call(v.ctx, window.Browser, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, BrowserContextID: window.BrowserContextID,
		DownloadPath: folder, EventsEnabled: &tell})
	if err != nil {
		v.t.Fatal(err)
	}
	return ended
}

// takesFile clicks on what starts a download and returns the file, which is taken out of the folder.
func (v *visitor) takesFile(selector, folder string, ended <-chan browser.DownloadProgressState) (
	name string, file []byte) {
	v.t.Helper()
	v.click(selector)
	ctx, cancel := context.WithTimeout(v.ctx, patience)
	defer cancel()
	select {
	case state := <-ended:
		if state != browser.DownloadProgressStateCompleted {
			v.t.Fatalf("%s: the download is %s", selector, state)
		}
	case <-ctx.Done():
		v.t.Fatalf("%s: no file came", selector)
	}
	all, err := os.ReadDir(folder)
	if err != nil || len(all) != 1 {
		v.t.Fatalf("%s: %d files (%v)", selector, len(all), err)
	}
	path := filepath.Join(folder, all[0].Name())
	if file, err = os.ReadFile(path); err == nil {
		err = os.Remove(path)
	}
	if err != nil {
		v.t.Fatal(err)
	}
	return all[0].Name(), file
}

// An export opened again: two clicks from the page of the class to a file, the list of the class read in again without
// a change, and a page of the pack that opens by itself, without the program.
func TestAnExportOpenedAgain(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	v := newVisitor(t, screen{Width: widths[1]})
	v.setsUp(p)
	v.follow("Back to the class")
	today := strings.TrimSuffix(v.location(), "/")
	v.follow("Take away")
	v.everywhere("take away", "empty")
	v.open(today + "/roster/add")
	v.fills("Odeh, Miriam\n=Zoë\nO'Neill \"Gus\"\nОльга\n")
	v.follow("Look at the list")
	v.follow("Add 4 students")

	folder := t.TempDir()
	ended := v.downloads(folder)
	v.open(today)
	v.follow("Take away")                                                                    // one click
	name, scores := v.takesFile(`.ta-files a[href$="/take-away/scores.csv"]`, folder, ended) // and a second
	if !strings.HasPrefix(name, "10b-history_scores_") || !strings.HasSuffix(name, ".csv") ||
		!strings.HasPrefix(string(scores), "\ufeffstudent_id,") || !strings.Contains(string(scores), ",'=Zoë,") {
		t.Errorf("%s begins %.200q", name, scores)
	}
	v.everywhere("take away", "filled")
	_, pack := v.takesFile(`a[href$="/take-away/pack.zip"]`, folder, ended)
	v.opensPack(t, pack, t.TempDir())

	v.open(today + "/take-away")
	_, roster := v.takesFile(`.ta-files a[href$="/take-away/roster.csv"]`, folder, ended)
	v.open(today + "/roster/add")
	v.fills(string(roster))
	v.follow("Look at the list")
	v.wantText("main", "4 there already and unchanged", "There is nothing to change.")

	v.open(today + "/take-away")
	read[int](v, `(boxes => { boxes.forEach(b => b.checked = false); return boxes.length })(
		document.querySelectorAll("#columns input"))`)
	if status := v.follow("Download for Moodle"); status != 422 {
		t.Errorf("a gradebook without a column is answered by %d", status)
	}
	v.everywhere("take away", "refused")
}

// opensPack opens the first page of a pack from the disk, and from there the page of a student.
func (v *visitor) opensPack(t *testing.T, pack []byte, folder string) {
	t.Helper()
	read, err := zip.NewReader(strings.NewReader(string(pack)), int64(len(pack)))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(folder, "students"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, f := range read.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(in)
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, filepath.FromSlash(f.Name)), body, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	v.open("file://" + filepath.Join(folder, "index.html"))
	v.everywhere("class pack", "index")
	v.click(`a[href^="students/"]`)
	v.until(`location.pathname.includes("/students/")`)
	v.wantText("main", "Nothing has been answered or handed in yet.")
	v.everywhere("class pack", "student")
}
