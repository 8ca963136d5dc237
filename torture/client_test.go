package torture_test

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"time"

	"loupe/models"
)

// upload is one file to be sent.
type upload struct {
	account, name string
	kind          models.Kind
	data          []byte
	wait          int // seconds
}

// answer is what came of an upload.
type answer struct {
	status int            // of the first answer
	code   string         // of a refusal
	detail string         // of a refusal
	report *models.Report // of an upload that was taken
	took   time.Duration  // to the first answer
	whole  time.Duration  // to the report
	shed   int            // times that the server asked to come back later
	err    error          // no answer came
}

// send uploads u and waits for its report. It comes back when the server says that it is busy.
func (s *server) send(u upload) (a answer) {
	body, media, err := form(u)
	if err != nil {
		return answer{err: err}
	}
	for {
		began := time.Now()
		resp, err := s.post(body, media, u.wait)
		if err != nil {
			a.err = err
			return a
		}
		a.status, a.took = resp.status, time.Since(began)
		if resp.status == http.StatusTooManyRequests || resp.status == http.StatusServiceUnavailable && resp.retry > 0 {
			if a.shed++; a.shed < 60 {
				time.Sleep(resp.retry)
				continue
			}
		}
		a.err = s.conclude(&a, resp)
		a.whole = time.Since(began)
		return a
	}
}

// response is a raw HTTP answer.
type response struct {
	status   int
	body     []byte
	location string
	retry    time.Duration
}

func (s *server) post(body []byte, media string, wait int) (response, error) {
	req, err := http.NewRequest(http.MethodPost, s.base+"/v1/submissions", bytes.NewReader(body))
	if err != nil {
		return response{}, err
	}
	req.Header.Set("Content-Type", media)
	req.Header.Set("Prefer", "wait="+strconv.Itoa(wait))
	return s.do(req)
}

func (s *server) do(req *http.Request) (response, error) {
	resp, err := s.client.Do(req)
	if err != nil {
		return response{}, err
	}
	defer resp.Body.Close() //nolint:errcheck // only read
	body, err := io.ReadAll(resp.Body)
	seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After")) // 0 when absent
	return response{resp.StatusCode, body, resp.Header.Get("Location"), time.Duration(seconds) * time.Second}, err
}

// conclude reads the refusal or the report, for which it comes back as long as readLimit allows.
func (s *server) conclude(a *answer, resp response) error {
	switch resp.status {
	case http.StatusCreated:
		return json.Unmarshal(resp.body, &a.report)
	case http.StatusAccepted:
		return s.await(a, resp.location)
	}
	var problem struct{ Code, Detail string }
	err := json.Unmarshal(resp.body, &problem)
	a.code, a.detail = problem.Code, problem.Detail
	return err
}

func (s *server) await(a *answer, location string) error {
	for end := time.Now().Add(readLimit); ; time.Sleep(100 * time.Millisecond) {
		req, err := http.NewRequest(http.MethodGet, s.base+strings.TrimSuffix(location, "/report")+"/report", nil)
		if err != nil {
			return err
		}
		resp, err := s.do(req)
		if err == nil && resp.status == http.StatusOK {
			return json.Unmarshal(resp.body, &a.report)
		}
		if err != nil || time.Now().After(end) {
			a.status = resp.status
			return err
		}
	}
}

func form(u upload) ([]byte, string, error) {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, f := range [][2]string{{"account", u.account}, {"kind", string(u.kind)}} {
		if err := w.WriteField(f[0], f[1]); err != nil {
			return nil, "", err
		}
	}
	part, err := w.CreateFormFile("file", u.name)
	if err != nil {
		return nil, "", err
	}
	if _, err := part.Write(u.data); err != nil {
		return nil, "", err
	}
	err = w.Close()
	return body.Bytes(), w.FormDataContentType(), err
}
