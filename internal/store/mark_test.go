package store_test

import (
	"database/sql"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/store"
)

// countCommits counts the commits of every database that is opened from now on until the test ends.
func countCommits(t *testing.T) *atomic.Int64 {
	t.Helper()
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var commits atomic.Int64
	driver := db.Driver().(*sqlite3.SQLiteDriver) // the one that the store opens its files with
	driver.ConnectHook = func(c *sqlite3.SQLiteConn) error {
		c.RegisterCommitHook(func() int { commits.Add(1); return 0 })
		return nil
	}
	t.Cleanup(func() { driver.ConnectHook = nil })
	return &commits
}

// Levels for forty answers are one commit: the disk is waited for once.
func TestManyLevelsAreOneCommit(t *testing.T) {
	commits := countCommits(t)
	s := newSchool(t)
	ctx := t.Context()
	var notes []marking.Note
	var levels []classroom.PartLevel
	for i := range 40 {
		student := s.join("Student "+string(rune('A'+i)), 100+i, 0)
		e := s.handIn(student, "one")
		notes = append(notes, note(e, "say when"))
		levels = append(levels, classroom.PartLevel{Response: s.wrote(student), Part: "why", Level: 2})
	}
	before := commits.Load()
	refused, err := s.NoteMarks(ctx, s.teacher, notes...)
	s.must(err)
	if got := commits.Load() - before; got != 1 || len(refused) != 0 {
		t.Errorf("forty notes took %d commits and %v was refused, want 1 and none", got, refused)
	}
	before = commits.Load()
	_, err = s.GiveLevels(ctx, s.teacher, levels)
	s.must(err)
	if got := commits.Load() - before; got != 1 {
		t.Errorf("forty levels took %d commits, want 1", got)
	}
	if n := count(t, s.Store, `SELECT count(*) FROM written_level`); n != 40 {
		t.Errorf("%d levels are stored, want 40", n)
	}
}

// What cannot be noted is named, and everything else is noted.
func TestRefusedNotesStopNoOther(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	other, stranger := s.colleague(true), s.colleague(false)
	mine := s.handIn(s.join("Ana", 1, 0), "one")
	taken := s.handIn(s.join("Ben", 2, 0), "one")
	old := s.handIn(s.join("Cem", 3, 0), "one")
	s.must(s.Claim(ctx, other, taken.ID))
	old.Rev++
	refused, err := s.NoteMarks(ctx, s.teacher, note(taken, "x"), note(old, "x"), note(mine, "x"))
	s.must(err)
	wantErr(t, "a colleague's", refused[taken.ID], store.ErrConflict)
	wantErr(t, "another text", refused[old.ID], store.ErrStale)
	if refused[mine.ID] != nil || len(refused) != 2 {
		t.Errorf("refused: %v", refused)
	}
	refused, err = s.NoteMarks(ctx, stranger, note(mine, "x"))
	s.must(err)
	wantErr(t, "a stranger's", refused[mine.ID], store.ErrNotFound)
	if n := count(t, s.Store, `SELECT count(*) FROM mark_note`); n != 1 {
		t.Errorf("%d notes are stored, want 1", n)
	}
	// A refused note claims nothing.
	if e, err := s.Submission(ctx, s.teacher, old.ID); err != nil || e.Place.State != essay.Submitted {
		t.Errorf("the refused one is %s (%v), want submitted", e.Place.State, err)
	}
}

