import type { ChannelCapabilities } from '../port.js';
import { LIMITS } from './limits.js';

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
  media: true,
  templates: true,
  reactions: true,
  quotes: true,
  readMarks: true,
  typing: true,
  replyWindow: true,
};
