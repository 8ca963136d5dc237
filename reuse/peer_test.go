package reuse_test

import (
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// peer reports what FAISS takes for the same codes on one thread, when LOUPE_FAISS is set (Debian: libfaiss-dev, g++).
func peer(b *testing.B, codes []uint64, queries [][4]uint64) {
	b.Helper()
	if os.Getenv("LOUPE_FAISS") == "" {
		return
	}
	dir := b.TempDir()
	program := filepath.Join(dir, "faiss")
	if out, err := exec.Command("g++", "-O3", "-o", program, filepath.Join("testdata", "faiss.cpp"), "-lfaiss", "-fopenmp", "-llapack", "-lblas").CombinedOutput(); err != nil {
		b.Fatalf("build the peer: %v\n%s", err, out)
	}
	write := func(name string, words []uint64) string {
		path := filepath.Join(dir, name)
		data := make([]byte, 0, 8*len(words))
		for _, w := range words {
			data = binary.BigEndian.AppendUint64(data, w)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			b.Fatal(err)
		}
		return path
	}
	var asked []uint64
	for _, q := range queries {
		asked = append(asked, q[:]...)
	}
	command := exec.Command(program, write("codes", codes), write("queries", asked))
	command.Env = append(os.Environ(), "OMP_NUM_THREADS=1")
	out, err := command.Output()
	if err != nil {
		b.Fatalf("run the peer: %v", err)
	}
	for line := range strings.Lines(string(out)) {
		var name string
		var p50, p95, build float64
		if _, err := fmt.Sscan(line, &name, &p50, &p95, &build); err != nil {
			b.Fatalf("the peer says %q: %v", line, err)
		}
		b.ReportMetric(p50, "faiss-"+name+"-p50-ms")
		b.ReportMetric(p95, "faiss-"+name+"-p95-ms")
		b.ReportMetric(build, "faiss-"+name+"-build-s")
	}
}