// No second mark while somebody changes the first: its levels may be on their way to another.
func TestNoSecondMarkWhileTheFirstIsChanged(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	other := s.colleague(true)
	e := s.handIn(s.join("Ana", 1, 0), "one")
	wantErr(t, "before the first", s.RecordMark(ctx, other, s.mark(e, marking.Second, 3)), store.ErrLocked)
	s.must(s.RecordMark(ctx, s.teacher, s.mark(e, marking.First, 4)))
	s.must(s.Claim(ctx, s.teacher, e.ID))
	wantErr(t, "while it is open", s.RecordMark(ctx, other, s.mark(e, marking.Second, 3)), store.ErrLocked)
	s.must(s.Release(ctx, s.teacher, e.ID))
	wantErr(t, "by the first marker", s.RecordMark(ctx, s.teacher, s.mark(e, marking.Second, 3)), store.ErrNotFound)
	wantErr(t, "agreed before the second", s.RecordMark(ctx, other, s.mark(e, marking.Agreed, 3)), store.ErrLocked)
	s.must(s.RecordMark(ctx, other, s.mark(e, marking.Second, 3)))
	s.must(s.Claim(ctx, s.teacher, e.ID))
	wantErr(t, "agreed while it is open", s.RecordMark(ctx, other, s.mark(e, marking.Agreed, 3)), store.ErrLocked)
	if n := count(t, s.Store, `SELECT count(*) FROM mark WHERE purpose = 'second'`); n != 1 {
		t.Errorf("%d second marks, want 1", n)
	}
	// Even a program that never asked cannot store another.
	err := s.Write(ctx, func(tx store.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO mark (essay_id, rev, round, teacher_id, purpose, strength, target,
			form_token, marked_at) SELECT essay_id, rev, round, teacher_id, purpose, '', '', 'x', 0 FROM mark
			WHERE purpose = 'second'`)
		return err
	})
	if err == nil {
		t.Error("another second mark was stored")
	}
}

// A form sent twice opens one answer: what is open with the marker comes before what is next.
func TestTheNextIsWhatIsOpenAlready(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	other := s.colleague(true)
	var ids []classroom.EssayID
	for i, name := range []string{"Ana", "Ben", "Cem", "Dan"} {
		ids = append(ids, s.handIn(s.join(name, i+1, 0), "one").ID)
	}
	next := func(teacher classroom.TeacherID, order ...int) classroom.EssayID {
		t.Helper()
		var these []classroom.EssayID
		for _, i := range order {
			these = append(these, ids[i])
		}
		id, err := s.ClaimNext(ctx, teacher, bench, these)
		s.must(err)
		return id
	}
	for _, step := range []struct {
		name      string
		got, want classroom.EssayID
	}{
		{"the first of the order", next(s.teacher, 1, 0, 2), ids[1]},
		{"the same form again, whose order was made before", next(s.teacher, 0, 2, 1), ids[1]},
		{"with an order that does not know what is open", next(s.teacher, 0, 2), ids[1]},
		{"a colleague gets another", next(other, 1, 3), ids[3]},
		{"and that one again", next(other, 0, 1), ids[3]},
	} {
		if step.got != step.want {
			t.Errorf("%s: got %d, want %d", step.name, step.got, step.want)
		}
	}
	s.must(s.Claim(ctx, s.teacher, ids[2])) // two are open, as after a page of one skill
	for _, order := range [][]int{{2, 1, 0}, {0, 1, 2}} {
		if got, want := next(s.teacher, order...), ids[max(order[0], 1)]; got != want {
			t.Errorf("two are open, and the order is %v: got %d, want %d", order, got, want)
		}
	}
	s.must(s.Release(ctx, s.teacher, ids[2]))
	s.must(s.Release(ctx, s.teacher, ids[1]))
	s.must(s.Claim(ctx, other, ids[0]))
	if got := next(s.teacher, 0, 3); got != 0 {
		t.Errorf("everything is with a colleague: got %d, want nothing", got)
	}
	s.pass(essay.ClaimFor)
	if got := next(s.teacher, 0, 3); got != ids[0] {
		t.Errorf("the colleague's hour is over: got %d, want %d", got, ids[0])
	}
	sub, err := s.Submission(ctx, s.teacher, ids[0])
	s.must(err)
	s.must(s.RecordMark(ctx, s.teacher, s.mark(classroom.Essay{ID: sub.ID, Rev: sub.Rev}, marking.First, 1)))
	if got := next(s.teacher, 0); got != 0 {
		t.Errorf("what is marked was opened again: %d", got)
	}
}

// A claim of a colleague that has run out leaves a marked essay marked and an unmarked one waiting.
func TestAnExpiredClaimInTheQueue(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	other := s.colleague(true)
	marked, waiting := s.handIn(s.join("Ana", 1, 0), "one"), s.handIn(s.join("Ben", 2, 0), "one")
	s.must(s.RecordMark(ctx, other, s.mark(marked, marking.First, 4)))
	s.must(s.Claim(ctx, other, marked.ID))
	s.must(s.Claim(ctx, other, waiting.ID))
	look := func(want map[classroom.EssayID]marking.Standing) {
		t.Helper()
		queue, err := s.Queue(ctx, s.teacher, bench)
		s.must(err)
		for _, e := range queue {
			if got := marking.StandingOf(e, s.teacher, s.now()); got != want[e.ID] {
				t.Errorf("essay %d stands at %d, want %d", e.ID, got, want[e.ID])
			}
		}
	}
	look(map[classroom.EssayID]marking.Standing{marked.ID: marking.Taken, waiting.ID: marking.Taken})
	s.pass(essay.ClaimFor - time.Millisecond)
	look(map[classroom.EssayID]marking.Standing{marked.ID: marking.Taken, waiting.ID: marking.Taken})
	s.pass(time.Millisecond)
	look(map[classroom.EssayID]marking.Standing{marked.ID: marking.Marked, waiting.ID: marking.Waiting})
	if got, err := s.ToMark(ctx, s.teacher); err != nil || got[s.class] != 1 {
		t.Errorf("%v wait (%v), want 1", got, err)
	}
}

// Every list knows the teachers of a class, one by one.
func TestTheTeamOfAnEntry(t *testing.T) {
	s := newSchool(t)
	e := s.handIn(s.join("Ana", 1, 0), "one")
	second, third := s.colleague(true), s.colleague(true)
	s.colleague(false)
	queue, one, err := s.QueueOf(t.Context(), second, e.ID)
	s.must(err)
	if len(queue) != 1 || len(one.Team) != 3 || one.Team[1] != second || one.Team[2] != third {
		t.Errorf("got %+v, want one entry with three teachers", queue)
	}
}

// No page of the queue reads a table from end to end, and no list reads a text.
func TestQueriesOfMarkingUseIndexes(t *testing.T) {
	s := newSchool(t)
	ctx := t.Context()
	student := s.join("Ana", 1, 0)
	e := s.handIn(student, "one")
	s.must(s.RecordMark(ctx, s.teacher, s.mark(e, marking.First, 4)))
	response := s.wrote(student)
	type read struct {
		query string
		args  []any
	}
	var reads []read
	db := s.Reader()
	s.Watch(func(query string, args []any) { reads = append(reads, read{query, args}) })
	queue, err := s.Queue(ctx, s.teacher, "")
	s.must(err)
	_, entry, err := s.QueueOf(ctx, s.teacher, e.ID)
	s.must(err)
	lists := len(reads)
	check := func(_ any, err error) { t.Helper(); s.must(err) }
	check(s.Submissions(ctx, entry))
	check(s.EntriesOf(ctx, s.teacher, student))
	check(s.Marks(ctx, queue...))
	check(s.Notes(ctx, s.teacher, marking.First, entry))
	check(s.ToMark(ctx, s.teacher))
	check(s.OpenWritten(ctx, s.teacher, []string{"q1"}))
	check(s.OpenAnswers(ctx, s.teacher, []string{"q1"}))
	check(s.newestTo(s.teacher, "q1"))
	check(s.AnswersByNumber(ctx, s.teacher, []int64{response}))
	check(s.AnswersTo(ctx, s.teacher, classroom.Asked{Question: "q1", Version: 1}))
	for i, r := range reads {
		if i < lists && (strings.Contains(r.query, "essay_text") || strings.Contains(r.query, "group_concat")) {
			t.Errorf("a list reads texts: %s", r.query)
		}
		for _, step := range plan(t, db, r.query, r.args) {
			for _, table := range []string{"r", "w", "a", "m", "e", "response", "written_level", "attempt", "mark", "essay", "o",
				"x", "essay_text"} {
				if step == "SCAN "+table || strings.HasPrefix(step, "SCAN "+table+" ") {
					t.Errorf("%s in %s", step, r.query)
				}
			}
			// The answers of the whole school to a question are too many to be looked through.
			if strings.Contains(step, "response_question") && !strings.Contains(step, "rowid=?") {
				t.Errorf("%s in %s", step, r.query)
			}
		}
	}
}

// plan is how the database goes about a query.
func plan(t *testing.T, db store.Tx, query string, args []any) (steps []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return steps
}
