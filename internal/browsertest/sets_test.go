package browsertest

import "testing"

// ownGIFT has an item that is kept, one that is changed and one that is refused.
const ownGIFT = "Who was killed in 1934?{=Kirov#He led Leningrad. ~Yezhov ~Beria}\n\nWhich two?{~%50%Zinoviev " +
	"~%50%Kamenev ~Radek}\n\nWhy?{}\n\nIn 1934 {=Kirov =%50%Sergei} was killed.\n\nMatch.{=Sixteen -> 1936 " +
	"=Seventeen -> 1937 = -> 1938}\n\nIn which year?{#1934:1}\n\nSo it was.{T}"

// Questions come from a text into a set and are changed there: three steps, and each page in its states.
func TestQuestionsOfATeachersOwn(t *testing.T) {
	t.Parallel()
	p := startProgram(t)
	teacher := newVisitor(t, desk)
	teacher.setsUp(p)
	teacher.open(p.URL + "/sets")
	teacher.everywhere("/sets", "none")
	teacher.followIn("main", "Bring questions")
	teacher.everywhere("/sets/new", "empty")
	teacher.follow("Look at the questions")
	teacher.wantText(".summary", "Choose a file or paste the questions.")
	teacher.everywhere("/sets/new", "nothing")
	teacher.write(`textarea[name="text"]`, ownGIFT)
	teacher.follow("Look at the questions")
	teacher.wantText("#items", "5 can be kept as they are", "1 can be kept with changes", "1 cannot be kept")
	teacher.unfold()
	teacher.everywhere("/sets/new", "plan")
	teacher.follow("Keep 6 questions")
	teacher.wantText(".summary", "Give the set a name")
	teacher.everywhere("/sets/new", "no name")
	teacher.write("#name", "Show trials")
	teacher.follow("Keep 6 questions")
	teacher.wantText("main", "6 questions", "Sixteen → 1936")
	teacher.everywhere("/sets/:set", "questions")
	teacher.wantPath(p, "/sets/1")

	teacher.followIn("main", "Write a question")
	teacher.everywhere("/sets/:set/add", "kinds")
	for kind, words := range map[string]string{"choice": "One right answer", "number": "A number"} {
		teacher.open(p.URL + "/sets/1/add")
		teacher.followIn("main", words)
		teacher.follow("Add the question")
		teacher.wantText(".summary", "Write the question.")
		teacher.unfold()
		teacher.everywhere("/sets/:set/add", kind+", empty")
	}
	for n := range 6 {
		teacher.open(p.URL + "/sets/1/" + string(rune('1'+n)))
		teacher.unfold()
		teacher.everywhere("/sets/:set/:question", "question "+string(rune('1'+n)))
	}
	teacher.write("#stem", "So it was not.")
	teacher.follow("Save the question")
	teacher.wantText("main", "So it was not.")
	teacher.open(p.URL + "/sets/1/1/remove")
	teacher.everywhere("/sets/:set/:question/remove", "sure")
	teacher.followIn("main", "Remove the question")
	teacher.wantText("main", "5 questions")
	teacher.followIn("main", "Remove the set…")
	teacher.everywhere("/sets/:set/remove", "sure")
	teacher.followIn("main", "Remove the set")
	teacher.wantText("main", "You have no questions of your own yet")
	teacher.wantNoComplaints()
}
