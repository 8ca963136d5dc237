package samples

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"time"

	"loupe/models"
)

// Generate draws the specimens into dir, which is made when it does not exist, writes manifest.json beside them and
// returns it. Equal options give equal files. It fails when a font is missing, dir cannot be written or ctx ends.
func Generate(ctx context.Context, dir string, opts Options) (Manifest, error) {
	studio, err := NewStudio(opts)
	if err != nil {
		return Manifest{}, err
	}
	g := &generator{ctx: ctx, dir: dir, seed: opts.seed(), studio: studio, kept: map[string]keptFile{}}
	g.manifest = Manifest{Version: ManifestVersion, Seed: g.seed}
	steps := []func() error{g.identityDocuments, g.scans, g.diplomas, g.profilePhotos, g.edited, g.poor, g.farm, g.copies, g.papers, g.contradictory}
	if opts.Large {
		steps = append(steps, g.large)
	}
	if opts.Bad {
		steps = append(steps, g.bad)
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return Manifest{}, err
		}
	}
	data, err := g.manifest.JSON()
	if err != nil {
		return Manifest{}, err
	}
	return g.manifest, os.WriteFile(filepath.Join(dir, "manifest.json"), data, 0o644)
}

// generator writes specimens one after the other.
type generator struct {
	ctx      context.Context
	dir      string
	seed     uint64
	studio   *Studio
	manifest Manifest
	kept     map[string]keptFile // what later specimens are made from, by file
}

// keptFile is a specimen that was written, for copies and edits of it.
type keptFile struct {
	data  []byte
	entry Entry
}

// decoded returns the picture of a kept JPEG as everyone sees it.
func (k keptFile) decoded() (*image.RGBA, error) {
	img, err := jpeg.Decode(bytes.NewReader(k.data))
	if err != nil {
		return nil, err
	}
	return toRGBA(img), nil
}

// take is one capture of one document or face, as the camera stores it.
type take struct {
	Holder
	sheet *Sheet // nil for profile photos
	shot  *Shot  // nil for profile photos
	image *image.RGBA
	exif  Exif
}

// seedOf returns the seed for one part of one specimen.
func (g *generator) seedOf(label string) uint64 { return subseed(g.seed, label) }

// add writes one specimen and its entry.
func (g *generator) add(e Entry, data []byte) error {
	if err := g.ctx.Err(); err != nil {
		return fmt.Errorf("samples: stopped before %s: %w", e.File, err)
	}
	path := filepath.Join(g.dir, filepath.FromSlash(e.File))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		return err
	}
	g.manifest.Entries = append(g.manifest.Entries, e)
	g.kept[e.File] = keptFile{data, e}
	return nil
}

// describe fills in what a take tells about its entry. The claim is the holder's unless the entry has one.
func (t *take) describe(e Entry) Entry {
	bounds := t.image.Bounds()
	e.Truth.Width, e.Truth.Height = bounds.Dx(), bounds.Dy()
	if e.Kind != models.KindDiploma && e.Side != models.SideBack {
		e.Truth.Faces = 1
	}
	if t.sheet != nil {
		quad := t.shot.Quad()
		e.Truth.Quad, e.Truth.MRZ = &quad, t.sheet.MRZ
	}
	if e.Claim == nil {
		e.Claim = t.Claim()
	}
	return e
}

// addJPEG writes a take as the camera does: JPEG with EXIF and a thumbnail that matches.
func (g *generator) addJPEG(e Entry, t *take, quality int) error {
	small, err := thumbnail(t.image)
	if err != nil {
		return err
	}
	exif := t.exif
	exif.Thumbnail, exif.Width, exif.Height = small, t.image.Rect.Dx(), t.image.Rect.Dy()
	data, err := EncodeJPEG(t.image, quality, &exif)
	if err != nil {
		return err
	}
	e = t.describe(e)
	e.Truth.Orientation = max(exif.Orientation, 1)
	return g.add(e, data)
}

// photograph draws and captures one document.
func (g *generator) photograph(h Holder, label string, draw func(Holder, Print) (*Sheet, error), o CaptureOptions) (*take, error) {
	sheet, err := draw(h, Print{})
	if err != nil {
		return nil, fmt.Errorf("samples: drawing %s: %w", label, err)
	}
	return g.shoot(h, label, sheet, o)
}

func (g *generator) shoot(h Holder, label string, sheet *Sheet, o CaptureOptions) (*take, error) {
	shot, err := Capture(sheet, g.seedOf(label), o)
	if err != nil {
		return nil, fmt.Errorf("samples: capturing %s: %w", label, err)
	}
	return &take{Holder: h, sheet: sheet, shot: shot, image: shot.Image, exif: g.cameraExif(label)}, nil
}

// cameraExif is what the specimen camera writes: a moment in the week before the specimens' day.
func (g *generator) cameraExif(label string) Exif {
	r := stream(g.seedOf(label), "exif")
	return Exif{
		Make: "Loupe", Model: "Specimen Cam 1", Original: specimenNow().Add(-time.Duration(r.IntN(7*24*3600)) * time.Second),
		ISO: uint16(50 * (1 + r.IntN(8))), Exposure: [2]uint32{1, uint32(30 + 10*r.IntN(10))},
	}
}

// holder invents the person of one specimen.
func (g *generator) holder(label string) Holder { return NewHolder(g.seedOf("holder " + label)) }

func (g *generator) named(label, surname, given, sex string) Holder {
	return NamedHolder(g.seedOf("holder "+label), surname, given, sex)
}

func accepted() Expect {
	return Expect{Verdicts: []models.Verdict{models.VerdictAccept}, NoLinks: true}
}

func suspected(reasons ...models.ReasonCode) Expect {
	return Expect{Verdicts: []models.Verdict{models.VerdictReview, models.VerdictReject}, Reasons: reasons}
}
