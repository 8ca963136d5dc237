package darkroom_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"loupe/models"
)

// Every thread of a worker stands back behind the office.
func TestWorkersStandBack(t *testing.T) {
	p := pool(t, "", nil)
	if _, err := p.Examine(t.Context(), upload(picture(t)), models.Brief{Kind: models.KindDiploma}, models.PriorityLive, nil); err != nil {
		t.Fatal(err)
	}
	own := slices.Min(nices(t, os.Getpid())) // the threads that gave birth to workers stand back too
	found := nices(t, childOf(os.Getpid()))
	for _, n := range found {
		if n != min(19, own+5) {
			t.Errorf("niceness of the worker's threads %v, of ours %d", found, own)
		}
	}
}

// nices are the nice values of a process's threads: field 19 of stat (proc(5)).
func nices(t *testing.T, pid int) []int {
	t.Helper()
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", pid))
	if err != nil || len(files) == 0 {
		t.Fatalf("process %d has no threads: %v", pid, err)
	}
	var all []int
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			continue // the thread ended
		}
		var n int
		fields := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+1:]))
		if _, err := fmt.Sscan(fields[16], &n); err != nil {
			t.Fatal(err)
		}
		all = append(all, n)
	}
	return all
}
