package views

import "dossier/internal/classroom"

// Slip is what one student needs to sign in, on a piece of paper of their own.
type Slip struct {
	Name    string
	Address string // of the page to join, without http://
	PIN     string // only when it was just made
	Listed  bool   // they have never been here, and choose a PIN when they come
}

// slipsOnASheet is how many slips a sheet of A4 has.
const slipsOnASheet = 8

// sheetsOf puts slips on sheets of paper.
func sheetsOf(all []Slip) (sheets [][]Slip) {
	for len(all) > slipsOnASheet {
		sheets, all = append(sheets, all[:slipsOnASheet]), all[slipsOnASheet:]
	}
	if len(all) > 0 {
		sheets = append(sheets, all)
	}
	return sheets
}

// SlipsProps is the login slips of a class, and whose they are.
type SlipsProps struct {
	Class    ClassCard
	Students []SlipStudent
	Slips    []Slip
	Made     bool // the slips have PINs that were just made
	Problem  string
}

// SlipStudent is a student whose slip can be printed.
type SlipStudent struct {
	ID     int64
	Name   string
	Ticked bool
}

// NewPINsProps is the question before students get new PINs.
type NewPINsProps struct {
	Class     ClassCard
	Students  []SlipStudent
	FormToken string
}

// PosterProps is the sheet for the wall.
type PosterProps struct {
	Class     ClassCard
	Way       classroom.Way
	Address   string // without http://, as it is typed
	QRSize    int
	QRPath    string
	Reachable bool // from other computers
}
