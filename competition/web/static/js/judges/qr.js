// A QR code (ISO/IEC 18004, byte mode, correction level L, mask 0) for carrying a sheet out of a
// tablet without any network. Only what that needs: no other modes, no choice of mask.
const CORRECTION = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28];
const BLOCKS = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8];
export const MOST = 858; // bytes in the largest code drawn here
const FORMAT_L0 = 0b111011111000100;

function rawBits(version) {
  let bits = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const marks = Math.floor(version / 7) + 2;
    bits -= (25 * marks - 10) * marks - 55;
    if (version >= 7) bits -= 36;
  }
  return bits;
}

const codewords = (version) => rawBits(version) >> 3;
const capacity = (version) => codewords(version) - CORRECTION[version - 1] * BLOCKS[version - 1];
const header = (version) => (version < 10 ? 12 : 20);

function times(a, b) {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    if ((b >>> bit) & 1) product ^= a;
  }
  return product;
}

function divisor(degree) {
  const found = new Array(degree - 1).fill(0).concat(1);
  let root = 1;
  for (let i = 0; i < degree; i++) {
    for (let j = 0; j < degree; j++) found[j] = times(found[j], root) ^ (found[j + 1] ?? 0);
    root = times(root, 2);
  }
  return found;
}

function remainder(block, by) {
  const rest = by.map(() => 0);
  for (const byte of block) {
    const factor = byte ^ rest.shift();
    rest.push(0);
    by.forEach((term, place) => (rest[place] ^= times(term, factor)));
  }
  return rest;
}

function filled(bytes, version) {
  const bits = [];
  const put = (value, length) => {
    for (let i = length - 1; i >= 0; i--) bits.push((value >>> i) & 1);
  };
  put(4, 4);
  put(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) put(byte, 8);
  put(0, Math.min(4, capacity(version) * 8 - bits.length));
  put(0, -bits.length & 7);
  for (let pad = 0xec; bits.length < capacity(version) * 8; pad ^= 0xec ^ 0x11) put(pad, 8);
  return Array.from({ length: bits.length / 8 }, (_, i) => parseInt(bits.slice(i * 8, i * 8 + 8).join(""), 2));
}

function interleaved(words, version) {
  const count = BLOCKS[version - 1];
  const short = count - (codewords(version) % count);
  const length = Math.floor(codewords(version) / count) - CORRECTION[version - 1];
  const by = divisor(CORRECTION[version - 1]);
  const blocks = [];
  for (let i = 0, from = 0; i < count; i++) {
    const block = words.slice(from, from + length + (i < short ? 0 : 1));
    from += block.length;
    blocks.push({ block, rest: remainder(block, by) });
  }
  const mixed = [];
  for (let i = 0; i <= length; i++) for (const { block } of blocks) if (i < block.length) mixed.push(block[i]);
  for (let i = 0; i < by.length; i++) for (const { rest } of blocks) mixed.push(rest[i]);
  return mixed;
}

function alignments(version) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const found = [6];
  for (let at = version * 4 + 10; found.length < count; at -= step) found.splice(1, 0, at);
  return found;
}

function frame(version) {
  const size = version * 4 + 17;
  const cells = Array.from({ length: size }, () => new Array(size).fill(null));
  const set = (x, y, dark) => {
    if (cells[y]?.[x] !== undefined) cells[y][x] = dark ? 1 : 0;
  };
  for (let i = 0; i < size; i++) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  for (const [cx, cy] of [[3, 3], [size - 4, 3], [3, size - 4]]) {
    for (let dy = -4; dy <= 4; dy++) for (let dx = -4; dx <= 4; dx++) {
      const ring = Math.max(Math.abs(dx), Math.abs(dy));
      set(cx + dx, cy + dy, ring !== 2 && ring !== 4);
    }
  }
  const places = alignments(version);
  const last = places.length - 1;
  places.forEach((cx, i) => places.forEach((cy, j) => {
    if ((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)) return;
    for (let dy = -2; dy <= 2; dy++) for (let dx = -2; dx <= 2; dx++) set(cx + dx, cy + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
  }));
  format(set, size);
  if (version >= 7) versions(set, size, version);
  return cells;
}

function format(set, size) {
  const bit = (i) => (FORMAT_L0 >>> i) & 1;
  for (let i = 0; i <= 5; i++) set(8, i, bit(i));
  set(8, 7, bit(6));
  set(8, 8, bit(7));
  set(7, 8, bit(8));
  for (let i = 9; i < 15; i++) set(14 - i, 8, bit(i));
  for (let i = 0; i < 8; i++) set(size - 1 - i, 8, bit(i));
  for (let i = 8; i < 15; i++) set(8, size - 15 + i, bit(i));
  set(8, size - 8, 1);
}

function versions(set, size, version) {
  let rest = version;
  for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let i = 0; i < 18; i++) {
    const a = size - 11 + (i % 3);
    const b = Math.floor(i / 3);
    set(a, b, (bits >>> i) & 1);
    set(b, a, (bits >>> i) & 1);
  }
}

// The code as rows of 0 and 1. Raises RangeError beyond 858 bytes.
export function matrix(text) {
  const bytes = [...new TextEncoder().encode(text)];
  let version = 1;
  while (version <= BLOCKS.length && bytes.length * 8 + header(version) > capacity(version) * 8) version++;
  if (version > BLOCKS.length) throw new RangeError("too long for a QR code");
  const cells = frame(version);
  const words = interleaved(filled(bytes, version), version);
  const size = cells.length;
  let place = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (cells[y][x] !== null) continue;
        const bit = place < words.length * 8 ? (words[place >> 3] >>> (7 - (place & 7))) & 1 : 0;
        cells[y][x] = bit ^ ((x + y) % 2 === 0 ? 1 : 0);
        place++;
      }
    }
  }
  return cells;
}

// The code as a drawing that scales, with its quiet zone.
export function drawing(text, label) {
  const cells = matrix(text);
  const size = cells.length + 8;
  const path = cells.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : ""))).join("");
  const make = (tag, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const svg = make("svg", { viewBox: `0 0 ${size} ${size}`, class: "qr", role: "img", "aria-label": label, "shape-rendering": "crispEdges" });
  svg.append(make("rect", { width: size, height: size, fill: "#fff" }), make("path", { d: path, fill: "#000" }));
  return svg;
}
