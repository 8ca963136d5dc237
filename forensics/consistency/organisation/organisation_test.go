package organisation_test

import (
	"testing"

	"loupe/forensics/consistency/organisation"
)

func TestCompare(t *testing.T) {
	const same, acronym, part, near, different, unknown = organisation.Same, organisation.Acronym, organisation.Part, organisation.Near, organisation.Different, organisation.Incomparable
	for _, c := range []struct {
		a, b string
		want organisation.Relation
	}{
		{"University of Port Calder", "Port Calder University", same}, {"Universität Wien", "University of Vienna", same}, {"UNIVERSITÉ DE GENÈVE", "University of Geneva", same},
		{"The University of Oxford", "university of oxford", same}, {"Massachusetts Institute of Technology (MIT)", "Massachusetts Institute of Technology", same},
		{"MIT", "Massachusetts Institute of Technology", acronym}, {"St. Andrews University", "University of Saint Andrews", same}, {"King’s College London", "Kings College London", same},
		{"Technische Universität München", "Technical University of Munich", same}, {"Univ. of Leeds", "University of Leeds", same}, {"Oxford", "University of Oxford", part},
		{"King's College London, University of London", "King's College London", part}, {"University of Oxford Online", "University of Oxford", different}, {"Michigan State University", "University of Michigan", different},
		{"Vellmoor lnstitute of Technology", "Vellmoor Institute of Technology", near}, {"University of Port Ca1der", "University of Port Calder", near},
		{"University of Oxford", "University of Cambridge", different}, {"Aldermere College", "University of Port Calder", different}, {"University", "University of Oxford", different},
		{"University of York", "University of New York", different}, {"", "University of Oxford", unknown}, {"東京大学", "University of Tokyo", unknown}, {"the of", "MIT", unknown},
	} {
		for _, pair := range [][2]string{{c.a, c.b}, {c.b, c.a}} {
			if got := organisation.Of(pair[0]).Compare(organisation.Of(pair[1])); got != c.want {
				t.Errorf("Compare(%q, %q) = %d, want %d", pair[0], pair[1], got, c.want)
			}
		}
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("Universität Wien", "University of Vienna")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := organisation.Of(a), organisation.Of(b)
		if x.Compare(y) != y.Compare(x) {
			t.Errorf("Compare(%q, %q) depends on the order", a, b)
		}
		if r := x.Compare(x); r != organisation.Same && r != organisation.Incomparable {
			t.Errorf("%q is not itself: %d", a, r)
		}
	})
}

func BenchmarkOf(b *testing.B) {
	for b.Loop() {
		organisation.Of("Technische Universität München")
	}
}
