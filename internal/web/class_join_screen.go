package web

import (
	"net/http"
	"slices"
	"strings"

	"dossier/internal/lan"
	"dossier/views"
)

func (s *Server) showJoinScreen(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	addresses := s.joinAddresses(r)
	props := views.JoinScreenProps{Class: classCard(class), Way: class.Way(), Door: class.Door,
		Address: bareAddress(addresses[0]), Reachable: lan.Reachable(addresses[0])}
	for _, a := range addresses[1:] {
		props.Others = append(props.Others, bareAddress(a))
	}
	code, err := lan.NewQR(addresses[0] + "/join/" + class.Code)
	if err != nil {
		return err
	}
	props.QRSize, props.QRPath = code.Size(), code.SVGPath()
	if props.Count, err = s.doorCount(r, class.ID); err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.JoinScreenPage(s.page(r, "Join "+class.Name, "/classes"), props))
}

// joinAddresses lists the base URLs to show to others, best first. The address that the page itself was asked for is
// among them: it is known to work, which makes it the best one when the machine knows of none that others can reach.
func (s *Server) joinAddresses(r *request) []string {
	asked := s.origin(r.c)
	var known []string
	if s.Addresses != nil {
		known = s.Addresses()
	}
	switch {
	case len(known) == 0:
		return []string{asked}
	case !lan.Reachable(asked) || slices.Contains(known, asked):
		return known
	case lan.Reachable(known[0]):
		return append(known, asked)
	}
	return append([]string{asked}, known...)
}

// bareAddress is what people type into a browser's address line: without the scheme that browsers add by themselves.
func bareAddress(url string) string { return strings.TrimPrefix(url, "http://") }
