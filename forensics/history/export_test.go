package history

// For the tests of this package only.
var (
	OriginLuma = originLuma
	Chance     = chance
)
