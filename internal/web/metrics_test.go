package web_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"dossier/internal/web"
)

// figures reads the metrics of a site, by name and labels.
func (s *site) figures() (text string, values map[string]float64) {
	s.t.Helper()
	var b strings.Builder
	if err := s.server.WriteMetrics(s.t.Context(), &b); err != nil {
		s.t.Fatal(err)
	}
	values = map[string]float64{}
	for line := range strings.Lines(b.String()) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), "} ")
		if ok {
			name += "}"
		} else if name, value, ok = strings.Cut(strings.TrimSpace(line), " "); !ok || name == "#" {
			continue
		}
		n, err := strconv.ParseFloat(value, 64)
		if err != nil {
			s.t.Errorf("no number: %s", line)
		}
		values[name] = n
	}
	return b.String(), values
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	s := newSiteWith(t, func(c *web.Config) { c.Metrics = true }).setUp()
	ana := s.student("Ana Canary")
	s.visitor().open("/lessons/kirov/guard")
	s.visitor().get("/atlantis/canaryname").want(http.StatusNotFound)
	s.visitor().get("/join/CANARY").want(http.StatusNotFound)
	ana.open("/me")
	if _, err := s.store.Backup(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.clock.pass(time.Minute)
	text, got := s.figures()
	for name, want := range map[string]float64{
		`dossier_requests_total{route="GET /lessons/:lesson/:section",status="2xx"}`: 1,
		`dossier_requests_total{route="GET /me",status="2xx"}`:                       1,
		`dossier_requests_total{route="GET /join/:code",status="4xx"}`:               1,
		`dossier_requests_total{route="",status="4xx"}`:                              1,
		`dossier_sessions{role="student"}`:                                           1,
		`dossier_sessions{role="teacher"}`:                                           1,
		`dossier_sessions{role="guest"}`:                                             0,
		`dossier_hashes_waiting`:                                                     0,
		`dossier_commits_failed_total`:                                               0,
		`dossier_backup_age_seconds`:                                                 60,
		`dossier_request_seconds_bucket{le="+Inf"}`:                                  got["dossier_request_seconds_count"],
	} {
		if v, ok := got[name]; !ok || v != want {
			t.Errorf("%s is %v, want %v", name, v, want)
		}
	}
	if got["dossier_writes_total"] < 3 || got["dossier_commits_total"] < 1 ||
		got["dossier_writes_total"] < got["dossier_commits_total"] || got["dossier_free_bytes"] <= 0 ||
		got["dossier_log_bytes"] <= 0 {
		t.Errorf("%s", text)
	}
	for _, canary := range []string{"canary", "Canary", "CANARY", "127.0.0.1", plain(s.code), "kirov"} {
		if strings.Contains(text, canary) {
			t.Errorf("%s stands in the figures", canary)
		}
	}
}
