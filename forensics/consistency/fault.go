package consistency

import "loupe/models"

// fault is something that cannot be, and where it stands.
type fault struct {
	code      models.ReasonCode
	text      string // a clause for the message
	score     float64
	witnesses []witness
}
