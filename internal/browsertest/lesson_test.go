package browsertest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// sectionsOf opens the contents of a lesson and returns the paths of its sections.
func (v *visitor) sectionsOf(p *program, lesson string) []string {
	v.t.Helper()
	v.open(p.URL + "/lessons/" + lesson)
	var sections []string
	for _, path := range read[[]string](v, `[...document.querySelectorAll(".parts a")].map(a => a.pathname)`) {
		if !strings.HasSuffix(path, "/quiz") {
			sections = append(sections, path)
		}
	}
	if len(sections) < 4 {
		v.t.Fatalf("%s lists %d sections", v.location(), len(sections))
	}
	return sections
}

// opensCheck opens the first section of a lesson that has a question to answer.
func (v *visitor) opensCheck(p *program, lesson string) {
	v.t.Helper()
	for _, section := range v.sectionsOf(p, lesson) {
		v.open(p.URL + section)
		if v.count(openCheck) > 0 {
			return
		}
	}
	v.t.Fatalf("no section of %s has an open question", lesson)
}

// startsQuiz starts the quiz of a lesson on the page that ends it.
func (v *visitor) startsQuiz(p *program, lesson string) {
	v.t.Helper()
	v.open(p.URL + "/lessons/" + lesson + "/quiz")
	v.follow("Start the quiz")
}

// opensMenu opens the menu of the header, where there is no room for it beside the name of the program.
func (v *visitor) opensMenu() {
	v.t.Helper()
	const folded = `(menu => !menu.open && menu.querySelector("summary").getClientRects().length > 0)`
	if read[bool](v, fmt.Sprintf(`%s(document.querySelector("header .menu"))`, folded)) {
		v.click("header .menu summary")
	}
}

// followInMenu follows what the header offers to whoever is there: to join, to sign out, their own page.
func (v *visitor) followInMenu(words string) int {
	v.t.Helper()
	v.opensMenu()
	return v.followIn(".who", words)
}

// inMenu is what the header says about whoever is there, whether the menu is open or not.
func (v *visitor) inMenu() string {
	v.t.Helper()
	return strings.Join(strings.Fields(read[string](v, `document.querySelector(".who").textContent`)), " ")
}

// wantInMenu insists on what the header says about whoever is there.
func (v *visitor) wantInMenu(parts ...string) {
	v.t.Helper()
	said := v.inMenu()
	for _, part := range parts {
		if !strings.Contains(said, part) {
			v.t.Errorf("%s: the header says %q, want %q in it", v.location(), said, part)
		}
	}
}

// unfoldCheck opens a question of a section, where a narrow screen has folded it.
func (v *visitor) unfoldCheck(id string) {
	v.t.Helper()
	fold := fmt.Sprintf(".check-fold:has(#%s)", id)
	if read[bool](v, fmt.Sprintf(`(f => !f.open && f.querySelector("summary").getClientRects().length > 0)(%s)`,
		css(fold))) {
		v.click(fold + " > summary")
	}
}

// phone is the smallest screen in a pocket for which pages are made.
var phone = screen{Width: 360, Height: 740}

// A section fits on six screens of a phone, questions folded, and so does a question, under a header of one line. The
// test says how many each takes.
func TestScreensOnAPhone(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	v := newVisitor(t, phone)
	v.open(p.URL + "/")
	lessons := read[[]string](v, `[...document.querySelectorAll(".lessons a")].map(a => a.pathname)`)
	var sections, questions []float64
	for _, lesson := range lessons {
		for _, path := range v.sectionsOf(p, strings.TrimPrefix(lesson, "/lessons/")) {
			v.open(p.URL + path)
			sections = append(sections, v.screens())
			questions = append(questions, v.screensOfChecks()...)
		}
		if lesson == lessons[0] {
			v.startsQuiz(p, strings.TrimPrefix(lesson, "/lessons/"))
			v.takeQuiz(func(string, []string) { questions = append(questions, v.screens()) })
		}
	}
	if len(sections) < 48 || len(questions) < len(sections) {
		t.Errorf("%d sections and %d questions were looked at", len(sections), len(questions))
	}
	t.Logf("screens of 360 x 740: a section, median %.1f, at most %.1f; a question, median %.1f, at most %.1f",
		median(sections), slices.Max(sections), median(questions), slices.Max(questions))
}

// screens is how many screens the page takes. More than six fail the test, and so does a header above 96 px.
func (v *visitor) screens() float64 {
	v.t.Helper()
	n := read[float64](v, `document.documentElement.scrollHeight`) / float64(v.screen.Height)
	if n > 6 {
		v.t.Errorf("%s takes %.1f screens, want six at most", v.location(), n)
	}
	if header := read[float64](v, `document.querySelector("main").getBoundingClientRect().top + scrollY`); header > 96 {
		v.t.Errorf("%s: the header takes %.0f px, want 96 at most", v.location(), header)
	}
	return n
}

