package store_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/internal/store"
)

var (
	askedQ1 = classroom.Asked{Question: "q1", Version: 1}
	oddText = quiz.Accepted{Field: "a", Text: "odd"}
)

// ruledOn decides as rulings say: a question that is withdrawn counts nothing, one with another key or an accepted text
// gives everything.
func ruledOn(r classroom.Ruling, first classroom.Decision) classroom.Decision {
	switch {
	case r.Correction != nil && r.Correction.Kind == classroom.Withdrawn:
		return classroom.Decision{Score: first.Score, Grade: first.Grade, Ruled: classroom.Withdrawn}
	case r.Correction != nil:
		return classroom.Decision{Score: 1, Marks: 2, Grade: &quiz.Grade{Score: 1, Given: "corrected"},
			Ruled: r.Correction.Kind}
	case len(r.Accepted) > 0:
		return classroom.Decision{Score: 1, Marks: 2, Grade: &quiz.Grade{Score: 1, Given: "regraded"}}
	}
	return first
}

// fullWhere decides like a question that gives full marks where a text is accepted, and else what was given first.
func fullWhere(answers []classroom.StoredAnswer) (changed []classroom.Regraded) {
	for _, a := range answers {
		after := ruledOn(a.Ruling, a.First)
		if after.Score != a.Given.Score || after.Ruled != a.Given.Ruled {
			changed = append(changed, classroom.Regraded{StoredAnswer: a, After: after})
		}
	}
	return changed
}

func TestARegradeCountsEverywhere(t *testing.T) {
	s := newSchool(t)
	ana := s.join("ana", 1, 0)
	s.finish(ana, 0, 1)
	s.finish(ana, 1, 0)
	first := &classroom.QuizRecord{FirstMarks: 1, FirstOutOf: 4, BestShare: 0.25, LatestShare: 0.25}
	if got := s.record(ana).Quiz; !reflect.DeepEqual(got, first) {
		t.Fatalf("before: %+v, want %+v", got, first)
	}
	for range 2 {
		s.must(s.Accept(t.Context(), s.teacher, askedQ1, oddText, fullWhere))
	}
	want := &classroom.QuizRecord{FirstMarks: 3, FirstOutOf: 4, BestShare: 0.75, LatestShare: 0.5}
	if got := s.record(ana).Quiz; !reflect.DeepEqual(got, want) {
		t.Errorf("accepted: %+v, want %+v", got, want)
	}
	attempts, err := s.Attempts(t.Context(), ana, "")
	s.must(err)
	for _, a := range attempts {
		if r := a.Responses["q1"]; r.Score != 1 || r.Marks != 2 || r.Grade == nil || r.Grade.Given != "regraded" {
			t.Errorf("attempt %d shows %+v", a.ID, r)
		}
		if r := a.Responses["q2"]; r.Grade != nil || r.Score == 1 {
			t.Errorf("another question changed: %+v", r)
		}
	}
	written, err := s.newestTo(s.teacher, "q1")
	s.must(err)
	if len(written) != 2 || written[0].Given.Score != 1 {
		t.Errorf("the teacher's list shows %+v", written)
	}
	rows := s.count(`SELECT count(*) FROM regrade WHERE cause = 'accepted' AND teacher_id = 1 AND score_before < score`)
	if rows != 2 || s.count(`SELECT count(*) FROM acceptance`) != 1 {
		t.Errorf("%d regrades, want 2 of one acceptance", rows)
	}
	if n := s.count(`SELECT count(*) FROM response WHERE score = 1`); n != 0 {
		t.Errorf("%d responses were rewritten", n)
	}

	accepted, err := s.Acceptances(t.Context(), s.class)
	s.must(err)
	if len(accepted) != 1 || accepted[0].Accepted != oddText || accepted[0].By != "Owner" {
		t.Fatalf("accepted are %+v", accepted)
	}
	stranger := s.colleague(false)
	wantErr(t, "a stranger takes it back", s.Unaccept(t.Context(), stranger, accepted[0].ID, fullWhere), store.ErrNotFound)
	for range 2 {
		s.must(s.Unaccept(t.Context(), s.teacher, accepted[0].ID, fullWhere))
	}
	if got := s.record(ana).Quiz; !reflect.DeepEqual(got, first) {
		t.Errorf("taken back: %+v, want %+v", got, first)
	}
	if n := s.count(`SELECT count(*) FROM audit WHERE action IN ('accept answer', 'take accepted answer back')`); n != 2 {
		t.Errorf("%d entries in the audit, want 2", n)
	}
	s.must(s.Accept(t.Context(), s.teacher, askedQ1, oddText, fullWhere)) // and once more
	if got := s.record(ana).Quiz; !reflect.DeepEqual(got, want) {
		t.Errorf("accepted again: %+v, want %+v", got, want)
	}
	s.removeForGood(ana)
	if n := s.count(`SELECT count(*) FROM regrade`); n != 0 {
		t.Errorf("%d regrades of a student who was removed", n)
	}
}

