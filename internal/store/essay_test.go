package store_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
)

const bench = "two-verdicts"

var skills = []string{"sourcing", "contextualisation", "corroboration", "close_reading", "judgement"}

// write saves a text over the one that stands.
func (s *school) write(student classroom.StudentID, text string) classroom.Essay {
	s.t.Helper()
	base := 0
	if e, err := s.Essay(s.t.Context(), student, bench); err == nil {
		base = e.Rev
	}
	e, err := s.SaveText(s.t.Context(), store.Answerer{Student: student}, classroom.NewText{Bench: bench,
		BenchVersion: 1, Rubric: "r1", Base: base, Tab: s.form(), Text: text})
	s.must(err)
	return e
}

func (s *school) judge(student classroom.StudentID) {
	s.t.Helper()
	var judged []classroom.SelfAssessment
	for _, skill := range skills {
		judged = append(judged, classroom.SelfAssessment{Skill: skill, Level: 2, Sentence: "this one"})
	}
	s.must(s.JudgeText(s.t.Context(), student, bench, s.essay(student).Rev, judged, ""))
}

func (s *school) essay(student classroom.StudentID) classroom.Essay {
	s.t.Helper()
	e, err := s.Essay(s.t.Context(), student, bench)
	s.must(err)
	return e
}

// handIn writes, judges and submits.
func (s *school) handIn(student classroom.StudentID, text string) classroom.Essay {
	s.t.Helper()
	s.write(student, text)
	s.judge(student)
	s.must(s.SubmitEssay(s.t.Context(), student, bench, s.essay(student).Rev))
	return s.essay(student)
}

func (s *school) mark(e classroom.Essay, purpose marking.Purpose, level int) marking.NewMark {
	m := marking.NewMark{
		Essay:     e.ID,
		Rev:       e.Rev,
		Purpose:   purpose,
		FormToken: s.form(),
		Levels:    map[string]int{},
		Comments:  map[string]string{"sourcing": "say when"},
		Strength:  "you date both",
		Target:    "test one claim",
	}
	for _, skill := range skills {
		m.Levels[skill] = level
	}
	return m
}

