package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// judging is a text long enough to be judged, with the words that the tests show.
const judging = "The Observer saw only the open court [1]. Trotsky knew the men and was accused himself."

// live is what a page hears that saves by itself.
type live struct {
	Rev     int
	Saved   string
	Stale   bool
	Locked  bool
	Problem string
	Text    string
	Chips   []struct {
		Number              int
		Phrase, Quote, Name string
	}
	Nudges []struct{ Rule, Quote, Ask string }
	Notes  []string
}

// saveLive saves a desk as a script does.
func (b *browser) saveLive(f form, status int, pairs ...string) (state live) {
	b.t.Helper()
	req := b.formRequest(f.action, f.with(append([]string{"do", "save"}, pairs...)...))
	req.Header.Set("Accept", "application/json")
	return b.do(req).want(status).live()
}

// live reads the answer to a script.
func (p *page) live() (state live) {
	p.t.Helper()
	if err := json.Unmarshal([]byte(p.body), &state); err != nil {
		p.t.Fatalf("%v: %.200s", err, p.body)
	}
	return state
}

func TestTheDraftIsKeptWhateverTheButton(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	b.atDesk()
	typed := 0
	for _, row := range []struct{ do, on, to string }{
		{"save", "", "/write#write"}, {"", "", "/write#write"}, {"keep:nonsense", "", "/write#write"},
		{"keep:observer-1936", "", "/write#src-observer-1936"}, {"go:look", "", "/look"}, {"go:hand-in", "", "/hand-in"},
		{"go:nonsense", "", "/write#write"}, {"clock", "1937-01-22", "/know?on=1937-01-22#clock"},
		{"clock:1937-06-11", "1937-01-22", "/know?on=1937-06-11#clock"}, {"drop:timing", "", "/plan#reasons"},
		{"change:timing", "", "/plan?reason=timing#reasons"}, {"nudge:biased", "", "/write#write"},
		{"nudge:nonsense", "", "/write#write"}, {"judge", "", "/judge"}, {"submit", "", "/hand-in"},
		{"nonsense", "", "/write#write"},
	} {
		typed++
		text := fmt.Sprintf("Text %d with “quoted words”,\na new line & <b>signs</b>.", typed)
		f := b.open(at + "/write").form(at + "/desk")
		fields := f.with("do", row.do, "on", row.on, "text", strings.ReplaceAll(text, "\n", "\r\n"))
		fields["pick"] = []string{"o2", "t1", "t1", "unknown"}
		if got, want := b.post(at+"/desk", fields).want(http.StatusSeeOther).to(), at+row.to; got != want {
			t.Errorf("%s: leads to %s, want %s", row.do, got, want)
		}
		if got := one[string](s, `SELECT text FROM essay_text ORDER BY rev DESC LIMIT 1`); got != text {
			t.Errorf("%s: kept %q, want %q", row.do, got, text)
		}
	}
	if got, want := column(s, s.db(), `SELECT number || phrase FROM pick WHERE kept = 1 ORDER BY number`),
		"1o2 2t1"; strings.Join(
		got,
		" ",
	) != want {
		t.Errorf("picked %v, want %s", got, want)
	}
	p := b.open(at + "/write")
	p.says("1 · “the trial was staged”").
		says("2 · “a revolutionist”").
		says(" words asked, 9 so far")
	if strings.Contains(p.body, "<b>signs</b>") {
		t.Error("what was typed becomes part of the page")
	}
}

