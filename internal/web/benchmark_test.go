package web_test

import (
	"context"
	"io"
	"log/slog"
	"testing"
	"time"

	"github.com/valyala/fasthttp"

	"dossier/internal/course"
	"dossier/internal/store"
	"dossier/internal/web"
)

// BenchmarkPages gives what a page costs the server, without the network. Compare the rows of one run
// with "ready", a route that only asks the database one question: machines differ, ratios less so.
func BenchmarkPages(b *testing.B) {
	content, err := course.Open("")
	if err != nil {
		b.Fatal(err)
	}
	compiled, findings := course.Compile(content)
	if errs := course.Errors(findings); len(errs) > 0 {
		b.Fatal(errs[0])
	}
	data, err := store.Open(context.Background(), b.TempDir(), time.Now)
	if err != nil {
		b.Fatal(err)
	}
	defer data.Close()
	server, err := web.New(web.Config{Course: compiled, Store: data, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Now: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	handle := server.App().Handler()
	for _, page := range []struct{ name, path string }{
		{"ready", "/readyz"}, {"home", "/"}, {"contents", "/lessons/kirov"}, {"section", "/lessons/kirov/guard"},
		{"source", "/sources/orlov-secret-history"},
		{"timeline", "/timeline"}, {"join", "/join"}, {"benches", "/bench"}, {"bench", "/bench/two-verdicts"},
	} {
		b.Run(page.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var c fasthttp.RequestCtx
				c.Request.SetRequestURI("http://127.0.0.1" + page.path)
				handle(&c)
				if c.Response.StatusCode() != fasthttp.StatusOK {
					b.Fatalf("GET %s: status %d", page.path, c.Response.StatusCode())
				}
			}
		})
	}
}
