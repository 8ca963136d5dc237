package still_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"slices"
	"testing"

	"loupe/forensics/still"
)

func isobox(kind string, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8)), kind...), body...)
}

func be16(v int) []byte { return binary.BigEndian.AppendUint16(nil, uint16(v)) }
func be32(v ...int) []byte {
	var out []byte
	for _, n := range v {
		out = binary.BigEndian.AppendUint32(out, uint32(n))
	}
	return out
}

func ispe(w, h int) []byte { return isobox("ispe", be32(0, w, h)) }
func pixi(n byte) []byte   { return isobox("pixi", be32(0), []byte{n}, bytes.Repeat([]byte{8}, int(n))) }

// heifItem is an item of a file that heifFile writes.
type heifItem struct {
	kind       string
	properties [][]byte
	data       []byte
	parts      []int // dimg references, to positions from 1
}

// heifFile writes a file whose primary item is the first.
func heifFile(brand string, items []heifItem, more ...[]byte) []byte {
	var infe, props, assoc, locations, refs, mdat []byte
	n := 0
	for k, it := range items {
		infe = append(infe, isobox("infe", be32(2<<24), be16(k+1), be16(0), []byte(it.kind), []byte{0})...)
		assoc = append(append(assoc, be16(k+1)...), byte(len(it.properties)))
		for _, p := range it.properties {
			n++
			props, assoc = append(props, p...), append(assoc, byte(n))
		}
		if len(it.parts) > 0 {
			ids := [][]byte{be16(k + 1), be16(len(it.parts))}
			for _, p := range it.parts {
				ids = append(ids, be16(p))
			}
			refs = append(refs, isobox("dimg", ids...)...)
		}
	}
	build := func(base int) []byte {
		locations, mdat = nil, nil
		for k, it := range items {
			locations = append(locations, bytes.Join([][]byte{be16(k + 1), be16(0), be16(1), be32(base + len(mdat)), be32(len(it.data))}, nil)...)
			mdat = append(mdat, it.data...)
		}
		meta := isobox("meta", be32(0), isobox("hdlr", be32(0, 0), []byte("pict"), make([]byte, 13)), isobox("pitm", be32(0), be16(1)),
			isobox("iloc", be32(0), []byte{0x44, 0}, be16(len(items)), locations), isobox("iinf", be32(0), be16(len(items)), infe),
			isobox("iref", be32(0), refs), isobox("iprp", isobox("ipco", props), isobox("ipma", be32(0, len(items)), assoc)))
		head := append(isobox("ftyp", []byte(brand), be32(0), []byte("mif1"), []byte(brand)), meta...)
		return append(append(head, bytes.Join(more, nil)...), isobox("mdat", mdat)...)
	}
	return build(len(build(0)) - 8 - len(mdat) + 8)
}

// coded takes the bitstream and its configuration out of a golden file of one coded picture.
func coded(t testing.TB, name, kind, record string) heifItem {
	t.Helper()
	data := golden(t, name)
	at := bytes.Index(data, []byte(record)) - 4
	mdat := bytes.LastIndex(data, []byte("mdat")) + 4
	if at < 0 || mdat < 4 {
		t.Fatalf("%s: no %s", name, record)
	}
	n := int(binary.BigEndian.Uint32(data[at:]))
	return heifItem{kind: kind, properties: [][]byte{data[at : at+n]}, data: data[mdat:]}
}

func colourAVIF(t testing.TB) heifItem { return coded(t, "colour.avif", "av01", "av1C") }

// greyHEVC is the one golden HEIC without a grid around it: 64x64.
func greyHEVC(t testing.TB) heifItem { return coded(t, "grey.heic", "hvc1", "hvcC") }

func (it heifItem) with(properties ...[]byte) heifItem {
	it.properties = append(slices.Clone(it.properties), properties...)
	return it
}

// clapBox cuts w by h out of the middle, moved by quarters of pixels.
func clapBox(w, h, x4, y4 int) []byte { return isobox("clap", be32(w, 1, h, 1, x4, 4, y4, 4)) }

