import type { ButtonsContent, ChannelCapabilities, ListContent, TextContent } from '../channels/index.js';

/**
 * What the guest was last offered in this conversation; stored as conversation.menu. Without options: handed
 * to the hotel's people, and no menu follows.
 */
export interface MenuState {
  /** what the guest sees, in this order: number n of the text menu is options[n - 1] */
  options: { id: string; departmentId: string; title: string }[];
  /** first option of the page on the phone, 0 for the first; the last row of a full page is "more" */
  page: number;
  /** answers that were not understood since it was offered */
  misses: number;
  offeredAt: string;
}

export interface RoutableDepartment {
  id: string;
  name: string;
  /** language → name */
  names: Record<string, string>;
  /** words of guests that mean this department, in any case and accents */
  keywords: string[];
  menuOrder: number;
  inMenu: boolean;
  open: boolean;
  /** when it opens next, null: not known or always open */
  opensAt: Date | null;
  outsideHours: 'queue' | 'auto-reply' | { departmentId: string };
  /** language → sentence sent outside hours */
  autoReply: Record<string, string>;
}

/** Everything a decision rests on. Plain values: no database, no clock, no provider. */
export interface RouteInput {
  now: Date;
  hotel: {
    name: string;
    timeZone: string;
    languages: string[];
    /** who is rung for danger and takes what nobody understands; null: general stays general */
    frontDeskDepartmentId: string | null;
    /** automatic messages switched on */
    automation: boolean;
  };
  chat: {
    kind: 'person' | 'group';
    optedOut: boolean;
    /** the message came in through a replay and is no news: a day old, or not the newest */
    lateReplay: boolean;
    /** the number writes more than RATE_LIMIT_REQUESTS within RATE_LIMIT_WINDOW; 'new': staff do not know yet */
    flood: 'no' | 'new' | 'told';
  };
  /** the guest's language, already resolved (language.ts) */
  language: string;
  conversation: {
    type: 'general' | 'service' | 'flow';
    departmentId: string | null;
    assigned: boolean;
    /** a member of staff wrote in it: a person is talking, the menu keeps quiet */
    answeredByStaff: boolean;
    /** rung for danger: no menu may follow */
    urgent: boolean;
    menu: MenuState | null;
  };
  message: {
    direction: 'inbound' | 'outbound';
    /** content type; 'reaction' never reaches the router as a message */
    type: string;
    /** text, caption or title; '' where there is none */
    text: string;
    choice: { id: string; title: string } | null;
    historical: boolean;
  };
  departments: RoutableDepartment[];
  capabilities: Pick<ChannelCapabilities, 'buttons' | 'list' | 'text'>;
}

export type MenuContent = ListContent | ButtonsContent | TextContent;

/** What happens with a message. Sends are content only: the processor queues them as rows. */
export type RouteDecision =
  /** staff of the conversation read it; nothing automatic */
  | { kind: 'relay' }
  /** greet, or explain, and offer the departments */
  | { kind: 'offer-menu'; say: MenuContent; menu: MenuState }
  /** the guest chose: the conversation becomes that department's. `say` confirms, in the guest's language */
  | { kind: 'open-department'; departmentId: string; say: TextContent | null }
  /** not understood too often, or nothing to choose from: a person takes it */
  | { kind: 'hand-to-front-desk'; departmentId: string | null; say: TextContent | null }
  /** danger: the front desk is rung at once, no menu */
  | { kind: 'ring-front-desk'; departmentId: string | null; word: string }
  /** STOP and its kin; `say` is the one last confirmation */
  | { kind: 'stop-automation'; say: TextContent }
  /** a number floods: staff are told once a window, nothing automatic while it lasts */
  | { kind: 'tell-of-flood'; departmentId: string | null }
  | { kind: 'resume-automation'; say: TextContent }
  | { kind: 'ignore'; because: 'echo' | 'historical' | 'nothing-to-route' };

export interface Routed {
  /** the name of the rule that decided, stable: "why is this here?" */
  rule: string;
  /** version of the rule set */
  version: number;
  decision: RouteDecision;
}
