package list_test

import (
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"loupe/forensics"
	"loupe/forensics/list"
	"loupe/models"
)

// BenchmarkChecks times every check alone on the picture that LOUPE_PICTURE names, such as build/samples/card12.jpg, in the
// profile of LOUPE_PROFILE: cpu-s/op counts all its threads. What checks share (luma, history, the outline) is the first's who
// asks. Nothing is read.
func BenchmarkChecks(b *testing.B) {
	path := os.Getenv("LOUPE_PICTURE")
	if path == "" {
		b.Skip("SKIPPED, no picture: set LOUPE_PICTURE to a file")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	x := open(b, data, models.KindIdentityDocument)
	x.Profile = models.Profile(os.Getenv("LOUPE_PROFILE"))
	for _, c := range list.All() {
		b.Run(c.Info().ID, func(b *testing.B) { benchmarkCheck(b, c, x) })
	}
}

func benchmarkCheck(b *testing.B, c forensics.Check, x *forensics.Exhibit) {
	before := cpu(b)
	for b.Loop() {
		if _, err := c.Run(b.Context(), x); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((cpu(b)-before).Seconds()/float64(b.N), "cpu-s/op")
}

func cpu(b *testing.B) time.Duration {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
