package quality

import (
	"bytes"
	"image"
	"slices"

	"loupe/forensics"
)

const (
	barLeast    = 0.02 // of the height: a status bar's rows
	barMost     = 0.12 // more is a letterbox, unless something stands in it
	pageMost    = 0.45 // and then a program's page
	signSpan    = 30   // levels from a bar's own: what stands in it
	signRows    = 4
	barSame     = 0.80 // of a row's pixels must have the bar's own level
	saidWithin  = 1 << 16
	saidInWords = 3.0 // signs that a screenshot's own metadata count for
)

// screenshot counts the signs of a screenshot: the exact size of a common screen, and a bar of one colour at the top or
// the bottom, as interfaces draw them. Bars count only on such a picture; a camera's metadata overrule them; a file that
// says it is a screenshot (EXIF user comment, as iOS writes it) is one.
func (f *facts) screenshot(x *forensics.Exhibit) {
	head := x.Bytes()
	head = head[:min(len(head), saidWithin)]
	if bytes.Contains(head, []byte("Screenshot")) {
		f.measured["screenshot"] = fact{value: saidInWords, what: "the file's own metadata call it a screenshot"}
		return
	}
	signs := 0.0
	w, h := x.Luma().Rect.Dx(), x.Luma().Rect.Dy()
	if screenSize(w, h) && !bytes.Contains(head, []byte("Exif\x00\x00")) && !bytes.Contains(head, []byte("eXIf")) {
		signs = 1
		small := x.Small()
		if bar(small, false) {
			signs++
		}
		if bar(small, true) {
			signs++
		}
	}
	f.set("screenshot", signs)
}

// bar reports whether rows of one level, apart from a few signs, run along the picture's upper or lower side, and then end.
func bar(g *image.Gray, lower bool) bool {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	row := func(i int) []uint8 {
		if lower {
			i = h - 1 - i
		}
		return g.Pix[i*g.Stride:][:w]
	}
	level, rows, signs, most := commonest(row(0)), 0, 0, barMost
	for rows < h && plain(row(rows), level) {
		if slices.ContainsFunc(row(rows), func(v uint8) bool { return abs(int(v)-int(level)) > signSpan }) {
			signs++
		}
		rows++
	}
	if signs >= signRows && rows-signs >= signs { // a photograph beside a bar is no sign in it
		most = pageMost
	}
	return float64(rows) >= barLeast*float64(h) && float64(rows) <= most*float64(h)
}

func commonest(row []uint8) uint8 {
	var histogram [256]int
	best := uint8(0)
	for _, v := range row {
		if histogram[v]++; histogram[v] > histogram[best] {
			best = v
		}
	}
	return best
}

// plain reports whether most of a row has the level, to one step: lossy saving may change it by that.
func plain(row []uint8, level uint8) bool {
	same := 0
	for _, v := range row {
		if abs(int(v)-int(level)) <= 1 {
			same++
		}
	}
	return float64(same) >= barSame*float64(len(row))
}

// screenSize reports whether w x h is the exact size of a common phone, tablet or desktop screen, upright or lying.
func screenSize(w, h int) bool {
	long, short := max(w, h), min(w, h)
	for _, s := range [][2]int{
		{1136, 640}, {1334, 750}, {1792, 828}, {1920, 1080}, {2208, 1242}, {2340, 1080}, {2436, 1125}, {2532, 1170}, {2556, 1179}, {2622, 1206}, {2688, 1242}, {2778, 1284},
		{2796, 1290}, {2868, 1320}, {1280, 720}, {1520, 720}, {1560, 720}, {1600, 720}, {1612, 720}, {1650, 720}, {2160, 1080}, {2220, 1080}, {2246, 1080}, {2280, 1080},
		{2310, 1080}, {2316, 1080}, {2376, 1080}, {2388, 1080}, {2400, 1080}, {2408, 1080}, {2412, 1080}, {2424, 1080}, {2460, 1080}, {2244, 1008}, {2992, 1344}, {2856, 1280},
		{2712, 1220}, {2560, 1440}, {2960, 1440}, {3040, 1440}, {3088, 1440}, {3120, 1440}, {3200, 1440}, {3216, 1440}, {3840, 1644},
		{2048, 1536}, {2160, 1620}, {2224, 1668}, {2360, 1640}, {2388, 1668}, {2420, 1668}, {2732, 2048}, {2752, 2064}, {1920, 1200}, {2000, 1200}, {2560, 1600},
		{1024, 768}, {1280, 800}, {1280, 1024}, {1366, 768}, {1440, 900}, {1536, 864}, {1600, 900}, {1680, 1050}, {2880, 1800}, {2880, 1864}, {3024, 1964}, {3456, 2234},
		{3440, 1440}, {3840, 2160}, {5120, 2880},
	} {
		if long == s[0] && short == s[1] {
			return true
		}
	}
	return false
}
