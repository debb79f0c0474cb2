package classroom

import "strings"

// Answers to the sorting task of a bench are kept like answers in a lesson, under a name that no lesson can have.
const sortingPrefix = "bench:"

// SortingLesson is the name of the lesson under which answers to the sorting task of a bench are kept.
func SortingLesson(bench string) string { return sortingPrefix + bench }

// SortingBench is the bench whose sorting task is kept under the name of this lesson; false for a real lesson.
func SortingBench(lesson string) (bench string, is bool) {
	return strings.CutPrefix(lesson, sortingPrefix)
}
