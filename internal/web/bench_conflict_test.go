package web_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"dossier/internal/essay"
)

// window is one of several in which the same student has the bench open.
type window struct {
	*browser
	form   form
	script bool // it saves by itself, and hears what stands
}

// openBench opens the bench in a window more.
func (b *browser) openBench(script bool) *window {
	b.t.Helper()
	return &window{browser: b, form: b.open(at + "/write").form(at + "/desk"), script: script}
}

func (w *window) reload() {
	w.t.Helper()
	w.form = w.open(at + "/write").form(at + "/desk")
}

func (w *window) ticked() []string { return w.form.fields["pick"] }

// tick ticks a phrase or unticks it, as a person does; the script keeps the list of what the page had.
func (w *window) tick(phrase string, on bool) {
	is := func(p string) bool { return p == phrase }
	w.form.fields["pick"] = slices.DeleteFunc(w.form.fields["pick"], is)
	if on {
		w.form.fields.Add("pick", phrase)
	}
	if !w.script {
		return
	}
	w.form.fields["had"] = slices.DeleteFunc(w.form.fields["had"], is)
	if !on {
		w.form.fields.Add("had", phrase)
	}
}

// save saves the draft as the window does, and takes in what it is told. It returns the status, 200 for saved.
func (w *window) save(pairs ...string) int {
	w.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		w.form.fields.Set(pairs[i], pairs[i+1])
	}
	if !w.script {
		return w.press("save")
	}
	req := w.formRequest(w.form.action, w.form.with("do", "save"))
	req.Header.Set("Accept", "application/json")
	p := w.do(req)
	state := p.live()
	w.form.fields.Set("base", fmt.Sprint(state.Rev))
	delete(w.form.fields, "pick")
	delete(w.form.fields, "had")
	for _, c := range state.Chips {
		w.form.fields.Add("pick", c.Phrase)
		w.form.fields.Add("had", c.Phrase)
	}
	return p.status
}

// handsIn saves what was typed, and hands it in on the page of the last step.
func (w *window) handsIn(pairs ...string) {
	w.t.Helper()
	if status := w.press("go:hand-in", pairs...); status != http.StatusOK {
		w.t.Fatalf("saving before it is handed in: status %d", status)
	}
	w.sendsIn()
}

// sendsIn presses the button of the last step, whether the page asks once more or not.
func (b *browser) sendsIn() *page {
	b.t.Helper()
	return b.send(b.open(at + "/hand-in").form(at + "/hand-in")).want(http.StatusSeeOther)
}

// press sends the form with a button, and goes where it leads: to the page anew, or to the page that tells of a
// conflict. It returns the status, 200 for done.
func (w *window) press(do string, pairs ...string) int {
	w.t.Helper()
	p := w.send(w.form, append([]string{"do", do}, pairs...)...)
	status := p.status
	if status == http.StatusSeeOther {
		p, status = w.follow(p), http.StatusOK
	}
	if p.doc == nil {
		w.t.Fatalf("%s: status %d and no page", do, p.status)
	}
	for _, f := range p.doc.forms() { // there is none once it is handed in
		if f.action == at+"/desk" {
			w.form = f
		}
	}
	return status
}

// picked are the phrases that are evidence now.
func (s *site) picked() string {
	s.t.Helper()
	return strings.Join(column(s, s.db(), `SELECT phrase FROM pick WHERE kept = 1 ORDER BY phrase`), " ")
}

func (s *site) newestText() string {
	s.t.Helper()
	return one[string](s, `SELECT x.text FROM essay e JOIN essay_text x ON x.essay_id = e.id AND x.rev = e.rev`)
}

