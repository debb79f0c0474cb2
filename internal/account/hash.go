package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// The cost of a hash, the second configuration that the OWASP Password Storage Cheat Sheet recommends for argon2id: 19
// MiB of memory, two passes, one lane; about 35 ms. A PIN has few possible values, so it is not the cost that protects
// it but the limits on guessing, see PINWait.
const (
	hashMemory  = 19456 // KiB
	hashPasses  = 2
	hashLanes   = 1
	saltLength  = 16 // bytes
	hashLength  = 32 // bytes
	mostMemory  = 256 * 1024
	mostPasses  = 16
	mostLanes   = 16
	mostKeySize = 64
)

// ErrBadHash: what is stored is not a hash that VerifySecret understands.
var ErrBadHash = errors.New("not an argon2id hash")

// HashSecret hashes a passphrase or a PIN with argon2id and a salt of its own. The result is a PHC string,
// $argon2id$v=19$m=19456,t=2,p=1$salt$hash, and holds everything that VerifySecret needs: no key outside the database.
// One call takes 19 MiB; a server uses a Hasher.
func HashSecret(secret string) (string, error) {
	salt := make([]byte, saltLength)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("account: salt: %w", err)
	}
	key := argon2.IDKey(secretBytes(secret), salt, hashPasses, hashMemory, hashLanes, hashLength)
	enc := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, hashMemory, hashPasses, hashLanes, enc.EncodeToString(salt), enc.EncodeToString(key)), nil
}

// NoPIN stands in place of a hash where a student has no PIN yet: they choose it when they first come in. No PIN
// matches it.
const NoPIN = "unset"

// Nobody stands in place of a hash where nobody may sign in any more. No PIN matches it.
const Nobody = "nobody"

// VerifySecret says whether secret is the one that phc was made from. ErrBadHash when phc is not a hash, or one of
// unreasonable cost.
func VerifySecret(phc, secret string) (bool, error) {
	if phc == Nobody {
		return false, nil
	}
	h, err := parseHash(phc)
	if err != nil {
		return false, err
	}
	key := argon2.IDKey(secretBytes(secret), h.salt, h.passes, h.memory, h.lanes, uint32(len(h.key)))
	return subtle.ConstantTimeCompare(key, h.key) == 1, nil
}

// secretBytes evens out how keyboards compose a character, as NIST SP 800-63B section 3.1.1.2 asks.
func secretBytes(secret string) []byte { return []byte(norm.NFKC.String(secret)) }

type parsedHash struct {
	memory, passes uint32
	lanes          uint8
	salt, key      []byte
}

func parseHash(phc string) (parsedHash, error) {
	var h parsedHash
	fields := strings.Split(phc, "$")
	if len(fields) != 6 || fields[0] != "" || fields[1] != "argon2id" || fields[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return h, ErrBadHash
	}
	if _, err := fmt.Sscanf(fields[3], "m=%d,t=%d,p=%d", &h.memory, &h.passes, &h.lanes); err != nil ||
		fields[3] != fmt.Sprintf("m=%d,t=%d,p=%d", h.memory, h.passes, h.lanes) {
		return h, ErrBadHash
	}
	var saltErr, keyErr error
	h.salt, saltErr = base64.RawStdEncoding.Strict().DecodeString(fields[4])
	h.key, keyErr = base64.RawStdEncoding.Strict().DecodeString(fields[5])
	switch {
	case saltErr != nil, keyErr != nil, len(h.salt) < 8, len(h.salt) > mostKeySize, len(h.key) < 16,
		len(h.key) > mostKeySize,
		h.lanes < 1, h.lanes > mostLanes, h.passes < 1, h.passes > mostPasses, h.memory < 8*uint32(h.lanes),
		h.memory > mostMemory:
		return h, ErrBadHash
	}
	return h, nil
}

const (
	hashersAtOnce  = 2   // 38 MiB
	hashersWaiting = 256 // at 17 ms each the last of a whole school waits under five seconds
	hashersPerHost = 128 // of them from one address, so that one computer cannot fill the queue for everybody
)

// ErrBusy: more people sign in at this moment than the queue holds. They may try again in a few seconds.
var ErrBusy = errors.New("too many people are signing in at this moment")

// Hasher hashes and verifies secrets, two at a time, so that a class that signs in at once neither
// takes all the memory nor keeps answers waiting. Make it with NewHasher; safe for concurrent use.
type Hasher struct {
	places chan struct{} // working or waiting
	slots  chan struct{} // working
	mu     sync.Mutex
	hosts  map[string]int // how many work or wait, by address
	// dummy waits for the hash of a secret that nobody knows, for accounts that do not exist. It is made when the Hasher
	// is, beside whatever else the program does at its start.
	dummy func() (string, error)
}

// NewHasher makes a Hasher.
func NewHasher() *Hasher {
	dummy := sync.OnceValues(func() (string, error) { return HashSecret(rand.Text()) })
	go dummy()
	return &Hasher{
		places: make(chan struct{}, hashersAtOnce+hashersWaiting),
		slots:  make(chan struct{}, hashersAtOnce),
		hosts:  map[string]int{},
		dummy:  dummy,
	}
}

// Hash is HashSecret, once it is the caller's turn. host is the address that asks. ErrBusy when the queue is full, or
// holds too many from that address; the error of ctx when that is done first.
func (h *Hasher) Hash(ctx context.Context, host, secret string) (phc string, err error) {
	err = h.turn(ctx, host, func() error {
		phc, err = HashSecret(secret)
		return err
	})
	return phc, err
}

// Verify is VerifySecret, once it is the caller's turn. An empty phc stands for an account that does not exist: it
// takes as long as a wrong secret and is false, so that the time tells nobody which names exist. ErrBusy and the error
// of ctx as in Hash.
func (h *Hasher) Verify(ctx context.Context, host, phc, secret string) (ok bool, err error) {
	if phc == "" {
		if phc, err = h.dummy(); err != nil {
			return false, err
		}
	}
	err = h.turn(ctx, host, func() error {
		ok, err = VerifySecret(phc, secret)
		return err
	})
	return ok, err
}

func (h *Hasher) turn(ctx context.Context, host string, do func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !h.enter(host) {
		return ErrBusy
	}
	defer h.leave(host)
	select {
	case h.places <- struct{}{}:
		defer func() { <-h.places }()
	default:
		return ErrBusy
	}
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return do()
}

// enter counts one more of an address in the queue; false when it has enough there.
func (h *Hasher) enter(host string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.hosts[host] >= hashersPerHost {
		return false
	}
	h.hosts[host]++
	return true
}

func (h *Hasher) leave(host string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.hosts[host]--; h.hosts[host] == 0 {
		delete(h.hosts, host)
	}
}

// Busy is how many secrets are being hashed or wait for it.
func (h *Hasher) Busy() int { return len(h.places) }
