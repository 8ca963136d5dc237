// Package c2pa reads provenance manifests as the Coalition for Content Provenance and Authenticity specifies them
// (C2PA Technical Specification 2.2; section numbers are its): who claims to have made a file and how, whether the file's
// bytes are those that were signed, and whether the signature fits the certificate that lies beside it.
//
// Whether that certificate deserves trust is not asked: no trust anchors are held. Everything here is total and bounded.
package c2pa

import (
	"fmt"
	"strings"

	"loupe/forensics/provenance/c2pa/cbor"
)

// Types of boxes, the first four characters of their UUIDs (11.1.4).
const (
	typeStore      = "c2pa"
	typeManifest   = "c2ma"
	typeOld        = "c2md" // a standard manifest of old versions
	typeUpdate     = "c2um"
	typeCompressed = "c2cm"
	typeAssertions = "c2as"
	typeClaim      = "c2cl"
	typeSignature  = "c2cs"
)

// Store is a file's manifests, the active one last (11.1.4.2).
type Store struct{ manifests []*manifest }

// manifest is one signed claim with its assertions.
type manifest struct {
	label      string
	typ        string
	claimBytes []byte   // as signed
	claim      cbor.Map // nil when the manifest is compressed or damaged
	assertions []*box
	signature  []byte // a COSE_Sign1 structure
}

// Read reads a store, the JUMBF superbox as it lies in the file. The error says what is damaged; what could not be read
// of one manifest does not hide the others.
func Read(b []byte) (*Store, error) {
	var r reader
	top, err := r.boxesIn(b, 0)
	if err != nil {
		return nil, err
	}
	var s Store
	for _, t := range top {
		if t.typ != typeStore {
			continue
		}
		for _, k := range t.children {
			switch k.typ {
			case typeManifest, typeOld, typeUpdate, typeCompressed:
				s.manifests = append(s.manifests, readManifest(k))
			}
		}
	}
	if len(s.manifests) == 0 {
		return nil, fmt.Errorf("the store holds no manifest")
	}
	return &s, nil
}

func readManifest(k *box) *manifest {
	m := &manifest{label: k.label, typ: k.typ}
	m.claimBytes = k.child(typeClaim).content("cbor")
	m.claim = asMap(m.claimBytes)
	m.signature = k.child(typeSignature).content("cbor")
	if store := k.child(typeAssertions); store != nil {
		for _, a := range store.children {
			if a.kind == "jumb" {
				m.assertions = append(m.assertions, a)
			}
		}
	}
	return m
}

// asMap decodes one map, nil when b is none.
func asMap(b []byte) cbor.Map {
	item, _, err := cbor.Decode(b)
	if err != nil {
		return nil
	}
	m, _ := item.(cbor.Map)
	return m
}

func (s *Store) active() *manifest { return s.manifests[len(s.manifests)-1] }

// Len returns the number of manifests, the ingredients' included.
func (s *Store) Len() int { return len(s.manifests) }

// assertionsOf lists the assertions with that label: several of one kind are told apart by "__1", versions by ".v2"
// (6.3, 11.1.4.3).
func (m *manifest) assertionsOf(label string) []*box {
	var found []*box
	for _, a := range m.assertions {
		name, _, _ := strings.Cut(a.label, "__")
		if name == label || strings.HasPrefix(name, label+".v") {
			found = append(found, a)
		}
	}
	return found
}

func text(m cbor.Map, key string) string {
	s, _ := m[key].(string)
	return s
}

// algorithm returns the hash algorithm that is stated nearest to a hash (13.1).
func (m *manifest) algorithm(near cbor.Map) string {
	if a := text(near, "alg"); a != "" {
		return a
	}
	if a := text(m.claim, "alg"); a != "" {
		return a
	}
	return "sha256"
}
