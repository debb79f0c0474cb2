package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"dossier/views"
)

// liveState is what an open class page asks for.
type liveState struct {
	Students string     `json:"students"` // changes when somebody comes or goes
	Sub      string     `json:"sub"`
	Cells    []liveCell `json:"cells"`
}

type liveCell struct {
	ID     string `json:"id"`
	Class  string `json:"class"`
	Symbol string `json:"symbol"`
	Word   string `json:"word"`
}

func (s *Server) showLive(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	props, err := s.classProps(r, class)
	if err != nil {
		return err
	}
	state := liveState{Students: props.Version, Sub: props.Sub, Cells: []liveCell{}}
	for _, row := range props.Rows {
		for i, cell := range row.Cells {
			state.Cells = append(state.Cells, liveCell{ID: views.CellID(row.ID, props.Lessons[i].ID), Class: cell.Class,
				Symbol: cell.Symbol, Word: cell.Word})
		}
		state.Cells = append(state.Cells, liveCell{ID: views.CellID(row.ID, "active"), Class: "when", Word: row.Active})
	}
	body, err := json.Marshal(state)
	if err != nil {
		return fmt.Errorf("encode live state: %w", err)
	}
	sum := sha256.Sum256(body)
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	return r.sendTagged("application/json; charset=utf-8", tag, body)
}
