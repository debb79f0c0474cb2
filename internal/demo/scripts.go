package demo

import (
	_ "embed"
	"strings"

	"dossier/internal/essay"
)

//go:embed essays.txt
var essayTexts string

// essayText is a text of somebody. In the file it follows a line with their name, and with the round after the first.
func essayText(title string) string {
	_, rest, _ := strings.Cut("\n"+essayTexts, "\n== "+title+"\n")
	text, _, _ := strings.Cut(rest, "\n== ")
	var paragraphs []string
	for _, p := range strings.Split(strings.TrimSpace(text), "\n\n") {
		paragraphs = append(paragraphs, strings.Join(strings.Fields(p), " "))
	}
	return strings.Join(paragraphs, "\n\n")
}

// theBench is where the class writes, and the levels below are those of its rubric: sourcing, contextualisation,
// corroboration, close reading, judgement.
const theBench = "two-verdicts"

// script is what somebody does at the bench.
type script struct {
	who     string
	ends    essay.State
	ago     int      // days since they began
	picks   []string // phrases, in the order in which the text cites them
	trust   [4]int   // in the first and the second text: before they knew who wrote it, and after
	guess   [2]string
	moved   [2]string
	reason  []essay.Reason
	own     [5]int // the author's levels
	marks   [5]int // the teacher's
	good    string // what the teacher says of the answer
	next    string
	intends string // the student's next step
	again   [5]int // the teacher's levels of the second text
}

const (
	guessPaper    = "It could know what was said in the court, and it had not much to lose."
	guessPaper2   = "Only the news that came from Moscow. Perhaps it wanted to look well informed."
	guessAccused  = "He could know what he did himself. He had everything to lose."
	guessAccused2 = "He knows the people who are accused. He wants the readers to take his side."
	paperDown     = "It was a day before the verdict and nobody could look behind the confessions."
	paperSame     = "It is a newspaper without a side, so I still trust it a bit."
	accusedUp     = "He was the one who knew for certain what he had not ordered."
	accusedSame   = "He may be right but he also defends himself."
)