func TestTicksOfTwoWindowsMeet(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	b.atDesk()
	for _, row := range []struct {
		name, before        string
		first, second, want string // "+o2 -t1"
	}{
		{"the older window ticks nothing", "", "+o1 +t1", "", "o1 t1"},
		{"the older window ticks another", "", "+o1 +t1", "+o2", "o1 o2 t1"},
		{"both tick the same", "o2", "+o1", "+o1", "o1 o2"},
		{"one ticks, the other unticks another", "o2", "+o1", "-o2", "o1"},
		{"one unticks, the other leaves it", "o1 o2", "-o2", "", "o1"},
		{"one unticks, the other ticks another", "o1 o2", "-o2", "+t1", "o1 t1"},
		{"both untick the same", "o1 o2", "-o2", "-o2", "o1"},
		{"each unticks another", "o1 o2 t1", "-o1", "-o2", "t1"},
		{"one unticks all, the other adds", "o1 o2", "-o1 -o2", "+t1", "t1"},
	} {
		for _, way := range windowWays {
			for _, text := range []string{"the same text", "another text"} {
				if way.turned && text == "another text" {
					continue
				}
				t.Run(strings.Join([]string{row.name, way.name, text}, ", "), func(t *testing.T) {
					s.clock.pass(minute) // nobody sends that many forms in one
					start := b.openBench(false)
					start.form.fields["pick"] = strings.Fields(row.before)
					start.save("text", "What both have open.")
					windows := []*window{b.openBench(way.first), b.openBench(way.second)}
					changes := []string{row.first, row.second}
					if way.turned {
						slices.Reverse(changes)
					}
					for i, w := range windows {
						for _, change := range strings.Fields(changes[i]) {
							w.tick(change[1:], change[0] == '+')
						}
					}
					if got := windows[0].save("text", text); got != http.StatusOK {
						t.Errorf("the first save: status %d", got)
					}
					want := map[bool]int{true: http.StatusOK, false: http.StatusConflict}[text == "the same text"]
					if got := windows[1].save("text", "the same text"); got != want {
						t.Errorf("the save of the older window: status %d, want %d", got, want)
					}
					if got := s.picked(); got != row.want {
						t.Errorf("picked are %q, want %q", got, row.want)
					}
					slices.Sort(windows[1].ticked())
					if got := strings.Join(windows[1].ticked(), " "); got != row.want {
						t.Errorf("the older window is shown %q, want %q", got, row.want)
					}
				})
			}
		}
	}
}

// windowWays are the ways in which two windows can save: with a script or without, and who does what of a pair.
var windowWays = []struct {
	name                  string
	first, second, turned bool
}{
	{"two scripts", true, true, false}, {"two scripts, turned", true, true, true},
	{"without scripts", false, false, false}, {"without scripts, turned", false, false, true},
	{"a script first", true, false, false}, {"a script first, turned", true, false, true},
	{"a script second", false, true, false}, {"a script second, turned", false, true, true},
}

// A page that was open before the program was replaced sends no list of what it had: it can add, and takes nothing
// away.
func TestAFormWithoutItsPastTakesNothingAway(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	b.atDesk()
	w := b.openBench(false)
	w.tick("o1", true)
	w.save("text", "One text.")
	delete(w.form.fields, "had")
	w.form.fields["pick"] = []string{"t1"}
	w.save()
	if got := s.picked(); got != "o1 t1" {
		t.Errorf("picked are %q", got)
	}
}

// reasonsNow are the stored reasons: "timing: because".
func (s *site) reasonsNow() string {
	s.t.Helper()
	return strings.Join(column(s, s.db(), `SELECT kind || ': ' || so FROM reason ORDER BY kind`), ", ")
}

// addReason puts a reason together and presses the button beside it.
func (w *window) addReason(do, kind, so string) int {
	w.t.Helper()
	return w.press(do, "kind", kind, "so", so)
}

