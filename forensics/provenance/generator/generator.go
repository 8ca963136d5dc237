// Package generator recognises what image generators write into their files, by its structure: a word of a free caption
// is never enough.
//
// The formats are the programs' own and have no standard: AUTOMATIC1111's "generation parameters" (its documentation of
// the PNG info tab), ComfyUI's prompt and workflow graphs, and the key-value records of InvokeAI, NovelAI, Fooocus, Easy
// Diffusion, SwarmUI and Draw Things. China's label of generated content is GB 45438-2025, annex E.
package generator

import (
	"loupe/forensics/embedded"
)

// Match is a text that has the structure of what a generator writes.
type Match struct {
	Tool  string // in words: "ComfyUI"
	Where string // the text's place in the file, untrusted
	Text  string // the beginning of what stands there, untrusted
}

// maxMatches bounds what is reported of one file.
const maxMatches = 16

// InTexts returns the texts that a generator wrote, in file order.
func InTexts(texts []embedded.Text) []Match {
	var found []Match
	for _, t := range texts {
		if tool := toolOf(t); tool != "" && len(found) < maxMatches {
			found = append(found, Match{tool, t.String(), t.Value[:min(len(t.Value), 4*embedded.MaxRunes)]})
		}
	}
	if len(found) == 0 {
		if tool := separate(texts); tool != "" {
			found = append(found, Match{Tool: tool, Where: "PNG text chunks, one for each setting"})
		}
	}
	return found
}

// toolOf names the generator that wrote t, "" when its structure is nobody's.
func toolOf(t embedded.Text) string {
	if software(t) {
		if name := Name(t.Value); name != "" {
			return name
		}
	}
	switch {
	case settings(t.Value):
		return "Stable Diffusion web UI"
	case dream(t):
		return "InvokeAI"
	case job(t.Value):
		return "Midjourney"
	}
	return record(t)
}

// separate recognises writers that give every setting a text chunk of its own, as Easy Diffusion does.
func separate(texts []embedded.Text) string {
	var n names
	for _, t := range texts {
		if t.Place != embedded.PlaceEXIF {
			n.add(t.Key)
		}
	}
	if !n.sampling() {
		return ""
	}
	return n.tool("")
}
