package api_test

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"loupe/api"
	"loupe/api/apitest"
	"loupe/models"

	"log/slog"
)

// holding is a fake with one submission, one artifact of each sort, one link, one rescan.
func holding() *apitest.Service {
	s := apitest.New()
	sub := models.Submission{ID: "sub-1", Account: "acc-1", Kind: models.KindDiploma, Filename: `x"; filename="evil.html`}
	s.Add(sub, models.Report{ID: "rep-1", Verdict: models.VerdictAccept, Fingerprints: []models.Fingerprint{{Hex: "abc"}}})
	s.Add(sub, models.Report{ID: "rep-2", Verdict: models.VerdictReview})
	s.Originals["sub-1"] = []byte("<script>alert(1)</script>")
	s.Files["png"] = apitest.File{MediaType: "image/png", Data: []byte("PNG")}
	s.Files["svg"] = apitest.File{MediaType: "image/svg+xml", Data: []byte("<svg onload=alert(1)>")}
	s.Files["html"] = apitest.File{MediaType: "text/html", Data: []byte("<script>")}
	s.LinkRecords = []models.LinkRecord{{ID: "link-1", A: models.LinkEnd{SubmissionID: "sub-1"}, B: models.LinkEnd{SubmissionID: "sub-2"},
		Comparison: models.Comparison{Relation: models.RelationSameFile, Artifacts: []models.Artifact{{Name: "difference", ID: "png"}}}}}
	s.Jobs = []models.Rescan{{ID: "res-0", State: models.RescanFinished}}
	s.Changes = []models.RescanChange{{SubmissionID: "sub-1", Changes: []string{"ela: clear -> suspect"}}, {SubmissionID: "sub-2"}}
	return s
}

func TestRoutesAnswer(t *testing.T) {
	for _, c := range []struct {
		path     string
		want     []string
		unwanted []string
	}{
		{"/v1/submissions", []string{`"items":[{`, `"next":null`, `"reasons":[]`}, nil},
		{"/v1/submissions?limit=1&account=acc-1&kind=diploma&verdict=review", []string{`"sub-1"`}, nil},
		{"/v1/submissions?verdict=reject", []string{`"items":[]`}, []string{"sub-1"}},
		{"/v1/submissions/sub-1", []string{`"account":"acc-1"`}, nil},
		{"/v1/submissions/sub-1/report", []string{`"revision":2`, `"findings":[]`, `"links":[]`, `"faces":[]`, `"reasons":[]`}, []string{"fingerprints"}},
		{"/v1/submissions/sub-1/report?revision=1", []string{`"revision":1`}, []string{"fingerprints", "abc"}},
		{"/v1/links?submission=sub-1", []string{`"link-1"`, `"url":"/v1/artifacts/png"`, `"changed":[]`}, nil},
		{"/v1/rescans", []string{`"res-0"`}, nil},
		{"/v1/rescans/res-0", []string{`"finished"`}, nil},
		{"/v1/rescans/res-0/changes?limit=1", []string{`"next":"1"`, "clear -\\u003e suspect"}, []string{"sub-2"}},
		{"/v1/rescans/res-0/changes?limit=1&cursor=1", []string{`"next":null`, "sub-2"}, []string{"sub-1"}},
		{"/healthz", []string{`"status":"ok"`, `"version":"test"`}, nil},
		{"/readyz", []string{`"ready"`}, nil},
		{"/openapi.json", []string{`"openapi":"3.1.0"`, `"version":"test"`}, nil},
		{"/docs", []string{"/v1/submissions", "file.truncated"}, nil},
	} {
		t.Run(c.path, func(t *testing.T) {
			a := ask(t, "GET", start(t, holding()).URL+c.path, nil)
			if a.Status != 200 {
				t.Fatalf("%d %s", a.Status, a.Body)
			}
			for _, w := range c.want {
				if !strings.Contains(a.Body, w) {
					t.Errorf("lacks %s:\n%s", w, a.Body)
				}
			}
			for _, u := range c.unwanted {
				if strings.Contains(a.Body, u) {
					t.Errorf("holds %s:\n%s", u, a.Body)
				}
			}
			for _, name := range []string{"X-Content-Type-Options", "Content-Security-Policy", "X-Request-Id", "Referrer-Policy", "X-Frame-Options"} {
				if a.Header.Get(name) == "" {
					t.Errorf("no header %s", name)
				}
			}
		})
	}
}

