package classroom_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
)

var noon = time.Date(2026, 10, 5, 12, 0, 0, 0, time.UTC)

func ago(d time.Duration) time.Time { return noon.Add(-d) }

// aims are the objectives of the questions in these tests: o1-a and o1-b serve o1, o1o2 serves both.
func aims(question string) []string {
	if question == "o1o2" {
		return []string{"o1", "o2"}
	}
	if aim, _, found := strings.Cut(question, "-"); found {
		return []string{aim}
	}
	return nil
}

func latest(question string, score float64, sure string, before time.Duration) classroom.LatestAnswer {
	return classroom.LatestAnswer{Question: question, Score: score, Confidence: sure, At: ago(before)}
}

func TestWhoMayNeedHelp(t *testing.T) {
	const day = 24 * time.Hour
	open := func(since time.Duration) *classroom.OpenQuestion {
		return &classroom.OpenQuestion{Lesson: "kirov", Question: "o1-a", Number: 4, Since: ago(since)}
	}
	for name, c := range map[string]struct {
		w    classroom.Working
		want string
	}{
		"nothing wrong": {classroom.Working{Answers: []classroom.LatestAnswer{latest("o1-a", 1, "", time.Hour)}}, ""},
		"one wrong answer flags nobody": {
			classroom.Working{Answers: []classroom.LatestAnswer{latest("o1-a", 0, "", time.Hour)}}, ""},
		"no answer flags nobody": {classroom.Working{}, ""},
		"two wrong on one aim": {classroom.Working{Answers: []classroom.LatestAnswer{
			latest("o1-a", 0, "", time.Hour), latest("o1-b", 0.4, "", 2*time.Hour)}}, "1 o1"},
		"two wrong on two aims": {classroom.Working{Answers: []classroom.LatestAnswer{
			latest("o1-a", 0, "", time.Hour), latest("o2-b", 0, "", 2*time.Hour)}}, ""},
		"wrong, right, wrong": {classroom.Working{Answers: []classroom.LatestAnswer{
			latest("o1-a", 0, "", 3*time.Hour), latest("o1-b", 1, "", 2*time.Hour),
			latest("o1-c", 0, "", time.Hour)}}, ""},
		"right since": {classroom.Working{Answers: []classroom.LatestAnswer{
			latest("o1-a", 0, "", 3*time.Hour), latest("o1-b", 0, "", 2*time.Hour),
			latest("o1-c", 1, "", time.Hour)}}, ""},
		"half right is not wrong": {classroom.Working{Answers: []classroom.LatestAnswer{
			latest("o1-a", 0.5, "", time.Hour), latest("o1-b", 0, "", 2*time.Hour)}}, ""},
		"a question of two aims counts for both": {classroom.Working{Answers: []classroom.LatestAnswer{
			latest("o1o2", 0, "", time.Hour), latest("o2-b", 0, "", 2*time.Hour)}}, "1 o2"},
		"two wrong long ago": {classroom.Working{Answers: []classroom.LatestAnswer{
			latest("o1-a", 0, "", time.Hour), latest("o1-b", 0, "", 8*day)}}, ""},
		"a question that the course has lost": {classroom.Working{Answers: []classroom.LatestAnswer{
			latest("gone", 0, "", time.Hour), latest("lost", 0, "", time.Hour)}}, ""},
		"stuck":         {classroom.Working{Open: open(8 * time.Minute), LastActive: ago(8 * time.Minute)}, "0 8m0s"},
		"not yet stuck": {classroom.Working{Open: open(7 * time.Minute), LastActive: ago(7 * time.Minute)}, ""},
		"extra time to think": {classroom.Working{Open: open(9 * time.Minute), LastActive: ago(9 * time.Minute),
			ExtraTime: 25}, ""},
		"stuck with extra time": {classroom.Working{Open: open(10 * time.Minute), LastActive: ago(10 * time.Minute),
			ExtraTime: 25}, "0 10m0s"},
		"no limit": {classroom.Working{Open: open(30 * time.Minute), LastActive: ago(30 * time.Minute),
			ExtraTime: classroom.NoLimit}, ""},
		"the lesson is over":  {classroom.Working{Open: open(61 * time.Minute), LastActive: ago(61 * time.Minute)}, ""},
		"reads elsewhere":     {classroom.Working{Open: open(20 * time.Minute), LastActive: ago(5 * time.Minute)}, ""},
		"the clock was ahead": {classroom.Working{Open: open(-time.Hour), LastActive: ago(-time.Hour)}, ""},
		"sure and wrong": {classroom.Working{Answers: []classroom.LatestAnswer{latest("o1-a", 0, "certain", day),
			latest("o2-a", 0, "certain", 2*day), latest("o3-a", 0, "certain", 7*day)}}, "2 3"},
		"sure and wrong last week": {classroom.Working{Answers: []classroom.LatestAnswer{
			latest("o1-a", 0, "certain", day), latest("o2-a", 0, "certain", 2*day),
			latest("o3-a", 0, "certain", 8*day)}}, ""},
		"wrong but fairly sure": {classroom.Working{Answers: []classroom.LatestAnswer{
			latest("o1-a", 0, "certain", day), latest("o2-a", 0, "fairly", day), latest("o3-a", 0, "certain", day)}}, ""},
		"away":              {classroom.Working{LastActive: ago(7 * day)}, "3 168h0m0s"},
		"away for six days": {classroom.Working{LastActive: ago(6 * day)}, ""},
		"the worst comes first": {classroom.Working{Open: open(9 * time.Minute), LastActive: ago(9 * time.Minute),
			Answers: []classroom.LatestAnswer{latest("o1-a", 0, "", time.Hour), latest("o1-b", 0, "", time.Hour)}}, "0 9m0s"},
	} {
		t.Run(name, func(t *testing.T) {
			c.w.Student = 1
			if c.w.LastActive.IsZero() {
				c.w.LastActive = ago(time.Minute)
			}
			classmate := classroom.Working{Student: 2, LastActive: noon}
			got := ""
			for _, n := range classroom.Needs(noon, []classroom.Working{c.w, classmate}, aims) {
				if n.Student != 1 {
					t.Errorf("%v is listed", n)
				}
				switch n.Rule {
				case classroom.TwoWrong:
					got += fmt.Sprint(int(n.Rule), " ", n.Objective)
				case classroom.SureAndWrong:
					got += fmt.Sprint(int(n.Rule), " ", n.Count)
				case classroom.Stuck, classroom.LongAway:
					got += fmt.Sprint(int(n.Rule), " ", n.For)
				}
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestHolidaysFlagNobody(t *testing.T) {
	month := 30 * 24 * time.Hour
	class := []classroom.Working{{Student: 1, LastActive: ago(month)}, {Student: 2, LastActive: ago(month - time.Hour)}}
	if got := classroom.Needs(noon, class, aims); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func TestTheMostPressingComeFirst(t *testing.T) {
	class := []classroom.Working{
		{Student: 1, Name: "Ana", LastActive: ago(200 * time.Hour)},
		{Student: 2, Name: "Ben", LastActive: noon, Answers: []classroom.LatestAnswer{latest("o1-a", 0, "", 0),
			latest("o1-b", 0, "", 0)}},
		{Student: 3, Name: "Cy", LastActive: ago(10 * time.Minute),
			Open: &classroom.OpenQuestion{Since: ago(10 * time.Minute)}},
		{Student: 4, Name: "Di", LastActive: ago(300 * time.Hour)},
	}
	got := ""
	for _, n := range classroom.Needs(noon, class, aims) {
		got += n.Name + " "
	}
	if got != "Cy Ben Ana Di " {
		t.Errorf("got %s", got)
	}
}

func TestCommonIdeas(t *testing.T) {
	with := func(student classroom.StudentID, question string, score float64, ideas ...string) classroom.Working {
		return classroom.Working{Student: student, Answers: []classroom.LatestAnswer{
			{Question: question, Score: score, Ideas: ideas, At: noon}}}
	}
	class := []classroom.Working{
		with(1, "q1", 0, "letters"), with(2, "q1", 0, "letters", "trials"), with(3, "q2", 0.5, "letters"),
		with(4, "q3", 0, "alone"), with(5, "q4", 0, "trials"), with(6, "q4", 1, "trials"), with(7, "q5", 0, "lost"),
		with(8, "q5", 0, "lost"), with(9, "q6", 1), with(10, "q2", 1),
	}
	twice := with(1, "q9", 0, "letters", "letters") // one student counts once
	class = append(class, twice)
	got := ""
	for _, i := range classroom.CommonIdeas(class, func(id string) bool { return id != "lost" }) {
		got += fmt.Sprintf("%s %s %d of %d; ", i.Misconception, i.Question, i.Holders, i.Asked)
	}
	if want := "letters q1 3 of 4; trials q1 2 of 4; "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
