package provenance

import (
	"fmt"
	"slices"
	"strings"

	"loupe/forensics"
	"loupe/forensics/embedded"
	"loupe/forensics/provenance/c2pa"
	"loupe/forensics/provenance/generator"
	"loupe/forensics/provenance/pdf"
)

// account is all that a file says of how it came to be.
type account struct {
	generators []generator.Match // by structure, and by what XMP and manifests state
	sources    []string          // digital source types, terms, each once
	captured   bool              // one of them says so
	editors    []string          // traces of editing programs, in words, each once
	manifest   *manifest         // nil when there is none
	remote     string            // where XMP says that a manifest is held
	history    *pdf.History      // of an uploaded PDF, on its first page
}

// maxTraces bounds every list of words.
const maxTraces = 12

// read collects what the page's own bytes say and, on the first page, what an uploaded PDF says.
func read(x *forensics.Exhibit) account {
	var a account
	j, err := x.JPEG()
	if err != nil {
		j = nil
	}
	data := x.Bytes()
	blocks := embedded.Find(data, x.File.MediaType, j, x.Survey())
	a.texts(blocks)
	if m, ok := generator.Hidden(x.Pixels()); ok {
		a.generators = append(a.generators, m)
	}
	a.photoshop(blocks.Photoshop)
	if j != nil && len(j.App(12, "Ducky")) > 0 {
		a.editor("Adobe Photoshop, Save for Web (APP12 Ducky)")
	}
	if seen, first := x.Upload(); first && seen.MediaType == "application/pdf" {
		a.document(x.UploadBytes())
		whole := embedded.Find(x.UploadBytes(), seen.MediaType, nil, seen)
		a.texts(whole)
		if whole.Manifest != nil {
			data, blocks.Manifest = x.UploadBytes(), whole.Manifest
		}
	}
	if blocks.Manifest != nil {
		a.credentials(blocks.Manifest, data)
	}
	return a
}

// texts reads texts, EXIF, IPTC and XMP.
func (a *account) texts(blocks embedded.Blocks) {
	texts := slices.Concat(blocks.Texts, embedded.ReadEXIF(blocks.EXIF), embedded.ReadIPTC(blocks.Photoshop))
	for _, packet := range blocks.XMP {
		texts = append(texts, a.xmp(packet)...)
	}
	a.generators = append(a.generators, generator.InTexts(texts)...)
	for _, t := range texts {
		if tool := editorTrace(t); tool != "" {
			a.editor(fmt.Sprintf("%s (%s)", tool, t))
		}
		if t.Key == "Credit" && (strings.Contains(t.Value, "Made with Google AI") || strings.Contains(t.Value, "Edited with Google AI")) {
			a.generators = append(a.generators, generator.Match{Tool: "Google AI", Where: t.String(), Text: t.Value})
		}
	}
}

// source notes a digital source type.
func (a *account) source(value, where string) {
	term, o := originOf(value)
	if o == originUnknown {
		return
	}
	if !slices.Contains(a.sources, term) && len(a.sources) < maxTraces {
		a.sources = append(a.sources, term)
	}
	switch o {
	case originGenerated:
		a.generators = append(a.generators, generator.Match{Tool: "digital source type " + term, Where: where, Text: value})
	case originEdited:
		a.editor("digital source type " + term)
	case originCaptured:
		a.captured = true
	}
}

func (a *account) editor(trace string) {
	if trace = embedded.Clean(trace); !slices.Contains(a.editors, trace) && len(a.editors) < maxTraces {
		a.editors = append(a.editors, trace)
	}
}

// document reads an uploaded PDF's own history.
func (a *account) document(data []byte) {
	h := pdf.Read(data)
	a.history = &h
	for _, program := range slices.Concat([]string{h.Producer, h.Creator}, h.Former) {
		if tool := editorName(program); tool != "" {
			a.editor(tool + " (PDF: " + embedded.Clean(program) + ")")
		}
		if tool := generator.Name(program); tool != "" {
			a.generators = append(a.generators, generator.Match{Tool: tool, Where: "PDF producer or creator", Text: program})
		}
	}
}

// manifest is what was read and checked of a C2PA manifest store.
type manifest struct {
	damage             string // why it could not be read; the rest is then empty
	statement          c2pa.Statement
	count              int
	binding, assertion c2pa.Result
	signature          c2pa.Signature
}

// broken reports whether anything that could be checked did not fit.
func (m *manifest) broken() bool {
	return m != nil && (m.binding.State == c2pa.Broken || m.assertion.State == c2pa.Broken || m.signature.State == c2pa.Broken)
}

// credentials reads a manifest store and holds it against data, the file that it lies in.
func (a *account) credentials(store, data []byte) {
	a.manifest = &manifest{}
	s, err := c2pa.Read(store)
	if err != nil {
		a.manifest.damage = err.Error()
		return
	}
	st := s.Statement()
	*a.manifest = manifest{statement: st, count: s.Len(), binding: s.Binding(data), assertion: s.Assertions(), signature: s.Signature()}
	if tool := generator.Name(st.Generator); tool != "" {
		a.generators = append(a.generators, generator.Match{Tool: tool, Where: "C2PA claim generator", Text: st.Generator})
	}
	for _, value := range st.SourceTypes {
		a.source(value, "C2PA metadata assertion")
	}
	for _, act := range st.Actions {
		a.action(act)
	}
}

// action notes what one action of a manifest says.
func (a *account) action(act c2pa.Action) {
	where := "C2PA action " + act.Name
	if !act.Active {
		where += " of an ingredient"
	}
	a.source(act.SourceType, where)
	if tool := generator.Name(act.Agent); tool != "" {
		a.generators = append(a.generators, generator.Match{Tool: tool, Where: where, Text: act.Agent})
	}
	if edits(act.Name) {
		program := act.Agent
		if program == "" {
			program = a.manifest.statement.Generator
		}
		a.editor(fmt.Sprintf("%s (%s)", program, where))
	}
}

// edits reports whether an action changes what a picture shows (C2PA 2.2, 18.15.2).
func edits(action string) bool {
	switch action {
	case "c2pa.edited", "c2pa.drawing", "c2pa.placed", "c2pa.removed", "c2pa.cropped", "c2pa.filtered", "c2pa.color_adjustments",
		"c2pa.adjustedColor", "c2pa.orientation", "c2pa.addedText", "c2pa.deleted", "c2pa.resized.proportional":
		return true
	}
	return false
}
