package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"dossier/internal/course"
	"dossier/internal/store"
	"dossier/internal/web"
)

// drainTime is how long requests that are under way may take to finish after a signal to stop.
const drainTime = 10 * time.Second

// serveCmd runs the class: one process on one data folder.
type serveCmd struct {
	Addr    string   `env:"DOSSIER_ADDR" placeholder:"HOST:PORT" help:"Address to listen on. Without it: every network interface, on port 8080 or the next free one up to 8089."`
	Data    string   `env:"DOSSIER_DATA" default:"./dossier-data" placeholder:"DIR" help:"Folder that holds the database and its backups (${default})."`
	Host    []string `env:"DOSSIER_HOST" placeholder:"NAME" help:"Public name under which the server may be called, such as dossier.school.example. Addresses and names of the local network always work."`
	Content string   `env:"DOSSIER_CONTENT" placeholder:"DIR" help:"Folder with lessons/ and quizzes/ laid over the built-in ones."`
	Dev     bool     `env:"DOSSIER_DEV" help:"For people who work on Dossier: reload the course on every page, show the gallery, log more."`
}

// Run serves until SIGINT or SIGTERM, then lets requests finish, closes the store and returns nil. A second signal ends the
// program at once; the store is made to survive that.
func (s *serveCmd) Run(to console) (err error) {
	ctx, release := untilSignal()
	defer release()

	log := newLog(to.err, s.Dev)
	lessons, err := s.compile(to.err)
	if err != nil {
		return err
	}
	data, err := store.Open(ctx, s.Data, time.Now)
	if err != nil {
		if ctx.Err() != nil {
			return nil // told to stop before it began
		}
		return storeFailure(s.Data, err)
	}
	defer func() {
		if closing := data.Close(); closing != nil {
			err = errors.Join(err, &failure{exitOther, fmt.Sprintf("the data folder %s was not closed properly, though no saved answer is lost: %v", s.Data, closing)})
		}
	}()

	listener, err := listen(ctx, s.Addr)
	if err != nil {
		return err
	}
	defer listener.Close() // for the returns before Serve takes it over; closing twice does no harm
	addresses := addressesOf(listener.Addr())
	config := web.Config{Course: lessons, Store: data, Log: log, Now: time.Now, Addresses: addresses, Hosts: s.Host, Dev: s.Dev}
	if s.Dev {
		config.Reload = s.reload
	}
	server, err := web.New(config)
	if err != nil {
		return fmt.Errorf("the pages could not be prepared: %w", err)
	}
	setup, unowned, err := server.SetupURLPath(ctx)
	if err != nil {
		return fmt.Errorf("the data folder %s could not be asked for its owner: %w", s.Data, err)
	}
	if !unowned {
		setup = ""
	}
	if err := announce(to.out, addresses, setup); err != nil {
		return fmt.Errorf("the start message could not be written: %w", err)
	}
	return s.serve(ctx, server, listener, log)
}

// untilSignal returns a context that ends with the first SIGINT or SIGTERM. From then on a signal ends the program, as if nobody
// listened for it.
func untilSignal() (ctx context.Context, release func()) {
	signalled, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	ctx, cancel := context.WithCancel(context.Background())
	context.AfterFunc(signalled, func() {
		stop()
		cancel()
	})
	return ctx, stop
}

// serve answers requests until ctx ends, and returns only when the last one is finished or drainTime is over.
func (s *serveCmd) serve(ctx context.Context, server *web.Server, listener net.Listener, log *slog.Logger) error {
	listener = newPatientListener(listener)
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()

	select {
	case err := <-served:
		return &failure{exitOther, fmt.Sprintf("the web server stopped by itself: %v", err)}
	case <-ctx.Done():
		log.Info("stopping")
	}
	// Serve returns when the shutdown begins, so it is the shutdown that has to be waited for.
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer cancel()
	if err := server.Shutdown(ending); err != nil {
		log.Warn("requests were cut off", "error", err.Error())
	}
	listener.Close() // a signal may have come before Serve had the listener
	select {
	case <-served:
	case <-ending.Done():
	}
	return nil
}

// compile builds the course, or prints what is wrong with it and fails.
func (s *serveCmd) compile(findingsTo io.Writer) (*course.Course, error) {
	content, err := openContent(s.Content)
	if err != nil {
		return nil, err
	}
	compiled, findings := course.Compile(content)
	if errs := course.Errors(findings); len(errs) > 0 {
		for _, finding := range findings {
			fmt.Fprintln(findingsTo, finding)
		}
		return nil, contentFailure(len(errs), len(findings)-len(errs))
	}
	return compiled, nil
}

// reload compiles the course as its files are now; the error lists what is wrong with them.
func (s *serveCmd) reload() (*course.Course, error) {
	content, err := openContent(s.Content)
	if err != nil {
		return nil, err
	}
	compiled, findings := course.Compile(content)
	if errs := course.Errors(findings); len(errs) > 0 {
		var all []error
		for _, finding := range errs {
			all = append(all, errors.New(finding.String()))
		}
		return nil, errors.Join(all...)
	}
	return compiled, nil
}

// newLog writes JSON lines with times in UTC; dev adds what only a developer wants to see.
func newLog(to io.Writer, dev bool) *slog.Logger {
	level := slog.LevelInfo
	if dev {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewJSONHandler(to, &slog.HandlerOptions{
		Level: level,
		ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
			if len(groups) == 0 && a.Key == slog.TimeKey {
				return slog.Time(slog.TimeKey, a.Value.Time().UTC())
			}
			return a
		},
	}))
}
