package store_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
	"dossier/internal/quiz"
	"dossier/internal/store"
)

// canary is a word that nobody writes but the student who is erased, and about whom it is written.
const canary = "Canaria"

// folder is a school in a data folder that a test can close, look into and open again.
func folder(t *testing.T) (s *school, dir string) {
	t.Helper()
	dir = t.TempDir()
	s = &school{t: t, at: clock()}
	s.reopen(dir)
	t.Cleanup(func() { s.must(s.Close()) })
	var err error
	s.teacher, s.class, err = s.CreateOwner(t.Context(), "Owner", "owner", "hash", "10B", "AAAAAA", s.form())
	s.must(err)
	_, err = s.KeepQuestions(t.Context(), []store.QuestionVersion{
		{ID: "q1", Version: 1, SHA: "1", Body: "one"}, {ID: "q2", Version: 1, SHA: "2", Body: "two"},
	})
	s.must(err)
	return s, dir
}

func (s *school) reopen(dir string) {
	s.t.Helper()
	if s.Store != nil {
		s.must(s.Close())
	}
	var err error
	s.Store, err = store.Open(s.t.Context(), dir, s.now)
	s.must(err)
}

// restore puts a backup in the place of the database, as the command does, and opens the folder.
func (s *school) restore(dir, backup string) {
	s.t.Helper()
	s.must(s.Close())
	for _, name := range []string{"dossier.db-wal", "dossier.db-shm"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			s.t.Fatal(err)
		}
	}
	data, err := os.ReadFile(backup)
	s.must(err)
	writeFile(s.t, filepath.Join(dir, "dossier.db"), data)
	s.Store = nil
	s.reopen(dir)
}

func (s *school) backup() (path string) {
	s.t.Helper()
	_, err := s.Backup(s.t.Context())
	s.must(err)
	all, err := s.Backups()
	s.must(err)
	path = filepath.Join(s.t.TempDir(), "backup.db")
	s.must(os.Rename(all[0].Path, path))
	return path
}

// sings counts how often a word stands in the files of a folder, whichever way it is written.
func (s *school) sings(dir, word string) (n int) {
	s.t.Helper()
	s.must(filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		n += bytes.Count(bytes.ToLower(data), []byte(strings.ToLower(word)))
		return err
	}))
	return n
}

// wipe is a quiet moment.
func (s *school) wipe() {
	s.t.Helper()
	if wiped, err := s.Wipe(s.t.Context()); err != nil || !wiped {
		s.t.Fatalf("wiped: %v (%v)", wiped, err)
	}
}

// hasNo checks that a word stands nowhere in a file.
func (s *school) hasNo(word, path string) {
	s.t.Helper()
	data, err := os.ReadFile(path)
	s.must(err)
	if n := bytes.Count(bytes.ToLower(data), []byte(strings.ToLower(word))); n > 0 {
		s.t.Errorf("the canary sings %d times in %s", n, filepath.Base(path))
	}
}

