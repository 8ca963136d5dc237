package fields_test

import "loupe/models"

// captions are what documents of a language print, one wording a field, from the documents themselves and not from labels.txt.
type captions map[string]string

const (
	su, gi, nu, bd, bp = models.FieldSurname, models.FieldGivenNames, models.FieldDocumentNumber, models.FieldBirthDate, models.FieldBirthPlace
	is, ex, na, au, se = models.FieldIssueDate, models.FieldExpiryDate, models.FieldNationality, models.FieldAuthority, models.FieldSex
	he, ad             = models.FieldHeight, models.FieldAddress
)

// language is one row of the generator: captions, how dates are written, what the sexes are called, an own word for a nationality.
type language struct {
	name     string
	captions captions
	dates    string // a layout of package time; "Jan" and "January" are replaced by months
	months   string // twelve names; empty when dates are numeric
	female   string
	nation   [2]string // as printed, as its code
}

func languages() []language {
	return []language{
		{"en", captions{su: "Surname", gi: "Given names", nu: "Document No.", bd: "Date of birth", bp: "Place of birth", is: "Date of issue", ex: "Date of expiry",
			na: "Nationality", au: "Authority", se: "Sex", he: "Height", ad: "Address"}, "02 Jan 2006", "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC", "F", [2]string{"IRISH", "IRL"}},
		{"de", captions{su: "Name", gi: "Vornamen", nu: "Ausweisnummer", bd: "Geburtsdatum", bp: "Geburtsort", is: "Ausstellungsdatum", ex: "Gültig bis",
			na: "Staatsangehörigkeit", au: "Behörde", se: "Geschlecht", he: "Größe", ad: "Anschrift"}, "02.01.2006", "", "W", [2]string{"DEUTSCH", "D"}},
		{"fr", captions{su: "Nom", gi: "Prénom(s)", nu: "N° du document", bd: "Date de naissance", bp: "Lieu de naissance", is: "Date de délivrance", ex: "Date d'expiration",
			na: "Nationalité", au: "Autorité", se: "Sexe", he: "Taille", ad: "Adresse"}, "02/01/2006", "", "F", [2]string{"Française", "FRA"}},
		{"es", captions{su: "APELLIDOS", gi: "NOMBRE", nu: "NUM SOPORT", bd: "FECHA DE NACIMIENTO", bp: "LUGAR DE NACIMIENTO", is: "EMISIÓN", ex: "VALIDEZ",
			na: "NACIONALIDAD", au: "AUTORIDAD", se: "SEXO", he: "ESTATURA", ad: "DOMICILIO"}, "02 01 2006", "", "F", [2]string{"ESP", "ESP"}},
		{"it", captions{su: "COGNOME", gi: "NOME", nu: "NUMERO DOCUMENTO", bd: "DATA DI NASCITA", bp: "LUOGO DI NASCITA", is: "DATA DI RILASCIO", ex: "DATA DI SCADENZA",
			na: "CITTADINANZA", au: "AUTORITÀ", se: "SESSO", he: "STATURA", ad: "INDIRIZZO DI RESIDENZA"}, "02.01.2006", "", "F", [2]string{"ITA", "ITA"}},
		{"pt", captions{su: "APELIDO(S)", gi: "NOME(S)", nu: "N.º DOCUMENTO", bd: "DATA DE NASCIMENTO", bp: "LOCAL DE NASCIMENTO", is: "DATA DE EMISSÃO", ex: "DATA DE VALIDADE",
			na: "NACIONALIDADE", au: "ENTIDADE EMISSORA", se: "SEXO", he: "ALTURA", ad: "MORADA"}, "02 01 2006", "", "F", [2]string{"PRT", "PRT"}},
		{"nl", captions{su: "Naam", gi: "Voornamen", nu: "Documentnummer", bd: "Geboortedatum", bp: "Geboorteplaats", is: "Datum van afgifte", ex: "Geldig tot",
			na: "Nationaliteit", au: "Autoriteit", se: "Geslacht", he: "Lengte", ad: "Adres"}, "02 Jan 2006", "JAN FEB MRT APR MEI JUN JUL AUG SEP OKT NOV DEC", "V/F", [2]string{"Nederlandse", "NLD"}},
		{"pl", captions{su: "NAZWISKO", gi: "IMIONA", nu: "NUMER DOWODU OSOBISTEGO", bd: "DATA URODZENIA", bp: "MIEJSCE URODZENIA", is: "DATA WYDANIA", ex: "TERMIN WAŻNOŚCI",
			na: "OBYWATELSTWO", au: "ORGAN WYDAJĄCY", se: "PŁEĆ", he: "WZROST", ad: "ADRES"}, "02.01.2006", "", "K", [2]string{"POLSKIE", "POL"}},
		{"ro", captions{su: "Nume", gi: "Prenume", nu: "Seria și numărul", bd: "Data nașterii", bp: "Loc naștere", is: "Data emiterii", ex: "Data expirării",
			na: "Cetățenie", au: "Emisă de", se: "Sex", he: "Înălțime", ad: "Domiciliu"}, "02.01.2006", "", "F", [2]string{"Română", "ROU"}},
		{"sv", captions{su: "Efternamn", gi: "Förnamn", nu: "Kortnummer", bd: "Födelsedatum", bp: "Födelseort", is: "Utfärdat", ex: "Giltigt t.o.m.",
			na: "Nationalitet", au: "Myndighet", se: "Kön", he: "Längd", ad: "Adress"}, "2006-01-02", "", "F", [2]string{"Svensk", "SWE"}},
		{"da", captions{su: "Efternavn", gi: "Fornavne", nu: "Pasnummer", bd: "Fødselsdato", bp: "Fødested", is: "Udstedelsesdato", ex: "Gældende til",
			na: "Nationalitet", au: "Udstedende myndighed", se: "Køn", he: "Højde", ad: "Bopæl"}, "02.01.2006", "", "K/F", [2]string{"Dansk", "DNK"}},
		{"fi", captions{su: "Sukunimi", gi: "Etunimet", nu: "Kortin numero", bd: "Syntymäaika", bp: "Syntymäpaikka", is: "Myöntämispäivä", ex: "Voimassa",
			na: "Kansalaisuus", au: "Viranomainen", se: "Sukupuoli", he: "Pituus", ad: "Osoite"}, "02.01.2006", "", "N/F", [2]string{"FIN", "FIN"}},
		{"tr", captions{su: "Soyadı", gi: "Adı", nu: "Seri No", bd: "Doğum Tarihi", bp: "Doğum Yeri", is: "Veriliş Tarihi", ex: "Son Geçerlilik",
			na: "Uyruğu", au: "Veren Makam", se: "Cinsiyeti", he: "Boy", ad: "Adresi"}, "02.01.2006", "", "K / F", [2]string{"T.C./TUR", "TUR"}},
		{"sq", captions{su: "Mbiemri", gi: "Emri", nu: "Nr. letërnjoftimit", bd: "Datëlindja", bp: "Vendlindja", is: "Data e lëshimit", ex: "Data e skadimit",
			na: "Shtetësia", au: "Autoriteti", se: "Gjinia", he: "Gjatësia", ad: "Adresa"}, "02-01-2006", "", "F", [2]string{"Shqiptare/Albanian", "ALB"}},
		{"cs", captions{su: "Příjmení", gi: "Jméno", nu: "Číslo dokladu", bd: "Datum narození", bp: "Místo narození", is: "Datum vydání", ex: "Platnost do",
			na: "Státní občanství", au: "Vydal", se: "Pohlaví", he: "Výška", ad: "Trvalý pobyt"}, "02.01.2006", "", "F", [2]string{"Česká republika", "CZE"}},
		{"hu", captions{su: "Családi név", gi: "Utónév", nu: "Okmányazonosító", bd: "Születési idő", bp: "Születési hely", is: "Kiállítás dátuma", ex: "Érvényességi idő",
			na: "Állampolgárság", au: "Kiállító hatóság", se: "Nem", he: "Magasság", ad: "Lakcím"}, "2006.01.02.", "", "N/F", [2]string{"MAGYAR", "HUN"}},
		{"vi", captions{su: "Họ", gi: "Chữ đệm và tên", nu: "Số hộ chiếu", bd: "Ngày sinh", bp: "Nơi sinh", is: "Ngày cấp", ex: "Có giá trị đến",
			na: "Quốc tịch", au: "Nơi cấp", se: "Giới tính", he: "", ad: "Nơi thường trú"}, "02/01/2006", "", "Nữ", [2]string{"VIỆT NAM", "VNM"}},
	}
}

