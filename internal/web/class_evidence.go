package web

import (
	"net/http"
	"slices"

	"dossier/internal/course"
	"dossier/internal/store"
	"dossier/views"
)

// fewestOnMap is how many students it takes before the page of a class says what they picked or whom they trust: the
// page is made to be projected, and if there were only one or two, everybody in the room would know who they are.
const fewestOnMap = 3

// showEvidence shows what a class picked at a bench, as numbers: never who picked what.
func (s *Server) showEvidence(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	b, err := s.markedBench(r)
	if err != nil {
		return err
	}
	if len(b.Texts) == 0 {
		return store.ErrNotFound
	}
	shares, err := s.Store.Evidence(r.ctx, class.ID, b.ID)
	if err != nil {
		return err
	}
	props := views.EvidenceProps{
		Class:    classCard(class),
		Bench:    b,
		Students: shares.Students,
		Others:   benchesWithTexts(r.edition.course),
	}
	if props.TooFew = shares.Students < fewestOnMap; !props.TooFew {
		props.Picked = shares.Picked
	}
	if shares.Said >= fewestOnMap {
		props.Before, props.After = shares.Before, shares.After
	}
	return s.render(r, http.StatusOK, views.EvidencePage(s.page(r, "Evidence: "+b.Title, "/classes"), props))
}

// benchesWithTexts are the benches at which a class picks evidence.
func benchesWithTexts(c *course.Course) []*course.Bench {
	return slices.DeleteFunc(slices.Clone(c.Benches), func(b *course.Bench) bool { return len(b.Texts) == 0 })
}