func TestReasonsOfTwoWindows(t *testing.T) {
	t.Parallel()
	const before, theirs, mine = "what both have open", "what the newer window says", "what the older window says"
	for _, row := range []struct {
		name     string
		before   string              // the reason that both windows show; "" for none
		newer    func(*window) int   // what the window does that saves first
		older    func(w *window) int // what the older one does then
		conflict bool
		want     string // what stands then
	}{
		{"both add one of a kind", "",
			func(w *window) int { return w.addReason("reason", "timing", theirs) },
			func(w *window) int { return w.addReason("reason", "timing", mine) }, true, "timing: " + theirs},
		{"both add one of a kind, the older with another button", "",
			func(w *window) int { return w.addReason("reason", "timing", theirs) },
			func(w *window) int { return w.addReason("save", "timing", mine) }, true, "timing: " + theirs},
		{"both add the same words", "",
			func(w *window) int { return w.addReason("reason", "timing", theirs) },
			func(w *window) int { return w.addReason("reason", "timing", theirs) }, false, "timing: " + theirs},
		{"each adds one of another kind", "",
			func(w *window) int { return w.addReason("reason", "timing", theirs) },
			func(w *window) int { return w.addReason("reason", "purpose", mine) }, false,
			"purpose: " + mine + ", timing: " + theirs},
		{"both change one", before,
			func(w *window) int { return w.addReason("reason", "timing", theirs) },
			func(w *window) int { return w.addReason("reason", "timing", mine) }, true, "timing: " + theirs},
		{"both change one, the older hands in with it", before,
			func(w *window) int { return w.addReason("reason", "timing", theirs) },
			func(w *window) int { return w.addReason("submit", "timing", mine) }, true, "timing: " + theirs},
		{"one changes the fact, the other the words", before,
			func(w *window) int {
				return w.press("reason", "kind", "timing", "so", before, "fact", "sixteen-executed")
			},
			func(w *window) int { return w.addReason("reason", "timing", mine) }, true, "timing: " + before},
		{"the older saves what it had open", before,
			func(w *window) int { return w.addReason("reason", "timing", theirs) },
			func(w *window) int { return w.addReason("save", "timing", before) }, false, "timing: " + theirs},
		{"the older keeps what it had open", before,
			func(w *window) int { return w.addReason("reason", "timing", theirs) },
			func(w *window) int { return w.addReason("reason", "timing", before) }, true, "timing: " + theirs},
		{"the newer takes out what the older changes", before,
			func(w *window) int { return w.press("drop:timing") },
			func(w *window) int { return w.addReason("reason", "timing", mine) }, true, ""},
		{"the newer takes out what the older saves as it was", before,
			func(w *window) int { return w.press("drop:timing") },
			func(w *window) int { return w.addReason("save", "timing", before) }, false, ""},
		{"the older takes out what the newer has changed", before,
			func(w *window) int { return w.addReason("reason", "timing", theirs) },
			func(w *window) int { return w.press("drop:timing") }, true, "timing: " + theirs},
		{"both take it out", before,
			func(w *window) int { return w.press("drop:timing") },
			func(w *window) int { return w.press("drop:timing") }, false, ""},
		{"the older takes another out", before,
			func(w *window) int { return w.addReason("reason", "purpose", theirs) },
			func(w *window) int { return w.press("drop:timing") }, false, "purpose: " + theirs},
		{"the older saves its text alone", before,
			func(w *window) int { return w.addReason("reason", "timing", theirs) },
			func(w *window) int { return w.save("text", "A text.") }, false, "timing: " + theirs},
	} {
		for _, script := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, script %t", row.name, script), func(t *testing.T) {
				s := newSite(t).setUp()
				b := s.student("Ana")
				b.atDesk()
				first := b.openBench(false)
				first.save("text", "A text.")
				if row.before != "" {
					first.addReason("reason", "timing", row.before)
				}
				newer, older := b.openBench(false), b.openBench(script)
				if got := row.newer(newer); got != http.StatusOK {
					t.Fatalf("the newer window: status %d", got)
				}
				if script { // what it hears about the text and the evidence tells it nothing about reasons
					older.save()
				}
				want := map[bool]int{true: http.StatusConflict, false: http.StatusOK}[row.conflict]
				if got := row.older(older); got != want {
					t.Errorf("the older window: status %d, want %d", got, want)
				}
				if got := s.reasonsNow(); got != row.want {
					t.Errorf("the reasons are %q, want %q", got, row.want)
				}
			})
		}
	}
}

