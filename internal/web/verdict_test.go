package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/course"
	"dossier/internal/quiz"
)

// After an answer to any kind of question, right or wrong, the card says in this order how right it was, what was
// asked, what was answered and what is right. Options stand under the letters under which they were asked.
func TestTheVerdictComesFirst(t *testing.T) {
	t.Parallel()
	now := &clock{at: morning}
	s := startSite(t, questionsOnly(builtIn(t)), t.TempDir(), now)
	met := map[string]bool{}
	for _, l := range s.course.Lessons {
		now.pass(2 * time.Minute)
		b := s.visitor()
		for n, q := range l.Checks {
			right := n%2 == 0 && met[q.Kind+"wrong"]
			a := s.asked(b.open(checkPage(l, q)), q.ID)
			letters := lettered(a.node)
			card := b.follow(b.post(a.action, a.answer(right)).want(http.StatusSeeOther)).doc.id("q-" + q.ID)
			met[q.Kind] = true
			met[q.Kind+"wrong"] = met[q.Kind+"wrong"] || !right
			wantVerdict(t, q, card, right)
			if after := lettered(card); len(letters) > 0 && !sameLetters(letters, after) {
				t.Errorf("%s: options were asked as %q and stand as %q", q.ID, letters, after)
			}
		}
		ids := map[string]bool{}
		b.open("/lessons/" + l.ID + "/whole").doc.walk(func(n *node) bool {
			if id := n.attr["id"]; id != "" && strings.Contains(id, l.ID+"-") && !strings.HasPrefix(id, "figure-") {
				if ids[id] {
					t.Errorf("%s has the id %s twice", l.ID, id)
				}
				ids[id] = true
			}
			return true
		})
	}
	for _, kind := range quiz.Kinds {
		if !met[kind] || !met[kind+"wrong"] {
			t.Errorf("no wrong answer to a %s was looked at", kind)
		}
	}
}

// lettered lists options with their letters, in the order of the page.
func lettered(n *node) (out []string) {
	for _, item := range n.find(func(k *node) bool { return k.tag == "label" || k.tag == "li" }) {
		if letters := item.class("letter"); len(letters) == 1 {
			words := item.tags("span")
			out = append(out, letters[0].words()+" "+words[len(words)-1].words())
			if item.tag == "li" { // what follows the text of the option are its tags
				out[len(out)-1] = letters[0].words() + " " + words[1].words()
			}
		}
	}
	return out
}

// sameLetters reports whether every option that was asked stands after the answer under its letter, in that order.
func sameLetters(asked, after []string) bool {
	if len(asked) > len(after) {
		return false
	}
	at := 0
	for _, option := range asked {
		found := slices.IndexFunc(after[at:], func(shown string) bool { return strings.HasPrefix(shown, option) })
		if found < 0 {
			return false
		}
		at += found + 1
	}
	return true
}

func wantVerdict(t *testing.T, q *quiz.Question, card *node, right bool) {
	t.Helper()
	words := card.words()
	verdict := card.id("v-" + q.ID).words()
	switch {
	case right && verdict != "✓ Right":
		t.Errorf("%s: a right answer is called %q", q.ID, verdict)
	case !right && verdict != "✕ Not yet" && !strings.HasPrefix(verdict, "◐ Partly right"):
		t.Errorf("%s: a wrong answer is called %q", q.ID, verdict)
	}
	order := []string{verdict}
	if q.AsksConfidence() {
		order = append(order, "You were fairly sure")
	}
	order = append(order, squeeze(q.Stem), "Your answer")
	if !right {
		order = append(order, "Right answer")
	}
	at := 0
	for _, text := range append(order, "Why") {
		found := strings.Index(words[at:], text)
		if found < 0 {
			t.Errorf("%s: %q is missing, or too early: %s", q.ID, text, words)
			return
		}
		at += found
	}
}

// In a quiz the verdict is the heading of the page, takes the focus and begins the title.
func TestAQuizPageOpensOnTheVerdict(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.visitor()
	attempt := b.startQuiz("kirov")
	for n := range 10 {
		a := s.firstAsk(b.open(attempt))
		p := b.follow(b.post(a.action, a.answer(n%2 == 0)).want(http.StatusSeeOther))
		heads := p.doc.tags("h1")
		if len(heads) != 1 || heads[0].attr["id"] != "v-"+a.q.ID || heads[0].attr["tabindex"] != "-1" {
			t.Fatalf("question %d: the headings are not the verdict alone: %s", n+1, p.excerpt())
		}
		focus := p.doc.find(func(k *node) bool { _, is := k.attr["autofocus"]; return is })
		if len(focus) != 1 || focus[0] != heads[0] {
			t.Errorf("question %d: %d elements take the focus, want the verdict", n+1, len(focus))
		}
		_, verdict, _ := strings.Cut(heads[0].words(), " ")
		want := verdict + " · Question " + itoa(n+1) + " of 10 · Dossier"
		if got := p.doc.tags("title")[0].words(); got != want {
			t.Errorf("the title is %q, want %q", got, want)
		}
		if got := len(p.doc.class("primary")); got != 1 {
			t.Errorf("question %d: %d dark buttons, want one", n+1, got)
		}
	}
}

// The result says what passes, and has one dark button: into the quiz again, or on to what comes next.
func TestTheResultSaysWhatToDoNext(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lessons := s.course.Lessons
	last := lessons[len(lessons)-1]
	for _, row := range []struct {
		lesson *course.Lesson
		read   bool // every section
		right  func(int) bool
		button string
	}{
		{lessons[0], true, func(int) bool { return false }, "Take the quiz again"},
		{lessons[0], true, always, "Go on: lesson 2, " + lessons[1].Title},
		{lessons[0], false, always, "Go on: " + lessons[0].Sections[0].Title},
		{last, true, always, "Go on: the source bench"},
	} {
		b := s.visitor()
		for _, section := range row.lesson.Sections {
			if row.read {
				b.send(b.sectionForm(row.lesson, section)).want(http.StatusSeeOther)
			}
		}
		p := b.takeQuiz(row.lesson.ID, row.right)
		dark := p.doc.class("primary")
		if len(dark) != 1 || dark[0].words() != row.button {
			t.Errorf("%s: the dark button is not %q: %s", row.lesson.ID, row.button, p.doc.class("row")[0].words())
		}
		if row.right(0) { // the contents say the same
			contents := b.open("/lessons/" + row.lesson.ID).doc.class("go")
			if len(contents) != 1 || contents[0].words() != row.button {
				t.Errorf("%s: the contents do not say %q", row.lesson.ID, row.button)
			}
		}
		words := p.doc.id("main").words()
		marks, pass := strings.Index(words, " marks"), strings.Index(words, "You need ")
		if marks < 0 || pass < marks || strings.Index(words, row.button) < pass {
			t.Errorf("%s: the result does not begin with marks, pass mark and button: %.200s", row.lesson.ID, words)
		}
	}
}

// Feedback in a section that says to read the section again leads to the text above, and not to the page it is on.
func TestReadAgainOnTheSamePage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.visitor()
	led := 0
	for _, q := range s.course.Lessons[0].Checks {
		here := checkPage(s.course.Lessons[0], q)
		for _, link := range b.check(q.ID, false).doc.id("q-" + q.ID).tags("a") {
			switch link.attr["href"] {
			case here:
				t.Errorf("%s: the feedback leads to its own page", q.ID)
			case "#text":
				led++
			}
		}
	}
	if led == 0 {
		t.Error("no feedback leads to the text of its section")
	}
}