// screensOfChecks unfolds the questions of a section one after the other, and measures each.
func (v *visitor) screensOfChecks() []float64 {
	v.t.Helper()
	heights := read[[]float64](v, `[...document.querySelectorAll(".check-fold")].map(fold => {
		fold.open = true;
		const height = fold.getBoundingClientRect().height;
		fold.open = false;
		return height;
	})`)
	for i := range heights {
		heights[i] /= float64(v.screen.Height)
		if heights[i] > 6 {
			v.t.Errorf("question %d of %s takes %.1f screens", i+1, v.location(), heights[i])
		}
	}
	return heights
}

func median(all []float64) float64 {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2]
}

// Every control of every page from the first section of lesson 1 to the result of its quiz is where a finger finds it:
// a tap in its middle hits it. The whole way is gone by touch.
func TestLessonOneByTouch(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	v := newVisitor(t, phone).byTouch()
	v.open(p.URL + "/")
	tapped := v.lookAtControls()
	v.load(v.pointAt(reading("main", "Begin lesson 1")))
	tapped += v.lookAtControls()
	v.load(v.pointAt(reading("main", "Begin")))
	v.wantPath(p, "/lessons/before/blind")
	tapped += v.lookAtControls()
	v.clickOn(css(`input[name="before"][value="4"]`))
	v.load(v.pointAt(reading("main", "Keep my answer")))
	v.wantText("main", "You believe it mostly")
	tapped += v.lookAtControls()
	v.load(v.pointAt(reading("main", "Begin")))
	sections := 0
	for {
		sections++
		tapped += v.lookAtControls()
		for v.count(openCheck) > 0 {
			v.answersFirstCheck()
			if got := read[string](v, `document.activeElement.id`); !strings.HasPrefix(got, "v-") {
				t.Errorf("%s: the focus is on %s, want the verdict", v.location(), v.focused())
			}
			tapped += v.lookAtControls()
		}
		v.load(v.pointAt(reading(".onward", "Next: ")))
		if v.count(".rail + article .lede") > 0 && strings.HasSuffix(v.location(), "/quiz") {
			break
		}
	}
	tapped += v.lookAtControls()
	v.follow("Start the quiz")
	for n := 1; n <= quizLength; n++ {
		tapped += v.lookAtControls()
		v.fill(".check form")
		v.followIn(".check", "Check answer")
		tapped += v.lookAtControls()
		if n < quizLength {
			v.followIn(".check", "Next question")
		}
	}
	v.followIn(".check", "See your result")
	tapped += v.lookAtControls()
	v.wantText("h1", "marks")
	if sections < 4 || tapped < 400 {
		t.Errorf("%d sections and %d controls on the way", sections, tapped)
	}
	v.wantNoComplaints()
}

// lookAtControls insists that a tap in the middle of each control hits it, folded and unfolded, and returns how many
// there are to see.
func (v *visitor) lookAtControls() int {
	v.t.Helper()
	v.wantWithinReach(strings.TrimPrefix(v.location(), "http://"))
	return read[int](v, `[...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
		.filter(e => e.checkVisibility()).length`)
}

// Addresses that people may have kept from when a lesson was one page, and a bench, lead to the page that has the place
// now.
func TestOldAddresses(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	v := newVisitor(t, desk)
	v.reveals(p)
	for from, to := range map[string]string{
		"/lessons/kirov#guard":               "/lessons/kirov/guard#guard",
		"/lessons/kirov#q-kirov-22":          "/lessons/kirov/guard#q-kirov-22",
		"/lessons/kirov#figure-kirov-places": "/lessons/kirov/guard#figure-kirov-places",
		"/lessons/kirov#note-18":             "/lessons/kirov/guard#note-18",
		"/lessons/kirov#quiz":                "/lessons/kirov/quiz#quiz",
		"/lessons/kirov?again=kirov-22":      "/lessons/kirov/guard?again=kirov-22#q-kirov-22",
		"/lessons/kirov":                     "/lessons/kirov",
		bench + "#clock":                     bench + "/know#clock",
		bench + "#write":                     bench + "/write#write",
		bench + "#reasons":                   bench + "/plan#reasons",
		bench + "?on=1937-01-22#clock":       bench + "/know?on=1937-01-22#clock",
	} {
		v.open(p.URL + "/sources")
		v.open(p.URL + from)
		v.until(`location.pathname + location.search + location.hash === ` + quote(to))
		if got := v.count(":target"); got != 1 && to != "/lessons/kirov" && to != "/lessons/kirov/guard#guard" &&
			to != "/lessons/kirov/quiz#quiz" {
			t.Errorf("%s: nothing is at the place that the address names", v.location())
		}
	}
}

// Whoever goes on with an answer that is begun and not sent is told so once, and loses nothing.
func TestNextWithABegunAnswer(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	v := newVisitor(t, desk)
	v.opensCheck(p, "causes")
	here := v.location()
	v.click(".check .choice")
	v.clickOn(reading(".onward", "Next: "))
	v.wantText("[data-begun]", "You have begun an answer above")
	if got := v.count(".check input:checked"); v.location() != here || got != 1 {
		t.Errorf("%s: %d choices are left", v.location(), got)
	}
	v.load(v.pointAt(reading(".onward", "Next: ")))
	if v.location() == here {
		t.Error("the second time it does not go on")
	}
	v.wantNoComplaints()
}
