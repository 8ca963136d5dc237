package copymove

import "image"

// fine returns the finest band of g: each pixel less the binomial mean of its 3x3 neighbourhood.
func fine(g *image.Gray) []uint8 {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	v, mean, column := make([]uint8, w*h), make([]uint16, w), make([]uint16, w)
	for y := 1; y < h-1; y++ {
		smooth(mean, column, g, y)
		fineRow(v[y*w:][:w], g.Pix[y*g.Stride:][:w], mean)
	}
	return v
}

// finelyApart compares the finest band of two tiles that do not touch the rim: a region's alone, since that of the whole picture
// is seldom asked for.
func finelyApart(g *image.Gray, a, b image.Point) (diff int32) {
	const wide = tile + 2
	box := image.Rect(-1, -1, tile+1, tile+1)
	u, v := fine(g.SubImage(box.Add(a)).(*image.Gray)), fine(g.SubImage(box.Add(b)).(*image.Gray))
	for y := 1; y <= tile; y++ {
		for x := 1; x <= tile; x++ {
			d := int32(int8(u[y*wide+x])) - int32(int8(v[y*wide+x]))
			diff += d * d
		}
	}
	return diff
}

// middle returns the band below: that mean, less the binomial mean of every other one of its neighbours (the à trous
// pyramid: Burt, IEEE Trans. Communications 31(4), 1983; Holschneider et al. 1989). Five rows of means are kept: two above and
// two below the one that is made.
func middle(g *image.Gray) []uint8 {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	v, column := make([]uint8, w*h), make([]uint16, w)
	var means [5][]uint16
	for k := range means {
		means[k] = make([]uint16, w)
	}
	for y := 1; y < h-1; y++ {
		smooth(means[y%5], column, g, y)
		if y >= 5 {
			middleRow(v[(y-2)*w:][:w], column, means[(y-4)%5], means[(y-2)%5], means[y%5])
		}
	}
	return v
}

// smooth takes 16 times the binomial mean of the 3x3 pixels around each of row y; column is working memory.
func smooth(mean, column []uint16, g *image.Gray, y int) {
	w := len(column)
	a, b, c := g.Pix[(y-1)*g.Stride:][:w], g.Pix[y*g.Stride:][:w], g.Pix[(y+1)*g.Stride:][:w]
	for x, v := range a {
		column[x] = uint16(v) + 2*uint16(b[x]) + uint16(c[x])
	}
	if len(column) < 3 {
		return
	}
	left, middle, right := column, column[1:], column[2:]
	mean = mean[1:]
	left, middle, mean = left[:len(right)], middle[:len(right)], mean[:len(right)]
	for x, v := range right {
		mean[x] = left[x] + 2*middle[x] + v
	}
}

func fineRow(out []uint8, pix []uint8, mean []uint16) {
	if len(out) < 3 {
		return
	}
	out, pix, mean = out[1:len(out)-1], pix[1:], mean[1:]
	pix, mean = pix[:len(out)], mean[:len(out)]
	for x := range out {
		d := 16*int32(pix[x]) - int32(mean[x])
		out[x] = uint8(int8(min(max((d+4)>>3, -127), 127)))
	}
}

// middleRow takes the rows of means two above, at and two below; column is working memory.
func middleRow(out []uint8, column, a, b, c []uint16) {
	if len(out) < 7 {
		return
	}
	b, c, column = b[:len(a)], c[:len(a)], column[:len(a)]
	for x, v := range a {
		column[x] = v + 2*b[x] + c[x]
	}
	out, b = out[3:len(out)-3], b[3:]
	left, middle, right := column[1:], column[3:], column[5:]
	b, left, middle, right = b[:len(out)], left[:len(out)], middle[:len(out)], right[:len(out)]
	for x := range out {
		d := 16*int32(b[x]) - int32(left[x]) - 2*int32(middle[x]) - int32(right[x])
		out[x] = uint8(int8(min(max((d+64)>>7, -127), 127)))
	}
}
