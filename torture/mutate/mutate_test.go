package mutate_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"
	"strings"
	"testing"

	_ "golang.org/x/image/bmp"
	_ "golang.org/x/image/tiff"
	_ "golang.org/x/image/webp"

	"loupe/torture/mutate"
)

func bases(t *testing.T) []mutate.Base {
	t.Helper()
	all, err := mutate.Bases()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Every base but the PDFs decodes with the decoders of Go.
func TestBasesAreGood(t *testing.T) {
	for _, b := range bases(t) {
		if b.MediaType == "application/pdf" {
			if !bytes.HasPrefix(b.Data, []byte("%PDF-")) {
				t.Errorf("%s is no PDF", b.Name)
			}
			continue
		}
		img, format, err := image.Decode(bytes.NewReader(b.Data))
		if err != nil || !strings.HasSuffix(b.MediaType, "/"+format) {
			t.Errorf("%s (%d bytes): %s, %v", b.Name, len(b.Data), format, err)
			continue
		}
		if img.Bounds().Dx() < 64 || len(b.Data) > 100_000 {
			t.Errorf("%s is %v in %d bytes", b.Name, img.Bounds(), len(b.Data))
		}
	}
}

// Equal seeds give equal mutants, and hardly any mutant equals its base or another one.
func TestMutantsAreReproducible(t *testing.T) {
	all := bases(t)
	for _, b := range all {
		seen := map[string]bool{}
		for seed := range int64(60) {
			m := mutate.New(seed, b.Data, b.MediaType, all[0].Data)
			again := mutate.New(seed, bytes.Clone(b.Data), b.MediaType, all[0].Data)
			if !bytes.Equal(m.Data, again.Data) || m.How != again.How {
				t.Fatalf("%s, seed %d: two mutants: %s and %s", b.Name, seed, m.How, again.How)
			}
			if m.How == "" || bytes.Equal(m.Data, b.Data) {
				t.Errorf("%s, seed %d is not mutated (%s)", b.Name, seed, m.How)
			}
			seen[string(m.Data)] = true
		}
		if len(seen) < 45 {
			t.Errorf("%s: only %d of 60 mutants differ", b.Name, len(seen))
		}
	}
}

// A base is never written to: mutants of one file may be made at the same time.
func TestBasesStayAsTheyAre(t *testing.T) {
	for _, b := range bases(t) {
		before := bytes.Clone(b.Data)
		for seed := range int64(200) {
			mutate.New(seed, b.Data, b.MediaType)
		}
		if !bytes.Equal(before, b.Data) {
			t.Errorf("%s was written to", b.Name)
		}
	}
}

// Most PNG mutants keep every CRC, so that they get past the first test of any decoder.
func TestPNGChecksumsHold(t *testing.T) {
	valid, n := 0, 0
	for _, b := range bases(t) {
		if b.MediaType != "image/png" {
			continue
		}
		for seed := range int64(200) {
			n++
			if checksumsHold(mutate.New(seed, b.Data, b.MediaType).Data) {
				valid++
			}
		}
	}
	t.Logf("%d of %d PNG mutants have only right CRCs", valid, n)
	if valid*10 < n*5 {
		t.Errorf("only %d of %d PNG mutants have right CRCs", valid, n)
	}
}

func checksumsHold(data []byte) bool {
	at := 8
	for at+12 <= len(data) {
		n := int(binary.BigEndian.Uint32(data[at:]))
		if n > len(data)-at-12 {
			return false
		}
		if crc32.ChecksumIEEE(data[at+4:at+8+n]) != binary.BigEndian.Uint32(data[at+8+n:]) {
			return false
		}
		at += 12 + n
	}
	return at == len(data) && at > 8
}

// A share of the mutants of every format still decodes, and a share does not: both halves of the program are tried.
func TestAShareStillDecodes(t *testing.T) {
	good, all := map[string]int{}, map[string]int{}
	for _, b := range bases(t) {
		if b.MediaType == "application/pdf" {
			continue
		}
		for seed := range int64(150) {
			m := mutate.New(seed, b.Data, b.MediaType)
			all[b.MediaType]++
			cfg, _, err := image.DecodeConfig(bytes.NewReader(m.Data))
			if err != nil || cfg.Width*cfg.Height > 1<<20 || cfg.Width > 1<<14 || cfg.Height > 1<<14 {
				continue
			}
			if decodes(m.Data) {
				good[b.MediaType]++
			}
		}
	}
	for media, n := range all {
		share := float64(good[media]) / float64(n)
		t.Logf("%s: %.0f %% of %d mutants decode", media, 100*share, n)
		if share < 0.1 || share > 0.95 {
			t.Errorf("%s: %.2f of the mutants decode", media, share)
		}
	}
}

// decodes reports whether Go's decoder takes it; a panic there is not ours to report here.
func decodes(data []byte) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	_, _, err := image.Decode(bytes.NewReader(data))
	return err == nil
}

func FuzzNew(f *testing.F) {
	all, err := mutate.Bases()
	if err != nil {
		f.Fatal(err)
	}
	for i, b := range all {
		f.Add(int64(i), b.Data, b.MediaType)
	}
	f.Add(int64(1), []byte{}, "image/avif")
	f.Fuzz(func(t *testing.T, seed int64, data []byte, mediaType string) {
		if m := mutate.New(seed, data, mediaType, data); m.How == "" {
			t.Error("a mutant without a change")
		}
	})
}
