package jpegfile

const maxComponents = 4

// Frame is the picture header, SOFn (T.81 B.2.2).
type Frame struct {
	Marker     byte // SOF0 ...; 0 when the file has none
	Precision  int  // bits per sample
	Width      int  // stored pixels
	Height     int  // stored pixels
	Components []Component
}

// Component is one colour plane of the frame.
type Component struct {
	ID       byte
	H, V     int         // sampling factors 1..4
	Selector int         // quantisation table 0..3
	Quant    *QuantTable // the table in effect at the component's first scan; nil before
}

// MaxSampling returns the largest horizontal and vertical sampling factors, 1 at least.
func (fr Frame) MaxSampling() (h, v int) {
	h, v = 1, 1
	for _, c := range fr.Components {
		h, v = max(h, c.H), max(v, c.V)
	}
	return h, v
}

// Sampling names the chroma sampling as "4:4:4", "4:2:2", "4:2:0", "4:1:1", "4:4:0", "grey", or "other".
func (fr Frame) Sampling() string {
	if len(fr.Components) == 1 {
		return "grey"
	}
	h, v := fr.MaxSampling()
	for i, c := range fr.Components {
		full := i == 0 || i == 3 // luma or key
		if full && (c.H != h || c.V != v) || !full && (c.H != 1 || c.V != 1) {
			if h*v > 1 || c.H*c.V != 1 {
				return "other"
			}
		}
	}
	switch [2]int{h, v} {
	case [2]int{1, 1}:
		return "4:4:4"
	case [2]int{2, 1}:
		return "4:2:2"
	case [2]int{2, 2}:
		return "4:2:0"
	case [2]int{4, 1}:
		return "4:1:1"
	case [2]int{1, 2}:
		return "4:4:0"
	}
	return "other"
}

// Supported reports whether the coefficients of this process can be decoded here.
func (fr Frame) Supported() bool {
	return fr.Marker == SOF0 || fr.Marker == SOF1 || fr.Marker == SOF2
}

func (p *parser) frame(marker byte, b []byte) error {
	if p.file.Frame.Marker != 0 {
		return damaged("a second frame header")
	}
	if len(b) < 6 || len(b) < 6+3*int(b[5]) {
		return damaged("frame header of %d bytes is too short", len(b))
	}
	fr := Frame{Marker: marker, Precision: int(b[0]), Height: be16(b[1:]), Width: be16(b[3:])}
	n := int(b[5])
	if n == 0 || n > maxComponents {
		return damaged("%d components, need 1 to %d", n, maxComponents)
	}
	if fr.Width == 0 {
		return damaged("width is 0")
	}
	for i := range n {
		q := b[6+3*i:]
		c := Component{ID: q[0], H: int(q[1] >> 4), V: int(q[1] & 15), Selector: int(q[2])}
		if c.H < 1 || c.H > 4 || c.V < 1 || c.V > 4 {
			return damaged("component %d has sampling %dx%d, need 1 to 4", i, c.H, c.V)
		}
		if c.Selector > 3 {
			return damaged("component %d names quantisation table %d, need 0 to 3", i, c.Selector)
		}
		fr.Components = append(fr.Components, c)
	}
	p.file.Frame = fr
	return nil
}