var scripts = []script{
	{who: "Chiara", ends: essay.Final, ago: 26, picks: []string{"o1", "o4", "t1", "t2"}, trust: [4]int{3, 2, 2, 4},
		guess: [2]string{guessPaper, guessAccused}, moved: [2]string{paperDown, accusedUp},
		reason: []essay.Reason{
			{Kind: essay.Proof, First: "o1", Second: "t2", Fact: "t1-05c",
				So: "The paper took open confessions for proof, and Trotsky went by what he knew of himself."},
			{Kind: essay.Timing, First: "o4", Second: "t1", Fact: "t1-13a",
				So: "The hotel was in the news only after the paper had judged."}},
		own: [5]int{3, 3, 3, 3, 3}, marks: [5]int{3, 3, 3, 3, 3},
		good: "You test who was right with evidence from outside both texts, and you say what cannot be known.",
		next: "Say which of your reasons weighs most, and sort the claims into confirmed, contradicted and impossible " +
			"to check.",
		intends: "I will put my reasons in order and say for each claim if it was confirmed.", again: [5]int{4, 3, 4, 3, 4}},
	{who: "Mei", ends: essay.Final, ago: 24, picks: []string{"o1", "t2", "t3"}, trust: [4]int{2, 1, 3, 4},
		guess: [2]string{guessPaper2, guessAccused}, moved: [2]string{paperDown, accusedUp},
		reason: []essay.Reason{{Kind: essay.Information, First: "o1", Second: "t2", Fact: "d-0d",
			So: "Trotsky knew his own orders and the paper knew only what was said in court."}},
		own: [5]int{3, 3, 3, 4, 3}, marks: [5]int{4, 3, 4, 3, 4},
		good:    "You compare point by point and notice what the paper leaves out.",
		next:    "Write for each of your dates what follows from it for the writer.",
		intends: "Next time I write after every date what the writer could not know because of it."},
	{who: "Priya", ends: essay.Resubmitted, ago: 22, picks: []string{"o2", "t2", "o5"}, trust: [4]int{4, 2, 2, 3},
		guess: [2]string{guessPaper, guessAccused2}, moved: [2]string{paperDown, accusedSame},
		reason: []essay.Reason{{Kind: essay.Position, First: "o2", Second: "t2", Fact: "d-0d",
			So: "One of them was accused himself and the other only watched from outside."}},
		own: [5]int{3, 2, 2, 2, 3}, marks: [5]int{2, 2, 1, 2, 2},
		good:    "Your sentence on why people believe confessions is well thought out.",
		next:    "Test one claim with a fact that comes from neither text, and give its date.",
		intends: "I will use the hotel as a test and say when each text was written."},
	{who: "Wen", ends: essay.Revising, ago: 21, picks: []string{"o1", "t3", "n2"}, trust: [4]int{3, 3, 3, 3},
		guess: [2]string{guessPaper2, guessAccused2}, moved: [2]string{paperSame, accusedSame},
		own: [5]int{2, 2, 3, 3, 2}, marks: [5]int{3, 2, 3, 3, 2},
		good:    "You read the tone of both texts closely and bring in a third voice.",
		next:    "Give two dated facts, and write the step from each of them to a text.",
		intends: "I will add the dates and explain what they change."},
	{who: "Grace", ends: essay.Returned, ago: 20, picks: []string{"o1", "t2"}, trust: [4]int{4, 3, 2, 3},
		guess: [2]string{guessPaper, guessAccused}, moved: [2]string{paperSame, accusedSame},
		own: [5]int{3, 3, 2, 2, 3}, marks: [5]int{2, 3, 2, 1, 2},
		good:    "January 1935 is a very good fact to bring in, and you say why it matters.",
		next:    "Choose one word of each text and say what it does to a reader.",
		intends: "I will explain the words futile and idiots."},
	{who: ShownName, ends: essay.Returned, ago: 19, picks: []string{"o1", "o5", "t2"}, trust: [4]int{4, 2, 2, 4},
		guess: [2]string{guessPaper, guessAccused}, moved: [2]string{paperDown, accusedUp},
		reason: []essay.Reason{{Kind: essay.Information, First: "o1", Second: "t2", Fact: "d-0d",
			So: "The paper heard confessions and Trotsky knew which orders he had given."}},
		own: [5]int{3, 3, 3, 3, 2}, marks: [5]int{3, 3, 3, 2, 3},
		good: "You explain “futile” well, and you test Trotsky with the hotel.",
		next: "Look at the wording of Trotsky's text as closely as you did with the paper's."},
	{who: "Elif", ends: essay.Marked, ago: 17, picks: []string{"o5", "o1", "t2"}, trust: [4]int{3, 2, 3, 3},
		guess: [2]string{guessPaper2, guessAccused}, moved: [2]string{paperDown, accusedSame},
		own: [5]int{2, 2, 2, 3, 2}, marks: [5]int{3, 3, 3, 3, 3},
		good: "You are fair to the paper: it used what it had, and you say where it was too sure.",
		next: "Say in one sentence for which question you would use each text."},
	{who: "Rosa", ends: essay.Marked, ago: 16, picks: []string{"o2", "t3"}, trust: [4]int{5, 3, 1, 3},
		guess: [2]string{guessPaper, guessAccused2}, moved: [2]string{paperDown, accusedUp},
		own: [5]int{2, 1, 2, 3, 3}, marks: [5]int{2, 1, 2, 2, 2},
		good: "You see that only the accused himself could know whether he did it.",
		next: "Replace “later it came out” by a fact with a date."},
	{who: "Hamza", ends: essay.Claimed, ago: 14, picks: []string{"o5", "t3"}, trust: [4]int{4, 3, 2, 3},
		guess: [2]string{guessPaper2, guessAccused}, moved: [2]string{paperSame, accusedUp},
		reason: []essay.Reason{{Kind: essay.Information, First: "o5", Second: "t3", Fact: "pressure-1936",
			So: "The paper could not know about the threats when it judged."}},
		own: [5]int{3, 3, 3, 2, 3}, marks: [5]int{3, 3, 3, 2, 3}, good: "The two who denied it are a sharp observation."},
	{who: "Dilan", ends: essay.Submitted, ago: 13, picks: []string{"o5", "t2"}, trust: [4]int{4, 4, 1, 2},
		guess: [2]string{guessPaper, guessAccused2}, moved: [2]string{paperSame, accusedSame}, own: [5]int{3, 2, 2, 2, 3}},
	{who: "Keira", ends: essay.Submitted, ago: 12, picks: []string{"o1", "t3"}, trust: [4]int{3, 2, 3, 4},
		guess: [2]string{guessPaper2, guessAccused2}, moved: [2]string{paperDown, accusedUp}, own: [5]int{3, 3, 2, 3, 3}},
	{who: "Olu", ends: essay.Submitted, ago: 9, picks: []string{"o1", "t1", "t2"}, trust: [4]int{3, 2, 2, 4},
		guess: [2]string{guessPaper, guessAccused}, moved: [2]string{paperDown, accusedUp}, own: [5]int{3, 3, 3, 3, 3},
		reason: []essay.Reason{{Kind: essay.Proof, First: "o1", Second: "t2", Fact: "metro-thornton",
			So: "A confession was enough for the paper although one had been taken back in 1933."}}},
	{who: "Aoife", ends: essay.Submitted, ago: 6, picks: []string{"o5"}, trust: [4]int{5, 4, 1, 2},
		guess: [2]string{guessPaper, guessAccused2}, moved: [2]string{paperSame, accusedSame}, own: [5]int{2, 2, 2, 2, 2}},
	{who: "Sami", ends: essay.Judged, ago: 6, picks: []string{"o1", "t2"}, trust: [4]int{4, 3, 2, 3},
		guess: [2]string{guessPaper2, guessAccused}, moved: [2]string{paperDown, accusedUp}, own: [5]int{3, 2, 2, 2, 2}},
	{who: "Uma", ends: essay.Draft, ago: 3, picks: []string{"o5", "t2"}, trust: [4]int{3, 2, 3, 3},
		guess: [2]string{guessPaper, guessAccused}, moved: [2]string{paperDown, accusedSame}},
	{who: "Ben", ends: essay.Draft, ago: 3, picks: []string{"o3"}, trust: [4]int{4, 4, 2, 2},
		guess: [2]string{guessPaper2, guessAccused2}, moved: [2]string{paperSame, accusedSame}},
	{who: "Zoe", ends: essay.Draft, ago: 5, trust: [4]int{5, 4, 2, 1},
		guess: [2]string{guessPaper, guessAccused2}, moved: [2]string{paperSame, accusedSame}},
}
