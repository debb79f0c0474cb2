package measure

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/internal/store"
)

// balanced makes a folder with five answers of two students, and the ledger that belongs to it.
func balanced(t *testing.T) (folder string, l *ledger) {
	t.Helper()
	folder, l = t.TempDir(), newLedger()
	people, err := fill(t.Context(), folder, 2, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(people.class) != 2 {
		t.Fatal("there is no class")
	}
	data, err := store.Open(t.Context(), folder, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := data.KeepQuestions(t.Context(), []store.QuestionVersion{{ID: "q", Version: 1, SHA: "1"}}); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		who, token := classroom.StudentID(1+i%2), fmt.Sprint("token ", i)
		l.sends(answerBy(who, token, "q"))
		err := data.RecordCheck(t.Context(), store.Answerer{Student: who}, "lesson", []byte("key"), classroom.NewResponse{
			Question: classroom.Asked{Question: "q", Version: 1}, FormToken: token, OutOf: 1, Answer: quiz.Answer{}})
		if err != nil {
			t.Fatal(err)
		}
		l.acknowledged(token)
	}
	if err := data.Close(); err != nil {
		t.Fatal(err)
	}
	return folder, l
}

// A ledger that finds nothing is worth something only when it finds what is there to be found.
func TestT1TheLedgerIsNotBlind(t *testing.T) {
	for _, row := range []struct {
		name string
		harm []string
		late string // a token that is acknowledged and was never sent
		want Balance
	}{
		{name: "nothing", want: Balance{}},
		{name: "an answer removed", harm: []string{`DELETE FROM response WHERE form_token = 'token 3'`},
			want: Balance{Lost: 1}},
		{name: "an answer of somebody else's", harm: []string{`UPDATE attempt SET student_id = 2 WHERE id = 1`},
			want: Balance{Crossed: 1}},
		{name: "an answer that nobody sent", harm: []string{`INSERT INTO response (attempt_id, question_id, version, try,
			form_token, answer, score, marks, out_of, confidence, answered_at)
			SELECT attempt_id, question_id, version, 2, 'another', answer, 0, 0, 1, '', answered_at FROM response WHERE id = 1`},
			want: Balance{Unsent: 1}},
		{name: "an acknowledgement without an answer", late: "a token", want: Balance{Lost: 1}},
	} {
		t.Run(row.name, func(t *testing.T) {
			folder, l := balanced(t)
			damage(t, folder, row.harm)
			if row.late != "" {
				l.acknowledged(row.late)
			}
			got, err := l.balance(context.Background(), folder)
			if err != nil {
				t.Fatal(err)
			}
			if got.Lost != row.want.Lost || got.Doubled != row.want.Doubled || got.Crossed != row.want.Crossed ||
				got.Unsent != row.want.Unsent || got.Broken() != len(got.Examples) {
				t.Errorf("got %+v, want %+v", got, row.want)
			}
		})
	}
}

func TestT1ATextThatIsThereTwice(t *testing.T) {
	l := newLedger()
	text := answerBy(7, "A text.", "bench")
	l.sends(text)
	l.acknowledged(text.Key)
	if got := l.compare([]store.Kept{text, text, text}); got.Doubled != 1 || got.Broken() != 1 {
		t.Errorf("got %+v, want it found doubled, once", got)
	}
	r := school{ledger: l, watch: newStopwatch(), report: Report{Balance: l.compare(nil), MostLog: mostLog, LogAfter: 1}}
	r.watch.fail(answers, "status 500")
	r.judge()
	if len(r.report.Broken) != 4 {
		t.Errorf("the report names %q, want four broken promises", r.report.Broken)
	}
}

// damage changes a database past the program, which would refuse to.
func damage(t *testing.T, folder string, statements []string) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(folder, "dossier.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT 'DROP TRIGGER ' || name FROM sqlite_schema WHERE type = 'trigger'`)
	if err != nil {
		t.Fatal(err)
	}
	var triggers []string
	for rows.Next() {
		var drop string
		if err := rows.Scan(&drop); err != nil {
			t.Fatal(err)
		}
		triggers = append(triggers, drop)
	}
	rows.Close()
	if len(statements) == 0 {
		return
	}
	for _, statement := range append(triggers, statements...) {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}
