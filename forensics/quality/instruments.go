package quality

import "loupe/models"

// instrument says what one measure is.
type instrument struct {
	name, unit string
	reason     models.ReasonCode
	rises      bool   // better when small
	copied     bool   // about what was photographed, not about how: named after the others
	soft       bool   // a fault that is shown and does not by itself call for another picture
	pixels     bool   // about there being too few pixels: none that were read are too few, down to its worst
	document   bool   // measured on documents
	photo      bool   // measured on profile photos
	words      string // what is wrong, of value and threshold
}

func (i instrument) judges(k models.Kind) bool {
	if k == models.KindProfilePhoto {
		return i.photo
	}
	return i.document
}

// instruments lists every judged measure, most fundamental first: with equal badness the first one names the fault.
func instruments() []instrument {
	doc, both := instrument{document: true}, instrument{document: true, photo: true}
	of := func(i instrument, name, unit string, reason models.ReasonCode, rises bool, words string) instrument {
		i.name, i.unit, i.reason, i.rises, i.words = name, unit, reason, rises, words
		return i
	}
	copied := func(i instrument) instrument { i.copied = true; return i }
	small := func(i instrument) instrument { i.pixels = true; return i }
	softly := func(i instrument) instrument { i.soft = true; return i }
	return []instrument{
		of(instrument{photo: true}, "megapixels", "Mpx", models.ReasonQualityLowResolution, false, "%.3g megapixels, at least %.3g are needed"),
		of(instrument{photo: true}, "short_side", "px", models.ReasonQualityLowResolution, false, "%.0f pixels on the short side, at least %.0f are needed"),
		small(of(doc, "document_dpi", "dpi", models.ReasonQualityLowResolution, false, "the document has %.0f pixels per inch, at least %.0f are needed")),
		small(of(doc, "document_megapixels", "Mpx", models.ReasonQualityLowResolution, false, "the document has %.2g megapixels, at least %.2g are needed")),
		small(of(doc, "document_short_side", "px", models.ReasonQualityLowResolution, false, "the document's shorter side has %.0f pixels, at least %.0f are needed")),
		small(of(doc, "frame_fill", "share", models.ReasonQualityTooFar, false, "the document takes %.2f of the picture, at least %.2f is needed")),
		of(doc, "cut_off", "share of the shorter side", models.ReasonQualityCutOff, true, "a part of the document is cut off: %.2f of its shorter side, at most %.2f is allowed"),
		softly(of(doc, "tilt", "degrees", models.ReasonQualityTilted, true, "the document is seen at %.0f degrees from above, at most %.0f are good")),
		of(both, "mean_luminance_low", "share", models.ReasonQualityDark, false, "mean luminance is %.2f, at least %.2f is needed"),
		of(both, "highlight", "share", models.ReasonQualityDark, false, "the lightest hundredth has luminance %.2f, at least %.2f is needed"),
		of(both, "mean_luminance_high", "share", models.ReasonQualityBright, true, "mean luminance is %.2f, at most %.2f is allowed"),
		of(both, "contrast", "share", models.ReasonQualityLowContrast, false, "contrast is %.2f, at least %.2f is needed"),
		of(both, "edge_width", "px at 1000 px", models.ReasonQualityBlur, true, "edges are %.1f thousandths of the width wide, at most %.1f are allowed"),
		of(doc, "motion", "px at 1000 px", models.ReasonQualityMotionBlur, true, "edges are smeared by %.1f thousandths of the width in one direction, at most %.1f are allowed"),
		of(doc, "glare", "share", models.ReasonQualityGlare, true, "glare hides %.3f of the document, at most %.3f is allowed"),
		of(doc, "glare_on_text", "share", models.ReasonQualityGlare, true, "glare hides %.3f of the text, at most %.3f is allowed"),
		of(doc, "glare_on_portrait", "share", models.ReasonQualityGlare, true, "glare hides %.3f of the portrait, at most %.3f is allowed"),
		small(of(doc, "x_height", "px", models.ReasonQualitySmallText, false, "small letters are %.1f pixels high, at least %.1f are needed")),
		of(both, "jpeg_quality", "IJG", models.ReasonQualityCompression, false, "JPEG quality is %.0f, at least %.0f is needed"),
		of(both, "blockiness", "ratio", models.ReasonQualityCompression, true, "blockiness is %.2f, at most %.2f is allowed"),
		softly(of(both, "upscale", "factor", models.ReasonQualityUpscaled, true, "the picture was enlarged %.2f times, at most %.2f is good")),
		copied(of(doc, "chroma", "ratio", models.ReasonQualityGreyCopy, false, "colour is %.3f of the range of the tones, at least %.3f is expected")),
		copied(of(doc, "screen", "share of the level", models.ReasonQualityScreen, true, "the coloured pattern of a screen lies over the document, %.3f deep, at most %.3f is allowed")),
		copied(of(both, "screenshot", "signs", models.ReasonQualityScreenshot, true, "%.0f signs of a screenshot, at most %.1f are allowed")),
	}
}
