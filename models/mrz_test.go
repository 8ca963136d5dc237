package models_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"loupe/models"
)

func TestMRZMapped(t *testing.T) {
	m := models.MRZ{
		Box: &models.Region{Page: 2, X: 10, Y: 20, W: 30, H: 40, Label: "zone"},
		Characters: [][]models.MRZCharacter{{
			{Box: [4]int{10, 20, 5, 5}, Probability: 0.5, Checks: []string{"composite"}}, {Box: [4]int{900, 20, 5, 5}}, {},
		}},
	}
	twice := func(b [4]int) ([4]int, bool) { return [4]int{2 * b[0], 2 * b[1], 2 * b[2], 2 * b[3]}, b[0] < 900 }
	got := m.Mapped(twice)
	want := models.Region{Page: 2, X: 20, Y: 40, W: 60, H: 80, Label: "zone"}
	if *got.Box != want || !reflect.DeepEqual(got.Characters, [][]models.MRZCharacter{{
		{Box: [4]int{20, 40, 10, 10}, Probability: 0.5, Checks: []string{"composite"}}, {}, {},
	}}) {
		t.Errorf("%+v %+v", *got.Box, got.Characters)
	}
	if m.Box.X != 10 || m.Characters[0][0].Box[0] != 10 {
		t.Errorf("the zone itself was changed: %+v", m)
	}
	if gone := m.Mapped(func([4]int) ([4]int, bool) { return [4]int{}, false }); gone.Box != nil {
		t.Errorf("a box of which nothing is left: %+v", gone.Box)
	}
	if out, err := json.Marshal(got); err != nil || strings.Contains(string(out), "robability") {
		t.Errorf("%s, %v: characters do not leave the darkroom", out, err)
	}
}
