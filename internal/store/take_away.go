package store

import (
	"context"
	"database/sql"

	"dossier/internal/classroom"
	"dossier/internal/marking"
)

// What a teacher takes away of a class. The queries begin at the students of the class.

// newestTry limits responses r to the last answer to a question in its attempt: where results show later, an answer can
// be given again, and the last one counts.
const newestTry = ` r.try = (SELECT max(n.try) FROM response n WHERE n.attempt_id = r.attempt_id
	AND n.question_id = r.question_id)`

// AttemptsIn lists all attempts of a student of a class in the order in which they began; none when the student is in
// another class. The caller has checked whose class it is.
func (s *Store) AttemptsIn(ctx context.Context, class classroom.ClassID, student classroom.StudentID) (
	_ []classroom.Attempt, err error) {
	defer wrap(&err, "attempts of student %d in class %d", student, class)
	return s.attempts(ctx, `a.student_id = (SELECT id FROM student WHERE id = ?1 AND class_id = ?2)`, student, class)
}

// QuizScores lists the attempts of a class at quizzes, with what they have earned, in the order in which they began.
// Where a quiz was handed out, a question without an answer counts too, unless it is withdrawn. The caller has checked
// whose class it is.
func (s *Store) QuizScores(ctx context.Context, class classroom.ClassID) (_ []classroom.AttemptScore, err error) {
	defer wrap(&err, "scores of class %d", class)
	return collect(ctx, s.read, func(row scanner) (a classroom.AttemptScore, err error) {
		var started int64
		var submitted sql.NullInt64
		err = row.Scan(&a.ID, &a.Student, &a.Lesson, &a.Assignment, &started, &submitted, &a.Questions, &a.Answered,
			&a.Correct, &a.Marks, &a.OutOf, &a.Pending, &a.Last)
		a.Started, a.Submitted = fromMillis(started), timeOf(submitted)
		return a, err
	}, `SELECT a.id, a.student_id, a.lesson, coalesce(a.assignment_id, 0), a.started_at, a.submitted_at, count(*),
			count(r.id), count(CASE WHEN coalesce(g.score, r.score) >= 1 - 1e-9 THEN 1 END),
			coalesce(sum(`+marksNow+`), 0.0),
			coalesce(sum(CASE WHEN r.id IS NULL AND`+withdrawnIn("st.class_id", "w.question_id", "w.version")+` THEN 0.0
				WHEN`+counting+` THEN coalesce(r.out_of, w.out_of) END), 0.0),
			coalesce(sum((SELECT count(*) FROM written_open o WHERE o.response_id = r.id)), 0),
			coalesce(max(r.id), 0)
		FROM student st JOIN attempt a ON a.student_id = st.id JOIN attempt_question aq ON aq.attempt_id = a.id
		LEFT JOIN response r ON r.attempt_id = a.id AND r.question_id = aq.question_id
			AND`+newestTry+newestRegrade+`
		LEFT JOIN assignment_question w ON w.assignment_id = a.assignment_id AND w.question_id = aq.question_id
		WHERE st.class_id = ?1 AND a.kind = 'quiz' GROUP BY a.id ORDER BY a.id`, class)
}

// QuizSeconds is how long each answer in the quiz of a lesson took, by its number: the time since the answer before it,
// or since the start. The caller has checked whose class it is.
func (s *Store) QuizSeconds(ctx context.Context, class classroom.ClassID) (_ map[int64]float64, err error) {
	defer wrap(&err, "times of class %d", class)
	type took struct {
		response, millis int64
	}
	all, err := collect(ctx, s.read, func(row scanner) (k took, err error) {
		return k, row.Scan(&k.response, &k.millis)
	}, `SELECT r.id, r.answered_at - coalesce(lag(r.answered_at) OVER (PARTITION BY a.id ORDER BY r.answered_at, r.id),
			a.started_at)
		FROM student st JOIN attempt a ON a.student_id = st.id JOIN response r ON r.attempt_id = a.id
		WHERE st.class_id = ?1 AND a.kind = 'quiz' AND a.lesson <> ''`, class)
	seconds := make(map[int64]float64, len(all))
	for _, k := range all {
		seconds[k.response] = float64(max(0, k.millis)) / 1000
	}
	return seconds, err
}