// A new answer is decided about with what teachers of its author's class have accepted, and with nothing else.
func TestANewAnswerKnowsWhatIsAccepted(t *testing.T) {
	s := newSchool(t)
	ana, guest := s.join("ana", 1, 0), s.guest(2)
	colleague, stranger := s.colleague(true), s.colleague(false)
	s.must(s.Accept(t.Context(), stranger, askedQ1, quiz.Accepted{Field: "a", Text: "a stranger's"}, fullWhere))
	answer := func(who classroom.StudentID) (seen []quiz.Accepted, r classroom.Response) {
		t.Helper()
		given := s.given("q1", 0)
		given.Ruled = func(r classroom.Ruling) (classroom.Decision, bool) {
			seen = r.Accepted
			return classroom.Decision{Score: 1, Marks: 2}, true
		}
		s.must(s.RecordCheck(t.Context(), store.Answerer{Student: who}, "lesson", []byte("key"), given))
		attempts, err := s.Attempts(t.Context(), who, "")
		s.must(err)
		return seen, attempts[len(attempts)-1].Responses["q1"]
	}
	if seen, r := answer(ana); seen != nil || r.Score != 0 {
		t.Errorf("with nothing accepted in the class: asked with %v, score %v", seen, r.Score)
	}
	s.must(s.Accept(t.Context(), colleague, askedQ1, oddText, fullWhere))
	s.must(s.Accept(t.Context(), s.teacher, classroom.Asked{Question: "q2", Version: 1}, oddText, fullWhere))
	if seen, r := answer(ana); !slices.Equal(seen, []quiz.Accepted{oddText}) || r.Score != 1 || r.Marks != 2 {
		t.Errorf("accepted by a colleague: asked with %v, score %v", seen, r.Score)
	}
	if seen, r := answer(guest); seen != nil || r.Score != 0 {
		t.Errorf("a guest: asked with %v, score %v", seen, r.Score)
	}
}

func TestManyAnswersAreRegradedInBatches(t *testing.T) {
	s := newSchool(t)
	s.join("ana", 1, 0)
	const n = 2300
	s.manyAnswers(n)
	var batches []int
	s.must(s.Accept(t.Context(), s.teacher, askedQ1, oddText, func(all []classroom.StoredAnswer) []classroom.Regraded {
		batches = append(batches, len(all))
		return fullWhere(all)
	}))
	if !slices.Equal(batches, []int{1000, 1000, 300}) {
		t.Errorf("batches of %v", batches)
	}
	if got := s.count(`SELECT count(DISTINCT response_id) FROM regrade`); got != n {
		t.Errorf("%d answers were regraded, want %d", got, n)
	}
}

// Every field of a decision survives being stored.
func TestADecisionIsStoredWhole(t *testing.T) {
	s := newSchool(t)
	ana := s.join("ana", 1, 0)
	given := s.given("q1", 2)
	given.Grade = &quiz.Grade{}
	fillIn(t, reflect.ValueOf(given.Grade).Elem())
	s.must(s.RecordCheck(t.Context(), store.Answerer{Student: ana}, "lesson", []byte("key"), given))
	attempts, err := s.Attempts(t.Context(), ana, "")
	s.must(err)
	if got := attempts[0].Responses["q1"].Grade; !reflect.DeepEqual(got, given.Grade) {
		text, _ := json.Marshal(got)
		t.Errorf("stored as %s, want %+v", text, given.Grade)
	}
}

// fillIn gives every field a value that is not its zero.
func fillIn(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fillIn(t, v.Field(i))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fillIn(t, v.Index(0))
	case reflect.String:
		v.SetString("some words")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Float64:
		v.SetFloat(0.25)
	default:
		t.Fatalf("a decision has a %s by now", v.Kind())
	}
}

// What was served, decided and accepted is never rewritten.
func TestDecisionsStay(t *testing.T) {
	s := newSchool(t)
	s.finish(s.join("ana", 1, 0), 0, 1)
	s.must(s.Accept(t.Context(), s.teacher, askedQ1, oddText, fullWhere))
	for _, statement := range []string{
		`UPDATE regrade SET score = 0`, `DELETE FROM regrade`, `UPDATE acceptance SET text = 'x'`,
		`UPDATE question_version SET body = 'x'`, `UPDATE question_version SET origin = 'own'`,
	} {
		err := s.Write(t.Context(), func(tx store.Tx) error {
			_, err := tx.ExecContext(t.Context(), statement)
			return err
		})
		if err == nil {
			t.Errorf("%s goes through", statement)
		}
	}
}

