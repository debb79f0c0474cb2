package web_test

import (
	"database/sql"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"dossier/internal/web"
)

// growing are the tables that grow with what a school does. A page that looks through one of them from end to end gets
// slower every year.
var growing = []string{"response", "attempt", "attempt_question", "essay", "essay_text", "essay_event", "student",
	"session", "latest_answer", "quiz_progress", "section_read", "written_level", "mark", "mark_level", "mark_note",
	"judgement", "trust", "pick", "reason", "calibration", "card_guess", "regrade", "device", "waiting", "unmatched",
	"written_open", "written_part", "assignment", "assignment_question", "assignment_grant", "assignment_group",
	"student_group", "group_member", "question_set", "question_set_form", "own_question", "own_question_version",
	"correction", "acceptance", "refusal", "roster_step", "roster_held", "quiz_order", "audit", "next_step"}

// aliased finds the tables of a statement with the names that it gives them.
var aliased = regexp.MustCompile(`(?i)\b(?:FROM|JOIN|,)\s+([a-z_]+)(?:\s+(?:AS\s+)?([a-z_]+))?`)

// scans lists the growing tables that a plan looks through from end to end.
func scans(query string, steps []string) (found []string) {
	names := map[string]string{}
	for _, m := range aliased.FindAllStringSubmatch(query, -1) {
		names[m[1]] = m[1]
		if m[2] != "" {
			names[m[2]] = m[1]
		}
	}
	for _, step := range steps {
		words := strings.Fields(step)
		if len(words) > 1 && words[0] == "SCAN" && slices.Contains(growing, names[words[1]]) {
			found = append(found, step)
		}
	}
	return found
}

// patternOf is the route of a page, "" when it is none of the table.
func patternOf(routes []web.Route, path string) (found web.Route) {
	path, _, _ = strings.Cut(path, "?")
	parts := strings.Split(path, "/")
	for _, rt := range routes {
		spelt := strings.Split(rt.Path, "/")
		if rt.Method == http.MethodGet && slices.EqualFunc(spelt, parts, func(a, b string) bool {
			return a == b || strings.HasPrefix(a, ":") && b != ""
		}) {
			return rt
		}
	}
	return found
}

// teachersWalk fetches the pages of a teacher that lead on from some, a few of each route, and returns how many of
// each.
func (b *browser) teachersWalk(start ...string) map[string]int {
	routes, seen, walked := b.site.server.Routes(), map[string]bool{}, map[string]int{}
	for queue := start; len(queue) > 0; queue = queue[1:] {
		path := queue[0]
		rt := patternOf(routes, path)
		if seen[path] || !rt.Teachers || walked[rt.Path] >= 3 {
			continue
		}
		seen[path] = true
		p := b.get(path)
		if p.status != http.StatusOK {
			continue
		}
		walked[rt.Path]++
		if p.doc == nil {
			continue
		}
		for _, n := range p.doc.tags("a", "form") {
			to, _, _ := strings.Cut(n.attr["href"]+n.attr["action"], "#")
			queue = append(queue, to)
		}
	}
	return walked
}

// R13: no page of a teacher looks through a table that grows with the school.
func TestR13NoTeachersPageReadsAGrowingTable(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	class := s.owner.plantsDemo()
	s.student("Ana")
	work := s.handOut(t, s.thursday(t, "kirov", 3))
	var mu sync.Mutex
	queries := map[string][]any{}
	s.store.Watch(func(query string, args []any) {
		mu.Lock()
		defer mu.Unlock()
		queries[query] = args
	})
	own := fmt.Sprintf("/classes/%d", s.class)
	walked := s.owner.teachersWalk("/classes", class, own, own+"/work",
		fmt.Sprintf("%s/work/%d", own, work.ID), own+"/groups", class+"/work", class+"/live",
		class+"/questions", class+"/unmatched", class+"/regrades", class+"/roster", class+"/take-away", class+"/slips",
		"/marking", "/marking/written", "/marking/two-verdicts/returned", "/marking/two-verdicts/moderation",
		"/marking/two-verdicts/skills/sourcing", class+"/evidence/two-verdicts", "/account", "/account/teachers", "/owner",
		"/sets")
	if len(walked) < 45 || len(queries) < 60 {
		t.Errorf("%d routes of teachers and %d queries: the walk went nowhere", len(walked), len(queries))
	}
	db := s.db()
	for query, args := range queries {
		steps := stepsOf(t, db, query, args)
		for _, step := range scans(query, steps) {
			t.Errorf("%s in %s", step, query)
		}
		for _, step := range steps { // the answers of the whole school to a question are too many as well
			if strings.Contains(step, "INDEX response_question") && !strings.Contains(step, "rowid=?") {
				t.Errorf("%s in %s", step, query)
			}
		}
	}
	if steps := stepsOf(t, db, `SELECT r.id FROM response r WHERE r.marks > 1`, nil); len(scans(
		`SELECT r.id FROM response r WHERE r.marks > 1`, steps)) != 1 {
		t.Errorf("a query that reads all answers is not found: %v", steps)
	}
	t.Logf("%d queries of %d routes", len(queries), len(walked))
}

// stepsOf is how the database goes about a query.
func stepsOf(t *testing.T, db *sql.DB, query string, args []any) (steps []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatalf("%v: %s", err, query)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return steps
}