// sing has a student put a word into everything that holds words, and others write about them.
func (s *school) sing(student classroom.StudentID, word string) {
	s.t.Helper()
	ctx := s.t.Context()
	id := s.quiz(student)
	answer := s.given("q1", 0, word+" typed")
	answer.Answer = quiz.Answer{"a": {word + " answer"}}
	answer.Grade = &quiz.Grade{Lines: []quiz.Line{{Mark: "wrong", Given: word + " given"}}}
	s.must(s.RecordResponse(ctx, student, id, answer))
	_, err := s.Refuse(ctx, s.teacher, []classroom.Unmatched{{Asked: both[0],
		Accepted: quiz.Accepted{Field: "a", Text: word + " typed"}}})
	s.must(err)
	s.must(s.MarkRead(ctx, store.Answerer{Student: student}, "lesson", "section"))
	s.must(s.TrustBefore(ctx, store.Answerer{Student: student}, bench, []classroom.Trust{{Source: "a", Before: 2}}))
	s.must(s.TrustAfter(ctx, student, bench, []classroom.Trust{{Source: "a", After: 3, Moved: word + " moved"}}))
	s.must(s.GuessCards(ctx, student, bench, []classroom.CardGuess{{Source: "a", Words: word + " guess"}}))
	s.must(s.SaveReason(ctx, student, bench, essay.Reason{Kind: essay.Timing, So: word + " so"}, ""))
	s.pick(student, word+" phrase")
	for i := range 30 { // many drafts, so that pages fill and split; a minute apart, so that all are kept
		s.pass(time.Minute)
		s.write(student, strings.Repeat(fmt.Sprint(word, " draft ", i, " "), 1+i%7*20))
	}
	s.must(s.JudgeText(ctx, student, bench, s.essay(student).Rev, []classroom.SelfAssessment{{Skill: "sourcing", Level: 2,
		Sentence: word + " sentence"}}, ""))
	s.must(s.SubmitEssay(ctx, student, bench, s.essay(student).Rev))
	m := s.mark(s.essay(student), marking.First, 1)
	m.Strength, m.Target, m.Comments = word+" strength", word+" target", map[string]string{"sourcing": word + " comment"}
	s.must(s.RecordMark(ctx, s.teacher, m))
	s.must(s.ReturnEssays(ctx, s.teacher, []classroom.EssayID{s.essay(student).ID}))
	s.must(s.NextStep(ctx, student, bench, 1, word+" next"))
	s.must(s.Write(ctx, func(tx store.Tx) error { // the teacher is about to mark it a second time
		_, err := tx.ExecContext(ctx, `INSERT INTO mark_note (essay_id, teacher_id, rev, purpose, field, value, noted_at)
			VALUES (?1, ?2, 1, 'agreed', 'target', ?3, 0)`, s.essay(student).ID, s.teacher, word+" unfinished")
		return err
	}))
	private := classroom.Private{}
	s.must(s.KeepPrivate(ctx, s.teacher, s.class, student, private.Stamp(), classroom.Private{Note: word + " note"}))
	s.must(s.RenameStudent(ctx, s.teacher, s.class, student, word+" B", strings.ToLower(word)+" b", s.form()))
}

// stands lists the columns in which a word stands.
func (s *school) stands(word string) (columns []string) {
	s.t.Helper()
	for table, names := range columnsOf(s.t, s.Reader()) {
		for _, name := range names {
			if s.count(`SELECT count(*) FROM "`+table+`" WHERE lower(CAST("`+name+`" AS TEXT)) LIKE '%`+
				strings.ToLower(word)+`%'`) > 0 {
				columns = append(columns, table+"."+name)
			}
		}
	}
	slices.Sort(columns)
	return columns
}

// about is everything that is stored about students, to compare.
func (s *school) about(students ...classroom.StudentID) string {
	s.t.Helper()
	var all []string
	for _, id := range students {
		rows, err := s.Everything(s.t.Context(), id)
		s.must(err)
		text, err := json.Marshal(rows)
		s.must(err)
		all = append(all, string(text))
	}
	return strings.Join(all, "\n")
}

// crowd fills the class with others, before and after somebody, so that rows move between pages.
func (s *school) crowd(from, n int) (students []classroom.StudentID) {
	s.t.Helper()
	for i := range n {
		id := s.join(fmt.Sprint("other ", from+i), from+i, 0)
		s.busy(id)
		for j := range 8 {
			s.write(id, strings.Repeat("what somebody else has written ", 1+(i+j)%9*5))
		}
		students = append(students, id)
	}
	return students
}

