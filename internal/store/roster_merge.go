package store

import (
	"context"
	"database/sql"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/essay"
)

// readSection is a section that somebody has read, and when.
type readSection struct {
	Lesson  string `json:"lesson"`
	Section string `json:"section"`
	At      int64  `json:"at"`
}

// merged is what it takes to part two students again.
type merged struct {
	Into     classroom.StudentID   `json:"into"`
	IntoName string                `json:"into_name"`
	From     classroom.StudentID   `json:"from"`
	Attempts []classroom.AttemptID `json:"attempts,omitempty"` // that moved
	Sections []readSection         `json:"sections,omitempty"` // those that were new
	Rubrics  []string              `json:"rubrics,omitempty"`  // whose practice was copied
	Handed   []string              `json:"handed,omitempty"`   // benches whose work moved
	Swapped  []string              `json:"swapped,omitempty"`  // benches where both had work and changed places
	Before   mergedSettings        `json:"before"`             // of the student who stays
	After    mergedSettings        `json:"after"`
}

// mergedSettings is what a student has of their own besides the work.
type mergedSettings struct {
	PIN        string `json:"pin"`
	ExtraTime  int    `json:"extra_time"`
	PlainWords bool   `json:"plain_words"`
	Note       string `json:"note"`
	Seen       int64  `json:"seen"` // when they were last active
}

// MergeStudents makes one student of two of a teacher's class. The first stays under their name, with the work of both;
// where both worked at a bench classroom.Stays decides, and the other work is kept as long as this can be undone.
// otherPIN says that the PIN of the other stays. ErrNotFound.
func (s *Store) MergeStudents(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	first, other classroom.StudentID, otherPIN bool, token string) (err error) {
	defer wrap(&err, "merge student %d into %d", other, first)
	return s.rosterStep(ctx, teacher, class, token, func(t tx, now int64) (classroom.StepKind, stepData, error) {
		var step stepData
		into, err := readForStep(ctx, t, class, first)
		if err != nil {
			return "", step, err
		}
		from, err := readForStep(ctx, t, class, other)
		if err != nil {
			return "", step, err
		}
		if first == other {
			return "", step, ErrNotFound
		}
		m := merged{Into: first, IntoName: into.Name, From: other}
		if err := m.settings(ctx, t, otherPIN); err != nil {
			return "", step, err
		}
		if err := m.work(ctx, t); err != nil {
			return "", step, err
		}
		step = stepData{Students: []stepStudent{from}, Held: []classroom.StudentID{other}, Merge: &m}
		return classroom.StepMerge, step, auditStudents(ctx, t, now, teacher, "merge student",
			[]stepStudent{from, into})
	})
}

// settings gives the student who stays what both had: the longer time, plain words and a note.
func (m *merged) settings(ctx context.Context, t tx, otherPIN bool) error {
	var have [2]mergedSettings
	for i, id := range []classroom.StudentID{m.Into, m.From} {
		h := &have[i]
		if err := t.QueryRowContext(ctx, `SELECT pin_hash, extra_time, plain_words, note, last_active_at
			FROM student WHERE id = ?1`, id).Scan(&h.PIN, &h.ExtraTime, &h.PlainWords, &h.Note, &h.Seen); err != nil {
			return err
		}
	}
	first, other := have[0], have[1]
	m.Before, m.After = first, first
	if (otherPIN || first.PIN == account.NoPIN) && other.PIN != account.NoPIN {
		m.After.PIN = other.PIN
	}
	m.After.ExtraTime, m.After.PlainWords = max(first.ExtraTime, other.ExtraTime), first.PlainWords || other.PlainWords
	if first.Note == "" {
		m.After.Note = other.Note
	}
	m.After.Seen = max(first.Seen, other.Seen)
	return m.After.put(ctx, t, m.Into, first)
}

// put gives a student settings, each as long as it still is as it was.
func (m mergedSettings) put(ctx context.Context, t tx, student classroom.StudentID, was mergedSettings) error {
	for _, setting := range []struct {
		column  string
		is, was any
	}{
		{"pin_hash", m.PIN, was.PIN}, {"extra_time", m.ExtraTime, was.ExtraTime},
		{"plain_words", m.PlainWords, was.PlainWords}, {"note", m.Note, was.Note}, {"last_active_at", m.Seen, was.Seen},
	} {
		if _, err := t.ExecContext(ctx, `UPDATE student SET `+setting.column+` = ?2
			WHERE id = ?1 AND `+setting.column+` = ?3`, student, setting.is, setting.was); err != nil {
			return err
		}
	}
	return nil
}

