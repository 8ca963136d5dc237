package ela

// For the tests of this package only.
var (
	Transform  = transform
	OriginLuma = originLuma
	LogTail    = logTail
	Chance     = chance
	Components = components
)
