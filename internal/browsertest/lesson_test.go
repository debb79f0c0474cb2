package browsertest

import (
	"fmt"
	"strings"
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
