package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"path"
	"strings"

	"github.com/gofiber/fiber/v2"

	"dossier/internal/store"
	"dossier/views"
	"dossier/views/static"
)

// asset is one static file under a name that holds the hash of its content.
type asset struct {
	kind       string
	body, gzip []byte
}

type assets struct {
	files map[string]asset
	links views.Assets
}

func loadAssets() (assets, error) {
	a := assets{files: map[string]asset{}}
	script := func(name string) func() ([]byte, error) {
		return func() ([]byte, error) { return static.OwnScript(name) }
	}
	icon := func() ([]byte, error) { return fs.ReadFile(static.FS, "icon.svg") }
	for _, f := range []struct {
		name string
		link *string
		body func() ([]byte, error)
	}{
		{"dossier.css", &a.links.CSS, static.Sheet},
		{"page.js", &a.links.PageJS, static.Script},
		{"live.js", &a.links.LiveJS, script("live.js")},
		{"bench.js", &a.links.BenchJS, script("bench.js")},
		{"marking.js", &a.links.MarkingJS, script("marking.js")},
		{"icon.svg", &a.links.Icon, icon},
	} {
		body, err := f.body()
		if err != nil {
			return a, fmt.Errorf("static files: %w", err)
		}
		if *f.link, err = a.add(f.name, body); err != nil {
			return a, fmt.Errorf("static files: %w", err)
		}
	}
	return a, nil
}

// add keeps a file, also compressed, under a name that holds the hash of its content, and returns its address.
func (a *assets) add(name string, body []byte) (string, error) {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	hashed := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return "", err
	}
	if _, err := w.Write(body); err != nil {
		return "", err
	}
	if err := w.Close(); err != nil {
		return "", err
	}
	kind := mime.TypeByExtension(ext)
	if ext == ".js" {
		kind = "text/javascript; charset=utf-8"
	}
	a.files[hashed] = asset{kind: kind, body: body, gzip: packed.Bytes()}
	return "/static/" + hashed, nil
}

// serveAsset sends a static file. Browsers may keep it for ever, because changed content gets a new name.
func (s *Server) serveAsset(c *fiber.Ctx) error {
	file, ok := s.assets.files[strings.Clone(c.Params("file"))]
	if !ok {
		return store.ErrNotFound
	}
	c.Set(fiber.HeaderContentType, file.kind)
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	if takesGzip(c.Request().Header.Peek(fiber.HeaderAcceptEncoding)) {
		c.Set(fiber.HeaderContentEncoding, "gzip")
		return c.Send(file.gzip)
	}
	return c.Send(file.body)
}

// showReady says whether the program can serve, which is when the database answers and keeps what is written.
func (s *Server) showReady(c *fiber.Ctx) error {
	if _, err := s.Store.HasOwner(c.UserContext()); err != nil {
		return err
	}
	if err := s.Store.Ready(c.UserContext()); err != nil {
		return c.Status(fiber.StatusServiceUnavailable).SendString("nothing can be stored")
	}
	return c.SendString("ok")
}
