package web

import "github.com/gofiber/fiber/v2"

// What the tests of this package see of its inside.

// Route is one entry of the table of the whole site.
type Route struct {
	Method, Path string
	Keeps        bool // a form is kept when its session has ended
	Teachers     bool
}

// Routes lists the table of the whole site.
func (s *Server) Routes() []Route {
	var all []Route
	for _, r := range s.table() {
		all = append(all, entryOf(r))
	}
	return all
}

func entryOf(r route) Route { return Route{r.method, r.path, r.ended == keeps, r.who.teaches()} }

// PostRoute is the route of a form that is sent to a path; false when there is none.
func (s *Server) PostRoute(path string) (Route, bool) {
	if rt := find(s.site, fiber.MethodPost, path); rt != nil {
		return entryOf(*rt), true
	}
	return Route{}, false
}

// Registered lists every route that answers, with those outside the table.
func (s *Server) Registered() []Route {
	var all []Route
	for _, r := range s.app.GetRoutes(true) {
		if r.Method != fiber.MethodHead {
			all = append(all, Route{Method: r.Method, Path: r.Path})
		}
	}
	return all
}

// CookieName is what the browser knows the cookie of a session by.
func (s *Server) CookieName() string { return s.jar.name(sessionCookie) }

// CSRF is the token of the forms of a session.
func (s *Server) CSRF(session string) string { return s.tokens.CSRF(session) }

// How many files may be in the making.
const (
	MadeForOne = madeForOne
	MadeInLine = madeInLine
)

// TakePlaces takes all places among the files in the making that a person gets, and returns what gives each back.
func (s *Server) TakePlaces(person string) (leave []func()) {
	for {
		done, err := s.makings.enter(person)
		if err != nil {
			return leave
		}
		leave = append(leave, done)
	}
}

// Places is how many files are in the making.
func (s *Server) Places() int { return len(s.makings.places) }
