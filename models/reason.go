package models

import "sort"

// ReasonCode is one entry of the closed list of reasons. Each has one meaning; there is no "other".
type ReasonCode string

// The reason codes. Texts are in reasonTexts; a test holds the two lists together.
const (
	ReasonFileEmpty         ReasonCode = "file.empty"
	ReasonFileUnsupported   ReasonCode = "file.unsupported"
	ReasonFileTruncated     ReasonCode = "file.truncated"
	ReasonFileCorrupt       ReasonCode = "file.corrupt"
	ReasonFileTooLarge      ReasonCode = "file.too_large"
	ReasonFileTooManyPixels ReasonCode = "file.too_many_pixels"
	ReasonFileTooSmall      ReasonCode = "file.too_small"
	ReasonFileMultiPage     ReasonCode = "file.multi_page"
	ReasonFileTypeMismatch  ReasonCode = "file.type_mismatch"
	ReasonFileTrailingData  ReasonCode = "file.trailing_data"
	ReasonFileTooComplex    ReasonCode = "file.too_complex"
	ReasonFileEncrypted     ReasonCode = "file.encrypted"
	ReasonFileForeign       ReasonCode = "file.foreign_content"

	ReasonQualityLowResolution  ReasonCode = "quality.low_resolution"
	ReasonQualityFewPixels      ReasonCode = "quality.few_pixels"
	ReasonQualityBlur           ReasonCode = "quality.blur"
	ReasonQualityDark           ReasonCode = "quality.too_dark"
	ReasonQualityBright         ReasonCode = "quality.too_bright"
	ReasonQualityLowContrast    ReasonCode = "quality.low_contrast"
	ReasonQualityCompression    ReasonCode = "quality.over_compressed"
	ReasonQualityTextUnreadable ReasonCode = "quality.text_unreadable"
	ReasonQualityMotionBlur     ReasonCode = "quality.motion_blur"
	ReasonQualityGlare          ReasonCode = "quality.glare"
	ReasonQualityCutOff         ReasonCode = "quality.cut_off"
	ReasonQualityTooFar         ReasonCode = "quality.too_small_in_frame"
	ReasonQualityTilted         ReasonCode = "quality.tilted"
	ReasonQualitySmallText      ReasonCode = "quality.small_text"
	ReasonQualityUpscaled       ReasonCode = "quality.upscaled"
	ReasonQualityGreyCopy       ReasonCode = "quality.grey_copy"
	ReasonQualityScreen         ReasonCode = "quality.screen_recapture"
	ReasonQualityScreenshot     ReasonCode = "quality.screenshot"

	ReasonMetadataEditor    ReasonCode = "metadata.editor_software"
	ReasonMetadataDates     ReasonCode = "metadata.date_conflict"
	ReasonMetadataThumbnail ReasonCode = "metadata.thumbnail_mismatch"

	ReasonMetadataTables ReasonCode = "metadata.tables_mismatch"

	ReasonProvenanceGenerator ReasonCode = "provenance.generator"
	ReasonProvenanceEditor    ReasonCode = "provenance.editor"
	ReasonProvenanceBroken    ReasonCode = "provenance.manifest_broken"
	ReasonProvenanceUpdated   ReasonCode = "provenance.pdf_updated"

	ReasonCompressionELA    ReasonCode = "compression.ela_hotspot"
	ReasonCompressionGrid   ReasonCode = "compression.grid_mismatch"
	ReasonCompressionRegion ReasonCode = "compression.history_mismatch"

	ReasonContentCopyMove  ReasonCode = "content.copy_move"
	ReasonContentNoise     ReasonCode = "content.noise_mismatch"
	ReasonContentText      ReasonCode = "content.text_edited"
	ReasonContentPortrait  ReasonCode = "content.portrait_edited"
	ReasonContentSeam      ReasonCode = "content.pasted_edge"
	ReasonContentResampled ReasonCode = "content.resampled_region"
	ReasonContentDigital   ReasonCode = "content.born_digital"
	ReasonContentAltered   ReasonCode = "content.likely_altered"

	ReasonDataMRZCheckDigit ReasonCode = "data.mrz_check_digit"
	ReasonDataContradiction ReasonCode = "data.contradiction"
	ReasonDataClaimMismatch ReasonCode = "data.claim_mismatch"
	ReasonDataDates         ReasonCode = "data.impossible_dates"
	ReasonDataExpired       ReasonCode = "data.expired"
	ReasonDataNumberFormat  ReasonCode = "data.number_format"
	ReasonDataSpecimen      ReasonCode = "data.specimen"
	ReasonDataUnknownIssuer ReasonCode = "data.unknown_issuer"
	ReasonDataUnlisted      ReasonCode = "data.institution_not_listed"

	ReasonReuseSameFile      ReasonCode = "reuse.same_file"
	ReasonReuseSameCapture   ReasonCode = "reuse.same_capture"
	ReasonReuseNearDuplicate ReasonCode = "reuse.near_duplicate"
	ReasonReuseSamePortrait  ReasonCode = "reuse.same_portrait"
	ReasonReuseSameNumber    ReasonCode = "reuse.same_document_number"
	ReasonReuseSameIdentity  ReasonCode = "reuse.same_identity"
	ReasonReuseConflict      ReasonCode = "reuse.conflict"
	ReasonReuseKnownBad      ReasonCode = "reuse.known_bad"

	ReasonSystemCheckFailed      ReasonCode = "system.check_failed"
	ReasonSystemCheckUnavailable ReasonCode = "system.check_unavailable"
	ReasonSystemExamination      ReasonCode = "system.examination_failed"
	ReasonSystemReuse            ReasonCode = "system.reuse_not_searched"
)

