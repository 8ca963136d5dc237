package still_test

import (
	"bytes"
	"image"
	"image/color"
	"testing"

	"loupe/forensics/still"
)

func TestJPEGVariants(t *testing.T) {
	baseline := golden(t, "restart.jpg")
	sof := bytes.Index(baseline, []byte{0xff, 0xc0})
	frame := func(marker, precision byte) []byte {
		out := bytes.Clone(baseline)
		out[sof+1], out[sof+4] = marker, precision
		return out
	}
	for _, c := range []struct {
		name    string
		data    []byte
		outcome string
		mention string
	}{
		{"baseline", baseline, "ok", ""},
		{"extended", frame(0xc1, 8), "ok", ""},
		{"12 bits", frame(0xc1, 12), "variant", "12 bits"},
		{"lossless", frame(0xc3, 8), "variant", "lossless"},
		{"hierarchical", frame(0xc5, 8), "variant", "hierarchical"},
		{"arithmetic", golden(t, "arithmetic.jpg"), "variant", "arithmetic"},
		{"arithmetic progressive", frame(0xca, 8), "variant", "arithmetic"},
		{"arithmetic lossless", frame(0xcb, 8), "variant", "lossless"},
		{"only markers", []byte{0xff, 0xd8, 0xff, 0xff, 0xff, 0xd0, 0xff, 0x01}, "truncated", ""},
	} {
		t.Run(c.name, func(t *testing.T) { refused(t, "image/jpeg", c.data, 0, c.outcome, c.mention) })
	}
}

// TestAdobeTransform reads the same four planes as CMYK and as YCCK (Adobe TN 5116 section 18): with transform 2 the
// first three are luma and chroma of the inverted inks.
func TestAdobeTransform(t *testing.T) {
	plain := golden(t, "cmyk.jpg")
	at := bytes.Index(plain, []byte("Adobe")) + 11
	if plain[at] != 0 {
		t.Fatalf("cmyk.jpg has transform %d", plain[at])
	}
	cmyk := mustDecode(t, "image/jpeg", plain, 0).(*image.CMYK)
	for _, transform := range []byte{1, 2} {
		data := bytes.Clone(plain)
		data[at] = transform
		ycck := mustDecode(t, "image/jpeg", data, 0).(*image.CMYK)
		for _, p := range []image.Point{{0, 0}, {63, 47}, {20, 30}} {
			in, got := cmyk.CMYKAt(p.X, p.Y), ycck.CMYKAt(p.X, p.Y)
			r, g, b := color.YCbCrToRGB(255-in.C, 255-in.M, 255-in.Y)
			if want := (color.CMYK{C: r, M: g, Y: b, K: in.K}); got != want {
				t.Errorf("transform %d at %v: %v, want %v", transform, p, got, want)
			}
		}
	}
	nameless := bytes.Replace(plain, []byte("Adobe"), []byte("Adxbe"), 1)
	refused(t, "image/jpeg", nameless, 0, "variant", "Adobe")
}

func TestJPEGWithoutHeight(t *testing.T) {
	data := bytes.Clone(golden(t, "restart.jpg"))
	sof := bytes.Index(data, []byte{0xff, 0xc0})
	data[sof+5], data[sof+6] = 0, 0 // to be told by DNL (T.81 section B.2.5), which nobody reads
	if cfg, err := still.Config("image/jpeg", data, 0); err == nil {
		t.Errorf("a picture of height 0 has the config %dx%d", cfg.Width, cfg.Height)
	}
}