// B13: who was erased is in no file any more, and nothing of anybody else has changed. A backup from before brings
// nobody back.
func TestB13Erase(t *testing.T) {
	s, dir := folder(t)
	others := s.crowd(100, 12)
	who := s.join(canary, 1, s.guest(2))
	others = append(others, s.crowd(200, 12)...)
	s.sing(who, canary)
	s.must(s.Write(t.Context(), func(tx store.Tx) error { // left over at the door, in another browser
		_, err := tx.ExecContext(t.Context(), `INSERT INTO waiting (class_id, browser, device, name, name_key, pin_hash,
			along, asked_at) VALUES (?1, x'01', x'02', 'Canaria B', 'canaria b', 'pin', 0, 0)`, s.class)
		return err
	}))
	want := []string{"card_guess.guess", "device.device", "essay_text.text", "judgement.sentence", "mark.strength",
		"mark.target", "mark_level.comment", "mark_note.value", "next_step.text", "pick.phrase", "pick.quote", "reason.so",
		"refusal.text", "response.answer", "response.grade", "roster_step.data", "student.name", "student.name_key",
		"student.note", "trust.moved", "unmatched.text", "waiting.name", "waiting.name_key"}
	if got := s.stands(canary); !slices.Equal(got, want) {
		t.Fatalf("the canary sings in\n%v, want\n%v", got, want)
	}
	backup, before := s.backup(), s.about(others...)
	s.must(s.EraseStudents(t.Context(), s.teacher, s.class, []classroom.StudentID{who}))
	if got := s.stands(canary); len(got) != 0 || s.sings(dir, canary) == 0 {
		t.Errorf("before a quiet moment: the canary sings in %v, or in no file, so that this test shows nothing", got)
	}
	s.hasNo(canary, s.backup())
	check := func(when string) {
		t.Helper()
		s.wipe()
		if got := s.stands(canary); len(got) != 0 {
			t.Errorf("%s: the canary sings in %v", when, got)
		}
		if n := s.sings(dir, canary); n != 0 {
			t.Errorf("%s: the canary sings %d times in the files", when, n)
		}
		if after := s.about(others...); after != before {
			t.Errorf("%s: the rows of others have changed", when)
		}
		if _, err := s.Everything(t.Context(), who); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: %v", when, err)
		}
	}
	check("in a quiet moment")
	if n := s.count(`SELECT count(*) FROM audit WHERE action = 'wipe traces' AND owners = 1`); n != 1 {
		t.Errorf("%d lines about it in the owner's record", n)
	}
	s.reopen(dir)
	check("after a restart")
	s.restore(dir, backup)
	check("after a backup was restored")
	lines, err := os.ReadFile(filepath.Join(dir, "erased.log"))
	s.must(err)
	for _, line := range strings.Split(strings.TrimSuffix(string(lines), "\n"), "\n") {
		var at, what string
		var id, made int64
		if n, err := fmt.Sscan(line, &at, &what, &id, &made); n != 4 || err != nil || what != "student" {
			t.Errorf("the file says %q", line)
		}
	}
	if n := s.count(`SELECT count(*) FROM audit WHERE action = 'erase student' AND subject = 'student ` +
		fmt.Sprint(who) + `'`); n > 1 {
		t.Errorf("%d lines in the record", n)
	}
}

// Whose erasing was cut off at any point is gone after the next start.
func TestErasingIsFinished(t *testing.T) {
	s, dir := folder(t)
	ana, ben := s.join("ana", 1, 0), s.join("ben", 2, 0)
	s.busy(ana)
	execute(t, s.Store, `CREATE TRIGGER fails BEFORE DELETE ON student BEGIN SELECT RAISE(ABORT, 'the disk fails'); END`)
	if err := s.EraseStudents(t.Context(), s.teacher, s.class, []classroom.StudentID{ana}); err == nil {
		t.Fatal("a write failed and nobody was told")
	}
	if s.held(1) {
		t.Error("who is being erased is still signed in")
	}
	execute(t, s.Store, `DROP TRIGGER fails`)
	s.must(os.Remove(filepath.Join(dir, "erased.log"))) // it had not come as far as that
	s.reopen(dir)
	if got := s.roster(s.class); got != "ben" {
		t.Errorf("the class has %s", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "erased.log")); err != nil {
		t.Error(err)
	}
	s.must(s.EraseStudents(t.Context(), 0, s.class, []classroom.StudentID{ben}))
	wantErr(t, "a second time", s.EraseStudents(t.Context(), 0, s.class, []classroom.StudentID{ben}), store.ErrNotFound)
}

func TestWhoMayErase(t *testing.T) {
	s, dir := folder(t)
	ana := s.join("ana", 1, 0)
	s.join("ben", 2, 0)
	other := s.otherClass()
	ctx := t.Context()
	for what, err := range map[string]error{
		"another teacher":   s.EraseStudents(ctx, s.teacher+1, s.class, []classroom.StudentID{ana}),
		"another class":     s.EraseStudents(ctx, s.teacher, other, []classroom.StudentID{ana}),
		"one who is nobody": s.EraseStudents(ctx, s.teacher, s.class, []classroom.StudentID{ana, 99}),
	} {
		wantErr(t, what, err, store.ErrNotFound)
	}
	s.reopen(dir)
	if got := s.roster(s.class); got != "ana, ben" {
		t.Errorf("the class has %s", got)
	}
}

