package models

// Kind says what an uploaded picture claims to be. The list is closed.
type Kind string

// The kinds of picture Loupe judges.
const (
	KindIdentityDocument Kind = "identity_document" // passport, identity card, driving licence, visa
	KindDiploma          Kind = "diploma"           // diploma, certificate, transcript
	KindProfilePhoto     Kind = "profile_photo"     // the face an account shows
)

// Kinds returns every kind, in the order they are documented.
func Kinds() []Kind {
	return []Kind{KindIdentityDocument, KindDiploma, KindProfilePhoto}
}

// ParseKind returns the kind named s, or an ErrInvalid that lists the known kinds.
func ParseKind(s string) (Kind, error) {
	for _, k := range Kinds() {
		if string(k) == s {
			return k, nil
		}
	}
	return "", Invalidf("kind", "kind %q is unknown: send one of identity_document, diploma, profile_photo", s)
}

// Side says which face of a document a picture shows; empty when the uploader did not say.
type Side string

// The sides of a document.
const (
	SideUnknown Side = ""
	SideFront   Side = "front"
	SideBack    Side = "back"
)

// ParseSide returns the side named s ("" is allowed), or an ErrInvalid.
func ParseSide(s string) (Side, error) {
	switch Side(s) {
	case SideUnknown, SideFront, SideBack:
		return Side(s), nil
	}
	return "", Invalidf("side", "side %q is unknown: send front, back, or leave it out", s)
}