// work moves what the other did to the student who stays.
func (m *merged) work(ctx context.Context, t tx) (err error) {
	if m.Attempts, err = collect(ctx, t, func(row scanner) (id classroom.AttemptID, err error) {
		return id, row.Scan(&id)
	}, `SELECT id FROM attempt WHERE student_id = ?1 ORDER BY id`, m.From); err != nil {
		return err
	}
	if m.Sections, err = collect(ctx, t, func(row scanner) (at readSection, err error) {
		return at, row.Scan(&at.Lesson, &at.Section, &at.At)
	}, `SELECT lesson, section, read_at FROM section_read r WHERE student_id = ?1 AND NOT EXISTS (SELECT 1
		FROM section_read WHERE student_id = ?2 AND lesson = r.lesson AND section = r.section)`, m.From, m.Into); err != nil {
		return err
	}
	if err := moveAnswers(ctx, t, m.From, m.Into); err != nil {
		return err
	}
	if m.Rubrics, err = collect(ctx, t, func(row scanner) (rubric string, err error) {
		return rubric, row.Scan(&rubric)
	}, `SELECT DISTINCT rubric FROM calibration c WHERE student_id = ?1 AND NOT EXISTS (SELECT 1 FROM calibration
		WHERE student_id = ?2 AND rubric = c.rubric)`, m.From, m.Into); err != nil {
		return err
	}
	for _, rubric := range m.Rubrics {
		if _, err := t.ExecContext(ctx, `
			INSERT INTO calibration (student_id, rubric, bench, exemplar, try, skill, level, given_at)
			SELECT ?2, rubric, bench, exemplar, try, skill, level, given_at FROM calibration
			WHERE student_id = ?1 AND rubric = ?3`, m.From, m.Into, rubric); err != nil {
			return err
		}
	}
	if err := m.benches(ctx, t); err != nil {
		return err
	}
	return workOutAnew(ctx, t, m.Into, m.From)
}

// benches decides whose work stays at each bench, and moves it.
func (m *merged) benches(ctx context.Context, t tx) error {
	first, err := benchWork(ctx, t, m.Into)
	if err != nil {
		return err
	}
	other, err := benchWork(ctx, t, m.From)
	if err != nil {
		return err
	}
	own := map[string]classroom.BenchWork{}
	for _, w := range first {
		own[w.Bench] = w
	}
	for _, w := range other {
		mine, both := own[w.Bench]
		switch {
		case !both:
			m.Handed = append(m.Handed, w.Bench)
		case classroom.Stays(mine, w):
			m.Swapped = append(m.Swapped, w.Bench)
		}
	}
	for _, bench := range m.Handed {
		if err := handBench(ctx, t, m.From, m.Into, bench); err != nil {
			return err
		}
	}
	return swapBenches(ctx, t, m.From, m.Into, m.Swapped)
}

// unmerge gives the other back what was theirs. What the student who stayed has done since stays with them, apart from
// work at a bench that was the other's.
func unmerge(ctx context.Context, t tx, m merged) error {
	for _, id := range m.Attempts {
		if _, err := t.ExecContext(ctx, `UPDATE attempt SET student_id = ?2 WHERE id = ?1 AND student_id = ?3`, id, m.From,
			m.Into); err != nil {
			return err
		}
	}
	for _, at := range m.Sections {
		if _, err := t.ExecContext(ctx, `DELETE FROM section_read WHERE student_id = ?1 AND lesson = ?2 AND section = ?3
			AND read_at = ?4`, m.Into, at.Lesson, at.Section, at.At); err != nil {
			return err
		}
	}
	for _, rubric := range m.Rubrics {
		if _, err := t.ExecContext(ctx, `DELETE FROM calibration WHERE student_id = ?1 AND rubric = ?3
			AND EXISTS (SELECT 1 FROM calibration o WHERE o.student_id = ?2 AND o.rubric = calibration.rubric
				AND o.bench = calibration.bench AND o.exemplar = calibration.exemplar AND o.try = calibration.try
				AND o.skill = calibration.skill AND o.level = calibration.level AND o.given_at = calibration.given_at)`,
			m.Into, m.From, rubric); err != nil {
			return err
		}
	}
	for _, bench := range m.Handed {
		if err := handBench(ctx, t, m.Into, m.From, bench); err != nil {
			return err
		}
	}
	if err := swapBenches(ctx, t, m.Into, m.From, m.Swapped); err != nil {
		return err
	}
	if err := m.Before.put(ctx, t, m.Into, m.After); err != nil {
		return err
	}
	return workOutAnew(ctx, t, m.Into, m.From)
}

