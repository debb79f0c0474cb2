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
	handle       func(*request) error
	quiet        bool // a page that asks by itself does not keep a session alive
}

// table is the whole site.
func (s *Server) table() []route {
	const get, post = fiber.MethodGet, fiber.MethodPost
	return []route{
		// Reading
		{get, "/", anyone, s.showHome, false},
		{get, "/lessons/:lesson", anyone, s.showLesson, false},
		{get, "/sources", anyone, s.showSources, false},
		{get, "/sources/:source", anyone, s.showSource, false},
		{get, "/timeline", anyone, s.showTimeline, false},
		{get, "/people", anyone, s.showPeople, false},
		{get, "/glossary", anyone, s.showGlossary, false},
		{post, "/words", anyone, s.chooseWords, false},
		// Answering
		{post, "/lessons/:lesson/sections/:section", answerers, s.markRead, false},
		{post, "/lessons/:lesson/questions/:question", answerers, s.submitCheck, false},
		{post, "/lessons/:lesson/attempts", answerers, s.startQuiz, false},
		{get, "/attempts/:attempt", members, s.resumeQuiz, false},
		{get, "/attempts/:attempt/questions/:number", members, s.showQuizQuestion, false},
		{post, "/attempts/:attempt/questions/:number", members, s.submitQuizAnswer, false},
		{post, "/attempts/:attempt/written/:question", members, s.judgeWritten, false},
		{get, "/attempts/:attempt/result", members, s.showResult, false},
		{get, "/me", members, s.showMe, false},
		// The source bench
		{get, "/bench", anyone, s.showBenches, false},
		{get, "/bench/:bench", anyone, s.showBench, false},
		{post, "/bench/:bench/trust", answerers, s.sayTrust, false},
		{post, "/bench/:bench/desk", answerers, s.saveDesk, false},
		{post, "/bench/:bench/clock", answerers, s.sortFacts, false},
		{get, "/bench/:bench/calibrate", members, s.showExamples, false},
		{post, "/bench/:bench/calibrate", members, s.judgeExample, false},
		{get, "/bench/:bench/judge", members, s.showJudge, false},
		{post, "/bench/:bench/judge", members, s.judgeDraft, false},
		{post, "/bench/:bench/withdraw", members, s.withdrawEssay, false},
		{post, "/bench/:bench/revise", members, s.reviseEssay, false},
		{post, "/bench/:bench/finish", members, s.finishEssay, false},
		{post, "/bench/:bench/next-step", members, s.keepNextStep, false},
		{get, "/bench/:bench/feedback", members, s.showFeedback, false},
		{get, "/bench/:bench/texts", members, s.showTexts, false},
		// Doors
		{get, "/join", anyone, s.showJoin, false},
		{post, "/join", anyone, s.submitCode, false},
		{get, "/join/:code", anyone, s.showName, false},
		{post, "/join/:code", anyone, s.submitName, false},
		{post, "/join/:code/enter", anyone, s.enterClass, false},
		{get, "/sign-in", anyone, s.showSignIn, false},
		{post, "/sign-in", anyone, s.signIn, false},
		{post, "/sign-out", anyone, s.signOut, false},
		{get, "/invitation/:token", anyone, s.showInvitation, false},
		{post, "/invitation/:token", anyone, s.acceptInvitation, false},
		{get, "/setup", anyone, s.showSetup, false},
		{post, "/setup", anyone, s.setUp, false},
		// Teaching
		{get, "/classes", teachers, s.showClasses, false},
		{post, "/classes", teachers, s.createClass, false},
		{get, "/classes/:class", teachers, s.showClass, false},
		{get, "/classes/:class/live", teachers, s.showLive, true},
		{get, "/classes/:class/join-screen", teachers, s.showJoinScreen, false},
		{post, "/classes/:class/code", teachers, s.replaceCode, false},
		{post, "/classes/:class/let-in", teachers, s.letIn, false},
		{post, "/classes/:class/colleagues", teachers, s.inviteColleague, false},
		{get, "/marking/written", teachers, s.showWritten, false},
		{post, "/marking/written", teachers, s.levelWritten, false},
		{get, "/classes/:class/unmatched", teachers, s.showUnmatched, false},
		{get, "/classes/:class/students/:student", teachers, s.showStudent, false},
		{post, "/classes/:class/students/:student/pin", teachers, s.resetPIN, false},
		{get, "/classes/:class/students/:student/remove", teachers, s.showRemove, false},
		{post, "/classes/:class/students/:student/remove", teachers, s.removeStudent, false},
		// Marking
		{get, "/marking", teachers, s.showMarking, false},
		{post, "/marking/names", teachers, s.switchNames, false},
		{get, "/marking/essays/:essay", teachers, s.showSubmission, false},
		{post, "/marking/essays/:essay", teachers, s.markSubmission, false},
		{get, "/marking/essays/:essay/second", teachers, s.showSecond, false},
		{post, "/marking/essays/:essay/second", teachers, s.markSecond, false},
		{get, "/marking/essays/:essay/agree", teachers, s.showAgreement, false},
		{post, "/marking/essays/:essay/agree", teachers, s.agree, false},
		{post, "/marking/:bench/next", teachers, s.nextSubmission, false},
		{get, "/marking/:bench/seeds/:exemplar", teachers, s.showExemplar, false},
		{post, "/marking/:bench/seeds/:exemplar", teachers, s.markExemplar, false},
		{get, "/marking/:bench/skills/:skill", teachers, s.showSkill, false},
		{post, "/marking/:bench/skills/:skill", teachers, s.markSkill, false},
		{post, "/marking/:bench/return", teachers, s.returnSubmissions, false},
		{get, "/marking/:bench/returned", teachers, s.showReturned, false},
		{get, "/marking/:bench/moderation", teachers, s.showModeration, false},
		{get, "/classes/:class/evidence/:bench", teachers, s.showEvidence, false},
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
	r, err := s.open(c, true)
	if err != nil {
		return err
	}
	if r.expired {
		s.renew(r)
	}
	c.Locals(requestKey{}, r)
	return store.ErrNotFound
}
