/** What somebody might write into a catalog, a rule, an evaluation or a title; no line break, which YAML would fold. */
export const EVIL = [
  "<script>alert(1)</script>",
  "</script></details><img src=x onerror=alert(1)>",
  "[x](javascript:alert(1)) ![y](javascript:alert(2))",
  "=HYPERLINK(0)",
  "\u001b[31mred\u001b]0;title\u0007\u009b2J",
  "\u202egpj.exe\u202c\u2066x\u2069\u200f\u061c\ufeff",
  "`|~~~ ::error::x %0A::stop-commands::y ]]> &amp; @everyone #1",
].join(" ");

/** Control characters, and marks that turn text around. Line breaks and tabs are none. */
export const SPOOF =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u;
