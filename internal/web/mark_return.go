package web

import (
	"fmt"
	"net/http"
	"strconv"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/marking"
	"dossier/internal/store"
	"dossier/views"
)

// marked says what the step before this page did, which the address tells.
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
	b, queue, err := s.benchQueue(r)
	if err != nil {
		return err
	}
	all := r.form.Value("do") == "all"
	here := map[classroom.EssayID]bool{}
	var ids []classroom.EssayID
	for _, e := range queue.In(r.markedClass()).Entries {
		if here[e.ID] = true; all && queue.Standing(e) == marking.Marked {
			ids = append(ids, e.ID)
		}
	}
	for _, value := range r.form["essay"] {
		id, _ := strconv.ParseInt(value, 10, 64)
		if !here[classroom.EssayID(id)] {
			return store.ErrNotFound
		}
		ids = append(ids, classroom.EssayID(id))
	}
	if err := s.Store.ReturnEssays(r.ctx, r.teacher.ID, ids); err != nil {
		return err
	}
	returned := fmt.Sprintf("returned=%d", len(ids))
	if !all {
		return redirect(views.MarkingHref(b.ID, "returned") + "?" + returned)
	}
	return redirect(views.QueueHref(b.ID, int64(r.markedClass()), returned))
}

func (s *Server) showReturned(r *request) error {
	b, queue, err := s.benchQueue(r)
	if err != nil {
		return err
	}
	blind := queue.Blind(queue.Sample(b.Rubric.ID))
	marks, err := s.Store.Marks(r.ctx, queue.Entries...)
	if err != nil {
		return err
	}
	props := views.ReturnedProps{Bench: b, Skills: b.Rubric.Skills, Names: r.namesOn(), Said: marked(r)}
	for _, e := range queue.Ordered() {
		m, ok := marks[e.ID].Newest(e.Marked)
		if !ok {
			continue
		}
		link := s.submissionLink(r, queue, e, s.label(r, e))
		link.When = s.local(m.At).Format("2 January")
		link.Levels = shownLevels(b.Rubric, m, blind[e.ID])
		if blind[e.ID] {
			link.State += "; drawn for a second mark, levels hidden"
		}
		switch queue.Standing(e) {
		case marking.Marked:
			props.Marked = append(props.Marked, link)
		case marking.Returned:
			props.Returned = append(props.Returned, link)
		}
	}
	return s.render(r, http.StatusOK, views.ReturnedPage(s.page(r, "Marked: "+b.Title, "/marking"), props))
}

// shownLevels are the levels of a mark in the order of the skills, or a dash for each while they are hidden.
func shownLevels(rubric *course.Rubric, m marking.Mark, hidden bool) (levels []string) {
	for _, skill := range rubric.Skills {
		level := "–"
		if !hidden {
			level = strconv.Itoa(m.Levels[skill.ID])
		}
		levels = append(levels, level)
	}
	return levels
}
