package web

import (
	"context"
	"net/http"
	"sync/atomic"

	"github.com/a-h/templ"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/store"
)

// What is kept in memory between requests: sessions and drawn pages. Each was read after the store was asked for its
// generation, and counts only while that is the same, so that nobody ever sees what was so before the last write.

// keptSession is a session as the database has it.
type keptSession struct {
	store.Session
	generation, seen uint64
}

// sessions keeps the sessions that are in use.
type sessions struct {
	*memory[[32]byte, keptSession]
	// seen counts how often the use of a session was noted, by the first bytes of its hash: the one write that changes a
	// session and does not count as a change for all.
	seen [1024]atomic.Uint64
}

func (s *sessions) noted(hash [32]byte) *atomic.Uint64 {
	return &s.seen[(uint(hash[0])<<8|uint(hash[1]))%uint(len(s.seen))]
}

// The most that is kept of each, twice.
const (
	keptSessions = 4096
	keptPages    = 8 << 20 // bytes
)

// session finds the session of whoever asks. store.ErrNotFound.
func (s *Server) session(r *request) (store.Session, error) {
	seen := s.sessions.noted(r.hash).Load()
	r.generation = s.Store.Generation()
	if kept, ok := s.sessions.get(r.hash); ok && kept.generation == r.generation && kept.seen == seen {
		return kept.Session, nil
	}
	session, err := s.Store.Session(r.ctx, r.hash)
	if err == nil {
		s.sessions.put(r.hash, keptSession{session, r.generation, seen}, 1)
	}
	return session, err
}

// see notes that the session of whoever asks is in use.
func (s *Server) see(r *request) error {
	defer s.sessions.noted(r.hash).Add(1)
	student := classroom.StudentID(0) // a teacher's session concerns no student
	if r.student != nil {
		student = r.student.ID
	}
	return s.Store.SeeSession(store.Concerning(r.ctx, student), r.hash)
}

// own is the context for writes that change the work of whoever asks and nothing else. What a visitor writes makes a
// guest, which concerns everything.
func (r *request) own() context.Context {
	if r.student == nil {
		return r.ctx
	}
	return store.Concerning(r.ctx, r.student.ID)
}

// pageKey is what the page of a section depends on, beside what the store knows.
type pageKey struct {
	edition *edition
	session [32]byte
	student classroom.StudentID // 0 for a visitor
	section *course.Section
	plain   bool
}

// keptPage is a drawn page, and the generations after which it was read.
type keptPage struct {
	*sheet
	generation, work uint64
}

// keep finds the drawn page of a section for whoever asks, or says under which key it may be kept. It may be kept when
// it is as everybody gets it who asks for it by its plain address; may is nil when it may not.
func (s *Server) keep(r *request, section *course.Section) (kept keptPage, may *keeping) {
	if s.Dev || r.fresh || r.teacher != nil || r.away || r.refusal != nil ||
		len(r.c.Request().URI().QueryString()) > 0 {
		return keptPage{}, nil
	}
	may = &keeping{
		key:        pageKey{edition: r.edition, session: r.hash, section: section},
		generation: r.generation,
	}
	may.key.plain = r.plain()
	if r.student != nil {
		may.key.student = r.student.ID
		may.work = s.Store.WorkGeneration(r.student.ID)
	}
	if kept, ok := s.pages.get(may.key); ok && kept.generation == may.generation && kept.work == may.work {
		return kept, may
	}
	return keptPage{}, may
}

// keeping is what has to be known, before a page is read, to keep it.
type keeping struct {
	key              pageKey
	generation, work uint64
}

// renderKept draws a page, keeps it and sends it.
func (s *Server) renderKept(r *request, may *keeping, page templ.Component) error {
	drawn, done, err := s.draw(r, page)
	if err != nil {
		return err
	}
	defer done()
	drawn.own()
	s.pages.put(may.key, keptPage{drawn, may.generation, may.work}, drawn.size())
	return s.send(r, http.StatusOK, drawn)
}
