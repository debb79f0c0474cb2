package course

import "dossier/internal/quiz"

// Rules lists what is checked about the files of a course, beside quiz.Rules about questions.
var Rules = []quiz.Rule{
	{ID: "Y01", Severity: "error",
		Text: "Every file is UTF-8, neither too large nor too deep, well-formed YAML with one document or Markdown with " +
			"front matter, and has no unknown fields."},
	{ID: "R01", Severity: "error or warning",
		Text: "Everything that is referred to exists, and links stay inside the course. What the teacher's guide misses " +
			"under an overlay is a warning."},
	{ID: "R02", Severity: "error",
		Text: "Ids are kebab case of 3 to 64 characters and are defined once; a source's file is named after its id."},
	{ID: "R03", Severity: "error", Text: "Every paragraph, list, opening and side of a comparison cites a fact."},
	{ID: "R04", Severity: "error or warning",
		Text: "Every fact, figure, source and misconception is used; what an overlay leaves unused is a warning."},
	{ID: "R05", Severity: "error",
		Text: "A fact has a ledger number and says what it rests on; people, events, figures and the places of a map " +
			"cite facts."},
	{ID: "R06", Severity: "error",
		Text: "No field that is needed is empty, and a field with a list of values has one of them."},
	{ID: "R07", Severity: "error", Text: "Dates are days, months or years."},
	{ID: "R08", Severity: "error", Text: "Texts hold no HTML, no images and no lines that Markdown would drop."},
	{ID: "R09", Severity: "error",
		Text: "A figure has data that can be drawn: whole numbers to be counted, bars above zero, days on a timeline, " +
			"places that lie on their map, on land, with labels that can be read."},
	{ID: "R10", Severity: "error",
		Text: "A source has a faithful and a plain reading, without links, and quotes at most 14 words in a row."},
	{ID: "R11", Severity: "error",
		Text: "A lesson has 4 to 6 sections, 900 to 1,500 words, 3 or 4 objectives, blocks of known kinds, and ten " +
			"questions for its quiz; none or five sentences to remember. A section has at most 450 words and asks at " +
			"most two questions."},
	{ID: "R12", Severity: "error",
		Text: "The plain words of a lesson have its sections in its order, rest on the same facts (at least half of " +
			"them), and have a reading grade of 6 at most."},
	{ID: "O01", Severity: "error",
		Text: "What a source's original is known by: three words at each end, the number of words, a signature, and at " +
			"most eight single words from inside."},
	{ID: "B01", Severity: "error",
		Text: "A bench has a version, a rising number of words, prompts, two sources or more, and at least three phrases " +
			"to pick in each, all in the author's own words. An unseen bench has no prompts and no clock, and an exam " +
			"question no sources."},
	{ID: "B02", Severity: "error", Text: "What a bench shows before the reveal names nobody who wrote its texts."},
	{ID: "B03", Severity: "error",
		Text: "The clock of a bench and its sorting task have something that each writer knew, could have known and " +
			"could not have known."},
	{ID: "B04", Severity: "error",
		Text: "A rubric has skills with five levels, each described for markers and for students, and says how to reach " +
			"the next."},
	{ID: "B05", Severity: "error",
		Text: "A rule of the coach catches the sentences that it should, and none of the sentences of good answers."},
	{ID: "B06", Severity: "error", Text: "What the blind reading says before its second time names nobody."},
	{ID: "G01", Severity: "error or warning",
		Text: "The teacher's guide has a page on every lesson, named after the lesson's file, with all headings in their " +
			"order and something under each; a page that an overlay lacks is a warning."},
	{ID: "G02", Severity: "error",
		Text: "A page of the guide names four to eight words to teach and exactly two misconceptions, each once."},
	{ID: "G03", Severity: "error",
		Text: "The guide has three routes, of 3, 6 and 12 periods; each period has lessons, and reads sections of these."},
	{ID: "G04", Severity: "error",
		Text: "The guide sets a mark and a note beside each of our five levels, for every examination board."},
}
