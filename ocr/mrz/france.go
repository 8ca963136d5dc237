package mrz

import "loupe/models"

// frenchID is the French national identity card issued from 1988 to 2021 (decree 55-1397 as amended): 2 lines of 36 that
// are no TD2. Read as a TD2, every genuine card would contradict its check digits. The card of 2021 is a TD1, so 36
// characters beginning with IDFRA are always this one. It states no expiry date.
func frenchID() layout {
	return layout{
		kind: models.MRZTypeTD2, initial: "I", lines: 2, width: 36,
		fields: []field{
			{FieldDocumentCode, span{0, 0, 2}, letters}, {FieldIssuer, span{0, 2, 5}, letters},
			{FieldSurname, span{0, 5, 30}, letters}, {FieldOptionalData, span{0, 30, 36}, mixed},
			{FieldDocumentNumber, span{1, 0, 12}, mixed}, {FieldGivenNames, span{1, 13, 27}, letters},
			{FieldBirthDate, span{1, 27, 33}, digits}, {FieldSex, span{1, 34, 35}, sexes},
		},
		checks: []check{
			{name: FieldDocumentNumber, at: span{1, 12, 13}, over: []span{{1, 0, 12}}},
			{name: FieldBirthDate, at: span{1, 33, 34}, over: []span{{1, 27, 33}}},
			{name: CheckComposite, at: span{1, 35, 36}, over: []span{{0, 0, 36}, {1, 0, 35}}},
		},
	}
}

const frenchMark = "IDFRA"
