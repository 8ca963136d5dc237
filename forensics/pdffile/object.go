package pdffile

import (
	"context"
	"math"
)

// Object types of FPDFPageObj_GetType.
const (
	objectText    = 1
	objectPath    = 2
	objectImage   = 3
	objectShading = 4
	objectForm    = 5
)

// Text rendering modes that leave no ink (9.3.6).
const (
	textInvisible = 3
	textClip      = 7
)

// bounds returns the rectangle that PDFium gives for an object, in the coordinates of what contains it.
func (g *guest) bounds(ctx context.Context, object uint64) rect {
	if g.call(ctx, "FPDFPageObj_GetBounds", object, g.at(0), g.at(1), g.at(2), g.at(3)) == 0 || g.err != nil {
		return nothing()
	}
	v := g.floats(4) // left, bottom, right, top
	return rect{v[0], v[1], v[2], v[3]}
}

func (g *guest) matrix(ctx context.Context, object uint64) (matrix, bool) {
	if g.call(ctx, "FPDFPageObj_GetMatrix", object, g.at(0)) == 0 || g.err != nil {
		return matrix{}, false
	}
	v := g.floats(6)
	return matrix{v[0], v[1], v[2], v[3], v[4], v[5]}, true
}

// size returns the samples that an image object's dictionary names.
func (g *guest) size(ctx context.Context, object uint64) (width, height int, ok bool) {
	if g.call(ctx, "FPDFImageObj_GetImagePixelSize", object, g.at(0), g.at(1)) == 0 || g.err != nil {
		return 0, 0, false
	}
	v := g.ints(2)
	return v[0], v[1], v[0] > 0 && v[1] > 0
}

// filters returns the names of an image's filters in the order in which they are undone, at most maxFilters.
func (g *guest) filters(ctx context.Context, object uint64) []string {
	const maxFilters = 8
	n := min(int(int32(g.call(ctx, "FPDFImageObj_GetImageFilterCount", object))), maxFilters)
	var out []string
	for i := range n {
		size := g.call(ctx, "FPDFImageObj_GetImageFilter", object, uint64(i), g.at(0), scratchBytes)
		if size < 1 || size > scratchBytes {
			out = append(out, "")
			continue
		}
		out = append(out, string(g.view(g.scratch, size-1)))
	}
	return out
}

// stencil reports whether an image is a mask through which the current colour is painted (8.9.6.2).
func (g *guest) stencil(ctx context.Context, object, page uint64) bool {
	// FPDF_IMAGEOBJ_METADATA: width, height, 2 x dpi, bits per pixel, colour space (0 unknown), mark.
	const fields, bitsPerPixel, colourSpace = 7, 4, 5
	if g.call(ctx, "FPDFImageObj_GetImageMetadata", object, page, g.at(0)) == 0 || g.err != nil {
		return false
	}
	v := g.ints(fields)
	return v[bitsPerPixel] == 1 && v[colourSpace] == 0
}

// leavesInk reports whether a path object paints anything; white says that it only fills with opaque white.
func (g *guest) leavesInk(ctx context.Context, path uint64) (ink, white bool) {
	if g.call(ctx, "FPDFPath_GetDrawMode", path, g.at(0), g.at(1)) == 0 || g.err != nil {
		return true, false
	}
	mode := g.ints(2)
	fill, stroke := mode[0] != 0, mode[1] != 0
	if !fill || stroke {
		return fill || stroke, false
	}
	if g.call(ctx, "FPDFPageObj_GetFillColor", path, g.at(0), g.at(1), g.at(2), g.at(3)) == 0 || g.err != nil {
		return true, false // a pattern
	}
	c := g.ints(4)
	return true, c[0] == 255 && c[1] == 255 && c[2] == 255 && c[3] == 255
}

// clipped reports whether an object's clip path may hide part of bounds, both in the object's own surroundings.
// Producers put rectangles around everything; only other shapes count, and rectangles that cut off more than a
// hundredth of a side.
func (g *guest) clipped(ctx context.Context, object uint64, bounds rect) bool {
	const maxPaths = 16
	within := bounds.grown(-math.Min(bounds.x1-bounds.x0, bounds.y1-bounds.y0) / 100)
	clip := uint64(g.call(ctx, "FPDFPageObj_GetClipPath", object))
	if clip == 0 {
		return false
	}
	n := int(int32(g.call(ctx, "FPDFClipPath_CountPaths", clip)))
	if n > maxPaths {
		return true
	}
	for i := range max(n, 0) {
		box, ok := g.rectangle(ctx, clip, i)
		if !ok || !box.contains(within) {
			return true
		}
	}
	return false
}

// rectangle returns clip path i when it is an upright rectangle.
func (g *guest) rectangle(ctx context.Context, clip uint64, i int) (rect, bool) {
	n := int(int32(g.call(ctx, "FPDFClipPath_CountPathSegments", clip, uint64(i))))
	if n < 4 || n > 6 {
		return rect{}, false
	}
	var points [][2]float64
	box := nothing()
	for k := range n {
		segment := uint64(g.call(ctx, "FPDFClipPath_GetPathSegment", clip, uint64(i), uint64(k)))
		if segment == 0 || g.call(ctx, "FPDFPathSegment_GetPoint", segment, g.at(0), g.at(1)) == 0 {
			return rect{}, false
		}
		v := g.floats(2)
		points, box = append(points, [2]float64{v[0], v[1]}), box.with(v[0], v[1])
	}
	return box, cornersOf(points, box)
}

// cornersOf reports whether points are the corners of box, all of them and nothing else.
func cornersOf(points [][2]float64, box rect) bool {
	const near = 0.01
	seen := [4]bool{}
	for _, p := range points {
		right, top := math.Abs(p[0]-box.x1) < near, math.Abs(p[1]-box.y1) < near
		if (!right && math.Abs(p[0]-box.x0) >= near) || (!top && math.Abs(p[1]-box.y0) >= near) {
			return false
		}
		corner := 0
		if right {
			corner |= 1
		}
		if top {
			corner |= 2
		}
		seen[corner] = true
	}
	return seen == [4]bool{true, true, true, true}
}