// Whoever meets a conflict sees both reasons, and no button but the one that says so decides between them.
func TestAReasonThatChangedIsForAPersonToDecide(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	b.atDesk()
	first := b.openBench(false)
	first.save("text", "A text.")
	first.addReason("reason", "timing", "before both")
	theirs, met := "", 0
	meet := func() *window {
		newer, older := b.openBench(false), b.openBench(false)
		met++
		theirs = fmt.Sprintf("the newer words & <b>signs</b> %d", met)
		newer.addReason("reason", "timing", theirs)
		p := b.send(older.form, "do", "reason", "kind", "timing", "so", "the older words").
			want(http.StatusConflict).
			plainly().
			says("changed in another window").
			says(theirs)
		if !keeps(p, "the older words") {
			t.Errorf("what was typed is lost: %s", p.excerpt())
		}
		older.form = p.form(at + "/desk")
		return older
	}
	for _, do := range []string{"save", "clock", "judge", "submit", "drop:purpose"} {
		if got := meet().press(do, "text", "A text, after "+do); got != http.StatusConflict {
			t.Errorf("%s decides: status %d", do, got)
		}
		if got := s.reasonsNow(); got != "timing: "+theirs {
			t.Errorf("%s decides: %q", do, got)
		}
		if got := s.newestText(); got != "A text, after "+do {
			t.Errorf("%s loses the text: %q", do, got)
		}
	}
	older := meet()
	older.press("change:timing") // takes the other
	if got := older.form.fields.Get("so"); got != theirs {
		t.Errorf("the other words are not in the form: %q", got)
	}
	if got := meet().press("reason"); got != http.StatusOK || s.reasonsNow() != "timing: the older words" {
		t.Errorf("keeping the own one: status %d, %q", got, s.reasonsNow())
	}

	// One that was taken out meanwhile comes back only if somebody says so.
	newer := b.openBench(false)
	older = b.openBench(false)
	newer.press("drop:timing")
	p := b.send(older.form, "do", "reason", "kind", "timing", "so", "still wanted").
		want(http.StatusConflict).
		plainly().
		says("taken out in another window")
	older.form = p.form(at + "/desk")
	if got := older.press("save"); got != http.StatusConflict || s.reasonsNow() != "" {
		t.Errorf("saving brings it back: status %d, %q", got, s.reasonsNow())
	}
	if got := older.press("reason"); got != http.StatusOK || s.reasonsNow() != "timing: still wanted" {
		t.Errorf("keeping it: status %d, %q", got, s.reasonsNow())
	}

	// Taking out what has changed shows what it is now, and then takes it out.
	newer, older = b.openBench(false), b.openBench(false)
	newer.addReason("reason", "timing", "changed once more")
	p = b.send(older.form, "do", "drop:timing").want(http.StatusConflict).plainly().says("changed once more")
	older.form = p.form(at + "/desk")
	if got := older.press("drop:timing"); got != http.StatusOK || s.reasonsNow() != "" {
		t.Errorf("taking it out after all: status %d, %q", got, s.reasonsNow())
	}
}

// A page that comes back with a problem knows no more than the form that was sent: what another window has saved
// meanwhile is not overwritten with the next try.
func TestAPageWithAProblemIsNoNewerThanItsForm(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	b.atDesk()
	b.openBench(false).save("text", "Before both.")
	newer, older := b.openBench(false), b.openBench(false)
	newer.tick("o1", true)
	newer.save("text", "Of the newer window.")
	newer.addReason("reason", "timing", "of the newer window")
	older.tick("t1", true)
	if got := older.press("reason", "text", "Of the older window.", "so", "no kind yet"); got != 422 {
		t.Fatalf("status %d", got)
	}
	slices.Sort(older.ticked())
	if got := strings.Join(older.ticked(), " "); got != "o1 t1" {
		t.Errorf("the page with the problem shows %q as ticked", got)
	}
	if got := s.picked(); got != "o1" {
		t.Errorf("a form with a problem stores %q", got)
	}
	if got := older.press("reason", "kind", "timing"); got != http.StatusConflict {
		t.Errorf("the next try: status %d", got)
	}
	if got := s.newestText(); got != "Of the newer window." {
		t.Errorf("the next try overwrote the text: %q", got)
	}
	if got := s.picked(); got != "o1 t1" {
		t.Errorf("picked are %q", got)
	}
	// The text is decided; the reason is still to be.
	if got := older.press("reason"); got != http.StatusConflict || s.newestText() != "Of the older window." {
		t.Errorf("after a decision about the text: status %d, %q", got, s.newestText())
	}
	if got := s.reasonsNow(); got != "timing: of the newer window" {
		t.Errorf("the reason was overwritten: %q", got)
	}
}

