package main_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"
	"time"

	"loupe/models"
)

// binary is the real program, built once for all tests of this package.
var binary string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "loupe-program-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(dir, "loupe")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		panic(string(out))
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// run runs the program to its end and returns what it printed.
func run(t *testing.T, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err = cmd.Run()
	return out.String(), errs.String(), err
}

// server is the real program, serving.
type server struct {
	cmd  *exec.Cmd
	base string
}

func startServer(t *testing.T, data string, args ...string) *server {
	t.Helper()
	cmd := exec.Command(binary, append([]string{"serve", "--addr", "127.0.0.1:0", "--data", data}, args...)...)
	pipe, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s := &server{cmd: cmd}
	t.Cleanup(s.kill)
	lines := bufio.NewScanner(pipe)
	address := regexp.MustCompile(`serves on (http://[0-9.:]+)`)
	for lines.Scan() {
		if m := address.FindStringSubmatch(lines.Text()); m != nil {
			s.base = m[1]
			go func() { _, _ = io.Copy(io.Discard, pipe) }()
			return s
		}
		t.Log(lines.Text())
	}
	t.Fatal("the server ended before it served")
	return nil
}

// kill is kill -9: nothing is flushed, nobody is told.
func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

// stop asks the server to end and waits for it.
func (s *server) stop(t *testing.T) {
	t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- s.cmd.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			t.Errorf("the server ended with %v", err)
		}
	case <-time.After(30 * time.Second):
		t.Error("the server did not end")
		s.kill()
	}
}

type answer struct {
	status   int
	header   http.Header
	body     []byte
	location string
}

func (a answer) report(t *testing.T) models.Report {
	t.Helper()
	var r models.Report
	if a.status != http.StatusCreated {
		t.Fatalf("answer %d: %s", a.status, a.body)
	}
	a.decode(t, &r)
	return r
}

func (a answer) decode(t *testing.T, into any) {
	t.Helper()
	if err := json.Unmarshal(a.body, into); err != nil {
		t.Fatalf("%v in %s", err, a.body)
	}
}

// upload sends a multipart form; fields in order, the file last.
func (s *server) upload(t *testing.T, fields [][2]string, name string, file []byte, wait string) answer {
	t.Helper()
	body, media := multipartBody(t, fields, name, file)
	return s.do(t, http.MethodPost, "/v1/submissions", body, "Content-Type", media, "Prefer", "wait="+wait)
}

func (s *server) do(t *testing.T, method, path string, body io.Reader, headers ...string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.base+path, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer resp.Body.Close() //nolint:errcheck // only read
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, data, resp.Header.Get("Location")}
}

func (s *server) get(t *testing.T, path string) answer {
	return s.do(t, http.MethodGet, path, nil)
}

func form(account, kind string) [][2]string { return [][2]string{{"account", account}, {"kind", kind}} }

func multipartForm(t *testing.T, account string, file []byte) (io.Reader, string) {
	t.Helper()
	return multipartBody(t, form(account, "profile_photo"), "photo.jpg", file)
}

// multipartBody builds a form; a file without a name is left out.
func multipartBody(t *testing.T, fields [][2]string, name string, file []byte) (io.Reader, string) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, f := range fields {
		if err := form.WriteField(f[0], f[1]); err != nil {
			t.Fatal(err)
		}
	}
	if name != "" {
		part, err := form.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(file); err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	return &body, form.FormDataContentType()
}
