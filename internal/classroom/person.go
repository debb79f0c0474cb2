package classroom

import "time"

// StudentID is the number of a student or a guest.
type StudentID int64

// Student is somebody who answers. A guest has no class and no name.
type Student struct {
	ID        StudentID
	Class     ClassID // 0 for a guest
	ClassName string
	Name      string
	PINHash   string // only where a sign-in needs it
	Settings  Settings
}

// Guest reports whether the student has not joined a class.
func (s Student) Guest() bool { return s.Class == 0 }

// ClassID is a class's number.
type ClassID int64

// Class is a group of students with a code to join it.
type Class struct {
	ID       ClassID
	Name     string
	Code     string // without hyphen
	Students int
	Demo     bool // invented, to try things out
	Archived bool // its year is over: nobody new joins, and it is listed apart
	Door     Door
	Places   int // how many students it takes; 0 for as many as come
}

// Door says who may come into a class with its code. Whoever is in the class already may always return.
type Door string

// The doors.
const (
	OpenDoor   Door = "open"   // whoever has the code
	AskingDoor Door = "asks"   // whoever has the code, once a teacher has let them in
	ClosedDoor Door = "closed" // nobody new
)

// ClassRow is what a class page shows of one student.
type ClassRow struct {
	Student    Student
	LastActive time.Time               // zero for somebody on the list who has not come in yet
	Lessons    map[string]LessonRecord // by lesson id; a lesson without any record is missing
}

// TeacherID is a teacher's number.
type TeacherID int64

// Teacher is somebody who has classes.
type Teacher struct {
	ID       TeacherID
	Name     string
	PassHash string
	Owner    bool
}

// StaffMember is a teacher as the owner sees them.
type StaffMember struct {
	Teacher
	Classes  []TaughtClass // by name
	LastSeen time.Time     // zero when they have not been here since it is kept
}

// TaughtClass is a class of one teacher.
type TaughtClass struct {
	ID       ClassID
	Name     string
	Archived bool
	Alone    bool // nobody else teaches it
}

// Alone lists the classes that would have no teacher left without this one.
func (m StaffMember) Alone() (classes []TaughtClass) {
	for _, c := range m.Classes {
		if c.Alone {
			classes = append(classes, c)
		}
	}
	return classes
}

// ClassHolds is what goes with a class when it is deleted.
type ClassHolds struct{ Students, Answers, Essays int }
