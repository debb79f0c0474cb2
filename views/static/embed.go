// Package static embeds the style sheet, the little JavaScript and the icon.
package static

import (
	"bytes"
	"embed"
	"fmt"
)

// FS has the static files. The style sheet and the script that every page has are in parts, see Sheet and Script.
//
//go:embed *.js *.svg style page
var FS embed.FS

// styles are the parts of the style sheet in the order in which they count: a later rule wins.
var styles = []string{
	"ground", "top", "parts", "forms", "home", "lesson", "contents", "question", "verdict", "work", "collections",
	"search", "enter", "class", "today", "questions", "correct", "show", "student", "roster", "sets", "settings",
	"account", "owner", "privacy", "demo", "handed", "take_away", "bench", "marking", "guide", "bank", "narrow",
	"touch", "print", "print_sheet",
}

// scripts are the parts of the script that every page has. Each is a block of its own and asks whether the page has
// what it works on.
var scripts = []string{"old", "pin", "begun", "away", "listen", "door", "show", "print", "left",
	"slip"}

// Sheet is the whole style sheet as it is sent, and an error that names a missing part.
func Sheet() ([]byte, error) {
	sheet, err := join("style", styles, ".css", "%s")
	return squeezeCSS(sheet), err
}

// Script is the whole script of every page as it is sent, and an error that names a missing part.
func Script() ([]byte, error) {
	script, err := join("page", scripts, ".js", "{\n%s}\n")
	return squeezeJS(script), err
}

// OwnScript is a script of some pages, as it is sent.
func OwnScript(name string) ([]byte, error) {
	script, err := FS.ReadFile(name)
	return squeezeJS(script), err
}

func join(folder string, parts []string, ext, wrap string) ([]byte, error) {
	var whole bytes.Buffer
	for _, part := range parts {
		body, err := FS.ReadFile(folder + "/" + part + ext)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&whole, wrap, body)
	}
	return whole.Bytes(), nil
}
