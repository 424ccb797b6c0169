import { ApiProperty } from '@nestjs/swagger';

export const LIFECYCLES = ['new', 'contacted', 'replied', 'booked', 'in_house', 'departed'] as const;
export type Lifecycle = (typeof LIFECYCLES)[number];

export class GuestStayView {
  id: string;
  room: string | null;
  /** A day of the hotel, `2026-06-04` */
  arrival: string;
  departure: string;
  reference: string | null;
}

export class GuestIdentityView {
  /** `phone` (E.164), or a provider's own id of the person */
  kind: string;
  value: string;
}

/** The other one of two guests that were joined. */
export class JoinedGuestView {
  id: string;
  name: string;
  /** When they were joined */
  at: Date;
}

export class GuestView {
  id: string;
  /** What to call them; the phone number, or "Guest", where nobody knows a name */
  name: string;
  /** A colleague wrote the name: what the phone tells does not change it */
  nameByStaff: boolean;
  /** E.164; null for guests known by a provider's id only */
  phone: string | null;
  country: string | null;
  /** BCP-47 */
  language: string | null;
  @ApiProperty({ enum: LIFECYCLES, enumName: 'Lifecycle' })
  lifecycle: Lifecycle;
  /** Why this guest is a VIP, in the hotel's words; null: is none */
  vip: string | null;
  /** For colleagues; the guest never sees them */
  notes: string | null;
  /** The present stay, else the next one */
  stay: GuestStayView | null;
  /** What providers call this guest; former numbers left out */
  identities: GuestIdentityView[];
  /** The guest said STOP: nothing automatic is sent */
  automationOff: boolean;
  /** Joined with this one, who has all that was theirs; null: stands alone */
  mergedInto: JoinedGuestView | null;
  /** Who were joined with this one, and can be taken apart again */
  merged: JoinedGuestView[];
  createdAt: Date;
  version: number;
}

export class GuestPageView {
  items: GuestView[];
  nextCursor: string | null;
}
