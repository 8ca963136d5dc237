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
	Tables       string          `json:"tables"`         // of drawn sets: which tables the capture's JPEG scaled
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
	Edits  int    // of each scene; 0 draws controls only
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

// The chains of pictures that were saved once only. No edit can have them, so sets with edits have them not.
const (
	chainCamera   = "camera"   // the capture's own file, with its EXIF
	chainStripped = "stripped" // the same without EXIF, as messengers deliver it
)

// controlChains lists how the pictures of a set without edits are saved last: what honest senders send.
func controlChains() []Chain {
	camera, second := Chain{Name: chainCamera, Scale: 1}, EditChains()
	return []Chain{camera, second[0], second[1], camera, second[2], second[3], {Name: chainStripped, Scale: 1}, second[4]}
}

// chains returns the turns that the chains take.
func (e EditOptions) chains() []Chain {
	if e.Edits == 0 {
		return controlChains()
	}
	return EditChains()
}

// GenerateEdits draws a set into dir: of every scene a control, which was saved twice, and edits of it, which were changed
// between the saves; with the list in LabelsFile and masks in masks/. Equal options give equal files.
func GenerateEdits(ctx context.Context, dir string, e EditOptions, o Options) ([]Labelled, error) {
	if e.Half == "" {
		e.Half = HalfCalibration
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
	kinds, chains := subjects(), e.chains()
	s, chain := kinds[i%len(kinds)], chains[i%len(chains)]
	o, err := w.original(seed, s)
	if err != nil {
		return nil, fmt.Errorf("scene %d: %w", i, err)
	}
	if o.file == nil && chain.once() { // what never was a JPEG has no camera's file
		chain = EditChains()[0]
	}
	save := saving{dir: dir, chain: chain, sub: stream(seed, "last save").IntN(3) > 0, camera: o.file}
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
