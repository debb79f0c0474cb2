package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

const day = 24 * time.Hour

// How long sessions live in these tests.
const guestLife, idleLife, otherLife = 90 * day, 14 * day, day

func (s *school) sweep() store.Swept {
	s.t.Helper()
	swept, err := s.Sweep(s.t.Context(), store.Before{Guests: s.now().Add(-guestLife),
		Idle: s.now().Add(-idleLife), Others: s.now().Add(-otherLife)})
	s.must(err)
	return swept
}

// sweepFor sweeps once an hour, as the program does.
func (s *school) sweepFor(d time.Duration) (all store.Swept) {
	s.t.Helper()
	for end := s.now().Add(d); s.now().Before(end); s.pass(time.Hour) {
		swept := s.sweep()
		all.Guests += swept.Guests
		all.Sessions += swept.Sessions
		if swept.Doubt != 0 {
			all.Doubt = swept.Doubt
		}
	}
	return all
}

// held says whether a session is there.
func (s *school) held(n int) bool {
	s.t.Helper()
	_, err := s.Session(s.t.Context(), hash(n))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		s.t.Fatal(err)
	}
	return err == nil
}

func (s *school) guests() int { return s.count(`SELECT count(*) FROM student WHERE class_id IS NULL`) }

func TestSweepTakesTwoLooks(t *testing.T) {
	s := newSchool(t)
	s.join("ana", 1, 0)
	s.finish(s.guest(2), 1, 1)
	s.must(s.StartTeacherSession(t.Context(), s.teacher, hash(3)))
	s.finish(s.guest(4), 1, 1)
	s.must(s.EndSession(t.Context(), hash(4))) // nobody can come back to this one
	s.finish(s.guest(5), 1, 1)
	if got := s.sweepFor(day); got != (store.Swept{}) {
		t.Errorf("in the first day: %+v, want nothing", got)
	}
	s.must(s.SeeSession(t.Context(), hash(5)))
	if got := s.sweepFor(day + time.Hour); got != (store.Swept{Guests: 1, Sessions: 2}) {
		t.Errorf("in the second day: %+v, want the guest who cannot come back, and two sessions", got)
	}
	if got, want := [4]bool{s.held(1), s.held(2), s.held(3), s.held(5)}, [4]bool{false, true, false, true}; got != want {
		t.Errorf("sessions: %v, want %v", got, want)
	}
	s.sweepFor(89 * day) // the guest's 90 days end in the last of these, and the first look finds it
	s.must(s.SeeSession(t.Context(), hash(5)))
	s.sweepFor(2 * day)
	if s.held(2) || !s.held(5) {
		t.Errorf("after 90 days and two looks: %v %v, want the one who came back alone", s.held(2), s.held(5))
	}
	if n := s.count(`SELECT count(*) FROM response`); n != 2 {
		t.Errorf("%d answers are left, want the 2 of the guest who came back", n)
	}
	if n := s.count(`SELECT count(*) FROM student WHERE class_id IS NOT NULL`); n != 1 {
		t.Error("a sweep took a student of a class away")
	}
}

// S6: a guest who has answered nothing goes after two weeks, one with an answer, a text or a choice stays for ninety
// days.
func TestS6IdleGuestsGoEarlier(t *testing.T) {
	s := newSchool(t)
	s.guest(1) // has marked a section as read
	s.quiz(s.guest(2))
	s.finish(s.guest(3), 1, 1)
	s.write(s.guest(4), "a text")
	s.must(s.TrustBefore(t.Context(), store.Answerer{Student: s.guest(5)}, bench, []classroom.Trust{{Source: "a",
		Before: 4}}))
	s.guest(6)
	s.sweepFor(10 * day)
	s.must(s.SeeSession(t.Context(), hash(6))) // and is still there
	if got := s.sweepFor(3 * day); got.Guests != 0 {
		t.Errorf("%d guests went before two weeks were over", got.Guests)
	}
	if got := s.sweepFor(3 * day); got.Guests != 2 {
		t.Errorf("%d guests went after two weeks, want the two who have answered nothing", got.Guests)
	}
	for session, stays := range map[int]bool{1: false, 2: false, 3: true, 4: true, 5: true, 6: true} {
		if s.held(session) != stays {
			t.Errorf("guest %d is still there: %v", session, !stays)
		}
	}
}

func TestSweepGoesInBatches(t *testing.T) {
	s := newSchool(t)
	const many = 450
	s.must(s.Write(t.Context(), func(tx store.Tx) error {
		_, err := tx.ExecContext(t.Context(), `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
			INSERT INTO student (name, name_key, pin_hash, created_at, last_active_at) SELECT '', '', '', 0, 0 FROM n`, many)
		return err
	}))
	s.sweep()
	s.pass(day)
	if got := s.sweep(); got.Guests != many || s.guests() != 0 {
		t.Errorf("%+v, and %d are left; want all %d deleted", got, s.guests(), many)
	}
}

