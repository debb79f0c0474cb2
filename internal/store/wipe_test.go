package store_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/disktest"
	"dossier/internal/store"
)

// Whoever answers while traces are wiped is served before the wiping is; it is done when nobody comes. How long each
// takes is told.
func TestAnswersGoBeforeWiping(t *testing.T) {
	s := &school{t: t, at: clock(), Store: openStore(t, classOfFour(t)), class: 1, teacher: 1, forms: 1000}
	defer closeStore(t, s.Store)
	stored := disktest.Rounds(20_000, 1_000_000)
	s.crowdOfGuests(stored/20, 1)
	who := s.join(canary, 100, 0)
	s.must(s.EraseStudents(t.Context(), 1, s.class, []classroom.StudentID{who}))
	var waits []time.Duration
	stop, ended := make(chan bool), make(chan bool)
	go func() {
		defer close(ended)
		for {
			select {
			case <-stop:
				return
			default:
			}
			if _, err := s.Wipe(t.Context()); err != nil {
				t.Error(err)
			}
		}
	}()
	for i := range disktest.Rounds(20, 60) {
		for range rand.IntN(2000) { // somewhere on the way
			s.count(`SELECT count(*) FROM meta`)
		}
		answer := s.given("q1", 1, "an answer")
		begun := time.Now()
		s.must(s.RecordCheck(t.Context(), store.Answerer{Student: classroom.StudentID(i%writers + 1)}, "lesson",
			[]byte("key"), answer))
		waits = append(waits, time.Since(begun))
	}
	close(stop)
	<-ended
	s.must(s.EraseStudents(t.Context(), 1, s.class, []classroom.StudentID{1}))
	begun := time.Now()
	s.wipe()
	slices.Sort(waits)
	t.Logf("with %d answers: wiped in %v; answers meanwhile p50 %v, %v at most", stored, time.Since(begun),
		waits[len(waits)/2], waits[len(waits)-1])
}
