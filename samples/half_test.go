package samples

import (
	"reflect"
	"testing"
)

// No font is in both halves, and no table at any quality that captures have.
func TestHalvesAreDisjoint(t *testing.T) {
	fonts, tables := map[string]Half{}, map[[64]uint8]Half{}
	for _, h := range Halves() {
		for _, f := range h.families() {
			for _, name := range []string{f.label, f.value, f.strong, f.italic, f.retype} {
				if other, found := fonts[name]; found && other != h {
					t.Errorf("font %s is in both halves", name)
				}
				fonts[name] = h
			}
		}
		for _, table := range h.captureTables() {
			for _, quality := range captureQualities() {
				scaled := table.Scaled(quality)
				for _, plane := range [][64]uint8{scaled.Luma, scaled.Chroma} {
					if other, found := tables[plane]; found && other != h {
						t.Errorf("a table of %s at quality %d is in both halves", table.Name, quality)
					}
					tables[plane] = h
				}
			}
		}
	}
}

func TestLayoutsOfTheHalvesDiffer(t *testing.T) {
	seen := 0
	for _, f := range []form{formCard, formPassport, formDiploma} {
		for _, l := range HalfCalibration.layouts(f) {
			for _, other := range HalfTest.layouts(f) {
				seen++
				if other.name == l.name || other.issue == l.issue || other.inks == l.inks || reflect.DeepEqual(other.slots, l.slots) {
					t.Errorf("layouts %s and %s share a part", l.name, other.name)
				}
			}
		}
	}
	if seen != 3*designsPerForm*designsPerForm {
		t.Errorf("%d pairs of layouts", seen)
	}
}

// Every operation meets every save chain, and controls and edits have each chain equally often.
func TestOperationsMeetEveryChain(t *testing.T) {
	chains, kinds := EditChains(), subjects()
	met := map[[2]string]int{}
	const perScene = 2
	for i := range 30 * len(kinds) {
		for _, op := range plan(i, perScene) {
			met[[2]string{string(op), chains[i%len(chains)].Name}]++
		}
	}
	for _, op := range []Operation{OperationRetype, OperationRetypeMatched, OperationCopyMoveWord, OperationPasteRegion, OperationPortraitSplice, OperationInpaint, OperationCopyMoveRegion} {
		low, high := 1<<30, 0
		for _, c := range chains {
			n := met[[2]string{string(op), c.Name}]
			low, high = min(low, n), max(high, n)
		}
		if low == 0 || high > low+low/3+1 {
			t.Errorf("%s is met by chains between %d and %d times", op, low, high)
		}
	}
}