// A backup from before brings nobody back whose work had gone to somebody who was erased, nor who had left a class that
// was erased. Whoever had moved elsewhere stays, and so does whoever has got the number of somebody who was erased.
func TestErasingSurvivesARestore(t *testing.T) {
	s, dir := folder(t)
	guest := s.guest(2)
	ana, ben, cem, dora := s.join("ana", 1, 0), s.join("ben", 3, 0), s.join("cem", 4, 0), s.join("dora", 5, 0)
	for _, id := range []classroom.StudentID{ana, ben, cem, dora} {
		s.busy(id)
	}
	other := s.otherClass()
	backup := s.backup()
	s.pass(time.Hour)
	ctx := t.Context()
	s.must(s.EnterClass(ctx, ana, store.Entry{Session: hash(6), Device: []byte("d"), Guest: guest}))
	s.must(s.MergeStudents(ctx, s.teacher, s.class, ana, ben, false, s.form()))
	s.must(s.RemoveStudents(ctx, s.teacher, s.class, []classroom.StudentID{cem}, s.form()))
	s.must(s.MoveStudents(ctx, s.teacher, s.class, other, []store.Moved{{ID: dora, Name: "dora", Key: "dora"}},
		s.form(), nil))
	s.sweepFor(4 * time.Hour)
	late := s.join("late", 7, 0)
	s.must(s.EraseStudents(ctx, s.teacher, s.class, []classroom.StudentID{ana, late}))
	s.must(s.DeleteClass(ctx, s.teacher, s.class, nil))
	s.restore(dir, backup)
	if got := s.roster(s.class); got != "dora" {
		t.Errorf("after the restore the class has %q, want dora, who had moved elsewhere", got)
	}
	if n := s.count(`SELECT count(*) FROM student`); n != 1 {
		t.Errorf("%d students are there", n)
	}
	s.pass(time.Hour)
	next := s.join("next", 8, 0)
	if s.join("more", 9, 0) != late && next != late {
		t.Fatalf("nobody has got the number %d", late)
	}
	s.reopen(dir)
	if got := s.roster(s.class); got != "dora, more, next" {
		t.Errorf("after another start the class has %q", got)
	}
	// Nor when the file knows of somebody with that number whom this database has never had.
	file, err := os.OpenFile(filepath.Join(dir, "erased.log"), os.O_WRONLY|os.O_APPEND, 0)
	s.must(err)
	_, err = fmt.Fprintf(file, "2026-09-01T08:00:00Z student %d 17\n", next)
	s.must(errors.Join(err, file.Close()))
	s.reopen(dir)
	s.must(s.EraseStudents(ctx, s.teacher, s.class, []classroom.StudentID{dora}))
	if got := s.roster(s.class); got != "more, next" {
		t.Errorf("after somebody else was erased the class has %q", got)
	}
}

// A class that is erased is gone after a restore too, when nobody is left in it. A torn line of the file is passed
// over.
func TestAnErasedClassAfterARestore(t *testing.T) {
	s, dir := folder(t)
	other := s.otherClass()
	s.join("ana", 1, 0)
	backup := s.backup()
	writeFile(t, filepath.Join(dir, "erased.log"), []byte("2026-09-01T08:00:00Z student 1 17"))
	s.must(s.DeleteClass(t.Context(), s.teacher, s.class, nil))
	s.restore(dir, backup)
	classes, err := s.Classes(t.Context(), s.teacher)
	s.must(err)
	if len(classes) != 1 || classes[0].ID != other {
		t.Errorf("there is %+v", classes)
	}
	if n := s.count(`SELECT count(*) FROM student`); n != 0 {
		t.Errorf("%d students are there", n)
	}
	data, err := os.ReadFile(filepath.Join(dir, "erased.log"))
	s.must(err)
	if n := strings.Count(string(data), "\n"); n != 3 {
		t.Errorf("the file has %d lines:\n%s", n, data)
	}
}

