package store

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/sqlite"
)

// erasedName is the file beside the database that says who was erased. A restored older backup does not know it, and
// the file does: see decision 025.
const erasedName = "erased.log"

// erasure is a row of the table erased, and a line of the file.
type erasure struct {
	What     string
	ID, Made int64
}

// line is an erasure as the file has it: when, what, number and the moment when the number was given.
func (e erasure) line(at int64) string {
	return fmt.Sprintf("%s %s %d %d\n", fromMillis(at).UTC().Format(time.RFC3339), e.What, e.ID, e.Made)
}

// parseErasure reads a line without its end. ok is false for a line that a power cut has torn.
func parseErasure(line string) (e erasure, at int64, ok bool) {
	var when string
	if n, err := fmt.Sscanf(line, "%s %s %d %d", &when, &e.What, &e.ID, &e.Made); n != 4 || err != nil {
		return e, 0, false
	}
	t, err := time.Parse(time.RFC3339, when)
	return e, millis(t), err == nil && e.line(millis(t)) == line+"\n"
}

// readErased reads the file: when each was erased, and whether it ends with a whole line.
func readErased(path string) (all map[erasure]int64, whole bool, err error) {
	all = map[erasure]int64{}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return all, true, nil
	}
	if err != nil {
		return nil, false, err
	}
	end := bytes.LastIndexByte(data, '\n') + 1
	lines := bufio.NewScanner(bytes.NewReader(data[:end]))
	for lines.Scan() {
		if e, at, ok := parseErasure(lines.Text()); ok {
			all[e] = at
		}
	}
	return all, end == len(data), lines.Err()
}

// appendErased adds lines to the file and waits until they are on the disk.
func appendErased(path, lines string, whole bool) (err error) {
	if !whole {
		lines = "\n" + lines // what was torn stays a line by itself
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := file.WriteString(lines); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	return sqlite.SyncFolder(filepath.Dir(path))
}

func storedErased(ctx context.Context, q tx) (all map[erasure]int64, err error) {
	type row struct {
		erasure
		at int64
	}
	rows, err := collect(ctx, q, func(from scanner) (r row, err error) {
		return r, from.Scan(&r.What, &r.ID, &r.Made, &r.at)
	}, `SELECT what, id, made_at, erased_at FROM erased ORDER BY erased_at, what, id`)
	all = map[erasure]int64{}
	for _, r := range rows {
		all[r.erasure] = r.at
	}
	return all, err
}

// keepErased adds to the file what the table has and the file has not.
func (s *Store) keepErased(ctx context.Context) error {
	s.erasing.Lock()
	defer s.erasing.Unlock()
	stored, err := storedErased(ctx, s.read)
	if err != nil || len(stored) == 0 {
		return err
	}
	kept, whole, err := readErased(s.erasedPath())
	if err != nil {
		return err
	}
	var lines bytes.Buffer
	for e, at := range stored {
		if _, there := kept[e]; !there {
			lines.WriteString(e.line(at))
		}
	}
	if lines.Len() == 0 {
		return nil
	}
	return appendErased(s.erasedPath(), lines.String(), whole)
}

func (s *Store) erasedPath() string { return filepath.Join(s.dir, erasedName) }

// eraseAgain deletes whoever was erased and is here all the same: after a restored backup, or when erasing was cut off.
func (s *Store) eraseAgain(ctx context.Context) error {
	kept, _, err := readErased(s.erasedPath())
	if err != nil {
		return err
	}
	stored, err := storedErased(ctx, s.read)
	if err != nil {
		return err
	}
	for e := range stored {
		delete(kept, e)
	}
	_, unfinished, err := metaTime(ctx, s.read, metaErasing)
	if err != nil {
		return err
	}
	if len(kept) == 0 && !unfinished {
		return s.keepErased(ctx)
	}
	if err := s.db.Write(ctx, func(t tx) error { return eraseWhatCameBack(ctx, t, kept) }); err != nil {
		return err
	}
	return s.carryOut(ctx, nil)
}

// eraseWhatCameBack notes erasures that the database did not know, each with when it was, and does what they ask for.
func eraseWhatCameBack(ctx context.Context, t tx, unknown map[erasure]int64) error {
	const here = `SELECT id FROM student WHERE id = ?1 AND created_at = ?2`
	for e, at := range unknown {
		if _, err := t.ExecContext(ctx, `INSERT INTO erased (what, id, made_at, erased_at) VALUES (?1, ?2, ?3, ?4)
			ON CONFLICT DO NOTHING`, e.What, e.ID, e.Made, at); err != nil {
			return err
		}
		students, err := studentIDs(ctx, t, here, e.ID, e.Made)
		switch {
		case err != nil:
			return err
		case e.What == "student":
			err = condemn(ctx, t, at, students)
		case e.What == "name":
			err = takeNames(ctx, t, at, students)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// former notes that a student is about to be deleted who is not erased: who has their work now, or from which class
// they were removed; 0 for neither.
func former(ctx context.Context, t tx, student, now classroom.StudentID, class classroom.ClassID) error {
	for _, statement := range []string{
		`INSERT INTO former (student_id, made_at, now_id, class_id) SELECT id, created_at,
				CASE WHEN EXISTS (SELECT 1 FROM student WHERE id = ?2) THEN ?2 END,
				CASE WHEN EXISTS (SELECT 1 FROM class WHERE id = ?3) THEN ?3 END
			FROM student WHERE id = ?1 ON CONFLICT DO NOTHING`,
		// Whoever they were before belongs where they belong.
		`UPDATE former SET now_id = (SELECT f.now_id FROM former f WHERE f.student_id = ?1 AND f.now_id = ?2),
				class_id = CASE WHEN EXISTS (SELECT 1 FROM class WHERE id = ?3) THEN ?3 END WHERE now_id = ?1`,
	} {
		if _, err := t.ExecContext(ctx, statement, student, now, class); err != nil {
			return err
		}
	}
	return nil
}
