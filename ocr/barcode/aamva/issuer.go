package aamva

import "strings"

// Issuer is a jurisdiction that issues licences.
type Issuer struct {
	IIN     string
	Code    string // two letters, as in DAJ
	Name    string
	Country string // ISO 3166-1 alpha-3
}

// Issuers returns all that the AAMVA has given a number.
func Issuers() []Issuer {
	const usa, can, mex = "USA", "CAN", "MEX"
	return []Issuer{
		{"604426", "PE", "Prince Edward Island", can}, {"604427", "AS", "American Samoa", usa}, {"604428", "QC", "Quebec", can},
		{"604429", "YT", "Yukon", can}, {"604430", "MP", "Northern Mariana Islands", usa}, {"604431", "PR", "Puerto Rico", usa},
		{"604432", "AB", "Alberta", can}, {"604433", "NU", "Nunavut", can}, {"604434", "NT", "Northwest Territories", can},
		{"636000", "VA", "Virginia", usa}, {"636001", "NY", "New York", usa}, {"636002", "MA", "Massachusetts", usa},
		{"636003", "MD", "Maryland", usa}, {"636004", "NC", "North Carolina", usa}, {"636005", "SC", "South Carolina", usa},
		{"636006", "CT", "Connecticut", usa}, {"636007", "LA", "Louisiana", usa}, {"636008", "MT", "Montana", usa},
		{"636009", "NM", "New Mexico", usa}, {"636010", "FL", "Florida", usa}, {"636011", "DE", "Delaware", usa},
		{"636012", "ON", "Ontario", can}, {"636013", "NS", "Nova Scotia", can}, {"636014", "CA", "California", usa},
		{"636015", "TX", "Texas", usa}, {"636016", "NL", "Newfoundland and Labrador", can}, {"636017", "NB", "New Brunswick", can},
		{"636018", "IA", "Iowa", usa}, {"636019", "GU", "Guam", usa}, {"636020", "CO", "Colorado", usa},
		{"636021", "AR", "Arkansas", usa}, {"636022", "KS", "Kansas", usa}, {"636023", "OH", "Ohio", usa},
		{"636024", "VT", "Vermont", usa}, {"636025", "PA", "Pennsylvania", usa}, {"636026", "AZ", "Arizona", usa},
		{"636027", "", "U.S. Department of State", usa}, {"636028", "BC", "British Columbia", can}, {"636029", "OR", "Oregon", usa},
		{"636030", "MO", "Missouri", usa}, {"636031", "WI", "Wisconsin", usa}, {"636032", "MI", "Michigan", usa},
		{"636033", "AL", "Alabama", usa}, {"636034", "ND", "North Dakota", usa}, {"636035", "IL", "Illinois", usa},
		{"636036", "NJ", "New Jersey", usa}, {"636037", "IN", "Indiana", usa}, {"636038", "MN", "Minnesota", usa},
		{"636039", "NH", "New Hampshire", usa}, {"636040", "UT", "Utah", usa}, {"636041", "ME", "Maine", usa},
		{"636042", "SD", "South Dakota", usa}, {"636043", "DC", "District of Columbia", usa}, {"636044", "SK", "Saskatchewan", can},
		{"636045", "WA", "Washington", usa}, {"636046", "KY", "Kentucky", usa}, {"636047", "HI", "Hawaii", usa},
		{"636048", "MB", "Manitoba", can}, {"636049", "NV", "Nevada", usa}, {"636050", "ID", "Idaho", usa},
		{"636051", "MS", "Mississippi", usa}, {"636052", "RI", "Rhode Island", usa}, {"636053", "TN", "Tennessee", usa},
		{"636054", "NE", "Nebraska", usa}, {"636055", "GA", "Georgia", usa}, {"636056", "CU", "Coahuila", mex},
		{"636057", "HL", "Hidalgo", mex}, {"636058", "OK", "Oklahoma", usa}, {"636059", "AK", "Alaska", usa},
		{"636060", "WY", "Wyoming", usa}, {"636061", "WV", "West Virginia", usa}, {"636062", "VI", "Virgin Islands", usa},
	}
}

// issuer finds the issuer by its number, else by the jurisdiction of the holder's address; it is empty when neither is known.
func issuer(iin, jurisdiction string) Issuer {
	var byCode Issuer
	for _, i := range Issuers() {
		if i.IIN == iin {
			return i
		}
		if jurisdiction != "" && i.Code == jurisdiction {
			byCode = i
		}
	}
	byCode.IIN = iin
	return byCode
}

// country is what DCG says when that is a country's code, else the issuer's.
func country(dcg string, i Issuer) string {
	switch dcg = strings.ToUpper(stated(dcg)); {
	case dcg == "US":
		return "USA"
	case dcg == "CA":
		return "CAN"
	case len(dcg) == 3 && strings.Trim(dcg, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "":
		return dcg
	}
	return i.Country
}