// ReasonText is what a reason code means, for whom, and whether another picture would help.
type ReasonText struct {
	Code         ReasonCode `json:"code"`
	ReviewerText string     `json:"reviewer_text"`
	UserText     string     `json:"user_text"` // may be shown to the person who uploaded; gives a forger no recipe
	Severity     Severity   `json:"severity"`
	Retryable    bool       `json:"retryable"`
}

const neutralUserText = "We need a closer look at this picture. You do not have to do anything now."

// reasonTexts is the closed list. Order is the order of the documentation.
func reasonTexts() []ReasonText {
	return []ReasonText{
		{ReasonFileEmpty, "The file has no bytes.", "The file is empty. Please choose the picture again.", SeverityWarn, true},
		{ReasonFileUnsupported, "The content is not a picture format that we read.", "Please upload a JPEG, PNG, HEIC or PDF file.", SeverityWarn, true},
		{ReasonFileTruncated, "The file ends before the picture does.", "The upload is incomplete. Please upload the picture again.", SeverityWarn, true},
		{ReasonFileCorrupt, "The file is damaged and cannot be decoded.", "The file is damaged. Please take or export the picture again.", SeverityWarn, true},
		{ReasonFileTooLarge, "The file has more bytes than the limit.", "The file is too large. Please upload a smaller file.", SeverityWarn, true},
		{ReasonFileTooManyPixels, "The picture has more pixels than the limit.", "The picture has too many pixels. Please upload a smaller one.", SeverityWarn, true},
		{ReasonFileTooSmall, "The picture has too few pixels to hold anything.", "The picture is too small. Please upload the original picture.", SeverityWarn, true},
		{ReasonFileMultiPage, "The file holds more pages than the limit.", "The file has too many pages. Please upload only the pages that are needed.", SeverityWarn, true},
		{ReasonFileTypeMismatch, "The content is of another type than the name or declared type says.", "Please upload the original file.", SeverityInfo, true},
		{ReasonFileTrailingData, "Bytes follow the end of the picture.", neutralUserText, SeverityInfo, false},
		{ReasonFileTooComplex, "The file's structure exceeds a limit: scans, chunks, metadata, or what unfolds from a byte.", "We cannot open this file. Please take or export the picture again.", SeverityWarn, true},
		{ReasonFileEncrypted, "The file is protected by a password.", "The file is protected by a password. Please upload it without one.", SeverityWarn, true},
		{ReasonFileForeign, "The file is a picture and something else at once: an archive, a program or a script is inside or after it.", neutralUserText, SeverityWarn, false},

		{ReasonQualityLowResolution, "Too few pixels to judge the picture.", "The picture is too small to read. Please move closer or use a better camera setting.", SeverityWarn, true},
		{ReasonQualityFewPixels, "The picture has few pixels; what stands on it could be read.", "The picture is small, and we could read it. You do not have to do anything now.", SeverityInfo, true},
		{ReasonQualityBlur, "The picture is out of focus or moved.", "The picture is blurred. Please hold the camera still and let it focus.", SeverityWarn, true},
		{ReasonQualityDark, "The picture is too dark to judge.", "The picture is too dark. Please take it in better light.", SeverityWarn, true},
		{ReasonQualityBright, "The picture is over-exposed.", "The picture is too bright. Please avoid direct light and flash.", SeverityWarn, true},
		{ReasonQualityLowContrast, "The picture has too little contrast to judge.", "The picture looks washed out. Please take it in even light.", SeverityWarn, true},
		{ReasonQualityCompression, "Compression has destroyed the detail that the checks need.", "The picture was compressed too strongly. Please upload the original file.", SeverityWarn, true},
		{ReasonQualityTextUnreadable, "No text could be read with confidence.", "We cannot read the text. Please take a sharp picture that fills the frame.", SeverityWarn, true},
		{ReasonQualityMotionBlur, "The camera moved while the picture was taken.", "The picture is shaken. Please hold the phone still, or lay the document down, and take it again.", SeverityWarn, true},
		{ReasonQualityGlare, "Light reflects on the document and hides a part of it.", "Light reflects on the document. Please turn it away from lamps and windows, switch the flash off, and take the picture again.", SeverityWarn, true},
		{ReasonQualityCutOff, "A part of the document lies outside the picture.", "A part of the document is cut off. Please take the picture again with all four corners in it.", SeverityWarn, true},
		{ReasonQualityTooFar, "The document fills too little of the picture.", "The document is too small in the picture. Please come closer, so that it fills most of the frame.", SeverityWarn, true},
		{ReasonQualityTilted, "The document was photographed at a steep angle.", "The document is seen from the side. Please hold the phone straight above it.", SeverityWarn, true},
		{ReasonQualitySmallText, "The text is too small in pixels to be read with certainty.", "The text is too small. Please come closer, or scan the document with a higher resolution.", SeverityWarn, true},
		{ReasonQualityUpscaled, "The picture was enlarged: it has more pixels than detail.", "The picture has less detail than its size promises. Please upload the original picture.", SeverityWarn, true},
		{ReasonQualityGreyCopy, "The document has no colour: a photocopy, or a picture made grey.", "The picture has no colour. Please photograph the original document in colour.", SeverityWarn, true},
		{ReasonQualityScreen, "The document was photographed from a screen.", "This looks like a picture of a screen. Please photograph the original document.", SeverityWarn, true},
		{ReasonQualityScreenshot, "The picture is a screenshot.", "This is a screenshot. Please upload a photograph or scan of the document itself.", SeverityWarn, true},

		{ReasonMetadataEditor, "The file says that editing software wrote it.", neutralUserText, SeverityWarn, false},
		{ReasonMetadataDates, "The dates in the file's metadata contradict each other.", neutralUserText, SeverityInfo, false},
		{ReasonMetadataThumbnail, "The embedded thumbnail shows another picture than the file.", neutralUserText, SeverityHigh, false},

		{ReasonMetadataTables, "The file's compression tables are not those of the camera that it names: another program has saved it.", neutralUserText, SeverityInfo, false},

		{ReasonProvenanceGenerator, "The file says of itself that an image generator made it or a part of it.", neutralUserText, SeverityHigh, false},
		{ReasonProvenanceEditor, "The file carries the traces of an editing program.", neutralUserText, SeverityWarn, false},
		{ReasonProvenanceBroken, "The file's provenance manifest does not fit the picture: it was changed after it was signed.", neutralUserText, SeverityHigh, false},
		{ReasonProvenanceUpdated, "The PDF was changed after it was written.", neutralUserText, SeverityWarn, false},

		{ReasonCompressionELA, "A region's compression error stands out against its peers.", neutralUserText, SeverityWarn, false},
		{ReasonCompressionGrid, "A region lies on another compression grid than the picture, or on none.", neutralUserText, SeverityWarn, false},
		{ReasonCompressionRegion, "A region was compressed another number of times, or otherwise, than the picture.", neutralUserText, SeverityWarn, false},

		{ReasonContentCopyMove, "A part of the picture is a copy of another part.", neutralUserText, SeverityWarn, false},
		{ReasonContentNoise, "A region's noise is not that of its surroundings.", neutralUserText, SeverityWarn, false},
		{ReasonContentText, "A piece of text stands out against the document's other text.", neutralUserText, SeverityWarn, false},
		{ReasonContentPortrait, "The portrait was processed otherwise than what surrounds it.", neutralUserText, SeverityWarn, false},
		{ReasonContentSeam, "A rectangle has hard sides that run exactly along the pixels' rows and columns, as what is pasted has.", neutralUserText, SeverityWarn, false},
		{ReasonContentResampled, "A region was enlarged or turned before it was put in place.", neutralUserText, SeverityWarn, false},
		{ReasonContentDigital, "The picture was never photographed or scanned: it is a digital original.", neutralUserText, SeverityInfo, false},
		{ReasonContentAltered, "Independent kinds of evidence say that the picture was altered.", neutralUserText, SeverityHigh, false},

		{ReasonDataMRZCheckDigit, "A check digit of the machine readable zone does not agree.", "The machine readable zone could not be confirmed. Please upload a sharper picture.", SeverityWarn, true},
		{ReasonDataContradiction, "The document contradicts itself: two places state different values.", neutralUserText, SeverityHigh, false},
		{ReasonDataClaimMismatch, "The document states something else than the account.", "What you entered and what the document states differ. Please check what you entered.", SeverityHigh, false},
		{ReasonDataDates, "The document's dates cannot all be true.", neutralUserText, SeverityHigh, false},
		{ReasonDataExpired, "The document had expired when it was uploaded.", "The document has expired. Please upload one that is valid.", SeverityWarn, false},
		{ReasonDataNumberFormat, "A number does not have the form that the document's issuer or standard gives it.", neutralUserText, SeverityWarn, false},
		{ReasonDataSpecimen, "The document bears the words or the number of a published specimen.", neutralUserText, SeverityHigh, false},
		{ReasonDataUnknownIssuer, "The machine readable zone or barcode names a state that no standard lists.", neutralUserText, SeverityWarn, false},
		{ReasonDataUnlisted, "The institution is not on the operator's list.", neutralUserText, SeverityInfo, false},

		{ReasonReuseSameFile, "The same picture was uploaded on another account.", neutralUserText, SeverityHigh, false},
		{ReasonReuseSameCapture, "The same capture, with parts changed, was uploaded on another account.", neutralUserText, SeverityHigh, false},
		{ReasonReuseNearDuplicate, "The same picture, re-saved, resized or turned, was uploaded on another account.", neutralUserText, SeverityHigh, false},
		{ReasonReuseSamePortrait, "The same picture of a face was uploaded on another account.", neutralUserText, SeverityHigh, false},
		{ReasonReuseSameNumber, "A document with the same number was uploaded on another account.", neutralUserText, SeverityHigh, false},
		{ReasonReuseSameIdentity, "A document of a person with the same name and date of birth was uploaded on another account.", neutralUserText, SeverityWarn, false},
		{ReasonReuseConflict, "What two accounts share stands under different names, numbers or faces.", neutralUserText, SeverityHigh, false},
		{ReasonReuseKnownBad, "What was uploaded is tied to a known forgery.", neutralUserText, SeverityHigh, false},

		{ReasonSystemCheckFailed, "A required check failed on our side; it has not looked at the picture.", neutralUserText, SeverityWarn, false},
		{ReasonSystemCheckUnavailable, "A required check lacked something it needs; it has not looked at the picture.", neutralUserText, SeverityWarn, false},
		{ReasonSystemExamination, "The examination did not finish.", neutralUserText, SeverityWarn, false},
		{ReasonSystemReuse, "The search for reuse did not finish.", neutralUserText, SeverityWarn, false},
	}
}

