import type { ChannelCapabilities, MessageContent } from '../channels/index.js';
import { isOpen, opensNext } from '../departments/index.js';
import { guessLanguage, resolveLanguage, type ResolvedLanguage } from './language.js';
import type { RouteInput } from './route.types.js';
import type { RoutingScene } from './routing-scenes.repository.js';

/** The router's plain input of what was read. */
export function inputOf(
  scene: RoutingScene,
  language: string,
  { buttons, list, text }: ChannelCapabilities,
  now: Date,
): RouteInput {
  const { hotel, conversation, guest } = scene;
  return {
    now,
    hotel: {
      name: hotel.name,
      timeZone: hotel.timeZone,
      languages: hotel.languages,
      frontDeskDepartmentId: hotel.frontDeskDepartmentId,
      automation: hotel.autoReply.enabled !== false,
    },
    chat: {
      kind: scene.chatKind,
      optedOut: guest?.optedOut ?? false,
      lateReplay: scene.lateReplay,
      flood: scene.flooding ? (scene.floodTold ? 'told' : 'new') : 'no',
    },
    language,
    conversation,
    message: {
      direction: 'inbound',
      type: scene.type,
      text: wordsOf(scene.content),
      choice: scene.content.type === 'choice' ? { id: scene.content.id, title: scene.content.title } : null,
      historical: false, // history has no inbound sequence and never comes here
    },
    departments: withHours(scene, now),
    capabilities: { buttons, list, text },
  };
}

type Departments = RouteInput['departments'];
const worked = new WeakMap<RoutingScene['departments'], { now: Date; departments: Departments }>();

/** Who is open, worked out once for the chats of a house that are routed together: they share the list. */
function withHours({ hotel, departments }: RoutingScene, now: Date): Departments {
  const before = worked.get(departments);
  if (before?.now === now) return before.departments;
  const opened = departments.map(({ hours, ...department }) =>
    Object.assign(department, {
      open: isOpen(hours, now, hotel.timeZone),
      opensAt: opensNext(hours, now, hotel.timeZone),
    }),
  );
  worked.set(departments, { now, departments: opened });
  return opened;
}

/** The guest's language, with what these words tell. */
export function languageOf({ guest, hotel, content }: RoutingScene): ResolvedLanguage {
  const staff = guest?.languageSource === 'staff' ? guest.language : null;
  const before = guest?.languageSource === 'words' ? guest.language : null;
  return resolveLanguage({
    staff,
    stay: guest?.stayLanguage ?? null,
    words: guessLanguage(wordsOf(content), hotel.languages) ?? before,
    phoneCountry: guest?.country ?? null,
    hotelLanguages: hotel.languages,
  });
}

function wordsOf(content: MessageContent): string {
  if (content.type === 'text') return content.text;
  if (content.type === 'choice') return content.title;
  return 'caption' in content ? (content.caption ?? '') : '';
}
