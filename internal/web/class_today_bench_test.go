package web_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/valyala/fasthttp"

	"dossier/internal/store"
	"dossier/internal/web"
)

// fillClass fills a class with 40 students who have been through twelve lessons: every section read, six questions of
// each lesson answered, two lessons a week, with a wrong idea in every third answer.
var fillClass = []string{
	`INSERT INTO question_version (id, version, sha, body, first_served_at)
		SELECT value, 1000, 'of no consequence', '{}', 0 FROM json_each(?2) WHERE true ON CONFLICT DO NOTHING`,
	`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
		INSERT INTO student (class_id, name, name_key, pin_hash, created_at, last_active_at)
		SELECT (SELECT min(id) FROM class), 'Student ' || i, 'student' || i, 'x', ?3 - 1000, ?3 - i * 60000 FROM n`,
	`INSERT INTO section_read (student_id, lesson, section, read_at)
		SELECT s.id, l.value, 'section' || n.value, 0 FROM student s, json_each(?1) l, json_each('[1,2,3,4,5]') n`,
	`INSERT INTO quiz_progress (student_id, lesson, checks, answered, first_marks, first_out_of, best_share, latest_share)
		SELECT s.id, l.value, 4, 0, 5 + (s.id + l.key) % 7, 16, (s.id * l.key) % 10 / 10.0, (s.id * l.key) % 9 / 10.0
		FROM student s, json_each(?1) l`,
	`INSERT INTO attempt (student_id, lesson, kind, deal_key, form_token, started_at, submitted_at)
		SELECT s.id, l.value, 'quiz', x'00', 'attempt ' || s.id || l.value, ?3 - 90000000, CASE WHEN l.key = 11 THEN NULL
		ELSE ?3 - 1000 END FROM student s, json_each(?1) l`,
	`INSERT INTO attempt_question (attempt_id, position, question_id, version)
		SELECT a.id, q.key + 1, q.value, 1000 FROM attempt a, json_each(?2) q WHERE q.key / 6 = (SELECT key FROM json_each(?1)
		WHERE value = a.lesson)`,
	`INSERT INTO response (attempt_id, question_id, version, try, form_token, answer, score, marks, out_of, confidence,
		answered_at)
		SELECT attempt_id, question_id, 1000, 1, 'response ' || attempt_id || question_id, '{}', 0, 0, 1, 'certain',
			?3 - 600000 - (71 - position) / 6 * 302400000 FROM attempt_question WHERE position % 6 <> 5`,
	`INSERT INTO latest_answer (student_id, question_id, version, response_id, score, confidence, ideas, answered_at)
		SELECT a.student_id, r.question_id, r.version, r.id, r.id % 3 / 2.0, 'certain', CASE WHEN r.id % 3 = 0 THEN ?4
		ELSE '' END, r.answered_at FROM response r JOIN attempt a ON a.id = r.attempt_id`,
}

// fillIn puts a class into a database beside the program.
func fillIn(b *testing.B, dir string, lessons, questions []string, idea string, now time.Time) {
	b.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, "dossier.db")+"?_busy_timeout=5000")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	list := func(ids []string) string {
		body, err := json.Marshal(ids)
		if err != nil {
			b.Fatal(err)
		}
		return string(body)
	}
	for _, statement := range fillClass {
		if _, err := db.ExecContext(b.Context(), statement, list(lessons), list(questions), now.UnixMilli(),
			idea); err != nil {
			b.Fatalf("%s: %v", statement, err)
		}
	}
}

// BenchmarkToday is the page of a class of 40 students and twelve lessons, through the handler, on a real database.
func BenchmarkToday(b *testing.B) {
	compiled, err := unchanged()
	if err != nil {
		b.Fatal(err)
	}
	ctx, now, dir := context.Background(), &clock{at: morning}, b.TempDir()
	data, err := store.Open(ctx, dir, now.now)
	if err != nil {
		b.Fatal(err)
	}
	defer data.Close()
	server, err := web.New(web.Config{Course: compiled, Store: data, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Now: now.now})
	if err != nil {
		b.Fatal(err)
	}
	handle := server.App().Handler()
	token := ""
	get := func(path string) *fasthttp.Response {
		var c fasthttp.RequestCtx
		c.Request.SetRequestURI("http://127.0.0.1" + path)
		c.Request.Header.SetCookie(server.CookieName(), token)
		handle(&c)
		return &c.Response
	}
	var cookie fasthttp.Cookie
	cookie.SetKey(server.CookieName())
	if !get("/").Header.Cookie(&cookie) {
		b.Fatal("no cookie")
	}
	token = string(cookie.Value())
	teacher, class, err := data.CreateOwner(ctx, ownerName, "owner", "hash", className, "K7WQ3M", "form")
	if err == nil {
		err = data.StartTeacherSession(ctx, teacher, sha256.Sum256([]byte(token)))
	}
	if err != nil {
		b.Fatal(err)
	}
	var lessons, questions []string
	for _, l := range compiled.Lessons {
		lessons = append(lessons, l.ID)
		for _, q := range l.Pool[:6] {
			questions = append(questions, q.ID)
		}
	}
	fillIn(b, dir, lessons, questions, compiled.Misconceptions[0].ID, now.now())
	for _, page := range []struct{ name, rest string }{
		{"page", ""}, {"by lesson", "?sort=lesson-kirov"}, {"presenter", "?present=1"}, {"live", "/live?view=today"},
	} {
		b.Run(page.name, func(b *testing.B) {
			size := 0
			for b.Loop() {
				answer := get(fmt.Sprintf("/classes/%d%s", class, page.rest))
				if size = len(answer.Body()); answer.StatusCode() != fasthttp.StatusOK {
					b.Fatalf("%s: status %d", page.name, answer.StatusCode())
				}
			}
			b.ReportMetric(float64(size), "bytes")
		})
	}
}
