package quality

import (
	"context"

	"loupe/forensics"
)

// photoFacts measures a whole picture: a profile photo.
func photoFacts(_ context.Context, x *forensics.Exhibit) (facts, error) {
	luma, small := x.Luma(), x.Small()
	f := facts{tones: tonesOf(small), washed: washed(small), measured: map[string]fact{}}
	w, h := luma.Rect.Dx(), luma.Rect.Dy()
	f.set("megapixels", float64(w)*float64(h)/1e6)
	f.set("short_side", float64(min(w, h)))
	f.tonal()
	f.set("contrast", f.tones.contrast())
	edge, ok := edgeWidth(small, f.tones.contrast())
	if !ok && f.tones.contrast() >= edgeAmplitude {
		edge, ok = 2*edgeReach, true // light and dark, and no way from one to the other is short enough to be an edge
	}
	if ok {
		f.set("edge_width", edge)
	}
	f.saved(x, luma)
	f.screenshot(x)
	return f, nil
}
