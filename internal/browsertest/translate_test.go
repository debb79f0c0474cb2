package browsertest

import (
	"fmt"
	"testing"
)

// A browser that translates pages must leave names and codes alone: Rose, Mark and Grace are people, and a code that
// is read aloud has to be the code.
func TestNamesAreNotTranslated(t *testing.T) {
	t.Parallel()
	p := startProgram(t, "--dev")
	v := newVisitor(t, desk)
	// The pages of the gallery, with what they show of people and codes. The sample names are those of the gallery.
	for page, names := range map[string][]string{
		"class-30":           {"Rosa", "Uma", "10B History", "K7W-Q3M", "Ms Lee"},
		"class-odd-names":    {"李小龍", "محمد عبد الرحمن", "Zoë 👩🏽‍🎓 & Co"},
		"classes":            {"10B History", "K7W-Q3M"},
		"student-no-answers": {"Amira", "10B History"},
		"student-new-pin":    {"402713", "محمد عبد الرحمن"},
		"student-pin":        {"محمد عبد الرحمن"},
		"student-sheet":      {"Maximiliane-Theodora von Hohenfels-Okafor", "10B History"},
		"student-settings":   {"Yusuf A."},
		"join-screen":        {"192.168.1.20:8080", "10.0.0.7:8080", "K7W-Q3M", "10B History"},
		"pin-new":            {"محمد عبد الرحمن", "10B History"},
		"pin-known":          {"محمد عبد الرحمن", "10B History"},
		"name":               {"10B History"},
		"me":                 {"Maximiliane-Theodora von Hohenfels-Okafor"},
		"script-form":        {"Student 412"},
		"script-marked":      {"Student 412", "Ms Lee"},
		"marking-skill":      {"Student 412"},
		"marking-queue":      {"10B History", "11A"},
		"moderation":         {"Student 412", "Maximiliane-Theodora von Hohenfels-Okafor"},
		"evidence-map":       {"10B History"},
		"account":            {"Ms Lee"},
		"teachers":           {"Ms Lee", "Maximiliane-Theodora von Hohenfels-Okafor", "10C"},
		"teachers-link":      {"Maximiliane-Theodora von Hohenfels-Okafor", "192.168.1.20:8080"},
		"teachers-remove":    {"Maximiliane-Theodora von Hohenfels-Okafor", "9A History"},
		"passphrase-link":    {"Mr Ito"},
		"class-life":         {"10B History"},
		"class-delete":       {"10B History", "Mr Ito"},
		"classes-many":       {"10B History", "K7W-Q3M"},
	} {
		v.open(p.URL + "/dev/gallery/" + page)
		for _, name := range names {
			translated, seen := countTexts(v, name)
			if seen == 0 {
				t.Errorf("%s does not show %q", page, name)
			}
			if translated > 0 {
				t.Errorf("%s lets %q be translated, %d times", page, name, translated)
			}
		}
	}
}

// countTexts counts the texts of the page that hold these words: those that may be translated, and all.
func countTexts(v *visitor, words string) (translated, all int) {
	v.t.Helper()
	got := read[[2]int](v, fmt.Sprintf(`(() => {
		const counts = [0, 0], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		while (walk.nextNode()) {
			if (!walk.currentNode.data.includes(%q) || walk.currentNode.parentElement.closest("script, style")) continue;
			counts[1]++;
			if (!walk.currentNode.parentElement.closest("[translate=no]")) counts[0]++;
		}
		return counts;
	})()`, words))
	return got[0], got[1]
}
