package web

import (
	"net/http"
	"strings"

	"dossier/internal/course"
	"dossier/internal/marking"
	"dossier/views"
)

// conflict answers a form that would overwrite what its marker has put down in another window. It shows both, the
// stored beside the typed. Saved from that page, what was typed takes the place of the other.
func (s *Server) conflict(r *request, p *markPage, sent sentMark, c *marking.Conflict) error {
	if r.wantsJSON() {
		var stands []string
		for _, kept := range storedWords(p.rubric, c) {
			stands = append(stands, kept.Name+": “"+kept.Value+"”")
		}
		return r.json(http.StatusConflict, map[string]string{"problem": "Not saved, and nothing was overwritten: another " +
			"window has " + strings.Join(stands, ", ") + ". Press Save to choose."})
	}
	sent.knows(p.rubric, c)
	if p.standing() != marking.Mine {
		return s.bothTexts(r, p.rubric, c, views.Link{Text: "To this answer", Href: p.href()})
	}
	return s.submissionPage(r, http.StatusConflict, p, sent.MarkForm)
}

// knows makes the form say that its page showed what stands, so that it can be sent again.
func (m sentMark) knows(rubric *course.Rubric, c *marking.Conflict) {
	now := marking.Shown{}
	for f, fingerprint := range m.shown {
		now[f] = fingerprint
	}
	for f := range c.Stored {
		delete(now, f)
	}
	for f, fingerprint := range c.Stored.Shown() {
		now[f] = fingerprint
	}
	m.Was, m.Stored = wasFields(rubric, m.Comment, now), storedWords(rubric, c)
}

// bothTexts is the page of a conflict where there is no form to go on with: what stands, and below it what was typed.
func (s *Server) bothTexts(r *request, rubric *course.Rubric, c *marking.Conflict, link views.Link) error {
	stands := storedWords(rubric, c)
	for i := range stands {
		stands[i].Name += ", as it stands"
	}
	return s.lostPage(r, "You have changed this marking in another window",
		"Nothing was overwritten. What stands comes first, and then what you typed here.",
		[]views.Link{link}, stands...)
}

// storedWords are the fields that differ, with what stands in them.
func storedWords(rubric *course.Rubric, c *marking.Conflict) (stands []views.Kept) {
	for _, f := range markFields(rubric, true) {
		value, differs := c.Stored[f]
		if !differs {
			continue
		}
		kept := views.Kept{Value: value}
		switch f.Part {
		case marking.LevelPart:
			kept.Name, kept.Value = rubric.Skill(f.Skill).Title, "Level "+value
		case marking.CommentPart:
			kept.Name = "Comment on " + strings.ToLower(rubric.Skill(f.Skill).Title)
		case marking.StrengthPart:
			kept.Name = "Strength"
		case marking.TargetPart:
			kept.Name = "Target"
		}
		if value == "" {
			kept.Value = "(nothing)"
		}
		stands = append(stands, kept)
	}
	return stands
}
