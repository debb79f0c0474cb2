package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
)

// tlsHello is the first byte of a client that speaks TLS: a record of the type handshake (RFC 8446, section 5.1).
const tlsHello = 0x16

// protocolListener looks at the first byte that a client sends, so that https:// typed at a plain port fails at once
// and not when the server gives up waiting for a request, and http:// typed at a TLS port leads to https://.
type protocolListener struct {
	net.Listener
	tls bool // what the port speaks
}

func (l *protocolListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &protocolConn{Conn: conn, tls: l.tls}, nil
}

// protocolConn is a connection whose first byte has or has not been looked at.
type protocolConn struct {
	net.Conn
	tls    bool
	looked bool
}

// Read ends with io.EOF when the client speaks the other protocol. It leaves closing the connection to the web server,
// which sets deadlines on it until then and would report a fault if it could not.
func (c *protocolConn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if n == 0 || c.looked {
		return n, err
	}
	c.looked = true
	if (b[0] == tlsHello) == c.tls {
		return n, err
	}
	if c.tls {
		c.sendToTLS(bytes.Clone(b[:n]))
	}
	return 0, io.EOF
}

// longestHead is how much of a request is read to find out where it should have gone.
const longestHead = 16 << 10

// sendToTLS answers a plain request, whose beginning was read already. Whoever asks for a page is led to the same one
// under https://; anything else gets a sentence.
func (c *protocolConn) sendToTLS(begun []byte) {
	head := io.LimitReader(io.MultiReader(bytes.NewReader(begun), c.Conn), longestHead)
	request, err := http.ReadRequest(bufio.NewReader(head))
	pageAsked := err == nil && (request.Method == http.MethodGet || request.Method == http.MethodHead)
	if !pageAsked || request.Host == "" {
		io.WriteString(c.Conn, shortAnswer("400 Bad Request", "", "This address begins with https:// here."))
		return
	}
	target := *request.URL
	target.Scheme, target.Host, target.User = "https", request.Host, nil
	io.WriteString(c.Conn, shortAnswer("307 Temporary Redirect", "Location: "+target.String()+"\r\n", ""))
}

// shortAnswer is a whole HTTP answer in plain text, after which the connection is closed. header is "" or whole lines.
func shortAnswer(status, header, text string) string {
	if text != "" {
		text += "\n"
	}
	return fmt.Sprintf("HTTP/1.1 %s\r\n%sContent-Type: text/plain; charset=utf-8\r\nCache-Control: no-store\r\n"+
		"Connection: close\r\nContent-Length: %d\r\n\r\n%s", status, header, len(text), text)
}
