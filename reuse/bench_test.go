package reuse_test

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"loupe/models"
	"loupe/reuse"
)

// BenchmarkSearch reports, for one and for ten million 256-bit codes (the latter with LOUPE_BENCH_10M=1; 2.5 GB),
// uniform and skewed: seconds and CPU seconds to build the index from entries, bytes per entry (names included) and per code, lookup by one hash and
// by all eight orientations (median, 95th percentile), and a plain popcount scan of the same codes beside it.
func BenchmarkSearch(b *testing.B) {
	sizes := []int{1_000_000}
	if os.Getenv("LOUPE_BENCH_10M") != "" {
		sizes = append(sizes, 10_000_000)
	}
	if testing.Short() {
		sizes = []int{100_000}
	}
	for _, n := range sizes {
		for _, skewed := range []bool{false, true} {
			b.Run(fmt.Sprintf("codes=%d/skewed=%v", n, skewed), func(b *testing.B) { benchmarkSearch(b, n, skewed) })
		}
	}
}

// crowd draws codes: uniform, or three in ten within 0..24 bits of one of 20 templates.
type crowd struct {
	r         *rand.Rand
	templates [20][4]uint64
	skewed    bool
}

func newCrowd(skewed bool) *crowd {
	c := &crowd{r: rand.New(rand.NewPCG(11, 12)), skewed: skewed}
	for i := range c.templates {
		c.templates[i] = c.uniform()
	}
	return c
}

func (c *crowd) uniform() [4]uint64 {
	return [4]uint64{c.r.Uint64(), c.r.Uint64(), c.r.Uint64(), c.r.Uint64()}
}

func (c *crowd) code(member bool) [4]uint64 {
	if !member {
		return c.uniform()
	}
	code := c.templates[c.r.IntN(len(c.templates))]
	for range c.r.IntN(25) {
		bit := c.r.IntN(256)
		code[bit/64] ^= 1 << (bit % 64)
	}
	return code
}

func (c *crowd) entry(n int, code [4]uint64) models.IndexEntry {
	raw := make([]byte, 0, 32)
	for _, w := range code {
		raw = binary.BigEndian.AppendUint64(raw, w)
	}
	return models.IndexEntry{
		SubmissionID: fmt.Sprintf("sub_%012d", n), Account: models.Account(fmt.Sprintf("acct_%08d", n/3)), CreatedAt: time.UnixMicro(int64(n)),
		Fingerprints: []models.Fingerprint{{Kind: models.FingerprintPHash, Bits: 256, Hex: hex.EncodeToString(raw), Orientation: 1}},
	}
}

func benchmarkSearch(b *testing.B, n int, skewed bool) {
	c := newCrowd(skewed)
	names := namesOnly(c, n)
	before, x := heap(), reuse.NewIndex()
	plain := make([]uint64, 0, 4*n)
	var drawn, drawnCPU time.Duration
	entries := func(yield func(models.IndexEntry) error) error {
		drawn, drawnCPU = 0, 0
		for i := 0; i < n; i += 10_000 { // in lots, so that drawing them is not counted
			lot := make([]models.IndexEntry, 10_000)
			wall, cpu := spent(func() {
				for j := range lot {
					code := c.code(skewed && j%10 < 3)
					lot[j] = c.entry(i+j, code)
					plain = append(plain, code[:]...)
				}
			})
			drawn, drawnCPU = drawn+wall, drawnCPU+cpu
			for _, e := range lot {
				if err := yield(e); err != nil {
					return err
				}
			}
		}
		return nil
	}
	build, buildCPU := spent(func() {
		if err := x.Fill(entries); err != nil {
			b.Fatal(err)
		}
	})
	perEntry := float64(heap()-before-uint64(8*cap(plain))) / float64(n)
	var single, turned, scan []time.Duration
	var singleCPU time.Duration
	var asked [][4]uint64
	for b.Loop() {
		single, turned, scan, asked, singleCPU = nil, nil, nil, nil, 0
		for q := range 100 {
			code := c.code(skewed && q%2 == 0)
			asked = append(asked, code)
			e := c.entry(n+3, code)
			wall, cpu := spent(func() { x.Search(e, 20) })
			single, singleCPU = append(single, wall), singleCPU+cpu
			for o := 2; o <= 8; o++ {
				fp := c.entry(0, c.uniform()).Fingerprints[0]
				fp.Orientation = o
				e.Fingerprints = append(e.Fingerprints, fp)
			}
			turned = append(turned, timed(func() { x.Search(e, 20) }))
			if q < 5 {
				scan = append(scan, timed(func() { scanned(plain, c.uniform()) }))
			}
		}
	}
	b.ReportMetric((build - drawn).Seconds(), "build-s")
	b.ReportMetric((buildCPU - drawnCPU).Seconds(), "build-cpu-s")
	b.ReportMetric(singleCPU.Seconds()*1e3/float64(len(single)), "one-mean-cpu-ms")
	b.ReportMetric(perEntry, "B/entry")
	b.ReportMetric(perEntry-names, "B/code")
	for name, d := range map[string][]time.Duration{"one": single, "eight": turned, "scan": scan} {
		slices.Sort(d)
		b.ReportMetric(d[len(d)/2].Seconds()*1e3, name+"-p50-ms")
		b.ReportMetric(d[len(d)*95/100].Seconds()*1e3, name+"-p95-ms")
	}
	b.ReportMetric(0, "ns/op")
	peer(b, plain, asked)
	runtime.KeepAlive(x)
}

// namesOnly returns the bytes per entry of an index without fingerprints: what names, times and lookup by ID take.
func namesOnly(c *crowd, n int) float64 {
	before, x := heap(), reuse.NewIndex()
	for i := range n {
		e := c.entry(i, [4]uint64{})
		e.Fingerprints = nil
		x.Add(e)
	}
	bytes := float64(heap()-before) / float64(n)
	runtime.KeepAlive(x)
	return bytes
}

func timed(f func()) time.Duration {
	began := time.Now()
	f()
	return time.Since(began)
}

// spent returns how long f took, and the CPU time of the process in it.
func spent(f func()) (wall, cpu time.Duration) {
	now := func() time.Duration {
		var t unix.Timespec
		if err := unix.ClockGettime(unix.CLOCK_PROCESS_CPUTIME_ID, &t); err != nil {
			panic(err) // Linux has it
		}
		return time.Duration(t.Nano())
	}
	before := now()
	wall = timed(f)
	return wall, now() - before
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// scanned counts the codes within 31 bits of q by comparing them all.
func scanned(codes []uint64, q [4]uint64) (found int) {
	for ; len(codes) >= 4; codes = codes[4:] {
		if bits.OnesCount64(codes[0]^q[0])+bits.OnesCount64(codes[1]^q[1])+bits.OnesCount64(codes[2]^q[2])+bits.OnesCount64(codes[3]^q[3]) <= 31 {
			found++
		}
	}
	return found
}
