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
	"runtime"
	"testing"
	"time"

	"github.com/valyala/fasthttp"

	"dossier/internal/store"
	"dossier/internal/web"
)

// fillAnswers fills a class with 40 students who have taken each quiz 21 times: about 100,000 answers.
var fillAnswers = []string{
	`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
		INSERT INTO student (class_id, name, name_key, pin_hash, created_at, last_active_at)
		SELECT (SELECT min(id) FROM class), 'Student ' || i, 'student' || i, 'x', ?1, ?1 FROM n`,
	`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 21),
		l(lesson) AS (SELECT DISTINCT json_extract(value, '$[0]') FROM json_each(?2))
		INSERT INTO attempt (student_id, lesson, kind, deal_key, form_token, started_at, submitted_at)
		SELECT s.id, lesson, 'quiz', x'00', 'attempt ' || s.id || lesson || i, ?1 + i * 1000, ?1 + i * 1000 + 900
		FROM student s, n, l`,
	`INSERT INTO attempt_question (attempt_id, position, question_id, version)
		SELECT a.id, q.key % 10 + 1, v.id, max(v.version) FROM attempt a
		JOIN json_each(?2) q ON json_extract(q.value, '$[0]') = a.lesson
		JOIN question_version v ON v.id = json_extract(q.value, '$[1]') GROUP BY a.id, q.key, v.id`,
	`INSERT INTO response (attempt_id, question_id, version, try, form_token, answer, score, marks, out_of, confidence,
		answered_at) SELECT attempt_id, question_id, version, 1, 'response ' || attempt_id || question_id,
		'{"option":["a"],"w.why":["Some words that were written about it."]}', 0.5, 0.5, 1, 'fairly', ?1 + attempt_id
		FROM attempt_question`,
}

// BenchmarkTakeAway makes the files of a class with 100,000 answers, through the handler, on a real database. peak is
// how much the heap grows meanwhile; the files themselves are longer.
func BenchmarkTakeAway(b *testing.B) {
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
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, "dossier.db")+"?_busy_timeout=5000")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	var asked [][2]string
	for _, l := range compiled.Lessons {
		for _, q := range l.Pool[:10] {
			asked = append(asked, [2]string{l.ID, q.ID})
		}
	}
	list, err := json.Marshal(asked)
	if err != nil {
		b.Fatal(err)
	}
	for _, statement := range fillAnswers {
		if _, err := db.ExecContext(ctx, statement, now.now().UnixMilli(), string(list)); err != nil {
			b.Fatalf("%s: %v", statement, err)
		}
	}
	for _, file := range []string{"scores.csv", "answers.csv", "items.csv", "essays.csv", "canvas.csv", "pack.zip"} {
		b.Run(file, func(b *testing.B) {
			size, peak := int64(0), uint64(0)
			for b.Loop() {
				grown := heapGrows()
				answer := get(fmt.Sprintf("/classes/%d/take-away/%s", class, file))
				if answer.StatusCode() != fasthttp.StatusOK {
					b.Fatalf("status %d", answer.StatusCode())
				}
				size, err = io.Copy(io.Discard, answer.BodyStream())
				if err == nil {
					err = answer.CloseBodyStream()
				}
				if err != nil {
					b.Fatal(err)
				}
				peak = max(peak, grown())
			}
			b.ReportMetric(float64(size), "bytes")
			b.ReportMetric(float64(peak)/1e6, "peak-MB")
		})
	}
}

// heapGrows looks at the heap again and again until the function that it returns is called, which says by how much it
// has grown at most.
func heapGrows() func() uint64 {
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	stop, peak := make(chan struct{}), make(chan uint64)
	go func() {
		most := before.HeapAlloc
		tick := time.NewTicker(5 * time.Millisecond)
		defer tick.Stop()
		for {
			var now runtime.MemStats
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
			select {
			case <-stop:
				peak <- most - before.HeapAlloc
				return
			case <-tick.C:
			}
		}
	}()
	return func() uint64 {
		close(stop)
		return <-peak
	}
}