func TestNamesAreFoldedAnewOnce(t *testing.T) {
	for name, before := range map[string]string{
		"never folded":                    `DELETE FROM meta WHERE key = 'names_folded'`,
		"folded by the program of before": `UPDATE meta SET value = '1' WHERE key = 'names_folded'`,
	} {
		t.Run(name, func(t *testing.T) { namesAreFoldedAnew(t, before) })
	}
}

func namesAreFoldedAnew(t *testing.T, before string) {
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	// Keys as they were made before: apostrophes stayed, spaces and full stops went.
	old := []struct {
		class  int
		name   string
		key    string
		active int
	}{
		{1, "Sinead O'Brien", "sineado'brien", 5}, {1, "Sinead O’Brien", "sineado’brien", 9}, {1, "Adrian A", "adriana", 1},
		{1, "Anna K.", "annak.", 1}, {1, "sinead obrien", "sineadobrien", 7}, {2, "Sinead O'Brien", "sineado'brien", 5},
		{2, "Adriana", "adriana", 1}, {2, "أحمد", "أحمد", 1}, {2, "A. J.", "a j", 1},
	}
	statements := []string{
		`INSERT INTO class (id, name, code, form_token, created_at)
			VALUES (1, 'a', 'AAAAAA', 'a', 0), (2, 'b', 'BBBBBB', 'b', 0)`,
		`INSERT INTO teacher (name, name_key, pass_hash, owner, created_at)
			VALUES ('Siân O''Neill', 'siano''neill', '', 1, 0), ('Sian O’Neill', 'siano’neill', '', 0, 0)`,
		before,
	}
	for i, o := range old {
		statements = append(statements, fmt.Sprintf(`INSERT INTO student (id, class_id, name, name_key, pin_hash, created_at,
			last_active_at) VALUES (%d, %d, '%s', '%s', 'pin', 0, %d)`, i+1, o.class, quoted(o.name), quoted(o.key), o.active))
	}
	execute(t, s, statements...)
	closeStore(t, s)
	for range 2 {
		s, err = store.Open(t.Context(), dir, clock)
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []struct {
			class classroom.ClassID
			typed string
			id    classroom.StudentID
		}{
			{1, "Sinead O'Brien", 1}, {1, "Sinead O’Brien", 2}, {1, "sinead obrien", 5}, // each their own, written just so
			{1, "Sinead OBrien", 2}, // else the one who was here last
			{1, "Adrian A", 3}, {1, "adrian a.", 3}, {1, "Adriana", 0},
			{1, "anna k", 4}, {2, "sinead obrien", 6}, {2, "Adriana", 7}, {2, "Adrian A", 0},
			{2, "احمد", 8}, {2, "AJ", 9},
		} {
			st, err := s.StudentByName(t.Context(), want.class, want.typed, account.FoldName(want.typed))
			if st.ID != want.id || (err == nil) != (want.id != 0) {
				t.Errorf("%q in class %d is student %d, %v; want %d", want.typed, want.class, st.ID, err, want.id)
			}
		}
		for typed, want := range map[string]classroom.TeacherID{"Sian O’Neill": 2, "Siân O'Neill": 1, "sian oneill": 1} {
			teacher, err := s.TeacherByName(t.Context(), typed, account.FoldName(typed))
			if err != nil || teacher.ID != want {
				t.Errorf("%q is teacher %d, %v; want %d", typed, teacher.ID, err, want)
			}
		}
		shared, err := s.SharedNames(t.Context(), 1)
		if want := []string{"Sinead O'Brien", "sinead obrien"}; err != nil || !slices.Equal(shared, want) {
			t.Errorf("shared names are %q, %v; want %q", shared, err, want)
		}
		_, err = s.JoinClass(t.Context(), 1, "Sinéad O`Brien", account.FoldName("Sinéad O`Brien"), "pin",
			store.Entry{Session: hash(1), Device: []byte("x")})
		wantErr(t, "a third spelling joins", err, store.ErrConflict)
		closeStore(t, s)
	}
}

func quoted(s string) string {
	out := ""
	for _, r := range s {
		if out += string(r); r == '\'' {
			out += "'"
		}
	}
	return out
}

