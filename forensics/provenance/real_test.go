package provenance_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"loupe/forensics"
	"loupe/forensics/picturetest"
	"loupe/forensics/provenance"
	"loupe/models"
)

// run answers about a file of any size: the real files that generators wrote were cut down to one pixel.
func run(t testing.TB, data []byte) models.Finding {
	t.Helper()
	limits := forensics.DefaultLimits()
	limits.MinSide = 1
	x, refusal := forensics.Open(data, models.KindProfilePhoto, limits)
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	f, err := provenance.New().Run(t.Context(), x)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Validate(x.File.Width, x.File.Height); err != nil {
		t.Error(err)
	}
	return f
}

// each calls f for every file below a folder of the real pictures.
func each(t *testing.T, f func(path string, data []byte), folder ...string) {
	t.Helper()
	err := filepath.WalkDir(picturetest.Dir(t, folder...), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err == nil {
			f(path, data)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestGenerators: every file of sd_parsers that carries a generator's text is found, and named.
func TestGenerators(t *testing.T) {
	want := map[string]string{
		"automatic1111_cropped.jpg": "Stable Diffusion web UI", "automatic1111_cropped.png": "Stable Diffusion web UI", "automatic1111_stealth.png": "Stable Diffusion web UI",
		"img2img_cropped.png": "ComfyUI", "night_evening_day_morning_cropped.png": "ComfyUI", "noisy_latents_3_subjects_cropped.png": "ComfyUI", "unclip_2pass_cropped.png": "ComfyUI",
		"fooocus1_cropped.png": "Fooocus", "invokeai_dream1.png": "InvokeAI", "invokeai_imeta1.png": "InvokeAI", "invokeai_sdmeta1.png": "InvokeAI", "novelai1_cropped.png": "NovelAI",
		"text_after_idat.png": "Stable Diffusion web UI",
		"empty_image.jpg":     "", "empty_image.png": "", // carry no text
	}
	seen := 0
	each(t, func(path string, data []byte) {
		tool, known := want[filepath.Base(path)]
		if !known {
			t.Logf("not a picture: %s (%d bytes)", filepath.Base(path), len(data))
			return
		}
		seen++
		f := run(t, data)
		t.Logf("%s: %s", filepath.Base(path), f.Message)
		if suspect := f.Outcome == models.OutcomeSuspect; suspect != (tool != "") || f.Facts["generator"] != tool {
			t.Errorf("%s: %s, generator %q, want %q", filepath.Base(path), f.Outcome, f.Facts["generator"], tool)
		}
	}, "provenance")
	if seen != len(want) {
		t.Errorf("%d files of %d were there", seen, len(want))
	}
}

// TestAuthentic counts what is said of files that no generator made: camera files and, when measuring, every other real
// picture and PDF.
func TestAuthentic(t *testing.T) {
	folders := []string{"authentic"}
	if os.Getenv("LOUPE_MEASURE") != "" {
		folders = append(folders, "faces", "mrz", "nearduplicate", "idfarm", "pdf417", "forgery", "ocr", "formats/golang_image", "formats/image_rs", "formats/orientation", "formats/sharp", "formats/libheif", "formats/libavif")
	}
	for _, folder := range folders {
		t.Run(folder, func(t *testing.T) { silent(t, folder) })
	}
}

// silent fails for every file of a folder that is suspect, and counts the rest.
func silent(t *testing.T, folder string) {
	opened, suspects, told := 0, 0, 0
	each(t, func(path string, data []byte) {
		x, refusal := forensics.Open(data, models.KindProfilePhoto, forensics.DefaultLimits())
		if refusal != nil {
			return
		}
		f, err := provenance.New().Run(t.Context(), x)
		if err != nil {
			t.Fatal(err)
		}
		opened++
		switch {
		case f.Outcome == models.OutcomeSuspect:
			suspects++
			t.Errorf("%s: %s", path, f.Message)
		case f.Outcome == models.OutcomeClear || f.Facts["editor"] != "":
			told++
			t.Logf("%s: %s %s", filepath.Base(path), f.Outcome, f.Message)
		}
	}, folder)
	t.Logf("n=%d, suspect %d, other traces %d", opened, suspects, told)
}
