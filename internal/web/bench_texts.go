package web

import (
	"fmt"
	"net/http"

	"dossier/internal/classroom"
	"dossier/internal/essay"
	"dossier/internal/store"
	"dossier/views"
)

// showTexts shows an author's own texts, and the difference between two of them.
func (s *Server) showTexts(r *request) error {
	w, err := s.benchWork(r)
	if err != nil {
		return err
	}
	texts, err := s.Store.Texts(r.ctx, r.student.ID, w.ID)
	if err != nil {
		return err
	}
	if len(texts) == 0 {
		return store.ErrNotFound
	}
	props := views.TextsProps{Bench: w.Bench}
	var main []int
	byRev := map[int]classroom.EssayText{}
	for _, x := range texts {
		byRev[x.Rev] = x
		row := views.TextRow{
			Rev:   x.Rev,
			Name:  textName(x, w.essay.Rev),
			When:  s.when(x.Saved),
			Words: counted(essay.Words(x.Text)),
			Text:  x.Text,
		}
		props.All = append(props.All, row)
		if x.Submitted || x.FromGuest || x.Rev == w.essay.Rev {
			props.Main = append(props.Main, row)
			main = append(main, x.Rev)
		}
	}
	from, to := byRev[r.queryNumber("from")], byRev[r.queryNumber("to")]
	if from.Rev == 0 && to.Rev == 0 && len(main) > 1 { // the two newest of those that matter
		from, to = byRev[main[1]], byRev[main[0]]
	}
	if from.Rev > 0 && to.Rev > 0 {
		props.From, props.To, props.Diff = from.Rev, to.Rev, essay.Diff(from.Text, to.Text)
	}
	return s.render(r, http.StatusOK, views.TextsPage(s.benchView(r, w, "Your texts"), props))
}

func counted(words int) string {
	if words == 1 {
		return "1 word"
	}
	return fmt.Sprintf("%d words", words)
}

// textName says what a text of a history is.
func textName(x classroom.EssayText, newest int) string {
	switch {
	case x.Submitted:
		return fmt.Sprintf("Version %d, handed in", x.Round)
	case x.FromGuest:
		return "Written before you joined"
	case x.Rev == newest:
		return "Newest draft"
	}
	return fmt.Sprintf("Draft %d", x.Rev)
}
