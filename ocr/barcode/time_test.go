package barcode_test

import (
	"syscall"
	"testing"
)

// processorTime is what this process has taken, in nanoseconds: on a shared machine the clock says little.
func processorTime(t testing.TB) int64 {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return u.Utime.Nano() + u.Stime.Nano()
}
