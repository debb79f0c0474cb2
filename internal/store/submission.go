package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/marking"
)

// ofTeacher limits essays to those of students in classes of teacher ?1.
const ofTeacher = `st.class_id IN (SELECT class_id FROM class_teacher WHERE teacher_id = ?1)`

// nowTaught is the same for the classes that are not in the archive: what stands in lists of what is to be done.
const nowTaught = `st.class_id IN (SELECT ct.class_id FROM class_teacher ct JOIN class c ON c.id = ct.class_id
	WHERE ct.teacher_id = ?1 AND c.archived_at IS NULL)`

// handedIn are the essays that a teacher sees, each with the revision that was handed in: while the next text is being
// written it is the one that was marked.
const handedIn = `(SELECT e.id, e.student_id, e.bench, e.rubric, e.state, e.round, e.submitted_at, e.claimed_by,
		e.claimed_at,
		CASE WHEN e.state = 'revising' THEN (SELECT max(m.rev) FROM mark m WHERE m.essay_id = e.id) ELSE e.rev END AS rev
	FROM essay e WHERE e.state IN ('submitted', 'resubmitted', 'claimed', 'marked', 'returned', 'final', 'revising'))`

// Every teacher of the student's class is a row of its own, so that a team is a list and not a text.
const entryColumns = `e.id, e.student_id, st.name, st.class_id, c.name, e.bench, e.rubric, e.state, e.round,
	EXISTS (SELECT 1 FROM mark m WHERE m.essay_id = e.id AND m.round = e.round AND m.purpose = 'first'),
	e.rev, e.submitted_at, e.claimed_by, e.claimed_at, coalesce(te.name, ''),
	coalesce((SELECT purpose FROM mark m WHERE m.essay_id = e.id AND m.rev = e.rev AND m.purpose <> 'second'
		ORDER BY m.id DESC LIMIT 1), ''),
	coalesce((SELECT teacher_id FROM mark m WHERE m.essay_id = e.id AND m.rev = e.rev AND m.purpose = 'first'
		ORDER BY m.id DESC LIMIT 1), 0),
	coalesce((SELECT teacher_id FROM mark m WHERE m.essay_id = e.id AND m.rev = e.rev AND m.purpose = 'second'
		ORDER BY m.id DESC LIMIT 1), 0),
	ct.teacher_id`

const entryTables = handedIn + ` e JOIN student st ON st.id = e.student_id JOIN class c ON c.id = st.class_id
	JOIN class_teacher ct ON ct.class_id = st.class_id LEFT JOIN teacher te ON te.id = e.claimed_by`

// Queue lists what students of a teacher's classes have handed in at a bench, the longest waiting first, without the
// classes in the archive. bench "" means every bench.
func (s *Store) Queue(ctx context.Context, teacher classroom.TeacherID, bench string) (_ []marking.Entry, err error) {
	defer wrap(&err, "queue of teacher %d", teacher)
	if bench == "" {
		return entries(ctx, s.read, `c.archived_at IS NULL`, teacher)
	}
	return entries(ctx, s.read, `e.bench = ?2 AND c.archived_at IS NULL`, teacher, bench)
}

// QueueOf lists what was handed in at the bench of one essay: the queue in which that essay stands. The archive has
// queues of its own. ErrNotFound when it
// is not in it, which is so for a draft and for the essay of somebody else's student.
func (s *Store) QueueOf(ctx context.Context, teacher classroom.TeacherID, id classroom.EssayID) (
	queue []marking.Entry, e marking.Entry, err error) {
	defer wrap(&err, "queue of essay %d", id)
	queue, err = entries(ctx, s.read, `e.bench = (SELECT bench FROM essay WHERE id = ?2)
		AND (c.archived_at IS NULL) = (SELECT k.archived_at IS NULL FROM essay o JOIN student w ON w.id = o.student_id
			JOIN class k ON k.id = w.class_id WHERE o.id = ?2)`, teacher, id)
	if err != nil {
		return nil, e, err
	}
	for _, e := range queue {
		if e.ID == id {
			return queue, e, nil
		}
	}
	return nil, e, ErrNotFound
}

// EntriesOf lists what one student of a teacher's class has handed in.
func (s *Store) EntriesOf(ctx context.Context, teacher classroom.TeacherID, student classroom.StudentID) (
	_ []marking.Entry, err error) {
	defer wrap(&err, "entries of student %d", student)
	return entries(ctx, s.read, `e.student_id = ?2`, teacher, student)
}

