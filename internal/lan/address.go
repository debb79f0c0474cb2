// Package lan knows where this machine can be reached: its addresses on the local network, and QR codes of them.
package lan

import (
	"cmp"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Server is what has to be known of a web server to tell people its address.
type Server struct {
	At     netip.AddrPort // where it listens; an unspecified address means every interface
	TLS    bool           // it speaks HTTPS itself
	Public *url.URL       // the address that people use, where a proxy or a name server leads to this server; or nil
	Names  []string       // host names that lead to this server
}

// Addresses lists the base URLs, without a slash at the end, that people can type to reach the server, best first: the
// public one, names, private IPv4, public IPv4, IPv6, and last what works on this computer alone. It looks at the
// interfaces each time that it is called, because a laptop that sleeps or moves to another network changes addresses.
// The list is never empty.
//
// Interfaces of containers, virtual machines and VPNs are left out unless nothing else is there. So is, behind a proxy
// that adds HTTPS, what goes past the proxy: nobody could sign in there.
func (s Server) Addresses() []string { return s.addresses(links()) }

func (s Server) addresses(all []link) []string {
	var list []string
	if s.Public != nil {
		list = append(list, s.Public.Scheme+"://"+s.Public.Host)
	}
	for _, name := range s.Names {
		list = append(list, baseURL(s.scheme(), strings.ToLower(name), s.At.Port()))
	}
	for _, addr := range s.numbers(all) {
		list = append(list, BaseURL(s.scheme(), netip.AddrPortFrom(addr, s.At.Port())))
	}
	if s.Public != nil && s.Public.Scheme == "https" && !s.TLS {
		list = slices.DeleteFunc(list, func(address string) bool {
			return address != list[0] && Reachable(address)
		})
	}
	return unique(list)
}

// numbers are the IP addresses under which the server answers, best first.
func (s Server) numbers(all []link) []netip.Addr {
	at := s.At.Addr().Unmap()
	if !at.IsUnspecified() {
		return []netip.Addr{at}
	}
	found := ranked(all)
	if at.Is4() { // 0.0.0.0 leaves IPv6 out
		found = slices.DeleteFunc(found, netip.Addr.Is6)
	}
	return append(found, loopback(all))
}

func (s Server) scheme() string {
	if s.TLS {
		return "https"
	}
	return "http"
}

// Local lists the IP addresses of this machine, best first, loopback last.
func Local() []netip.Addr {
	all := links()
	return append(ranked(all), loopback(all))
}

// BaseURL is the URL of an address and port without a path. The port is in it unless it is the scheme's own.
func BaseURL(scheme string, at netip.AddrPort) string {
	host := at.Addr().Unmap()
	if host.Is6() {
		return baseURL(scheme, "["+host.String()+"]", at.Port())
	}
	return baseURL(scheme, host.String(), at.Port())
}

func baseURL(scheme, host string, port uint16) string {
	if scheme == "http" && port == 80 || scheme == "https" && port == 443 {
		return scheme + "://" + host
	}
	return scheme + "://" + host + ":" + strconv.Itoa(int(port))
}

// Reachable reports whether other computers can follow a URL, as far as the URL itself tells: a loopback address leads
// every computer to itself.
func Reachable(base string) bool {
	parsed, err := url.Parse(base)
	if err != nil || parsed.Hostname() == "" {
		return false
	}
	host := strings.TrimSuffix(strings.ToLower(parsed.Hostname()), ".")
	if addr, err := netip.ParseAddr(host); err == nil {
		addr = addr.Unmap()
		return !addr.IsLoopback() && !addr.IsUnspecified()
	}
	return host != "localhost" && !strings.HasSuffix(host, ".localhost")
}

// link is one network interface as far as addresses are concerned.
type link struct {
	name         string
	up           bool
	pointToPoint bool // a tunnel
	addrs        []netip.Addr
}

// links asks the system for its interfaces. What it cannot tell is left out: loopback is listed all the same.
func links() []link {
	found, err := net.Interfaces()
	if err != nil {
		return nil
	}
	var all []link
	for _, i := range found {
		l := link{name: i.Name, up: i.Flags&net.FlagUp != 0, pointToPoint: i.Flags&net.FlagPointToPoint != 0}
		addrs, err := i.Addrs()
		if err != nil {
			continue
		}
		for _, a := range addrs {
			if prefix, err := netip.ParsePrefix(a.String()); err == nil {
				l.addrs = append(l.addrs, prefix.Addr())
			}
		}
		all = append(all, l)
	}
	return all
}

// What kind of address a classroom most likely shares, best first.
const (
	privateIPv4 = iota
	publicIPv4
	anyIPv6
	linkLocalIPv4 // what two computers give themselves when no router hands out addresses
	useless       // loopback, and link-local IPv6, which browsers do not take
)

func kind(addr netip.Addr) int {
	switch {
	case addr.IsLoopback(), addr.IsUnspecified(), addr.IsMulticast(), addr.Is6() && addr.IsLinkLocalUnicast():
		return useless
	case addr.Is6():
		return anyIPv6
	case addr.IsPrivate():
		return privateIPv4
	case addr.IsLinkLocalUnicast():
		return linkLocalIPv4
	}
	return publicIPv4
}

// ranked lists the addresses that other computers may reach, best first, in the order of the system within a kind.
func ranked(all []link) []netip.Addr {
	var near, behind []netip.Addr
	for _, l := range all {
		if !l.up {
			continue
		}
		into := &near
		if l.virtual() {
			into = &behind
		}
		for _, addr := range l.addrs {
			if addr = addr.Unmap().WithZone(""); kind(addr) != useless {
				*into = append(*into, addr)
			}
		}
	}
	if len(near) == 0 {
		near = behind
	}
	slices.SortStableFunc(near, func(a, b netip.Addr) int { return cmp.Compare(kind(a), kind(b)) })
	return near
}

// loopback is 127.0.0.1, or ::1 on a machine that has an IPv6 loopback and no other.
func loopback(all []link) netip.Addr {
	four, six := netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.IPv6Loopback()
	has := func(addr netip.Addr) bool {
		return slices.ContainsFunc(all, func(l link) bool { return slices.Contains(l.addrs, addr) })
	}
	if has(six) && !has(four) {
		return six
	}
	return four
}

func unique(list []string) []string {
	var kept []string
	for _, s := range list {
		if !slices.Contains(kept, s) {
			kept = append(kept, s)
		}
	}
	return kept
}

// dockerBridge is a network that Docker made; br-lan and the like are real ones.
var dockerBridge = regexp.MustCompile(`^br-[0-9a-f]{12}$`)

// virtual reports whether an interface leads to containers, virtual machines or a VPN and not to the room.
func (l link) virtual() bool {
	name := strings.ToLower(l.name)
	if l.pointToPoint || dockerBridge.MatchString(name) {
		return true
	}
	for _, prefix := range []string{
		"docker", "veth", "podman", "cni", "flannel", "cali", "lxc", "lxd", "incus", // containers
		"virbr", "vmnet", "vmware", "vboxnet", "virtualbox", "vethernet", "vnet", // virtual machines
		"tun", "tap", "utun", "wg", "ppp", "tailscale", "zt", "nordlynx", // VPNs
	} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
