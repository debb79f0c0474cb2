package views

import "dossier/internal/classroom"

// JoinScreenProps is what a class reads from the wall.
type JoinScreenProps struct {
	Class     ClassCard
	Way       classroom.Way
	Door      classroom.Door
	Count     DoorCount
	Address   string   // without http://, as it is typed
	Others    []string // more addresses of this computer
	QRSize    int
	QRPath    string
	Reachable bool // from other computers
}
