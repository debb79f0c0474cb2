package views

// SectionPath is the page of a section.
func SectionPath(lesson, section string) string {
	return "/lessons/" + lesson + "/" + section
}

// documentPath is where a document says what it is.
func documentPath(id string) string { return "/documents#" + id }
