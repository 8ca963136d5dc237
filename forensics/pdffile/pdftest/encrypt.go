package pdftest

import (
	"crypto/md5"
	"crypto/rc4"
	"encoding/binary"
	"fmt"
)

// Encryption encrypts a document with the standard security handler, revision 2, RC4 with 40 bits (7.6.3).
type Encryption struct {
	User, Owner string // passwords; an empty User opens without asking
}

const (
	permissions = 0xFFFFFFFC // everything is allowed
	fileID      = "pdftest-pdftest-"
	padding     = "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"
)

func padded(password string) []byte { return []byte(password + padding)[:32] }

func crypt(key, data []byte) []byte {
	c, err := rc4.NewCipher(key)
	if err != nil {
		panic("pdftest: " + err.Error())
	}
	out := make([]byte, len(data))
	c.XORKeyStream(out, data)
	return out
}

// ownerEntry is algorithm 3.
func (e *Encryption) ownerEntry() []byte {
	owner := e.Owner
	if owner == "" {
		owner = e.User
	}
	sum := md5.Sum(padded(owner))
	return crypt(sum[:5], padded(e.User))
}

// key is algorithm 2.
func (e *Encryption) key() []byte {
	b := append(padded(e.User), e.ownerEntry()...)
	b = binary.LittleEndian.AppendUint32(b, permissions)
	sum := md5.Sum(append(b, fileID...))
	return sum[:5]
}

// encrypt is algorithm 1, for generation 0.
func (e *Encryption) encrypt(number int, data []byte) []byte {
	if e == nil {
		return data
	}
	sum := md5.Sum(append(e.key(), byte(number), byte(number>>8), byte(number>>16), 0, 0))
	return crypt(sum[:10], data)
}

// trailer returns the entries of the file trailer; the user entry is algorithm 4.
func (e *Encryption) trailer() string {
	if e == nil {
		return ""
	}
	user := crypt(e.key(), []byte(padding))
	return fmt.Sprintf("/ID [<%x> <%x>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <%x> /U <%x> /P -4 >>", fileID, fileID, e.ownerEntry(), user)
}
