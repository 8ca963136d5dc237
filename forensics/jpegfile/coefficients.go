package jpegfile

import "fmt"

// Block holds the 64 quantised coefficients of one 8x8 block in natural order: [8*v+u], vertical frequency v.
type Block [64]int16

// Plane holds the quantised coefficients of one component.
type Plane struct {
	Width, Height int     // samples that belong to the picture
	Columns, Rows int     // blocks, padded to whole MCUs
	Blocks        []Block // row-major, Columns x Rows
	Quant         *QuantTable
}

// At returns the block in column x, row y.
func (p *Plane) At(x, y int) *Block { return &p.Blocks[y*p.Columns+x] }

// Coefficients decodes the quantised DCT coefficients of all components, in frame order. They are decoded once and
// shared: callers must not change them. Errors wrap ErrUnsupported or ErrDamaged.
func (f *File) Coefficients() ([]*Plane, error) {
	if len(f.Frame.Components) == 0 {
		return nil, f.decodable()
	}
	want := make([]int, len(f.Frame.Components))
	for i := range want {
		want[i] = i
	}
	return f.decoded(want)
}

// Plane decodes the coefficients of component i alone, which needs less memory than Coefficients.
func (f *File) Plane(i int) (*Plane, error) {
	if i < 0 || i >= len(f.Frame.Components) {
		return nil, damaged("component %d of %d", i, len(f.Frame.Components))
	}
	planes, err := f.decoded([]int{i})
	if err != nil {
		return nil, err
	}
	return planes[0], nil
}

func (f *File) decoded(want []int) ([]*Plane, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	missing := [maxComponents]*Plane{}
	todo := false
	for _, i := range want {
		if f.planes[i] == nil {
			missing[i], todo = f.newPlane(i), true
		}
	}
	if todo {
		if err := f.decode(&missing); err != nil {
			return nil, err
		}
	}
	out := make([]*Plane, len(want))
	for k, i := range want {
		if f.planes[i] == nil {
			f.planes[i] = missing[i]
		}
		out[k] = f.planes[i]
	}
	return out, nil
}

// newPlane sizes component i's plane without allocating its blocks.
func (f *File) newPlane(i int) *Plane {
	fr := f.Frame
	h, v := fr.MaxSampling()
	c := fr.Components[i]
	return &Plane{
		Width: ceil(fr.Width*c.H, h), Height: ceil(fr.Height*c.V, v),
		Columns: ceil(fr.Width, 8*h) * c.H, Rows: ceil(fr.Height, 8*v) * c.V,
		Quant: c.Quant,
	}
}

func (f *File) decode(planes *[maxComponents]*Plane) error {
	if err := f.decodable(); err != nil {
		return err
	}
	for _, p := range planes {
		if p != nil {
			p.Blocks = make([]Block, p.Columns*p.Rows)
		}
	}
	d := decoder{file: f, planes: planes, tables: map[*HuffmanTable]*huffman{}}
	for i := range f.Scans {
		if err := d.scan(&f.Scans[i]); err != nil {
			return fmt.Errorf("scan %d: %w", i, err)
		}
	}
	for i := range f.Frame.Components {
		if planes[i] != nil && !d.seen[i] {
			return damaged("no scan holds component %d", i)
		}
	}
	return nil
}

// decodable refuses what cannot be decoded, or not within the limits, before any plane is allocated.
func (f *File) decodable() error {
	fr := f.Frame
	if fr.Marker == 0 || len(f.Scans) == 0 {
		return damaged("no picture in the file")
	}
	if !fr.Supported() {
		return fmt.Errorf("%w: frame type FF%02X is neither baseline nor progressive Huffman", ErrUnsupported, fr.Marker)
	}
	if fr.Precision != 8 && fr.Precision != 12 {
		return fmt.Errorf("%w: %d bits per sample, need 8 or 12", ErrUnsupported, fr.Precision)
	}
	if fr.Height == 0 {
		return fmt.Errorf("%w: height given after the first scan (DNL)", ErrUnsupported)
	}
	blocks := 0
	for i, c := range fr.Components {
		if c.Quant == nil {
			return damaged("component %d has no quantisation table", i)
		}
		p := f.newPlane(i)
		blocks += p.Columns * p.Rows
	}
	if blocks > MaxCoefficients/64 {
		return fmt.Errorf("%w: %dx%d pixels are more than the %d coefficients allowed", ErrUnsupported, fr.Width, fr.Height, MaxCoefficients)
	}
	if blocks > 8*len(f.data) { // every block costs a bit at least
		return damaged("%d bytes cannot hold %dx%d pixels", len(f.data), fr.Width, fr.Height)
	}
	return nil
}

func ceil(a, b int) int { return (a + b - 1) / b }
