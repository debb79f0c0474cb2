package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"dossier/internal/classroom"
	"dossier/internal/marking"
	"dossier/internal/store"
	"dossier/views"
)

// marked says what the step before this page came to, which it tells in the address.
func marked(r *request) string {
	switch n, _ := strconv.Atoi(r.query("returned")); {
	case r.query("done") != "":
		return "Nothing waits for you there any more."
	case r.query("returned") == "":
		return ""
	case n == 1:
		return "1 answer is back with its student."
	case n > 1:
		return fmt.Sprintf("%d answers are back with their students.", n)
	}
	return "There was nothing to return."
}

// returnSubmissions gives marked answers back: all of a bench, or those that are ticked.
func (s *Server) returnSubmissions(r *request) error {
	b, err := s.markedBench(r)
	if err != nil {
		return err
	}
	submissions, err := s.Store.Submissions(r.ctx, r.teacher.ID, b.ID)
	if err != nil {
		return err
	}
	var ids []classroom.EssayID
	if r.form.Value("do") == "all" {
		for _, sc := range submissions {
			if pileOf(sc, r.teacher.ID, s.Now()) == held {
				ids = append(ids, sc.ID)
			}
		}
	}
	for _, value := range r.form["essay"] {
		id, _ := strconv.ParseInt(value, 10, 64)
		if !slices.ContainsFunc(submissions, func(sc marking.Submission) bool { return sc.ID == classroom.EssayID(id) }) {
			return store.ErrNotFound
		}
		ids = append(ids, classroom.EssayID(id))
	}
	if err := s.Store.ReturnEssays(r.ctx, r.teacher.ID, ids); err != nil {
		return err
	}
	to := "/marking"
	if r.form.Value("do") != "all" {
		to = views.MarkingHref(b.ID, "returned")
	}
	return redirect(fmt.Sprintf("%s?returned=%d", to, len(ids)))
}

func (s *Server) showReturned(r *request) error {
	b, err := s.markedBench(r)
	if err != nil {
		return err
	}
	submissions, err := s.Store.Submissions(r.ctx, r.teacher.ID, b.ID)
	if err != nil {
		return err
	}
	blind := s.blind(r.teacher.ID, b, submissions)
	props := views.ReturnedProps{Bench: b, Skills: b.Rubric.Skills, Names: r.namesOn(), Said: marked(r)}
	for _, sc := range s.inOrder(r.teacher.ID, submissions) {
		d := pileOf(sc, r.teacher.ID, s.Now())
		if sc.Marked == "" || d != held && d != returned {
			continue
		}
		link := s.submissionLink(r, sc, s.label(r, sc))
		marks, err := s.Store.MarksOf(r.ctx, sc)
		if err != nil {
			return err
		}
		m := marks[sc.Marked]
		for _, skill := range b.Rubric.Skills {
			if blind[sc.ID] {
				link.Levels = append(link.Levels, "–")
				continue
			}
			link.Levels = append(link.Levels, strconv.Itoa(m.Levels[skill.ID]))
		}
		if blind[sc.ID] {
			link.State += "; drawn for a second mark, levels hidden"
		}
		link.When = m.At.Local().Format("2 January")
		if d == held {
			props.Held = append(props.Held, link)
		} else {
			props.Returned = append(props.Returned, link)
		}
	}
	return s.render(r, http.StatusOK, views.ReturnedPage(s.page(r, "Marked: "+b.Title, "/marking"), props))
}
