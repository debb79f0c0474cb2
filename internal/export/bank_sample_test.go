package export_test

import (
	"dossier/internal/export"
	"dossier/internal/quiz"
)

func ptr[T any](v T) *T { return &v }

// common is the fields that all kinds have, each with something in it.
func common(kind string) quiz.Common {
	return quiz.Common{ID: "q-" + kind, Version: 3, Kind: kind, Title: "A question of " + kind,
		Objectives: []string{"x-o1"}, Skills: []string{"causation"}, Tests: quiz.TestsHistory,
		Stimulus: []string{"source:letter"}, Difficulty: 2, Marks: 4, Seconds: 90, Stem: "What do we know?",
		Feedback: quiz.Feedback{General: "Said to all.", Correct: "Said when right.", Partial: "Said when partly right.",
			Incorrect: "Said when wrong."},
		Refs: []string{"lesson:x#y"}}
}

func options() []quiz.Option {
	return []quiz.Option{
		{ID: "a", Text: "the letter", Correct: true, Feedback: "It was written then."},
		{ID: "b", Text: "the memoir", Misconception: "m-late", Feedback: "It is late."},
		{ID: "c", Text: "the poster", Feedback: "It was for everybody."},
	}
}

// samples has a question of every kind.
func samples() map[string]*quiz.Question {
	of := func(kind string, body quiz.Body) *quiz.Question {
		return &quiz.Question{Common: common(kind), Body: body}
	}
	several := append(options(), quiz.Option{ID: "d", Text: "the diary", Correct: true, Feedback: "It was private."})
	writing := []quiz.WrittenPart{{ID: "w", Ask: "Why?", Words: quiz.WordRange{Min: 10, Max: 60},
		Levels: []string{"nothing", "a reason", "a reason with proof"}}}
	all := map[string]*quiz.Question{
		"single_choice": of("single_choice", &quiz.SingleChoice{Options: options(), Shuffle: ptr(false)}),
		"multiple_response": of("multiple_response", &quiz.MultipleResponse{Options: several, Shuffle: ptr(false),
			Choose: quiz.Choose{Mode: "exactly", N: 2}, Scoring: "all_or_nothing"}),
		"true_false_correction": of("true_false_correction", &quiz.TrueFalse{Statement: "Kirov died in 1935.",
			WrongSpan: "1935", FeedbackTrue: "Look at the date.", FeedbackFalse: "It was 1934.",
			Correction: quiz.Correction{Match: "name", Near: 0.5,
				Accept: []quiz.Accept{{Text: "1934"}, {Text: "1933", Score: 0.5}}}}),
		"chronology": of("chronology", &quiz.Chronology{Scoring: "exact", Items: []quiz.Item{
			{ID: "a", Text: "a shot", Date: "1934-12-01"}, {ID: "b", Text: "a law", Date: "1934-12-01"},
			{ID: "c", Text: "a trial", Date: "1936-08"}, {ID: "d", Text: "an order", Date: "1937"}}}),
		"matching": of("matching", &quiz.Matching{Reuse: true,
			Prompts: []quiz.Prompt{{ID: "p1", Text: "Kamenev", Answer: "c1", Feedback: "In August."},
				{ID: "p2", Text: "Pyatakov", Answer: "c2", Feedback: "In January."},
				{ID: "p3", Text: "Bukharin", Answer: "c3", Feedback: "In March."}},
			Choices: []quiz.Choice{{ID: "c1", Text: "1936"}, {ID: "c2", Text: "1937"}, {ID: "c3", Text: "1938"},
				{ID: "c4", Text: "1939"}}}),
		"cloze": of("cloze", &quiz.Cloze{BoxChars: 20, Text: "In {{y}} {{n}} shot Kirov; the {{r}} said so.",
			Gaps: []quiz.Gap{
				{ID: "y", Match: "year", Accept: []quiz.Accept{{Text: "1934"}}, Feedback: "In December.",
					Wrong: []quiz.WrongAnswer{{Text: "1936", Feedback: "Too late."}}},
				{ID: "n", Match: "name", Near: 0.5, Accept: []quiz.Accept{{Text: "Nikolaev"}, {Text: "N*", Score: 0.4}},
					Feedback: "Leonid Nikolaev.", Wrong: []quiz.WrongAnswer{{Text: "Zinoviev", Feedback: "He was far away."}}},
				{ID: "r", Match: "regex", Accept: []quiz.Accept{{Text: "(news)?papers?"}}, Feedback: "All of them."}}}),
		"numeric_estimate": of("numeric_estimate", &quiz.NumericEstimate{Answer: 20, Unit: "of them", Number: "percent",
			Context: "Two years.", Bands: []quiz.Band{{WithinPct: ptr(10.0), Score: 1}, {Within: ptr(5.0), Score: 0.5},
				{Factor: ptr(3.0), Score: 0.23}}}),
		"evidence_highlight": of("evidence_highlight", &quiz.EvidenceHighlight{Source: "letter", MinPick: 1, MaxPick: 2,
			Segments: []quiz.Span{{ID: "s1", Quote: "we were told", Role: "key", Feedback: "Told by others."},
				{ID: "s2", Quote: "I saw", Role: "trap", Feedback: "He was not there."},
				{ID: "s3", Quote: "they say", Role: "key", Feedback: "Hearsay."},
				{ID: "s4", Quote: "perhaps", Role: "near", Feedback: "Not sure."},
				{ID: "s5", Quote: "in March", Role: "trap", Feedback: "A date."}},
			Because: &quiz.Because{Ask: "Why?", Options: options()}}),
		"provenance": of("provenance", &quiz.Provenance{Source: "letter", Writing: writing,
			Auto: []quiz.Aspect{{ID: "who", Ask: "Who speaks?", Options: options()},
				{ID: "when", Ask: "When?", Options: []quiz.Option{{ID: "a", Text: "1936", Correct: true, Feedback: "So it says."},
					{ID: "b", Text: "1956", Misconception: "m-thaw", Feedback: "No."}}}}}),
		"comparison": of("comparison", &quiz.Comparison{Sources: []string{"letter", "speech"}, Writing: writing,
			Model: "The letter is private, and the speech is not.",
			Points: []quiz.Point{{ID: "p1", Text: "names a day", Answer: "first", Feedback: "In its head."},
				{ID: "p2", Text: "accuses", Answer: "second", Feedback: "At its end."},
				{ID: "p3", Text: "is signed", Answer: "both", Feedback: "By hand."}}}),
		"next_source": of("next_source", &quiz.NextSource{Claim: "Nobody knew.",
			Options: []quiz.Card{{ID: "a", Card: "Letters of 1936", Value: 1, Reasons: []string{"r1", "r2"},
				Reveal: "Some knew.", Feedback: "From the day."},
				{ID: "b", Card: "A textbook", Value: 0.25, Reasons: []string{"r3"}, Feedback: "Late."}},
			Reasons: []quiz.Reason{{ID: "r1", Text: "from the day"}, {ID: "r2", Text: "private"}, {ID: "r3", Text: "short"}}}),
	}
	all["comparison"].Body.(*quiz.Comparison).SetSources([]quiz.SourceText{{Name: "Ivan"}, {Name: "Pyotr"}})
	return all
}

