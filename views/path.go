package views

// LessonPath is the address of a lesson's contents.
func LessonPath(lesson string) string { return "/lessons/" + lesson }

// SectionPath is the address of a section of a lesson.
func SectionPath(lesson, section string) string { return "/lessons/" + lesson + "/" + section }

// QuizPath is the address of the page where the quiz of a lesson begins.
func QuizPath(lesson string) string { return "/lessons/" + lesson + "/quiz" }

// WholePath is the address of a lesson on one page.
func WholePath(lesson string) string { return "/lessons/" + lesson + "/whole" }

// BlindPath is the address of the blind reading of a lesson.
func BlindPath(lesson string) string { return "/lessons/" + lesson + "/blind" }

// documentPath is where a document says what it is.
func documentPath(id string) string { return "/documents#" + id }
