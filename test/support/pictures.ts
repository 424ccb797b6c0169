import sharp from 'sharp';

/** A photo of some size: noise, so that it does not pack down to nothing. `turned`: held upright, as phones say it. */
export function photo({ width = 1200, height = 900, turned = false } = {}): Promise<Buffer> {
  const noise = sharp({
    create: { width, height, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  });
  return (turned ? noise.withMetadata({ orientation: 6 }) : noise).jpeg({ quality: 80 }).toBuffer();
}

/** So many seconds of silence, as a recording without a codec. */
export function recording(seconds: number): Buffer {
  const rate = 8_000;
  const bytes = Buffer.alloc(44 + seconds * rate);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + seconds * rate, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate, 28);
  bytes.writeUInt16LE(1, 32);
  bytes.writeUInt16LE(8, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(seconds * rate, 40);
  return bytes;
}

/** A multipart body with one file, as a browser makes it. */
export function form(
  bytes: Buffer,
  { filename = 'photo.jpg', type = 'image/jpeg', field = 'file' } = {},
): { payload: Buffer; headers: Record<string, string> } {
  const boundary = 'a-boundary';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${filename}"\r\nContent-Type: ${type}\r\n\r\n`;
  return {
    payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}
