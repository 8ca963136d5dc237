package samples

import (
	"image"
	"math/rand/v2"
	"strconv"

	"loupe/models"
)

// Channel says how the pictures of a pair came about.
type Channel string

// The channels.
const (
	ChannelPhoto  Channel = "photo"
	ChannelScan   Channel = "scan"
	ChannelRender Channel = "render" // born digital: no capture, honest originals of one issuer share pixels exactly
)

// Channels lists them.
func Channels() []Channel { return []Channel{ChannelPhoto, ChannelScan, ChannelRender} }

// Pair is two pictures of which it is known how they belong together.
type Pair struct {
	A, B     []byte
	Relation models.Relation // same_capture for farms, same_layout for honest pairs and for renders
	Channel  Channel
	Chain    string          // how B was stored
	Changed  []models.Region // what differs, in stored pixels of A; nil for honest pairs
}

// onePage is one document captured once, small enough that thousands can be made: 1 to 2 megapixels.
type onePage struct {
	shot  *Shot // nil for renders
	sheet *Sheet
	image *image.RGBA
	stock uint64
	draw  func(h Holder, stock uint64) (*Sheet, error)
	areas []string // what a farm replaces
}

// FarmPair makes a capture and the same capture with another holder's fields in it, stored by the chain. Every other A
// is itself such a variant. Equal arguments give equal files.
func (s *Studio) FarmPair(seed uint64, ch Channel, chain Chain) (Pair, error) {
	r := stream(seed, "farm pair")
	page, err := s.page(seed, subseed(seed, "first"), ch)
	if err != nil {
		return Pair{}, err
	}
	quality := 85 + r.IntN(12)
	base, err := Recompress(page.image, quality)
	if err != nil {
		return Pair{}, err
	}
	first, old := base, page.sheet
	if seed%2 == 1 {
		if first, old, err = page.variant(base, subseed(seed, "another")); err != nil {
			return Pair{}, err
		}
	}
	second, sheet, err := page.variant(base, subseed(seed, "other"))
	if err != nil {
		return Pair{}, err
	}
	p := Pair{Relation: models.RelationSameCapture, Channel: ch, Chain: chain.Name, Changed: page.changes(old, sheet)}
	if ch == ChannelRender {
		p.Relation = models.RelationSameLayout
	}
	if p.A, err = EncodeJPEG(first, quality, nil); err != nil {
		return Pair{}, err
	}
	p.B, err = chain.store(second, r)
	return p, err
}

// HonestPair makes two captures of two holders' documents of one issuer, each with its own pose, light, noise and desk;
// the second is stored by the chain.
func (s *Studio) HonestPair(seed uint64, ch Channel, chain Chain) (Pair, error) {
	a, err := s.HonestCapture(seed, 0, ch, Chain{Scale: 1, Quality: 90})
	if err != nil {
		return Pair{}, err
	}
	b, err := s.HonestCapture(seed, 1, ch, chain)
	return Pair{A: a, B: b, Relation: models.RelationSameLayout, Channel: ch, Chain: chain.Name}, err
}

// HonestCapture makes the n-th capture of a document of the type that seed stands for, each of another holder, saved by
// its camera and then by the chain.
func (s *Studio) HonestCapture(seed, n uint64, ch Channel, chain Chain) ([]byte, error) {
	own := subseed(seed, "honest "+strconv.FormatUint(n, 10))
	page, err := s.page(seed, own, ch)
	if err != nil {
		return nil, err
	}
	r := stream(own, "save")
	saved := page.image
	if ch != ChannelRender {
		if saved, err = Recompress(saved, 85+r.IntN(12)); err != nil {
			return nil, err
		}
	}
	return chain.store(saved, r)
}