// Submission finds one. ErrNotFound, for a draft and for the essay of somebody else's student too.
func (s *Store) Submission(ctx context.Context, teacher classroom.TeacherID, id classroom.EssayID) (
	_ marking.Submission, err error) {
	defer wrap(&err, "submission %d", id)
	e, err := entry(ctx, s.read, teacher, id)
	if err != nil {
		return marking.Submission{}, err
	}
	found, err := submissions(ctx, s.read, e)
	if err != nil {
		return marking.Submission{}, err
	}
	return found[0], nil
}

// Submissions adds to entries what their authors handed in, in the same order. The entries say whose they are: they
// come from a queue of the teacher who asks.
func (s *Store) Submissions(ctx context.Context, of ...marking.Entry) (_ []marking.Submission, err error) {
	defer wrap(&err, "%d submissions", len(of))
	return submissions(ctx, s.read, of...)
}

// entry finds the entry of one essay. ErrNotFound.
func entry(ctx context.Context, q tx, teacher classroom.TeacherID, id classroom.EssayID) (marking.Entry, error) {
	found, err := entries(ctx, q, `e.id = ?2`, teacher, id)
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return marking.Entry{}, err
	}
	return found[0], nil
}

func entries(ctx context.Context, q tx, condition string, args ...any) (all []marking.Entry, err error) {
	rows, err := q.QueryContext(ctx, `SELECT `+entryColumns+` FROM `+entryTables+` WHERE `+ofTeacher+` AND `+condition+`
		ORDER BY e.submitted_at, e.id, ct.teacher_id`, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var e marking.Entry
		var colleague classroom.TeacherID
		if err := scanEntry(rows, &e, &colleague); err != nil {
			return nil, err
		}
		if n := len(all); n == 0 || all[n-1].ID != e.ID {
			all = append(all, e)
		}
		last := &all[len(all)-1]
		last.Team = append(last.Team, colleague)
	}
	return all, rows.Err()
}

func scanEntry(rows *sql.Rows, e *marking.Entry, colleague *classroom.TeacherID) error {
	var submitted, claimer, claimed sql.NullInt64
	err := rows.Scan(&e.ID, &e.Student.ID, &e.Student.Name, &e.Student.Class, &e.Student.ClassName, &e.Bench, &e.Rubric,
		&e.Place.State, &e.Place.Round, &e.Place.HasMark, &e.Rev, &submitted, &claimer, &claimed, &e.ClaimedBy,
		&e.Marked, &e.MarkedBy, &e.Second, colleague)
	e.Claimer = classroom.TeacherID(claimer.Int64)
	if submitted.Valid {
		e.Submitted = fromMillis(submitted.Int64)
	}
	if claimed.Valid {
		e.Claimed = fromMillis(claimed.Int64)
	}
	return err
}

// essayOf is the essay of an entry as the steps of its life need it, without a text.
func essayOf(e marking.Entry) *classroom.Essay {
	return &classroom.Essay{ID: e.ID, Student: e.Student.ID, Bench: e.Bench, Rubric: e.Rubric, Place: e.Place, Rev: e.Rev,
		Submitted: e.Submitted, Claimer: e.Claimer, Claimed: e.Claimed}
}

// handed is all that is known of an author's work on one essay, a draft's too.
type handed struct {
	text     string
	picks    []classroom.Pick
	reasons  []essay.Reason
	assessed []marking.Assessment
}

// submissions reads the work of all authors in one go and leaves what is a draft to marking.HandedIn.
func submissions(ctx context.Context, q tx, of ...marking.Entry) (all []marking.Submission, err error) {
	if len(of) == 0 {
		return nil, nil
	}
	work, err := workOn(ctx, q, of)
	if err != nil {
		return nil, err
	}
	for _, e := range of {
		w := work[e.ID]
		if w == nil {
			return nil, fmt.Errorf("essay %d: %w", e.ID, ErrNotFound)
		}
		all = append(all, marking.HandedIn(e, w.text, w.picks, inOrderOfKinds(w.reasons), w.assessed))
	}
	return all, nil
}

