package powerloss

// state is a disk on which some things are durable and others are not yet.
type state struct {
	files map[int]*fileState
	dirs  map[string]*dirState
}

type fileState struct {
	durable []byte
	pending []pending
}

type dirState struct {
	durable map[string]entry
	pending []pending
}

// pending is an op that no sync covers yet.
type pending struct {
	number int
	op     op
}

func newState() state { return state{files: map[int]*fileState{}, dirs: map[string]*dirState{}} }

func (s state) file(number int) *fileState {
	f := s.files[number]
	if f == nil {
		f = &fileState{}
		s.files[number] = f
	}
	return f
}

func (s state) dir(path string) *dirState {
	d := s.dirs[path]
	if d == nil {
		d = &dirState{durable: map[string]entry{}}
		s.dirs[path] = d
	}
	return d
}

// clone copies what apply changes.
func (s state) clone() state {
	out := newState()
	for number, f := range s.files {
		out.files[number] = &fileState{durable: append([]byte(nil), f.durable...), pending: append([]pending(nil), f.pending...)}
	}
	for path, d := range s.dirs {
		copied := out.dir(path)
		for name, e := range d.durable {
			copied.durable[name] = e
		}
		copied.pending = append(copied.pending, d.pending...)
	}
	return out
}

// apply does one op.
func (s state) apply(number int, o op) {
	switch o.kind {
	case opWrite, opTruncate:
		f := s.file(o.file)
		f.pending = append(f.pending, pending{number, o})
	case opName:
		d := s.dir(o.dir)
		d.pending = append(d.pending, pending{number, o})
	case opSync:
		f := s.file(o.file)
		f.pending = settle(f.pending, o.since, func(p op) { f.durable = p.on(f.durable) })
	case opSyncDir:
		d := s.dir(o.dir)
		d.pending = settle(d.pending, o.since, func(p op) { d.set(p) })
	}
}

// settle makes durable what was done before a sync began, and returns the rest.
func settle(all []pending, since int, do func(op)) []pending {
	var rest []pending
	for _, p := range all {
		if p.number < since {
			do(p.op)
		} else {
			rest = append(rest, p)
		}
	}
	return rest
}

func (d *dirState) set(o op) {
	if delete(d.durable, o.name); o.entry != (entry{}) {
		d.durable[o.name] = o.entry
	}
}

// on returns content after a write or truncate. What a write skips reads as zeros.
func (o op) on(content []byte) []byte {
	end := o.offset + int64(len(o.data))
	if grow := end - int64(len(content)); grow > 0 {
		content = append(content, make([]byte, grow)...)
	}
	if o.kind == opTruncate {
		return content[:o.offset]
	}
	copy(content[o.offset:], o.data)
	return content
}
