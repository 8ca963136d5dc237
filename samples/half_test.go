package samples

import (
	"reflect"
	"testing"
)

// Nothing that could be learnt by heart is in both halves: fonts, layouts, tables at any quality that captures have.
func TestHalvesAreDisjoint(t *testing.T) {
	fonts := map[string]Half{}
	tables := map[[64]uint8]Half{}
	var designs []struct {
		*layout
		Half
	}
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
		for _, f := range []form{formCard, formPassport, formDiploma} {
			for _, l := range h.layouts(f) {
				for _, d := range designs {
					if d.Half != h && (d.name == l.name || d.issue == l.issue || d.inks == l.inks || reflect.DeepEqual(d.slots, l.slots)) {
						t.Errorf("layouts %s and %s share a part", l.name, d.name)
					}
				}
				designs = append(designs, struct {
					*layout
					Half
				}{l, h})
			}
		}
	}
	if len(designs) != 2*3*designsPerForm {
		t.Errorf("%d designs", len(designs))
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
