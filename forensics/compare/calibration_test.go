package compare_test

import (
	"context"
	"os"
	"strconv"
	"testing"

	"loupe/forensics"
	"loupe/forensics/compare"
	"loupe/models"
)

func exhibit(t testing.TB, file []byte) *forensics.Exhibit {
	t.Helper()
	x, refusal := forensics.Open(file, models.KindIdentityDocument, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	return x
}

func compared(t testing.TB, a, b []byte) models.Comparison {
	t.Helper()
	c, err := compare.Compare(context.Background(), exhibit(t, a), exhibit(t, b))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// number reads a whole number from the environment.
func number(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

// TestRates measures recall on farm pairs and false links on honest pairs, per channel. It looks at 2 pairs of each by
// default; LOUPE_COMPARE_PAIRS and LOUPE_COMPARE_SEED set how many and from which seed, and -v prints every pair.
// The model of decide.go was fitted on seeds 20201 to 20208 among others.
func TestRates(t *testing.T) {
	pairs, from := number("LOUPE_COMPARE_PAIRS", 2), number("LOUPE_COMPARE_SEED", 9000)
	if testing.Short() {
		pairs = 1
	}
	for _, ch := range []channel{photo, flat} {
		linked, accused := 0, 0
		for i := from; i < from+pairs; i++ {
			a, b := farm(t, uint64(i), ch, saves()[i%len(saves())])
			c := compared(t, a, b)
			logPair(t, "farm", ch, i, saves()[i%len(saves())], c)
			if c.Relation == models.RelationSameCapture {
				linked++
			}
			s := saves()[(i/2)%len(saves())]
			a, b = honest(t, uint64(i), ch, s)
			c = compared(t, a, b)
			logPair(t, "honest", ch, i, s, c)
			if c.Relation.Links() {
				accused++
			}
		}
		t.Logf("%s: %d of %d farm pairs found, %d of %d honest pairs accused", ch, linked, pairs, accused, pairs)
		if accused > 0 || float64(linked) < 0.9*float64(pairs) {
			t.Errorf("%s: %d of %d farm pairs found, want 90 %%; %d honest pairs accused, want 0", ch, linked, pairs, accused)
		}
	}
}

func logPair(t *testing.T, kind string, ch channel, seed int, s save, c models.Comparison) {
	t.Helper()
	values := map[string]float64{}
	for _, m := range c.Measures {
		values[m.Name] = m.Value
	}
	t.Logf("%s %s %d [%s] %s: %d regions, rigid %.2f, bend %.3f px, sharpness %.3f", kind, ch, seed, s.name, c.Relation,
		len(c.Changed), values["rigid_share"], values["bend_median"], values["noise_sharpness"])
}
