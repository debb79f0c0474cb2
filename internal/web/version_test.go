package web_test

import (
	"strings"
	"testing"

	"dossier/internal/web"
)

// Teachers have to say which version they have when they ask for help; nobody else needs to know.
func TestTeachersSeeTheVersion(t *testing.T) {
	t.Parallel()
	c, err := unchanged()
	if err != nil {
		t.Fatal(err)
	}
	s := startSite(t, c, t.TempDir(), &clock{at: morning}, func(config *web.Config) { config.Release = "1.2.3" }).setUp()
	for path, who := range map[string]*browser{"/classes": s.owner, "/lessons/kirov": s.owner} {
		if !strings.Contains(who.open(path).body, `Version <span translate="no">1.2.3</span>.`) {
			t.Errorf("a teacher does not see the version on %s", path)
		}
	}
	for path, who := range map[string]*browser{"/lessons/kirov": s.student("Ana"), "/": s.visitor()} {
		if strings.Contains(who.open(path).body, "1.2.3") {
			t.Errorf("somebody else sees the version on %s", path)
		}
	}
}
