package web

import (
	"github.com/gofiber/fiber/v2"

	"dossier/internal/store"
)

// access says who may call a route. Everybody else is told that there is no such page.
type access int

const (
	anyone    access = iota
	answerers        // visitors, guests and students: whoever may answer
	members          // guests and students: whoever has answered or joined
	teachers
)

type route struct {
	method, path string
	who          access
	handle       func(*fiber.Ctx, *request) error
}

// table is the whole site.
func (s *Server) table() []route {
	const get, post = fiber.MethodGet, fiber.MethodPost
	return []route{
		// Reading
		{get, "/", anyone, s.showHome},
		{get, "/lessons/:lesson", anyone, s.showLesson},
		{get, "/sources", anyone, s.showSources},
		{get, "/sources/:source", anyone, s.showSource},
		{get, "/timeline", anyone, s.showTimeline},
		{get, "/people", anyone, s.showPeople},
		{get, "/glossary", anyone, s.showGlossary},
		// Answering
		{post, "/lessons/:lesson/sections/:section", answerers, s.markRead},
		{post, "/lessons/:lesson/questions/:question", answerers, s.submitCheck},
		{post, "/lessons/:lesson/attempts", answerers, s.startQuiz},
		{get, "/attempts/:attempt", members, s.resumeQuiz},
		{get, "/attempts/:attempt/questions/:number", members, s.showQuizQuestion},
		{post, "/attempts/:attempt/questions/:number", members, s.submitQuizAnswer},
		{get, "/attempts/:attempt/result", members, s.showResult},
		{get, "/me", members, s.showMe},
		// Doors
		{get, "/join", anyone, s.showJoin},
		{post, "/join", anyone, s.submitCode},
		{get, "/join/:code", anyone, s.showName},
		{post, "/join/:code", anyone, s.submitName},
		{post, "/join/:code/enter", anyone, s.enterClass},
		{get, "/sign-in", anyone, s.showSignIn},
		{post, "/sign-in", anyone, s.signIn},
		{post, "/sign-out", anyone, s.signOut},
		{get, "/setup", anyone, s.showSetup},
		{post, "/setup", anyone, s.setUp},
		// Teaching
		{get, "/classes", teachers, s.showClasses},
		{post, "/classes", teachers, s.createClass},
		{get, "/classes/:class", teachers, s.showClass},
		{get, "/classes/:class/live", teachers, s.showLive},
		{get, "/classes/:class/join-screen", teachers, s.showJoinScreen},
		{post, "/classes/:class/code", teachers, s.replaceCode},
		{get, "/classes/:class/unmatched", teachers, s.showUnmatched},
		{get, "/classes/:class/students/:student", teachers, s.showStudent},
		{post, "/classes/:class/students/:student/pin", teachers, s.resetPIN},
		{get, "/classes/:class/students/:student/remove", teachers, s.showRemove},
		{post, "/classes/:class/students/:student/remove", teachers, s.removeStudent},
	}
}

// routes puts what every request passes through in front of the table.
func (s *Server) routes() {
	s.app.Use(s.recoverPanics, s.secureHeaders, s.refuseOddities)
	s.app.Get("/static/:file", s.serveAsset)
	s.app.Get("/livez", func(c *fiber.Ctx) error { return c.SendString("ok") })
	s.app.Get("/readyz", s.showReady)
	if s.Dev {
		s.app.Get("/dev/gallery", s.showGallery)
		s.app.Get("/dev/gallery/:page", s.showGallery)
	}
	for _, r := range s.table() {
		s.app.Add(r.method, r.path, s.guard(r))
		if r.method == fiber.MethodGet {
			s.app.Add(fiber.MethodHead, r.path, s.guard(r))
		}
	}
	s.app.Use(s.showNothing)
}

// showNothing answers for every other path, so that a page which is not there still knows who asks.
func (s *Server) showNothing(c *fiber.Ctx) error {
	r, err := s.open(c)
	if err != nil {
		return err
	}
	if r.expired {
		s.renew(c, r)
	}
	c.Locals(requestKey{}, r)
	return store.ErrNotFound
}
