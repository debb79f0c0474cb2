package doctor

import "fmt"

// PortState is what was found at the port.
type PortState int

// What may be at a port.
const (
	PortFree    PortState = iota
	PortDossier           // Dossier answers there
	PortTaken             // another program listens there
	PortBarred            // this user may not listen there
)

// PortFound is a look at a port.
type PortFound struct {
	Port  int
	State PortState
	By    string // the program that has it; "" when the system does not tell
}

// Port judges a look at the port. asked says that it was named with --addr, so that Dossier takes no other. running
// says that Dossier works on the data folder.
func Port(found PortFound, asked, running bool, system string) Finding {
	by := "another program"
	if found.By != "" {
		by = found.By
	}
	switch found.State {
	case PortDossier:
		return Finding{OK, "port", fmt.Sprintf("Dossier answers on port %d.", found.Port), ""}
	case PortBarred:
		return Finding{Fix, "port", fmt.Sprintf("This user may not listen on port %d.", found.Port),
			"Choose a port from 1024 on, for example --addr :8080."}
	case PortTaken:
		what := fmt.Sprintf("Port %d is taken by %s.", found.Port, by)
		if !asked {
			return Finding{Fix, "port", what[:len(what)-1] + ", and so are the ports after it, up to 8089.",
				"Choose another one, for example --addr :9000."}
		}
		do := "Stop that program, or choose another port with --addr."
		if found.By == "" {
			do += " " + whoHas(system, found.Port)
		}
		return Finding{Fix, "port", what, do}
	}
	if running {
		return Finding{Look, "port", fmt.Sprintf("Dossier is running, but nobody answers on port %d.", found.Port),
			"Name the address that it was started with, for example dossier doctor --addr :9000."}
	}
	return Finding{OK, "port", fmt.Sprintf("Port %d is free for Dossier.", found.Port), ""}
}

// whoHas says how to find out which program listens on a port.
func whoHas(system string, port int) string {
	if system == "windows" {
		return fmt.Sprintf("netstat -ano | findstr :%d shows its number.", port)
	}
	return fmt.Sprintf("sudo ss -ltnp sport = :%d shows its name.", port)
}

// Reached is an own address of the computer, and whether Dossier answers there.
type Reached struct {
	Address string // a base URL
	Others  bool   // other computers could use it
	Answers bool
}

// Addresses judges the own addresses of the computer. running says that Dossier should answer on them, and alone that
// it was told to listen for this computer alone.
func Addresses(all []Reached, running, alone bool) []Finding {
	const name = "addresses"
	const withProxy = "If a proxy leads to it, this is right. If not, start Dossier without --addr, or with --addr :8080."
	if alone {
		return []Finding{{Look, name, "Dossier listens for this computer alone.", withProxy}}
	}
	var open, silent []string
	for _, r := range all {
		switch {
		case !r.Others:
		case r.Answers || !running:
			open = append(open, r.Address)
		default:
			silent = append(silent, r.Address)
		}
	}
	switch {
	case len(open)+len(silent) == 0:
		return []Finding{{Fix, name, "This computer is in no network: only it can open Dossier.",
			"Connect it to the Wi-Fi or the cable of the students' devices."}}
	case !running:
		return []Finding{{OK, name, "Students will be able to type " + list(open) + ".", ""}}
	}
	var found []Finding
	if len(open) > 0 {
		found = append(found, Finding{OK, name, "Dossier answers on " + list(open) + ", as seen from this computer.", ""})
	}
	if len(silent) > 0 {
		found = append(found, Finding{Look, name, "Dossier does not answer on " + list(silent) + ".", withProxy})
	}
	return found
}

// Wall is a firewall that was found.
type Wall string

// The firewalls of which the doctor knows what to say.
const (
	NoWall    Wall = ""
	UFW       Wall = "ufw"
	Firewalld Wall = "firewalld"
	Windows   Wall = "windows"
)

// Firewall says what lets students through, since a computer cannot see from inside what its firewall keeps out.
func Firewall(wall Wall, port int) Finding {
	const name = "firewall"
	switch wall {
	case UFW:
		return Finding{Look, name, "The firewall ufw is on.",
			fmt.Sprintf("If students cannot open Dossier: sudo ufw allow %d/tcp", port)}
	case Firewalld:
		return Finding{Look, name, "The firewall firewalld is on.", fmt.Sprintf("If students cannot open Dossier: "+
			"sudo firewall-cmd --permanent --add-port=%d/tcp && sudo firewall-cmd --reload", port)}
	case Windows:
		return Finding{Look, name, "Windows asks once whether Dossier may be reached: choose Private networks.",
			"If students cannot open Dossier: Settings, Network, and set this network to Private. Then Windows Security, " +
				"Firewall, Allow an app, and tick Dossier for Private."}
	}
	return Finding{OK, name, "No firewall that Dossier knows is switched on here.", ""}
}
