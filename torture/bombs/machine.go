package bombs

import (
	"image"

	"loupe/models"
)

// machineBombs are pictures full of what a reader of barcodes and machine readable zones looks for, and nothing to be read.
func machineBombs() []Bomb {
	tiled := func(pattern []string, module int) func() []byte {
		return func() []byte { return encodeBilevel(4000, 3000, tiles(pattern, module)) }
	}
	bilevel := func(draw func(*image.Paletted)) func() []byte {
		return func() []byte { return encodeBilevel(4000, 3000, draw) }
	}
	list := []Bomb{
		{Name: "machine/qr-finders", Data: tiled(qrFinder(), 3), Why: "20,000 finder patterns of QR codes: every three may be a code"},
		{Name: "machine/qr-finders-large", Data: tiled(qrFinder(), 9), Why: "2,000 of them, large enough to be found in every size"},
		{Name: "machine/aztec-eyes", Data: tiled(aztecEye(), 4), Why: "bull's eyes of Aztec codes side by side"},
		{Name: "machine/data-matrix-edges", Data: tiled(dataMatrixEdge(), 4), Why: "Data Matrix symbols with an edge and no content"},
		{Name: "machine/pdf417-starts", Data: tiled([]string{"########.#.#.#...", "########.#.#.#..."}, 2), Why: "start patterns of PDF417, in rows without end"},
		{Name: "machine/giant-stripes", Data: tiled([]string{"#..##.#...#"}, 60), Why: "stripes as wide as letters are tall"},
		{Name: "machine/checks-8", Data: tiled([]string{"#.", ".#"}, 8), Why: "a checkerboard of 8 pixels: every edge is on an axis"},
		{Name: "machine/checks-34", Data: tiled([]string{"#.", ".#"}, 34), Why: "one that is as many glyphs, in one pitch, as the search for zones still looks at"},
		{Name: "machine/dots", Data: tiled([]string{"###.", "###.", "###.", "...."}, 9), Why: "11,000 dots in one pitch: lines of a zone in every direction"},
		{Name: "machine/zone-lines", Data: bilevel(zoneLines(26)), Why: "lines in a fixed pitch, spaced like a zone's, over the whole picture"},
		{Name: "machine/zone-lines-turned", Data: bilevel(turned(zoneLines(34), 0.4)), Why: "the same, turned"},
	}
	for i := range list {
		list[i].Want, list[i].Kind, list[i].Heavy = Finishes, models.KindIdentityDocument, true
	}
	return list
}

func qrFinder() []string {
	return []string{"#######.", "#.....#.", "#.###.#.", "#.###.#.", "#.###.#.", "#.....#.", "#######.", "........"}
}

func aztecEye() []string {
	return []string{
		"#########.", "#.......#.", "#.#####.#.", "#.#...#.#.", "#.#.#.#.#.", "#.#...#.#.", "#.#####.#.", "#.......#.", "#########.", "..........",
	}
}

func dataMatrixEdge() []string {
	return []string{"#.#.#.#.#.", "#.......#.", "#........#", "#.......#.", "#........#", "#.......#.", "#........#", "#.......#.", "#........#", "##########", ".........."}
}

// tiles repeats a pattern of modules: # is black.
func tiles(pattern []string, module int) func(*image.Paletted) {
	return func(p *image.Paletted) {
		fill(p, func(x, y int) bool {
			row := pattern[y/module%len(pattern)]
			return row[x/module%len(row)] == '#'
		})
	}
}

// zoneLines fills a sheet with the characters of zones, every second line blank.
func zoneLines(size float64) func(*image.Paletted) {
	return func(p *image.Paletted) {
		all := letters("<<<<P0A7K<M2ZX<<5RS9 ", size)
		i, blank := 0, all[len(all)-1]
		perLine := p.Rect.Dx()/blank.w + 1
		lines(p, func() letter {
			i++
			if i/perLine%2 == 1 {
				return blank
			}
			return all[i*i%(len(all)-1)]
		})
	}
}
