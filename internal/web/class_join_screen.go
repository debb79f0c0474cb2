package web

import (
	"net/http"
	"strings"

	"dossier/views"
)

func (s *Server) showJoinScreen(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	addresses := s.Addresses
	if len(addresses) == 0 {
		addresses = []string{r.origin()}
	}
	props := views.JoinScreenProps{
		Class:     classCard(class),
		Address:   bareAddress(addresses[0]),
		Reachable: !strings.Contains(addresses[0], "//127.") && !strings.Contains(addresses[0], "//localhost"),
	}
	for _, a := range addresses[1:] {
		props.Others = append(props.Others, bareAddress(a))
	}
	if props.QRSize, props.QRPath, err = joinQR(addresses[0] + "/join/" + class.Code); err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.JoinScreenPage(s.page(r, "Join "+class.Name, "/classes"), props))
}

func bareAddress(url string) string { return strings.TrimPrefix(url, "http://") }
