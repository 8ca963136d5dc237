package samples

import (
	"fmt"
	"time"

	"loupe/models"
)

// Holder is an invented person and what the Republic of Caldoria printed about them.
type Holder struct {
	Surname    string // empty for people who have one name only
	GivenNames string
	Sex        string // "F" or "M"
	Birth      time.Time
	Place      string
	Height     int    // centimetres
	Number     string // document number, 9 characters
	Issued     time.Time
	Expires    time.Time
	Face       Face
	Hand       uint64 // seed of the signature
}

// specimenNow is the day on which every specimen is photographed; nothing here reads a clock.
func specimenNow() time.Time { return time.Date(2025, 3, 14, 10, 12, 0, 0, time.UTC) }

func surnames() []string {
	return []string{
		"O'Brien", "Nguyễn", "Müller-Şahin", "Kovářová", "Łukasiewicz", "Østergaard", "Marchetti", "Ibrahimović", "Delacroix", "Þórsdóttir",
		"Okonkwo", "Vasquez Peña", "Haldane", "Sørbye", "Tamanaka", "Van der Linde", "Quintanar", "Bălănescu", "Whitlock", "Aydın",
		"Castellane", "Orvieto", "Lindqvist", "Moreau", "Ferrante", "Ashgrove", "Petrossian", "Drăgulescu", "Kallistrat", "Benhaddou",
	}
}

func womensNames() []string {
	return []string{"Anneliese", "Thị Minh", "Carolina Inés", "Zoë", "Ruth", "Ewelina", "Amara", "Sofía", "Leyla", "Margit", "Noor", "Helene", "Ilaria", "Tomoe"}
}

func mensNames() []string {
	return []string{"Conor", "Văn Bình", "Jonas Émile", "Dmitri", "Chidi", "Rafael", "Stanisław", "Björn", "Emre", "Luca", "Haruki", "Tobias", "Andrei", "Samuel"}
}

func places() []string {
	return []string{"Port Calder", "Vellmoor", "Santa Brisa", "Östhafen", "Kirnholm", "Aldermere", "Montevirro", "Lac Ferrand"}
}

// NewHolder invents a person. Equal seeds are the same person with the same document.
func NewHolder(seed uint64) Holder {
	r := stream(seed, "name")
	surname := pick(r, surnames())
	if r.IntN(2) == 0 {
		return NamedHolder(seed, surname, pick(r, womensNames()), "F")
	}
	return NamedHolder(seed, surname, pick(r, mensNames()), "M")
}

// NamedHolder invents all of a person but the name and the sex, "F" or "M". The surname may be empty.
// Names need letters that OCR-B's transliteration table and DejaVu have: European ones and Vietnamese ones of our lists.
func NamedHolder(seed uint64, surname, given, sex string) Holder {
	r := stream(seed, "holder")
	h := Holder{Surname: surname, GivenNames: given, Sex: sex, Hand: r.Uint64()}
	age := 21 + r.IntN(40)
	day := specimenNow().Truncate(24 * time.Hour)
	h.Birth = day.AddDate(-age, -r.IntN(12), -r.IntN(28))
	h.Issued = day.AddDate(-1-r.IntN(4), -r.IntN(12), -r.IntN(28))
	h.Expires = h.Issued.AddDate(10, 0, 0)
	h.Place, h.Height = pick(r, places()), 156+r.IntN(36)
	h.Number = documentNumber(r.Uint64())
	h.Face = NewFace(r.Uint64(), h.Sex, age)
	return h
}

// documentNumber draws two letters and seven digits, without letters that look like digits.
func documentNumber(seed uint64) string {
	r := stream(seed, "document number")
	const letters = "ACDEFHJKLMNPRTVX"
	return fmt.Sprintf("%c%c%07d", letters[r.IntN(len(letters))], letters[r.IntN(len(letters))], r.IntN(10_000_000))
}

// FullName returns the name as an account would state it.
func (h Holder) FullName() string {
	if h.Surname == "" {
		return h.GivenNames
	}
	return h.GivenNames + " " + h.Surname
}

// Claim returns what an honest account says beside its identity document.
func (h Holder) Claim() models.Claim {
	return models.Claim{
		"name": h.FullName(), "date_of_birth": h.Birth.Format(time.DateOnly), "nationality": issuerCode, "document_number": h.Number,
	}
}
