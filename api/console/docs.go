package console

import "loupe/models"

// docsPage is the documentation: routes, reasons, problems.
type docsPage struct {
	Routes   []docRoute
	Reasons  []models.ReasonText
	Problems []docProblem
}

type docRoute struct{ Method, Path, Text string }

type docProblem struct {
	Status int
	Text   string
}

func newDocs() docsPage {
	return docsPage{Reasons: models.ReasonTexts(), Routes: docRoutes(), Problems: docProblems()}
}

func docRoutes() []docRoute {
	return []docRoute{
		{"POST", "/v1/submissions", "Upload a picture as multipart/form-data: account, kind, side?, claim?, and last file. 201 with the report, or 202 when it takes longer than the header Prefer: wait=N (0 to 60 seconds, default 10)."},
		{"GET", "/v1/submissions", "List submissions, newest first. Filters: account, kind, verdict. Pages: limit, cursor."},
		{"GET", "/v1/submissions/{id}", "One submission."},
		{"GET", "/v1/submissions/{id}/report", "Its latest report, or ?revision=N."},
		{"GET", "/v1/submissions/{id}/original", "The untouched bytes, as a download."},
		{"GET", "/v1/artifacts/{id}", "A derived picture: preview, heat map, difference map."},
		{"GET", "/v1/links", "List links. Filters: submission, account, relation. Pages: limit, cursor."},
		{"GET", "/v1/links/{id}", "One link, with its evidence and what persons said of it."},
		{"GET", "/v1/rings", "Accounts that verified links tie together."},
		{"GET", "/v1/rings/{id}", "One ring: accounts, links, what they share, timeline."},
		{"GET", "/v1/accounts/{ref}", "When an account was first seen, and its ring. Below it: /submissions and /links."},
		{"POST", "/v1/dispositions", "Say that a link or ring is not_a_match or confirmed, or take the last word back with undone."},
		{"GET", "/v1/dispositions", "What persons said. Filters: link_id, ring_id. Pages: limit, cursor."},
		{"POST", "/v1/banks", "Put a submission into the bank of known forgeries (bad) or of what is shared honestly (good)."},
		{"GET", "/v1/banks", "What is in the banks. Filter: bank. Pages: limit, cursor."},
		{"DELETE", "/v1/banks/{id}", "Take a submission out of its bank."},
		{"POST", "/v1/search", "What is near a picture (multipart/form-data), a fingerprint or what a document says (JSON), and why."},
		{"GET", "/v1/events", "What happened, oldest first. Filters: type, account. Pages: limit, cursor."},
		{"POST", "/v1/rescans", "Examine again what is held. JSON: reason, filter {kind, account, verdict, stale_only}, dry_run."},
		{"GET", "/v1/rescans", "List re-scans, newest first."},
		{"GET", "/v1/rescans/{id}", "One re-scan with its progress."},
		{"GET", "/v1/rescans/{id}/changes", "What it changed. Pages: limit, cursor."},
		{"GET", "/healthz", "Whether the process answers."},
		{"GET", "/readyz", "Whether uploads are taken now."},
		{"GET", "/metrics", "Request counts in Prometheus' text format."},
		{"GET", "/openapi.json", "The contract, OpenAPI 3.1."},
		{"GET", "/console/", "The reviewer console."},
	}
}

func docProblems() []docProblem {
	return []docProblem{
		{400, "The request itself is wrong; errors names each field. Sending it again unchanged will not help."},
		{401, "No API key, or one that is not known. Send Authorization: Bearer KEY."},
		{403, "This key, this host name or this web page may not do that."},
		{404, "There is no such thing, or no longer."},
		{405, "The address does not take this method; the Allow header lists those it takes."},
		{408, "The request did not arrive in time."},
		{409, "The state does not allow it now; or the first request with this Idempotency-Key is not answered yet."},
		{413, "The file, the picture or the request is over a limit that detail states."},
		{415, "A content type or a picture format that is not read here."},
		{422, "The file is not a usable picture, or the Idempotency-Key was used for another request; the code says which."},
		{500, "A fault on our side. Quote instance when you report it."},
		{503, "Too busy, or something is down. Try again after the seconds in Retry-After."},
		{507, "Our disk is full. Nothing was stored; send the same request again later."},
	}
}