func TestTransformations(t *testing.T) {
	const w, h = drawnWidth, drawnHeight
	turned := isobox("irot", []byte{1})
	for _, c := range []struct {
		name       string
		properties [][]byte
		size       image.Point
		from       func(x, y int) (int, int) // where the pixel comes from
	}{
		{"none", nil, image.Pt(w, h), func(x, y int) (int, int) { return x, y }},
		{"a quarter", [][]byte{turned}, image.Pt(h, w), func(x, y int) (int, int) { return w - 1 - y, x }},
		{"a half", [][]byte{isobox("irot", []byte{2})}, image.Pt(w, h), func(x, y int) (int, int) { return w - 1 - x, h - 1 - y }},
		{"three quarters", [][]byte{isobox("irot", []byte{3})}, image.Pt(h, w), func(x, y int) (int, int) { return y, h - 1 - x }},
		{"top and bottom", [][]byte{isobox("imir", []byte{0})}, image.Pt(w, h), func(x, y int) (int, int) { return x, h - 1 - y }},
		{"left and right", [][]byte{isobox("imir", []byte{1})}, image.Pt(w, h), func(x, y int) (int, int) { return w - 1 - x, y }},
		{"clap", [][]byte{clapBox(40, 20, 8, -16)}, image.Pt(40, 20), func(x, y int) (int, int) { return x + 14, y + 10 }},
		{"clap, then a quarter", [][]byte{clapBox(40, 20, 8, -16), turned}, image.Pt(20, 40), func(x, y int) (int, int) { return 14 + 39 - y, 10 + x }},
		{"a quarter, then clap", [][]byte{turned, clapBox(20, 40, 0, 0)}, image.Pt(20, 40), func(x, y int) (int, int) { return w - 1 - (y + 12), x + 14 }},
	} {
		t.Run(c.name, func(t *testing.T) {
			it := colourAVIF(t).with(append([][]byte{ispe(w, h), pixi(3)}, c.properties...)...)
			img := mustDecode(t, "image/avif", heifFile("avif", []heifItem{it}), 0)
			if img.Bounds().Size() != c.size {
				t.Fatalf("size %v, want %v", img.Bounds().Size(), c.size)
			}
			near(t, img, 6, func(x, y int) color.Color { return drawn(c.from(x, y)) })
		})
	}
}

// TestHEICTransformations checks libheif, which does the same itself.
func TestHEICTransformations(t *testing.T) {
	at := func(x, y int) color.Color { return color.Gray{Y: uint8(2*x + 2*y)} }
	for _, c := range []struct {
		name string
		p    []byte
		from func(x, y int) color.Color
	}{
		{"a quarter", isobox("irot", []byte{1}), func(x, y int) color.Color { return at(63-y, x) }},
		{"left and right", isobox("imir", []byte{1}), func(x, y int) color.Color { return at(63-x, y) }},
		{"clap", clapBox(40, 20, 16, -16), func(x, y int) color.Color { return at(x+16, y+18) }},
	} {
		it := greyHEVC(t).with(ispe(64, 64), pixi(1), c.p)
		for _, brand := range []string{"heic", "mif1"} {
			near(t, mustDecode(t, "image/heic", heifFile(brand, []heifItem{it}), 0), 6, c.from)
		}
	}
}

func grid(rows, columns byte, w, h, tiles int) heifItem {
	g := heifItem{kind: "grid", properties: [][]byte{ispe(w, h), pixi(3)}, data: append([]byte{0, 0, rows - 1, columns - 1}, append(be16(w), be16(h)...)...)}
	for k := range tiles {
		g.parts = append(g.parts, k+2)
	}
	return g
}

// TestGrid has six tiles of 64x64, of which the golden picture fills the upper 48 rows.
func TestGrid(t *testing.T) {
	tile := coded(t, "colour.heic", "hvc1", "hvcC").with(ispe(64, 64), pixi(3))
	items := append([]heifItem{grid(2, 3, 180, 120, 6)}, slices.Repeat([]heifItem{tile}, 6)...)
	img := mustDecode(t, "image/heic", heifFile("heic", items), 0)
	near(t, img, 6, func(x, y int) color.Color {
		if y%64 >= drawnHeight {
			return img.At(x, y)
		}
		return drawn(x%64, y%64)
	})
}