// ReasonTexts returns the whole closed list with its texts, in the order of the documentation.
func ReasonTexts() []ReasonText { return reasonTexts() }

// Text returns the texts of c; ok is false for a word that is not in the list.
func (c ReasonCode) Text() (text ReasonText, ok bool) {
	for _, t := range reasonTexts() {
		if t.Code == c {
			return t, true
		}
	}
	return ReasonText{}, false
}

// Known reports whether c is in the closed list.
func (c ReasonCode) Known() bool {
	_, ok := c.Text()
	return ok
}

// NewReason builds the reason shown for code c, found by check. An empty message falls back to the list's text.
// An unknown code panics: it is a programming error that no input can cause.
func NewReason(c ReasonCode, check, message string) Reason {
	t, ok := c.Text()
	if !ok {
		panic("models: reason code " + string(c) + " is not in the closed list")
	}
	if message == "" {
		message = t.ReviewerText
	}
	return Reason{Code: c, Check: check, Message: message, UserMessage: t.UserText, Severity: t.Severity, Retryable: t.Retryable}
}

// SortReasons orders reasons by severity, then code, so that equal inputs give equal reports.
func SortReasons(reasons []Reason) {
	rank := map[Severity]int{SeverityHigh: 0, SeverityWarn: 1, SeverityInfo: 2}
	sort.SliceStable(reasons, func(i, j int) bool {
		if rank[reasons[i].Severity] != rank[reasons[j].Severity] {
			return rank[reasons[i].Severity] < rank[reasons[j].Severity]
		}
		return reasons[i].Code < reasons[j].Code
	})
}