// What a teacher did to the list can still be undone for others, and brings nobody back who was erased.
func TestErasingAndUndoing(t *testing.T) {
	s, _ := folder(t)
	ana, ben := s.join("ana", 1, 0), s.join("ben", 2, 0)
	s.must(s.RemoveStudents(t.Context(), s.teacher, s.class, []classroom.StudentID{ana, ben}, s.form()))
	s.must(s.undo())
	s.must(s.RemoveStudents(t.Context(), s.teacher, s.class, []classroom.StudentID{ana, ben}, s.form()))
	s.must(s.Write(t.Context(), func(tx store.Tx) error { return store.Condemn(t.Context(), tx, ana) }))
	s.must(s.CarryOut(t.Context()))
	s.must(s.undo())
	if got := s.roster(s.class); got != "ben" {
		t.Errorf("the class has %s", got)
	}
	s.must(s.ApplyRoster(t.Context(), s.teacher, s.class, "list", []classroom.RosterChange{
		{Kind: classroom.RosterNew, Name: "Cem", Key: "cem"}, {Kind: classroom.RosterNew, Name: "Dora", Key: "dora"}}))
	cem, err := s.StudentByName(t.Context(), s.class, "Cem", "cem")
	s.must(err)
	s.must(s.EraseStudents(t.Context(), s.teacher, s.class, []classroom.StudentID{cem.ID}))
	added, sent, err := s.AddedBy(t.Context(), s.class, "list")
	if s.must(err); !sent || fmt.Sprint(added) != "[Dora]" {
		t.Errorf("the list has added %v (%v)", added, sent)
	}
}

// Who was removed and not brought back leaves no trace either, once the hour is over.
func TestTheSweepLeavesNoTrace(t *testing.T) {
	s, dir := folder(t)
	s.crowd(100, 12)
	who := s.join(canary, 1, 0)
	s.sing(who, canary)
	s.must(s.RemoveStudents(t.Context(), s.teacher, s.class, []classroom.StudentID{who}, s.form()))
	if s.sings(dir, canary) == 0 {
		t.Fatal("the canary is gone before its hour is over")
	}
	s.sweepFor(4 * time.Hour)
	s.wipe()
	if got, n := s.stands(canary), s.sings(dir, canary); len(got) != 1 || got[0] != "refusal.text" || n == 0 {
		t.Errorf("the canary sings in %v, and %d times in the files; a removal leaves the refusal alone", got, n)
	}
	execute(t, s.Store, `DELETE FROM refusal`)
	execute(t, s.Store, `INSERT INTO meta (key, value) VALUES ('erasing_since', '0')`)
	s.wipe()
	if n := s.sings(dir, canary); n != 0 {
		t.Errorf("the canary sings %d times in the files", n)
	}
}

func TestEraseGuests(t *testing.T) {
	s, _ := folder(t)
	s.finish(s.guest(1), 1, 1)
	ana := s.join("ana", 2, 0)
	s.must(s.RemoveStudents(t.Context(), s.teacher, s.class, []classroom.StudentID{ana}, s.form()))
	s.pass(10 * day)
	before := s.now()
	s.pass(time.Minute)
	s.finish(s.guest(3), 1, 1)
	for _, want := range []int{1, 0} {
		idle, err := s.IdleGuests(t.Context(), before)
		s.must(err)
		n, err := s.EraseGuests(t.Context(), before)
		if s.must(err); n != want || idle != want {
			t.Errorf("%d guests were erased of %d, want %d", n, idle, want)
		}
	}
	s.must(s.Write(t.Context(), func(store.Tx) error { return nil }))
	if n := s.guests(); n != 2 {
		t.Errorf("%d are left, want the one who came later and the one who can be brought back", n)
	}
}

