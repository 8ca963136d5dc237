// Package compare says how two pictures belong together: one file, one capture with parts changed, one picture
// re-saved, one printed layout, or nothing.
//
// It registers the pictures (register.go, consensus.go, refine.go), follows native blocks to hundredths of a pixel
// (blocks.go, track.go), correlates what the capture added, its noise, after removing what was printed (denoise.go,
// evidence.go), looks at what lies beside the document (background.go), weighs all of it (decide.go), and draws what differs
// (changed.go, patch.go, draw.go). Artwork that an issuer prints on every card is no evidence: two captures of it bend
// against each other, their noise does not agree and their desks do not follow. See DESIGN section 4, METHODS 4.2 to 4.3
// and docs/adr/0013.
//
// Limits. The map is one homography: crops, resizes by 0.25 to 4, turns, mirrors and mild perspective are found. Pictures
// without capture noise that differ are called same_layout, because two honest digital originals of one issuer look
// exactly so: renders, and what was saved so small or at such a quality that no noise is left.
package compare

import (
	"context"

	"loupe/forensics"
	"loupe/models"
)

// tinySide is the length, in pixels, of a picture's shorter side under which it holds too few blocks to be the reference.
const tinySide = 240

// pair is the comparison at work. The smaller picture is the reference: the larger is brought to its scale. A tiny one
// is enlarged instead.
type pair struct {
	a, b    *forensics.Exhibit
	swapped bool // the reference is b
	ref     view
	other   view
}

// Compare reports how b belongs to a. The answer depends only on the two pictures, and Relation and Score do not
// depend on their order. The error is ctx's; pictures that allow no statement are unrelated, with their measures.
func Compare(ctx context.Context, a, b *forensics.Exhibit) (models.Comparison, error) {
	if err := ctx.Err(); err != nil {
		return models.Comparison{}, err
	}
	if same(a.File.SHA256, b.File.SHA256) || same(a.File.PixelsSHA256, b.File.PixelsSHA256) {
		return identical(a, b), nil
	}
	p := newPair(a, b)
	h, err := register(ctx, p.ref, p.other)
	if err != nil {
		return models.Comparison{}, err
	}
	if !h.found() {
		return p.unrelated(h), nil
	}
	m, found, err := settle(ctx, p.ref, p.other, h)
	if err != nil {
		return models.Comparison{}, err
	}
	if found == 0 {
		return p.apart(h), nil
	}
	e, err := gather(ctx, p.ref, p.other, m)
	if err != nil {
		return models.Comparison{}, err
	}
	e.found, e.chance = found, h.nfa
	e.rendered = a.Page.Source == models.SourceRendered && b.Page.Source == models.SourceRendered
	return p.conclude(ctx, e, h)
}

func same(a, b string) bool { return a != "" && a == b }

// identical is the answer for equal bytes or equal pixels.
func identical(a, b *forensics.Exhibit) models.Comparison {
	equal := 0.0
	if same(a.File.SHA256, b.File.SHA256) {
		equal = 1
	}
	return models.Comparison{
		Relation: models.RelationSameFile, Score: 1, SharedFraction: 1, Transform: identity(),
		Changed: []models.Region{}, Artifacts: []models.Artifact{},
		Measures: []models.Measure{{Name: "equal_bytes", Value: equal, Unit: "boolean"}, {Name: "equal_pixels", Value: 1, Unit: "boolean"}},
	}
}

func newPair(a, b *forensics.Exhibit) pair {
	p := pair{a: a, b: b, ref: view{a.Luma(), a.Small(), a.Place}, other: view{b.Luma(), b.Small(), b.Place}}
	na, nb := p.ref.w()*p.ref.h(), p.other.w()*p.other.h()
	swap := nb < na || nb == na && b.File.SHA256 < a.File.SHA256
	if tiny := min(p.ref.w(), p.ref.h(), p.other.w(), p.other.h()) < tinySide; na != nb && tiny {
		swap = !swap
	}
	if swap {
		p.swapped, p.ref, p.other = true, p.other, p.ref
	}
	return p
}

// unrelated is the answer when nothing of one picture was found in the other.
func (p pair) unrelated(h hypothesis) models.Comparison {
	return models.Comparison{
		Relation: models.RelationUnrelated, Transform: identity(), Changed: []models.Region{}, Artifacts: []models.Artifact{},
		Measures: h.measures(),
	}
}

// apart is the answer when features agree and no block does: one layout where that is beyond chance.
func (p pair) apart(h hypothesis) models.Comparison {
	c := p.unrelated(h)
	if toB, ok := p.transform(h.m); ok && h.nfa < oneLayout {
		c.Relation, c.Transform = models.RelationSameLayout, toB
	}
	return c
}

// conclude turns evidence into the answer.
func (p pair) conclude(ctx context.Context, e evidence, h hypothesis) (models.Comparison, error) {
	d, ok := differ(p.ref, p.other, e.m)
	toB, sane := p.transform(e.m)
	if !ok || !sane {
		return p.unrelated(h), nil
	}
	patches := d.patches()
	unchanged, covered := d.shared(patches)
	same := unchanged / max(covered, 1e-9)
	c := models.Comparison{
		Relation: e.relate(len(patches), same), Transform: toB,
		Changed: []models.Region{}, Measures: append(h.measures(), e.measures(covered, same, len(patches))...), Artifacts: []models.Artifact{},
	}
	c.Score = e.score(c.Relation)
	if c.Relation == models.RelationUnrelated {
		c.Transform = identity()
		return c, nil
	}
	c.SharedFraction = p.fractionOfA(unchanged, e.m)
	if c.Relation == models.RelationSameCapture {
		c.Changed = p.regions(patches, e.m)
	}
	c.FalseAlarmRate = falseAlarmRate(c.Relation, e)
	var err error
	c.Artifacts, err = p.draw(ctx, d, toB, c.Changed)
	return c, err
}

// transform returns the map from native A to native B.
func (p pair) transform(m mapping) (mapping, bool) {
	if !p.swapped {
		return m, true
	}
	return m.inverse()
}

// fractionOfA turns a share of the reference's area into a share of A's.
func (p pair) fractionOfA(share float64, m mapping) float64 {
	if !p.swapped {
		return share
	}
	s := m.scale(float64(p.ref.w())/2, float64(p.ref.h())/2) // pixels of A per pixel of the reference
	return min(1, share*float64(p.ref.w()*p.ref.h())*s*s/float64(p.other.w()*p.other.h()))
}
