package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"path/filepath"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/sqlite"
)

// GoneBack is the word that a restore leaves in the database that it puts in place, which knows nothing of it
// otherwise.
type GoneBack struct {
	Backup string              `json:"backup"`          // the name of its file
	Kept   string              `json:"kept"`            // folder beside it with what was there before, if anything was
	By     classroom.TeacherID `json:"by,omitempty"`    // who did it; 0 is the command line
	Began  int64               `json:"began,omitempty"` // when they became a teacher, so that By is nobody else
	At     time.Time           `json:"at"`              // when the database was opened for the first time since
}

// metaGoneBack is where the word is kept once it is in the record.
const metaGoneBack = "gone_back"

// leaveWord has a restore leave a word.
func leaveWord(word GoneBack) Option {
	return sqlite.Word(func(kept string) string {
		word.Kept = kept
		text, _ := json.Marshal(word) // strings and numbers
		return string(text)
	})
}

// Now counts what the database holds.
func (s *Store) Now(ctx context.Context) (h Holding, err error) {
	defer wrap(&err, "what is stored")
	return holdingOf(ctx, s.read)
}

// Peek counts what a backup holds, without checking it. Errors as of sqlite.Examine, and ErrNothingIn.
func (s *Store) Peek(ctx context.Context, path string) (e Examined, err error) {
	defer wrap(&err, "peek")
	migrations, err := schema()
	if err != nil {
		return e, err
	}
	e.Examined, err = sqlite.Peek(ctx, path, migrations, s.now, holding(ctx, &e.Holding, true))
	return e, err
}

// GoBack examines a backup and puts a copy of it beside the database, which the next Open puts in its place. Reading
// and writing go on; what is written from now on is kept with what is replaced. Errors as of sqlite.DB.PrepareRestore,
// and ErrNothingIn.
func (s *Store) GoBack(ctx context.Context, path string, by classroom.TeacherID) (e Examined, err error) {
	defer wrap(&err, "go back")
	migrations, err := schema()
	if err != nil {
		return e, err
	}
	word := GoneBack{Backup: filepath.Base(path), By: by}
	err = s.read.QueryRowContext(ctx, `SELECT created_at FROM teacher WHERE id = ?1`, by).Scan(&word.Began)
	if err != nil {
		return e, err
	}
	e.Examined, err = s.db.PrepareRestore(ctx, path, migrations, holding(ctx, &e.Holding, true), leaveWord(word))
	return e, err
}

// Check checks the database from end to end beside whoever writes, as Verify does.
func (s *Store) Check(ctx context.Context) (Examined, error) { return Verify(ctx, s.dir, s.now) }

// LastGoneBack is the last restore; found is false when there was none.
func (s *Store) LastGoneBack(ctx context.Context) (word GoneBack, found bool, err error) {
	defer wrap(&err, "last restore")
	text, err := metaValue(ctx, s.read, metaGoneBack)
	if errors.Is(err, sql.ErrNoRows) {
		return word, false, nil
	}
	if err != nil {
		return word, false, err
	}
	return word, json.Unmarshal([]byte(text), &word) == nil, nil
}

// recordRestore puts down, for the owner, that the database is a backup that was put back since it was last opened, and
// signs everybody out: somebody may have signed out since that backup was made.
func (s *Store) recordRestore(ctx context.Context) error {
	text, err := metaValue(ctx, s.read, sqlite.WordKey)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	word := GoneBack{}
	if err := json.Unmarshal([]byte(text), &word); err != nil {
		word.Backup = "unknown" // left by another version of the program
	}
	word.At = s.now().UTC()
	return s.write(fromReserve(ctx), func(t tx) error { return recordWord(ctx, t, word) })
}

func recordWord(ctx context.Context, t tx, word GoneBack) error {
	actor, action, known := actorProgram, "restore", false
	err := t.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM teacher WHERE id = ?1 AND created_at = ?2)`, word.By,
		word.Began).Scan(&known)
	if err != nil {
		return err
	}
	if known {
		actor, action = actorTeacher(word.By), "go back"
	}
	if err := audit(ctx, t, millis(word.At), actor, action, word.Backup); err != nil {
		return err
	}
	text, err := json.Marshal(word)
	if err != nil {
		return err
	}
	if err := setMetaValue(ctx, t, metaGoneBack, string(text)); err != nil {
		return err
	}
	for _, statement := range []string{
		`DELETE FROM meta WHERE key = '` + sqlite.WordKey + `'`,
		`UPDATE session SET created_at = 0 WHERE teacher_id IS NOT NULL
			OR student_id IN (SELECT id FROM student WHERE class_id IS NOT NULL)`,
	} {
		if _, err := t.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
