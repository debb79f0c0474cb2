package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
)

// pick ticks phrases in an essay without changing its text.
func (s *school) pick(student classroom.StudentID, phrases ...string) {
	s.t.Helper()
	n := classroom.NewText{Bench: bench, BenchVersion: 1, Rubric: "r1", Tab: s.form()}
	if e, err := s.Essay(s.t.Context(), student, bench); err == nil {
		n.Base, n.Text = e.Rev, e.Text
	}
	for _, phrase := range phrases {
		n.Picks = append(n.Picks, classroom.NewPick{Phrase: phrase, Source: "s", Quote: "words of " + phrase})
	}
	_, err := s.SaveText(s.t.Context(), store.Answerer{Student: student}, n)
	s.must(err)
}

// busyGuest is a guest who has done everything that can be done at a bench.
func (s *school) busyGuest(session int) classroom.StudentID {
	s.t.Helper()
	ctx, guest := s.t.Context(), s.guest(session)
	s.must(s.TrustBefore(ctx, store.Answerer{Student: guest}, bench, []classroom.Trust{{Source: "a", Before: 1},
		{Source: "third", Before: 5}}))
	s.must(s.TrustAfter(ctx, guest, bench, []classroom.Trust{{Source: "third", After: 5, Moved: "of the guest"}}))
	s.must(s.GuessCards(ctx, guest, bench, []classroom.CardGuess{{Source: "a", Words: "of the guest"}}))
	for _, kind := range essay.Kinds {
		s.must(s.SaveReason(ctx, guest, bench, essay.Reason{Kind: kind.ID, So: "of the guest"}, ""))
	}
	s.must(s.CloseNudge(ctx, guest, bench, "of the guest"))
	s.must(s.Practise(ctx, guest, classroom.NewPractice{Rubric: "r1", Bench: bench, Exemplar: "of the guest", Try: 1,
		Levels: map[string]int{"sourcing": 1}}))
	s.write(guest, "of the guest")
	s.pick(guest, "g1", "g2")
	return guest
}

// work is what a student has done at the bench, apart from texts put aside.
func (s *school) work(student classroom.StudentID) string {
	s.t.Helper()
	ctx := s.t.Context()
	trust, err := s.Trusts(ctx, student, bench)
	s.must(err)
	reasons, err := s.Reasons(ctx, student, bench)
	s.must(err)
	guesses, err := s.CardGuesses(ctx, student, bench)
	s.must(err)
	closed, err := s.ClosedNudges(ctx, student, bench)
	s.must(err)
	practice, err := s.Practices(ctx, student, "r1")
	s.must(err)
	e := s.essay(student)
	judged, rev, err := s.SelfAssessments(ctx, e.ID, e.Place.Round)
	s.must(err)
	return fmt.Sprint(trust, guesses, reasons, closed, practice, s.evidence(student), e, judged, rev)
}

// Whatever a guest has done: who joins with it, or signs in, finds what was handed in as it was, and so does the
// marker.
func TestJoiningChangesNothingThatIsHandedIn(t *testing.T) {
	for _, row := range []struct {
		state essay.State
		reach func(s *school, student classroom.StudentID)
	}{
		{essay.Submitted, func(*school, classroom.StudentID) {}},
		{essay.Claimed, func(s *school, student classroom.StudentID) {
			s.must(s.Claim(s.t.Context(), s.teacher, s.essay(student).ID))
		}},
		{essay.Marked, (*school).marked},
		{essay.Returned, (*school).returned},
		{essay.Resubmitted, func(s *school, student classroom.StudentID) {
			s.returned(student)
			s.must(s.ReviseEssay(s.t.Context(), student, bench))
			s.handIn(student, "once more")
		}},
		{essay.Final, func(s *school, student classroom.StudentID) {
			s.returned(student)
			s.must(s.FinishEssay(s.t.Context(), student, bench))
		}},
	} {
		t.Run(string(row.state), func(t *testing.T) {
			s := newSchool(t)
			student := s.join("Ana", 1, 0)
			s.handIn(student, "handed in")
			row.reach(s, student)
			if got := s.essay(student).Place.State; got != row.state {
				t.Fatalf("the answer is %s, want %s", got, row.state)
			}
			before := s.work(student)
			s.must(s.EnterClass(t.Context(), student, store.Entry{Session: hash(3), Device: []byte("d"),
				Guest: s.busyGuest(2)}))
			if got := s.work(student); got != before {
				t.Errorf("after joining:\ngot  %s\nwant %s", got, before)
			}
			texts, err := s.Texts(t.Context(), student, bench)
			s.must(err)
			if texts[0].Text != "of the guest" || !texts[0].FromGuest {
				t.Errorf("the guest's text is not kept: %+v", texts)
			}
		})
	}
}

