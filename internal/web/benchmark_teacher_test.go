package web_test

import (
	"fmt"
	"testing"

	"dossier/views"
)

// BenchmarkTeacherPages compares what the pages of a teacher with five classes cost the server in schools of several
// sizes. They should not differ. docs/operations.md has what came of it, and how to run it.
func BenchmarkTeacherPages(b *testing.B) {
	comparePages(b, benchSchools(b), func(s benchSchool) string { return s.teacher }, teachersPages)
}

// BenchmarkStudentPages does the same for the pages of a student.
func BenchmarkStudentPages(b *testing.B) {
	comparePages(b, benchSchools(b), func(s benchSchool) string { return s.student }, studentsPages)
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
