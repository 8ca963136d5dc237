// Package c2patest signs pictures with provenance manifests, for tests. Whatever cannot be built panics.
package c2patest

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/binary"
	"hash/crc32"
	"math/big"
	"time"

	"loupe/forensics/provenance/c2pa/cbor"
)

// Action is one action of a manifest.
type Action struct{ Name, Agent, SourceType string }

// Manifest is what is to be signed. The zero Algorithm is ES256.
type Manifest struct {
	Generator string
	Actions   []Action
	Algorithm int    // -7 ES256, -37 PS256, -8 EdDSA
	Parent    string // title of an ingredient; "" for none
	JSON      string // a metadata assertion; "" for none
	Parts     bool   // parts of the file have hashes of their own
}

// JPEG returns picture with the manifest in APP11 segments of at most 1,000 bytes behind SOI.
func (m Manifest) JPEG(picture []byte) []byte {
	return m.within(picture, 2, func(store []byte) []byte {
		var out []byte
		const most = 1000
		for i, rest := 0, store; len(rest) > 0; i++ {
			n := min(most, len(rest))
			payload := binary.BigEndian.AppendUint32([]byte{'J', 'P', 2, 11}, uint32(i+1))
			if i > 0 {
				payload = append(payload, store[:8]...)
			}
			payload = append(payload, rest[:n]...)
			out = append(binary.BigEndian.AppendUint16(append(out, 0xFF, 0xEB), uint16(len(payload)+2)), payload...)
			rest = rest[n:]
		}
		return out
	})
}

// PNG returns picture with the manifest in a caBX chunk behind IHDR.
func (m Manifest) PNG(picture []byte) []byte {
	return m.within(picture, 33, func(store []byte) []byte {
		out := binary.BigEndian.AppendUint32(nil, uint32(len(store)))
		out = append(append(out, "caBX"...), store...)
		return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
	})
}

// within inserts the wrapped store at offset at; the hash leaves it out, so it is that of the picture as it was.
func (m Manifest) within(picture []byte, at int, wrap func([]byte) []byte) []byte {
	sum := sha256.Sum256(picture)
	binding := func(length int) cbor.Pairs {
		return cbor.Pairs{"exclusions", []any{cbor.Pairs{"start", at, "length", length}}, "alg", "sha256", "hash", sum[:], "name", "jumbf manifest"}
	}
	key, certificate := m.key()
	length := 0
	for {
		inside := wrap(m.store(binding(length), key, certificate))
		if len(inside) == length {
			return bytes.Join([][]byte{picture[:at], inside, picture[at:]}, nil)
		}
		length = len(inside)
	}
}

// Store returns a manifest store over nothing, for fuzzing.
func (m Manifest) Store() []byte {
	key, certificate := m.key()
	sum := sha256.Sum256(nil)
	return m.store(cbor.Pairs{"alg", "sha256", "hash", sum[:]}, key, certificate)
}

func (m Manifest) store(binding cbor.Pairs, key crypto.Signer, certificate []byte) []byte {
	var actions []any
	for _, a := range m.Actions {
		actions = append(actions, cbor.Pairs{"action", a.Name, "softwareAgent", a.Agent, "digitalSourceType", a.SourceType})
	}
	assertions := map[string][]byte{
		"c2pa.hash.data":  Box("cbor", "c2pa.hash.data", Content("cbor", cbor.Encode(binding))),
		"c2pa.actions.v2": Box("cbor", "c2pa.actions.v2", Content("cbor", cbor.Encode(cbor.Pairs{"actions", actions}))),
	}
	if m.Parent != "" {
		assertions["c2pa.ingredient.v3"] = Box("cbor", "c2pa.ingredient.v3", Content("cbor", cbor.Encode(cbor.Pairs{"dc:title", m.Parent, "relationship", "parentOf"})))
	}
	if m.JSON != "" {
		assertions["stds.iptc"] = Box("json", "stds.iptc", Content("json", []byte(m.JSON)))
	}
	if m.Parts {
		assertions["c2pa.hash.multi-asset"] = Box("cbor", "c2pa.hash.multi-asset", Content("cbor", cbor.Encode(cbor.Pairs{"parts", []any{}})))
	}
	var references []any
	var boxes []byte
	for _, label := range []string{"c2pa.hash.data", "c2pa.hash.multi-asset", "c2pa.actions.v2", "c2pa.ingredient.v3", "stds.iptc"} {
		if b := assertions[label]; b != nil {
			sum := sha256.Sum256(b[8:])
			references = append(references, cbor.Pairs{"url", "self#jumbf=c2pa.assertions/" + label, "hash", sum[:]})
			boxes = append(boxes, b...)
		}
	}
	claim := cbor.Encode(cbor.Pairs{
		"instanceID", "xmp:iid:1", "claim_generator_info", cbor.Pairs{"name", m.Generator, "version", "1.0"},
		"signature", "self#jumbf=c2pa.signature", "created_assertions", references, "alg", "sha256",
	})
	return Box("c2pa", "c2pa", Box("c2ma", "urn:c2pa:1",
		Box("c2as", "c2pa.assertions", boxes), Box("c2cl", "c2pa.claim.v2", Content("cbor", claim)),
		Box("c2cs", "c2pa.signature", Content("cbor", m.sign(claim, key, certificate)))))
}

// Box returns a JUMBF superbox of the type that the four characters stand for.
func Box(kind, label string, content ...[]byte) []byte {
	description := append([]byte(kind+"\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71\x03"), label+"\x00"...)
	return Content("jumb", append(Content("jumd", description), bytes.Join(content, nil)...))
}

// Content returns a content box.
func Content(kind string, body []byte) []byte {
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8)), kind...), body...)
}

func (m Manifest) algorithm() int {
	if m.Algorithm == 0 {
		return -7
	}
	return m.Algorithm
}

func (m Manifest) key() (crypto.Signer, []byte) {
	var key crypto.Signer
	switch m.algorithm() {
	case -7:
		key = must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	case -37:
		key = must(rsa.GenerateKey(rand.Reader, 2048))
	case -8:
		_, k, err := ed25519.GenerateKey(rand.Reader)
		key = must(k, err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Signer", Organization: []string{"Test House"}}, NotAfter: time.Unix(1<<33, 0)}
	return key, must(x509.CreateCertificate(rand.Reader, template, template, key.Public(), key))
}

func (m Manifest) sign(claim []byte, key crypto.Signer, certificate []byte) []byte {
	protected := cbor.Encode(cbor.Pairs{1, m.algorithm(), 33, certificate})
	signed := cbor.Encode([]any{"Signature1", protected, []byte{}, claim})
	sum := sha256.Sum256(signed)
	var signature []byte
	switch k := key.(type) {
	case *ecdsa.PrivateKey:
		r, s, err := ecdsa.Sign(rand.Reader, k, sum[:])
		signature = append(must(r, err).FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	case *rsa.PrivateKey:
		signature = must(rsa.SignPSS(rand.Reader, k, crypto.SHA256, sum[:], &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}))
	case ed25519.PrivateKey:
		signature = ed25519.Sign(k, signed)
	}
	return cbor.Encode(cbor.Tag{Number: 18, Content: []any{protected, cbor.Pairs{}, nil, signature}})
}

func must[T any](v T, err error) T {
	if err != nil {
		panic("c2patest: " + err.Error())
	}
	return v
}
