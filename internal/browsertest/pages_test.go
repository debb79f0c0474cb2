package browsertest

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
)

// Every page, in each of its states, on every screen: axe-core finds nothing, nothing runs sideways, the browser does
// not complain. A page is brought into its state once and then looked at on all screens.

// zoomed is as narrow as a window of 1280 pixels at 400 %.
const zoomed = 320

// everywhere checks the page as it is now on all screens, and at 400 %.
func (v *visitor) everywhere(page, state string) {
	v.t.Helper()
	v.wantSummaryLeads()
	v.on(page, state, screens()...)
}

// on checks the page as it is now on some screens, and at 400 %. Where two screens differ in their colours and in
// nothing else, the second is checked by the rules about colours: all others would look at the same things again.
func (v *visitor) on(page, state string, all ...screen) {
	v.t.Helper()
	before := v.screen
	looked := map[screen]string{} // how the page was built, by screen without colours
	for _, s := range all {
		v.turn(s)
		inAnyInk, rules := s, axeRules
		inAnyInk.Dark = false
		now := read[string](v, built)
		if now == looked[inAnyInk] {
			rules = inkRules
		}
		looked[inAnyInk] = now
		v.checkBy(rules, page, state)
	}
	v.turn(screen{Width: zoomed})
	if sideways, width := v.runsSideways(); sideways {
		v.t.Errorf("%s, %s: %d pixels wide in a window of %d: %s", page, state, width, zoomed, v.widest())
	}
	v.turn(before)
}

// wantSummaryLeads fails the test when the list of what is to be mended leads nowhere, says something twice, or goes
// by another order than the fields.
func (v *visitor) wantSummaryLeads() {
	v.t.Helper()
	wrong := read[[]string](v, `(links => links.flatMap((link, i) => {
		const at = l => document.getElementById(l.hash.slice(1)), target = at(link), before = i > 0 && at(links[i-1]);
		if (!target) return [link.hash + " leads nowhere"];
		const follows = () => before.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING;
		if (before && !follows()) return [link.innerText + " stands after " + links[i-1].innerText];
		const twice = l => l.innerText === link.innerText && !/ share place /.test(l.innerText);
		return links.slice(0, i).some(twice) ? [link.innerText + " stands twice"] : [];
	}))([...document.querySelectorAll(".summary li a")])`)
	for _, w := range wrong {
		v.t.Errorf("%s, what is to be mended: %s", v.location(), w)
	}
}

// unfold opens everything that can be unfolded.
func (v *visitor) unfold() {
	v.t.Helper()
	read[bool](v, `(document.querySelectorAll("details").forEach(d => d.open = true), true)`)
}

// widest names the elements that stand out of the window to the right.
func (v *visitor) widest() string {
	v.t.Helper()
	return strings.Join(read[[]string](v, `[...document.querySelectorAll("body *")]
		.filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll"))
		.slice(0, 6).map(e => e.outerHTML.slice(0, 100))`), "\n    ")
}

// unguarded lets a form be sent as it is: what the browser would stop has to be caught by the server as well.
func (v *visitor) unguarded() {
	v.t.Helper()
	read[bool](v, `(document.querySelectorAll("form").forEach(f => f.noValidate = true), true)`)
}

var desk = screen{Width: 1360}

func TestPages(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	teacher := newVisitor(t, desk)
	teacher.open(p.Setup)
	teacher.everywhere("set-up", "empty")
	teacher.write("#name", teacherName)
	teacher.write("#pass", "aaaaaaaaaaaaaa")
	teacher.write("#class", "  ")
	teacher.follow("Open the class")
	teacher.everywhere("set-up", "error")
	code := teacher.setsUp(p)

	t.Run("reading", func(t *testing.T) {
		t.Parallel()
		pagesOfReading(newVisitor(t, desk), p)
	})
	t.Run("lessons", func(t *testing.T) {
		t.Parallel()
		everyLesson(newVisitor(t, desk), p)
	})
	t.Run("sign-in", func(t *testing.T) {
		t.Parallel()
		pagesOfSignIn(newVisitor(t, desk), p, code)
	})
	t.Run("student", func(t *testing.T) {
		t.Parallel()
		v := newVisitor(t, desk)
		v.joins(p, code, longName, pin)
		pagesOfStudent(v, p)
	})
	t.Run("teacher", func(t *testing.T) {
		t.Parallel()
		v := newVisitor(t, desk)
		pagesOfTeacher(v, p)
	})
}

// longName is as long as a name can be, without a place to break.
const longName = "Wolfeschlegelsteinhausenbergerdorffmaier"

