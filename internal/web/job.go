package web

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/store"
	"dossier/views"
)

// job is work for a teacher that may take longer than anybody waits for a page. It goes on when they leave, and whoever
// asks for it twice follows the same job. It must be all or nothing, or do the rest when it is asked for again: jobs do
// not outlive the program.
type job struct {
	id      string
	teacher classroom.TeacherID
	title   string
	begun   time.Time
	ended   chan struct{}

	mu       sync.Mutex
	done, of int // how far it is; of is 0 until that is known
	leadsTo  string
	err      error
}

// report says how far the job is.
func (j *job) report(done, of int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.done, j.of = done, of
}

// over reports whether the job has ended.
func (j *job) over() bool {
	select {
	case <-j.ended:
		return true
	default:
		return false
	}
}

// jobs are those that run, and those that have ended in the last while.
type jobs struct {
	mu      sync.Mutex
	all     map[string]*job
	running sync.WaitGroup
}

// find is the job of that name, nil when there is none.
func (all *jobs) find(id string) *job {
	all.mu.Lock()
	defer all.mu.Unlock()
	return all.all[id]
}

const (
	jobPatience = 400 * time.Millisecond // see Config.Patience
	jobKept     = 10 * time.Minute       // what has ended is known as long
)

// jobID is the name of a job of whoever asks, as addresses have it.
func (s *Server) jobID(r *request, name string) string {
	return fmt.Sprintf("%x", s.derive("job", name, fmt.Sprint(r.teacher.ID)))[:24]
}

// begin starts a job of whoever asks, or finds the one of this name that still runs.
func (s *Server) begin(r *request, name, title string, do func(*job) (leadsTo string, err error)) *job {
	id := s.jobID(r, name)
	s.jobs.mu.Lock()
	defer s.jobs.mu.Unlock()
	if j, ok := s.jobs.all[id]; ok && !j.over() {
		return j
	}
	now := s.Now()
	for id, j := range s.jobs.all {
		if j.over() && now.Sub(j.begun) > jobKept {
			delete(s.jobs.all, id)
		}
	}
	j := &job{id: id, teacher: r.teacher.ID, title: title, begun: now, ended: make(chan struct{})}
	s.jobs.all[id] = j
	s.jobs.running.Add(1)
	go s.run(j, do, r.id)
	return j
}

// run carries a job out. request is the request that asked for it, for the log.
func (s *Server) run(j *job, do func(*job) (leadsTo string, err error), request string) {
	leadsTo, err := "", error(errPanic) // when do comes to no end
	defer s.jobs.running.Done()
	defer close(j.ended)
	defer func() {
		if p := recover(); p != nil {
			s.Log.Error("job panicked", "request", request, "panic", fmt.Sprint(p))
		} else if err != nil {
			s.Log.Error("job failed", "request", request, "error", err)
		}
		j.mu.Lock()
		defer j.mu.Unlock()
		j.leadsTo, j.err = leadsTo, err
	}()
	leadsTo, err = do(j)
}

// failed is why a job that has ended came to nothing.
func (j *job) failed() error {
	if !j.over() {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.err
}

// await waits a moment for a job to end.
func (s *Server) await(r *request, j *job) {
	soon, cancel := context.WithTimeout(r.ctx, s.Patience)
	defer cancel()
	select {
	case <-j.ended:
	case <-soon.Done():
	}
}

// follow leads to where a job leads when it ends soon, and else to the page that shows how far it is.
func (s *Server) follow(r *request, j *job) error {
	if s.await(r, j); j.over() && j.failed() == nil {
		return redirect(j.leadsTo)
	}
	return redirect(views.JobPath(j.id))
}

// showJob says how far a job is, and leads on when it has ended.
func (s *Server) showJob(r *request) error {
	j := s.jobs.find(r.param("job"))
	if j == nil || j.teacher != r.teacher.ID {
		return store.ErrNotFound
	}
	ended := j.over()
	j.mu.Lock()
	defer j.mu.Unlock()
	if ended && j.err == nil {
		return redirect(j.leadsTo)
	}
	props := views.JobProps{Title: j.title, Done: j.done, Of: j.of, Failed: ended}
	if ended {
		said := saidOf(j.err)
		props.Says = said.sentence
	}
	return s.render(r, http.StatusOK, views.JobPage(s.page(r, j.title, "/classes"), props))
}
