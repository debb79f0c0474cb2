package web_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/valyala/fasthttp"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/demo"
	"dossier/internal/store"
	"dossier/internal/web"
)

// benchDay is the clock of the schools that are measured: a school that was kept looks the same on every day.
func benchDay() time.Time { return time.Date(2026, time.March, 12, 10, 15, 0, 0, time.UTC) }

// benchSchool is a school of some size, with somebody who teaches five of its classes and a student of one of them.
type benchSchool struct {
	answers          int
	handle           fasthttp.RequestHandler
	teacher, student string // their cookies
	class            classroom.ClassID
	pupil            classroom.StudentID
	attempt          classroom.AttemptID // a quiz that the student has finished
	question         string              // one that they were asked in it
}

// benchSizes are how many answers the schools have: "10000 10000000" in DOSSIER_BENCH_ANSWERS, or two small numbers.
func benchSizes(b *testing.B) (sizes []int) {
	for _, word := range strings.Fields(os.Getenv("DOSSIER_BENCH_ANSWERS")) {
		n, err := strconv.Atoi(word)
		if err != nil || n <= 0 {
			b.Fatalf("DOSSIER_BENCH_ANSWERS: %q is no number of answers", word)
		}
		sizes = append(sizes, n)
	}
	if len(sizes) == 0 {
		sizes = []int{10_000, 100_000}
	}
	return sizes
}

// benchSchools opens a school of each size.
func benchSchools(b *testing.B) (schools []benchSchool) {
	content, err := course.Open("")
	if err != nil {
		b.Fatal(err)
	}
	compiled, findings := course.Compile(content)
	if errs := course.Errors(findings); len(errs) > 0 {
		b.Fatal(errs[0])
	}
	for _, size := range benchSizes(b) {
		schools = append(schools, openSchool(b, compiled, size))
	}
	return schools
}

// openSchool opens a school of so many answers, and makes it where it is not there. In DOSSIER_BENCH_FOLDER schools are
// kept: to make one of ten million answers takes a while, and 17 GB.
func openSchool(b *testing.B, compiled *course.Course, size int) benchSchool {
	b.Helper()
	folder, kept := b.TempDir(), os.Getenv("DOSSIER_BENCH_FOLDER")
	if kept != "" {
		folder = filepath.Join(kept, fmt.Sprintf("answers-%d", size))
	}
	began := time.Now()
	data, err := store.Open(context.Background(), folder, benchDay)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := data.Close(); err != nil {
			b.Error(err)
		}
	})
	b.Logf("%d answers: opened in %.1f s", size, time.Since(began).Seconds())
	server, err := web.New(web.Config{Course: compiled, Store: data, Log: slog.New(slog.DiscardHandler), Now: benchDay})
	if err != nil {
		b.Fatal(err)
	}
	owner := filledSchool(b, compiled, server, data, size, filepath.Join(folder, "filled"))
	return enteredSchool(b, server, data, owner, size)
}

