package web

import (
	"net/netip"
	"slices"
	"testing"
)

func TestAddresses(t *testing.T) {
	up := func(name string, addrs ...string) link {
		l := link{name: name, up: true}
		for _, a := range addrs {
			l.addrs = append(l.addrs, netip.MustParseAddr(a))
		}
		return l
	}
	loopback := up("lo", "127.0.0.1", "::1")
	down := up("eth1", "192.168.7.7")
	down.up = false
	tunnel := up("corporate0", "10.99.0.2")
	tunnel.pointToPoint = true

	tests := []struct {
		name  string
		links []link
		port  int
		want  []string
	}{
		{"nothing but loopback", []link{loopback}, 8080, []string{"http://127.0.0.1:8080"}},
		{"no interface at all", nil, 8080, []string{"http://127.0.0.1:8080"}},
		{
			"port 80 is not written",
			[]link{up("wlan0", "192.168.1.20")},
			80,
			[]string{"http://192.168.1.20", "http://127.0.0.1"},
		},
		{
			"loopback comes last",
			[]link{loopback, up("eth0", "10.0.0.5")},
			8081,
			[]string{"http://10.0.0.5:8081", "http://127.0.0.1:8081"},
		},
		{
			"private before public before link-local",
			[]link{up("eth0", "169.254.3.4", "203.0.113.9"), up("wlan0", "172.20.1.2")}, 8080,
			[]string{"http://172.20.1.2:8080", "http://203.0.113.9:8080", "http://169.254.3.4:8080", "http://127.0.0.1:8080"},
		},
		{
			"the system's order within a group",
			[]link{up("eth0", "192.168.1.2"), up("wlan0", "10.1.1.1")}, 8080,
			[]string{"http://192.168.1.2:8080", "http://10.1.1.1:8080", "http://127.0.0.1:8080"},
		},
		{
			"no IPv6",
			[]link{up("eth0", "fe80::1", "2001:db8::1", "10.0.0.5")},
			8080,
			[]string{"http://10.0.0.5:8080", "http://127.0.0.1:8080"},
		},
		{
			"IPv4 written as IPv6",
			[]link{up("eth0", "::ffff:10.0.0.5")},
			8080,
			[]string{"http://10.0.0.5:8080", "http://127.0.0.1:8080"},
		},
		{"an interface that is down", []link{down}, 8080, []string{"http://127.0.0.1:8080"}},
		{
			"containers, virtual machines and VPNs are left out",
			[]link{
				up("docker0", "172.17.0.1"),
				up("br-0123456789ab", "172.18.0.1"),
				up("vethab12", "10.5.0.1"),
				up("virbr0", "192.168.122.1"),
				up("wg0", "10.7.0.1"),
				up("tailscale0", "100.64.0.1"),
				up("vEthernet (WSL)", "172.30.0.1"),
				tunnel,
				up("eth0", "192.168.1.20"),
			},
			8080, []string{"http://192.168.1.20:8080", "http://127.0.0.1:8080"},
		},
		{
			"unless nothing else is left",
			[]link{loopback, up("docker0", "172.17.0.1")},
			8080,
			[]string{"http://172.17.0.1:8080", "http://127.0.0.1:8080"},
		},
		{
			"a bridge that is not Docker's",
			[]link{up("br-lan", "192.168.1.1")},
			8080,
			[]string{"http://192.168.1.1:8080", "http://127.0.0.1:8080"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := addresses(test.links, test.port); !slices.Equal(got, test.want) {
				t.Errorf("got  %v\nwant %v", got, test.want)
			}
		})
	}
}

func TestAddressesOfThisMachine(t *testing.T) {
	got := Addresses(8080)
	if last := got[len(got)-1]; last != "http://127.0.0.1:8080" {
		t.Errorf("got %v, want loopback last", got)
	}
}

func TestBaseURL(t *testing.T) {
	tests := []struct {
		host string
		port int
		want string
	}{
		{"127.0.0.1", 41231, "http://127.0.0.1:41231"},
		{"192.168.1.20", 80, "http://192.168.1.20"},
		{"::1", 8080, "http://[::1]:8080"},
		{"::1", 80, "http://[::1]"},
		{"::ffff:10.0.0.5", 8080, "http://10.0.0.5:8080"},
	}
	for _, test := range tests {
		if got := BaseURL(netip.MustParseAddr(test.host), test.port); got != test.want {
			t.Errorf("BaseURL(%s, %d): got %s, want %s", test.host, test.port, got, test.want)
		}
	}
}
