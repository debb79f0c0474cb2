package views

import (
	"testing"

	"dossier/internal/quiz"
)

// A kind of question that was added halfway is named here.
func TestEveryKindHasAForm(t *testing.T) {
	known := map[string]bool{}
	for _, name := range quiz.Kinds {
		known[name] = true
		if kinds[name].form == nil {
			t.Errorf("the pages have no form for %s: add it to kinds", name)
		}
		if kinds[name].shown == nil {
			t.Errorf("the pages cannot show %s to a class: add it to kinds", name)
		}
		if kinds[name].byHand == nil {
			t.Errorf("no key says how the marks for %s are given by hand: add it to kinds", name)
		}
	}
	for name := range kinds {
		if !known[name] {
			t.Errorf("the pages have a form for %s, and there is no such kind of question", name)
		}
	}
}
