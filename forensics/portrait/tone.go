package portrait

// toned returns p with the tones of like inside the mask: of each rank of light the mean that like has there, so that no
// tone curve tells two planes apart. Both hold whole grey levels.
func (p plane) toned(like plane, mask []float32) plane {
	from, to := p.histogram(mask), like.histogram(mask)
	var curve [256]float32
	level, left := 0, to[0]
	for v, n := range from {
		sum := 0
		for need := n; need > 0; {
			for left == 0 {
				level++
				left = to[level]
			}
			k := min(need, left)
			sum, need, left = sum+k*level, need-k, left-k
		}
		switch {
		case n > 0:
			curve[v] = float32(sum) / float32(n)
		case v > 0:
			curve[v] = curve[v-1] // a tone that only stands outside the mask
		}
	}
	out := newPlane(p.w, p.h)
	for i, v := range p.pix {
		out.pix[i] = curve[uint8(v)]
	}
	return out
}

// histogram counts the grey levels inside the mask.
func (p plane) histogram(mask []float32) (out [256]int) {
	for i, v := range p.pix {
		if mask[i] > 0 {
			out[uint8(v)]++
		}
	}
	return out
}
