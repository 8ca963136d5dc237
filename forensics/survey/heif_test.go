package survey_test

import (
	"bytes"
	"testing"

	"loupe/forensics/survey"
)

// item is one item of an image file.
type item struct {
	id     int
	kind   string
	hidden bool
	props  []int // indices of properties, from 1
	at, n  int   // of its data in the file, or in idat
	method int
}

// heifFile is what a meta box is built from.
type heifFile struct {
	brands     string // major, minor and compatible
	primary    int
	items      []item
	references []byte // boxes of the item reference box
	properties []byte // boxes of the property container
	inline     []byte
	after      []byte // boxes behind meta
}

func (f heifFile) bytes() []byte {
	var infos, places, links []byte
	for _, i := range f.items {
		flags := "\x02\x00\x00\x00"
		if i.hidden {
			flags = "\x02\x00\x00\x01"
		}
		infos = append(infos, bytesOf("infe", flags, be16(i.id), be16(0), i.kind, "\x00")...)
		places = join(places, be16(i.id), be16(i.method), be16(0), be16(1), be32(i.at), be32(i.n))
		links = join(links, be16(i.id), []byte{byte(len(i.props))})
		for _, p := range i.props {
			links = append(links, byte(p)|0x80)
		}
	}
	meta := bytesOf("meta", be32(0),
		bytesOf("hdlr", be32(0), be32(0), "pict", make([]byte, 13)),
		bytesOf("pitm", be32(0), be16(f.primary)),
		bytesOf("iloc", be32(1<<24), be16(0x4400), be16(len(f.items)), places),
		bytesOf("iinf", be32(0), be16(len(f.items)), infos),
		bytesOf("iref", be32(0), f.references),
		bytesOf("iprp", bytesOf("ipco", f.properties), bytesOf("ipma", be32(0), be32(len(f.items)), links)),
		bytesOf("idat", f.inline))
	return join(bytesOf("ftyp", f.brands), meta, f.after)
}

func ispe(w, h int) []byte { return bytesOf("ispe", be32(0), be32(w), be32(h)) }

func reference(kind string, from int, to ...int) []byte {
	p := join(be16(from), be16(len(to)))
	for _, id := range to {
		p = append(p, be16(id)...)
	}
	return bytesOf(kind, p)
}

const heicBrands = "heic\x00\x00\x00\x00mif1heic"

// phone is a file as a telephone writes it: a grid of four tiles, a thumbnail, a depth map, Exif and XMP.
func phone() heifFile {
	return heifFile{
		brands: heicBrands, primary: 9,
		items: []item{
			{id: 1, kind: "hvc1", hidden: true, props: []int{1}}, {id: 2, kind: "hvc1", hidden: true, props: []int{1}},
			{id: 3, kind: "hvc1", props: []int{1}}, {id: 4, kind: "hvc1", props: []int{1}},
			{id: 5, kind: "hvc1", props: []int{3}}, {id: 6, kind: "hvc1", props: []int{3}},
			{id: 7, kind: "Exif", method: 1, at: 8, n: 4}, {id: 8, kind: "mime", method: 1, at: 12, n: 4},
			{id: 9, kind: "grid", props: []int{2, 4, 5}, method: 1, at: 0, n: 8},
		},
		references: join(reference("dimg", 9, 1, 2, 3, 4), reference("thmb", 5, 9), reference("auxl", 6, 9), reference("cdsc", 7, 9)),
		properties: join(ispe(512, 512), ispe(1000, 700), ispe(160, 112), bytesOf("colr", "nclx", be16(12), be16(13), be16(6), "\x80"), bytesOf("colr", "prof", "profile")),
		inline:     join("\x00\x00\x01\x01", be16(1000), be16(700), "exif<x/>"),
		after:      bytesOf("mdat", make([]byte, 64)),
	}
}

