package web_test

import (
	"fmt"
	"testing"
	"time"

	"dossier/internal/web"
)

// Times are those of the school, wherever the program runs.
func TestTimesAreTheSchools(t *testing.T) {
	t.Parallel()
	for zone, want := range map[string]string{
		"Asia/Tokyo":       "2 September 2026, 01:00",
		"America/New_York": "1 September 2026, 12:00",
	} {
		place, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		s := newSiteWith(t, func(c *web.Config) { c.Zone = place }).setUp()
		s.clock.pass(time.Date(2026, 9, 1, 16, 0, 0, 0, time.UTC).Sub(s.clock.now()))
		student := s.student("Ana")
		l := s.course.Lessons[0]
		ask := s.asked(student.open(checkPage(l, l.Checks[0])), l.Checks[0].ID)
		student.post(ask.action, ask.answer(true)).want(303)
		s.owner.signIn(ownerName)
		s.owner.open(fmt.Sprintf("/classes/%d/students/1/answers", s.class)).says(want)
	}
}