// rare are other wordings of the same fields; what failed on them was looked at, and mended.
func rare() []language {
	return []language{
		{"en", captions{su: "Surname of holder", gi: "First and middle names", nu: "Card Number", bd: "Birth Date", bp: "Birthplace", is: "Issued on", ex: "Expiry",
			na: "Citizenship", au: "Issued by", se: "Gender", he: "Height", ad: "Residential address"}, "January 2, 2006", "January February March April May June July August September October November December", "Female", [2]string{"Canadian", "CAN"}},
		{"de", captions{su: "Familienname", gi: "Vorname", nu: "Nr. des Ausweises", bd: "Geboren am", bp: "Geboren in", is: "Ausgestellt am", ex: "Gültig bis zum",
			na: "Nationalität", au: "Ausstellende Behörde", se: "Geschlecht", he: "Körpergröße", ad: "Wohnort"}, "2. January 2006", "Januar Februar März April Mai Juni Juli August September Oktober November Dezember", "weiblich", [2]string{"Österreich", "AUT"}},
		{"fr", captions{su: "Nom de famille", gi: "Prénoms", nu: "Carte n°", bd: "Né(e) le", bp: "Né(e) à", is: "Délivré le", ex: "Valable jusqu'au",
			na: "Nationalité", au: "Délivré par", se: "Sexe", he: "Taille", ad: "Domicile"}, "2 January 2006", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre", "Féminin", [2]string{"Belge", "BEL"}},
		{"es", captions{su: "Primer apellido", gi: "Nombres", nu: "Nº de pasaporte", bd: "Fecha nacimiento", bp: "Natural de", is: "Fecha de expedición", ex: "Fecha de caducidad",
			na: "Nacionalidad", au: "Oficina expedidora", se: "Sexo", he: "Talla", ad: "Dirección"}, "02 Jan 2006", "ENE FEB MAR ABR MAY JUN JUL AGO SEP OCT NOV DIC", "Mujer", [2]string{"MEXICANA", "MEX"}},
		{"pl", captions{su: "Nazwisko", gi: "Imię (imiona)", nu: "Nr paszportu", bd: "Data ur.", bp: "Miejsce ur.", is: "Wydano dnia", ex: "Data ważności",
			na: "Obywatelstwo", au: "Organ", se: "Płeć", he: "Wzrost", ad: "Miejsce zamieszkania"}, "2 January 2006", "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia", "K", [2]string{"Polska", "POL"}},
		{"pt", captions{su: "Sobrenome", gi: "Nome próprio", nu: "Passaporte nº", bd: "Data de nasc.", bp: "Naturalidade", is: "Data de expedição", ex: "Válido até",
			na: "Nacionalidade", au: "Órgão emissor", se: "Sexo", he: "Altura", ad: "Endereço"}, "02 Jan/Jan 2006", "JAN FEV MAR ABR MAI JUN JUL AGO SET OUT NOV DEZ", "F", [2]string{"BRASILEIRO(A)", "BRA"}},
	}
}

// fresh are wordings that were written down when all else was finished, and read once: what they fail at stays.
func fresh() []language {
	return []language{
		{"en", captions{su: "Last Name", gi: "First Name", nu: "ID Number", bd: "DOB", bp: "Place of birth", is: "Issue Date", ex: "Valid until",
			na: "Nat.", au: "Issuing authority", se: "Sex", he: "Hgt", ad: "Permanent address"}, "02 January 2006", "January February March April May June July August September October November December", "F", [2]string{"British", "GBR"}},
		{"de", captions{su: "Nachname", gi: "Vorname(n)", nu: "Dokumentennummer", bd: "Geb. am", bp: "Ort der Geburt", is: "Ausgabedatum", ex: "Gültigkeit bis",
			na: "Staatsbürgerschaft", au: "Ausstellungsbehörde", se: "Geschlecht", he: "Grösse", ad: "Adresse"}, "02.01.2006", "", "W", [2]string{"Österreich", "AUT"}},
		{"fr", captions{su: "NOM", gi: "Prénoms", nu: "Passeport n°", bd: "Date de naiss.", bp: "Lieu de naissance", is: "Date d'émission", ex: "Date d'expir.",
			na: "Nationalité", au: "Délivrée par", se: "Sexe", he: "Taille", ad: "Adresse"}, "02.01.2006", "", "F", [2]string{"Suisse", "CHE"}},
		{"es", captions{su: "Apellido", gi: "Nombre", nu: "Documento No.", bd: "Fecha de nac.", bp: "Lugar de nacimiento", is: "Fecha de emisión", ex: "Fecha de vencimiento",
			na: "Nacionalidad", au: "Autoridad expedidora", se: "Sexo", he: "Estatura", ad: "Domicilio"}, "02 Jan/Jan 2006", "ENE FEB MAR ABR MAY JUN JUL AGO SEP OCT NOV DIC", "F", [2]string{"ARGENTINA", "ARG"}},
		{"it", captions{su: "Cognome", gi: "Nome", nu: "Passaporto N.", bd: "Nato il", bp: "Comune di nascita", is: "Rilasciato il", ex: "Scadenza",
			na: "Cittadinanza", au: "Rilasciato da", se: "Sesso", he: "Statura", ad: "Residenza"}, "02 Jan/Jan 2006", "GEN FEB MAR APR MAG GIU LUG AGO SET OTT NOV DIC", "F", [2]string{"Italiana", "ITA"}},
		{"nl", captions{su: "Achternaam", gi: "Voornaam", nu: "Paspoortnummer", bd: "Geboren op", bp: "Plaats van geboorte", is: "Afgegeven op", ex: "Geldig t/m",
			na: "Nationaliteit", au: "Afgegeven door", se: "Geslacht", he: "Lengte", ad: "Woonplaats"}, "02-01-2006", "", "V/F", [2]string{"Nederlandse", "NLD"}},
		{"no", captions{su: "Etternavn", gi: "Fornavn", nu: "Passnummer", bd: "Fødselsdato", bp: "Fødested", is: "Utstedt", ex: "Gyldig til",
			na: "Statsborgerskap", au: "Utstedende myndighet", se: "Kjønn", he: "Høyde", ad: "Adresse"}, "02.01.2006", "", "K/F", [2]string{"NORSK", "NOR"}},
		{"ro", captions{su: "Nume de familie", gi: "Prenumele", nu: "Nr. document", bd: "Data și locul nașterii", bp: "", is: "Eliberat la", ex: "Valabil până la",
			na: "Cetățenia", au: "Eliberat de", se: "Sexul", he: "Înălțimea", ad: "Adresa"}, "02.01.2006", "", "F", [2]string{"Română", "ROU"}},
	}
}
