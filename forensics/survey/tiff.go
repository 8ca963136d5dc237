package survey

// TIFF tags that matter here (TIFF 6.0; supplements 1 and 2; Exif 2.32; XMP part 3; ICC.1, B.5).
const (
	tagNewSubfileType  = 254
	tagSubfileType     = 255
	tagImageWidth      = 256
	tagImageLength     = 257
	tagDescription     = 270
	tagStripOffsets    = 273
	tagStripByteCounts = 279
	tagSoftware        = 305
	tagTileOffsets     = 324
	tagTileByteCounts  = 325
	tagSubIFDs         = 330
	tagJPEGOffset      = 513
	tagJPEGLength      = 514
	tagXMP             = 700
	tagIPTC            = 33723
	tagPhotoshop       = 34377
	tagExifIFD         = 34665
	tagICC             = 34675
	tagGPSIFD          = 34853
)

// tiffWalk is what a walk over a TIFF remembers.
type tiffWalk struct {
	*looker
	dirs    directories
	last    int  // the furthest byte that anything refers to
	missing bool // something refers to bytes that are not there
	unsized bool // a strip has no length: the picture may reach to the end of the file
	seen    map[int]bool
}

// maxVisits bounds the entries and array elements that are read: tiles of 16 x 16 of 40 megapixels need 312,500.
const maxVisits = 1 << 19

// tiff follows the chain of directories and takes the furthest byte that any of them refers to for the picture's end.
func (l *looker) tiff() {
	w := &tiffWalk{looker: l, dirs: directories{data: l.data, order: byteOrder(l.data), left: min(len(l.data), maxVisits)}, last: 8, seen: map[int]bool{}}
	var chain []page
	at := w.dirs.u32(4)
	for at != 0 && len(chain) < MaxSheets && !w.seen[at] {
		next, ok := w.dirs.next(at)
		if !ok {
			w.missing = true
			break
		}
		chain = append(chain, w.directory(at, 0))
		at = next
	}
	switch {
	case w.seen[at]:
		l.problem("the directories loop back to byte %d", at)
	case len(chain) == MaxSheets:
		l.problem("more than %d directories", MaxSheets)
	case w.dirs.left <= 0:
		l.problem("the directories overlap")
	}
	w.sheets(chain)
	w.End = w.last
	if w.unsized {
		w.End = len(l.data)
	}
	w.Complete = !w.missing
}

// page is what one directory says of its picture.
type page struct {
	Sheet
	reduced bool // a thumbnail, a preview or a mask
}

// sheets names the pages, and the first of them the picture. When every picture is a reduced one, the first counts.
func (w *tiffWalk) sheets(chain []page) {
	for _, p := range chain {
		if !p.reduced {
			w.Sheets = append(w.Sheets, p.Sheet)
		}
	}
	if len(w.Sheets) == 0 && len(chain) > 0 {
		w.Sheets = []Sheet{chain[0].Sheet}
	}
	if len(w.Sheets) == 0 {
		return
	}
	w.Pages = len(w.Sheets)
	w.Width, w.Height = w.Sheets[0].Width, w.Sheets[0].Height
}

// maxNesting bounds how deep directories may refer to directories.
const maxNesting = 3

// directory reads one directory and those that it refers to.
func (w *tiffWalk) directory(at, depth int) page {
	w.seen[at] = true
	p := page{Sheet: Sheet{Offset: at}}
	if _, ok := w.dirs.next(at); !ok {
		w.missing = true
		return p
	}
	w.reach(at, 2+12*w.dirs.u16(at)+4)
	var data parts
	for f := range w.dirs.entries(at) {
		w.Chunks++
		w.reach(f.at, f.count*kindSize(f.kind))
		w.size(f, &p)
		data.note(f)
		w.beside(f)
		if depth < maxNesting && (f.tag == tagSubIFDs || f.tag == tagExifIFD || f.tag == tagGPSIFD) {
			for sub := range w.dirs.numbers(f) {
				if !w.seen[sub] && len(w.seen) < 4*MaxSheets {
					w.directory(sub, depth+1)
				}
			}
		}
	}
	w.data(data)
	return p
}

// size reads the fields that say how large the picture is and whether it is the picture.
func (w *tiffWalk) size(f field, p *page) {
	switch f.tag {
	case tagImageWidth:
		p.Width = w.dirs.first(f)
	case tagImageLength:
		p.Height = w.dirs.first(f)
	case tagNewSubfileType:
		p.reduced = w.dirs.first(f)&5 != 0 // bit 0: reduced resolution, bit 2: transparency mask
	case tagSubfileType:
		p.reduced = p.reduced || w.dirs.first(f) == 2
	}
}

// beside counts what the directory holds beside the picture.
func (w *tiffWalk) beside(f field) {
	switch {
	case f.tag == tagICC:
		w.profile(f.value)
	case f.tag == tagXMP:
		w.xmp(f.at, f.value)
	case f.tag == tagIPTC, f.tag == tagPhotoshop, f.kind == 2:
		w.metadata(f.at, f.value)
	}
}

// reach notes that the file refers to n bytes at offset at.
func (w *tiffWalk) reach(at, n int) {
	if n > len(w.looker.data)-at {
		w.missing = true
		n = len(w.looker.data) - at
	}
	w.last = max(w.last, at+n)
}
