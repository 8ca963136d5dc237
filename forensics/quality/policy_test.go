package quality_test

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"loupe/forensics/quality"
	"loupe/models"
)

func policyFile(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile("policy.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestParsePolicyRejects(t *testing.T) {
	good := policyFile(t)
	if _, err := quality.ParsePolicy([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string][2]string{
		"version is 0":                       {`"version": 2`, `"version": 0`},
		"shift.strict is 1.5":                {`"strict": 0.3`, `"strict": 1.5`},
		"shift.lenient":                      {`"lenient": -0.3, `, ``},
		`identity_document.level is "harsh"`: {`"level": "standard"`, `"level": "harsh"`},
		"excuses.dark_highlight is 1.5":      {`"dark_highlight": 0.4`, `"dark_highlight": 1.5`},
		"limits.edge_width: good 9":          {`"edge_width": {"good": 4, "edge": 9`, `"edge_width": {"good": 9, "edge": 4`},
		"the wrong way round":                {`{"good": 75, "edge": 20, "worst": 1}`, `{"good": 1, "edge": 20, "worst": 75}`},
		"limits.megapixels is given":         {`"tilt": {`, `"megapixels": null, "tilt": {`},
		"limits.tilt is missing":             {`"tilt": {"good": 10, "edge": 20, "worst": 50},`, ``},
		"limits.titl is of no":               {`"tilt": {`, `"titl": null, "tilt": {`},
		"unknown field":                      {`"version"`, `"verison": 1, "version"`},
		"cannot unmarshal":                   {`"version": 2`, `"version": "1"`},
		"kinds.passport is no kind":          {`"identity_document"`, `"passport"`},
		"shift.harsh is of no level":         {`"strict": 0.3`, `"strict": 0.3, "harsh": 0.5`},
		"legible.words is 0":                 {`"words": 8`, `"words": 0`},
		"identity_document.level":            {`"identity_document"`, `"passport"`},
	} {
		if !strings.Contains(good, change[0]) {
			t.Fatalf("the policy file does not hold %q any more", change[0])
		}
		if _, err := quality.ParsePolicy([]byte(strings.Replace(good, change[0], change[1], 1))); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not name %q", err, want)
		}
	}
}

// Each level moves every edge: strict nearer to good than standard, lenient nearer to worst, and past neither.
func TestLevelsShiftEveryThreshold(t *testing.T) {
	standard := quality.DefaultPolicy()
	lenient, err := standard.At(quality.LevelLenient)
	if err != nil {
		t.Fatal(err)
	}
	strict, err := standard.At(quality.LevelStrict)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range models.Kinds() {
		for name := range standard.Kinds[k].Limits {
			mid, judged := standard.Limit(k, name)
			soft, _ := lenient.Limit(k, name)
			hard, _ := strict.Limit(k, name)
			if !judged {
				continue
			}
			if want := mid.Edge + 0.3*(mid.Good-mid.Edge); math.Abs(hard.Edge-want) > 1e-12 {
				t.Errorf("%s %s: strict edge %v, want %v", k, name, hard.Edge, want)
			}
			if want := mid.Edge + 0.3*(mid.Worst-mid.Edge); math.Abs(soft.Edge-want) > 1e-12 {
				t.Errorf("%s %s: lenient edge %v, want %v", k, name, soft.Edge, want)
			}
		}
	}
	if _, err := standard.At("harsh"); err == nil || !strings.Contains(err.Error(), "lenient") {
		t.Errorf("an unknown level gives %v", err)
	}
	if standard.Kinds[models.KindDiploma].Level != quality.LevelStandard {
		t.Error("At changed the policy it was asked of")
	}
}

// What lenient finds fault with, standard does; what standard does, strict does.
func TestLevelsNest(t *testing.T) {
	data := pngBytes(t, blurred(page(700, 450), 2.6))
	last := -1
	for _, l := range quality.Levels() {
		p, err := quality.DefaultPolicy().At(l)
		if err != nil {
			t.Fatal(err)
		}
		f, err := quality.FindingAt(context.Background(), p, open(t, data, models.KindIdentityDocument), frame(700, 450))
		if err != nil {
			t.Fatal(err)
		}
		faults := 0
		for _, m := range f.Measures {
			if m.ReasonCode != "" {
				faults++
			}
		}
		if faults < last {
			t.Errorf("%s finds %d faults, the level before it %d", l, faults, last)
		}
		last = faults
	}
	if last == 0 {
		t.Error("strict finds nothing in a picture blurred to the edge")
	}
}

func TestInvalidPolicyFails(t *testing.T) {
	x := open(t, pngBytes(t, page(200, 200)), models.KindDiploma)
	if _, err := quality.New(quality.Policy{}).Run(context.Background(), x); err == nil || !strings.Contains(err.Error(), "version is 0") {
		t.Errorf("the check runs with an empty policy: %v", err)
	}
}

func FuzzParsePolicy(f *testing.F) {
	data, err := os.ReadFile("policy.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte(`{"version":1,"shift":{"strict":1e999}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := quality.ParsePolicy(data)
		if err != nil {
			return
		}
		again, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := quality.ParsePolicy(again); err != nil {
			t.Errorf("a policy that was accepted is not when written again: %v", err)
		}
	})
}