func (s *school) marked(student classroom.StudentID) {
	s.t.Helper()
	s.must(s.RecordMark(s.t.Context(), s.teacher, s.mark(s.essay(student), marking.First, 2)))
}

func (s *school) returned(student classroom.StudentID) {
	s.t.Helper()
	s.marked(student)
	s.must(s.ReturnEssays(s.t.Context(), s.teacher, []classroom.EssayID{s.essay(student).ID}))
}

// While a student still writes, a guest's work comes along wherever the student has none.
func TestAGuestsWorkComesAlongToADraft(t *testing.T) {
	for _, row := range []struct {
		name     string
		own      func(s *school, student classroom.StudentID)
		evidence string
		reasons  string // the words of the reason of the first kind
		text     string
	}{
		{"the student has done nothing", func(*school, classroom.StudentID) {}, "1g1true 2g2true", "of the guest",
			"of the guest"},
		{"the student has written", func(s *school, student classroom.StudentID) { s.write(student, "own") },
			"1g1true 2g2true", "of the guest", "own"},
		{"the student has judged it", func(s *school, student classroom.StudentID) {
			s.write(student, "own")
			s.judge(student)
		}, "1g1true 2g2true", "of the guest", "own"},
		{"the student revises", func(s *school, student classroom.StudentID) {
			s.handIn(student, "own")
			s.returned(student)
			s.must(s.ReviseEssay(s.t.Context(), student, bench))
		}, "1g1true 2g2true", "of the guest", "own"},
		{"the student has picked", func(s *school, student classroom.StudentID) { s.pick(student, "s1") }, "1s1true",
			"of the guest", ""},
		{"the student has picked and put back", func(s *school, student classroom.StudentID) {
			s.pick(student, "s1")
			_, err := s.SaveText(s.t.Context(), store.Answerer{Student: student}, classroom.NewText{Bench: bench,
				PutBack: []string{"s1"}})
			s.must(err)
		}, "1s1false", "of the guest", ""},
		{"the student has a reason", func(s *school, student classroom.StudentID) {
			s.must(s.SaveReason(s.t.Context(), student, bench, essay.Reason{Kind: essay.Kinds[0].ID, So: "own"}, ""))
		}, "1g1true 2g2true", "own", "of the guest"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newSchool(t)
			student := s.join("Ana", 1, 0)
			row.own(s, student)
			s.must(s.EnterClass(t.Context(), student, store.Entry{Session: hash(3), Device: []byte("d"),
				Guest: s.busyGuest(2)}))
			if got := s.evidence(student); got != row.evidence {
				t.Errorf("the evidence: got %s, want %s", got, row.evidence)
			}
			reasons, err := s.Reasons(t.Context(), student, bench)
			s.must(err)
			if len(reasons) != len(essay.Kinds) || reasons[0].So != row.reasons {
				t.Errorf("the reasons: got %+v", reasons)
			}
			if got := s.essay(student).Text; got != row.text {
				t.Errorf("the text: got %q, want %q", got, row.text)
			}
			s.pick(student, "new") // after the highest number, whosever it was
			if got, want := s.evidence(student), fmt.Sprintf("%s %dnewtrue", row.evidence,
				len(strings.Fields(row.evidence))+1); got != want {
				t.Errorf("a new phrase: got %s, want %s", got, want)
			}
		})
	}
}

