export class SessionView {
  id: string;
  /** the one that asks */
  current: boolean;
  /** where it was opened from */
  address: string | null;
  /** the browser as it names itself */
  userAgent: string | null;
  createdAt: Date;
  /** when its access token was last renewed */
  lastUsedAt: Date;
  /** unless it is used until then */
  expiresAt: Date;
}

export class SessionPageView {
  items: SessionView[];
  nextCursor: string | null;
}
