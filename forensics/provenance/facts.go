package provenance

import (
	"fmt"
	"strings"

	"loupe/forensics/embedded"
	"loupe/forensics/provenance/c2pa"
)

// facts lists what the file states, each value clean; an absent one is left out.
func (a account) facts() map[string]string {
	found := map[string]string{}
	put := func(name, value string) {
		if value = embedded.Clean(value); value != "" {
			found[name] = value
		}
	}
	if len(a.generators) > 0 {
		g := a.generators[0]
		put("generator", g.Tool)
		put("generator_where", g.Where)
		put("generator_text", strings.Join(strings.Fields(g.Text), " "))
	}
	put("digital_source_type", strings.Join(a.sources, "; "))
	put("editor", strings.Join(a.editors, "; "))
	put("manifest_remote", a.remote)
	a.manifest.facts(put)
	if h := a.history; h != nil {
		put("pdf_producer", h.Producer)
		put("pdf_creator", h.Creator)
		put("pdf_former_producers", strings.Join(h.Former, "; "))
		put("pdf_updates", a.updated())
		if h.Signed {
			put("pdf_signed", "yes, not verified")
		}
		if h.Linearised {
			put("pdf_linearised", "yes")
		}
	}
	return found
}

func (m *manifest) facts(put func(name, value string)) {
	switch {
	case m == nil:
		return
	case m.damage != "":
		put("manifest", "damaged: "+m.damage)
		return
	}
	st := m.statement
	put("manifest", fmt.Sprintf("C2PA, %d in the store", m.count))
	put("manifest_generator", st.Generator)
	put("manifest_title", st.Title)
	var actions, ingredients []string
	for _, a := range st.Actions {
		words := a.Name
		if term, _ := originOf(a.SourceType); term != "" {
			words += " (" + term + ")"
		}
		if a.Agent != "" {
			words += " by " + a.Agent
		}
		actions = append(actions, words)
	}
	for _, i := range st.Ingredients {
		ingredients = append(ingredients, strings.TrimSpace(i.Relationship+" "+i.Title))
	}
	put("manifest_actions", strings.Join(actions, "; "))
	put("manifest_ingredients", strings.Join(ingredients, "; "))
	put("manifest_binding", m.binding.Words())
	put("manifest_assertions", m.assertion.Words())
	put("manifest_signature", m.signature.Words()+"; whether its certificate can be trusted was not asked")
	put("manifest_issuer", m.signature.Issuer)
	put("manifest_signer", m.signature.Subject)
}

// fault says what does not fit.
func (m *manifest) fault() string {
	var words []string
	for _, r := range []c2pa.Result{m.binding, m.assertion, m.signature.Result} {
		if r.State == c2pa.Broken {
			words = append(words, embedded.Clean(r.Why))
		}
	}
	return strings.Join(words, ", ")
}

// updated says what the updates of a PDF did.
func (a account) updated() string {
	var words []string
	for i, u := range a.updates() {
		var did []string
		for _, d := range []struct {
			n    int
			what string
		}{{u.Contents, "contents or pictures replaced"}, {u.Pages, "pages added or rewritten"}, {u.Annotations, "annotations drawn"}, {u.Fields, "form fields filled"}} {
			if d.n > 0 {
				did = append(did, fmt.Sprintf("%d %s", d.n, d.what))
			}
		}
		if u.Signature {
			did = append(did, "signed")
		}
		if len(did) == 0 {
			did = append(did, "nothing that a page shows")
		}
		words = append(words, fmt.Sprintf("revision %d: %s", i+2, strings.Join(did, ", ")))
	}
	return strings.Join(words, "; ")
}

// told is what the file says that makes it no suspect, in sentences; "" when it says nothing.
func (a account) told() string {
	var words []string
	switch m := a.manifest; {
	case m == nil:
	case m.damage != "":
		words = append(words, "The file carries a provenance manifest that is damaged and cannot be read.")
	default:
		words = append(words, fmt.Sprintf("The file carries a provenance manifest by %s: the hash over the file's bytes %s, the signature %s; whether the signer can be trusted was not asked.",
			orUnknown(embedded.Clean(m.statement.Generator)), m.binding.Words(), m.signature.Words()))
	}
	if a.manifest == nil && a.remote != "" {
		words = append(words, "The file says that its provenance manifest is held elsewhere.")
	}
	if len(a.sources) > 0 {
		words = append(words, "The file calls its source "+embedded.Clean(strings.Join(a.sources, ", "))+".")
	}
	if len(a.editors) > 0 {
		words = append(words, "The file carries traces of an editing program: "+embedded.Clean(strings.Join(a.editors, ", "))+".")
	}
	if h := a.history; h != nil && h.Producer != "" {
		words = append(words, fmt.Sprintf("The PDF was written by %s (revisions: %d).", embedded.Clean(h.Producer), h.Revisions))
	}
	return strings.Join(words, " ")
}

func orUnknown(s string) string {
	if s == "" {
		return "an unnamed program"
	}
	return s
}
