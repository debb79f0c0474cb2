-- +goose Up
-- The latest answer of each student to each question, with the decision about it that counts now. It follows from the
-- answers and is kept beside them, so that a page about a class does not look through all that was ever answered.
CREATE TABLE latest_answer (
  student_id  INTEGER NOT NULL REFERENCES student (id) ON DELETE CASCADE,
  question_id TEXT NOT NULL,
  version     INTEGER NOT NULL,
  response_id INTEGER NOT NULL REFERENCES response (id) ON DELETE CASCADE,
  score       REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
  confidence  TEXT NOT NULL,
  ideas       TEXT NOT NULL,                 -- ids of the wrong ideas behind its wrong parts, with spaces between them
  answered_at INTEGER NOT NULL,
  PRIMARY KEY (student_id, question_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX latest_answer_response ON latest_answer (response_id);

INSERT INTO latest_answer (student_id, question_id, version, response_id, score, confidence, ideas, answered_at)
SELECT n.student_id, r.question_id, r.version, r.id, coalesce(g.score, r.score), r.confidence,
  coalesce((SELECT group_concat(idea, ' ') FROM (
    SELECT DISTINCT json_extract(l.value, '$.misconception') AS idea
    FROM json_each(coalesce(g.grade, r.grade), '$.lines') l
    WHERE json_extract(l.value, '$.mark') = 'wrong' AND json_extract(l.value, '$.misconception') <> '')), ''),
  r.answered_at
FROM (SELECT a.student_id, max(x.id) AS id FROM attempt a JOIN response x ON x.attempt_id = a.id
  GROUP BY a.student_id, x.question_id) n
JOIN response r ON r.id = n.id
LEFT JOIN regrade g ON g.id = (SELECT max(id) FROM regrade WHERE response_id = r.id);

-- +goose Down
DROP TABLE latest_answer;
