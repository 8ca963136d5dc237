package console_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"loupe/api/apitest"
	"loupe/models"
)

// post sends a form as a browser does that was told a user name; headers come as "Name: value".
func post(t *testing.T, server, path, contentType, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, server+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	r.Header.Set("Content-Type", contentType)
	r.SetBasicAuth("kim", "key")
	for _, h := range headers {
		if name, value, ok := strings.Cut(h, ": "); ok {
			r.Header.Set(name, value)
		}
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(data)
}

const formType = "application/x-www-form-urlencoded"

func TestWordsAreKept(t *testing.T) {
	for _, c := range []struct {
		name, path, body, back string
		said                   *models.Disposition
		entry                  *models.BankEntry
	}{
		{name: "link", path: "/console/links/link-1/dispositions", body: "word=confirmed&note=two%0D%0Alines&submission=sub-farm", back: "/console/submissions/sub-farm#link-link-1",
			said: &models.Disposition{LinkID: "link-1", Word: models.RulingConfirmed, Note: "two lines", Reviewer: "kim"}},
		{name: "link, back to a stranger", path: "/console/links/link-1/dispositions", body: "word=undone&submission=" + url.QueryEscape("//evil.example/?"), back: "/console/submissions/%2F%2Fevil.example%2F%3F#link-link-1",
			said: &models.Disposition{LinkID: "link-1", Word: models.RulingUndone, Reviewer: "kim"}},
		{name: "ring", path: "/console/rings/ring_link-2/dispositions", body: "word=not_a_match", back: "/console/rings/ring_link-2",
			said: &models.Disposition{RingID: "ring_link-2", Word: models.RulingNotAMatch, Reviewer: "kim"}},
		{name: "bank", path: "/console/submissions/sub-farm/bank", body: "bank=bad&note=n", back: "/console/submissions/sub-farm#bank",
			entry: &models.BankEntry{SubmissionID: "sub-farm", Bank: models.BankBad, Note: "n", Reviewer: "kim"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := apitest.Demo()
			response, body := post(t, start(t, s).URL, c.path, formType, c.body, "Sec-Fetch-Site: same-origin")
			if response.StatusCode != http.StatusSeeOther || response.Header.Get("Location") != c.back {
				t.Fatalf("%d to %q: %s", response.StatusCode, response.Header.Get("Location"), body)
			}
			if c.said != nil {
				got := s.Said.Dispositions[0]
				if got.LinkID != c.said.LinkID || got.RingID != c.said.RingID || got.Word != c.said.Word || got.Note != c.said.Note || got.Reviewer != c.said.Reviewer {
					t.Errorf("said %+v, want %+v", got, *c.said)
				}
			}
			if c.entry != nil {
				got := s.Said.Bank[0]
				got.CreatedAt = c.entry.CreatedAt
				if got != *c.entry {
					t.Errorf("entry %+v, want %+v", got, *c.entry)
				}
			}
		})
	}
}

func TestWordsAreRefused(t *testing.T) {
	const link, bank = "/console/links/link-1/dispositions", "/console/submissions/sub-farm/bank"
	for _, c := range []struct {
		name, path, kind, body, header string
		status                         int
	}{
		{"another site", link, formType, "word=confirmed", "Sec-Fetch-Site: cross-site", 403},
		{"another site, old browser", link, formType, "word=confirmed", "Origin: http://evil.example", 403},
		{"another site, bank", bank, formType, "bank=bad", "Sec-Fetch-Site: same-site", 403},
		{"another site, search", "/console/search", formType, "document_number=1&issuer=UTO", "Sec-Fetch-Site: cross-site", 403},
		{"no form", link, "text/plain", "word=confirmed", "", 415},
		{"parts", link, "multipart/form-data; boundary=x", "--x--", "", 415},
		{"endless", link, formType, "word=confirmed&note=" + strings.Repeat("x", 40_000), "", 400},
		{"no word", link, formType, "note=x", "", 400},
		{"unknown word", link, formType, "word=maybe", "", 400},
		{"long note", link, formType, "word=confirmed&note=" + strings.Repeat("x", 2001), "", 400},
		{"control character", link, formType, "word=confirmed&note=%00", "", 400},
		{"word in the address", link + "?word=confirmed", formType, "", "", 400},
		{"unknown bank", bank, formType, "bank=ugly", "", 400},
		{"take out what is in none", bank, formType, "bank=none", "", 404},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := apitest.Demo()
			response, body := post(t, start(t, s).URL, c.path, c.kind, c.body, c.header)
			if response.StatusCode != c.status || !strings.Contains(body, "<h1>") {
				t.Errorf("%d, want %d: %s", response.StatusCode, c.status, body)
			}
			if len(s.Said.Dispositions)+len(s.Said.Bank) > 0 {
				t.Errorf("kept %+v", s.Said)
			}
		})
	}
}

// What was said is on the pages: by whom, the note, what came since, and what can be said next.
func TestStanding(t *testing.T) {
	reviewed := apitest.Reviewed()
	for path, c := range map[string]struct{ want, unwanted []string }{
		"/console/submissions/sub-farm": {[]string{"● Confirmed", "Said by <bdi>kim</bdi>", "portrait and name were replaced", `value="undone"`, "✕ Known forgery", "Take out", `class="link dismissed" id="link-link-4"`, "somebody who gave no name"}, nil},
		"/console/submissions/sub-twin": {[]string{"↺ Re-opened", "New since then:</strong> <bdi>name</bdi>"}, nil},
		"/console/rings/ring_link-2":    {[]string{"↺ Re-opened", "Called no match by <bdi>lee</bdi>", "New since then:</strong> <bdi>acc-533</bdi>"}, nil},
		"/console/banks":                {[]string{"sub-farm", "✓ Known good", "no name", "farmed"}, nil},
		"/console/banks?bank=good":      {[]string{"sub-blurred"}, []string{"sub-farm"}},
	} {
		status, body := fetch(t, reviewed, path)
		for _, w := range c.want {
			if status != 200 || !strings.Contains(body, w) {
				t.Errorf("%s: %d, lacks %q", path, status, w)
			}
		}
		for _, u := range c.unwanted {
			if strings.Contains(body, u) {
				t.Errorf("%s: holds %q", path, u)
			}
		}
	}
}

func TestSearchForms(t *testing.T) {
	picture := "--x\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\ndiploma\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\nPNG\r\n--x--\r\n"
	for _, c := range []struct {
		name, kind, body string
		status           int
		want             string
	}{
		{"picture", "multipart/form-data; boundary=x", picture, 200, "2 found, the likeliest first"},
		{"number", formType, "document_number=X1&issuer=UTO", 200, "at most 1 honest pair in 500"},
		{"no kind", "multipart/form-data; boundary=x", strings.Replace(picture, `"kind"`, `"side"`, 1), 422, `role="alert"`},
		{"control character", formType, "document_number=%00&issuer=UTO", 422, `role="alert"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := apitest.Demo()
			response, body := post(t, start(t, s).URL, "/console/search", c.kind, c.body, "Sec-Fetch-Site: same-origin")
			if response.StatusCode != c.status || !strings.Contains(body, c.want) {
				t.Errorf("%d: lacks %q: %s", response.StatusCode, c.want, body)
			}
			if len(s.Kept) > 0 {
				t.Error("the picture of a question was kept")
			}
			if c.status == 200 && len(s.Searches) != 1 {
				t.Errorf("%d searches", len(s.Searches))
			}
		})
	}
}
