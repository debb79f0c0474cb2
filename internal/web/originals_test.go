package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"dossier/internal/course"
	"dossier/internal/originals"
)

// observed stands in for the text of a source of the bench. It is made up, apart from the words that can be picked.
const observed = "The harbour paper went to the quay and came back with wet shoes. It is futile to think that " +
	"herring can read, it wrote, and the charges trumped up by the fishmonger were dropped before " +
	"noon. Nobody in the lower street asked the porter what he had seen."

// harbour is the course with that text in the place of the real one.
func harbour(t *testing.T) *course.Course {
	t.Helper()
	c := builtIn(t)
	for _, s := range c.Sources {
		s.Anchors = nil
		if s.ID == "observer-1936" {
			s.Anchors = []originals.Anchor{{Source: s.ID, From: "The harbour paper", To: "he had seen.",
				Words: len(strings.Fields(observed)), Inner: []string{"fishmonger", "herring", "porter"}}}
		}
	}
	return c
}

// upload sends the form of the page Originals with files, by name.
func (b *browser) upload(pasted string, files map[string]string) *page {
	b.t.Helper()
	return b.sendFiles("/originals", url.Values{"csrf": {b.site.csrf(b)}, "text": {pasted}}, files)
}

// sendFiles sends a form with files, by name.
func (b *browser) sendFiles(path string, fields url.Values, files map[string]string) *page {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range fields {
		for _, value := range values {
			if err := w.WriteField(name, value); err != nil {
				b.t.Fatal(err)
			}
		}
	}
	for name, data := range files {
		part, err := w.CreateFormFile("file", name)
		if err != nil {
			b.t.Fatal(err)
		}
		if _, err := part.Write([]byte(data)); err != nil {
			b.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.t.Fatal(err)
	}
	req := b.request(http.MethodPost, path, bytes.NewReader(body.Bytes()))
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Origin", b.site.base)
	return b.do(req)
}

const label = "Original, added by your school"

func TestOriginalsAreAddedAndUsed(t *testing.T) {
	t.Parallel()
	s := startSite(t, harbour(t), t.TempDir(), &clock{at: morning}).setUp()
	student := s.student("Ana")
	student.atDesk()
	student.open("/sources/observer-1936").hides(label).says("In our words")
	student.open("/bench/two-verdicts/pick").hides(label)
	s.owner.open("/originals").says("Missing: 1").says("from “The harbour paper” to “he had seen.”, 48 words")
	s.owner.open("/sources/observer-1936").says("Add the original from a copy of your school")

	found := s.owner.upload("", map[string]string{"harbour.html": "<p>Menu</p><p>" + observed + "</p><p>Foot"}).
		want(http.StatusOK).says("1 source was found").says("It has 48 words")
	keep := found.form("/originals/keep")
	if keep.fields.Get("use.observer-1936.0") != "yes" || strings.TrimSpace(keep.fields.Get("text.observer-1936.0")) !=
		observed {
		t.Fatalf("the form has %v", keep.fields)
	}
	s.owner.open("/originals").says("Missing: 1") // nothing is kept yet
	s.owner.follow(s.owner.send(keep).want(http.StatusSeeOther)).says("1 original was kept").
		says("48 words, added 08:0").says("by " + ownerName + " from harbour.html")

	for _, who := range []*browser{student, s.visitor(), s.owner} {
		who.open("/sources/observer-1936").says(label).says("asked the porter").says("In our words").says("In plain words")
	}
	student.open("/sources/observer-1936").hides("Remove the original").hides("/originals")
	s.owner.open("/bench/two-verdicts").says(label)
	// The words of the author are picked in the original, the others in the report, and none in both.
	desk := student.open("/bench/two-verdicts/pick").says(label).says("asked the porter")
	original, report, _ := strings.Cut(desk.body, "In our words")
	for phrase, place := range map[string]string{"o1": original, "o3": original, "o2": report, "o4": report} {
		if box := `value="` + phrase + `"`; strings.Count(desk.body, box) != 1 || !strings.Contains(place, box) {
			t.Errorf("%s is not offered once in its place", phrase)
		}
	}
	student.send(desk.form("/bench/two-verdicts/desk"), "pick", "o1", "do", "save").want(http.StatusSeeOther)
	if got := s.picked(); got != "o1" {
		t.Errorf("picked: %s", got)
	}
	student.open("/bench/two-verdicts/write").says("1 · “It is futile to think”")

	// A second look at the same copy ticks nothing that is there.
	again := s.owner.upload(observed, nil).says("Your school has added this one before").form("/originals/keep")
	if again.fields.Get("use.observer-1936.0") != "" {
		t.Error("what is there is ticked again")
	}
	s.owner.send(s.owner.open("/originals/observer-1936/remove").form("/originals/observer-1936/remove")).
		want(http.StatusSeeOther)
	student.open("/sources/observer-1936").hides(label)
	student.open("/bench/two-verdicts/pick").hides(label)
	student.open("/bench/two-verdicts/write").says("1 · “It is futile to think”")
	s.owner.get("/originals/observer-1936/remove").want(http.StatusNotFound)
	if n := one[int](s, `SELECT count(*) FROM audit WHERE action LIKE '%original%'`); n != 2 {
		t.Errorf("%d entries in the log of what teachers do, want 2", n)
	}
}

// A page that is kept in memory shows an original at once, also after a new start.
func TestOriginalsOnPagesOfLessons(t *testing.T) {
	t.Parallel()
	c, err := unchanged()
	if err != nil {
		t.Fatal(err)
	}
	path, source := "", ""
	for _, l := range c.Lessons {
		for _, section := range l.Sections {
			for _, b := range section.Blocks {
				if b.Source != nil && len(b.Source.Anchors) > 0 {
					path, source = "/lessons/"+l.ID+"/"+section.ID, b.Source.ID
				}
			}
		}
	}
	dir, now := t.TempDir(), &clock{at: morning}
	s := startSite(t, c, dir, now).setUp()
	student := s.student("Ana")
	for range 2 {
		student.open(path).hides(label)
	}
	fields := url.Values{"csrf": {s.csrf(s.owner)}, "use." + source + ".0": {"yes"},
		"text." + source + ".0": {"One <b>line</b>\r\nand another.\r\n\r\n\r\nA paragraph."}}
	s.owner.post("/originals/keep", fields).want(http.StatusSeeOther)
	shown := "<p>One &lt;b&gt;line&lt;/b&gt;<br>and another.</p><p>A paragraph.</p>"
	if p := student.open(path).says(label); !strings.Contains(p.body, shown) {
		t.Errorf("the text is not set as it was typed: %s", p.excerpt())
	}
	// It can be corrected by hand; nothing typed is lost.
	s.owner.open("/sources/" + source).says("Correct the original")
	by := s.owner.open("/originals/" + source + "/text").form("/originals/" + source + "/text")
	if got := strings.TrimSpace(by.fields.Get("text")); got != "One <b>line</b>\nand another.\n\nA paragraph." {
		t.Errorf("the box has %q", got)
	}
	s.owner.send(by, "text", " \n ").want(http.StatusUnprocessableEntity).says("There is no text.")
	long := strings.Repeat("herring ", 5001)
	p := s.owner.send(by, "text", long).want(http.StatusUnprocessableEntity).says("has 40007 characters")
	if !strings.Contains(p.form(by.action).fields.Get("text"), strings.TrimSpace(long)) {
		t.Error("what was typed is lost")
	}
	s.owner.send(by, "text", "Another line.").want(http.StatusSeeOther)
	// Of two people who correct it at the same time the second sees that there is another text, and decides.
	late := s.owner.send(by, "text", "A line from another window.").want(http.StatusConflict).
		says("Somebody has added or changed the original").says("A line from another window.").form(by.action)
	student.open(path).says("Another line.")
	s.owner.send(late, "text", "A line from another window.").want(http.StatusSeeOther)
	s.owner.post("/originals/keep", fields).want(http.StatusUnprocessableEntity).
		says("Somebody has added or changed the original")
	student.open(path).says("A line from another window.")
	s.owner.send(s.owner.open(by.action).form(by.action), "text", "Another line.").want(http.StatusSeeOther)
	student.open(path).says("Another line.").hides("A paragraph.")
	s.stop()
	s = startSite(t, c, dir, now)
	s.visitor().open(path).says(label)
}

func TestOriginalsRefuse(t *testing.T) {
	t.Parallel()
	s := startSite(t, harbour(t), t.TempDir(), &clock{at: morning}).setUp()
	cut := observed[:len(observed)/2]
	for _, row := range []struct {
		name, pasted string
		files        map[string]string
		status       int
		says         string
	}{
		{"nothing", "  ", nil, 422, "Choose a file or paste a text."},
		{"another text", cut, nil, 422, "None of the extracts was recognised."},
		{"a picture", "", map[string]string{"quay.png": "\x89PNG\r\n\x1a\n\x00"}, 422, "quay.png: it is no text"},
		{"a PDF beside a text", observed, map[string]string{"quay.pdf": "%PDF-1.7"}, 422, "quay.pdf: it is no text"},
		{"an empty file", "", map[string]string{"empty.txt": "\n"}, 422, "empty.txt: there is no text in it"},
		{"8.2 MB", "", map[string]string{"long.txt": strings.Repeat("herring ", 82<<17/10)}, 422, "larger than 8 MB"},
		{"50 MB", "", map[string]string{"longer.txt": strings.Repeat("herring ", 50<<17)}, 413,
			"All files together may have 8 MB."},
	} {
		p := s.owner.upload(row.pasted, row.files).want(row.status).says(row.says).plainly()
		if row.status == 422 && strings.TrimSpace(p.form("/originals").fields.Get("text")) != strings.TrimSpace(row.pasted) {
			t.Errorf("%s: what was pasted is lost", row.name)
		}
	}
	field := "text.observer-1936.0"
	for _, row := range []struct{ name, use, text, says string }{
		{"nothing ticked", "", observed + " More.", "Nothing is ticked."},
		{"ticked and empty", "yes", " ", "This text is ticked and has no words."},
		{"ticked and too long", "yes", strings.Repeat("herring ", 5001), "has 40007 characters, and 40000 fit"},
	} {
		fields := url.Values{"csrf": {s.csrf(s.owner)}, field: {row.text}, "from": {"a.txt"}}
		if row.use != "" {
			fields.Set("use.observer-1936.0", row.use)
		}
		again := s.owner.post("/originals/keep", fields).want(http.StatusUnprocessableEntity).says(row.says).
			form("/originals/keep").fields
		if strings.TrimSpace(again.Get(field)) != strings.TrimSpace(row.text) ||
			again.Get("use.observer-1936.0") != row.use || again.Get("from") != "a.txt" {
			t.Errorf("%s: what was typed and ticked is lost", row.name)
		}
	}
	student := s.student("Ana")
	student.upload(observed, nil).want(http.StatusNotFound)
	student.upload("", map[string]string{"long.txt": strings.Repeat("herring ", 1<<16)}).
		want(http.StatusRequestEntityTooLarge)
	if n := one[int](s, `SELECT count(*) FROM original`); n != 0 {
		t.Errorf("%d originals were stored", n)
	}
}

// A file that was sent after the session had ended comes back as pasted text.
func TestAFileSurvivesTheEndOfASession(t *testing.T) {
	t.Parallel()
	s := startSite(t, harbour(t), t.TempDir(), &clock{at: morning}).setUp()
	b := s.visitor()
	at, _ := url.Parse(s.base)
	b.client.Jar.SetCookies(at, s.owner.client.Jar.Cookies(at))
	s.clock.pass(13 * hour)
	p := b.upload("", map[string]string{"harbour.txt": observed}).want(http.StatusConflict).says("herring can read")
	p = b.send(p.form("/sign-in"), "name", ownerName, "pass", passphrase).want(http.StatusOK)
	b.send(p.form("/originals")).want(http.StatusOK).says("1 source was found")
}
