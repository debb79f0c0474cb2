package views

import (
	"slices"
	"strings"

	"dossier/internal/course"
)

// GuidePath is where the teacher's guide begins.
const GuidePath = "/guide"

// GuideLessonPath is the address of the page of the guide on a lesson.
func GuideLessonPath(lesson string) string { return GuidePath + "/lessons/" + lesson }

// guideRoutePath is the address of a way through the course.
func guideRoutePath(route string) string { return GuidePath + "/routes/" + route }

// GuideLessonProps is a page of the guide with those around it.
type GuideLessonProps struct {
	Guide *course.Guide
	Page  *course.GuidePage
}

// beside is the page before (-1) or after (1) this one; nil when there is none.
func (g GuideLessonProps) beside(step int) *course.GuidePage {
	i := slices.Index(g.Guide.Pages, g.Page) + step
	if i < 0 || i >= len(g.Guide.Pages) {
		return nil
	}
	return g.Guide.Pages[i]
}

// dayOf is when an event was, under the heading of its year: without the year, and "" when no more is known.
func dayOf(e *course.Event) string {
	year := string(e.Date)[:4]
	day := strings.TrimSuffix(strings.TrimSuffix(e.Date.Words(), year), " ")
	if e.Until == "" {
		return day
	}
	until := strings.TrimSuffix(e.Until.Words(), " "+year)
	return strings.TrimPrefix(day+" to "+until, " ")
}

// boards lists the names of the examination boards.
func boards(all []course.GuideBoard) string {
	var names strings.Builder
	for i, b := range all {
		switch {
		case i > 0 && i == len(all)-1:
			names.WriteString(" and ")
		case i > 0:
			names.WriteString(", ")
		}
		names.WriteString(b.Name)
	}
	return names.String()
}
