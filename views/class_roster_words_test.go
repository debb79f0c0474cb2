package views

import "testing"

func TestSeenInASentence(t *testing.T) {
	for seen, want := range map[string]string{
		"": "not here yet", "now": "here now", "17 min": "last seen 17 min ago", "today": "last seen today",
		"1 day": "last seen 1 day ago", "12 days": "last seen 12 days ago", "Jan 2026": "last seen Jan 2026",
	} {
		if got := (RosterRow{Seen: seen}).seen(); got != want {
			t.Errorf("%q: got %q, want %q", seen, got, want)
		}
	}
}
