package history

// For the tests of this package only.
var (
	OriginLuma = originLuma
	Chance     = chance
)

// Nth and FewKeys are nth and fewKeys.
func Nth(values []float64, n int) float64 { return nth(values, n) }

const FewKeys = fewKeys