func TestRecordOfAFolder(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir, clock)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.KeepQuestions(t.Context(), []store.QuestionVersion{
		{ID: "q1", Version: 1, SHA: "1", Body: "one"}, {ID: "q2", Version: 1, Own: true, SHA: "2", Body: "two"},
	}); err != nil {
		t.Fatal(err)
	}
	killed := t.TempDir() // what a program leaves that was killed
	for _, name := range []string{"dossier.db", "dossier.db-wal"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(killed, name), data)
	}
	_, err = store.RecordOf(t.Context(), killed)
	wantErr(t, "after a kill", err, store.ErrNotClosed)
	for _, open := range []bool{true, false} {
		record, err := store.RecordOf(t.Context(), dir)
		if err != nil || len(record) != 2 || record[0].ID != "q1" || record[0].SHA != "1" || record[0].Own || !record[1].Own {
			t.Errorf("open %v: %+v, %v", open, record, err)
		}
		if open {
			closeStore(t, s)
		}
	}
	names, err := filepath.Glob(filepath.Join(dir, "dossier.db*"))
	if err != nil || len(names) != 1 {
		t.Errorf("looking left %v, %v", names, err)
	}
	if record, err := store.RecordOf(t.Context(), t.TempDir()); err != nil || record != nil {
		t.Errorf("a folder without a database: %v, %v", record, err)
	}
	if _, err := store.RecordOf(t.Context(), filepath.Join(dir, "nowhere")); err == nil {
		t.Error("a folder that is not there has a record")
	}
}

// Wordings that were kept before it was told whose they are stay for their answers, whatever is served now.
func TestWordingsOfBefore(t *testing.T) {
	s := newSchool(t)
	execute(t, s.Store, `INSERT INTO question_version (id, version, sha, body, first_served_at, number) VALUES
		('same', 1, 'a', 'as before', 0, 1), ('ours', 1, 'b', 'as before', 0, 1), ('other', 1, 'c', 'as before', 0, 1)`)
	for range 2 {
		kept, err := s.KeepQuestions(t.Context(), []store.QuestionVersion{
			{ID: "same", Version: 1, SHA: "a", Body: "as before"}, {ID: "ours", Version: 1, Own: true, SHA: "b"},
			{ID: "other", Version: 1, SHA: "changed", Body: "as it is now"},
		})
		s.must(err)
		if kept["same"] != 1 || kept["ours"] != 1 || kept["other"] != 2 {
			t.Errorf("kept as %v", kept)
		}
	}
	for version, want := range map[int]string{1: "as before", 2: "as it is now"} {
		if body, err := s.QuestionBody(t.Context(), "other", version); err != nil || body != want {
			t.Errorf("number %d is %q, %v; want %q", version, body, err, want)
		}
	}
	_, err := s.KeepQuestions(t.Context(), []store.QuestionVersion{{ID: "same", Version: 1, SHA: "changed"}})
	wantErr(t, "a change of what was kept before", err, store.ErrChanged)
}

// What a teacher has accepted counts for the work that a guest brings into the class, in the numbers as well; what was
// accepted elsewhere, or taken back, does not.
func TestAGuestsAnswersAreRegradedOnJoining(t *testing.T) {
	for name, row := range map[string]struct {
		accept func(s *school)
		want   classroom.QuizRecord
	}{
		"accepted": {func(*school) {}, classroom.QuizRecord{FirstMarks: 3, FirstOutOf: 4, BestShare: 0.75,
			LatestShare: 0.75}},
		"taken back": {func(s *school) { s.must(s.Unaccept(s.t.Context(), s.teacher, 1, fullWhere)) },
			classroom.QuizRecord{FirstMarks: 1, FirstOutOf: 4, BestShare: 0.25, LatestShare: 0.25}},
		"accepted by a teacher of another class": {func(s *school) {
			other := s.colleague(false)
			s.must(s.Unaccept(s.t.Context(), s.teacher, 1, fullWhere))
			s.must(s.Accept(s.t.Context(), other, askedQ1, oddText, fullWhere))
		}, classroom.QuizRecord{FirstMarks: 1, FirstOutOf: 4, BestShare: 0.25, LatestShare: 0.25}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSchool(t)
			guest := s.guest(2)
			s.finish(guest, 0, 1)
			s.must(s.Accept(t.Context(), s.teacher, askedQ1, oddText, fullWhere))
			row.accept(s)
			ana := s.join("ana", 1, 0)
			s.must(s.EnterClass(t.Context(), ana, store.Entry{Session: hash(3), Device: []byte("d"), Guest: guest,
				Regrade: func(asked classroom.Asked, answers []classroom.StoredAnswer) ([]classroom.Regraded, error) {
					if asked != askedQ1 {
						t.Errorf("decided again about %v", asked)
					}
					return fullWhere(answers), nil
				}}))
			if got := s.record(ana).Quiz; got == nil || *got != row.want {
				t.Errorf("got %+v, want %+v", got, row.want)
			}
		})
	}
}
