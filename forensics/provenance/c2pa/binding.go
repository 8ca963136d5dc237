package c2pa

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"hash"
	"slices"
	"strings"

	"loupe/forensics/provenance/c2pa/cbor"
)

// State is what a check of a manifest found.
type State string

// The states.
const (
	Holds        State = "holds"         // checked, and it fits
	Broken       State = "broken"        // checked, and it does not fit
	NotCheckable State = "not checkable" // see the result's Why
)

// Result is the answer of one check, and in words why.
type Result struct {
	State State
	Why   string
}

func newHash(algorithm string) hash.Hash {
	switch algorithm {
	case "sha256":
		return sha256.New()
	case "sha384":
		return sha512.New384()
	case "sha512":
		return sha512.New()
	}
	return nil
}

// Binding holds the file's bytes against the hash that the active manifest signed (9.2, 18.5: c2pa.hash.data). Update
// manifests, which leave the hash to an earlier manifest whose exclusion is out of date, are not checkable here.
func (s *Store) Binding(data []byte) Result {
	m := s.active()
	if m.typ == typeUpdate || m.typ == typeCompressed {
		return Result{NotCheckable, "an update or compressed manifest"}
	}
	found := m.assertionsOf("c2pa.hash.data")
	if len(found) != 1 {
		if isoMedia := m.assertionsOf("c2pa.hash.bmff"); len(isoMedia) == 1 {
			return m.boxBinding(isoMedia[0], data)
		}
		return Result{NotCheckable, "there is no single hash over the file's bytes"}
	}
	binding := asMap(found[0].content("cbor"))
	want, ok := binding["hash"].([]byte)
	h := newHash(m.algorithm(binding))
	if !ok || h == nil {
		return Result{NotCheckable, fmt.Sprintf("hash algorithm %.20q", m.algorithm(binding))}
	}
	left, err := exclusions(binding)
	if err != nil {
		return Result{NotCheckable, err.Error()}
	}
	at := 0
	for _, e := range left {
		if e.start < at || e.start > len(data) || e.length > len(data)-e.start {
			return Result{Broken, "the bytes that were left out of the hash are not there"}
		}
		h.Write(data[at:e.start])
		at = e.start + e.length
	}
	h.Write(data[at:])
	switch {
	case bytes.Equal(h.Sum(nil), want):
		return Result{Holds, ""}
	case len(m.assertionsOf("c2pa.hash.multi-asset")) > 0: // parts may then be removed, a gain map, and the others still hold
		return Result{NotCheckable, "the whole does not fit, and its parts, which have hashes of their own, are not read"}
	}
	return Result{Broken, "the file's bytes are not those that were hashed"}
}

// span is a run of bytes that the hash leaves out: the manifest itself.
type span struct{ start, length int }

// maxExclusions bounds the spans; one is usual.
const maxExclusions = 1000

// exclusions reads the spans, in order of their start.
func exclusions(binding cbor.Map) ([]span, error) {
	list, _ := binding["exclusions"].([]any)
	if len(list) > maxExclusions {
		return nil, fmt.Errorf("%d exclusions", len(list))
	}
	var spans []span
	for _, item := range list {
		m, _ := item.(cbor.Map)
		start, ok1 := m["start"].(int64)
		length, ok2 := m["length"].(int64)
		if !ok1 || !ok2 || start < 0 || length < 0 {
			return nil, fmt.Errorf("an exclusion without start and length")
		}
		spans = append(spans, span{int(start), int(length)})
	}
	slices.SortFunc(spans, func(a, b span) int { return a.start - b.start })
	return spans, nil
}

// Assertions holds the assertions of the active manifest against the hashes in its claim (15.10.3.2).
func (s *Store) Assertions() Result {
	m := s.active()
	checked := 0
	for _, list := range []string{"assertions", "created_assertions", "gathered_assertions"} {
		references, _ := m.claim[list].([]any)
		for _, r := range references {
			reference, _ := r.(cbor.Map)
			a, h := m.referred(text(reference, "url")), newHash(m.algorithm(reference))
			want, ok := reference["hash"].([]byte)
			if a == nil || h == nil || !ok {
				continue
			}
			if !fits(h, a, want) {
				return Result{Broken, fmt.Sprintf("the assertion %.60q is not the one that was signed", a.label)}
			}
			checked++
		}
	}
	if checked == 0 {
		return Result{NotCheckable, "the claim names no assertion that is there"}
	}
	return Result{Holds, ""}
}

// fits hashes what a superbox holds, its description included, its own header not (8.4.2.3); files of before version 1.0
// hashed the content alone.
func fits(h hash.Hash, a *box, want []byte) bool {
	h.Write(a.body)
	if bytes.Equal(h.Sum(nil), want) {
		return true
	}
	for _, c := range a.children {
		h.Reset()
		h.Write(c.body)
		if bytes.Equal(h.Sum(nil), want) {
			return true
		}
	}
	return false
}

// referred finds an assertion of m by its JUMBF URI (8.4): "self#jumbf=c2pa.assertions/LABEL", or from the store's root.
func (m *manifest) referred(url string) *box {
	path, ok := strings.CutPrefix(url, "self#jumbf=")
	path = strings.TrimPrefix(path, "/c2pa/"+m.label+"/")
	label, within := strings.CutPrefix(path, "c2pa.assertions/")
	if !ok || !within {
		return nil
	}
	for _, a := range m.assertions {
		if a.label == label {
			return a
		}
	}
	return nil
}

// Words says a result in words that follow a subject: "holds", "is not checkable (why)".
func (r Result) Words() string {
	switch r.State {
	case Holds:
		return "holds"
	case Broken:
		return "is broken: " + r.Why
	}
	return "is not checkable (" + r.Why + ")"
}