// Words that a reason ties together stay in it when they are unticked as evidence.
func TestAChangedReasonKeepsItsWords(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	b.atDesk()
	w := b.openBench(false)
	w.tick("o2", true)
	w.save("text", "A text.")
	w.press("reason", "kind", "timing", "first", "o2", "so", "because of the day")
	w.tick("o2", false)
	w.save()
	w.press("change:timing")
	w.press("reason", "so", "because of that day")
	if got := one[string](s, `SELECT first FROM reason`); got != "o2" {
		t.Errorf("the words of the reason are %q", got)
	}
}

func TestSelfAssessmentsOfTwoWindows(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	b.handIn(judging)
	b.post(at+"/withdraw", b.open(at+"/hand-in").form(at+"/withdraw").fields).want(http.StatusSeeOther)
	levels := func() string {
		return strings.Join(column(s, s.db(), `SELECT level FROM judgement ORDER BY id DESC LIMIT 5`), "")
	}
	judge := func(f form, level string) *page {
		fields := f.with()
		for _, skill := range s.aBench().Rubric.Skills {
			fields.Set("level."+skill.ID, level)
			fields.Set("sentence."+skill.ID, "saw only the open court")
		}
		return b.post(at+"/judge", fields)
	}
	newer, older := b.open(at+"/judge").form(at+"/judge"), b.open(at+"/judge").form(at+"/judge")
	judge(newer, "3").want(http.StatusSeeOther)
	judge(older, "3").want(http.StatusSeeOther) // the same again is no conflict
	judge(older, "x").want(http.StatusUnprocessableEntity)
	again := judge(older, "x").form(at + "/judge") // a page with a problem knows no more than its form
	for _, f := range []form{older, again} {
		p := judge(f, "1").want(http.StatusConflict).plainly().says("in another window").says("level 3")
		if got := levels(); got != "33333" {
			t.Fatalf("the older window replaced the levels: %s", got)
		}
		again = p.form(at + "/judge")
	}
	if got := again.fields.Get("level.sourcing"); got != "1" {
		t.Errorf("what was chosen is lost: level %q", got)
	}
	judge(again, "1").want(http.StatusSeeOther)
	if got := levels(); got != "11111" {
		t.Errorf("the decision counts for nothing: %s", got)
	}
	// The text changes, and is judged, while another window still judges the one before.
	older = b.open(at + "/judge").form(at + "/judge")
	b.judge(judging+" More.", 4)
	p := judge(older, "2").want(http.StatusConflict).says("Your text has changed since").says("level 4")
	judge(p.form(at+"/judge"), "2").want(http.StatusSeeOther)
}

// model is what two windows and the store know, in the simplest words.
type model struct {
	picked  map[string]bool
	text    string
	reasons map[string]string
}

func (m model) copy() model {
	return model{maps.Clone(m.picked), m.text, maps.Clone(m.reasons)}
}

func (m model) String() string {
	var all []string
	for phrase, is := range m.picked {
		if is {
			all = append(all, phrase)
		}
	}
	for kind, so := range m.reasons {
		all = append(all, kind+": "+so)
	}
	slices.Sort(all)
	return m.text + " | " + strings.Join(all, ", ")
}

// player is a window with what it has been shown.
type player struct {
	*window
	name string
	seen model
}

