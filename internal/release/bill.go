package main

import (
	"bytes"
	"encoding/json"
)

// bill is a bill of materials in CycloneDX, as far as we fill it in: https://cyclonedx.org/docs/1.6/json/. It has no
// time and no serial number, so that it is the same for the same program.
type bill struct {
	Format     string      `json:"bomFormat"`
	Spec       string      `json:"specVersion"`
	Version    int         `json:"version"`
	Metadata   metadata    `json:"metadata"`
	Components []component `json:"components"`
	Relations  []relation  `json:"dependencies"`
}

type metadata struct {
	Component component `json:"component"`
}

type component struct {
	Type       string          `json:"type"`
	Ref        string          `json:"bom-ref"`
	Name       string          `json:"name"`
	Version    string          `json:"version"`
	URL        string          `json:"purl,omitempty"`
	Licences   []licenceChoice `json:"licenses"`
	Properties []property      `json:"properties,omitempty"`
}

type licenceChoice struct {
	Licence licenceName `json:"license"`
}

type licenceName struct {
	ID string `json:"id"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type relation struct {
	Ref       string   `json:"ref"`
	DependsOn []string `json:"dependsOn"`
}

// billOfMaterials lists the parts of the program for a target.
func billOfMaterials(version, target string, parts []part) ([]byte, error) {
	self := component{Type: "application", Ref: "dossier", Name: "dossier", Version: version,
		Licences: named("MIT"), Properties: []property{{"dossier:target", target}}}
	all := bill{Format: "CycloneDX", Spec: "1.6", Version: 1, Metadata: metadata{self}}
	uses := relation{Ref: self.Ref}
	for _, p := range parts {
		c := component{Type: "library", Ref: p.url, Name: p.name, Version: p.version, URL: p.url,
			Licences: named(p.licence.names...)}
		if p.sum != "" {
			c.Properties = []property{{"go.sum", p.sum}}
		}
		all.Components = append(all.Components, c)
		uses.DependsOn = append(uses.DependsOn, p.url)
	}
	all.Relations = []relation{uses}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(all)
	return text.Bytes(), err
}

func named(names ...string) (choices []licenceChoice) {
	for _, name := range names {
		choices = append(choices, licenceChoice{licenceName{name}})
	}
	return choices
}
