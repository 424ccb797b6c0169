/** E5's kinds of text that break programs. `storable`: what a person might mean, kept as it is wherever text is taken. */
export interface HostileText {
  kind: string;
  text: string;
  storable: boolean;
  /** false: refused in the name of a person or thing, where it would show another one */
  nameable?: false;
}

export const HOSTILE_TEXTS: readonly HostileText[] = [
  { kind: 'NUL', text: 'two\0towels', storable: false },
  { kind: 'control characters', text: 'bell\u0007 escape\u001B[31mred\u0008 delete\u007F', storable: false },
  { kind: 'a lone high surrogate', text: 'half \uD83D', storable: false },
  { kind: 'a lone low surrogate', text: '\uDE00 half', storable: false },
  { kind: '4,001 code points', text: '😀'.repeat(4_001), storable: false },
  { kind: 'bidi override', text: 'invoice\u202Efdp.exe\u202C', storable: true, nameable: false },
  { kind: 'a family joined by ZWJ', text: '👨‍👩‍👧‍👦 + 🏳️‍🌈', storable: true },
  { kind: 'HTML', text: '<img src=x onerror=alert(1)><script>alert("x")</script>', storable: true },
  { kind: 'right to left', text: 'مناشف من فضلك', storable: true },
  { kind: 'a tower of combining marks', text: `Z${'\u0351\u0346\u035B'.repeat(20)}algo`, storable: true },
  { kind: 'SQL', text: `'; DROP TABLE guest; -- $1 %s \\' "`, storable: true },
  { kind: 'a spreadsheet formula', text: '=HYPERLINK("http://evil.example";"Invoice")', storable: true },
  { kind: 'a template', text: '{{constructor.constructor("return 1")()}} ${7*7} %{x} #{x}', storable: true },
  { kind: 'a path', text: '../../../../etc/passwd', storable: true },
  { kind: 'unassigned and private characters', text: '\uFFFE \uE000 \u{10FFFF} \uFEFFx', storable: true },
];
