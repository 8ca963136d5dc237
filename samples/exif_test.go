package samples_test

import (
	"bytes"
	"fmt"
	"image/color"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bep/imagemeta"
	"github.com/disintegration/imaging"

	"loupe/samples"
)

func readTags(t *testing.T, data []byte) imagemeta.Tags {
	t.Helper()
	var tags imagemeta.Tags
	_, err := imagemeta.Decode(imagemeta.Options{R: bytes.NewReader(data), ImageFormat: imagemeta.JPEG, Sources: imagemeta.EXIF,
		HandleTag: func(tag imagemeta.TagInfo) error { tags.Add(tag); return nil }})
	if err != nil {
		t.Fatal(err)
	}
	return tags
}

func text(tags imagemeta.Tags, name string) string {
	return strings.TrimRight(fmt.Sprint(tags.EXIF()[name].Value), "\x00")
}

// An independent reader finds what was written, for every orientation and with and without an editor.
func TestExifReadsBack(t *testing.T) {
	shot := time.Date(2025, 3, 9, 17, 4, 5, 0, time.UTC)
	img := imaging.New(64, 48, color.White)
	for orientation := 1; orientation <= 8; orientation++ {
		exif := samples.Exif{Make: "Loupe", Model: "Specimen Cam 1", Original: shot, Modified: shot.Add(time.Hour), Orientation: orientation,
			Width: 64, Height: 48, ISO: 200, Exposure: [2]uint32{1, 60}, Thumbnail: []byte{0xFF, 0xD8, 0xFF, 0xD9}}
		if orientation%2 == 0 {
			exif.Software = "Adobe Photoshop 25.0 (Windows)"
		}
		data, err := samples.EncodeJPEG(img, 90, &exif)
		if err != nil {
			t.Fatal(err)
		}
		tags := readTags(t, data)
		for name, want := range map[string]string{
			"Make": "Loupe", "Model": "Specimen Cam 1", "DateTimeOriginal": "2025:03:09 17:04:05", "ModifyDate": "2025:03:09 18:04:05",
			"Orientation": fmt.Sprint(orientation), "ISO": "200",
		} {
			if got := text(tags, name); got != want {
				t.Errorf("orientation %d: %s is %q, want %q", orientation, name, got, want)
			}
		}
		if _, has := tags.EXIF()["Software"]; has != (exif.Software != "") {
			t.Errorf("orientation %d: Software present %v", orientation, has)
		}
		if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil {
			t.Errorf("orientation %d: %v", orientation, err)
		}
	}
}

func TestExifTooLargeIsAnError(t *testing.T) {
	exif := samples.Exif{Make: "Loupe", Thumbnail: make([]byte, 70_000)}
	if _, err := samples.EncodeJPEG(imaging.New(8, 8, color.White), 90, &exif); err == nil {
		t.Error("a thumbnail of 70000 bytes was accepted; a segment holds 65535")
	}
}

// Every camera file's thumbnail shows the file's picture, but the one specimen that is made to lie.
func TestThumbnailsMatch(t *testing.T) {
	set := defaultSet(t)
	n := 0
	for _, e := range set.manifest.Entries {
		if e.Truth.Orientation == 0 {
			continue
		}
		data, err := os.ReadFile(filepath.Join(set.dir, filepath.FromSlash(e.File)))
		if err != nil {
			t.Fatal(err)
		}
		tags := readTags(t, data)
		if got := text(tags, "Orientation"); got != fmt.Sprint(e.Truth.Orientation) {
			t.Errorf("%s: orientation %s, the manifest says %d", e.File, got, e.Truth.Orientation)
		}
		difference := thumbnailDifference(t, data)
		lies := e.File == "edited/thumbnail.jpg"
		if lies != (difference > 6) {
			t.Errorf("%s: thumbnail is %.1f levels (worst 8x8 block) from the picture", e.File, difference)
		}
		n++
	}
	if n < 12 {
		t.Errorf("%d files with EXIF, want at least 12", n)
	}
}

// thumbnailDifference returns the largest difference of an 8x8 block's mean between the embedded thumbnail and the picture.
func thumbnailDifference(t *testing.T, data []byte) float64 {
	t.Helper()
	main, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	start := bytes.Index(data[2:], []byte{0xFF, 0xD8})
	if start < 0 {
		t.Fatal("no thumbnail")
	}
	small, err := jpeg.Decode(bytes.NewReader(data[2+start:]))
	if err != nil {
		t.Fatal(err)
	}
	a := imaging.Grayscale(small)
	b := imaging.Grayscale(imaging.Resize(main, a.Rect.Dx(), a.Rect.Dy(), imaging.Box))
	worst := 0.0
	for y := 0; y+8 <= a.Rect.Dy(); y += 8 {
		for x := 0; x+8 <= a.Rect.Dx(); x += 8 {
			sum := 0.0
			for i := range 64 {
				at := a.PixOffset(x+i%8, y+i/8)
				sum += float64(a.Pix[at]) - float64(b.Pix[at])
			}
			worst = max(worst, math.Abs(sum)/64)
		}
	}
	return worst
}
