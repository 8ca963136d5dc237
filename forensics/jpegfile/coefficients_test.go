package jpegfile_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"

	"loupe/forensics/jpegfile"
	"loupe/forensics/picturetest"
)

func TestCoefficientsGiveThePixelsOfTheStandardLibrary(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {8, 8}, {17, 33}, {160, 120}, {251, 199}} {
		for _, quality := range []int{5, 50, 75, 90, 100} {
			img := scene(size[0], size[1])
			grey := image.NewGray(img.Rect)
			draw.Draw(grey, grey.Rect, img, image.Point{}, draw.Src)
			for name, picture := range map[string]image.Image{"colour": img, "grey": grey} {
				t.Run(fmt.Sprintf("%s/%dx%d/q%d", name, size[0], size[1], quality), func(t *testing.T) {
					if !assertSamePixels(t, encode(t, picture, quality), 2) {
						t.Fatal("nothing was compared")
					}
				})
			}
		}
	}
}

func TestCoefficientsOfRealFiles(t *testing.T) {
	for _, folder := range []string{"formats", "authentic", "forgery", "nearduplicate"} {
		t.Run(folder, func(t *testing.T) {
			compared, progressive := 0, 0
			for _, path := range jpegsBelow(t, picturetest.Dir(t, filepath.FromSlash(folder))) {
				data, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				t.Run(filepath.Base(path), func(t *testing.T) {
					if !assertSamePixels(t, data, 2) {
						return
					}
					compared++
					if f, err := jpegfile.Parse(data); err == nil && f.Progressive() {
						progressive++
					}
				})
			}
			t.Logf("%d files agree, %d of them progressive", compared, progressive)
			if compared == 0 {
				t.Error("no file was compared")
			}
		})
	}
}

func TestPlaneAloneEqualsCoefficients(t *testing.T) {
	data := encode(t, scene(123, 77), 80)
	one, _ := jpegfile.Parse(data)
	all, _ := jpegfile.Parse(data)
	planes, err := all.Coefficients()
	if err != nil {
		t.Fatal(err)
	}
	for i := range planes {
		p, err := one.Plane(i)
		if err != nil {
			t.Fatal(err)
		}
		for k := range p.Blocks {
			if p.Blocks[k] != planes[i].Blocks[k] {
				t.Fatalf("component %d block %d differs", i, k)
			}
		}
	}
	if again, _ := one.Plane(0); again == planes[0] || again == nil {
		t.Error("Plane(0) is nil or shared between files")
	}
	if _, err := one.Plane(3); !errors.Is(err, jpegfile.ErrDamaged) {
		t.Errorf("Plane(3) = %v, want ErrDamaged", err)
	}
}

func TestCoefficientsRefuse(t *testing.T) {
	good := encode(t, scene(64, 64), 80)
	sof := bytes.Index(good, []byte{0xFF, jpegfile.SOF0})
	sos := bytes.Index(good, []byte{0xFF, jpegfile.SOS})
	change := func(at int, to ...byte) []byte {
		b := bytes.Clone(good)
		copy(b[at:], to)
		return b
	}
	cases := []struct {
		name string
		data []byte
		want error
	}{
		{"arithmetic", change(sof+1, 0xC9), jpegfile.ErrUnsupported},
		{"lossless", change(sof+1, 0xC3), jpegfile.ErrUnsupported},
		{"16 bit", change(sof+4, 16), jpegfile.ErrUnsupported},
		{"height unknown", change(sof+5, 0, 0), jpegfile.ErrUnsupported},
		{"a huge picture in few bytes", change(sof+5, 0x20, 0, 0x20, 0), jpegfile.ErrDamaged},
		{"a picture beyond the limit", change(sof+5, 0xFF, 0xFF, 0xFF, 0xFF), jpegfile.ErrUnsupported},
		{"cut in the middle of the scan", good[:sos+60], jpegfile.ErrDamaged},
		{"cut before the scan", good[:sos], jpegfile.ErrDamaged},
		{"SOI only", good[:3], jpegfile.ErrDamaged},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f, err := jpegfile.Parse(c.data)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.Coefficients(); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

// progressiveSeed turns a sequential grey picture into a progressive file whose scans repeat its entropy-coded bytes:
// nonsense as a picture, but every progressive block decoder runs on it.
func progressiveSeed(t testing.TB) []byte {
	grey := image.NewGray(image.Rect(0, 0, 40, 40))
	draw.Draw(grey, grey.Rect, scene(40, 40), image.Point{}, draw.Src)
	data := encode(t, grey, 60)
	f := parse(t, data)
	s := f.Scans[0]
	head := bytes.Clone(data[:s.Offset-10])
	head[bytes.Index(head, []byte{0xFF, jpegfile.SOF0})+1] = jpegfile.SOF2
	for _, band := range [][3]byte{{0, 0, 0x01}, {0, 0, 0x10}, {1, 63, 0x01}, {1, 63, 0x10}} {
		head = append(head, segment(jpegfile.SOS, 1, f.Frame.Components[0].ID, 0, band[0], band[1], band[2])...)
		head = append(head, data[s.Offset:s.Offset+s.Length]...)
	}
	return append(head, 0xFF, jpegfile.EOI)
}

func TestProgressiveSeedReachesTheDecoders(t *testing.T) {
	f := parse(t, progressiveSeed(t))
	if !f.Progressive() || len(f.Scans) != 4 || f.Damage != nil {
		t.Errorf("progressive %v, %d scans, damage %v", f.Progressive(), len(f.Scans), f.Damage)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(encode(f, scene(24, 24), 60))
	f.Add(progressiveSeed(f))
	f.Add([]byte{0xFF, 0xD8, 0xFF, 0xD9})
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := jpegfile.Parse(data)
		if err != nil {
			return
		}
		if file.TrailingOffset+file.TrailingLength != len(data) {
			t.Fatalf("trailing %d+%d of %d bytes", file.TrailingOffset, file.TrailingLength, len(data))
		}
		for _, s := range file.Segments {
			file.Payload(s)
		}
		file.Quality()
		file.Frame.Sampling()
		planes, err := file.Coefficients()
		if err == nil && len(planes) != len(file.Frame.Components) {
			t.Fatalf("%d planes of %d components", len(planes), len(file.Frame.Components))
		}
	})
}

func benchmarkPicture(b *testing.B) []byte {
	data := encode(b, scene(4000, 3000), 90)
	b.Logf("%d bytes", len(data))
	b.SetBytes(12_000_000)
	b.ReportAllocs()
	b.ResetTimer()
	return data
}

func BenchmarkParse12MP(b *testing.B) {
	data := benchmarkPicture(b)
	for b.Loop() {
		if _, err := jpegfile.Parse(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCoefficients12MP(b *testing.B) {
	data := benchmarkPicture(b)
	for b.Loop() {
		f, _ := jpegfile.Parse(data)
		if _, err := f.Coefficients(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkStandardLibrary12MP(b *testing.B) {
	data := benchmarkPicture(b)
	for b.Loop() {
		if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
}
