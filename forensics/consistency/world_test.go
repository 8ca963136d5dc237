package consistency_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"loupe/forensics"
	"loupe/models"
)

// world invents honest dossiers and planted contradictions. It shares nothing with the code under test: its own
// transliteration, its own reader's mistakes.
type world struct{ r *rand.Rand }

func newWorld(seed uint64) *world { return &world{rand.New(rand.NewPCG(seed, 1871))} }

func pick[T any](w *world, list ...T) T { return list[w.r.IntN(len(list))] }

func (w *world) chance(p float64) bool { return w.r.Float64() < p }

// culture is where a holder's name comes from.
type culture struct {
	nation          string // ICAO 9303-3 code
	words           string // what people type for it
	surnames, given string
}

func cultures() []culture {
	return []culture{
		{"D", "Germany|German|Deutschland|DEU|DE", "Müller-Şahin|Schröder|Weiß|Groß-Gerau|von der Heide|Köhler|Jäger|zu Löwenstein", "Jörg|Anneliese|Hans-Günther|Käthe Maria|Björn|Leyla Ayşe"},
		{"DNK", "Denmark|Danish|DK", "Østergaard|Sørensen|Nørgaard Ågesen|Kjær|Bjerregård", "Søren|Åse|Jørgen Emil|Mette Marie|Bjørn"},
		{"POL", "Poland|Polish|PL", "Łukasiewicz|Żółkiewska|Wiśniewski|Dąbrowska-Nowak|Święcicki", "Stanisław|Małgorzata|Michał Józef|Zofia|Bogusława"},
		{"TUR", "Turkey|Turkish|Türkiye", "Aydın|Yıldız|Çağlar|İnönü|Öztürk Gül", "Işıl|Emre|Ümit Can|Ayşegül|İlker"},
		{"VNM", "Vietnam|Vietnamese", "Nguyễn|Trần|Đặng|Phạm|Lý", "Thị Minh|Văn Bình|Quốc Đạt|Ngọc Ánh|Hữu Phước"},
		{"ESP", "Spain|Spanish|España", "García López|Muñoz Peña|Ibáñez de la Fuente|Núñez Ortega|del Río Vega", "José Luis|María del Carmen|Íñigo|Sofía|Juan Carlos"},
		{"IRL", "Ireland|Irish", "O'Brien|O’Sullivan|McDonald|Mac Gabhann|Fitzgerald", "Conor|Siobhán|Aoife Mary|Seán|Niamh"},
		{"NLD", "Netherlands|Dutch|NL", "van der Linde|de Vries|van 't Hof|ter Horst|Jansen-de Wit", "Noor|Willem Alexander|Sjoerd|Anna Cornelia|Daan"},
		{"ISL", "Iceland|Icelandic", "Þórsdóttir|Guðmundsson|Ægisdóttir|Jónsson", "Þórunn|Guðrún Ösp|Ragnar|Sigríður"},
		{"HRV", "Croatia|Croatian|HR", "Đorđević|Kovačić|Šimunović|Žagar-Ćosić", "Željko|Ana Marija|Đurđica|Ivan"},
		{"RUS", "Russia|Russian", "Shcherbakov|Ivanova|Chekhov|Solovev", "Dmitrii|Iuliia|Sergei|Ekaterina"},
		{"EGY", "Egypt|Egyptian", "Al Sayed|Abdelrahman|Hassan Ibrahim|El Masry", "Mohamed|Fatma|Ahmed Mahmoud|Youssef"},
		{"IDN", "Indonesia|Indonesian", "|||Suharto", "Suryani|Sukarno|Wulandari|Budi"},
		{"PRT", "Portugal|Portuguese", "Conceição|dos Santos Araújo|Guimarães|Vilela e Silva", "João Miguel|Inês|Gonçalo|Maria da Luz"},
		{"CZE", "Czechia|Czech Republic|CZ", "Kovářová|Dvořák|Šťastný|Růžičková", "Jiří|Eliška|Ondřej|Anežka Marie"},
		{"FRA", "France|French|FR", "Lefèvre|de La Tour d'Auvergne|Bœuf|Dupont-Aignan", "Jonas Émile|Zoë|François-Xavier|Anne-Sophie"},
		{"IND", "India|Indian", "Venkataramanasubramaniam|Krishnamoorthy Iyer|Patel|Singh", "Radhakrishnan Balasubramanian|Priya|Aarav|Lakshmi Narayani"},
		{"GRC", "Greece|Greek", "Papadopoulou|Konstantinidis|Georgiou", "Eleni|Dimitrios|Athanasios"},
		{"EST", "Estonia|Estonian", "Männik|Jõeorg|Õunapuu", "Mari-Liis|Jaak|Ülle"},
	}
}

