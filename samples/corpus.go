package samples

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"loupe/models"
	"loupe/samples/baseline"
)

// LabelsFile is the name of the list of a set of single pictures.
const LabelsFile = "labels.json"

// Labelled is one picture of a set of which it is known whether it was edited. A set may as well be made by hand, of real
// pictures: File and Edited are enough.
type Labelled struct {
	File         string          `json:"file"` // slash-separated path inside the set's directory
	Kind         models.Kind     `json:"kind"` // "" is identity_document
	Edited       bool            `json:"edited"`
	Operation    Operation       `json:"operation"`
	Channel      Channel         `json:"channel"`
	FirstQuality int             `json:"first_quality"`  // of the capture's JPEG; 0 for what never was one
	Tables       string          `json:"tables"`         // which tables the capture's JPEG scaled
	Chain        string          `json:"chain"`          // how the picture was saved last
	Grid         string          `json:"grid,omitempty"` // "on" or "off": how what was moved lies to the grid of 8x8 pixels
	Layout       string          `json:"layout"`         // the document's design; empty for profile photos
	Mask         string          `json:"mask"`           // a picture of the same size, not black where edited; empty when there is none
	Boxes        []models.Region `json:"boxes"`          // what was changed, in stored pixels
	Scene        string          `json:"scene"`          // shared by a control and its edits
}

// EditOptions says which labelled pictures to draw.
type EditOptions struct {
	Scenes int    // each yields a control and its edits
	Edits  int    // of each scene; 0 means 2
	Seed   uint64 // other seeds, other people, documents and captures
	Half   Half   // "" is the calibration half
}

// EditChains lists how the controls and the edits of a set are saved last; each is as frequent among the ones as among the others.
func EditChains() []Chain {
	return []Chain{
		{Name: "png", Scale: 1}, {Name: "q95", Scale: 1, Quality: 95}, {Name: "q90", Scale: 1, Quality: 90}, {Name: "q75", Scale: 1, Quality: 75},
		{Name: "0.7 q80", Scale: 0.7, Quality: 80},
	}
}

// GenerateEdits draws a set into dir: of every scene a control, which was saved twice, and edits of it, which were changed
// between the saves; with the list in LabelsFile and masks in masks/. Equal options give equal files.
func GenerateEdits(ctx context.Context, dir string, e EditOptions, o Options) ([]Labelled, error) {
	if e.Half == "" {
		e.Half = HalfCalibration
	}
	if e.Edits == 0 {
		e.Edits = 2
	}
	w, err := newWorld(e.Half, o)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(dir, "masks"), 0o755); err != nil {
		return nil, err
	}
	scenes := make([][]Labelled, e.Scenes)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range scenes {
		g.Go(func() (err error) {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			scenes[i], err = w.scene(dir, i, e)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	var all []Labelled
	for _, s := range scenes {
		all = append(all, s...)
	}
	data, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		return nil, err
	}
	return all, os.WriteFile(filepath.Join(dir, LabelsFile), append(data, '\n'), 0o644)
}

// scene writes the i-th control and its edits.
func (w *world) scene(dir string, i int, e EditOptions) ([]Labelled, error) {
	seed := subseed(e.Seed, fmt.Sprintf("scene %s %d", w.half, i))
	kinds, chains := subjects(), EditChains()
	s, chain := kinds[i%len(kinds)], chains[i%len(chains)]
	o, err := w.original(seed, s)
	if err != nil {
		return nil, fmt.Errorf("scene %d: %w", i, err)
	}
	save := saving{dir: dir, chain: chain, sub: stream(seed, "last save").IntN(3) > 0}
	control := Labelled{
		Kind: s.kind, Operation: OperationNone, Channel: s.channel, FirstQuality: o.quality, Tables: o.tables, Chain: chain.Name, Scene: fmt.Sprintf("%04d", i), Boxes: []models.Region{},
	}
	if o.layout != nil {
		control.Layout = o.layout.name
	}
	first, err := save.write(control, &Edit{Image: o.image})
	if err != nil {
		return nil, err
	}
	out := []Labelled{first}
	donor := sync.OnceValues(func() (*original, error) { return w.another(o, subseed(seed, "donor")) })
	for _, op := range plan(i, e.Edits) {
		f := &forger{world: w, original: o, edit: NewEdit(o.image, o.shot), r: stream(seed, string(op)), donor: donor}
		if err := f.perform(op); errors.Is(err, errNoPlace) {
			continue
		} else if err != nil {
			return nil, fmt.Errorf("scene %d, %s: %w", i, op, err)
		}
		changed := control
		changed.Edited, changed.Operation, changed.Grid = true, op, f.grid
		if changed, err = save.write(changed, f.edit); err != nil {
			return nil, err
		}
		out = append(out, changed)
	}
	return out, nil
}

// plan returns the n operations of the i-th scene. They take turns over the scenes of one subject, shifted when all chains
// had theirs, so that none is tied to a chain.
func plan(i, n int) []Operation {
	kinds := subjects()
	ops, round := kinds[i%len(kinds)].operations(), i/len(kinds)
	out := make([]Operation, min(n, len(ops)))
	for k := range out {
		out[k] = ops[(round*n+k+round/len(EditChains()))%len(ops)]
	}
	return out
}

// saving is the last save that a control shares with its edits.
type saving struct {
	dir   string
	chain Chain
	sub   bool
}

// write stores a picture with its mask and returns its label, completed.
func (s saving) write(l Labelled, e *Edit) (Labelled, error) {
	name := fmt.Sprintf("%s-%s", l.Scene, l.Operation)
	out := s.chain.scaled(e.Image)
	var data []byte
	var err error
	if s.chain.Quality == 0 {
		l.File = name + ".png"
		data, err = encodePNG(out)
	} else {
		l.File = name + ".jpg"
		data, err = baseline.Encode(out, baseline.Standard().Scaled(s.chain.Quality), s.sub)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(s.dir, l.File), data, 0o644)
	}
	if err != nil || !l.Edited {
		return l, err
	}
	l.Mask = "masks/" + name + ".png"
	l.Boxes = scaledRegions(e.Regions, e.Image.Rect, out.Rect)
	if data, err = encodePNG(scaledMask(e.touched, out.Rect)); err != nil {
		return l, err
	}
	return l, os.WriteFile(filepath.Join(s.dir, filepath.FromSlash(l.Mask)), data, 0o644)
}