func TestHEIF(t *testing.T) {
	f := phone()
	s := look(t, f.bytes())
	good(t, s, "image/heic", 1000, 700)
	want := survey.Colour{Primaries: 12, Transfer: 13, Matrix: 6, FullRange: true}
	if s.Frames != 1 || s.Pages != 1 || string(s.ICC) != "profile" || s.Colour == nil || *s.Colour != want || s.MetadataBytes != 8 {
		t.Errorf("got %+v", s)
	}
	f.items = append(f.items, item{id: 10, kind: "hvc1", props: []int{1}}, item{id: 11, kind: "hvc1", props: []int{1}})
	if s = look(t, f.bytes()); s.Frames != 3 {
		t.Errorf("a file of three pictures has %d", s.Frames)
	}
}

func TestHEIFBrands(t *testing.T) {
	for _, c := range []struct{ brands, mediaType string }{
		{"heic\x00\x00\x00\x00mif1heic", "image/heic"}, {"heix\x00\x00\x00\x00mif1", "image/heic"}, {"heim\x00\x00\x00\x00", "image/heic"}, {"heis\x00\x00\x00\x00", "image/heic"},
		{"mif1\x00\x00\x00\x00mif1heic", "image/heic"}, {"mif1\x00\x00\x00\x00mif1avif", "image/avif"}, {"mif1\x00\x00\x00\x00mif1miaf", "image/heif"},
		{"hevc\x00\x00\x00\x00msf1", "image/heif"}, {"msf1\x00\x00\x00\x00hevc", "image/heif"}, {"msf1\x00\x00\x00\x00", "image/heif"}, {"msf1\x00\x00\x00\x00avis", "image/avif"},
		{"avif\x00\x00\x00\x00mif1heic", "image/avif"}, {"avis\x00\x00\x00\x00", "image/avif"}, {"heic\x00\x00\x00\x00avif", "image/heic"},
		{"isom\x00\x00\x00\x00mp42", ""}, {"qt  \x00\x00\x00\x00", ""}, {"crx \x00\x00\x00\x00", ""}, {"M4A \x00\x00\x00\x00", ""},
	} {
		f := phone()
		f.brands = c.brands
		if s := look(t, f.bytes()); s.MediaType != c.mediaType || s.Name == "" {
			t.Errorf("%q is %q (%s), want %q", c.brands, s.MediaType, s.Name, c.mediaType)
		}
	}
}

// track is a moov box with one track of pictures.
func track(w, h, samples int) []byte {
	entry := bytesOf("hvc1", make([]byte, 24), be16(w), be16(h), make([]byte, 50))
	table := bytesOf("stbl", bytesOf("stsd", be32(0), be32(1), entry), bytesOf("stsz", be32(0), be32(0), be32(samples), make([]byte, 4*min(samples, 4))))
	return bytesOf("moov", bytesOf("mvhd", make([]byte, 100)), bytesOf("trak", bytesOf("mdia", bytesOf("hdlr", be32(0), be32(0), "pict", make([]byte, 13)), bytesOf("minf", table))))
}

func TestHEIFSequence(t *testing.T) {
	only := look(t, join(bytesOf("ftyp", "msf1\x00\x00\x00\x00hevc"), track(640, 360, 25), bytesOf("mdat", make([]byte, 9))))
	if good(t, only, "image/heif", 640, 360); only.Frames != 25 {
		t.Errorf("frames %d, want 25", only.Frames)
	}
	f := phone()
	f.after = join(track(64, 36, 1<<31-1), f.after)
	if s := look(t, f.bytes()); s.Frames != 1<<31-1 || s.Width != 1000 {
		t.Errorf("got %+v", s)
	}
}

