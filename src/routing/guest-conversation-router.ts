import type { Routed, RouteInput } from './route.types.js';
import { RULES, RULES_VERSION } from './rules.js';

/**
 * Decides what happens with a guest's message, and does nothing else (E3): plain values in, one decision
 * out, with the name of the rule that made it. No database, no clock, no provider.
 */
export class GuestConversationRouter {
  route(input: RouteInput): Routed {
    for (const { name, decide } of RULES) {
      const decision = decide(input);
      if (decision) return { rule: name, version: RULES_VERSION, decision };
    }
    throw new Error('The last rule decides everything'); // held by a test over any input
  }
}
