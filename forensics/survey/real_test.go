package survey_test

import (
	"bytes"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"

	_ "golang.org/x/image/bmp"
	_ "golang.org/x/image/tiff"
	_ "golang.org/x/image/webp"

	"loupe/forensics/picturetest"
	"loupe/forensics/survey"
)

// broken reports whether a file of formats is there because it is damaged or not what Loupe reads: no file that
// anybody made with a camera or an editor.
func broken(path string) bool {
	for _, part := range []string{
		"/fuzzing/data/corpus/", "/bad/", "/regression/", // made to break decoders
		"/gif/anim/oob.gif", "/issue_1455_oversized.gif", // frames outside the canvas
		"/invalid-palette-ref.tiff",                             // strips that reach beyond the file
		"lightning_mini.heif", "simple_osm_tile_", "-mini.heif", // the minimised box (mini), which nobody reads yet
		"/corrupt-header.jpg", "/truncated.jpg", "/truncated.png", "poc_", // named for what is wrong with them
	} {
		if strings.Contains(path, part) {
			return true
		}
	}
	return false
}

// each calls visit with every file below the folders of the foreign pictures.
func each(t testing.TB, visit func(path string, data []byte), folders ...string) {
	t.Helper()
	root := picturetest.Dir(t)
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			if err == nil {
				visit(filepath.ToSlash(strings.TrimPrefix(path, root)), data)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Every picture that is not broken is whole and without a problem, and has the size that its decoder says.
func TestReal(t *testing.T) {
	count, compared := map[string]int{}, 0
	each(t, func(path string, data []byte) {
		s := look(t, data)
		if s.MediaType == "" || broken(path) {
			return
		}
		count[s.MediaType]++
		if !s.Complete || s.Problem != "" || s.Width <= 0 || s.Height <= 0 || s.Frames < 1 || s.Pages < 1 {
			s.ICC = nil
			t.Errorf("%s: %+v", path, s)
		}
		for _, f := range s.Foreign {
			t.Errorf("%s: foreign content %+v", path, f)
		}
		c, _, err := image.DecodeConfig(bytes.NewReader(data))
		if err != nil {
			return // a variant that the standard decoders do not read
		}
		if compared++; c.Width != s.Width || c.Height != s.Height {
			t.Errorf("%s: %dx%d, the decoder says %dx%d", path, s.Width, s.Height, c.Width, c.Height)
		}
	}, "formats", "authentic")
	types := make([]string, 0, len(count))
	for k := range count {
		types = append(types, k)
	}
	slices.Sort(types)
	for _, k := range types {
		t.Logf("%-12s n=%d", k, count[k])
	}
	t.Logf("%d compared with their decoder", compared)
}

// What other readers (ExifTool) say of files that the standard library does not read, and of animations.
func TestRealKnown(t *testing.T) {
	known := map[string]struct {
		mediaType                  string
		width, height, frames, icc int
	}{
		"/formats/libavif/tests/data/sofa_grid1x5_420.avif":          {"image/avif", 1024, 770, 1, 0},
		"/formats/libavif/tests/data/colors-animated-8bpc.avif":      {"image/avif", 150, 150, 5, 0},
		"/formats/libavif/tests/data/paris_icc_exif_xmp.avif":        {"image/avif", 403, 302, 1, 596},
		"/formats/libavif/tests/data/draw_points_idat.avif":          {"image/avif", 33, 11, 1, 0},
		"/formats/libavif/tests/data/seine_sdr_gainmap_srgb.avif":    {"image/avif", 400, 300, 1, 0},
		"/formats/libavif/tests/data/abc_color_irot_alpha_irot.avif": {"image/avif", 512, 256, 1, 0},
		"/authentic/exif_samples/heic/IMG_5195.HEIC":                 {"image/heic", 2566, 3313, 1, 548},
		"/authentic/exif_samples/heic/samplefilehub.heif":            {"image/heic", 640, 426, 1, 0},
		"/authentic/exif_samples/heic/mobile/iphone_13_pro_max.HEIC": {"image/heic", 4032, 3024, 1, 548},
		"/authentic/exif_samples/heic/mobile/HMD_Nokia_8.3_5G.heif":  {"image/heic", 4608, 3456, 1, 0},
		"/formats/sharp/test/fixtures/rotating-squares.gif":          {"image/gif", 80, 80, 30, 0},
		"/formats/sharp/test/fixtures/rotating-squares.webp":         {"image/webp", 80, 80, 9, 0},
	}
	each(t, func(path string, data []byte) {
		k, ok := known[path]
		if !ok {
			return
		}
		s := survey.Look(data)
		if s.MediaType != k.mediaType || s.Width != k.width || s.Height != k.height || s.Frames != k.frames || s.ICCBytes != k.icc {
			s.ICC = nil
			t.Errorf("%s: %+v, want %+v", path, s, k)
		}
		delete(known, path)
	}, "formats", "authentic")
	for path := range known {
		t.Errorf("%s is not among the pictures", path)
	}
}
