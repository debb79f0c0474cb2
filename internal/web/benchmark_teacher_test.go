package web_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/valyala/fasthttp"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/demo"
	"dossier/internal/store"
	"dossier/internal/web"
	"dossier/views"
)

// BenchmarkTeacherPages gives what the pages of a teacher with five classes cost the server, in a small school and in a
// large one. They should not differ. DOSSIER_BENCH_ANSWERS=1000000 adds a school of that size, which takes some minutes
// and gigabytes to make.
func BenchmarkTeacherPages(b *testing.B) {
	sizes := []int{10_000, 100_000}
	if n, err := strconv.Atoi(os.Getenv("DOSSIER_BENCH_ANSWERS")); err == nil && n > 0 {
		sizes = append(sizes, n)
	}
	compiled, findings := course.Compile(builtInContent(b))
	if errs := course.Errors(findings); len(errs) > 0 {
		b.Fatal(errs[0])
	}
	for _, size := range sizes {
		b.Run(fmt.Sprintf("answers=%d", size), func(b *testing.B) { benchmarkTeacher(b, compiled, size) })
	}
}

func builtInContent(b *testing.B) course.Content {
	content, err := course.Open("")
	if err != nil {
		b.Fatal(err)
	}
	return content
}

func benchmarkTeacher(b *testing.B, compiled *course.Course, size int) {
	ctx := context.Background()
	data, err := store.Open(ctx, b.TempDir(), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	defer data.Close()
	server, err := web.New(web.Config{Course: compiled, Store: data, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Now: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	owner, _, err := data.CreateOwner(ctx, "A teacher", "a teacher", "no hash", "Empty", "AAAAAA", account.FormToken())
	if err != nil {
		b.Fatal(err)
	}
	plan, err := demo.Make(compiled, demo.Shape{Now: time.Now()})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := demo.Fill(ctx, server.Ground(owner), plan, size, func(int, int) {}); err != nil {
		b.Fatal(err)
	}
	cookie := server.CookieName() + "=" + signedIn(b, data, owner)
	classes, err := data.Classes(ctx, owner)
	if err != nil {
		b.Fatal(err)
	}
	class := fmt.Sprintf("/classes/%d", classes[len(classes)-1].ID)
	students, err := data.ClassRows(ctx, classes[len(classes)-1].ID)
	if err != nil || len(students) == 0 {
		b.Fatalf("%d students: %v", len(students), err)
	}
	student := fmt.Sprintf("%s/students/%d", class, students[0].Student.ID)
	question := compiled.Lessons[0].Pool[0].ID
	handle := server.App().Handler()
	for _, page := range []struct{ name, path string }{
		{"ready", "/readyz"}, {"classes", "/classes"}, {"class", class}, {"live", class + "/live"},
		{"unmatched", class + "/unmatched"}, {"evidence", class + "/evidence/two-verdicts"}, {"queue", "/marking"},
		{"short-answers", "/marking/written"}, {"short-answers-all", "/marking/written?all=1"},
		{"returned", "/marking/two-verdicts/returned"}, {"moderation", "/marking/two-verdicts/moderation"},
		{"skill", "/marking/two-verdicts/skills/sourcing"}, {"work", class + "/work"}, {"new-work", class + "/work/new"},
		{"groups", class + "/groups"}, {"lessons", class + "/lessons"}, {"roster", class + "/roster"},
		{"settings", class + "/settings"}, {"slips", class + "/slips"},
		{"take-away", class + "/take-away"}, {"questions", class + "/questions"}, {"regrades", class + "/regrades"},
		{"question", class + "/questions/" + question}, {"correct", class + "/questions/" + question + "/correct"},
		{"on-the-wall", class + "/show/" + question + "/answers"}, {"student", student},
		{"student-answers", student + "/answers"},
		{"student-essays", student + "/essays"}, {"sets", views.SetsPath}, {"account", "/account"},
		{"teachers", "/account/teachers"}, {"sections", "/lessons/kirov/guard"},
	} {
		b.Run("page="+page.name, func(b *testing.B) {
			for b.Loop() {
				var c fasthttp.RequestCtx
				c.Request.SetRequestURI("http://127.0.0.1" + page.path)
				c.Request.Header.Set("Cookie", cookie)
				handle(&c)
				if c.Response.StatusCode() != fasthttp.StatusOK {
					b.Fatalf("GET %s: status %d", page.path, c.Response.StatusCode())
				}
			}
		})
	}
}

// signedIn is the token of a new session of a teacher.
func signedIn(b *testing.B, data *store.Store, teacher classroom.TeacherID) string {
	secret, err := data.Secret(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	tokens, err := account.NewTokens(secret)
	if err != nil {
		b.Fatal(err)
	}
	token := tokens.New()
	if err := data.StartTeacherSession(context.Background(), teacher, tokens.Hash(token)); err != nil {
		b.Fatal(err)
	}
	return token
}
