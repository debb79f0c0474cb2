package web_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/internal/web"
)

// look asks a server without a network.
func look(t *testing.T, s *web.Server, path string) (int, string) {
	t.Helper()
	asked := httptest.NewRequest(http.MethodGet, path, nil)
	asked.Host = "localhost"
	res, err := s.App().Test(asked, -1)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

func newServer(t *testing.T, dev bool) *web.Server {
	t.Helper()
	now := &clock{at: morning}
	data, err := store.Open(t.Context(), t.TempDir(), now.now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { data.Close() })
	s, err := web.New(web.Config{Course: builtIn(t), Store: data, Log: slog.New(slog.DiscardHandler), Now: now.now,
		Dev: dev})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestGalleryShowsEveryState(t *testing.T) {
	t.Parallel()
	s := newServer(t, true)
	status, index := look(t, s, "/dev/gallery")
	if status != http.StatusOK {
		t.Fatalf("the gallery answers %d", status)
	}
	shown := map[string]bool{}
	for _, link := range regexp.MustCompile(`href="/dev/gallery/([^"]+)"`).FindAllStringSubmatch(index, -1) {
		name, want := link[1], http.StatusOK
		shown[name] = true
		if code, ok := strings.CutPrefix(name, "error-"); ok {
			want, _ = strconv.Atoi(code)
		}
		status, page := look(t, s, "/dev/gallery/"+name)
		if status != want {
			t.Errorf("%s answers %d, want %d", name, status, want)
		}
		if !strings.HasSuffix(strings.TrimSpace(page), "</html>") || !strings.Contains(page, "<h1") {
			t.Errorf("%s is not a whole page", name)
		}
		for _, raw := range []string{"<script>alert", "<b>Jeschow", "<i>nobody"} {
			if strings.Contains(page, raw) {
				t.Errorf("%s shows %s as HTML", name, raw)
			}
		}
	}
	for _, name := range []string{
		"class-empty", "class-30", "class-odd-names", "class-guessing", "student-no-answers", "student-answers",
		"student", "student-full", "student-odd-name", "student-essays", "student-days", "student-pin", "student-settings",
		"student-settings-problems", "student-settings-conflict", "student-sheet", "student-sheet-none", "me", "me-empty",
		"me-answers", "me-days",
		"quiz-conflict",
		"result-good", "result-bad",
		"bench-blind", "bench-reveal", "bench-look", "bench-know",
		"bench-know-guessed", "bench-guess-problem", "bench-unseen", "bench-exam",
		"blind-first", "blind-problem", "blind-said", "blind-again", "blind-done",
		"bench-pick", "bench-plan", "bench-empty", "bench-draft",
		"bench-conflict", "bench-problems", "bench-waiting", "bench-returned", "bench-teacher", "hand-in-nothing",
		"hand-in-unjudged", "hand-in-ready", "hand-in-short", "hand-in-guest", "hand-in-done", "hand-in-returned",
		"calibrate", "calibrate-second", "calibrate-done", "judge", "judge-problems", "feedback", "feedback-levels", "texts",
		"join-problem", "name-problem", "pin-problem", "away", "away-no-cookies", "away-visitor", "away-teacher",
		"resend", "resend-old",
		"error-404", "error-409", "error-413", "error-415",
		"error-429", "error-431", "error-500",
		"originals", "originals-problem", "originals-found", "originals-found-problem", "originals-text", "originals-remove",
		"marking-empty", "marking-queue", "script-form", "script-second", "written", "script-again",
		"script-problems", "script-agree", "script-waits",
		"script-taken", "script-marked", "script-lost", "seed-form", "seed-marked", "moderation", "evidence-map",
		"guide", "guide-lesson", "guide-route", "guide-marks", "guide-timeline", "guide-people", "guide-words",
		"bank", "bank-one", "bank-long", "bank-lesson", "bank-empty",
		"lesson-contents-teacher",
		"work", "work-waits", "work-begun", "work-overdue", "work-late", "work-missed", "work-lesson", "work-bench",
		"work-all", "work-none", "work-next", "work-question", "work-answered", "work-too-late", "work-hand-in",
		"work-hand-in-all", "work-result", "work-bench-due", "work-bench-closed", "work-lesson-due",
	} {
		if !shown[name] {
			t.Errorf("there is no state %s", name)
		}
	}
	for _, kind := range quiz.Kinds {
		states := []string{"form", "problems", "right", "wrong"}
		if kind != "single_choice" {
			states = append(states, "partly")
		}
		if kind == "provenance" || kind == "comparison" {
			states = append(states, "judge", "judged")
		}
		for _, state := range states {
			if !shown["question-"+kind+"-"+state] {
				t.Errorf("there is no state %s of %s", state, kind)
			}
		}
	}
}

func TestGalleryStatesAreWhatTheySay(t *testing.T) {
	t.Parallel()
	s := newServer(t, true)
	for name, want := range map[string]string{
		"class-empty":                        "Nobody has joined yet",
		"class-30":                           ">Zoe<",
		"class-guessing":                     "Let in now",
		"classes-warning":                    "begins anew",
		"sign-in-open":                       "not encrypted",
		"class-odd-names":                    "&lt;script&gt;alert(1)&lt;/script&gt;",
		"student-new-pin":                    "402713",
		"student":                            "not marked",
		"student-full":                       "One square is 3 answers",
		"student-settings-conflict":          "The note was changed in another window",
		"student-settings-problems":          "2 things to correct",
		"student-sheet-none":                 "Nothing has been marked yet.",
		"me":                                 "Your teacher has set: 25% more time",
		"quiz-conflict":                      "You have already answered this question",
		"question-cloze-problems":            "Fill in gap 1.",
		"question-chronology-partly":         "Partly right",
		"question-single_choice-wrong":       "You were certain, and it was wrong.",
		"question-multiple_response-form":    `type="checkbox"`,
		"question-provenance-judge":          "Choose its level",
		"question-provenance-judged":         "Your teacher says: ",
		"question-provenance-right":          "The program does not mark what you write.",
		"question-comparison-partly":         "One possible answer",
		"question-evidence_highlight-partly": "Seems to show it and does not",
		"question-next_source-form":          "Why this one?",
		"result-good":                        "You need 10.5 to pass.",
		"result-bad":                         "3 of 15 marks",
		"work":                               "38 minutes (30 and your extra 8)",
		"work-all":                           "Done and closed",
		"work-answered":                      "Saved at 9:12",
		"work-too-late":                      "Not counted",
		"work-hand-in":                       "Questions 3, 5 and 10 are not answered.",
		"work-result":                        "2 written parts are still to be marked.",
		"error-404":                          "There is no such page",
		"marking-empty":                      "Nothing is waiting",
		"script-problems":                    "2 things to correct",
		"script-agree":                       "two or more apart",
		"script-again":                       "Last time",
		"script-form":                        "&lt;b&gt;&amp;amp;",
		"bench-conflict":                     "&lt;i&gt;nobody&lt;/i&gt;",
		"hand-in-done":                       "Take it back",
		"hand-in-short":                      "Hand it in anyway",
		"hand-in-guest":                      "Join your class",
		"hand-in-unjudged":                   "Judge my draft",
		"feedback":                           "My next step is",
		"texts":                              "<ins>",
	} {
		if _, page := look(t, s, "/dev/gallery/"+name); !strings.Contains(page, want) {
			t.Errorf("%s does not show %q", name, want)
		}
	}
	for _, path := range []string{"/dev/gallery/none", "/dev/gallery/question-essay-form",
		"/dev/gallery/question-single_choice-partly", "/dev/gallery/question-cloze-judge", "/dev/gallery/form"} {
		if status, _ := look(t, s, path); status != http.StatusNotFound {
			t.Errorf("%s answers %d", path, status)
		}
	}
}

func TestGalleryIsForDevelopers(t *testing.T) {
	t.Parallel()
	s := newServer(t, false)
	for _, path := range []string{"/dev/gallery", "/dev/gallery/class-30", "/dev/gallery/error-500"} {
		if status, _ := look(t, s, path); status != http.StatusNotFound {
			t.Errorf("without --dev %s answers %d", path, status)
		}
	}
}
