package console_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"loupe/api/apitest"
	"loupe/models"
)

// payloads try to become markup, script or style in every context that a page has.
func payloads() []string {
	return []string{
		`<script>window.__pwn=1</script>`, `</script><script>window.__pwn=1</script>`, `"><script>window.__pwn=1</script>`,
		`'><img src=x onerror=window.__pwn=1>`, `"><img src=x onerror="window.__pwn=1">`, `" onmouseover="window.__pwn=1" autofocus onfocus="window.__pwn=1`,
		`<svg onload=window.__pwn=1>`, `</title><svg/onload=window.__pwn=1>`, `</textarea><svg/onload=window.__pwn=1>`, `javascript:window.__pwn=1`,
		`<iframe srcdoc="<script>parent.__pwn=1</script>">`, `<style>@import 'http://evil.example/x.css'</style>`, `" style="background:url(http://evil.example/x)`,
		`<a href=javascript:window.__pwn=1>x</a>`, `<base href=http://evil.example/>`, `<meta http-equiv=refresh content="0;url=javascript:window.__pwn=1">`,
		"{{.}}${window.__pwn=1}", `--><script>window.__pwn=1</script><!--`, `]]><script>window.__pwn=1</script>`, `<foreignObject><body onload=window.__pwn=1>`,
		"<scr\x00ipt>window.__pwn=1</script>", "\u202e<script>window.__pwn=1</script>\u200b",
		`<math><mtext></form><form><mglyph><style></math><img src onerror=window.__pwn=1>`, `<details open ontoggle=window.__pwn=1>`, `+ADw-script+AD4-window.__pwn=1+ADw-/script+AD4-`,
	}
}

// held returns a submission of the fake, to be changed.
func held(s *apitest.Service, id string) *models.Submission {
	return &s.Held[slices.IndexFunc(s.Held, func(sub models.Submission) bool { return sub.ID == id })]
}

// poisoned puts p into every field that an upload, a file or an operator can fill.
func poisoned(p string) *apitest.Service {
	s := apitest.Demo()
	account := models.Account(p)
	sub := held(s, "sub-farm")
	sub.Account, sub.Filename, sub.DeclaredType, sub.SHA256, sub.Side = account, p, p, p, models.Side(p)
	sub.Claim = models.Claim{p: p, "surname": p}
	r := &s.Reports["sub-farm"][0]
	r.File.MediaType, r.Engine.Version, r.Text.Language = p, p, p
	for i := range r.Reasons {
		r.Reasons[i].Message, r.Reasons[i].Check = p, p
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Check, f.Message, f.InnocentCauses, f.Group = p, p, p, models.Group(p)
		f.Measures = []models.Measure{{Name: p, Unit: p}}
		f.Facts = map[string]string{p: p}
		for j := range f.Regions {
			f.Regions[j].Label = p
		}
		for j := range f.Artifacts {
			f.Artifacts[j].Name = p + "heatmap"
		}
	}
	d := r.Document
	d.Fields[p] = models.Field{Value: p, Source: models.Source(p), Box: &[4]int{1, 1, 9, 9}}
	d.MRZ.Lines, d.MRZ.Fields[p], d.MRZ.Checks[p] = []string{p, p}, p, false
	d.Barcodes = []models.Barcode{{Format: p, Text: p}}
	r.Text.Words[0].Text = p
	word := &models.Disposition{Word: models.RulingNotAMatch, Note: p, Reviewer: p, CreatedAt: sub.CreatedAt}
	l := &s.LinkRecords[0]
	l.B.Account, l.Conflicts = p, []models.Conflict{{Field: p, A: p, B: p}}
	l.Status, l.Disposition = models.StatusReopened, word
	s.LinkRecords[2].A.Account, s.LinkRecords[2].B.Account = p+"2", p
	ring := *word
	ring.RingID = "ring_link-2"
	s.Said.Dispositions = []models.Disposition{ring}
	s.Said.Bank = []models.BankEntry{{SubmissionID: "sub-farm", Bank: models.BankBad, Note: p, Reviewer: p, CreatedAt: sub.CreatedAt}}
	s.Finds[0].Account, s.Finds[0].Why[0].Fingerprint = account, models.FingerprintKind(p)
	l.Comparison.Changed[0].Label, l.Comparison.Measures = p, []models.Measure{{Name: p, Unit: p}}
	s.Jobs[0].Reason, s.Jobs[0].Filter.Account = p, account
	s.Changes[0] = models.RescanChange{SubmissionID: "sub-farm", Account: account, Changes: []string{p}, Error: p}
	return s
}