func pagesOfReading(v *visitor, p *program) {
	for _, page := range []struct{ name, path string }{
		{"home", "/"}, {"lesson", "/lessons/causes"}, {"section", "/lessons/kirov/guard"},
		{"lesson quiz", "/lessons/causes/quiz"}, {"whole lesson", "/lessons/causes/whole"}, {"search", "/search"},
		{"documents", "/documents"}, {"sources", "/sources"},
		{"source", "/sources/orlov-secret-history"}, {"timeline", "/timeline"}, {"people", "/people"},
		{"glossary", "/glossary"},
		{"not found", "/no/such/page"},
	} {
		v.open(p.URL + page.path)
		if page.name == "whole lesson" {
			paper(v)
		}
		v.everywhere(page.name, "visitor")
		if v.count("details") > 0 {
			v.unfold()
			v.on(page.name, "unfolded", screen{Width: widths[0]}, screen{Width: widths[1], Dark: true})
		}
	}
}

// everyLesson looks at each section of the course once, on two of the screens.
func everyLesson(v *visitor, p *program) {
	v.open(p.URL + "/")
	for _, path := range read[[]string](v, `[...document.querySelectorAll(".lessons a")].map(a => a.pathname)`) {
		for _, section := range v.sectionsOf(p, strings.TrimPrefix(path, "/lessons/")) {
			v.open(p.URL + section)
			v.on("section", strings.TrimPrefix(section, "/lessons/"), screen{Width: widths[0]},
				screen{Width: widths[1], Dark: true})
		}
	}
}

// paper looks at the page as it is printed: the text alone, with a line for the name.
func paper(v *visitor) {
	v.t.Helper()
	v.emulate("print", v.screen)
	defer v.emulate("", v.screen)
	for selector, want := range map[string]bool{
		".top": false, ".foot": false, ".skip": false, ".check .row": false,
		"h1": true, ".prose": true, ".namefield": true, ".check .choice": true,
	} {
		got := read[bool](v, fmt.Sprintf(`document.querySelector(%q).getClientRects().length > 0`, selector))
		if got != want {
			v.t.Errorf("%s, printed: %s is shown: %v, want %v", v.location(), selector, got, want)
		}
	}
	got := read[string](v, `(style => style.backgroundColor + " " + style.color)(getComputedStyle(document.body))`)
	if got != "rgb(255, 255, 255) rgb(0, 0, 0)" {
		v.t.Errorf("printed in %s, want black on white", got)
	}
}

func pagesOfSignIn(v *visitor, p *program, code string) {
	v.open(p.URL + "/join")
	v.everywhere("join", "empty")
	v.write("#code", "0O1-IL!")
	v.follow("Next")
	v.everywhere("join", "error")
	v.write("#code", code)
	v.follow("Next")
	v.everywhere("name", "empty")
	v.write("#name", " . ")
	v.follow("Next")
	v.everywhere("name", "error")
	v.write("#name", "مريم")
	v.follow("Next")
	v.everywhere("pin", "new")
	v.write("#pin", "121212")
	v.follow("Go in")
	v.everywhere("pin", "error")
	v.write("#pin", pin)
	v.follow("Go in")
	v.everywhere("joined", "new")
	v.follow("Go to the lessons")
	v.everywhere("home", "student, new")
	v.followInMenu("My progress")
	v.everywhere("my progress", "empty")

	// The form of a page that was opened before somebody signed out.
	stale := v.anotherWindow()
	stale.open(p.URL + "/join")
	v.followInMenu("Sign out")
	stale.write("#code", code)
	stale.follow("Next")
	stale.wantText(".summary", "This page was out of date")
	stale.everywhere("join", "form of an old page")

	v.open(p.URL + "/join/" + strings.ReplaceAll(code, "-", ""))
	v.write("#name", "مريم")
	v.follow("Next")
	v.everywhere("pin", "known")
	v.write("#pin", "935172")
	v.follow("Go in")
	v.everywhere("pin", "wrong")

	v.open(p.URL + "/sign-in")
	v.everywhere("sign in", "empty")
	v.write("#name", teacherName)
	v.write("#pass", "not this one")
	v.followIn("main", "Sign in")
	v.everywhere("sign in", "error")
}

