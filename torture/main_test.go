package torture_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"loupe/forensics/picturetest"
	"loupe/torture/mutate"
)

// binary is the real program, built once for all tests of this package.
var binary string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "loupe-torture-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(dir, "loupe")
	if out, err := exec.Command("go", "build", "-tags", "nodynamic", "-o", binary, "loupe/cmd/loupe").CombinedOutput(); err != nil {
		panic(fmt.Sprintf("build the program: %v\n%s", err, out))
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// long reports whether the long versions are asked for: make torture.
func long() bool { return os.Getenv("LOUPE_TORTURE") != "" }

// setting returns an environment variable as a number, or what stands for it.
func setting(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("%s is %q: write a number", name, text)
	}
	return n
}

// realFiles are small real pictures of formats that cannot all be written by code, as far as they are there. They are
// only read.
func realFiles(t *testing.T) []mutate.Base {
	t.Helper()
	root := picturetest.Root()
	const most = 40_000
	var all []mutate.Base
	for _, g := range []struct{ pattern, mediaType string }{
		{"formats/golang_image/testdata/*.webp", "image/webp"},
		{"formats/image_rs/tests/images/webp/*/*.webp", "image/webp"},
		{"formats/libavif/tests/data/*.avif", "image/avif"},
		{"formats/libavif/tests/data/io/*.avif", "image/avif"},
		{"formats/libheif/fuzzing/data/corpus/*.hei[cf]", "image/heic"},
		{"formats/libheif/tests/data/*.hei[cf]", "image/heic"},
		{"authentic/exif_samples/heic/*.heif", "image/heic"},
		{"formats/golang_image/testdata/*.tiff", "image/tiff"},
		{"formats/golang_image/testdata/*.bmp", "image/bmp"},
		{"formats/image_rs/tests/images/bmp/images/*.bmp", "image/bmp"},
		{"formats/image_rs/tests/images/gif/*/*.gif", "image/gif"},
		{"formats/image_rs/tests/images/jpg/progressive/*.jpg", "image/jpeg"},
		{"authentic/exif_samples/jpg/*.jpg", "image/jpeg"},
		{"formats/image_rs/tests/images/png/apng/*.png", "image/png"},
		{"mrz/passporteye/tests/data/*.pdf", "application/pdf"},
	} {
		paths, err := filepath.Glob(filepath.Join(root, g.pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			if data, err := os.ReadFile(path); err == nil && len(data) > 0 && len(data) <= most {
				all = append(all, mutate.Base{Name: filepath.Base(path), MediaType: g.mediaType, Data: data})
			}
		}
	}
	if len(all) == 0 {
		t.Logf("SKIPPED: no real pictures in %s (LOUPE_TESTDATA): HEIC, AVIF and lossy WebP are not mutated", root)
	}
	return all
}
