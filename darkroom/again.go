package darkroom

import (
	"context"
	"math"

	"loupe/forensics"
	"loupe/forensics/locate"
	"loupe/ocr"
)

const (
	fewLetters = 40  // read surely in an outline: it may be that of a part of the document, such as a portrait
	fewWords   = 300 // more words, sure or not, took so long that reading again would be unbounded
)

// again reads the whole picture when next to nothing was read in the outline that was found, and returns the reading and the
// view of it when it has far more to say; the first of both else.
func (t TextReader) again(ctx context.Context, x *forensics.Exhibit, view locate.View, first ocr.Result) (locate.View, ocr.Result) {
	machine := first.Document != nil && (first.Document.MRZ != nil || len(first.Document.Barcodes) > 0)
	if x.Place().Frame || machine || first.Sure() >= fewLetters || len(first.Text.Words) > fewWords {
		return view, first
	}
	whole, err := locate.Rectify(x.Luma(), locate.Frame(x.Pixels().Bounds(), x.Orientation()), forensics.ViewPixels)
	if err != nil {
		return view, first
	}
	second, err := t.OCR.Read(ctx, page(x, whole))
	if err != nil || second.Sure() < 2*first.Sure()+fewLetters/4 {
		return view, first
	}
	second.Turn = (second.Turn + quarters(whole) - quarters(view) + 8) % 4 // of the text in the view that others see
	return whole, second
}

// page is what is read of a view.
func page(x *forensics.Exhibit, view locate.View) ocr.Page {
	return ocr.Page{Plane: view.Plane, DPI: view.DPI, Kind: x.Kind, Day: x.Day}
}

// quarters is how many quarter turns clockwise a view's rows are turned in the stored picture, -2 to 2.
func quarters(v locate.View) int {
	x, y := float64(v.Plane.Rect.Dx())/2, float64(v.Plane.Rect.Dy())/2
	ax, ay := v.Stored.At(x, y)
	bx, by := v.Stored.At(x+1, y)
	return int(math.Round(math.Atan2(by-ay, bx-ax) / (math.Pi / 2)))
}