// filledSchool makes the school unless it is there already, and returns its owner.
func filledSchool(b *testing.B, compiled *course.Course, server *web.Server, data *store.Store, size int,
	mark string) classroom.TeacherID {
	b.Helper()
	if _, err := os.Stat(mark); err == nil {
		owner, err := data.Owner(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		return owner.ID
	}
	owner, _, err := data.CreateOwner(b.Context(), "A teacher", "a teacher", "no hash", "Empty", "AAAAAA",
		account.FormToken())
	if err != nil {
		b.Fatalf("the school of %d answers was made in part: remove its folder: %v", size, err)
	}
	plan, err := demo.Make(compiled, demo.Shape{Now: benchDay()})
	if err != nil {
		b.Fatal(err)
	}
	began, told := time.Now(), time.Now()
	n, err := demo.Fill(b.Context(), server.Ground(owner), plan, size, func(classes, answers int) {
		if time.Since(told) > time.Minute {
			told = time.Now()
			fmt.Fprintf(os.Stderr, "%d classes, %d of %d answers\n", classes, answers, size)
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d answers: made in %.0f s, %.0f a second", n, time.Since(began).Seconds(),
		float64(n)/time.Since(began).Seconds())
	if err := os.WriteFile(mark, nil, 0o600); err != nil {
		b.Fatal(err)
	}
	return owner
}

// enteredSchool signs the teacher and a student in.
func enteredSchool(b *testing.B, server *web.Server, data *store.Store, owner classroom.TeacherID,
	size int) benchSchool {
	b.Helper()
	s := benchSchool{answers: size, handle: server.App().Handler()}
	classes, err := data.Classes(b.Context(), owner)
	if err != nil {
		b.Fatal(err)
	}
	s.class = classes[len(classes)-1].ID
	rows, err := data.ClassRows(b.Context(), s.class)
	if err != nil || len(rows) == 0 {
		b.Fatalf("%d students: %v", len(rows), err)
	}
	s.pupil = rows[0].Student.ID
	attempts, err := data.Attempts(b.Context(), s.pupil, "kirov")
	done := slices.IndexFunc(attempts, func(a classroom.Attempt) bool {
		return a.Kind == classroom.QuizAttempt && !a.Submitted.IsZero()
	})
	if err != nil || done < 0 {
		b.Fatalf("%d attempts, none at a quiz was finished: %v", len(attempts), err)
	}
	s.attempt, s.question = attempts[done].ID, attempts[done].Questions[0].Question
	secret, err := data.Secret(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	tokens, err := account.NewTokens(secret)
	if err != nil {
		b.Fatal(err)
	}
	teacher, student := tokens.New(), tokens.New()
	s.teacher, s.student = server.CookieName()+"="+teacher, server.CookieName()+"="+student
	if err := data.StartTeacherSession(b.Context(), owner, tokens.Hash(teacher)); err != nil {
		b.Fatal(err)
	}
	if err := data.EnterClass(b.Context(), s.pupil, store.Entry{Session: tokens.Hash(student),
		Device: []byte("a computer"), Address: []byte("an address")}); err != nil {
		b.Fatal(err)
	}
	return s
}

// get fetches a page as the teacher or as the student, and returns how long that took.
func (s benchSchool) get(b *testing.B, cookie, path string) time.Duration {
	var c fasthttp.RequestCtx
	c.Request.SetRequestURI("http://127.0.0.1" + path)
	c.Request.Header.Set("Cookie", cookie)
	began := time.Now()
	s.handle(&c)
	took := time.Since(began)
	if c.Response.StatusCode() != fasthttp.StatusOK {
		b.Fatalf("GET %s: status %d", path, c.Response.StatusCode())
	}
	return took
}

// benchPage is a page by the name under which it is measured.
type benchPage struct{ name, path string }

// comparePages measures the pages of every school in turn, so that whatever else the machine does falls on all alike,
// and gives the shortest time of each. "times" is how many times as long the last school takes as the first, and "work"
// how many times as much memory it asks for, which does not depend on what else the machine does.
func comparePages(b *testing.B, schools []benchSchool, cookie func(benchSchool) string,
	pages func(benchSchool) []benchPage) {
	for i, page := range pages(schools[0]) {
		b.Run("page="+page.name, func(b *testing.B) {
			best := make([]time.Duration, len(schools))
			for b.Loop() {
				for n, s := range schools {
					if took := s.get(b, cookie(s), pages(s)[i].path); best[n] == 0 || took < best[n] {
						best[n] = took
					}
				}
			}
			work := make([]float64, len(schools))
			for n, s := range schools {
				b.ReportMetric(best[n].Seconds()*1000, fmt.Sprintf("ms@%d", s.answers))
				work[n] = testing.AllocsPerRun(3, func() { s.get(b, cookie(s), pages(s)[i].path) })
			}
			last := len(schools) - 1
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(best[last].Seconds()/best[0].Seconds(), "times")
			b.ReportMetric(work[last]/work[0], "work")
		})
	}
}
