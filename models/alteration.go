package models

// Alteration is what all kinds of evidence together say about one page: was it edited?
type Alteration struct {
	Page   int             `json:"page"`    // as in PageInfo.Page
	P      float64         `json:"p_value"` // share of untouched pictures whose evidence together is as strong
	Groups []GroupEvidence `json:"groups"`  // strongest first; a group that measured nothing is not there
	// LikelihoodRatio bounds from above how much likelier the evidence is for an edited picture than for an untouched one.
	// It is never above what the calibration sets support. What it means also depends on how common edits are.
	LikelihoodRatio float64 `json:"likelihood_ratio_at_most"`
	Words           string  `json:"words"` // the ratio on the verbal scale of ENFSI (2015)
}

// GroupEvidence is what the checks of one evidence group say together.
type GroupEvidence struct {
	Group   Group    `json:"group"`
	P       float64  `json:"p_value"`
	Checks  []string `json:"checks"`  // that measured something, strongest first
	Suspect bool     `json:"suspect"` // a check of the group holds the picture suspect by its own threshold
	N       int      `json:"n"`       // pictures of the smallest set that it was held against
}
