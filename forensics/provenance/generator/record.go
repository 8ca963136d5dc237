package generator

import (
	"encoding/json"
	"strings"

	"loupe/forensics/embedded"
)

const (
	maxJSON   = 1 << 20 // bytes read of one record; workflows have some hundred thousand
	maxTokens = 50_000
	maxPrefix = 32 // bytes before the record: "Workflow:"
)

// record recognises a JSON object with the fields of a generator's record. A text that was cut off counts as far as it
// goes.
func record(t embedded.Text) string {
	body := object(t.Value)
	if body == "" {
		return ""
	}
	n := namesIn(body)
	switch {
	case n["classtype"] && n["inputs"], n["nodes"] && n["links"] && (n["lastnodeid"] || n["lastlinkid"]):
		return "ComfyUI"
	case n["suiimageparams"]:
		return "SwarmUI"
	case n.label():
		return "a service that labels generated content (GB 45438)"
	case n.sampling(), n["generationmode"] && n["appversion"]:
		return n.tool(t.Key)
	}
	return ""
}

// object returns s from its first brace, when nothing but a name stands before it.
func object(s string) string {
	i := strings.IndexByte(s, '{')
	if i < 0 || i > maxPrefix {
		return ""
	}
	for _, c := range strings.TrimRight(strings.TrimSpace(s[:i]), ":") {
		if c != '_' && c != ' ' && c != '-' && !('a' <= c && c <= 'z') && !('A' <= c && c <= 'Z') {
			return ""
		}
	}
	return s[i:min(len(s), i+maxJSON)]
}

// names are the field names of a record at any depth, lower case and without separators: programs spell them "cfg_scale"
// and "cfgScale".
type names map[string]bool

func (n *names) add(key string) {
	if *n == nil {
		*n = names{}
	}
	(*n)[strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(key))] = true
}

// maxField is the longest field name that is looked at.
const maxField = 64

// namesIn collects the field names of the object that s begins with.
func namesIn(s string) names {
	n := names{}
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	var objects []bool // of the open brackets, whether they are objects
	key := false       // the next string is a field's name
	for range maxTokens {
		token, err := d.Token()
		if err != nil {
			return n
		}
		switch t := token.(type) {
		case json.Delim:
			if t == '{' || t == '[' {
				objects = append(objects, t == '{')
			} else {
				objects = objects[:len(objects)-1]
			}
			key = len(objects) > 0 && objects[len(objects)-1]
			if len(objects) == 0 {
				return n
			}
			continue
		case string:
			if key && len(t) <= maxField {
				n.add(t)
			}
		}
		key = !key && objects[len(objects)-1]
	}
	return n
}

func (n names) any(of ...string) bool {
	for _, name := range of {
		if n[name] {
			return true
		}
	}
	return false
}

// sampling reports whether the names are those of a diffusion model's run: a seed, a number of steps, how it was sampled
// or guided, and a prompt. Nothing else has all four.
func (n names) sampling() bool {
	return n.any("seed", "variationseed") &&
		n.any("steps", "numinferencesteps", "inferencesteps") &&
		n.any("sampler", "samplername", "scheduler", "cfgscale", "cfg", "guidancescale", "guidance", "scale") &&
		n.any("prompt", "positiveprompt", "negativeprompt", "uc", "c", "prompts", "fullprompt")
}

// label reports whether the names are those of the implicit label of GB 45438-2025, annex E.
func (n names) label() bool {
	return n["label"] && n.any("contentproducer", "contentpropagator") && n.any("produceid", "propagateid")
}

// tool names the program by the keyword of the text and the fields that only it writes.
func (n names) tool(key string) string {
	switch {
	case strings.HasPrefix(key, "invokeai_"), key == "sd-metadata", n["appversion"] && n["generationmode"]:
		return "InvokeAI"
	case n.any("admguidance", "metadatascheme", "fooocusv2expansion"):
		return "Fooocus"
	case n["usestablediffusionmodel"]:
		return "Easy Diffusion"
	case n["uc"] && n["c"]:
		return "Draw Things"
	case n["uc"]:
		return "NovelAI"
	}
	return "a diffusion model"
}