func wantErr(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestATeacherNeverSeesADraft(t *testing.T) {
	s := newSchool(t)
	student := s.join("Ana", 1, 0)
	e := s.write(student, "secret draft")
	see := func(want string) {
		t.Helper()
		all, err := s.Queue(t.Context(), s.teacher, "")
		s.must(err)
		one, err := s.Submission(t.Context(), s.teacher, e.ID)
		if want == "" {
			wantErr(t, "a draft", err, store.ErrNotFound)
			if len(all) != 0 {
				t.Errorf("the list has %d, want none", len(all))
			}
			return
		}
		s.must(err)
		if len(all) != 1 || all[0].Rev != one.Rev || one.Text != want {
			t.Errorf("got %q and %+v, want %q", one.Text, all, want)
		}
	}
	see("")
	s.judge(student)
	see("")
	e = s.handIn(student, "handed in")
	see("handed in")
	s.must(s.WithdrawEssay(t.Context(), student, bench))
	see("")
	s.must(s.SubmitEssay(t.Context(), student, bench, e.Rev))
	s.must(s.RecordMark(t.Context(), s.teacher, s.mark(e, marking.First, 1)))
	s.must(s.ReturnEssays(t.Context(), s.teacher, []classroom.EssayID{e.ID}))
	s.must(s.ReviseEssay(t.Context(), student, bench))
	s.write(student, "second draft")
	see("handed in")
	s.judge(student)
	s.must(s.SubmitEssay(t.Context(), student, bench, s.essay(student).Rev))
	see("second draft")
	s.must(s.WithdrawEssay(t.Context(), student, bench))
	see("handed in")
	wantErr(t, "reopening while it is revised", s.ReopenEssay(t.Context(), s.teacher, e.ID), store.ErrLocked)
	drafting, err := s.Drafting(t.Context(), s.teacher)
	s.must(err)
	if drafting[bench] != 1 {
		t.Errorf("drafting: got %v, want 1", drafting)
	}
}

// colleague is a second teacher of the class.
func (s *school) colleague(ofClass bool) classroom.TeacherID {
	s.t.Helper()
	var id classroom.TeacherID
	s.must(s.Write(s.t.Context(), func(tx store.Tx) error {
		name := s.form()
		if err := tx.QueryRowContext(s.t.Context(), `INSERT INTO teacher (name, name_key, pass_hash, owner, created_at)
			VALUES (?1, ?1, '', 0, 0) RETURNING id`, name).Scan(&id); err != nil ||
			!ofClass {
			return err
		}
		_, err := tx.ExecContext(s.t.Context(), `INSERT INTO class_teacher (class_id, teacher_id) VALUES (?1, ?2)`, s.class,
			id)
		return err
	}))
	return id
}

func TestAClaimHoldsForAnHour(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	other, stranger := s.colleague(true), s.colleague(false)
	student := s.join("Ana", 1, 0)
	e := s.handIn(student, "one")
	wantErr(t, "a stranger claims", s.Claim(ctx, stranger, e.ID), store.ErrNotFound)
	wantErr(t, "a stranger marks", s.RecordMark(ctx, stranger, s.mark(e, marking.First, 4)), store.ErrNotFound)
	wantErr(t, "a stranger returns", s.ReturnEssays(ctx, stranger, []classroom.EssayID{e.ID}), store.ErrNotFound)
	s.must(s.Claim(ctx, s.teacher, e.ID))
	wantErr(t, "a colleague claims", s.Claim(ctx, other, e.ID), store.ErrConflict)
	wantErr(t, "a colleague marks", s.RecordMark(ctx, other, s.mark(e, marking.First, 1)), store.ErrConflict)
	wantErr(t, "a colleague notes", s.NoteMark(ctx, other, note(e, "x")), store.ErrConflict)
	wantErr(t, "a colleague lets go of it", s.Release(ctx, other, e.ID), store.ErrConflict)
	s.pass(30 * time.Minute)
	s.must(s.Claim(ctx, s.teacher, e.ID)) // the hour begins anew
	s.pass(59 * time.Minute)
	wantErr(t, "a colleague claims in time", s.Claim(ctx, other, e.ID), store.ErrConflict)
	s.pass(time.Minute)
	s.must(s.Claim(ctx, other, e.ID))
	wantErr(t, "the first marks too late", s.RecordMark(ctx, s.teacher, s.mark(e, marking.First, 1)), store.ErrConflict)
	s.must(s.Release(ctx, other, e.ID))
	s.must(s.RecordMark(ctx, s.teacher, s.mark(e, marking.First, 3))) // nobody has it: marking claims it
	one, err := s.Submission(ctx, s.teacher, e.ID)
	s.must(err)
	if one.Place.State != essay.Marked || one.MarkedBy != s.teacher || one.Marked != marking.First {
		t.Errorf("marked: got %+v", one)
	}
}

func TestOnlyOneOfManyClaims(t *testing.T) {
	s := newSchool(t)
	e := s.handIn(s.join("Ana", 1, 0), "one")
	teachers := []classroom.TeacherID{s.teacher}
	for range 9 {
		teachers = append(teachers, s.colleague(true))
	}
	var wg sync.WaitGroup
	outcomes := make([]error, len(teachers))
	for i, id := range teachers {
		wg.Go(func() { outcomes[i] = s.Claim(context.Background(), id, e.ID) })
	}
	wg.Wait()
	won := 0
	for _, err := range outcomes {
		if err == nil {
			won++
		} else {
			wantErr(t, "a late claim", err, store.ErrConflict)
		}
	}
	if won != 1 {
		t.Errorf("%d claims were granted, want 1", won)
	}
}

func TestMarksOnlyGrow(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	student := s.join("Ana", 1, 0)
	e := s.handIn(student, "one")
	half := note(e, "half a")
	half.Draft.SetLevel("sourcing", 3)
	s.must(s.NoteMark(ctx, s.teacher, half))
	more := note(e, "half a sentence")
	more.Shown = half.Draft.Shown()
	s.must(s.NoteMark(ctx, s.teacher, more))
	entry := marking.Entry{ID: e.ID, Rev: e.Rev}
	notes, err := s.Notes(ctx, s.teacher, marking.First, entry)
	s.must(err)
	if got := notes[e.ID]; got.Level("sourcing") != "3" || got.Target() != "half a sentence" {
		t.Errorf("notes: got %v", got)
	}
	first := s.mark(e, marking.First, 1)
	for range 5 {
		s.must(s.RecordMark(ctx, s.teacher, first))
	}
	if n := count(t, s.Store, `SELECT count(*) FROM mark`); n != 1 {
		t.Errorf("one form sent five times: %d marks, want 1", n)
	}
	if notes, err := s.Notes(ctx, s.teacher, marking.First, entry); err != nil || len(notes) != 0 {
		t.Errorf("notes after the marking: %v, %v", notes, err)
	}
	wantErr(t, "a marking of another text", s.RecordMark(ctx, s.teacher, marking.NewMark{Essay: e.ID, Rev: 7,
		Purpose: marking.First, FormToken: s.form()}), store.ErrStale)
	wantErr(t, "a marking of what is marked", s.RecordMark(ctx, s.teacher, s.mark(e, marking.First, 2)), store.ErrLocked)
	s.must(s.Claim(ctx, s.teacher, e.ID)) // opened to be changed
	s.must(s.RecordMark(ctx, s.teacher, s.mark(e, marking.First, 2)))
	s.must(s.RecordMark(ctx, s.teacher, s.mark(e, marking.Second, 4)))
	s.must(s.RecordMark(ctx, s.teacher, s.mark(e, marking.Agreed, 3)))
	sc, err := s.Submission(ctx, s.teacher, e.ID)
	s.must(err)
	marks, err := s.MarksOf(ctx, sc.Entry)
	s.must(err)
	for purpose, want := range map[marking.Purpose]int{marking.First: 2, marking.Second: 4, marking.Agreed: 3} {
		if m, ok := marks.Newest(purpose); !ok || m.Levels["sourcing"] != want || sc.Marked != marking.Agreed {
			t.Errorf("the %s marking is %+v, and %s counts", purpose, m, sc.Marked)
		}
	}
	s.must(s.ReturnEssays(ctx, s.teacher, []classroom.EssayID{e.ID}))
	s.must(s.ReturnEssays(ctx, s.teacher, []classroom.EssayID{e.ID}))
	back, err := s.Feedback(ctx, s.essay(student))
	s.must(err)
	if len(back) != 1 || back[0].Mark.Purpose != marking.Agreed {
		t.Errorf("returned: got %+v, want the agreed marking", back)
	}
	// Reopened and marked anew: the newest counts, not what was agreed before.
	s.must(s.ReopenEssay(ctx, s.teacher, e.ID))
	s.must(s.Claim(ctx, s.teacher, e.ID))
	s.must(s.RecordMark(ctx, s.teacher, s.mark(e, marking.First, 0)))
	if sc, err = s.Submission(ctx, s.teacher, e.ID); err != nil || sc.Marked != marking.First {
		t.Errorf("marked anew after an agreement: the marking that counts is %q (%v), want the newest", sc.Marked, err)
	}
	s.must(s.ReturnEssays(ctx, s.teacher, []classroom.EssayID{e.ID}))
	back, err = s.Feedback(ctx, s.essay(student))
	s.must(err)
	if len(back) != 1 || back[0].Mark.Levels["sourcing"] != 0 {
		t.Errorf("returned again: got %+v, want level 0", back)
	}
}

// A teacher whose claim ran out while a colleague marked cannot put an old form over the colleague's
// marking, nor take it up again by saving one.
func TestALateFormLeavesAColleaguesMarking(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	other := s.colleague(true)
	e := s.handIn(s.join("Ana", 1, 0), "one")
	s.must(s.Claim(ctx, s.teacher, e.ID))
	s.pass(61 * time.Minute)
	s.must(s.RecordMark(ctx, other, s.mark(e, marking.First, 4)))
	wantErr(t, "a late note", s.NoteMark(ctx, s.teacher, note(e, "x")), store.ErrLocked)
	wantErr(t, "a late marking", s.RecordMark(ctx, s.teacher, s.mark(e, marking.First, 1)), store.ErrLocked)
	s.must(s.Claim(ctx, other, e.ID)) // to be changed, and forgotten
	s.pass(61 * time.Minute)
	wantErr(t, "a marking over a change that was begun", s.RecordMark(ctx, s.teacher, s.mark(e, marking.First, 1)),
		store.ErrLocked)
	// the forgotten claim does not keep it from its student
	s.must(s.ReturnEssays(ctx, s.teacher, []classroom.EssayID{e.ID}))
	sc, err := s.Submission(ctx, s.teacher, e.ID)
	s.must(err)
	if sc.MarkedBy != other || sc.Place.State != essay.Returned {
		t.Errorf("got %s, marked by %d, want returned as the colleague marked it", sc.Place.State, sc.MarkedBy)
	}
}

func TestOneSecondMark(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	other, third := s.colleague(true), s.colleague(true)
	e := s.handIn(s.join("Ana", 1, 0), "one")
	s.must(s.RecordMark(ctx, s.teacher, s.mark(e, marking.First, 4)))
	second := s.mark(e, marking.Second, 3)
	for range 2 {
		s.must(s.RecordMark(ctx, other, second))
	}
	wantErr(t, "a second marking beside the second", s.RecordMark(ctx, third, s.mark(e, marking.Second, 0)),
		store.ErrConflict)
	if n := count(t, s.Store, `SELECT count(*) FROM mark WHERE purpose = 'second'`); n != 1 {
		t.Errorf("%d second marks, want 1", n)
	}
}

// A student in two windows and two teachers do at once whatever comes to their minds: the record is
// one way through the table of moves, and no text or mark is lost.
func TestManyAtOnceFollowTheTable(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	student, other := s.join("Ana", 1, 0), s.colleague(true)
	e := s.handIn(student, "one")
	var texts, marks atomic.Int64
	var done atomic.Bool
	window := func(seed uint64) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		for i := range 400 {
			at, err := s.Essay(ctx, student, bench)
			if err != nil {
				t.Error(err)
				return
			}
			switch rnd.IntN(12) {
			case 0, 1:
				after, err := s.SaveText(
					ctx,
					store.Answerer{Student: student},
					classroom.NewText{
						Bench:        bench,
						BenchVersion: 1,
						Rubric:       "r1",
						Base:         at.Rev,
						Tab:          fmt.Sprint("window ", seed),
						Text:         fmt.Sprint(seed, i),
					},
				)
				if err == nil && after.Text == fmt.Sprint(seed, i) {
					texts.Add(1)
				}
			case 2, 6, 7:
				_ = s.JudgeText(ctx, student, bench, at.Rev, []classroom.SelfAssessment{{Skill: "sourcing", Level: 1}}, "")
			case 3, 8, 9:
				_ = s.SubmitEssay(ctx, student, bench, at.Rev)
			case 4:
				_ = s.WithdrawEssay(ctx, student, bench)
			case 5:
				_ = s.ReviseEssay(ctx, student, bench)
			}
		}
	}
	teacher := func(id classroom.TeacherID) {
		rnd := rand.New(rand.NewPCG(uint64(id), 2))
		for i := 0; !done.Load(); i++ {
			sc, err := s.Submission(ctx, id, e.ID)
			if err != nil {
				continue // the student has it
			}
			m := marking.NewMark{
				Essay:     e.ID,
				Rev:       sc.Rev,
				Purpose:   marking.First,
				FormToken: fmt.Sprint("form ", id, i),
				Levels:    map[string]int{"sourcing": 1},
				Strength:  fmt.Sprint(id, i),
				Target:    "b",
			}
			switch rnd.IntN(6) {
			case 0:
				_ = s.Claim(ctx, id, e.ID)
			case 1:
				_ = s.Release(ctx, id, e.ID)
			case 2:
				if s.RecordMark(ctx, id, m) == nil {
					marks.Add(1)
				}
			case 3:
				if m.Purpose = marking.Agreed; s.RecordMark(ctx, id, m) == nil {
					marks.Add(1)
				}
			case 4:
				_ = s.ReturnEssays(ctx, id, []classroom.EssayID{e.ID})
			case 5:
				_ = s.ReopenEssay(ctx, id, e.ID)
			}
		}
	}
	var wg sync.WaitGroup
	wg.Go(func() { teacher(s.teacher) })
	wg.Go(func() { teacher(other) })
	var windows sync.WaitGroup
	windows.Go(func() { window(1) })
	windows.Go(func() { window(2) })
	windows.Wait()
	done.Store(true)
	wg.Wait()

	events, err := s.Events(ctx, e.ID)
	s.must(err)
	if marks.Load() == 0 {
		t.Error("nothing was marked: the test tests little")
	}
	state, marked := essay.State(""), map[int]bool{}
	for i, v := range events {
		if v.From != state {
			t.Fatalf("step %d begins at %q, and the one before ended at %q", i, v.From, state)
		}
		state = v.To
		if i == 0 {
			continue
		}
		place := essay.Place{State: v.From, Round: v.Round, HasMark: marked[v.Round]}
		if essay.Action(v.Action) == essay.Revise {
			place.Round--
		}
		by := false
		for _, role := range []essay.Role{essay.Author, essay.Marker, essay.Colleague, essay.Program} {
			to, err := essay.Next(place, essay.Action(v.Action), role)
			by = by || err == nil && to == v.To
		}
		if !by {
			t.Errorf("step %d is not in the table: %+v", i, v)
		}
		if essay.Action(v.Action) == essay.Mark {
			marked[v.Round] = true
		}
	}
	if got := s.essay(student).Place.State; got != state {
		t.Errorf("the essay is %s, and its record ends at %s", got, state)
	}
	if got := count(t, s.Store, `SELECT count(*) FROM mark`); got != int(marks.Load()) {
		t.Errorf("%d marks are there, and %d were acknowledged", got, marks.Load())
	}
	if got := count(t, s.Store, `SELECT max(rev) FROM essay_text`); got < int(texts.Load()) {
		t.Errorf("the newest text is number %d, and %d were acknowledged", got, texts.Load())
	}
}