func TestHEIFTraps(t *testing.T) {
	whole := phone().bytes()
	mdat := bytes.LastIndex(whole, []byte("mdat")) - 4
	change := func(edit func(*heifFile)) []byte {
		f := phone()
		edit(&f)
		return f.bytes()
	}
	sized := func(size []byte) []byte { return join(whole[:mdat], size, whole[mdat+4:]) }
	for _, c := range []struct {
		name, problem string
		data          []byte
		w, frames     int
		complete      bool
	}{
		{name: "last box of size 0", data: sized(be32(0)), w: 1000, frames: 1, complete: true},
		{name: "box of 64 bits", data: join(whole[:mdat], be32(1), "mdat", be64(16+64), make([]byte, 64)), w: 1000, frames: 1, complete: true},
		{name: "box of 2^63 bytes", data: join(whole[:mdat], be32(1), "mdat", be64(1<<62), make([]byte, 64)), w: 1000, frames: 1},
		{name: "box of 7 bytes", data: sized(be32(7)), w: 1000, frames: 1},
		{name: "cut", data: whole[:len(whole)-10], w: 1000, frames: 1},
		{name: "cut behind the file type", data: whole[:24], problem: "does not say", frames: 1},
		{name: "cut inside meta", data: whole[:60], problem: "does not say", frames: 1},
		{name: "grid that is larger than its item", complete: true, data: change(func(f *heifFile) {
			f.inline = join("\x00\x01\x01\x01", be32(65535), be32(65535), "....")
			f.items[8].n = 12
		}), w: 1000, frames: 1, problem: "its grid 65535x65535"},
		{name: "no size", data: change(func(f *heifFile) { f.items[8].props = nil; f.items[8].kind = "hvc1" }), frames: 1, problem: "does not say", complete: true},
		{name: "grid without a size of its own", data: change(func(f *heifFile) { f.items[8].props = nil }), w: 1000, frames: 1, complete: true},
		{name: "primary item that is not there", data: change(func(f *heifFile) { f.primary = 77 }), frames: 0, problem: "primary item 77", complete: true},
		{name: "no height", data: change(func(f *heifFile) { f.properties = join(ispe(1, 1), ispe(1000, 0)); f.items[8].kind = "hvc1" }), w: 1000, frames: 1, complete: true, problem: "both sides"},
		{name: "two sizes", data: change(func(f *heifFile) { f.items[8].props = []int{2, 3} }), w: 1000, frames: 1, problem: "1000x700 and 160x112", complete: true},
		{name: "property that is not there", data: change(func(f *heifFile) { f.items[8].props = []int{99, 2, 0} }), w: 1000, frames: 1, complete: true},
		{name: "references that loop", data: change(func(f *heifFile) {
			f.references = join(reference("dimg", 9, 9), reference("dimg", 1, 9), reference("thmb", 9, 9))
		}), w: 1000, frames: -1, complete: true},
		{name: "item outside the file", data: change(func(f *heifFile) { f.items[0].at = 1 << 30; f.items[0].n = 99 }), w: 1000, frames: 1},
		{name: "item inside another item", data: change(func(f *heifFile) { f.items[6].method = 2 }), w: 1000, frames: 1, complete: true},
		{name: "metadata that is the whole file, a thousand times", complete: true, problem: "overlap", w: 1000, frames: 1, data: change(func(f *heifFile) {
			for i := range 1000 {
				f.items = append(f.items, item{id: 1000 + i, kind: "mime", at: 0, n: 4000})
			}
		})},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := look(t, c.data)
			wrong(t, s, c.problem)
			if s.Width != c.w || c.frames > 0 && s.Frames != c.frames || s.Complete != c.complete {
				t.Fatalf("got %+v", s)
			}
		})
	}
}

// Locations whose extents take no bytes must not be walked one by one: 65535 of them for each of 100,000 items.
func TestHEIFLocationsWithoutBytes(t *testing.T) {
	places := bytes.Repeat(join(be16(1), be16(0), be16(0xffff)), 100_000)
	meta := bytesOf("meta", be32(0), bytesOf("iloc", be32(0), be16(0), be16(0xffff), places))
	if s := look(t, join(bytesOf("ftyp", heicBrands), meta)); s.Problem == "" {
		t.Errorf("got %+v", s)
	}
}

func TestHEIFItemsWithoutEnd(t *testing.T) {
	var infos []byte
	for i := range survey.MaxItems + 10 {
		infos = append(infos, bytesOf("infe", "\x03\x00\x00\x00", be32(i), be16(0), "hvc1\x00")...)
	}
	meta := bytesOf("meta", be32(0), bytesOf("pitm", be32(0), be16(1)), bytesOf("iinf", be32(1<<24), be32(1), infos))
	s := look(t, join(bytesOf("ftyp", heicBrands), meta))
	if wrong(t, s, "more than 65536 items"); s.Chunks < survey.MaxItems {
		t.Errorf("%d chunks", s.Chunks)
	}
}