// untrustedTextStaysText: nothing of an upload becomes part of a page: no script runs, no policy is even tried, no element is made.
func untrustedTextStaysText(b *tab) {
	const forbidden = `document.querySelectorAll('script:not([src^="/console/static/"]), iframe, style, base, meta[http-equiv], math, foreignObject, [onerror], [onload], [onfocus], [onmouseover], [ontoggle], [style], [href^="javascript"]').length`
	for group := range slices.Chunk(payloads(), 5) {
		p := strings.Join(group, " ")
		s := poisoned(p)
		for i, account := range group {
			account = strings.ReplaceAll(account, "\x00", "")
			s.Add(models.Submission{ID: fmt.Sprint("sub-x", i), Account: models.Account(account), Filename: p}, models.Report{})
			s.LinkRecords = append(s.LinkRecords, models.LinkRecord{ID: fmt.Sprint("link-x", i), CreatedAt: held(s, "sub-farm").CreatedAt.AddDate(0, 0, 1), A: models.LinkEnd{SubmissionID: fmt.Sprint("sub-x", i), Account: account},
				B: models.LinkEnd{SubmissionID: "sub-farm", Account: p}, Conflicts: []models.Conflict{{Field: p, A: p, B: p}}, Comparison: models.Comparison{Relation: models.RelationSameFile}})
		}
		b.serve(s)
		for _, page := range []string{"/console/", "/console/submissions/sub-farm", "/console/rings", "/console/rings/ring_link-2", "/console/banks",
			"/console/rescans", "/console/rescans/res-2",
			"/console/?account=" + url.QueryEscape(strings.ReplaceAll(p, "\x00", "")), "/console/submissions/" + url.PathEscape(p)} {
			b.visit(page)
			want(b, p+" ran on "+page, `typeof window.__pwn`, "undefined")
			want(b, p+" became markup on "+page, forbidden, 0)
		}
		b.visit("/console/rings/ring_link-2")
		want(b, "accounts drawn", `document.querySelectorAll('.node').length > 5`, true)
		for _, account := range group { // an account's name has 200 characters at most
			account = strings.ReplaceAll(account, "\x00", "")
			b.visit("/console/accounts/" + url.PathEscape(account))
			want(b, account+" has a page", `document.querySelectorAll('#links td').length > 0`, true)
			want(b, account+" ran", `typeof window.__pwn`, "undefined")
			want(b, account+" became markup", forbidden, 0)
		}
		b.visit("/console/search")
		b.ask("X1", "UTO")
		want(b, p+" ran on what was found", `typeof window.__pwn`, "undefined")
		want(b, p+" became markup on what was found", forbidden, 0)
		b.visit("/console/submissions/sub-farm")
		b.press("1")
		b.press("b")
		b.press("v")
		want(b, p+" ran after keys", `typeof window.__pwn`, "undefined")
	}
	for _, fault := range b.faults {
		if !strings.HasPrefix(fault, "network:") { // a filter or an address that was refused
			b.t.Errorf("the page complains: %s", fault)
		}
	}
}

func hiddenCharactersAreShown(b *tab) {
	s := apitest.Demo()
	held(s, "sub-farm").Filename = "photo\u202egpj.exe\u200b"
	b.serve(s)
	b.visit("/console/submissions/sub-farm")
	want(b, "marks", `[...document.querySelectorAll('.hidden-char')].map(n => n.textContent).join(' ')`, "U+202E U+200B")
	want(b, "raw characters left", `/[\u202e\u200b]/.test(document.body.textContent)`, false)
}
