// Marks as people type them, in whole numbers of a millionth: no binary floats touch a mark.
const PLACES = 6;

function scaled(text) {
  const [whole, rest = ""] = text.split(".");
  return BigInt(whole + rest.padEnd(PLACES, "0"));
}

function written(value) {
  const digits = value.toString().padStart(PLACES + 1, "0");
  const text = `${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`;
  return text.replace(/\.?0+$/, "");
}

// A figure in half width: a Chinese keyboard writes ８５．５, or with its full stop ８５。５, where
// 85.5 is meant.
export function plainly(text) {
  return text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/(\d)[\u3002\uff61](?=\d)/g, "$1.")
    .trim();
}

// What is wrong with a typed mark, as [word key, params], or null. An empty field is no mark.
export function fault(criterion, text) {
  const plain = plainly(text);
  if (!plain) return null;
  if (/^\d+[,\u3001]\d+$/.test(plain)) {
    return ["mark_comma", { remedy: plain.replace(/[,\u3001]/, ".") }];
  }
  if (!/^\d{1,6}(\.\d{1,6})?$/.test(plain)) return ["mark_not_number", {}];
  if (scaled(plain) > scaled(criterion.full)) return ["mark_above_full", { full: criterion.full }];
  if (criterion.step && scaled(plain) % scaled(criterion.step) !== 0n) {
    return ["mark_off_step", { step: criterion.step }];
  }
  return null;
}

export function given(criterion, marks) {
  const text = plainly(marks[criterion.key] ?? "");
  return text !== "" && !fault(criterion, text);
}

// The plain sum of the marks that can be read; a dash before the first.
export function total(criteria, marks) {
  const read = criteria.filter((criterion) => given(criterion, marks));
  if (!read.length) return "\u2014";
  return written(read.reduce((sum, { key }) => sum + scaled(plainly(marks[key])), 0n));
}

// One step up or down, within the bounds; from an empty field up from 0, down from the full mark.
export function stepped(criterion, text, direction) {
  const step = scaled(criterion.step || "1");
  const full = scaled(criterion.full);
  if (!text.trim()) return direction > 0 ? "0" : criterion.full;
  if (fault(criterion, text)) return text;
  const next = scaled(plainly(text)) + BigInt(direction) * step;
  return written(next < 0n ? 0n : next > full ? full : next);
}

// Marks that can be read, as they are sent.
export function readable(criteria, marks) {
  const read = criteria.filter((criterion) => given(criterion, marks));
  return Object.fromEntries(read.map(({ key }) => [key, plainly(marks[key])]));
}
