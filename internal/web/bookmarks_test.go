package web_test

import (
	"slices"
	"strings"
	"testing"
)

// bookmarked are the pages that people may have kept the address of. A page may move, but its old address stays.
const bookmarked = `
/ /lessons/:lesson /lessons/:lesson/:section /lessons/:lesson/whole /lessons/:lesson/quiz /documents /search
/sources /sources/:source /timeline /people /glossary
/attempts/:attempt /attempts/:attempt/questions/:number /attempts/:attempt/result /me /bench /bench/:bench
/bench/:bench/calibrate /bench/:bench/judge /bench/:bench/feedback /bench/:bench/texts /join
/join/:code /joined /sign-in /invitation/:token /setup /classes /classes/:class /classes/:class/live
/classes/:class/join-screen /marking/written /classes/:class/unmatched
/classes/:class/students/:student /marking
/marking/essays/:essay /marking/essays/:essay/second /marking/essays/:essay/agree
/marking/:bench/seeds/:exemplar /marking/:bench/skills/:skill /marking/:bench/returned
/marking/:bench/moderation /classes/:class/evidence/:bench`

func TestBookmarksLive(t *testing.T) {
	t.Parallel()
	var served []string
	for _, route := range newServer(t, false).Registered() {
		if route.Method == "GET" {
			served = append(served, route.Path)
		}
	}
	for _, path := range strings.Fields(bookmarked) {
		if !slices.Contains(served, path) {
			t.Errorf("%s is no page any more: let its old address lead to where it is now", path)
		}
	}
}
