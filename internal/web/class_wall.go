package web

import (
	"dossier/internal/classroom"
	"dossier/internal/store"
)

// A page of a class may stay open on a wall for the whole school day, while nobody uses its session. See decision 016.

// by=itself is behind the question mark of a page that has loaded itself: nobody has used it.
const (
	loadedBy = "by"
	itself   = "itself"
)

// byNobody reports whether a page loads itself. Like what a script asks for, that does not keep a session alive.
func (r *request) byNobody() bool { return r.query(loadedBy) == itself }

// byItself is the address of this page for a browser that loads it without anybody having asked.
func byItself(r *request) string {
	to := r.path() + "?" + loadedBy + "=" + itself
	for _, name := range []string{"sort", "present"} {
		if v := r.query(name); plainWord.MatchString(v) {
			to += "&" + name + "=" + v
		}
	}
	return to
}

// leaveOpen notes which class a teacher's session has open.
func (s *Server) leaveOpen(r *request, class classroom.ClassID) error {
	if r.wall.Class == class {
		return nil
	}
	defer s.sessions.noted(r.hash).Add(1)
	err := s.Store.LeaveOpen(store.Concerning(r.ctx, 0), r.hash, class, longestSession)
	if fullDisk(err) { // reading goes on
		s.Log.Warn("note that a class page is open", "request", r.id, "error", err)
		return nil
	}
	return err
}

// onWall reports whether the session that has run out still keeps the page of a class up to date, without names. It
// does until the end of the school day, unless it has been ended: by signing out, or by a new passphrase.
func (s *Server) onWall(r *request, class classroom.ClassID) bool {
	return r.expired && r.was != 0 && r.wall.Shows(class, s.Now())
}
