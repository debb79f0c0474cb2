package web

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"dossier/internal/export"
	"dossier/internal/store"
	"dossier/views"
)

// access says who may call a route. Everybody else is told that the page does not exist.
type access int

const (
	anyone    access = iota
	answerers        // visitors, guests and students: whoever may answer
	members          // guests and students: whoever has answered or joined
	teachers
	owners // the teacher who set the program up
)

type route struct {
	method, path string
	who          access
	handle       func(*request) error
	ended        ended
}

// table is the whole site.
func (s *Server) table() []route {
	const get, post = fiber.MethodGet, fiber.MethodPost
	return []route{
		// Reading
		{get, "/", anyone, s.showHome, goesOn},
		{get, "/lessons/:lesson", anyone, s.showLesson, goesOn},
		{get, "/lessons/:lesson/blind", anyone, s.showBlind, goesOn},
		{post, "/lessons/:lesson/blind", answerers, s.sayBlind, keeps},
		{get, "/lessons/:lesson/whole", anyone, s.showWhole, goesOn},
		{get, "/lessons/:lesson/quiz", anyone, s.showLessonQuiz, goesOn},
		{get, "/lessons/:lesson/:section", anyone, s.showSection, goesOn},
		{get, "/sources", anyone, s.showSources, goesOn},
		{get, "/sources/:source", anyone, s.showSource, goesOn},
		{get, "/timeline", anyone, s.showTimeline, goesOn},
		{get, "/people", anyone, s.showPeople, goesOn},
		{get, "/glossary", anyone, s.showGlossary, goesOn},
		{get, "/documents", anyone, s.showDocuments, goesOn},
		{get, "/search", anyone, s.showSearch, goesOn},
		{post, "/words", anyone, s.chooseWords, goesOn},
		// On paper
		{get, views.PrintPath, teachers, s.showPrint, asksAgain},
		{get, views.WorksheetPath(":lesson"), teachers, s.showWorksheet, asksAgain},
		{get, views.PrintSourcePath(":source"), anyone, s.showPrintedSource, goesOn},
		{get, views.PrintBenchPath(":bench"), anyone, s.showPrintedBench, goesOn},
		// Answering
		{post, "/lessons/:lesson/sections/:section", answerers, s.markRead, keeps},
		{post, "/lessons/:lesson/questions/:question", answerers, s.submitCheck, keeps},
		{post, "/lessons/:lesson/attempts", answerers, s.startQuiz, keeps},
		{get, "/attempts/:attempt", members, s.resumeQuiz, asksAgain},
		{get, "/attempts/:attempt/questions/:number", members, s.showQuizQuestion, asksAgain},
		{post, "/attempts/:attempt/questions/:number", members, s.submitQuizAnswer, keeps},
		{post, "/attempts/:attempt/written/:question", members, s.judgeWritten, keeps},
		{get, "/attempts/:attempt/result", members, s.showResult, asksAgain},
		{get, "/attempts/:attempt/hand-in", members, s.showHandIn, asksAgain},
		{post, "/attempts/:attempt/hand-in", members, s.handInWork, keeps},
		{get, "/work", members, s.showAllWork, asksAgain},
		{get, "/work/:work", members, s.showWork, asksAgain},
		{post, "/work/:work", members, s.beginWork, keeps},
		{get, "/me", members, s.showMe, asksAgain},
		{get, "/me/answers", members, s.showMyAnswers, asksAgain},
		{get, "/me/days", members, s.showMyDays, asksAgain},
		{get, "/me/pack", members, s.takeMyPack, asksAgain},
		{get, views.MyDataPath, members, s.showMyData, asksAgain},
		{get, views.PrivacyPath, anyone, s.showPrivacy, goesOn},
		// The source bench
		{get, "/bench", anyone, s.showBenches, goesOn},
		{get, "/bench/:bench", anyone, s.showBench, goesOn},
		{get, "/bench/:bench/look", anyone, s.showStep(views.Look), asksAgain},
		{get, "/bench/:bench/know", anyone, s.showStep(views.Know), asksAgain},
		{get, "/bench/:bench/pick", anyone, s.showStep(views.Pick), asksAgain},
		{get, "/bench/:bench/plan", anyone, s.showStep(views.Plan), asksAgain},
		{get, "/bench/:bench/write", anyone, s.showStep(views.Write), asksAgain},
		{get, "/bench/:bench/hand-in", anyone, s.showStep(views.HandIn), asksAgain},
		{post, "/bench/:bench/hand-in", members, s.handIn, keeps},
		{post, "/bench/:bench/trust", answerers, s.sayTrust, keeps},
		{post, "/bench/:bench/guess", answerers, s.guessCards, keeps},
		{post, "/bench/:bench/desk", answerers, s.saveDraft, keeps},
		{post, "/bench/:bench/clock", answerers, s.sortFacts, keeps},
		{get, "/bench/:bench/calibrate", members, s.showExamples, asksAgain},
		{post, "/bench/:bench/calibrate", members, s.judgeExample, keeps},
		{get, "/bench/:bench/judge", members, s.showJudge, asksAgain},
		{post, "/bench/:bench/judge", members, s.judgeDraft, keeps},
		{post, "/bench/:bench/withdraw", members, s.withdrawEssay, keeps},
		{post, "/bench/:bench/revise", members, s.reviseEssay, keeps},
		{post, "/bench/:bench/finish", members, s.finishEssay, keeps},
		{post, "/bench/:bench/next-step", members, s.keepNextStep, keeps},
		{get, "/bench/:bench/feedback", members, s.showFeedback, asksAgain},
		{get, "/bench/:bench/texts", members, s.showTexts, asksAgain},
		// Doors
		{get, "/join", anyone, s.showJoin, enters},
		{post, "/join", anyone, s.submitCode, enters},
		{get, "/join/:code", anyone, s.showName, enters},
		{post, "/join/:code", anyone, s.submitName, enters},
		{get, "/join/:code/enter", anyone, s.showPIN, enters},
		{post, "/join/:code/enter", anyone, s.enterClass, enters},
		{get, views.WaitPath, anyone, s.showWait, goesOn},
		{post, views.WaitPath, anyone, s.waitOn, enters},
		{post, views.WaitPath + "/stop", anyone, s.stopWaiting, goesOn},
		{get, "/joined", members, s.showJoined, asksAgain},
		{get, "/sign-in", anyone, s.showSignIn, enters},
		{post, "/sign-in", anyone, s.signIn, enters},
		{post, "/sign-out", anyone, s.signOut, goesOn},
		{get, "/invitation/:token", anyone, s.showInvitation, enters},
		{post, "/invitation/:token", anyone, s.acceptInvitation, enters},
		{get, "/passphrase/:token", anyone, s.showNewPassphrase, enters},
		{post, "/passphrase/:token", anyone, s.choosePassphrase, enters},
		{get, "/setup", anyone, s.showSetup, enters},
		{post, "/setup", anyone, s.setUp, enters},
		// The account of a teacher, and those of all for the owner
		{get, "/account", teachers, s.showAccount, asksAgain},
		{post, "/account/passphrase", teachers, s.changePassphrase, keeps},
		{post, "/account/sessions/:session/end", teachers, s.endOneSession, keeps},
		{post, "/account/sign-out", teachers, s.signOutEverywhere, keeps},
		{get, "/owner", owners, s.showOwner, asksAgain},
		{post, "/owner/keep", owners, s.setKeepDays, keeps},
		{post, "/owner/backups", owners, s.backUp, keeps},
		{get, "/owner/backups/:backup", owners, s.showBackup, asksAgain},
		{post, "/owner/backups/:backup", owners, s.takeBackup, keeps},
		{get, views.GoBackHref(":backup"), owners, s.showGoBack, asksAgain},
		{post, views.GoBackHref(":backup"), owners, s.goBack, keeps},
		{get, views.WentBackPath, owners, s.showWentBack, asksAgain},
		{post, views.CheckPath, owners, s.checkDatabase, keeps},
		{get, "/account/teachers", owners, s.showStaff, asksAgain},
		{post, "/account/teachers/:teacher/link", owners, s.givePassphraseLink, keeps},
		{get, "/account/teachers/:teacher/remove", owners, s.showRemoveTeacher, asksAgain},
		{post, "/account/teachers/:teacher/remove", owners, s.removeTeacher, keeps},
		// Teaching
		{get, "/classes", teachers, s.showClasses, asksAgain},
		{post, "/classes", teachers, s.createClass, keeps},
		{post, "/classes/demo", teachers, s.plantDemo, keeps},
		{get, "/jobs/:job", teachers, s.showJob, asksAgain},
		{post, "/classes/:class/demo/remove", teachers, s.removeDemo, keeps},
		{get, "/classes/:class", teachers, s.showClass, asksAgain},
		{get, "/classes/:class/live", teachers, s.showLive, stays},
		{get, "/classes/:class/work", teachers, s.showClassWork, asksAgain},
		{get, "/classes/:class/work/new", teachers, s.showNewWork, asksAgain},
		{post, "/classes/:class/work/new", teachers, s.handOut, keeps},
		{get, "/classes/:class/work/:work", teachers, s.showHanded, asksAgain},
		{post, "/classes/:class/work/:work", teachers, s.settleHanded, keeps},
		{get, "/classes/:class/work/:work/live", teachers, s.showHandedLive, stays},
		{get, "/classes/:class/work/:work/print", teachers, s.printHanded, asksAgain},
		{get, "/classes/:class/work/:work/change", teachers, s.showChangeWork, asksAgain},
		{post, "/classes/:class/work/:work/change", teachers, s.changeWork, keeps},
		{get, "/classes/:class/groups", teachers, s.showGroups, asksAgain},
		{post, "/classes/:class/groups", teachers, s.keepGroup, keeps},
		{get, "/classes/:class/lessons", teachers, s.showClassLessons, asksAgain},
		{post, "/classes/:class/lessons", teachers, s.switchLessons, keeps},
		{get, "/classes/:class/questions", teachers, s.showQuestions, asksAgain},
		{get, "/classes/:class/questions/:question", teachers, s.showClassQuestion, asksAgain},
		{get, "/classes/:class/questions/:question/correct", teachers, s.showCorrect, asksAgain},
		{post, "/classes/:class/questions/:question/correct", teachers, s.correctQuestion, keeps},
		{get, "/classes/:class/regrades", teachers, s.showRegrades, asksAgain},
		{get, "/classes/:class/regrades/:regrade", teachers, s.showRegrade, asksAgain},
		{post, "/classes/:class/regrades/:regrade/undo", teachers, s.undoRegrade, keeps},
		{post, "/classes/:class/regrades/:regrade/finish", teachers, s.finishRegrade, keeps},
		{get, "/classes/:class/join-screen", teachers, s.showJoinScreen, asksAgain},
		{get, "/classes/:class/rename", teachers, s.showClassLife, asksAgain},
		{post, "/classes/:class/rename", teachers, s.renameClass, keeps},
		{post, "/classes/:class/archive", teachers, s.archiveClass, keeps},
		{post, "/classes/:class/unarchive", teachers, s.unarchiveClass, keeps},
		{get, "/classes/:class/delete", teachers, s.showDeleteClass, asksAgain},
		{post, "/classes/:class/delete", teachers, s.deleteClass, keeps},
		{post, "/classes/:class/keep", teachers, s.keepClass, keeps},
		{get, "/classes/:class/anonymise", teachers, s.showAnonymise, asksAgain},
		{post, "/classes/:class/anonymise", teachers, s.anonymiseClass, keeps},
		{get, "/classes/:class/settings", teachers, s.showSettings, asksAgain},
		{get, "/classes/:class/door", teachers, s.showDoor, stays},
		{post, "/classes/:class/door", teachers, s.setDoor, keeps},
		{post, "/classes/:class/places", teachers, s.setPlaces, keeps},
		{post, "/classes/:class/waiting", teachers, s.letInOrTurnAway, keeps},
		{get, "/classes/:class/code", teachers, s.showNewCode, asksAgain},
		{post, "/classes/:class/code", teachers, s.replaceCode, keeps},
		{get, "/classes/:class/slips", teachers, s.showSlips, asksAgain},
		{get, "/classes/:class/slips/pins", teachers, s.showNewPINs, asksAgain},
		{post, "/classes/:class/slips/pins", teachers, s.makeNewPINs, keeps},
		{get, "/classes/:class/poster", teachers, s.showPoster, asksAgain},
		{post, "/classes/:class/let-in", teachers, s.letIn, keeps},
		{post, "/classes/:class/colleagues", owners, s.inviteColleague, keeps},
		{post, "/classes/:class/colleagues/withdraw", owners, s.withdrawInvitation, keeps},
		{get, "/classes/:class/colleagues/:teacher/remove", owners, s.showTakeOut, asksAgain},
		{post, "/classes/:class/colleagues/:teacher/remove", owners, s.takeOut, keeps},
		{get, "/classes/:class/leave", teachers, s.showLeave, asksAgain},
		{post, "/classes/:class/leave", teachers, s.leaveClass, keeps},
		{get, "/marking/written", teachers, s.showWritten, asksAgain},
		{post, "/marking/written", teachers, s.levelWritten, keeps},
		{get, "/classes/show/:question", teachers, s.showToSomeClass, asksAgain},
		{get, "/classes/:class/show/:question", teachers, s.showToClass(views.ShowQuestion), asksAgain},
		{get, "/classes/:class/show/:question/answers", teachers, s.showToClass(views.ShowAnswers), asksAgain},
		{get, "/classes/:class/show/:question/key", teachers, s.showToClass(views.ShowKey), asksAgain},
		{get, "/classes/:class/unmatched", teachers, s.showUnmatched, asksAgain},
		{post, "/classes/:class/unmatched", teachers, s.decideUnmatched, keeps},
		{post, "/classes/:class/unmatched/look-again", teachers, s.lookAgain, keeps},
		{post, "/classes/:class/unmatched/undo", teachers, s.undoAccepted, keeps},
		{get, "/classes/:class/unmatched/:response/:field", teachers, s.showAccept, asksAgain},
		{post, "/classes/:class/unmatched/:response/:field", teachers, s.acceptAnswer, keeps},
		{get, "/classes/:class/students/:student", teachers, s.showStudent, asksAgain},
		{get, "/classes/:class/students/:student/answers", teachers, s.showStudentAnswers, asksAgain},
		{get, "/classes/:class/students/:student/essays", teachers, s.showStudentEssays, asksAgain},
		{get, "/classes/:class/students/:student/days", teachers, s.showStudentDays, asksAgain},
		{get, "/classes/:class/students/:student/sheet", teachers, s.showSheet, asksAgain},
		{get, "/classes/:class/students/:student/pack", teachers, s.takeStudentPack, asksAgain},
		{get, "/classes/:class/students/:student/settings", teachers, s.showStudentSettings, asksAgain},
		{post, "/classes/:class/students/:student/settings", teachers, s.saveSettings, keeps},
		{post, "/classes/:class/students/:student/note", teachers, s.saveNote, keeps},
		{get, "/classes/:class/students/:student/pin", teachers, s.askPIN, asksAgain},
		{post, "/classes/:class/students/:student/pin", teachers, s.resetPIN, keeps},
		{get, "/classes/:class/roster", teachers, s.showRoster, asksAgain},
		{get, "/classes/:class/roster/file", teachers, s.exportRoster, asksAgain},
		{get, "/classes/:class/roster/add", teachers, s.showRosterAdd, asksAgain},
		{post, "/classes/:class/roster/add", teachers, s.addToRoster, keeps},
		{get, "/classes/:class/roster/chosen", teachers, s.showChosen, asksAgain},
		{get, "/classes/:class/roster/move", teachers, s.showMove, asksAgain},
		{post, "/classes/:class/roster/move", teachers, s.moveStudents, keeps},
		{get, "/classes/:class/roster/merge", teachers, s.showMerge, asksAgain},
		{post, "/classes/:class/roster/merge", teachers, s.mergeStudents, keeps},
		{get, "/classes/:class/roster/remove", teachers, s.showRemove, asksAgain},
		{post, "/classes/:class/roster/remove", teachers, s.removeStudents, keeps},
		{post, "/classes/:class/roster/undo", teachers, s.undoRoster, keeps},
		{get, "/classes/:class/roster/:student", teachers, s.showRosterStudent, asksAgain},
		{post, "/classes/:class/roster/:student", teachers, s.renameStudent, keeps},
		{get, "/classes/:class/roster/:student/erase", teachers, s.showErase, asksAgain},
		{post, "/classes/:class/roster/:student/erase", teachers, s.eraseStudent, keeps},
		{get, "/classes/:class/take-away", teachers, s.showTakeAway, asksAgain},
		{get, "/classes/:class/take-away/:file", teachers, s.takeAway, asksAgain},
		{get, "/guide", teachers, s.showGuide, asksAgain},
		{get, "/guide/lessons/:lesson", teachers, s.showGuideLesson, asksAgain},
		{get, "/guide/routes/:route", teachers, s.showGuideRoute, asksAgain},
		{get, "/guide/marks", teachers, s.showGuideMarks, asksAgain},
		{get, "/guide/timeline", teachers, s.showGuideTimeline, asksAgain},
		{get, "/guide/people", teachers, s.showGuidePeople, asksAgain},
		{get, "/guide/words", teachers, s.showGuideWords, asksAgain},
		// Questions to take away
		{get, views.BankPath, teachers, s.showBank, asksAgain},
		{get, views.BankPath + views.BankGIFT, teachers, s.sendBank(export.GIFT), asksAgain},
		{get, views.BankPath + views.BankMoodle, teachers, s.sendBank(export.MoodleXML), asksAgain},
		{get, views.BankPath + "/:lesson", teachers, s.showBankLesson, asksAgain},
		{get, views.BankPath + "/:lesson" + views.BankGIFT, teachers, s.sendLessonBank(export.GIFT), asksAgain},
		{get, views.BankPath + "/:lesson" + views.BankMoodle, teachers, s.sendLessonBank(export.MoodleXML), asksAgain},
		// Marking
		{get, "/marking", teachers, s.showMarking, asksAgain},
		{post, "/marking/names", teachers, s.switchNames, keeps},
		{get, "/marking/essays/:essay", teachers, s.showSubmission, asksAgain},
		{post, "/marking/essays/:essay", teachers, s.markSubmission, keeps},
		{get, "/marking/essays/:essay/second", teachers, s.showSecond, asksAgain},
		{post, "/marking/essays/:essay/second", teachers, s.markSecond, keeps},
		{get, "/marking/essays/:essay/agree", teachers, s.showAgreement, asksAgain},
		{post, "/marking/essays/:essay/agree", teachers, s.agree, keeps},
		{post, "/marking/:bench/next", teachers, s.nextSubmission, keeps},
		{get, "/marking/:bench/seeds/:exemplar", teachers, s.showExemplar, asksAgain},
		{post, "/marking/:bench/seeds/:exemplar", teachers, s.markExemplar, keeps},
		{get, "/marking/:bench/skills/:skill", teachers, s.showSkill, asksAgain},
		{post, "/marking/:bench/skills/:skill", teachers, s.markSkill, keeps},
		{post, "/marking/:bench/return", teachers, s.returnSubmissions, keeps},
		{get, "/marking/:bench/returned", teachers, s.showReturned, asksAgain},
		{get, "/marking/:bench/moderation", teachers, s.showModeration, asksAgain},
		{get, "/classes/:class/evidence/:bench", teachers, s.showEvidence, asksAgain},
		// A teacher's own questions
		{get, "/sets", teachers, s.showSets, asksAgain},
		{get, "/sets/new", teachers, s.showNewSet, asksAgain},
		{post, "/sets/new", teachers, s.bringQuestions, keeps},
		{get, "/sets/:set", teachers, s.showSet, asksAgain},
		{post, "/sets/:set", teachers, s.renameSet, keeps},
		{get, "/sets/:set/:question/remove", teachers, s.showRemoveOwn, asksAgain},
		{post, "/sets/:set/:question/remove", teachers, s.removeOwn, keeps},
		{get, "/sets/:set/remove", teachers, s.showRemoveSet, asksAgain},
		{post, "/sets/:set/remove", teachers, s.removeSet, keeps},
		{get, "/sets/:set/add", teachers, s.showAddOwn, asksAgain},
		{post, "/sets/:set/add", teachers, s.addOwn, keeps},
		{get, "/sets/:set" + views.BankGIFT, teachers, s.sendSet(export.GIFT), asksAgain},
		{get, "/sets/:set" + views.BankMoodle, teachers, s.sendSet(export.MoodleXML), asksAgain},
		{get, "/sets/:set/:question", teachers, s.showOwn, asksAgain},
		{post, "/sets/:set/:question", teachers, s.changeOwn, keeps},
		// The school's own originals
		{get, "/originals", teachers, s.showOriginals, asksAgain},
		{post, "/originals", teachers, s.readOriginals, keeps},
		{post, "/originals/keep", teachers, s.keepOriginals, keeps},
		{get, "/originals/:source/text", teachers, s.showOriginalText, asksAgain},
		{post, "/originals/:source/text", teachers, s.saveOriginalText, keeps},
		{get, "/originals/:source/remove", teachers, s.showRemoveOriginal, asksAgain},
		{post, "/originals/:source/remove", teachers, s.removeOriginal, keeps},
	}
}

