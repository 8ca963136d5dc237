package still_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loupe/forensics/picturetest"
	"loupe/forensics/still"
)

// TestCorpusOutcomes names what some files of others must yield; the rest must end in a picture or an error.
func TestCorpusOutcomes(t *testing.T) {
	root := picturetest.Dir(t, "formats")
	for name, want := range map[string]string{
		"sharp/test/fixtures/Channel_digital_image_CMYK_color.jpg":                                              "ok",
		"sharp/test/fixtures/testimgl.jpg":                                                                      "variant", // lossless
		"sharp/test/fixtures/truncated.jpg":                                                                     "truncated",
		"sharp/test/fixtures/truncated.png":                                                                     "truncated",
		"sharp/test/fixtures/cielab-dagams.tiff":                                                                "variant",
		"sharp/test/fixtures/rotating-squares.webp":                                                             "ok",
		"sharp/test/fixtures/pitm.avif":                                                                         "ok",
		"image_rs/tests/bad/bmp/Bad_reallybig.bmp":                                                              "truncated",
		"image_rs/tests/images/bmp/images/pal8badindex.bmp":                                                     "damaged",
		"image_rs/tests/images/bmp/images/pal4rle.bmp":                                                          "variant",
		"image_rs/tests/images/gif/anim/oob.gif":                                                                "damaged",
		"image_rs/tests/images/tiff/testsuite/planar.tiff":                                                      "variant",
		"golang_image/testdata/invalid-palette-ref.tiff":                                                        "damaged",
		"libheif/examples/example.heic":                                                                         "ok",
		"libheif/tests/data/rainbow-451x461.heic":                                                               "ok", // one channel in pixi
		"libheif/tests/data/with-alpha-512x512.heic":                                                            "ok",
		"libheif/tests/data/lightning_mini.heif":                                                                "variant",
		"libavif/tests/data/colors-animated-8bpc-audio.avif":                                                    "ok",
		"libavif/tests/data/clop_irot_imor.avif":                                                                "ok",
		"libavif/tests/data/sofa_grid1x5_420.avif":                                                              "ok",
		"libavif/tests/data/poc_b_506387278.avif":                                                               "damaged",
		"libheif/fuzzing/data/corpus/vvc32.heif":                                                                "variant",
		"image_rs/tests/images/webp/extended_images/anim.webp":                                                  "ok",
		"image_rs/tests/regression/tiff/clusterfuzz-testcase-minimized-fuzzer_script_tiff-5026894169374720.tif": "variant",
	} {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		if _, err := still.Decode(extensionType(name), data, 0); outcome(err) != want {
			t.Errorf("%s: %s (%v), want %s", name, outcome(err), err, want)
		}
	}
}

// TestCorpus decodes every file of a type that is read, up to 2 megapixels, and counts the outcomes.
func TestCorpus(t *testing.T) {
	if testing.Short() {
		t.Skip("decodes 400 files")
	}
	root := picturetest.Dir(t, "formats")
	counts := map[string]int{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		kind := extensionType(path)
		if err != nil || d.IsDir() || kind == "" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		cfg, err := still.Config(kind, data, 0)
		if err == nil && cfg.Width*cfg.Height > 2e6 {
			return nil
		}
		img, err := still.Decode(kind, data, 0)
		counts[outcome(err)]++
		if err != nil && strings.Contains(err.Error(), "panicked") {
			t.Errorf("%s: %v", path, err)
		}
		if err == nil && (img.Bounds().Dx() != cfg.Width || img.Bounds().Dy() != cfg.Height) {
			t.Errorf("%s: %v, Config says %dx%d", path, img.Bounds(), cfg.Width, cfg.Height)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(counts)
	if counts["ok"] < 300 {
		t.Errorf("%d files decoded, 300 at least", counts["ok"])
	}
}

func extensionType(path string) string {
	switch ext := strings.ToLower(filepath.Ext(path)); ext {
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".tif", ".tiff":
		return "image/tiff"
	case ".png", ".gif", ".webp", ".bmp", ".heic", ".avif":
		return "image/" + ext[1:]
	case ".heif":
		return "image/heif"
	}
	return ""
}
