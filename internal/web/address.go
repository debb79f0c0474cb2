package web

import (
	"net"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
)

// Addresses lists the base URLs that people can type to reach this machine on port, best first:
// private IPv4 addresses, then public ones, then loopback. Interfaces of containers, virtual machines
// and VPNs are left out unless nothing else is there.
func Addresses(port int) []string { return addresses(links(), port) }

// BaseURL is the URL of a host and port without a path. The port is always in it unless it is 80.
func BaseURL(host netip.Addr, port int) string {
	host = host.Unmap()
	if port != 80 {
		return "http://" + net.JoinHostPort(host.String(), strconv.Itoa(port))
	}
	if host.Is6() {
		return "http://[" + host.String() + "]"
	}
	return "http://" + host.String()
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

// addresses is what Addresses does, for interfaces in the order of the system.
func addresses(all []link, port int) []string {
	const groups = 3 // private, public, link-local: which of them a classroom most likely shares
	var near, behind [groups][]string
	for _, l := range all {
		if !l.up {
			continue
		}
		into := &near
		if l.virtual() {
			into = &behind
		}
		for _, addr := range l.addrs {
			addr = addr.Unmap()
			if !addr.Is4() || addr.IsLoopback() || addr.IsUnspecified() {
				continue // nobody types an IPv6 address from a whiteboard
			}
			group := 1
			switch {
			case addr.IsPrivate():
				group = 0
			case addr.IsLinkLocalUnicast():
				group = 2
			}
			into[group] = append(into[group], BaseURL(addr, port))
		}
	}
	list := join(near)
	if len(list) == 0 {
		list = join(behind)
	}
	return append(list, BaseURL(netip.AddrFrom4([4]byte{127, 0, 0, 1}), port))
}

func join(groups [3][]string) []string {
	return append(append(groups[0], groups[1]...), groups[2]...)
}

// dockerBridge is a network that Docker made; br-lan and the like are real ones.
var dockerBridge = regexp.MustCompile(`^br-[0-9a-f]{12}$`)

// virtual tells whether an interface leads to containers, virtual machines or a VPN and not to the room.
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
