package web

import (
	"slices"

	"dossier/internal/course"
)

// mayRead reports whether whoever asks may read a lesson. A teacher can hide lessons from a class until they are
// taught; everybody who is in no class reads all of them.
func (r *request) mayRead(lesson string) bool { return !slices.Contains(r.hidden, lesson) }

// lesson finds the lesson that the path names. course.ErrUnknown; errHidden when whoever asks may not read it yet.
func (r *request) lesson() (*course.Lesson, error) {
	l, err := r.edition.course.Lesson(r.param("lesson"))
	if err == nil && !r.mayRead(l.ID) {
		err = errHidden
	}
	return l, err
}

// lessonAfter is the next lesson that whoever asks may read; nil when there is none.
func (r *request) lessonAfter(l *course.Lesson) *course.Lesson {
	for l = r.edition.course.Next(l); l != nil && !r.mayRead(l.ID); {
		l = r.edition.course.Next(l)
	}
	return l
}

// withoutHidden leaves the lessons out of what was found that whoever asks may not read yet.
func (r *request) withoutHidden(found course.Found) course.Found {
	if len(r.hidden) == 0 {
		return found
	}
	var groups []course.Group
	for _, g := range found.Groups {
		hits := slices.DeleteFunc(slices.Clone(g.Hits), func(h course.Hit) bool {
			return h.Ref.Kind == "lesson" && !r.mayRead(h.Ref.ID)
		})
		g.Total -= len(g.Hits) - len(hits)
		if g.Hits = hits; len(hits) > 0 {
			groups = append(groups, g)
		}
	}
	found.Groups = groups
	return found
}
