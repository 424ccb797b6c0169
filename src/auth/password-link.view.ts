import { ApiProperty } from '@nestjs/swagger';

const KINDS = ['invitation', 'reset'] as const;

/** Whom a link is for, told to whoever holds it. */
export class PasswordLinkView {
  /** invitation: the person's first password; reset: they forgot theirs */
  @ApiProperty({ enum: KINDS, enumName: 'PasswordLinkKind' })
  kind: (typeof KINDS)[number];

  name: string;
  email: string;
  /** where they work; several hotels of a chain share one password */
  hotelNames: string[];
  /** BCP-47 */
  language: string;
  expiresAt: Date;
}

/** What an administrator is told of a link they made for somebody. */
export class GivenLinkView {
  @ApiProperty({ enum: KINDS, enumName: 'PasswordLinkKind' })
  kind: (typeof KINDS)[number];

  /** to be copied and handed over; null where it went out by e-mail */
  url: string | null;
  /** the address it was sent to; null where no e-mail can be or was sent */
  emailedTo: string | null;
  expiresAt: Date;
}

export class ForgottenView {
  /** false: this desk sends no e-mail, an administrator of the hotel makes a link. Says nothing of the address. */
  byEmail: boolean;
}
