package browsertest

import (
	"fmt"
	"strings"
	"testing"

	"dossier/internal/course"
)

// A student reads one text without its writer before lesson 1, and finds their answer again in the last lesson, with
// the writer. Once with JavaScript on a phone and once without.
func TestTheBlindReading(t *testing.T) {
	blind := builtInCourse(t).Blind
	for _, s := range []screen{phone, {Width: 1360, NoScript: true}} {
		t.Run(fmt.Sprintf("%d wide", s.Width), func(t *testing.T) {
			t.Parallel()
			p := startProgram(t)
			teacher := newVisitor(t, s)
			code := teacher.setsUp(p)
			v := newVisitor(t, s)
			v.joins(p, code, "Ana", pin)
			first, again := "/lessons/"+blind.Lesson.ID+"/blind", "/lessons/"+blind.Again.ID+"/blind"
			v.open(p.URL + first)
			if !s.NoScript {
				v.everywhere(first, "first")
			}
			if got := v.text("main"); strings.Contains(got, "Observer") || strings.Contains(got, "1936") {
				t.Errorf("the text is not without its writer: %.300q", got)
			}
			v.follow("Keep my answer")
			v.wantText(".summary", "Say how far you believe it.")
			v.clickOn(css(`input[name="before"][value="4"]`))
			v.follow("Keep my answer")
			v.wantText("main", "You believe it mostly")
			v.open(p.URL + again)
			v.wantText("main", "you believed it mostly", "The Observer")
			if !s.NoScript {
				v.everywhere(again, "again")
			}
			v.clickOn(css(`input[name="after"][value="2"]`))
			v.write("#moved", "I know what came later.")
			v.follow("Keep my answer")
			v.wantText("main", "now a little", "I know what came later.")
			v.follow("At the source bench this text lies beside one that says the opposite")
			v.wantPath(p, "/bench/"+blind.Bench().ID)
			v.wantNoComplaints()
		})
	}
}

// An exam question and an unseen bench are a page to write on, and an answer goes from there to the teacher.
func TestTasksWithoutHelp(t *testing.T) {
	c := builtInCourse(t)
	for _, kind := range []course.BenchKind{course.ExamBench, course.UnseenBench} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			p := startProgram(t)
			teacher := newVisitor(t, screen{Width: 1360})
			code := teacher.setsUp(p)
			v := newVisitor(t, phone)
			v.joins(p, code, "Ana", pin)
			b := firstBench(c, kind)
			v.open(p.URL + "/bench")
			v.everywhere("/bench", "list")
			v.follow(b.Title)
			v.wantPath(p, "/bench/"+b.ID+"/write")
			v.wantText("main", b.Question)
			v.everywhere("/bench/"+b.ID, "write")
			v.write("#text", "People were afraid, and because of this they said what was wanted.")
			if kind == course.UnseenBench {
				v.clickOn(css(".phrase input"))
				v.until(`document.querySelectorAll(".chip").length === 1`)
			}
			v.follow("Next: judge your draft")
			for _, e := range b.Practice() {
				v.choosesLevels(b, e.Levels)
				v.follow("Compare")
			}
			v.wantText("main", "with its levels")
			v.follow("Judge my own draft")
			v.choosesLevels(b, levels(b, 2))
			v.unfold()
			v.tapsSentences()
			v.follow("Keep my levels")
			v.open(p.URL + "/bench/" + b.ID + "/hand-in")
			v.followIn("main", "Hand it in anyway")
			v.wantText("main", "You handed this in")
			teacher.open(p.URL + "/bench/" + b.ID)
			teacher.wantText("main", b.Question, "Model answer")
			teacher.open(p.URL + "/marking")
			teacher.follow("Start marking")
			teacher.wantText("main", "Example")
			v.wantNoComplaints()
			teacher.wantNoComplaints()
		})
	}
}

func firstBench(c *course.Course, kind course.BenchKind) *course.Bench {
	for _, b := range c.Benches {
		if b.Kind == kind {
			return b
		}
	}
	return nil
}

// A student guesses what both writers could know, and only then the cards tell. The rest of the bench waits for nobody.
func TestTheCardsTellAfterAGuess(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	v := newVisitor(t, phone)
	v.reveals(p)
	v.open(p.URL + bench + "/know")
	if strings.Contains(v.text("main"), "Could not know") {
		t.Error("the cards tell before the guess")
	}
	v.write(field("guess.1"), "What was said in the open court.")
	v.follow("Show the cards")
	v.wantText(".summary", "Write a sentence of at least three words.")
	if got := v.value(field("guess.1")); got != "What was said in the open court." {
		t.Errorf("the first guess is lost: %q", got)
	}
	v.write(field("guess.2"), "That he gave no such orders.")
	v.follow("Show the cards")
	v.wantText("#guessed", "What you guessed")
	v.wantText("main", "Could not know", "That he gave no such orders.")
	v.check(bench+"/know", "guessed")
	v.wantNoComplaints()
}

// field is the selector of a field whose name has a dot.
func field(name string) string { return fmt.Sprintf(`[name="%s"]`, name) }
