package console_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"loupe/api/apitest"
	"loupe/models"
)

// fetch returns a page as a browser gets it.
func fetch(t *testing.T, s *apitest.Service, path string) (status int, body string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, start(t, s).URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html,*/*;q=0.8")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if csp := response.Header.Get("Content-Security-Policy"); strings.Contains(csp, "unsafe") || !strings.Contains(csp, "default-src 'none'") {
		t.Errorf("%s: policy %q", path, csp)
	}
	if policy := response.Header.Get("Referrer-Policy"); policy != "same-origin" {
		t.Errorf("%s: referrer policy %q: a form's origin would be null", path, policy)
	}
	return response.StatusCode, string(data)
}

func TestPages(t *testing.T) {
	demo := apitest.Demo() // pages change nothing
	for _, c := range []struct {
		name, path     string
		status         int
		want, unwanted []string
	}{
		{"list", "/console/", 200, []string{"acc-977", "Not examined yet", "a better picture would help", "/console/artifacts/sub-farm-thumb"}, []string{"Next page", "/v1/artifacts"}},
		{"filtered", "/console/?verdict=reject", 200, []string{"acc-204", "Clear</a>"}, []string{"acc-977"}},
		{"filtered to nothing", "/console/?account=nobody", 200, []string{"Nothing matches this filter"}, []string{"Nothing was uploaded"}},
		{"unknown filter", "/console/?verdict=x", 400, []string{"<h1>400", "verdict.invalid"}, nil},
		{"control character in a filter", "/console/?account=a%00", 400, []string{"<h1>400"}, nil},
		{"report", "/console/submissions/sub-farm", 200, []string{"A person should look", "Found something", "Innocent causes", "4.213 <bdi>x</bdi>", "The other one came first", "Okafor", "check digit does not agree"}, []string{"NOT EVALUATED"}},
		{"facts", "/console/submissions/sub-blurred", 200, []string{"<dt><bdi>software</bdi></dt><dd><bdi>Camera 12.1</bdi></dd>"}, nil},
		{"failed check is loud", "/console/submissions/sub-failed", 200, []string{"NOT EVALUATED: failed on our side", "Not looked at does not mean nothing found", `role="alert"`}, nil},
		{"link from its other side", "/console/submissions/sub-victim", 200, []string{"This submission came first", "acc-977", "<td><bdi>Lindqvist</bdi></td><td><bdi>Okafor</bdi></td>"}, []string{"The other one came first"}},
		{"not examined", "/console/submissions/sub-new", 200, []string{"The examination has not finished"}, []string{"Findings</h2>"}},
		{"unknown submission", "/console/submissions/none", 404, []string{"<h1>404", "Back to the submissions"}, nil},
		{"unknown revision", "/console/submissions/sub-farm?revision=9", 404, nil, nil},
		{"revision no number", "/console/submissions/sub-farm?revision=x", 400, nil, nil},
		{"links, contradictions first", "/console/submissions/sub-farm", 200, []string{"At most 1 honest pair in 10,000 would look like this", `id="link-link-1"`, "Two pictures", "One picture of one face", "At most 1 pair of different portraits in 500",
			`viewBox="-36 94 533 533"`, "Also: the same name and date of birth", "data-blink", `<img src="/console/artifacts/blink-a"`, "ring of 4 accounts", "In no bank"}, []string{"NaN", "Undo</button>"}},
		{"rings", "/console/rings", 200, []string{`href="/console/rings/ring_link-2"`, "4 accounts", "The same portrait", "✕ 4", "acc-100 Lindqvist"}, nil},
		{"ring", "/console/rings/ring_link-2", 200, []string{"4 accounts tied by 4 links", "acc-533", `<td><bdi>Brandt, Ida</bdi></td><td><bdi>Lindqvist, Anna</bdi></td>`, "/console/artifacts/sub-twin-thumb", "was there first",
			`action="/console/rings/ring_link-2/dispositions"`, `<a href="/console/accounts/acc-100%20Lindqvist" aria-label="1: acc-100 Lindqvist">`}, []string{"larger than is shown"}},
		{"unknown ring", "/console/rings/none", 404, nil, nil},
		{"account", "/console/accounts/acc-100%20Lindqvist", 200, []string{"Account <bdi>acc-100 Lindqvist</bdi>", `href="/console/rings/ring_link-2"`, `href="/console/submissions/sub-victim#link-link-1"`}, []string{"Older submissions"}},
		{"unknown account", "/console/accounts/none", 404, nil, nil},
		{"search", "/console/search", 200, []string{`enctype="multipart/form-data"`, `name="document_number"`, `name="date_of_birth"`}, []string{"found"}},
		{"banks", "/console/banks", 200, []string{"Nothing is in the banks"}, nil},
		{"unknown bank", "/console/banks?bank=x", 400, nil, nil},
		{"rescans", "/console/rescans", 200, []string{"new ELA version", "431 / 1200", "dry run"}, nil},
		{"rescan", "/console/rescans/res-2", 200, []string{"ela: clear -&gt; suspect", "431 of 1200", "did not finish"}, nil},
		{"unknown rescan", "/console/rescans/none", 404, nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, body := fetch(t, demo, c.path)
			if status != c.status {
				t.Fatalf("status %d, want %d", status, c.status)
			}
			for _, w := range c.want {
				if !strings.Contains(body, w) {
					t.Errorf("lacks %q", w)
				}
			}
			for _, u := range c.unwanted {
				if strings.Contains(body, u) {
					t.Errorf("holds %q", u)
				}
			}
		})
	}
}

func TestEmptyHouse(t *testing.T) {
	for path, want := range map[string]string{"/console/": "Nothing was uploaded yet", "/console/rescans": "Nothing was examined again yet"} {
		if _, body := fetch(t, apitest.New(), path); !strings.Contains(body, want) {
			t.Errorf("%s lacks %q", path, want)
		}
	}
}

func TestPagesOfTheListLeadOn(t *testing.T) {
	s := apitest.New()
	s.Numbered(120)
	_, body := fetch(t, s, "/console/?kind=diploma")
	if !strings.Contains(body, `href="/console/?cursor=50&amp;kind=diploma"`) || strings.Contains(body, "First page") {
		t.Error("the first page does not lead to the second")
	}
	if _, body = fetch(t, s, "/console/?kind=diploma&cursor=100"); strings.Contains(body, "Next page") || !strings.Contains(body, "First page") {
		t.Error("the last page does not lead back")
	}
}

func TestRevisions(t *testing.T) {
	s := apitest.Demo()
	s.Add(models.Submission{ID: "sub-victim"}, models.Report{Verdict: models.VerdictReject})
	_, body := fetch(t, s, "/console/submissions/sub-victim?revision=1")
	for _, want := range []string{`<a href="/console/submissions/sub-victim?revision=2">2</a>`, `<strong aria-current="true">1</strong>`, "Accept"} {
		if !strings.Contains(body, want) {
			t.Errorf("lacks %s", want)
		}
	}
}

// The other picture is half as large and was stored lying on its side (orientation 6): regions found in A's stored
// pixels must be drawn on B's upright picture. Upright B is B's stored x, y at (hB - y, x).
func TestChangedRegionsAreDrawnOnTheOtherPicture(t *testing.T) {
	s := apitest.Demo()
	b := &s.Reports["sub-victim"][0]
	b.File.Width, b.File.Height, b.File.Orientation = 640, 400, 6
	c := &s.LinkRecords[0].Comparison
	c.Artifacts = nil // no registered pair: the flip is drawn by the transform
	c.Transform = [9]float64{0.5, 0, 0, 0, 0.5, 0, 0, 0, 1}
	c.Changed = []models.Region{{X: 100, Y: 200, W: 300, H: 40, Label: "name"}}
	// A's corner 100,200 is B's 50,100, upright at 400-100, 50.
	const onA, onB = `points="100.00,200.00 400.00,200.00 400.00,240.00 100.00,240.00"`, `points="300.00,50.00 300.00,200.00 280.00,200.00 280.00,50.00"`
	// Upright B u, v is A's stored 2v, 2(400-u).
	const onAFlip = `transform="matrix(0.000000 -2.000000 2.000000 0.000000 0.0000 800.0000)"`
	_, body := fetch(t, s, "/console/submissions/sub-farm")
	for _, want := range []string{onA, onB, onAFlip} {
		if !strings.Contains(body, want) {
			t.Errorf("seen from A the page lacks %s", want)
		}
	}
	_, body = fetch(t, s, "/console/submissions/sub-victim")
	for _, want := range []string{onA, onB, `transform="matrix(0.000000 0.500000 -0.500000 0.000000 400.0000 0.0000)"`} {
		if !strings.Contains(body, want) {
			t.Errorf("seen from B the page lacks %s", want)
		}
	}
	c.Transform = [9]float64{}
	if _, body = fetch(t, s, "/console/submissions/sub-farm"); strings.Contains(body, onB) || strings.Contains(body, "data-flip") || !strings.Contains(body, onA) {
		t.Error("without a transform something is drawn on B")
	}
}

// A link stays readable when the other submission has no report.
func TestLinkToWhatWasErased(t *testing.T) {
	s := apitest.Demo()
	delete(s.Reports, "sub-victim")
	status, body := fetch(t, s, "/console/submissions/sub-farm")
	if status != 200 || !strings.Contains(body, "cannot be shown side by side") {
		t.Errorf("status %d", status)
	}
}