// workQuery reads four tables at once; a row is a text, a pick, a reason or a level, as its second column says. %[1]s
// are the essays with their revisions, %[2]s the essays.
const workQuery = `
	SELECT x.essay_id, 'text', 0, 0, 0, 0, x.text, '', '', '', '' FROM essay_text x
		WHERE (x.essay_id, x.rev) IN (VALUES %[1]s)
	UNION ALL SELECT e.id, 'pick', p.number, p.kept, 0, p.round, p.phrase, p.source, p.quote, '', ''
		FROM essay e JOIN pick p ON p.student_id = e.student_id AND p.bench = e.bench WHERE e.id IN (%[2]s)
	UNION ALL SELECT e.id, 'reason', 0, 0, 0, 0, r.kind, r.first, r.second, r.fact, r.so
		FROM essay e JOIN reason r ON r.student_id = e.student_id AND r.bench = e.bench WHERE e.id IN (%[2]s)
	UNION ALL SELECT j.essay_id, 'level', j.id, j.level, j.rev, j.round, j.skill, j.sentence, '', '', ''
		FROM judgement j WHERE j.essay_id IN (%[2]s)
	ORDER BY 1, 2, 3`

func workOn(ctx context.Context, q tx, of []marking.Entry) (map[classroom.EssayID]*handed, error) {
	var pairs, ids []string
	var args []any
	for i, e := range of {
		pairs = append(pairs, fmt.Sprintf("(?%d, ?%d)", 2*i+1, 2*i+2))
		ids = append(ids, fmt.Sprintf("?%d", 2*i+1))
		args = append(args, e.ID, e.Rev)
	}
	rows, err := q.QueryContext(ctx, fmt.Sprintf(workQuery, strings.Join(pairs, ", "), strings.Join(ids, ", ")), args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	work := map[classroom.EssayID]*handed{}
	for rows.Next() {
		var id classroom.EssayID
		var part, a, b, c, d, e string
		var n, m, rev, round int
		if err := rows.Scan(&id, &part, &n, &m, &rev, &round, &a, &b, &c, &d, &e); err != nil {
			return nil, err
		}
		w := work[id]
		if w == nil {
			w = &handed{}
			work[id] = w
		}
		switch part {
		case "text":
			w.text = a
		case "pick":
			w.picks = append(w.picks, classroom.Pick{Number: n, Phrase: a, Source: b, Quote: c, Kept: m != 0,
				Round: round})
		case "reason":
			w.reasons = append(w.reasons, essay.Reason{Kind: essay.Kind(a), First: b, Second: c, Fact: d, So: e})
		case "level":
			w.assessed = append(w.assessed, marking.Assessment{Rev: rev, Round: round,
				SelfAssessment: classroom.SelfAssessment{Skill: a, Level: m, Sentence: b}})
		}
	}
	return work, rows.Err()
}

func inOrderOfKinds(reasons []essay.Reason) (ordered []essay.Reason) {
	for _, kind := range essay.Kinds {
		for _, r := range reasons {
			if r.Kind == kind.ID {
				ordered = append(ordered, r)
			}
		}
	}
	return ordered
}

// Drafting counts the students of a teacher's classes who are writing at each bench. It tells nothing else about a
// draft.
func (s *Store) Drafting(ctx context.Context, teacher classroom.TeacherID) (_ map[string]int, err error) {
	defer wrap(&err, "drafting for teacher %d", teacher)
	rows, err := s.read.QueryContext(ctx, `
		SELECT e.bench, count(*) FROM essay e JOIN student st ON st.id = e.student_id
		WHERE `+nowTaught+` AND e.state IN ('draft', 'self_assessed', 'revising') GROUP BY e.bench`, teacher)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	drafting := map[string]int{}
	for rows.Next() {
		var bench string
		var n int
		if err := rows.Scan(&bench, &n); err != nil {
			return nil, err
		}
		drafting[bench] = n
	}
	return drafting, rows.Err()
}

// BeingWritten reports whether an essay by a student of a teacher's class is with its author, so that a teacher who was
// marking it can be told that it was taken back. It tells nothing about the text.
func (s *Store) BeingWritten(ctx context.Context, teacher classroom.TeacherID, id classroom.EssayID) (is bool,
	err error) {
	defer wrap(&err, "being written %d", id)
	err = s.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM essay e JOIN student st ON st.id = e.student_id
		WHERE `+ofTeacher+` AND e.id = ?2 AND e.state IN ('draft', 'self_assessed', 'revising'))`, teacher, id).
		Scan(&is)
	return is, err
}

// places writes "?3, ?4, …" for n values from the given number on.
func places(from, n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("?%d", from+i)
	}
	return strings.Join(all, ", ")
}

// numbered are values as the arguments of a query, behind those that come first.
func numbered[T any](first []any, values []T) []any {
	args := first[:len(first):len(first)]
	for _, v := range values {
		args = append(args, v)
	}
	return args
}
