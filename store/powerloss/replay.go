package powerloss

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
)

// Replay goes through a record from its beginning and rebuilds the directory at chosen moments, which must not go back.
type Replay struct {
	ops    []op
	next   int
	disk   state
	ignore func(path string) bool
}

// Replay begins a replay. Syncs of paths for which ignore is true are taken for left out, by a program that forgot them
// or a disk that lies; nil ignores none.
func (r *Recorder) Replay(ignore func(path string) bool) *Replay {
	r.mu.Lock()
	defer r.mu.Unlock()
	if ignore == nil {
		ignore = func(string) bool { return false }
	}
	return &Replay{ops: r.ops, disk: r.begin.clone(), ignore: ignore}
}

// Crash writes to dir, which must be empty, what a power loss after the first n ops may leave. The seed decides what of
// the unsynced is lost, kept or torn: in a third of the cases all is lost or all is kept.
func (p *Replay) Crash(n int, seed uint64, dir string) error {
	for ; p.next < n; p.next++ {
		o := p.ops[p.next]
		if (o.kind == opSync || o.kind == opSyncDir) && p.ignore(o.path) {
			continue
		}
		p.disk.apply(p.next, o)
	}
	rng := rand.New(rand.NewPCG(seed, uint64(n)))
	c := crash{state: p.disk, rng: rng, content: map[int][]byte{}, sector: []int64{512, 4096}[rng.IntN(2)], keep: rng.Float64()}
	switch rng.IntN(6) {
	case 0:
		c.keep = 0
	case 1:
		c.keep = 1
	}
	return c.write(".", dir)
}

// crash is one outcome of a power loss.
type crash struct {
	state
	rng     *rand.Rand
	sector  int64          // what the disk writes at once
	keep    float64        // how likely an unsynced piece survives
	content map[int][]byte // by number of the file: two names of one file show the same
}

func (c crash) kept() bool { return c.rng.Float64() < c.keep }

// write puts a directory and what is below it on the real disk. Of the unsynced changes of one name a first part
// survives: a directory entry has one value at a time.
func (c crash) write(path, to string) error {
	d := c.dir(path)
	names := maps.Clone(d.durable)
	after := dirState{durable: names}
	stopped := map[string]bool{}
	for _, p := range d.pending {
		if stopped[p.op.name] = stopped[p.op.name] || !c.kept(); !stopped[p.op.name] {
			after.set(p.op)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		target := filepath.Join(to, name)
		var err error
		if e := names[name]; e.isDir {
			if err = os.Mkdir(target, 0o700); err == nil {
				err = c.write(filepath.Join(path, name), target)
			}
		} else {
			err = os.WriteFile(target, c.contentOf(e.file), 0o600)
		}
		if err != nil {
			return fmt.Errorf("powerloss: rebuild: %w", err)
		}
	}
	return nil
}

// contentOf decides once what is left of a file.
func (c crash) contentOf(number int) []byte {
	if known, ok := c.content[number]; ok {
		return known
	}
	f := c.file(number)
	content := append([]byte(nil), f.durable...)
	for _, p := range f.pending {
		if p.op.kind == opTruncate {
			if c.kept() {
				content = p.op.on(content)
			}
			continue
		}
		for _, piece := range p.op.sectors(c.sector) {
			if c.kept() {
				content = piece.on(content)
			}
		}
	}
	c.content[number] = content
	return content
}

// sectors cuts a write where the disk's sectors begin.
func (o op) sectors(size int64) []op {
	var out []op
	for at := o.offset; at < o.offset+int64(len(o.data)); {
		end := min((at/size+1)*size, o.offset+int64(len(o.data)))
		out = append(out, op{kind: opWrite, file: o.file, offset: at, data: o.data[at-o.offset : end-o.offset]})
		at = end
	}
	return out
}
