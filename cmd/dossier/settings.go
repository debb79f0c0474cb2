package main

import (
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // --tz works on machines that have no list of time zones
)

// settings is what the flags of serve mean. They are read before anything is opened or made.
type settings struct {
	public  *url.URL // nil when there is none
	proxies []netip.Prefix
	names   []string       // host names, in lower case
	zone    *time.Location // in which times are shown
	tls     tlsMode
}

// settings reads the flags. A flag that means nothing, or two that contradict each other, are a failure with exitUsage.
func (s *serveCmd) settings() (read settings, err error) {
	if err := checkAddr(s.Addr); err != nil {
		return settings{}, err
	}
	if err := checkMetrics(s.Metrics); err != nil {
		return settings{}, err
	}
	if strings.TrimSpace(s.Data) == "" { // a variable that was not set must not fill the folder where we happen to be
		return settings{}, &failure{exitUsage, "--data has no folder behind it: write one, or leave --data out"}
	}
	if read.tls, err = s.tlsMode(); err != nil {
		return settings{}, err
	}
	if read.public, err = publicURL(s.PublicURL); err != nil {
		return settings{}, err
	}
	if read.public != nil && read.public.Scheme == "http" && read.tls != plain {
		return settings{}, &failure{exitUsage, "--public-url begins with http://, but Dossier was told to speak HTTPS: " +
			"write https:// there, or leave the TLS flags out"}
	}
	for _, text := range s.TrustedProxy {
		proxy, err := trustedProxy(text)
		if err != nil {
			return settings{}, err
		}
		read.proxies = append(read.proxies, proxy)
	}
	for _, name := range s.Host {
		if name = strings.ToLower(strings.TrimSpace(name)); strings.ContainsAny(name, "/:@ ") || name == "" {
			return settings{}, &failure{exitUsage, fmt.Sprintf("--host %s is not a name: "+
				"write it without http:// and without a port, for example dossier.school.example", name)}
		}
		read.names = append(read.names, name)
	}
	read.zone, err = timeZone(s.TZ)
	return read, err
}

// hosts are all names under which the server may be called.
func (s settings) hosts() []string {
	if s.public == nil {
		return s.names
	}
	return append([]string{s.public.Hostname()}, s.names...)
}

// publicURL reads --public-url into scheme and host, in lower case and without the scheme's own port. "" is nil.
func publicURL(text string) (*url.URL, error) {
	if text == "" {
		return nil, nil
	}
	wrong := func(why string) (*url.URL, error) {
		return nil, &failure{exitUsage, fmt.Sprintf("--public-url %s %s: "+
			"write it like https://dossier.school.example", text, why)}
	}
	parsed, err := url.Parse(strings.TrimSpace(text))
	if err != nil {
		return wrong("is not an address")
	}
	host, port := strings.ToLower(strings.TrimSuffix(parsed.Hostname(), ".")), parsed.Port()
	switch {
	case parsed.Scheme != "https" && parsed.Scheme != "http":
		return wrong("does not begin with https:// or http://")
	case !isHost(host):
		return wrong("has no host name, or one that no browser sends")
	case parsed.User != nil:
		return wrong("has a name or password in it")
	case strings.Trim(parsed.Path, "/") != "" || parsed.RawQuery != "" || parsed.ForceQuery || parsed.Fragment != "":
		return wrong("goes on after the host, but Dossier needs a host of its own")
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if number, err := strconv.ParseUint(port, 10, 16); port != "" && (err != nil || number == 0) ||
		port == "" && strings.HasSuffix(parsed.Host, ":") {
		return wrong("has a port that is not a number from 1 to 65535")
	}
	ownPort := map[string]string{"http": "80", "https": "443"}[parsed.Scheme]
	if port != "" && port != ownPort {
		host += ":" + port
	}
	return &url.URL{Scheme: parsed.Scheme, Host: host}, nil
}

// isHost reports whether a browser could send a host, in lower case and without a port, as it is.
func isHost(host string) bool {
	if addr, err := netip.ParseAddr(host); err == nil {
		return addr.Zone() == ""
	}
	for _, label := range strings.Split(host, ".") {
		if label == "" || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return false
		}
	}
	return true
}

// trustedProxy reads an address or a range of addresses.
func trustedProxy(text string) (netip.Prefix, error) {
	text = strings.TrimSpace(text)
	proxy, err := netip.ParsePrefix(text)
	if addr, single := netip.ParseAddr(text); single == nil {
		addr = addr.Unmap().WithZone("")
		proxy, err = netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	if err != nil {
		return netip.Prefix{}, &failure{exitUsage, fmt.Sprintf("--trusted-proxy %s is not an address: "+
			"write one like 127.0.0.1, or a range like 10.0.0.0/24", text)}
	}
	if proxy.Bits() == 0 {
		return netip.Prefix{}, &failure{exitUsage, fmt.Sprintf("--trusted-proxy %s would trust everybody: "+
			"write the address of the proxy alone", text)}
	}
	return proxy.Masked(), nil
}

// timeZone finds a time zone by its name; "" is the machine's own.
func timeZone(name string) (*time.Location, error) {
	if name == "" {
		return time.Local, nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, &failure{exitUsage, fmt.Sprintf("--tz %s is not a time zone: "+
			"write its name like Europe/London or America/New_York", name)}
	}
	return zone, nil
}

// zoneNote tells when times will be shown in UTC although nobody asked for it, which is what a container does.
func (s *serveCmd) zoneNote(zone *time.Location, now time.Time) string {
	if name, _ := now.In(zone).Zone(); s.TZ != "" || name != "UTC" {
		return ""
	}
	return "Times are shown in UTC, because this computer names no other time zone. " +
		"For the time of your school, start with --tz, for example --tz Europe/London."
}
