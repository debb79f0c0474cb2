package disktest

import "os"

// Rounds is how often a test tries something: few in the gate, many where DOSSIER_TORTURE is set, as by make torture.
func Rounds(few, many int) int {
	if os.Getenv("DOSSIER_TORTURE") != "" {
		return many
	}
	return few
}
