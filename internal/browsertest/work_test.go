package browsertest

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// handsOutThursdaysQuiz hands out a test of three questions that was due a while ago and is still open. A student has
// half an hour and one attempt, and reads no result before it is released.
func (v *visitor) handsOutThursdaysQuiz() {
	v.t.Helper()
	v.follow("Work")
	v.followIn("main", "Hand out")
	v.followIn("main", "Choose the questions yourself")
	v.write("#title", "Thursday's quiz")
	read[bool](v, `(() => { const s = document.querySelector("#shelf"); s.selectedIndex = 1; return true })()`)
	v.followIn("main", "Show its questions")
	for i := range 3 {
		v.click(fmt.Sprintf(`.on-shelf li:nth-child(%d) input[name=add]`, i+1))
	}
	v.followIn("main", "Add the ticked questions")
	now := time.Now()
	v.setsTime("opens", now.Add(-time.Hour))
	v.setsTime("due", now.Add(-20*time.Minute))
	v.setsTime("closes", now.Add(20*time.Minute))
	v.click(`input[name=mode][value=test]`)
	v.click(`input[name=results][value=released]`)
	v.write("#attempts", "1")
	v.write("#minutes", "30")
	v.followIn("main", "Hand out")
	v.wantText("main", "Handed out.", "Thursday's quiz", "0 of 2 handed in", "Cleo gets longer")
}

// setsTime chooses a time in a field for a date and a time, as its calendar does.
func (v *visitor) setsTime(field string, at time.Time) {
	v.t.Helper()
	read[bool](v, fmt.Sprintf(`(document.getElementById(%q).value = %q, true)`, field, at.Format("2006-01-02T15:04")))
}

// givesExtraTime gives a student of the class twice the time.
func (v *visitor) givesExtraTime(p *program, student string) {
	v.t.Helper()
	v.open(p.URL + "/classes/1")
	v.follow(student)
	v.followIn("main", "Change")
	v.click(`input[name=extra][value="100"]`)
	v.follow("Save the settings")
}

// From handing out to released results, on the pages alone: Cleo has as much time again and is not late; Ben, who works
// without scripts, is.
func TestThursdaysQuiz(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	s := screen{Width: widths[0]}
	teacher, cleo, ben := newVisitor(t, screen{Width: widths[1]}), newVisitor(t, s), newVisitor(t, s)
	code := teacher.setsUp(p)
	cleo.joins(p, code, "Cleo", pin)
	ben.joins(p, code, "Ben", pin)
	ben.allowScripts(false)
	teacher.givesExtraTime(p, "Cleo")
	teacher.open(p.URL + "/classes/1")
	teacher.handsOutThursdaysQuiz()

	cleo.open(p.URL + "/")
	cleo.wantText("main", "Thursday's quiz", "3 questions · 60 minutes (30 and your extra 30)", "To do", "Due ")
	cleo.check("home", "work to do")
	cleo.followIn(".work-list", "Thursday's quiz")
	cleo.wantText("main", "1 attempt left", "Your extra time is already counted.")
	cleo.follow("Begin")
	for range 3 {
		cleo.wantText(".sitting", "minutes left, until ")
		cleo.fill(".check form")
		if got := cleo.followIn(".check", "Save and go on"); got != 200 {
			t.Fatalf("%s: got status %d: %s", cleo.location(), got, cleo.text("main"))
		}
	}
	cleo.wantText("main", "You have answered every question.")
	cleo.followIn(".steps", "1")
	cleo.wantText(".sitting", "Saved at ")
	cleo.check("question", "saved answer of a test")
	cleo.follow("Check and hand in")
	attempt := strings.TrimSuffix(cleo.location(), "/hand-in")
	cleo.followIn("main", "Hand in")
	cleo.wantText("main", "Handed in", "You see your results when your teacher releases them.", "3 of 3 answered")

	ben.open(p.URL + "/")
	ben.wantText("main", "Overdue", "30 minutes")
	ben.followIn(".work-list", "Thursday's quiz")
	ben.follow("Begin")
	ben.fill(".check form")
	ben.followIn(".check", "Save and go on")
	ben.follow("Check and hand in")
	ben.wantText("main", "Questions 2 and 3 are not answered.")
	ben.followIn("main", "Hand in")
	ben.wantText("main", "Handed in late")

	cleo.open(attempt + "/result")
	cleo.wantPath(p, "/work/1") // no result yet
	teacher.open(p.URL + "/classes/1/work")
	teacher.wantText("main", "2 of 2 handed in, 1 late")
	teacher.followIn("main", "Results wait to be released")
	teacher.wantText("main", "Handed in late", "Handed in")
	teacher.followIn("main", "Release the results")
	teacher.wantText("main", "Students see their results.", "Hide the results again")
	for _, v := range []*visitor{cleo, ben} {
		v.open(p.URL + "/")
		v.follow("See your results")
		v.followIn(".attempts", "")
		v.wantText("h1", " of ", " marks")
		v.wantText("main", "Your answers, one by one")
	}
	ben.wantText("main", "Handed in late.", "Not answered", "Question 2: ")
	if strings.Contains(cleo.text("main"), "late") {
		t.Error("Cleo is late in spite of the extra time")
	}
	cleo.check("result", "of a test")
	cleo.wantNoComplaints()
	ben.wantNoComplaints()
}
