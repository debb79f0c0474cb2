package demo

import "fmt"

// person is how somebody invented works.
type person struct {
	name    string
	able    float64 // how often an answer to a question of middling difficulty is right
	hard    float64 // how much of what one could do beside the lessons is done: homework, another try at a quiz
	bold    float64 // how sure one is of oneself: above 0 surer than the answers deserve
	reach   float64 // lessons worked through, in a course of twelve
	present today
	late    float64 // the share of the weeks that had gone by when they joined
	away    int     // days since they were last there
}

// today is what somebody does in the lesson that runs.
type today int

const (
	here   today = iota // did something less than an hour ago
	now                 // is active
	inQuiz              // is in the middle of a quiz, and has not answered for eleven minutes
	absent              // was there last time
)

// people are everybody in the demo class. First names alone: nobody real is meant.
var people = []person{
	{name: ShownName, able: .86, hard: .8, bold: 0, reach: 8.4, present: now},
	{name: "Ben", able: .62, hard: .4, bold: .3, reach: 6.4},
	{name: "Chiara", able: .9, hard: .9, bold: -.1, reach: 10.6, present: now},
	{name: "Dilan", able: .58, hard: .5, bold: 0, reach: 6.3},
	{name: "Elif", able: .78, hard: .7, bold: -.2, reach: 7.5},
	{name: "Finn", able: .46, hard: .2, bold: .45, reach: 5.4},
	{name: "Grace", able: .74, hard: .6, bold: 0, reach: 7.3, present: now},
	{name: "Hamza", able: .66, hard: .5, bold: .1, reach: 6.6},
	{name: "Ines", able: .82, hard: .7, bold: -.1, reach: 9.3},
	{name: "Jakub", able: .55, hard: .3, bold: .2, reach: 5.8, present: absent},
	{name: "Keira", able: .68, hard: .5, bold: 0, reach: 6.8, present: now},
	{name: "Liam", able: .4, hard: .2, bold: .35, reach: 3.4},
	{name: "Mei", able: .93, hard: .8, bold: -.3, reach: 9.4},
	{name: "Noah", able: .6, hard: .4, bold: .1, reach: 6.2, present: inQuiz},
	{name: "Olu", able: .72, hard: .6, bold: 0, reach: 7.2},
	{name: "Priya", able: .84, hard: .8, bold: 0, reach: 7.8, present: now},
	{name: "Quentin", able: .5, hard: .3, bold: .2, reach: 5.3},
	{name: "Rosa", able: .7, hard: .4, bold: -.2, reach: 6.1},
	{name: "Sami", able: .64, hard: .5, bold: .1, reach: 6.5},
	{name: "Tomasz", able: .57, hard: .4, bold: 0, reach: 4.3, away: 8},
	{name: "Uma", able: .76, hard: .6, bold: 0, reach: 7.4},
	{name: "Vincent", able: .48, hard: .3, bold: .1, reach: 2.2},
	{name: "Wen", able: .8, hard: .7, bold: -.1, reach: 6.9, present: now},
	{name: "Maximiliana-Alexandrina Wilhelmine", able: .69, hard: .5, bold: 0, reach: 5.6},
	{name: "Yara", able: .63, hard: .6, bold: 0, reach: 4.1, late: .5},
	{name: "Zoe", able: .59, hard: .3, bold: .4, reach: 5.9, present: absent},
	{name: "Aoife", able: .71, hard: .5, bold: 0, reach: 5.2},
	{name: "Kofi", able: 0, hard: 0, bold: 0, reach: 0},
}

// ShownName is the first of them, whose PIN a teacher is told, so that they can look at the pages of a student.
const ShownName = "Amara"

// moreNames are for classes that are larger.
var moreNames = []string{
	"Anh", "Björn", "Carmen", "Davide", "Esther", "Farid", "Gintaras", "Hana", "Ibrahim", "Jamila", "Kaito", "Leila",
	"Mateusz", "Nia", "Oksana", "Pedro", "Rania", "Stefania", "Tariq", "Ulrike", "Wiktoria", "Yusuf", "Zeynep", "Noor",
}

// peopleOf are the first n, and after the last of them others who work as they do.
func peopleOf(n int) []person {
	all := make([]person, n)
	for i := range all {
		all[i] = people[i%len(people)]
		if i < len(people) {
			continue
		}
		all[i].name = fmt.Sprintf("%s %c", all[i].name, 'A'+rune(i/len(people)))
		if more := i - len(people); more < len(moreNames) {
			all[i].name = moreNames[more]
		}
		if all[i].present == inQuiz || all[i].reach == 0 {
			all[i].present, all[i].reach = here, 6
		}
	}
	return all
}
