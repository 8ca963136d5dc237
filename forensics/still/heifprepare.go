package still

import "slices"

// prepared returns a copy of data, which primary has accepted, in the form in which the libraries read the primary item:
//   - the major brand (ISO/IEC 14496-12 section 4.3) is theirs: they choose by it, and HEIC files are also called mif1 or
//     msf1, AVIF files avis;
//   - there are no tracks, which libavif would prefer, and which the size check has not seen;
//   - no colour picture says that it has one channel (pixi), as GIMP's and libheif's own did: libheif 1.18 would believe it.
func prepared(data []byte, c codec, brand string) []byte {
	out := slices.Clone(data)
	h, err := parseHEIF(out)
	if err != nil {
		return out // not so: primary has read the same bytes
	}
	for _, b := range h.brands {
		if string(b) == "avis" {
			copy(b, "mif1")
		}
	}
	copy(h.brands[0], brand)
	for _, track := range h.tracks {
		copy(track.name, "free")
	}
	if it := h.find(h.primary); it != nil && c == hevc() && h.colourful(it) {
		for _, i := range it.properties {
			if p := h.properties[i]; p.kind == "pixi" && len(p.data) > 4 && p.data[4] == 1 {
				copy(p.name, "free")
			}
		}
	}
	return out
}

// colourful reports whether the HEVC configuration of it, or of its first tile, has chroma (chroma_format_idc).
func (h *heif) colourful(it *item) bool {
	record := h.record(it, hevc())
	return len(record) > 16 && record[16]&3 != 0
}

// bits returns the depth of luma in the HEVC configuration of it, or of its first tile.
func (h *heif) bits(it *item) int {
	if record := h.record(it, hevc()); len(record) > 17 {
		return 8 + int(record[17]&7)
	}
	return 8
}

// record returns the decoder configuration of it, or of its first tile when it is a grid.
func (h *heif) record(it *item, c codec) []byte {
	if tiles := h.tiles(it); it.kind == "grid" && len(tiles) > 0 {
		if it = h.find(tiles[0]); it == nil {
			return nil
		}
	}
	return h.property(it, c.record)
}