// uploads are the forms that may bring a file, or the texts that were found in one.
var uploads = []string{"/originals", "/originals/keep", "/classes/:class/roster/add", "/sets/new"}

// takesFiles reports whether a form that is sent to a path may bring a file.
func (s *Server) takesFiles(path string) bool {
	rt := find(s.site, fiber.MethodPost, path)
	return rt != nil && slices.Contains(uploads, rt.path)
}

// find is the entry of the table for a path, nil when there is none.
func find(table []route, method, path string) *route {
	parts := strings.Split(path, "/")
	for i, rt := range table {
		if rt.method == method && rt.fits(parts, func(a, b string) bool { return a == b }) {
			return &table[i]
		}
	}
	return nil
}

// fits reports whether the parts of a path are those of the route; same compares the ones that the route spells out.
func (rt route) fits(parts []string, same func(a, b string) bool) bool {
	rest, more := rt.path, true // cut piece by piece: every request goes through the table
	for _, part := range parts {
		if !more {
			return false
		}
		var spelt string
		spelt, rest, more = strings.Cut(rest, "/")
		if named := strings.HasPrefix(spelt, ":"); named && part == "" || !named && !same(spelt, part) {
			return false
		}
	}
	return !more
}

// routes puts what every request passes through in front of the table.
func (s *Server) routes() {
	s.app.Use(s.recoverPanics, s.secureHeaders, s.refuseOddities, s.oneSpelling)
	s.app.Get("/static/:file", s.serveAsset)
	s.app.Get("/livez", func(c *fiber.Ctx) error { return c.SendString("ok") })
	s.app.Get("/readyz", s.showReady)
	if s.Dev {
		s.app.Get("/dev/gallery", s.showGallery)
		s.app.Get("/dev/gallery/:page", s.showGallery)
	}
	s.site = s.table()
	for _, r := range s.site {
		s.app.Add(r.method, r.path, s.guard(r))
		if r.method == fiber.MethodGet {
			s.app.Add(fiber.MethodHead, r.path, s.guard(r))
		}
	}
	s.app.Use(s.showNothing)
}

// showNothing answers for every other path, so that a page which is not there still knows who asks.
func (s *Server) showNothing(c *fiber.Ctx) error {
	r, err := s.receive(c)
	if err != nil {
		return err
	}
	if err := s.open(r, !r.quiet); err != nil {
		return err
	}
	if r.expired {
		s.renew(r)
	}
	return store.ErrNotFound
}
