package samples

import (
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"sync"

	"golang.org/x/image/draw"
)

// Print says how a document is printed.
type Print struct {
	DPI      float64 // 0 means 450 for cards and passports, 300 for diplomas
	FalseMRZ bool    // print a wrong composite check digit
	Zone     *Holder // whose data the machine readable zone bears, with right check digits; nil: the holder's
	Stock    uint64  // seed of the material's own texture; 0 takes the holder's
	Digital  bool    // never printed: no material, nothing but what was drawn
}

// Sheet is a printed document, flat and clean: what a camera or a scanner is pointed at.
type Sheet struct {
	Image *image.RGBA // transparent outside the rounded corners
	DPI   float64
	Areas map[string]Area // by field name: portrait, name, number, birth, expiry, issued, ...
	MRZ   []string        // the lines as printed, nil when there are none
}

// Area is one filled-in field of a sheet.
type Area struct {
	Box  image.Rectangle // in pixels of the sheet: the whole field, so that a longer text fits in it too
	Ink  image.Rectangle // in pixels of the sheet: the printed text itself; empty for pictures
	Text string          // what is printed; empty for pictures
	Size float64         // height of the lettering in pixels (em); 0 for pictures

	baseline float64 // of the text, in pixels of the sheet
	centred  bool    // the text stands in the middle of the field
	style    style   // of the text
}

// Studio draws documents. It holds the fonts and the backgrounds it has printed; it is safe for concurrent use.
type Studio struct {
	fonts   typefaces
	grounds sync.Map // groundKey to *image.RGBA: the background that all documents of one issue share
}

// groundKey says what a background depends on.
type groundKey struct {
	w, h, scale float64
	issue       uint64
	inks        inks
}

// NewStudio loads the fonts that opts names. It fails when OCR-B or DejaVu is not installed, and says which package has it.
func NewStudio(opts Options) (*Studio, error) {
	fonts, err := loadTypefaces(opts.ocrb(), opts.dejavu())
	if err != nil {
		return nil, err
	}
	return &Studio{fonts: fonts}, nil
}

// inks are the colours of one document type.
type inks struct{ paper, tint, line, second, title, label, text color.NRGBA }

// draft is a sheet in the making.
type draft struct {
	*canvas
	studio *Studio
	w, h   float64 // millimetres
	inks   inks
	areas  map[string]Area
	mrz    []string
	stock  uint64
	plain  bool // no material
}

func (s *Studio) draft(w, h, dpi float64, print Print, holder Holder, colours inks) *draft {
	if print.DPI > 0 {
		dpi = print.DPI
	}
	stock := print.Stock
	if stock == 0 {
		stock = subseed(holder.Hand, "stock")
	}
	d := &draft{canvas: newCanvas(s.fonts, w, h, dpi), studio: s, w: w, h: h, inks: colours, areas: map[string]Area{}, stock: stock, plain: print.Digital}
	d.fill(rectangle(-1, -1, w+2, h+2, 0), colours.paper)
	return d
}

// sheet finishes the draft: the material's texture, rounded corners.
func (d *draft) sheet(radius float64) (*Sheet, error) {
	if !d.plain {
		d.texture()
	}
	if radius > 0 {
		d.clip(rectangle(0, 0, d.w, d.h, radius))
	}
	return &Sheet{Image: d.img, DPI: d.scale * 25.4, Areas: d.areas, MRZ: d.mrz}, d.err
}

// texture adds what makes each printed piece its own: faint mottling and a little wear.
func (d *draft) texture() {
	mottle := newLattice(d.stock, "mottle")
	cloud := 1.0
	d.shade(func(px, py int) float64 {
		x, y := float64(px)/d.scale, float64(py)/d.scale
		if px&7 == 0 { // changes over millimetres only
			cloud = 0.018 * (mottle.at(x*0.35, y*0.35) - 0.5)
		}
		return 1 + cloud + 0.022*(mottle.at(x*6+50, y*6)-0.5)
	})
	r := stream(d.stock, "wear")
	for range 6 { // hairline scratches
		x, y, a, n := between(r, 0, d.w), between(r, 0, d.h), between(r, 0, math.Pi), between(r, 2, 9)
		d.stroke([]point{{x, y}, {x + n*math.Cos(a), y + n*math.Sin(a)}}, 0.05, color.NRGBA{255, 255, 255, uint8(20 + r.IntN(40))})
	}
	for range 10 { // specks
		d.fill(disc(between(r, 0, d.w), between(r, 0, d.h), between(r, 0.02, 0.07), between(r, 0.02, 0.06)), color.NRGBA{60, 56, 50, uint8(30 + r.IntN(70))})
	}
}

// field prints a caption in two languages and the value below it, squeezed to width, and notes the value's area.
func (d *draft) field(name, caption, value string, x, y, width float64) {
	d.text(x, y, caption, lettering{style: styleLabel, size: 1.5, ink: d.inks.label})
	d.value(name, value, x, y+3.05, width, lettering{style: styleValue, size: 2.75, ink: d.inks.text})
}

