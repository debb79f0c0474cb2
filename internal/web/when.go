package web

import "time"

// zone is the school's time zone: the machine's own unless another one was named.
func (s *Server) zone() *time.Location {
	if s.Zone == nil {
		return time.Local
	}
	return s.Zone
}

// local is a time as the school's clocks show it. Whatever people read goes through here.
func (s *Server) local(t time.Time) time.Time { return t.In(s.zone()) }
