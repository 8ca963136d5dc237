package samples

import (
	"errors"
	"fmt"
	"image"
	"math/rand/v2"

	"loupe/models"
)

// Operation names what was done to a picture.
type Operation string

// The operations.
const (
	OperationNone           Operation = "none"
	OperationRetype         Operation = "retype"          // a field set anew, sharp and without noise
	OperationRetypeMatched  Operation = "retype_matched"  // the same with the capture's blur and noise
	OperationCopyMoveWord   Operation = "copymove_word"   // letters or a word of the document laid over another
	OperationPasteRegion    Operation = "paste_region"    // a part of another capture
	OperationPortraitSplice Operation = "portrait_splice" // the portrait of another capture, fitted into its place
	OperationInpaint        Operation = "inpaint"         // a field or a feature painted over with what surrounds it
	OperationCopyMoveRegion Operation = "copymove_region" // a part of a photograph laid elsewhere over it
)

// operations returns what can be done to a subject. What a render lacks, noise and blur, cannot be matched.
func (s subject) operations() []Operation {
	switch {
	case s.kind == models.KindProfilePhoto:
		return []Operation{OperationCopyMoveRegion, OperationPasteRegion, OperationInpaint}
	case s.channel == ChannelRender:
		return []Operation{OperationRetype, OperationCopyMoveWord, OperationPasteRegion, OperationInpaint}
	case s.form == formDiploma:
		return []Operation{OperationRetype, OperationRetypeMatched, OperationCopyMoveWord, OperationPasteRegion, OperationInpaint}
	}
	return []Operation{OperationRetype, OperationCopyMoveWord, OperationRetypeMatched, OperationPasteRegion, OperationPortraitSplice, OperationInpaint}
}

// errNoPlace says that a picture has no place for an edit, such as two fields with letters of one size.
var errNoPlace = errors.New("samples: no place for this edit")

// forger works on one original.
type forger struct {
	world *world
	*original
	edit  *Edit
	r     *rand.Rand
	donor func() (*original, error) // another capture of the same design
	grid  string                    // "on" or "off" for what was moved over the grid of 8x8 pixels, otherwise empty
}

// perform does one operation.
func (f *forger) perform(op Operation) error {
	switch op {
	case OperationRetype:
		return f.retype()
	case OperationRetypeMatched:
		return f.retypeMatched()
	case OperationCopyMoveWord:
		return f.copyWord()
	case OperationPasteRegion:
		return f.pasteRegion()
	case OperationPortraitSplice:
		return f.splicePortrait()
	case OperationInpaint:
		return f.inpaint()
	case OperationCopyMoveRegion:
		return f.copyRegion()
	}
	return fmt.Errorf("samples: operation %q is unknown", op)
}

// field draws one of the fields that are worth changing.
func (f *forger) field() (name string, area Area) {
	names := []string{"name", "given", "birth", "issued", "expiry", "number"}
	if f.kind == models.KindDiploma {
		names = []string{"name", "degree", "date", "serial"}
	}
	name = pick(f.r, names)
	return name, f.sheet.Areas[name]
}

func (f *forger) retype() error {
	name, area := f.field()
	return f.studio.retype(f.edit, area, f.setting(name, area, f.stranger(name), 0.5))
}

// setting is another holder's text in the field's own font, which half of the forgers have, or in another.
func (f *forger) setting(name string, area Area, h Holder, sigma float64) retyping {
	return retyping{f.layout.printed(h, name), name, pick(f.r, []style{area.style, styleRetype}), sigma}
}

// stranger is another holder with another text in a field.
func (f *forger) stranger(name string) Holder {
	for {
		h := f.studio.holder(f.r.Uint64())
		if f.layout.printed(h, name) != f.sheet.Areas[name].Text {
			return h
		}
	}
}

// retypeMatched sets a field as the issuer's printer and the same camera would have it, or retypes it and adds grain.
func (f *forger) retypeMatched() error {
	name, area := f.field()
	h := f.stranger(name)
	if f.r.IntN(2) == 0 {
		sheet, err := f.drawn(h)
		if err != nil {
			return err
		}
		box := area.Ink.Union(sheet.Areas[name].Ink).Inset(-int(area.Size * 0.2)) // the whole field would be mostly what it was
		sheet.Areas = map[string]Area{name: {Box: box}}
		return f.edit.Transplant(sheet, f.r.Uint64(), 1, name)
	}
	sigma := f.edit.grain(f.shot.Box(area.Box))
	if err := f.studio.retype(f.edit, area, f.setting(name, area, h, f.shot.camera.blur)); err != nil {
		return err
	}
	f.edit.addGrain(f.r, sigma)
	return nil
}

// inpaint paints over a field, or over a part of a photograph.
func (f *forger) inpaint() error {
	if f.sheet == nil {
		patch := f.patch(f.image.Rect, 40, 110)
		f.edit.erase(patch)
		f.edit.note(f.shot.Box(patch), "inpainted")
		return nil
	}
	name, area := f.field()
	patch := area.Ink.Inset(-int(area.Size * 0.12))
	f.edit.erase(patch)
	f.edit.note(f.shot.Box(patch), name)
	return nil
}

// patch draws a rectangle inside a picture, whose sides are between low and high pixels long.
func (f *forger) patch(b image.Rectangle, low, high int) image.Rectangle {
	w, h := low+f.r.IntN(high-low), low+f.r.IntN(high-low)
	x, y := f.r.IntN(b.Dx()-w-40)+20, f.r.IntN(b.Dy()-h-40)+20
	return image.Rect(x, y, x+w, y+h)
}

// splicePortrait warps the portrait of another capture into this one's.
func (f *forger) splicePortrait() error {
	other, err := f.donor()
	if err != nil {
		return err
	}
	f.edit.Splice(other.image, other.shot, f.sheet.Areas["portrait"], "portrait")
	return nil
}
