package web

import "github.com/gofiber/fiber/v2"

func (s *Server) showGallery(c *fiber.Ctx) error { return fiber.ErrNotFound }