// DecidedFor is what people have said of a student's answers: the levels of written parts, and decisions that a teacher
// has changed. The caller has checked whose student it is.
func (s *Store) DecidedFor(ctx context.Context, student classroom.StudentID) (
	_ map[classroom.AnswerKey]classroom.DecidedBy, err error) {
	defer wrap(&err, "decisions for student %d", student)
	rows, err := s.read.QueryContext(ctx, `
		SELECT 1, w.id, a.id, r.question_id, w.part, w.level, coalesce(t.name, ''), w.teacher_id IS NOT NULL, w.given_at
		FROM attempt a JOIN response r ON r.attempt_id = a.id JOIN written_level w ON w.response_id = r.id
		LEFT JOIN teacher t ON t.id = w.teacher_id WHERE a.student_id = ?1 AND`+newestTry+`
		UNION ALL SELECT 0, g.id, a.id, r.question_id, '', 0, t.name, TRUE, g.regraded_at
		FROM attempt a JOIN response r ON r.attempt_id = a.id JOIN regrade g ON g.response_id = r.id
		JOIN teacher t ON t.id = g.teacher_id WHERE a.student_id = ?1 AND`+newestTry+` ORDER BY 1, 2`, student)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := map[classroom.AnswerKey]classroom.DecidedBy{}
	for rows.Next() {
		var key classroom.AnswerKey
		var isLevel, byTeacher bool
		var id, at int64
		var part, teacher string
		var level int
		if err := rows.Scan(&isLevel, &id, &key.Attempt, &key.Question, &part, &level, &teacher, &byTeacher,
			&at); err != nil {
			return nil, err
		}
		d := all[key]
		if d.Levels == nil {
			d.Levels = map[string]classroom.WrittenLevel{}
		}
		if isLevel {
			d.Levels[part] = withLevel(d.Levels[part], byTeacher, level)
		} else {
			d.Regraded = true
		}
		if byTeacher && fromMillis(at).After(d.At) {
			d.Teacher, d.At = teacher, fromMillis(at)
		}
		all[key] = d
	}
	return all, rows.Err()
}

// HandedTexts lists the texts that a student has handed in and not taken back, the last one of each round, with what
// the student said about it. Drafts are left out. The caller has checked whose student it is.
func (s *Store) HandedTexts(ctx context.Context, student classroom.StudentID) (all []classroom.HandedText, err error) {
	defer wrap(&err, "texts of student %d", student)
	all, err = collect(ctx, s.read, func(row scanner) (h classroom.HandedText, err error) {
		var at int64
		err = row.Scan(&h.Essay, &h.Bench, &h.Rubric, &h.Round, &h.Rev, &h.Text, &at)
		h.At, h.Own = fromMillis(at), map[string]classroom.SelfAssessment{}
		return h, err
	}, `SELECT e.id, e.bench, e.rubric, v.round, v.rev, x.text, v.at
		FROM essay e JOIN essay_event v ON v.essay_id = e.id AND v.action = 'submit'
		JOIN essay_text x ON x.essay_id = e.id AND x.rev = v.rev
		WHERE e.student_id = ?1 AND v.id = (SELECT max(l.id) FROM essay_event l WHERE l.essay_id = e.id
			AND l.round = v.round AND l.action IN ('submit', 'withdraw'))
		ORDER BY e.id, v.round`, student)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	type said struct {
		essay classroom.EssayID
		rev   int
		classroom.SelfAssessment
	}
	own, err := collect(ctx, s.read, func(row scanner) (o said, err error) {
		return o, row.Scan(&o.essay, &o.rev, &o.Skill, &o.Level, &o.Sentence)
	}, `SELECT j.essay_id, j.rev, j.skill, j.level, j.sentence FROM essay e JOIN judgement j ON j.essay_id = e.id
		WHERE e.student_id = ?1 ORDER BY j.id`, student)
	for _, o := range own {
		for i := range all {
			if all[i].Essay == o.essay && all[i].Rev == o.rev {
				all[i].Own[o.Skill] = o.SelfAssessment
			}
		}
	}
	return all, err
}

// EntriesIn lists what students of one class of a teacher have handed in.
func (s *Store) EntriesIn(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID) (
	_ []marking.Entry, err error) {
	defer wrap(&err, "entries of class %d", class)
	return entries(ctx, s.read, `st.class_id = ?2`, teacher, class)
}