// page draws a document of the type that kind stands for and captures it; own is the seed of holder and capture.
func (s *Studio) page(kind, own uint64, ch Channel) (onePage, error) {
	r := stream(own, "page")
	p := onePage{stock: r.Uint64()}
	o := CaptureOptions{Width: 1280, Height: 960, Clutter: r.IntN(3), Lens: between(r, -0.008, 0.008)}
	dpi := 300.0
	switch kind % 4 {
	case 0, 1:
		p.draw = func(h Holder, stock uint64) (*Sheet, error) {
			return s.CardFront(h, Print{DPI: dpi, Stock: stock, Digital: ch == ChannelRender})
		}
		p.areas = FarmAreas()
	case 2:
		p.draw = func(h Holder, stock uint64) (*Sheet, error) {
			return s.Passport(h, Print{DPI: dpi, Stock: stock, Digital: ch == ChannelRender})
		}
		p.areas = []string{"portrait", "name", "given", "number", "mrz"}
	default:
		dpi = 130
		o.Width, o.Height = o.Height, o.Width
		p.draw = func(h Holder, stock uint64) (*Sheet, error) {
			return s.Diploma(h, NewDegree(h.Hand), Print{DPI: dpi, Stock: stock, Digital: ch == ChannelRender})
		}
		p.areas = []string{"name", "degree", "date", "serial"}
	}
	var err error
	if p.sheet, err = p.draw(NewHolder(own), p.stock); err != nil {
		return p, err
	}
	if ch == ChannelRender {
		p.image = Flatten(p.sheet.Image)
		return p, nil
	}
	p.shot, err = Capture(p.sheet, own, p.options(ch, o, r))
	if err == nil {
		p.image = p.shot.Image
	}
	return p, err
}

// options completes o: half of the photographs are taken askew, a scan is as large as its sheet.
func (p onePage) options(ch Channel, o CaptureOptions, r *rand.Rand) CaptureOptions {
	if ch == ChannelScan {
		b := p.sheet.Image.Bounds()
		return CaptureOptions{Flat: true, Width: b.Dx() * 104 / 100, Height: b.Dy() * 104 / 100}
	}
	if r.IntN(2) == 0 {
		o.Pose = &Pose{Rotation: between(r, -8, 8), Tilt: between(r, 0, 18), Axis: between(r, 0, 360), X: between(r, -0.03, 0.03), Y: between(r, -0.03, 0.03)}
	}
	if r.IntN(3) == 0 {
		o.Shade = between(r, 0.1, 0.4)
	}
	return o
}

// variant returns base with another holder's fields in it, and the sheet they come from. A render is drawn anew: nothing
// of it was captured.
func (p onePage) variant(base *image.RGBA, seed uint64) (*image.RGBA, *Sheet, error) {
	sheet, err := p.draw(NewHolder(seed), p.stock)
	if err != nil {
		return nil, nil, err
	}
	if p.shot == nil {
		return Flatten(sheet.Image), sheet, nil
	}
	edit := NewEdit(base, p.shot)
	err = edit.Transplant(sheet, seed, 0.75, p.areas...)
	return edit.Image, sheet, err
}

// changes lists where two sheets visibly differ inside the fields that a farm replaces, in pixels of the picture; each
// line of a machine readable zone by itself.
func (p onePage) changes(a, b *Sheet) []models.Region {
	list := []models.Region{}
	for _, name := range p.areas {
		names := []string{name}
		if name == "mrz" {
			names = []string{"mrz1", "mrz2", "mrz3"}
		}
		for _, name := range names {
			box := differing(a.Image, b.Image, b.Areas[name].Box)
			if box.Empty() {
				continue
			}
			if p.shot != nil {
				box = p.shot.Box(box)
			}
			list = append(list, Region(box, name))
		}
	}
	return list
}

// differing is the smallest box around the pixels of area that visibly differ.
func differing(a, b *image.RGBA, area image.Rectangle) image.Rectangle {
	const visible = 30 // levels, of the green channel
	box := image.Rectangle{}
	area = area.Intersect(a.Rect).Intersect(b.Rect)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if d := int(a.RGBAAt(x, y).G) - int(b.RGBAAt(x, y).G); d > visible || d < -visible {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}
