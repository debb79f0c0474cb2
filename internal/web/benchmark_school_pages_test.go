package web_test

import (
	"fmt"
	"testing"

	"dossier/views"
)

// BenchmarkSchools compares what the pages of a teacher with five classes, and of a student, cost the server in schools
// of several sizes. They should not differ. docs/operations.md has what came of it:
//
//	DOSSIER_BENCH_FOLDER=/tmp/schools DOSSIER_BENCH_ANSWERS="10000 100000 1000000 10000000" \
//		go test ./internal/web -run '^$' -bench BenchmarkSchools -benchtime 30x -timeout 3h -v
func BenchmarkSchools(b *testing.B) {
	schools := benchSchools(b)
	b.Run("teacher", func(b *testing.B) {
		comparePages(b, schools, func(s benchSchool) string { return s.teacher }, teachersPages)
	})
	b.Run("student", func(b *testing.B) {
		comparePages(b, schools, func(s benchSchool) string { return s.student }, studentsPages)
	})
}

func teachersPages(s benchSchool) []benchPage {
	class := fmt.Sprintf("/classes/%d", s.class)
	student, question := fmt.Sprintf("%s/students/%d", class, s.pupil), class+"/questions/"+s.question
	return []benchPage{
		{"ready", "/readyz"}, {"classes", "/classes"}, {"class", class}, {"live", class + "/live"},
		{"unmatched", class + "/unmatched"}, {"evidence", class + "/evidence/two-verdicts"}, {"queue", "/marking"},
		{"short-answers", "/marking/written"}, {"short-answers-all", "/marking/written?all=1"},
		{"returned", "/marking/two-verdicts/returned"}, {"moderation", "/marking/two-verdicts/moderation"},
		{"skill", "/marking/two-verdicts/skills/sourcing"}, {"work", class + "/work"}, {"new-work", class + "/work/new"},
		{"groups", class + "/groups"}, {"lessons", class + "/lessons"}, {"roster", class + "/roster"},
		{"roster-file", class + "/roster/file"}, {"settings", class + "/settings"}, {"door", class + "/door"},
		{"slips", class + "/slips"}, {"rename", class + "/rename"}, {"delete", class + "/delete"},
		{"take-away", class + "/take-away"}, {"questions", class + "/questions"}, {"regrades", class + "/regrades"},
		{"question", question}, {"correct", question + "/correct"},
		{"on-the-wall", class + "/show/" + s.question + "/answers"}, {"student", student},
		{"student-answers", student + "/answers"}, {"student-essays", student + "/essays"},
		{"student-days", student + "/days"}, {"student-sheet", student + "/sheet"},
		{"student-settings", student + "/settings"}, {"sets", views.SetsPath}, {"print", views.PrintPath},
		{"account", views.AccountPath}, {"teachers", views.StaffPath}, {"owner", views.OwnerPath},
		{"section", "/lessons/kirov/guard"},
	}
}

func studentsPages(s benchSchool) []benchPage {
	return []benchPage{
		{"home", "/"}, {"lesson", "/lessons/kirov"}, {"section", "/lessons/kirov/guard"},
		{"whole-lesson", "/lessons/kirov/whole"}, {"quiz", "/lessons/kirov/quiz"},
		{"result", fmt.Sprintf("/attempts/%d/result", s.attempt)}, {"work", "/work"}, {"me", "/me"},
		{"my-answers", "/me/answers"}, {"my-days", "/me/days"}, {"my-data", views.MyDataPath},
		{"bench", "/bench/two-verdicts/look"}, {"bench-write", "/bench/two-verdicts/write"},
	}
}