func TestReturnAllOrNone(t *testing.T) {
	s := newSchool(t)
	marked := s.handIn(s.join("Ana", 1, 0), "one")
	waiting := s.handIn(s.join("Ben", 2, 0), "two")
	s.must(s.RecordMark(t.Context(), s.teacher, s.mark(marked, marking.First, 1)))
	wantErr(t, "one is not marked", s.ReturnEssays(t.Context(), s.teacher, []classroom.EssayID{marked.ID, waiting.ID}),
		store.ErrLocked)
	one, err := s.Submission(t.Context(), s.teacher, marked.ID)
	s.must(err)
	if one.Place.State != essay.Marked {
		t.Errorf("the marked one: got %s, want %s", one.Place.State, essay.Marked)
	}
}

func TestRemovingAStudentRemovesEverything(t *testing.T) {
	s := newSchool(t)
	student := s.join("Ana", 1, 0)
	s.must(s.TrustBefore(t.Context(), store.Answerer{Student: student}, bench, []classroom.Trust{{Source: "a",
		Before: 4}}))
	s.must(s.GuessCards(t.Context(), student, bench, []classroom.CardGuess{{Source: "a", Words: "the open court"}}))
	e := s.handIn(student, "one")
	s.must(s.RecordMark(t.Context(), s.teacher, s.mark(e, marking.First, 1)))
	s.must(s.ReturnEssays(t.Context(), s.teacher, []classroom.EssayID{e.ID}))
	s.must(s.NextStep(t.Context(), student, bench, 1, "on"))
	s.removeForGood(student)
	for _, table := range []string{"trust", "card_guess", "pick", "reason", "essay", "essay_text", "essay_event",
		"judgement", "next_step", "mark", "mark_level", "mark_note"} {
		if n := count(t, s.Store, `SELECT count(*) FROM `+table); n != 0 {
			t.Errorf("%s: %d rows are left", table, n)
		}
	}
}
