package samples

import (
	"bytes"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"strings"

	"loupe/models"
	"loupe/samples/baseline"
)

// subject is what a scene shows and how it was captured.
type subject struct {
	form    form // of documents
	kind    models.Kind
	channel Channel
}

// subjects lists the scenes' subjects, the frequent ones more than once. Their number has no divisor in common with the number of save chains.
func subjects() []subject {
	id, diploma := models.KindIdentityDocument, models.KindDiploma
	return []subject{
		{formCard, id, ChannelPhoto}, {formDiploma, diploma, ChannelScan}, {kind: models.KindProfilePhoto, channel: ChannelPhoto}, {formPassport, id, ChannelPhoto},
		{formCard, id, ChannelScan}, {formDiploma, diploma, ChannelPhoto}, {kind: models.KindProfilePhoto, channel: ChannelPhoto}, {formCard, id, ChannelPhoto},
		{formPassport, id, ChannelScan}, {formCard, id, ChannelPhoto}, {formDiploma, diploma, ChannelRender},
	}
}

// original is one capture as its camera stored it: what a forger begins with, and an honest sender too.
type original struct {
	subject
	studio  *Studio
	layout  *layout // nil for profile photos
	holder  Holder
	stock   uint64
	sheet   *Sheet // nil for profile photos
	shot    *Shot
	image   *image.RGBA // decoded from its first save
	file    []byte      // the first save; nil for what never was a JPEG
	quality int         // of the first save; 0 for what was never a JPEG
	tables  string
	sub     bool
}

// world holds what a half's scenes are made of.
type world struct {
	half     Half
	studios  []*Studio
	layouts  map[form][]*layout
	captures []baseline.Tables
}

func newWorld(h Half, o Options) (*world, error) {
	studios, err := h.studios(o)
	w := &world{half: h, studios: studios, layouts: map[form][]*layout{}, captures: h.captureTables()}
	for _, f := range []form{formCard, formPassport, formDiploma} {
		w.layouts[f] = h.layouts(f)
	}
	return w, err
}

// original captures one scene. Equal seeds give equal pictures.
func (w *world) original(seed uint64, s subject) (*original, error) {
	r := stream(seed, "original")
	o := &original{subject: s, studio: pick(r, w.studios), stock: r.Uint64()}
	o.holder = o.studio.holder(subseed(seed, "holder"))
	if s.kind != models.KindProfilePhoto {
		o.layout = pick(r, w.layouts[s.form])
	}
	return o, w.capture(o, seed, r)
}

// another captures another holder's document of o's design, by another camera.
func (w *world) another(o *original, seed uint64) (*original, error) {
	r := stream(seed, "original")
	other := &original{subject: o.subject, studio: o.studio, layout: o.layout, stock: r.Uint64(), holder: o.studio.holder(subseed(seed, "holder"))}
	return other, w.capture(other, seed, r)
}

func captureQualities() []int { return []int{80, 85, 90, 92, 95} }

// capture draws the scene, photographs it and saves it for the first time.
func (w *world) capture(o *original, seed uint64, r *rand.Rand) (err error) {
	if o.shot, err = o.shoot(seed, r); err != nil {
		return err
	}
	o.image = o.shot.Image
	tables, quality, sub := pick(r, w.captures), pick(r, captureQualities()), r.IntN(3) > 0
	if o.channel == ChannelRender {
		return nil
	}
	o.quality, o.tables, o.sub = quality, tables.Name, sub
	if o.file, err = baseline.Encode(o.image, tables.Scaled(quality), sub); err != nil {
		return err
	}
	decoded, err := jpeg.Decode(bytes.NewReader(o.file))
	if err != nil {
		return err
	}
	o.image = toRGBA(decoded)
	return nil
}

// shoot makes the picture: a portrait, a render, a flat scan or a photograph.
func (o *original) shoot(seed uint64, r *rand.Rand) (*Shot, error) {
	if o.layout == nil {
		size := pick(r, [][2]int{{984, 1224}, {1224, 1224}, {1112, 1304}})
		scene := Scene{Seed: seed, Backdrop: Backdrop(r.IntN(3)), Head: between(r, 0.42, 0.6), Casual: true}
		return Snapshot(PortraitImage(o.holder.Face, scene, size[0], size[1]), seed)
	}
	var err error
	if o.sheet, err = o.drawn(o.holder); err != nil {
		return nil, err
	}
	b := o.sheet.Image.Bounds()
	switch o.channel {
	case ChannelRender:
		return rendered(o.sheet)
	case ChannelScan:
		return Capture(o.sheet, seed, CaptureOptions{Flat: true, Width: b.Dx() * 104 / 100, Height: b.Dy() * 104 / 100, Noise: between(r, 0.5, 2)})
	}
	size := pick(r, [][2]int{{1280, 960}, {1440, 1080}, {1600, 1200}, {1440, 1080}})
	c := CaptureOptions{
		Width: size[0], Height: size[1], Clutter: r.IntN(3), Lens: between(r, -0.008, 0.008), Noise: between(r, 0.5, 3), Blur: max(0, between(r, -0.6, 0.7)),
	}
	if b.Dy() > b.Dx() {
		c.Width, c.Height = c.Height, c.Width
	}
	if r.IntN(2) == 0 {
		c.Pose = &Pose{Rotation: between(r, -8, 8), Tilt: between(r, 0, 18), Axis: between(r, 0, 360), X: between(r, -0.03, 0.03), Y: between(r, -0.03, 0.03)}
	}
	if r.IntN(3) == 0 {
		c.Shade = between(r, 0.1, 0.4)
	}
	return Capture(o.sheet, seed, c)
}

// drawn prints a holder's document of o's design on o's material.
func (o *original) drawn(h Holder) (*Sheet, error) {
	return o.studio.form(o.layout, h, Print{Stock: o.stock, Digital: o.channel == ChannelRender})
}

// rendered is a sheet as its issuer exports it: a shot without a camera.
func rendered(sheet *Sheet) (*Shot, error) {
	b := sheet.Image.Bounds()
	w, h := float64(b.Dx()), float64(b.Dy())
	g, err := newGeometry(b, b, [4]point{{0, 0}, {w, 0}, {w, h}, {0, h}})
	return &Shot{Geometry: g, Image: Flatten(sheet.Image), DPI: sheet.DPI}, err
}

// holder invents a person whose name the studio's fonts can set.
func (s *Studio) holder(seed uint64) Holder {
	for {
		h := NewHolder(seed)
		name := h.FullName() + strings.ToUpper(h.FullName()) + h.Place
		if _, err := s.fonts.lookup(styleValue, name); err == nil {
			if _, err := s.fonts.lookup(styleStrong, name); err == nil {
				return h
			}
		}
		seed = subseed(seed, "next")
	}
}