// value prints a value with its baseline at y and notes its area.
func (d *draft) value(name, value string, x, y, width float64, l lettering) {
	ink := d.fitted(x, y, width, value, l)
	d.areas[name] = Area{Ink: ink, Box: d.pixels(x-0.3, y-l.size*0.86, width+0.6, l.size*1.16), Text: value, Size: l.size * d.scale, baseline: y * d.scale, style: l.style}
}

// place scales a picture into a box, its edges faded over fade millimetres, strength 0..1, tinted as by one printing ink when mono is set.
func (d *draft) place(src *image.RGBA, x, y, w, h, fade, strength float64, mono *color.NRGBA) {
	box := d.pixels(x, y, w, h)
	scaled := image.NewRGBA(image.Rect(0, 0, box.Dx(), box.Dy()))
	draw.ApproxBiLinear.Scale(scaled, scaled.Bounds(), src, src.Bounds(), draw.Src, nil)
	for py := range box.Dy() {
		for px := range box.Dx() {
			edge := min(min(float64(px), float64(box.Dx()-1-px)), min(float64(py), float64(box.Dy()-1-py)))
			a := strength
			if fade > 0 {
				a *= smoothstep(0, fade*d.scale, edge)
			}
			from, to := scaled.Pix[scaled.PixOffset(px, py):][:4], d.img.Pix[d.img.PixOffset(box.Min.X+px, box.Min.Y+py):][:4]
			grey := (0.3*float64(from[0]) + 0.59*float64(from[1]) + 0.11*float64(from[2])) / 255
			for k := range 3 {
				value := float64(from[k])
				if mono != nil { // ink on what is already printed
					value = float64(to[k]) * mix(float64([3]uint8{mono.R, mono.G, mono.B}[k])/255, 1, grey)
				}
				to[k] = uint8(mix(float64(to[k]), value, a) + 0.5)
			}
		}
	}
}

// portrait prints the holder's photograph, its edges fading into the background, and lays fine lines over it.
func (d *draft) portrait(h Holder, x, y, w, ht float64) {
	pw := int(min(w*d.scale, w*14)) // 350 dpi is what card printers resolve
	photo := PortraitImage(h.Face, Scene{Seed: subseed(h.Hand, "sitting"), Head: 0.7}, pw, int(float64(pw)*ht/w))
	d.place(photo, x, y, w, ht, 1.1, 1, nil)
	d.areas["portrait"] = Area{Box: d.pixels(x, y, w, ht)}
	tone := d.inks.line
	tone.A = 70
	for i := range 9 {
		d.stroke(wave(x-1, y+ht*(0.55+0.055*float64(i)), w*0.62, 0.9, 7, float64(i)*0.5), 0.09, tone)
	}
}

// ghost prints the portrait a second time, small and in one ink.
func (d *draft) ghost(h Holder, x, y, w, ht float64) {
	photo := PortraitImage(h.Face, Scene{Seed: subseed(h.Hand, "sitting"), Head: 0.7}, int(w*9), int(ht*9))
	ink := d.inks.title
	d.place(photo, x, y, w, ht, 2.2, 0.62, &ink)
	d.areas["ghost"] = Area{Box: d.pixels(x, y, w, ht)}
}

// signature writes a name as a pen would: loops of changing height on a slanted line.
func (d *draft) signature(seed uint64, x, y, w, h float64) {
	r := stream(seed, "signature")
	d.areas["signature"] = Area{Box: d.pixels(x-1, y-h, w+2, 1.6*h)}
	d.pen(r, x, y, w*0.62, h, between(r, 6, 9))
	d.pen(r, x+w*0.3, y-0.1*h, w*0.68, h*0.8, between(r, 7, 11))
}

func (d *draft) pen(r *rand.Rand, x, y, w, h, turns float64) {
	phase, lean := between(r, 0, 6), between(r, 0.2, 0.5)
	heights := newLattice(r.Uint64(), "heights")
	var line []point
	for i := range 161 {
		t := float64(i) / 160
		a := t*turns*2*math.Pi + phase
		rise := h * (0.18 + 0.75*sq(heights.at(t*turns*0.7, 0)))
		up := rise * (0.5 - 0.5*math.Cos(a))
		line = append(line, point{x + w*t + 0.28*h*math.Sin(a) + lean*up, y - up + 0.1*h*math.Sin(t*4)})
	}
	for i := 0; i+1 < len(line); i++ { // short pieces: an outline that crosses itself would lose its loops
		speed := math.Hypot(line[i+1].X-line[i].X, line[i+1].Y-line[i].Y)
		d.fill(stroke(line[i:min(i+3, len(line))], even(clamp(0.34-0.14*speed, 0.14, 0.32)*(0.5+h/12))), color.NRGBA{24, 28, 66, 235})
	}
}
