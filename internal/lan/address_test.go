package lan

import (
	"net/netip"
	"net/url"
	"slices"
	"testing"
)

// up is an interface that works.
func up(name string, addrs ...string) link {
	l := link{name: name, up: true}
	for _, a := range addrs {
		l.addrs = append(l.addrs, netip.MustParseAddr(a))
	}
	return l
}

func TestAddresses(t *testing.T) {
	loopback := up("lo", "127.0.0.1", "::1")
	down := up("eth1", "192.168.7.7")
	down.up = false
	tunnel := up("corporate0", "10.99.0.2")
	tunnel.pointToPoint = true
	const here = "http://127.0.0.1:8080"

	tests := []struct {
		name  string
		links []link
		at    string // "" means every interface, port 8080
		want  []string
	}{
		{"nothing but loopback", []link{loopback}, "", []string{here}},
		{"no interface at all", nil, "", []string{here}},
		{
			"port 80 is not written",
			[]link{up("wlan0", "192.168.1.20", "fd00::5")}, "[::]:80",
			[]string{"http://192.168.1.20", "http://[fd00::5]", "http://127.0.0.1"},
		},
		{
			"loopback comes last",
			[]link{loopback, up("eth0", "10.0.0.5")}, "[::]:8081",
			[]string{"http://10.0.0.5:8081", "http://127.0.0.1:8081"},
		},
		{
			"private, public, IPv6, link-local",
			[]link{
				up("eth0", "169.254.3.4", "2001:db8::1", "203.0.113.9"),
				up("wlan0", "172.20.1.2"),
			}, "",
			[]string{
				"http://172.20.1.2:8080", "http://203.0.113.9:8080", "http://[2001:db8::1]:8080",
				"http://169.254.3.4:8080", here,
			},
		},
		{
			"the system's order within a kind",
			[]link{up("eth0", "192.168.1.2", "fd00::2"), up("wlan0", "10.1.1.1", "2001:db8::7")}, "",
			[]string{
				"http://192.168.1.2:8080", "http://10.1.1.1:8080", "http://[fd00::2]:8080",
				"http://[2001:db8::7]:8080", here,
			},
		},
		{
			"IPv6 alone, global and unique local, never link-local",
			[]link{loopback, up("eth0", "fe80::1%eth0", "2001:db8::1", "fd12:3456::1", "ff02::1")}, "",
			[]string{"http://[2001:db8::1]:8080", "http://[fd12:3456::1]:8080", here},
		},
		{
			"a machine without any IPv4",
			[]link{up("lo", "::1"), up("eth0", "2001:db8::1")}, "",
			[]string{"http://[2001:db8::1]:8080", "http://[::1]:8080"},
		},
		{"link-local IPv6 alone", []link{loopback, up("eth0", "fe80::1")}, "", []string{here}},
		{
			"listening on IPv4 alone",
			[]link{up("eth0", "2001:db8::1", "10.0.0.5")}, "0.0.0.0:8080",
			[]string{"http://10.0.0.5:8080", here},
		},
		{
			"IPv4 written as IPv6",
			[]link{up("eth0", "::ffff:10.0.0.5")}, "",
			[]string{"http://10.0.0.5:8080", here},
		},
		{"an interface that is down", []link{down}, "", []string{here}},
		{
			"containers, virtual machines and VPNs are left out",
			[]link{
				up("docker0", "172.17.0.1"), up("br-0123456789ab", "172.18.0.1"), up("vethab12", "10.5.0.1"),
				up("virbr0", "192.168.122.1"), up("wg0", "10.7.0.1"), up("tailscale0", "100.64.0.1", "fd7a::1"),
				up("vEthernet (WSL)", "172.30.0.1"), tunnel, up("eth0", "192.168.1.20"),
			}, "",
			[]string{"http://192.168.1.20:8080", here},
		},
		{
			"unless nothing else is left",
			[]link{loopback, up("docker0", "172.17.0.1")}, "",
			[]string{"http://172.17.0.1:8080", here},
		},
		{
			"a bridge that is not Docker's",
			[]link{up("br-lan", "192.168.1.1")}, "",
			[]string{"http://192.168.1.1:8080", here},
		},
		{"one address alone", []link{up("eth0", "10.0.0.5", "10.0.0.6")}, "10.0.0.6:8080", []string{"http://10.0.0.6:8080"}},
		{"loopback alone", []link{up("eth0", "10.0.0.5")}, "127.0.0.1:8080", []string{here}},
		{"IPv6 loopback alone", []link{up("eth0", "10.0.0.5")}, "[::1]:8080", []string{"http://[::1]:8080"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := Server{At: netip.MustParseAddrPort("[::]:8080")}
			if test.at != "" {
				server.At = netip.MustParseAddrPort(test.at)
			}
			if got := server.addresses(test.links); !slices.Equal(got, test.want) {
				t.Errorf("got  %v\nwant %v", got, test.want)
			}
		})
	}
}

