package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
)

// What the fields of a draft are called in the table mark_note. Old rows have these names, so they must not change with
// the forms.
const (
	noteLevel    = "level."
	noteComment  = "comment."
	noteStrength = "strength"
	noteTarget   = "target"
)

func noteKey(f marking.Field) string {
	switch f.Part {
	case marking.LevelPart:
		return noteLevel + f.Skill
	case marking.CommentPart:
		return noteComment + f.Skill
	case marking.StrengthPart:
		return noteStrength
	}
	return noteTarget
}

// noteField is the field of a stored name; false for a name that nobody has ever written.
func noteField(key string) (marking.Field, bool) {
	if skill, ok := strings.CutPrefix(key, noteLevel); ok {
		return marking.Field{Part: marking.LevelPart, Skill: skill}, true
	}
	if skill, ok := strings.CutPrefix(key, noteComment); ok {
		return marking.Field{Part: marking.CommentPart, Skill: skill}, true
	}
	switch key {
	case noteStrength:
		return marking.Field{Part: marking.StrengthPart}, true
	case noteTarget:
		return marking.Field{Part: marking.TargetPart}, true
	}
	return marking.Field{}, false
}

// NoteMarks stores what a teacher has put down so far for some texts: the fields that were changed on the page, and no
// others. A first marking claims its essay. All notes are stored in one go; refused says by essay which were not, and
// why: ErrStale, a *marking.Conflict, ErrConflict, ErrLocked, ErrNotFound.
func (s *Store) NoteMarks(ctx context.Context, teacher classroom.TeacherID, notes ...marking.Note) (
	refused map[classroom.EssayID]error, err error) {
	defer wrap(&err, "note %d markings", len(notes))
	refused = map[classroom.EssayID]error{}
	if len(notes) == 0 {
		return refused, nil
	}
	err = s.write(ctx, func(t tx) error {
		clear(refused)
		for _, n := range notes {
			refusal, err := noteMark(ctx, t, teacher, n, millis(s.now()))
			if err != nil {
				return err
			}
			if refusal != nil {
				refused[n.Essay] = refusal
			}
		}
		return nil
	})
	return refused, err
}

// NoteMark is NoteMarks for one text, with its refusal as the error.
func (s *Store) NoteMark(ctx context.Context, teacher classroom.TeacherID, n marking.Note) error {
	refused, err := s.NoteMarks(ctx, teacher, n)
	if err == nil && refused[n.Essay] != nil {
		err = fmt.Errorf("store: note marking of essay %d: %w", n.Essay, refused[n.Essay])
	}
	return err
}

// noteMark tells a refusal, before which no row was changed, from a failure.
func noteMark(ctx context.Context, t tx, teacher classroom.TeacherID, n marking.Note, now int64) (refusal, err error) {
	e, err := entry(ctx, t, teacher, n.Essay)
	if errors.Is(err, ErrNotFound) {
		return err, nil
	}
	if err != nil {
		return nil, err
	}
	if e.Rev != n.Rev {
		return ErrStale, nil
	}
	marks, err := marksOf(ctx, t, e)
	if err != nil {
		return nil, err
	}
	stands, err := putDown(ctx, t, e, marks, n.Purpose, teacher)
	if err != nil {
		return nil, err
	}
	if refusal := mayWrite(e, marks, teacher, n.Purpose, now, n.Check(stands)); refusal != nil {
		return refusal, nil
	}
	if n.Purpose == marking.First {
		if _, err := claim(ctx, t, e, teacher, now); err != nil {
			return nil, err
		}
	}
	return nil, insertNotes(ctx, t, teacher, n, n.Changes(stands), now)
}

func insertNotes(ctx context.Context, t tx, teacher classroom.TeacherID, n marking.Note, changes marking.MarkDraft,
	now int64) error {
	for f, value := range changes {
		if _, err := t.ExecContext(ctx, `
			INSERT INTO mark_note (essay_id, teacher_id, rev, purpose, field, value, noted_at, tab)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
			ON CONFLICT (essay_id, teacher_id, rev, purpose, field) DO UPDATE
			SET value = excluded.value, noted_at = excluded.noted_at, tab = excluded.tab`,
			n.Essay, teacher, n.Rev, n.Purpose, noteKey(f), value, now, n.Tab); err != nil {
			return err
		}
	}
	return nil
}

// mayWrite decides whether a teacher can put something down for an essay. conflict is the result of comparing it with
// what stands. A colleague's marking is never compared: its levels may be hidden from this teacher.
func mayWrite(e marking.Entry, marks marking.Marks, teacher classroom.TeacherID, p marking.Purpose, now int64,
	conflict error) error {
	if p != marking.First {
		return conflict
	}
	if own, ok := marks.Newest(marking.First); ok && own.Teacher == teacher && e.Place.State == essay.Marked &&
		conflict != nil {
		return conflict // finished in another window meanwhile
	}
	if err := mayHold(e, teacher, now); err != nil {
		return err
	}
	return conflict
}

// putDown is what stands of a teacher's marking: the one that counts, with their notes over it.
func putDown(ctx context.Context, q tx, e marking.Entry, marks marking.Marks, p marking.Purpose,
	teacher classroom.TeacherID) (marking.Stands, error) {
	notes, err := notes(ctx, q, teacher, p, []marking.Entry{e})
	if err != nil {
		return marking.Stands{}, err
	}
	noted := notes[e.ID]
	return marking.Stands{Draft: marks.Standing(e, p).With(noted.Draft), Tabs: noted.Tabs}, nil
}

// Notes returns what a teacher has put down for the texts of these entries and not finished, by essay.
func (s *Store) Notes(ctx context.Context, teacher classroom.TeacherID, p marking.Purpose, of ...marking.Entry) (
	_ map[classroom.EssayID]marking.MarkDraft, err error) {
	defer wrap(&err, "notes of teacher %d", teacher)
	noted, err := notes(ctx, s.read, teacher, p, of)
	if err != nil {
		return nil, err
	}
	drafts := map[classroom.EssayID]marking.MarkDraft{}
	for id, n := range noted {
		drafts[id] = n.Draft
	}
	return drafts, nil
}

func notes(ctx context.Context, q tx, teacher classroom.TeacherID, p marking.Purpose, of []marking.Entry) (
	map[classroom.EssayID]marking.Stands, error) {
	found := map[classroom.EssayID]marking.Stands{}
	if len(of) == 0 {
		return found, nil
	}
	args, revs := []any{teacher, p}, map[classroom.EssayID]int{}
	for _, e := range of {
		args, revs[e.ID] = append(args, e.ID), e.Rev
	}
	rows, err := q.QueryContext(ctx, `SELECT essay_id, rev, field, value, tab FROM mark_note
		WHERE teacher_id = ?1 AND purpose = ?2 AND essay_id IN (`+places(3, len(of))+`)`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id classroom.EssayID
		var rev int
		var key, value, tab string
		if err := rows.Scan(&id, &rev, &key, &value, &tab); err != nil {
			return nil, err
		}
		field, known := noteField(key)
		if !known || rev != revs[id] {
			continue
		}
		if _, ok := found[id]; !ok {
			found[id] = marking.Stands{Draft: marking.MarkDraft{}, Tabs: map[marking.Field]string{}}
		}
		found[id].Draft[field], found[id].Tabs[field] = value, tab
	}
	return found, rows.Err()
}
