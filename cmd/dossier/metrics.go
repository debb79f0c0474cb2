package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"
)

// checkMetrics reports whether --metrics is an address that only this computer can call. "" stands for no wish.
func checkMetrics(asked string) error {
	if asked == "" {
		return nil
	}
	at, err := netip.ParseAddrPort(asked)
	if err != nil {
		return &failure{exitUsage, fmt.Sprintf("--metrics %s is not an address: write one like 127.0.0.1:9100", asked)}
	}
	if !at.Addr().IsLoopback() {
		return &failure{exitUsage, fmt.Sprintf("--metrics %s can be called from other computers, and the figures are for "+
			"this one alone: write 127.0.0.1:%d", asked, at.Port())}
	}
	return nil
}

// meter is what can write the figures.
type meter interface {
	WriteMetrics(ctx context.Context, to io.Writer) error
}

// serveMetrics answers a monitoring system at asked until the returned function is called; "" does nothing.
func serveMetrics(ctx context.Context, asked string, figures meter, log *slog.Logger) (stop func(), err error) {
	if asked == "" {
		return func() {}, nil
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", asked)
	if err != nil {
		return nil, listenFailure(ctx, asked, err)
	}
	server := &http.Server{
		Handler:     metricsHandler(figures, log),
		ReadTimeout: 5 * time.Second, WriteTimeout: 10 * time.Second, MaxHeaderBytes: 8 << 10,
	}
	go server.Serve(listener) // its error says only that it was closed
	return func() { server.Close() }, nil
}

// metricsHandler has one page. A page of the internet whose name was made to lead to this computer gets nothing: it
// calls the server by that name.
func metricsHandler(figures meter, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if at, err := netip.ParseAddrPort(r.Host); err != nil || !at.Addr().IsLoopback() {
			http.Error(w, "call this by its address", http.StatusMisdirectedRequest)
			return
		}
		if r.URL.Path != "/metrics" || r.Method != http.MethodGet {
			http.NotFound(w, r)
			return
		}
		var page bytes.Buffer
		if err := figures.WriteMetrics(r.Context(), &page); err != nil {
			log.Error("the metrics could not be read", "error", err)
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
			return
		}
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_, _ = page.WriteTo(w) // whoever asked may have left
	})
}