// TestTwoWindowsAtRandom has a student work in two windows as they come to mind. What was acknowledged to one of them
// disappears only when somebody who has been shown it decides so.
func TestTwoWindowsAtRandom(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(seed, 8))
			s := newSite(t).setUp()
			b := s.student("Ana")
			b.atDesk()
			b.openBench(false).save("text", "begun")
			stands := model{map[string]bool{}, "begun", map[string]string{}}
			players := []*player{{name: "a"}, {name: "b"}}
			for i, p := range players {
				p.window, p.seen = b.openBench(rnd.IntN(2) == i), stands.copy()
			}
			for step := range 60 {
				p := players[rnd.IntN(2)]
				did := p.act(rnd, step, &stands)
				if got := s.standing(); got != stands.String() {
					t.Fatalf("step %d, window %s (script %t) %s:\ngot  %s\nwant %s", step, p.name, p.script, did, got, stands)
				}
			}
		})
	}
}

// act has a window do something, and says what should come of it.
func (p *player) act(rnd *rand.Rand, step int, stands *model) (did string) {
	p.t.Helper()
	words := fmt.Sprintf("%s %d", p.name, step)
	switch rnd.IntN(6) {
	case 0:
		p.reload()
		p.seen = stands.copy()
		return "looks"
	case 1:
		return p.saves(stands, "save", p.seen.text, "", "")
	case 2:
		return p.saves(stands, "save", words, "", "")
	case 3:
		phrases := []string{"o1", "o2", "o3", "t1", "t2", "t3"}
		phrase := phrases[rnd.IntN(len(phrases))]
		p.tick(phrase, !slices.Contains(p.ticked(), phrase))
		return "ticks"
	case 4:
		kinds := []string{string(essay.Timing), string(essay.Purpose)}
		return p.saves(stands, "reason", p.form.fields.Get("text"), kinds[rnd.IntN(2)], words)
	}
	return p.saves(stands, "drop:timing", p.form.fields.Get("text"), "", "")
}

// saves sends the form of a window, and does to the model what the form may do.
func (p *player) saves(stands *model, do, text, kind, so string) string {
	p.t.Helper()
	did := fmt.Sprintf("sends %s, %q, %s %q", do, text, kind, so)
	for _, phrase := range []string{"o1", "o2", "o3", "t1", "t2", "t3"} {
		if is := slices.Contains(p.ticked(), phrase); is != p.seen.picked[phrase] {
			stands.picked[phrase] = is
		}
	}
	stale := text != stands.text && p.seen.text != stands.text
	if !stale {
		stands.text = text
	}
	p.form.fields.Set("text", text)
	clash := false
	if !stale && do == "reason" {
		if clash = stands.reasons[kind] != p.seen.reasons[kind] && stands.reasons[kind] != so; !clash {
			stands.reasons[kind] = so
		}
	}
	if !stale && do == "drop:timing" {
		had, there := stands.reasons["timing"]
		if clash = there && had != p.seen.reasons["timing"]; !clash {
			delete(stands.reasons, "timing")
		}
	}
	var status int
	if do == "save" {
		status = p.save()
	} else {
		p.form.fields.Set("kind", kind)
		p.form.fields.Set("so", so)
		status = p.press(do)
	}
	if want := map[bool]int{true: http.StatusConflict, false: http.StatusOK}[stale || clash]; status != want {
		p.t.Errorf("window %s %s: status %d, want %d", p.name, did, status, want)
	}
	reasons := p.seen.reasons
	if !stale && do != "save" || !stale && !p.script { // the page was drawn anew, with every reason as it stands
		reasons = maps.Clone(stands.reasons)
	}
	p.seen = stands.copy()
	p.seen.reasons = reasons
	for _, field := range []string{"kind", "so", "first", "second", "fact", "undecided"} { // nobody goes on with it
		p.form.fields.Del(field)
	}
	return did
}

// standing is what the store holds, in the words of the model.
func (s *site) standing() string {
	s.t.Helper()
	m := model{map[string]bool{}, s.newestText(), map[string]string{}}
	for _, phrase := range strings.Fields(s.picked()) {
		m.picked[phrase] = true
	}
	for _, line := range column(s, s.db(), `SELECT kind || ': ' || so FROM reason`) {
		kind, so, _ := strings.Cut(line, ": ")
		m.reasons[kind] = so
	}
	return m.String()
}
