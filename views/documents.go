package views

import "dossier/internal/course"

// usedFor says how much of the course rests on a document.
func usedFor(use course.DocumentUse) string {
	if use.Facts == 0 {
		return "No claim of the course rests on it."
	}
	words := plural(use.Facts, "1 claim names", "claims name") + " it."
	switch {
	case use.Alone == use.Facts:
		words += " Nothing else supports them."
	case use.Alone > 0:
		words += " For " + itoa(use.Alone) + " of them there is nothing else."
	}
	return words
}
