package survey

import "iter"

// parts are the fields of one directory that say where the picture's data stands.
type parts struct {
	offsets, lengths       [2]field // strips and tiles
	jpegOffset, jpegLength field
}

func (p *parts) note(f field) {
	switch f.tag {
	case tagStripOffsets:
		p.offsets[0] = f
	case tagStripByteCounts:
		p.lengths[0] = f
	case tagTileOffsets:
		p.offsets[1] = f
	case tagTileByteCounts:
		p.lengths[1] = f
	case tagJPEGOffset:
		p.jpegOffset = f
	case tagJPEGLength:
		p.jpegLength = f
	}
}

// data notes how far strips, tiles and an old-style JPEG stream reach.
func (w *tiffWalk) data(p parts) {
	for i, offsets := range p.offsets {
		next, stop := iter.Pull(w.dirs.numbers(p.lengths[i]))
		for at := range w.dirs.numbers(offsets) {
			n, ok := next()
			w.unsized = w.unsized || !ok || n == 0
			w.reach(at, n)
		}
		stop()
	}
	if at, n := w.dirs.first(p.jpegOffset), w.dirs.first(p.jpegLength); at > 0 {
		w.reach(at, n)
	}
}
