package web

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/views"
)

// What a person typed and chose in a form, put into words. Every field is shown except those listed here, so that a new
// form or kind of question loses nothing even if nobody thinks of this list.

// unsaid are the fields that a page fills in itself, or in which something is ticked that only its page can show.
var unsaid = map[string]bool{
	"form": true, "base": true, "tab": true, "rev": true, "do": true, "stage": true, "round": true, "try": true,
	"exemplar": true, "part": true, "question": true, "lesson": true, "words": true, "show": true, "to": true,
	"acceptance": true, "tries": true, "refusal": true, "accept": true, "refuse": true, "row": true,
	"student": true, "step": true, "seen": true, "order": true, "pins": true, "skip": true, "stays": true, "keeps": true,
	"essay": true, "kind": true, "fact": true, "pick": true, "new": true, "along": true, "dealt": true,
	"keep-to": true, "keep-for": true, "keep-body": true, "had": true, "shown": true, "undecided": true, "from": true,
	"named": true,
}

// unsaidGroups are the beginnings of such fields that come in groups: what a page showed of each thing
// that it lets change.
var unsaidGroups = map[string]bool{"was": true, "key": true, "shown": true, "use": true, "same": true}

// handle is how a form names a part of a question: it tells a person nothing.
var handle = regexp.MustCompile(`^h[a-z2-7]{12}$`)

// labels are the names of fields whose values say too little by themselves.
var labels = map[string]string{
	"sure": "How sure", "v": "True or false", "n": "Number", "lo": "From", "hi": "To", "on": "Day",
	"strength": "Strength", "target": "Target", "reason": "Why",
}

// typed lists what stands in the form of a request.
func (s *Server) typed(r *request) (all []views.Kept) {
	for _, name := range sorted(r.form) {
		for _, v := range r.form[name] {
			if v = strings.TrimSpace(v); v == "" || secret[name] || unsaid[name] || handle.MatchString(v) {
				continue
			}
			if k, ok := s.told(r, name, v); ok {
				all = append(all, k)
			}
		}
	}
	return all
}

// told is one field in words; false when its value would mean nothing to a person.
func (s *Server) told(r *request, name, value string) (views.Kept, bool) {
	group, of, grouped := strings.Cut(name, ".")
	if grouped && unsaidGroups[group] {
		return views.Kept{}, false
	}
	if group == "level" {
		return views.Kept{Name: s.levelOf(r, of), Value: "Level " + value}, true
	}
	if label := labels[name]; label != "" {
		return views.Kept{Name: label, Value: value}, true
	}
	if skill := skillOf(r, of); skill != nil {
		switch group {
		case "comment":
			return views.Kept{Name: "Comment on " + strings.ToLower(skill.Title), Value: value}, true
		case "sentence":
			return views.Kept{Name: "Why this level for " + strings.ToLower(skill.Title), Value: value}, true
		case "bank":
			return views.Kept{Name: "Comment on " + strings.ToLower(skill.Title), Value: ready(skill, value)}, true
		}
	}
	return views.Kept{Value: value}, strings.ContainsFunc(value, unicode.IsLetter)
}

// levelOf names what a level was given for: a skill, or the number of an answer that stands in place of a name.
func (s *Server) levelOf(r *request, of string) string {
	if skill := skillOf(r, of); skill != nil {
		return skill.Title
	}
	marker := r.was
	if r.teacher != nil {
		marker = r.teacher.ID
	}
	id, err := strconv.ParseInt(of, 10, 64)
	if err != nil || marker == 0 {
		return "One answer"
	}
	return s.numberOf(marker, r.param("bench"), classroom.EssayID(id))
}

// skillOf finds a skill of the bench that the path names. Rubrics share ids of skills, so that the others are asked
// only where the path names no bench.
func skillOf(r *request, id string) *course.RubricSkill {
	if b, err := r.edition.course.Bench(r.param("bench")); err == nil {
		return b.Rubric.Skill(id)
	}
	for _, rubric := range r.edition.course.Rubrics {
		if skill := rubric.Skill(id); skill != nil {
			return skill
		}
	}
	return nil
}

// ready is the text of a ready comment that was ticked.
func ready(skill *course.RubricSkill, id string) string {
	for _, comment := range skill.Comments {
		if comment.ID == id {
			return comment.Text
		}
	}
	return id
}

func sorted(form quiz.Form) []string { return slices.Sorted(maps.Keys(form)) }