// Every table that says anything about a student is among those that are searched for what is stored about them.
func TestEverythingIsEverything(t *testing.T) {
	s := newSchool(t)
	rows, err := s.Reader().QueryContext(t.Context(), `
		WITH RECURSIVE theirs (name) AS (SELECT 'student' UNION
			SELECT c.name FROM sqlite_schema c JOIN pragma_foreign_key_list(c.name) f JOIN theirs t ON f."table" = t.name
			WHERE c.type = 'table')
		SELECT name FROM theirs`)
	s.must(err)
	defer rows.Close()
	tables := store.TheirTables()
	for rows.Next() {
		var name string
		s.must(rows.Scan(&name))
		if !slices.Contains(tables, name) {
			t.Errorf("%s says something about students", name)
		}
	}
	s.must(rows.Err())
	ana, ben := s.join("ana", 1, 0), s.join("ben", 2, 0)
	s.sing(ana, canary)
	s.busy(ben)
	all := s.about(ana)
	for _, word := range []string{"typed", "answer", "given", "moved", "guess", "so", "phrase", "draft 7", "sentence",
		"strength", "target", "comment", "next", "unfinished", "note", "B"} {
		if !strings.Contains(all, canary+" "+word) {
			t.Errorf("%q is not among everything", canary+" "+word)
		}
	}
	for _, secret := range []string{`"pin"`, "hash", "form-token", "computer of", `"ben"`} {
		if strings.Contains(all, secret) {
			t.Errorf("%q is among everything", secret)
		}
	}
	c, err := s.StoredAbout(t.Context(), ana)
	s.must(err)
	if c.Answers != 1 || c.Attempts != 1 || c.Essays != 1 || c.Texts != 31 || c.Marks != 1 || c.Sessions != 1 ||
		c.Sections != 1 || c.Evidence != 1 || c.Guesses != 3 || c.Own != 1 || !c.HasNote || !c.Since.Equal(clock()) {
		t.Errorf("counted: %+v", c)
	}
	_, err = s.StoredAbout(t.Context(), 99)
	wantErr(t, "nobody", err, store.ErrNotFound)
}

// That traces are still to be wiped is kept in the database: after a kill it happens at the next start.
func TestWipingSurvivesAKill(t *testing.T) {
	s, dir := folder(t)
	s.crowd(100, 6)
	who := s.join(canary, 1, 0)
	s.sing(who, canary)
	s.must(s.EraseStudents(t.Context(), s.teacher, s.class, []classroom.StudentID{who}))
	killed := t.TempDir() // what a kill leaves
	for _, name := range []string{"dossier.db", "dossier.db-wal", "erased.log"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		s.must(err)
		writeFile(t, filepath.Join(killed, name), data)
	}
	if s.sings(killed, canary) == 0 {
		t.Fatal("nothing is left to be wiped")
	}
	after := &school{t: t, at: s.now()}
	after.reopen(killed)
	after.wipe() // waits for what the start has begun
	after.must(after.Close())
	if n := s.sings(killed, canary); n != 0 {
		t.Errorf("the canary sings %d times in the files", n)
	}
}

// Answers that are given while a student is erased and the file is written anew are stored, and the wiping gives way.
func TestAnswersDuringAnErasure(t *testing.T) {
	s, dir := folder(t)
	s.crowd(100, 6)
	ben := s.join("ben", 2, 0)
	who := s.join(canary, 1, 0)
	s.sing(who, canary)
	ctx, stop := context.WithCancel(t.Context())
	answered := make(chan int)
	go func() {
		n := 0
		for ; ctx.Err() == nil; n++ {
			answer := s.given("q1", 1, "an answer")
			answer.FormToken = fmt.Sprint("during ", n)
			if err := s.RecordCheck(t.Context(), store.Answerer{Student: ben}, "lesson", []byte("key"), answer); err != nil {
				t.Error(err)
			}
		}
		answered <- n
	}()
	if err := s.EraseStudents(t.Context(), s.teacher, s.class, []classroom.StudentID{who}); err != nil {
		t.Error(err)
	}
	if wiped, err := s.Wipe(t.Context()); wiped || err != nil {
		t.Errorf("wiped: %v (%v), and somebody answers all the time", wiped, err)
	}
	stop()
	if want, n := <-answered, s.count(`SELECT count(*) FROM response WHERE form_token LIKE 'during %'`); n != want {
		t.Errorf("%d answers are stored of %d", n, want)
	}
	s.wipe()
	if n := s.sings(dir, canary); n != 0 {
		t.Errorf("the canary sings %d times in the files", n)
	}
}