// TestContradictions are files whose headers say less than their bitstreams hold, or name what is not there.
func TestContradictions(t *testing.T) {
	hevc, av1 := greyHEVC(t), colourAVIF(t)
	inBand := greyHEVC(t)
	sps := bytes.Index(inBand.properties[0], []byte{0x42, 0x01})
	inBand.data = append(append(be32(20), inBand.properties[0][sps:sps+20]...), inBand.data...)
	tooMany := []heifItem{grid(16, 16, 64, 64, 300)}
	for range 300 {
		tooMany = append(tooMany, hevc.with(ispe(64, 64)))
	}
	for _, c := range []struct {
		name, mediaType string
		data            []byte
		outcome         string
	}{
		{"HEVC larger than its header", "image/heic", heifFile("heic", []heifItem{hevc.with(ispe(32, 32), pixi(1))}), "damaged"},
		{"HEVC smaller than its header", "image/heic", heifFile("heic", []heifItem{hevc.with(ispe(640, 640), pixi(1))}), "damaged"},
		{"AV1 larger than its header", "image/avif", heifFile("avif", []heifItem{av1.with(ispe(32, 32))}), "damaged"},
		{"parameter sets in the data", "image/heic", heifFile("heic", []heifItem{inBand.with(ispe(64, 64), pixi(1))}), "damaged"},
		{"300 tiles for one", "image/heic", heifFile("heic", tooMany), "damaged"},
		{"no tiles", "image/heic", heifFile("heic", []heifItem{grid(1, 1, 64, 64, 0)}), "damaged"},
		{"tiles that are not there", "image/heic", heifFile("heic", []heifItem{grid(2, 1, 64, 64, 2)}), "damaged"},
		{"a grid of itself", "image/heic", heifFile("heic", []heifItem{{kind: "grid", properties: [][]byte{ispe(64, 64)}, parts: []int{1}}}), "damaged"},
		{"no size", "image/heic", heifFile("heic", []heifItem{hevc}), "damaged"},
		{"no configuration", "image/heic", heifFile("heic", []heifItem{{kind: "hvc1", properties: [][]byte{ispe(64, 64)}, data: hevc.data}}), "damaged"},
		{"a clap of nothing", "image/avif", heifFile("avif", []heifItem{av1.with(ispe(64, 48), clapBox(0, 0, 0, 0))}), "damaged"},
		{"a clap by zero", "image/avif", heifFile("avif", []heifItem{av1.with(ispe(64, 48), isobox("clap", make([]byte, 32)))}), "damaged"},
		{"a clap outside", "image/avif", heifFile("avif", []heifItem{av1.with(ispe(64, 48), clapBox(64, 48, 4, 0))}), "damaged"},
		{"AV1 called HEIC", "image/heic", heifFile("heic", []heifItem{av1.with(ispe(64, 48))}), "variant"},
		{"JPEG inside", "image/heic", heifFile("heic", []heifItem{{kind: "jpeg", properties: [][]byte{ispe(8, 8)}}}), "variant"},
		{"AV1 without a frame", "image/avif", heifFile("avif", []heifItem{{kind: "av01", properties: [][]byte{av1.properties[0], ispe(64, 48)}, data: av1.data[:14]}}), "damaged"},
		{"nothing but a brand", "image/heic", isobox("ftyp", []byte("heic"), be32(0), []byte("heic")), "variant"},
		{"a low-overhead header", "image/avif", append(isobox("ftyp", []byte("avif"), be32(0)), isobox("mini", make([]byte, 30))...), "variant"},
	} {
		t.Run(c.name, func(t *testing.T) { refused(t, c.mediaType, c.data, 0, c.outcome, "") })
	}
}

// TestChannelsMistaken: GIMP and libheif wrote one channel (pixi) for colour pictures, which libheif 1.18 believes.
func TestChannelsMistaken(t *testing.T) {
	data := bytes.Clone(golden(t, "colour.heic"))
	for at := 0; ; {
		k := bytes.Index(data[at:], []byte("pixi"))
		if k < 0 {
			break
		}
		at += k + 8
		data[at] = 1
	}
	near(t, mustDecode(t, "image/heic", data, 0), 6, func(x, y int) color.Color { return drawn(x, y) })
}

// TestTracksAreNotRead gives an AVIF the brand of a sequence, and tracks that libavif cannot read.
func TestTracksAreNotRead(t *testing.T) {
	it := colourAVIF(t).with(ispe(64, 48), pixi(3))
	data := heifFile("avis", []heifItem{it}, isobox("moov", []byte("no track at all")))
	near(t, mustDecode(t, "image/avif", data, 0), 6, func(x, y int) color.Color { return drawn(x, y) })
}

func TestSandboxed(t *testing.T) {
	heicErr, avifErr := still.Sandboxed()
	if heicErr != nil || avifErr != nil {
		t.Errorf("%v, %v: run the tests with -tags nodynamic", heicErr, avifErr)
	}
	if err := still.Warm(); err != nil {
		t.Error(err)
	}
}

// TestConcurrent decodes on several goroutines: each has an instance of its own.
func TestConcurrent(t *testing.T) {
	names := []string{"colour.heic", "colour.avif", "grey.heic", "ten.avif"}
	done := make(chan error)
	for k := range 2 * len(names) {
		data, kind := golden(t, names[k%len(names)]), mediaType(names[k%len(names)])
		go func() {
			_, err := still.Decode(kind, data, 0)
			done <- err
		}()
	}
	for range 2 * len(names) {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}
