import type { ChannelCapabilities } from '../port.js';
import { LIMITS } from './limits.js';

const MB = 1_000_000;

/** Contract meta-cloud 10. Meta says MB; of its two readings this one fits both. */
const MEDIA: ChannelCapabilities['media'] = {
  image: { types: ['image/jpeg', 'image/png'], maxBytes: 5 * MB },
  video: { types: ['video/mp4', 'video/3gpp'], maxBytes: 16 * MB },
  audio: { types: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg; codecs=opus'], maxBytes: 16 * MB },
  // An animated one may have 500 KB, a still one 100 KB: what fits by the smaller fits by both.
  sticker: { types: ['image/webp'], maxBytes: 100_000 },
  document: {
    types: [
      'application/pdf',
      'text/plain',
      'application/msword',
      'application/vnd.ms-excel',
      'application/vnd.ms-powerpoint',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    ],
    maxBytes: 100 * MB,
  },
};

export const META_CAPABILITIES: ChannelCapabilities = {
  text: { max: LIMITS.text },
  buttons: { max: LIMITS.buttons, title: LIMITS.buttonTitle, id: LIMITS.buttonId, body: LIMITS.buttonsBody },
  list: {
    rows: LIMITS.rows,
    sections: LIMITS.sections,
    title: LIMITS.rowTitle,
    description: LIMITS.rowDescription,
    id: LIMITS.rowId,
    button: LIMITS.listButton,
    body: LIMITS.listBody,
  },
  caption: { max: LIMITS.caption },
  media: MEDIA,
  templates: true,
  reactions: true,
  quotes: true,
  readMarks: true,
  typing: true,
  replyWindow: true,
};
