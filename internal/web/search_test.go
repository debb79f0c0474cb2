package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"dossier/internal/course"
)

// searched is the page of a search.
func (b *browser) searched(query string) *page {
	b.t.Helper()
	return b.open("/search?q=" + url.QueryEscape(query))
}

// hits lists where the results of a search lead.
func (p *page) hits() (all []string) {
	for _, list := range p.doc.class("found") {
		for _, a := range list.tags("a") {
			all = append(all, a.attr["href"])
		}
	}
	return all
}

// field is what stands in the large search field.
func (p *page) field() string {
	p.t.Helper()
	for _, n := range p.doc.id("main").tags("input") {
		if n.attr["name"] == "q" {
			return n.attr["value"]
		}
	}
	p.t.Fatal("the page has no search field")
	return ""
}

func TestSearchLeadsToTheExactPlace(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.visitor()
	for query, want := range map[string]string{
		"orlov secret history": "/sources/orlov-secret-history",
		"Ezhov":                "/people#yezhov",
		"kirov is murdered":    "/timeline#kirov-murdered",
		"NKV":                  "/glossary#nkvd",
		"the kirov case":       "/lessons/kirov",
		"guard died":           "/lessons/kirov/guard",
	} {
		p := b.searched(query)
		if !slices.Contains(p.hits(), want) {
			t.Errorf("%q leads to %q, want %s among them", query, p.hits(), want)
		}
		for _, to := range p.hits() {
			path, fragment, _ := strings.Cut(to, "#")
			if at := b.open(path); fragment != "" && at.doc.id(fragment) == nil {
				t.Errorf("%q leads to %s, which is not there", query, to)
			}
		}
	}
}

// Every section that a search can lead to is one of the course.
func TestSearchKnowsTheSections(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, to := range s.visitor().open("/search?q=stalin&in=lesson").hits() {
		parts := strings.Split(strings.TrimPrefix(to, "/lessons/"), "/")
		l, err := s.course.Lesson(parts[0])
		if err != nil {
			t.Fatalf("%s: %v", to, err)
		}
		if _, there := l.Section(parts[len(parts)-1]); len(parts) == 2 && !there {
			t.Errorf("%s is no section", to)
		}
	}
}

func TestSearchSaysWhatToDo(t *testing.T) {
	t.Parallel()
	b := newSite(t).visitor()
	b.open("/search").says("The beginning of a word is enough")
	b.searched("ki").says("at least three letters").hides("Nothing in the course")
	b.searched("🙂🙂🙂🙂").says("at least three letters")
	b.searched("zzyzx").says("Nothing in the course has “zzyzx”").says("Try fewer words")
	b.searched(strings.Repeat("kirov ", 300)).says("too long to search for")
	b.searched("\x01\x02\x7f\u0085").says("The beginning of a word is enough")
	b.open("/search?q=%ff%fe%00").says("at least three letters")
	b.open("/search?q=kirov&in=atlantis").says("places")
	b.open("/search?q=zzyzx&in=person").says("Nothing in the course")

	found := b.searched("stalin")
	found.says("All")
	all := b.open("/search?q=stalin&in=lesson").says("Search everything")
	if few, many := len(found.hits()), len(all.hits()); many <= 5 || few <= 5 {
		t.Errorf("%d hits, and %d in the lessons alone", few, many)
	}
	for _, to := range all.hits() {
		if !strings.HasPrefix(to, "/lessons/") {
			t.Errorf("%s is shown among the lessons", to)
		}
	}
}

// What was typed comes back as it was typed, and as nothing else.
func TestSearchShowsTheQueryBack(t *testing.T) {
	t.Parallel()
	b := newSite(t).visitor()
	for query, want := range map[string]string{
		`"><script>alert(1)</script>`: `"><script>alert(1)</script>`,
		`<mark>kirov</mark>`:          `<mark>kirov</mark>`,
		"  kirov \t case\x01 ":        "kirov case",
		"مرحبا يا":                    "مرحبا يا",
		strings.Repeat("é", 250):      strings.Repeat("é", course.LongestQuery),
	} {
		p := b.searched(query)
		if got := p.field(); got != want {
			t.Errorf("the field has %q, want %q", got, want)
		}
		if strings.Contains(p.body, "<script>alert") || len(p.doc.id("main").tags("script")) > 0 {
			t.Errorf("%q comes back as a script", query)
		}
	}
}

