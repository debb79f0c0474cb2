package measure

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"
)

// connection speaks as much HTTP as the program's answers need, and takes little of the processors that it shares with
// the program.
type connection struct {
	net.Conn
	read *bufio.Reader
	keep bool // bodies are wanted
	body bytes.Buffer
	wait time.Duration // how long an answer may take
}

// answer is what a server said.
type answer struct {
	status   int
	length   int
	location string
	cookie   string // the first Set-Cookie
	cookies  []string
	body     []byte // until the next request, when the connection keeps bodies
}

// patience is how long an answer usually may take.
const patience = 30 * time.Second

// dial connects. Many connections come from several addresses of this computer, as those of a school do: the program
// limits how many one address may have.
func dial(address string, number int) (*connection, error) {
	from := &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(1+number/100))}
	conn, err := (&net.Dialer{LocalAddr: from, Timeout: patience}).Dial("tcp", address)
	if err != nil { // only Linux has all of 127.0.0.0/8
		if conn, err = net.DialTimeout("tcp", address, patience); err != nil {
			return nil, err
		}
	}
	return &connection{Conn: conn, read: bufio.NewReaderSize(conn, 32<<10), wait: patience}, nil
}

// ask sends a request and takes the answer in.
func (c *connection) ask(request []byte) (got answer, err error) {
	if err := c.SetDeadline(time.Now().Add(c.wait)); err != nil {
		return got, err
	}
	if _, err := c.Write(request); err != nil {
		return got, err
	}
	for first := true; ; first = false {
		line, err := c.read.ReadSlice('\n')
		if err != nil {
			return got, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if first {
			if len(line) < 12 {
				return got, fmt.Errorf("no HTTP: %q", line)
			}
			got.status, err = strconv.Atoi(string(line[9:12]))
			if err != nil {
				return got, fmt.Errorf("no HTTP: %q", line)
			}
			continue
		}
		if len(line) == 0 {
			break
		}
		name, value, _ := bytes.Cut(line, []byte(": "))
		switch {
		case bytes.EqualFold(name, []byte("Content-Length")):
			if got.length, err = strconv.Atoi(string(value)); err != nil {
				return got, err
			}
		case bytes.EqualFold(name, []byte("Location")):
			got.location = string(value)
		case bytes.EqualFold(name, []byte("Set-Cookie")):
			got.cookies = append(got.cookies, string(value))
			got.cookie = got.cookies[0]
		}
	}
	if !c.keep {
		_, err = c.read.Discard(got.length)
		return got, err
	}
	c.body.Reset()
	_, err = io.CopyN(&c.body, c.read, int64(got.length))
	got.body = c.body.Bytes()
	return got, err
}

// getRequest is a request for a page; cookie is "" or name=value.
func getRequest(path, cookie string) []byte {
	if cookie != "" {
		cookie = "Cookie: " + cookie + "\r\n"
	}
	return fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n%s\r\n", path, cookie)
}

// postRequest is a form that is sent from a page of the program.
func postRequest(path, cookie, form string) []byte {
	return fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\nAccept: text/html\r\n"+
		"Cookie: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		path, cookie, len(form), form)
}

// sizeOf asks once and returns how long the page is. An answer other than 200 is an error.
func sizeOf(address string, request []byte) (int, error) {
	c, err := dial(address, 0)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	got, err := c.ask(request)
	if err == nil && got.status != 200 {
		err = fmt.Errorf("status %d", got.status)
	}
	return got.length, err
}
