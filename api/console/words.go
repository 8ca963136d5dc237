package console

import (
	"fmt"
	"html/template"
	"math"
	"net/url"
	"strconv"
	"strings"

	"loupe/models"
)

// functions are what the templates may call.
func functions() template.FuncMap {
	return template.FuncMap{
		"instant": instant, "marked": marked, "visible": visible, "number": number, "plain": plain,
		"verdictWord": verdictWord, "outcomeWord": outcomeWord, "relationWord": relationWord, "relationLower": relationLower, "bytes": byteSize,
		"oneIn": oneIn, "statusWord": statusWord, "answerWord": answerWord, "traceWord": traceWord,
		"share": share, "title": checkTitle,
		"accountAt": accountAt, "ringAt": ringAt, "submissionAt": submissionAt,
	}
}

// plain turns a closed word into words for a reader: "identity_document" -> "identity document".
func plain(word any) string {
	switch w := word.(type) {
	case models.Kind:
		return strings.ReplaceAll(string(w), "_", " ")
	case models.Group:
		return string(w)
	case string:
		return strings.ReplaceAll(w, "_", " ")
	}
	return ""
}

// verdictWord names a verdict for a reader; the empty verdict is a submission without a report.
func verdictWord(v models.Verdict, retryable bool) string {
	switch {
	case v == models.VerdictAccept:
		return "Accept"
	case v == models.VerdictReview:
		return "Review"
	case v == models.VerdictReject && retryable:
		return "Reject, ask again"
	case v == models.VerdictReject:
		return "Reject"
	}
	return "Not examined yet"
}

// headline says in one sentence what a verdict asks of the reviewer.
func headline(r models.Report) string {
	switch r.Verdict {
	case models.VerdictAccept:
		return "Nothing was found that speaks against this picture."
	case models.VerdictReject:
		if r.Retryable {
			return "This picture cannot be judged. A better picture would help."
		}
		return "This picture should not be accepted."
	}
	return "A person should look at this picture."
}

// outcomeWord names an outcome for a reader. What did not look says so.
func outcomeWord(o models.Outcome) string {
	switch o {
	case models.OutcomeClear:
		return "Nothing found"
	case models.OutcomeSuspect:
		return "Found something"
	case models.OutcomeInconclusive:
		return "Cannot say"
	case models.OutcomeNotApplicable:
		return "Does not apply"
	case models.OutcomeUnavailable:
		return "NOT EVALUATED: something is missing here"
	}
	return "NOT EVALUATED: failed on our side"
}

// relationWord says what a relation means, as a sentence about the two pictures.
func relationWord(r models.Relation) string {
	switch r {
	case models.RelationSameFile:
		return "The same picture"
	case models.RelationSameCapture:
		return "One capture, with parts changed"
	case models.RelationNearDuplicate:
		return "The same picture, re-saved, resized or turned"
	case models.RelationSamePortrait:
		return "The same portrait"
	case models.RelationSameDocumentNumber:
		return "The same document number"
	case models.RelationSameIdentity:
		return "The same name and date of birth"
	case models.RelationSameLayout:
		return "The same layout, which is harmless"
	}
	return "Unrelated"
}

// relationLower is relationWord within a sentence.
func relationLower(r models.Relation) string {
	w := relationWord(r)
	return strings.ToLower(w[:1]) + w[1:]
}

// Addresses of pages. Ids and accounts are put into a path whole, whatever they hold.

func accountAt(account any) string { return "/console/accounts/" + url.PathEscape(fmt.Sprint(account)) }

func ringAt(id string) string { return "/console/rings/" + url.PathEscape(id) }

func submissionAt(id string) string { return "/console/submissions/" + url.PathEscape(id) }

// number shows a measured value with four significant digits and no exponent where a reader would not expect one.
func number(v float64) string {
	if v == 0 || math.Abs(v) >= 1e-3 && math.Abs(v) < 1e7 {
		rounded, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 4, 64), 64)
		return strconv.FormatFloat(rounded, 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}

// share says a p-value as a share of pictures: "1 in 40".
func share(p any) string {
	var v float64
	switch p := p.(type) {
	case float64:
		v = p
	case *float64:
		if p != nil {
			v = *p
		}
	}
	if v <= 0 || v > 1 {
		return ""
	}
	if v > 0.2 {
		return strconv.FormatFloat(100*v, 'f', 0, 64) + " %"
	}
	return "1 in " + strconv.FormatFloat(1/v, 'f', 0, 64)
}

func byteSize(n int64) string {
	switch {
	case n >= 1_000_000:
		return number(float64(n)/1e6) + " MB"
	case n >= 1000:
		return number(float64(n)/1e3) + " kB"
	}
	return strconv.FormatInt(n, 10) + " bytes"
}
