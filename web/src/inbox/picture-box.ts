import type { CSSProperties } from 'react';
import type { MediaContent } from '../api/types.js';

/** The place of a picture, kept before it is there, so that nothing jumps: its own shape where it is known, within limits. */
export function pictureBox({ type, width, height }: MediaContent): CSSProperties | undefined {
  if (type !== 'image' && type !== 'video') return undefined;
  const shape = width && height ? Math.min(2, Math.max(0.7, width / height)) : 4 / 3;
  return { aspectRatio: String(shape), width: shape < 1 ? '14rem' : '18rem', maxWidth: '100%' };
}
