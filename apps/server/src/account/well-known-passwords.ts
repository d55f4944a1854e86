/** Passwords of 12 characters and more that everybody tries first, in lower case. */
export const WELL_KNOWN_PASSWORDS: ReadonlySet<string> = new Set(
  [
    'password1234 passwordpassword password12345 password123456 password123! password1234! passw0rd1234 p@ssw0rd1234 123456789012 1234567890123 12345678901234',
    '123456123456 123123123123 111111111111 000000000000 012345678901 qwertyuiop12 qwertyuiop123 qwertyuiopas qwerty123456 qwertyqwerty 1q2w3e4r5t6y 1qaz2wsx3edc',
    'abcdefghijkl abcd1234abcd abc123abc123 iloveyou1234 welcome12345 welcome1234! administrator admin1234567 adminadmin12 adminadminadmin letmein12345',
    'changeme1234 changemechangeme changeit1234 guacadmin123 deskside1234 desksidedeskside testtesttest test12345678 secret123456 football1234 baseball1234',
    'superman1234 monkey123456 dragon123456 sunshine1234 princess1234 trustno1trustno1 correcthorsebatterystaple',
  ].flatMap((line) => line.split(' ')),
)
