package c2pa

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"

	"loupe/forensics/provenance/c2pa/cbor"
)

// Signature is what is known of the active claim's signature. Issuer and Subject are the words of a certificate that
// nobody vouches for here.
type Signature struct {
	Result
	Issuer, Subject string
}

// Header parameters (RFC 9052, 3.1; RFC 9360, 2).
const (
	headerAlgorithm = int64(1)
	headerChain     = int64(33)
	tagSign1        = 18
)

// maxModulus bounds an RSA key, in bits: a larger one costs more than an answer is worth.
const maxModulus = 8192

// Signature verifies the active claim against the first certificate beside it (13.2: COSE_Sign1 with detached payload).
func (s *Store) Signature() Signature {
	m := s.active()
	item, _, err := cbor.Decode(m.signature)
	if tag, ok := item.(cbor.Tag); ok && tag.Number == tagSign1 {
		item = tag.Content
	}
	parts, ok := item.([]any)
	if err != nil || !ok || len(parts) != 4 {
		return uncheckable("it is no COSE_Sign1 structure")
	}
	protected, ok1 := parts[0].([]byte)
	unprotected, _ := parts[1].(cbor.Map)
	signature, ok2 := parts[3].([]byte)
	if !ok1 || !ok2 {
		return uncheckable("it is no COSE_Sign1 structure")
	}
	headers := asMap(protected)
	certificate, err := x509.ParseCertificate(leaf(headers, unprotected))
	if err != nil {
		return uncheckable("its certificate cannot be read")
	}
	result := Signature{Issuer: name(certificate.Issuer), Subject: name(certificate.Subject)}
	// Sig_structure (RFC 9052, 4.4)
	signed := cbor.Encode([]any{"Signature1", protected, []byte{}, m.claimBytes})
	algorithm, _ := headers[headerAlgorithm].(int64)
	result.Result = verify(algorithm, certificate.PublicKey, signed, signature)
	return result
}

func uncheckable(why string) Signature { return Signature{Result: Result{NotCheckable, why}} }

// leaf returns the first certificate of the chain, which old versions leave unprotected, under a name of its own.
func leaf(headers ...cbor.Map) []byte {
	for _, h := range headers {
		for _, key := range []any{headerChain, "x5chain"} {
			switch chain := h[key].(type) {
			case []byte:
				return chain
			case []any:
				if len(chain) > 0 {
					first, _ := chain[0].([]byte)
					return first
				}
			}
		}
	}
	return nil
}

// name is how a certificate names somebody: the organisation, and the common name.
func name(n pkix.Name) string {
	words := n.CommonName
	if len(n.Organization) > 0 && n.Organization[0] != words {
		if words != "" {
			words += ", "
		}
		words += n.Organization[0]
	}
	return words
}

// digests are the hashes of the algorithms that C2PA allows (13.2.1; numbers of RFC 9053, 2.1 and RFC 8230, 2).
func digests(algorithm int64) crypto.Hash {
	switch algorithm {
	case -7, -37: // ES256, PS256
		return crypto.SHA256
	case -35, -38: // ES384, PS384
		return crypto.SHA384
	case -36, -39: // ES512, PS512
		return crypto.SHA512
	}
	return 0
}

func verify(algorithm int64, key crypto.PublicKey, signed, signature []byte) Result {
	if k, ok := key.(ed25519.PublicKey); ok && algorithm == -8 {
		return held(ed25519.Verify(k, signed, signature))
	}
	digest := digests(algorithm)
	if digest == 0 {
		return Result{NotCheckable, fmt.Sprintf("algorithm %d", algorithm)}
	}
	h := digest.New()
	h.Write(signed)
	sum := h.Sum(nil)
	switch k := key.(type) {
	case *ecdsa.PublicKey:
		if half := len(signature) / 2; algorithm > -37 && half > 0 {
			r, s := new(big.Int).SetBytes(signature[:half]), new(big.Int).SetBytes(signature[half:])
			// RFC 9053, 2.1, wants the two numbers side by side; some writers leave them in ASN.1.
			return held(ecdsa.Verify(k, sum, r, s) || ecdsa.VerifyASN1(k, sum, signature))
		}
	case *rsa.PublicKey:
		if algorithm <= -37 && k.N.BitLen() <= maxModulus {
			return held(rsa.VerifyPSS(k, digest, sum, signature, nil) == nil)
		}
	}
	return Result{NotCheckable, "key and algorithm do not go together"}
}

func held(ok bool) Result {
	if !ok {
		return Result{Broken, "the signature is not that of the certificate's key over this claim"}
	}
	return Result{Holds, ""}
}
