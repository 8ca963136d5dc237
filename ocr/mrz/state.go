package mrz

import "strings"

// State returns the English name of a code for an issuing state or organization or a nationality, and whether the code is in
// the closed list of ICAO 9303-3, section 5: ISO 3166-1 alpha-3 and the codes of part B to D of that section. Fillers at the
// end of code are ignored: "D<<" is "D". AAA to AAZ, which ISO 3166 assigns to nobody, are specimens.
func State(code string) (name string, known bool) {
	code = strings.TrimRight(code, "<")
	if code != "D" && len(code) != 3 {
		return "", false
	}
	for i := range len(code) {
		if code[i] < 'A' || code[i] > 'Z' {
			return "", false
		}
	}
	if strings.HasPrefix(code, "AA") {
		return "Specimen", true
	}
	_, rest, known := strings.Cut(states, "|"+code+" ")
	name, _, _ = strings.Cut(rest, "|")
	return name, known
}

// states holds the codes in their order, each between bars with its name.
const states = "|ABW Aruba|AFG Afghanistan|AGO Angola|AIA Anguilla|ALA Åland Islands|ALB Albania|AND Andorra|ARE United Arab Emirates|" +
	"ARG Argentina|ARM Armenia|ASM American Samoa|ATA Antarctica|ATF French Southern Territories|ATG Antigua and Barbuda|" +
	"AUS Australia|AUT Austria|AZE Azerbaijan|BDI Burundi|BEL Belgium|BEN Benin|BES Bonaire, Sint Eustatius and Saba|" +
	"BFA Burkina Faso|BGD Bangladesh|BGR Bulgaria|BHR Bahrain|BHS Bahamas|BIH Bosnia and Herzegovina|BLM Saint Barthélemy|" +
	"BLR Belarus|BLZ Belize|BMU Bermuda|BOL Bolivia|BRA Brazil|BRB Barbados|BRN Brunei Darussalam|BTN Bhutan|" +
	"BVT Bouvet Island|BWA Botswana|CAF Central African Republic|CAN Canada|CCK Cocos (Keeling) Islands|CHE Switzerland|" +
	"CHL Chile|CHN China|CIV Côte d'Ivoire|CMR Cameroon|COD Congo (Democratic Republic)|COG Congo|COK Cook Islands|" +
	"COL Colombia|COM Comoros|CPV Cabo Verde|CRI Costa Rica|CUB Cuba|CUW Curaçao|CXR Christmas Island|CYM Cayman Islands|" +
	"CYP Cyprus|CZE Czechia|D Germany|DEU Germany|DJI Djibouti|DMA Dominica|DNK Denmark|DOM Dominican Republic|DZA Algeria|" +
	"ECU Ecuador|EGY Egypt|ERI Eritrea|ESH Western Sahara|ESP Spain|EST Estonia|ETH Ethiopia|EUE European Union|" +
	"FIN Finland|FJI Fiji|FLK Falkland Islands (Malvinas)|FRA France|FRO Faroe Islands|FSM Micronesia|GAB Gabon|" +
	"GBD British Overseas Territories citizen|GBN British National (Overseas)|GBO British Overseas citizen|" +
	"GBP British protected person|GBR United Kingdom|GBS British subject|GEO Georgia|GGY Guernsey|GHA Ghana|GIB Gibraltar|" +
	"GIN Guinea|GLP Guadeloupe|GMB Gambia|GNB Guinea-Bissau|GNQ Equatorial Guinea|GRC Greece|GRD Grenada|GRL Greenland|" +
	"GTM Guatemala|GUF French Guiana|GUM Guam|GUY Guyana|HKG Hong Kong|HMD Heard Island and McDonald Islands|HND Honduras|" +
	"HRV Croatia|HTI Haiti|HUN Hungary|IDN Indonesia|IMN Isle of Man|IND India|IOT British Indian Ocean Territory|" +
	"IRL Ireland|IRN Iran|IRQ Iraq|ISL Iceland|ISR Israel|ITA Italy|JAM Jamaica|JEY Jersey|JOR Jordan|JPN Japan|" +
	"KAZ Kazakhstan|KEN Kenya|KGZ Kyrgyzstan|KHM Cambodia|KIR Kiribati|KNA Saint Kitts and Nevis|KOR Korea (Republic)|" +
	"KWT Kuwait|LAO Laos|LBN Lebanon|LBR Liberia|LBY Libya|LCA Saint Lucia|LIE Liechtenstein|LKA Sri Lanka|LSO Lesotho|" +
	"LTU Lithuania|LUX Luxembourg|LVA Latvia|MAC Macao|MAF Saint Martin (French part)|MAR Morocco|MCO Monaco|MDA Moldova|" +
	"MDG Madagascar|MDV Maldives|MEX Mexico|MHL Marshall Islands|MKD North Macedonia|MLI Mali|MLT Malta|MMR Myanmar|" +
	"MNE Montenegro|MNG Mongolia|MNP Northern Mariana Islands|MOZ Mozambique|MRT Mauritania|MSR Montserrat|MTQ Martinique|" +
	"MUS Mauritius|MWI Malawi|MYS Malaysia|MYT Mayotte|NAM Namibia|NCL New Caledonia|NER Niger|NFK Norfolk Island|" +
	"NGA Nigeria|NIC Nicaragua|NIU Niue|NLD Netherlands|NOR Norway|NPL Nepal|NRU Nauru|NTZ Neutral Zone|NZL New Zealand|" +
	"OMN Oman|PAK Pakistan|PAN Panama|PCN Pitcairn|PER Peru|PHL Philippines|PLW Palau|PNG Papua New Guinea|POL Poland|" +
	"PRI Puerto Rico|PRK Korea (Democratic People's Republic)|PRT Portugal|PRY Paraguay|PSE Palestine|PYF French Polynesia|" +
	"QAT Qatar|REU Réunion|RKS Kosovo|ROU Romania|RUS Russian Federation|RWA Rwanda|SAU Saudi Arabia|SDN Sudan|SEN Senegal|" +
	"SGP Singapore|SGS South Georgia and the South Sandwich Islands|SHN Saint Helena, Ascension and Tristan da Cunha|" +
	"SJM Svalbard and Jan Mayen|SLB Solomon Islands|SLE Sierra Leone|SLV El Salvador|SMR San Marino|SOM Somalia|" +
	"SPM Saint Pierre and Miquelon|SRB Serbia|SSD South Sudan|STP Sao Tome and Principe|SUR Suriname|SVK Slovakia|" +
	"SVN Slovenia|SWE Sweden|SWZ Eswatini|SXM Sint Maarten (Dutch part)|SYC Seychelles|SYR Syria|" +
	"TCA Turks and Caicos Islands|TCD Chad|TGO Togo|THA Thailand|TJK Tajikistan|TKL Tokelau|TKM Turkmenistan|" +
	"TLS Timor-Leste|TON Tonga|TTO Trinidad and Tobago|TUN Tunisia|TUR Türkiye|TUV Tuvalu|TWN Taiwan|TZA Tanzania|" +
	"UGA Uganda|UKR Ukraine|UMI United States Minor Outlying Islands|UNA United Nations specialized agency|" +
	"UNK United Nations Interim Administration Mission in Kosovo|UNO United Nations|URY Uruguay|USA United States|" +
	"UTO Utopia (specimen)|UZB Uzbekistan|VAT Holy See|VCT Saint Vincent and the Grenadines|VEN Venezuela|" +
	"VGB Virgin Islands (British)|VIR Virgin Islands (U.S.)|VNM Vietnam|VUT Vanuatu|WLF Wallis and Futuna|WSM Samoa|" +
	"XBA African Development Bank|XCC Caribbean Community|XCE Council of Europe|" +
	"XCO Common Market for Eastern and Southern Africa|XDC Southern African Development Community|" +
	"XEC Economic Community of West African States|XES Organization of Eastern Caribbean States|" +
	"XIM African Export-Import Bank|XMP Parliamentary Assembly of the Mediterranean|XOM Sovereign Military Order of Malta|" +
	"XPO Interpol|XXA Stateless person|XXB Refugee (1951 Convention)|XXC Refugee (other)|" +
	"XXX Person of unspecified nationality|YEM Yemen|ZAF South Africa|ZIM Zimbabwe (former code)|ZMB Zambia|ZWE Zimbabwe|"
