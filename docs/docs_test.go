package docs_test

import (
	"strings"
	"testing"

	"dossier/docs"
)

// The page says what the file says, with nothing of its marks.
func TestPrivacy(t *testing.T) {
	blocks := docs.Privacy()
	if blocks[0].Level != 1 || blocks[0].Text == "" {
		t.Errorf("it begins with %+v", blocks[0])
	}
	headings, items := 0, 0
	for i, b := range blocks {
		for _, text := range append(b.Items, b.Text) {
			if strings.ContainsAny(text, "#*\n") || strings.HasPrefix(text, "- ") {
				t.Errorf("block %d: %q", i, text)
			}
		}
		if b.Level == 2 {
			headings++
		}
		items += len(b.Items)
		if b.Level > 1 && i > 0 && blocks[i-1].Level != 0 || b.Level == 0 && b.Text == "" && len(b.Items) == 0 {
			t.Errorf("block %d is %+v", i, b)
		}
	}
	if headings != 5 || items != 19 {
		t.Errorf("%d headings and %d items", headings, items)
	}
	var all string
	for _, b := range blocks {
		all += b.Text + strings.Join(b.Items, " ")
	}
	if !strings.Contains(all, "opens “My progress” and then “Your data”. A teacher") {
		t.Error("the names of pages are not quoted")
	}
}
