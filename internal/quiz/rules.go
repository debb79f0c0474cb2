package quiz

// Rule is a rule that questions are checked against.
type Rule struct {
	ID       string
	Severity string // error, warning, or "error or warning"
	Text     string
}

// The severities of rules.
const (
	severityError   = "error"
	severityWarning = "warning"
	severityBoth    = "error or warning"
)

// Rules lists all rules. Question.Check applies V01 to V15, V19 to V22, V30 to V32, and what V23 to V25 ask of one
// question; the others need the whole course. They follow the item-writing guidelines of Haladyna, Downing and
// Rodriguez (2002); the thresholds are ours.
var Rules = []Rule{
	{
		"V01", severityError,
		"A question has an id that is never used again, a version that rises with every change, and sound common fields.",
	},
	{"V02", severityBoth, "A single choice has 3 to 5 options, better 3 or 4; a multiple response has 4 to 7."},
	{"V03", severityError, "A single choice has one right option; a multiple response has at least two right and two " +
		"wrong, and asks for as many as are right."},
	{
		"V04", severityError,
		"No option speaks of the other options (all of these, none of the above, a and c) or says that one does not know.",
	},
	{"V05", severityBoth, "The right option is not given away by being longer, and options are of similar length."},
	{
		"V06", severityBoth,
		"A question asks what is so. If it must ask what is not, it says **NOT** in bold capitals, and no option is " +
			"negative too.",
	},
	{"V07", severityBoth, "Words such as always, never and all stand in no option, least of all in wrong ones alone."},
	{"V08", severityWarning, "No word of the question comes back in the right option alone."},
	{
		"V09", severityError,
		"Grammar does not give the answer away: the question does not end in a, an, is or are, and all options or none " +
			"end in a full stop.",
	},
	{"V10", severityBoth, "No two options say the same, and ranges do not overlap."},
	{"V11", severityError, "Numbers and dates stand in ascending order, unshuffled; all other options are shuffled."},
	{
		"V12", severityBoth,
		"A question has 5 to 40 words, ends with a question mark, a colon or one gap, and does not begin with the gap.",
	},
	{"V13", severityBoth, "An option has at most 15 words, and never more than 30."},
	{"V14", severityError, "Every option, prompt, gap and verdict has feedback of its own, 5 to 60 words that explain."},
	{"V15", severityWarning, "At least half of the wrong options name the misconception that they stand for."},
	{"V16", severityError, "A question says where its answer can be read, and every quotation stands in a listed source."},
	{"V17", severityBoth, "Question and options are easy to read: school year 9, sentences of at most 25 words."},
	{"V18", severityWarning, "No question of a quiz gives away the answer of another."},
	{
		"V19", severityError,
		"A chronology has 4 to 7 events in true order, without years in the text and with dates that settle the order.",
	},
	{"V20", severityError, "A matching has 3 to 8 prompts, a choice to spare, and an answer for every prompt."},
	{"V21", severityError, "A cloze has 1 to 5 gaps, at most one for six words; accepted answers differ, can be " +
		"matched, and name one person only."},
	{
		"V22", severityError,
		"Bands of an estimate widen while their scores fall from 1, and a count of victims has a context.",
	},
	{"V23", severityError, "Of 3 to 8 passages to choose, each stands once in its source and none overlap; some are " +
		"right, in at most 40 per cent of its words, and two or more are not."},
	{
		"V24", severityError,
		"A comparison has two sources, 3 to 6 points that do not all have one answer, and a model answer of 40 to 120 " +
			"words that names both sources.",
	},
	{"V25", severityBoth, "A statement is one clause of at most 25 words and its correction fits it. All statements are " +
		"asked about in the same words, without a source beside them; a lesson has true and false ones. Of ten or " +
		"more, 40 to 60 per cent are false, and neither length nor numbers nor place tells them from the true ones."},
	{"V26", severityError, "Names in questions are spelled as in the list of people."},
	{
		"V27", severityBoth,
		"A quiz covers each objective at least twice, takes at most 15 minutes, and earns at least 30 per " +
			"cent of its marks from sources.",
	},
	{
		"V28", severityWarning,
		"Over all questions, the right option is neither the longest nor the shortest more often than chance would " +
			"have it.",
	},
	{"V29", severityWarning, "Over all unshuffled questions, the right option does not favour a position."},
	{"V30", severityError, "A provenance has 2 to 4 parts to choose and one or two to write; a part to write has a " +
		"range of words and 3 to 5 levels."},
	{
		"V31", severityError,
		"A next source has 3 to 5 cards, of which one is the best and says what it says, and 3 to 5 reasons, of which " +
			"some hold for it and some do not.",
	},
	{"V32", severityWarning, "No wrong option throws the evidence away (worthless, counts for nothing, nobody can " +
		"know): nobody believes it."},
	{"V33", severityWarning, "A question names what it speaks about, or shows it."},
}

// checkedHere are the rules that Question.Check decides, so that it can tell a waiver that has nothing to waive.
var checkedHere = []string{
	"V01", "V02", "V03", "V04", "V05", "V06", "V07", "V08", "V09", "V10", "V11", "V12", "V13", "V14", "V15",
	"V19", "V20", "V21", "V22", "V25", "V30", "V31", "V32",
}

func knownRule(id string) bool {
	for _, r := range Rules {
		if r.ID == id {
			return true
		}
	}
	return false
}
