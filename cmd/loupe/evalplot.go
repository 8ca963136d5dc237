package main

import (
	"fmt"
	"html"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// curve is one line of a chart, its points in 0..1.
type curve struct {
	name   string
	points [][2]float64
}

// chart is a square plot, of shares on both axes.
type chart struct {
	title, x, y string
	ticks       []float64
	place       func(float64) float64 // where a share lies along an axis, 0..1
	stepped     bool                  // the curves are stairs
	curves      []curve
}

// leastShare is where the logarithmic axes of the reliability plot begin.
const leastShare = 0.001

// writePlots writes roc.svg and reliability.svg into dir.
func writePlots(dir string, pictures []judgedPicture) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	rows := append(checkRows(pictures), anyRow(pictures), batteryRow(pictures))
	linear := func(v float64) float64 { return v }
	logarithmic := func(v float64) float64 { return 1 - math.Log(max(v, leastShare))/math.Log(leastShare) }
	for name, c := range map[string]chart{
		"roc.svg": {"ROC: every threshold of every check", "share of untouched pictures flagged", "share of edited pictures flagged",
			[]float64{0, 0.1, 0.2, 0.4, 0.6, 0.8, 1}, linear, false, rocCurves(rows)},
		"reliability.svg": {"Reliability: p-values of untouched pictures", "p-value (below the diagonal: cautious)", "share of untouched pictures with this p-value or less",
			[]float64{0.001, 0.01, 0.05, 0.1, 0.3, 1}, logarithmic, true, reliabilityCurves(rows)},
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(c.svg()), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// rocCurves are the curves of the rows that tell any two pictures apart.
func rocCurves(rows []row) (out []curve) {
	for _, r := range rows {
		var all []observation
		for _, s := range r.all {
			if !s.failed {
				all = append(all, s.observation)
			}
		}
		points := roc(all)
		if len(points) < 3 {
			continue
		}
		a, ok := areaUnder(all)
		if !ok {
			continue
		}
		c := curve{name: fmt.Sprintf("%s, AUC %.2f", r.name, a.Value)}
		for _, p := range points {
			c.points = append(c.points, [2]float64{p.FPR, p.TPR})
		}
		out = append(out, c)
	}
	return out
}

// reliabilityCurves are the distribution functions of the p-values of untouched pictures, which should be the diagonal.
func reliabilityCurves(rows []row) (out []curve) {
	for _, r := range rows {
		var ps []float64
		for _, s := range r.all {
			if !s.edited && s.p > 0 {
				ps = append(ps, s.p)
			}
		}
		if len(ps) == 0 {
			continue
		}
		slices.Sort(ps)
		c := curve{name: fmt.Sprintf("%s, n = %d", r.name, len(ps))}
		for i, p := range ps {
			c.points = append(c.points, [2]float64{p, float64(i+1) / float64(len(ps))})
		}
		out = append(out, c)
	}
	return out
}

// palette is Okabe and Ito's, told apart with any colour vision (Color Universal Design, 2008), without its yellow.
func palette() []string {
	return []string{"#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"}
}

// dashes tell curves of one colour apart.
func dashes() []string { return []string{"", "7 3", "2 3", "9 3 2 3"} }

// Of the drawing, in pixels.
const (
	plotLeft, plotTop, plotSide = 70, 40, 440
	plotWidth                   = 900
)

func (c chart) svg() string {
	height := max(plotTop+plotSide+60, plotTop+18*len(c.curves)+20)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">`+"\n", plotWidth, height)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" fill="white"/><text x="%d" y="24" font-size="15">%s</text>`+"\n", plotLeft, html.EscapeString(c.title))
	for _, t := range c.ticks {
		x, y := c.at([2]float64{t, t})
		fmt.Fprintf(&b, `<path d="M%.1f %d V%d M%d %.1f H%d" stroke="#ddd"/>`, x, plotTop, plotTop+plotSide, plotLeft, y, plotLeft+plotSide)
		fmt.Fprintf(&b, `<text x="%.1f" y="%d" text-anchor="middle">%g</text><text x="%d" y="%.1f" text-anchor="end">%g</text>`+"\n", x, plotTop+plotSide+16, t, plotLeft-6, y+4, t)
	}
	fmt.Fprintf(&b, `<path d="M%d %d l%d %d" stroke="#888" stroke-dasharray="4 4"/>`+"\n", plotLeft, plotTop+plotSide, plotSide, -plotSide)
	fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="middle">%s</text>`, plotLeft+plotSide/2, plotTop+plotSide+40, html.EscapeString(c.x))
	fmt.Fprintf(&b, `<text transform="translate(18 %d) rotate(-90)" text-anchor="middle">%s</text>`+"\n", plotTop+plotSide/2, html.EscapeString(c.y))
	for i, l := range c.curves {
		style := fmt.Sprintf(`stroke="%s" stroke-dasharray="%s" stroke-width="2" fill="none"`, palette()[i%len(palette())], dashes()[i/len(palette())%len(dashes())])
		y := plotTop + 10 + 18*i
		fmt.Fprintf(&b, `<path d="%s" %s/><path d="M%d %d h26" %s/>`, c.line(l.points), style, plotLeft+plotSide+20, y, style)
		fmt.Fprintf(&b, `<text x="%d" y="%d">%s</text>`+"\n", plotLeft+plotSide+52, y+4, html.EscapeString(l.name))
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// at places a point on the drawing.
func (c chart) at(p [2]float64) (x, y float64) {
	return plotLeft + plotSide*c.place(p[0]), plotTop + plotSide*(1-c.place(p[1]))
}

func (c chart) line(points [][2]float64) string {
	var b strings.Builder
	for i, p := range points {
		x, y := c.at(p)
		switch {
		case i == 0:
			fmt.Fprintf(&b, "M%.1f %.1f", x, y)
		case c.stepped:
			fmt.Fprintf(&b, "H%.1fV%.1f", x, y)
		default:
			fmt.Fprintf(&b, "L%.1f %.1f", x, y)
		}
	}
	return b.String()
}
