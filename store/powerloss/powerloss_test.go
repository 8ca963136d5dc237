package powerloss_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"loupe/store/powerloss"
)

// memory is where directories are rebuilt: no test of ours pulls its plug, so nothing has to reach a disk.
func memory(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "loupe-powerloss")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// crashes inspects the directory after power losses at points moments, spread over the record.
func crashes(t *testing.T, r *powerloss.Recorder, uploads []*sent, points int, ignore func(string) bool) (failed int, wrong []error) {
	t.Helper()
	scratch := memory(t)
	replay := r.Replay(ignore)
	for i := range points {
		n := (i + 1) * r.Len() / points
		dir, err := os.MkdirTemp(scratch, "crash")
		if err != nil {
			t.Fatal(err)
		}
		if err := replay.Crash(n, uint64(i), dir); err != nil {
			t.Fatal(err)
		}
		if found := inspect(t.Context(), dir, uploads, n); len(found) > 0 {
			failed++
			for _, err := range found {
				wrong = append(wrong, fmt.Errorf("moment %d of %d, seed %d: %w", n, r.Len(), i, err))
			}
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	}
	return failed, wrong
}

// TestPowerLoss: whenever the power fails, what was acknowledged is there, whole and once. LOUPE_TORTURE=1 looks at
// 2,000 moments.
func TestPowerLoss(t *testing.T) {
	points, count := 150, 36
	if os.Getenv("LOUPE_TORTURE") != "" {
		points, count = 2000, 120
	}
	uploads := plan(count)
	r := record(t, uploads)
	began := time.Now()
	failed, wrong := crashes(t, r, uploads, points, nil)
	for _, err := range wrong[:min(len(wrong), 20)] {
		t.Error(err)
	}
	checkpointed := r.Count(func(path string) bool { return strings.HasSuffix(path, "loupe.db") })
	t.Logf("%d uploads, %d operations on the disk (%d on the database file itself), %d power losses, %d with a loss, in %s",
		count, r.Len(), checkpointed, points, failed, time.Since(began).Round(time.Second))
}

// TestPowerLossFindsFaults: the same test sees every sync that is left out. Were it not so it would prove nothing.
func TestPowerLossFindsFaults(t *testing.T) {
	uploads := plan(24)
	r := record(t, uploads)
	for name, ignore := range map[string]func(string) bool{
		"no fsync of blobs":                       func(p string) bool { return strings.Contains(p, "/blobs/tmp/put-") },
		"no fsync of blob directories":            func(p string) bool { return strings.Contains(p, "/blobs/") && !strings.Contains(p, "/put-") },
		"synchronous=OFF: no fsync of SQLite's":   func(p string) bool { return strings.Contains(p, "loupe.db") },
		"synchronous=NORMAL: no fsync of the WAL": func(p string) bool { return strings.HasSuffix(p, "loupe.db-wal") },
	} {
		failed, wrong := crashes(t, r, uploads, 20, ignore)
		if failed == 0 {
			t.Errorf("%s: 20 power losses did no harm", name)
			continue
		}
		t.Logf("%s: %d of 20 power losses do harm, for example: %.200v", name, failed, wrong[0])
	}
}
