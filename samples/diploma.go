package samples

import (
	"image/color"
	"math"
	"time"

	"loupe/models"
)

// Degree is what a university awarded.
type Degree struct {
	Institution string
	Title       string
	Honours     string
	Date        time.Time
	Serial      string
}

// NewDegree invents a degree.
func NewDegree(seed uint64) Degree {
	r := stream(seed, "degree")
	return Degree{
		Institution: pick(r, []string{"University of Port Calder", "Vellmoor Institute of Technology", "Aldermere College"}),
		Title:       pick(r, []string{"Bachelor of Science in Hydrology", "Master of Arts in History", "Master of Science in Marine Engineering", "Bachelor of Laws"}),
		Honours:     pick(r, []string{"with distinction", "with honours", "with merit"}),
		Date:        specimenNow().AddDate(-1-r.IntN(12), -r.IntN(12), -r.IntN(28)),
		Serial:      "PC-" + documentNumber(r.Uint64()),
	}
}

// Claim returns what an honest account says beside the diploma.
func (g Degree) Claim(h Holder) models.Claim {
	return models.Claim{"name": h.FullName(), "institution": g.Institution, "degree": g.Title}
}

// Diploma draws a diploma (A4, upright).
func (s *Studio) Diploma(h Holder, g Degree, print Print) (*Sheet, error) {
	const w, ht = 210.0, 297.0
	d := s.draft(w, ht, 300, print, h, inks{
		paper: color.NRGBA{250, 245, 231, 255}, line: color.NRGBA{150, 128, 72, 150}, second: color.NRGBA{60, 88, 120, 110},
		title: color.NRGBA{34, 48, 84, 255}, label: color.NRGBA{70, 66, 60, 255}, text: color.NRGBA{24, 22, 22, 255},
	})
	d.border()
	d.rosette(w/2, 160, 62, 13, 12, 0.12, color.NRGBA{150, 128, 72, 60})
	d.emblem(w/2, 50, 17, d.inks.title)
	centre := func(y float64, text string, st style, size float64, ink color.NRGBA) {
		d.text(w/2, y, text, lettering{style: st, size: size, ink: ink, center: true})
	}
	centre(84, g.Institution, styleSerifBold, 10.5, d.inks.title)
	centre(95, "Republic of Caldoria · founded 1871", styleItalic, 4.6, d.inks.label)
	centre(117, "The Senate, on the recommendation of the Faculty, hereby confers upon", styleSerif, 4.3, d.inks.label)
	d.centred("name", h.FullName(), 138, 13, styleSerifBold)
	centre(155, "who has fulfilled all requirements prescribed by the statutes, the degree of", styleSerif, 4.3, d.inks.label)
	d.centred("degree", g.Title, 172, 8.6, styleSerifBold)
	d.centred("honours", g.Honours, 184, 5.4, styleItalic)
	centre(201, "together with all rights and privileges belonging to that degree.", styleSerif, 4.3, d.inks.label)
	d.centred("date", "Given at Port Calder on "+g.Date.Format("2 January 2006"), 214, 4.6, styleSerif)
	d.signature(subseed(1871, "rector"), 36, 247, 44, 8)
	d.signature(subseed(h.Hand, "dean"), 134, 247, 42, 8)
	for _, seat := range []struct {
		x    float64
		name string
	}{{58, "Rector"}, {155, "Dean of the Faculty"}} {
		d.stroke([]point{{seat.x - 26, 252}, {seat.x + 26, 252}}, 0.25, d.inks.label)
		d.text(seat.x, 257, seat.name, lettering{style: styleSerif, size: 4, ink: d.inks.label, center: true})
	}
	d.seal(w/2, 247, 17)
	d.value("serial", "No. "+g.Serial, 26, 274, 50, lettering{style: styleValue, size: 3.4, ink: d.inks.text})
	d.microtext(110, 274, 76, d.inks.title)
	return d.sheet(0)
}

// centred prints a value in the middle of the page and notes its area, the full line wide.
func (d *draft) centred(name, value string, y, size float64, st style) {
	l := lettering{style: st, size: size, ink: d.inks.text, center: true}
	if _, natural := d.line(value, l); natural > 160 {
		l.squeeze = 160 / natural
	}
	ink := d.text(d.w/2, y, value, l)
	d.areas[name] = Area{Ink: ink, Box: d.pixels(22, y-size*0.9, d.w-44, size*1.24), Text: value, Size: size * d.scale, baseline: y * d.scale, centred: true, style: st}
}

// border draws the double frame with a running guilloche.
func (d *draft) border() {
	d.frame(11, 11, d.w-22, d.h-22, 0.9, d.inks.title)
	d.frame(18.5, 18.5, d.w-37, d.h-37, 0.35, d.inks.title)
	for i := range 7 {
		phase := float64(i) * 2 * math.Pi / 7
		for _, y := range []float64{14.8, d.h - 14.8} {
			d.stroke(wave(12, y, d.w-24, 2.6, 12, phase), 0.13, d.inks.line)
		}
		for _, x := range []float64{14.8, d.w - 14.8} {
			side := wave(12, 0, d.h-24, 2.6, 12, phase)
			for k, at := range side {
				side[k] = point{x + at.Y, at.X}
			}
			d.stroke(side, 0.13, d.inks.line)
		}
	}
}

// seal prints the university's embossed-looking stamp.
func (d *draft) seal(cx, cy, radius float64) {
	gold := color.NRGBA{172, 132, 44, 255}
	var edge []point
	for i := range 96 {
		a, r := 2*math.Pi*float64(i)/96, radius
		if i%2 == 0 {
			r *= 0.94
		}
		edge = append(edge, point{cx + r*math.Cos(a), cy + r*math.Sin(a)})
	}
	d.fill(polygon(edge...), gold)
	d.fill(disc(cx-0.3, cy-0.3, radius*0.86, radius*0.86), color.NRGBA{206, 170, 84, 255})
	d.fill(disc(cx, cy, radius*0.84, radius*0.84), color.NRGBA{186, 146, 58, 255})
	d.emblem(cx, cy, radius*0.5, color.NRGBA{110, 78, 18, 255})
	l := lettering{style: styleTitle, size: radius * 0.15, ink: color.NRGBA{96, 68, 14, 255}, track: 0.12}
	d.arc(cx, cy, radius*0.66, 0, "SIGILLUM MAGNUM", l)
	d.arc(cx, cy, radius*0.66, math.Pi, "LOUPE SPECIMEN", l)
	d.areas["seal"] = Area{Box: d.pixels(cx-radius, cy-radius, 2*radius, 2*radius)}
}