// workOutAnew works out again what is kept of the answers of students who have others now.
func workOutAnew(ctx context.Context, t tx, students ...classroom.StudentID) error {
	for _, student := range students {
		if _, err := t.ExecContext(ctx, `DELETE FROM quiz_progress WHERE student_id = ?1`, student); err != nil {
			return err
		}
		if err := keepAllProgress(ctx, t, student); err != nil {
			return err
		}
		if err := keepAllLatest(ctx, t, student); err != nil {
			return err
		}
	}
	return nil
}

// benchWork is how far a student is at each bench where they did anything.
func benchWork(ctx context.Context, q tx, student classroom.StudentID) ([]classroom.BenchWork, error) {
	return collect(ctx, q, func(row scanner) (w classroom.BenchWork, err error) {
		var state sql.NullString
		var round sql.NullInt64
		err = row.Scan(&w.Bench, &state, &round)
		w.State, w.Round = essay.State(state.String), int(round.Int64)
		return w, err
	}, `SELECT b.bench, e.state, e.round FROM (
			SELECT bench FROM essay WHERE student_id = ?1 UNION SELECT bench FROM trust WHERE student_id = ?1
			UNION SELECT bench FROM card_guess WHERE student_id = ?1 UNION SELECT bench FROM reason WHERE student_id = ?1
			UNION SELECT bench FROM nudge_closed WHERE student_id = ?1 UNION SELECT bench FROM pick WHERE student_id = ?1
		) AS b LEFT JOIN essay e ON e.student_id = ?1 AND e.bench = b.bench ORDER BY b.bench`, student)
}

// BenchWork is how far a student of a teacher's class is at each bench. The caller has checked whose student it is.
func (s *Store) BenchWork(ctx context.Context, student classroom.StudentID) (all []classroom.BenchWork, err error) {
	defer wrap(&err, "work of student %d at the benches", student)
	return benchWork(ctx, s.read, student)
}

// atBench are the tables with what a student does at a bench besides the essay, and their columns.
var atBench = []struct{ table, columns string }{
	{"trust", "source, before, before_at, after, moved, after_at"},
	{"card_guess", "source, guess, guessed_at"},
	{"reason", "kind, first, second, fact, so, saved_at"},
	{"nudge_closed", "rule, closed_at"},
	{"pick", "phrase, number, source, quote, kept, picked_at, round"},
}

// handBench gives all that one student did at a bench to another, who did nothing there.
func handBench(ctx context.Context, t tx, from, to classroom.StudentID, bench string) error {
	statements := []string{`UPDATE essay SET student_id = ?2 WHERE student_id = ?1 AND bench = ?3`}
	for _, at := range atBench {
		// Rows that may not be changed are copied, and go together with whose they were.
		statements = append(statements, `INSERT INTO `+at.table+` (student_id, bench, `+at.columns+`)
			SELECT ?2, bench, `+at.columns+` FROM `+at.table+` WHERE student_id = ?1 AND bench = ?3`,
			`DELETE FROM `+at.table+` WHERE student_id = ?1 AND bench = ?3 AND ?2 <> 0`)
	}
	for _, statement := range statements {
		if _, err := t.ExecContext(ctx, statement, from, to, bench); err != nil {
			return err
		}
	}
	return nil
}

// swapBenches lets two students change places at benches. Nobody can have two essays at a bench, so a third holds one
// of them for a moment.
func swapBenches(ctx context.Context, t tx, one, two classroom.StudentID, benches []string) error {
	if len(benches) == 0 {
		return nil
	}
	id, err := insertRow(ctx, t, `INSERT INTO student (class_id, name, name_key, pin_hash, created_at, last_active_at)
		VALUES (NULL, '', '', '', 0, 0)`)
	if err != nil {
		return err
	}
	third := classroom.StudentID(id)
	for _, bench := range benches {
		for _, hands := range [][2]classroom.StudentID{{one, third}, {two, one}, {third, two}} {
			if err := handBench(ctx, t, hands[0], hands[1], bench); err != nil {
				return err
			}
		}
	}
	_, err = t.ExecContext(ctx, `DELETE FROM student WHERE id = ?1`, third)
	return err
}
