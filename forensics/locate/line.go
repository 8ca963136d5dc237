package locate

import "math"

// line is a straight line in the searched picture: nx x + ny y = rho, with what is seen along it.
type line struct {
	nx, ny, rho float64
	normal      int       // of its direction, degrees 0..179
	start       float64   // place along the line (see at) of the first step inside the picture
	sums        []float32 // sums[i] is the support of the first i steps of one pixel, 0..1 each
	from, to    int       // steps between which its best run lies
	best        float64   // how much it looks like a side of something, see rank
	border      bool      // it is a side of the picture itself
}

func newLine(normal, rho float64) line {
	sin, cos := math.Sincos(normal * math.Pi / 180)
	return line{nx: cos, ny: sin, rho: rho, normal: (int(math.Round(normal)) + 360) % 180}
}

// at returns the place t along the line.
func (l *line) at(t float64) (x, y float64) { return l.nx*l.rho - l.ny*t, l.ny*l.rho + l.nx*t }

// along returns the place along the line nearest to x, y.
func (l *line) along(x, y float64) float64 { return l.nx*y - l.ny*x }

// span returns the part of the line inside a w x h picture; ok is false when there is none.
func (l *line) span(w, h int) (from, to float64, ok bool) {
	from, to = math.Inf(-1), math.Inf(1)
	cut := func(origin, slope, most float64) {
		if math.Abs(slope) < 1e-9 {
			if origin < 0 || origin > most {
				from, to = 1, 0
			}
			return
		}
		a, b := -origin/slope, (most-origin)/slope
		from, to = max(from, min(a, b)), min(to, max(a, b))
	}
	cut(l.nx*l.rho, -l.ny, float64(w-1))
	cut(l.ny*l.rho, l.nx, float64(h-1))
	return from, to, to-from >= 8
}

const (
	lineSlack   = 2  // pixels by which an edge may stray from its straight line: a bent sheet, a lens
	normalSlack = 12 // degrees by which its gradient may
)

// strongest returns the aligned edge nearest in strength along the line's normal through place t: its weight 0..255 and offset.
func (l *line) strongest(e *edges, t float64, slack int) (weight uint8, offset int) {
	x, y := l.at(t)
	for d := -slack; d <= slack; d++ {
		px, py := int(x+float64(d)*l.nx+0.5), int(y+float64(d)*l.ny+0.5)
		if px < 0 || py < 0 || px >= e.w || py >= e.h {
			continue
		}
		i := py*e.w + px
		if v := e.weight[i]; v > weight {
			if turn := abs(int(e.normal[i]) - l.normal); turn <= normalSlack || turn >= 180-normalSlack {
				weight, offset = v, d
			}
		}
	}
	return weight, offset
}

func abs(v int) int { return max(v, -v) }

// measure sums up the support along the line. ok is false when too little of the line lies in the picture.
func (l *line) measure(e *edges) bool {
	from, to, ok := l.span(e.w, e.h)
	if !ok {
		return false
	}
	n := int(to-from) + 1
	l.start, l.sums = from, make([]float32, n+1)
	for i := range n {
		weight, _ := l.strongest(e, from+float64(i), lineSlack)
		l.sums[i+1] = l.sums[i] + float32(weight)/255
	}
	return true
}

// support returns the mean support between two places along the line and how many pixels of it lie in the picture.
func (l *line) support(from, to float64) (share, seen float64) {
	i, j := l.step(from), l.step(to)
	if j <= i {
		return 0, 0
	}
	return float64(l.sums[j]-l.sums[i]) / float64(j-i), float64(j - i)
}

func (l *line) step(t float64) int { return int(min(max(t-l.start, 0), float64(len(l.sums)-1))) }

// chanceSupport is the level of support by which chance runs up.
const chanceSupport = 0.3

// run returns the stretch in which support most exceeds a level (the maximum sum of support minus the level, Bentley,
// CACM 27(9), 1984).
func (l *line) run(level float64) (from, to int, gain float64) {
	sum, begin := 0.0, 0
	for i := 1; i < len(l.sums); i++ {
		sum += float64(l.sums[i]-l.sums[i-1]) - level
		if sum < 0 {
			sum, begin = 0, i
		}
		if sum > gain {
			from, to, gain = begin, i, sum
		}
	}
	return from, to, gain
}

// settle fits the line to the edges of its best run, and measures again.
func (l *line) settle(e *edges) bool {
	from, to, _ := l.run(chanceSupport)
	if !l.fit(e, l.start+float64(from), l.start+float64(to), lineSlack+1) {
		return false
	}
	l.from, l.to, _ = l.run(chanceSupport)
	l.best = l.rank()
	return true
}

// fit moves the line onto the edges within slack pixels between two places along it, and measures again.
func (l *line) fit(e *edges, from, to float64, slack int) bool {
	var n, st, stt, sd, std float64
	for t := from; t < to; t++ {
		weight, offset := l.strongest(e, t, slack)
		if weight == 0 {
			continue
		}
		w, d := float64(weight), float64(offset)
		n, st, stt, sd, std = n+w, st+w*t, stt+w*t*t, sd+w*d, std+w*t*d
	}
	det := n*stt - st*st
	if det <= 1e-6 {
		return false
	}
	slope, base := (n*std-st*sd)/det, (stt*sd-st*std)/det
	turn := math.Atan(slope) // the line turns by it about its foot point, then moves
	normal := math.Atan2(l.ny, l.nx) - turn
	moved := newLine(normal*180/math.Pi, (l.rho+base)*math.Cos(turn))
	if !moved.measure(e) {
		return false
	}
	*l = moved
	return true
}

// meet returns where two lines cross; ok is false when they are nearly parallel.
func (l *line) meet(m *line) (x, y float64, ok bool) {
	det := l.nx*m.ny - l.ny*m.nx
	if math.Abs(det) < 0.2 {
		return 0, 0, false
	}
	return (l.rho*m.ny - m.rho*l.ny) / det, (m.rho*l.nx - l.rho*m.nx) / det, true
}