// Whatever a clock does, what guests have done in the last weeks is there after it was set right.
func TestF8AWrongClockDeletesNothing(t *testing.T) {
	const year = 365 * day
	cases := map[string]func(s *school){
		"a year fast at one start": func(s *school) {
			s.pass(year)
			s.sweepFor(3 * time.Hour)
			s.pass(-year)
			s.sweepFor(3 * day)
		},
		"a year fast while people answer": func(s *school) {
			s.pass(year)
			for i := range 8 {
				s.sweepFor(time.Hour)
				s.guest(100 + i)
			}
			s.pass(-year)
			s.sweepFor(3 * day)
		},
		"a year fast for a week": func(s *school) {
			s.pass(year)
			s.sweepFor(7 * day)
			s.pass(-year)
			s.sweepFor(7 * day)
		},
		"two years slow and set right": func(s *school) {
			s.pass(2 * year)
			s.sweepFor(7 * day)
		},
		"back for a week": func(s *school) {
			s.pass(-2 * year)
			s.sweepFor(7 * day)
			s.pass(2 * year)
			s.sweepFor(7 * day)
		},
		"to and fro": func(s *school) {
			for i := range 20 {
				s.pass(time.Duration(1-i%2*2) * year)
				s.sweepFor(5 * time.Hour)
			}
		},
		"nobody there all summer": func(s *school) {
			s.pass(75 * day)
			s.sweepFor(7 * day)
		},
	}
	for name, happens := range cases {
		t.Run(name, func(t *testing.T) {
			s := newSchool(t)
			for i := range 16 {
				s.finish(s.guest(10+i), 1, 1)
			}
			s.sweepFor(2 * day)
			happens(s)
			if n := s.count(`SELECT count(*) FROM response`); n != 32 {
				t.Errorf("%d answers are left, want all 32", n)
			}
			for i := range 16 {
				if !s.held(10 + i) {
					t.Errorf("guest %d cannot come back", i)
				}
			}
		})
	}
}

// A clock that stays where it leapt to is believed in the end, and sweeping goes on.
func TestALastingLeapIsBelieved(t *testing.T) {
	for _, leap := range []time.Duration{365 * day, -365 * day} {
		t.Run(fmt.Sprint(leap), func(t *testing.T) {
			s := newSchool(t)
			s.guest(1)
			s.sweepFor(2 * day)
			s.pass(leap)
			if got := s.sweep(); (got.Doubt - leap).Abs() > day {
				t.Errorf("doubt: got %v, want about %v", got.Doubt, leap)
			}
			s.sweepFor(2 * day)
			if got := s.sweep(); got.Doubt != 0 {
				t.Errorf("after two days the clock is still doubted: %v", got.Doubt)
			}
			if got := s.sweepFor(95 * day); got.Guests != 1 {
				t.Errorf("after the guest's time: %+v, want one guest deleted", got)
			}
		})
	}
}

// The clock's doubts are kept over a restart: a program that is started each morning sweeps too.
func TestSweepRemembersOverARestart(t *testing.T) {
	s := newSchool(t)
	dir := t.TempDir()
	start := func() *school {
		opened, err := store.Open(t.Context(), dir, s.now)
		s.must(err)
		return &school{Store: opened, t: t, at: s.now()}
	}
	first := start()
	first.guest(1)
	s.must(first.EndSession(t.Context(), hash(1)))
	if got := first.sweep(); got.Guests != 0 {
		t.Errorf("at the first look: %+v", got)
	}
	closeStore(t, first.Store)
	s.pass(day + time.Hour)
	second := start()
	if got := second.sweep(); got.Guests != 1 {
		t.Errorf("at the second look, after a restart: %+v, want one guest", got)
	}
	closeStore(t, second.Store)
}

func TestASessionFromTheFuture(t *testing.T) {
	s := newSchool(t)
	s.must(s.StartTeacherSession(t.Context(), s.teacher, hash(1)))
	s.pass(-48 * time.Hour)
	found, err := s.Session(t.Context(), hash(1))
	s.must(err)
	now := s.now()
	if found.Idle(now) != 0 || found.Age(now) != 0 || !found.Ahead(now) {
		t.Errorf("idle %v, age %v, ahead %v; want 0, 0, true", found.Idle(now), found.Age(now), found.Ahead(now))
	}
	s.must(s.SeeSession(t.Context(), hash(1)))
	s.pass(3 * time.Hour)
	found, err = s.Session(t.Context(), hash(1))
	s.must(err)
	now = s.now()
	if found.Idle(now) != 3*time.Hour || found.Age(now) != 3*time.Hour || found.Ahead(now) {
		t.Errorf("idle %v, age %v, ahead %v; want 3h, 3h, false", found.Idle(now), found.Age(now), found.Ahead(now))
	}
}

// The first quiz is the first by the order of answering, whatever the clock says.
func TestF8TheFirstQuizStaysTheFirst(t *testing.T) {
	s := newSchool(t)
	ana := s.join("ana", 1, 0)
	s.finish(ana, 2, 1)
	s.pass(-48 * time.Hour)
	s.finish(ana, 0, 1)
	want := classroom.QuizRecord{FirstMarks: 3, FirstOutOf: 4, BestShare: 0.75, LatestShare: 0.25}
	if got := s.record(ana).Quiz; got == nil || *got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// A write takes the time along, once a minute; a leap of the clock waits for Sweep.
func TestWritesKeepTheLatestTime(t *testing.T) {
	s := newSchool(t)
	start := s.now()
	s.guest(1)
	for _, step := range []struct {
		pass time.Duration
		want time.Duration // of the latest time since the start
	}{
		{10 * time.Second, 0}, {time.Minute, 70 * time.Second}, {-time.Hour, 70 * time.Second},
		{31 * day, 70 * time.Second}, {-30 * day, 24*time.Hour - time.Hour + 70*time.Second},
	} {
		s.pass(step.pass)
		s.must(s.SeeSession(t.Context(), hash(1)))
		latest := int64(s.count(`SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'latest_time'`))
		if got := time.UnixMilli(latest).Sub(start); got != step.want {
			t.Errorf("after %v: the latest time is %v after the start, want %v", step.pass, got, step.want)
		}
	}
}
