package browsertest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A teacher puts the key of a question right that a student has answered, sees before what changes, and takes it back.
// The student reads each time what their answer counts. On a desk and, without JavaScript, on a phone.
func TestARegradeAndItsUndo(t *testing.T) {
	t.Parallel()
	for _, s := range []screen{{Width: widths[1]}, {Width: widths[0], NoScript: true}} {
		t.Run(fmt.Sprint(s.Width, s.NoScript), func(t *testing.T) {
			t.Parallel()
			regrades(t, startProgram(t), s)
		})
	}
}

func regrades(t *testing.T, p *program, s screen) {
	teacher, student := newVisitor(t, s), newVisitor(t, s)
	looks := func(page, state string) {
		if s.NoScript {
			teacher.check(page, state)
		} else {
			teacher.everywhere(page, state)
		}
	}
	code := teacher.setsUp(p)
	teacher.follow("Back to the class")
	class := strings.TrimSuffix(teacher.location(), "/")
	student.joins(p, code, "Ana", pin)
	question, own := student.answersOneChoice(p, "before")
	answer := student.location()
	wasRight := student.count(".verdict.right") > 0
	before, after := "0 of 1", "1 of 1"
	if wasRight {
		before, after = after, before
	}

	teacher.open(class + "/questions/" + question)
	teacher.follow("Put the key right")
	looks("put the key right", "new")
	teacher.write("#reason", "The book has it the other way round.")
	teacher.follow("See what changes")
	teacher.wantText(".summary", "This is what counts already.")
	looks("put the key right", "refused")
	teacher.turnsKeyRound(own)
	teacher.follow("See what changes")
	teacher.wantText("h1", "Regrade 1 answer of 1 student?")
	teacher.wantText("table", "Ana", before, after)
	looks("regrade", "asked")
	student.open(answer)
	if got := student.text("main"); strings.Contains(got, "Your teacher has") {
		t.Errorf("before it is confirmed the student reads %q", got)
	}

	teacher.followIn("main", "Regrade")
	teacher.wantText(".notice", "The key is put right. 1 answer was graded again.")
	looks("corrected questions", "done")
	student.open(answer)
	student.wantText(".ruled", "Your teacher has put the key of this question right. This answer now counts "+after+
		". At first it counted "+before+".")
	student.check("verdict", "key put right")

	teacher.followIn(".notice", "Undo")
	teacher.wantText(".notice", "Taken back.")
	looks("corrected questions", "taken back")
	teacher.followIn(".regrade-log", "1 answer was graded again.")
	teacher.wantText("table", "Ana", before, after)
	looks("what was graded again", "taken back")
	student.open(answer)
	if student.count(".ruled") > 0 || student.count(".verdict.right") > 0 != wasRight {
		t.Errorf("after it was taken back the student reads %q", student.text("main"))
	}
	teacher.wantNoComplaints()
	student.wantNoComplaints()
}

// answersOneChoice answers the questions of a quiz up to the first with one right option. It stays on its verdict, and
// returns the id of the question and what was answered.
func (v *visitor) answersOneChoice(p *program, lesson string) (question, own string) {
	v.t.Helper()
	v.startsQuiz(p, lesson)
	for n := 1; n <= quizLength; n++ {
		kind := v.fill(".check form")
		v.followIn(".check", "Check answer")
		if kind == "single_choice" {
			question = read[string](v, `document.querySelector(".verdict").id.slice("fb-".length)`)
			own = read[string](v, `document.querySelector(".answer-pair .own dd").lastChild.textContent.trim()`)
			return question, own
		}
		v.followIn(".check", "Next question")
	}
	v.t.Fatal("the quiz has no question with one right option")
	return "", ""
}

// turnsKeyRound makes an answer the only right one, or, if it is right, another one.
func (v *visitor) turnsKeyRound(own string) {
	v.t.Helper()
	rows := v.lines(".correct-key label.tick")
	mine := slices.Index(rows, own)
	if mine < 0 {
		v.t.Fatalf("the form has %q, and not %q", rows, own)
	}
	box := func(i int) string {
		return fmt.Sprintf(`document.querySelectorAll(".correct-key label.tick input")[%d]`, i)
	}
	right := mine
	if read[bool](v, box(mine)+`.checked`) {
		right = (mine + 1) % len(rows)
	}
	for i := range rows {
		if read[bool](v, box(i)+`.checked`) != (i == right) {
			v.clickOn(box(i))
		}
	}
}