func TestPublicNamesComeFirst(t *testing.T) {
	room := []link{up("lo", "127.0.0.1"), up("eth0", "10.0.0.5", "2001:db8::1")}
	public := func(text string) *url.URL {
		parsed, err := url.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	tests := []struct {
		name   string
		server Server
		want   []string
	}{
		{
			"names", Server{Names: []string{"Dossier.School.example", "history"}},
			[]string{
				"http://dossier.school.example:8080", "http://history:8080", "http://10.0.0.5:8080",
				"http://[2001:db8::1]:8080", "http://127.0.0.1:8080",
			},
		},
		{
			"HTTPS", Server{TLS: true, Names: []string{"history"}},
			[]string{
				"https://history:8080", "https://10.0.0.5:8080", "https://[2001:db8::1]:8080", "https://127.0.0.1:8080",
			},
		},
		{
			"a public URL before the names", Server{Public: public("http://dossier.example"), Names: []string{"history"}},
			[]string{
				"http://dossier.example", "http://history:8080", "http://10.0.0.5:8080", "http://[2001:db8::1]:8080",
				"http://127.0.0.1:8080",
			},
		},
		{
			"nothing that goes past a proxy with HTTPS",
			Server{Public: public("https://dossier.example:8443"), Names: []string{"history"}},
			[]string{"https://dossier.example:8443", "http://127.0.0.1:8080"},
		},
		{
			"a public URL and HTTPS of its own", Server{Public: public("https://dossier.example"), TLS: true},
			[]string{
				"https://dossier.example", "https://10.0.0.5:8080", "https://[2001:db8::1]:8080", "https://127.0.0.1:8080",
			},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.server.At = netip.MustParseAddrPort("[::]:8080")
			if got := test.server.addresses(room); !slices.Equal(got, test.want) {
				t.Errorf("got  %v\nwant %v", got, test.want)
			}
		})
	}
	once := Server{At: netip.MustParseAddrPort("127.0.0.1:8080"), Public: public("http://127.0.0.1:8080")}
	if got := once.addresses(room); len(got) != 1 {
		t.Errorf("got %v, want the same address once", got)
	}
}

// A laptop wakes up in another room: what was listed before must not be listed again.
func TestAddressesFollowTheNetwork(t *testing.T) {
	server := Server{At: netip.MustParseAddrPort("[::]:8080")}
	for _, now := range []struct {
		links []link
		want  string
	}{
		{[]link{up("lo", "127.0.0.1")}, "http://127.0.0.1:8080"},
		{[]link{up("lo", "127.0.0.1"), up("wlan0", "192.168.1.20")}, "http://192.168.1.20:8080"},
		{[]link{up("lo", "127.0.0.1"), up("wlan0", "10.3.0.7")}, "http://10.3.0.7:8080"},
		{[]link{up("lo", "127.0.0.1")}, "http://127.0.0.1:8080"},
	} {
		if got := server.addresses(now.links)[0]; got != now.want {
			t.Errorf("got %s, want %s", got, now.want)
		}
	}
}

func TestAddressesOfThisMachine(t *testing.T) {
	got := Server{At: netip.MustParseAddrPort("0.0.0.0:8080")}.Addresses()
	if last := got[len(got)-1]; last != "http://127.0.0.1:8080" {
		t.Errorf("got %v, want loopback last", got)
	}
	if local := Local(); !local[len(local)-1].IsLoopback() {
		t.Errorf("got %v, want loopback last", local)
	}
}

func TestBaseURL(t *testing.T) {
	tests := []struct{ scheme, at, want string }{
		{"http", "127.0.0.1:41231", "http://127.0.0.1:41231"},
		{"http", "192.168.1.20:80", "http://192.168.1.20"},
		{"http", "192.168.1.20:443", "http://192.168.1.20:443"},
		{"https", "192.168.1.20:443", "https://192.168.1.20"},
		{"https", "192.168.1.20:80", "https://192.168.1.20:80"},
		{"http", "[::1]:8080", "http://[::1]:8080"},
		{"http", "[::1]:80", "http://[::1]"},
		{"http", "[::ffff:10.0.0.5]:8080", "http://10.0.0.5:8080"},
	}
	for _, test := range tests {
		if got := BaseURL(test.scheme, netip.MustParseAddrPort(test.at)); got != test.want {
			t.Errorf("BaseURL(%s, %s): got %s, want %s", test.scheme, test.at, got, test.want)
		}
	}
}

func TestReachable(t *testing.T) {
	for base, want := range map[string]bool{
		"http://192.168.1.20:8080": true, "http://[2001:db8::1]": true, "https://dossier.school.example": true,
		"http://history:8080": true, "http://127.0.0.1:8080": false, "http://127.8.9.1": false, "http://[::1]:8080": false,
		"http://[::ffff:127.0.0.1]": false, "http://localhost:8080": false, "http://LOCALHOST.": false,
		"http://a.localhost": false, "http://0.0.0.0:8080": false, "http://": false, "": false,
	} {
		if got := Reachable(base); got != want {
			t.Errorf("Reachable(%q): got %v, want %v", base, got, want)
		}
	}
}