func pagesOfStudent(v *visitor, p *program) {
	v.open(p.URL + "/lessons/kirov/behind")
	// A question with boxes to tick can be sent with none.
	v.unguarded()
	v.load(v.pointAt(reading("#q-kirov-25", "Check answer")))
	v.wantText("#q-kirov-25 .problem", "Choose")
	v.everywhere("section", "error")
	readsSection(v, p)
	v.opensCheck(p, "causes")
	for v.count(openCheck) > 0 {
		v.answersFirstCheck()
	}
	v.everywhere("section", "answered")
	v.open(p.URL + "/lessons/causes")
	v.everywhere("lesson", "under way")

	v.startsQuiz(p, "causes")
	late := v.anotherWindow()
	seen := map[string]bool{}
	for n := 1; n <= quizLength; n++ {
		kind := kindOf(v.controls(".check form"))
		if !seen[kind] {
			v.everywhere("quiz question", kind)
			v.unguarded()
			if status := v.followIn(".check", "Check answer"); status != 422 {
				v.t.Errorf("%s sent empty: got status %d, want 422", kind, status)
			}
			v.everywhere("quiz question", kind+", error")
		}
		if n == 1 {
			late.open(v.location())
			late.fill(".check form")
		}
		v.fill(".check form")
		v.followIn(".check", "Check answer")
		if !seen[kind] {
			v.everywhere("quiz feedback", kind)
		}
		if n == 1 {
			late.click(".check .sure label:last-child input")
			if status := late.followIn(".check", "Check answer"); status != 409 {
				v.t.Errorf("an answer to a question that has one: got status %d, want 409", status)
			}
			late.everywhere("conflict", "two answers")
		}
		seen[kind] = true
		if n < quizLength {
			v.followIn(".check", "Next question")
		}
	}
	v.followIn(".check", "See your result")
	v.everywhere("result", "filled")
	v.followInMenu("My progress")
	v.everywhere("my progress", "filled")
	for _, below := range []string{"answers", "days"} {
		v.open(p.URL + "/me/" + below)
		v.everywhere("my progress, "+below, "filled")
	}
	v.open(p.URL + "/")
	v.everywhere("home", "student")

	// Far more than a form may hold.
	v.open(p.URL + "/lessons/causes?again=causes-24") // an old address, which leads to its section
	v.fill("#q-causes-24 form")
	read[bool](v, `(document.querySelector("#q-causes-24 input[name=fix]").value = "x".repeat(300000), true)`)
	if status := v.followIn("#q-causes-24", "Check answer"); status != 413 {
		v.t.Errorf("a form that is too long: got status %d, want 413", status)
	}
	v.everywhere("too long", "error")
}

func pagesOfTeacher(v *visitor, p *program) {
	v.signsIn(p)
	v.everywhere("classes", "filled")
	v.write("#class", "  ")
	v.follow("Make the class")
	v.everywhere("classes", "error")
	v.write("#class", "A class with a long name, 8 to 40 letter")
	v.follow("Make the class")
	v.everywhere("join screen", "filled")
	code := strings.ReplaceAll(v.shownCode(), "-", "")
	v.follow("Back to the class")
	class := v.location()
	v.everywhere("class", "empty")
	v.open(class + "/unmatched")
	v.everywhere("unmatched", "empty")

	ana := newVisitor(v.t, desk)
	ana.joins(p, code, longName, pin)
	v.open(class)
	v.load(v.pointAt(css("table.grid tbody a")))
	v.everywhere("student", "empty")
	for _, section := range ana.sectionsOf(p, "causes") {
		ana.open(p.URL + section)
		for ana.count(openCheck) > 0 {
			ana.answersFirstCheck()
		}
	}
	ana.startsQuiz(p, "causes")
	ana.takeQuiz(nil)
	ana.follow("Take the quiz again") // which asks first what was not drawn: one of them has something typed
	ana.takeQuiz(nil)
	for _, name := range []string{"مريم العلي", "Bo"} {
		newVisitor(v.t, desk).joins(p, code, name, pin)
	}
	v.open(class)
	v.everywhere("class", "filled")
	v.open(class + "/unmatched")
	const listed = `[...document.querySelectorAll(".typed-rows bdi")].some(text => text.innerText.trim() === "1936")`
	if !read[bool](v, listed) {
		v.t.Errorf("the page does not list what was typed: %q", v.text("main"))
	}
	v.everywhere("unmatched", "filled")
	v.open(class)
	v.followIn("table.grid", longName)
	v.unfold()
	v.everywhere("student", "filled")
	student := v.location()
	for _, below := range []string{"answers", "essays", "days", "sheet", "settings", "pin"} {
		v.open(student + "/" + below)
		v.unfold()
		v.everywhere("student, "+below, "filled")
	}
	v.follow("Give a new PIN")
	v.everywhere("student", "new PIN")
	v.open(student)
	v.follow("Rename, move or remove")
	v.everywhere("one of the list", "filled")
	v.open(p.URL + "/lessons/causes")
	v.everywhere("lesson", "teacher")
	v.open(p.URL + "/lessons/kirov/guard")
	v.everywhere("section", "teacher")
	v.open(p.URL + "/")
	v.everywhere("home", "teacher")
	at, err := url.Parse(class)
	if err != nil {
		v.t.Fatal(err)
	}
	at.Path += "000"
	v.open(at.String())
	v.wantText("h1", "There is no such page")
	v.everywhere("not found", "teacher")
}