// holder is an invented person with an invented document.
type holder struct {
	culture
	surname, first, sex, number string
	born, issued, expires       time.Time
}

func (w *world) holder() holder {
	h := holder{culture: pick(w, cultures()...), sex: pick(w, "M", "F")}
	h.surname, h.first = pick(w, strings.Split(h.surnames, "|")...), pick(w, strings.Split(h.given, "|")...)
	h.born = day().AddDate(-18-w.r.IntN(60), -w.r.IntN(12), -w.r.IntN(28))
	h.issued = day().AddDate(-w.r.IntN(5), -w.r.IntN(12), -1-w.r.IntN(28))
	h.expires = h.issued.AddDate(10, 0, 0)
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	h.number = fmt.Sprintf("%c%c%07d", letters[w.r.IntN(26)], letters[w.r.IntN(26)], w.r.IntN(10_000_000))
	return h
}

// zoned writes a name as an issuer does in a machine readable zone: of two allowed spellings either one.
func (w *world) zoned(s string) string {
	double := w.chance(0.5)
	var out strings.Builder
	for _, r := range strings.ToUpper(s) {
		out.WriteString(zoneLetter(r, double))
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

func zoneLetter(r rune, double bool) string {
	twofold := map[rune][2]string{'Ä': {"A", "AE"}, 'Ö': {"O", "OE"}, 'Ü': {"U", "UE"}, 'Å': {"A", "AA"}, 'Ø': {"OE", "OE"}, 'Ñ': {"N", "NXX"}, 'Æ': {"AE", "AE"}, 'Œ': {"OE", "OE"}, 'Þ': {"TH", "TH"}, 'ẞ': {"SS", "SS"}}
	if t, ok := twofold[r]; ok && double {
		return t[1]
	} else if ok {
		return t[0]
	}
	if at := strings.IndexRune("ÁÀÂÃĂẤÁẠÉÈÊËĚỄÍÌÎÏİỊÓÒÔÕƠỐÚÙÛŮƯỮÝỲÇĆČĎÐĐÉĞŁŃŇŘŚŞŠŤŢŹŻŽĘĄÕŐŰẶẦẢẠỌỐỚƯỐ", r); at >= 0 {
		return plainLetter(r)
	}
	switch {
	case r == '\'' || r == '’':
		return ""
	case r == '-' || r == ' ':
		return " "
	}
	return plainLetter(r)
}

// plainLetter drops the marks of a letter as someone does who types without them.
func plainLetter(r rune) string {
	for _, group := range []string{"AÁÀÂÃĂẤẠÄÅĄẶẦẢ", "EÉÈÊËĚỄĘ", "IÍÌÎÏİỊI", "OÓÒÔÕƠỐÖØỌỚŐ", "UÚÙÛŮƯỮÜŰ", "YÝỲ", "CÇĆČ", "DĎÐĐ", "GĞ", "LŁ", "NŃŇÑ", "RŘ", "SŚŞŠ", "TŤŢ", "ZŹŻŽ"} {
		if strings.ContainsRune(group, r) {
			return group[:1]
		}
	}
	switch r {
	case 'Þ':
		return "TH"
	case 'Æ':
		return "AE"
	case 'Œ':
		return "OE"
	case 'ẞ', 'ß':
		return "SS"
	}
	return string(r)
}

func plainly(s string) string {
	var out strings.Builder
	for _, r := range strings.ToUpper(s) {
		out.WriteString(plainLetter(r))
	}
	return out.String()
}

// zone states a holder as a zone does whose name field has width characters: cut as ICAO 9303-4 section 4.2.3 says.
func (w *world) zone(h holder, page, width int) ([]models.Statement, *models.MRZ) {
	surname, first := w.zoned(h.surname), w.zoned(h.first)
	if surname == "" {
		surname, first = first, ""
	}
	m := &models.MRZ{Type: models.MRZTypeTD3, Valid: true, Fields: map[string]string{}, Box: &models.Region{X: 50, Y: 800, W: 800, H: 80, Page: page}}
	if room := width - len(surname) - 2; len(first) >= room && first != "" {
		first = strings.TrimSpace(first[:max(room, 1)])
		m.Fields["name_truncated"] = "true"
	}
	confidence := 0.93 + 0.06*w.r.Float64()
	if w.chance(0.1) {
		m.Valid, m.Ambiguous = w.chance(0.5), true
	}
	pairs := []string{"surname", surname, "document_number", h.number, "birth_date", h.born.Format(time.DateOnly), "expiry_date", h.expires.Format(time.DateOnly),
		"sex", h.sex, "nationality", h.nation, "issuer", h.nation, "document_code", "P"}
	if first != "" {
		pairs = append(pairs, "given_names", first)
	}
	return at(models.SourceMRZ, page, confidence, pairs...), m
}

// printed states a holder as print does, read by an engine for English: marks come and go, letters it does not know
// become others, and some values are misread, mostly with a low confidence.
func (w *world) printed(h holder, page int) []models.Statement {
	surname, first := strings.ToUpper(h.surname), h.first
	if surname == "" {
		surname, first = strings.ToUpper(h.first), ""
	}
	pairs := []string{"surname", surname, "document_number", w.parted(h.number), "birth_date", h.born.Format(time.DateOnly), "issue_date", h.issued.Format(time.DateOnly),
		"expiry_date", h.expires.Format(time.DateOnly), "sex", h.sex, "nationality", h.nation}
	if first != "" {
		pairs = append(pairs, "given_names", first)
	}
	out := at(models.SourcePrint, page, 1, pairs...)
	for i := range out {
		w.read(&out[i])
	}
	return out
}

// parted writes a number with a space or stroke in it, at times.
func (w *world) parted(n string) string {
	return pick(w, n, n, n[:2]+" "+n[2:], n[:2]+"-"+n[2:5]+" "+n[5:])
}

// read gives a value the confidence of a reader, and at times a mistake.
func (w *world) read(s *models.Statement) {
	s.Raw = s.Value
	s.Confidence = 0.9 + 0.08*w.r.Float64()
	if w.chance(0.15) {
		s.Confidence = 0.6 + 0.3*w.r.Float64()
	}
	named := s.Name == "surname" || s.Name == "given_names"
	if named && w.chance(0.5) {
		s.Value = plainly(s.Value)
	}
	if named && strings.ContainsRune(s.Value, 'Þ') {
		s.Value = strings.ReplaceAll(s.Value, "Þ", "P")
	}
	if w.chance(0.08) && s.Name != "sex" && s.Name != "nationality" {
		s.Value = w.misread(s.Value)
		s.Confidence = 0.2 + 0.69*w.r.Float64()
	}
	if words := strings.Fields(s.Value); named && len(words) > 1 && w.chance(0.04) {
		s.Value = words[0] // the second line was lost
	}
}

// misread exchanges one or two characters for look-alikes, or loses one. Dates stay dates.
func (w *world) misread(s string) string {
	alike := map[byte]string{'0': "86", '1': "7", '3': "8", '5': "6", '6': "5", '8': "3", '9': "4", '7': "1", '4': "9", '2': "7", 'O': "0Q", 'I': "1L", 'S': "5", 'B': "8", 'E': "F", 'M': "N", 'R': "P", 'A': "R", 'N': "M", 'C': "G"}
	b := []byte(s)
	for range 1 + w.r.IntN(2) {
		i := w.r.IntN(len(b))
		if to := alike[b[i]]; to != "" {
			b[i] = to[w.r.IntN(len(to))]
		}
	}
	return string(b)
}

// licence states a holder as the barcode of a licence does.
func (w *world) barcode(h holder, page int) []models.Statement {
	pairs := []string{"surname", plainly(h.surname), "given_names", plainly(h.first), "document_number", h.number, "birth_date", h.born.Format(time.DateOnly),
		"expiry_date", h.expires.Format(time.DateOnly), "issue_date", h.issued.Format(time.DateOnly), "sex", h.sex}
	return at(models.SourceBarcode, page, 1, pairs...)
}

// claims is what the holder types.
func (w *world) claims(h holder) models.Claim {
	c := models.Claim{"favourite_colour": "green"}
	first := h.first
	if words := strings.Fields(first); len(words) > 1 && w.chance(0.4) {
		first = words[0] // no second name
	} else if len(words) > 1 && w.chance(0.2) {
		first = words[0] + " " + string([]rune(words[1])[:1]) + "."
	}
	surname := h.surname
	if words := strings.Fields(surname); len(words) == 2 && h.nation == "ESP" && w.chance(0.4) {
		surname = words[0]
	}
	full := strings.TrimSpace(pick(w, first+" "+surname, strings.ToUpper(surname)+" "+first, strings.ToLower(first+" "+surname), plainly(first+" "+surname)))
	if surname != "" && w.chance(0.15) {
		full = surname + ", " + first
	}
	if w.chance(0.3) && surname != "" {
		c[pick(w, "surname", "last_name", "lastName", "Family name")], c[pick(w, "given_names", "first_name", "firstName")] = surname, first
	} else {
		c[pick(w, "name", "full_name", "Name")] = full
	}
	c[pick(w, "date_of_birth", "dob", "birthDate")] = h.born.Format(pick(w, time.DateOnly, "02.01.2006", "01/02/2006", "2 January 2006", "Jan 2, 2006", "02/01/2006"))
	if w.chance(0.7) {
		c[pick(w, "nationality", "citizenship")] = pick(w, append(strings.Split(h.words, "|"), h.nation)...)
	}
	if w.chance(0.7) {
		c[pick(w, "document_number", "passport_number")] = pick(w, h.number, strings.ToLower(h.number), w.parted(h.number))
	}
	return c
}

// honest invents an honest dossier: a passport, a card of two sides, or a licence with a barcode.
func (w *world) honest() forensics.Dossier { return w.dossierOf(w.holder()) }

func (w *world) dossierOf(h holder) forensics.Dossier {
	var claim models.Claim
	if w.chance(0.8) {
		claim = w.claims(h)
	}
	var d forensics.Dossier
	switch w.r.IntN(3) {
	case 0:
		zone, m := w.zone(h, 0, 39)
		d = dossier(models.KindIdentityDocument, claim, zone, w.printed(h, 0))
		d.Document.MRZ = m
	case 1:
		zone, m := w.zone(h, 1, 30)
		d = dossier(models.KindIdentityDocument, claim, w.printed(h, 0), zone)
		d.Document.MRZ = m
		d.Pages[0].Side, d.Pages[1].Side = models.SideFront, models.SideBack
	default:
		d = dossier(models.KindIdentityDocument, claim, w.printed(h, 0), w.barcode(h, 1))
	}
	return d
}

// diploma invents an honest diploma and its claim.
func (w *world) diploma() forensics.Dossier {
	h := w.holder()
	institution := pick(w, "University of Port Calder", "Vellmoor Institute of Technology", "Universität Östhafen", "Aldermere College", "Université de Lac Ferrand")
	typed := map[string]string{"University of Port Calder": "Port Calder University", "Vellmoor Institute of Technology": "VIT", "Universität Östhafen": "University of Osthafen",
		"Aldermere College": "aldermere college", "Université de Lac Ferrand": "Universite de Lac Ferrand"}
	degree := pick(w, "Bachelor of Science in Hydrology|BSc Hydrology", "Master of Arts in History|MA History", "Master of Science in Marine Engineering|M.Sc. Marine Engineering", "Bachelor of Laws|LL.B.",
		"Doctor of Philosophy|PhD")
	long, short, _ := strings.Cut(degree, "|")
	out := at(models.SourcePrint, 0, 1, "name", strings.TrimSpace(h.first+" "+h.surname), "institution", institution, "degree", long, "award_date", h.born.AddDate(19+w.r.IntN(8), 3, 2).Format(time.DateOnly))
	if day().Before(h.born.AddDate(28, 0, 0)) {
		out = out[:3]
	}
	for i := range out {
		out[i].Confidence = 0.85 + 0.13*w.r.Float64()
	}
	claim := w.claims(h)
	delete(claim, "document_number")
	delete(claim, "passport_number")
	claim["institution"], claim["degree"] = pick(w, institution, typed[institution]), pick(w, long, short)
	return dossier(models.KindDiploma, claim, out)
}
