package pipeline

import (
	"io"

	"loupe/models"
)

// Upload is one file as it arrives, with what its account says of it.
type Upload struct {
	Account      models.Account
	Kind         models.Kind
	Side         models.Side
	Claim        models.Claim
	Filename     string    // as declared; untrusted text
	DeclaredType string    // as declared; untrusted text
	Body         io.Reader // the untouched bytes; an error it returns leaves nothing behind
}
