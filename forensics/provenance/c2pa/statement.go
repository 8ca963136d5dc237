package c2pa

import (
	"regexp"
	"strings"

	"loupe/forensics/provenance/c2pa/cbor"
)

// Statement is what a store says of how a file came to be. All words are untrusted.
type Statement struct {
	Generator   string // of the active claim: program and version
	Title       string
	Actions     []Action
	Ingredients []Ingredient
	SourceTypes []string // digital source types beside those of the actions
}

// Action is one thing that was done (18.15): "c2pa.created", with what and from which kind of source.
type Action struct {
	Name, Agent, SourceType string
	Active                  bool // stated by the active manifest, not by an ingredient's
}

// Ingredient is a file that went into this one (18.16).
type Ingredient struct{ Title, Relationship string }

// maxListed bounds each list of a statement.
const maxListed = 64

// Statement collects what all manifests say, the active one first.
func (s *Store) Statement() Statement {
	var st Statement
	for i := len(s.manifests) - 1; i >= 0; i-- {
		m := s.manifests[i]
		active := i == len(s.manifests)-1
		if active {
			st.Generator, st.Title = generatorOf(m.claim), text(m.claim, "dc:title")
		}
		for _, a := range m.assertionsOf("c2pa.actions") {
			st.actions(asMap(a.content("cbor")), active)
		}
		for _, a := range m.assertions {
			st.sourceTypes(a)
		}
		if active {
			for _, a := range m.assertionsOf("c2pa.ingredient") {
				st.ingredient(asMap(a.content("cbor")))
			}
		}
	}
	return st
}

// generatorOf reads claim_generator_info, a map or of old versions a list of maps, and the old claim_generator (15.2).
func generatorOf(claim cbor.Map) string {
	info := claim["claim_generator_info"]
	if list, ok := info.([]any); ok && len(list) > 0 {
		info = list[0]
	}
	if name := agent(info); name != "" {
		return name
	}
	return text(claim, "claim_generator")
}

// agent reads a program's name: a text, or a map with name and version.
func agent(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case cbor.Map:
		return strings.TrimSpace(text(v, "name") + " " + text(v, "version"))
	}
	return ""
}

func (st *Statement) actions(m cbor.Map, active bool) {
	list, _ := m["actions"].([]any)
	for _, item := range list {
		a, ok := item.(cbor.Map)
		if !ok || len(st.Actions) == maxListed {
			continue
		}
		st.Actions = append(st.Actions, Action{Name: text(a, "action"), Agent: agent(a["softwareAgent"]), SourceType: text(a, "digitalSourceType"), Active: active})
	}
}

func (st *Statement) ingredient(m cbor.Map) {
	if m != nil && len(st.Ingredients) < maxListed {
		st.Ingredients = append(st.Ingredients, Ingredient{Title: text(m, "dc:title"), Relationship: text(m, "relationship")})
	}
}

// sourceProperty finds IPTC's property in an assertion of metadata, which is JSON-LD (18.13).
var sourceProperty = regexp.MustCompile(`(?i)"(?:[a-z0-9]+:)?DigitalSourceType"\s*:\s*"([^"\\]{1,200})"`)

func (st *Statement) sourceTypes(a *box) {
	for _, found := range sourceProperty.FindAllSubmatch(a.content("json"), maxListed) {
		if len(st.SourceTypes) < maxListed {
			st.SourceTypes = append(st.SourceTypes, string(found[1]))
		}
	}
}
