import { isProblem } from '../api/problem.js';
import { accessToken, renew } from '../api/session.js';
import type { ConversationView, MediaContent, Problem } from '../api/types.js';
import { uuid } from '../lib/uuid.js';
import { attachmentsOf, setAttachments, type Attachment, type UploadedMedia } from '../store/attachments.js';
import { send } from './outbox.js';

export const MOST_FILES = 10;
/** WhatsApp's limit; longer words go as a message of their own. */
const LONGEST_CAPTION = 1024;

/** Uploads files at once, so that they are there when the words are written. */
export function attach(conversationId: string, files: readonly File[]): void {
  for (const file of files) {
    if (attachmentsOf(conversationId).length >= MOST_FILES) return;
    const attachment: Attachment = {
      key: uuid(),
      file,
      progress: 0,
      media: null,
      problem: null,
      stop: () => undefined,
    };
    setAttachments(conversationId, [...attachmentsOf(conversationId), attachment]);
    void upload(conversationId, attachment);
  }
}

export function takeOff(conversationId: string, key: string): void {
  const attachments = attachmentsOf(conversationId);
  attachments.find((one) => one.key === key)?.stop();
  setAttachments(
    conversationId,
    attachments.filter((one) => one.key !== key),
  );
}

/** Sends what has been uploaded. One file carries the words as its caption; several go first, the words after them. */
export function sendAttached(
  conversation: ConversationView,
  text: string,
  replyTo: string | null,
  onMoved: (conversationId: string) => void,
): void {
  const attachments = attachmentsOf(conversation.id);
  const ready = attachments.flatMap(({ media }) => media ?? []);
  const [only] = ready;
  const captioned = ready.length === 1 && only!.kind !== 'audio' && text.length <= LONGEST_CAPTION && text !== '';
  ready.forEach((media, index) => {
    send(conversation, contentOf(media, captioned ? text : null), index === 0 ? replyTo : null, onMoved);
  });
  if (text !== '' && !captioned) send(conversation, { type: 'text', text }, ready.length > 0 ? null : replyTo, onMoved);
  setAttachments(
    conversation.id,
    attachments.filter(({ media }) => media === null),
  );
}

function contentOf(
  { id, kind, width, height, durationMs, ...media }: UploadedMedia,
  caption: string | null,
): MediaContent {
  return {
    type: kind,
    mediaId: id,
    ...media,
    caption,
    state: 'ready',
    ...(width && height ? { width, height } : {}),
    ...(durationMs ? { durationMs } : {}),
  };
}

async function upload(conversationId: string, { key, file }: Attachment): Promise<void> {
  const change = (part: Partial<Attachment>): void =>
    setAttachments(
      conversationId,
      attachmentsOf(conversationId).map((one) => (one.key === key ? { ...one, ...part } : one)),
    );
  const attempt = (token: string | null): Promise<XMLHttpRequest> =>
    new Promise((resolve) => {
      // fetch tells nothing of how far an upload is.
      const request = new XMLHttpRequest();
      request.open('POST', '/api/v1/media');
      if (token) request.setRequestHeader('authorization', `Bearer ${token}`);
      request.setRequestHeader('idempotency-key', key);
      request.responseType = 'json';
      request.upload.onprogress = ({ loaded, total }) => change({ progress: total > 0 ? loaded / total : 0 });
      request.onloadend = () => resolve(request);
      const form = new FormData();
      form.append('file', file, file.name);
      request.send(form);
      change({ stop: () => request.abort() });
    });
  let answer = await attempt(accessToken() ?? (await renew().catch(() => null)));
  if (answer.status === 401) answer = await attempt(await renew().catch(() => null));
  const body: unknown = answer.response;
  if (answer.status === 201) change({ media: body as UploadedMedia, progress: 1 });
  else change({ problem: problemOf(answer.status, body) });
}

function problemOf(status: number, body: unknown): Problem {
  if (isProblem(body)) return body;
  return { status, code: status === 0 ? 'unreachable' : 'unexpected' };
}
