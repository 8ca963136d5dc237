package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"loupe/models"
)

// Upload is what an account sends at once: one file, or the front and the back of a card. Its files are kept already.
type Upload struct {
	Account      models.Account
	Kind         models.Kind
	Side         models.Side // of the file; front when a back comes with it
	Claim        models.Claim
	Filename     string           // as declared; untrusted text
	DeclaredType string           // as declared; untrusted text
	Blob         models.Blob      // the file, from Keep
	Back         *models.BackFile // the back, from Keep; nil when one file was sent
}

// keys are the blobs of the upload's files.
func (u Upload) keys() []string {
	var keys []string
	if u.Blob.Key != "" {
		keys = append(keys, u.Blob.Key)
	}
	if u.Back != nil {
		keys = append(keys, u.Back.SHA256)
	}
	return keys
}

// maxAccount is the longest account reference, in characters.
const maxAccount = 200

// checked returns u in the form in which it is stored, or says what is wrong with it.
func (u Upload) checked() (Upload, error) {
	account := string(u.Account)
	switch {
	case strings.TrimSpace(account) == "":
		return u, &models.Error{Code: models.ErrInvalid, Reason: "account.missing", Field: "account", Message: "account is missing: send your own reference of the account that uploads"}
	case !utf8.ValidString(account) || strings.ContainsFunc(account, unicode.IsControl):
		return u, models.Invalidf("account", "account must be UTF-8 text without control characters")
	case utf8.RuneCountInString(account) > maxAccount:
		return u, models.Invalidf("account", "account has %d characters, the limit is %d", utf8.RuneCountInString(account), maxAccount)
	case u.Blob.Key == "":
		return u, &models.Error{Code: models.ErrInvalid, Reason: "file.missing", Field: "file", Message: "file is missing: send the picture as the part named file"}
	}
	if _, err := models.ParseKind(string(u.Kind)); err != nil {
		return u, err
	}
	if _, err := models.ParseSide(string(u.Side)); err != nil {
		return u, err
	}
	if u.Claim == nil {
		u.Claim = models.Claim{}
	}
	return u.withFront()
}

// withFront says that the file is the front when its back comes with it.
func (u Upload) withFront() (Upload, error) {
	switch {
	case u.Back == nil:
		return u, nil
	case u.Kind == models.KindProfilePhoto:
		return u, models.Invalidf("file_back", "kind %s has no back: send one file", u.Kind)
	case u.Side == models.SideBack:
		return u, models.Invalidf("side", "side is back, but the back comes as file_back: leave side out, or send one file")
	}
	u.Side = models.SideFront
	return u, nil
}

// digest is equal for equal requests only: who, what is claimed, how the files are declared, and their bytes.
func (u Upload) digest() (string, error) {
	canonical, err := json.Marshal(struct { // keys of a claim are sorted
		Account            models.Account
		Kind               models.Kind
		Side               models.Side
		Claim              models.Claim
		Filename, Declared string
		SHA256             string
		Back               *models.BackFile
	}{u.Account, u.Kind, u.Side, u.Claim, u.Filename, u.DeclaredType, u.Blob.Key, u.Back})
	if err != nil {
		return "", fmt.Errorf("digest of the request: %w", err)
	}
	sum := sha256.Sum256(canonical)
	return hex.EncodeToString(sum[:]), nil
}
