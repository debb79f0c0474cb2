package views

// SectionPath is the page of a section.
func SectionPath(lesson, section string) string {
	return "/lessons/" + lesson + "/" + section
}
