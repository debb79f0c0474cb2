package account

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"sync/atomic"
)

const (
	tokenRandom = 24 // bytes
	tokenProof  = 16 // bytes
)

// tokenEncoding is strict: one token has one spelling.
var tokenEncoding = base64.RawURLEncoding.Strict()

// Tokens makes and checks session tokens and what depends on them. Safe for concurrent use.
//
// A token is 24 random bytes and the first 16 bytes of their HMAC-SHA256, in base64url. With the proof a forged or
// mangled cookie can be refused without a look into the database; only the database knows whose session it is.
type Tokens struct {
	session, csrf []byte // keys
}

// NewTokens makes Tokens from the secret of the installation, 32 bytes.
func NewTokens(secret []byte) (*Tokens, error) {
	if len(secret) != sha256.Size {
		return nil, errors.New("account: the secret of the installation is not 32 bytes")
	}
	return &Tokens{session: mac(secret, "session token"), csrf: mac(secret, "form of a session")}, nil
}

// New makes a session token.
func (t *Tokens) New() string {
	raw := make([]byte, tokenRandom, tokenRandom+tokenProof)
	rand.Read(raw) // never fails
	return tokenEncoding.EncodeToString(append(raw, mac(t.session, string(raw))[:tokenProof]...))
}

// Valid says whether New of this installation made the token.
func (t *Tokens) Valid(token string) bool {
	if len(token) != tokenEncoding.EncodedLen(tokenRandom+tokenProof) { // the decoder would overlook line breaks
		return false
	}
	raw, err := tokenEncoding.DecodeString(token)
	if err != nil || len(raw) != tokenRandom+tokenProof {
		return false
	}
	return hmac.Equal(raw[tokenRandom:], mac(t.session, string(raw[:tokenRandom]))[:tokenProof])
}

// Hash is what the database keeps instead of the token, so that a stolen copy opens no session.
func (t *Tokens) Hash(token string) [32]byte { return sha256.Sum256([]byte(token)) }

// CSRF returns the value that forms of this session carry, so that another site cannot send one.
func (t *Tokens) CSRF(token string) string { return tokenEncoding.EncodeToString(mac(t.csrf, token)) }

// CheckCSRF says whether value is the CSRF value of the session, in constant time.
func (t *Tokens) CheckCSRF(token, value string) bool {
	return hmac.Equal([]byte(value), []byte(t.CSRF(token)))
}

// forms numbers the tokens of forms, from a number that nobody knows.
var forms atomic.Uint64

func init() {
	var start [8]byte
	rand.Read(start[:]) // never fails
	forms.Store(binary.BigEndian.Uint64(start[:]))
}

// FormToken makes the token, 128 bits in base64url, by which a form that is sent twice is known. Six of its bytes count
// up and ten are random: forms that are drawn in one lesson stand side by side in an index, where tokens without an
// order would touch a page each.
func FormToken() string {
	const counting = 6
	var raw [16]byte
	binary.BigEndian.PutUint64(raw[:8], forms.Add(1)<<(64-8*counting))
	rand.Read(raw[counting:]) // never fails
	return tokenEncoding.EncodeToString(raw[:])
}

func mac(key []byte, message string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(message))
	return h.Sum(nil)
}
