package verdict

import (
	"math"
	"slices"
	"strings"

	"loupe/models"
)

// speaks is the p-value of a group at which it counts beside another although none of its checks is past its own threshold.
const speaks = 0.01

// Alterations combines the evidence of each page, in the order of the pages. A page without calibrated evidence has none.
func Alterations(findings []models.Finding) []models.Alteration {
	out := []models.Alteration{}
	for _, page := range pagesOf(findings) {
		var groups []models.GroupEvidence
		for _, g := range models.Groups() {
			if e, ok := ofGroup(findings, page, g); ok {
				groups = append(groups, e)
			}
		}
		if len(groups) > 0 {
			out = append(out, alteration(page, groups))
		}
	}
	return out
}

func pagesOf(findings []models.Finding) []int {
	var pages []int
	for _, f := range findings {
		if !slices.Contains(pages, f.Page) {
			pages = append(pages, f.Page)
		}
	}
	slices.Sort(pages)
	return pages
}

// ofGroup combines what the stable checks measured of one group on one page.
func ofGroup(findings []models.Finding, page int, g models.Group) (models.GroupEvidence, bool) {
	out := models.GroupEvidence{Group: g}
	type said struct {
		check string
		p     float64
	}
	var all []said
	for _, f := range findings {
		if f.Page != page || f.Whole || f.Lifecycle == models.LifecycleExperimental {
			continue
		}
		for _, e := range f.Evidence {
			if e.Group != g || e.P == nil {
				continue
			}
			all = append(all, said{f.Check, *e.P})
			out.Suspect = out.Suspect || f.Outcome == models.OutcomeSuspect && *e.P <= strongest(f)
			if out.N == 0 || e.Calibration.N < out.N {
				out.N = e.Calibration.N
			}
		}
	}
	slices.SortStableFunc(all, func(a, b said) int { return int(math.Copysign(1, a.p-b.p)) })
	var ps []float64
	for _, s := range all {
		ps = append(ps, s.p)
		if !slices.Contains(out.Checks, s.check) {
			out.Checks = append(out.Checks, s.check)
		}
	}
	out.P = cauchy(ps)
	return out, len(all) > 0
}

// strongest is the smallest p-value of a finding: what its outcome rests on.
func strongest(f models.Finding) float64 {
	least := 1.0
	for _, e := range f.Evidence {
		if e.P != nil {
			least = min(least, *e.P)
		}
	}
	return least
}

func alteration(page int, groups []models.GroupEvidence) models.Alteration {
	slices.SortStableFunc(groups, func(a, b models.GroupEvidence) int { return int(math.Copysign(1, a.P-b.P)) })
	var ps []float64
	supported := math.Inf(1)
	for _, g := range groups {
		ps = append(ps, g.P)
		supported = min(supported, float64(g.N+1))
	}
	a := models.Alteration{Page: page, Groups: groups, P: cauchy(ps)}
	a.LikelihoodRatio = min(mostFor(a.P), supported)
	a.Words = verbal(a.LikelihoodRatio)
	return a
}

// cauchy combines p-values that may depend on each other in any way: T = mean tan((1/2 - p) pi), Liu and Xie, Cauchy
// combination test, JASA 115(529), 2020, eq. 1 and theorem 1; doi:10.1080/01621459.2018.1554485. What lies above 1/2 is
// taken for 1/2: a large p-value, and an empirical one can be 1, would otherwise outweigh any number of small ones (the
// reason for truncated forms of the test in the literature). The tail stays what it was.
func cauchy(ps []float64) float64 {
	sum := 0.0
	for _, p := range ps {
		sum += math.Tan((0.5 - min(p, 0.5)) * math.Pi)
	}
	return 0.5 - math.Atan(sum/float64(max(len(ps), 1)))/math.Pi
}

// mostFor is the largest likelihood ratio that a p-value can stand for, -1/(e p ln p): Sellke, Bayarri, Berger,
// Calibration of p values, The American Statistician 55(1), 2001, section 3.2; doi:10.1198/000313001300339950.
func mostFor(p float64) float64 {
	if p >= 1/math.E {
		return 1
	}
	return -1 / (math.E * p * math.Log(p))
}

// verbal names a likelihood ratio: ENFSI guideline for evaluative reporting (2015), 5.4.
func verbal(ratio float64) string {
	switch {
	case ratio < 2:
		return "no support"
	case ratio < 10:
		return "weak support"
	case ratio < 100:
		return "moderate support"
	case ratio < 1000:
		return "moderately strong support"
	case ratio < 10_000:
		return "strong support"
	}
	return "very strong support"
}

// fromAlteration says that a page was altered when independent kinds of evidence agree (DESIGN section 3): one kind
// alone has causes that no other shares. One of them must be past its check's own threshold: p-values come from drawn pictures, and of
// 29 published documents two had two groups below 0.01 and nothing past a threshold.
func fromAlteration(a models.Alteration) (models.Reason, bool) {
	var names []string
	suspect := false
	for _, g := range a.Groups {
		suspect = suspect || g.Suspect
		if g.Suspect || g.P <= speaks {
			names = append(names, string(g.Group)+" ("+strings.Join(g.Checks, ", ")+")")
		}
	}
	if len(names) < 2 || !suspect {
		return models.Reason{}, false
	}
	message := "Independent kinds of evidence say that the picture was altered: " + strings.Join(names, "; ") + ". Together: " + a.Words + "."
	return models.NewReason(models.ReasonContentAltered, "verdict", message), true
}