func TestReasons(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	f := b.atDesk()
	send := func(do string, pairs ...string) *page {
		t.Helper()
		return b.send(b.open(at+"/write").form(at+"/desk"), append([]string{"do", do, "pick", "o2"}, pairs...)...)
	}
	// What is typed without a kind is shown again, whatever button sent it.
	for _, do := range []string{"reason", "save", "clock", "judge"} {
		p := b.send(f, "do", do, "text", judging, "so", "because he was there").
			want(http.StatusUnprocessableEntity).
			says("Choose what kind of reason it is.")
		if !keeps(p, "because he was there") || !keeps(p, judging) {
			t.Errorf("%s loses what was typed", do)
		}
	}
	send("reason", "kind", "timing").want(http.StatusUnprocessableEntity).says("write why the two differ")
	send("reason", "kind", "timing", "so", strings.Repeat("so ", 400)).want(http.StatusUnprocessableEntity).
		says("Shorten this")
	send("reason", "kind", "nonsense", "so", "a sentence").want(http.StatusUnprocessableEntity)

	// Words of the wrong text, and facts that do not lie on the bench, are left out.
	send("reason", "kind", "timing", "first", "t1", "second", "o2", "fact", "nonsense", "so",
		"The verdict was still to come.").want(http.StatusSeeOther)
	b.open(at + "/plan").says("nothing from The Observer yet").says("no fact yet").says("can reach level 1 of 4")
	// A half-filled reason is kept by any other button as well.
	send("clock", "kind", "timing", "first", "o2", "second", "t1", "fact", "sixteen-executed", "so",
		"The paper wrote before the verdict was there.").want(http.StatusSeeOther)
	b.open(at + "/plan").says("can reach level 2 of 4").says("The paper wrote before the verdict was there.")
	p := b.follow(b.get(at + "?reason=timing"))
	if got := p.form(at + "/desk").fields; got.Get("so") == "" || got.Get("first") != "o2" ||
		got.Get("kind") != "timing" {
		t.Errorf("the reason to be changed is not in the form: %v", got)
	}
	send("drop:timing").want(http.StatusSeeOther)
	b.open(at + "/plan").says("Start with one reason").hides("The paper wrote before the verdict was there.")
}

func TestTheDraftSavesItself(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	f := b.atDesk()
	state := b.saveLive(f, http.StatusOK, "text", "Trotsky is biased. See [2].", "pick", "o2", "so", "half a reas")
	if state.Rev != 1 || len(state.Chips) != 1 || state.Chips[0].Number != 1 || state.Chips[0].Name != "The Observer" ||
		state.Saved == "" {
		t.Errorf("got %+v", state)
	}
	if len(state.Nudges) != 1 || !strings.Contains(state.Nudges[0].Ask, "direction") ||
		!strings.Contains(strings.Join(state.Notes, " "), "[2] points to nothing") {
		t.Errorf("the coach says %+v and the notes %v", state.Nudges, state.Notes)
	}
	if state := b.saveLive(f, http.StatusOK, "text", "Trotsky is biased. See [2].", "pick", "o2"); state.Rev != 1 {
		t.Errorf("the same text again makes revision %d", state.Rev)
	}
	// The same page may be behind its own last save.
	if state := b.saveLive(f, http.StatusOK, "text", "Trotsky is biased, and more."); state.Rev != 2 {
		t.Errorf("got %+v", state)
	}
	b.send(b.open(at+"/write").form(at+"/desk"), "do", "nudge:"+state.Nudges[0].Rule).want(http.StatusSeeOther)
	b.open(at + "/write").hides("Biased in which direction")
	if state := b.saveLive(b.open(at+"/write").form(at+"/desk"), http.StatusOK); len(state.Nudges) != 0 {
		t.Errorf("put away, and asked again: %+v", state.Nudges)
	}
	if n := one[int](s, `SELECT count(*) FROM reason`); n != 0 {
		t.Error("half a reason was stored")
	}
	long := strings.Repeat("word ", 5000)
	if state := b.saveLive(f, http.StatusUnprocessableEntity, "text", long); !strings.Contains(state.Problem, "20,000") {
		t.Errorf("got %+v", state)
	}
	p := b.send(f, "do", "save", "text", long).want(http.StatusUnprocessableEntity).says("Shorten it to 20,000")
	if !keeps(p, strings.TrimSpace(long)) {
		t.Error("the long text is lost")
	}
}

func TestTwoWindowsOverwriteNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	one1 := b.atDesk()
	two := b.open(at + "/write").form(at + "/desk")
	b.send(one1, "do", "save", "text", "Written in the first window.").want(http.StatusSeeOther)
	state := b.saveLive(two, http.StatusConflict, "text", "Written in the second <window>.", "pick", "t1")
	if !state.Stale || state.Text != "Written in the first window." || state.Rev != 1 || len(state.Chips) != 1 {
		t.Errorf("got %+v", state)
	}
	for _, do := range []string{"save", "judge", "clock"} {
		p := b.send(two, "do", do, "text", "Written in the second <window>.", "pick", "t1").
			want(http.StatusConflict).
			plainly()
		p.says("Written in the first window.")
		if !keeps(p, "Written in the second <window>.") {
			t.Errorf("%s: the own text is lost", do)
		}
		if got := one[string](s, `SELECT text FROM essay_text ORDER BY rev DESC
			LIMIT 1`); got != "Written in the first window." {
			t.Errorf("%s overwrote: %q", do, got)
		}
	}
	p := b.send(two, "do", "save", "text", "Written in the second <window>.", "pick", "t1").want(http.StatusConflict)
	b.send(p.form(at+"/desk"), "do", "save").want(http.StatusSeeOther)
	if got := one[string](s, `SELECT text FROM essay_text ORDER BY rev DESC
		LIMIT 1`); got != "Written in the second <window>." {
		t.Errorf("the decision counts for nothing: %q", got)
	}
	b.open(at + "/texts").says("Written in the first window.").says("Written in the second <window>.")
}

// A text whose session has ended comes to its author after they have signed in again: by the clock,
// and when nothing of it is left.
func TestTextSurvivesTheEndOfASession(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*browser){
		"away for long":        func(b *browser) { b.site.clock.pass(3 * hour) },
		"signed out elsewhere": (*browser).endSession,
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t).setUp()
			b := s.student("Ana")
			f := b.atDesk()
			b.send(f, "do", "save", "text", "The first half.").want(http.StatusSeeOther)
			f = b.open(at + "/write").form(at + "/desk")
			end(b)
			req := b.formRequest(f.action, f.with("do", "save", "text", "The first half. The second half."))
			req.Header.Set("Accept", "application/json")
			if p := b.do(req); p.status == http.StatusOK {
				t.Fatalf("saved without a session: %s", p.body)
			}
			away := b.send(f, "do", "save", "text", "The first half.\nThe second half.").
				want(http.StatusConflict).
				says("You have been away")
			pins := b.send(away.form("/join"), "code", s.code, "name", "Ana").want(http.StatusOK)
			fields := pins.form("/join/"+plain(s.code)+"/enter").with("pin", pin)
			resend := b.post("/join/"+plain(s.code)+"/enter", fields).want(http.StatusOK)
			b.send(resend.form(at + "/desk")).want(http.StatusSeeOther)
			if got := one[string](s, `SELECT text FROM essay_text ORDER BY rev DESC
				LIMIT 1`); got != "The first half.\nThe second half." {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestSortingTask(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	b.atDesk()
	q := s.aBench().Clock.Sort
	a := s.asked(b.open(at+"/know"), q.ID)
	b.post(a.action, url.Values{"csrf": a.fields["csrf"]}).want(http.StatusUnprocessableEntity).plainly()
	for _, right := range []bool{false, true} {
		a = s.asked(b.follow(b.get(at+"?again=clock")), q.ID)
		fields := a.answer(right)
		b.post(a.action, fields).want(http.StatusSeeOther)
		b.post(a.action, fields).want(http.StatusSeeOther) // twice
		verdict := map[bool]string{true: "Right", false: "Not yet"}[right]
		got := b.open(at + "/know").doc.id("fb-" + q.ID)
		if got == nil || right && !strings.HasPrefix(got.words(), "✓ "+verdict) {
			t.Errorf("no feedback that says %s", verdict)
		}
	}
	if n := one[int](s, `SELECT count(*) FROM response`); n != 2 {
		t.Errorf("%d answers, want 2", n)
	}
	me := b.open("/me/answers").says("Two verdicts")
	for _, link := range me.doc.tags("a") {
		if strings.HasPrefix(link.attr["href"], "/lessons/bench") {
			t.Errorf("a link to %s", link.attr["href"])
		}
	}
	id := one[int64](s, `SELECT id FROM student WHERE name = 'Ana'`)
	s.owner.open(fmt.Sprintf("/classes/%d/students/%d/answers", s.class, id)).says("Two verdicts")
}