// sampleBank has a question of every kind, in the order of the kinds, and a writing task.
func sampleBank() export.Bank {
	all := samples()
	bank := export.Bank{Title: "The Purge: a sample"}
	letter := export.Shown{ID: "letter", Name: "A letter (Ivan, 1936)",
		Words: "We were told <that> he had gone.\nI saw nothing."}
	figure := export.Shown{ID: "figure", Name: "Arrests", Words: "Two bars.", Figure: true}
	for _, kind := range quiz.Kinds {
		entry := export.BankEntry{Category: []string{"1. War/peace", "Quiz"}, Question: all[kind]}
		switch kind {
		case "evidence_highlight", "provenance":
			entry.Shown = []export.Shown{letter}
		case "numeric_estimate":
			entry.Shown = []export.Shown{figure}
		}
		bank.Entries = append(bank.Entries, entry)
	}
	bank.Entries = append(bank.Entries, export.BankEntry{Category: []string{"Writing"}, Task: &export.WritingTask{
		ID: "bench-sample", Version: 2, Title: "Two verdicts", Ask: "Why do they differ?", Marks: 20, Min: 100, Max: 250,
		Scaffold: []string{"Name both texts."}, Rubric: "Sourcing\n0: nothing\n4: all",
		Model:      "They differ in what they knew.",
		Indicative: []string{"One was there."}, Exemplars: []string{"A weak answer."},
		Left: []string{"The cards stay in Dossier."}}, Shown: []export.Shown{letter}})
	return bank
}
