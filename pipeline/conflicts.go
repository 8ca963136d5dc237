package pipeline

import (
	"context"
	"slices"
	"strings"

	"loupe/forensics/consistency/date"
	"loupe/forensics/consistency/name"
	"loupe/forensics/consistency/number"
	"loupe/models"
)

// says is what a submission says of a person and a document, by the names of claims: what the account claims, and where
// it claims nothing, what the document states for sure.
type says map[string]string

// sure is the confidence from which a document's statement is held against another document's.
const sure = 0.9

// held returns a submission that was examined before. Without a report its claim remains.
func (s *Service) held(ctx context.Context, sub models.Submission, page int) exhibit {
	report, err := s.store.Report(ctx, sub.ID, 0)
	if err != nil {
		return exhibit{sub: sub, page: page, says: stated(sub.Claim, nil)}
	}
	return exhibit{sub: sub, page: page, says: stated(sub.Claim, report.Document), marks: models.Landmarks(report.Document, report.Faces)}
}

func stated(claim models.Claim, d *models.Document) says {
	out := says{}
	if d != nil {
		for field, as := range map[string]string{
			models.FieldName: "name", models.FieldBirthDate: "date_of_birth", models.FieldDocumentNumber: "document_number",
			models.FieldInstitution: "institution",
		} {
			if f, ok := d.Fields[field]; ok && f.Confidence >= sure {
				out[as] = f.Value
			}
		}
		if surname, given := d.Fields[models.FieldSurname], d.Fields[models.FieldGivenNames]; surname.Confidence >= sure && given.Confidence >= sure {
			out["name"] = surname.Value + ", " + given.Value
		}
	}
	for field, value := range claim {
		if value != "" {
			out[field] = value
		}
	}
	return out
}

// identifying are the facts whose difference contradicts what two accounts share.
func identifying() []string {
	return []string{"name", "date_of_birth", "document_number", "nationality", "institution", "degree"}
}

// conflicts lists in what the later and the earlier side contradict each other. What only one of them says is no conflict.
func conflicts(later, before exhibit, l models.LinkRecord) []models.Conflict {
	out := []models.Conflict{}
	for _, field := range identifying() {
		a, b := later.says[field], before.says[field]
		if a != "" && b != "" && differ(field, a, b) {
			out = append(out, models.Conflict{Field: field, A: a, B: b})
		}
	}
	if otherFace(l.Comparison.Portraits) {
		out = append(out, models.Conflict{Field: "portrait", A: "a face", B: "another picture of a face"})
	}
	return out
}

// differ compares two values as what they are: a name in any order and letters, a date in any notation.
func differ(field, a, b string) bool {
	switch field {
	case "name":
		return name.Compare(name.Of(a), name.Of(b)).Relation == name.Different
	case "date_of_birth":
		return !anyDay(date.Readings(a), date.Readings(b))
	case "document_number":
		return number.Plain(a) != number.Plain(b)
	}
	return !slices.Equal(words(a), words(b))
}

// anyDay reports whether a and b can be one day. What cannot be read contradicts nothing.
func anyDay(a, b []date.Date) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	return slices.ContainsFunc(a, func(x date.Date) bool {
		return slices.ContainsFunc(b, func(y date.Date) bool { return date.SameDay(x, y) })
	})
}

// otherFace reports whether portraits were compared and none is the other's.
func otherFace(all []models.Portraits) bool {
	return len(all) > 0 && !slices.ContainsFunc(all, func(p models.Portraits) bool { return p.Answer != models.PortraitDifferent })
}

func words(s string) []string {
	w := strings.Fields(strings.ToLower(strings.ReplaceAll(s, ",", " ")))
	slices.Sort(w)
	return w
}
