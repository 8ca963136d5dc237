package ela_test

import (
	"reflect"
	"testing"

	"loupe/forensics/ela"
)

func TestComponents(t *testing.T) {
	// Two groups in a grid of 8 columns: corners join and so do blocks with one between them, two between them do not, nor
	// does a row's end its next row.
	hot := make([]bool, 24)
	for _, i := range []int{0, 9, 17, 11, 7, 16, 14} {
		hot[i] = true
	}
	got := ela.Components(hot, 8)
	if !reflect.DeepEqual(got, [][]int{{0, 9, 16, 17, 11}, {7, 14}}) {
		t.Errorf("groups are %v", got)
	}
	if got := ela.Components(nil, 0); len(got) != 0 {
		t.Errorf("groups of nothing are %v", got)
	}
}
