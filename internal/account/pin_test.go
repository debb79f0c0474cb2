package account_test

import (
	"testing"

	"dossier/internal/account"
)

func TestCheckPIN(t *testing.T) {
	for pin, want := range map[string]error{
		"483920": nil, "000001": nil, "112233": nil, "901234": nil, "246802": nil,
		"":        account.PINShape,
		"48392":   account.PINShape,
		"4839201": account.PINShape,
		"48392a":  account.PINShape,
		"٤٨٣":     account.PINShape, // six bytes
		"-48392":  account.PINShape,
		"000000":  account.PINRepeat,
		"999999":  account.PINRepeat,
		"121212":  account.PINRepeat,
		"123123":  account.PINRepeat,
		"012345":  account.PINRun,
		"123456":  account.PINRun,
		"567890":  account.PINRun,
		"654321":  account.PINRun,
		"987654":  account.PINRun,
		"098765":  account.PINRun,
	} {
		if got := account.CheckPIN(pin); got != want {
			t.Errorf("%q: got %v, want %v", pin, got, want)
		}
	}
}

func TestCleanPIN(t *testing.T) {
	for raw, want := range map[string]string{
		"483920": "483920", " 483 920 ": "483920", "483-920": "483920", "483–920": "483920",
		"４８３９２０": "483920", "٤٨٣٩٢٠": "483920", "۴۸۳۹۲۰": "483920", "४८३९२०": "483920",
		"௪௮௩௯௨௦": "483920", "๔๘๓๙๒๐": "483920", "𞥔𞥘𞥓𞥙𞥒𞥐": "483920", // Tamil, Thai, Adlam
		"48a920": "48a920", "": "",
	} {
		if got := account.CleanPIN(raw); got != want {
			t.Errorf("%q: got %q, want %q", raw, got, want)
		}
	}
}
