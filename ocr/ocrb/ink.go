package ocrb

import "image"

const (
	surroundings = 20 // half the side of the window whose mean a pixel is held against, in pixels of the survey
	fainter      = 9  // how much darker than that mean ink is at least, plus a sixteenth of the mean
)

// run is a stretch of ink in one row, from x0 up to but not including x1.
type run struct{ x0, x1, blob int32 }

// inkRuns calls row for every row of g with its stretches of ink: pixels clearly darker than their surroundings.
func inkRuns(g *image.Gray, row func(y int, runs []run)) {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	columns := make([]int32, w) // sums over the window's rows
	add := func(y int, sign int32) {
		for x, v := range g.Pix[y*g.Stride : y*g.Stride+w] {
			columns[x] += sign * int32(v)
		}
	}
	for y := range min(surroundings, h) {
		add(y, 1)
	}
	var runs []run
	for y := range h {
		if y+surroundings < h {
			add(y+surroundings, 1)
		}
		if y-surroundings-1 >= 0 {
			add(y-surroundings-1, -1)
		}
		rows := int32(min(y+surroundings, h-1) - max(y-surroundings, 0) + 1)
		runs = appendRuns(runs[:0], g.Pix[y*g.Stride:y*g.Stride+w], columns, rows)
		row(y, runs)
	}
}

func appendRuns(runs []run, pixels []uint8, columns []int32, rows int32) []run {
	w := len(pixels)
	sum, from, to := int32(0), 0, 0
	start := -1
	for x, v := range pixels {
		for ; to < min(w, x+surroundings+1); to++ {
			sum += columns[to]
		}
		for ; from < x-surroundings; from++ {
			sum -= columns[from]
		}
		n := rows * int32(to-from)
		ink := (int32(v)+fainter)*n < sum-sum>>4
		if ink && start < 0 {
			start = x
		} else if !ink && start >= 0 {
			runs = append(runs, run{int32(start), int32(x), 0})
			start = -1
		}
	}
	if start >= 0 {
		runs = append(runs, run{int32(start), int32(w), 0})
	}
	return runs
}
