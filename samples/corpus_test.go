package samples_test

import (
	"bytes"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"loupe/models"
	"loupe/samples"
)

// One scene of every subject with one edit each: the control is there, labels, files, masks and boxes hold together.
func TestEditsAreLabelled(t *testing.T) {
	if testing.Short() {
		t.Skip("draws pictures: not in -short")
	}
	dir := t.TempDir()
	list, err := samples.GenerateEdits(t.Context(), dir, samples.EditOptions{Scenes: 11, Edits: 1, Seed: 3}, samples.Options{})
	if err != nil {
		t.Fatal(err)
	}
	controls := map[string]samples.Labelled{}
	for _, l := range list {
		if !l.Edited {
			controls[l.Scene] = l
			if l.Operation != samples.OperationNone || l.Mask != "" || len(l.Boxes) != 0 {
				t.Errorf("control %+v", l)
			}
			continue
		}
		c := controls[l.Scene]
		if l.Chain != c.Chain || l.Channel != c.Channel || l.FirstQuality != c.FirstQuality || l.Tables != c.Tables || filepath.Ext(l.File) != filepath.Ext(c.File) {
			t.Errorf("%s was not saved as its control:\n%+v\n%+v", l.File, l, c)
		}
		checkMask(t, dir, l)
		checkHeader(t, dir, l, c)
	}
	if len(controls) != 11 || len(list) != 22 {
		t.Errorf("%d controls among %d pictures", len(controls), len(list))
	}
}

// checkMask: what the mask says is edited lies in the boxes, and every box holds some of it.
func checkMask(t *testing.T, dir string, l samples.Labelled) {
	t.Helper()
	mask, err := samples.ReadMask(filepath.Join(dir, l.Mask))
	if err != nil {
		t.Fatal(err)
	}
	filled := make([]int, len(l.Boxes))
	for i, edited := range mask.Edited {
		if !edited {
			continue
		}
		at := image.Pt(i%mask.W, i/mask.W)
		k := slices.IndexFunc(l.Boxes, func(r models.Region) bool { return at.In(image.Rect(r.X, r.Y, r.X+r.W, r.Y+r.H)) })
		if k < 0 {
			t.Fatalf("%s: %v is edited and in no box of %v", l.File, at, l.Boxes)
		}
		filled[k]++
	}
	if len(filled) == 0 || slices.Min(filled) < 50 {
		t.Errorf("%s: boxes %v hold %v edited pixels", l.File, l.Boxes, filled)
	}
}

// checkHeader: control and edit have the same size and, as JPEG, the same tables and sampling: all bytes up to the scan.
func checkHeader(t *testing.T, dir string, l, control samples.Labelled) {
	t.Helper()
	var heads [2][]byte
	for i, file := range []string{l.File, control.File} {
		data, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		end := 33 // PNG: signature and IHDR
		if strings.HasSuffix(file, ".jpg") {
			end = bytes.Index(data, []byte{0xFF, 0xDA})
		}
		heads[i] = data[:end]
	}
	if !bytes.Equal(heads[0], heads[1]) {
		t.Errorf("%s and %s have other headers", l.File, control.File)
	}
}

// A set without edits has the files that honest senders send, those of cameras among them.
func TestControlsOnly(t *testing.T) {
	if testing.Short() {
		t.Skip("draws pictures: not in -short")
	}
	dir := t.TempDir()
	list, err := samples.GenerateEdits(t.Context(), dir, samples.EditOptions{Scenes: 1, Seed: 3}, samples.Options{})
	if err != nil || len(list) != 1 || list[0].Chain != "camera" || list[0].Edited {
		t.Fatalf("%+v, %v", list, err)
	}
	data, err := os.ReadFile(filepath.Join(dir, list[0].File))
	if err != nil {
		t.Fatal(err)
	}
	if config, _, err := image.DecodeConfig(bytes.NewReader(data)); err != nil || config.Width == 0 || !bytes.Contains(data[:64], []byte("Exif")) {
		t.Errorf("%+v, %v", config, err)
	}
}

func TestEditsAreDeterministic(t *testing.T) {
	if testing.Short() {
		t.Skip("draws pictures: not in -short")
	}
	var runs [2]map[string][]byte
	for i := range runs {
		dir := t.TempDir()
		if _, err := samples.GenerateEdits(t.Context(), dir, samples.EditOptions{Scenes: 2, Edits: 3, Seed: 9, Half: samples.HalfTest}, samples.Options{}); err != nil {
			t.Fatal(err)
		}
		runs[i] = map[string][]byte{}
		for _, pattern := range []string{"*", "masks/*"} {
			files, err := filepath.Glob(filepath.Join(dir, pattern))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range files {
				if data, err := os.ReadFile(f); err == nil {
					runs[i][strings.TrimPrefix(f, dir)] = data
				}
			}
		}
	}
	if len(runs[0]) != len(runs[1]) || len(runs[0]) < 9 {
		t.Fatalf("%d and %d files", len(runs[0]), len(runs[1]))
	}
	for name, data := range runs[0] {
		if !bytes.Equal(data, runs[1][name]) {
			t.Errorf("%s differs", name)
		}
	}
}
