package still

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
)

// codec is one of the two ways in which the pictures of an HEIF file are coded here.
type codec struct {
	name   string // of the type, for errors
	kind   string // item type of a coded picture
	record string // property that configures its decoder
}

func hevc() codec { return codec{"HEIC", "hvc1", "hvcC"} }
func av1() codec  { return codec{"AVIF", "av01", "av1C"} }

// picture is the primary item of an HEIF file.
type picture struct {
	coded      image.Point // pixels before the transformations
	transforms []box       // clap, irot and imir in the order in which they apply
	size       image.Point // pixels after them
	bits       int         // depth of luma that an HEVC configuration says
}

// primaryPicture describes the primary item and holds everything that decoding it would touch (its tiles, its alpha plane)
// against the size that it declares: a header of 32x32 may stand before a bitstream of 16384x16384.
func (h *heif) primaryPicture(c codec) (picture, error) {
	it := h.find(h.primary)
	if it == nil {
		return picture{}, errors.New("the HEIF file's primary item is not among its items: the file is damaged")
	}
	coded, ok := h.extent(it)
	if !ok {
		return picture{}, errors.New("the HEIF file's primary item has no size (ispe): the file is damaged")
	}
	p := picture{coded: coded, size: coded}
	for _, i := range it.properties {
		if i >= len(h.properties) {
			return picture{}, fmt.Errorf("the HEIF file's primary item has property %d of %d: the file is damaged", i+1, len(h.properties))
		}
		size, transforms, err := transformed(p.size, h.properties[i])
		if err != nil {
			return picture{}, err
		}
		if p.size = size; transforms {
			p.transforms = append(p.transforms, h.properties[i])
		}
	}
	p.bits = h.bits(it)
	return p, h.checkPrimary(it, c, coded)
}

// extent reads the image spatial extents property (ISO/IEC 23008-12 section 6.5.3).
func (h *heif) extent(it *item) (image.Point, bool) {
	ispe := h.property(it, "ispe")
	if len(ispe) < 12 {
		return image.Point{}, false
	}
	return image.Pt(int(binary.BigEndian.Uint32(ispe[4:])), int(binary.BigEndian.Uint32(ispe[8:]))), true
}

// checkPrimary checks the primary item, the tiles it is made of, and what is auxiliary to either.
func (h *heif) checkPrimary(it *item, c codec, size image.Point) error {
	tiles := h.tiles(it)
	if len(tiles) == 0 || it.kind != "grid" {
		tiles = []uint32{it.id}
	}
	if it.kind == "grid" && tiles[0] == it.id {
		return errors.New("the HEIF file's grid has no tiles: the file is damaged")
	}
	if err := h.checkTiles(tiles, c, size); err != nil {
		return err
	}
	for _, r := range h.references {
		aux := h.find(r.from)
		if r.kind != "auxl" || r.to != it.id || aux == nil {
			continue
		}
		parts := []uint32{aux.id}
		if aux.kind == "grid" {
			parts = h.tiles(aux)
		}
		if err := h.checkTiles(parts, c, size); err != nil {
			return fmt.Errorf("in an auxiliary picture: %w", err)
		}
	}
	return nil
}

func (h *heif) tiles(it *item) (out []uint32) {
	for _, r := range h.references {
		if r.kind == "dimg" && r.from == it.id {
			out = append(out, r.to)
		}
	}
	return out
}

// checkTiles bounds the work of decoding ids: their pixels are at most four times those of the picture (a grid of two
// by two whose last row and column stand out almost wholly) and a megapixel.
func (h *heif) checkTiles(ids []uint32, c codec, picture image.Point) error {
	budget := 4*float64(picture.X)*float64(picture.Y) + 1<<20
	for _, id := range ids {
		tile := h.find(id)
		if tile == nil {
			return fmt.Errorf("item %d is not among the HEIF file's items: the file is damaged", id)
		}
		if tile.kind != c.kind {
			return unsupported("the picture is coded as %q, of which %s knows nothing here: save it as JPEG", tile.kind, c.name)
		}
		size, err := h.checkCoded(tile, c, picture)
		if err != nil {
			return err
		}
		if budget -= float64(size.X) * float64(size.Y); budget < 0 {
			return fmt.Errorf("the parts of the picture have more than four times its %dx%d pixels: the file is damaged", picture.X, picture.Y)
		}
	}
	return nil
}

// checkCoded holds the size in the bitstream's own header against the one that the item declares, which is the
// picture's where it declares none.
func (h *heif) checkCoded(it *item, c codec, picture image.Point) (image.Point, error) {
	declared, ok := h.extent(it)
	if !ok {
		declared = picture
	}
	size, err := h.bitstreamSize(it, c)
	if err != nil {
		return image.Point{}, err
	}
	if size.X < 1 || size.Y < 1 || size.X > declared.X || size.Y > declared.Y {
		return image.Point{}, fmt.Errorf("the HEIF header says %dx%d, the bitstream %dx%d: the file contradicts itself", declared.X, declared.Y, size.X, size.Y)
	}
	return size, nil
}

func (h *heif) bitstreamSize(it *item, c codec) (image.Point, error) {
	record := h.property(it, c.record)
	if record == nil {
		return image.Point{}, fmt.Errorf("item %d has no %s: the file is damaged", it.id, c.record)
	}
	if c == hevc() {
		return hevcSize(record, h.data(it))
	}
	const recordHeader = 4 // AV1 ISOBMFF binding, section 2.3.3
	size := av1Size(record[min(recordHeader, len(record)):])
	if inBand := av1Size(h.data(it)); size == (image.Point{}) || inBand.X > size.X || inBand.Y > size.Y {
		size = image.Pt(max(size.X, inBand.X), max(size.Y, inBand.Y))
	}
	if size == (image.Point{}) {
		return image.Point{}, fmt.Errorf("item %d has no AV1 sequence header: %w", it.id, io.ErrUnexpectedEOF)
	}
	return size, nil
}