// The tries at an exemplar follow upon each other: a guest's are not put between a student's own.
func TestPracticeIsNotMixed(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	student, guest := s.join("Ana", 1, 0), s.guest(2)
	try := func(who classroom.StudentID, exemplar string, n, level int) {
		s.must(s.Practise(ctx, who, classroom.NewPractice{Rubric: "r1", Bench: bench, Exemplar: exemplar, Try: n,
			Levels: map[string]int{"sourcing": level}}))
	}
	try(student, "one", 1, 4)
	try(guest, "one", 1, 0)
	try(guest, "one", 2, 0)
	try(guest, "two", 1, 0)
	s.must(s.EnterClass(ctx, student, store.Entry{Session: hash(3), Device: []byte("d"), Guest: guest}))
	got, err := s.Practices(ctx, student, "r1")
	s.must(err)
	if len(got) != 1 || len(got[0].Tries) != 1 || got[0].Tries[0]["sourcing"] != 4 {
		t.Errorf("got %+v, want the student's one try", got)
	}
}

func TestAGuestsBenchComesAlong(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	guest := s.guest(5)
	s.must(s.SaveReason(ctx, guest, bench, essay.Reason{Kind: essay.Timing, First: "a", Second: "b", Fact: "f",
		So: "because of that day it was"}, ""))
	s.must(s.Practise(ctx, guest, classroom.NewPractice{Rubric: "r1", Bench: bench, Exemplar: "ex1", Try: 1,
		Levels: map[string]int{"sourcing": 2}}))
	s.must(s.CloseNudge(ctx, guest, bench, "biased"))
	s.write(guest, "as a guest")
	student := s.join("Ana", 6, guest)
	if got := s.essay(student); got.Text != "as a guest" {
		t.Errorf("the text: got %q", got.Text)
	}
	reasons, err := s.Reasons(ctx, student, bench)
	s.must(err)
	tries, err := s.Practices(ctx, student, "r1")
	s.must(err)
	closed, err := s.ClosedNudges(ctx, student, bench)
	s.must(err)
	if len(reasons) != 1 || len(tries) != 1 || !closed["biased"] {
		t.Errorf("reasons %v, calibration %v, closed %v", reasons, tries, closed)
	}
	// A second guest on the same computer who turns out to be Ana: her own text counts, the other is kept.
	second := s.guest(7)
	s.write(second, "as another guest")
	s.must(s.EnterClass(ctx, student, store.Entry{Session: hash(8), Device: []byte("d"), Guest: second}))
	if got := s.essay(student).Text; got != "as a guest" {
		t.Errorf("the text that counts: got %q", got)
	}
	texts, err := s.Texts(ctx, student, bench)
	s.must(err)
	if len(texts) != 2 || texts[0].Text != "as another guest" || !texts[0].FromGuest {
		t.Errorf("the history: got %+v", texts)
	}
	if got := s.write(student, "and on"); got.Rev != 3 {
		t.Errorf("writing on: got revision %d, want 3", got.Rev)
	}
}

// A number in a marked text that stood for nothing stays so for its markers, whatever is picked under it while the next
// text is being written, by its author or by a guest whom they turn out to be.
func TestEvidenceOfTheNextTextIsNotThatOfTheMarkedOne(t *testing.T) {
	for name, pick := range map[string]func(s *school, student classroom.StudentID){
		"the author picks": func(s *school, student classroom.StudentID) { s.pick(student, "new", "newer") },
		"the author picks, the clock set back": func(s *school, student classroom.StudentID) {
			s.pass(-48 * time.Hour)
			s.pick(student, "new", "newer")
		},
		"a guest has picked": func(s *school, student classroom.StudentID) {
			s.must(s.EnterClass(s.t.Context(), student, store.Entry{Session: hash(3), Device: []byte("d"), Guest: 1}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSchool(t)
			if guest := s.busyGuest(2); guest != 1 {
				t.Fatalf("the guest has the number %d", guest)
			}
			student := s.join("Ana", 1, 0)
			id := s.handIn(student, "As they say [1] and again [2].").ID
			s.returned(student)
			s.must(s.ReviseEssay(t.Context(), student, bench))
			pick(s, student)
			if got, err := s.Submission(t.Context(), s.teacher, id); err != nil || len(got.Picks) != 0 {
				t.Errorf("markers see %+v (%v)", got.Picks, err)
			}
			s.judge(student)
			s.must(s.SubmitEssay(t.Context(), student, bench, s.essay(student).Rev))
			if got, err := s.Submission(t.Context(), s.teacher, id); err != nil || len(got.Picks) != 2 {
				t.Errorf("after it is handed in markers see %+v (%v)", got.Picks, err)
			}
		})
	}
}
