// Package measure fills a data folder with a class, lets the program serve it, and measures over HTTP how fast it
// answers. Pages are held against a bare server that sends the same number of bytes, in turns in the same run, so that
// a slow or busy machine slows both.
package measure

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"time"

	"dossier/internal/course"
)

// Run is what is measured, and how.
type Run struct {
	Folder   string // a folder that may be filled
	Course   *course.Course
	Seconds  float64       // how long one round of a case takes
	SlowDisk time.Duration // how long each commit waits in the case of a slow disk; 0 leaves the case out
	Out      io.Writer
	// Program makes the command that runs this program with arguments: "serve …", and "bare", which runs Bare.
	Program func(arguments ...string) *exec.Cmd
}

const (
	rounds     = 3   // of every case, in turns with the bare server's; medians are printed
	pageConns  = 64  // connections that ask for pages
	classSize  = 30  // students of the class whose page is measured
	schoolSize = 240 // students who answer at the pace of a class
	lessonID   = "kirov"
)

// answering is with how many connections answers are sent.
var answering = []int{1, 16, 64, 256}

// Measure runs every case and prints a table of them. It fails when anything was answered as it should not be.
func (run Run) Measure(ctx context.Context) (err error) {
	people, err := fill(ctx, run.Folder, classSize, max(answering[len(answering)-1], int(1000*run.Seconds)))
	if err != nil {
		return fmt.Errorf("fill the data folder: %w", err)
	}
	server, err := run.serve(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	bare, err := startProgram(ctx, run.Program("bare"))
	if err != nil {
		return err
	}
	defer bare.stop()
	site := &site{address: server.address, people: people, course: run.Course}
	if err := site.prepare(); err != nil {
		return fmt.Errorf("prepare the class: %w", err)
	}
	out := newTable(run.Out)
	if err := run.pages(site, server, bare, out); err != nil {
		return err
	}
	if err := run.answers(site, server, out); err != nil {
		return err
	}
	if err := run.coldPage(site, out); err != nil {
		return err
	}
	out.note("memory", "%s after all this, %s at most", megabytes(server.memory("VmRSS")),
		megabytes(server.memory("VmHWM")))
	if server, err = run.restart(ctx, server, site, out); err != nil {
		return err
	}
	return out.end()
}

// serve starts the program on the folder.
func (run Run) serve(ctx context.Context, more ...string) (*program, error) {
	arguments := append([]string{"serve", "--addr", "127.0.0.1:0", "--data", run.Folder}, more...)
	return startProgram(ctx, run.Program(arguments...))
}

// pages measures pages that nobody changes, each in turns with as many bytes from the bare server.
func (run Run) pages(site *site, server, bare *program, out *table) error {
	for _, page := range []struct {
		name, path string
		who        person
	}{
		{"section page, student", site.sectionPath(), site.people.class[0]},
		{"home, student", "/", site.people.class[0]},
		{"class page of 30, teacher", fmt.Sprintf("/classes/%d", site.people.classID), site.people.teacher},
	} {
		request := getRequest(page.path, site.cookie(page.who))
		size, err := sizeOf(server.address, request)
		if err != nil {
			return fmt.Errorf("%s: %w", page.name, err)
		}
		plain := getRequest(fmt.Sprintf("/%d", size), "")
		var ours, theirs []result
		for range rounds {
			for _, turn := range []struct {
				of      *program
				request []byte
				results *[]result
			}{{bare, plain, &theirs}, {server, request, &ours}} {
				send := func(int) sender { return repeat(turn.request) }
				got, err := hammer(turn.of, pageConns, run.seconds(1), send)
				if err != nil {
					return fmt.Errorf("%s: %w", page.name, err)
				}
				*turn.results = append(*turn.results, got)
			}
		}
		floor, got := median(theirs), median(ours)
		out.row(line{name: "bare server", connections: pageConns, result: floor, bytes: size})
		ratio := got.rate() / floor.rate()
		out.row(line{name: page.name, connections: pageConns, result: got, bytes: size, ratio: ratio})
	}
	return nil
}

// answers measures how fast answers are stored: as fast as they can be sent, and at the pace of a class.
func (run Run) answers(site *site, server *program, out *table) error {
	for _, n := range answering {
		name := fmt.Sprintf("answers, %d connections", n)
		if n == 1 {
			name = "answers, 1 connection"
		}
		if err := run.answersFrom(site, server, n, name, out); err != nil {
			return err
		}
	}
	got, err := site.atClassPace(server, run.seconds(8))
	if err != nil {
		return fmt.Errorf("answers at class pace: %w", err)
	}
	name := fmt.Sprintf("answers, %d students at class pace", schoolSize)
	out.row(line{name: name, connections: schoolSize, result: got})
	return nil
}

func (run Run) answersFrom(site *site, server *program, n int, name string, out *table) error {
	var results []result
	for range rounds {
		got, err := hammer(server, n, run.seconds(1), func(i int) sender { return site.answersOf(i, n) })
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		results = append(results, got)
	}
	out.row(line{name: name, connections: n, result: median(results)})
	return nil
}

// restart measures how long the program takes to start on the folder as it is now, and answers on a slow disk.
func (run Run) restart(ctx context.Context, server *program, site *site, out *table) (*program, error) {
	var starts []time.Duration
	for range rounds {
		if err := server.stop(); err != nil {
			return server, err
		}
		begun := time.Now()
		next, err := run.serve(ctx)
		if err != nil {
			return server, err
		}
		server = next
		if _, err := sizeOf(server.address, getRequest("/readyz", "")); err != nil {
			return server, err
		}
		starts = append(starts, time.Since(begun))
	}
	slices.Sort(starts)
	out.note("start", "%d ms on this folder of %s, %d students", starts[len(starts)/2].Milliseconds(),
		megabytes(folderSize(run.Folder)), len(site.people.class)+len(site.people.others))
	if run.SlowDisk == 0 {
		return server, nil
	}
	if err := server.stop(); err != nil {
		return server, err
	}
	next, err := run.serve(ctx, "--slow-disk", run.SlowDisk.String())
	if err != nil {
		return server, err
	}
	server, site.address = next, next.address
	name := fmt.Sprintf("answers, commits wait %v more", run.SlowDisk)
	return server, run.answersFrom(site, server, 64, name, out)
}

func (run Run) seconds(times float64) time.Duration {
	return time.Duration(run.Seconds * times * float64(time.Second))
}

func folderSize(folder string) (size int64) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return -1
	}
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
			size += info.Size()
		}
	}
	return size
}