func TestSearchMarksWhatItFound(t *testing.T) {
	t.Parallel()
	p := newSite(t).visitor().searched("borisov")
	marks := p.doc.id("main").tags("mark")
	if len(marks) == 0 {
		t.Fatal("nothing is marked")
	}
	for _, m := range marks {
		if !strings.Contains(strings.ToLower(m.words()), "borisov") {
			t.Errorf("%q is marked", m.words())
		}
	}
}

// Nothing of a question, of what helps to mark or of what a bench keeps back can be found.
func TestSearchFindsNoKey(t *testing.T) {
	t.Parallel()
	c := builtIn(t)
	words := canaries(c)
	index := course.NewIndex(c)
	tried := 0
	for id, all := range words {
		for _, word := range all {
			tried++
			if found := index.Find(word, 0); len(found.Groups) > 0 {
				t.Errorf("a word of %q is found: %v", id, found.Groups[0].Hits[0].Ref)
			}
		}
	}
	if tried < 1000 {
		t.Errorf("only %d words were looked for", tried)
	}
	// The test can fail: a word of a lesson is found.
	c.Lessons[0].Sections[0].Title += " canaryinthelesson"
	if len(course.NewIndex(c).Find("canaryinthelesson", 0).Groups) != 1 {
		t.Error("a word of a section is not found")
	}
	s := startSite(t, c, t.TempDir(), &clock{at: morning}).setUp()
	for _, b := range []*browser{s.visitor(), s.student("Ana"), s.owner} {
		for _, q := range c.Lessons[0].Checks {
			b.searched(words[q.ID][0]).says("Nothing in the course")
		}
	}
}

func TestDocumentsSayWhatTheyAre(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.visitor()
	p := b.open("/documents")
	for _, d := range s.course.Documents {
		entry := p.doc.id(d.ID)
		if entry == nil {
			t.Fatalf("%s has no entry", d.ID)
		}
		for _, want := range []string{d.Label, d.About, d.Origin, d.Knows, d.Mind, d.KnownErrors[0]} {
			if want == "" || !strings.Contains(entry.words(), squeeze(want)) {
				t.Errorf("the entry of %s does not say %q", d.ID, want)
			}
		}
	}
	// The long and the short page are one witness.
	if entry := p.doc.id("web-lesson-long"); !strings.Contains(entry.words(), "one witness and not two") {
		t.Error("the two pages of one website do not say that they are one witness")
	}
	// Old links to a document lead somewhere still.
	if old := b.open("/sources").doc.id("web-lesson-long"); old == nil {
		t.Error("/sources#web-lesson-long is gone")
	}
}

// Wherever a label of a document is shown it is a link to what the document is.
func TestLabelsOfDocumentsAreLinks(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.visitor()
	label := map[string]string{}
	for _, d := range s.course.Documents {
		label[d.Label] = "/documents#" + d.ID
	}
	seen := 0
	for _, path := range []string{
		"/lessons/kirov/whole", "/sources", "/sources/orlov-secret-history", "/people", "/timeline",
	} {
		p := b.open(path)
		for _, n := range p.doc.tags("a") {
			if to := label[n.words()]; to != "" {
				seen++
				if n.attr["href"] != to {
					t.Errorf("%s: %s leads to %s, want %s", path, n.words(), n.attr["href"], to)
				}
			}
		}
		for _, side := range p.doc.class("side") {
			if len(side.tags("header")[0].tags("a")) != 1 {
				t.Errorf("%s: %q has no link", path, side.tags("header")[0].words())
			}
		}
		if strings.Contains(p.body, `href="/sources#`) {
			t.Errorf("%s still leads to the list of sources", path)
		}
	}
	if seen < 100 {
		t.Errorf("only %d labels were seen", seen)
	}
	b.get("/documents").want(http.StatusOK)
}

// The glossary and the list of people have a way to each letter, in the order of the letters.
func TestListsJumpToALetter(t *testing.T) {
	t.Parallel()
	b := newSite(t).visitor()
	for _, path := range []string{"/glossary", "/people"} {
		p := b.open(path)
		lists := p.doc.class("letters")
		if len(lists) != 1 {
			t.Fatalf("%s has %d lists of letters", path, len(lists))
		}
		var letters []string
		for _, a := range lists[0].tags("a") {
			letters = append(letters, a.words())
			entry := p.doc.id(strings.TrimPrefix(a.attr["href"], "#"))
			if entry == nil {
				t.Fatalf("%s: %s leads nowhere", path, a.words())
			}
		}
		if len(letters) < 10 || !slices.IsSorted(letters) || len(slices.Compact(slices.Clone(letters))) != len(letters) {
			t.Errorf("%s has the letters %q", path, letters)
		}
	}
}
