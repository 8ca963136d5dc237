package forensics_test

import (
	"encoding/binary"
	"image"
	"slices"
	"testing"

	"loupe/forensics"
	"loupe/models"
)

// twoSheets is a TIFF of two pages of different sizes: the second file's directory and samples behind the first's.
func twoSheets(t testing.TB, a, b image.Image) []byte {
	t.Helper()
	first, second := tiffOf(t, a), tiffOf(t, b)
	base := uint32(len(first))
	at := binary.LittleEndian.Uint32(second[4:])
	entries := int(binary.LittleEndian.Uint16(second[at:]))
	const stripOffsets = 273
	sizes := map[uint16]uint32{1: 1, 2: 1, 3: 2, 4: 4, 5: 8}
	for i := range entries { // what points into the second file now points behind the first
		e := second[int(at)+2+12*i:]
		tag, kind, count := binary.LittleEndian.Uint16(e), binary.LittleEndian.Uint16(e[2:]), binary.LittleEndian.Uint32(e[4:])
		if tag == stripOffsets || sizes[kind]*count > 4 {
			binary.LittleEndian.PutUint32(e[8:], binary.LittleEndian.Uint32(e[8:])+base)
		}
	}
	at1 := binary.LittleEndian.Uint32(first[4:])
	n1 := uint32(binary.LittleEndian.Uint16(first[at1:]))
	binary.LittleEndian.PutUint32(first[at1+2+12*n1:], at+base)
	return slices.Concat(first, second)
}

func TestPagesOfATIFF(t *testing.T) {
	data := twoSheets(t, scene(64, 48), scene(90, 33))
	o, err := forensics.NewOpener(forensics.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	f, refusal := o.Open(t.Context(), models.Original{Data: data, Side: models.SideFront, Filename: "a.tiff", DeclaredType: "image/tiff"}, models.KindDiploma)
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	defer f.Close()
	if f.Len() != 2 {
		t.Fatalf("%d pages", f.Len())
	}
	for i, want := range []image.Point{{64, 48}, {90, 33}} {
		x, refusal := f.Page(t.Context(), i)
		if refusal != nil {
			t.Fatal(refusal.Message)
		}
		p := x.Page
		if p.Width != want.X || p.Height != want.Y || p.Sheet != i+1 || p.Side != models.SideFront || p.Source != models.SourcePicture {
			t.Errorf("page %d: %+v", i, p)
		}
		if (p.SHA256 != "") != (i == 0) {
			t.Errorf("page %d has the file's digest %q: only the first page stands for the file", i, p.SHA256)
		}
		if info := f.Info(x); info.Pages != 2 || info.MediaType != "image/tiff" || info.Bytes != int64(len(data)) {
			t.Errorf("file: %+v", info)
		}
		if x.Declared != (forensics.Declared{Name: "a.tiff", Type: "image/tiff"}) {
			t.Errorf("declared: %+v", x.Declared)
		}
	}
	l := forensics.DefaultLimits()
	l.MaxSide = 80
	small, err := forensics.NewOpener(l)
	if err != nil {
		t.Fatal(err)
	}
	if _, refusal := small.Open(t.Context(), models.Original{Data: data}, models.KindDiploma); refusal == nil || refusal.Reason != models.ReasonFileTooManyPixels {
		t.Errorf("a second page beyond the limit: %+v", refusal)
	}
}

func TestBlank(t *testing.T) {
	blank, written := image.NewGray(image.Rect(0, 0, 600, 800)), image.NewGray(image.Rect(0, 0, 600, 800))
	for i := range blank.Pix {
		blank.Pix[i] = uint8(238 + i%7)
		written.Pix[i] = blank.Pix[i]
	}
	for y := 100; y < 108; y++ { // one line of text: 0.5 % of the page
		for x := 100; x < 400; x++ {
			written.Pix[y*written.Stride+x] = 30
		}
	}
	for _, tt := range []struct {
		img  image.Image
		want bool
	}{{blank, true}, {written, false}} {
		x, refusal := forensics.Open(pngOf(t, tt.img), models.KindDiploma, forensics.DefaultLimits())
		if refusal != nil {
			t.Fatal(refusal.Message)
		}
		if got := forensics.Blank(x); got != tt.want {
			t.Errorf("blank: %v, want %v", got, tt.want)
		}
	}
}
