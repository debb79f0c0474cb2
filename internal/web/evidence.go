package web

import (
	"github.com/gofiber/fiber/v2"

	"dossier/views"
)

// showEvidence shows what a class picked at a bench, as numbers: never who picked what.
func (s *Server) showEvidence(c *fiber.Ctx, r *request) error {
	class, err := s.class(c, r)
	if err != nil {
		return err
	}
	b, err := s.markedBench(c, r)
	if err != nil {
		return err
	}
	shares, err := s.Store.Evidence(r.ctx, class.ID, b.ID)
	if err != nil {
		return err
	}
	props := views.EvidenceProps{Class: classCard(class), Bench: b, Students: shares.Students, Picked: shares.Picked, Before: shares.Before, After: shares.After, Others: r.edition.course.Benches}
	return s.render(c, r, fiber.StatusOK, views.EvidencePage(s.page(r, "Evidence: "+b.Title, "/classes"), props))
}
