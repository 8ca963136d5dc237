package ela

// For the tests of this package only.
var (
	LogTail    = logTail
	Components = components
)
