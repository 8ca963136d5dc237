// Package powerloss shows what a power loss can leave of a directory, for tests. A Recorder writes down, in one order,
// everything that blobs and SQLite do to files below a root; Disk rebuilds the directory as after a power loss at any
// moment of that record, by the rules of POSIX at their meanest: only content that was synced and names whose directory
// was synced are sure to be there; of everything else any part may be, by the sector.
package powerloss

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

type opKind int

const (
	opWrite    opKind = iota // data at an offset of a file
	opTruncate               // a file to a size
	opSync                   // a file's content, as it was when op number since began
	opName                   // a name gets a file, a directory, or (entry 0) nothing
	opSyncDir                // a directory's names, as they were when op number since began
)

// op is one thing that was done.
type op struct {
	kind   opKind
	file   int    // write, truncate, sync: the file's number
	offset int64  // write: where; truncate: the size
	data   []byte // write
	since  int    // sync, syncDir: ops from this number on are not covered
	dir    string // name, syncDir: relative to the root
	name   string // name
	entry  entry  // name
	path   string // the path that was named, for faults
}

// entry is what a name stands for.
type entry struct {
	file  int // number of the file; 0 when directory or nothing
	isDir bool
}

// Recorder is safe for concurrent use.
type Recorder struct {
	root string

	mu    sync.Mutex
	begin state
	names map[string]int // the running system's view: path to number of the file
	files int
	ops   []op
}

// NewRecorder begins a record with what is below root now, which counts as durable.
func NewRecorder(root string) (*Recorder, error) {
	r := &Recorder{root: root, begin: newState(), names: map[string]int{}}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == root {
			return err
		}
		dir, name := r.split(path)
		if d.IsDir() {
			r.begin.dir(dir).durable[name] = entry{isDir: true}
			return nil
		}
		content, err := os.ReadFile(path)
		r.files++
		r.names[path] = r.files
		r.begin.dir(dir).durable[name] = entry{file: r.files}
		r.begin.file(r.files).durable = content
		return err
	})
	return r, err
}

// Len is the number of things done so far: a moment at which the power may fail.
func (r *Recorder) Len() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.ops)
}

// Count is how many things were done so far to paths for which of is true.
func (r *Recorder) Count(of func(path string) bool) (n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, o := range r.ops {
		if of(o.path) {
			n++
		}
	}
	return n
}

func (r *Recorder) split(path string) (dir, name string) {
	dir, err := filepath.Rel(r.root, filepath.Dir(path))
	if err != nil {
		dir = filepath.Dir(path)
	}
	return dir, filepath.Base(path)
}

// inside reports whether a path is recorded. SQLite's shared memory is not: it is made anew after a power loss.
func (r *Recorder) inside(path string) bool {
	return strings.HasPrefix(path, r.root+string(filepath.Separator)) && !strings.HasSuffix(path, "-shm")
}

// name gives path a meaning. The caller holds mu, so that the record has the order of the system.
func (r *Recorder) name(path string, e entry) {
	dir, name := r.split(path)
	if delete(r.names, path); e.file > 0 {
		r.names[path] = e.file
	}
	r.ops = append(r.ops, op{kind: opName, dir: dir, name: name, entry: e, path: path})
}

func (r *Recorder) newFile(path string) int {
	r.files++
	r.name(path, entry{file: r.files})
	return r.files
}

func (r *Recorder) opened(path string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.inside(path) && r.names[path] == 0 {
		r.newFile(path)
	}
}

// onFile records something done to the content of the file that has a name.
func (r *Recorder) onFile(path string, o op) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if o.file = r.names[path]; o.file > 0 {
		o.path = path
		r.ops = append(r.ops, o)
	}
}

func (r *Recorder) wrote(path string, offset int64, data []byte) {
	r.onFile(path, op{kind: opWrite, offset: offset, data: data})
}

func (r *Recorder) truncated(path string, size int64) {
	r.onFile(path, op{kind: opTruncate, offset: size})
}

func (r *Recorder) synced(path string, since int) { r.onFile(path, op{kind: opSync, since: since}) }

func (r *Recorder) syncedDir(path string, since int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if dir, _ := r.split(filepath.Join(path, "x")); path == r.root || r.inside(path) {
		r.ops = append(r.ops, op{kind: opSyncDir, dir: dir, since: since, path: path})
	}
}

func (r *Recorder) syncedDirOf(path string, since int) { r.syncedDir(filepath.Dir(path), since) }

func (r *Recorder) deleted(path string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.names[path] > 0 {
		r.name(path, entry{})
	}
}