func TestStartRescan(t *testing.T) {
	s := apitest.New()
	a := ask(t, "POST", start(t, s).URL+"/v1/rescans", strings.NewReader(`{"reason":"new ELA","filter":{"kind":"diploma","stale_only":true},"dry_run":true}`), "Content-Type: application/json")
	if a.Status != 202 || a.Header.Get("Location") != "/v1/rescans/res-1" || a.json(t)["dry_run"] != true {
		t.Fatalf("%d %v %s", a.Status, a.Header, a.Body)
	}
	if f := s.Filters[0]; f.Kind != models.KindDiploma || !f.StaleOnly {
		t.Errorf("filter %+v", f)
	}
}

func TestNotReady(t *testing.T) {
	s := apitest.New()
	s.Fail = models.Errorf(models.ErrUnavailable, "", "secret reason")
	server := start(t, s)
	if a := ask(t, "GET", server.URL+"/readyz", nil); strings.Contains(a.Body, "secret") {
		t.Errorf("leaks: %s", a.Body)
	} else {
		wantProblem(t, a, 503, "not_ready")
	}
	if a := ask(t, "GET", server.URL+"/healthz", nil); a.Status != 200 {
		t.Errorf("healthz: %d", a.Status)
	}
}

func TestStoredFilesNeverActAsPages(t *testing.T) {
	server := start(t, holding())
	for path, want := range map[string][2]string{
		"/v1/artifacts/png":                   {"image/png", ""},
		"/console/artifacts/png":              {"image/png", ""},
		"/v1/artifacts/svg":                   {"application/octet-stream", `attachment; filename="artifact-svg.bin"`},
		"/v1/artifacts/html":                  {"application/octet-stream", `attachment; filename="artifact-html.bin"`},
		"/v1/submissions/sub-1/original":      {"application/octet-stream", `attachment; filename="original-sub-1.bin"`},
		"/console/submissions/sub-1/original": {"application/octet-stream", `attachment; filename="original-sub-1.bin"`},
	} {
		a := ask(t, "GET", server.URL+path, nil)
		h := a.Header
		if a.Status != 200 || h.Get("Content-Type") != want[0] || h.Get("Content-Disposition") != want[1] || h.Get("X-Content-Type-Options") != "nosniff" ||
			h.Get("Content-Security-Policy") != "default-src 'none'; sandbox" || h.Get("Cross-Origin-Resource-Policy") != "same-origin" {
			t.Errorf("%s: %d %v", path, a.Status, h)
		}
		if cache := h.Get("Cache-Control"); !strings.HasPrefix(cache, "private") && cache != "no-store" {
			t.Errorf("%s: cache %q", path, cache)
		}
	}
}

func TestHead(t *testing.T) {
	a := ask(t, "HEAD", start(t, holding()).URL+"/healthz", nil)
	if a.Status != 200 || a.Body != "" {
		t.Errorf("%d %q", a.Status, a.Body)
	}
}

// The contract and the routes are one list.
func TestOpenAPIListsEveryRoute(t *testing.T) {
	handler, err := api.New(api.DefaultConfig(), apitest.New(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	var routes []string
	param := regexp.MustCompile(`:(\w+)`)
	for _, r := range handler.Routes() {
		routes = append(routes, r.Method+" "+param.ReplaceAllString(r.Path, "{$1}"))
	}
	contract := ask(t, "GET", start(t, apitest.New()).URL+"/openapi.json", nil).json(t)
	var documented []string
	for path, item := range contract["paths"].(map[string]any) {
		for method, operation := range item.(map[string]any) {
			if method == "parameters" {
				continue
			}
			documented = append(documented, strings.ToUpper(method)+" "+path)
			if operation.(map[string]any)["operationId"] == nil || operation.(map[string]any)["responses"] == nil {
				t.Errorf("%s %s has no operationId or responses", method, path)
			}
		}
	}
	sort.Strings(routes)
	sort.Strings(documented)
	if !slices.Equal(routes, documented) {
		t.Errorf("routes and contract differ\nroutes   %v\ncontract %v", routes, documented)
	}
	checkReferences(t, contract, contract)
}

// checkReferences reports every $ref that leads nowhere.
func checkReferences(t *testing.T, root, node any) {
	t.Helper()
	switch n := node.(type) {
	case map[string]any:
		if ref, ok := n["$ref"].(string); ok {
			var at any = root
			for _, step := range strings.Split(strings.TrimPrefix(ref, "#/"), "/") {
				m, _ := at.(map[string]any)
				at = m[step]
			}
			if at == nil {
				t.Errorf("%s leads nowhere", ref)
			}
		}
		for _, child := range n {
			checkReferences(t, root, child)
		}
	case []any:
		for _, child := range n {
			checkReferences(t, root, child)
		}
	}
}
